//! Projects, findings and outcomes as plain values, which can leave the process.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use chancery::diagnostic::{Code, Diagnostic, Fix, Label, Place, Severity};
use chancery::explain;
use chancery::project::{File, Project};
use chancery::source::{FileId, Side, Span};
use chancery::typeset::{Picture, Spot};

use super::job::{Compared, Counts, Older, Outcome, Printed, Shown, Task};

/// What a worker is asked. The bytes of files follow: of the project, then of the older one.
#[derive(Serialize, Deserialize)]
pub struct Question {
    pub task: Task,
    pub seconds: u64,
    pub project: Change,
    pub old: Option<Change>,
    pub found: Vec<Found>,
}

/// What a worker says. Bytes follow where noted.
#[derive(Serialize, Deserialize)]
pub enum Saying {
    /// Words for standard error.
    Aloud(String),
    Checked(Vec<Found>),
    /// The slug of a paper, the file that Typst begins with, and the paths of all that it reads; the bytes of each
    /// follow.
    Tree(String, String, Vec<String>),
    /// The bytes of the PDF follow, if there is one, those of each file of the older version, and those of the drawings
    /// and pictures of a paper that is shown.
    Done(Box<Answer>),
    /// Chancery has made a mistake, and has said so aloud.
    Panicked,
}

/// An [`Outcome`] without its bytes.
#[derive(Serialize, Deserialize)]
pub struct Answer {
    findings: Vec<Found>,
    counts: Option<Counts>,
    printed: Option<(String, usize)>,
    compared: Option<Compared>,
    older: Option<(Change, Vec<Found>)>,
    shown: Option<OnPages>,
    located: Option<Where>,
    spot: Option<Spot>,
}

/// A [`Shown`] without its bytes: the names of the drawings, those of the pictures and their types.
#[derive(Serialize, Deserialize)]
struct OnPages {
    shown: Shown,
    drawings: Vec<String>,
    pictures: Vec<(String, String)>,
}

impl Answer {
    /// An outcome, and its bytes; `old` is the older version as it was asked about.
    pub fn of<'a>(outcome: &'a Outcome, old: Option<&Project>) -> (Self, Vec<&'a [u8]>) {
        let mut parts = Vec::new();
        parts.extend(outcome.printed.as_ref().map(|printed| &printed.pdf[..]));
        let older = outcome.older.as_ref().zip(old).map(|(older, old)| {
            let (change, files) = Change::between(old, &older.project);
            parts.extend(files);
            (change, older.hints.iter().map(Found::of).collect())
        });
        let shown = outcome.shown.as_ref().map(|shown| {
            let (on_pages, bytes) = OnPages::of(shown);
            parts.extend(bytes);
            on_pages
        });
        let answer = Self {
            findings: outcome.findings.iter().map(Found::of).collect(),
            counts: outcome.counts,
            printed: outcome.printed.as_ref().map(|printed| (printed.slug.clone(), printed.pages)),
            compared: outcome.compared.clone(),
            older,
            shown,
            located: outcome.located.map(|place| Where::of(&place.into())),
            spot: outcome.spot,
        };
        (answer, parts)
    }

    pub fn outcome(self, parts: Vec<Vec<u8>>, old: Option<&Project>) -> Outcome {
        let mut parts = parts.into_iter();
        let printed = self.printed.map(|(slug, pages)| Printed { slug, pages, pdf: parts.next().unwrap_or_default() });
        let older = self.older.zip(old).map(|((change, hints), old)| Older {
            project: change.apply(old, &mut parts),
            hints: hints.into_iter().map(Found::diagnostic).collect(),
        });
        let shown = self.shown.map(|shown| shown.with(&mut parts));
        let findings = self.findings.into_iter().map(Found::diagnostic).collect();
        let located = self.located.and_then(Where::span);
        let Self { counts, compared, spot, .. } = self;
        Outcome { findings, counts, printed, compared, older, shown, located, spot }
    }
}

impl OnPages {
    fn of(shown: &Shown) -> (Self, Vec<&[u8]>) {
        let (drawings, pictures) = (&shown.display.drawings, &shown.display.pictures);
        let names = pictures.iter().map(|(digest, picture)| (digest.clone(), picture.media_type.to_owned()));
        let on_pages = Self {
            // What was skipped is told apart: it is long, and no JSON.
            shown: shown.clone(),
            drawings: drawings.iter().map(|(digest, _)| digest.clone()).collect(),
            pictures: names.collect(),
        };
        let drawings = drawings.iter().map(|(_, bytes)| &**bytes);
        (on_pages, drawings.chain(pictures.iter().map(|(_, picture)| &*picture.bytes)).collect())
    }

