//! The tests of chancery: one program (each further one would link Typst again), a file a topic.

mod bibliography;
mod characters;
mod corpus;
mod manifest;
mod markdown;
mod process;
mod report;
mod template;
mod tidy;
mod typeset;
mod value;
