//! Sphinx with MyST: `conf.py` says what it is, the `{toctree}`s of its first file, and of those that they list, give
//! the order.
//!
//! Source: the manual of Sphinx, <https://www.sphinx-doc.org/en/master/usage/restructuredtext/directives.html>.

use super::super::scan::Fence;
use super::super::shelf::Shelf;
use super::{Chapter, Manuscript, chapters, text};

/// Lists within lists of chapters.
const MAX_LEVEL: usize = 12;

pub(super) fn read(shelf: &dyn Shelf) -> Option<Manuscript> {
    let folders = ["", "docs/", "source/", "docs/source/", "doc/", "content/"];
    let folder = folders.into_iter().find(|folder| shelf.read(&format!("{folder}conf.py")).is_ok())?;
    let first = ["index.md", "contents.md"].iter().map(|name| format!("{folder}{name}"));
    let first = first.into_iter().find(|path| shelf.read(path).is_ok())?;
    let mut reading =
        Reading { shelf, chapters: vec![chapter(&first, None, 0)], missing: Vec::new(), groups: Vec::new() };
    reading.lists_of(&first, 0);
    let Reading { chapters, missing, .. } = reading;
    (chapters.len() > 1).then(|| Manuscript {
        tool: "Sphinx",
        settings_path: format!("{folder}conf.py"),
        chapters,
        missing,
        ..Manuscript::default()
    })
}

fn chapter(path: &str, title: Option<&str>, level: usize) -> Chapter {
    Chapter { path: path.to_owned(), title: title.map(str::to_owned), level, ..Chapter::default() }
}

struct Reading<'s> {
    shelf: &'s dyn Shelf,
    chapters: Vec<Chapter>,
    missing: Vec<String>,
    /// Captions of lists that begin with the next chapter.
    groups: Vec<(usize, String)>,
}

impl Reading<'_> {
    /// Adds what the lists of a file name, in order.
    fn lists_of(&mut self, path: &str, level: usize) {
        let Some(text) = text(self.shelf, path) else { return };
        let mut lines = text.lines();
        while let Some(line) = lines.next() {
            let fence = Fence::of_code(line).or_else(|| Fence::of_block(line));
            let Some(fence) = fence.filter(|fence| fence.info.starts_with("{toctree}")) else { continue };
            let own: Vec<&str> = lines.by_ref().take_while(|line| !fence.is_closed_by(line)).map(str::trim).collect();
            self.list(path, &own, level);
        }
    }

    fn list(&mut self, path: &str, lines: &[&str], level: usize) {
        let options = lines.iter().filter_map(|line| line.strip_prefix(':')?.split_once(':'));
        let caption = options.clone().find(|(name, _)| *name == "caption").map(|(_, value)| value.trim());
        let caption = caption.filter(|caption| !caption.is_empty());
        // The chapters of a list with a caption stand below it.
        let level = level + usize::from(caption.is_some());
        if let Some(caption) = caption {
            self.groups.push((level - 1, caption.to_owned()));
        }
        for line in lines.iter().filter(|line| !line.is_empty() && !line.starts_with(':')) {
            let titled = line.strip_suffix('>').and_then(|line| line.split_once('<'));
            let (title, named) = titled.map_or((None, *line), |(title, named)| (Some(title.trim()), named.trim()));
            if named.contains("://") || named == "self" {
                continue;
            }
            let named = if named.starts_with('/') { format!("{}{named}", self.top()) } else { named.to_owned() };
            let own = chapters(self.shelf, path, &named);
            if own.is_empty() {
                super::miss(&named, &mut self.missing);
            }
            for own in own {
                if self.chapters.iter().any(|known| known.path == own) || self.chapters.len() > 5_000 {
                    continue;
                }
                let mut new = chapter(&own, title, level);
                new.groups = std::mem::take(&mut self.groups);
                self.chapters.push(new);
                if level < MAX_LEVEL {
                    self.lists_of(&own, level + 1);
                }
            }
        }
        if caption.is_some() {
            // Nothing is below it.
            self.groups.clear();
        }
    }

    /// The folder of the first file.
    fn top(&self) -> String {
        let first = self.chapters.first().map_or("", |chapter| chapter.path.as_str());
        first.rsplit_once('/').map_or(String::new(), |(folder, _)| format!("/{folder}"))
    }
}
