//! How numbers stand in English prose (Interinstitutional Style Guide, 10.5): words up to nine, figures from 10, the
//! same for ordinals and for both ends of a range, a hard space between thousands, no dates in numbers alone. What
//! could be right for another reason is passed over.

mod counted;
mod figures;

use std::cell::OnceCell;
use std::ops::Range;

use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::manifest::GuideEdition;

use super::context::Context;
use super::prose::{Prose, Role, Run, words};
use counted::{Counted, REASONS, counted, low_word, may_be_number, number, ordinal, ordinal_word};
use figures::Figures;

/// What joins the two numbers of a range.
const JOINTS: &[&str] = &[" to ", " or "];

/// What stands before a date.
const BEFORE_DATES: &[&str] =
    &["after", "before", "between", "by", "dated", "from", "of", "on", "since", "till", "to", "until"];

/// Hints at numbers in words or figures, warns of thousands with a comma and of dates such as `24/06/2013`. American
/// English has its own ways.
pub(super) fn section(context: &Context, prose: &Prose, diagnostics: &mut Diagnostics) {
    if context.primary_language() != "en" || context.is_american() {
        return;
    }
    for run in prose.runs.iter().filter(|run| run.role != Role::Quoted) {
        Numbers { times: context.times, run, figures: OnceCell::new(), diagnostics }.look();
    }
}

/// The numbers of a run.
struct Numbers<'a> {
    /// Whose rule for units of time holds; [`None`] for neither.
    times: Option<GuideEdition>,
    run: &'a Run<'a>,
    /// The figures of its sentences, once one is asked for.
    figures: OnceCell<Figures>,
    diagnostics: &'a mut Diagnostics,
}

