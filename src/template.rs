//! [`Paper`] and template files → `main.typ`: checks that every value stands in it as a literal.

mod context;
mod memory;
mod pieces;
mod settings;
mod syntax;

use std::sync::Arc;

use crate::diagnostic::{Code, Diagnostic, Diagnostics, Reported, listed, nearest};
use crate::manifest::Chapters;
use crate::markup::VirtualFile;
use crate::paper::Paper;
use crate::project::Project;
use crate::source::{Source, Spanned};
use crate::value::{self, Rendered};

pub use self::memory::Memory;
pub use self::pieces::Pieces;

/// A rendered template: `main.typ` and what stands beside it.
#[derive(Debug, Clone)]
pub struct Template {
    /// Origins lead into `templates/<name>/paper.typ`.
    pub main: Arc<VirtualFile>,
    /// What `main.typ` is made of; [`None`] if it uses its sections in any other way than by one plain loop, so that
    /// the paper can only be laid out as one document.
    pub pieces: Option<Pieces>,
    /// Where chapters begin: as the paper says, or else the template.
    pub chapters: Chapters,
    /// Plain Typst (and images) of the template, by project path.
    pub files: Vec<(String, Arc<[u8]>)>,
    /// House fonts of the template (`templates/<name>/fonts/`), by project path.
    pub fonts: Vec<(String, Arc<[u8]>)>,
}

/// Whether the project has a template of that name.
pub fn exists(project: &Project, name: &str) -> bool {
    project.contains(&entry(name))
}

/// Renders the paper's template. The mistakes of all its Typst files are reported, at their own lines.
pub fn render(project: &Project, paper: &Paper, diagnostics: &mut Diagnostics) -> Result<Template, Reported> {
    let name = &paper.manifest.template;
    let path = entry(&name.value);
    if !exists(project, &name.value) {
        return Err(report_unknown(project, name, diagnostics));
    }
    let folder = format!("templates/{}", name.value);
    let files: Vec<_> = project
        .paths_in(&folder)
        .filter(|other| *other != path && !other[folder.len()..].starts_with("/fonts/"))
        .filter_map(|path| Some((path.to_owned(), Arc::clone(project.bytes(path)?))))
        .collect();
    let settings = settings::read(project, &folder, diagnostics);
    let declared = settings.map_or_else(|_| Chapters::default(), |settings| settings.chapters);
    let chapters = paper.manifest.page.chapters.unwrap_or(declared);
    let beside = check_files(project, &files, diagnostics).and(settings.map(|_| ()));

    let source = project.text(&path, Some(name.span), diagnostics)?;
    let rendered = value::render(source.text(), &context::of(paper, chapters)).map_err(|error| {
        let found = Diagnostic::error(Code("template-error"), source.span(error.range), error.message);
        diagnostics.report(Diagnostic { help: error.help, ..found })
    })?;
    let main = accept(source, &rendered, diagnostics)?;
    let blocks = format!("{folder}/{BLOCKS}");
    let mut sections = paper.sections.iter().map(|section| format!("\"/{}\"", virtual_path(&section.path)));
    if !project.contains(&blocks) && sections.any(|path| main.text.contains(&path)) {
        let message = format!("the template `{}` has no `{BLOCKS}`, which sections ask for", name.value);
        let help = format!("Create `{blocks}`: it defines the blocks that sections use, such as `note`.");
        return Err(diagnostics.report(Diagnostic::error(Code("template-error"), name.span, message).with_help(help)));
    }
    beside?;
    let sections: Vec<String> =
        paper.sections.iter().map(|section| format!("/{}", virtual_path(&section.path))).collect();
    Ok(Template {
        pieces: pieces::of(&main.text, &sections),
        main: Arc::new(main),
        chapters,
        files: files.into_iter().filter(|(path, _)| !has_extension(path, &["csl", "toml"])).collect(),
        fonts: fonts(project, &name.value),
    })
}

/// A template's own fonts, by project path.
pub fn fonts(project: &Project, name: &str) -> Vec<(String, Arc<[u8]>)> {
    let folder = format!("templates/{name}/fonts");
    let fonts = project.paths_in(&folder).filter(|path| has_extension(path, &["otf", "ttf"]));
    fonts.filter_map(|path| Some((path.to_owned(), Arc::clone(project.bytes(path)?)))).collect()
}

/// Takes what came out of the template `source` as Typst, if that is what it is and every value stands in code as
/// exactly one literal: only there are its characters nothing but characters.
pub fn accept(source: &Source, rendered: &Rendered, diagnostics: &mut Diagnostics) -> Result<VirtualFile, Reported> {
    syntax::accept(source, rendered, diagnostics)
}

/// Where a section file stands in the virtual tree that `main.typ` includes from: `sections/trends.md` as
/// `sections/trends.typ`.
pub fn virtual_path(section: &str) -> String {
    format!("{}.typ", section.strip_suffix(".md").unwrap_or(section))
}

/// Where the summary of a redline stands in the virtual tree.
pub const SUMMARY: &str = "summary.typ";

/// The file of a template that is rendered; all others are used as they stand.
const ENTRY: &str = "paper.typ";

/// The file of a template that every section imports.
const BLOCKS: &str = "blocks.typ";

fn entry(template: &str) -> String {
    format!("templates/{template}/{ENTRY}")
}

fn report_unknown(project: &Project, name: &Spanned<String>, diagnostics: &mut Diagnostics) -> Reported {
    let known: Vec<&str> = project
        .paths_in("templates")
        .filter_map(|path| path.strip_prefix("templates/")?.strip_suffix(ENTRY)?.strip_suffix('/'))
        .filter(|name| !name.contains('/'))
        .collect();
    let message = format!("there is no template `{}`", name.value);
    let list = listed(&known);
    let help = match nearest(&name.value, known) {
        Some(near) => format!("Did you mean `{near}`? Templates here: {list}."),
        None => format!("Templates here: {list}. A template is a folder `templates/<name>` with a file `{ENTRY}`."),
    };
    diagnostics.report(Diagnostic::error(Code("unknown-template"), name.span, message).with_help(help))
}

/// Reports what is not Typst in the project's own Typst files.
fn check_files(
    project: &Project,
    files: &[(String, Arc<[u8]>)],
    diagnostics: &mut Diagnostics,
) -> Result<(), Reported> {
    let mut result = Ok(());
    for (path, _) in files.iter().filter(|(path, _)| has_extension(path, &["typ"]) && !project.is_builtin(path)) {
        let checked = project.text(path, None, diagnostics).and_then(|source| syntax::check(source, diagnostics));
        if let Err(reported) = checked {
            result = Err(reported);
        }
    }
    result
}

fn has_extension(path: &str, extensions: &[&str]) -> bool {
    path.rsplit_once('.').is_some_and(|(_, own)| extensions.iter().any(|extension| own.eq_ignore_ascii_case(extension)))
}
