//! [`Assembled`] → [`Document`]: Typst's compilation, with its findings told as ours.

use typst_layout::PagedDocument;

use crate::assemble::{Assembled, Part};
use crate::diagnostic::{Diagnostics, Reported};
use crate::project::Project;

use super::document::Document;
use super::findings::{self, Findings};
use super::session::Session;
use super::tree::file_id;
use super::world::{World, first_day};

/// Lays the paper out once. Reports what Typst refuses or warns of, and each file of the template's fonts that is
/// not a font.
pub(super) fn lay_out(
    project: &Project,
    assembled: &Assembled,
    session: &mut Session,
    diagnostics: &mut Diagnostics,
) -> Result<Document, Reported> {
    let fonts = session.fonts(&assembled.fonts);
    let broken = fonts.report(diagnostics);
    let today = first_day(assembled.date);
    let tree = session.tree.updated(&assembled.files);
    session.tree = tree.clone();
    let compile = |part: &Part| {
        let main = file_id(&part.main).expect("a path of ours has an id");
        typst::compile::<PagedDocument>(&World { main, tree: &tree, fonts: &fonts, today })
    };
    let compiled = session.threads.run(|| assembled.parts.first().map(compile).expect("a paper has a part"));
    let compiled = match compiled {
        Ok(compiled) => compiled,
        Err(breakdown) => {
            session.forget();
            return Err(findings::broke_down(&breakdown, diagnostics));
        }
    };

    let mut findings = Findings::new(project, &tree, diagnostics);
    findings.warnings(&compiled.warnings);
    match compiled.output {
        Ok(paged) => broken.map_or(Ok(Document::new(paged, tree)), Err),
        Err(errors) => {
            findings.errors(&errors);
            Err(findings.failed())
        }
    }
}
