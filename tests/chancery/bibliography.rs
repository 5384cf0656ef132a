//! Bibliographies: what is printed of good ones, and what is said of bad ones.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use chancery::bibliography::{self, Bibliography, Cache, Formatted, Style, StyleForm};
use chancery::diagnostic::{Diagnostic, Diagnostics, Label, Place, Severity};
use chancery::press::{self, Session};
use chancery::project::Project;
use chancery::section::{self, Citation, CitationForm, CitationItem, Inline, InlineKind, Target, Text, plain_text};
use chancery::source::{FileId, Side, Span, Spanned};
use proptest::prelude::*;

use crate::dice::Dice;

const HARD_CASES: &str = include_str!("bibliography/hard-cases.bib");

#[test]
fn hard_cases_print_as_their_file_says() {
    let (bibliography, _) = read(HARD_CASES);
    let formatted = format_all(&bibliography, CitationForm::Bracketed);
    let mut expected: Vec<(String, String)> = Vec::new();
    let mut lines = HARD_CASES.lines();
    while let Some(line) = lines.next() {
        if let (Some(citation), Some(entry)) = (line.strip_prefix("%( "), lines.clone().next()) {
            expected.push((citation.to_owned(), entry.trim_start_matches("%= ").to_owned()));
        }
    }
    assert_eq!(bibliography.keys().count(), expected.len(), "every entry has its lines");
    for ((key, citation), (expected_citation, expected_entry)) in
        bibliography.keys().zip(&formatted.citations).zip(&expected)
    {
        let entry = formatted.entries.iter().find(|(entry, _)| entry == key).map(|(_, line)| show(line));
        assert_eq!((&show_citation(citation), entry.as_ref()), (expected_citation, Some(expected_entry)), "{key}");
    }
}

#[test]
fn printed_text_stands_where_it_was_written() {
    let text = "@string{s = {X}}\n@book{one, title = {Title},\n date = 2012}\n@book{two, title = {T}, date = 2013}\n";
    let (bibliography, _) = read(text);
    let at = |range: std::ops::Range<usize>| Span { start: range.start as u32, end: range.end as u32, ..*NOWHERE };
    let one = CitationItem { locator: Some(Text::computed(at(20..24), "p. 3")), ..cited("two", at(10..13)) };
    let two = cited("one", at(30..33));
    let citation = Citation { items: vec![one, two], form: CitationForm::Bracketed };
    let formatted = format(&bibliography, &[citation], &mut Cache::default());
    let spans: Vec<Span> = formatted.citations[0].iter().map(|inline| inline.span).collect();
    assert_eq!(spans, [at(10..33), at(10..24), at(10..33), at(30..33), at(10..33)]);
    let printed: Vec<&str> = formatted.entries.iter().map(|(_, line)| &text[line[0].span.range()]).collect();
    assert_eq!(printed, ["@book{two, title = {T}, date = 2013}", "@book{one, title = {Title},\n date = 2012}"]);
    assert_eq!(bibliography.span("two").map(|span| &text[span.range()]), Some("two"));
}

#[test]
fn messages_name_keys_as_citations_do() {
    let named = ["smith2012", "DBLP:conf/a_b+c", "a b", "a.", ".2009", "Müller2024"].map(section::named);
    assert_eq!(named, ["@smith2012", "@DBLP:conf/a_b+c", "@{a b}", "@{a.}", "@{.2009}", "@Müller2024"]);
}

#[test]
fn a_link_to_a_work_is_told_its_short_name() {
    let long = "Word ".repeat(30);
    let text = format!(
        "@book{{a, author = {{Howell, Lee}}, title = {{T}}, date = {{2013-02}}}}\n\
         @book{{b, author = {{Jan van Dijk and {{World Bank}}}}, title = {{T}}, date = {{2012}}}}\n\
         @book{{c, editor = {{One, A. and Two, B. and Three, C.}}, title = {{T}}, date = {{2001}}}}\n\
         @book{{d, title = {{A report 2012-001}}}}\n@book{{e, title = {{{long}}}, date = {{2013}}}}\n"
    );
    let (bibliography, _) = read(&text);
    let names: Vec<_> = bibliography.keys().filter_map(|key| bibliography.name(key)).collect();
    let cut = format!("{} … 2013", ["Word"; 16].join(" "));
    assert_eq!(names, ["Howell 2013", "van Dijk, World Bank 2012", "One et al. 2001", "A report 2012-001", &cut]);
}

#[test]
fn citations_name_works_and_places() {
    let (bibliography, _) = read(HARD_CASES);
    let text = |text: &str| Some(Text::computed(*NOWHERE, text));
    let item = |key: &str, locator| CitationItem { locator, ..cited(key, *NOWHERE) };
    let without_names = |key, place| CitationItem { is_without_names: true, ..item(key, text(place)) };
    let (bracketed, prose) = (CitationForm::Bracketed, CitationForm::Prose);
    let cases = [
        (bracketed, vec![item("single", None)], "([Sassen, 2001](#bib.single))"),
        (
            bracketed,
            vec![item("two", text("pp. 12-13")), item("single", text("ch. 4"))],
            "([Andreas and Nadelmann, 2006, pp.\u{a0}12–13](#bib.two); [Sassen, 2001, ch.\u{a0}4](#bib.single))",
        ),
        (bracketed, vec![item("single", text("p. xii ff."))], "([Sassen, 2001, p.\u{a0}xii ff.](#bib.single))"),
        (prose, vec![item("two", None)], "[Andreas and Nadelmann (2006)](#bib.two)"),
        (prose, vec![item("seven", text("s. 2.1"))], "[Lewis et al. (2011, sect.\u{a0}2.1)](#bib.seven)"),
        (bracketed, vec![without_names("two", "p. 3")], "([2006, p.\u{a0}3](#bib.two))"),
        (prose, vec![item("nameless", None)], "[*Untitled names* (2010)](#bib.nameless)"),
        // Letters follow the list, whichever work is cited first and how.
        (prose, vec![item("pair-second", None)], "[Council of the European Union (2013b)](#bib.pair-2dsecond)"),
        (bracketed, vec![item("pair-first", None)], "([Council of the European Union, 2013a](#bib.pair-2dfirst))"),
    ];
    let citations: Vec<Citation> =
        cases.iter().map(|(form, items, _)| Citation { items: items.clone(), form: *form }).collect();
    let formatted = format(&bibliography, &citations, &mut Cache::default());
    for ((_, _, expected), citation) in cases.iter().zip(&formatted.citations) {
        assert_eq!(show(citation), *expected);
    }
    let listed: Vec<&str> = formatted.entries.iter().map(|(key, _)| key.as_str()).collect();
    assert_eq!(listed, ["two", "pair-first", "pair-second", "seven", "single", "nameless"], "only what is cited");
}

