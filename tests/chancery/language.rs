//! Language tags: what is one, what is none, and what was meant.

use chancery::language;

#[test]
fn a_tag_that_is_no_language_is_answered_with_the_nearest() {
    let right =
        [("en-gb", "en-GB"), ("DE", "de"), ("sr-latn-rs", "sr-Latn-RS"), ("tlh", "tlh"), ("de-at-1996", "de-AT-1996")];
    for (typed, tag) in right {
        assert_eq!(language::tag(typed), Ok(tag.to_owned()));
    }
    let wrong = [
        ("gr", "`gr` is a country, and no language", "Greek is `el`."),
        ("CZ", "`cz` is a country, and no language", "Czech is `cs`."),
        ("cz-CZ", "`cz` is a country, and no language", "Czech is `cs`."),
        ("xx", "no language has the code `xx`", "Did you mean `xh`?"),
        ("ed", "no language has the code `ed`", "Did you mean `de` (German)?"),
        ("German", "`German` is the name of a language, and not its tag", "Write `de`."),
        ("en-UK", "`UK` is no code of a region: the United Kingdom is `GB`", "Write `en-GB`."),
        ("el-EL", "`EL` is no code of a region: Greece is `GR`", "Write `el-GR`."),
        ("en_GB", "`en_GB` is not a language tag", "Write a language by BCP 47, such as `en-GB`, `fr` or `sr-Latn`."),
        ("", "`` is not a language tag", "Write a language by BCP 47, such as `en-GB`, `fr` or `sr-Latn`."),
    ];
    for (typed, message, help) in wrong {
        assert_eq!(language::tag(typed), Err((message.to_owned(), help.to_owned())));
    }
}
