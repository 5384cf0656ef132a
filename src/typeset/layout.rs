//! [`Assembled`] → [`Document`]: Typst's compilation, with its findings told as ours.

use std::sync::Arc;

use typst::diag::Warned;
use typst::ecow::EcoVec;
use typst::syntax::FileId;
use typst_layout::PagedDocument;

use crate::assemble::{Assembled, Piece};
use crate::diagnostic::{Diagnostics, Reported};
use crate::project::Project;

use super::document::Document;
use super::findings::{self, Findings};
use super::paged::Paged;
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
    let mains = if session.parts.is_some() { mains(assembled) } else { Vec::new() };
    let tree = match mains.as_slice() {
        [] => session.tree.updated(&assembled.files),
        mains => session.tree.updated(&assembled.files.clone().into_iter().chain(mains.iter().cloned()).collect()),
    };
    session.tree = tree.clone();
    let id = |path: &str| file_id(path).expect("a path of ours has an id");
    let world = |main| World { main, tree: &tree, fonts: &fonts, today };
    let parts = session.parts.as_mut();
    let compile = || {
        let mains: Vec<FileId> = mains.iter().map(|(path, _)| id(path)).collect();
        match parts.and_then(|parts| parts.lay_out(&mains, world)) {
            Some(joined) => Warned { output: Ok(joined), warnings: EcoVec::new() },
            None => {
                let Warned { output, warnings } = typst::compile::<PagedDocument>(&world(id(&assembled.main)));
                Warned { output: output.map(Paged::from), warnings }
            }
        }
    };
    let compiled = match session.threads.run(compile) {
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

/// The files that the parts of a paper begin with, in order, if it has several.
fn mains(assembled: &Assembled) -> Vec<(String, Piece)> {
    let Some(Piece::Emitted(main)) = assembled.files.get(&assembled.main).filter(|_| assembled.parts.len() > 1) else {
        return Vec::new();
    };
    // Beside the main file, or it would not find what it imports; and no file of a project has such a name.
    let path = |name: &str| format!("{}\u{1f}{}", assembled.main, name.replace('/', "\u{1f}"));
    let parts = assembled.parts.iter();
    parts.map(|part| (path(&part.name), Piece::Emitted(Arc::new(main.pieced(&part.pieces))))).collect()
}
