//! Names of `[a-z0-9-]+` for file names and labels, from what people write.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// The words of `text` in the letters of names, joined by hyphens. Marks on Latin letters go (`é` → `e`), other letters
/// and those of Greek and Cyrillic are written as a table says. [`None`] if nothing is left, or if a letter cannot
/// be written: a name that lacks some of its letters would be another name.
pub fn slug(text: &str) -> Option<String> {
    let mut slug = String::new();
    let mut is_apart = false;
    let text = PAIRS.iter().fold(text.to_lowercase().nfc().collect::<String>(), |text, (pair, written)| {
        if text.contains(pair) { text.replace(pair, written) } else { text }
    });
    // Of letters with marks, those that have a row of their own are looked up whole.
    for character in text.chars() {
        let before = slug.len();
        let written = match known(character) {
            Some(written) => push(&mut slug, written, is_apart),
            None if character.is_alphanumeric() => write_plain(&mut slug, character, is_apart),
            None if is_combining_mark(character) || matches!(character, '\'' | '’') => continue,
            None => {
                is_apart = true;
                continue;
            }
        };
        if !written {
            return None;
        }
        is_apart &= slug.len() == before;
    }
    (!slug.is_empty()).then_some(slug)
}

/// Writes a letter without its marks, or the figures that a number is made of.
fn write_plain(slug: &mut String, character: char, is_apart: bool) -> bool {
    let mut plain = String::new();
    for part in std::iter::once(character).nfkd().filter(|part| !is_combining_mark(*part)) {
        match known(part) {
            Some(written) => plain += written,
            None if part.is_ascii_alphanumeric() => plain.push(part),
            None if part.is_alphanumeric() => return false,
            // In a fraction, say.
            None => plain.push('-'),
        }
    }
    push(slug, &plain, is_apart)
}

fn push(slug: &mut String, letters: &str, is_apart: bool) -> bool {
    if is_apart && !slug.is_empty() && !letters.is_empty() {
        slug.push('-');
    }
    slug.push_str(letters);
    true
}

fn known(character: char) -> Option<&'static str> {
    if character.is_ascii() {
        return None;
    }
    let mut rows = LETTERS.split_whitespace();
    let row = rows.find(|row| row.starts_with(character))?;
    Some(&row[character.len_utf8() + "=".len()..])
}

/// Greek letters that are one sound, with the stress that may be on it.
const PAIRS: &[(&str, &str)] = &[("αυ", "av"), ("αύ", "av"), ("ευ", "ev"), ("εύ", "ev"), ("ου", "ou"), ("ού", "ou")];

/// Letters that are more than a Latin letter with marks. Cyrillic is written as for Bulgarian, and letters that
/// Bulgarian has not as the languages that have them are mostly written in Latin; soft signs go.
const LETTERS: &str = "
    ß=ss æ=ae œ=oe ø=o ð=d þ=th đ=d ħ=h ı=i ł=l ŋ=n ŧ=t ĸ=k ə=e
    α=a β=v γ=g δ=d ε=e ζ=z η=i θ=th ι=i κ=k λ=l μ=m ν=n ξ=x ο=o π=p ρ=r σ=s ς=s τ=t υ=y φ=f χ=ch ψ=ps ω=o
    а=a б=b в=v г=g д=d е=e ж=zh з=z и=i й=y к=k л=l м=m н=n о=o п=p р=r с=s т=t у=u ф=f х=h ц=ts ч=ch ш=sh щ=sht
    ъ=a ы=y ь= э=e ю=yu я=ya ё=yo і=i ї=yi є=ye ґ=g ў=u ђ=dj ј=j љ=lj њ=nj ћ=c џ=dz ѓ=gj ќ=kj ѕ=dz ѣ=e ѫ=a
";
