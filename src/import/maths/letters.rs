//! Letters of other alphabets, letters with accents, and small letters: those that the fonts of the binary have.

use super::commands::bold;
use super::tree::Atom;

/// How letters print.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Alphabet {
    kind: Kind,
    /// Whether it holds up to the end of the group.
    pub(super) is_switch: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Upright,
    Italic,
    Bold,
    Script,
    Fraktur,
    Double,
}

const ALPHABETS: &[(&str, Kind, bool)] = &[
    ("mathrm", Kind::Upright, false),
    ("mathsf", Kind::Upright, false),
    ("mathup", Kind::Upright, false),
    ("mathnormal", Kind::Italic, false),
    ("mathit", Kind::Italic, false),
    ("mathbf", Kind::Bold, false),
    ("mathbfit", Kind::Bold, false),
    ("boldsymbol", Kind::Bold, false),
    ("symbf", Kind::Bold, false),
    ("pmb", Kind::Bold, false),
    ("bm", Kind::Bold, false),
    ("bold", Kind::Bold, false),
    ("mathcal", Kind::Script, false),
    ("mathscr", Kind::Script, false),
    ("mathfrak", Kind::Fraktur, false),
    ("mathbb", Kind::Double, false),
    ("mathds", Kind::Double, false),
    ("Bbb", Kind::Double, false),
    ("rm", Kind::Upright, true),
    ("sf", Kind::Upright, true),
    ("it", Kind::Italic, true),
    ("bf", Kind::Bold, true),
    ("cal", Kind::Script, true),
    ("frak", Kind::Fraktur, true),
];

pub(super) fn alphabet(name: &str) -> Option<Alphabet> {
    let (_, kind, is_switch) = ALPHABETS.iter().find(|(own, ..)| *own == name)?;
    Some(Alphabet { kind: *kind, is_switch: *is_switch })
}

impl Alphabet {
    pub(super) fn is_upright(self) -> bool {
        self.kind == Kind::Upright
    }

    /// An atom in letters of this alphabet; whether others stand for some of them.
    pub(super) fn of(self, atom: Atom, is_changed: &mut bool) -> Atom {
        let mut all = |atoms: Vec<Atom>| atoms.into_iter().map(|atom| self.of(atom, is_changed)).collect();
        match atom {
            Atom::Group(inner) => return Atom::Group(all(inner)),
            Atom::Fraction(above, below) => return Atom::Fraction(all(above), all(below)),
            Atom::Raised(inner) => return Atom::Raised(all(inner)),
            Atom::Lowered(inner) => return Atom::Lowered(all(inner)),
            _ => {}
        }
        let mut mapped = |text: &str, letter: fn(char) -> Option<(char, bool)>| -> String {
            let letters = text.chars().map(|one| match letter(one) {
                Some((own, is_other)) => {
                    *is_changed |= is_other;
                    own
                }
                None => one,
            });
            letters.collect()
        };
        match (self.kind, atom) {
            (Kind::Upright, Atom::Name(text)) => Atom::Plain(text),
            (Kind::Bold, atom) => bold(atom),
            (Kind::Script, Atom::Name(text) | Atom::Plain(text)) => Atom::Plain(mapped(&text, script)),
            (Kind::Fraktur, Atom::Name(text) | Atom::Plain(text)) => Atom::Plain(mapped(&text, fraktur)),
            (Kind::Double, Atom::Name(text) | Atom::Plain(text)) => Atom::Plain(mapped(&text, double)),
            (_, atom) => atom,
        }
    }
}

/// A letter of an alphabet that begins there.
fn after(first: u32, letter: char) -> Option<char> {
    match letter {
        'A'..='Z' => char::from_u32(first + u32::from(letter) - u32::from('A')),
        'a'..='z' => char::from_u32(first + 26 + u32::from(letter) - u32::from('a')),
        _ => None,
    }
}

/// A letter in script. Of those that the fonts do not have, one without serifs, and that it is so.
fn script(letter: char) -> Option<(char, bool)> {
    let own = from(letter, "BEFHILMRego", "ℬℰℱℋℐℒℳℛℯℊℴ").map(|own| (own, false));
    own.or_else(|| Some((after(0x1d5a0, letter)?, true)))
}

