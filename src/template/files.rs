//! The files that a template's Typst names: whether Typst will find them, and if not, why. Pictures are looked at
//! before anything decodes them.

use std::cell::RefCell;
use std::collections::BTreeSet;

use super::named::Named;
use crate::diagnostic::{Code, Diagnostic, Diagnostics, Reported, nearest};
use crate::image::ImageVerdicts;
use crate::project::{POINTER_HELP, Project, join};
use crate::source::Span;

/// What Typst can read, and what is near it.
pub(super) struct Reachable<'a> {
    project: &'a Project,
    /// The template's folder.
    folder: &'a str,
    /// Paths in the virtual tree.
    tree: BTreeSet<String>,
    examined: RefCell<&'a mut ImageVerdicts>,
}

impl<'a> Reachable<'a> {
    pub(super) fn new(
        project: &'a Project,
        folder: &'a str,
        tree: impl Iterator<Item = String>,
        examined: &'a mut ImageVerdicts,
    ) -> Self {
        Self { project, folder, tree: tree.collect(), examined: RefCell::new(examined) }
    }

    /// Reports the files that Typst code in `file`, a path in the virtual tree, names and that are not there, or are no
    /// pictures that can be printed.
    pub(super) fn check(
        &self,
        file: &str,
        named: &[Named],
        place: impl Fn(&Named) -> Span,
        diagnostics: &mut Diagnostics,
    ) -> Result<(), Reported> {
        let problems = named.iter().filter_map(|named| self.problem(file, named, place(named)));
        problems.map(|problem| diagnostics.report(problem)).last().map_or(Ok(()), Err)
    }

    fn problem(&self, file: &str, named: &Named, place: Span) -> Option<Diagnostic> {
        let written = named.name.as_str();
        if written.starts_with('@') {
            let message = format!("a paper is built without packages from elsewhere (`{}`)", written.escape_debug());
            let help = "Copy what is needed of it into the template's folder.";
            return Some(Diagnostic::error(Code("unsupported-package"), place, message).with_help(help));
        }
        let missing = |message: String, help: String| {
            Some(Diagnostic::error(Code("missing-file"), place, message).with_help(help))
        };
        let own = file.rsplit_once('/').map_or("", |(folder, _)| folder);
        let folder = if written.starts_with('/') { "" } else { own };
        let Some(path) = join(folder, written) else {
            let help = "Use a path below the project's folder.".to_owned();
            return missing(format!("`{}` leads out of the project", written.escape_debug()), help);
        };
        if self.tree.contains(&path) {
            return if named.is_picture { self.unprintable(&path, place) } else { self.not_here(&path, place) };
        }
        let name = file_name(&path);
        // As it is written in this file.
        let as_written = |path: &str| match path.rsplit_once('/') {
            Some((folder, name)) if folder == own => format!("`\"{name}\"`"),
            _ => format!("`\"/{path}\"`"),
        };
        let own_files = || self.tree.iter().filter(|other| self.is_own(other));
        let same_name = own_files().find(|other| file_name(other) == name);
        if self.project.contains(&path) {
            if self.is_own(&path) || path.ends_with(".csl") || path.ends_with(".toml") {
                let message = format!("`{path}` cannot be read by the template's Typst");
                let help = "Fonts, `.csl` and `.toml` are for the press; keep data in a `.json` or `.yaml` file.";
                return missing(message, help.to_owned());
            }
            let whose = if path.starts_with("templates/") { "another template" } else { "no template" };
            let help = match same_name {
                Some(own) => format!("The file of this template is named so: {}.", as_written(own)),
                None => {
                    let copy = format!("{}/{name}", self.folder);
                    format!("Copy it to `{copy}`, and write {}.", as_written(&copy))
                }
            };
            return missing(format!("`{path}` belongs to {whose}"), help);
        }
        let other_case = |other: &&String| other.to_lowercase() == path.to_lowercase();
        let near = || {
            let near = nearest(name, own_files().map(|other| file_name(other)))?;
            own_files().find(|other| file_name(other) == near)
        };
        let help = if let Some(other) = self.tree.iter().find(other_case) {
            format!("Capitals count: write {}.", as_written(other))
        } else if let Some(own) = same_name {
            format!("The template has a file of that name: {}.", as_written(own))
        } else if let Some(near) = near() {
            format!("Did you mean {}?", as_written(near))
        } else {
            "Create the file, or correct its name.".to_owned()
        };
        missing(format!("there is no file `{}`", path.escape_debug()), help)
    }

    /// What keeps Typst from reading a file of the template: Git LFS has not fetched it.
    fn not_here(&self, path: &str, place: Span) -> Option<Diagnostic> {
        // A file of Typst code is reported where it is parsed.
        let is_read = self.is_own(path) && !path.ends_with(".typ");
        self.project.file(path).filter(|file| is_read && file.is_pointer())?;
        Some(pointer("missing-file", path, "file", place))
    }

    /// What keeps a file of the template from being printed as a picture.
    fn unprintable(&self, path: &str, place: Span) -> Option<Diagnostic> {
        let file = self.project.file(path).filter(|_| self.is_own(path) && !self.project.is_builtin(path))?;
        if file.is_pointer() {
            return Some(pointer("missing-image", path, "image", place));
        }
        // Otherwise it is said of the file itself.
        let problem = file.conflict().is_none().then(|| self.examined.borrow_mut().examine(file).err()).flatten()?;
        Some(Diagnostic::error(Code("invalid-image"), place, problem.message).with_help(problem.help))
    }

    fn is_own(&self, path: &str) -> bool {
        path.strip_prefix(self.folder).is_some_and(|rest| rest.starts_with('/'))
    }
}

/// That there is only a pointer of Git LFS in the place of a file.
fn pointer(code: &'static str, path: &str, what: &str, place: Span) -> Diagnostic {
    let message = format!("`{path}` is a Git LFS pointer: the {what} itself is not here");
    Diagnostic::error(Code(code), place, message).with_help(POINTER_HELP)
}

fn file_name(path: &str) -> &str {
    path.rsplit('/').next().unwrap_or(path)
}
