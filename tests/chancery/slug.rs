//! Names for files keep the letters of the words that they are made of.

use chancery::slug::slug;
use proptest::prelude::*;

#[test]
fn letters_are_kept_in_latin() {
    for (text, expected) in [
        ("Serious crime", "serious-crime"),
        ("Überblick", "uberblick"),
        ("été-2024", "ete-2024"),
        ("e\u{301}te\u{301}", "ete"),
        ("L'avenir de l’État", "lavenir-de-letat"),
        ("Straße, Æon, Łódź, İstanbul, Ðjúp", "strasse-aeon-lodz-istanbul-djup"),
        ("Ελλάδα και Ευρώπη", "ellada-kai-evropi"),
        ("Ουρανός", "ouranos"),
        ("Доклад за България", "doklad-za-balgariya"),
        ("Щит", "shtit"),
        ("Їжак і Ґанок", "yizhak-i-ganok"),
        ("m² ½", "m2-1-2"),
        ("_\"2013\"\n{{x}}_", "2013-x"),
    ] {
        assert_eq!(slug(text).as_deref(), Some(expected), "{text}");
    }
    for text in ["", "–", "日本", "日本 2024", "عربي"] {
        assert_eq!(slug(text), None, "{text}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 2_000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn whatever_is_written_comes_to_a_name_or_to_none(text in "[a-cÄéßŁαύбщ日²½ '_.-]{0,12}") {
        if let Some(name) = slug(&text) {
            let fits = |byte: u8| matches!(byte, b'a'..=b'z' | b'0'..=b'9' | b'-');
            prop_assert!(!name.is_empty() && name.bytes().all(fits), "{name}");
            prop_assert!(!name.starts_with('-') && !name.ends_with('-') && !name.contains("--"), "{name}");
            prop_assert_eq!(slug(&name), Some(name));
        }
    }
}
