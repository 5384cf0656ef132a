//! What a sub-editor mends in English prose (Interinstitutional Style Guide, Part Four): dates, `-ize`, repeated words,
//! `c.f.`; and, in any language, lists whose items end in different ways.

use std::collections::BTreeMap;
use std::ops::Range;

use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::section::walk::{self, Step};
use crate::section::{Block, BlockKind, Inline, InlineKind, List, Section};
use crate::source::Span;
use crate::terms::Terms;

use super::context::Context;
use super::prose::{Prose, Role, Run, words};

/// Words that good prose may hold twice in a row.
const TWICE: &[&str] = &["aye", "bye", "had", "ha", "hear", "no", "so", "that", "very"];

/// Endings that British English writes with an `s`.
const ENDINGS: &[&str] = &[
    "izability",
    "izable",
    "ization",
    "izational",
    "izations",
    "ize",
    "ized",
    "izer",
    "izers",
    "izes",
    "izing",
    "yze",
    "yzed",
    "yzer",
    "yzers",
    "yzes",
    "yzing",
];

/// Stems that keep their `z`.
const KEPT: &[&str] = &[
    "apprize",
    "assize",
    "baize",
    "capsize",
    "downsize",
    "maize",
    "midsize",
    "misprize",
    "outsize",
    "oversize",
    "prize",
    "resize",
    "rightsize",
    "seize",
    "size",
    "supersize",
    "undersize",
    "upsize",
];

/// Words with `-ize`, where they first stand in a section and how often.
#[derive(Debug, Default)]
pub struct Facts(BTreeMap<String, (Span, usize)>);

pub(super) fn section(context: &Context, section: &Section, prose: &Prose, diagnostics: &mut Diagnostics) -> Facts {
    let mut facts = Facts::default();
    if context.primary_language() == "en" {
        let izes = &mut facts.0;
        let mut english = English { context, british: context.language == "en-GB", izes, diagnostics };
        prose.runs.iter().for_each(|run| english.run(run));
    }
    section.bodies().for_each(|blocks| lists(blocks, diagnostics));
    facts
}

/// Warns of each word with `-ize` once: a paper that writes it so does so everywhere.
pub(super) fn check<'f>(facts: impl Iterator<Item = &'f Facts>, diagnostics: &mut Diagnostics) {
    let mut izes: BTreeMap<&str, (Span, usize)> = BTreeMap::new();
    for (word, (place, count)) in facts.flat_map(|facts| &facts.0) {
        izes.entry(word).or_insert((*place, 0)).1 += count;
    }
    for (word, (place, count)) in izes {
        let times = if count == 1 { String::new() } else { format!(" ({count} times)") };
        let message = format!("`{word}` is written with `s` in British English{times}");
        let found = Diagnostic::warning(Code("spelling-ize"), place, message);
        let help = format!("Write `{}`.", word.replace("iz", "is").replace("yz", "ys"));
        diagnostics.push(found.with_help(help));
    }
}

struct English<'a> {
    context: &'a Context,
    british: bool,
    izes: &'a mut BTreeMap<String, (Span, usize)>,
    diagnostics: &'a mut Diagnostics,
}

