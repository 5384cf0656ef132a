//! A formula in one line, as people type them: a fraction by a slash, in brackets where one could read it otherwise.
//!
//! What people do not type by hand is written as in the linear format of Unicode Technical Note 28: `_` and `^` before
//! what is lowered or raised further, semicolons between rows.

use super::letters;
use super::rows::{self, Rows};
use super::tree::Atom;
use super::values::{
    begins_value, begins_word, ends_value, is_differential, is_mere_sign, is_operand, is_single, is_word,
};

/// A formula in characters.
#[derive(Debug)]
pub(super) struct Written {
    /// The line, and where a new one could begin: before a sign between its sides.
    pub(super) text: String,
    pub(super) breaks: Vec<usize>,
    /// Whether it is of a form that people do not type by hand.
    pub(super) is_linear: bool,
}

/// The line, if all of it can stand there.
pub(super) fn written(atoms: &[Atom]) -> Option<Written> {
    let mut line = Line { is_outer: true, ..Line::default() };
    line.atoms(atoms)?;
    let Line { out, breaks, is_linear, .. } = line;
    // Spaces are single, and those within what is raised or lowered do not break.
    let mut text = String::with_capacity(out.len());
    let mut kept = Vec::new();
    for (at, one) in out.char_indices() {
        if breaks.contains(&at) && !text.trim().is_empty() {
            kept.push(text.trim_end().len());
        }
        if one != ' ' || !text.ends_with(' ') && !text.is_empty() {
            text.push(one);
        }
    }
    text.truncate(text.trim_end_matches(' ').len());
    // Marks that meet would be read as one.
    let meets = ["***", "^^", "~~"].iter().any(|marks| text.replace("\\^", "").replace("\\~", "").contains(marks));
    (!meets && !text.is_empty()).then_some(Written { text, breaks: kept, is_linear })
}

#[derive(Default)]
struct Line {
    out: String,
    breaks: Vec<usize>,
    /// Whether it is raised or lowered: without marks, its spaces such that do not break.
    is_small: bool,
    /// Whether it is part of no bracketed whole, and in how many brackets that the author typed it is.
    is_outer: bool,
    depth: usize,
    /// Whether a sign between sides stands before, with no mark or words behind it.
    is_chain: bool,
    is_linear: bool,
}

/// What stands raised or lowered is no longer than this; else it stands in the line, in brackets.
const MAX_SMALL: usize = 40;

/// Signs between the sides of an equation.
const SIDES: &[&str] = &["=", ":=", "≤", "≥", "≈", "∝", "≡", "⇒", "⇔", "≐", "≜"];

impl Line {
    fn atoms(&mut self, atoms: &[Atom]) -> Option<()> {
        let is_space = |atom: &&Atom| matches!(atom, Atom::Space | Atom::Column);
        let is_script = |own: &&Atom| matches!(own, Atom::Raised(_) | Atom::Lowered(_));
        for (at, atom) in atoms.iter().enumerate() {
            let before = atoms[..at].iter().rev().find(|own| !is_space(own));
            let after = atoms[at + 1..].iter().find(|own| !is_space(own));
            if *atom == Atom::Mark(',')
                && is_in_number(&atoms[..at], &atoms[at + 1..], self.is_outer && self.depth == 0)
            {
                self.out.push(',');
                continue;
            }
            // Words apart from a fraction are no factors of it.
            let is_apart = |beside: usize, own: Option<&Atom>| {
                atoms.get(beside).is_some_and(|atom| is_space(&atom))
                    && matches!((atom, own), (Atom::Fraction(..), Some(Atom::Plain(text))) if is_word(text.trim()))
            };
            let before = before.filter(|_| at == 0 || !is_apart(at - 1, before));
            let after = after.filter(|_| !is_apart(at + 1, after));
            self.atom(atom, before, after)?;
            // What a sum, a function or a word is applied to stands apart from its scripts.
            let base = atoms[..=at].iter().rev().find(|own| !is_script(own) && !is_space(own));
            let is_applied = match base {
                Some(Atom::Large(_) | Atom::Function(_)) => is_script(&atom),
                Some(Atom::Relation(sign)) => is_script(&atom) && !is_mere_sign(sign),
                Some(Atom::Plain(text)) => {
                    is_word(text) && after.is_some_and(|after| begins_word(after) && !is_script(&after))
                }
                _ => false,
            };
            let is_large = matches!(base, Some(Atom::Large(_)));
            let ends = after.is_none_or(|after| match after {
                Atom::Open(_) => !is_large,
                Atom::Raised(_) | Atom::Lowered(_) | Atom::Close(_) | Atom::Mark(_) => true,
                _ => false,
            });
            self.gap(is_applied && !ends);
        }
        Some(())
    }

