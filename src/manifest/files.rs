//! The files that a manifest names: their form, and whether they are there.

use std::cell::{LazyCell, RefCell};
use std::collections::{BTreeMap, BTreeSet};

use unicode_normalization::UnicodeNormalization;

use crate::diagnostic::{Code, Diagnostic, Diagnostics, Names, Reported, nearest};
use crate::project::{MANIFEST, Project, fits, is_pattern};
use crate::source::{Span, Spanned};
use crate::table::Table;

const BIBLIOGRAPHY_ENDINGS: [&str; 5] = [".bib", ".yml", ".yaml", ".json", ".ris"];

/// Reads `sections`: Markdown files below `sections/`, each once. Files that are there and not listed are pointed out.
pub(super) fn sections(project: &Project, paper: &mut Table) -> Result<Vec<Spanned<String>>, Reported> {
    let list = paper.required("sections", "sections = [\"background.md\"]")?;
    let names = list.readable_texts(paper.diagnostics)?;
    let listed: BTreeSet<String> = names.iter().map(|name| name.value.clone()).collect();
    let offered = RefCell::new(BTreeSet::new());
    let found = existing(project, "sections", &[".md"], list.span, names, &offered, paper.diagnostics);
    let offered = offered.into_inner();
    for path in project.paths_in("sections").filter(|path| path.ends_with(".md")) {
        let name = &path["sections/".len()..];
        // What was offered in place of another name is not left out by itself.
        if !listed.contains(name) && !listed.contains(path) && !offered.contains(name) {
            let message = format!("`{path}` is not listed, so it is not printed");
            let unlisted = Diagnostic::warning(Code("unlisted-section"), list.key.span, message);
            paper.diagnostics.push(unlisted.with_help(format!("Add `\"{name}\"` to `sections`, or delete the file.")));
        }
    }
    found
}

/// All section files that there are, in the order of their names, as if the manifest's first place named them.
pub(super) fn all(project: &Project) -> Vec<Spanned<String>> {
    let Some(manifest) = project.file(MANIFEST) else { return Vec::new() };
    let place = manifest.source().span(0..0);
    let paths = project.paths_in("sections").filter(|path| path.ends_with(".md"));
    paths.map(|path| Spanned::new(path["sections/".len()..].to_owned(), place)).collect()
}

/// Reads `files`: bibliography files below `bibliography/`, each once.
pub(super) fn bibliography(project: &Project, table: &mut Table) -> Result<Vec<Spanned<String>>, Reported> {
    let list = table.required("files", "files = [\"references.bib\"]")?;
    let names = list.readable_texts(table.diagnostics)?;
    let offered = RefCell::default();
    existing(project, "bibliography", &BIBLIOGRAPHY_ENDINGS, list.span, names, &offered, table.diagnostics)
}

/// The file of the project that a path is of, or all those that it is a pattern for.
pub(super) fn existing_paths(
    project: &Project,
    path: &Spanned<String>,
    diagnostics: &mut Diagnostics,
) -> Result<Vec<Spanned<String>>, Reported> {
    if project.contains(&path.value) {
        return Ok(vec![path.clone()]);
    }
    if is_pattern(&path.value) {
        let own = project.paths().filter(|one| !project.is_builtin(one) && fits(&path.value, one));
        let paths: Vec<_> = own.map(|one| Spanned::new(one.to_owned(), path.span)).collect();
        if paths.is_empty() {
            if path.value.matches('*').count() > 1 {
                let message = format!("the pattern `{}` has more than one `*`", path.value);
                let found = Diagnostic::error(Code("invalid-path"), path.span, message);
                return Err(diagnostics.report(found.with_help("Name each folder by a pattern of its own.")));
            }
            let missing = missing(&path.value, path.span);
            let help = "`*` stands for any part of one name: `\"sections/annex-*.md\"`. No file is called so.";
            return Err(diagnostics.report(missing.with_help(help)));
        }
        return Ok(paths);
    }
    let missing = missing(&path.value, path.span);
    Err(diagnostics.report(match nearest(&path.value, project.paths()) {
        Some(near) => missing.with_help(format!("Did you mean `{near}`?")),
        None => missing.with_help("Write the file's path from the project's folder, such as `\"sections/trends.md\"`."),
    }))
}

