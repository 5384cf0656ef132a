//! The words of each language: complete, in its own forms, and printed.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use crate::inspect::{self, Inspected};
use chancery::diagnostic::{Diagnostic, Diagnostics};
use chancery::press::{self, Built, Session};
use chancery::project::Project;
use chancery::report;
use chancery::source::{FileId, Side, Source};
use chancery::terms::{self, Terms};

use crate::corpus;

#[test]
fn every_language_has_every_word_and_no_other() {
    for (tag, text) in terms::languages() {
        assert_eq!(read(tag, text).1, Vec::<String>::new());
        assert_eq!(terms::of(tag).map(|terms| Terms::clone(terms)), read(tag, text).0);
    }
    let listed: Vec<_> = terms::languages().map(|(tag, _)| format!("{tag}.toml")).collect();
    let folder = fs::read_dir(Path::new(env!("CARGO_MANIFEST_DIR")).join("src/terms")).expect("the folder of words");
    let names = folder.flatten().filter_map(|file| file.file_name().into_string().ok());
    let stand: BTreeSet<_> = names.filter(|name| name.ends_with(".toml")).collect();
    assert_eq!(listed, stand.into_iter().collect::<Vec<_>>(), "src/terms/languages.rs and the folder differ");
}

/// Words that some languages share with English.
const SHARED: &[&str] = &[
    "Consultation",
    "Date",
    "Figure",
    "File",
    "Final",
    "Important",
    "Logo",
    "Name",
    "Note",
    "Organisation",
    "Page",
    "Reference",
    "Section",
    "Source",
    "Status",
    "Tip",
    "Version",
    "Version {version}",
    "description",
    "file",
    "label",
    "note {number}",
    "point\\u00a0{number}",
    "{title} (version {old} → {new})",
    "Figure\\u00a0{number}",
    "page\\u00a0{number}",
    "section\\u00a0{number}",
];

#[test]
fn no_language_has_english_words() {
    let lines = |text: &'static str| text.lines().filter(|line| line.contains(" = \""));
    let english: BTreeSet<&str> = lines(ENGLISH).collect();
    let says_something = |line: &&str| {
        let value = line.split_once(" = ").map_or("", |(_, value)| value).trim_matches('"');
        let outside = value.split(['{', '}']).step_by(2).collect::<String>().replace("\\u00a0", "");
        outside.chars().any(char::is_alphabetic) && !SHARED.contains(&value)
    };
    for (tag, text) in terms::languages().filter(|(tag, _)| *tag != "en") {
        let borrowed: Vec<_> = lines(text).filter(|line| english.contains(line)).filter(says_something).collect();
        assert_eq!(borrowed, Vec::<&str>::new(), "{tag}");
    }
}

#[test]
fn what_a_language_lacks_is_told_and_stands_in_english() {
    let keys = terms::keys();
    assert!(
        keys.len() > 100
            && ["decimal", "date.months", "redline.form.key"].map(str::to_owned).iter().all(|key| keys.contains(key))
    );
    let refused = [
        ("draft-mark = \"DRAFT\"\n", "", "missing-key: `draft-mark` is missing"),
        ("key = \"key\"\n", "", "missing-key: `key` is missing"),
        ("above = \"above\"", "above = \" \"", "empty-value: `above` is empty"),
        ("above = \"above\"", "above = \"above\"\nover = \"over\"", "unknown-key: unknown key `over`"),
        ("  \"December\",\n", "", "invalid-value: `months` has 11 texts instead of 12"),
        ("\"{day}\\u00a0{month} {year}\"", "\"{month} {year}\"", "invalid-value: `day` lacks `{day}`"),
        ("\"{year}\"", "\"{year} {year}\"", "invalid-value: `year` holds `{year}` twice"),
        ("\"{year}\"", "\"{year} {jahr}\"", "invalid-value: `year` cannot hold `{jahr}`"),
        ("\"{year}\"", "\"{year} {\"", "invalid-value: `year` has a brace without its other half"),
        ("\"{year}\"", "\"} {year}\"", "invalid-value: `year` has a brace without its other half"),
    ];
    for (old, new, expected) in refused {
        let found = read("en", &ENGLISH.replacen(old, new, 1)).1;
        assert_eq!(found, [expected], "{old} → {new}");
    }
}

