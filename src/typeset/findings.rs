//! What Typst finds wrong, led back to the author's or the template's line and told in our words.

use std::collections::{BTreeSet, HashMap};

use typst::diag::SourceDiagnostic;
use typst::syntax::{DiagSpan, DiagSpanKind, FileId, Source, Span as TypstSpan, VirtualRoot};

use crate::assemble::{Assembled, Piece};
use crate::diagnostic::{Code, Diagnostic, Diagnostics, Place, Reported, Severity};
use crate::project::{MANIFEST, Project};
use crate::source::{Side, Span};

use super::session::Panic;
use super::words::{Wording, translate};

const INTERNAL: Code = Code("internal");
const MISSING_GLYPH: Code = Code("missing-glyph");

const KEEP_THE_EVIDENCE: &str = "The paper is not to blame. Keep what `chancery build --emit typst` writes, and report \
                                 the fault together with it.";

/// Reports what Typst says of one document, each finding once.
pub(super) struct Findings<'a> {
    project: &'a Project,
    assembled: &'a Assembled,
    sources: &'a HashMap<FileId, Source>,
    diagnostics: &'a mut Diagnostics,
    seen: BTreeSet<(Code, Place, String)>,
}

/// Whose file a place is in, and so who can mend what stands there.
#[derive(Clone, Copy, PartialEq)]
enum Owner {
    Author,
    Template,
    Chancery,
}

/// Reports that Typst broke down.
pub(super) fn panicked(panic: &Panic, diagnostics: &mut Diagnostics) -> Reported {
    let message = format!("chancery broke down while it laid out the paper: `{}`", one_line(&panic.0));
    let broken = Diagnostic::error(INTERNAL, Place::Path(MANIFEST.to_owned()), message);
    diagnostics.report(broken.with_help(KEEP_THE_EVIDENCE))
}

impl<'a> Findings<'a> {
    pub fn new(
        project: &'a Project,
        assembled: &'a Assembled,
        sources: &'a HashMap<FileId, Source>,
        diagnostics: &'a mut Diagnostics,
    ) -> Self {
        Self { project, assembled, sources, diagnostics, seen: BTreeSet::new() }
    }

    /// Reports Typst's warnings.
    pub fn warn(&mut self, warnings: &[SourceDiagnostic]) {
        for warning in warnings {
            let diagnostic = self.diagnostic(Severity::Warning, warning);
            self.push(diagnostic);
        }
    }

    /// Reports Typst's errors, of which there is at least one.
    pub fn report(&mut self, errors: &[SourceDiagnostic]) -> Reported {
        for error in errors {
            let diagnostic = self.diagnostic(Severity::Error, error);
            // The walk through the pages names each character where it stands; Typst only the text around it.
            let is_known = self.seen.iter().any(|(code, ..)| *code == MISSING_GLYPH);
            if !(diagnostic.code == MISSING_GLYPH && is_known) {
                self.push(diagnostic);
            }
        }
        self.diagnostics.checkpoint().err().unwrap_or_else(|| {
            let silent = self.internal(Severity::Error, "no reason given");
            self.diagnostics.report(silent)
        })
    }

    /// Reports a character for which no font has a glyph.
    pub fn missing_glyph(&mut self, character: char, place: Option<Span>, span: TypstSpan) {
        let place = place.or_else(|| self.locate(span.into()).map(|(place, _)| place));
        let place = place.map_or_else(|| self.template(), Place::Span);
        let message = format!("no font has a glyph for `{character}` (U+{:04X})", u32::from(character));
        let missing = Diagnostic::error(MISSING_GLYPH, place, message);
        self.push(missing.with_help(
            "Write it otherwise, or put a font that has it into the `fonts` folder of the paper's template.",
        ));
    }

    fn push(&mut self, diagnostic: Diagnostic) {
        if self.seen.insert((diagnostic.code, diagnostic.place.clone(), diagnostic.message.clone())) {
            self.diagnostics.push(diagnostic);
        }
    }

    /// Our finding for one of Typst's.
    fn diagnostic(&self, severity: Severity, typst: &SourceDiagnostic) -> Diagnostic {
        // The innermost place that somebody who uses chancery can mend.
        let trace = typst.trace.iter().map(|point| DiagSpan::from(point.span));
        let places: Vec<_> = std::iter::once(typst.span).chain(trace).filter_map(|span| self.locate(span)).collect();
        let place = places.iter().find(|(_, owner)| *owner != Owner::Chancery).or(places.first()).copied();

        let mut diagnostic = match (translate(&typst.message), place) {
            (Some(Wording { code, message, help }), place) => {
                let place = place.map_or_else(|| self.template(), |(span, _)| Place::Span(span));
                Diagnostic::new(severity, code, place, message).with_help(help)
            }
            (None, Some((span, Owner::Template))) => {
                let message = format!("the template cannot be laid out: {}", one_line(&typst.message));
                let hints = typst.hints.iter().map(|hint| one_line(&hint.v));
                let help = std::iter::once("This is what Typst says of the template's code.".to_owned()).chain(hints);
                Diagnostic::new(severity, Code("template"), span, message).with_help(help.collect::<Vec<_>>().join(" "))
            }
            (None, place) => {
                let mut internal = self.internal(severity, &typst.message);
                if let Some((span, _)) = place {
                    internal.place = Place::Span(span);
                }
                internal
            }
        };
        if let Some((_, Owner::Template)) = place
            && let Some((author, _)) = places.iter().find(|(_, owner)| *owner == Owner::Author)
        {
            diagnostic = diagnostic.with_label(*author, "to print this");
        }
        diagnostic
    }

    fn internal(&self, severity: Severity, typst: &str) -> Diagnostic {
        let message = format!("chancery itself is at fault: Typst says `{}`", one_line(typst));
        Diagnostic::new(severity, INTERNAL, Place::Path(MANIFEST.to_owned()), message).with_help(KEEP_THE_EVIDENCE)
    }

    /// The place in the project that a place in the virtual tree comes from.
    fn locate(&self, span: DiagSpan) -> Option<(Span, Owner)> {
        let (id, range) = match span.get() {
            DiagSpanKind::Detached => return None,
            DiagSpanKind::Number { id, num, sub_range } => (id, self.sources.get(&id)?.range(num, sub_range)?),
            DiagSpanKind::Range { id, range } => (id, range),
        };
        if *id.root() != VirtualRoot::Project {
            return None;
        }
        let path = id.vpath().get_without_slash();
        let span = match self.assembled.files.get(path)? {
            Piece::Emitted(file) => file.origin(range)?,
            Piece::Copied(_) => {
                let source = self.project.source(self.project.id(path)?);
                source.whole().sub(range)
            }
        };
        // The older side of a redline is not in this project, and holds nothing but authors' files.
        let path = if span.file.side == Side::New { self.project.path_of(span.file) } else { "" };
        let owner = match path {
            _ if self.project.is_builtin(path) => Owner::Chancery,
            _ if path.starts_with("templates/") => Owner::Template,
            _ => Owner::Author,
        };
        Some((span, owner))
    }

    /// The place of what concerns the whole document: the template's main file.
    fn template(&self) -> Place {
        let main = self.assembled.files.get("main.typ");
        let origin = main.and_then(|main| if let Piece::Emitted(file) = main { file.origin(0..0) } else { None });
        Place::Path(origin.map_or(MANIFEST, |span| self.project.path_of(span.file)).to_owned())
    }
}

fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
