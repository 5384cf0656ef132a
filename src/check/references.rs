//! References that are typed in part: numbers, and directions that are wrong. And labels of tables and
//! figures that nothing refers to.

mod numbers;
mod parts;

use std::collections::{BTreeSet, HashMap, HashSet};

use super::context::Context;
use super::typed;
use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::manifest::{Manifest, ParagraphNumbers};
use crate::section::flat::{Flat, Link, OPAQUE};
use crate::section::walk::{self, Run, Step};
use crate::section::{Block, BlockKind, Container, FigureBody, Inline, InlineKind, Label, Section, Target};
use crate::source::Span;
use crate::terms::Terms;
use numbers::{Kind, Number, is_alone, numbers, typed_number};

pub(super) use numbers::{is_blank, number_length};

/// Warns of numbers typed into the words of a reference.
pub(super) fn section(context: &Context, section: &Section, diagnostics: &mut Diagnostics) {
    for blocks in section.bodies() {
        walk::inlines(blocks, &mut |inlines| link_texts(inlines, &context.terms, diagnostics));
    }
}

fn link_texts(inlines: &[Inline], terms: &Terms, diagnostics: &mut Diagnostics) {
    for inline in inlines {
        let (flat, label) = match &inline.kind {
            InlineKind::Link { target: Target::Label(label), content, .. } => (Flat::new(content), label),
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
        let typed = found.iter().filter_map(|number| TypedNumber::of(number, &flat));
        typed.for_each(|number| diagnostics.push(number.finding(label)));
    }
}

/// A number in running text or in the words of a reference.
#[derive(Debug)]
struct TypedNumber {
    kind: Kind,
    /// With the word before it, if there is one.
    text: String,
    /// Where the number itself starts in that.
    digits: usize,
    place: Span,
}

impl TypedNumber {
    fn of(number: &Number, flat: &Flat) -> Option<Self> {
        let range = number.start..number.digits.end;
        let text = flat.text()[range.clone()].replace(['\u{a0}', '\n'], " ");
        let digits = text.len() - number.digits.len();
        Some(Self { kind: number.kind, text, digits, place: flat.place(range)? })
    }

    fn finding(&self, label: &Label) -> Diagnostic {
        let Self { kind, text, digits, place } = self;
        let word = text[..*digits].trim_end_matches(is_blank);
        let help = match kind {
            Kind::Heading if *digits > 0 => format!("Write `[{word} {{number}}](#{label})`."),
            Kind::Heading => format!("Write `[{{number}}](#{label})`."),
            Kind::Table | Kind::Figure => format!("Write `[](#{label})`."),
        };
        typed_number(text, *place).with_help(help)
    }
}

/// What a resolved section has to do with references: what it labels, and what it says of others.
#[derive(Debug, Default)]
pub(super) struct Facts {
    /// How many blocks it has, those in notes left out.
    blocks: usize,
    labelled: Vec<Labelled>,
    directions: Vec<Direction>,
    numbers: Vec<TypedNumber>,
    parts: Vec<parts::Fact>,
    /// The labels it refers to that an author gave.
    used: BTreeSet<Label>,
}

/// A heading, table or figure with a label.
#[derive(Debug)]
struct Labelled {
    kind: Kind,
    label: Label,
    span: Span,
    number: Option<String>,
    /// Its place in the order of the section's blocks.
    order: usize,
    /// Of a heading.
    level: Option<u8>,
}

/// A word that says where something stands, and where that is said.
#[derive(Debug)]
struct Direction {
    label: Label,
    word: String,
    place: Span,
    order: usize,
    /// How many of [`Facts::labelled`] go before it.
    labelled: usize,
}

impl Facts {
    pub(super) fn of(section: &Section, terms: &Terms) -> Self {
        let mut reader =
            Reader { terms, order: 0, in_note: false, in_heading: false, quoting: false, facts: Self::default() };
        reader.blocks(&section.blocks);
        Self { blocks: reader.order, ..reader.facts }
    }
}

/// Warns of numbers typed where a label exists, and of directions that contradict the order; hints at labels that
/// nothing refers to.
pub(super) fn check(facts: &[&Facts], manifest: &Manifest, terms: &Terms, diagnostics: &mut Diagnostics) {
    let mut orders: HashMap<&Label, usize> = HashMap::new();
    let mut numbered: HashMap<(Kind, &str), &Label> = HashMap::new();
    let mut used: HashSet<&Label> = HashSet::new();
    let mut before = 0;
    for facts in facts {
        for Labelled { kind, label, number, order, .. } in &facts.labelled {
            orders.insert(label, before + order);
            if let Some(number) = number.as_ref().filter(|_| label.given().is_some()) {
                numbered.insert((*kind, number), label);
            }
        }
        used.extend(&facts.used);
        before += facts.blocks;
    }
    for number in facts.iter().flat_map(|facts| &facts.numbers) {
        if let Some(label) = numbered.get(&(number.kind, &number.text[number.digits..])) {
            diagnostics.push(number.finding(label));
        }
    }
    let are_of_parts = manifest.numbering.paragraphs == ParagraphNumbers::Section;
    parts::check(facts.iter().flat_map(|facts| &facts.parts), are_of_parts, diagnostics);
    directions(facts, &orders, terms, diagnostics);
    let shown = facts.iter().flat_map(|facts| &facts.labelled).filter(|labelled| labelled.kind != Kind::Heading);
    // What has no number cannot be referred to.
    for Labelled { label, span, .. } in shown.filter(|labelled| labelled.number.is_some()) {
        if label.given().is_some() && !used.contains(label) {
            let found = Diagnostic::hint(Code("unused-label"), *span, format!("nothing refers to `{label}`"));
            let help = format!("Say in the text what it shows, with `[](#{label})`, or delete the label.");
            diagnostics.push(found.with_help(help));
        }
    }
}

fn directions(facts: &[&Facts], orders: &HashMap<&Label, usize>, terms: &Terms, diagnostics: &mut Diagnostics) {
    // The headings we are below: level and label.
    let mut open: Vec<(u8, &Label)> = Vec::new();
    let mut before = 0;
    for facts in facts {
        let mut labelled = facts.labelled.iter().enumerate().peekable();
        for direction in facts.directions.iter().map(Some).chain([None]) {
            let reached = direction.map_or(usize::MAX, |direction| direction.labelled);
            while let Some((_, labelled)) = labelled.next_if(|(at, _)| *at < reached) {
                if let Some(level) = labelled.level {
                    open.retain(|(other, _)| *other < level);
                    open.push((level, &labelled.label));
                }
            }
            let Some(Direction { label, word, place, order, .. }) = direction else { continue };
            let (Some(target), order) = (orders.get(label), before + order) else { continue };
            let is_inside = *target == order || open.iter().any(|(_, open)| *open == label);
            let actual = if *target > order { &terms.below } else { &terms.above };
            if !is_inside && actual != word {
                let message = format!("`{label}` does not stand {word}, but {actual}");
                let found = Diagnostic::warning(Code("misleading-direction"), *place, message);
                let help = "Write `{direction}` between the brackets of the reference, which is always right.";
                diagnostics.push(found.with_help(help));
            }
        }
        before += facts.blocks;
    }
}

struct Reader<'a> {
    terms: &'a Terms,
    /// Of the block we are in, counted from 1; notes stand where they are called.
    order: usize,
    in_note: bool,
    in_heading: bool,
    /// Whether what is read was taken over from another text, whose numbers are its own.
    quoting: bool,
    facts: Facts,
}

