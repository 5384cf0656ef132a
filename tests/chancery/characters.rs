//! An author's character is only ever a character: whatever is written, wherever, is printed as it stands.

use std::cell::RefCell;
use std::collections::BTreeSet;

use crate::inspect;
use chancery::diagnostic::{Diagnostics, Place};
use chancery::press::{self, Built, Session};
use chancery::project::Project;
use chancery::typeset::Fonts;
use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};

/// Places where an author's text is printed, each between two words that find it again.
const SINKS: [&str; 9] =
    ["title", "heading", "prose", "emphasis", "caption", "cell", "footnote", "alternative", "work"];

const QUOTES: [char; 9] = ['"', '\'', '“', '”', '„', '‘', '’', '‚', '`'];

#[test]
fn any_text_is_printed_as_it_stands() {
    let session = RefCell::new(Session::default());
    let fonts = Fonts::new(&[]);
    let mut runner = TestRunner::new(Config { cases: 60, failure_persistence: None, ..Config::default() });
    let texts = prop::collection::vec(text(), SINKS.len());
    let outcome = runner.run(&texts, |texts| {
        let texts: Vec<String> =
            texts.iter().map(|text| text.chars().filter(|&c| fonts.covers(c) || c == ' ').collect()).collect();
        let built = build(&texts, &mut session.borrow_mut());
        let printed = squeeze(&built.document.text().iter().map(|run| run.text).collect::<String>());
        let pdf = inspect::read(&built.pdf).expect("a PDF of our own can be read");
        let alternative = pdf.elements.iter().filter_map(|element| element.alt.as_deref()).collect::<String>();
        for (sink, text) in SINKS.iter().zip(&texts) {
            let wanted = squeeze(&between(sink, text));
            let found = if *sink == "alternative" { squeeze(&alternative) } else { printed.clone() };
            // In a work, the style has its own quotation marks, and this sign of HTML stands for what it does there.
            let meant = |text: &str| text.replace("&amp;", "&").replace(QUOTES, "");
            let (wanted, found) = if *sink == "work" { (meant(&wanted), meant(&found)) } else { (wanted, found) };
            prop_assert!(found.contains(&wanted), "{sink}: {wanted:?} is not in {found:?}");
        }
        Ok(())
    });
    outcome.unwrap_or_else(|failure| panic!("{failure}"));
}

#[test]
fn computed_text_of_any_length_is_checked_like_typed_text() {
    let session = RefCell::new(Session::default());
    let mut runner = TestRunner::new(Config { cases: 200, failure_persistence: None, ..Config::default() });
    let odd = || {
        prop::sample::select("\u{ad}\u{200b}\u{200d}\u{202e}\u{2066}\u{feff}\u{e0041}⋙漢☃".chars().collect::<Vec<_>>())
    };
    let texts = prop::collection::vec(prop_oneof![3 => prop::char::range('a', 'z'), 1 => Just('é'), 1 => odd()], 1..40);
    let outcome = runner.run(&(texts, 0..4_usize), |(text, more)| {
        let text: String = text.into_iter().collect();
        let escaped: String = text.chars().map(|c| format!("\\U{:08x}", u32::from(c))).collect();
        let entities: String = text.chars().map(|c| format!("&#{};", u32::from(c))).collect();
        // As long as the text, or a little longer: lengths must not matter.
        let value = format!("{{{{ vars.x{} }}}}", " ".repeat((text.len() + more).saturating_sub("{{ vars.x }}".len())));
        let findings = |title: &str, words: &str| {
            let manifest = format!(
                "[paper]\nslug = \"case\"\ntitle = \"{title}\"\nversion = \"1.0.0\"\ndate = \"2013\"\nlanguage = \"en-GB\"\n\
                 authors = [\"Europol\"]\nstatus = \"final\"\ntemplate = \"europol\"\nsections = [\"a.md\"]\n\n[vars]\nx = \"{escaped}\"\n"
            );
            let section = format!("+++\nversion = \"1.0.0\"\n+++\n\n# One\n\nSay {words} here.\n");
            let project = Project::new([
                ("paper.toml".to_owned(), manifest.into_bytes()),
                ("sections/a.md".to_owned(), section.into_bytes()),
            ]);
            let mut diagnostics = Diagnostics::new();
            press::check(&project, &mut session.borrow_mut(), &mut diagnostics);
            let found = diagnostics.into_sorted().into_iter();
            let found = found.filter(|found| ["invisible-character", "missing-glyph"].contains(&found.code.0));
            let file = |place| if let Place::Span(span) = place { Some(span.file) } else { None };
            found.map(|found| (file(found.place), found.message)).collect::<BTreeSet<_>>()
        };
        let typed = findings(&text, &text);
        prop_assert_eq!(findings(&escaped, &text), typed.clone(), "by escapes");
        prop_assert_eq!(findings(&text, &entities), typed.clone(), "by entities");
        prop_assert_eq!(findings(&text, &value), typed, "as a value");
        Ok(())
    });
    outcome.unwrap_or_else(|failure| panic!("{failure}"));
}