#[test]
fn a_tag_has_the_words_of_its_language() {
    for (tag, language) in [("en-GB", "English"), ("FR", "French"), ("de-Latn-AT-1996", "German")] {
        assert_eq!(terms::of(tag).map(|terms| terms.language.as_str()), Some(language), "{tag}");
    }
    for tag in ["uk", "enm", "x-de", "e", "", "-"] {
        assert!(terms::of(tag).is_none(), "{tag}");
    }
}

#[test]
fn dates_and_numbers_have_the_form_of_their_language() {
    let forms = |terms: &Terms| {
        [(Some(6), Some(24)), (Some(6), Some(1)), (Some(6), None), (None, None)]
            .map(|(month, day)| terms.date(2013, month, day).replace('\u{a0}', "~"))
    };
    assert_eq!(forms(Terms::english()), ["24~June 2013", "1~June 2013", "June 2013", "2013"]);
    assert_eq!(forms(language("fr")), ["24~juin 2013", "1er~juin 2013", "juin 2013", "2013"]);
    assert_eq!(forms(language("de")), ["24.~Juni 2013", "1.~Juni 2013", "Juni 2013", "2013"]);
    assert_eq!(forms(language("fi")), ["24.~kesäkuuta 2013", "1.~kesäkuuta 2013", "kesäkuu 2013", "2013"]);
    assert_eq!(forms(language("hu")), ["2013.~június 24.", "2013.~június 1.", "2013.~június", "2013"]);
    assert_eq!(forms(language("lv"))[0], "2013.~gada 24.~jūnijs");
    assert_eq!(forms(language("mt"))[0], "24~ta’~Ġunju 2013");
    assert_eq!(forms(language("el"))[1], "1η~Ιουνίου 2013");
    assert_eq!(language("hu").references.section.fill(["2.1"]), "2.1.\u{a0}szakasz");
    let grouped = [0, 999, 1_000, 12_034, 1_000_000].map(|number| language("de").grouped(number));
    assert_eq!(grouped, ["0", "999", "1\u{a0}000", "12\u{a0}034", "1\u{a0}000\u{a0}000"]);
}

#[test]
fn a_paper_is_in_its_own_language_from_the_first_page_to_the_foot() {
    let (built, said) = built(&german("1.2.0", BODY));
    let first = text(&said, 0);
    for words in [
        "Bericht: Neues",
        "Art des Dokuments",
        "Referenz",
        "Fassung",
        "Datum",
        "24.\u{a0}Juni 2013",
        "Stand",
        "Konsultation",
        "Kennzeichnung",
        "1\u{a0}von\u{a0}3",
        "Versionsgeschichte",
        "Zusammenfassung",
        "Entwurf",
        "ENTWURF",
        "Ausfertigung\u{a0}1\u{a0}von\u{a0}3",
        "Seite 1 von 4",
    ] {
        let title = said.title.as_deref().unwrap_or_default();
        assert!(first.contains(words) || title.contains(words), "{words} is not in {title} {first}");
    }
    let rest: String = (1..built.pages()).map(|page| text(&said, page)).collect();
    let words = ["Inhalt", "Abkürzungen", "siehe Tabelle\u{a0}1 unten", "Tabelle\u{a0}1. Zahlen", "Abschnitt\u{a0}1"];
    for words in words {
        assert!(rest.contains(words), "{words} is not in {rest}");
    }
}

#[test]
fn a_redline_is_in_the_language_of_its_paper() {
    let old = german("0.1.0", "# Eins {#eins}\n\nEs war einmal.\n\n# Zwei\n\nEs bleibt beim Alten, wie es war.\n");
    let moved = "# Zwei\n\nEs bleibt beim Alten, wie es war.\n\n# Eins {#eins}\n\nEs war zweimal und ist nun neu.\n";
    let (built, said) = redline(&old, &german("0.2.0", moved));
    assert_eq!(said.title.as_deref(), Some("Bericht: Neues (Fassung 0.1.0 → 0.2.0)"));
    let whole: String = (0..built.pages()).map(|page| text(&said, page)).collect();
    // Words are hyphenated at the ends of lines in tables.
    let whole = whole.replace('\u{ad}', "");
    for words in [
        "Änderungen von Fassung\u{a0}0.1.0 zu Fassung\u{a0}0.2.0",
        "Geänderte Abschnitte",
        "Gestrichene Wörter",
        "Insgesamt",
        "Seite\u{a0}",
        "Verschoben ",
    ] {
        assert!(whole.contains(words), "{words} is not in {whole}");
    }
    // A status of ours is in the list of what changed, too.
    assert!(whole.contains("Entwurf: ") && !whole.contains("draft"), "{whole}");
    assert!(!whole.contains(" seite") && !whole.contains(" fassung"), "a noun has lost its capital: {whole}");
    assert!(said.elements.iter().any(|element| element.text.contains("Ende\u{a0}der\u{a0}Einfügung")));
}

