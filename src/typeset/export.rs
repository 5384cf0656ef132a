//! [`Document`] → PDF bytes.

use typst::foundations::Smart;
use typst_pdf::{PdfOptions, PdfStandard, PdfStandards, Timestamp};

use crate::assemble::Assembled;
use crate::diagnostic::{Diagnostics, Reported};
use crate::project::Project;

use super::document::Document;
use super::findings::{self, Findings};
use super::logical;
use super::session::Session;
use super::spoken::Spoken;
use super::tags;
use super::world::first_day;

/// Writes a laid-out paper as PDF/A-3a and PDF/UA-1. `assembled` is what it was laid out from.
pub fn export(
    project: &Project,
    assembled: &Assembled,
    document: &Document,
    session: &mut Session,
    diagnostics: &mut Diagnostics,
) -> Result<Vec<u8>, Reported> {
    let options = PdfOptions {
        ident: Smart::Custom(assembled.identifier.clone()),
        creator: Smart::Custom(Some(concat!("chancery ", env!("CARGO_PKG_VERSION")).to_owned())),
        timestamp: first_day(assembled.date).map(Timestamp::new_utc),
        page_ranges: None,
        standards: PdfStandards::new(&[PdfStandard::A_3a, PdfStandard::Ua_1]).expect("the two go together"),
        tagged: true,
        pretty: false,
    };
    let tagged = tags::pages(document.pages(), Spoken::of_tree(&document.tree));
    let spoken = logical::pages(tagged.as_deref().unwrap_or(document.pages())).or(tagged);
    let spoken = spoken.map(|pages| document.with_pages(pages));
    let paged = &spoken.as_ref().unwrap_or(document).paged;
    match session.threads.run(|| typst_pdf::pdf(paged.document(), &options)) {
        Ok(Ok(pdf)) => Ok(pdf),
        Ok(Err(errors)) => {
            let mut findings = Findings::new(project, &document.tree, diagnostics);
            let fonts = session.fonts(&assembled.fonts);
            document.missing_glyphs(&fonts, |character, place, span| findings.missing_glyph(character, place, span));
            findings.errors(&errors);
            Err(findings.failed())
        }
        Err(breakdown) => {
            session.forget();
            Err(findings::broke_down(&breakdown, diagnostics))
        }
    }
}
