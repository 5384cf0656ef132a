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

/// Tables of terms: for each field its type, its key and the names of its gaps.
macro_rules! tables {
    ($($(#[$about:meta])* $name:ident {
        $($(#[$doc:meta])* $field:ident: $kind:ty = $key:literal $([$($gap:literal),+])?,)*
    })*) => {$(
        $(#[$about])*
        #[derive(Debug, Clone, PartialEq)]
        pub struct $name {
            $($(#[$doc])* pub $field: $kind,)*
        }

        impl $name {
            pub(super) fn of_table(
                table: &mut crate::table::Table,
            ) -> Result<Self, crate::diagnostic::Reported> {
                // All are asked for before the first failure ends it, so that every mistake is found.
                $(let $field = super::read::term(table, $key, &[$($($gap),+)?]);)*
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
