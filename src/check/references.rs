//! References that a hand has written in part: numbers typed, directions that are not so. And labels of tables and
//! figures that nothing refers to.

use std::collections::{HashMap, HashSet};
use std::ops::Range;

use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::paper::Paper;
use crate::section::flat::{Flat, Link, OPAQUE};
use crate::section::{Block, BlockKind, Container, FigureBody, Inline, InlineKind, Target as LinkTarget, walk};
use crate::source::Span;
use crate::terms::{Pattern, Terms};

use super::Manuscript;

/// Warns of numbers typed into the words of a reference.
pub fn manuscript(manuscript: &Manuscript, diagnostics: &mut Diagnostics) {
    let terms = manuscript.terms;
    for section in manuscript.sections {
        for blocks in section.section.bodies() {
            walk::inlines(blocks, &mut |inlines| link_texts(inlines, terms, diagnostics));
        }
    }
}

/// Warns of numbers typed where a label exists, and of directions that contradict the order.
pub fn paper(paper: &Paper, diagnostics: &mut Diagnostics) {
    let mut survey = Survey::default();
    paper.sections.iter().for_each(|section| survey.blocks(&section.section.blocks));
    let mut reader = Reader {
        survey,
        terms: paper.terms,
        order: 0,
        open: Vec::new(),
        used: HashSet::new(),
        quoting: false,
        diagnostics,
    };
    paper.sections.iter().for_each(|section| reader.blocks(&section.section.blocks));
    reader.unused_labels();
}

/// What a number can be of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
enum Kind {
    Heading,
    Table,
    Figure,
}

/// Where everything with a label stands.
#[derive(Default)]
struct Survey {
    /// Places in the order of blocks, by label.
    orders: HashMap<String, usize>,
    /// What has a number, and a label that its author gave it.
    numbers: HashMap<(Kind, String), String>,
    /// Tables and figures that their author gave a label.
    labelled: Vec<(String, Span)>,
    order: usize,
}

impl Survey {
    fn blocks(&mut self, blocks: &[Block]) {
        for block in blocks {
            self.order += 1;
            let (kind, label, number) = match &block.kind {
                BlockKind::Heading(heading) => (Kind::Heading, &heading.label, &heading.number),
                BlockKind::Figure(figure) => {
                    let is_table = matches!(figure.body, FigureBody::Table(_));
                    (if is_table { Kind::Table } else { Kind::Figure }, &figure.label, &figure.number)
                }
                _ => {
                    block.children().for_each(|inner| self.blocks(inner));
                    continue;
                }
            };
            let Some(label) = label else { continue };
            self.orders.insert(label.value.clone(), self.order);
            if is_generated(&label.value) {
                continue;
            }
            if kind != Kind::Heading {
                self.labelled.push((label.value.clone(), label.span));
            }
            if let Some(number) = number {
                self.numbers.insert((kind, number.trim_end_matches('.').to_owned()), label.value.clone());
            }
        }
    }
}

struct Reader<'a> {
    survey: Survey,
    terms: &'a Terms,
    /// As in the survey, so that places compare.
    order: usize,
    /// The headings we are below: level and label.
    open: Vec<(u8, String)>,
    used: HashSet<String>,
    /// Whether what is read was taken over from another text, whose numbers are its own.
    quoting: bool,
    diagnostics: &'a mut Diagnostics,
}

