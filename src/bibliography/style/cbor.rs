//! Reads what the engine's archive holds: CBOR (RFC 8949) with texts, lists, maps and little else.
//!
//! The engine's types find out what a word is by trying one kind after another, and for each that it is not, a reader
//! would make a sentence that nobody reads. This one has no words for errors, which takes a tenth of the time.

use std::fmt;

use serde::de::value::{BorrowedStrDeserializer, MapAccessDeserializer};
use serde::de::{Deserialize, DeserializeSeed, Deserializer, Error, MapAccess, SeqAccess, Visitor};
use serde::forward_to_deserialize_any;

/// A value of the archive.
pub(super) fn read<'de, T: Deserialize<'de>>(bytes: &'de [u8]) -> Result<T, Unreadable> {
    T::deserialize(&mut Reader(bytes))
}

/// It is not what was asked for.
#[derive(Debug)]
pub(super) struct Unreadable;

impl fmt::Display for Unreadable {
    fn fmt(&self, formatter: &mut fmt::Formatter) -> fmt::Result {
        formatter.write_str("unreadable")
    }
}

impl std::error::Error for Unreadable {}

impl Error for Unreadable {
    fn custom<T: fmt::Display>(_: T) -> Self {
        Self
    }
}

/// In the first byte, that a mark ends what follows; and that mark.
const ENDLESS: u8 = 31;
const END: u8 = 0xff;

/// What was not read yet.
struct Reader<'de>(&'de [u8]);

/// What comes next (RFC 8949, 3.1 and 3.3).
enum Head {
    Number(u64),
    Text(usize),
    /// How many items; [`None`] if a mark ends them.
    List(Option<usize>),
    Map(Option<usize>),
    Flag(bool),
    Nothing,
}

impl<'de> Reader<'de> {
    fn take(&mut self, length: usize) -> Result<&'de [u8], Unreadable> {
        let (taken, rest) = self.0.split_at_checked(length).ok_or(Unreadable)?;
        self.0 = rest;
        Ok(taken)
    }

    fn head(&mut self) -> Result<Head, Unreadable> {
        let first = self.take(1)?[0];
        let argument = match first & 0x1f {
            small @ 0..24 => Some(u64::from(small)),
            size @ 24..28 => {
                let digits = self.take(1 << (size - 24))?;
                Some(digits.iter().fold(0, |number, digit| number << 8 | u64::from(*digit)))
            }
            ENDLESS => None,
            _ => return Err(Unreadable),
        };
        let length = argument.map(usize::try_from).transpose().map_err(|_| Unreadable)?;
        match (first >> 5, argument, length) {
            (0, Some(number), _) => Ok(Head::Number(number)),
            (3, _, Some(length)) => Ok(Head::Text(length)),
            (4, ..) => Ok(Head::List(length)),
            (5, ..) => Ok(Head::Map(length)),
            (7, Some(flag @ (20 | 21)), _) => Ok(Head::Flag(flag == 21)),
            (7, Some(22), _) => Ok(Head::Nothing),
            _ => Err(Unreadable),
        }
    }

    fn text(&mut self, length: usize) -> Result<&'de str, Unreadable> {
        std::str::from_utf8(self.take(length)?).map_err(|_| Unreadable)
    }
}

impl<'de> Deserializer<'de> for &mut Reader<'de> {
    type Error = Unreadable;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Unreadable> {
        match self.head()? {
            Head::Number(number) => visitor.visit_u64(number),
            Head::Text(length) => visitor.visit_borrowed_str(self.text(length)?),
            Head::List(left) => visitor.visit_seq(Left { reader: self, left }),
            Head::Map(left) => visitor.visit_map(Left { reader: self, left }),
            Head::Flag(flag) => visitor.visit_bool(flag),
            Head::Nothing => visitor.visit_unit(),
        }
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Unreadable> {
        let rest = self.0;
        match self.head()? {
            Head::Nothing => visitor.visit_none(),
            _ => {
                self.0 = rest;
                visitor.visit_some(self)
            }
        }
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(self, _: &str, visitor: V) -> Result<V::Value, Unreadable> {
        visitor.visit_newtype_struct(self)
    }

    /// A mere name, or a map of it to what it holds.
    fn deserialize_enum<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Unreadable> {
        match self.head()? {
            Head::Text(length) => visitor.visit_enum(BorrowedStrDeserializer::new(self.text(length)?)),
            Head::Map(left) => visitor.visit_enum(MapAccessDeserializer::new(Left { reader: self, left })),
            _ => Err(Unreadable),
        }
    }

    forward_to_deserialize_any! {
        bool i8 i16 i32 i64 u8 u16 u32 u64 f32 f64 char str string bytes byte_buf unit unit_struct seq tuple
        tuple_struct map struct identifier ignored_any
    }
}

/// How many items or pairs are left; [`None`] if a mark ends them.
struct Left<'r, 'de> {
    reader: &'r mut Reader<'de>,
    left: Option<usize>,
}

impl<'de> Left<'_, 'de> {
    fn next<T: DeserializeSeed<'de>>(&mut self, seed: T) -> Result<Option<T::Value>, Unreadable> {
        match &mut self.left {
            Some(0) => return Ok(None),
            Some(left) => *left -= 1,
            None if self.reader.0.first() == Some(&END) => {
                self.reader.take(1)?;
                return Ok(None);
            }
            None => {}
        }
        seed.deserialize(&mut *self.reader).map(Some)
    }
}

impl<'de> SeqAccess<'de> for Left<'_, 'de> {
    type Error = Unreadable;

    fn next_element_seed<T: DeserializeSeed<'de>>(&mut self, seed: T) -> Result<Option<T::Value>, Unreadable> {
        self.next(seed)
    }
}

impl<'de> MapAccess<'de> for Left<'_, 'de> {
    type Error = Unreadable;

    fn next_key_seed<T: DeserializeSeed<'de>>(&mut self, seed: T) -> Result<Option<T::Value>, Unreadable> {
        self.next(seed)
    }

    fn next_value_seed<T: DeserializeSeed<'de>>(&mut self, seed: T) -> Result<T::Value, Unreadable> {
        seed.deserialize(&mut *self.reader)
    }
}
