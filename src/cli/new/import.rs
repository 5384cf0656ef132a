//! `chancery new --from`: a paper that begins with a manuscript of another tool.

use std::path::Path;

use chancery::diagnostic::{Code, Diagnostic, Place};
use chancery::import::{self, Beginning, Imported, Refusal, Weight};

use super::super::disk::{self, FolderShelf};
use super::super::terminal::display;
use super::super::{Failure, terminal};

/// Files that say what stands in the folder around them.
const SETTINGS: &[&str] = &[
    "SUMMARY.md",
    "book.toml",
    "_quarto.yml",
    "_quarto.yaml",
    "_bookdown.yml",
    "myst.yml",
    "_toc.yml",
    "_config.yml",
    "mkdocs.yml",
    "defaults.yaml",
];

/// Makes a paper of what the user named.
pub fn import(from: &Path, beginning: &Beginning) -> Result<Imported, Failure> {
    let name = from.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    let is_setting = SETTINGS.contains(&name.as_str());
    let refuse = |message: String, help: &str| -> Failure {
        let failure = Diagnostic::error(Code("missing-manuscript"), Place::Argument(display(from)), message);
        Box::new(failure.with_help(help))
    };
    const NAME: &str =
        "Name a file or a folder of Markdown, as pandoc, Quarto, MyST, mdBook, MkDocs or GitHub have it.";
    const WORD: &str =
        "Word is not read yet: `pandoc manuscript.docx --extract-media=. -o manuscript.md` makes Markdown of it.";
    let shown = display(from);
    if !disk::exists(from) {
        return Err(refuse(format!("`{shown}` does not exist"), NAME));
    }
    if [".docx", ".doc", ".odt", ".rtf"].iter().any(|ending| name.to_lowercase().ends_with(ending)) {
        return Err(refuse(format!("`{shown}` is no Markdown"), WORD));
    }
    let parent = || from.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or(Path::new(".")).to_owned();
    let is_folder = from.is_dir();
    let folder = if is_folder { from.to_owned() } else { parent() };
    // Texts may name what lies elsewhere in their repository.
    let around = |path: &Path| {
        let top = disk::repository_around(&folder)?;
        let within = disk::path_below(&top, path)?;
        disk::exists(&top.join(&within)).then_some((within, top))
    };
    let shelf = match is_folder || is_setting {
        true => {
            let (within, top) = around(&folder).unwrap_or_else(|| (String::new(), folder.clone()));
            FolderShelf::open(&top, &within, true).map(|shelf| (shelf, None))
        }
        false => {
            let (file, top) = around(from).unwrap_or_else(|| (name, folder.clone()));
            FolderShelf::open(&top, "", false).map(|shelf| (shelf, Some(file)))
        }
    };
    let (shelf, file) = shelf.map_err(|reason| refuse(format!("`{shown}` cannot be read: {reason}"), NAME))?;
    import::import(&shelf, file.as_deref(), beginning).map_err(|refusal| match refusal {
        Refusal::NoText => refuse(format!("there is no text in `{shown}`"), NAME),
        Refusal::Unread(reason) => refuse(format!("`{shown}` cannot be read: {reason}"), NAME),
        Refusal::NotUtf8 => refuse(format!("`{shown}` is no text in UTF-8"), NAME),
    })
}

/// Tells what was made, and what is left to do.
pub fn tell(imported: &Imported) {
    let some = |count: usize, one: &str| match count {
        1 => format!("1 {one}"),
        _ => format!("{count} {one}s"),
    };
    let counted = [some(imported.sections, "section"), some(imported.words, "word"), some(imported.images, "image")];
    terminal::tell(&format!("Imported from {}: {}.", imported.tool, counted.join(", ")));
    const MAX_SHOWN: usize = 10;
    let to_do: Vec<_> = imported.remarks.iter().filter(|(.., remark)| remark.weight == Weight::ToDo).collect();
    for (path, line, column, remark) in to_do.iter().take(MAX_SHOWN) {
        let place = if path.is_empty() { String::new() } else { format!("{path}:{line}:{column}: ") };
        terminal::tell(&format!("{place}{}", remark.what));
    }
    let rest = imported.remarks.len() - to_do.len();
    if imported.remarks.is_empty() {
        return;
    }
    let more =
        if to_do.len() > MAX_SHOWN { format!(", {} more of them", to_do.len() - MAX_SHOWN) } else { String::new() };
    let report = import::REPORT;
    terminal::tell(&match to_do.len() {
        0 => format!("Nothing is left to do; `{report}` tells what is not as it was."),
        count => format!("{count} to do{more}, {rest} to know: `{report}` lists them with what to do."),
    });
}
