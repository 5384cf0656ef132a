//! The canonical form of a section, as `chancery fmt` writes it: of all of it, or of what was chosen.

use std::ops::Range;

use serde_json::{Value, to_value};

use chancery::diagnostic::Diagnostics;
use chancery::manifest::Format;
use chancery::markdown;
use chancery::report;
use chancery::source::Source;

use super::protocol::{InRange, TextEdit};
use super::view::View;
use super::wire::Error;

/// What makes the file canonical. A file with mistakes is left alone; they are among the findings.
pub fn whole(view: &View, path: &str, _parameters: &Value) -> Result<Value, Error> {
    let Some((source, format)) = section(view, path) else { return Ok(Value::Null) };
    let Some(form) = canonical(source, format) else { return Ok(Value::Null) };
    Ok(to_value(edits(source, report::replacements(source.text(), &form), view)).unwrap_or_default())
}

/// What makes the chosen blocks canonical, and nothing elsewhere. Where they cannot be without others, they stay.
pub fn part(view: &View, path: &str, parameters: &Value) -> Result<Value, Error> {
    let chosen: InRange = super::read(parameters)?;
    let Some((source, format)) = section(view, path) else { return Ok(Value::Null) };
    let Some(form) = canonical(source, format) else { return Ok(Value::Null) };
    let range = whole_blocks(source, view.bytes(path, chosen.range));
    let is_chosen = |replaced: &Range<usize>| range.start <= replaced.start && replaced.end <= range.end;
    let mut chosen = report::replacements(source.text(), &form);
    chosen.retain(|(replaced, _)| is_chosen(replaced));
    let mut text = source.text().to_owned();
    for (replaced, new) in chosen.iter().rev() {
        text.replace_range(replaced.clone(), new);
    }
    let is_safe = canonical(&Source::new(source.id(), text), format).is_some_and(|text| text == form);
    if !is_safe {
        return Ok(Value::Null);
    }
    Ok(to_value(edits(source, chosen, view)).unwrap_or_default())
}

/// A section that `fmt` would write, and how.
fn section<'v>(view: &View<'v>, path: &str) -> Option<(&'v Source, Format)> {
    let is_section = path.starts_with("sections/") && path.ends_with(".md");
    let source = view.project.text(path, None, &mut Diagnostics::new()).ok().filter(|_| is_section)?;
    Some((source, view.paper?.manifest.format))
}

fn canonical(source: &Source, format: Format) -> Option<String> {
    markdown::canonical(source, format, &mut Diagnostics::new()).ok()
}

/// The blocks that a range touches, whole: a fence has two ends, and a list one kind of marker.
fn whole_blocks(source: &Source, range: Range<usize>) -> Range<usize> {
    let section = markdown::parse(source, &mut Diagnostics::new());
    let text = source.text();
    let line_start = text[..range.start].rfind('\n').map_or(0, |end| end + 1);
    let line_end = text[range.end..].find('\n').map_or(text.len(), |end| range.end + end + 1);
    let mut whole = line_start..line_end;
    for block in section.blocks.iter().map(|block| block.span.range()) {
        let end = text[block.end..].find('\n').map_or(text.len(), |end| block.end + end + 1);
        if block.start < whole.end && whole.start < end {
            whole = whole.start.min(block.start)..whole.end.max(end);
        }
    }
    whole
}

fn edits(source: &Source, replacements: Vec<(Range<usize>, &str)>, view: &View) -> Vec<TextEdit> {
    replacements.into_iter().map(|(replaced, new)| view.edit(source.span(replaced), new)).collect()
}