impl Numbers<'_> {
    fn look(&mut self) {
        let run = self.run;
        if run.role == Role::Text {
            self.opening();
        }
        for (at, word) in words(run.text()) {
            let is_text = run.role == Role::Text;
            match word.as_bytes() {
                [digit @ b'2'..=b'9'] if is_text && self.figure(at, *digit - b'0') => {}
                [digit @ b'1'..=b'9', b's' | b'n' | b'r' | b't', _] if is_text => {
                    self.ordinal_figure(at, usize::from(*digit - b'0'));
                }
                [b'0'..=b'9', ..] if word.len() <= 3 && !(is_text && self.mixed(at, word)) => {
                    self.thousands(at, word);
                    self.date(at);
                }
                [one, two, three, ..] if is_text && may_be_number([*one, *two, *three]) => self.word(at),
                _ => {}
            }
        }
    }

    /// A single figure: `3 officers`, in the current edition `3 years`.
    fn figure(&mut self, at: usize, value: u8) -> bool {
        let run = self.run;
        let range = at..at + 1;
        let wrong = match counted(&run.text()[range.end..]) {
            Some(Counted::Things) => true,
            Some(Counted::Time) => self.times == Some(GuideEdition::Current),
            None => false,
        };
        let wrong = wrong && is_plain(run, at) && !self.has_figures(&range);
        if wrong {
            let help = format!("Write `{}`.", low_word(value.into()));
            self.hint(range, "a whole number below 10 is written as a word".to_owned(), help);
        }
        wrong
    }

    /// A number in words: `nine to 11`, `twelve officers`, in the edition of 2013 `three years`.
    fn word(&mut self, at: usize) {
        let run = self.run;
        let Some((value, length)) = number(&run.text()[at..]) else { return self.ordinal_word(at) };
        let end = at + length;
        if !is_plain(run, at) {
            return;
        }
        if let Some((joint, high, length)) = range(&run.text()[end..])
            && (value < 10 || joint == " to ")
        {
            let help = format!("Write `{value}{joint}{high}`.");
            let message = "a range with a number from 10 on has figures at both ends".to_owned();
            return self.hint(at..end + length, message, help);
        }
        let message = match counted(&run.text()[end..]) {
            Some(_) if value >= 10 => "a whole number from 10 on is written in figures",
            Some(Counted::Time) if self.times == Some(GuideEdition::Of2013) => {
                "the style guide of 2013 writes figures before units of time"
            }
            _ => return,
        };
        self.hint(at..end, message.to_owned(), format!("Write `{value}`."));
    }

    /// `9 to twelve`, `3 to five`, `3 thousand`.
    fn mixed(&mut self, at: usize, figures: &str) -> bool {
        let run = self.run;
        let Ok(value) = figures.parse::<usize>() else { return false };
        let end = at + figures.len();
        let rest = &run.text()[end..];
        if let Some(after) = rest.strip_prefix([' ', '\u{a0}']).and_then(|rest| rest.strip_prefix("thousand"))
            && !after.starts_with(|one: char| one.is_alphanumeric() || "-'’".contains(one))
            && opens(run, at)
        {
            let help = format!("Write `{value}\u{a0}000` with a no-break space (U+00A0).");
            self.hint(at..run.text().len() - after.len(), "thousands are written in figures".to_owned(), help);
            return true;
        }
        if !is_plain(run, at) {
            return false;
        }
        let Some(joint) = JOINTS.iter().find(|joint| rest.starts_with(**joint)) else { return false };
        let Some((high, length)) = number(&rest[joint.len()..]).filter(|(high, _)| value < *high) else { return false };
        let help = match value > 0 && high < 10 {
            true => format!("Write `{}{joint}{}`.", low_word(value), low_word(high)),
            false => format!("Write `{value}{joint}{high}`."),
        };
        let message = "a range has either figures or words at both ends".to_owned();
        self.hint(at..end + joint.len() + length, message, help);
        true
    }

    /// `the 3rd meeting`.
    fn ordinal_figure(&mut self, at: usize, value: usize) {
        let run = self.run;
        let range = at..at + "3rd".len();
        let is_ordinal = run.text()[range.clone()].ends_with(["st", "nd", "rd", "th"][value.clamp(1, 4) - 1]);
        if is_ordinal && opens(run, at) && is_before_noun(&run.text()[range.end..]) && !self.has_figures(&range) {
            let help = format!("Write `{}`.", ordinal_word(value));
            self.hint(range, "an ordinal number below 10th is written as a word".to_owned(), help);
        }
    }

    /// `the twelfth meeting`.
    fn ordinal_word(&mut self, at: usize) {
        let run = self.run;
        let length = run.text()[at..].bytes().take_while(u8::is_ascii_lowercase).count();
        let range = at..at + length;
        let Some(value) = ordinal(&run.text()[range.clone()]).filter(|value| *value >= 10) else { return };
        let is_plain = word_before(run, at).is_some_and(|word| ["the", "its", "their", "this", "that"].contains(&word));
        if is_plain && is_before_noun(&run.text()[range.end..]) {
            let message = "an ordinal number from 10th on is written in figures".to_owned();
            self.hint(range, message, format!("Write `{value}th`."));
        }
    }

    /// `3 officers met.` at the start of a sentence.
    fn opening(&mut self) {
        let run = self.run;
        let sentence = run.text();
        let digits = sentence.bytes().take_while(u8::is_ascii_digit).count();
        let is_year = digits == 4 && (sentence.starts_with("19") || sentence.starts_with("20"));
        if (1..=4).contains(&digits) && !is_year && sentence.ends_with('.') && counted(&sentence[digits..]).is_some() {
            let help = "Write the number in words, or begin with another word.".to_owned();
            self.hint(0..digits, "a sentence does not begin with figures".to_owned(), help);
        }
    }

    /// Whether the sentence around a number has figures that are no year: in a series or among statistics, all are
    /// figures.
    fn has_figures(&self, range: &Range<usize>) -> bool {
        self.figures.get_or_init(|| Figures::of(self.run.text())).are_around(range)
    }

    fn hint(&mut self, range: Range<usize>, message: String, help: String) {
        if self.run.quotation().is_around(range.start) {
            return;
        }
        let Some(place) = self.run.place(range) else { return };
        self.diagnostics.push(Diagnostic::hint(Code("number-form"), place, message).with_help(help));
    }

    /// `3,000`.
    fn thousands(&mut self, at: usize, first: &str) {
        let run = self.run;
        // Otherwise each group of a long number would be looked at with all behind it.
        if !opens(run, at) {
            return;
        }
        let rest = &run.text()[at + first.len()..];
        let groups = rest.as_bytes().chunks(4).take_while(|group| match group {
            [b',', digits @ ..] => digits.len() == 3 && digits.iter().all(u8::is_ascii_digit),
            _ => false,
        });
        let length = groups.count() * 4;
        let is_number = first.bytes().all(|byte| byte.is_ascii_digit()) && !first.starts_with('0');
        let goes_on = rest[length..].starts_with(|after: char| after.is_alphanumeric() || "-–/".contains(after))
            || rest[length..].starts_with(',') && rest[length + 1..].starts_with(|one: char| one.is_ascii_digit());
        if length == 0 || !is_number || goes_on || run.quotation().is_around(at) {
            return;
        }
        let end = at + first.len() + length;
        let Some(place) = run.place(at..end) else { return };
        let message = "thousands are parted by a no-break space, not by a comma";
        let help = format!("Write `{}` with no-break spaces (U+00A0).", run.text()[at..end].replace(',', "\u{a0}"));
        self.diagnostics.push(Diagnostic::warning(Code("number-separator"), place, message).with_help(help));
    }

    /// `24/06/2013` and `3.12.96`, after a word that dates follow.
    fn date(&mut self, at: usize) {
        let run = self.run;
        let text = &run.text()[at..];
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
        if !(is_day(day, month) || is_day(month, day)) || !is_year || goes_on || !dated || run.quotation().is_around(at)
        {
            return;
        }
        let Some(place) = run.place(at..at + length) else { return };
        let message = "a date in running text has the name of its month and all figures of its year";
        let found = Diagnostic::warning(Code("date-form"), place, message);
        self.diagnostics.push(found.with_help("Write it in the form `24 June 2013`."));
    }
}

