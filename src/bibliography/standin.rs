//! Stand-ins: noncharacters that keep an author's text as it is on its way through `hayagriva`, with its marks.
//!
//! Both change what they print: report numbers become ranges (`2012-001` → `2012–1`), Roman volumes Arabic, spaces of
//! any width one space; the CSL engine drops a text that repeats the end of the one before it. No author can write a
//! noncharacter or one for private use ([`is_forbidden`](crate::project::is_forbidden)), so whatever stands for one is
//! ours to undo.

/// Around what an author wrote, so that no punctuation of the engine's meets it unseen.
pub(super) const OWN: [char; 2] = ['\u{fdd0}', '\u{fde4}'];
/// Before a number that must not be read as one: no parser takes what follows.
const NUMBER: &str = "\u{fdd1}--";
/// Around a locator.
const LOCATOR: [char; 2] = ['\u{fdd2}', '\u{fdd3}'];
/// For those who are not named.
pub(super) const OTHERS: char = '\u{fdd8}';
/// Behind a letter that is a capital for the engine alone.
const SMALL: char = '\u{fdd9}';
/// Around what is emphasised,
pub(super) const EMPHASIS: [char; 2] = ['\u{fdda}', '\u{fddb}'];
/// what is bold,
pub(super) const STRONG: [char; 2] = ['\u{fddc}', '\u{fddd}'];
/// what stands above the line,
pub(super) const RAISED: [char; 2] = ['\u{fdd4}', '\u{fdef}'];
/// what stands below it,
pub(super) const LOWERED: [char; 2] = ['\u{100000}', '\u{100001}'];
/// and a link: before its address, before its text and behind that.
pub(super) const LINK: [char; 3] = ['\u{fdde}', '\u{fddf}', '\u{fde0}'];
/// A blank within a family name, of which the engine is to take no part for a particle.
const JOINT: char = '\u{fde1}';
/// Where a style puts what is before a citation, and what is behind it.
pub(super) const CITATION: [char; 2] = ['\u{fde2}', '\u{fde3}'];
/// Around what is to be printed in title case, in sentence case, with a first capital and with capitals.
pub(super) const CASES: [[char; 2]; 4] =
    [['\u{fde5}', '\u{fde6}'], ['\u{fde7}', '\u{fde8}'], ['\u{fde9}', '\u{fdea}'], ['\u{fdeb}', '\u{fdec}']];
/// Between the works of a citation.
pub(super) const BETWEEN: char = '\u{fded}';
/// Where a letter stands behind a year.
pub(super) const LETTER: char = '\u{fdee}';
/// Quotation marks that say no more than that they open and close.
pub(super) const QUOTES: [char; 2] = ['\u{100002}', '\u{100003}'];
/// Before a subtitle.
pub(super) const SUBTITLE: &str = "\u{100005}";
/// What a subtitle stands behind in our own styles, and in messages.
pub(super) const DASH: &str = " – ";
/// What prints nothing.
pub(super) const NOTHING: char = '\u{100004}';
/// Behind a family name: around what is printed before it, and around itself.
const GIVEN: [char; 3] = ['\u{100006}', '\u{100007}', '\u{100008}'];
/// Around the long name of an institution, between that and its short one, and behind both.
const NAMES: [char; 3] = ['\u{100009}', '\u{10000a}', '\u{10000b}'];
/// Characters that a parser would take for something else.
const CHARACTERS: [(char, char); 3] = [('\u{fdd5}', '\u{a0}'), ('\u{fdd6}', '\u{2009}'), ('\u{fdd7}', '\u{202f}')];

/// The letters whose case nobody may change stand so far behind their own places, in a plane for private use.
const PROTECTED: u32 = 0xf_0000;

/// A text whose case the engine leaves alone.
pub(super) fn protected(text: &str) -> String {
    let is_cased = |one: char| one.is_lowercase() || one.is_uppercase();
    let shift = |one: char| char::from_u32(PROTECTED + u32::from(one)).filter(|_| is_cased(one) && one < '\u{fffe}');
    text.chars().map(|one| shift(one).unwrap_or(one)).collect()
}

