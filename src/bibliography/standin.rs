//! Stand-ins: noncharacters that keep an author's text as it is on its way through `biblatex` and `hayagriva`.
//!
//! Both change what they print: report numbers become ranges (`2012-001` → `2012–1`), Roman volumes Arabic, spaces of
//! any width one space; the CSL engine drops a text that repeats the end of the one before it. No author can write a
//! noncharacter ([`is_forbidden`](crate::project::is_forbidden)), so whatever stands for one is ours to undo.

/// Before a text whose start the CSL engine could take for punctuation of its own.
const TEXT: char = '\u{fdd0}';
/// Before a number that must not be read as one: no parser takes what follows.
const NUMBER: &str = "\u{fdd1}--";
/// `NUMBER` in a field of pages, where the engine turns hyphens into dashes.
const PAGES: &str = "\u{fdd1}––";
/// Around a locator.
const LOCATOR: [char; 2] = ['\u{fdd2}', '\u{fdd3}'];
/// Characters that a parser would take for something else.
const CHARACTERS: [(char, char); 4] =
    [('\u{fdd4}', '='), ('\u{fdd5}', '\u{a0}'), ('\u{fdd6}', '\u{2009}'), ('\u{fdd7}', '\u{202f}')];

/// A text that the engine prints as it is, save for changes of case.
pub(super) fn text(text: &str) -> String {
    let special = |character: char| character.is_whitespace() || matches!(character, '.' | ',' | ')' | ']');
    if text.starts_with(special) || !text.contains(char::is_alphabetic) {
        format!("{TEXT}{text}")
    } else {
        text.to_owned()
    }
}

/// A number-like text that is printed as it is: `NIC 2012-001`, `IV`, `007`.
pub(super) fn number(text: &str) -> String {
    format!("{NUMBER}{text}")
}

/// Whether `text` comes from [`number`].
pub(super) fn is_number(text: &str) -> bool {
    text.starts_with(NUMBER)
}

/// Whether every parser reads `text` as the number it shows, so that a style may print it as `2nd`.
pub(super) fn is_plain_number(text: &str) -> bool {
    (1..=9).contains(&text.len())
        && text.bytes().all(|byte| byte.is_ascii_digit())
        && (text == "0" || !text.starts_with('0'))
}

/// A locator which the engine can still tell to be one page or many.
pub(super) fn locator(text: &str) -> String {
    let [open, close] = LOCATOR;
    format!("{open}{text}{close}")
}

/// Protects the spaces that are not plain ones.
pub(super) fn blanks(text: &str) -> String {
    replace(text, |(_, character)| *character != '=')
}

/// Protects `=`, which would make a name a list of its parts.
pub(super) fn equals_sign(text: &str) -> String {
    replace(text, |(_, character)| *character == '=')
}

/// Gives an author's text back. `locator` is what stands for a locator in it.
pub(super) fn restore(text: &str, locator: Option<&str>) -> String {
    let [open, close] = LOCATOR;
    let mut rest = text;
    let mut restored = String::with_capacity(text.len());
    while let Some((before, after)) = rest.split_once(open) {
        restored.push_str(before);
        restored.push_str(locator.unwrap_or_default());
        rest = after.split_once(close).map_or("", |(_, after)| after);
    }
    restored.push_str(rest);
    let mut restored = restored.replace(NUMBER, "").replace(PAGES, "").replace([TEXT, close], "");
    for (standin, character) in CHARACTERS {
        if restored.contains(standin) {
            restored = restored.replace(standin, character.encode_utf8(&mut [0; 4]));
        }
    }
    restored
}

fn replace(text: &str, which: impl Fn(&(char, char)) -> bool) -> String {
    let mut replaced = text.to_owned();
    for (standin, character) in CHARACTERS.iter().filter(|pair| which(pair)) {
        if replaced.contains(*character) {
            replaced = replaced.replace(*character, standin.encode_utf8(&mut [0; 4]));
        }
    }
    replaced
}