#[test]
fn a_word_may_stand_behind_its_number() {
    let (_, said) = built(&paper("hu", "1.0.0", BODY));
    let whole: String = (0..said.pages.len()).map(|page| text(&said, page)).collect();
    assert!(whole.contains("1.\u{a0}táblázat. Zahlen") && whole.contains("Aus 1.\u{a0}szakasz"), "{whole}");
}

const ENGLISH: &str = include_str!("../../src/terms/en.toml");

const BODY: &str = "# Eins {#eins}\n\nAus [](#eins), siehe [](#zahlen) [{direction}](#zahlen).\n\n\
    ::: table {#zahlen caption=\"Zahlen\"}\n| A |\n|---|\n| b |\n:::\n";

fn german(version: &str, body: &str) -> Project {
    paper("de", version, body)
}

/// A paper with everything that a front page can have.
fn paper(language: &str, version: &str, body: &str) -> Project {
    let case = format!(
        "A paper.\n=== paper.toml\n[paper]\nslug = \"bericht\"\ntitle = \"Bericht\"\nsubtitle = \"Neues\"\n\
         kind = \"Lagebericht\"\nversion = \"{version}\"\ndate = \"2013-06-24\"\nlanguage = \"{language}\"\n\
         authors = [\"Europol\"]\nstatus = \"consultation\"\ntemplate = \"europol\"\ncontents = true\n\
         sections = [\"a.md\"]\n[marking]\nscheme = \"europol\"\nlevel = \"secret\"\nreference = \"R1\"\n\
         copy = \"1 of 3\"\nreason = \"so\"\n[abbreviations]\nEU = \"Europäische Union\"\n[[history]]\n\
         version = \"{version}\"\ndate = \"2013-06-24\"\nstatus = \"draft\"\nsummary = \"Anfang\"\n\
         === sections/a.md\n+++\nversion = \"1.0.0\"\n+++\n\n{body}"
    );
    corpus::project(&case)
}

fn language(tag: &str) -> &'static Terms {
    terms::of(tag).unwrap_or_else(|| panic!("{tag} has no words"))
}

/// The words, and `code: message` of each mistake.
fn read(tag: &str, text: &str) -> (Option<Terms>, Vec<String>) {
    let source = Source::new(FileId::new(&format!("{tag}.toml"), Side::New), text.to_owned());
    let mut diagnostics = Diagnostics::new();
    let terms = terms::read(&source, &mut diagnostics).ok();
    let line = |found: &Diagnostic| format!("{}: {}", found.code.0, found.message);
    (terms, diagnostics.into_sorted().iter().map(line).collect())
}

fn built(project: &Project) -> (Built, Inspected) {
    let mut diagnostics = Diagnostics::new();
    let built = press::build(project, &mut Session::default(), &mut diagnostics);
    let built = built.unwrap_or_else(|_| panic!("{}", report::short(&diagnostics.into_sorted(), project, "")));
    let said = inspect::read(&built.pdf).expect("a PDF");
    (built, said)
}

fn redline(old: &Project, new: &Project) -> (Built, Inspected) {
    let (mut session, mut diagnostics) = (Session::default(), Diagnostics::new());
    let paper = press::check(new, &mut session, &mut diagnostics).expect("sound");
    let older = press::older(&old.clone().as_old(), (new, &paper), &mut session, &mut diagnostics).expect("sound");
    let redline = press::redline(&older, (new, &paper), &mut diagnostics);
    let (paper, assembled, _) = redline.expect("it can be assembled");
    let built = press::print(new, paper, assembled, &mut Session::default(), &mut diagnostics);
    let built = built.unwrap_or_else(|_| panic!("{:?}", diagnostics.into_sorted()));
    let said = inspect::read(&built.pdf).expect("a PDF");
    (built, said)
}

