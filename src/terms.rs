//! The words a paper prints of its own accord, by language.