    fn atom(&mut self, atom: &Atom, before: Option<&Atom>, after: Option<&Atom>) -> Option<()> {
        match atom {
            Atom::Name(name) => self.marked(name, "*"),
            Atom::Bold(name) => self.marked(name, "**"),
            Atom::Plain(text) if self.is_small => self.out.push_str(&text.replace(' ', "\u{a0}")),
            Atom::Plain(text) => {
                self.is_chain &= !text.contains(' ') && !is_word(text) || self.depth > 0;
                self.out.push_str(text);
            }
            Atom::Function(name) => {
                self.apart();
                self.out.push_str(name);
                let is_apart =
                    !matches!(after, Some(Atom::Open(_) | Atom::Raised(_) | Atom::Lowered(_) | Atom::Mark(_)) | None);
                self.wide_gap(is_apart);
            }
            Atom::Large(sign) => {
                self.apart();
                self.out.push_str(sign);
                self.gap(!matches!(after, Some(Atom::Raised(_) | Atom::Lowered(_)) | None));
            }
            Atom::Relation(sign) => {
                let is_between = before.is_some_and(ends_value) && after.is_some();
                let is_sign = is_mere_sign(sign) && !is_between;
                self.gap(!is_sign && before.is_some() && !matches!(before, Some(Atom::Open(_))));
                if self.is_outer && self.depth == 0 && SIDES.contains(&sign.as_str()) {
                    if self.is_chain {
                        self.breaks.push(self.out.len());
                    }
                    self.is_chain = true;
                }
                self.out.push_str(sign);
                self.gap(!is_sign && !matches!(after, Some(Atom::Close(_))));
            }
            Atom::Open(sign) => {
                self.depth += 1;
                self.out.push_str(sign);
            }
            Atom::Close(sign) => {
                self.depth = self.depth.saturating_sub(1);
                self.out.push_str(sign);
            }
            Atom::Mark('/') => self.out.push('/'),
            Atom::Mark(mark) => {
                // Words and functions may have left a space.
                self.out.truncate(self.out.trim_end_matches(' ').len());
                self.out.push(*mark);
                self.is_chain &= !matches!(mark, ',' | ';') || self.depth > 0;
                self.gap(after.is_some() && *mark != '!');
            }
            Atom::Space => self.gap(true),
            Atom::Column => self.out.push_str(if self.is_small { "\u{a0}" } else { " \u{2003}" }),
            Atom::Group(inner) => self.atoms(inner)?,
            Atom::Bracketed(inner) => self.bracketed(!is_single(inner), |line| line.atoms(inner))?,
            Atom::Fraction(above, below) => {
                let is_joined = before.is_some_and(ends_value) || after.is_some_and(begins_value);
                // Brackets directly behind a name would be its arguments.
                self.gap(match before {
                    Some(Atom::Plain(text)) => !text.ends_with(|one: char| one.is_ascii_digit()),
                    Some(before) => !matches!(before, Atom::Open(_) | Atom::Close(_) | Atom::Mark('/')) && is_joined,
                    None => false,
                });
                let is_differential = is_differential(above) && is_differential(below);
                self.bracketed(is_joined, |line| {
                    line.bracketed(!is_operand(above) && !is_differential, |line| line.atoms(above))?;
                    line.out.push('/');
                    line.bracketed(!is_operand(below) && !is_differential, |line| line.atoms(below))
                })?;
            }
            Atom::Root(sign, inner) => {
                let is_raised = matches!(after, Some(Atom::Raised(_)));
                let is_followed = after.is_some_and(begins_word) && !is_raised;
                let has_raised = inner.iter().any(|atom| matches!(atom, Atom::Raised(_)));
                self.bracketed(is_raised, |line| {
                    line.out.push_str(sign);
                    line.bracketed(!is_single(inner) || is_followed || has_raised, |line| line.atoms(inner))
                })?;
            }
            Atom::Raised(inner) => self.script('^', inner)?,
            Atom::Lowered(inner) => self.script('~', inner)?,
            Atom::Rows(rows) => self.rows(rows)?,
        }
        Some(())
    }