#[test]
fn each_mistake_is_reported_and_hides_no_other_entry() {
    // What is in the file between two good entries; what is said of it; which keys are known besides.
    let cases: &[(&str, &[&str], &[&str])] = &[
        (
            "@book{a, title = {Unclosed, date = 2012",
            &["3:18 error[bibliography-syntax] this brace is never closed"],
            &["a"],
        ),
        ("@book{a, title = {T}, date = 2012", &["3:6 error[bibliography-syntax] this entry is never closed"], &["a"]),
        (
            "@book{a, title = {T} date = 2012}",
            &["3:22 warning[bibliography-syntax] expected a comma between fields, found `d`"],
            &["a"],
        ),
        (
            "@book{a, title {T}}",
            &["3:16 error[bibliography-syntax] expected a field, `name = {value}`, found `{`"],
            &["a"],
        ),
        (
            "@book{a, title = \"}\", date = 2012}",
            &["3:19 error[bibliography-syntax] this brace was never opened"],
            &["a"],
        ),
        ("@book{title = {T}}", &["3:7 error[bibliography-syntax] this entry has no key"], &[]),
        ("@book{ä b, title = {T}, date = 2012}", &[], &["ä b"]),
        (
            "@book{first, title = {T}, date = 2012}",
            &[
                "3:7 warning[duplicate-entry] the key `first` stands twice: the first entry is printed (refs.bib:1:7 the first one)",
            ],
            &[],
        ),
        (
            "@book{a, title = {T}, title = {U}, date = 2012}",
            &[
                "3:23 warning[duplicate-field] the field `title` stands twice in `a`: the first one is read (refs.bib:3:10 the first one)",
            ],
            &["a"],
        ),
        (
            "@bok{a, title = {T}, date = 2012}",
            &["3:2 warning[unknown-entry-type] `bok` is not a type of entry; it is printed as `misc`"],
            &["a"],
        ),
        ("@set{a, title = {T}, date = 2012}", &["3:2 warning[unsupported-entry] entry sets cannot be cited"], &["a"]),
        (
            "@book{a, title = {T}, date = {June 2012}}",
            &["3:31 warning[bibliography-date] `June 2012` is not written as a date: it is read as `2012-06`"],
            &["a"],
        ),
        (
            "@book{a, title = {T}, year = 2012, month = {0}}",
            &["3:45 warning[bibliography-date] `0` is not a month: only the year is printed"],
            &["a"],
        ),
        (
            "@book{a, title = {T}, date = 2012, doi = {11.1000/1}}",
            &["3:43 warning[invalid-doi] `11.1000/1` is not a DOI, so it is not printed"],
            &["a"],
        ),
        (
            "@book{a, title = {T}, date = 2012, isbn = {978-0-691-07063-7}}",
            &["3:44 warning[invalid-isbn] `978-0-691-07063-7` is not an ISBN: its check digit does not fit"],
            &["a"],
        ),
        (
            "@book{a, title = {T}, date = 2012, url = {https://example.org/\u{a0}x}}",
            &[
                "3:43 warning[invalid-url] `https://example.org/ x` is not a web address: the link leads to the first part of it",
            ],
            &["a"],
        ),
        (
            "@book{a, title = {T}, date = 2012, url = {javascript:alert(1)}}",
            &["3:43 warning[invalid-url] `javascript:alert(1)` is not a web address: it is printed without a link"],
            &["a"],
        ),
        (
            "@book{a, title = {T}, date = 2012, author = {A, B, C, D}}",
            &["3:46 warning[bibliography-name] `A, B, C, D` has more commas than a name: it is taken for several"],
            &["a"],
        ),
        (
            "@book{a, title = {5 $ more}, date = 2012}",
            &[
                "3:21 warning[bibliography-latex] `$` without a second one in `title` is not known, so it is printed as it is typed",
            ],
            &["a"],
        ),
        (
            "@book{a, title = {An \\unheard{T} of}, date = 2012}",
            &["3:22 warning[bibliography-latex] `\\unheard` in `title` is not known, so it is printed as it is typed"],
            &["a"],
        ),
        (
            "@book{a, title = {$#read(\"x\")$}, date = 2012}",
            &["3:19 warning[bibliography-latex] the formula in `title` is not known, so it is printed as it is typed"],
            &["a"],
        ),
        (
            "@book{a, title = nowhere, date = 2012}",
            &[
                "3:18 warning[unknown-string] there is no `@string` named `nowhere` above this line, so it is printed as it is typed",
            ],
            &["a"],
        ),
        ("@{a, title = {T}, date = 2012}", &["3:3 warning[missing-entry-type] `a` has no type"], &["a"]),
        (
            "@büch{a, title = {T}, date = 2012}",
            &["3:2 warning[unknown-entry-type] `büch` is not a type of entry; it is printed as `misc`"],
            &["a"],
        ),
        (
            "@book{a, title = {T}, date = 2012, publsher = {P}, mood = {good}}",
            &["3:36 warning[unknown-field] `publsher` is not a field of BibLaTeX"],
            &["a"],
        ),
        // Circles, each of which ends the process that follows it.
        (
            "@string{x = y} @string{y = x}",
            &[
                "3:13 warning[unknown-string] there is no `@string` named `y` above this line, so it is printed as it is typed",
            ],
            &[],
        ),
        (
            "@book{a, title = {T}, date = 2012, crossref = {a}}",
            &["3:48 warning[bibliography-cycle] `a` draws on itself (refs.bib:3:48 leads back to `a`)"],
            &["a"],
        ),
        (
            "@book{a, title = {T}, date = 2012, xdata = {b}} @xdata{b, crossref = {a}}",
            &[
                "3:45 warning[bibliography-cycle] `a` draws on itself (refs.bib:3:71 leads back to `a`)",
                "3:71 warning[bibliography-cycle] `b` draws on itself (refs.bib:3:45 leads back to `b`)",
            ],
            &["a"],
        ),
        (
            "@book{a, title = {T}, date = 2012, crossref = {frist}}",
            &["3:48 warning[unknown-entry] there is no entry `frist`"],
            &["a"],
        ),
    ];
    for (text, expected, keys) in cases {
        let text = format!(
            "@book{{first, title = {{First}}, date = 2012}}\n\n{text}\n\n@book{{last, title = {{Last}}, date = 2012}}\n"
        );
        assert_eq!(report(&[("refs.bib", &text)]), *expected, "{text}");
        let (bibliography, _) = read(&text);
        let known: Vec<&str> = std::iter::once("first").chain(keys.iter().copied()).chain(["last"]).collect();
        assert_eq!(bibliography.keys().collect::<Vec<_>>(), known, "{text}");
    }
}

