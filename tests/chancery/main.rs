//! All tests of chancery in one program.

mod process;
mod report;
