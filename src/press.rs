//! Stub.
use crate::diagnostic::{Diagnostics, Reported};
use crate::paper::Paper;
use crate::project::Project;
use crate::typeset::Session;

pub struct Built {
    pub pdf: Vec<u8>,
    pub pages: usize,
    pub slug: String,
    pub tree: Vec<(String, Vec<u8>)>,
}

pub fn check(project: &Project, _session: &mut Session, diagnostics: &mut Diagnostics) -> Option<Paper> {
    stub(project, diagnostics).ok()?;
    None
}

pub fn build(project: &Project, _session: &mut Session, diagnostics: &mut Diagnostics) -> Result<Built, Reported> {
    let pages = stub(project, diagnostics)?;
    Ok(Built {
        pdf: [b"%PDF-".to_vec(), project.digest().to_vec()].concat(),
        pages,
        slug: "tiny".into(),
        tree: vec![("main.typ".into(), b"#[]".to_vec()), ("fonts/a.ttf".into(), vec![0])],
    })
}

fn stub(project: &Project, diagnostics: &mut Diagnostics) -> Result<usize, Reported> {
    use crate::diagnostic::{Code, Diagnostic};
    let _ = project.text("paper.toml", None, diagnostics);
    for path in project.paths_in("sections") {
        let source = project.source(project.id(path).unwrap());
        for (at, word) in source.text().match_indices("[](#nowhere)") {
            let span = source.span(at..at + word.len());
            diagnostics.push(Diagnostic::error(Code("stub-error"), span, "no label").with_help("Delete it."));
        }
        assert!(!source.text().contains("PANIC"), "told to panic by {path}");
    }
    diagnostics.checkpoint()?;
    Ok(project.paths_in("sections").count())
}
