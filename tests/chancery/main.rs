//! The library's behaviour.

mod manifest;
mod value;
