//! What Typst finds wrong, led back to the author's or the template's line and told in our words.

use std::collections::BTreeSet;

use typst::diag::SourceDiagnostic;
use typst::syntax::{DiagSpan, DiagSpanKind, Span as TypstSpan, VirtualRoot};

use crate::assemble::Piece;
use crate::diagnostic::{Code, Diagnostic, Diagnostics, NO_ROOM_HELP, Place, Reported, Severity};
use crate::project::{MANIFEST, Project};
use crate::source::Span;

use super::session::Breakdown;
use super::tree::{Tree, file_id};
use super::wording::{Wording, translate};

const INTERNAL: Code = Code("internal");
const TEMPLATE_ERROR: Code = Code("template-error");
const MISSING_GLYPH: Code = Code("missing-glyph");

const KEEP_THE_EVIDENCE: &str = "The paper is not to blame. Keep what `chancery build --emit typst` writes, and report \
                                 the fault together with it.";

/// Reports what Typst says of one document, in as many lists as it likes: each finding once.
pub(super) struct Findings<'a> {
    project: &'a Project,
    tree: &'a Tree,
    diagnostics: &'a mut Diagnostics,
    seen: BTreeSet<(Code, Place, String)>,
    /// Places of which something was said that the pages show.
    on_pages: BTreeSet<Place>,
}

/// Whose file a place is in, and so who can correct what stands there.
#[derive(Clone, Copy, PartialEq)]
enum Owner {
    Author,
    Template,
    Chancery,
}

/// Where a place in the virtual tree comes from.
#[derive(Clone, Copy)]
struct Found {
    /// [`None`] for a place in a file that chancery wrote by itself.
    span: Option<Span>,
    owner: Owner,
}

/// Reports that Typst broke down, or could not begin.
pub(super) fn broke_down(breakdown: &Breakdown, diagnostics: &mut Diagnostics) -> Reported {
    let (code, message, help) = match breakdown {
        Breakdown::NoThreads(reason) => (
            Code("cannot-start-threads"),
            format!("the system gives no more threads: {}", one_line(reason)),
            NO_ROOM_HELP,
        ),
        Breakdown::Panic(said) => (
            INTERNAL,
            format!("chancery broke down while it laid out the paper: `{}`", one_line(said)),
            KEEP_THE_EVIDENCE,
        ),
    };
    let found = Diagnostic::error(code, Place::Path(MANIFEST.to_owned()), message);
    diagnostics.report(found.with_help(help))
}

impl<'a> Findings<'a> {
    pub(super) fn new(project: &'a Project, tree: &'a Tree, diagnostics: &'a mut Diagnostics) -> Self {
        Self { project, tree, diagnostics, seen: BTreeSet::new(), on_pages: BTreeSet::new() }
    }

    /// Adds warnings of Typst.
    pub(super) fn warnings(&mut self, warnings: &[SourceDiagnostic]) {
        for warning in warnings {
            let diagnostic = self.diagnostic(Severity::Warning, warning);
            self.push(diagnostic);
        }
    }

    /// Adds errors of Typst.
    pub(super) fn errors(&mut self, errors: &[SourceDiagnostic]) {
        for error in errors {
            let diagnostic = self.diagnostic(Severity::Error, error);
            // The walk through the pages names each character where it stands; Typst only the text around it.
            let is_known = self.seen.iter().any(|(code, ..)| *code == MISSING_GLYPH);
            if !(diagnostic.code == MISSING_GLYPH && is_known) {
                self.push(diagnostic);
            }
        }
    }

    /// The proof that errors were reported, where Typst failed.
    pub(super) fn failed(self) -> Reported {
        self.diagnostics.checkpoint().err().unwrap_or_else(|| {
            let silent = self.internal(Severity::Error, Place::Path(MANIFEST.to_owned()), "no reason given");
            self.diagnostics.report(silent)
        })
    }

    /// Reports a character for which no font has a glyph.
    pub(super) fn missing_glyph(&mut self, character: char, place: Option<Span>, span: TypstSpan) {
        let place = place.or_else(|| self.locate(span.into()).and_then(|found| found.span));
        let place = place.map_or_else(|| self.template(), Place::Span);
        let message = format!("no font has a glyph for `{character}` (U+{:04X})", u32::from(character));
        let missing = Diagnostic::error(MISSING_GLYPH, place, message);
        self.push(missing.with_help(
            "Write it otherwise, or put a font that has it into the `fonts` folder of the paper's template.",
        ));
    }

    /// Reports what only the finished pages show: once for each place, however often what stands there is printed.
    pub(super) fn on_page(
        &mut self,
        code: Code,
        place: Option<Span>,
        span: TypstSpan,
        message: String,
        help: &str,
        other: Option<Span>,
    ) {
        let place = place.or_else(|| self.locate(span.into()).and_then(|found| found.span));
        let place = place.map_or_else(|| self.template(), Place::Span);
        if self.on_pages.insert(place.clone()) {
            let found = Diagnostic::warning(code, place, message).with_help(help);
            self.push(match other {
                Some(other) => found.with_label(other, "this stands there as well"),
                None => found,
            });
        }
    }

    /// The place of what has a span of Typst, if an author wrote it.
    pub(super) fn author(&self, span: TypstSpan) -> Option<Span> {
        self.locate(span.into()).filter(|found| found.owner == Owner::Author).and_then(|found| found.span)
    }

    fn push(&mut self, diagnostic: Diagnostic) {
        if self.seen.insert((diagnostic.code, diagnostic.place.clone(), diagnostic.message.clone())) {
            self.diagnostics.push(diagnostic);
        }
    }

