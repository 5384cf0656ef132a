//! Bibliography files → entries and where they stand; citations and the list, formatted by CSL into our own inlines.
//! The only home of hayagriva, biblatex and citationberg.
//!
//! Both read BibLaTeX and YAML by unbounded recursion, stop at the first mistake, and change what they print. So
//! `syntax` and `yaml` take the files apart within bounds, `latex`, `names`, `date` and `pages` read what people write,
//! `inheritance` knows what entries lend each other, `tex`, `entry` and `csl` hand the engine one sound item after
//! another, and `item`, `standin` and `hidden` bring every character through it.

mod affixes;
mod answers;
mod begun;
mod cache;
mod case;
mod collapse;
mod csl;
mod csl_yaml;
mod dashes;
mod date;
mod date_ranges;
mod engine;
mod entry;
mod extra;
mod facts;
mod fields;
mod first_day;
mod format;
mod hidden;
mod html;
mod identifier;
mod inheritance;
mod initials;
mod inlines;
mod institutions;
mod item;
mod journals;
mod json;
mod key;
mod languages;
mod latex;
mod legal;
mod letters;
mod library;
mod locator;
mod loose;
mod nameless;
mod names;
mod namesakes;
mod order;
mod others;
mod pages;
mod pieces;
mod places;
mod plain;
mod quoted;
mod quotes;
mod raw;
mod read;
mod ris;
mod rough_order;
mod short_names;
mod standin;
mod style;
mod syntax;
mod tex;
mod tex_kinds;
mod together;
mod tree;
mod typography;
mod unprinted;
mod work;
mod yaml;
mod year_letters;

pub use cache::Cache;
pub use facts::{Facts, WorkKind};
pub use identifier::misspelt_isbns;
pub use library::{Bibliography, Formatted};
pub use places::{KeyPlace, LINKS, key_places};
pub use read::read;
pub use style::{BuiltInStyle, Style, StyleForm, built_in_styles, style, style_file};
pub use tex_kinds::entry_types;
