//! [`Assembled`](crate::assemble::Assembled) → [`Document`] → PDF bytes; Typst's diagnostics → ours. The only home of
//! Typst (but its parser).
//!
//! Three calls, each of them optional after the first: [`layout()`] runs Typst on nothing but the files of the
//! assembled paper and the fonts of the binary, [`stamp()`] draws on its finished pages, [`export()`] puts their tags
//! and their words in the order in which they are read out, and writes them as PDF. What Typst finds wrong is told at
//! the author's place in our words. Every printed character is led back to the bytes it came from
//! ([`Document::boxes`]), as is every point of a page ([`Document::at`]), and every byte to where it is printed
//! ([`Document::find`]), and to where a reader looks for it ([`Document::spot`]). What is drawn on the pages can be had
//! as plain values ([`Document::display`]).

mod answered;
mod boxes;
mod coverage;
mod display;
mod document;
mod export;
mod findings;
mod font_file;
mod fonts;
mod layout;
mod links;
mod literals;
mod logical;
mod marks;
mod overflow;
mod paged;
mod parts;
mod pdf;
mod point;
mod rounds;
mod session;
mod spoken;
mod spot;
mod stamp;
mod stretches;
mod survey;
mod tags;
mod tree;
mod wording;
mod world;

pub use self::boxes::TextBox;
pub use self::display::{Display, Heading, Memory as DisplayMemory, Outline, Picture, Sheet};
pub use self::document::Document;
pub use self::export::export;
pub use self::fonts::{Fonts, builtin_fonts};
pub use self::pdf::drawing_of_pdf;
pub use self::rounds::layout;
pub use self::session::{Session, THREAD_NAME};
pub use self::spot::Spot;
pub use self::stamp::stamp;
