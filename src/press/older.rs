//! The older version of a paper, which nobody can mend any more: read as far as it can be, and made fit to be printed
//! with the newer one's look.

use std::sync::Arc;

use crate::check::{self, Coverage, is_printed};
use crate::diagnostic::{Code, Diagnostics, Severity};
use crate::explain;
use crate::memo::Same;
use crate::paper::Paper;
use crate::project::{MANIFEST, Project};
use crate::section::walk::{self, StepMut};
use crate::section::{Block, BlockKind, Inline, InlineKind, Inlines, STAND_IN, Section, Target, Text};
use crate::source::is_forbidden;
use crate::template;

use super::{Session, prepare};

/// An older version, read.
pub struct Older {
    /// The project that its places belong to: with what was mended of its texts, and what the newer one lent it.
    pub project: Project,
    /// As it was.
    pub original: Project,
    pub paper: Paper,
}

/// Reads the older side of a comparison. What stands in the way of a print is a hint, and is left out or shown in
/// another way; what it says of itself and cannot be read, or what it draws on and lacks, is taken from the newer
/// version. [`None`] if it has no manifest.
pub fn older(
    project: &Project,
    (newer_project, newer): (&Project, &Paper),
    session: &mut Session,
    diagnostics: &mut Diagnostics,
) -> Option<Older> {
    let mut found = Diagnostics::new();
    let original = project.clone();
    let mut project = completed(&readable(project, &mut found), newer_project);
    let (mut paper, _) = prepare(&project, Some(&newer.manifest), session, &mut found)?;
    let coverage = session.typeset.fonts(&template::fonts(newer_project, &newer.manifest.template.value));
    let is_lacking = |character: char| !character.is_ascii() && is_printed(character) && !coverage.covers(character);
    // Whatever its own fonts had.
    check::paper(&project, &paper, &Same(Arc::clone(&coverage) as Arc<dyn Coverage>), &mut session.check, &mut found);
    if found.iter().any(|finding| finding.code == Code("missing-glyph")) {
        project = replaced(&project, is_lacking);
        (paper, _) = prepare(&project, Some(&newer.manifest), session, &mut Diagnostics::new())?;
        // For such a drawing a stand-in is printed.
        let lacks = |path: &String| paper.lettering.get(path).is_some_and(|text| text.value.contains(is_lacking));
        paper.images.retain(|path, _| !lacks(path));
    }
    found.revise(|finding| {
        let is_rule = explain::page(finding.code.0).is_some_and(|page| page.is_rule);
        // For an image or a character that is missing a draft prints a stand-in, which is no other one.
        let is_missing = ["missing-image", "missing-glyph"].contains(&finding.code.0);
        let is_told = (finding.severity == Severity::Error || is_missing) && !is_rule;
        finding.severity = Severity::Hint;
        is_told
    });
    let mender = Mender { project: &project, is_lacking: &is_lacking };
    for section in &mut paper.sections {
        section.section = Arc::new(mender.section(&section.section));
    }
    diagnostics.extend(&found.into_list());
    Some(Older { project, original, paper })
}

/// The project with texts that can be read. What cannot is reported.
fn readable(project: &Project, diagnostics: &mut Diagnostics) -> Project {
    for path in texts(project) {
        let _ = project.text(path, None, diagnostics);
    }
    replaced(project, is_forbidden)
}

/// The project with a sign that every font has for the characters that cannot stand in a text.
fn replaced(project: &Project, cannot_stand: impl Fn(char) -> bool) -> Project {
    let mut mended = project.clone();
    for file in texts(project).filter_map(|path| project.file(path)) {
        let text = file.source().text();
        if text.contains(&cannot_stand) || std::str::from_utf8(file.bytes()).is_err() {
            mended =
                mended.with(file.path(), text.replace(&cannot_stand, STAND_IN.encode_utf8(&mut [0; 4])).into_bytes());
        }
    }
    mended
}

/// The paths of what the paper is read from.
fn texts(project: &Project) -> impl Iterator<Item = &'static str> {
    let is_text = |path: &&str| *path == MANIFEST || path.ends_with(".md") || path.starts_with("bibliography/");
    project.paths().filter(is_text)
}

/// The project with what only the newer one has of templates and marking schemes.
fn completed(project: &Project, newer: &Project) -> Project {
    let lacking = newer.paths_in("templates").filter(|path| !project.contains(path));
    project.with_files(lacking.filter_map(|path| newer.file(path)))
}

struct Mender<'a> {
    project: &'a Project,
    is_lacking: &'a dyn Fn(char) -> bool,
}

impl Mender<'_> {
    fn section(&self, section: &Section) -> Section {
        let mut section = section.clone();
        self.blocks(&mut section.blocks);
        walk::images_mut(&mut section.blocks, &mut |image| {
            let (place, file) = (image.span, image.path.value.clone());
            image.alt.get_or_insert_with(|| Text::computed(place, file));
        });
        section
    }

    fn blocks(&self, blocks: &mut [Block]) {
        walk::steps_mut(blocks, &mut |step| match step {
            StepMut::Inlines(_, inlines) => self.inlines(inlines),
            StepMut::Block(Block { kind: BlockKind::Code(code), .. }) => self.text(code),
            StepMut::Block(_) => {}
        });
    }

    fn inlines(&self, inlines: &mut Inlines) {
        let mut mended = Inlines::with_capacity(inlines.len());
        for mut inline in std::mem::take(inlines) {
            match &mut inline.kind {
                InlineKind::Text(text) | InlineKind::Code(text) | InlineKind::Placeholder(text) => self.text(text),
                // What could not be resolved is shown as it was typed.
                InlineKind::Reference { .. } | InlineKind::Citation(_) | InlineKind::Value(_) => {
                    let mut typed =
                        Text::computed(inline.span, self.project.source(inline.span.file).slice(inline.span));
                    self.text(&mut typed);
                    inline = Inline { kind: InlineKind::Placeholder(typed), ..inline };
                }
                InlineKind::Footnote(note) => note.blocks.iter_mut().for_each(|blocks| self.blocks(blocks)),
                // An address that was refused.
                InlineKind::Link { target: Target::Url(url), content, .. } if url.is_empty() => {
                    self.inlines(content);
                    mended.append(content);
                    continue;
                }
                _ => walk::children_mut(&mut inline).into_iter().for_each(|inner| self.inlines(inner)),
            }
            mended.push(inline);
        }
        *inlines = mended;
    }

    /// Puts a sign that every font has for those that none has.
    fn text(&self, text: &mut Text) {
        if text.contains(self.is_lacking) {
            *text = text.with_stand_ins(self.is_lacking);
        }
    }
}
