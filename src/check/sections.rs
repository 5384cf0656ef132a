//! Sections that are less far than the paper they stand in.

use crate::diagnostic::{Code, Diagnostic, Diagnostics, Severity};
use crate::section::{FrontMatter, Status};
use crate::source::Spanned;

/// Reports each section that calls itself a draft in a consultation or final paper, or the like.
pub(super) fn check<'f>(
    paper: &Spanned<Status>,
    sections: impl Iterator<Item = &'f FrontMatter>,
    diagnostics: &mut Diagnostics,
) {
    let severity = if paper.value == Status::Final { Severity::Error } else { Severity::Warning };
    let statuses = sections.filter_map(|front_matter| front_matter.status.as_ref());
    for status in statuses.filter(|status| status.value < paper.value) {
        let message = format!("this section is `{}`, but the paper is `{}`", status.value.name(), paper.value.name());
        let found = Diagnostic::new(severity, Code("section-status"), status.span, message)
            .with_label(paper.span, "the paper's status")
            .with_help("Finish the section and raise its status, or lower the paper's.");
        diagnostics.push(found);
    }
}
