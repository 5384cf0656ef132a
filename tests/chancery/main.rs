//! The tests of chancery: one program, a file a topic.

mod template;
mod typeset;
