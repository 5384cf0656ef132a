//! Marking schemes: levels in rank order, what each prints and demands. Schemes are data files, one per regime.

use std::ops::RangeInclusive;

mod guide;

use std::mem;

use crate::diagnostic::{Code, Diagnostic, Diagnostics, Reported, listed, nearest};
use crate::language;
use crate::project::Project;
use crate::section::Text;
use crate::source::Spanned;
use crate::table::{self, Item, Table, all};

pub use self::guide::{INTRODUCTION, KEYS};

/// `templates/marking/<name>.toml`.
#[derive(Debug, Clone, PartialEq)]
pub struct Scheme {
    pub name: String,
    /// The legal source, for people.
    pub source: String,
    /// How well what the file says is known, for people.
    pub status: String,
    /// From the lowest rank to the highest.
    pub levels: Vec<Level>,
    /// Whether its markings are words that prose uses as well (`SECRET`), so that they mark only where they stand
    /// alone.
    pub common_words: bool,
    /// The level of a paper or part that declares none; [`None`] if each has to declare one.
    pub default_level: Option<String>,
}

#[derive(Debug, Clone, PartialEq)]
pub struct Level {
    pub name: String,
    /// The place in [`Scheme::levels`].
    pub rank: usize,
    /// The exact string to print.
    pub text: String,
    /// What is printed in its place in papers of other languages, by their tags.
    pub texts: Vec<(String, String)>,
    /// Whether it is a classification, protected by law, and not a mere limit to distribution.
    pub classified: bool,
    /// Whether the marking stands in the header and in the footer; at least in one of them.
    pub header: bool,
    pub footer: bool,
    /// `left`, `center` or `right`.
    pub alignment: String,
    /// Of the letters and behind them, as `#rrggbb`; [`None`] is the template's own.
    pub colour: Option<String>,
    pub background: Option<String>,
    /// Of the letters, in points; [`None`] is the template's own.
    pub size: Option<f64>,
    /// What the level demands of the paper.
    pub demands: Vec<Demand>,
    /// Spellings that are mistaken for `text`.
    pub misspellings: Vec<String>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Demand {
    PageNumber,
    Reference,
    Date,
    CopyNumber,
}

impl Level {
    /// All that marks as this level, in whatever language.
    pub fn all_texts(&self) -> impl Iterator<Item = &String> {
        std::iter::once(&self.text).chain(self.texts.iter().map(|(_, text)| text))
    }
}

impl Scheme {
    /// The scheme as a paper in that language prints it; what has no text in the language keeps its own.
    pub fn in_language(mut self, tag: &str) -> Self {
        for Level { text, texts, .. } in &mut self.levels {
            let place = |wanted: &str| texts.iter().position(|(tag, _)| tag == wanted);
            if let Some(at) = place(tag).or_else(|| place(language::primary(tag))) {
                mem::swap(text, &mut texts[at].1);
            }
        }
        self
    }

    /// Finds a level by name, or reports it with the nearest name.
    pub fn level(&self, name: &Spanned<String>, diagnostics: &mut Diagnostics) -> Result<&Level, Reported> {
        if let Some(level) = self.levels.iter().find(|level| level.name == name.value) {
            return Ok(level);
        }
        let message = format!("the scheme `{}` has no level `{}`", self.name, name.value);
        let unknown = Diagnostic::error(Code("unknown-level"), name.span, message);
        let names: Vec<_> = self.levels.iter().map(|level| level.name.as_str()).collect();
        let is_printed = |level: &&Level| level.all_texts().any(|text| text.eq_ignore_ascii_case(&name.value));
        if let Some(level) = self.levels.iter().find(is_printed) {
            let help = format!("Write `\"{}\"`, of which `{}` is printed.", level.name, level.text);
            return Err(diagnostics.report(unknown.with_help(help)));
        }
        Err(diagnostics.report(unknown.with_help(match nearest(&name.value, names.iter().copied()) {
            Some(near) => format!("Did you mean `{near}`?"),
            None => format!("Its levels are {}.", listed(names)),
        })))
    }
}

/// Reads the scheme that a manifest names. Mistakes in the scheme are reported in its file.
pub fn read(project: &Project, name: &Spanned<String>, diagnostics: &mut Diagnostics) -> Result<Scheme, Reported> {
    let path = path(&name.value);
    if !project.contains(&path) {
        let unknown = format!("there is no marking scheme `{}`", name.value);
        let unknown = Diagnostic::error(Code("unknown-scheme"), name.span, unknown);
        let available: Vec<_> = project.paths_in(FOLDER).filter_map(scheme_name).collect();
        return Err(diagnostics.report(unknown.with_help(match nearest(&name.value, available.iter().copied()) {
            Some(near) => format!("Did you mean `{near}`?"),
            None => format!("There are {}; a scheme of your own is a file `{path}`.", listed(available)),
        })));
    }
    let source = project.text(&path, Some(name.span), diagnostics)?;
    table::read(source, source.whole(), diagnostics, |root| scheme(&name.value, root))
}

/// Every scheme of the project that can be read, by name. The mistakes of one that the paper does not use are not the
/// paper's.
pub fn all_schemes(project: &Project) -> Vec<Scheme> {
    let ids = scheme_paths(project).filter_map(|path| Some((scheme_name(path)?.to_owned(), project.id(path)?)));
    ids.filter_map(|(name, id)| {
        let name = Spanned::new(name, project.source(id).span(0..0));
        read(project, &name, &mut Diagnostics::new()).ok()
    })
    .collect()
}

/// The file of the scheme of a name.
pub fn path(name: &str) -> String {
    format!("{FOLDER}/{name}.toml")
}

/// The files of all schemes.
pub fn scheme_paths(project: &Project) -> impl Iterator<Item = &'static str> {
    project.paths_in(FOLDER).filter(|path| scheme_name(path).is_some())
}

