//! The tests of chancery: one program, a file a topic.

mod manifest;
mod markdown;
mod process;
mod report;
mod template;
mod typeset;
mod value;
