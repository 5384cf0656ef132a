//! Names as BibTeX and BibLaTeX have them → people and institutions, with what had to be guessed.

use std::ops::Range;

use super::institutions::is_of_institution;
use super::latex;
use super::quoted::quoted;
use super::standin;

/// Somebody or something that has a name.
#[derive(Debug, Default, Clone, PartialEq)]
pub(super) struct Name {
    pub family: String,
    pub given: String,
    /// A particle that belongs to the family,
    pub prefix: String,
    /// and one that does not.
    pub dropping: String,
    pub suffix: String,
    /// What an institution is called for short.
    pub short: String,
}

impl Name {
    /// `van Dijk, Jan`
    pub(super) fn inverted(&self) -> String {
        joined([&joined([&self.prefix, &self.family], " "), &self.given], ", ")
    }

    /// `Jan van Dijk`
    pub(super) fn in_order(&self) -> String {
        joined([&self.given, &self.prefix, &self.family], " ")
    }
}

/// A field of names, read.
#[derive(Debug, Default)]
pub(super) struct People {
    pub names: Vec<Name>,
    pub guesses: Vec<Guess>,
}

/// What was guessed of a name.
#[derive(Debug)]
pub(super) struct Guess {
    /// Where it stands in the value.
    pub range: Range<usize>,
    pub message: String,
    pub help: String,
    /// What to write in its place.
    pub instead: Option<String>,
}

fn joined<const N: usize>(parts: [&String; N], between: &str) -> String {
    parts.into_iter().filter(|part| !part.is_empty()).map(String::as_str).collect::<Vec<_>>().join(between)
}

/// Capital words that belong to the family name that follows them.
const CAPITAL_PARTICLES: &[&str] =
    &["Da", "De", "Del", "Della", "Den", "Der", "Di", "Dos", "Du", "La", "Le", "Ten", "Ter", "Van", "Von", "Zu", "Zur"];
/// What may stand between two commas: `Jones, Jr., Ann`.
const SUFFIXES: &[&str] =
    &["jr", "sr", "ii", "iii", "iv", "v", "phd", "md", "esq", "junior", "senior", "dr", "mp", "filho", "neto"];

/// Gives institutions their short names, if there is one for each.
pub(super) fn shorten(names: &mut [Name], short: &[Name]) {
    if names.len() == short.len() {
        names.iter_mut().zip(short).for_each(|(name, short)| name.short = short.in_order());
    }
}

/// Reads the value of a field of names.
pub(super) fn people(text: &str) -> People {
    let mut guesses = Vec::new();
    let mut ranges = split_at_word(text, "and");
    if ranges.len() == 1 {
        let at_signs = split_at_signs(text);
        if at_signs.len() > 1 {
            guesses.push(Guess {
                range: 0..text.len(),
                message: "these names are taken for several, though no ` and ` stands between them".to_owned(),
                help: "Names are separated by ` and `: `Jones, Ann and Smith, Bob`.".to_owned(),
                instead: None,
            });
            ranges = at_signs;
        }
    }
    let mut names: Vec<Name> = Vec::new();
    let last = ranges.len();
    let mut was_institution = false;
    for (index, range) in ranges.into_iter().enumerate() {
        let range = trimmed(text, range);
        let raw = &text[range.clone()];
        if raw.is_empty() {
            if last > 1 {
                guesses.push(Guess {
                    range: 0..text.len(),
                    message: "an `and` has no name on one of its sides".to_owned(),
                    help: "Delete it, or write the name that is missing.".to_owned(),
                    instead: None,
                });
            }
            continue;
        }
        if index > 0 && index + 1 == last && raw.trim_matches(['.', '{', '}']).eq_ignore_ascii_case("others")
            || raw.trim_end_matches('.').eq_ignore_ascii_case("et al")
        {
            names.push(Name { family: standin::OTHERS.to_string(), ..Name::default() });
            continue;
        }
        // `Ministry of Justice and Security`: what is one word is not another author.
        let is_one_word = !raw.contains([' ', '~', ',', '{']);
        if was_institution
            && is_one_word
            && let Some(before) = names.last_mut()
        {
            before.family = format!("{} and {}", before.family, plain(raw));
            if let Some(guess) = guesses.last_mut() {
                guess.range.end = range.end;
                let whole = &text[guess.range.clone()];
                guess.message = institution_message(whole);
                guess.instead = Some(format!("{{{whole}}}"));
                guess.help = institution_help(whole);
            }
            continue;
        }
        let before = guesses.len();
        names.extend(name(raw, range.start, &mut guesses));
        was_institution = guesses.len() > before && guesses[before].instead.is_some();
    }
    People { names, guesses }
}

