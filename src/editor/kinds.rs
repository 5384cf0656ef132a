//! The kinds of names that are known, each in a file of its own. One more is a file, and a line here.

mod attribute;
mod block;
mod code;
mod data;
mod field;
mod image;
mod key;
mod label;
mod language;
mod level;
mod note;
mod scheme;
mod section;
mod status;
mod style;
mod template;
mod unknown;
mod value;
mod word;
mod work;
mod work_type;
mod works_file;

use super::kind::Kind;

pub(super) use attribute::ATTRIBUTE;
pub(super) use block::BLOCK;
pub(super) use code::CODE;
pub(super) use data::DATA;
pub(super) use field::FIELD;
pub(super) use image::IMAGE;
pub(super) use key::KEY;
pub(super) use label::LABEL;
pub(super) use language::LANGUAGE;
pub(super) use level::LEVEL;
pub(super) use note::{NOTE, folded};
pub(super) use scheme::SCHEME;
pub(super) use section::SECTION;
pub(super) use status::STATUS;
pub(super) use style::STYLE;
pub(super) use template::TEMPLATE;
pub(super) use unknown::UNKNOWN;
pub(super) use value::VALUE;
pub(super) use word::WORD;
pub(super) use work::WORK;
pub(super) use work_type::WORK_TYPE;
pub(super) use works_file::WORKS_FILE;

/// All kinds.
pub static KINDS: &[&Kind] = &[
    &LABEL,
    &WORK,
    &NOTE,
    &VALUE,
    &SECTION,
    &IMAGE,
    &DATA,
    &WORKS_FILE,
    &KEY,
    &FIELD,
    &STATUS,
    &LEVEL,
    &SCHEME,
    &STYLE,
    &TEMPLATE,
    &LANGUAGE,
    &WORK_TYPE,
    &WORD,
    &CODE,
    &BLOCK,
    &ATTRIBUTE,
    &UNKNOWN,
];
