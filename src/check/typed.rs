//! Numbers that authors type where the press numbers: before titles, and before captions.

use std::collections::HashMap;
use std::ops::Range;

use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::section::flat::Flat;
use crate::section::walk::{self, Run, Step};
use crate::section::{Block, BlockKind, Figure, Heading, Inline, InlineKind, Section};
use crate::terms::Terms;

use super::references::{is_blank, number_length};

/// How a number is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
enum Form {
    /// `1`, `1.2`
    Digits,
    /// `IV`
    Roman,
    /// `B`
    Letter,
    /// `A.1`, `II.3.2`
    Mixed,
    /// `(1)`, `(a)`, `a)`
    Bracketed,
}

/// A number at the start of a title that may be one only if others are typed like it.
#[derive(Debug)]
pub(super) struct Doubtful {
    form: Form,
    finding: Diagnostic,
}

/// Looks at titles and captions of a resolved section. What is told of a title only where another one is like it is
/// returned.
pub(super) fn section(section: &Section, terms: &Terms, diagnostics: &mut Diagnostics) -> Vec<Doubtful> {
    let mut doubtful = Vec::new();
    walk::blocks(&section.blocks, &mut |block| match &block.kind {
        BlockKind::Heading(heading) => doubtful.extend(title(heading, terms, diagnostics)),
        BlockKind::Figure(figure) => caption(figure, terms, diagnostics),
        _ => {}
    });
    paragraphs(&section.blocks, terms, diagnostics);
    doubtful
}

/// Tells of doubtful numbers if there are two of a form.
pub(super) fn check<'f>(doubtful: impl Iterator<Item = &'f Doubtful> + Clone, diagnostics: &mut Diagnostics) {
    let mut counts: HashMap<Form, usize> = HashMap::new();
    doubtful.clone().for_each(|doubtful| *counts.entry(doubtful.form).or_default() += 1);
    for Doubtful { finding, .. } in doubtful.filter(|doubtful| counts[&doubtful.form] > 1) {
        diagnostics.push(finding.clone());
    }
}

/// A number at the start of a numbered title.
fn title(heading: &Heading, terms: &Terms, diagnostics: &mut Diagnostics) -> Option<Doubtful> {
    let own = heading.number.as_deref()?;
    let flat = Flat::new(&heading.content);
    let text = flat.text();
    let Begun { kind, form, number, end: begun } = Begun::of(text, terms)?;
    let written = &text[number];
    let mark = &text[begun..];
    let after = mark.trim_start_matches(['.', ')', ':', '–', '—', '-']);
    let rest = after.trim_start_matches(is_blank).trim_start_matches(['–', '—', '-', ':']).trim_start_matches(is_blank);
    let has_mark = after.len() < mark.len();
    let is_apart = rest.is_empty() || rest.len() < after.len();
    let last = own.rsplit('.').next().unwrap_or(own);
    let value = match form {
        Form::Digits | Form::Mixed | Form::Bracketed => written.to_owned(),
        Form::Roman => roman(written)?.to_string(),
        Form::Letter => (written.bytes().next()? - b'A' + 1).to_string(),
    };
    let is_equal = value == own || value == last || heading.annex && written == own;
    // Before the title of an annex its word is printed, too.
    let kind = if heading.annex && kind == Some(Kind::Own) { Some(Kind::Heading) } else { kind };
    let begins_title = rest.starts_with(char::is_uppercase);
    let is_sure = match (kind, form) {
        (Some(_), _) => has_mark || rest.is_empty() || rest.len() < mark.len() && starts_apart(mark),
        (None, Form::Digits) => digits_are_number(written, mark, rest, is_equal, terms),
        (None, Form::Mixed) => begins_title && written.split('.').all(|part| part.len() < 3),
        (None, _) => false,
    };
    let may_be_number = match form {
        Form::Digits => is_equal,
        Form::Roman | Form::Letter => is_equal && mark.starts_with(['.', ')']),
        Form::Mixed | Form::Bracketed => true,
    };
    let is_doubtful = kind.is_none() && begins_title && may_be_number;
    if !is_apart || !is_sure && !is_doubtful {
        return None;
    }
    let end = text.len() - rest.len();
    let place = flat.place(0..begun)?;
    let typed = text[..begun].replace(['\u{a0}', '\n'], " ");
    let message = match kind {
        Some(Kind::Own) => format!("`{typed}` is typed before this title, and `{own}` is printed before that"),
        _ => format!("`{typed}` is typed before this title, whose number the press prints: `{own}`"),
    };
    let found = Diagnostic::warning(Code("typed-number"), place, message);
    let found = match kind {
        Some(Kind::Own) => found.with_help(
            "The press numbers annexes: write `# Title {.annex}`. A number of its own is kept by `.unnumbered`.",
        ),
        _ if rest.is_empty() => found.with_help("Give it a title in words."),
        _ => {
            let found = found.with_help("Delete it; add `.unnumbered` if it is to keep a number of its own.");
            // `Part II` may count other things than chapters.
            let is_title = rest.starts_with(char::is_alphabetic) && leading_word(rest, terms).1.is_none();
            match flat.typed(0..end).filter(|_| is_title && (kind.is_none() || is_equal)) {
                Some(span) => found.with_fix(span, ""),
                None => found,
            }
        }
    };
    if is_sure {
        diagnostics.push(found);
        return None;
    }
    Some(Doubtful { form, finding: found })
}