/// One person or institution; several where a list was typed in a form of its own.
fn name(raw: &str, at: usize, guesses: &mut Vec<Guess>) -> Vec<Name> {
    let range = at..at + raw.len();
    if is_one_group(raw) {
        return vec![Name { family: plain(raw), ..Name::default() }];
    }
    let parts: Vec<Range<usize>> = split_at(raw, |byte| byte == b',').collect();
    if is_extended(raw) {
        return vec![extended(raw, &parts)];
    }
    let part = |index: usize| parts.get(index).map_or("", |range| raw[range.clone()].trim());
    match parts.len() {
        1 => vec![unified(raw, range, guesses)],
        2 if part(0).is_empty() || part(1).is_empty() => vec![unified(raw.trim_matches([',', ' ']), range, guesses)],
        2 if is_initials_at_end(part(0)) && is_initials_at_end(part(1)) && part(1).contains([' ', '~']) => {
            guesses.push(list_guess(raw, range.clone()));
            parts.iter().map(|part| family_first(raw[part.clone()].trim())).collect()
        }
        2 if is_suffix(part(1)) && !is_given(part(0), part(1)) => {
            vec![Name { suffix: plain(part(1)), ..unified(part(0), range, guesses) }]
        }
        2 if is_institution_behind_comma(part(1)) => vec![institution(raw, range, guesses)],
        2 => vec![comma(part(0), part(1), "")],
        3 if is_suffix(part(1)) || !part(0).contains(' ') && !part(1).contains(' ') => {
            vec![comma(part(0), part(2), part(1))]
        }
        3 if is_suffix(part(2)) => vec![comma(part(0), part(1), part(2))],
        _ => {
            let all: Vec<&str> = (0..parts.len()).map(part).filter(|part| !part.is_empty()).collect();
            guesses.push(list_guess(raw, range.clone()));
            if all.iter().all(|part| part.contains([' ', '~'])) {
                return all.into_iter().map(|one| unified(one, range.clone(), &mut Vec::new())).collect();
            }
            // `Jones, A., Smith, B.`
            if all.len().is_multiple_of(2)
                && all.iter().skip(1).step_by(2).all(|given| given.contains('.') || given.len() <= 2)
            {
                return all.chunks(2).map(|pair| comma(pair[0], pair[1], "")).collect();
            }
            vec![Name { family: plain(raw), ..Name::default() }]
        }
    }
}

/// Whether a text is what may stand behind a name: `Jr.`
pub(super) fn is_suffix(text: &str) -> bool {
    SUFFIXES.contains(&text.replace(['.', ' ', '{', '}'], "").to_lowercase().as_str())
}

/// Whether what stands behind the one comma is a given name, though it might be a suffix: in `Smith, I V` and `Smith,
/// M.D.` it is initials, in `John Smith, III` it is not.
fn is_given(family: &str, given: &str) -> bool {
    let is_word = given.trim_matches(['{', '}', '.']).chars().filter(|one| one.is_lowercase()).count() > 0;
    let has_given = words(family).iter().filter(|word| !is_lower(word)).count() > 1;
    !is_word && (!has_given || given.contains(['.', ' ', '~']))
}

fn list_guess(raw: &str, range: Range<usize>) -> Guess {
    Guess {
        range,
        message: format!("{} has more commas than a name: it is taken for several", quoted(raw)),
        help: "Names are separated by ` and `: `Jones, Ann and Smith, Bob`.".to_owned(),
        instead: None,
    }
}

/// What is taken for an institution.
fn institution(raw: &str, range: Range<usize>, guesses: &mut Vec<Guess>) -> Name {
    guesses.push(Guess {
        message: institution_message(raw),
        help: institution_help(raw),
        instead: Some(format!("{{{raw}}}")),
        range,
    });
    Name { family: plain(raw), ..Name::default() }
}

