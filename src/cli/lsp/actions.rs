//! What mends findings: one by one where the cursor is, or all of a file.

use std::collections::BTreeMap;

use serde_json::{Value, to_value};

use chancery::diagnostic::{Diagnostic as Finding, Fix};
use chancery::fix;

use super::findings;
use super::protocol::{CodeAction, InRange, TextEdit};
use super::view::View;
use super::wire::Error;

const QUICK_FIX: &str = "quickfix";

/// So that an editor can be told to run this one whenever a file is saved, and nobody else's.
const FIX_ALL: &str = "source.fixAll.chancery";

/// All kinds that are offered.
pub const KINDS: [&str; 2] = [QUICK_FIX, FIX_ALL];

/// What can be done about what is found in a range.
pub fn offer(view: &View, path: &str, parameters: &Value) -> Result<Value, Error> {
    let InRange { range, context, .. } = super::read(parameters)?;
    if !view.client.takes_actions {
        return Ok(Value::Null);
    }
    let asked = view.bytes(path, range);
    let wants = |kind: &str| {
        let is_of = |only: &String| {
            only.is_empty()
                || kind.strip_prefix(only.as_str()).is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
        };
        context.only.as_ref().is_none_or(|only| only.iter().any(is_of))
    };
    let touches = |span: chancery::source::Span| {
        span.file.path() == path && span.range().start <= asked.end && span.range().end >= asked.start
    };
    let mut actions = Vec::new();
    let fixable = view.findings.iter().filter_map(|finding| Some((finding, finding.fix.as_ref()?)));
    for (finding, fix) in fixable.clone().filter(|_| wants(QUICK_FIX)) {
        let is_here = matches!(finding.place, chancery::diagnostic::Place::Span(span) if touches(span));
        if is_here || touches(fix.span) {
            actions.push(mending(finding, fix, view));
        }
    }
    let all: Vec<&Fix> = fixable.map(|(_, fix)| fix).filter(|fix| fix.span.file.path() == path).collect();
    if wants(FIX_ALL) && !all.is_empty() {
        let title = format!("Mend all that chancery can mend in this file ({})", all.len());
        let edit = edit(&all, view);
        actions.push(CodeAction { title, kind: FIX_ALL, diagnostics: Vec::new(), is_preferred: false, edit });
    }
    Ok(to_value(actions).unwrap_or_default())
}

/// What mends a finding, with those of its kind in the same line: of a pair of marks, neither stays alone.
fn mending(finding: &Finding, fix: &Fix, view: &View) -> CodeAction {
    let source = view.project.source(fix.span.file);
    let line = |fix: &Fix| source.position(fix.span.range().start).line;
    let is_beside = |(other, mends): &(&Finding, &Fix)| {
        other.code == finding.code && mends.span.file == fix.span.file && line(mends) == line(fix)
    };
    let fixes = view.findings.iter().filter_map(|finding| Some((finding, finding.fix.as_ref()?)));
    let fixes: Vec<&Fix> = fixes.filter(is_beside).map(|(_, fix)| fix).collect();
    let quoted = |text: &str| match text.trim() {
        "" => "a blank".to_owned(),
        text if text.chars().count() > 40 => format!("`{}…`", text.chars().take(39).collect::<String>()),
        text => format!("`{text}`"),
    };
    let old = source.slice(fix.span);
    let title = match (old, fix.replacement.as_str()) {
        ("", new) => format!("Put in {}", quoted(new)),
        (old, "") => format!("Delete {}", quoted(old)),
        (old, new) => format!("Write {} for {}", quoted(new), quoted(old)),
    };
    let more = match fixes.len() {
        0 | 1 => String::new(),
        all => format!(", and {} more in this line", all - 1),
    };
    CodeAction {
        title: title.replace('\n', " ") + &more,
        kind: QUICK_FIX,
        diagnostics: vec![findings::shown(finding, view)],
        is_preferred: true,
        edit: edit(&fixes, view),
    }
}

/// The fixes as one change; of some that overlap the first.
fn edit(fixes: &[&Fix], view: &View) -> Value {
    let mut edits: BTreeMap<&str, Vec<TextEdit>> = BTreeMap::new();
    for fix in fix::apart(fixes.iter().copied()) {
        edits.entry(fix.span.file.path()).or_default().push(view.edit(fix.span, &fix.replacement));
    }
    view.workspace_edit(&edits)
}