impl English<'_> {
    fn run(&mut self, run: &Run) {
        let mut last = (0..0, "");
        for (at, word) in words(run.text()) {
            let range = at..at + word.len();
            if word.len() == last.1.len() && word.eq_ignore_ascii_case(last.1) {
                self.repeated(run, last.0.start..range.end, last.0.end..at, word);
            }
            match word.as_bytes() {
                [b'c' | b'e' | b'i'] => self.latin(run, range.clone(), word),
                [b'A'..=b'Z', ..] if !self.context.is_american() && run.role != Role::Quoted && is_month(word) => {
                    self.date(run, range.clone(), word);
                }
                [b'a'..=b'z', ..] if self.british && run.role != Role::Quoted && word.contains('z') => {
                    self.ize(run, range.clone(), word);
                }
                _ => {}
            }
            last = (range, word);
        }
    }

    /// The same word twice with nothing but spaces between, over a line's end or not.
    fn repeated(&mut self, run: &Run, both: Range<usize>, between: Range<usize>, word: &str) {
        let is_blank = run.text()[between].bytes().all(|byte| byte == b' ');
        let is_lower = word.bytes().all(|byte| byte.is_ascii_lowercase());
        if !is_blank || !is_lower || word.len() == 1 && word != "a" || TWICE.contains(&word) {
            return;
        }
        let Some(place) = run.place(both) else { return };
        let found = Diagnostic::warning(Code("repeated-word"), place, format!("`{word}` stands twice"));
        self.diagnostics.push(found.with_help("Delete one of them."));
    }

    /// `c.f.`, `e.g.,` and `i.e.,` (ISG 10.8; American English does write the comma).
    fn latin(&mut self, run: &Run, word: Range<usize>, letter: &str) {
        let rest = &run.text()[word.end..];
        if run.before(word.start).is_some_and(|before| before.is_alphanumeric() || before == '.') {
            return;
        }
        let (length, message, help) = match letter {
            "c" if rest.starts_with(".f.") => (3, "`c.f.` is one word cut short: `cf.`", "Write `cf.`."),
            "e" if rest.starts_with(".g.,") && !self.context.is_american() => {
                (4, "no comma follows `e.g.`", "Delete the comma.")
            }
            "i" if rest.starts_with(".e.,") && !self.context.is_american() => {
                (4, "no comma follows `i.e.`", "Delete the comma.")
            }
            _ => return,
        };
        let Some(place) = run.place(word.start..word.end + length) else { return };
        self.diagnostics.push(Diagnostic::warning(Code("abbreviation-latin"), place, message).with_help(help));
    }

    /// `24th June`, `the 24th of June`, `June 24, 2013`, `June 24th`: a date is written `24 June 2013`.
    fn date(&mut self, run: &Run, month: Range<usize>, name: &str) {
        let before = run.text()[..month.start].strip_suffix([' ', '\u{a0}']).unwrap_or_default();
        let before = before.strip_suffix(" of").unwrap_or(before);
        let (start, end) = if let Some(start) = ordinal_at_end(before) {
            (start, month.end)
        } else if let Some(length) = american_day(&run.text()[month.end..]) {
            (month.start, month.end + length)
        } else {
            return;
        };
        let Some(place) = run.place(start..end) else { return };
        let found =
            Diagnostic::warning(Code("date-form"), place, "a date is written day, month, year, in plain figures");
        self.diagnostics.push(found.with_help(format!("Write it in the form `24 {name} 2013`.")));
    }

    fn ize(&mut self, run: &Run, range: Range<usize>, word: &str) {
        let Some(stem) = ENDINGS.iter().find_map(|ending| word.strip_suffix(ending)) else { return };
        let kept = KEPT.iter().any(|kept| kept.strip_suffix("ize") == Some(stem));
        if kept || stem.len() < 2 || self.context.names.contains(word) {
            return;
        }
        if let Some(place) = run.place(range) {
            self.izes.entry(word.to_owned()).or_insert((place, 0)).1 += 1;
        }
    }
}

fn is_month(word: &str) -> bool {
    Terms::english().date.months.iter().any(|month| month == word)
}

/// Where the ordinal number at the end of `text` starts.
fn ordinal_at_end(text: &str) -> Option<usize> {
    let number = ["st", "nd", "rd", "th"].iter().find_map(|ending| text.strip_suffix(ending))?;
    let rest = number.trim_end_matches(|character: char| character.is_ascii_digit());
    (matches!(number.len() - rest.len(), 1 | 2) && !rest.ends_with(char::is_alphanumeric)).then_some(rest.len())
}

/// The length of ` 24, 2013`, ` 24 2013` or ` 24th` at the start of `text`.
fn american_day(text: &str) -> Option<usize> {
    let digits = |text: &str| text.bytes().take_while(u8::is_ascii_digit).count();
    let day = text.strip_prefix([' ', '\u{a0}'])?;
    let count = digits(day);
    let rest = &day[count..];
    if !matches!(count, 1 | 2) {
        return None;
    }
    let after_day = text.len() - rest.len();
    if let Some(rest) = ["st", "nd", "rd", "th"].iter().find_map(|ending| rest.strip_prefix(ending)) {
        return (!rest.starts_with(char::is_alphanumeric)).then_some(after_day + 2);
    }
    let year = rest.strip_prefix(", ").or_else(|| rest.strip_prefix(' '))?;
    (digits(year) == 4 && !year[4..].starts_with(char::is_alphanumeric)).then_some(text.len() - year.len() + 4)
}