/// Whether what would be given names are those of a part of an institution: `European Commission, Joint Research
/// Centre`, `Social Development, Finance \& Administration`.
fn is_institution_behind_comma(given: &str) -> bool {
    let words: Vec<String> = words(given).into_iter().map(plain).collect();
    let is_one = |word: &String| word == "&" || is_of_institution(word);
    !given.contains('{') && words.len() > 1 && words.iter().any(is_one) && !has_initial(&words)
}

fn institution_message(raw: &str) -> String {
    format!("{} looks like an institution, and is printed as one", quoted(raw))
}

fn institution_help(raw: &str) -> String {
    format!("Write it in braces of its own: `{{{{{raw}}}}}`; a person is `Family, Given`.")
}

/// `Given prefix Family`
fn unified(raw: &str, range: Range<usize>, guesses: &mut Vec<Guess>) -> Name {
    let words = words(raw);
    let plain_words: Vec<String> = words.iter().map(|word| plain(word)).collect();
    let is_typed = words.iter().all(|word| !word.starts_with('{'));
    if is_typed
        && words.len() > 1
        && plain_words.iter().any(|word| is_of_institution(word))
        && !has_initial(&plain_words)
    {
        return institution(raw, range, guesses);
    }
    let is_lower: Vec<bool> = words.iter().map(|word| is_lower(word)).collect();
    let count = words.len();
    let first_lower = is_lower[..count.saturating_sub(1)].iter().position(|lower| *lower);
    let (given, family) = match first_lower {
        Some(first) if first > 0 || is_lower[0] => {
            let last_lower = is_lower[..count - 1].iter().rposition(|lower| *lower).unwrap_or(first);
            // `Wim Van der Linden`
            let first = first - plain_words[..first].iter().rev().take_while(|word| is_particle(word.as_str())).count();
            let first = if first == 0 && !is_lower[0] { 1.min(count - 1) } else { first };
            let prefix = plain_words[first..=last_lower].join(" ");
            return Name {
                given: plain_words[..first].join(" "),
                prefix,
                family: plain_words[last_lower + 1..].join(" "),
                ..Name::default()
            };
        }
        _ => {
            let particles = plain_words[..count.saturating_sub(1)]
                .iter()
                .rev()
                .take_while(|word| is_particle(word.as_str()))
                .count();
            let start = count.saturating_sub(1 + particles).max(usize::from(count > 1));
            plain_words.split_at(start)
        }
    };
    Name { given: given.join(" "), family: family.join(" "), ..Name::default() }
}

/// `prefix Family, Given`
fn comma(family: &str, given: &str, suffix: &str) -> Name {
    let words = words(family);
    let last_lower = words[..words.len().saturating_sub(1)].iter().rposition(|word| is_lower(word));
    let plain_words: Vec<String> = words.iter().map(|word| plain(word)).collect();
    let (prefix, rest) = plain_words.split_at(last_lower.map_or(0, |last| last + 1));
    Name {
        family: rest.join(" "),
        prefix: prefix.join(" "),
        given: plain(given),
        suffix: plain(suffix),
        ..Name::default()
    }
}

/// `Family A. B.`
fn family_first(raw: &str) -> Name {
    let words = words(raw);
    let initials = words.iter().rev().take_while(|word| is_initials(word)).count();
    let (family, given) = words.split_at(words.len() - initials);
    comma(&family.join(" "), &given.join(" "), "")
}

/// `family=Jones, given=Ann`
fn extended(raw: &str, parts: &[Range<usize>]) -> Name {
    let mut name = Name::default();
    for (key, value) in parts.iter().filter_map(|part| raw[part.clone()].split_once('=')) {
        let value = plain(value.trim().trim_matches('"'));
        match key.trim() {
            "family" => name.family = value,
            "given" => name.given = value,
            "prefix" => name.prefix = value,
            "suffix" => name.suffix = value,
            _ => {}
        }
    }
    name
}

/// What LaTeX prints, in one line.
fn plain(raw: &str) -> String {
    if latex::is_plain(raw) {
        return raw.trim().to_owned();
    }
    // A tie is a blank: the engine takes initials only behind one.
    let text = standin::plain(&latex::decode(raw).text);
    text.split([' ', '\t', '\n', '\u{a0}']).filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ")
}

/// Words at no depth of braces; a tie is a blank.
fn words(raw: &str) -> Vec<&str> {
    let ranges = split_at(raw, |byte| byte.is_ascii_whitespace() || byte == b'~');
    ranges.map(|range| &raw[range]).filter(|word| !word.is_empty()).collect()
}

