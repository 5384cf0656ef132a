//! Findings over what was read and resolved: a rule family a file, each a plain function.
//!
//! ```text
//! each section ─ section  ─► findings, facts ─┐
//!                                             ├─► manuscript: rules of the whole paper
//! manifest, bibliography, lock ───────────────┘
//! each resolved section ─ resolved ─► findings, facts ─► paper: rules of the whole paper
//! ```
//!
//! What is said of one section depends on that section and on little else, and is remembered ([`Memory`]). Rules of the
//! whole paper read facts and no words, so that one changed word costs one section.

mod abbreviations;
mod accessibility;
mod allowances;
mod bibliography;
mod causes;
mod characters;
mod context;
mod definitions;
mod glyphs;
mod headings;
mod history;
mod lengths;
mod manuscript;
mod marking;
mod memory;
mod near_miss;
mod needles;
mod numbers;
mod paper;
mod policy;
mod prose;
mod quotation;
mod quotes;
mod references;
mod scopes;
mod section;
mod sections;
mod style;
mod texts;
mod typed;
mod typography;
mod uncited;
mod unfinished;
mod versions;

pub use causes::{Causes, Unread};
pub use context::Context;
pub use glyphs::is_printed;
pub use manuscript::{Manuscript, manuscript};
pub use memory::Memory;
pub use paper::{Coverage, ResolvedFindings, paper};
pub use policy::{Policy, laid_out};
pub use section::{Facts, SectionFindings, section};
