//! Lists of items and of terms, as Typst.

use std::collections::BTreeSet;

use super::changes;
use super::emit::{APART, Emitter, NEW_PAGE};
use crate::markup::Markup;
use crate::section::{
    Alphabet, Block, BlockKind, Case, Definition, Figures, Inline, InlineKind, Item, List, NumberForm, plain_text,
};

impl Emitter<'_> {
    pub(super) fn list(&self, out: &mut Markup, list: &List, older: Option<&BlockKind>) {
        if list.numbers.is_none() && list.items.iter().any(|item| !boxes_of(item).is_empty()) {
            return self.tasks(out, list);
        }
        let (tight, each) = (list.tight, changes::item_numbers(list, older));
        let numbering = list.numbers.as_ref().map(|numbers| {
            let all = || (0..list.items.len()).map(|index| numbers.at(index));
            numbering(numbers.form, each.clone().unwrap_or_else(|| all().collect()))
        });
        let numbering = numbering.unwrap_or_default();
        let begin = |index: usize| match &list.numbers {
            None => format!("#list(tight: {tight})"),
            Some(_) if each.is_some() => format!("#enum(tight: {tight}{numbering}"),
            Some(numbers) => format!("#enum(tight: {tight}{numbering}, start: {})", numbers.at(index)),
        };
        out.syntax(&begin(0));
        for (index, item) in list.items.iter().enumerate() {
            let write = |out: &mut Markup| {
                if let Some(numbers) = &each {
                    out.syntax(&format!(", enum.item({})", numbers[index]));
                }
                out.syntax("[");
                out.changed(item.change, |out| {
                    self.place(out, item.label.as_ref(), || self.point(list, index));
                    out.node(item.span, |out| self.blocks(out, &item.blocks, if tight { "" } else { APART }));
                });
                out.syntax("]");
            };
            // On a new page another list goes on.
            let end = if each.is_some() { ")" } else { "" };
            let new_page = format!("{end}{NEW_PAGE}{}", begin(index));
            match index {
                0 => write(out),
                _ => out.breakable(out.position(), new_page, write),
            }
        }
        if each.is_some() {
            out.syntax(")");
        }
    }

    /// A list in which the boxes of tasks stand where others have bullets.
    fn tasks(&self, out: &mut Markup, list: &List) {
        let tight = list.tight;
        out.syntax("#let tasks = (");
        for item in &list.items {
            out.changed(item.change, |out| match boxes_of(item) {
                [] => out.syntax("[•]"),
                boxes => self.content(out, boxes),
            });
            out.syntax(", ");
        }
        let begin = format!("#enum(tight: {tight}, numbering: n => tasks.at(n - 1)");
        out.syntax(&format!(");{begin}"));
        for (index, item) in list.items.iter().enumerate() {
            let write = |out: &mut Markup| {
                out.syntax(&format!(", enum.item({})[", index + 1));
                out.changed(item.change, |out| {
                    self.place(out, item.label.as_ref(), || self.point(list, index));
                    let between = if tight { "" } else { APART };
                    out.node(item.span, |out| self.blocks(out, &without_boxes(item), between));
                });
                out.syntax("]");
            };
            match index {
                0 => write(out),
                _ => out.breakable(out.position(), format!("){NEW_PAGE}{begin}"), write),
            }
        }
        out.syntax(")");
    }

    pub(super) fn definitions(&self, out: &mut Markup, definitions: &[Definition]) {
        out.syntax("#terms(");
        for (index, definition) in definitions.iter().enumerate() {
            let write = |out: &mut Markup| {
                out.changed(definition.change, |out| {
                    out.node(definition.span, |out| {
                        out.syntax("terms.item[");
                        self.paragraph(out, &definition.term, |out| self.inlines(out, &definition.term));
                        out.syntax("]");
                        self.body(out, &definition.details);
                        out.syntax(", ");
                    });
                });
            };
            match index {
                0 => write(out),
                _ => out.breakable(out.position(), format!("){NEW_PAGE}#terms("), write),
            }
        }
        out.syntax(")");
    }
}

impl Emitter<'_> {
    /// How a link to an item is described: by its number, or its words.
    fn point(&self, list: &List, index: usize) -> String {
        match &list.numbers {
            Some(numbers) => {
                let words = &self.terms.references;
                let pattern = if numbers.form.figures.are_letters() { &words.point } else { &words.point_number };
                pattern.fill([numbers.printed(index).trim_end_matches('.')])
            }
            None => match list.items[index].blocks.first() {
                Some(Block { kind: BlockKind::Paragraph(content), .. }) => plain_text(content),
                _ => String::new(),
            },
        }
    }
}

/// With how many boxes a text begins: in a redline with those of both versions.
pub(super) fn boxes(content: &[Inline]) -> usize {
    content.iter().take_while(|inline| matches!(inline.kind, InlineKind::Task(_))).count()
}

/// The boxes with which an item begins.
fn boxes_of(item: &Item) -> &[Inline] {
    match item.blocks.first() {
        Some(Block { kind: BlockKind::Paragraph(content), .. }) => &content[..boxes(content)],
        _ => &[],
    }
}

/// The blocks of an item behind its boxes.
fn without_boxes(item: &Item) -> Vec<Block> {
    let (mut blocks, count) = (item.blocks.clone(), boxes_of(item).len());
    if let Some(Block { kind: BlockKind::Paragraph(content), .. }) = blocks.first_mut() {
        content.drain(..count);
    }
    blocks
}

/// How Typst is to write these numbers of a list, if not as it does by itself.
fn numbering(form: NumberForm, numbers: Vec<u64>) -> String {
    if form == NumberForm::PLAIN {
        return String::new();
    }
    let [before, after] = form.marks.around();
    let figure = match form.figures {
        Figures::Digits => "1",
        Figures::Letters(Alphabet::Latin, Case::Lower) => "a",
        Figures::Letters(Alphabet::Latin, Case::Upper) => "A",
        Figures::Roman(Case::Lower) => "i",
        Figures::Roman(Case::Upper) => "I",
        Figures::Twice(..) | Figures::Letters(..) => {
            let known: BTreeSet<u64> = numbers.into_iter().collect();
            let pair = |number: &u64| format!("\"{number}\": \"{}\", ", form.print(*number));
            let pairs: String = known.iter().map(pair).collect();
            return format!(", numbering: n => ({pairs}).at(str(n))");
        }
    };
    format!(", numbering: \"{before}{figure}{after}\"")
}
