//! All tests of the library and the command, in one binary.

mod markdown;
