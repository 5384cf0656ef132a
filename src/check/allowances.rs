//! Comments: allowances, by which an author accepts a finding at its place, and notes, which no final paper holds.

use std::cell::LazyCell;
use std::ops::Range;

use super::context::Context;
use super::scopes::Scopes;
use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::explain;
use crate::section::{Section, Status};
use crate::source::{Source, Span, Spanned};

/// `<!-- chancery: allow code, because reason -->`
#[derive(Debug)]
pub struct Allowance {
    pub code: Code,
    /// Where the code is named.
    pub place: Span,
    /// The block that it stands in or, between blocks, the one that follows; [`None`] if none does.
    pub scope: Option<Span>,
}

/// The allowances of a section. Those that say nothing are reported, and so is each other comment in a final paper.
pub(super) fn section(
    context: &Context,
    section: &Section,
    source: &Source,
    diagnostics: &mut Diagnostics,
) -> Vec<Allowance> {
    let is_final = context.status == Status::Final;
    let scopes = LazyCell::new(|| Scopes::of(section));
    let mut allowances = Vec::new();
    for span in section.comments.iter().flat_map(|comments| parts(source, *comments)) {
        match instruction(source, span) {
            None if is_final => {
                let found = Diagnostic::warning(Code("comment-in-final"), span, "a final paper still has a comment");
                diagnostics.push(found.with_help("Do what it asks for, then delete it; it is not printed."));
            }
            None => {}
            Some(Ok(code)) => match explain::changeable(&code, code.span) {
                Ok(page) => {
                    allowances.push(Allowance { code: page.code, place: code.span, scope: scopes.at(span) });
                }
                Err(refused) => diagnostics.push(*refused),
            },
            Some(Err(mistake)) => diagnostics.push(*mistake),
        }
    }
    allowances
}

/// Those of a section that allow what only the finished pages show. What is wrong with the others has been reported.
pub(super) fn of_layout(section: &Section, source: &Source) -> Vec<Allowance> {
    let scopes = LazyCell::new(|| Scopes::of(section));
    let comments = section.comments.iter().flat_map(|comments| parts(source, *comments));
    let allowed = comments.filter_map(|comment| {
        let code = instruction(source, comment)?.ok()?;
        let code = explain::changeable(&code, code.span).ok().map(|page| (page.code, code.span))?;
        Some(Allowance { code: code.0, place: code.1, scope: scopes.at(comment) })
    });
    allowed.filter(|allowance| shows_on_pages(allowance.code)).collect()
}

/// Whether a code is of what only the finished pages show.
pub(super) fn shows_on_pages(code: Code) -> bool {
    code.0.starts_with("layout-")
}

/// The single comments where one or several stand.
fn parts(source: &Source, comments: Span) -> impl Iterator<Item = Span> {
    let text = source.slice(comments);
    let mut at = 0;
    std::iter::from_fn(move || {
        let start = at + text[at..].find("<!--")?;
        // `<!-->` and `<!--->` are whole comments, too.
        let end = text[start + 2..].find("-->").map_or(text.len(), |end| start + 2 + end + "-->".len());
        at = end;
        Some(comments.part(start..end))
    })
}

/// The code that a comment allows; [`None`] if it is a note to people.
fn instruction(source: &Source, comment: Span) -> Option<Result<Spanned<String>, Box<Diagnostic>>> {
    let text = source.slice(comment);
    let text = text.strip_suffix("-->").unwrap_or(text);
    let told = text.strip_prefix("<!--")?.trim_ascii_start().strip_prefix("chancery:")?;
    Some(allowed(told).map_or_else(
        || {
            let message = "this allowance cannot be read";
            let help = "Write `<!-- chancery: allow code, because reason -->`: one code, and a reason for whoever \
                        reads it next.";
            Err(Box::new(Diagnostic::error(Code("invalid-allowance"), comment, message).with_help(help)))
        },
        |code| {
            let start = text.len() - told.len();
            Ok(Spanned::new(told[code.clone()].to_owned(), comment.part(start + code.start..start + code.end)))
        },
    ))
}

/// Where the code stands in ` allow code, because reason `.
fn allowed(told: &str) -> Option<Range<usize>> {
    let rest = told.trim_ascii_start().strip_prefix("allow")?;
    let (code, reason) = rest.strip_prefix(|blank: char| blank.is_ascii_whitespace())?.split_once(',')?;
    let reason = reason.trim_ascii_start().strip_prefix("because")?;
    let code_end = told.len() - rest.len() + 1 + code.trim_ascii_end().len();
    let code = code.trim_ascii();
    let is_word = !code.is_empty() && !code.contains(char::is_whitespace);
    (is_word && reason.contains(char::is_alphanumeric)).then(|| code_end - code.len()..code_end)
}
