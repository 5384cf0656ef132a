//! A formula of TeX → what it is made of. What is not known makes it no formula of ours.

use super::rows::Rows;
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
    Relation(String),
    Open(&'static str),
    Close(&'static str),
    /// A comma or another mark between values.
    Mark(char),
    Space,
    /// The space between columns of equations.
    Column,
    Group(Vec<Atom>),
    /// What stands in brackets unless it is one value: below a brace, say.
    Bracketed(Vec<Atom>),
    Fraction(Vec<Atom>, Vec<Atom>),
    Root(&'static str, Vec<Atom>),
    Raised(Vec<Atom>),
    Lowered(Vec<Atom>),
    Rows(Rows),
}

/// A row of a formula that stands on lines of its own.
#[derive(Debug, Default)]
pub(super) struct Row {
    pub(super) atoms: Vec<Atom>,
    pub(super) label: Option<String>,
    pub(super) tag: Option<String>,
}

/// A formula that was read.
pub(super) struct Formula {
    pub(super) rows: Vec<Row>,
    /// Whether letters stand for others that no font has, or a form for another one.
    pub(super) is_changed: bool,
}

/// Groups in groups.
const MAX_DEPTH: usize = 40;

/// Reads a formula.
pub(super) fn read(tex: &str) -> Option<Formula> {
    let mut reader = Reader::new(tex, 0);
    let cells = reader.cells()?;
    if !reader.rest.is_empty() {
        return None;
    }
    let mut rows = super::rows::lines(vec![Row { atoms: vec![super::rows::aligned(cells)], ..Row::default() }]);
    rows.retain(|row| row.atoms.iter().any(|atom| !matches!(atom, Atom::Space | Atom::Column)));
    (!rows.is_empty()).then_some(Formula { rows, is_changed: reader.is_changed })
}

pub(super) struct Reader<'t> {
    pub(super) rest: &'t str,
    depth: usize,
    pub(super) is_changed: bool,
    pub(super) label: Option<String>,
    pub(super) tag: Option<String>,
}

impl<'t> Reader<'t> {
    pub(super) fn new(rest: &'t str, depth: usize) -> Self {
        Self { rest, depth, is_changed: false, label: None, tag: None }
    }

    pub(super) fn eat(&mut self, text: &str) -> bool {
        let rest = self.rest.strip_prefix(text);
        self.rest = rest.unwrap_or(self.rest);
        rest.is_some()
    }

    /// Whether a command stands here.
    pub(super) fn is_at(&self, name: &str) -> bool {
        let rest = self.rest.strip_prefix('\\').and_then(|rest| rest.strip_prefix(name));
        rest.is_some_and(|rest| !rest.starts_with(|one: char| one.is_ascii_alphabetic()))
    }

    /// Passes `\\` and what may stand behind it: a star, a distance.
    pub(super) fn ends_row(&mut self) -> bool {
        let is_end =
            self.eat("\\\\") || ["\\cr", "\\newline"].iter().any(|name| self.is_at(&name[1..]) && self.eat(name));
        if is_end {
            self.eat("*");
            let behind = self.rest.strip_prefix('[').and_then(|rest| rest.split_once(']'));
            let is_distance = |text: &str| text.len() < 12 && text.contains(|one: char| one.is_ascii_digit());
            if let Some((_, rest)) =
                behind.filter(|(distance, _)| is_distance(distance) && distance.ends_with(char::is_alphabetic))
            {
                self.rest = rest;
            }
        }
        is_end
    }

    /// Reads what stands within something.
    pub(super) fn within<T>(&mut self, read: impl FnOnce(&mut Self) -> Option<T>) -> Option<T> {
        if self.depth >= MAX_DEPTH {
            return None;
        }
        self.depth += 1;
        let found = read(self);
        self.depth -= 1;
        found
    }

    /// A formula in words that stand within this one.
    pub(super) fn inner(&mut self, tex: &str) -> Option<Vec<Atom>> {
        let mut reader = Reader::new(tex, self.depth);
        let atoms = reader.within(|reader| reader.atoms())?;
        self.is_changed |= reader.is_changed;
        reader.rest.is_empty().then_some(atoms)
    }

    /// Up to the end, or to what ends a group, a cell or a row.
    pub(super) fn atoms(&mut self) -> Option<Vec<Atom>> {
        let mut atoms = Vec::new();
        while let Some(one) = self.rest.chars().next() {
            let is_end = matches!(one, '}' | '&')
                || one == '\\'
                    && (self.rest.starts_with("\\\\")
                        || ["right", "end", "cr", "newline"].iter().any(|name| self.is_at(name)));
            if is_end {
                break;
            }
            self.rest = &self.rest[one.len_utf8()..];
            if one == '\\' && ["over", "choose"].iter().any(|name| self.rest.starts_with(name) && self.is_below(name)) {
                let is_fraction = self.eat("over") || !self.eat("choose");
                let below = self.within(Self::atoms)?;
                let above = std::mem::take(&mut atoms);
                atoms = if is_fraction { vec![Atom::Fraction(above, below)] } else { self.binomial(above, below) };
                continue;
            }
            for atom in self.atom(one)? {
                join(&mut atoms, atom);
            }
        }
        Some(atoms)
    }

    fn is_below(&self, name: &str) -> bool {
        !self.rest[name.len()..].starts_with(|one: char| one.is_ascii_alphabetic())
    }

    /// What a character begins; nothing for what prints nothing.
    fn atom(&mut self, one: char) -> Option<Vec<Atom>> {
        Some(vec![match one {
            '\\' => return self.within(Self::command),
            '{' => {
                let inner = self.group()?;
                // Braces around a sign alone are about the spaces beside it.
                match inner.as_slice() {
                    [Atom::Mark(mark)] => Atom::Plain(mark.to_string()),
                    [] => return Some(inner),
                    _ => Atom::Group(inner),
                }
            }
            '^' => match self.argument()? {
                // A degree and a stroke stand raised by themselves.
                inner if inner == [Atom::Plain("∘".to_owned())] => Atom::Plain("°".to_owned()),
                inner if !inner.is_empty() && inner.iter().all(|own| *own == Atom::Plain("′".to_owned())) => {
                    Atom::Plain("′".repeat(inner.len()))
                }
                inner if inner.is_empty() => return Some(inner),
                inner => Atom::Raised(inner),
            },
            '_' => match self.argument()? {
                inner if inner.is_empty() => return Some(inner),
                inner => Atom::Lowered(inner),
            },
            '~' => Atom::Space,
            '\'' => Atom::Plain("′".to_owned()),
            // A label of bookdown.
            '(' if self.rest.starts_with("\\#eq:") => {
                let (label, rest) = self.rest[2..].split_once(')')?;
                self.label = Some(label.trim().to_owned());
                self.rest = rest;
                return Some(Vec::new());
            }
            '(' => Atom::Open("("),
            ')' => Atom::Close(")"),
            '[' => Atom::Open("\\["),
            ']' => Atom::Close("\\]"),
            '|' => Atom::Plain("\\|".to_owned()),
            '=' => Atom::Relation("=".to_owned()),
            '<' => Atom::Relation("\\<".to_owned()),
            '>' => Atom::Relation(">".to_owned()),
            '+' => Atom::Relation("+".to_owned()),
            '-' | '–' => Atom::Relation("−".to_owned()),
            '*' => Atom::Relation("∗".to_owned()),
            ':' if self.rest.trim_start().starts_with('=') => {
                self.rest = &self.rest.trim_start()[1..];
                Atom::Relation(":=".to_owned())
            }
            // A blank behind it is meant: it is none within a number.
            ',' if self.rest.starts_with(char::is_whitespace) => return Some(vec![Atom::Mark(one), Atom::Space]),
            ',' | ';' | ':' | '!' | '?' | '/' => Atom::Mark(one),
            '.' => Atom::Plain(".".to_owned()),
            '%' => {
                // A comment.
                self.rest = self.rest.find('\n').map_or("", |end| &self.rest[end..]);
                return Some(Vec::new());
            }
            '"' | '@' | '`' | '#' => Atom::Plain(format!("\\{one}")),
            _ if one.is_whitespace() => return Some(Vec::new()),
            _ if one.is_ascii_alphabetic() => Atom::Name(one.to_string()),
            _ if !one.is_ascii() => signs::typed(one).map_or_else(|| Atom::Plain(one.to_string()), Atom::of),
            _ if one.is_alphanumeric() => Atom::Plain(one.to_string()),
            _ => return None,
        }])
    }

    /// The atoms of a group whose brace is open.
    fn group(&mut self) -> Option<Vec<Atom>> {
        let atoms = self.within(Self::rows)?;
        self.rest = self.rest.strip_prefix('}')?;
        Some(atoms)
    }

    /// One character, a command, or what stands in braces.
    pub(super) fn argument(&mut self) -> Option<Vec<Atom>> {
        self.rest = self.rest.trim_start();
        let one = self.rest.chars().next()?;
        self.rest = &self.rest[one.len_utf8()..];
        match one {
            '{' => self.group(),
            '^' | '_' | '}' | '&' => None,
            _ => self.within(|reader| reader.atom(one)),
        }
    }
}

impl Atom {
    pub(super) fn of(sign: Sign) -> Self {
        match sign {
            Sign::Letter(sign) => Self::Plain(sign.to_owned()),
            Sign::Relation(sign) => Self::Relation(sign.to_owned()),
            Sign::Large(sign) => Self::Large(sign),
            Sign::Function(name) => Self::Function(name.to_owned()),
            Sign::Open(sign) => Self::Open(sign),
            Sign::Close(sign) => Self::Close(sign),
            Sign::Mark(mark) => Self::Mark(mark),
            Sign::Space | Sign::Nothing => Self::Space,
        }
    }
}

/// Adds an atom: letters that follow each other are one name, figures one number.
pub(super) fn join(atoms: &mut Vec<Atom>, atom: Atom) {
    match (atoms.last_mut(), atom) {
        (Some(Atom::Name(before)), Atom::Name(letters)) => before.push_str(&letters),
        (Some(Atom::Plain(before)), Atom::Plain(text)) if is_number(before) && is_number(&text) => {
            before.push_str(&text);
        }
        (_, atom) => atoms.push(atom),
    }
}

fn is_number(text: &str) -> bool {
    text.chars().all(|one| one.is_ascii_digit() || matches!(one, '.' | ','))
}