const FOLDER: &str = "templates/marking";

const DEMANDS: [(&str, Demand); 4] = [
    ("page-number", Demand::PageNumber),
    ("reference", Demand::Reference),
    ("date", Demand::Date),
    ("copy-number", Demand::CopyNumber),
];

const ALIGNMENTS: [(&str, &str); 3] = [("left", "left"), ("center", "center"), ("right", "right")];

/// Letter sizes, in points, that can be read and that leave room for the text.
const SIZES: RangeInclusive<f64> = 6.0..=24.0;

fn scheme_name(path: &str) -> Option<&str> {
    path.strip_prefix(FOLDER)?.strip_prefix('/')?.strip_suffix(".toml")
}

fn scheme(name: &str, root: &mut Table) -> Result<Scheme, Reported> {
    let source = root.required_text("source", "source = \"Council Decision 2009/968/JHA\"");
    let status = root.required_text("status", "status = \"read in the Official Journal\"");
    let default_level = root.text("default-level");
    let common_words = root.flag("common-words");
    let look = root.table("print", |table| look(table, &Look::default())).map(Option::unwrap_or_default);
    let levels = levels(root, look.as_ref().unwrap_or(&Look::default()));
    look?;
    let mut scheme = Scheme {
        name: name.to_owned(),
        source: source?.to_string(),
        status: status?.to_string(),
        levels: levels?,
        common_words: common_words?.unwrap_or(false),
        default_level: None,
    };
    if let Some(name) = default_level? {
        scheme.default_level = Some(scheme.level(&name.into(), root.diagnostics)?.name.clone());
    }
    Ok(scheme)
}

fn levels(root: &mut Table, look: &Look) -> Result<Vec<Level>, Reported> {
    let list = root.required("level", "[[level]]")?;
    let mut seen: Vec<Spanned<String>> = Vec::new();
    let items = list.items(root.diagnostics)?;
    if items.is_empty() {
        let empty = Diagnostic::error(Code("empty-list"), list.span, "a scheme has at least one level");
        return Err(root.diagnostics.report(empty.with_help("Add a level: a line `[[level]]` and its keys below it.")));
    }
    let levels = items
        .iter()
        .enumerate()
        .map(|(rank, item)| item.table(root.diagnostics, |table| level(table, rank, look, &mut seen)));
    all(levels)
}

fn level(table: &mut Table, rank: usize, look: &Look, seen: &mut Vec<Spanned<String>>) -> Result<Level, Reported> {
    let name = table.required_name("name", "name = \"restricted\"");
    let text = table.required_text("text", "text = \"EUROPOL RESTRICTED\"");
    let texts = table.table("texts", texts).map(Option::unwrap_or_default);
    let demands = table.item("demands").map(|item| demands(&item, table.diagnostics)).transpose();
    let classified = table.flag("classified");
    let misspellings = table.texts("misspellings");
    let look = self::look(table, look);
    let (name, text) = (unique(name?, seen, table.diagnostics)?, unique(text?.into(), seen, table.diagnostics)?);
    // Languages may share a text; levels may not.
    let (texts, mut own) = (texts?, vec![text.clone()]);
    for (_, other) in &texts {
        if !own.contains(&other.value) {
            own.push(unique(other.clone(), seen, table.diagnostics)?);
        }
    }
    let look = look?;
    Ok(Level {
        name,
        rank,
        text,
        texts: texts.into_iter().map(|(tag, text)| (tag, text.value)).collect(),
        classified: classified?.unwrap_or(false),
        header: look.header,
        footer: look.footer,
        alignment: look.alignment.to_owned(),
        colour: look.colour,
        background: look.background,
        size: look.size,
        demands: demands?.unwrap_or_default(),
        misspellings: misspellings?.into_iter().map(|spelling| spelling.to_string()).collect(),
    })
}

