//! `::: bibliography {types="…" title="…"}`: which works a list is for, and the heading above it.

use super::attributes::{Attribute, Attributes};
use super::blocks::Nest;
use super::guide;
use super::reader::{Reader, Scope};
use crate::diagnostic::{listed, nearest};
use crate::section::{Heading, Label, WorkList, WorkType};
use crate::source::Spanned;

impl Reader<'_> {
    pub(super) fn work_list(&mut self, mut attributes: Attributes, nest: Nest) -> WorkList {
        // A slip of the pen, which is reported below, does not make it a list for all others.
        let slip = attributes.has("type").then(Vec::new);
        let types = attributes.take("types").map(|types| self.work_types(&types)).or(slip);
        let heading = attributes.take("title").map(|title| {
            let label = self.label(&mut attributes);
            self.list_title(&title, label, nest)
        });
        // Without a title there is nothing that a label could be for.
        let known = guide::block("bibliography").map_or(&[] as &[&str], |block| block.attributes);
        let known = if heading.is_some() { known } else { known.strip_prefix(&["#"]).unwrap_or(known) };
        self.finish(attributes, "A list of works", known);
        WorkList { types, heading, entries: Vec::new() }
    }

    fn list_title(&mut self, title: &Attribute, label: Option<Spanned<Label>>, nest: Nest) -> Heading {
        let place = title.value_range.clone();
        if !nest.has_headings() {
            let help = "Put the list at the left margin, outside of lists, quotes and blocks.";
            self.error(
                "misplaced-heading",
                place.clone(),
                "a list with a title cannot stand inside another block",
                help,
            );
        }
        let errors = self.errors;
        let content = self.inlines_of(title, Scope::Heading);
        if content.is_empty() && self.errors == errors {
            self.error("empty-heading", place, "this title says nothing", "Write one, or delete `title`.");
        }
        Heading {
            level: Heading::BELOW,
            label,
            unnumbered: false,
            annex: false,
            new_page: false,
            number: None,
            printed_number: None,
            content,
        }
    }

    fn work_types(&mut self, types: &Attribute) -> Vec<Spanned<WorkType>> {
        let range = types.value_range.clone();
        let (text, mut start) = (self.manuscript.written(range.clone()), range.start);
        let mut known = Vec::new();
        for part in text.split(',') {
            let at = start + part.len() - part.trim_start().len();
            let name = part.trim();
            let place = at..at + name.len();
            start += part.len() + 1;
            match WorkType::of_name(name) {
                Some(one) => known.push(Spanned::new(one, self.span(place))),
                None => {
                    let help = match nearest(name, WorkType::names()) {
                        Some(near) => format!("Did you mean `{near}`?"),
                        None => format!("There are {}; put commas between them.", listed(WorkType::names())),
                    };
                    let message = match name {
                        "" => "a type of works is missing here".to_owned(),
                        _ => format!("no type of works is called `{name}`"),
                    };
                    self.error("unknown-value", place, message, &help);
                }
            }
        }
        known
    }
}