/// Whether digits at the start of a title are its number: neither a quantity, nor a day, nor an ordinal.
fn digits_are_number(written: &str, mark: &str, rest: &str, is_equal: bool, terms: &Terms) -> bool {
    let is_dotted = written.contains('.');
    let next = rest[..rest.find(|c: char| !c.is_alphanumeric()).unwrap_or(rest.len())].to_lowercase();
    let is_month = terms.date.months.iter().chain(&terms.date.months_alone).any(|month| month.to_lowercase() == next);
    let is_quantity =
        is_month || QUANTITIES.contains(&next.as_str()) || written.split('.').any(|part| part.starts_with('0'));
    let ends_like_one = mark.starts_with(['.', ')']);
    // Many languages write an ordinal as `2.`.
    let has_ordinals = terms.typed.ordinals.iter().any(|mark| mark == ".");
    // Behind `1.2.3` in brackets stands the day of a version.
    let begins_title = rest.starts_with(char::is_uppercase);
    match (is_dotted, ends_like_one) {
        _ if is_quantity => false,
        (true, true) => true,
        (true, false) => is_equal || begins_title,
        (false, true) => !has_ordinals && (is_equal || begins_title || rest.is_empty()),
        (false, false) => false,
    }
}

/// Words before which digits say how many.
const QUANTITIES: &[&str] =
    &["billion", "milliarden", "milliards", "million", "millionen", "millions", "per", "trillion"];

/// Whether a mark that sets a number off from a title stands behind a blank: `Annex A – Tables`.
fn starts_apart(mark: &str) -> bool {
    mark.trim_start_matches(is_blank).starts_with(['–', '—', '-', ':'])
}

/// What the word before a number says that it is of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Heading,
    /// Of what counts by itself.
    Own,
    Table,
    Figure,
}

/// The word at the start of a text that numbers follow, and the blanks behind it.
fn leading_word(text: &str, terms: &Terms) -> (usize, Option<Kind>) {
    let length = text.find(is_blank).unwrap_or(0);
    let word = text[..length].to_lowercase();
    match kind_of(&word, terms).or_else(|| kind_of(&word, Terms::english())) {
        Some(kind) if length > 0 => (text.len() - text[length..].trim_start_matches(is_blank).len(), Some(kind)),
        _ => (0, None),
    }
}

/// What a word in lower case says that a number is of.
fn kind_of(word: &str, terms: &Terms) -> Option<Kind> {
    let lists = [
        (&terms.typed.headings, Kind::Heading),
        (&terms.typed.own, Kind::Own),
        (&terms.typed.tables, Kind::Table),
        (&terms.typed.figures, Kind::Figure),
    ];
    lists.into_iter().find(|(words, _)| words.iter().any(|known| known == word)).map(|(_, kind)| kind)
}

/// What a text begins with, where that is a number.
struct Begun {
    /// What the word before it says that it is of, or the one behind it.
    kind: Option<Kind>,
    form: Form,
    number: Range<usize>,
    /// Where the number ends, or the word behind it.
    end: usize,
}

impl Begun {
    fn of(text: &str, terms: &Terms) -> Option<Self> {
        let (start, kind) = leading_word(text, terms);
        let (form, length) = number(&text[start..])?;
        let number = start..start + length;
        let behind = if kind.is_none() { word_behind(text, number.clone(), form, terms) } else { None };
        let (kind, end) = behind.map_or((kind, number.end), |(kind, end)| (Some(kind), end));
        Some(Self { kind, form, number, end })
    }
}

