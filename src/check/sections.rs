//! Sections that are less far than the paper they stand in.

use crate::diagnostic::{Code, Diagnostic, Diagnostics, Severity};
use crate::section::Status;

use super::Manuscript;

/// Reports each section that calls itself a draft in a consultation or final paper, or the like.
pub fn check(manuscript: &Manuscript, diagnostics: &mut Diagnostics) {
    let paper = &manuscript.manifest.status;
    let severity = if paper.value == Status::Final { Severity::Error } else { Severity::Warning };
    for section in manuscript.sections {
        let Some(status) = section.section.front_matter.status.filter(|status| status.value < paper.value) else {
            continue;
        };
        let message = format!("this section is `{}`, but the paper is `{}`", status.value.name(), paper.value.name());
        let found = Diagnostic::new(severity, Code("section-status"), status.span, message)
            .with_label(paper.span, "the paper's status")
            .with_help("Finish the section and raise its status, or lower the paper's.");
        diagnostics.push(found);
    }
}
