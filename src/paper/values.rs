//! `{{ values }}` become text before anything else is resolved, so that a heading's title is whole when it is noted.

use std::collections::BTreeMap;

use serde::Serialize;

use crate::diagnostic::{Code, Diagnostic, Diagnostics, Severity};
use crate::manifest::Manifest;
use crate::project;
use crate::section::{Inline, InlineKind, Pattern, Section, Status, Text, walk};
use crate::source::{Span, Spanned};
use crate::table::Datum;
use crate::terms::Terms;
use crate::value::{self, Context};

use super::expand::Settings;

/// Puts every value's text where it is asked for.
pub(super) fn put(section: &mut Section, settings: &Settings, diagnostics: &mut Diagnostics) {
    let mut values = Values { settings, diagnostics };
    for blocks in section.bodies_mut() {
        walk::inlines_mut(blocks, &mut |inlines| values.inlines(inlines));
    }
}

struct Values<'a> {
    settings: &'a Settings<'a>,
    diagnostics: &'a mut Diagnostics,
}

impl Values<'_> {
    fn inlines(&mut self, inlines: &mut [Inline]) {
        for inline in inlines {
            match &mut inline.kind {
                InlineKind::Value(expression) => inline.kind = self.value(expression, inline.span),
                InlineKind::Reference { pattern, .. } => {
                    for piece in pattern {
                        if let Pattern::Text(text) = piece {
                            self.inlines(std::slice::from_mut(text));
                        }
                    }
                }
                _ => {
                    if let Some(children) = walk::children_mut(inline) {
                        self.inlines(children);
                    }
                }
            }
        }
    }

    fn value(&mut self, expression: &Spanned<String>, span: Span) -> InlineKind {
        let Settings { manifest, terms, context, .. } = self.settings;
        let context = context.get_or_init(|| self::context(manifest, terms));
        let (code, place, message, help) = match value::evaluate(&expression.value, context) {
            Ok(text) => {
                let text = text.replace(['\n', '\t'], " ");
                let Some(character) = text.chars().find(|&character| project::is_forbidden(character)) else {
                    return InlineKind::Text(Text::computed(span, text));
                };
                let message = format!("this value holds the control character U+{:04X}", u32::from(character));
                (Code("invalid-character"), span, message, Some("Correct the value in paper.toml.".to_owned()))
            }
            Err(error) => (Code("invalid-expression"), expression.span.part(error.range), error.message, error.help),
        };
        let severity = if manifest.status.value == Status::Draft { Severity::Warning } else { Severity::Error };
        let mut found = Diagnostic::new(severity, code, place, message);
        found.help = help;
        self.diagnostics.push(found);
        InlineKind::Placeholder(Text::computed(span, expression.value.as_str()))
    }
}

/// What expressions can name: `paper`, `parties` and `vars`.
pub fn context(manifest: &Manifest, terms: &Terms) -> Context {
    #[derive(Serialize)]
    struct Names<'a> {
        paper: Paper<'a>,
        parties: BTreeMap<&'a str, Vec<&'a str>>,
        vars: &'a BTreeMap<String, Datum>,
    }
    #[derive(Serialize)]
    struct Paper<'a> {
        slug: &'a str,
        title: &'a str,
        subtitle: &'a str,
        kind: &'a str,
        version: String,
        date: String,
        status: &'a str,
        language: &'a str,
        authors: Vec<&'a str>,
    }
    let date = manifest.date.value;
    Context::new(Names {
        paper: Paper {
            slug: &manifest.slug.value,
            title: &manifest.title,
            subtitle: manifest.subtitle.as_deref().unwrap_or_default(),
            kind: manifest.kind.as_deref().unwrap_or_default(),
            version: manifest.version.value.to_string(),
            date: terms.date(date.year, date.month, date.day),
            status: terms.status_name(manifest.status.value),
            language: &manifest.language.value,
            authors: manifest.authors.iter().map(Text::as_str).collect(),
        },
        parties: manifest
            .parties
            .iter()
            .map(|party| (party.role.as_str(), party.names.iter().map(Text::as_str).collect()))
            .collect(),
        vars: &manifest.vars,
    })
}