    fn with(self, parts: &mut impl Iterator<Item = Vec<u8>>) -> Shown {
        let Self { mut shown, drawings, pictures } = self;
        shown.display.drawings =
            drawings.into_iter().zip(&mut *parts).map(|(name, part)| (name, part.into())).collect();
        let pictures = pictures.into_iter().zip(parts);
        let picture =
            |((digest, media_type), bytes): ((String, String), _)| Some((digest, Picture::new(&media_type, bytes)?));
        shown.display.pictures = pictures.filter_map(picture).collect();
        shown
    }
}

/// What makes one project of another. The bytes of the files follow elsewhere.
#[derive(Serialize, Deserialize)]
pub struct Change {
    is_old: bool,
    removed: Vec<String>,
    files: Vec<String>,
}

impl Change {
    pub fn between<'a>(before: &Project, after: &'a Project) -> (Self, Vec<&'a [u8]>) {
        let is_new = |file: &&File| before.file(file.path()).map(File::bytes) != Some(file.bytes());
        let files: Vec<&File> = after.files().filter(is_new).collect();
        let removed = before.paths().filter(|path| !after.contains(path)).map(str::to_owned);
        let change = Self {
            is_old: after.side() == Side::Old,
            removed: removed.collect(),
            files: files.iter().map(|file| file.path().to_owned()).collect(),
        };
        (change, files.into_iter().map(|file| &file.bytes()[..]).collect())
    }

    /// The project after the change; the files that are new are taken from `parts`.
    pub fn apply(self, before: &Project, parts: &mut impl Iterator<Item = Vec<u8>>) -> Project {
        let mut files: BTreeMap<_, _> = before.files().map(|file| (file.path(), file.on(Side::New))).collect();
        self.removed.iter().for_each(|path| drop(files.remove(path.as_str())));
        for (path, bytes) in self.files.iter().zip(parts) {
            let file = File::new(path, bytes);
            files.insert(file.path(), file);
        }
        let project: Project = files.into_values().collect();
        if self.is_old { project.as_old() } else { project }
    }
}

/// A [`Diagnostic`].
#[derive(Serialize, Deserialize)]
pub struct Found {
    code: String,
    severity: u8,
    message: String,
    place: Where,
    labels: Vec<(Where, String)>,
    help: Option<String>,
    fix: Option<(Where, String)>,
}

/// A [`Place`].
#[derive(Serialize, Deserialize)]
enum Where {
    Span { path: String, is_old: bool, start: u32, end: u32 },
    Path(String),
    Argument(String),
}

const SEVERITIES: [Severity; 3] = [Severity::Error, Severity::Warning, Severity::Hint];

impl Found {
    pub fn of(diagnostic: &Diagnostic) -> Self {
        let Diagnostic { code, severity, message, place, labels, help, fix } = diagnostic;
        Self {
            code: code.0.to_owned(),
            severity: SEVERITIES.iter().position(|known| known == severity).unwrap_or_default() as u8,
            message: message.clone(),
            place: Where::of(place),
            labels: labels.iter().map(|label| (Where::of(&label.place), label.text.clone())).collect(),
            help: help.clone(),
            fix: fix.as_ref().map(|fix| (Where::of(&fix.span.into()), fix.replacement.clone())),
        }
    }

    pub fn diagnostic(self) -> Diagnostic {
        let fix = self.fix.and_then(|(place, replacement)| Some(Fix { span: place.span()?, replacement }));
        Diagnostic {
            // Each code has a page.
            code: explain::page(&self.code).map_or(Code("internal"), |page| page.code),
            severity: SEVERITIES.get(usize::from(self.severity)).copied().unwrap_or(Severity::Error),
            message: self.message,
            place: self.place.place(),
            labels: self.labels.into_iter().map(|(place, text)| Label { place: place.place(), text }).collect(),
            help: self.help,
            fix,
        }
    }
}

impl Where {
    fn of(place: &Place) -> Self {
        match place {
            Place::Span(span) => Self::Span {
                path: span.file.path().to_owned(),
                is_old: span.file.side() == Side::Old,
                start: span.start,
                end: span.end,
            },
            Place::Path(path) => Self::Path(path.clone()),
            Place::Argument(argument) => Self::Argument(argument.clone()),
        }
    }

    fn span(self) -> Option<Span> {
        match self.place() {
            Place::Span(span) => Some(span),
            Place::Path(_) | Place::Argument(_) => None,
        }
    }

    fn place(self) -> Place {
        match self {
            Self::Span { path, is_old, start, end } => {
                let side = if is_old { Side::Old } else { Side::New };
                Place::Span(Span { file: FileId::new(&path, side), start, end })
            }
            Self::Path(path) => Place::Path(path),
            Self::Argument(argument) => Place::Argument(argument),
        }
    }
}