const DOT: &str = "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"9\" height=\"9\"><path d=\"M0 0h9v9z\"/></svg>";

/// Letters of several scripts, all of ASCII, and what Markdown, Typst, TOML, minijinja and BibLaTeX read as more than
/// characters.
fn text() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        3 => prop::char::range(' ', '~').prop_map(String::from),
        2 => prop::char::ranges(vec!['\u{a1}'..='\u{ac}', '\u{ae}'..='\u{17f}', 'Α'..='Ω', 'а'..='я', '‘'..='”', '–'..='—'].into())
            .prop_map(String::from),
        2 => prop::sample::select(vec![
            "#read(\"x\")", "#import \"a\"", "{{ paper.title }}", "{% raw %}", "[@work]", "](#at)", "<label>", "@work", "$x$",
            "//", "/*", "*/", "``", "**", "__", "~~", ":::", "![", "[^1]", "| |", "\\", "\\n", "&amp;", "&#35;", "https://x.y",
            "<!--", "-->", "---", "```", "- ", "1. ", "+++", "\"", "\"\"\"", "\\u{41}", "#set page(width: 1pt)", "}}", "{#x}",
        ])
        .prop_map(str::to_owned),
        1 => Just(" ".to_owned()),
    ];
    prop::collection::vec(piece, 0..12).prop_map(|pieces| pieces.concat())
}

/// A text between its sink's two words.
fn between(sink: &str, text: &str) -> String {
    format!("{sink}begins{text}{sink}ends")
}

/// Spaces as they are read: one for each run, and line ends are spaces. Markdown does the former, layout the latter.
/// A hyphen that layout puts at the end of a line is none of the text: no text here has a soft one.
fn squeeze(text: &str) -> String {
    text.replace('\u{ad}', "").split([' ', '\n']).filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ")
}

fn build(texts: &[String], session: &mut Session) -> Built {
    let raw = |sink: &str| between(sink, &texts[SINKS.iter().position(|&other| other == sink).expect("a sink")]);
    let markdown = |sink: &str| escape(&raw(sink));
    let quoted = |text: String| serde_json::to_string(&text).expect("a string can be quoted");
    // Only in a final paper are texts refused for what they look like.
    let manifest = format!(
        "[paper]\nslug = \"case\"\ntitle = {}\nversion = \"1.0.0\"\ndate = \"2013\"\nlanguage = \"en-GB\"\n\
         authors = [\"Europol\"]\nstatus = \"draft\"\ntemplate = \"europol\"\nsections = [\"a.md\"]\n\n\
         [bibliography]\nfiles = [\"works.bib\"]\nstyle = \"europol\"\n",
        quoted(raw("title"))
    );
    let section = format!(
        "+++\nversion = \"1.0.0\"\n+++\n\n# {} {{#at}}\n\n{} *{}* [@work][^1].\n\n[^1]: {}\n\n\
         ::: table {{caption=\"{}\"}}\n| A |\n|---|\n| {} |\n:::\n\n![A dot](dot.svg){{alt=\"{}\"}}\n\n::: bibliography\n:::\n",
        markdown("heading"),
        markdown("prose"),
        markdown("emphasis"),
        markdown("footnote"),
        markdown("caption"),
        markdown("cell"),
        attribute(&raw("alternative")),
    );
    let works = format!("@book{{work, title = {{{}}}, author = {{Doe, Jane}}, date = {{2010}}}}", tex(&raw("work")));
    let project = Project::new([
        ("paper.toml".to_owned(), manifest.into_bytes()),
        ("sections/a.md".to_owned(), section.clone().into_bytes()),
        ("sections/dot.svg".to_owned(), DOT.into()),
        ("bibliography/works.bib".to_owned(), works.into_bytes()),
    ]);
    let mut diagnostics = Diagnostics::new();
    let built = press::build(&project, session, &mut diagnostics);
    built.unwrap_or_else(|_| panic!("{section}\n{:#?}", diagnostics.into_sorted()))
}

/// Markdown that reads as `text`: every ASCII punctuation character can be escaped (CommonMark 0.31, 2.4).
fn escape(text: &str) -> String {
    text.chars().flat_map(|c| c.is_ascii_punctuation().then_some('\\').into_iter().chain([c])).collect()
}

/// A quoted attribute's text.
fn attribute(text: &str) -> String {
    text.chars().flat_map(|c| "\\\"{".contains(c).then_some('\\').into_iter().chain([c])).collect()
}

/// BibLaTeX that reads as `text`; of two hyphens it would make a dash.
fn tex(text: &str) -> String {
    text.chars()
        .map(|c| match c {
            '{' | '}' | '#' | '&' | '%' | '$' | '_' => format!("\\{c}"),
            '\\' => "\\textbackslash{}".to_owned(),
            '\'' => "\\textquotesingle{}".to_owned(),
            '`' => "\\textasciigrave{}".to_owned(),
            '~' => "\\textasciitilde{}".to_owned(),
            '-' => "-{}".to_owned(),
            _ => c.to_string(),
        })
        .collect()
}
