//! All tests of the library and the command, in one binary: each further one would link Typst again.
