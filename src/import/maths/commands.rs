//! Commands within a formula.

use super::super::scan;
use super::letters;
use super::signs::{self, Sign};
use super::tree::{Atom, Reader};

/// What prints nothing, and how many arguments it takes; distances may stand there without braces.
const SILENT: &[(&str, usize)] = &[
    ("color", 1),
    ("hspace", 1),
    ("mspace", 1),
    ("vspace", 1),
    ("phantom", 1),
    ("hphantom", 1),
    ("vphantom", 1),
    ("kern", 0),
    ("mkern", 0),
    ("hskip", 0),
    ("mskip", 0),
    ("hss", 0),
    ("hfill", 0),
    ("hline", 0),
    ("rule", 2),
    ("setlength", 2),
    ("arraycolsep", 0),
    ("renewcommand", 2),
];

impl Reader<'_> {
    /// What a command prints, whose backslash is read.
    pub(super) fn command(&mut self) -> Option<Vec<Atom>> {
        let length = self.rest.find(|one: char| !one.is_ascii_alphabetic()).unwrap_or(self.rest.len());
        if length == 0 {
            return self.sign();
        }
        let (name, behind) = self.rest.split_at(length);
        self.rest = behind;
        if let Some(accent) = letters::accent(name) {
            return self.accented(name, accent);
        }
        if let Some(alphabet) = letters::alphabet(name) {
            return self.styled(alphabet);
        }
        if let Some((_, count)) = SILENT.iter().find(|(own, _)| *own == name) {
            return self.silent(*count);
        }
        Some(vec![match name {
            "left" => return self.fenced(),
            "begin" => return self.environment(),
            "middle" => match self.delimiter()? {
                sign @ ("\\|" | "‖" | "/") => Atom::Relation(sign.to_owned()),
                sign => Atom::Plain(sign.to_owned()),
            },
            "frac" | "dfrac" | "tfrac" | "cfrac" | "nicefrac" | "sfrac" | "flatfrac" => {
                Atom::Fraction(self.argument()?, self.argument()?)
            }
            "binom" | "dbinom" | "tbinom" => {
                let above = self.argument()?;
                let below = self.argument()?;
                return Some(self.binomial(above, below));
            }
            "sqrt" => return self.root(),
            "text" | "textrm" | "mbox" | "hbox" | "textsf" | "textnormal" | "texttt" | "textit" | "textsc"
            | "intertext" | "shortintertext" | "mathtt" | "emph" | "textup" => return self.text(),
            "textbf" => {
                let words = self.text()?;
                return Some(words.into_iter().map(bold).collect());
            }
            "operatorname" | "operatornamewithlimits" | "mathop" => {
                self.rest = self.rest.trim_start_matches('*');
                let start = self.rest;
                match self.text().as_deref() {
                    Some([Atom::Plain(words)]) => Atom::Function(words.trim().to_owned()),
                    _ => {
                        self.rest = start;
                        return Some(vec![Atom::Group(self.argument()?)]);
                    }
                }
            }
            // A label in words.
            "overset" | "stackrel" | "underset" => {
                let script = self.argument()?;
                let mut base = self.argument()?;
                self.is_changed = true;
                base.push(if name == "underset" { Atom::Lowered(script) } else { Atom::Raised(script) });
                return Some(base);
            }
            "underbrace" | "overbrace" | "underbracket" | "overbracket" => {
                self.is_changed = true;
                Atom::Bracketed(self.argument()?)
            }
            "xrightarrow" | "xleftarrow" | "xRightarrow" | "xmapsto" | "xlongequal" => return self.arrow(name),
            "tag" => {
                self.eat("*");
                self.tag = Some(scan::literal(self.balanced()?.trim().trim_matches('$')));
                return Some(Vec::new());
            }
            "label" => {
                self.label = Some(self.balanced()?.trim().to_owned());
                return Some(Vec::new());
            }
            "not" => {
                self.rest = self.rest.trim_start();
                let start = self.rest.chars().next()?;
                let denied = if start == '{' { self.argument()? } else { self.denied()? };
                return denied.into_iter().map(denial).collect();
            }
            "pmod" | "pod" => {
                let words = if name == "pmod" { "mod " } else { "" };
                let inner = self.argument()?;
                let around = [Atom::Space, Atom::Open("("), Atom::Plain(words.to_owned())];
                return Some(around.into_iter().chain(inner).chain([Atom::Close(")")]).collect());
            }
            "mod" | "bmod" => Atom::Relation("mod".to_owned()),
            "textcolor" | "colorbox" => {
                self.balanced()?;
                return self.argument();
            }
            "boxed" | "mathbin" | "mathrel" | "mathord" | "mathopen" | "mathclose" | "mathpunct" | "mathinner"
            | "ensuremath" | "smash" | "mathstrut" | "fbox" | "substack" | "matrix" | "displaylines" | "eqalign"
            | "mathclap" | "mathrlap" | "mathllap" | "llap" | "rlap" | "vcenter" | "operatorfont" => {
                let inner = self.argument()?;
                if let [Atom::Relation(_) | Atom::Mark(_) | Atom::Open(_) | Atom::Close(_) | Atom::Rows(_)] =
                    inner.as_slice()
                {
                    return Some(inner);
                }
                Atom::Group(inner)
            }
            "pmatrix" | "bmatrix" | "cases" => {
                let mut inner = self.argument()?;
                let (open, close) = match name {
                    "pmatrix" => ("(", ")"),
                    "bmatrix" => ("\\[", "\\]"),
                    _ => ("\\{", "\\}"),
                };
                if let [Atom::Rows(rows)] = inner.as_mut_slice() {
                    (rows.open, rows.close) = (open, close);
                    return Some(inner);
                }
                return Some([Atom::Open(open)].into_iter().chain(inner).chain([Atom::Close(close)]).collect());
            }
            "LaTeX" | "TeX" | "KaTeX" => Atom::Plain(name.to_owned()),
            "ref" | "eqref" => Atom::Plain(format!("({})", scan::literal(self.balanced()?))),
            _ => match signs::of(name)? {
                Sign::Nothing => return Some(Vec::new()),
                sign => Atom::of(sign),
            },
        }])
    }

    /// A command of one character that is no letter.
    fn sign(&mut self) -> Option<Vec<Atom>> {
        // A blank behind the last backslash is cut off.
        let Some(one) = self.rest.chars().next() else { return Some(Vec::new()) };
        self.rest = &self.rest[one.len_utf8()..];
        Some(vec![match one {
            '%' | '&' => Atom::Plain(one.to_string()),
            '#' | '$' | '_' => Atom::Plain(format!("\\{one}")),
            '{' => Atom::Open("\\{"),
            '}' => Atom::Close("\\}"),
            '|' => Atom::Plain("‖".to_owned()),
            ',' | ';' | ':' | '>' => Atom::Space,
            _ if one.is_whitespace() => Atom::Space,
            '!' | '/' | '-' | '(' | ')' => return Some(Vec::new()),
            _ => return None,
        }])
    }

    fn silent(&mut self, count: usize) -> Option<Vec<Atom>> {
        self.eat("*");
        for _ in 0..count {
            self.balanced()?;
        }
        if count == 0 {
            // A distance: `1mu`, `-2 pt`.
            let rest = self.rest.trim_start().trim_start_matches('-');
            let figures = rest.trim_start_matches(|one: char| one.is_ascii_digit() || one == '.');
            if figures.len() < rest.len()
                && let Some(unit) =
                    ["mu", "pt", "em", "ex", "cm", "mm"].iter().find_map(|unit| figures.trim_start().strip_prefix(unit))
            {
                self.rest = unit;
            }
        }
        Some(vec![Atom::Space])
    }

    /// `n` over `k`, without a line between them.
    pub(super) fn binomial(&mut self, above: Vec<Atom>, below: Vec<Atom>) -> Vec<Atom> {
        self.is_changed = true;
        let head = [Atom::Plain("C".to_owned()), Atom::Open("(")];
        head.into_iter().chain(above).chain([Atom::Mark(',')]).chain(below).chain([Atom::Close(")")]).collect()
    }

    /// A root; one of another degree is a power.
    fn root(&mut self) -> Option<Vec<Atom>> {
        let degree = match self.rest.trim_start().strip_prefix('[') {
            Some(rest) => {
                let (degree, rest) = rest.split_once(']')?;
                self.rest = rest;
                degree.trim()
            }
            None => "2",
        };
        let inner = self.argument()?;
        let sign = match degree {
            "2" | "" => "√",
            "3" => "∛",
            "4" => "∜",
            _ => {
                self.is_changed = true;
                let degree = self.inner(degree)?;
                let share = vec![Atom::Fraction(vec![Atom::Plain("1".to_owned())], degree)];
                return Some(vec![Atom::Bracketed(inner), Atom::Raised(share)]);
            }
        };
        Some(vec![Atom::Root(sign, inner)])
    }

    /// An arrow with words above and below it.
    fn arrow(&mut self, name: &str) -> Option<Vec<Atom>> {
        let below = match self.rest.trim_start().strip_prefix('[') {
            Some(rest) => {
                let (below, rest) = rest.split_once(']')?;
                self.rest = rest;
                self.inner(below)?
            }
            None => Vec::new(),
        };
        let above = self.argument()?;
        self.is_changed = true;
        let sign = match name {
            "xleftarrow" => "←",
            "xRightarrow" => "⇒",
            "xmapsto" => "↦",
            "xlongequal" => "=",
            _ => "→",
        };
        let mut atoms = vec![Atom::Relation(sign.to_owned())];
        atoms.extend((!above.is_empty()).then_some(Atom::Raised(above)));
        atoms.extend((!below.is_empty()).then_some(Atom::Lowered(below)));
        Some(atoms)
    }

    /// The sign that `\not` stands before.
    fn denied(&mut self) -> Option<Vec<Atom>> {
        while self.eat("\\!") || self.eat(" ") {}
        self.argument()
    }

    /// Letters of another alphabet: an argument, or all up to the end of the group.
    fn styled(&mut self, alphabet: letters::Alphabet) -> Option<Vec<Atom>> {
        let start = self.rest;
        let inner = match alphabet.is_switch {
            true => self.atoms()?,
            // Blanks between words of letters that stand upright are meant.
            false => match self.words().filter(|words| alphabet.is_upright() && words.trim().contains(' ')) {
                Some(words) => vec![Atom::Plain(scan::literal(words))],
                None => {
                    self.rest = start;
                    self.argument()?
                }
            },
        };
        let mut is_changed = false;
        let inner: Vec<Atom> = inner.into_iter().map(|atom| alphabet.of(atom, &mut is_changed)).collect();
        self.is_changed |= is_changed;
        Some(inner)
    }

    /// Letters below an accent.
    fn accented(&mut self, name: &str, accent: char) -> Option<Vec<Atom>> {
        let mut inner = self.argument()?;
        while let [Atom::Group(group)] = inner.as_mut_slice() {
            inner = std::mem::take(group);
        }
        let (base, scripts) = inner.split_first_mut()?;
        // What stands raised or lowered below an accent, stands so beside it.
        if scripts.iter().all(|atom| matches!(atom, Atom::Raised(_) | Atom::Lowered(_)))
            && letters::put_accent(base, accent, name)
        {
            return Some(inner);
        }
        self.is_changed = true;
        let words = letters::accent_in_words(name)?;
        Some(vec![Atom::Function(words.to_owned()), Atom::Open("("), Atom::Group(inner), Atom::Close(")")])
    }
}

pub(super) fn bold(atom: Atom) -> Atom {
    match atom {
        Atom::Name(text) | Atom::Plain(text) if !text.trim().is_empty() => Atom::Bold(text.trim().to_owned()),
        other => other,
    }
}

/// A sign that says the contrary.
fn denial(atom: Atom) -> Option<Atom> {
    Some(match atom {
        Atom::Relation(sign) => Atom::Relation(signs::denied(&sign)),
        Atom::Large("∃") => Atom::Large("∄"),
        Atom::Space => Atom::Space,
        Atom::Plain(sign) if sign.chars().count() == 1 || sign == "\\|" => {
            Atom::Relation(if sign == "\\|" { "∤".to_owned() } else { format!("{sign}\u{338}") })
        }
        _ => return None,
    })
}
