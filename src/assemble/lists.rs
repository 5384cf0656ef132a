//! Lists of items and of terms, as Typst.

use super::changes;
use super::emit::{APART, Emitter, NEW_PAGE};
use crate::markup::Markup;
use crate::section::{BlockKind, Definition, Figures, List, NumberForm};

impl Emitter<'_> {
    pub(super) fn list(&self, out: &mut Markup, list: &List, older: Option<&BlockKind>) {
        let (tight, each) = (list.tight, changes::item_numbers(list, older));
        let numbering = list.numbers.as_ref().map(|numbers| numbering(numbers.form)).unwrap_or_default();
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
                    self.place(out, item.label.as_ref().map(|label| &label.value));
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

    pub(super) fn definitions(&self, out: &mut Markup, definitions: &[Definition]) {
        out.syntax("#terms(");
        for (index, definition) in definitions.iter().enumerate() {
            let write = |out: &mut Markup| {
                out.changed(definition.change, |out| {
                    out.node(definition.span, |out| {
                        out.syntax("terms.item");
                        self.content(out, &definition.term);
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

/// How Typst is to write the numbers of a list, if not as it does by itself.
fn numbering(form: NumberForm) -> String {
    if form == NumberForm::PLAIN {
        return String::new();
    }
    let [before, after] = form.marks.around();
    let figure = match form.figures {
        Figures::Digits => "1",
        Figures::Lower => "a",
        Figures::Upper => "A",
        Figures::LowerRoman => "i",
        Figures::UpperRoman => "I",
        Figures::LowerTwice | Figures::UpperTwice => {
            let letter = if form.figures == Figures::LowerTwice { "a" } else { "A" };
            return format!(", numbering: n => \"{before}\" + numbering(\"{letter}\", n) * 2 + \"{after}\"");
        }
    };
    format!(", numbering: \"{before}{figure}{after}\"")
}
