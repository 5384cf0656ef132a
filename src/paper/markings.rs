//! The paper's level, and that no part of it is marked higher than the whole.

use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::manifest::Manifest;
use crate::marking::{Level, Scheme};
use crate::section::{BlockKind, Container, Marking, Section, walk};
use crate::source::Span;

use super::expand::Settings;

/// The paper's own level, which each page is marked with, and where it is declared.
pub(super) fn level(
    manifest: &Manifest,
    scheme: Option<&Scheme>,
    diagnostics: &mut Diagnostics,
) -> Option<(Level, Span)> {
    let choice = manifest.marking.as_ref()?;
    let level = scheme?.level(&choice.level, diagnostics).ok()?;
    Some((level.clone(), choice.level.span))
}

/// Puts to every level of a section what it prints.
pub(super) fn parts(section: &mut Section, settings: &Settings, diagnostics: &mut Diagnostics) {
    let mut parts = Parts { settings, diagnostics };
    if let Some(marking) = &mut section.front_matter.marking {
        parts.resolve(marking);
    }
    walk::blocks_mut(&mut section.blocks, &mut |block| {
        if let BlockKind::Container(Container::Marked(marking), _) = &mut block.kind {
            parts.resolve(marking);
        }
    });
}

struct Parts<'a> {
    settings: &'a Settings<'a>,
    diagnostics: &'a mut Diagnostics,
}

impl Parts<'_> {
    fn resolve(&mut self, marking: &mut Marking) {
        let name = &marking.level;
        if self.settings.manifest.marking.is_none() {
            let found = Diagnostic::error(
                Code("marking-without-scheme"),
                name.span,
                "a part is marked, but the paper names no marking scheme",
            );
            self.diagnostics.push(found.with_help("Add `[marking]` with `scheme` and `level` to paper.toml."));
            return;
        }
        let Some(level) = self.settings.scheme.and_then(|scheme| scheme.level(name, self.diagnostics).ok()) else {
            return;
        };
        if let Some((paper, declared)) = &self.settings.level
            && level.rank > paper.rank
        {
            let message = format!("this part is `{}`, higher than the paper's `{}`", level.name, paper.name);
            let found = Diagnostic::error(Code("marking-too-low"), name.span, message)
                .with_label(*declared, "the paper's level")
                .with_help(format!(
                    "A paper is marked at least as high as its highest part: set `level = \"{}\"`.",
                    level.name
                ));
            self.diagnostics.push(found);
        }
        marking.text = Some(level.text.clone());
    }
}