/// Looks at every list but those of quotations.
fn lists(blocks: &[Block], diagnostics: &mut Diagnostics) {
    walk::within(blocks, &mut |step, path| {
        if let Step::Block(Block { kind: BlockKind::List(list), .. }) = step
            && !path.around().any(|around| matches!(around.kind, BlockKind::Quote(_)))
        {
            list_ends(list, diagnostics);
        }
    });
}

/// How an item ends.
#[derive(Clone, Copy, PartialEq)]
enum End {
    /// A full stop, or what stands for one.
    Stop,
    Semicolon,
    Comma,
    Nothing,
}

/// Hints at the first item that ends otherwise than most (ISG 3.5.1). The last one may close the sentence that the
/// others are parts of.
fn list_ends(list: &List, diagnostics: &mut Diagnostics) {
    let ends: Vec<(End, Span)> = list.items.iter().filter_map(|item| item_end(&item.blocks)).collect();
    let Some(((last, last_place), others)) = ends.split_last() else { return };
    let count = |end: End| others.iter().filter(|(other, _)| *other == end).count();
    // Of two that are as usual, the later one here.
    let kinds = [End::Nothing, End::Comma, End::Semicolon, End::Stop];
    let Some(usual) = kinds.into_iter().max_by_key(|&kind| count(kind)).filter(|&kind| count(kind) > 0) else { return };
    let odd = others.iter().find(|(end, _)| *end != usual).map(|(_, place)| place);
    let closes = *last == usual || *last == End::Stop;
    let Some(place) = odd.or((!closes).then_some(last_place)) else { return };
    let expected = match usual {
        End::Stop => "a full stop",
        End::Semicolon => "a semicolon",
        End::Comma => "a comma",
        End::Nothing => "no mark",
    };
    let message = format!("this item ends otherwise than the rest of its list, which has {expected}");
    let help =
        "Whole sentences end with a full stop each; parts of one with a semicolon each, the last with a full stop.";
    diagnostics.push(Diagnostic::hint(Code("list-punctuation"), *place, message).with_help(help));
}

/// How an item's own words end, and where. [`None`] where what follows belongs to them: a colon, an inner list that
/// goes on with the sentence, or blocks of another kind.
fn item_end(blocks: &[Block]) -> Option<(End, Span)> {
    let [Block { kind: BlockKind::Paragraph(inlines), .. }, rest @ ..] = blocks else { return None };
    if !rest.iter().all(|block| matches!(block.kind, BlockKind::List(_))) {
        return None;
    }
    let (mark, place) = last_mark(inlines)?;
    let end = match mark {
        '.' | '?' | '!' | '…' => End::Stop,
        ';' => End::Semicolon,
        ':' => return None,
        _ if !rest.is_empty() => return None,
        ',' => End::Comma,
        _ => End::Nothing,
    };
    Some((end, place))
}

/// The last character that is no closing mark, space, citation or note; of `; and`, the semicolon.
fn last_mark(inlines: &[Inline]) -> Option<(char, Span)> {
    inlines.iter().rev().find_map(|inline| match &inline.kind {
        InlineKind::Text(text) => {
            let rest = text.trim_end_matches(|one: char| one.is_whitespace() || ")]’”'\"".contains(one));
            let joined = ["and", "or"].iter().find_map(|word| rest.strip_suffix(word)?.strip_suffix(' '));
            let rest = joined.filter(|rest| rest.ends_with([';', ','])).unwrap_or(rest);
            let mark = rest.chars().next_back()?;
            Some((mark, text.place(rest.len() - mark.len_utf8()..rest.len())))
        }
        InlineKind::Footnote(_) | InlineKind::Citation(_) | InlineKind::Break => None,
        _ => match walk::children(inline) {
            Some(content) => last_mark(content),
            None => Some(('x', inline.span)),
        },
    })
}