/// The word of the paper's language that says behind a number what it is of, `II. melléklet`, and where it ends.
fn word_behind(text: &str, number: Range<usize>, form: Form, terms: &Terms) -> Option<(Kind, usize)> {
    let after = &text[number.end..];
    let rest = after.strip_prefix('.').unwrap_or(after);
    let word = rest.trim_start_matches(is_blank);
    let length = word.find(|c: char| is_blank(c) || ".:,;)–—".contains(c)).unwrap_or(word.len());
    let name = word[..length].to_lowercase();
    let kind = kind_of(&name, terms).or_else(|| kind_of(&format!("{name}."), terms))?;
    // `2 pielikums`, but `A melléklet` is the annex, and `2 kép` are two images.
    let is_bare = rest.len() == after.len();
    let [before, behind] = terms.references.annex.around(0, [""]);
    let may_be_bare = before.is_empty() && behind.starts_with(is_blank);
    let is_number = !is_bare || may_be_bare && matches!(form, Form::Digits | Form::Roman);
    let end = text.len() - word.len() + length;
    (word.len() < rest.len() && is_number).then_some((kind, end))
}

/// The number that a text starts with.
fn number(text: &str) -> Option<(Form, usize)> {
    if let Some(length) = number_length(text) {
        return Some((Form::Digits, length));
    }
    if let Some(length) = bracketed(text) {
        return Some((Form::Bracketed, length));
    }
    let length = text.bytes().take_while(u8::is_ascii_uppercase).count();
    if let Some(rest) = text[length..].strip_prefix('.')
        && (length == 1 || roman(&text[..length]).is_some())
        && let Some(digits) = number_length(rest)
    {
        return Some((Form::Mixed, length + 1 + digits));
    }
    let is_whole = !text[length..].starts_with(|c: char| c.is_alphanumeric() || c == '\'' || c == '’');
    match &text[..length] {
        _ if !is_whole => None,
        written if length > 0 && roman(written).is_some() => Some((Form::Roman, length)),
        _ if length == 1 => Some((Form::Letter, length)),
        _ => None,
    }
}

/// The bytes of `(1)`, `(a)`, `(iv)` or `a)` at the start of a text.
fn bracketed(text: &str) -> Option<usize> {
    let inner = text.strip_prefix('(').unwrap_or(text);
    let end = inner.find(')')?;
    let number = &inner[..end];
    let is_letters = matches!(number.len(), 1..=4) && number.bytes().all(|byte| byte.is_ascii_lowercase());
    let is_letter = is_letters && (number.len() == 1 || roman(&number.to_uppercase()).is_some());
    let is_digits = inner.len() < text.len() && number_length(number) == Some(number.len());
    (is_letter || is_digits).then_some(text.len() - inner.len() + end + 1)
}

/// The value of a Roman number up to 89.
fn roman(written: &str) -> Option<u32> {
    let digit = |byte| {
        [(b'I', 1), (b'V', 5), (b'X', 10), (b'L', 50)].iter().find(|(known, _)| *known == byte).map(|(_, value)| *value)
    };
    let values: Vec<u32> = written.bytes().map(digit).collect::<Option<_>>()?;
    let signed = values.iter().enumerate().map(|(at, value)| match values.get(at + 1) {
        Some(next) if next > value => -i64::from(*value),
        _ => i64::from(*value),
    });
    u32::try_from(signed.sum::<i64>()).ok().filter(|value| *value > 0)
}

/// A caption that begins with what the press puts before it.
fn caption(figure: &Figure, terms: &Terms, diagnostics: &mut Diagnostics) {
    let flat = Flat::new(&figure.caption);
    let Some(typed) = typed_caption(&flat, terms) else { return };
    let Some(place) = flat.place(0..typed.number.end) else { return };
    let written = flat.text()[..typed.number.end].replace(['\u{a0}', '\n'], " ");
    let message = format!("`{written}` is typed before this caption, which the press numbers");
    let found = Diagnostic::warning(Code("typed-number"), place, message).with_help("Delete it.");
    let words = &flat.text()[typed.words..];
    let is_title = words.starts_with(char::is_alphabetic) && leading_word(words, terms).1.is_none();
    let span = flat.typed(0..typed.words).filter(|_| is_title);
    diagnostics.push(match span {
        Some(span) => found.with_fix(span, ""),
        None => found,
    });
}