/// A protected letter in its own place, and whether it was one.
pub(super) fn unprotected(one: char) -> (char, bool) {
    let letter = u32::from(one).checked_sub(PROTECTED).filter(|code| *code < 0xfffe).and_then(char::from_u32);
    (letter.unwrap_or(one), letter.is_some())
}

/// An author's text, which the engine is to print as it is, save for changes of case.
pub(super) fn text(text: &str) -> String {
    format!("{}{text}{}", OWN[0], OWN[1])
}

/// A number-like text that is printed as it is: `NIC 2012-001`, `IV`, `007`.
pub(super) fn number(text: &str) -> String {
    format!("{NUMBER}{}", self::text(text))
}

/// Whether every parser reads `text` as the number it shows, so that a style may print it as `2nd`.
pub(super) fn is_plain_number(text: &str) -> bool {
    (1..=9).contains(&text.len())
        && text.bytes().all(|byte| byte.is_ascii_digit())
        && (text == "0" || !text.starts_with('0'))
}

/// A locator which the engine can still tell to be one page or many, and from others.
pub(super) fn locator(text: &str, is_plural: bool) -> String {
    let [open, close] = LOCATOR;
    let number = text.bytes().fold(7_u32, |number, byte| (number * 31 + u32::from(byte)) % 10_000_000);
    let rest = if is_plural { ", 2" } else { "" };
    format!("{open}{number}{rest}{close}")
}

/// Protects the spaces that are not plain ones.
pub(super) fn blanks(text: &str) -> String {
    let mut replaced = text.to_owned();
    for (standin, character) in CHARACTERS {
        if replaced.contains(character) {
            replaced = replaced.replace(character, standin.encode_utf8(&mut [0; 4]));
        }
    }
    replaced
}

/// Given names of which the engine takes every initial: `C.L.` has two, and so has `Xing-yuan`.
pub(super) fn given(text: &str) -> String {
    let mut given = String::with_capacity(text.len());
    let mut before = [' ', ' '];
    for letter in text.chars() {
        match before {
            [_, '.'] if letter.is_alphabetic() => {
                given.push(' ');
                given.push(letter);
            }
            [word, '-'] if letter.is_lowercase() && word.is_alphabetic() => {
                given.extend(letter.to_uppercase());
                given.push(SMALL);
            }
            _ => given.push(letter),
        }
        before = [before[1], letter];
    }
    given
}

/// A family name that begins with capital particles, as one word.
pub(super) fn joined(family: &str) -> String {
    match family.contains(' ') && family.starts_with(char::is_uppercase) {
        true => one_word(family),
        false => family.to_owned(),
    }
}

/// A family name before which a given name is printed, though it is sorted and compared by itself.
pub(super) fn with_given(family: &str, given: &str) -> String {
    let [open, between, close] = GIVEN;
    one_word(&format!("{family}{open}{given} {between}{family}{close}"))
}

/// Puts given names before their family names.
fn given_first(text: &str) -> String {
    let [open, between, close] = GIVEN;
    let mut put = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, (inner, after))) =
        rest.split_once(open).and_then(|(before, after)| Some((before, after.split_once(close)?)))
    {
        let (given, family) = inner.split_once(between).unwrap_or(("", inner));
        put.push_str(before.strip_suffix(family).unwrap_or(before));
        put.push_str(given);
        put.push_str(family);
        rest = after;
    }
    put.push_str(rest);
    put
}

/// The name of an institution that has a short one as well: which of them is printed is known where both stand.
pub(super) fn with_short(long: &str, short: &str) -> String {
    let [open, between, close] = NAMES;
    format!("{open}{long}{between}{short}{close}")
}

/// Whether an institution is named in it that has a short name as well.
pub(super) fn has_short(text: &str) -> bool {
    text.contains(NAMES[0])
}

/// Names institutions, of each of which the long and the short name are given.
pub(super) fn named(text: &str, name: &mut dyn FnMut(&str, &str) -> String) -> String {
    let [open, between, close] = NAMES;
    let mut put = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, (inner, after))) =
        rest.split_once(open).and_then(|(before, after)| Some((before, after.split_once(close)?)))
    {
        let (long, short) = inner.split_once(between).unwrap_or((inner, inner));
        let name = name(long, short);
        put.push_str(before);
        put.push_str(&name);
        // `Example Inc.` ends a sentence.
        rest = after.strip_prefix('.').filter(|_| name.ends_with('.')).unwrap_or(after);
    }
    put.push_str(rest);
    put
}