#[test]
fn each_mistake_in_yaml_is_reported_and_hides_no_other_entry() {
    let cases: &[(&str, &[&str])] = &[
        ("a:\n  title: T\n  date: 2012", &["4:1 error[missing-entry-type] `a` has no type"]),
        (
            "a:\n  type: book\n  title: [T",
            &[
                "6:3 error[bibliography-syntax] `a` cannot be read: a.title: invalid type: sequence, expected a formattable string or a dictionary with an optional short version",
            ],
        ),
        (
            "a:\n  type: book\n  title: T\n  date: soon",
            &["7:3 error[bibliography-syntax] `a` cannot be read: a.date: date format unknown"],
        ),
        (
            "a:\n  type: book\n  title: T\n  date: 2012\n  url: file:///etc/passwd",
            &["8:8 warning[invalid-url] `file:///etc/passwd` is not a web address: it is printed without a link"],
        ),
        (
            "a:\n  type: book\n  title: \"T\\u0007\"\n  date: 2012",
            &["4:1 error[invalid-character] an escape in `a` makes a character that no paper can hold"],
        ),
        (
            "first:\n  type: book\n  title: T\n  date: 2012",
            &[
                "4:1 warning[duplicate-entry] the key `first` stands twice: the first entry is printed (refs.yml:1:1 the first one)",
            ],
        ),
        ("a{b:\n  type: book\n  title: T\n  date: 2012", &["4:1 error[bibliography-key] `a{b` cannot be a key"]),
        ("2013:\n  type: book\n  title: T\n  date: 2012", &[]),
        ("- no key", &["4:1 error[bibliography-syntax] expected a key and a colon at the start of the line"]),
        (
            "a:\n  type: book\n  title: *x\n  date: 2012",
            &["6:3 error[bibliography-syntax] `a` cannot be read: unknown anchor"],
        ),
    ];
    let good = |key: &str| format!("{key}:\n  type: book\n  title: {key}, a title, $#read(\"x\")$ and 2012-001\n");
    for (text, expected) in cases {
        let text = format!("{}{text}\n{}", good("first"), good("last"));
        let found: Vec<String> =
            report(&[("refs.yml", &text)]).into_iter().filter(|line| !line.contains("missing-work-date")).collect();
        assert_eq!(found, *expected, "{text}");
        let (bibliography, _) = read_files(&[("refs.yml", &text)]);
        assert!(bibliography.contains("first") && bibliography.contains("last"), "{text}");
    }
}

#[test]
fn bombs_are_defused() {
    let good = "\n@book{good, title = {Good}, date = 2012}\n";
    let chain: String = (0..40).map(|i| format!("@string{{s{} = s{i} # s{i}}}\n", i + 1)).collect();
    let circle: String = (0..5_000)
        .map(|i| format!("@misc{{k{i}, title = {{T}}, date = 2012, crossref = {{k{}}}}}\n", (i + 1) % 5_000))
        .collect();
    let aliases: String =
        (0..40).map(|i| format!("  x{0}: &x{0} {{title: T, parent: [*x{i}, *x{i}]}}\n", i + 1)).collect();
    let tree: String = (0..30)
        .map(|i| format!("@misc{{k{i}, title = {{T}}, date = 2012, xdata = {{k{0}, x, k{0}}}}}\n", i + 1))
        .collect();
    let cases = [
        ("refs.bib", format!("@book{{a, title = {{{}", "{".repeat(100_000)), "bibliography-too-deep"),
        (
            "refs.bib",
            format!("@book{{a, title = {{{}{}}}}}", "{".repeat(50_000), "}".repeat(50_000)),
            "bibliography-too-deep",
        ),
        ("refs.bib", format!("@book{{a, title = {{{}", "\\emph{".repeat(20_000)), "bibliography-too-deep"),
        ("refs.bib", format!("@string{{s0 = {{lol}}}}\n{chain}"), "bibliography-too-large"),
        ("refs.bib", format!("@book{{a, title = {{{}}}}}", "x".repeat(600_000)), "bibliography-too-large"),
        ("refs.bib", format!("@book{{a, {}}}", "f = 1, ".repeat(200)), "bibliography-too-large"),
        ("refs.bib", "@book{a, b = {\n".repeat(20_000), "bibliography-syntax"),
        ("refs.bib", format!("@book{{a, b = \\x{}", "\n".repeat(300_000)), "bibliography-syntax"),
        ("refs.bib", format!("@book{{a, b = {{x{}", "\n".repeat(300_000)), "bibliography-syntax"),
        ("refs.bib", circle, "bibliography-too-deep"),
        ("refs.bib", tree, "bibliography-too-deep"),
        ("refs.yml", format!("a:\n  type: book\n  title: {}\n", "[".repeat(50_000)), "bibliography-too-deep"),
        ("refs.yml", format!("a:\n  type: book\n  title:\n    {}\n", "- ".repeat(20_000)), "bibliography-too-deep"),
        ("refs.yml", format!("a:\n  type: book\n  title: {}\n", "x".repeat(600_000)), "bibliography-too-large"),
        (
            "refs.yml",
            format!("a:\n  type: book\n  title: T\n  x0: &x0 {{title: T}}\n{aliases}  parent: *x40\n"),
            "bibliography-too-deep",
        ),
    ];
    for (name, text, code) in cases {
        let (bibliography, diagnostics) = read_files(&[
            (name, &text),
            ("good.bib", good),
            ("good.yml", "fine:\n  type: book\n  title: Fine\n  date: 2012\n"),
        ]);
        assert!(diagnostics.iter().any(|found| found.code.0 == code), "{code}: {:?}", diagnostics.first());
        assert!(diagnostics.iter().all(|found| matches!(found.place, Place::Span(_)) && found.message.len() < 200));
        assert!(bibliography.contains("good") && bibliography.contains("fine"));
        let bracketed = cite(&["good", "fine"], CitationForm::Bracketed);
        assert_eq!(format(&bibliography, &[bracketed], &mut Cache::default()).entries.len(), 2);
    }
}

