//! Lists of items and of terms, as Typst.

use super::changes;
use super::emit::{APART, Emitter, NEW_PAGE};
use crate::markup::Markup;
use crate::section::{BlockKind, Definition, List};

impl Emitter<'_> {
    pub(super) fn list(&self, out: &mut Markup, list: &List, older: Option<&BlockKind>) {
        let (tight, each) = (list.tight, changes::item_numbers(list, older));
        match &list.numbers {
            None => out.syntax(&format!("#list(tight: {tight})")),
            Some(_) if each.is_some() => out.syntax(&format!("#enum(tight: {tight}")),
            Some(numbers) => out.syntax(&format!("#enum(tight: {tight}, start: {})", numbers.at(0))),
        }
        for (index, item) in list.items.iter().enumerate() {
            let write = |out: &mut Markup| {
                if let Some(numbers) = &each {
                    out.syntax(&format!(", enum.item({})", numbers[index]));
                }
                out.syntax("[");
                out.changed(item.change, |out| {
                    out.node(item.span, |out| self.blocks(out, &item.blocks, if tight { "" } else { APART }));
                });
                out.syntax("]");
            };
            // On a new page another list goes on.
            let new_page = match &list.numbers {
                None => format!("{NEW_PAGE}#list(tight: {tight})"),
                Some(_) if each.is_some() => format!("){NEW_PAGE}#enum(tight: {tight}"),
                Some(numbers) => format!("{NEW_PAGE}#enum(tight: {tight}, start: {})", numbers.at(index)),
            };
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
