//! The pipeline: a project in, findings and a PDF out. One function call a stage, no stage calls back.

mod older;
mod reading;

use std::collections::HashSet;
use std::sync::Arc;

use crate::assemble::{self, Assembled, Piece};
use crate::beside::both;
use crate::bibliography::Bibliography;
use crate::check::{self, Coverage, Manuscript};
use crate::diagnostic::{Code, Diagnostic, Diagnostics, Reported};
use crate::lock::{Lock, LockedSection, SharedDigests, Shown};
use crate::manifest::Manifest;
use crate::memo::Same;
use crate::paper::{self, Paper, PaperSection, Parts};
use crate::project::{MANIFEST, Project};
use crate::redline::{self, Entry};
use crate::source::FileId;
use crate::table;
use crate::template::{self, Template};
use crate::typeset::{self, Document};

use self::reading::{Read, ReadCache};

pub use older::{Older, older};

/// What may make the next build faster, never different.
#[derive(Default)]
pub struct Session {
    read: ReadCache,
    paper: paper::Memory,
    check: check::Memory,
    template: template::Memory,
    assemble: assemble::Memory,
    typeset: typeset::Session,
}

/// A paper on finished pages, of which there is no PDF.
pub struct Laid {
    pub paper: Paper,
    pub assembled: Assembled,
    pub document: Document,
}

/// A printed paper.
pub struct Built {
    pub paper: Paper,
    pub assembled: Assembled,
    pub document: Document,
    pub pdf: Vec<u8>,
}

impl Session {
    /// A session for one build after the other. A long paper is laid out chapter by chapter in it, to the same bytes:
    /// the first build takes as long as any, an edit as long as its chapter.
    pub fn lasting() -> Self {
        Self { typeset: typeset::Session::lasting(), ..Self::default() }
    }

    /// In how many parts the last paper was laid out; 0 if in one piece.
    pub fn parts(&self) -> usize {
        self.typeset.parts()
    }
}

impl Built {
    /// The name of what is printed, without an ending.
    pub fn slug(&self) -> &str {
        &self.paper.manifest.slug.value
    }

    pub fn pages(&self) -> usize {
        self.document.page_count()
    }
}

/// Every stage before Typst: reads, parses, resolves and checks the paper. [`None`] if the manifest cannot be read;
/// the sections' own mistakes are reported all the same.
pub fn check(project: &Project, session: &mut Session, diagnostics: &mut Diagnostics) -> Option<Paper> {
    prepare(project, None, session, diagnostics).map(|(paper, _)| paper)
}

/// As [`check()`] and, if the paper can be printed, what Typst will read of it.
pub fn check_for_pages(
    project: &Project,
    session: &mut Session,
    diagnostics: &mut Diagnostics,
) -> Option<(Paper, Option<Assembled>)> {
    let (paper, template) = prepare(project, None, session, diagnostics)?;
    let template = template.filter(|_| diagnostics.is_printable());
    let assembled = template.map(|template| assemble::assemble(&paper, &template, &mut session.assemble));
    Some((paper, assembled))
}

/// Finds what only the pages show of what was assembled.
pub fn look_at_pages(
    project: &Project,
    paper: &Paper,
    assembled: &Assembled,
    session: &mut Session,
    diagnostics: &mut Diagnostics,
) {
    // What keeps it from being laid out is among the findings.
    drop(pages(project, assembled, session, diagnostics));
    check::laid_out(project, paper, diagnostics);
}

/// The template that would lay the paper out, unless all of it came with the product: it is code of whoever sent the
/// paper. [`None`], too, if the manifest cannot be read, so that nothing would be laid out.
pub fn own_template(project: &Project) -> Option<String> {
    let is_scheme = |path: &str| path.starts_with("templates/marking/") && path.ends_with(".toml");
    let is_own = |path: &str| !project.is_builtin(path) && !is_scheme(path);
    if !project.paths_in("templates").any(is_own) {
        return None;
    }
    // All else that the manifest says is read where the paper is.
    let nobody = &mut Diagnostics::new();
    let source = project.text(MANIFEST, None, nobody).ok()?;
    let name = table::read(source, source.whole(), nobody, |root| {
        root.table("paper", |paper| paper.required_name("template", ""))
    });
    let name = name.ok()??.value;
    project.paths_in(&format!("templates/{name}")).any(is_own).then_some(name)
}