#[test]
fn styles_are_found_or_refused_with_a_reason() {
    let csl = |body: &str| {
        format!(
            "<style xmlns=\"http://purl.org/net/xbiblio/csl\" class=\"in-text\" version=\"1.0\">\n<info><title>T</title><id>t</id><updated>2013-06-01T00:00:00+00:00</updated></info>\n{body}\n</style>"
        )
    };
    let dependent = |parent: &str| {
        format!(
            "<style xmlns=\"http://purl.org/net/xbiblio/csl\" version=\"1.0\"><info><title>T</title><id>t</id><link href=\"http://www.zotero.org/styles/{parent}\" rel=\"independent-parent\"/><updated>2013-06-01T00:00:00+00:00</updated></info></style>"
        )
    };
    let layouts = "<citation><layout><text variable=\"title\"/></layout></citation><bibliography><layout><text variable=\"title\"/></layout></bibliography>";
    let doubling: String = (0..30)
        .map(|i| format!("<macro name=\"m{i}\"><text macro=\"m{0}\"/><text macro=\"m{0}\"/></macro>", i + 1))
        .collect();
    // Of a choice only one branch is printed, so that large ones may have many.
    let one_branch = |layouts: &str, branches: usize| {
        let branches: String = (0..branches).map(|_| "<else-if type=\"book\"><text value=\"b\"/></else-if>").collect();
        let choice = format!("<choose><if type=\"book\"><text value=\"a\"/></if>{branches}</choose>");
        layouts.replace("<layout>", &format!("<layout>{choice}{choice}{choice}"))
    };
    let nested = |depth: usize, texts: usize| {
        let texts = "<text variable=\"title\"/>".repeat(texts * 16);
        let groups = format!("{}{texts}{}", "<group>".repeat(depth), "</group>".repeat(depth));
        format!("<citation><layout>{groups}</layout></citation><bibliography><layout>{groups}</layout></bibliography>")
    };
    let cases = [
        ("europol", None, ""),
        ("apa", None, ""),
        ("chicago", None, ""),
        ("harvard", None, ""),
        ("ieee", None, ""),
        ("own", Some(csl(layouts)), ""),
        ("own", Some(dependent("apa")), ""),
        (
            "own",
            Some(dependent("nowhere")),
            "style error[unknown-style] `own` depends on the style `http://www.zotero.org/styles/nowhere`, which is not built in",
        ),
        ("aap", None, "style error[unknown-style] there is no style `aap`"),
        ("chicago-notes", None, ""),
        ("nature", None, ""),
        ("own", Some(csl("<citation><layout><text variable=\"title\"/></layout></citation>")), ""),
        (
            "own",
            Some("<style>\n <broken>\n</style>".to_owned()),
            "3:1 error[invalid-style] this is not well-formed XML: ",
        ),
        (
            "own",
            Some(csl("<citation><layout><text variable=\"nonsense\"/></layout></citation>")),
            "3:19 error[invalid-style] this is not valid CSL: ",
        ),
        (
            "own",
            Some(csl(&format!("<macro name=\"a\">\n<text macro=\"a\"/></macro>{layouts}"))),
            "4:1 error[invalid-style] the macro `a` calls itself",
        ),
        (
            "own",
            Some(csl("<citation><layout>\n<text macro=\"b\"/></layout></citation>")),
            "4:1 error[invalid-style] there is no macro `b`",
        ),
        (
            "own",
            Some(csl(&format!(
                "{doubling}<macro name=\"m30\"/><citation><layout><text macro=\"m0\"/></layout></citation>"
            ))),
            "3:1912 error[invalid-style] one work takes more than 20000 elements, macros written out",
        ),
        ("own", Some(csl(&one_branch(layouts, 3_000))), ""),
        ("own", Some(csl(&nested(120, 150))), ""),
        ("own", Some(csl(&nested(120, 190))), "error[invalid-style] one work takes more than 700000 looks at elements"),
        ("own", Some(csl(&"<group>".repeat(50_000))), "error[invalid-style] "),
        (
            "own",
            Some(csl(&format!("<citation{}/>", (0..30_000).map(|at| format!(" a{at}=\"1\"")).collect::<String>()))),
            "3:1 error[invalid-style] an element has more than 1000 attributes",
        ),
        (
            "own",
            Some(csl(&format!(
                "<citation><layout>{}{}</layout></citation>",
                "<group>".repeat(5_000),
                "</group>".repeat(5_000)
            ))),
            "error[invalid-style] elements and macros nest more than 128 deep",
        ),
        (
            "own",
            Some("<!DOCTYPE style [<!ENTITY a \"&a;&a;\">]><style>&a;</style>".to_owned()),
            "error[invalid-style] ",
        ),
    ];
    let (works, _) = read_files(&[("refs.bib", "@book{w, title = {Title}, date = 2012}")]);
    for (name, file, expected) in cases {
        let project =
            Project::new(file.clone().map(|text| ("templates/europol/own.csl".to_owned(), text.into_bytes())));
        let mut diagnostics = Diagnostics::new();
        let name_there = Spanned::new(name.to_owned(), *NOWHERE);
        let style = bibliography::style(&project, "europol", &name_there, "en-GB", &mut diagnostics);
        assert_eq!(style.is_ok(), expected.is_empty(), "{name}");
        if let Ok(style) = style {
            // Also one at the limits prints, and comes to an end.
            let printed = works.format(
                &style,
                &[(&cite(&["w"], CitationForm::Bracketed), None)],
                &[],
                &|_| Some(0),
                &mut Cache::default(),
            );
            assert!(show(&printed.citations[0]).len() > 2, "{name}: {printed:?}");
            assert_eq!(printed.entries.len(), usize::from(style.has_list()));
        }
        let found: Vec<String> = diagnostics
            .into_sorted()
            .iter()
            .map(|found| match found.place {
                Place::Span(span) if span == *NOWHERE => format!("style {}", say(found)),
                Place::Span(span) => {
                    format!("{} {}", project.source(span.file).position(span.start as usize), say(found))
                }
                Place::Path(_) | Place::Argument(_) => say(found),
            })
            .collect();
        assert!(found.len() <= 1 && found.iter().all(|found| found.contains(expected)), "{found:?} is not {expected}");
    }
}