impl Reader<'_> {
    fn blocks(&mut self, blocks: &[Block]) {
        for block in blocks {
            self.order += 1;
            if let BlockKind::Heading(heading) = &block.kind {
                self.open.retain(|(level, _)| *level < heading.level);
                self.open.extend(heading.label.as_ref().map(|label| (heading.level, label.value.clone())));
            }
            if let BlockKind::Definitions(definitions) = &block.kind {
                definitions.iter().for_each(|definition| self.inlines(&definition.term));
            }
            let is_quote = matches!(
                block.kind,
                BlockKind::Quote(_) | BlockKind::Container(Container::QuoteSource, _) | BlockKind::Bibliography(_)
            );
            let outer = self.quoting;
            self.quoting |= is_quote;
            if block.children().next().is_none() {
                walk::inlines(std::slice::from_ref(block), &mut |inlines| self.inlines(inlines));
            }
            block.children().for_each(|inner| self.blocks(inner));
            self.quoting = outer;
        }
    }

    fn inlines(&mut self, inlines: &[Inline]) {
        self.notes(inlines);
        if !may_refer(inlines) {
            return;
        }
        let (flat, links) = Flat::around_links(inlines);
        for Link { at, label, content } in links {
            self.used.insert(label.to_owned());
            self.direction_behind(&flat, at, label);
            self.direction_within(&Flat::new(content), label);
        }
        let numbers = if self.quoting { Vec::new() } else { numbers(flat.text(), self.terms) };
        for number in numbers {
            if let Some(label) = self.survey.numbers.get(&(number.kind, flat.text()[number.digits.clone()].to_owned()))
            {
                let found = typed_number(&flat, &number, label);
                self.diagnostics.push(found);
            }
        }
    }

    /// Notes stand where they are called, and a page of a label is a use of it.
    fn notes(&mut self, inlines: &[Inline]) {
        for inline in inlines {
            match &inline.kind {
                InlineKind::Footnote(note) => {
                    let order = self.order;
                    note.blocks.iter().for_each(|blocks| self.blocks(blocks));
                    self.order = order;
                }
                InlineKind::Page { label, .. } => {
                    self.used.insert(label.clone());
                }
                _ => walk::children(inline).into_iter().for_each(|inner| self.notes(inner)),
            }
        }
    }

    /// Looks for `above` behind a reference.
    fn direction_behind(&mut self, flat: &Flat, link: usize, label: &str) {
        let after = link + OPAQUE.len_utf8();
        let word = flat.text()[after..].trim_start_matches(is_blank);
        let start = flat.text().len() - word.len();
        let mut directions = [&self.terms.above, &self.terms.below].into_iter();
        if let Some(direction) = directions.find(|direction| start > after && is_alone(word, direction)) {
            self.direction(flat, start, direction, label);
        }
    }

    /// Looks for `above` at the end of a reference's own words. (One that the press has put there is right.)
    fn direction_within(&mut self, flat: &Flat, label: &str) {
        let text = flat.text().trim_end_matches(is_blank);
        for direction in [&self.terms.above, &self.terms.below] {
            let Some(before) = text.strip_suffix(direction.as_str()) else { continue };
            if before.ends_with(is_blank) {
                self.direction(flat, before.len(), direction, label);
            }
        }
    }

    fn direction(&mut self, flat: &Flat, start: usize, direction: &str, label: &str) {
        let Some(&order) = self.survey.orders.get(label) else { return };
        let is_inside = order == self.order || self.open.iter().any(|(_, open)| open == label);
        let actual = if order > self.order { &self.terms.below } else { &self.terms.above };
        if is_inside || actual == direction {
            return;
        }
        if let Some(place) = flat.place(start..start + direction.len()) {
            let found = format!("`{label}` does not stand {direction}, but {actual}");
            let found = Diagnostic::warning(Code("wrong-direction"), place, found);
            let help = "Write `{direction}` between the brackets of the reference, which is always right.";
            self.diagnostics.push(found.with_help(help));
        }
    }

    fn unused_labels(self) {
        for (label, span) in self.survey.labelled.iter().filter(|(label, _)| !self.used.contains(label)) {
            let found = Diagnostic::hint(Code("unused-label"), *span, format!("nothing refers to `{label}`"));
            let help = format!("Say in the text what it shows, with `[](#{label})`, or delete the label.");
            self.diagnostics.push(found.with_help(help));
        }
    }
}

/// Whether there is a link or digit, which most runs have not.
fn may_refer(inlines: &[Inline]) -> bool {
    inlines.iter().any(|inline| match &inline.kind {
        InlineKind::Text(text) => text.bytes().any(|byte| byte.is_ascii_digit()),
        InlineKind::Link { target: LinkTarget::Label(_), .. } => true,
        _ => walk::children(inline).is_some_and(|inner| may_refer(inner)),
    })
}

fn link_texts(inlines: &[Inline], terms: &Terms, diagnostics: &mut Diagnostics) {
    for inline in inlines {
        let (flat, label) = match &inline.kind {
            InlineKind::Link { target: LinkTarget::Label(label), content, .. } => (Flat::new(content), label),
            InlineKind::Reference { label, pattern } => (Flat::of_pattern(pattern), &label.value),
            _ => {
                walk::children(inline).into_iter().for_each(|inner| link_texts(inner, terms, diagnostics));
                continue;
            }
        };
        let mut found = numbers(flat.text(), terms);
        let digits = flat.text().trim_matches(|c: char| is_blank(c) || c == OPAQUE);
        if found.is_empty() && digits.contains('.') && number_length(digits) == Some(digits.len()) {
            let start = flat.text().find(digits).unwrap_or_default();
            found.push(Number { kind: Kind::Heading, digits: start..start + digits.len(), start });
        }
        found.iter().for_each(|number| diagnostics.push(typed_number(&flat, number, label)));
    }
}