    fn marked(&mut self, name: &str, marks: &str) {
        if self.is_small {
            return self.out.push_str(name);
        }
        let gap = if self.out.ends_with('*') && !self.out.ends_with("\\*") { " " } else { "" };
        self.out.push_str(&format!("{gap}{marks}{name}{marks}"));
    }

    /// Rows between semicolons, cells between commas, in brackets.
    fn rows(&mut self, rows: &Rows) -> Option<()> {
        let is_one = rows.rows.len() == 1 && rows.rows.iter().all(|row| row.cells.len() == 1);
        let (open, close) = match (rows.open, rows.close) {
            ("", _) if !self.is_small && !is_one && !rows.between.is_empty() => ("\\[", "\\]"),
            own => own,
        };
        self.is_linear |= !is_one;
        self.out.push_str(open);
        let is_outer = std::mem::replace(&mut self.is_outer, false);
        for (at, row) in rows.rows.iter().enumerate() {
            self.out.push_str(match at {
                0 => "",
                _ if self.is_small => ";",
                _ => "; ",
            });
            if rows.is_aligned() {
                self.atoms(ended(&rows::joined(&row.cells)))?;
            }
            for (at, cell) in row.cells.iter().enumerate().filter(|_| !rows.is_aligned()) {
                let cell = ended(cell);
                if at > 0 && self.is_small {
                    self.out.push_str(rows.between.trim());
                } else if at > 0
                    && !(rows.open == "\\{"
                        && (cell.is_empty() || row.cells[..at].iter().all(|own| ended(own).is_empty())))
                {
                    self.out.truncate(self.out.trim_end_matches(' ').len());
                    self.out.push_str(rows.between);
                }
                // An empty cell has its place.
                let is_blank = cell.is_empty() && row.cells.len() > 1 && rows.between == ", " && rows.open != "\\{";
                self.out.push_str(if is_blank { "·" } else { "" });
                self.atoms(cell)?;
            }
            self.out.truncate(self.out.trim_end_matches(' ').len());
            if let Some(tag) = &row.tag {
                self.out.push_str(&format!(" ({tag})"));
            }
        }
        self.is_outer = is_outer;
        self.out.push_str(close);
        Some(())
    }

    /// What stands raised or lowered. What is so further is so by its characters, or by a sign before it.
    fn script(&mut self, mark: char, inner: &[Atom]) -> Option<()> {
        self.out.truncate(self.out.trim_end_matches([' ', '\u{a0}']).len());
        let mut line = Line { is_small: true, ..Line::default() };
        line.atoms(inner)?;
        let text = line.out.trim_matches(['\u{a0}', ' ']).to_owned();
        if text.is_empty() || text.contains(['"', '\n', ' ']) {
            return None;
        }
        let length = text.chars().filter(|one| *one != '\\').count();
        if self.is_small {
            let small = if mark == '^' { letters::raised } else { letters::lowered };
            // A few characters can be read so small; one that is there already cannot be told from what follows.
            let is_free = !self.out.ends_with(|one: char| letters::is_small(one));
            match text.chars().map(small).collect::<Option<String>>().filter(|_| is_free) {
                Some(own) => self.out.push_str(&own),
                None => return self.linear(mark, inner),
            }
            return Some(());
        }
        let is_behind = match self.out.chars().next_back() {
            None => mark == '^',
            Some('*') => true,
            Some(_) if mark == '^' => true,
            Some(before) => crate::markdown::is_base(before) || is_escaped(&self.out),
        };
        let is_twice = self.out.ends_with(mark) && !is_escaped(&self.out);
        if length > MAX_SMALL || !is_behind || is_twice || has_mark(&text) {
            return self.linear(mark, inner);
        }
        self.is_linear |= line.is_linear;
        self.out.push_str(&format!("{mark}{text}{mark}"));
        Some(())
    }

