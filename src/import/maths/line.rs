//! A formula in one line, as people type them: a fraction by a slash, in brackets where one could read it otherwise.

use super::signs;
use super::tree::Atom;

/// The line, if all of it can stand there.
pub(super) fn written(atoms: &[Atom]) -> Option<String> {
    let mut line = Line { out: String::new(), is_small: false };
    line.atoms(atoms)?;
    let text = line.out.split_whitespace().collect::<Vec<_>>().join(" ");
    // Marks that meet would be read as one.
    let meets = ["**", "^^", "~~"].iter().any(|marks| match *marks {
        "**" => text.contains("***") || text.contains("****"),
        marks => text.contains(marks),
    });
    (!meets && !text.is_empty()).then_some(text)
}

struct Line {
    out: String,
    /// Whether it is raised or lowered: without marks and spaces.
    is_small: bool,
}

impl Line {
    fn atoms(&mut self, atoms: &[Atom]) -> Option<()> {
        for (at, atom) in atoms.iter().enumerate() {
            let before = atoms[..at].iter().rev().find(|own| **own != Atom::Space);
            let after = atoms[at + 1..].iter().find(|own| **own != Atom::Space);
            self.atom(atom, before, after)?;
            // What a sum or a function is applied to stands apart from its scripts.
            let is_script = |own: &&Atom| matches!(own, Atom::Raised(_) | Atom::Lowered(_));
            let base = atoms[..at].iter().rev().find(|own| !is_script(own) && **own != Atom::Space);
            let is_applied = matches!(base, Some(Atom::Large(_) | Atom::Function(_)));
            let ends = after.is_none_or(|after| is_script(&after) || matches!(after, Atom::Open(_) | Atom::Close(_)));
            self.gap(is_script(&atom) && is_applied && !ends);
        }
        Some(())
    }

    fn atom(&mut self, atom: &Atom, before: Option<&Atom>, after: Option<&Atom>) -> Option<()> {
        match atom {
            Atom::Name(name) if self.is_small => self.out.push_str(name),
            Atom::Name(name) => {
                let gap = if self.out.ends_with('*') { " " } else { "" };
                self.out.push_str(&format!("{gap}*{name}*"));
            }
            Atom::Bold(name) if self.is_small => self.out.push_str(name),
            Atom::Bold(name) => {
                let gap = if self.out.ends_with('*') { " " } else { "" };
                self.out.push_str(&format!("{gap}**{name}**"));
            }
            Atom::Plain(text) => self.out.push_str(text),
            Atom::Function(name) => {
                let is_joined = self.out.ends_with(|one: char| one.is_alphanumeric() || "*~^)".contains(one));
                self.gap(is_joined);
                self.out.push_str(name);
                self.gap(!matches!(after, Some(Atom::Open(_) | Atom::Raised(_) | Atom::Lowered(_)) | None));
            }
            Atom::Large(sign) => {
                let is_joined = self.out.ends_with(|one: char| one.is_alphanumeric() || "*~^)".contains(one));
                self.gap(is_joined);
                self.out.push_str(sign);
                self.gap(!matches!(after, Some(Atom::Raised(_) | Atom::Lowered(_)) | None));
            }
            Atom::Relation(sign) => {
                let is_between = before.is_some_and(ends_value) && after.is_some();
                let is_sign = matches!(*sign, "+" | "−" | "±" | "∓" | "∗") && !is_between;
                self.gap(!is_sign && before.is_some());
                self.out.push_str(sign);
                self.gap(!is_sign);
            }
            Atom::Open(sign) | Atom::Close(sign) => self.out.push_str(sign),
            Atom::Mark('/') => self.out.push('/'),
            Atom::Mark(mark) => {
                self.out.push(*mark);
                let digit = |one: char| one.is_ascii_digit();
                let is_number = matches!(before, Some(Atom::Plain(text)) if text.ends_with(digit))
                    && matches!(after, Some(Atom::Plain(text)) if text.starts_with(digit));
                self.gap(!is_number && after.is_some() && *mark != '!');
            }
            Atom::Space => self.gap(true),
            Atom::Group(inner) => self.atoms(inner)?,
            Atom::Fraction(above, below) => {
                let is_joined = before.is_some_and(ends_value) || after.is_some_and(begins_value);
                self.gap(matches!(before, Some(Atom::Large(_) | Atom::Function(_))));
                self.bracketed(is_joined, |line| {
                    line.bracketed(!is_single(above), |line| line.atoms(above))?;
                    line.out.push('/');
                    line.bracketed(!is_single(below), |line| line.atoms(below))
                })?;
            }
            Atom::Root(sign, inner) => {
                self.out.push_str(sign);
                self.bracketed(!is_single(inner), |line| line.atoms(inner))?;
            }
            Atom::Raised(inner) => self.script('^', inner)?,
            Atom::Lowered(inner) => self.script('~', inner)?,
        }
        Some(())
    }

    /// What stands raised or lowered. On what is so already, only characters that are so by themselves can.
    fn script(&mut self, mark: char, inner: &[Atom]) -> Option<()> {
        while self.out.ends_with(' ') {
            self.out.pop();
        }
        if self.out.is_empty() || self.out.ends_with(mark) {
            return None;
        }
        let mut line = Line { out: String::new(), is_small: true };
        line.atoms(inner)?;
        let text: String = line.out.chars().filter(|one| !one.is_whitespace()).collect();
        if text.is_empty() || text.contains(['*', '^', '~', '`', '"']) {
            return None;
        }
        if self.is_small {
            let small = if mark == '^' { signs::raised } else { signs::lowered };
            self.out.push_str(&text.chars().map(small).collect::<Option<String>>()?);
            return Some(());
        }
        self.out.push_str(&format!("{mark}{text}{mark}"));
        Some(())
    }

    fn bracketed(&mut self, is_needed: bool, inner: impl FnOnce(&mut Self) -> Option<()>) -> Option<()> {
        self.out.push_str(if is_needed { "(" } else { "" });
        inner(self)?;
        self.out.push_str(if is_needed { ")" } else { "" });
        Some(())
    }

    fn gap(&mut self, is_wanted: bool) {
        if is_wanted && !self.is_small && !self.out.ends_with(' ') {
            self.out.push(' ');
        }
    }
}

/// Whether something that follows it could be read as its factor.
fn ends_value(atom: &Atom) -> bool {
    !matches!(atom, Atom::Relation(_) | Atom::Open(_) | Atom::Space | Atom::Large(_))
        && !matches!(atom, Atom::Mark(mark) if *mark != '/')
}

fn begins_value(atom: &Atom) -> bool {
    !matches!(atom, Atom::Relation(_) | Atom::Close(_) | Atom::Mark(',' | ';' | ':' | '!' | '?') | Atom::Space)
        && !matches!(atom, Atom::Plain(text) if matches!(text.as_str(), "." | "\\|" | "‖"))
}

/// Whether a slash beside it takes all of it: one value, with what stands raised or lowered at it.
fn is_single(atoms: &[Atom]) -> bool {
    let mut own = atoms.iter().filter(|atom| **atom != Atom::Space);
    let is_value = match own.next() {
        Some(Atom::Name(name)) => name.chars().filter(|one| one.is_alphanumeric()).count() == 1,
        Some(Atom::Plain(_) | Atom::Bold(_)) => true,
        Some(Atom::Group(inner)) => is_single(inner),
        _ => false,
    };
    is_value && own.all(|atom| matches!(atom, Atom::Raised(_) | Atom::Lowered(_)))
}
