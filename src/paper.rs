//! A paper with everything resolved: every number, label, citation, value, image, marking. Holds no Typst, so that
//! other forms than PDF can be printed from it.
//!
//! ```text
//! each section ─ expand ─► tree with values, notes and places ─┐
//!                          outline: what the paper must know   ├─► numbers, labels, citations of the whole paper
//! each section ─ resolve ◄─ its answers ───────────────────────┘
//! ```
//!
//! What is done with one section depends on that section and on little else, and is remembered ([`Memory`]). What is
//! done with the whole paper goes through outlines only, so that one changed word costs one section.

mod citations;
mod data;
mod expand;
pub mod front;
mod images;
mod labels;
mod markings;
mod memory;
mod model;
mod note_style;
mod notes;
mod numbering;
mod outline;
mod resolve;
mod sentences;
mod title;
mod titles;
mod unknown_labels;
mod values;
mod whole;
mod word_count;
mod work_lists;

pub use memory::Memory;
pub use model::{FileChange, FileKind, Move, OlderPaper, Paper, PaperSection, SectionFate, SectionState};
pub use outline::numbers_of_items;
pub use values::context as values_of;
pub use whole::{Parts, resolve};
pub use word_count::of_blocks as words_of_blocks;