/// A broken letter, or a bold one without serifs.
fn fraktur(letter: char) -> Option<(char, bool)> {
    let own = from(letter, "CHIRZ", "ℭℌℑℜℨ").map(|own| (own, false));
    own.or_else(|| Some((after(0x1d5d4, letter)?, true)))
}

/// A letter with double strokes.
fn double(letter: char) -> Option<(char, bool)> {
    let own = from(letter, "CHNPQRZ", "ℂℍℕℙℚℝℤ").or_else(|| match letter {
        '0'..='9' => char::from_u32(0x1d7d8 + u32::from(letter) - u32::from('0')),
        _ => after(0x1d538, letter),
    });
    Some((own?, false))
}

/// A raised character that Unicode has, for what stands raised on what is raised.
pub(super) fn raised(one: char) -> Option<char> {
    from(one, "0123456789+−=()ni", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁼⁽⁾ⁿⁱ")
}

pub(super) fn lowered(one: char) -> Option<char> {
    from(one, "0123456789+−=()aehijklmnoprstuvx", "₀₁₂₃₄₅₆₇₈₉₊₋₌₍₎ₐₑₕᵢⱼₖₗₘₙₒₚᵣₛₜᵤᵥₓ")
}

fn from(one: char, plain: &str, small: &str) -> Option<char> {
    small.chars().nth(plain.chars().position(|own| own == one)?)
}

/// Accents: their character, and the words for one above several letters.
const ACCENTS: &[(&str, char, &str)] = &[
    ("hat", '\u{302}', "hat"),
    ("widehat", '\u{302}', "hat"),
    ("bar", '\u{304}', "bar"),
    ("overline", '\u{304}', "overline"),
    ("tilde", '\u{303}', "tilde"),
    ("widetilde", '\u{303}', "tilde"),
    ("dot", '\u{307}', "dot"),
    ("ddot", '\u{308}', "ddot"),
    ("dddot", '\u{20db}', "dddot"),
    ("vec", '\u{20d7}', "vec"),
    ("overrightarrow", '\u{20d7}', "vec"),
    ("overleftarrow", '\u{20d6}', "overleftarrow"),
    ("check", '\u{30c}', "check"),
    ("breve", '\u{306}', "breve"),
    ("acute", '\u{301}', "acute"),
    ("grave", '\u{300}', "grave"),
    ("mathring", '\u{30a}', "ring"),
    ("underline", '\u{332}', "underline"),
    ("underbar", '\u{332}', "underline"),
];

/// The accent above a letter, as one combines them.
pub(super) fn accent(name: &str) -> Option<char> {
    ACCENTS.iter().find(|(own, ..)| *own == name).map(|(_, accent, _)| *accent)
}

pub(super) fn accent_in_words(name: &str) -> Option<&'static str> {
    ACCENTS.iter().find(|(own, ..)| *own == name).map(|(.., words)| *words)
}

/// Puts an accent on a letter, or a line on several; whether it could be.
pub(super) fn put_accent(base: &mut Atom, accent: char, name: &str) -> bool {
    let (Atom::Name(text) | Atom::Plain(text) | Atom::Bold(text)) = base else { return false };
    let is_letter = |one: &char| one.is_alphanumeric();
    let count = text.chars().filter(is_letter).count();
    let line = match name {
        "overline" | "bar" => '\u{305}',
        "underline" => '\u{332}',
        _ => accent,
    };
    if count == 1 {
        text.push(accent);
    } else if line != accent || name == "underline" {
        if count == 0 || text.contains(|one: char| !one.is_alphanumeric()) {
            return false;
        }
        *text = text.chars().flat_map(|one| [one, line]).collect();
    } else {
        return false;
    }
    true
}

/// Whether a character is a raised or lowered one by itself.
pub(super) fn is_small(one: char) -> bool {
    "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁼⁽⁾ⁿⁱ₀₁₂₃₄₅₆₇₈₉₊₋₌₍₎ₐₑₕᵢⱼₖₗₘₙₒₚᵣₛₜᵤᵥₓ".contains(one)
}

pub(super) fn is_accent(one: char) -> bool {
    matches!(one, '\u{300}'..='\u{36f}' | '\u{20d0}'..='\u{20ff}')
}
