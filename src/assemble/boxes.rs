//! Boxes, as Typst: what comes before their content.

use super::emit::Emitter;
use crate::markup::Markup;
use crate::section::{Admonition, AdmonitionKind};

impl Emitter<'_> {
    /// Writes the call that the content of a box follows. A note without title is a call of its own.
    pub(super) fn admonition(&self, out: &mut Markup, admonition: &Admonition) {
        if is_plain(admonition) {
            return out.syntax("#note");
        }
        let Admonition { kind, label, title } = admonition;
        let words = &self.terms.boxes;
        // The colour alone would not tell everybody how it is meant.
        let word = match kind {
            AdmonitionKind::Note => None,
            AdmonitionKind::Tip => Some(&words.tip),
            AdmonitionKind::Important => Some(&words.important),
            AdmonitionKind::Warning => Some(&words.warning),
            AdmonitionKind::Caution => Some(&words.caution),
        };
        out.syntax(&format!("#admonition(\"{}\", [", kind.name()));
        if let Some(label) = label.as_ref().filter(|_| !out.is_gone()) {
            out.syntax(&format!("#metadata(none)<{}>", label.value));
        }
        match word {
            Some(word) if title.is_empty() => self.words(out, word),
            Some(word) => self.words(out, &format!("{word}{}", self.terms.colon)),
            None => {}
        }
        self.inlines(out, title);
        out.syntax("])");
    }
}

fn is_plain(admonition: &Admonition) -> bool {
    admonition.kind == AdmonitionKind::Note && admonition.title.is_empty()
}
