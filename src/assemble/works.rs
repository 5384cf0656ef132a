//! The works of a bibliography, as Typst.
//!
//! A template says how a work is printed. Where the list of them and each of its items begin and end is marked, for the
//! tags of the finished pages.

use super::emit::{APART, Emitter};
use crate::markup::Markup;
use crate::section::{BibliographyEntry, Label, Text};

/// The labels of these marks. No author's label has a dot.
pub const BEGIN: &str = "works.begin";
pub const END: &str = "works.end";
pub const ITEM: &str = "works.item";
pub const ITEM_END: &str = "works.item-end";

impl Emitter<'_> {
    pub(super) fn works(&self, out: &mut Markup, entries: &[BibliographyEntry]) {
        // A list of nothing is none.
        if entries.is_empty() {
            return;
        }
        mark(out, BEGIN);
        for entry in entries {
            mark(out, ITEM);
            out.changed(entry.change, |out| self.work(out, entry));
            mark(out, ITEM_END);
        }
        mark(out, END);
    }

    fn work(&self, out: &mut Markup, entry: &BibliographyEntry) {
        out.node(entry.span, |out| {
            out.syntax("#bibliography-entry[");
            if !out.is_gone() {
                // A link to the work is described by what has its label.
                let name = self.terms.links.work.fill([&entry.name]);
                out.syntax("#metadata(");
                out.string(&Text::computed(entry.span, name));
                out.syntax(&format!(")<{}>", Label::Work(entry.key.clone())));
            }
            self.inlines(out, &entry.content);
            if !entry.cited_in.is_empty() && !out.is_gone() {
                let [before, after] = self.terms.cited_in.around(0, [""]);
                out.syntax("#cited-in[");
                self.words(out, &before);
                for (index, (label, number)) in entry.cited_in.iter().enumerate() {
                    self.words(out, if index == 0 { "" } else { &self.terms.comma });
                    // As it is by what it begins with.
                    let words = &self.terms.links;
                    let last = number.rsplit_once('.').map_or(number.as_str(), |(_, last)| last);
                    let is_number = !last.is_empty() && last.bytes().all(|sign| sign.is_ascii_digit());
                    let back = if is_number { &words.back_to_section } else { &words.back_to_heading };
                    out.syntax(&format!("#link(<{label}>)[#metadata("));
                    out.string(&Text::computed(entry.span, back.fill([number])));
                    out.syntax(")");
                    out.text(&Text::computed(entry.span, number.as_str()));
                    out.syntax("]");
                }
                self.words(out, &after);
                out.syntax("]");
            }
            out.syntax("]");
            out.syntax(APART);
        });
    }
}

fn mark(out: &mut Markup, label: &str) {
    out.syntax(&format!("#metadata(none)<{label}>{APART}"));
}
