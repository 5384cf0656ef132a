//! [`Paper`] and template files → the file that Typst begins with: checks that every value stands in it as a literal.

mod context;
mod depth;
mod files;
mod guide;
mod memory;
mod named;
mod pieces;
mod settings;
mod syntax;
mod unused;

use std::sync::Arc;

use typst_syntax::SyntaxNode;

use crate::builtin;
use crate::diagnostic::{Code, Diagnostic, Diagnostics, Place, Reported, listed, nearest};
use crate::image::ImageVerdicts;
use crate::manifest::Chapters;
use crate::markup::VirtualFile;
use crate::paper::Paper;
use crate::project::Project;
use crate::signature::Family;
use crate::source::{Source, Spanned};
use crate::value::{self, Context, Rendered, ValueError};

use self::files::Reachable;
use self::named::{Named, Names};

pub use self::guide::{INTRODUCTION, Named as NamedValue, documented, values};
pub use self::memory::Memory;
pub use self::pieces::Pieces;

/// A rendered template: `paper.typ` with its values, and what stands beside it.
#[derive(Debug, Clone)]
pub struct Template {
    /// Where its `paper.typ` stands, in the project and in the virtual tree.
    pub path: String,
    /// That file, rendered.
    pub main: Arc<VirtualFile>,
    /// What it is made of; [`None`] if it uses its sections in any other way than by one plain loop, or if a page
    /// depends on which side of a sheet it is, so that the paper can only be laid out as one document.
    pub pieces: Option<Pieces>,
    /// Where chapters begin: as the paper says, or else the template.
    pub chapters: Chapters,
    /// Plain Typst (and images) of the template, by project path.
    pub files: Vec<(String, Arc<[u8]>)>,
    /// House fonts of the template (`templates/<name>/fonts/`), by project path.
    pub fonts: Vec<(String, Arc<[u8]>)>,
    /// The font families that the project's own files of it name, each where it does.
    families: Vec<Spanned<String>>,
}

/// What to do about a font family that is not there.
pub const FONT_HELP: &str =
    "Put its files into the template's `fonts` folder, or name `Libertinus Serif` or `DejaVu Sans` (`Mono` for code).";

impl Template {
    /// Reports the families that there are no fonts of, as Typst would.
    pub fn check_fonts(&self, has_family: impl Fn(&str) -> bool, diagnostics: &mut Diagnostics) {
        for family in &self.families {
            let name = family.value.to_lowercase();
            if !has_family(&name) {
                let message = format!("there is no font family `{name}`");
                diagnostics.push(Diagnostic::warning(Code("unknown-font"), family.span, message).with_help(FONT_HELP));
            }
        }
    }
}

/// Whether the project has a template of that name.
pub fn exists(project: &Project, name: &str) -> bool {
    project.contains(&entry(name))
}

/// Renders the paper's template. The mistakes of all its Typst files are reported, at their own lines.
pub fn render(project: &Project, paper: &Paper, diagnostics: &mut Diagnostics) -> Result<Template, Reported> {
    render_with(project, paper, &mut ImageVerdicts::default(), diagnostics)
}

/// As [`render`], with what is known of pictures.
fn render_with(
    project: &Project,
    paper: &Paper,
    examined: &mut ImageVerdicts,
    diagnostics: &mut Diagnostics,
) -> Result<Template, Reported> {
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
    let read: Vec<_> = files.into_iter().filter(|(path, _)| !has_extension(path, &["csl", "toml"])).collect();
    let tree = read.iter().map(|(path, _)| path.clone()).chain(paper.images.keys().cloned());
    let tree = tree.chain(paper.sections.iter().map(|section| virtual_path(&section.path)));
    let reachable = Reachable::new(project, &folder, tree.chain([SUMMARY.to_owned()]), examined);
    let (mut said, mut beside) = (Said::default(), settings.map(|_| ()));
    beside = beside.and(check_names(project, &folder, diagnostics));
    for (path, _) in read.iter().filter(|(path, _)| has_extension(path, &["typ"]) && !project.is_builtin(path)) {
        beside = beside.and(check_file(project, path, &reachable, &mut said, diagnostics));
    }

    let source = project.text(&path, Some(name.span), diagnostics)?;
    let (main, root) = main(source, &context::of(paper, chapters), diagnostics)?;
    if !project.is_builtin(&path) {
        let Names { files, families: named, has_sides } = named::of(&root);
        said.has_sides |= has_sides;
        let line = |named: &Named| main.origin(named.range.clone()).unwrap_or(name.span);
        said.families.extend(named.iter().map(|named| Spanned::new(named.name.clone(), line(named))));
        let place = |named: &Named| {
            let (line, written) = (line(named), &main.text[named.range.clone()]);
            let at = source.slice(line).find(written);
            at.map_or(line, |at| line.part(at..at + written.len()))
        };
        beside = beside.and(reachable.check(&path, &files, place, diagnostics));
    }
    let blocks = format!("{folder}/{BLOCKS}");
    let mut sections = paper.sections.iter().map(|section| format!("\"/{}\"", virtual_path(&section.path)));
    if !project.contains(&blocks) && sections.any(|path| main.text.contains(&path)) {
        let message = format!("the template `{}` has no `{BLOCKS}`, which sections ask for", name.value);
        let help = format!("Create `{blocks}`: it defines the blocks that sections use, such as `note`.");
        return Err(diagnostics.report(Diagnostic::error(Code("template-error"), name.span, message).with_help(help)));
    }
    beside?;
    if project.paths_in(&folder).any(|path| path.ends_with(".typ") && !project.is_builtin(path)) {
        unused::check(project, &folder, source.text(), &paper.manifest, diagnostics);
    }
    let sections: Vec<String> =
        paper.sections.iter().map(|section| format!("/{}", virtual_path(&section.path))).collect();
    Ok(Template {
        pieces: pieces::of(&main.text, &sections).filter(|_| !said.has_sides),
        path,
        main: Arc::new(main),
        chapters,
        files: read,
        fonts: fonts(project, &name.value),
        families: said.families,
    })
}

