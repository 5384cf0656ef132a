//! The tests of chancery: one binary, a file a topic.

mod typeset;
