//! `paper.lock`: what was last released, section by section; read, written, and compared with what stands.
//!
//! It names digests of what goes into a PDF, never of the PDF, so that it can be made before the PDF is. A section's
//! digest is that of its meaning: lines that are set anew and `chancery fmt` leave it as it is.

mod compare;
mod digest;
mod read;
mod record;

pub use compare::{Comparison, Fate, compare, longest_increasing};
pub use digest::Shown;
pub use read::read;
pub use record::{Lock, LockedSection, SharedDigests};
