//! `paper.lock`: what was last released, section by section; read, written, and compared with what stands.
//!
//! It names digests of what goes into a PDF, never of the PDF, so that it can be made before the PDF is. A section's
//! digest is that of its meaning: lines that are set anew and `chancery fmt` leave it as it is. By its sketch a section
//! is known that has another name and other words at once.

mod compare;
mod digest;
mod read;
mod record;
mod sketch;

pub use compare::{Comparison, Fate, Standing, compare, longest_increasing};
pub use digest::Shown;
pub use read::read;
pub use record::{Lock, LockedSection, SharedDigests};
pub use sketch::Sketch;
