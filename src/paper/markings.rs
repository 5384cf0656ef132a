//! The paper's level, and that no part of it is marked higher than the whole.

use super::PaperSection;
use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::manifest::Manifest;
use crate::marking::{Level, Scheme};
use crate::section::{Block, BlockKind, Container};
use crate::source::Spanned;

/// Resolves every level to the string it prints. The result is what each page is marked with.
pub fn resolve(
    manifest: &Manifest,
    scheme: Option<&Scheme>,
    sections: &mut [PaperSection],
    diagnostics: &mut Diagnostics,
) -> Option<Level> {
    let level = manifest.marking.as_ref().and_then(|choice| {
        let level = scheme?.level(&choice.level, diagnostics).ok()?;
        Some((level.clone(), choice.level.span))
    });
    let mut parts = Parts { scheme, marked: manifest.marking.is_some(), paper: level.as_ref(), diagnostics };
    for PaperSection { section, .. } in sections {
        if let Some(marking) = &mut section.front_matter.marking {
            parts.resolve(marking);
        }
        parts.blocks(&mut section.blocks);
    }
    level.map(|(level, _)| level)
}

struct Parts<'a> {
    scheme: Option<&'a Scheme>,
    /// Whether the manifest names a marking, even one that could not be read.
    marked: bool,
    paper: Option<&'a (Level, crate::source::Span)>,
    diagnostics: &'a mut Diagnostics,
}

impl Parts<'_> {
    fn blocks(&mut self, blocks: &mut [Block]) {
        for block in blocks {
            match &mut block.kind {
                BlockKind::Container(container, inner) => {
                    if let Container::Marked { level } = container {
                        self.resolve(level);
                    }
                    self.blocks(inner);
                }
                BlockKind::Quote(inner) => self.blocks(inner),
                BlockKind::List(list) => list.items.iter_mut().for_each(|item| self.blocks(&mut item.blocks)),
                BlockKind::Definitions(definitions) => {
                    definitions.iter_mut().for_each(|definition| self.blocks(&mut definition.details));
                }
                _ => {}
            }
        }
    }

    fn resolve(&mut self, name: &mut Spanned<String>) {
        if !self.marked {
            let found = Diagnostic::error(
                Code("marking-without-scheme"),
                name.span,
                "a part is marked, but the paper names no marking scheme",
            );
            self.diagnostics.push(found.with_help("Add `[marking]` with `scheme` and `level` to paper.toml."));
            return;
        }
        let Some(level) = self.scheme.and_then(|scheme| scheme.level(name, self.diagnostics).ok()) else { return };
        if let Some((paper, declared)) = self.paper
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
        name.value = level.text.clone();
    }
}
