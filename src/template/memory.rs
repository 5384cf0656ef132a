//! The last template that was rendered, with what was found in it.

use std::sync::Arc;

use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::image::ImageVerdicts;
use crate::manifest::Manifest;
use crate::marking::Level;
use crate::memo::Same;
use crate::paper::Paper;
use crate::project::{File, Project};

use super::context::Section;
use super::{Template, render_with};

/// What may make the next rendering faster, never different.
#[derive(Default)]
pub struct Memory {
    examined: ImageVerdicts,
    last: Option<(Rendering, Option<Arc<Template>>, Vec<Diagnostic>)>,
}

/// All that a template makes of a paper that is no redline: what the paper says of itself, and the files.
#[derive(PartialEq)]
struct Rendering {
    manifest: Same<Manifest>,
    marking: Option<Level>,
    sections: Vec<Section>,
    /// Those that sections print: the template's Typst can read them, too.
    images: Vec<String>,
    files: Vec<File>,
}

impl Memory {
    /// As [`render`](super::render), from memory if nothing that it depends on has changed. [`None`] if the template
    /// has errors, which are reported.
    pub fn render(&mut self, project: &Project, paper: &Paper, diagnostics: &mut Diagnostics) -> Option<Arc<Template>> {
        let rendering = Rendering {
            manifest: Same(Arc::clone(&paper.manifest)),
            marking: paper.marking.clone(),
            sections: paper.sections.iter().map(Section::of).collect(),
            images: paper.images.keys().cloned().collect(),
            files: project.paths_in("templates").filter_map(|path| project.file(path).cloned()).collect(),
        };
        let (_, template, findings) = match self.last.take().filter(|(known, ..)| *known == rendering) {
            Some(last) => self.last.insert(last),
            None => {
                let mut found = Diagnostics::new();
                self.examined.retain(|path| project.contains(path));
                let template = render_with(project, paper, &mut self.examined, &mut found).ok().map(Arc::new);
                self.last.insert((rendering, template, found.into_list()))
            }
        };
        diagnostics.extend(findings);
        template.clone()
    }
}
