//! Finds the images that sections print and looks at each before anything decodes it.

use std::cell::LazyCell;
use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use crate::diagnostic::{Code, Diagnostic, Diagnostics, Names, Severity};
use crate::image::ImageVerdicts;
use crate::project::{MANIFEST, POINTER_HELP, Project, join, relative};
use crate::section::{Section, Status, walk};
use crate::source::Spanned;

/// The path in the project of an image that a section prints, where it is asked for.
pub(super) type ImageUse = Spanned<String>;

/// The images that can be printed, by path, and what drawings among them print as text.
pub(super) struct Found {
    pub images: BTreeMap<String, Arc<[u8]>>,
    pub lettering: BTreeMap<String, Spanned<Arc<str>>>,
}

/// Puts to every image its file in the project, and lists these. A path that leads out of it is reported.
pub(super) fn locate(path: &str, section: &mut Section, diagnostics: &mut Diagnostics) -> Vec<ImageUse> {
    let folder = path.rsplit_once('/').map_or("", |(folder, _)| folder);
    let mut uses = Vec::new();
    for blocks in section.bodies_mut() {
        walk::images_mut(blocks, &mut |image| {
            let Some(path) = join(folder, &image.path.value) else {
                let message = format!("`{}` leads out of the project", image.path.value);
                let found = Diagnostic::error(Code("invalid-image-path"), image.path.span, message);
                diagnostics.push(found.with_help("Put the image below `sections/`."));
                return;
            };
            uses.push(Spanned::new(path.clone(), image.path.span));
            image.file = Some(path);
        });
    }
    uses
}

/// The files below `sections/` that can be images.
struct There<'p> {
    names: Names<'p>,
    /// The first file of each name, in lower case.
    by_name: HashMap<String, &'p str>,
}

impl<'p> There<'p> {
    fn of(project: &'p Project) -> Self {
        let paths = || project.paths_in("sections").filter(|path| !path.ends_with(".md"));
        let mut by_name = HashMap::new();
        for path in paths() {
            by_name.entry(file_name(path).to_lowercase()).or_insert(path);
        }
        Self { names: Names::new(paths()), by_name }
    }

    /// What to do about an image that is not at `path`, in words of the file that asks for it.
    fn advice(&self, path: &str, section: &str) -> String {
        // What the manifest names, it names from where the images lie.
        let folder = match section {
            MANIFEST => "sections",
            _ => section.rsplit_once('/').map_or("", |(folder, _)| folder),
        };
        let write = |path: &str| format!("write `{}`", relative(folder, path));
        let same_name = self.by_name.get(&file_name(path).to_lowercase()).copied();
        match (same_name, self.names.nearest(path)) {
            (Some(other), _) if other.to_lowercase() == path.to_lowercase() => {
                format!("Capitals count: {}.", write(other))
            }
            (Some(other), _) => format!("It lies at `{other}`: {}.", write(other)),
            (None, Some(near)) => format!("Did you mean `{near}`? Then {}.", write(near)),
            (None, None) if is_in_sections(path) => "Put the image there, or correct the path.".to_owned(),
            (None, None) => {
                let inside = format!("sections/{}", path.strip_prefix("templates/").unwrap_or(path));
                format!("Move the image to `{inside}`, and {}.", write(&inside))
            }
        }
    }
}

fn is_in_sections(path: &str) -> bool {
    path.starts_with("sections/")
}

fn file_name(path: &str) -> &str {
    path.rsplit('/').next().unwrap_or(path)
}

/// What can be printed of the images that sections use. The others are reported where they are asked for.
pub(super) fn find<'a>(
    project: &Project,
    status: Status,
    uses: impl Iterator<Item = &'a ImageUse>,
    examined: &mut ImageVerdicts,
    diagnostics: &mut Diagnostics,
) -> Found {
    let (mut images, mut lettering) = (BTreeMap::new(), BTreeMap::new());
    let there = LazyCell::new(|| There::of(project));
    let severity = if status == Status::Draft { Severity::Warning } else { Severity::Error };
    for ImageUse { value: path, span } in uses {
        if images.contains_key(path) {
            continue;
        }
        let Some(file) = project.file(path) else {
            let message = match is_in_sections(path) {
                true => format!("there is no image `{path}`"),
                false => format!("`{path}` is outside of `sections/`, where images lie"),
            };
            let missing = Diagnostic::new(severity, Code("missing-image"), *span, message);
            diagnostics.push(missing.with_help(there.advice(path, span.file.path())));
            continue;
        };
        if file.is_pointer() {
            let message = format!("`{path}` is a Git LFS pointer: the image itself is not here");
            diagnostics.push(Diagnostic::new(severity, Code("missing-image"), *span, message).with_help(POINTER_HELP));
            continue;
        }
        // Said of the file itself.
        if file.conflict().is_some() {
            continue;
        }
        match examined.examine(file) {
            Ok(characters) => {
                images.insert(path.clone(), Arc::clone(file.bytes()));
                if !characters.is_empty() {
                    lettering.insert(path.clone(), Spanned::new(characters, *span));
                }
            }
            Err(problem) => {
                let bad = Diagnostic::error(Code("invalid-image"), *span, problem.message);
                diagnostics.push(bad.with_help(problem.help));
            }
        }
    }
    Found { images, lettering }
}