/// Prints the paper, if nothing keeps it from being printed.
pub fn build(project: &Project, session: &mut Session, diagnostics: &mut Diagnostics) -> Result<Built, Reported> {
    let (paper, assembled) = assemble(project, session, diagnostics)?;
    print(project, paper, assembled, session, diagnostics)
}

/// Everything up to Typst: the paper and what Typst will read, if `check` has nothing against it.
pub fn assemble(
    project: &Project,
    session: &mut Session,
    diagnostics: &mut Diagnostics,
) -> Result<(Paper, Assembled), Reported> {
    let prepared = prepare(project, None, session, diagnostics);
    diagnostics.checkpoint()?;
    let (paper, template) = prepared.expect("what was not reported was prepared");
    let template = template.expect("what was not reported was rendered");
    let assembled = assemble::assemble(&paper, &template, &mut session.assemble);
    Ok((paper, assembled))
}

/// What a release of the paper as it stands would lock, with the paper itself. [`None`] if something cannot be read.
pub fn lock(project: &Project, session: &mut Session, diagnostics: &mut Diagnostics) -> Option<(Paper, Lock)> {
    let read = session.read(project, None, diagnostics)?;
    // Taken before anything is resolved: a number that follows from other sections is no part of this one.
    let shown: Vec<_> = read.sections.iter().map(|section| Shown::of(&section.path, &section.section)).collect();
    let (paper, _) = resolve(project, read, session, diagnostics);
    let manifest = &paper.manifest;
    let sections = paper.sections.iter().zip(shown).map(|(section, shown)| LockedSection {
        name: section.path["sections/".len()..].to_owned(),
        version: section.section.front_matter.version.value.clone(),
        digest: shown.digest(project),
        words: section.words(),
        sketch: shown.sketch().clone(),
    });
    let lock = Lock {
        version: manifest.version.value.clone(),
        released: vec![manifest.version.value.clone()],
        whole: SharedDigests::of(project, manifest),
        sections: sections.collect(),
    };
    Some((paper, lock))
}

/// Lays out what was assembled, for who needs its pages and no PDF.
pub fn lay_out(
    project: &Project,
    paper: Paper,
    assembled: Assembled,
    session: &mut Session,
    diagnostics: &mut Diagnostics,
) -> Result<Laid, Reported> {
    let (assembled, document) = pages(project, &assembled, session, diagnostics)?;
    check::laid_out(project, &paper, diagnostics);
    diagnostics.checkpoint()?;
    Ok(Laid { paper, assembled, document })
}

/// Lays out what was assembled, and exports it.
pub fn print(
    project: &Project,
    paper: Paper,
    assembled: Assembled,
    session: &mut Session,
    diagnostics: &mut Diagnostics,
) -> Result<Built, Reported> {
    let (assembled, document) = pages(project, &assembled, session, diagnostics)?;
    let pdf = typeset::export(project, &assembled, &document, &mut session.typeset, diagnostics)?;
    check::laid_out(project, &paper, diagnostics);
    diagnostics.checkpoint()?;
    Ok(Built { paper, assembled, document, pdf })
}

/// The finished pages of what was assembled, with all that is drawn on them, and what they were laid out from.
fn pages(
    project: &Project,
    assembled: &Assembled,
    session: &mut Session,
    diagnostics: &mut Diagnostics,
) -> Result<(Assembled, Document), Reported> {
    let (assembled, document) = typeset::layout(project, assembled, &mut session.typeset, diagnostics)?;
    let stamped = (!assembled.stamps.is_empty()).then(|| typeset::stamp(&document, &assembled.stamps));
    Ok((assembled, stamped.unwrap_or(document)))
}

/// What became of an older paper in a newer one, as one paper with marks, and the changes as a list. The newer one's
/// template and fonts print it.
pub fn redline(
    older: &Older,
    (project, new): (&Project, &Paper),
    diagnostics: &mut Diagnostics,
) -> Result<(Paper, Assembled, Vec<Entry>), Reported> {
    let old = &older.paper;
    let paper = redline::of_projects((&older.original, old), (project, new));
    let changes = redline::changes(&paper);
    if !redline::is_related(old, &paper) {
        let (old, slug) = (&old.manifest.slug, &new.manifest.slug);
        let message = format!("`{}` and `{}` have little in common", old.value, slug.value);
        let help = "Make sure that these are the two papers you mean; the redline is made all the same.";
        diagnostics.push(Diagnostic::warning(Code("unrelated-papers"), slug.span, message).with_help(help));
    }
    let template = template::render(project, &paper, diagnostics)?;
    let assembled = assemble::assemble(&paper, &template, &mut assemble::Memory::default());
    Ok((paper, assembled, changes))
}