#[test]
fn files_are_read_in_the_authors_order() {
    let book = |key: &str| format!("@book{{{key}, title = {{T}}, date = 2012}}");
    let (one, two) = (book("z"), book("a"));
    let (bibliography, _) =
        read_files(&[("z.bib", &one), ("a.yml", "m:\n  type: book\n  title: T\n"), ("b.bib", &two)]);
    assert_eq!(bibliography.keys().collect::<Vec<_>>(), ["z", "m", "a"]);
    let found = report(&[
        ("refs.bib", &one),
        ("refs.bib", &one),
        ("refs.txt", ""),
        ("refs.bib.yml", "z:\n  type: book\n  title: T\n  date: 2012\n"),
    ]);
    assert_eq!(
        found,
        [
            "1:1 warning[duplicate-entry] the key `z` stands twice: the first entry is printed (refs.bib:1:7 the first one)",
            "error[duplicate-file] `refs.bib` is listed twice (the first time)",
            "error[invalid-path] `refs.txt` is not a bibliography file",
        ]
    );
}

#[test]
fn what_nobody_cites_is_shown_when_it_is_asked_for() {
    let manifest = "[paper]\nslug = \"p\"\ntitle = \"P\"\nversion = \"1.0.0\"\ndate = \"2013-06\"\nlanguage = \"en-GB\"\n\
                    authors = [\"A\"]\nstatus = \"draft\"\ntemplate = \"europol\"\nsections = [\"a.md\"]\n\n\
                    [bibliography]\nfiles = [\"refs.bib\"]\nstyle = \"europol\"\n";
    let section = "+++\nversion = \"1.0.0\"\n+++\n\n# One\n\nText [@good].\n\n# Works\n\n::: bibliography\n:::\n";
    let works = "@book{good, title = {T}, author = {A, B}, publisher = {P}, date = 2012}\n@book{bad, date = 2012}\n\
                 @book{worse, title = {T}, doi = {1}}\n";
    let files = [("paper.toml", manifest), ("sections/a.md", section), ("bibliography/refs.bib", works)];
    let project = Project::new(files.map(|(path, text)| (path.to_owned(), text.as_bytes().to_vec())));
    let mut diagnostics = Diagnostics::new();
    press::check(&project, &mut Session::default(), &mut diagnostics);
    let found = |diagnostics: &Diagnostics| {
        let ours = diagnostics.clone().into_sorted().into_iter().filter(|found| found.place.path().ends_with(".bib"));
        ours.map(|found| say(&found)).collect::<Vec<_>>()
    };
    let sum = found(&diagnostics);
    assert!(sum.len() == 1 && sum[0].starts_with("hint[unused-work] 2 works are cited nowhere"), "{sum:?}");
    diagnostics.open_aside();
    let all = found(&diagnostics);
    assert!(all.iter().all(|found| found.starts_with("hint[")), "{all:?}");
    for code in ["unused-work] `bad`", "unused-work] `worse`", "invalid-doi] `1`"] {
        assert!(all.iter().any(|found| found.contains(code)), "{code}: {all:?}");
    }
    assert!(!all.contains(&sum[0]));
}

#[test]
fn editors_stand_where_authors_are_missing() {
    let text = "@collection{c, editor = {One, Ann and Two, Bo}, title = {Borders}, publisher = {P}, date = {2010}}\n\
                @incollection{i, author = {Three, Cid}, title = {Part}, booktitle = {Whole}, editor = {Four, Di},\n \
                publisher = {P}, date = {2011}}\n";
    let (bibliography, _) = read(text);
    let lines = |name: &str| {
        let citations: Vec<Citation> = ["c", "i"].map(|key| cite(&[key], CitationForm::Bracketed)).into();
        let asked: Vec<_> = citations.iter().map(|one| (one, None)).collect();
        let printed = bibliography.format(&style(name), &asked, &[], &|_| Some(0), &mut Cache::default());
        printed.entries.iter().map(|(_, line)| show(line)).collect::<Vec<_>>()
    };
    // Names that have a label and nothing else.
    assert_eq!(
        lines("american-medical-association"),
        ["1. One A, Two B, eds. *Borders*. P; 2010.", "2. Three C. Part. In: Four D, ed. *Whole*. P; 2011."]
    );
    // Names in a choice in the place of names: they are printed as those would be.
    assert_eq!(
        lines("chicago-author-date"),
        [
            "One, Ann, and Bo Two, eds. 2010. *Borders*. P.",
            "Three, Cid. 2011. \u{2018}Part\u{2019}. In *Whole*, edited by Di Four. P."
        ]
    );
}

