//! What a part of a formula is to those beside it: a value, a word, what a slash takes all of.

use super::tree::Atom;

pub(super) fn is_mere_sign(sign: &str) -> bool {
    matches!(sign, "+" | "−" | "±" | "∓" | "∗")
}

/// Whether a value that prints upright is a word.
pub(super) fn is_word(text: &str) -> bool {
    text.chars().count() > 1 && text.chars().all(char::is_alphabetic)
}

/// Whether what begins there would be read together with what stands before it.
pub(super) fn begins_word(atom: &Atom) -> bool {
    match atom {
        Atom::Name(_) | Atom::Bold(_) | Atom::Root(..) | Atom::Function(_) | Atom::Large(_) => true,
        Atom::Plain(text) => text.starts_with(char::is_alphanumeric),
        Atom::Group(inner) => inner.first().is_some_and(begins_word),
        _ => false,
    }
}

/// Whether something that follows it could be read as its factor.
pub(super) fn ends_value(atom: &Atom) -> bool {
    match atom {
        Atom::Relation(_) | Atom::Open(_) | Atom::Space | Atom::Column | Atom::Large(_) => false,
        Atom::Mark(mark) => matches!(mark, '/' | '!'),
        Atom::Plain(text) => !text.ends_with(char::is_whitespace),
        Atom::Group(inner) => inner.last().is_none_or(ends_value),
        _ => true,
    }
}

pub(super) fn begins_value(atom: &Atom) -> bool {
    match atom {
        Atom::Relation(_) | Atom::Close(_) | Atom::Space | Atom::Column => false,
        Atom::Mark(mark) => matches!(mark, '/' | '!'),
        Atom::Plain(text) => !matches!(text.as_str(), "." | "\\|" | "‖") && !text.starts_with(char::is_whitespace),
        Atom::Group(inner) => inner.first().is_none_or(begins_value),
        _ => true,
    }
}

/// Whether a slash beside it takes all of it: one value, with what stands raised or lowered at it.
pub(super) fn is_single(atoms: &[Atom]) -> bool {
    let mut own = atoms.iter().filter(|atom| **atom != Atom::Space);
    let is_value = match own.next() {
        Some(Atom::Name(name)) => name.chars().filter(|one| one.is_alphanumeric()).count() == 1,
        Some(Atom::Plain(text)) => !text.trim().contains(char::is_whitespace) && *text != "\\|" && *text != "‖",
        Some(Atom::Bold(_)) => true,
        Some(Atom::Group(inner) | Atom::Bracketed(inner)) => is_single(inner),
        Some(Atom::Rows(rows)) => !rows.between.is_empty(),
        _ => false,
    };
    is_value && own.all(|atom| matches!(atom, Atom::Raised(_) | Atom::Lowered(_)) || is_prime(atom))
}

/// Whether a slash beside it takes all of it: a single value, what stands in brackets, or a function before these.
pub(super) fn is_operand(atoms: &[Atom]) -> bool {
    let own: Vec<&Atom> = atoms.iter().filter(|atom| **atom != Atom::Space).collect();
    let is_script = |atom: &Atom| matches!(atom, Atom::Raised(_) | Atom::Lowered(_));
    let Some(open) = own.iter().position(|atom| matches!(atom, Atom::Open(_))) else { return is_single(atoms) };
    let is_head = match &own[..open] {
        [] => true,
        [Atom::Function(_), scripts @ ..] => scripts.iter().all(|atom| is_script(atom)),
        head => is_single(&head.iter().map(|atom| (*atom).clone()).collect::<Vec<_>>()),
    };
    // The bracket that closes the first one ends it, but for what stands raised or lowered there.
    let mut depth = 0_usize;
    let close = own[open..].iter().position(|atom| {
        depth += usize::from(matches!(atom, Atom::Open(_)));
        depth -= usize::from(matches!(atom, Atom::Close(_)) && depth > 0);
        depth == 0
    });
    is_head && close.is_some_and(|close| own[open + close + 1..].iter().all(|atom| is_script(atom)))
}

pub(super) fn is_prime(atom: &Atom) -> bool {
    matches!(atom, Atom::Plain(text) if text.chars().all(|one| one == '′'))
}

/// Whether it is a differential, as `dx` or `∂f`: over another one it needs no brackets.
pub(super) fn is_differential(atoms: &[Atom]) -> bool {
    let own: Vec<&Atom> = atoms.iter().filter(|atom| **atom != Atom::Space).collect();
    let is_script = |atom: &Atom| matches!(atom, Atom::Raised(_) | Atom::Lowered(_));
    let is_d =
        |atom: &Atom| matches!(atom, Atom::Plain(text) | Atom::Name(text) if matches!(text.as_str(), "∂" | "d" | "Δ"));
    let is_name =
        |atom: &Atom| matches!(atom, Atom::Name(name) if name.chars().filter(|one| one.is_alphanumeric()).count() == 1);
    let is_value = |atom: &Atom| is_name(atom) || matches!(atom, Atom::Plain(text) if text.chars().count() == 1);
    match own.as_slice() {
        [Atom::Name(name), scripts @ ..] if name.starts_with('d') && name.chars().count() == 2 => {
            scripts.iter().all(|atom| is_script(atom))
        }
        [d, rest @ ..] if is_d(d) => {
            let rest = match rest {
                [first, rest @ ..] if is_script(first) => rest,
                _ => rest,
            };
            match rest {
                [] => true,
                [value, scripts @ ..] => is_value(value) && scripts.iter().all(|atom| is_script(atom)),
            }
        }
        _ => false,
    }
}
