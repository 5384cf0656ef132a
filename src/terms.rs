//! The words that a paper prints of its own accord, by language, and the forms of its dates and references.
//!
//! A language is a data file of this folder and a line in `languages.rs`. Whoever prints takes a word as it stands: no
//! letter is made large or small, for what is right in one language is wrong in the next. Where a word stands in a
//! sentence and in a heading, it has a key for each.

mod languages;
mod pattern;
mod read;
mod words;

pub use languages::{languages, of};
pub use pattern::Pattern;
pub use read::{Given, Laid, keys, over, read};
pub use words::{Captions, Control, Date, Form, History, Links, Quotes, Redline, References, Statuses, Terms, Title};