/// ` to 11`, ` or 11` or ` to eleven officers` behind a number in words: what joins them, the second number in figures,
/// and the length of both as they are typed.
fn range(text: &str) -> Option<(&'static str, String, usize)> {
    let joint = *JOINTS.iter().find(|joint| text.starts_with(**joint))?;
    let rest = &text[joint.len()..];
    if let Some((high, length)) = number(rest) {
        let is_meant = high >= 10 && counted(&rest[length..]).is_some();
        return is_meant.then(|| (joint, high.to_string(), joint.len() + length));
    }
    let length = rest.bytes().take_while(u8::is_ascii_digit).count();
    let after = &rest[length..];
    let goes_on = after.starts_with(|one: char| one.is_alphanumeric() || "-/:".contains(one))
        || after.starts_with(['.', ',']) && after[1..].starts_with(|one: char| one.is_ascii_digit());
    let is_meant = length == 2 && !rest.starts_with('0') && !goes_on;
    is_meant.then(|| (joint, rest[..length].to_owned(), joint.len() + length))
}

/// Whether a word in lower case follows that is more than a little one: `the 3rd of June` is a date.
fn is_before_noun(text: &str) -> bool {
    let Some(rest) = text.strip_prefix([' ', '\u{a0}']) else { return false };
    let word = rest.split(|letter: char| !letter.is_alphanumeric()).next().unwrap_or_default();
    word.len() > 3 && word.bytes().all(|letter| letter.is_ascii_lowercase())
}

/// The word before a place, if it is in lower case and nothing but a space stands between.
fn word_before<'r>(run: &'r Run, at: usize) -> Option<&'r str> {
    let before = run.text()[..at].strip_suffix([' ', '\u{a0}'])?;
    let start = before.trim_end_matches(|letter: char| letter.is_ascii_lowercase()).len();
    let is_word = start < before.len() && !before[..start].ends_with(|one: char| one.is_alphanumeric() || one == '.');
    is_word.then_some(&before[start..])
}

/// Whether a number stands in running words that give no reason for its form.
fn is_plain(run: &Run, at: usize) -> bool {
    let opens = ["The ", "These ", "Those "].iter().any(|word| run.text()[..at].ends_with(word));
    opens || word_before(run, at).is_some_and(|word| !REASONS.contains(&word) && number(word).is_none())
}

/// Whether a number can start at a place.
fn opens(run: &Run, at: usize) -> bool {
    run.before(at).is_none_or(|before| before.is_whitespace() || "(–—€£$~".contains(before))
}
