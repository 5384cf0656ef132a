//! The shapes of identifiers: DOI, ISBN, web addresses.

use std::ops::Range;

use super::work::Address;
use crate::diagnostic::Code;

pub(super) const INVALID_DOI: Code = Code("invalid-doi");
pub(super) const DOI_HELP: &str = "A DOI starts with `10.`, a number and a slash: `10.2865/31965`.";
pub(super) const INVALID_ISBN: Code = Code("invalid-isbn");
pub(super) const ISBN_HELP: &str = "Compare it with the work's imprint page.";
pub(super) const INVALID_URL: Code = Code("invalid-url");
pub(super) const URL_HELP: &str = "Links lead to `https://` or `http://` addresses.";

/// The bare DOI in what an author wrote, and whether that is written as DOIs are, with or without its address;
/// [`None`] if there is none (DOI Handbook §2.2; short DOIs are of shortdoi.org).
pub(super) fn doi(text: &str) -> Option<(String, bool)> {
    let text = text.trim();
    let lower = text.to_ascii_lowercase();
    let prefix = ["https://doi.org/", "http://doi.org/", "https://dx.doi.org/", "http://dx.doi.org/", "doi:"]
        .into_iter()
        .find(|prefix| lower.starts_with(prefix))
        .map_or(0, str::len);
    let doi = text[prefix..].trim_start();
    if is_doi(doi) {
        return Some((doi.to_owned(), true));
    }
    // `10.3166/pmp.36. 2019.0017` was broken by a blank.
    if let Some((before, after)) = doi.split_once(char::is_whitespace)
        && before.ends_with(['.', '/', '-', '_'])
        && !after.trim_start().contains(char::is_whitespace)
    {
        let joined = format!("{before}{}", after.trim_start());
        if is_doi(&joined) {
            return Some((joined, false));
        }
    }
    let found = text.match_indices("10.").map(|(at, _)| &text[at..]).find_map(|rest| {
        let doi = rest.split(char::is_whitespace).next()?.trim_end_matches(['.', ',', ';', '"', '\'', '}']);
        is_doi(doi).then_some(doi)
    });
    Some((found?.to_owned(), false))
}

fn is_doi(doi: &str) -> bool {
    if let Some(short) = doi.strip_prefix("10/") {
        return (3..=12).contains(&short.len()) && short.bytes().all(|byte| byte.is_ascii_alphanumeric());
    }
    let Some((registrant, suffix)) = doi.strip_prefix("10.").and_then(|rest| rest.split_once('/')) else {
        return false;
    };
    let is_number = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
    registrant.split('.').all(is_number)
        && registrant.len() >= 4
        && !suffix.is_empty()
        && !doi.contains(char::is_whitespace)
}

/// An address as it is written, with a link if one may lead there; and what is amiss with it.
pub(super) fn address(text: &str) -> (Address, Option<&'static str>) {
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    let linked = |target: &str| Some(target.to_owned()).filter(|target| is_web_address(target));
    let first = text.split([' ', ';']).next().unwrap_or_default().trim_end_matches(',');
    let (target, fault) = if is_web_address(&text) {
        (Some(text.clone()), None)
    } else if text.to_ascii_lowercase().starts_with("www.") && !text.contains(' ') {
        (linked(&format!("https://{text}")), Some("`https://` is missing before it"))
    } else if let Some(target) = linked(first) {
        (Some(target), Some("the link leads to the first part of it"))
    } else {
        (None, Some("it is printed without a link"))
    };
    (Address { text, target }, fault)
}

/// The address at which a DOI is found.
pub(super) fn doi_address(doi: &str) -> String {
    let mut address = "https://doi.org/".to_owned();
    for byte in doi.bytes() {
        match byte {
            b'"' | b'#' | b'%' | b'<' | b'>' | b'?' | b'[' | b'\\' | b']' | b'^' | b'`' | b'{' | b'|' | b'}' => {
                address.push_str(&format!("%{byte:02X}"));
            }
            0x21..=0x7e => address.push(byte.into()),
            _ => address.push_str(&format!("%{byte:02X}")),
        }
    }
    address
}

/// Whether a text begins with the number of a periodical, `1471-008X`, and no more figures follow it.
pub(super) fn is_issn(text: &str) -> bool {
    let shape: String = text.trim().chars().take(10).map(|one| if one.is_ascii_digit() { '0' } else { one }).collect();
    let number = shape.replace(['X', 'x'], "0");
    number.starts_with("0000-0000") && !number[9..].starts_with(['0', '-'])
}

/// What is wrong with the first of the ISBNs in `text` whose length or check digit is wrong (ISO 2108).
pub(super) fn wrong_isbn(text: &str) -> Option<String> {
    let wrong = typed_isbns(text).find(|isbn| !is_isbn(&hyphenated(isbn)))?;
    let reason = match wrong.chars().filter(char::is_ascii_alphanumeric).count() {
        10 | 13 => "its check digit does not fit".to_owned(),
        count => format!("it has {count} digits, not 13 or 10"),
    };
    Some(format!("{} is not an ISBN: {reason}", super::quoted::quoted(wrong)))
}

