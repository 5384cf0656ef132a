//! Diagnostics → what a person or a program reads: one renderer a file.
