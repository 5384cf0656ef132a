//! Words that a key takes, of which its meaning tells all.

use crate::editor::complete::Choice;
use crate::editor::kind::Kind;
use crate::manifest::KEYS;
use crate::section::ColumnType;

pub(in crate::editor) static WORD: Kind = Kind {
    name: "word",
    token: Some("enumMember"),
    word: |view| {
        view.value_of(&WORD).or_else(|| view.attribute_value("types").filter(|_| view.block() == Some("table")))
    },
    choices: |_, view| match view.key() {
        Some(key) => words(&key).map(|word| Choice::new(word, "")).collect(),
        None => ColumnType::NAMES.iter().map(|(name, _)| Choice::new(*name, "")).collect(),
    },
    ..Kind::PLAIN
};

/// The words between backticks; what has signs in it is an example.
fn words(key: &str) -> impl Iterator<Item = &'static str> {
    let meaning = KEYS.iter().find(|(name, _)| *name == key).map_or("", |(_, meaning)| *meaning);
    let is_word = |word: &&str| word.chars().all(|one| one.is_alphanumeric() || one == '-');
    meaning.split('`').skip(1).step_by(2).filter(is_word)
}
