//! One section as it stands by itself: values in place, markings and images looked up, notes at their first call.

use std::cell::OnceCell;

use crate::bibliography::StyleForm;
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::manifest::Manifest;
use crate::marking::{Level, Scheme};
use crate::project::Project;
use crate::section::Section;
use crate::source::Span;
use crate::terms::Terms;
use crate::value::Context;

use super::images::ImageUse;
use super::outline::Outline;
use super::{data, images, markings, note_style, notes, outline, values, work_lists};

/// What sections are expanded with: the same for all of a paper.
pub(super) struct Settings<'a> {
    pub project: &'a Project,
    pub manifest: &'a Manifest,
    pub terms: &'a Terms,
    pub scheme: Option<&'a Scheme>,
    /// The paper's own level, and where it is declared.
    pub level: Option<(Level, Span)>,
    /// What the citation style prints in the text.
    pub citations: Option<StyleForm>,
    /// What expressions can name, made when the first asks.
    pub context: OnceCell<Context>,
}

/// A section that lacks nothing but what other sections decide.
#[derive(Debug)]
pub(super) struct Expanded {
    pub section: Section,
    pub outline: Outline,
    pub images: Vec<ImageUse>,
    pub findings: Vec<Diagnostic>,
}

/// Expands the section at `path`, reporting what is wrong with it whatever the others say.
pub(super) fn expand(path: &str, section: &Section, files: &data::Files, settings: &Settings) -> Expanded {
    let mut diagnostics = Diagnostics::new();
    let mut section = section.clone();
    values::put(&mut section, settings, &mut diagnostics);
    markings::parts(&mut section, settings, &mut diagnostics);
    let images = images::locate(path, &mut section, &mut diagnostics);
    data::fill(path, &mut section, files, settings, &mut diagnostics);
    notes::place(&mut section, &mut diagnostics);
    match settings.citations {
        Some(StyleForm::Notes) => {
            note_style::place(&mut section, settings.manifest.language.value.starts_with("en"));
        }
        Some(StyleForm::RaisedNumbers) => note_style::close_up(&mut section),
        Some(StyleForm::Names | StyleForm::Numbers | StyleForm::Labels) | None => {}
    }
    work_lists::place_headings(&mut section.blocks);
    let outline = outline::of(path, &mut section, settings.manifest.numbering, &mut diagnostics);
    Expanded { section, outline, images, findings: diagnostics.into_list() }
}
