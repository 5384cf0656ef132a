//! What an editor can know of a paper while it is written: what stands at a byte, where else that stands, what it
//! prints, what can be written there.
//!
//! ```text
//! Project, Paper, Session ──► Desk ──► what stands here · definition · references · hover
//!                                      completion · rename · symbols · folds · links · hints · lenses · tokens
//! ```
//!
//! Everything is asked of a [`Desk`], a value; it holds the [`Mark`]s of each file, which are read from the text as it
//! stands, broken or not. What there is to know of a name is in a file of `kinds` and a line of its table.
//!
//! Nothing here knows a protocol: places are a path in the project and a range of bytes in the text that
//! [`Source::text`](crate::source::Source::text) has (no byte order mark, lines that end in LF). They lie on the
//! boundaries of characters and inside the file.

mod complete;
mod desk;
mod folds;
mod hints;
mod hover;
mod kind;
mod kinds;
mod lenses;
mod links;
mod mark;
mod marks;
mod navigate;
mod printed;
mod rename;
mod symbols;
mod target;
mod tokens;
mod view;

use std::ops::Range;

pub use complete::{Completion, complete};
pub use desk::{Desk, Memory};
pub use folds::{Fold, folds};
pub use hints::{Hint, hints};
pub use hover::{Hover, explained, hover};
pub use kind::Kind;
pub use kinds::KINDS;
pub use lenses::{Lens, lenses};
pub use links::{Link, LinkTarget, links};
pub use mark::{Mark, Role};
pub use navigate::{definition, references, same_in_file, stands};
pub use rename::{Edit, Rename, can_rename, rename, rename_section};
pub use symbols::{Symbol, SymbolKind, symbols, symbols_of_paper};
pub use tokens::{Token, tokens};

/// A range of bytes in a file of the project.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place {
    /// Relative to the project, with forward slashes.
    pub path: &'static str,
    pub range: Range<usize>,
}
