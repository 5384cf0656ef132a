//! [`Assembled`] → document → PDF bytes; Typst's diagnostics → ours. The only home of Typst (but its parser).
//!
//! [`layout`] and [`export`] run Typst on the threads of a [`Session`], on nothing but the files of the [`Assembled`]
//! and the fonts of the binary. What Typst finds wrong is told at the author's place in our words, and every printed
//! character is led back to the bytes it came from ([`Document::text`]).

mod coverage;
mod findings;
mod fonts;
mod marks;
mod session;
mod text;
mod tree;
mod wording;
mod world;

use typst::foundations::{Datetime, Smart};
use typst_layout::PagedDocument;
use typst_pdf::{PdfOptions, PdfStandard, PdfStandards, Timestamp};

use crate::assemble::{Assembled, Part};
use crate::diagnostic::{Diagnostics, Reported};
use crate::manifest::PartialDate;
use crate::project::Project;

use self::findings::Findings;
use self::tree::{Tree, file_id};
use self::world::World;

pub use self::fonts::{Fonts, builtin_fonts};
pub use self::session::{Session, THREAD_NAME};
pub use self::text::Run;

/// A laid-out paper.
#[derive(Debug)]
pub struct Document {
    paged: PagedDocument,
    /// The files it was made of, to read Typst's spans by. The session's own move on with the next edit.
    tree: Tree,
}

/// Lays the paper out. Reports what Typst refuses or warns of, and each house font that is none.
pub fn layout(
    project: &Project,
    assembled: &Assembled,
    session: &mut Session,
    diagnostics: &mut Diagnostics,
) -> Result<Document, Reported> {
    let today = first_day(assembled.date);
    let fonts = session.fonts(&assembled.fonts);
    let broken = fonts.report(diagnostics);
    let tree = session.tree.updated(&assembled.files);
    session.tree = tree.clone();
    let compiled = session.threads.run(|| {
        let compile = |part: &Part| {
            let main = file_id(&part.main).expect("a path of ours has an id");
            typst::compile::<PagedDocument>(&World { main, tree: &tree, fonts: &fonts, today })
        };
        assembled.parts.first().map(compile).expect("a paper has a part")
    });
    let compiled = match compiled {
        Ok(compiled) => compiled,
        Err(panic) => {
            session.forget();
            return Err(findings::panicked(&panic, diagnostics));
        }
    };
    session.age();

    let mut findings = Findings::new(project, &tree, diagnostics);
    findings.warnings(&compiled.warnings);
    let paged = match compiled.output {
        Ok(paged) => paged,
        Err(errors) => {
            findings.errors(&errors);
            return Err(findings.failed());
        }
    };
    let mut document = Document { paged, tree };
    if assembled.redline {
        marks::draw(&mut document, assembled);
    }
    broken.map_or(Ok(document), Err)
}

/// Writes a laid-out paper as PDF/A-3a and PDF/UA-1.
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
    match session.threads.run(|| typst_pdf::pdf(&document.paged, &options)) {
        Ok(Ok(pdf)) => Ok(pdf),
        Ok(Err(errors)) => {
            let mut findings = Findings::new(project, &document.tree, diagnostics);
            let fonts = session.fonts(&assembled.fonts);
            document.missing_glyphs(assembled, &fonts, |character, place, span| {
                findings.missing_glyph(character, place, span);
            });
            findings.errors(&errors);
            Err(findings.failed())
        }
        Err(panic) => {
            session.forget();
            Err(findings::panicked(&panic, diagnostics))
        }
    }
}

impl Document {
    pub fn page_count(&self) -> usize {
        self.paged.pages().len()
    }

    /// Width and height of each page in points (1/72 inch).
    pub fn page_sizes(&self) -> impl Iterator<Item = (f64, f64)> {
        self.paged.pages().iter().map(|page| (page.frame.width().to_pt(), page.frame.height().to_pt()))
    }
}

/// Midnight UTC of the first day that a date may mean.
fn first_day(date: PartialDate) -> Option<Datetime> {
    let (year, month, day) = (i32::from(date.year), date.month.unwrap_or(1), date.day.unwrap_or(1));
    Datetime::from_ymd_hms(year, month, day, 0, 0, 0)
}
