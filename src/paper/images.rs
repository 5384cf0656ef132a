//! Finds the images that sections print and looks at each before anything decodes it.

use std::cell::LazyCell;
use std::collections::BTreeMap;
use std::sync::Arc;

use crate::diagnostic::{Code, Diagnostic, Diagnostics, Names, Severity};
use crate::image::ImageVerdicts;
use crate::project::{POINTER_HELP, Project, join};
use crate::section::{Section, Status, walk};
use crate::source::Spanned;

/// The path in the project of an image that a section prints, where it is asked for.
pub(super) type ImageUse = Spanned<String>;

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

/// The images that can be printed, of those that sections use. The others are reported where they are asked for.
pub(super) fn find<'a>(
    project: &Project,
    status: Status,
    uses: impl Iterator<Item = &'a ImageUse>,
    examined: &mut ImageVerdicts,
    diagnostics: &mut Diagnostics,
) -> BTreeMap<String, Arc<[u8]>> {
    let mut found = BTreeMap::new();
    let there = project.paths_in("sections").filter(|path| !path.ends_with(".md"));
    let there = LazyCell::new(|| Names::new(there));
    let severity = if status == Status::Draft { Severity::Warning } else { Severity::Error };
    for ImageUse { value: path, span } in uses {
        if found.contains_key(path) {
            continue;
        }
        let Some(file) = project.file(path) else {
            let missing =
                Diagnostic::new(severity, Code("missing-image"), *span, format!("there is no image `{path}`"));
            let help = there.nearest(path).map_or("Put the image there, or correct the path.".to_owned(), |near| {
                format!("Did you mean `{near}`? Paths are relative to the section file.")
            });
            diagnostics.push(missing.with_help(help));
            continue;
        };
        if file.is_pointer() {
            let message = format!("`{path}` is a Git LFS pointer: the image itself is not here");
            diagnostics.push(Diagnostic::new(severity, Code("missing-image"), *span, message).with_help(POINTER_HELP));
            continue;
        }
        match examined.examine(file) {
            Ok(()) => {
                found.insert(path.clone(), Arc::clone(file.bytes()));
            }
            Err(problem) => {
                let bad = Diagnostic::error(Code("invalid-image"), *span, problem.message);
                diagnostics.push(bad.with_help(problem.help));
            }
        }
    }
    found
}
