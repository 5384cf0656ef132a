//! Diagnostics → what a person or a program reads: one renderer a file.
//!
//! Findings come sorted and are printed in their order. Whatever authors wrote (a line of a file, a file's name, a
//! word in a message) is made [`visible()`] first: no renderer lets a control character through, so no paper can
//! drive the terminal of whoever checks it. In JSON, such characters are escaped.
//!
//! Lines and columns count from 1, columns in Unicode scalar values; an end is the place after the last character.
//! A finding about a file as a whole stands at 1:1, and so do its ends.

mod diff;
mod fingerprint;
mod github;
mod gitlab;
mod human;
mod json;
mod junit;
mod location;
mod redline;
mod sarif;
mod short;
mod summary;
mod visible;
mod wrap;

pub use diff::{diff, replacements};
pub use github::github;
pub use gitlab::gitlab;
pub use human::{Style, human};
pub use json::json;
pub use junit::junit;
pub use redline::{json as redline_json, markdown as redline_markdown};
pub use sarif::sarif;
pub use short::short;
pub use summary::{mendable, plural, summary};
pub use visible::{to_json, visible};
pub use wrap::{explanation, hang, wrap, wrap_markdown};