#[test]
fn the_engine_is_asked_only_for_what_is_new() {
    let people = ["One, Ann", "Two, Bo", "Three, Cid", "Four, Di"];
    let work = |at: usize| {
        let (name, year) = (people[at % 4], 1990 + at / 8);
        format!("@book{{w{at}, author = {{{name}}}, title = {{Title {at}}}, publisher = {{P}}, date = {{{year}}}}}\n")
    };
    let texts: Vec<String> = (0..40).map(work).collect();
    let (works, _) = read(&texts.concat());
    let keys: Vec<String> = (0..39).map(|at| format!("w{at}")).collect();
    let mut citations: Vec<Citation> = keys.iter().map(|key| cite(&[key], CitationForm::Bracketed)).collect();
    for name in ["ieee", "apa", "chicago-author-date", "elsevier-harvard", "alphanumeric"] {
        let style = style(name);
        let mut cache = Cache::default();
        let mut asked = |works: &Bibliography, citations: &[Citation]| {
            let before = cache.asked();
            let citations: Vec<_> = citations.iter().map(|one| (one, None)).collect();
            let printed = works.format(&style, &citations, &[], &|_| Some(0), &mut cache);
            let anew = works.format(&style, &citations, &[], &|_| Some(0), &mut Cache::default());
            assert!(printed == anew, "{name}: what is remembered makes no difference");
            cache.asked() - before
        };
        let first = asked(&works, &citations);
        match name {
            // Where numbers alone stand, one citation is printed as any other.
            "ieee" => assert_eq!(first, keys.len() + 1, "{name}"),
            _ => assert!(first >= 2 * keys.len(), "{name}: {first}"),
        }
        assert_eq!(asked(&works, &citations), 0, "{name}: nothing is new");
        // One more work: its own words and line, those of the works that would be cited by the same words, the order.
        citations.insert(5, cite(&["w39"], CitationForm::Bracketed));
        let more = asked(&works, &citations);
        assert!((1..=16).contains(&more), "{name}: {more} for one more work");
        // An edit of one work, and another that nobody cites, behind which all others stand.
        let edited = format!("@misc{{new, title = {{New}}}}\n{}", texts.concat()).replacen(
            "Title 3}",
            "Another title, with more words}",
            1,
        );
        let more = asked(&read(&edited).0, &citations);
        assert!((1..=16).contains(&more), "{name}: {more} for an edited work");
        citations.remove(5);
    }
}

/// The engine is shown only works that would be cited by the same words, each set by itself. Shown all of them, it gives
/// up first names for letters as soon as one set cannot do without these.
#[test]
fn no_two_works_are_cited_by_the_same_words() {
    const PEOPLE: [&str; 7] =
        ["Evans, Ben", "Evans, Bea", "Evans, Carl", "Moss, Ann", "Moss, Abe", "Hart, Di", "Lund, Eve"];
    let (mut same, mut count) = (String::new(), 0);
    for built_in in bibliography::built_in_styles() {
        let name = built_in.names[0];
        let file = bibliography::style_file(name).expect("it is built in");
        if built_in.form != StyleForm::Names || !file.contains("disambiguate-add-year-suffix=\"true\"") {
            continue;
        }
        count += 1;
        let style = style(name);
        for seed in 0..3 {
            let mut dice = Dice(seed);
            let mut text = String::new();
            for at in 0..24 {
                let authors: Vec<&str> = (0..=dice.below(4)).map(|_| PEOPLE[dice.below(PEOPLE.len())]).collect();
                let (authors, year) = (authors.join(" and "), 2000 + dice.below(2));
                text += &format!("@book{{w{at}, author = {{{authors}}}, title = {{Title {at}}}, date = {{{year}}}}}\n");
            }
            let (works, _) = read(&text);
            let citations: Vec<Citation> = works.keys().map(|key| cite(&[key], CitationForm::Bracketed)).collect();
            let citations: Vec<_> = citations.iter().map(|one| (one, None)).collect();
            let printed = works.format(&style, &citations, &[], &|_| None, &mut Cache::default());
            let mut known = BTreeMap::new();
            for (at, citation) in printed.citations.iter().enumerate() {
                if let Some(before) = known.insert(show_citation(citation), at) {
                    same += &format!("{name}, {seed}: w{before} and w{at} are {}\n", show_citation(citation));
                }
            }
        }
    }
    assert!(same.is_empty(), "{same}");
    assert!(count > 20, "{count}");
}

/// Of many works only some are put in order at once; each two that follow one another stand as they do by themselves.
#[test]
fn a_long_list_has_the_order_of_a_short_one() {
    let names = ["Ösel", "Osel", "O'Sel", "o-sel", "{De Sel}", "{de Sel}", "Zeß", "Zess", "Ðor", "Dor", "{Sel, The}"];
    let work = |at: usize| {
        let (name, year) = (names[at * 7 % names.len()], 1990 + at * 5 % 3);
        format!("@book{{w{at}, author = {{{name}, A{at}}}, title = {{Title}}, publisher = {{P}}, date = {{{year}}}}}\n")
    };
    let (works, _) = read(&(0..200).map(work).collect::<String>());
    for name in ["europol", "apa"] {
        let style = style(name);
        let in_order = |keys: &[&str]| -> Vec<String> {
            let citations: Vec<_> = keys.iter().map(|key| cite(&[key], CitationForm::Bracketed)).collect();
            let citations: Vec<_> = citations.iter().map(|one| (one, None)).collect();
            let printed = works.format(&style, &citations, &[], &|_| Some(0), &mut Cache::default());
            printed.entries.into_iter().map(|(key, _)| key).collect()
        };
        let keys: Vec<&str> = works.keys().collect();
        let all = in_order(&keys);
        assert_eq!(all.len(), keys.len(), "{name}");
        for pair in all.windows(2) {
            // What is equal stays in the order in which it is cited.
            let cited: Vec<&str> = keys.iter().copied().filter(|key| pair.iter().any(|one| one == key)).collect();
            assert_eq!(in_order(&cited), pair, "{name}");
        }
    }
}