/// Paragraphs that are captions by hand, of which the press knows nothing.
fn paragraphs(blocks: &[Block], terms: &Terms, diagnostics: &mut Diagnostics) {
    walk::within(blocks, &mut |step, path| {
        if let Step::Inlines(Run::Paragraph, content) = step
            && path.around().all(|around| matches!(around.kind, BlockKind::Container(..)))
        {
            paragraph(content, terms, diagnostics);
        }
    });
}

fn paragraph(content: &[Inline], terms: &Terms, diagnostics: &mut Diagnostics) {
    let flat = Flat::new(content);
    if matches!(content, [Inline { kind: InlineKind::Strong(_), .. }]) && bold_heading(&flat, diagnostics) {
        return;
    }
    let Some(typed) = paragraph_caption(&flat, terms) else { return };
    let Some(place) = flat.place(0..typed.number.end) else { return };
    let (written, words) = (flat.text()[..typed.number.end].replace(['\u{a0}', '\n'], " "), typed.what);
    let message = format!("`{written}` is a caption typed by hand, which nothing can refer to");
    let help = match words {
        Kind::Table => "Put the table between `::: table {#label caption=\"…\"}` and `:::`; the press numbers it.",
        _ => {
            "Write the caption between the brackets of the image, `![caption](path){#label alt=\"…\"}`; the press \
              numbers it."
        }
    };
    diagnostics.push(Diagnostic::warning(Code("typed-number"), place, message).with_help(help));
}

/// `**1.2 Scope**`: a heading by hand. Whether it is one.
fn bold_heading(flat: &Flat, diagnostics: &mut Diagnostics) -> bool {
    let text = flat.text();
    let Some(length) = number_length(text).filter(|length| text[..*length].contains('.')) else { return false };
    let title = text[length..].trim_start_matches(['.', ')']).trim_start_matches(is_blank);
    let is_title = title.starts_with(char::is_uppercase) && text.len() < MAX_BOLD && !text.ends_with(['.', ':', ';']);
    let place = flat.place(0..length).filter(|_| is_title);
    let found = place.map(|place| {
        let message = format!("`{}` is a heading typed by hand, which nothing can refer to", &text[..length]);
        Diagnostic::warning(Code("typed-number"), place, message)
            .with_help("Write `## Title`, with as many `#` as the level; the press numbers it.")
    });
    found.into_iter().map(|found| diagnostics.push(found)).count() > 0
}

/// In bytes: what is longer is no title.
const MAX_BOLD: usize = 100;

/// A caption with a number of its own.
pub(super) struct TypedCaption {
    what: Kind,
    number: Range<usize>,
    /// Where its words begin.
    words: usize,
}

/// The caption by hand that a paragraph is, if it is one: short, and its number set off by a mark.
pub(super) fn paragraph_caption(flat: &Flat, terms: &Terms) -> Option<TypedCaption> {
    let text = flat.text();
    let typed = typed_caption(flat, terms).filter(|_| text.len() <= MAX_CAPTION)?;
    let words = &text[typed.words..];
    let begins = |text: &str| text.starts_with(|c: char| c.is_uppercase() || c.is_ascii_digit());
    (begins(text) && begins(words)).then_some(typed)
}

/// In bytes: longer paragraphs are prose.
const MAX_CAPTION: usize = 300;

fn typed_caption(flat: &Flat, terms: &Terms) -> Option<TypedCaption> {
    let text = flat.text();
    let Begun { kind, form, number, end } = Begun::of(text, terms)?;
    let what = kind.filter(|kind| matches!(kind, Kind::Table | Kind::Figure))?;
    let mark = text[end..].trim_start_matches(is_blank);
    let rest = mark.trim_start_matches(['.', ':', '–', '—', '-', ')']);
    let words = rest.trim_start_matches(is_blank);
    let is_set_off = rest.len() < mark.len() && (words.len() < rest.len() || rest.is_empty()) || mark.is_empty();
    let is_sure = form != Form::Letter || rest.len() < mark.len();
    (is_set_off && is_sure).then(|| TypedCaption { what, number: number.start..end, words: text.len() - words.len() })
}