fn typed_number(flat: &Flat, number: &Number, label: &str) -> Diagnostic {
    let place = flat.place(number.start..number.digits.end).expect("a number stands in text");
    let text = flat.text()[number.start..number.digits.end].replace(['\u{a0}', '\n'], " ");
    let message = format!("`{text}` is typed by hand and will not follow when things move");
    let help = match (number.kind, number.digits.start > number.start) {
        (Kind::Heading, true) => {
            let word = flat.text()[number.start..number.digits.start].trim_end_matches(is_blank);
            format!("Write `[{word} {{number}}](#{label})`.")
        }
        (Kind::Heading, false) => format!("Write `[{{number}}](#{label})`."),
        (Kind::Table | Kind::Figure, _) => format!("Write `[](#{label})`."),
    };
    Diagnostic::warning(Code("typed-number"), place, message).with_help(help)
}

/// A number that refers to a part of the paper.
struct Number {
    kind: Kind,
    digits: Range<usize>,
    /// Where the word before it begins, if there is one.
    start: usize,
}

/// The numbers in a text that look like references to the paper itself. Rather too few than too many: `section 5 of
/// the Act` is another text's, `well above par` none at all.
fn numbers(text: &str, terms: &Terms) -> Vec<Number> {
    let mut found: Vec<Number> = Vec::new();
    let mut at = 0;
    while let Some(start) = text[at..].bytes().position(|byte| byte.is_ascii_digit()).map(|digit| at + digit) {
        let Some(length) = number_length(&text[start..]) else {
            at = start + text[start..].find(|c: char| !c.is_ascii_digit()).unwrap_or(text.len() - start);
            continue;
        };
        at = start + length;
        let (before, after) = (&text[..start], &text[at..]);
        let is_whole = !before.ends_with(|c: char| c.is_alphanumeric() || matches!(c, '.' | ',' | '/' | '-'));
        if !is_whole || is_elsewhere(after, terms) {
            continue;
        }
        let digits = start..at;
        let head = before.trim_end_matches(is_blank);
        let word_start = last_word(head);
        let word = head[word_start..].to_lowercase();
        let has_direction = [&terms.above, &terms.below].iter().any(|direction| {
            let rest = after.trim_start_matches(is_blank);
            rest.len() < after.len() && is_alone(rest, direction)
        });
        let is_dotted = text[digits.clone()].contains('.');
        let joined = found.last().filter(|last| JOINTS.contains(&text[last.digits.end..start].trim_matches(is_blank)));
        if let Some(kind) = kind_of(&word, terms).filter(|_| head.len() < before.len()) {
            let owner = &text[..word_start];
            let is_ours = is_dotted || kind != Kind::Heading || has_direction || ends_with_word(owner, &["see", "cf."]);
            if is_ours && !is_owned(owner) {
                found.push(Number { kind, digits, start: word_start });
            }
        } else if let Some(kind) = joined.map(|last| last.kind) {
            found.push(Number { kind, digits: digits.clone(), start });
        } else if is_dotted && has_direction && (head.ends_with('(') || ends_with_word(before, LEADS)) {
            found.push(Number { kind: Kind::Heading, digits: digits.clone(), start });
        }
    }
    found
}

/// Between a number and the next of its kind.
const JOINTS: [&str; 7] = [",", "and", "or", "to", "–", "and/or", ", and"];

/// Words that lead to a number without a word of its own: `see 2.1 above`.
const LEADS: &[&str] = &["see", "cf.", "cf", "in", "under", "at", "from", "and"];