#[test]
fn a_cache_makes_no_difference() {
    let mut cache = Cache::default();
    let mut texts =
        vec![HARD_CASES.to_owned(), HARD_CASES.replace("Saskia Sassen", "Ann Sassen"), format!("\n{HARD_CASES}")];
    texts.push(HARD_CASES.to_owned());
    for text in texts {
        let (bibliography, _) = read(&text);
        for keys in [["single", "two"], ["two", "single"], ["single", "two"]] {
            let citations = [cite(&keys, CitationForm::Bracketed), cite(&keys[1..], CitationForm::Prose)];
            let cached = format(&bibliography, &citations, &mut cache);
            assert_eq!(cached, format(&bibliography, &citations, &mut Cache::default()));
        }
    }
}

#[test]
fn yaml_prints_what_its_author_wrote() {
    let text = "report:\n  type: report\n  title: \"Numbers $#read(\\\"x\\\")$ & more\"\n  author: [\"Jones, Ann\", \"de Vries, Bo\"]\n  date: 2012-12\n  serial-number: {serial: NIC 2012-001, doi: 10.2865/31965}\n  publisher: {name: An Office, location: Paris}\narticle:\n  type: article\n  title: Short\n  author: Jones, Ann\n  date: 2013\n  page-range: 3-9\n  parent: {type: periodical, title: A Journal, volume: 7, issue: 2-3}\n  url: https://example.org\n";
    let (bibliography, diagnostics) = read_files(&[("refs.yml", text)]);
    assert_eq!(diagnostics, []);
    let lines: Vec<String> =
        format_all(&bibliography, CitationForm::Bracketed).entries.iter().map(|(_, line)| show(line)).collect();
    assert_eq!(
        lines,
        [
            "Jones, A. (2013), ‘Short’, *A Journal*, Vol.\u{a0}7, No\u{a0}2–3, pp.\u{a0}3–9, <https://example.org>.",
            "Jones, A. and Vries, B. de (2012), *Numbers $#read(‘x’)$ & more*, NIC 2012-001, An Office, Paris, <https://doi.org/10.2865/31965>.",
        ]
    );
}

proptest! {
    /// SAFETY 1: what an author writes in a field is printed as it is, runs of spaces and straight quotation marks apart.
    #[test]
    fn any_title_is_printed_unchanged(
        pieces in prop::collection::vec(prop_oneof!["[^\\p{Cc}\\p{Cn}\u{2028}\u{2029}\u{f0000}-\u{10ffff}]{0,20}", "[-0-9.,:;()\\[\\]? ]{0,3}"], 0..6),
    ) {
        // Every second piece stands in braces of its own.
        let escape = |(index, piece): (usize, &String)| {
            let escaped: String = piece.chars().map(escaped).collect();
            if index % 2 == 1 { format!("{{{escaped}}}") } else { escaped }
        };
        let (escaped, title) = (pieces.iter().enumerate().map(escape).collect::<String>(), pieces.concat());
        let text = format!("@article{{k, title = {{x{escaped}x}}, date = 2012, author = {{{{y{escaped}y}}}}}}");
        let (bibliography, diagnostics) = read(&text);
        prop_assert!(diagnostics.iter().all(|found| found.severity != Severity::Error), "{diagnostics:?}");
        let seen = |text: &str| one_blank(&text.replace(['"', '“', '”', '‘', '’'], "'"));
        let printed = seen(&plain_text(&format_all(&bibliography, CitationForm::Bracketed).entries[0].1));
        prop_assert!(printed.contains(&seen(&format!("x{title}x"))), "{printed:?}");
        prop_assert!(printed.contains(&seen(&format!("y{title}y"))), "{printed:?}");
    }

    #[test]
    fn any_locator_is_printed_unchanged(value in "[^\\p{C}\\p{Z}]([^\\p{C}]{0,20}[^\\p{C}\\p{Z}])?") {
        let (bibliography, _) = read("@book{k, title = {T}, date = 2012}");
        let locator = Some(Text::computed(*NOWHERE, format!("p. {value}")));
        let items = vec![CitationItem { locator, ..cited("k", *NOWHERE) }];
        let formatted = format(&bibliography, &[Citation { items, form: CitationForm::Bracketed }], &mut Cache::default());
        let printed = plain_text(&formatted.citations[0]);
        prop_assert!(one_blank(&printed).ends_with(&one_blank(&format!(". {value})"))), "{printed:?}");
    }

    #[test]
    fn any_text_is_read_without_panic(bib in "[@{}\"=,#%\\\\$a-z \n-]{0,200}", yaml in "[a-z:{}\\[\\]&*!|>'\"\\- \n]{0,200}") {
        read_files(&[("refs.bib", &bib), ("refs.yml", &yaml)]);
        let ris = format!("TY  - JOUR\n{}", bib.replace('@', "\nAU  - "));
        let json = format!("[{{\"id\": \"a\", {}", yaml.replace('\'', "\""));
        let csl = format!("references:\n- id: a\n  {}", yaml.replace('\n', "\n  "));
        read_files(&[("refs.ris", &ris), ("refs.json", &json), ("refs.yaml", &csl), ("more.json", &yaml)]);
        read(&format!("@book{{k, {bib}}}"));
    }

    #[test]
    fn labels_are_made_of_few_characters_and_tell_keys_apart(one in "\\PC{0,8}", other in "\\PC{0,8}") {
        let name = |key: &str| section::Label::Work(key.to_owned()).to_string();
        let label = name(&one);
        prop_assert!(label.bytes().all(|byte| matches!(byte, b'a'..=b'z' | b'0'..=b'9' | b'.' | b'-')));
        prop_assert_eq!(label == name(&other), one == other);
    }
}