/// The ISBNs in `text`, as it stands in a file, whose check digit is right but whose groups are not set apart by single
/// hyphens: where each stands, and how it is written. Where groups end is settled by ranges that the ISBN Agency adds
/// to, so an ISBN without anything between its digits is right as it is.
pub fn misspelt_isbns(text: &str) -> Vec<(Range<usize>, String)> {
    let misspelt = typed_isbns(text).filter(|isbn| !isbn.contains('\n')).filter_map(|isbn| {
        let right = hyphenated(isbn);
        // The ISBN is a slice of the text, so the difference of their places is its own.
        let start = isbn.as_ptr() as usize - text.as_ptr() as usize;
        (right != isbn && is_isbn(&right)).then(|| (start..start + isbn.len(), right))
    });
    misspelt.collect()
}

/// The ISBNs in `text` whose check digit is right, as the 13 digits that each can be written with (ISO 2108).
pub(super) fn isbns(text: &str) -> impl Iterator<Item = String> {
    typed_isbns(text).map(hyphenated).filter(|isbn| is_isbn(isbn)).map(|isbn| {
        let digits: String = isbn.chars().filter(|&character| character != '-').collect();
        if digits.len() == 13 {
            return digits;
        }
        let digits = format!("978{}", &digits[..9]);
        let sum: u32 = (0..).zip(digits.bytes()).map(|(at, digit)| u32::from(digit - b'0') * (1 + 2 * (at % 2))).sum();
        format!("{digits}{}", (10 - sum % 10) % 10)
    })
}

/// Whether a link may lead to `text`: an `http` or `https` address of visible characters.
pub(super) fn is_web_address(text: &str) -> bool {
    let lower = text.to_ascii_lowercase();
    let host = lower.strip_prefix("https://").or_else(|| lower.strip_prefix("http://"));
    host.is_some_and(|host| host.starts_with(|character: char| character.is_alphanumeric() || character == '['))
        && !text.contains(|character: char| character.is_whitespace() || character.is_control())
}

/// What may be the ISBNs of `text`: what stands alone between commas and the like if it is a number, and the long
/// numbers among words, such as those behind `ISBN` or before `(print)`.
fn typed_isbns(text: &str) -> impl Iterator<Item = &str> {
    const MIN_DIGITS: usize = 8;
    let digits = |number: &str| number.bytes().filter(u8::is_ascii_digit).count();
    let parts = text.split([',', ';', '/', '{', '}', '"', '\'']).map(str::trim);
    let numbers = parts.flat_map(move |part| {
        numbers(part)
            .into_iter()
            .filter(move |number| digits(number) >= MIN_DIGITS || digits(number) > 0 && *number == part)
    });
    // Spaces stand within an ISBN or between two.
    numbers.flat_map(move |number| {
        let is_many = !is_isbn(&hyphenated(number)) && number.split_whitespace().any(|word| is_isbn(&hyphenated(word)));
        let words = number.split_whitespace().filter(move |word| is_many && digits(word) >= MIN_DIGITS);
        words.chain(Some(number).filter(|_| !is_many))
    })
}

/// The longest pieces of `text` whose words are groups of digits, or dashes, or were meant to be.
fn numbers(text: &str) -> Vec<&str> {
    let is_digit = |character: char| character.is_ascii_digit() || "XxOoIl".contains(character);
    let is_group = |word: &str| {
        let first = word.chars().next().filter(|first| first.is_ascii_digit() || is_between(*first) || word == "X");
        first.is_some() && word.chars().all(|character| is_digit(character) || is_between(character))
    };
    let (mut numbers, mut number): (Vec<&str>, Option<Range<usize>>) = (Vec::new(), None);
    let words = text.split_whitespace().map(|word| word.trim_matches(['(', ')', '[', ']', '.', ':']));
    for word in words {
        let start = word.as_ptr() as usize - text.as_ptr() as usize;
        number = match (number, is_group(word)) {
            (Some(before), true) => Some(before.start..start + word.len()),
            (None, true) => Some(start..start + word.len()),
            (before, false) => {
                numbers.extend(before.map(|before| &text[before]));
                None
            }
        };
    }
    numbers.extend(number.map(|number| &text[number]));
    numbers
}

/// `text` with one hyphen for each run of spaces, hyphens and dashes.
fn hyphenated(text: &str) -> String {
    text.split(is_between).filter(|group| !group.is_empty()).collect::<Vec<_>>().join("-")
}

/// Whether `character` may stand between the groups of an ISBN.
fn is_between(character: char) -> bool {
    character.is_whitespace() || matches!(character, '-' | '\u{2010}'..='\u{2015}' | '\u{2212}')
}

fn is_isbn(text: &str) -> bool {
    let digits: Option<Vec<u32>> = (text.chars().filter(|&character| character != '-'))
        .map(|character| if matches!(character, 'X' | 'x') { Some(10) } else { character.to_digit(10) })
        .collect();
    let Some(digits) = digits else { return false };
    let sum = |weight: fn(u32) -> u32| (0..).zip(&digits).map(|(index, digit)| weight(index) * digit).sum::<u32>();
    match digits.len() {
        10 => !digits[..9].contains(&10) && sum(|index| 10 - index) % 11 == 0,
        13 => !digits.contains(&10) && sum(|index| 1 + 2 * (index % 2)) % 10 == 0,
        _ => false,
    }
}