/// What a level prints in papers of other languages.
fn texts(table: &mut Table) -> Result<Vec<(String, Spanned<String>)>, Reported> {
    all(table.rest().into_iter().map(|item| {
        let tag = language::tag(&item.key.value).map_err(|(message, help)| {
            let invalid = Diagnostic::error(Code("invalid-language"), item.key.span, message);
            table.diagnostics.report(invalid.with_help(help))
        });
        let text = item.text(table.diagnostics);
        Ok((tag?, text?.into()))
    }))
}

/// Refuses a name or text that another level has.
fn unique(
    text: Spanned<String>,
    seen: &mut Vec<Spanned<String>>,
    diagnostics: &mut Diagnostics,
) -> Result<String, Reported> {
    if let Some(first) = seen.iter().find(|first| first.value == text.value) {
        let message = format!("`{}` belongs to another level", text.value);
        let twice = Diagnostic::error(Code("duplicate-level"), text.span, message).with_label(first.span, "used here");
        return Err(diagnostics.report(twice.with_help("Give each level a name and a text of its own.")));
    }
    seen.push(text.clone());
    Ok(text.value)
}

fn demands(list: &Item, diagnostics: &mut Diagnostics) -> Result<Vec<Demand>, Reported> {
    let items = list.items(diagnostics)?;
    all(items.iter().map(|item| Ok(item.choice(&DEMANDS, diagnostics)?.value)))
}

/// How a marking is printed: for all levels in `[print]`, and for one where the level says otherwise.
struct Look {
    header: bool,
    footer: bool,
    alignment: &'static str,
    colour: Option<String>,
    background: Option<String>,
    size: Option<f64>,
}

impl Default for Look {
    fn default() -> Self {
        Self { header: true, footer: false, alignment: "center", colour: None, background: None, size: None }
    }
}

fn look(table: &mut Table, usual: &Look) -> Result<Look, Reported> {
    let header = table.flag("header");
    let footer = table.flag("footer");
    let alignment = table.item("alignment").map(|item| item.choice(&ALIGNMENTS, table.diagnostics)).transpose();
    let colour = table.text("colour").and_then(|text| colour(text, table.diagnostics));
    let background = table.text("background").and_then(|text| self::colour(text, table.diagnostics));
    let size = table.item("size").map(|item| size(&item, table.diagnostics)).transpose();
    let look = Look {
        header: header?.unwrap_or(usual.header),
        footer: footer?.unwrap_or(usual.footer),
        alignment: alignment?.map_or(usual.alignment, |alignment| alignment.value),
        colour: colour?.or_else(|| usual.colour.clone()),
        background: background?.or_else(|| usual.background.clone()),
        size: size?.or(usual.size),
    };
    if !look.header && !look.footer {
        let message = "a marking has to stand in the header or in the footer";
        let nowhere = Diagnostic::error(Code("invalid-value"), table.header(), message);
        return Err(table.diagnostics.report(nowhere.with_help("Write `header = true` or `footer = true`.")));
    }
    Ok(look)
}

fn colour(text: Option<Text>, diagnostics: &mut Diagnostics) -> Result<Option<String>, Reported> {
    let Some(text) = text else { return Ok(None) };
    let digits = text.strip_prefix('#').unwrap_or_default();
    if digits.len() == 6 && digits.bytes().all(|byte| byte.is_ascii_hexdigit()) {
        return Ok(Some(text.to_string()));
    }
    let message = format!("`{}` is not a colour", text.as_str());
    let invalid = Diagnostic::error(Code("invalid-value"), text.span(), message);
    Err(diagnostics
        .report(invalid.with_help("Write red, green and blue as six hexadecimal digits, such as `#ff2b2b`.")))
}

fn size(item: &Item, diagnostics: &mut Diagnostics) -> Result<f64, Reported> {
    let size = item.number(diagnostics)?;
    if SIZES.contains(&size) {
        return Ok(size);
    }
    let message = format!("letters cannot be {size} points high");
    let invalid = Diagnostic::error(Code("invalid-value"), item.span, message);
    Err(diagnostics.report(invalid.with_help(format!("Choose from {} to {} points.", SIZES.start(), SIZES.end()))))
}
