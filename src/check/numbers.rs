//! How numbers stand in English prose (Interinstitutional Style Guide, 10.5): words up to nine, figures from 10, a hard
//! space between thousands, no dates in numbers alone. What could be right for another reason is passed over.

use std::ops::Range;

use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::manifest::Edition;

use super::Manuscript;
use super::prose::{Prose, Role, Run};
use super::style::words;

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
const REASONS: &[&str] = &[
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

/// What stands before a date.
const BEFORE_DATES: &[&str] =
    &["after", "before", "between", "by", "dated", "from", "of", "on", "since", "till", "to", "until"];

/// Hints at numbers in words or figures, warns of thousands with a comma and of dates such as `24/06/2013`. American
/// English has its own ways.
pub fn check(manuscript: &Manuscript, prose: &Prose, diagnostics: &mut Diagnostics) {
    let manifest = manuscript.manifest;
    let language = &manifest.language.value;
    if language.split('-').next() != Some("en") || language.ends_with("-US") {
        return;
    }
    let times = match manifest.style.edition {
        Some(edition) => Some(edition),
        // Whoever wrote before the rule changed may have followed either form.
        None => (manifest.date.value.year >= Edition::CHANGED).then_some(Edition::Current),
    };
    let mut numbers = Numbers { times, diagnostics };
    prose.runs.iter().filter(|run| run.role != Role::Quoted).for_each(|run| numbers.run(run));
}

struct Numbers<'d> {
    /// Whose rule for units of time holds; [`None`] for neither.
    times: Option<Edition>,
    diagnostics: &'d mut Diagnostics,
}

/// What a number counts.
#[derive(Clone, Copy, PartialEq)]
enum Counted {
    Things,
    Time,
}

impl Numbers<'_> {
    fn run(&mut self, run: &Run) {
        for (at, word) in words(&run.text) {
            match word.as_bytes() {
                [digit @ b'2'..=b'9'] if run.role == Role::Text && self.figure(run, at, *digit - b'0') => {}
                [b'0'..=b'9', ..] if word.len() <= 3 => {
                    self.thousands(run, at, word);
                    self.date(run, at);
                }
                [b'e' | b'f' | b'n' | b's' | b't', ..] if run.role == Role::Text && (3..=9).contains(&word.len()) => {
                    self.word(run, at);
                }
                _ => {}
            }
        }
    }

    /// A single figure: `3 officers`, in the current edition `3 years`.
    fn figure(&mut self, run: &Run, at: usize, value: u8) -> bool {
        let range = at..at + 1;
        let wrong = match counted(&run.text[range.end..]) {
            Some(Counted::Things) => true,
            Some(Counted::Time) => self.times == Some(Edition::Current),
            None => false,
        };
        let wrong = wrong && is_plain(run, at) && !has_figures(run, &range);
        if wrong {
            let help = format!("Write `{}`.", LOW[usize::from(value) - 2]);
            self.hint(run, range, "a whole number below 10 is written as a word".to_owned(), help);
        }
        wrong
    }

    /// A number in words: `nine to 11`, `twelve officers`, in the edition of 2013 `three years`.
    fn word(&mut self, run: &Run, at: usize) {
        let Some((value, length)) = number(&run.text[at..]) else { return };
        let end = at + length;
        if !is_plain(run, at) {
            return;
        }
        if value < 10
            && let Some((joint, high)) = range(&run.text[end..])
        {
            let help = format!("Write `{value}{joint}{high}`.");
            let message = "a range with a number from 10 on has figures at both ends".to_owned();
            return self.hint(run, at..end + joint.len() + high.len(), message, help);
        }
        let message = match counted(&run.text[end..]) {
            Some(_) if value >= 10 => "a whole number from 10 on is written in figures",
            Some(Counted::Time) if self.times == Some(Edition::Of2013) => {
                "the style guide of 2013 writes figures before units of time"
            }
            _ => return,
        };
        self.hint(run, at..end, message.to_owned(), format!("Write `{value}`."));
    }

    fn hint(&mut self, run: &Run, range: Range<usize>, message: String, help: String) {
        if is_quoted(run, range.start) {
            return;
        }
        let Some(place) = run.place(range) else { return };
        self.diagnostics.push(Diagnostic::hint(Code("number-form"), place, message).with_help(help));
    }

    /// `3,000`.
    fn thousands(&mut self, run: &Run, at: usize, first: &str) {
        let rest = &run.text[at + first.len()..];
        let groups = rest.as_bytes().chunks(4).take_while(|group| match group {
            [b',', digits @ ..] => digits.len() == 3 && digits.iter().all(u8::is_ascii_digit),
            _ => false,
        });
        let length = groups.count() * 4;
        let is_number = first.bytes().all(|byte| byte.is_ascii_digit()) && !first.starts_with('0');
        let goes_on = rest[length..].starts_with(|after: char| after.is_alphanumeric() || "-–/".contains(after))
            || rest[length..].starts_with(',') && rest[length + 1..].starts_with(|one: char| one.is_ascii_digit());
        if length == 0 || !is_number || goes_on || !opens(run, at) || is_quoted(run, at) {
            return;
        }
        let end = at + first.len() + length;
        let Some(place) = run.place(at..end) else { return };
        let message = "thousands are parted by a no-break space, not by a comma";
        let help = format!("Write `{}` with no-break spaces (U+00A0).", run.text[at..end].replace(',', "\u{a0}"));
        self.diagnostics.push(Diagnostic::warning(Code("thousands-separator"), place, message).with_help(help));
    }

    /// `24/06/2013` and `3.12.96`, after a word that dates follow.
    fn date(&mut self, run: &Run, at: usize) {
        let text = &run.text[at..];
        let digits = |from: usize| text[from..].bytes().take_while(u8::is_ascii_digit).count();
        let first = digits(0);
        let Some(mark @ ('.' | '/')) = text[first..].chars().next() else { return };
        let second = digits(first + 1);
        let year_at = first + 1 + second + 1;
        if !matches!((first, second), (1 | 2, 1 | 2)) || !text[year_at - 1..].starts_with(mark) {
            return;
        }
        let length = year_at + digits(year_at);
        let value = |range: Range<usize>| text[range].parse().unwrap_or(0);
        let (day, month, year): (u16, u16, u16) =
            (value(0..first), value(first + 1..year_at - 1), value(year_at..length.min(year_at + 4)));
        let is_day = |day, month| (1..=31).contains(&day) && (1..=12).contains(&month);
        let is_year = match length - year_at {
            4 => (1800..2100).contains(&year),
            // `2.1.10` may be a section.
            2 => mark == '/' || year > 31,
            _ => false,
        };
        let rest = &text[length..];
        let goes_on = rest.starts_with(|after: char| after.is_alphanumeric() || "-/".contains(after))
            || rest.starts_with('.') && rest[1..].starts_with(|after: char| after.is_ascii_digit());
        let dated = word_before(run, at).is_some_and(|word| BEFORE_DATES.contains(&word));
        if !(is_day(day, month) || is_day(month, day)) || !is_year || goes_on || !dated || is_quoted(run, at) {
            return;
        }
        let Some(place) = run.place(at..at + length) else { return };
        let message = "a date in running text has the name of its month and all figures of its year";
        let found = Diagnostic::warning(Code("date-form"), place, message);
        self.diagnostics.push(found.with_help("Write it in the form `24 June 2013`."));
    }
}

