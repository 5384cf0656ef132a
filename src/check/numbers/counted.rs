//! Numbers in words, and what numbers count.

const LOW: &[&str] = &["two", "three", "four", "five", "six", "seven", "eight", "nine"];

const TEENS: &[&str] =
    &["ten", "eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen"];

const TENS: &[&str] = &["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"];

/// Units of time, on which the editions differ.
const TIMES: &[&str] = &["hours", "days", "weeks", "months", "years"];

/// What is counted one by one and never measured. No word that could be a verb after `section 3`.
const COUNTED: &[&str] = &[
    "agencies",
    "arrests",
    "authorities",
    "bodies",
    "challenges",
    "cities",
    "colleagues",
    "communities",
    "countries",
    "departments",
    "examples",
    "experts",
    "factors",
    "forces",
    "governments",
    "initiatives",
    "institutions",
    "investigations",
    "investigators",
    "meetings",
    "members",
    "networks",
    "nations",
    "offenders",
    "officers",
    "officials",
    "operations",
    "organisations",
    "organizations",
    "participants",
    "partners",
    "people",
    "principles",
    "priorities",
    "problems",
    "proposals",
    "reasons",
    "recommendations",
    "regions",
    "speakers",
    "strategies",
    "studies",
    "suspects",
    "themes",
    "topics",
    "victims",
    "witnesses",
    "workshops",
];

/// What may stand between a number and what it counts.
const QUALITIES: &[&str] = &[
    "case",
    "different",
    "further",
    "important",
    "key",
    "large",
    "law-enforcement",
    "local",
    "main",
    "major",
    "more",
    "national",
    "new",
    "other",
    "police",
    "private",
    "public",
    "regional",
    "separate",
    "small",
    "working",
];

/// What gives the number behind it a reason of its own: a name (`section 3`), a sum, a vote, a rough count.
pub(super) const REASONS: &[&str] = &[
    "about",
    "almost",
    "and",
    "annex",
    "annexes",
    "appendix",
    "approximately",
    "area",
    "around",
    "article",
    "articles",
    "box",
    "by",
    "case",
    "category",
    "chapter",
    "chapters",
    "class",
    "column",
    "day",
    "district",
    "figure",
    "figures",
    "footnote",
    "goal",
    "grade",
    "group",
    "hundred",
    "issue",
    "item",
    "level",
    "line",
    "lot",
    "million",
    "minus",
    "month",
    "nearly",
    "no",
    "nos",
    "note",
    "number",
    "numbers",
    "objective",
    "of",
    "option",
    "or",
    "over",
    "page",
    "pages",
    "paragraph",
    "paragraphs",
    "part",
    "parts",
    "per",
    "phase",
    "pillar",
    "plus",
    "point",
    "points",
    "priority",
    "protocol",
    "question",
    "recital",
    "region",
    "roughly",
    "round",
    "row",
    "rule",
    "section",
    "sections",
    "session",
    "some",
    "stage",
    "step",
    "table",
    "tables",
    "theme",
    "thousand",
    "tier",
    "times",
    "title",
    "to",
    "top",
    "track",
    "type",
    "under",
    "unit",
    "version",
    "volume",
    "votes",
    "week",
    "year",
    "zone",
];

/// The ordinals whose figures are one letter and those above, as far as they have a word of their own.
const ORDINALS: &[&str] = &[
    "first",
    "second",
    "third",
    "fourth",
    "fifth",
    "sixth",
    "seventh",
    "eighth",
    "ninth",
    "tenth",
    "eleventh",
    "twelfth",
    "thirteenth",
    "fourteenth",
    "fifteenth",
    "sixteenth",
    "seventeenth",
    "eighteenth",
    "nineteenth",
    "twentieth",
];

/// What a number counts.
#[derive(Clone, Copy, PartialEq)]
pub(super) enum Counted {
    Things,
    Time,
}

/// Whether a word that begins so may be a number, or an ordinal number from 10th on: a look before all are compared.
pub(super) fn may_be_number(beginning: [u8; 3]) -> bool {
    const BEGINNINGS: [&[u8; 3]; 14] = [
        b"two", b"twe", b"thr", b"thi", b"fou", b"for", b"fiv", b"fif", b"six", b"sev", b"eig", b"nin", b"ten", b"ele",
    ];
    BEGINNINGS.contains(&&beginning)
}

/// The number from 2 to 99 in words that `text` starts with, and its length; none if a hyphen follows.
pub(super) fn number(text: &str) -> Option<(usize, usize)> {
    let word = |text: &str| text.bytes().take_while(u8::is_ascii_lowercase).count();
    let first = word(text);
    let find = |list: &[&str], word: &str| list.iter().position(|known| *known == word);
    let is_free = |end: usize| !text[end..].starts_with(['-', '’', '\'']);
    if let Some(low) = find(LOW, &text[..first]) {
        return is_free(first).then_some((low + 2, first));
    }
    if let Some(teen) = find(TEENS, &text[..first]) {
        return is_free(first).then_some((teen + 10, first));
    }
    let tens = 10 * (find(TENS, &text[..first])? + 2);
    let Some(rest) = text[first..].strip_prefix('-') else { return Some((tens, first)) };
    let second = word(rest);
    let one = if &rest[..second] == "one" { 1 } else { find(LOW, &rest[..second])? + 2 };
    let end = first + 1 + second;
    is_free(end).then_some((tens + one, end))
}

/// What `text`, which follows a number, says that it counts.
pub(super) fn counted(text: &str) -> Option<Counted> {
    let mut rest = text;
    // At most one quality, then the noun.
    for _ in 0..2 {
        rest = rest.strip_prefix([' ', '\u{a0}'])?;
        let length = rest.bytes().take_while(|&byte| byte.is_ascii_lowercase() || byte == b'-').count();
        let word = &rest[..length];
        rest = &rest[length..];
        if rest.starts_with(|after: char| after.is_alphanumeric() || "'’".contains(after)) {
            return None;
        }
        if TIMES.contains(&word) {
            return Some(Counted::Time);
        } else if COUNTED.contains(&word) {
            return Some(Counted::Things);
        } else if !QUALITIES.contains(&word) {
            return None;
        }
    }
    None
}

/// The word for a number from 1 to 9.
pub(super) fn low_word(value: usize) -> &'static str {
    if value == 1 { "one" } else { LOW[value - 2] }
}

/// The ordinal number that a word is, from 1 to 20.
pub(super) fn ordinal(word: &str) -> Option<usize> {
    ORDINALS.iter().position(|known| *known == word).map(|at| at + 1)
}

/// The word for an ordinal number from 1 to 20.
pub(super) fn ordinal_word(value: usize) -> &'static str {
    ORDINALS[value - 1]
}