    fn linear(&mut self, mark: char, inner: &[Atom]) -> Option<()> {
        self.is_linear = true;
        self.out.push_str(if mark == '^' { "\\^" } else { "\\_" });
        let is_bracketed = matches!(inner.first(), Some(Atom::Open(_))) && is_operand(inner);
        self.bracketed(!is_single(inner) && !is_bracketed, |line| line.atoms(inner))
    }

    fn bracketed(&mut self, is_needed: bool, inner: impl FnOnce(&mut Self) -> Option<()>) -> Option<()> {
        let is_outer = self.is_outer;
        self.is_outer &= !is_needed;
        self.out.push_str(if is_needed { "(" } else { "" });
        inner(self)?;
        self.out.truncate(self.out.trim_end_matches(' ').len());
        self.out.push_str(if is_needed { ")" } else { "" });
        self.is_outer = is_outer;
        Some(())
    }

    /// A space behind what a function or a sum would be read together with.
    fn apart(&mut self) {
        let is_joined =
            self.out.ends_with(|one: char| one.is_alphanumeric() || "*~^)".contains(one) || letters::is_accent(one));
        self.wide_gap(is_joined);
    }

    fn gap(&mut self, is_wanted: bool) {
        if is_wanted && !self.is_small && !self.out.ends_with([' ', '(', '/']) && !self.out.is_empty() {
            self.out.push(' ');
        }
    }

    /// A space that stands in what is raised or lowered too.
    fn wide_gap(&mut self, is_wanted: bool) {
        if is_wanted && self.is_small {
            self.out.push('\u{a0}');
        }
        self.gap(is_wanted);
    }
}

/// Whether a comma stands within a number: before three figures, or before others that nothing else follows in a row.
fn is_in_number(before: &[Atom], after: &[Atom], is_outer: bool) -> bool {
    let is_figures = |text: &str| text.chars().all(|one| one.is_ascii_digit() || one == '.');
    let (Some(Atom::Plain(before)), Some(Atom::Plain(own))) = (before.last(), after.first()) else { return false };
    let is_alone = is_outer && !matches!(after.get(1), Some(Atom::Mark(',' | ';')));
    is_figures(before) && is_figures(own) && (own.len() == 3 && before.len() <= 3 || is_alone)
}

/// Whether a mark stands in a text that is none of an escape.
fn has_mark(text: &str) -> bool {
    let mut before = ' ';
    text.chars().any(|one| {
        let is_mark = "*^~`".contains(one) && before != '\\';
        before = if before == '\\' { ' ' } else { one };
        is_mark
    })
}

/// Whether a text ends with an escaped character.
fn is_escaped(text: &str) -> bool {
    let mut own = text.chars().rev();
    own.next();
    own.take_while(|one| *one == '\\').count() % 2 == 1
}

/// A cell without the mark at its end, which stands between rows anyway.
fn ended(cell: &[Atom]) -> &[Atom] {
    let end = cell.iter().rposition(|atom| !matches!(atom, Atom::Space | Atom::Mark(',' | ';'))).map_or(0, |at| at + 1);
    let start = cell.iter().position(|atom| *atom != Atom::Space).unwrap_or(0).min(end);
    &cell[start..end]
}
