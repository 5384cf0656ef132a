//! A press for official papers.

pub mod source;

pub mod diagnostic;

pub mod builtin;
pub mod markup;
pub mod section;
pub mod table;
pub mod terms;
pub mod value;

pub mod project;

pub mod bibliography;
pub mod front_matter;
pub mod manifest;
pub mod marking;

pub mod markdown;

pub mod paper;

pub mod check;
pub mod template;

pub mod assemble;

pub mod typeset;

pub mod inspect;
pub mod press;

pub mod report;