/// All that stands on a page.
fn text(said: &Inspected, page: usize) -> String {
    said.pages[page].text(|_| true)
}

/// All that the press says is in the paper's language: on the pages, in bookmarks, of links, in the bibliography.
#[test]
fn each_language_is_printed() {
    let spoken = |terms: &Terms| {
        let words = terms.links.note.fill(["1"]);
        [words, terms.links.back_from_note.fill(["1"]), terms.references.section.fill(["1"])]
    };
    for (tag, _) in terms::languages() {
        let terms = language(tag);
        let (built, said) = built(&everything(tag));
        let whole: String = (0..built.pages()).map(|page| text(&said, page)).collect();
        let whole = whole.replace(['\u{ad}', '\u{2068}', '\u{2069}'], "");
        for words in printed(terms) {
            // At the beginning of a sentence with a capital letter.
            let mut letters = words.chars();
            let first = letters.next().map(char::to_uppercase).into_iter().flatten();
            let begun: String = first.chain(letters).collect();
            assert!(whole.contains(&words) || whole.contains(&begun), "{tag}: {words} is not in {whole}");
        }
        let descriptions: Vec<&str> = said.links.iter().map(|link| link.description.as_str()).collect();
        for words in spoken(terms) {
            assert!(descriptions.contains(&words.as_str()), "{tag}: {words} is not in {descriptions:?}");
        }
        let section = terms.references.section.fill(["1"]);
        let said_in_contents_too = descriptions.iter().filter(|words| **words == section).count();
        assert!(said_in_contents_too >= 2, "{tag}: {section} is once in {descriptions:?}");
        // Nor does a day begin with a zero.
        let words = ["accessed", "edition", " and ", "2nd", " 02", "Footnote", "March", "page 3", "Section 1"];
        let english = |words: &&str| whole.contains(words) || descriptions.iter().any(|said| said.contains(words));
        let found: Vec<&str> = words.into_iter().filter(english).collect();
        assert!(tag == "en" || found.is_empty(), "{tag}: {found:?} in {whole} {descriptions:?}");
    }
}

/// The letters of each language that is not written in those of English (CLDR 47, main exemplar characters).
const LETTERS: &[(&str, &str)] = &[
    ("ar", "ءآأؤإئابةتثجحخدذرزسشصضطظعغفقكلمنهويى"),
    ("bg", "абвгдежзийклмнопрстуфхцчшщъьюяѝ"),
    ("cs", "áčďéěíňóřšťúůýž"),
    ("da", "æøå"),
    ("de", "äöüß"),
    ("el", "αάβγδεέζηήθιίϊΐκλμνξοόπρσςτυύϋΰφχψωώ"),
    ("es", "áéíñóúü"),
    ("et", "šžõäöü"),
    ("fi", "åäöšž"),
    ("fr", "àâæçéèêëîïôœùûüÿ"),
    ("ga", "áéíóú"),
    ("he", "אבגדהוזחטיכךלמםנןסעפףצץקרשת׳״"),
    ("hr", "čćđšž"),
    ("hu", "áéíóöőúüű"),
    ("it", "àéèìóòù"),
    ("lt", "ąčęėįšųūž"),
    ("lv", "āčēģīķļņšūž"),
    ("mt", "ċġħżàèìòù"),
    ("nl", "áäéëíïóöúü"),
    ("pl", "ąćęłńóśźż"),
    ("pt", "áàâãçéêíóôõú"),
    ("ro", "ăâîșț"),
    ("sk", "áäčďéíĺľňóôŕšťúýž"),
    ("sl", "čšž"),
    ("sv", "åäö"),
];

#[test]
fn the_fonts_of_the_binary_have_each_language() {
    let mut session = Session::default();
    for (tag, text) in terms::languages() {
        let letters = LETTERS.iter().find(|(own, _)| *own == tag).map_or("", |(_, letters)| letters);
        assert!(tag == "en" || !letters.is_empty(), "the letters of {tag}");
        let large = letters.to_uppercase();
        let says: String = text.lines().filter(|line| !line.starts_with('#')).collect();
        let words: String =
            letters.chars().chain(large.chars()).chain(says.chars()).filter(|c| !c.is_ascii()).collect();
        let section = format!("+++\nversion = \"1.0.0\"\n+++\n\n# A\n\n{words}\n");
        let mut found = Diagnostics::new();
        press::check(&corpus::project_of(&section), &mut session, &mut found);
        let missing: Vec<_> = found.into_list().into_iter().filter(|one| one.code.0 == "missing-glyph").collect();
        assert!(missing.is_empty(), "{tag}: {missing:?}");
    }
}

