//! What was read of files that have not changed since: parsed sections, the bibliography and its style.
//!
//! Only what was read without a finding is kept, so that no finding is ever lost with the next build.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::bibliography::{self, Bibliography, Style};
use crate::diagnostic::{Diagnostics, Reported};
use crate::manifest::BibliographyChoice;
use crate::markdown;
use crate::project::Project;
use crate::section::Section;
use crate::source::FileId;
use crate::template;

/// What earlier builds read.
#[derive(Default)]
pub struct Kept {
    sections: BTreeMap<String, (File, Section)>,
    works: Option<(WorksOrigin, Arc<Works>)>,
}

/// A bibliography, with its style if that can be read.
#[derive(Default)]
pub struct Works {
    pub bibliography: Bibliography,
    pub style: Option<Style>,
}

/// A file as it was. Spans lead to the id, so it counts as much as the content.
type File = (FileId, Arc<[u8]>);

/// All that a bibliography and its style are read from.
#[derive(PartialEq)]
struct WorksOrigin {
    template: String,
    choice: BibliographyChoice,
    files: Vec<File>,
}

impl Kept {
    /// Lets go of files that are no longer there.
    pub fn prune(&mut self, project: &Project) {
        self.sections.retain(|path, _| project.contains(path));
    }

    /// The section at `path`, which is in the project.
    pub fn section(
        &mut self,
        project: &Project,
        path: &str,
        diagnostics: &mut Diagnostics,
    ) -> Result<Section, Reported> {
        let file = file(project, path);
        if let Some((kept, section)) = self.sections.get(path)
            && file.as_ref() == Some(kept)
        {
            return Ok(section.clone());
        }
        let found = diagnostics.len();
        let section = markdown::parse(project.text(path, None, diagnostics)?, diagnostics);
        if let Some(file) = file.filter(|_| diagnostics.len() == found) {
            self.sections.insert(path.to_owned(), (file, section.clone()));
        }
        Ok(section)
    }

    /// The works that `choice` names.
    pub fn works(
        &mut self,
        project: &Project,
        template: &str,
        choice: &BibliographyChoice,
        diagnostics: &mut Diagnostics,
    ) -> Arc<Works> {
        let styles = project.paths_in("templates").filter(|path| path.ends_with(".csl"));
        let files = project.paths_in("bibliography").chain(styles).filter_map(|path| file(project, path)).collect();
        let origin = WorksOrigin { template: template.to_owned(), choice: choice.clone(), files };
        if let Some((kept, works)) = &self.works
            && *kept == origin
        {
            return Arc::clone(works);
        }
        let found = diagnostics.len();
        let bibliography = bibliography::read(project, &choice.files, diagnostics);
        // The style of a template that is not there need not be reported as well.
        let has_template = template::exists(project, template);
        let style =
            has_template.then(|| bibliography::style(project, template, &choice.style, diagnostics).ok()).flatten();
        let works = Arc::new(Works { bibliography, style });
        self.works = (diagnostics.len() == found && has_template).then(|| (origin, Arc::clone(&works)));
        works
    }
}

fn file(project: &Project, path: &str) -> Option<File> {
    Some((project.id(path)?, Arc::clone(project.bytes(path)?)))
}
