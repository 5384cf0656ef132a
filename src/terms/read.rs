//! From a data file to [`Terms`]: every key has to be there, and no other.

use std::collections::BTreeMap;

use super::pattern::Pattern;
use super::words::Terms;
use crate::diagnostic::{Code, Diagnostic, Diagnostics, Reported, listed};
use crate::section::Text;
use crate::source::{Source, Spanned};
use crate::table::{self, Item, Table, all};

/// Reads the words of one language. Keys that are missing or unknown, texts that are empty and patterns with wrong
/// gaps are reported at their places.
pub fn read(source: &Source, diagnostics: &mut Diagnostics) -> Result<Terms, Reported> {
    table::read(source, source.whole(), diagnostics, |table| Terms::of_table(table, None, &mut Filling::default()))
}

/// Words laid over others.
pub struct Laid {
    pub terms: Terms,
    /// What was given, by its key.
    pub given: BTreeMap<String, Given>,
    /// The keys of what was not.
    pub left: Vec<String>,
}

/// A word that was given.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Given {
    /// As it was typed.
    pub typed: Spanned<String>,
    /// What it says.
    pub texts: Vec<Text>,
}

/// Reads words that stand in a table and lays them over `base`: what is not given stays.
pub fn over(table: &mut Table, base: &Terms) -> Result<Laid, Reported> {
    let mut filling = Filling::default();
    let terms = Terms::of_table(table, Some(base), &mut filling)?;
    Ok(Laid { terms, given: filling.given, left: filling.left })
}

/// Every key of a data file, with the tables that it stands in: `date.months`.
pub fn keys() -> Vec<String> {
    let mut filling = Filling::default();
    Terms::leave(&mut filling);
    filling.left
}

/// What was left to other words, while a table is laid over them.
#[derive(Default)]
pub(super) struct Filling {
    /// The tables that are read, the innermost last.
    path: Vec<&'static str>,
    given: BTreeMap<String, Given>,
    left: Vec<String>,
}

impl Filling {
    pub(super) fn within<T>(&mut self, key: &'static str, read: impl FnOnce(&mut Self) -> T) -> T {
        self.path.push(key);
        let read = read(self);
        self.path.pop();
        read
    }
}

/// What is known while a term is read.
pub(super) struct Reading<'r, T> {
    /// The names of the gaps, of a pattern.
    pub(super) gaps: &'r [&'r str],
    /// What stays where nothing is given.
    pub(super) base: Option<&'r T>,
    pub(super) filling: &'r mut Filling,
    pub(super) diagnostics: &'r mut Diagnostics,
}

/// Something that a key of a data file holds.
pub(super) trait Term: Sized + Clone {
    fn of_item(item: &Item, reading: Reading<Self>) -> Result<Self, Reported>;

    /// Notes that it was given, unless what it holds notes that.
    fn give(item: &Item, filling: &mut Filling) {
        // What is wrong with it is said where it is read.
        let texts = item.text_or_texts(&mut Diagnostics::new()).unwrap_or_default();
        filling.given.insert(filling.path.join("."), Given { typed: item.typed(), texts });
    }

    /// Notes that it was not given.
    fn leave(filling: &mut Filling) {
        filling.left.push(filling.path.join("."));
    }
}

/// Reads a key, which has to be there unless it has a base.
pub(super) fn term<T: Term>(
    table: &mut Table,
    key: &'static str,
    gaps: &[&str],
    base: Option<&T>,
    filling: &mut Filling,
) -> Result<T, Reported> {
    let item = match base {
        None => Some(table.required(key, &format!("{key} = \"…\""))?),
        Some(_) => table.item(key),
    };
    filling.within(key, |filling| match (item, base) {
        (Some(item), _) => {
            T::give(&item, filling);
            T::of_item(&item, Reading { gaps, base, filling, diagnostics: table.diagnostics })
        }
        (None, base) => {
            T::leave(filling);
            Ok(base.expect("what has no base has to be there").clone())
        }
    })
}

impl Term for String {
    fn of_item(item: &Item, reading: Reading<Self>) -> Result<Self, Reported> {
        Ok(item.text(reading.diagnostics)?.to_string())
    }
}