    /// Our finding for one of Typst's.
    fn diagnostic(&self, severity: Severity, typst: &SourceDiagnostic) -> Diagnostic {
        let trace = typst.trace.iter().map(|point| DiagSpan::from(point.span));
        let places: Vec<_> = std::iter::once(typst.span).chain(trace).filter_map(|span| self.locate(span)).collect();
        let place_of = |owner| places.iter().find(|place| place.owner == owner).and_then(|place| place.span);
        // The innermost place that a user of chancery can correct.
        let place = places.iter().find(|place| place.owner != Owner::Chancery);

        let asked = |diagnostic: Diagnostic| match place_of(Owner::Author) {
            Some(author) => diagnostic.with_label(author, "asked to print this"),
            None => diagnostic,
        };
        if let Some(Wording { code, message, help }) = translate(&typst.message) {
            // What stands in a section, and only because of the template cannot stand there.
            if code == TEMPLATE_ERROR {
                return asked(Diagnostic::new(severity, code, self.template(), message).with_help(help));
            }
            let place = place.and_then(|place| place.span).or(place_of(Owner::Chancery));
            let place = place.map_or_else(|| self.template(), Place::Span);
            return Diagnostic::new(severity, code, place, message).with_help(help);
        }
        if let (Some(missing), Some(path)) = (self.missing_block(typst, &places), self.own_blocks()) {
            let message = format!("the template does not offer what a section uses: {missing}");
            let diagnostic = Diagnostic::new(severity, TEMPLATE_ERROR, Place::Path(path.to_owned()), message);
            return asked(diagnostic.with_help("Take the built-in look's `blocks.typ` as an example."));
        }
        // A fault in what we wrote is ours, whichever file includes it.
        let is_ours = places.first().is_none_or(|place| place.span.is_none());
        match place {
            Some(&Found { span: Some(span), owner: Owner::Template }) if !is_ours => {
                let message = format!("the template cannot be laid out: {}", one_line(&typst.message));
                let help = format!("This is what Typst says of the template's code.{}", hints_of(typst));
                asked(Diagnostic::new(severity, TEMPLATE_ERROR, span, message).with_help(help))
            }
            // What Typst has no place for, code of others may have brought about.
            _ if places.is_empty() && self.template() != Place::Path(MANIFEST.to_owned()) => {
                let message = format!("the template cannot be laid out: {}", one_line(&typst.message));
                let hints = hints_of(typst);
                let help =
                    format!("This is what Typst says of what the template's code makes; it does not say where.{hints}");
                Diagnostic::new(severity, TEMPLATE_ERROR, self.template(), message).with_help(help)
            }
            _ => {
                let place = place_of(Owner::Author).or(place_of(Owner::Chancery));
                let place = place.map_or_else(|| Place::Path(MANIFEST.to_owned()), Place::Span);
                self.internal(severity, place, &typst.message)
            }
        }
    }

    /// What Typst says when a section calls one of the template's blocks, and it is not there or another.
    fn missing_block(&self, typst: &SourceDiagnostic, places: &[Found]) -> Option<String> {
        const SIGNS: [&str; 4] = ["unknown variable", "unexpected argument", "missing argument", "expected function"];
        let in_section = places.first().is_some_and(|place| place.owner == Owner::Author);
        (in_section && SIGNS.iter().any(|sign| typst.message.starts_with(sign))).then(|| one_line(&typst.message))
    }

    /// The template's blocks, if they are not the built-in ones.
    fn own_blocks(&self) -> Option<&str> {
        let mut paths = self.project.paths_in("templates").filter(|path| path.ends_with("/blocks.typ"));
        paths.find(|path| !self.project.is_builtin(path) && file_id(path).is_some_and(|id| self.tree.get(id).is_some()))
    }

    fn internal(&self, severity: Severity, place: Place, typst: &str) -> Diagnostic {
        let message = format!("chancery itself is at fault: Typst says `{}`", one_line(typst));
        Diagnostic::new(severity, INTERNAL, place, message).with_help(KEEP_THE_EVIDENCE)
    }

    /// The place in the project that a place in the virtual tree comes from; [`None`] for one outside of the tree.
    fn locate(&self, span: DiagSpan) -> Option<Found> {
        let (id, range) = match span.get() {
            DiagSpanKind::Detached => return None,
            DiagSpanKind::Number { id, num, sub_range } => {
                (id, self.tree.get(id)?.source.as_ref()?.range(num, sub_range)?)
            }
            DiagSpanKind::Range { id, range } => (id, range),
        };
        if *id.root() != VirtualRoot::Project {
            return None;
        }
        let path = id.vpath().get_without_slash();
        let span = match &self.tree.get(id)?.piece {
            Piece::Emitted(file) => file.origin(range),
            Piece::Copied(_) => self.project.id(path).map(|id| self.project.source(id).whole().part(range)),
        };
        let owner = match span.map(|span| span.file.path()) {
            None => Owner::Chancery,
            Some(path) if self.project.is_builtin(path) => Owner::Chancery,
            Some(path) if path.starts_with("templates/") => Owner::Template,
            Some(_) => Owner::Author,
        };
        Some(Found { span, owner })
    }

    /// The place of what concerns the whole document: the template's main file, or the manifest if that is ours.
    fn template(&self) -> Place {
        let is_main = |path: &&str| {
            let file = file_id(path).and_then(|id| self.tree.get(id));
            file.is_some_and(|file| matches!(file.piece, Piece::Emitted(_))) && !self.project.is_builtin(path)
        };
        let path = self.project.paths_in("templates").find(is_main);
        Place::Path(path.unwrap_or(MANIFEST).to_owned())
    }
}

/// What Typst advises, behind our own help.
fn hints_of(typst: &SourceDiagnostic) -> String {
    typst.hints.iter().map(|hint| format!(" Its hint: {}.", one_line(&hint.v))).collect()
}

fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