/// The bytes of `2.1.3` at the start of a text, if that is all of a number.
fn number_length(text: &str) -> Option<usize> {
    let bytes = text.as_bytes();
    let (mut length, mut at) = (0, 0);
    loop {
        let digits = bytes[at..].iter().take_while(|byte| byte.is_ascii_digit()).count();
        if digits == 0 || digits > 3 {
            break;
        }
        length = at + digits;
        if bytes.get(length) != Some(&b'.') {
            break;
        }
        at = length + 1;
    }
    let rest = &text[length..];
    let goes_on = rest.starts_with(|c: char| c.is_alphanumeric() || matches!(c, '%' | '/' | '-'))
        || rest.starts_with([',', '.', ':']) && rest[1..].starts_with(|c: char| c.is_ascii_digit());
    (length > 0 && !goes_on).then_some(length)
}

/// What a word before a number says that it is of. (The English words hold for papers of all languages.)
fn kind_of(word: &str, terms: &Terms) -> Option<Kind> {
    Some(match word {
        "section" | "sections" | "chapter" | "chapters" | "subsection" | "subsections" | "sect." => Kind::Heading,
        "table" | "tables" => Kind::Table,
        "figure" | "figures" | "fig." => Kind::Figure,
        _ if is_before_number(word, &terms.references.section) => Kind::Heading,
        _ if is_before_number(word, &terms.references.table) => Kind::Table,
        _ if is_before_number(word, &terms.references.figure) => Kind::Figure,
        _ => return None,
    })
}

/// Whether a word in small letters is the one that a reference has before its number.
fn is_before_number(word: &str, reference: &Pattern<1>) -> bool {
    let [before, _] = reference.around(0, [""]);
    before.trim().chars().flat_map(char::to_lowercase).eq(word.chars())
}

/// Whether what follows a number says that it is another text's: `of the Act`, `in [@key]`, `(2)`, a name.
fn is_elsewhere(after: &str, terms: &Terms) -> bool {
    let rest = after.trim_start_matches(|c: char| is_blank(c) || c == ',');
    if rest.len() == after.len() {
        return rest.starts_with(['(', OPAQUE]);
    }
    if OURS.iter().any(|words| rest.starts_with(words)) {
        return false;
    }
    let next = &rest[..rest.find(|c: char| !c.is_alphabetic() && c != '.').unwrap_or(rest.len())];
    let is_cited = rest.trim_start_matches('(').starts_with(OPAQUE);
    let is_name = next.starts_with(char::is_uppercase) && kind_of(&next.to_lowercase(), terms).is_none();
    let number_follows = rest[next.len()..].trim_start_matches(is_blank).starts_with(|c: char| c.is_ascii_digit());
    is_cited || is_name || ["of", "in", "from"].contains(&next) || next == "to" && !number_follows
}

/// After a number, these say that it is of the paper at hand.
const OURS: [&str; 3] = ["of this paper", "of this report", "of this document"];

/// Whether what stands before says that the number is another text's: a citation, `the Commission’s`, `its`.
fn is_owned(before: &str) -> bool {
    let head = before.trim_end_matches(|c: char| is_blank(c) || matches!(c, ',' | ')' | ';'));
    head.ends_with(OPAQUE)
        || ["’s", "'s", "s’", "s'"].iter().any(|end| head.ends_with(end))
        || ends_with_word(before, &["its", "their", "his", "her", "whose", "under", "act", "directive", "regulation"])
}

fn starts_with_word(text: &str, word: &str) -> bool {
    text.strip_prefix(word).is_some_and(|rest| !rest.starts_with(|c: char| c.is_alphanumeric() || c == '-'))
}

fn ends_with_word(text: &str, words: &[&str]) -> bool {
    let head = text.trim_end_matches(is_blank);
    words.contains(&head[last_word(head)..].to_lowercase().as_str())
}

/// Where the last word of a text begins.
fn last_word(text: &str) -> usize {
    let end = text.char_indices().rev().find(|(_, c)| !c.is_alphabetic() && *c != '.');
    end.map_or(0, |(at, character)| at + character.len_utf8())
}

/// Whether a text starts with a direction that is not part of an idiom (`above all`, `below par`).
fn is_alone(text: &str, direction: &str) -> bool {
    const IDIOMS: [&str; 5] = ["all", "average", "par", "the", "zero"];
    starts_with_word(text, direction) && {
        let next = text[direction.len()..].trim_start_matches(is_blank);
        !IDIOMS.iter().any(|word| starts_with_word(next, word))
    }
}

/// A dot cannot stand in an author's label.
fn is_generated(label: &str) -> bool {
    label.contains('.')
}

fn is_blank(character: char) -> bool {
    matches!(character, ' ' | '\n' | '\u{a0}' | '\u{202f}')
}