/// The virtual tree as files, fonts included: all that a stock Typst needs to set the same pages.
pub fn tree(assembled: &Assembled) -> Vec<(String, Vec<u8>)> {
    let files = assembled.files.iter().map(|(path, piece)| {
        let bytes = match piece {
            Piece::Emitted(file) => file.text.as_bytes().to_vec(),
            Piece::Copied(bytes) => bytes.to_vec(),
        };
        (path.clone(), bytes)
    });
    let house = assembled.fonts.iter().map(|(path, bytes)| {
        let name = path.rsplit('/').next().unwrap_or(path);
        (format!("fonts/{name}"), bytes.to_vec())
    });
    let builtin = typeset::builtin_fonts().map(|(name, bytes)| (format!("fonts/{name}"), bytes.to_vec()));
    files.chain(house).chain(builtin).collect()
}

fn prepare(
    project: &Project,
    standing_in: Option<&Manifest>,
    session: &mut Session,
    diagnostics: &mut Diagnostics,
) -> Option<(Paper, Option<Arc<Template>>)> {
    let read = session.read(project, standing_in, diagnostics)?;
    Some(resolve(project, read, session, diagnostics))
}

impl Session {
    /// Every section file of a project as it was read, before anything is resolved.
    pub fn sections(&mut self, project: &Project) -> Vec<PaperSection> {
        self.read.sections(project)
    }

    /// The works of the paper that was checked last.
    pub fn bibliography(&self) -> Same<Bibliography> {
        self.read.bibliography()
    }

    fn read(
        &mut self,
        project: &Project,
        standing_in: Option<&Manifest>,
        diagnostics: &mut Diagnostics,
    ) -> Option<Read> {
        let paths = project.paths_in("sections").filter_map(|path| project.id(path));
        let ids: HashSet<FileId> = paths.collect();
        self.read.retain(|id| ids.contains(&id));
        self.paper.retain(|id| ids.contains(&id), |path| project.contains(path));
        self.check.retain(|id| ids.contains(&id));
        self.assemble.retain(|id| ids.contains(&id));
        project.conflicts(diagnostics);
        self.read.read(project, standing_in, diagnostics)
    }
}

fn resolve(
    project: &Project,
    read: Read,
    session: &mut Session,
    diagnostics: &mut Diagnostics,
) -> (Paper, Option<Arc<Template>>) {
    let Read { manifest, sections, scheme, works, has_new_works, causes } = read;
    let bibliography = &works.bibliography;
    let manuscript =
        Manuscript { project, manifest: &manifest, sections: &sections, scheme: scheme.as_deref(), bibliography };
    let parts = Parts {
        project,
        manifest: manifest.clone(),
        sections: sections.clone(),
        scheme: scheme.clone(),
        bibliography,
        style: works.style.as_ref(),
    };
    let look = || {
        let mut found = Diagnostics::new();
        let policy = check::manuscript(&manuscript, &mut session.check, &mut found);
        (policy, found.into_list())
    };
    let mut unresolved = Diagnostics::new();
    let ((policy, found), mut paper) =
        both(has_new_works, look, || paper::resolve(parts, &mut session.paper, &mut unresolved));
    diagnostics.extend(&found);
    diagnostics.extend(&unresolved.into_list());
    let template = session.template.render(project, &paper, diagnostics);
    if let Some(template) = &template {
        let fonts = session.typeset.fonts(&template.fonts);
        let named = template::misnamed_fonts(project, &paper.manifest.template.value, diagnostics);
        // What a font that cannot be used is lacking for, follows from that.
        if fonts.report(diagnostics).is_none() && named.is_ok() {
            template.check_fonts(|family| fonts.has_family(family), diagnostics);
        }
        let coverage = Same(fonts as Arc<dyn Coverage>);
        let lacking = check::paper(project, &paper, &coverage, &mut session.check, diagnostics);
        paper.lacking = Arc::new(lacking);
    }
    policy.apply(project, &paper.manifest, &causes, template.is_some(), diagnostics);
    (paper, template)
}
