//! From a data file to [`Terms`]: every key has to be there, and no other.

use super::pattern::Pattern;
use super::words::Terms;
use crate::diagnostic::{Code, Diagnostic, Diagnostics, Reported, listed};
use crate::source::Source;
use crate::table::{self, Item, Table, all};

/// Reads the words of one language. Keys that are missing or unknown, texts that are empty and patterns with wrong
/// gaps are reported at their places.
pub fn read(source: &Source, diagnostics: &mut Diagnostics) -> Result<Terms, Reported> {
    table::read(source, source.whole(), diagnostics, Terms::of_table)
}

/// Something that a key of a data file holds.
pub(super) trait Term: Sized {
    /// `gaps` are the names that a pattern has.
    fn of_item(item: &Item, gaps: &[&str], diagnostics: &mut Diagnostics) -> Result<Self, Reported>;
}

/// Reads a key that has to be there.
pub(super) fn term<T: Term>(table: &mut Table, key: &'static str, gaps: &[&str]) -> Result<T, Reported> {
    let item = table.required(key, &format!("{key} = \"…\""))?;
    T::of_item(&item, gaps, table.diagnostics)
}

impl Term for String {
    fn of_item(item: &Item, _: &[&str], diagnostics: &mut Diagnostics) -> Result<Self, Reported> {
        Ok(item.text(diagnostics)?.to_string())
    }
}

impl<const N: usize> Term for Pattern<N> {
    fn of_item(item: &Item, gaps: &[&str], diagnostics: &mut Diagnostics) -> Result<Self, Reported> {
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
    fn of_item(item: &Item, _: &[&str], diagnostics: &mut Diagnostics) -> Result<Self, Reported> {
        all(item.texts(diagnostics)?.into_iter().map(|text| Ok(text.to_string())))
    }
}

/// A list of so many texts.
impl<const N: usize> Term for [String; N] {
    fn of_item(item: &Item, _: &[&str], diagnostics: &mut Diagnostics) -> Result<Self, Reported> {
        let texts = all(item.texts(diagnostics)?.into_iter().map(|text| Ok(text.to_string())))?;
        texts.try_into().map_err(|texts: Vec<String>| {
            let message = format!("`{}` has {} texts instead of {N}", item.key.value, texts.len());
            let found = Diagnostic::error(Code("invalid-value"), item.span, message);
            diagnostics.report(found.with_help(format!("Write {N} texts.")))
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
        #[derive(Debug, Clone, PartialEq)]
        pub struct $name {
            $($(#[$doc])* pub $field: super::read::tables!(@kind $($kind)? $([$($gap),+])?),)*
        }

        impl $name {
            pub(super) fn of_table(
                table: &mut crate::table::Table,
            ) -> Result<Self, crate::diagnostic::Reported> {
                // All are asked for before the first failure ends it, so that every mistake is found.
                $(let $field = super::read::term(
                    table, super::read::tables!(@key $field $($key)?), &[$($($gap),+)?],
                );)*
                Ok(Self { $($field: $field?,)* })
            }
        }

        impl super::read::Term for $name {
            fn of_item(
                item: &crate::table::Item,
                _: &[&str],
                diagnostics: &mut crate::diagnostic::Diagnostics,
            ) -> Result<Self, crate::diagnostic::Reported> {
                item.table(diagnostics, Self::of_table)
            }
        }
    )*};
}
pub(super) use tables;
