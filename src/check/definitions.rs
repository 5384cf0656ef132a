//! Link definitions, of which nothing is printed: those that nothing uses, and lines that were not meant as one.

use super::context::Context;
use crate::diagnostic::{Code, Diagnostic, Diagnostics, Severity};
use crate::section::{LinkDefinition, Section, Status, Usage};
use crate::source::Source;

/// Looks at the link definitions of a section.
pub(super) fn section(context: &Context, section: &Section, source: &Source, found: &mut Diagnostics) {
    for definition in &section.definitions {
        match definition.usage {
            Usage::Used => {
                if let Some(title) = definition.title {
                    let message = "the title of a link or image is not printed";
                    let unprinted = Diagnostic::warning(Code("unprinted-title"), title, message);
                    found.push(unprinted.with_help("Delete the title, or say it in the text."));
                }
            }
            Usage::Unused | Usage::Duplicate if !leads_somewhere(&definition.address.value) => {
                found.push(unprinted(context, definition, source));
            }
            Usage::Unused => {
                let name = &definition.name;
                let message = format!("nothing uses the link definition `{}`", one_line(&name.value));
                let unused = Diagnostic::warning(Code("unused-link-definition"), name.span, message);
                let help = format!("Write `[words][{}]` in this section, or delete it.", one_line(&name.value));
                found.push(unused.with_help(help));
            }
            Usage::Duplicate => {
                let name = &definition.name;
                let message =
                    format!("`{}` is defined further up, so this definition does nothing", one_line(&name.value));
                let second = Diagnostic::warning(Code("duplicate-link-definition"), name.span, message);
                found.push(second.with_help("Give it a name of its own, or delete it."));
            }
        }
    }
}

/// A line that says something, and not where a link leads.
fn unprinted(context: &Context, definition: &LinkDefinition, source: &Source) -> Diagnostic {
    let severity = if context.status == Status::Final { Severity::Error } else { Severity::Warning };
    let message = "this is read as the definition of a link, so it is not printed";
    let line = Diagnostic::new(severity, Code("unprinted-line"), definition.span, message);
    let written = source.slice(definition.span);
    // `[//]: # (…)` is how notes are left in dialects without comments.
    if matches!(definition.address.value.as_str(), "#" | "") {
        let title = written.rsplit_once(['#', '>']).map_or("", |(_, title)| title.trim());
        let words = title.strip_prefix(['(', '"', '\'']).and_then(|title| title.strip_suffix([')', '"', '\'']));
        let is_comment = |words: &&str| !words.contains("--") && !written.contains('\n');
        let line = line.with_help("Write a comment as `<!-- … -->`.");
        return match words.filter(is_comment) {
            Some(words) => line.with_fix(definition.span, format!("<!-- {words} -->")),
            None => line,
        };
    }
    line.with_help("Write `\\[` for its bracket.").with_fix(definition.span.part(0..1), "\\[")
}

/// Whether something can be meant as an address: of a link, a place or an image.
fn leads_somewhere(address: &str) -> bool {
    const IMAGES: [&str; 7] = [".png", ".jpg", ".jpeg", ".gif", ".webp", ".svg", ".pdf"];
    let address = address.to_ascii_lowercase();
    let has_label = address.strip_prefix('#').is_some_and(|label| !label.is_empty());
    has_label
        || address.contains(['/', '@'])
        || ["mailto:", "doi:", "www."].iter().any(|start| address.starts_with(start))
        || IMAGES.iter().any(|end| address.ends_with(end))
        || address.ends_with(".md")
        || address.ends_with(".html")
}

/// A name that goes on over a line's end, in one line.
fn one_line(name: &str) -> String {
    name.split_whitespace().collect::<Vec<_>>().join(" ")
}
