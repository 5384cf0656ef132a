//! The tests of chancery: one program (each further one would link Typst again), a file a topic.

#![allow(clippy::disallowed_methods, reason = "tests ask the disk")]
#![allow(unreachable_pub, reason = "nothing reaches into a binary")]

mod audit;
mod beside;
mod bibliography;
mod boxes;
mod breaks;
mod characters;
mod conservation;
mod contrast;
mod corpus;
mod csv;
mod determinism;
mod dice;
mod editor;
mod edits;
mod everything;
mod explain;
mod fix;
mod format;
mod formats;
mod front;
mod fuzz;
mod guide;
mod import;
mod inspect;
mod language;
mod layout;
mod limits;
mod live;
mod looks;
mod made_up;
mod manifest;
mod markdown;
mod memo;
mod mutations;
mod nearest;
mod new;
mod paper;
mod process;
mod project;
mod readme;
mod redline;
mod report;
mod slug;
mod soundness;
mod source;
mod spoilt_works;
mod styles;
mod template;
mod terms;
mod tidy;
mod typeset;
mod value;
mod versions;