/// What a paper with everything prints of its own accord.
fn printed(terms: &Terms) -> Vec<String> {
    let Terms { control, history, distribution, boxes, captions, references, .. } = terms;
    let words = [
        &terms.contents,
        &terms.list_of_tables,
        &terms.list_of_figures,
        &terms.abbreviations,
        &terms.draft_mark,
        &terms.above,
        &terms.below,
        &control.kind,
        &control.reference,
        &control.version,
        &control.date,
        &control.status,
        &control.marking,
        &control.copy,
        &history.title,
        &history.summary,
        &terms.status.consultation,
        &distribution.title,
        &distribution.role,
        &boxes.warning,
        &captions.source,
        &captions.note,
    ];
    let numbered = [
        terms.page_of.fill(["1", "5"]),
        terms.cited_in.fill(["1"]),
        terms.date(2013, Some(6), Some(1)),
        control.copy_of.fill(["1", "3"]),
        control.copy_alone.fill(["1", "3"]),
        captions.table.fill(["1"]),
        captions.figure.fill(["1"]),
        captions.annex.fill(["I"]),
        references.section.fill(["1"]),
        references.table.fill(["1"]),
        references.figure.fill(["1"]),
        references.annex.fill(["I"]),
    ];
    words.into_iter().cloned().chain(numbered).collect()
}

/// A paper with all that the press has words for, and none of its own but a name.
fn everything(language: &str) -> Project {
    let files = [
        (
            "paper.toml",
            "[paper]\nslug = \"a\"\ntitle = \"KLM\"\nkind = \"KLM\"\nversion = \"1.2.0\"\ndate = \"2013-06-01\"\n\
             language = \"LANGUAGE\"\nauthors = [\"KLM\"]\nstatus = \"consultation\"\ntemplate = \"europol\"\n\
             sections = [\"a.md\", \"b.md\"]\n[contents]\ntables = true\nfigures = true\n\
             [bibliography]\nfiles = [\"r.bib\"]\nstyle = \"europol\"\n[marking]\nscheme = \"europol\"\n\
             level = \"secret\"\nreference = \"R1\"\ncopy = \"1 of 3\"\nreason = \"so\"\n\
             [abbreviations]\nKLM = \"KLM\"\n[[history]]\nversion = \"1.2.0\"\ndate = \"2013-06\"\n\
             status = \"consultation\"\nsummary = \"KLM\"\n[[distribution]]\nname = \"KLM\"\nrole = \"KLM\"\n",
        ),
        (
            "sections/a.md",
            "+++\nversion = \"1.0.0\"\n+++\n\n# KLM {#one}\n\n[](#one) [](#t) [{direction}](#t) [](#f) [](#annex) \
             [{page}](#t) [@who; @b][^n]\n\n[^n]: KLM.\n\n::: warning\nKLM\n:::\n\n\
             ::: table {#t caption=\"KLM\" source=\"KLM\" note=\"KLM\"}\n| A |\n|---|\n| b |\n:::\n\n\
             ![KLM](a.svg){#f alt=\"K\"}\n",
        ),
        (
            "sections/b.md",
            "+++\nversion = \"1.0.0\"\n+++\n\n# LM {#annex .annex}\n\n[{direction}](#t)\n\n::: bibliography\n:::\n",
        ),
        (
            "sections/a.svg",
            "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"9\" height=\"9\"><rect width=\"9\" height=\"9\"/></svg>",
        ),
        (
            "bibliography/r.bib",
            "@report{who, author={Doe, J and Roe, J}, title={KLM}, institution={KLM}, date={2013}, url={https://e.eu}, \
             urldate={2014-03-02}}\n@book{b, editor={Doe, J}, title={KLM}, edition={2}, publisher={KLM}, date={2012}}\n",
        ),
    ];
    let blocks: String = files.iter().map(|(path, text)| format!("=== {path}\n{text}\n")).collect();
    corpus::project(&format!("A paper with everything.\n{}", blocks.replace("LANGUAGE", language)))
}