/// A name in which the engine is to see one word.
pub(super) fn one_word(text: &str) -> String {
    text.replace(' ', JOINT.encode_utf8(&mut [0; 4]))
}

/// Whether it marks something in a text, and is printed as nothing.
pub(super) fn is_mark(one: char) -> bool {
    let pairs = [EMPHASIS, STRONG, RAISED, LOWERED, OWN];
    one == OTHERS || LINK.contains(&one) || pairs.iter().flatten().any(|mark| *mark == one)
}

/// Gives an author's text back, without what is marked in it.
pub(super) fn plain(text: &str) -> String {
    match bare(text) {
        Some(bare) => bare.to_owned(),
        None => without_marks(&named(text, &mut |long, _| long.to_owned())),
    }
}

/// A text without the marks around it, if there are no others in it: most are such.
fn bare(text: &str) -> Option<&str> {
    let text = text.strip_prefix(NUMBER).unwrap_or(text);
    let text = text.strip_prefix(OWN[0]).and_then(|text| text.strip_suffix(OWN[1])).unwrap_or(text);
    // How noncharacters begin in UTF-8, and the planes for private use.
    (!text.bytes().any(|byte| byte == 0xef || byte >= 0xf3)).then_some(text)
}

/// The same, with both names of institutions that have two.
pub(super) fn without_marks(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    let mut is_address = false;
    for one in restore(text, None).chars().map(|one| unprotected(one).0) {
        is_address = one == LINK[0] || is_address && one != LINK[1];
        match one {
            _ if is_address || is_mark(one) => {}
            _ if SUBTITLE.starts_with(one) => plain.push_str(DASH),
            _ if one == QUOTES[0] => plain.push('“'),
            _ if one == QUOTES[1] => plain.push('”'),
            one => plain.push(one),
        }
    }
    plain
}

/// An author's text as it is sorted: what is one word for the engine stays one.
pub(super) fn sorted(text: &str) -> String {
    const WORD_JOINER: &str = "\u{2060}";
    let others = text.contains(OTHERS).then_some(OTHERS);
    let text = plain(&text.replace(JOINT, WORD_JOINER));
    // A title is not sorted by the quotation marks with which it begins.
    let bare = text.trim_start_matches(['“', '‘', '„', '«', '"', '\'', '’', '[', '(']);
    bare.chars().chain(others).collect()
}

/// Gives an author's text back, with the marks for what is done with it at last. `locator` is what stands for a locator
/// in it.
pub(super) fn restore(text: &str, locator: Option<&str>) -> String {
    let is_restored = |one: char| {
        matches!(one, SMALL | JOINT)
            || NUMBER.starts_with(one)
            || [LOCATOR[0], LOCATOR[1], GIVEN[0]].contains(&one)
            || CHARACTERS.iter().any(|(standin, _)| *standin == one)
    };
    if text.is_ascii() || !text.contains(is_restored) {
        return text.to_owned();
    }
    let [open, close] = LOCATOR;
    let mut rest = text;
    let mut restored = String::with_capacity(text.len());
    while let Some((before, after)) = rest.split_once(open) {
        restored.push_str(before);
        restored.push_str(&self::text(locator.unwrap_or_default()));
        rest = after.split_once(close).map_or("", |(_, after)| after);
    }
    restored.push_str(rest);
    let mut restored = restored.replace(NUMBER, "").replace(close, "").replace(JOINT, " ");
    while let Some(at) = restored.find(SMALL) {
        let letter = restored[..at].chars().next_back();
        // Of an initial the mark is left out, and the capital stays.
        let small: String = letter.map(|letter| letter.to_lowercase().collect()).unwrap_or_default();
        let start = at - letter.map_or(0, char::len_utf8);
        restored.replace_range(start..at + SMALL.len_utf8(), &small);
    }
    for (standin, character) in CHARACTERS {
        if restored.contains(standin) {
            restored = restored.replace(standin, character.encode_utf8(&mut [0; 4]));
        }
    }
    if restored.contains(GIVEN[0]) { given_first(&restored) } else { restored }
}