/// The number from 2 to 99 in words that `text` starts with, and its length; none if a hyphen follows.
fn number(text: &str) -> Option<(usize, usize)> {
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
fn counted(text: &str) -> Option<Counted> {
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

/// ` to 11` or ` or 11` behind a number in words: what joins them, and the figures.
fn range(text: &str) -> Option<(&str, &str)> {
    let joint = [" to ", " or "].into_iter().find(|joint| text.starts_with(joint))?;
    let rest = &text[joint.len()..];
    let length = rest.bytes().take_while(u8::is_ascii_digit).count();
    let after = &rest[length..];
    let goes_on = after.starts_with(|one: char| one.is_alphanumeric() || "-/:".contains(one))
        || after.starts_with(['.', ',']) && after[1..].starts_with(|one: char| one.is_ascii_digit());
    (length == 2 && !rest.starts_with('0') && !goes_on).then_some((&text[..joint.len()], &rest[..length]))
}

/// The word before a place, if it is in small letters and nothing but a blank stands between.
fn word_before<'r>(run: &'r Run, at: usize) -> Option<&'r str> {
    let before = run.text[..at].strip_suffix([' ', '\u{a0}'])?;
    let start = before.trim_end_matches(|letter: char| letter.is_ascii_lowercase()).len();
    let is_word = start < before.len() && !before[..start].ends_with(|one: char| one.is_alphanumeric() || one == '.');
    is_word.then_some(&before[start..])
}

/// Whether a number stands in running words that give no reason for its form.
fn is_plain(run: &Run, at: usize) -> bool {
    let opens = ["The ", "These ", "Those "].iter().any(|word| run.text[..at].ends_with(word));
    opens || word_before(run, at).is_some_and(|word| !REASONS.contains(&word) && number(word).is_none())
}

/// Whether a number can start at a place.
fn opens(run: &Run, at: usize) -> bool {
    run.before(at).is_none_or(|before| before.is_whitespace() || "(–—€£$~".contains(before))
}

/// Whether the sentence around a number has figures that are no year: in a series or among statistics, all are figures.
fn has_figures(run: &Run, range: &Range<usize>) -> bool {
    const ENDS: [&str; 3] = [". ", "? ", "! "];
    let (before, after) = (&run.text[..range.start], &run.text[range.end..]);
    let start = ENDS.iter().filter_map(|end| before.rfind(end)).max().unwrap_or(0);
    let end = ENDS.iter().filter_map(|end| after.find(end)).min().unwrap_or(after.len());
    let is_year = |word: &str| word.len() == 4 && (word.starts_with("19") || word.starts_with("20"));
    let has = |text| words(text).any(|(_, word)| word.starts_with(|one: char| one.is_ascii_digit()) && !is_year(word));
    has(&before[start..]) || has(&after[..end])
}

/// Whether a place most likely stands between quotation marks.
fn is_quoted(run: &Run, at: usize) -> bool {
    let (before, after) = (&run.text[..at], &run.text[at..]);
    let within = |open: char, close: char| {
        let opened = before.rfind(open).is_some_and(|start| open != '“' || !before[start..].contains(close));
        let next = after.find([open, close]).and_then(|next| after[next..].chars().next());
        opened && next == Some(close)
    };
    within('“', '”') || within('‘', '’') || before.matches('"').count() % 2 == 1
}