/// What the project's own Typst files of a template say.
#[derive(Default)]
struct Said {
    /// The font families that they name.
    families: Vec<Spanned<String>>,
    /// Whether pages depend on which side of a sheet they are.
    has_sides: bool,
}

/// The rendered main file, and its syntax. What can be told without rendering is told of all of it.
fn main(
    source: &Source,
    context: &Context,
    diagnostics: &mut Diagnostics,
) -> Result<(VirtualFile, SyntaxNode), Reported> {
    let mut report = |error: ValueError| {
        let found = Diagnostic::error(Code("template-error"), source.span(error.range), error.message);
        diagnostics.report(Diagnostic { help: error.help, ..found })
    };
    let mistakes = value::mistakes(source.text(), context::shape());
    if let Some(reported) = mistakes.into_iter().map(&mut report).last() {
        return Err(reported);
    }
    let rendered = value::render(source.text(), context).map_err(report)?;
    syntax::accept(source, &rendered, diagnostics)
}

/// A template's own fonts, by project path.
pub fn fonts(project: &Project, name: &str) -> Vec<(String, Arc<[u8]>)> {
    let folder = format!("templates/{name}/fonts");
    let fonts = project.paths_in(&folder).filter(|path| has_extension(path, FONTS));
    fonts.filter_map(|path| Some((path.to_owned(), Arc::clone(project.bytes(path)?)))).collect()
}

/// How the names of font files end.
const FONTS: &[&str] = &["otf", "ttc", "ttf"];

/// Reports the fonts beside a template's own that are not read, as their names say that they are something else.
pub fn misnamed_fonts(project: &Project, name: &str, diagnostics: &mut Diagnostics) -> Result<(), Reported> {
    let folder = format!("templates/{name}/fonts");
    let others = project.paths_in(&folder).filter(|path| !has_extension(path, FONTS));
    let signature = |path: &str| project.file(path)?.signature().filter(|held| held.family == Family::Font);
    let report = |path: &str| {
        let message = "this is a font, but is not read: its name ends as that of no TrueType or OpenType file";
        let found = Diagnostic::error(Code("invalid-font"), Place::Path(path.to_owned()), message);
        diagnostics.report(found.with_help(match signature(path).is_some_and(|held| held.ending.starts_with("woff")) {
            true => "Put the TrueType or OpenType file (.ttf, .otf, .ttc) of the same font in its place.",
            false => "Let its name end in `.ttf`, `.otf` or `.ttc`, as the font is.",
        }))
    };
    others.filter(|path| signature(path).is_some()).map(report).last().map_or(Ok(()), Err)
}

/// Takes what came out of the template `source` as Typst, if that is what it is and every value stands in code as
/// exactly one literal: only there are its characters nothing but characters.
pub fn accept(source: &Source, rendered: &Rendered, diagnostics: &mut Diagnostics) -> Result<VirtualFile, Reported> {
    syntax::accept(source, rendered, diagnostics).map(|(file, _)| file)
}

/// Where a section file stands in the virtual tree that a template includes from: `sections/trends.md` as
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

/// Reports files of the project that would take the place of built-in ones, but for a capital.
fn check_names(project: &Project, folder: &str, diagnostics: &mut Diagnostics) -> Result<(), Reported> {
    let mut result = Ok(());
    for path in project.paths_in(folder).filter(|path| !project.is_builtin(path)) {
        let is_same = |builtin: &&str| *builtin != path && builtin.to_lowercase() == path.to_lowercase();
        if let Some((builtin, _)) = builtin::files().find(|(builtin, _)| is_same(builtin)) {
            let (name, own) = (&builtin[folder.len() + 1..], &path[folder.len() + 1..]);
            let message = format!("`{own}` and the built-in `{name}` differ in capitals only");
            let found = Diagnostic::error(Code("invalid-file-name"), Place::Path(path.to_owned()), message);
            let help = format!("Call it `{name}` to take that one's place, or something else.");
            result = Err(diagnostics.report(found.with_help(help)));
        }
    }
    result
}

/// Reports what in one of the project's own Typst files is not Typst, and which files it names in vain.
fn check_file(
    project: &Project,
    path: &str,
    reachable: &Reachable,
    said: &mut Said,
    diagnostics: &mut Diagnostics,
) -> Result<(), Reported> {
    let source = project.text(path, None, diagnostics)?;
    let names = named::of(&syntax::check(source, diagnostics)?);
    let place = |named: &Named| source.span(named.range.clone());
    said.families.extend(names.families.iter().map(|named| Spanned::new(named.name.clone(), place(named))));
    said.has_sides |= names.has_sides;
    reachable.check(path, &names.files, place, diagnostics)
}

fn has_extension(path: &str, extensions: &[&str]) -> bool {
    path.rsplit_once('.').is_some_and(|(_, own)| extensions.iter().any(|extension| own.eq_ignore_ascii_case(extension)))
}