/// Those of `names` that are files below `folder`, each once. The rest is reported; what is offered in its place is
/// noted.
fn existing(
    project: &Project,
    folder: &str,
    endings: &[&str],
    list: Span,
    names: Vec<Spanned<String>>,
    offered: &RefCell<BTreeSet<String>>,
    diagnostics: &mut Diagnostics,
) -> Result<Vec<Spanned<String>>, Reported> {
    if names.is_empty() {
        let empty = Diagnostic::error(Code("empty-list"), list, "this list names no file");
        return Err(diagnostics.report(empty.with_help(format!("Name at least one file of `{folder}/`."))));
    }
    let mut first_places: BTreeMap<String, Span> = BTreeMap::new();
    let mut found = Vec::new();
    let mut failure = None;
    let inside = |path: &'_ str| path.strip_prefix(folder).and_then(|rest| rest.strip_prefix('/')).map(str::to_owned);
    let fits = |path: &&str| endings.iter().any(|ending| path.ends_with(ending));
    let there = LazyCell::new(|| project.paths_in(folder).filter(fits).filter_map(inside).collect::<BTreeSet<_>>());
    let likely = LazyCell::new(|| Names::new(there.iter().map(String::as_str)));
    let by_name = LazyCell::new(|| {
        let names = there.iter().map(|path| (file_name(path).to_lowercase(), path.clone()));
        names.collect::<BTreeMap<_, _>>()
    });
    let meant = |text: &str| {
        let here = inside(text).filter(|rest| there.contains(rest));
        let same_name = || by_name.get(&file_name(text).to_lowercase()).cloned();
        let without_ending =
            || endings.iter().map(|ending| format!("{text}{ending}")).find(|path| there.contains(path));
        here.or_else(same_name).or_else(without_ending).or_else(|| likely.nearest(text).map(str::to_owned))
    };
    let anywhere = LazyCell::new(|| {
        let names = project.paths().map(|path| (file_name(path).to_lowercase(), path));
        names.collect::<BTreeMap<_, _>>()
    });
    let lies_at = |text: &str| anywhere.get(&file_name(text).to_lowercase()).copied();
    for name in names {
        let problem = if let Some(first) = first_places.get(&name.value) {
            let twice = format!("`{}` is listed twice", name.value);
            let twice =
                Diagnostic::error(Code("duplicate-file"), name.span, twice).with_label(*first, "first listed here");
            Some(twice.with_help("Keep one of the two."))
        } else {
            first_places.insert(name.value.clone(), name.span);
            let offer = |near: &String| _ = offered.borrow_mut().insert(near.clone());
            let meant = |text: &str| meant(text).inspect(offer);
            problem(project, folder, endings, &name, &meant, &lies_at)
        };
        match problem {
            Some(problem) => failure = Some(diagnostics.report(problem)),
            None => found.push(name),
        }
    }
    // What is there is still worth checking.
    match failure {
        Some(reported) if found.is_empty() => Err(reported),
        _ => Ok(found),
    }
}

/// What is wrong with one file's name; `meant` tells which one may have been meant, `lies_at` where a file of that name
/// is.
fn problem(
    project: &Project,
    folder: &str,
    endings: &[&str],
    name: &Spanned<String>,
    meant: &dyn Fn(&str) -> Option<String>,
    lies_at: &dyn Fn(&str) -> Option<&'static str>,
) -> Option<Diagnostic> {
    let text = name.value.as_str();
    let path = format!("{folder}/{text}");
    if project.contains(&path) && endings.iter().any(|ending| text.ends_with(ending)) {
        return None;
    }
    if let Some(near) = meant(text) {
        let help = match near.nfc().eq(text.nfc()) {
            true => {
                format!("`{folder}/{near}` looks the same and is of other characters: rename it as it is written here.")
            }
            false => format!("Did you mean `\"{near}\"`?"),
        };
        return Some(missing(&path, name.span).with_help(help));
    }
    let strange = |part: &str| matches!(part, "" | "." | "..") || part.contains(['\\', ':']);
    if text.split('/').any(strange) || !endings.iter().any(|ending| text.ends_with(ending)) {
        let message = format!("`{text}` is not the name of a file below `{folder}/`");
        let ending = endings.join("`, `");
        let help = format!("Write the path from there, with `/` between folders and `{ending}` at its end.");
        return Some(Diagnostic::error(Code("invalid-path"), name.span, message).with_help(help));
    }
    let missing = missing(&path, name.span);
    Some(match lies_at(text) {
        Some(lies) => missing.with_help(format!("It lies at `{lies}`: move it to `{folder}/`.")),
        None => missing.with_help("Create the file, or correct its name."),
    })
}

fn file_name(path: &str) -> &str {
    path.rsplit('/').next().unwrap_or(path)
}

fn missing(path: &str, place: Span) -> Diagnostic {
    Diagnostic::error(Code("missing-file"), place, format!("there is no file `{path}`"))
}
