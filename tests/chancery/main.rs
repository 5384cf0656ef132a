//! The tests of chancery: one program (each further one would link Typst again), a file a topic.

#![allow(clippy::disallowed_methods, reason = "tests ask the disk")]

mod bibliography;
mod characters;
mod corpus;
mod determinism;
mod format;
mod inspect;
mod manifest;
mod markdown;
mod paper;
mod process;
mod report;
mod template;
mod tidy;
mod typeset;
mod value;