fn is_lower(word: &str) -> bool {
    let is_special = word.starts_with("{\\");
    if word.starts_with('{') && !is_special {
        return false;
    }
    plain(word).chars().find(|one| one.is_alphabetic()).is_some_and(char::is_lowercase)
}

fn is_particle(word: &str) -> bool {
    CAPITAL_PARTICLES.contains(&word)
}

fn has_initial(words: &[String]) -> bool {
    words.iter().any(|word| is_initials(word) && word.contains('.'))
}

/// `A.`, `A.B.`, `AB`
fn is_initials(word: &str) -> bool {
    let letters = word.chars().filter(|one| one.is_alphabetic()).count();
    (1..=3).contains(&letters)
        && word.chars().all(|one| one.is_uppercase() || matches!(one, '.' | '-'))
        && (word.contains('.') || letters <= 2)
}

fn is_initials_at_end(raw: &str) -> bool {
    let words = words(raw);
    words.len() > 1 && words.last().is_some_and(|last| is_initials(last)) && !is_initials(words[0])
}

fn is_extended(raw: &str) -> bool {
    ["family=", "family =", "given=", "given ="].iter().any(|key| raw.contains(key))
}

/// Whether all of it stands in one pair of braces.
fn is_one_group(raw: &str) -> bool {
    if !raw.starts_with('{') || raw.starts_with("{\\") {
        return false;
    }
    let mut depth = 0_usize;
    for (at, byte) in raw.bytes().enumerate() {
        match byte {
            b'{' => depth += 1,
            b'}' => depth = depth.saturating_sub(1),
            _ => {}
        }
        if depth == 0 {
            return at + 1 == raw.len();
        }
    }
    false
}

fn trimmed(text: &str, range: Range<usize>) -> Range<usize> {
    let part = &text[range.clone()];
    let start = range.start + part.len() - part.trim_start().len();
    start..start + part.trim().len()
}

/// Splits at bytes of ASCII that stand in no braces and behind no backslash.
fn split_at(text: &str, is_between: impl Fn(u8) -> bool) -> impl Iterator<Item = Range<usize>> {
    let mut ranges = Vec::new();
    let (mut start, mut depth, mut is_escaped) = (0, 0_usize, false);
    for (at, byte) in text.bytes().enumerate() {
        match byte {
            _ if is_escaped => is_escaped = false,
            b'\\' => is_escaped = true,
            b'{' => depth += 1,
            b'}' => depth = depth.saturating_sub(1),
            _ if depth == 0 && is_between(byte) => {
                ranges.push(start..at);
                start = at + 1;
            }
            _ => {}
        }
    }
    ranges.push(start..text.len());
    ranges.into_iter()
}

/// Splits at a word between blanks, in any case, that stands in no braces.
fn split_at_word(text: &str, word: &str) -> Vec<Range<usize>> {
    let blanks = split_at(text, |byte| byte.is_ascii_whitespace());
    let mut ranges = Vec::new();
    let mut start = 0;
    for part in blanks.filter(|part| text[part.clone()].eq_ignore_ascii_case(word)) {
        if part.start >= start {
            ranges.push(start..part.start);
            start = part.end;
        }
    }
    ranges.push(start..text.len());
    ranges
}

/// Splits at semicolons or ampersands, which some catalogues write.
fn split_at_signs(text: &str) -> Vec<Range<usize>> {
    let at_semicolons: Vec<_> = split_at(text, |byte| byte == b';').collect();
    if at_semicolons.len() > 1 {
        return at_semicolons.into_iter().filter(|range| !text[range.clone()].trim().is_empty()).collect();
    }
    match text.find(" & ").map(|at| (at, 3)).or_else(|| text.find(" \\& ").map(|at| (at, 4))) {
        // `Social Development, Finance & Administration`
        Some((at, length))
            if text[..at].contains(',')
                && !text[..at].contains('.')
                && !text[at + length..].contains([' ', '~', ',', '.'])
                && text[at + length..].contains(char::is_lowercase) =>
        {
            Vec::new()
        }
        Some((at, length)) if text.contains(['.', ',']) && !text.contains(['{', '}']) => {
            vec![0..at, at + length..text.len()]
        }
        _ => Vec::new(),
    }
}