/// Where citations stand in these tests; no text is read there.
static NOWHERE: LazyLock<Span> = LazyLock::new(|| Span::new(FileId::new("sections/section.md", Side::New), 0..1));

fn read(text: &str) -> (Bibliography, Vec<Diagnostic>) {
    read_files(&[("refs.bib", text)])
}

fn read_files(files: &[(&str, &str)]) -> (Bibliography, Vec<Diagnostic>) {
    let project = project(files);
    let mut diagnostics = Diagnostics::new();
    let names: Vec<_> = files.iter().map(|(name, _)| Spanned::new((*name).to_owned(), *NOWHERE)).collect();
    let bibliography = bibliography::read(&project, &names, &mut diagnostics);
    (bibliography, diagnostics.into_sorted())
}

/// Position, severity, code and message of each finding, and its labels in brackets.
fn report(files: &[(&str, &str)]) -> Vec<String> {
    let project = project(files);
    let position = |place: &Place| match place {
        Place::Span(span) if *span == *NOWHERE => String::new(),
        Place::Span(span) => format!("{} ", project.source(span.file).position(span.start as usize)),
        Place::Path(path) | Place::Argument(path) => format!("{path} "),
    };
    let label = |label: &Label| {
        let file = match &label.place {
            Place::Span(span) if *span != *NOWHERE => {
                span.file.path().trim_start_matches("bibliography/").to_owned() + ":"
            }
            _ => String::new(),
        };
        format!(" ({file}{}{})", position(&label.place), label.text)
    };
    let (_, diagnostics) = read_files(files);
    diagnostics
        .iter()
        .map(|found| {
            format!("{}{}{}", position(&found.place), say(found), found.labels.iter().map(label).collect::<String>())
        })
        .collect()
}

fn say(found: &Diagnostic) -> String {
    let severity = match found.severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Hint => "hint",
    };
    assert!(found.help.is_some() && !found.message.contains('\n'), "{found:?}");
    format!("{severity}[{}] {}", found.code.0, found.message)
}

/// A character as it is written in a field of BibLaTeX.
fn escaped(character: char) -> String {
    match character {
        '{' | '}' | '#' | '&' | '%' | '$' | '_' => format!("\\{character}"),
        '\\' => "\\textbackslash{}".to_owned(),
        '-' => "-{}".to_owned(),
        '\'' => "\\textquotesingle{}".to_owned(),
        '`' => "\\textasciigrave{}".to_owned(),
        '~' => "\\textasciitilde{}".to_owned(),
        _ => character.to_string(),
    }
}

fn one_blank(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn project(files: &[(&str, &str)]) -> Project {
    Project::new(files.iter().map(|(name, text)| (format!("bibliography/{name}"), text.as_bytes().to_vec())))
}

fn style(name: &str) -> Style {
    style_in(&project(&[]), name)
}

fn style_in(project: &Project, name: &str) -> Style {
    let mut diagnostics = Diagnostics::new();
    let name = Spanned::new(name.to_owned(), *NOWHERE);
    let style = bibliography::style(project, "europol", &name, "en-GB", &mut diagnostics);
    style.unwrap_or_else(|_| panic!("{:?}", diagnostics.into_sorted()))
}

/// Cites every work by itself, in file order.
fn format_all(bibliography: &Bibliography, form: CitationForm) -> Formatted {
    let citations: Vec<Citation> = bibliography.keys().map(|key| cite(&[key], form)).collect();
    format(bibliography, &citations, &mut Cache::default())
}

fn format(bibliography: &Bibliography, citations: &[Citation], cache: &mut Cache) -> Formatted {
    let citations: Vec<_> = citations.iter().map(|one| (one, None)).collect();
    bibliography.format(&style("europol"), &citations, &[], &|_| Some(0), cache)
}

fn cite(keys: &[&str], form: CitationForm) -> Citation {
    Citation { items: keys.iter().map(|key| cited(key, *NOWHERE)).collect(), form }
}

fn cited(key: &str, at: Span) -> CitationItem {
    let key = Spanned::new(key.to_owned(), at);
    CitationItem { prefix: None, key, is_without_names: false, locator: None, suffix: None }
}

/// Inlines as the comments of the hard cases write them.
fn show(inlines: &[Inline]) -> String {
    let show_one = |inline: &Inline| match &inline.kind {
        InlineKind::Text(text) => text.to_string(),
        InlineKind::Emphasis(content) => format!("*{}*", show(content)),
        InlineKind::Strong(content) => format!("**{}**", show(content)),
        InlineKind::Raised(content) => format!("^{}^", show(content)),
        InlineKind::Link { target: Target::Url(url), content, .. } if *url == show(content) => format!("<{url}>"),
        InlineKind::Link { target: Target::Url(url), content, .. } => format!("<{}|{url}>", show(content)),
        InlineKind::Link { target: Target::Label(label), content, .. } => format!("[{}](#{label})", show(content)),
        other => panic!("a bibliography prints no {other:?}"),
    };
    inlines.iter().map(show_one).collect()
}

/// A citation without its links to the list.
fn show_citation(inlines: &[Inline]) -> String {
    let show_one = |inline: &Inline| match &inline.kind {
        InlineKind::Link { target: Target::Label(_), content, .. } => show(content),
        _ => show(std::slice::from_ref(inline)),
    };
    inlines.iter().map(show_one).collect()
}