impl Reader<'_> {
    fn blocks(&mut self, blocks: &[Block]) {
        let outer = self.quoting;
        walk::within(blocks, &mut |step, path| match step {
            Step::Block(block) => {
                self.order += 1;
                if !self.in_note {
                    self.label(block);
                }
                self.facts.parts.extend(parts::numbered(block));
            }
            Step::Inlines(run, inlines) => {
                let is_quote = |around: &Block| {
                    matches!(around.kind, BlockKind::Quote(_) | BlockKind::Container(Container::QuoteSource, _))
                };
                self.in_heading = run == Run::Heading;
                self.quoting = outer || run == Run::Entry || path.around().any(is_quote);
                self.inlines(inlines);
            }
        });
        self.quoting = outer;
    }

    fn label(&mut self, block: &Block) {
        let (kind, level, label, number) = match &block.kind {
            BlockKind::Heading(heading) => (Kind::Heading, Some(heading.level), &heading.label, &heading.number),
            BlockKind::Figure(figure) => {
                let is_table = !matches!(figure.body, FigureBody::Images(_));
                (if is_table { Kind::Table } else { Kind::Figure }, None, &figure.label, &figure.number)
            }
            _ => return,
        };
        if let Some(label) = label {
            let (label, span, number, order) = (label.value.clone(), label.span, number.clone(), self.order);
            self.facts.labelled.push(Labelled { kind, label, span, number, order, level });
        }
    }

    fn inlines(&mut self, inlines: &[Inline]) {
        self.notes(inlines);
        if !may_refer(inlines) {
            return;
        }
        let (flat, links) = Flat::around_links(inlines);
        for Link { at, label, content } in links {
            self.used(label);
            self.direction_behind(&flat, at, label);
            self.direction_within(&Flat::new(content), label);
        }
        // A caption by hand is told as one.
        if !self.quoting && typed::paragraph_caption(&flat, self.terms).is_none() {
            let numbers = numbers(flat.text(), self.terms);
            self.facts.numbers.extend(numbers.iter().filter_map(|number| TypedNumber::of(number, &flat)));
            // What is typed into a title is told there.
            if !self.in_heading {
                self.facts.parts.extend(parts::typed(&flat, self.terms));
            }
        }
    }

    fn used(&mut self, label: &Label) {
        if label.given().is_some() && !self.facts.used.contains(label) {
            self.facts.used.insert(label.clone());
        }
    }

    /// Notes stand where they are called, and a page of a label is a use of it.
    fn notes(&mut self, inlines: &[Inline]) {
        for inline in inlines {
            match &inline.kind {
                InlineKind::Footnote(note) => {
                    let (order, in_note) = (self.order, std::mem::replace(&mut self.in_note, true));
                    note.blocks.iter().for_each(|blocks| self.blocks(blocks));
                    (self.order, self.in_note) = (order, in_note);
                }
                InlineKind::Page { label, .. } => self.used(label),
                _ => walk::children(inline).into_iter().for_each(|inner| self.notes(inner)),
            }
        }
    }

    /// Looks for `above` behind a reference.
    fn direction_behind(&mut self, flat: &Flat, link: usize, label: &Label) {
        let after = link + OPAQUE.len_utf8();
        let word = flat.text()[after..].trim_start_matches(is_blank);
        let start = flat.text().len() - word.len();
        let terms = self.terms;
        let mut directions = [&terms.above, &terms.below].into_iter();
        if let Some(direction) = directions.find(|direction| start > after && is_alone(word, direction)) {
            self.direction(flat, start, direction, label);
        }
    }

    /// Looks for `above` at the end of a reference's own words. (One that the press has put there is right.)
    fn direction_within(&mut self, flat: &Flat, label: &Label) {
        let text = flat.text().trim_end_matches(is_blank);
        let terms = self.terms;
        for direction in [&terms.above, &terms.below] {
            let Some(before) = text.strip_suffix(direction.as_str()) else { continue };
            if before.ends_with(is_blank) {
                self.direction(flat, before.len(), direction, label);
            }
        }
    }

    fn direction(&mut self, flat: &Flat, start: usize, word: &str, label: &Label) {
        let Some(place) = flat.place(start..start + word.len()) else { return };
        let word = word.to_owned();
        let (label, order, labelled) = (label.clone(), self.order, self.facts.labelled.len());
        self.facts.directions.push(Direction { label, word, place, order, labelled });
    }
}

/// Whether there is a link or what may be a number, which most runs have not.
fn may_refer(inlines: &[Inline]) -> bool {
    inlines.iter().any(|inline| match &inline.kind {
        InlineKind::Text(text) => text.bytes().any(|byte| byte.is_ascii_digit()) || parts::may_be_in(text),
        InlineKind::Link { target: Target::Label(_), .. } => true,
        _ => walk::children(inline).is_some_and(|inner| may_refer(inner)),
    })
}