impl<const N: usize> Term for Pattern<N> {
    fn of_item(item: &Item, reading: Reading<Self>) -> Result<Self, Reported> {
        let Reading { gaps, diagnostics, .. } = reading;
        let text = item.text(diagnostics)?;
        let names = gaps.try_into().expect("a pattern's type tells how many gaps it has");
        Pattern::parse(&text, names).map_err(|mistake| {
            let found =
                Diagnostic::error(Code("invalid-value"), text.span(), format!("`{}` {mistake}", item.key.value));
            let gaps = listed(gaps.iter().map(|name| format!("{{{name}}}")));
            diagnostics.report(found.with_help(format!("Write {gaps} once each.")))
        })
    }
}

/// A list of texts, as many as there are.
impl Term for Vec<String> {
    fn of_item(item: &Item, reading: Reading<Self>) -> Result<Self, Reported> {
        all(item.texts(reading.diagnostics)?.into_iter().map(|text| Ok(text.to_string())))
    }
}

/// A list of `N` texts.
impl<const N: usize> Term for [String; N] {
    fn of_item(item: &Item, reading: Reading<Self>) -> Result<Self, Reported> {
        let texts = all(item.texts(reading.diagnostics)?.into_iter().map(|text| Ok(text.to_string())))?;
        texts.try_into().map_err(|texts: Vec<String>| {
            let message = format!("`{}` has {} texts instead of {N}", item.key.value, texts.len());
            let found = Diagnostic::error(Code("invalid-value"), item.span, message);
            reading.diagnostics.report(found.with_help(format!("Write {N} texts.")))
        })
    }
}

/// A field's name as the key of a data file.
pub(super) const fn hyphenated<const N: usize>(name: &str) -> [u8; N] {
    let (mut key, mut at) = ([0; N], 0);
    while at < N {
        key[at] = if name.as_bytes()[at] == b'_' { b'-' } else { name.as_bytes()[at] };
        at += 1;
    }
    key
}

/// Tables of terms. A field is a text, or of the type behind its colon, or a pattern with the gaps in its brackets; its
/// key is its name, or what stands behind an equals sign.
macro_rules! tables {
    (@key $field:ident) => {{
        const KEY: [u8; stringify!($field).len()] = super::read::hyphenated(stringify!($field));
        const TEXT: &str = match std::str::from_utf8(&KEY) {
            Ok(key) => key,
            Err(_) => panic!("names are ASCII"),
        };
        TEXT
    }};
    (@key $field:ident $key:literal) => { $key };
    (@kind) => { String };
    (@kind [$($gap:literal),+]) => { super::pattern::Pattern<{ [$($gap),+].len() }> };
    (@kind $kind:ty) => { $kind };
    ($($(#[$about:meta])* $name:ident {
        $($(#[$doc:meta])* $field:ident $(= $key:literal)? $(: $kind:ty)? $([$($gap:literal),+])?,)*
    })*) => {$(
        $(#[$about])*
        #[derive(Debug, Clone, PartialEq, Eq)]
        pub struct $name {
            $($(#[$doc])* pub $field: super::read::tables!(@kind $($kind)? $([$($gap),+])?),)*
        }

        impl $name {
            pub(super) fn of_table(
                table: &mut crate::table::Table,
                base: Option<&Self>,
                filling: &mut super::read::Filling,
            ) -> Result<Self, crate::diagnostic::Reported> {
                // All are asked for before the first failure ends it, so that every mistake is found.
                $(let $field = super::read::term(
                    table,
                    super::read::tables!(@key $field $($key)?),
                    &[$($($gap),+)?],
                    base.map(|base| &base.$field),
                    filling,
                );)*
                Ok(Self { $($field: $field?,)* })
            }
        }

        impl super::read::Term for $name {
            fn of_item(
                item: &crate::table::Item,
                reading: super::read::Reading<Self>,
            ) -> Result<Self, crate::diagnostic::Reported> {
                let super::read::Reading { base, filling, diagnostics, .. } = reading;
                item.table(diagnostics, |table| Self::of_table(table, base, filling))
            }

            fn give(_: &crate::table::Item, _: &mut super::read::Filling) {}

            fn leave(filling: &mut super::read::Filling) {
                $(filling.within(
                    super::read::tables!(@key $field $($key)?),
                    <super::read::tables!(@kind $($kind)? $([$($gap),+])?) as super::read::Term>::leave,
                );)*
            }
        }
    )*};
}
pub(super) use tables;
