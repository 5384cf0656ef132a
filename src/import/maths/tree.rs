//! A formula of TeX → what it is made of. What is not known makes it no formula of ours.

use super::signs::{self, Sign};

/// A part of a formula.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Atom {
    /// Names of values, which print in italics.
    Name(String),
    /// A value that prints upright: figures, Greek letters, words. Its marks are escaped.
    Plain(String),
    Bold(String),
    Function(String),
    Large(&'static str),
    Relation(&'static str),
    Open(&'static str),
    Close(&'static str),
    /// A comma or another mark between values.
    Mark(char),
    Space,
    Group(Vec<Atom>),
    Fraction(Vec<Atom>, Vec<Atom>),
    Root(&'static str, Vec<Atom>),
    Raised(Vec<Atom>),
    Lowered(Vec<Atom>),
}

/// Groups in groups.
const MAX_DEPTH: usize = 12;

/// Reads a formula that stands on one line.
pub(super) fn read(tex: &str) -> Option<Vec<Atom>> {
    let mut reader = Reader { rest: tex, depth: 0 };
    let atoms = reader.atoms()?;
    reader.rest.is_empty().then_some(atoms)
}

struct Reader<'t> {
    rest: &'t str,
    depth: usize,
}

impl<'t> Reader<'t> {
    /// Up to the end, or to a brace that closes.
    fn atoms(&mut self) -> Option<Vec<Atom>> {
        let mut atoms = Vec::new();
        while let Some(one) = self.rest.chars().next().filter(|one| *one != '}') {
            self.rest = &self.rest[one.len_utf8()..];
            match self.atom(one)? {
                // Letters that follow each other are one name.
                Some(Atom::Name(letters)) => match atoms.last_mut() {
                    Some(Atom::Name(before)) => before.push_str(&letters),
                    _ => atoms.push(Atom::Name(letters)),
                },
                Some(Atom::Plain(text)) => match atoms.last_mut() {
                    Some(Atom::Plain(before)) if is_number(before) && is_number(&text) => before.push_str(&text),
                    _ => atoms.push(Atom::Plain(text)),
                },
                other => atoms.extend(other),
            }
        }
        Some(atoms)
    }

    /// What a character begins; nothing for what prints nothing.
    fn atom(&mut self, one: char) -> Option<Option<Atom>> {
        Some(Some(match one {
            '\\' => return self.command(),
            '{' => Atom::Group(self.group()?),
            '^' => match self.argument()? {
                // A degree and a stroke stand raised by themselves.
                inner if inner == [Atom::Plain("∘".to_owned())] => Atom::Plain("°".to_owned()),
                inner if !inner.is_empty() && inner.iter().all(|own| *own == Atom::Plain("′".to_owned())) => {
                    Atom::Plain("′".repeat(inner.len()))
                }
                inner => Atom::Raised(inner),
            },
            '_' => Atom::Lowered(self.argument()?),
            '~' => Atom::Space,
            '\'' => Atom::Plain("′".to_owned()),
            '(' => Atom::Open("("),
            ')' => Atom::Close(")"),
            '[' => Atom::Open("\\["),
            ']' => Atom::Close("\\]"),
            '|' => Atom::Plain("\\|".to_owned()),
            '=' => Atom::Relation("="),
            '<' => Atom::Relation("\\<"),
            '>' => Atom::Relation(">"),
            '+' => Atom::Relation("+"),
            '-' => Atom::Relation("−"),
            '*' => Atom::Relation("∗"),
            ':' if self.rest.starts_with('=') => {
                self.rest = &self.rest[1..];
                Atom::Relation(":=")
            }
            '/' => Atom::Mark('/'),
            ',' | ';' | ':' | '!' | '?' => Atom::Mark(one),
            '.' => Atom::Plain(".".to_owned()),
            _ if one.is_whitespace() => return Some(None),
            _ if one.is_ascii_alphabetic() => Atom::Name(one.to_string()),
            _ if one.is_alphanumeric() => Atom::Plain(one.to_string()),
            _ if !one.is_ascii() => Atom::Plain(one.to_string()),
            _ => return None,
        }))
    }

    fn command(&mut self) -> Option<Option<Atom>> {
        let length = self.rest.find(|one: char| !one.is_ascii_alphabetic()).unwrap_or(self.rest.len());
        if length == 0 {
            let one = self.rest.chars().next()?;
            self.rest = &self.rest[one.len_utf8()..];
            return Some(match one {
                '%' | '&' => Some(Atom::Plain(one.to_string())),
                '#' | '$' | '_' => Some(Atom::Plain(format!("\\{one}"))),
                '{' => Some(Atom::Open("\\{")),
                '}' => Some(Atom::Close("\\}")),
                '|' => Some(Atom::Plain("‖".to_owned())),
                ',' | ';' | ':' | ' ' | '>' => Some(Atom::Space),
                '!' => None,
                _ => return None,
            });
        }
        let (name, behind) = self.rest.split_at(length);
        self.rest = behind;
        if let Some(accent) = signs::accent(name) {
            return self.accented(accent).map(Some);
        }
        Some(Some(match name {
            "left" | "right" => {
                self.rest = self.rest.trim_start();
                if let Some(rest) = self.rest.strip_prefix('.') {
                    self.rest = rest;
                }
                return Some(None);
            }
            "frac" | "dfrac" | "tfrac" | "cfrac" => Atom::Fraction(self.argument()?, self.argument()?),
            "sqrt" => {
                let root = match self.rest.strip_prefix('[').and_then(|rest| rest.split_once(']')) {
                    Some((degree, rest)) => {
                        self.rest = rest;
                        match degree.trim() {
                            "2" => "√",
                            "3" => "∛",
                            "4" => "∜",
                            _ => return None,
                        }
                    }
                    None => "√",
                };
                Atom::Root(root, self.argument()?)
            }
            "text" | "mathrm" | "textrm" | "mbox" | "mathsf" | "textsf" | "textnormal" | "texttt" | "mathtt" => {
                Atom::Plain(super::super::scan::literal(self.words()?))
            }
            "operatorname" => {
                self.rest = self.rest.trim_start_matches('*');
                Atom::Function(super::super::scan::literal(self.words()?))
            }
            "mathit" | "textit" => Atom::Name(letters(self.words()?)?.to_owned()),
            "mathbf" | "textbf" | "boldsymbol" | "bm" | "pmb" => match self.argument()?.as_slice() {
                [Atom::Name(text) | Atom::Plain(text)] => Atom::Bold(text.clone()),
                _ => return None,
            },
            "mathcal" | "mathscr" => Atom::Plain(self.words()?.chars().map(signs::script).collect::<Option<String>>()?),
            "mathbb" => Atom::Plain(self.words()?.chars().map(signs::double).collect::<Option<String>>()?),
            "tag" => Atom::Plain(format!(" ({})", super::super::scan::literal(self.words()?))),
            "boxed" | "mathop" | "mathbin" | "mathrel" | "ensuremath" => Atom::Group(self.argument()?),
            "label" => {
                self.words()?;
                return Some(None);
            }
            _ => match signs::of(name)? {
                Sign::Letter(sign) => Atom::Plain(sign.to_owned()),
                Sign::Relation(sign) => Atom::Relation(sign),
                Sign::Large(sign) => Atom::Large(sign),
                Sign::Function(name) => Atom::Function(name.to_owned()),
                Sign::Open(sign) => Atom::Open(sign),
                Sign::Close(sign) => Atom::Close(sign),
                Sign::Space => Atom::Space,
                Sign::Nothing => return Some(None),
            },
        }))
    }

    /// One letter below an accent.
    fn accented(&mut self, accent: char) -> Option<Atom> {
        let inner = self.argument()?;
        match inner.as_slice() {
            [Atom::Name(name)] if name.len() == 1 => Some(Atom::Name(format!("{name}{accent}"))),
            [Atom::Plain(sign)] if sign.chars().count() == 1 && sign.chars().all(char::is_alphabetic) => {
                Some(Atom::Plain(format!("{sign}{accent}")))
            }
            [Atom::Bold(name)] if name.chars().count() == 1 => Some(Atom::Bold(format!("{name}{accent}"))),
            _ => None,
        }
    }

    /// The atoms of a group whose brace is open.
    fn group(&mut self) -> Option<Vec<Atom>> {
        self.depth += 1;
        if self.depth > MAX_DEPTH {
            return None;
        }
        let atoms = self.atoms()?;
        self.rest = self.rest.strip_prefix('}')?;
        self.depth -= 1;
        Some(atoms)
    }

    /// One character, a command, or what stands in braces.
    fn argument(&mut self) -> Option<Vec<Atom>> {
        self.rest = self.rest.trim_start();
        let one = self.rest.chars().next()?;
        self.rest = &self.rest[one.len_utf8()..];
        match one {
            '{' => self.group(),
            '^' | '_' | '}' => None,
            _ => Some(self.atom(one)?.into_iter().collect()),
        }
    }

    /// Words between braces, in which nothing is markup.
    fn words(&mut self) -> Option<&'t str> {
        let inner = self.rest.trim_start().strip_prefix('{')?;
        let end = inner.find('}')?;
        let words = &inner[..end];
        self.rest = &inner[end + 1..];
        (!words.contains(['{', '\\', '$', '^', '"'])).then_some(words)
    }
}

fn letters(text: &str) -> Option<&str> {
    text.chars().all(|one| one.is_alphanumeric()).then_some(text)
}

fn is_number(text: &str) -> bool {
    text.chars().all(|one| one.is_ascii_digit() || one == '.')
}
