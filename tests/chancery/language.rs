//! Language tags: what is one, what is none, and what was meant; and words in another language than the paper's.

use chancery::diagnostic::Diagnostics;
use chancery::language;
use chancery::press::{self, Session};

use crate::corpus;
use crate::inspect::{self, Element};

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

/// Words, and whole blocks, in another language; notes that are called in them are in the paper's.
const PASSAGES: &str = "+++\nversion = \"1.0.0\"\n+++\n\n# The [Bundespolizei]{lang=de} here\n\n\
    The Bundeskriminalamt writes: [“Die *Zusammenarbeit* beruht[^n] auf Vertrauen.”]{lang=de} So it goes.\n\n\
    [^n]: Said in an interview.\n\n\
    ::: {lang=fr}\n- un point\n- deux points\n:::\n\n\
    ::: note {lang=de-AT title=\"Hinweis\"}\nDas gilt[^m] auch hier.\n:::\n\n[^m]: Since long.\n\n\
    ::: table {lang=de caption=\"Zahlen\"}\n| Jahr[^t] |\n|---|\n| heuer |\n:::\n\n[^t]: Last year’s.\n";

#[test]
fn words_in_another_language_are_declared_as_such() {
    let mut diagnostics = Diagnostics::new();
    let built = press::build(&corpus::project_of(PASSAGES), &mut Session::default(), &mut diagnostics);
    let said = inspect::read(&built.expect("it can be printed").pdf).expect("a PDF");
    let language = |words: &str| {
        let is_it = |element: &&Element| element.text.contains(words);
        let innermost = said.elements.iter().filter(is_it).min_by_key(|element| element.text.len());
        let element = innermost.unwrap_or_else(|| panic!("{words} is nowhere"));
        let runs = said.pages.iter().flat_map(|page| &page.runs).filter(|run| run.text.contains(words));
        let own = runs.filter_map(|run| run.language.clone()).next();
        own.or_else(|| element.language.clone()).unwrap_or_default()
    };
    for (words, tag) in [
        ("The ", "en-GB"),
        ("Bundespolizei", "de"),
        ("Zusammenarbeit", "de"),
        ("Vertrauen", "de"),
        ("So it goes", "en-GB"),
        ("Said in an interview", "en-GB"),
        ("deux points", "fr"),
        ("Hinweis", "de-AT"),
        ("auch hier", "de-AT"),
        ("Since long", "en-GB"),
        ("heuer", "de"),
        ("Last year", "en-GB"),
    ] {
        assert_eq!(language(words), tag, "{words}");
    }
}
