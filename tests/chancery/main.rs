//! All tests of the library's public API.

mod bibliography;
