//! The tests of chancery, through its public API.

mod template;
