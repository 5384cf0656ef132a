//! Finds the images that sections print and looks at each before anything decodes it.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::PaperSection;
use crate::diagnostic::{Code, Diagnostic, Diagnostics, Severity, nearest};
use crate::image::Examined;
use crate::manifest::Manifest;
use crate::project::{Project, join};
use crate::section::{self, Block, BlockKind, FigureBody, Image, InlineKind, Inlines, Status};

/// Turns every image's path into one of the project, and returns the images that can be printed.
pub fn resolve(
    project: &Project,
    manifest: &Manifest,
    sections: &mut [PaperSection],
    examined: &mut Examined,
    diagnostics: &mut Diagnostics,
) -> BTreeMap<String, Arc<[u8]>> {
    let mut images = Images { project, status: manifest.status.value, found: BTreeMap::new(), examined, diagnostics };
    for PaperSection { path, section } in sections {
        let folder = path.rsplit_once('/').map_or("", |(folder, _)| folder);
        images.blocks(folder, &mut section.blocks);
        for note in &mut section.footnotes {
            images.blocks(folder, &mut note.blocks);
        }
    }
    images.found
}

struct Images<'a> {
    project: &'a Project,
    status: Status,
    found: BTreeMap<String, Arc<[u8]>>,
    examined: &'a mut Examined,
    diagnostics: &'a mut Diagnostics,
}

impl Images<'_> {
    fn blocks(&mut self, folder: &str, blocks: &mut [Block]) {
        self.figures(folder, blocks);
        section::walk::inlines_mut(blocks, &mut |inlines| self.inlines(folder, inlines));
    }

    fn figures(&mut self, folder: &str, blocks: &mut [Block]) {
        for block in blocks {
            match &mut block.kind {
                BlockKind::Figure(figure) => {
                    if let FigureBody::Images(images) = &mut figure.body {
                        images.iter_mut().for_each(|image| self.image(folder, image));
                    }
                }
                BlockKind::List(list) => {
                    list.items.iter_mut().for_each(|item| self.figures(folder, &mut item.blocks));
                }
                BlockKind::Definitions(definitions) => {
                    definitions.iter_mut().for_each(|definition| self.figures(folder, &mut definition.details));
                }
                BlockKind::Quote(inner) | BlockKind::Container(_, inner) => self.figures(folder, inner),
                _ => {}
            }
        }
    }

    fn inlines(&mut self, folder: &str, inlines: &mut Inlines) {
        for inline in inlines {
            if let InlineKind::Image(image) = &mut inline.kind {
                self.image(folder, image);
            } else if let Some(children) = section::walk::children_mut(inline) {
                self.inlines(folder, children);
            }
        }
    }

    fn image(&mut self, folder: &str, image: &mut Image) {
        let Some(path) = join(folder, &image.path.value) else {
            let message = format!("`{}` leads out of the project", image.path.value);
            let found = Diagnostic::error(Code("malformed-path"), image.path.span, message);
            self.diagnostics.push(found.with_help("Put the image below `sections/`."));
            return;
        };
        image.path.value = path;
        let path = &image.path.value;
        if self.found.contains_key(path) {
            return;
        }
        let Some(bytes) = self.project.bytes(path) else {
            let severity = if self.status == Status::Draft { Severity::Warning } else { Severity::Error };
            let message = format!("there is no image `{path}`");
            let found = Diagnostic::new(severity, Code("missing-image"), image.path.span, message);
            let near = nearest(path, self.project.paths_in("sections").filter(|path| !path.ends_with(".md")));
            let help = near.map_or("Put the image there, or correct the path.".to_owned(), |near| {
                format!("Did you mean `{near}`? Paths are relative to the section file.")
            });
            self.diagnostics.push(found.with_help(help));
            return;
        };
        match self.examined.examine(path, bytes) {
            Ok(()) => {
                self.found.insert(path.clone(), Arc::clone(bytes));
            }
            Err(problem) => {
                let found = Diagnostic::error(Code("bad-image"), image.path.span, problem.message);
                self.diagnostics.push(found.with_help(problem.help));
            }
        }
    }
}
