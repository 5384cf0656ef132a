//! `template.toml`: what a template says of itself that is no Typst.

use crate::diagnostic::{Diagnostics, Reported};
use crate::manifest::{self, Chapters};
use crate::project::Project;
use crate::table;

/// What a template declares; without the file, what stands here by default.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Settings {
    pub chapters: Chapters,
}

/// The file's name.
const SETTINGS: &str = "template.toml";

/// Reads the settings of the template in `folder`.
pub(super) fn read(project: &Project, folder: &str, diagnostics: &mut Diagnostics) -> Result<Settings, Reported> {
    let path = format!("{folder}/{SETTINGS}");
    if !project.contains(&path) {
        return Ok(Settings::default());
    }
    let source = project.text(&path, None, diagnostics)?;
    table::read(source, source.whole(), diagnostics, |root| {
        Ok(Settings { chapters: manifest::chapters(root)?.unwrap_or_default() })
    })
}
