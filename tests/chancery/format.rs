//! The canonical form: it means the same, and it is its own canonical form.
//!
//! `CHANCERY_SECTIONS=20000 CHANCERY_SEED=7 cargo test --release random_sections` tries as many sections as it says,
//! other ones for each seed.

use std::path::Path;
use std::{env, fs};

use chancery::diagnostic::Diagnostics;
use chancery::manifest::Format;
use chancery::markdown;
use chancery::section::Section;
use chancery::section::meaning::same_meaning;
use chancery::source::{FileId, Side, Source};
use proptest::prelude::*;
use proptest::test_runner::{RngSeed, TestRunner};

const FRONT_MATTER: &str = "+++\nversion = \"1.0.0\"\n+++\n";
const PLAIN: Format = Format { sentence_per_line: false };
const SENTENCES: Format = Format { sentence_per_line: true };

#[test]
fn blocks_are_written_in_one_way() {
    for (written, expected) in [
        ("# A   {.unnumbered   #a} ##\ntext  \n\n\n\nmore\n", "# A {#a .unnumbered}\n\ntext\n\nmore\n"),
        ("# C #  #\n## \\#", "# C # #\n\n## \\#\n"),
        ("*  a\n*  b\n   c\n", "- a\n- b\n  c\n"),
        ("+ a\n\n\n  b\n+ c\n    1) d\n    1) e", "- a\n\n  b\n\n- c\n\n  1) d\n  2) e\n"),
        ("9) a\n10) b\n", "9) a\n10) b\n"),
        ("(c)  a\n(d)   b\n      c\n\n   > (i) d\n   > (iii) e\n", "(c) a\n(d) b\n    c\n\n> (i) d\n> (iii) e\n"),
        ("a:\n  xviii.  b\n  xix. c:\n          aa) d\n", "a:\n\nxviii. b\nxix. c:\n     aa) d\n"),
        ("A.   a\n", "A.  a\n"),
        // Numbers that were typed with a purpose.
        ("9) a\n9) b\n", "9) a\n9) b\n"),
        ("10.  a\n12.  b\n     c\n015.  d\n", "10. a\n12. b\n    c\n15. d\n"),
        ("- a\n\n* b\n\n1. c\n2) d\n", "- a\n\n* b\n\n1. c\n\n2) d\n"),
        ("-\n  a\n-\n- - b\n", "- a\n-\n- - b\n"),
        (">a\nb\n> \n>>c\n", "> a\n> b\n>\n> > c\n"),
        ("`a  \n b`  \n", "`a  \nb`\n"),
        ("a  \nb\\\nc\n    # d\n", "a\\\nb\\\nc\n    # d\n"),
        ("|a|b\n|-|:-:|\n| é | `\\|` |\n", "| a   | b    |\n| --- | :--: |\n| é   | `\\|` |\n"),
        // Whether code is meant is for its author to say.
        ("    a\n\n      b\n", "    a\n\n      b\n"),
        ("\ta\n\t\n\t\tb\n\n-     c\n", "    a\n\n    \tb\n\n-     c\n"),
        ("~~~ rust\n```\n~~~", "````rust\n```\n````\n"),
        ("::::::  note\n:::: edition\na\n::::\n::::::\n", ":::: note\n::: edition\na\n:::\n::::\n"),
        ("::: note\n- a\n  b\n- > c\n:::\n", "::: note\n- a\n  b\n- > c\n:::\n"),
        // The fence cuts these off, and comrak forgets where their texts end.
        (
            "::: note\n- a\n\n  >b\n  >c\n:::\n\n::: note\n* a\n\n* > b\n  c\n:::\n",
            "::: note\n- a\n\n  > b\n  > c\n:::\n\n::: note\n- a\n\n- > b\n  > c\n:::\n",
        ),
        ("::: note\n- a\n\n  - b\n    c\n:::\n", "::: note\n- a\n\n  - b\n    c\n:::\n"),
        ("::: table {caption='x'  columns=\"1fr\"}\n", ""),
        (
            "::: bibliography   {title=\"A *b*\"  types=\"books, web\" #works}\n\n:::\n",
            "::: bibliography {#works types=\"books, web\" title=\"A *b*\"}\n:::\n",
        ),
        (
            "::: table {columns=\"1fr 2fr\"  caption=\"A: *b*\" #tbl-x}\n\n|a|b|\n|-|-:|\n\n:::\n",
            "::: table {#tbl-x caption=\"A: *b*\" columns=\"1fr 2fr\"}\n| a   | b   |\n| --- | --: |\n:::\n",
        ),
        ("a[^1] b[^2]\n[^1]:  c\nd\n\n    e\n[^2]: f\n", "a[^1] b[^2]\n\n[^1]: c\n    d\n\n    e\n\n[^2]: f\n"),
        ("a\n:   b\n:   c\n\n    d\n\ne\n: f\n", "a\n: b\n: c\n\n  d\n\ne\n: f\n"),
        ("a\n<!-- b\n\n\n c -->\n[d]: https://e.f\n\n[d]\n", "a\n\n<!-- b\n\nc -->\n[d]: https://e.f\n\n[d]\n"),
        ("- a\n  <!-- b -->\n- c", "- a\n  <!-- b -->\n- c\n"),
        (
            "* a [b]\n\n  [b]: https://c.d\n* e\n\n> f\n>\n>\n> [g]: https://h.i\n",
            "- a [b]\n\n  [b]: https://c.d\n\n- e\n\n> f\n>\n> [g]: https://h.i\n",
        ),
        (
            "::: note\n* a\n  ![b](c.png){alt=\"d\"} <!-- e -->\n  f\n:::\n",
            "::: note\n- a\n  ![b](c.png){alt=\"d\"} <!-- e -->\n  f\n:::\n",
        ),
        // Between the marks of a quote the spaces in the code would be lost.
        ("*  a\n\n> b `c\n   d`\n>  e\n\n+  f\n", "- a\n\n> b `c\n   d`\n>  e\n\n- f\n"),
        ("\n\n\n", ""),
    ] {
        let found = formatted(written, PLAIN);
        match expected {
            "" if !written.trim().is_empty() => assert_eq!(found, None, "{written:?} has errors"),
            _ => {
                let blank = if expected.is_empty() { "" } else { "\n" };
                assert_eq!(found, Some(format!("{FRONT_MATTER}{blank}{expected}")), "{written:?}");
            }
        }
    }
}

#[test]
fn a_sentence_gets_a_line() {
    for (written, expected) in [
        (
            "One. Two\nis\nlonger! ‘Three?’ Four.[^1] Five.\n\n[^1]: A. B.",
            "One.\nTwo is longer!\n‘Three?’\nFour.[^1]\nFive.",
        ),
        (
            "See e.g. Crime, No 2, pp. 3–5 and J. Doe et al. Here.",
            "See e.g. Crime, No 2, pp. 3–5 and J. Doe et al.\nHere.",
        ),
        ("In v. 1.2. and [A. B](https://c.d). `E. F`. It ends", "In v. 1.2. and [A. B](https://c.d). `E. F`.\nIt ends"),
        ("Broken.\\\nHere. *So it is. And so.* - On.", "Broken.\\\nHere.\n*So it is.\nAnd so.* - On."),
        (
            "About pp.\n12. Years [@a,\np. 3]. {{ a. B }} is. Done.",
            "About pp. 12.\nYears [@a,\np. 3]. {{ a. B }} is.\nDone.",
        ),
    ] {
        let found = formatted(written, SENTENCES).expect("no errors");
        let body = found.strip_prefix(FRONT_MATTER).expect("the front matter as it was");
        assert_eq!(body.split("\n\n").next().unwrap_or_default().trim(), expected, "{written:?}");
    }
}

#[test]
fn the_papers_and_the_corpus_keep_their_meaning() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut sections = Vec::new();
    let folders = ["sections", "guide/sections"].map(|folder| fs::read_dir(root.join(folder)).expect("sections"));
    for entry in folders.into_iter().flatten().flatten() {
        let path = entry.path();
        if path.extension().is_some_and(|end| end == "md") {
            let text = fs::read_to_string(&path).expect("a section in UTF-8");
            assert_eq!(canonical(&text, PLAIN).as_deref(), Ok(text.as_str()), "{} is canonical", path.display());
            sections.push(text);
        }
    }
    for entry in fs::read_dir(root.join("tests/corpus")).expect("the corpus").flatten() {
        let case = fs::read_to_string(entry.path()).expect("a case in UTF-8");
        let blocks = case.split("\n=== ").filter_map(|block| block.split_once('\n'));
        sections.extend(blocks.filter(|(title, _)| title.ends_with(".md")).map(|(_, text)| text.to_owned()));
    }
    for name in ["blocks.txt", "inlines.txt"] {
        let cases = fs::read_to_string(root.join("tests/chancery/markdown").join(name)).expect("cases in UTF-8");
        for case in cases.split("\n=== ") {
            let (_, rest) = case.split_once('\n').expect("a title");
            sections.push(format!("{FRONT_MATTER}{}", rest.split("\n=>\n").next().unwrap_or(rest)));
        }
    }
    let changed = sections.iter().filter(|text| keeps_the_laws(text)).count();
    assert!(changed > 40, "only {changed} of {} sections could be written", sections.len());
}

#[test]
fn random_sections_keep_their_meaning() {
    let number = |name, usual| env::var(name).map_or(usual, |text| text.parse().expect("a number"));
    let mut runner = TestRunner::new(ProptestConfig {
        cases: number("CHANCERY_SECTIONS", 2_000),
        rng_seed: RngSeed::Fixed(number("CHANCERY_SEED", 2013).into()),
        failure_persistence: None,
        ..ProptestConfig::default()
    });
    let tried = runner.run(&section(), |section| {
        keeps_the_laws(&section);
        Ok(())
    });
    tried.unwrap_or_else(|fault| panic!("{fault}"));
}

/// Checks the laws in both forms; false if the section has errors.
fn keeps_the_laws(section: &str) -> bool {
    [PLAIN, SENTENCES].map(|format| match canonical(section, format) {
        Ok(text) => {
            assert!(same_meaning(&parsed(section), &parsed(&text)), "{section}\n=>\n{text}");
            assert_eq!(canonical(&text, format).as_ref(), Ok(&text), "once is enough:\n{section}\n");
            true
        }
        Err(codes) => {
            assert!(!codes.contains(&"format-changes-meaning"), "{section}");
            false
        }
    })[0]
}

fn formatted(body: &str, format: Format) -> Option<String> {
    let written = format!("{FRONT_MATTER}{body}");
    keeps_the_laws(&written);
    canonical(&written, format).ok()
}

fn canonical(text: &str, format: Format) -> Result<String, Vec<&'static str>> {
    let mut diagnostics = Diagnostics::new();
    let result = markdown::canonical(&source(text), format, &mut diagnostics);
    result.map_err(|_| diagnostics.iter().map(|finding| finding.code.0).collect())
}

fn parsed(text: &str) -> Section {
    markdown::parse(&source(text), &mut Diagnostics::new())
}

fn source(text: &str) -> Source {
    Source::new(FileId::new("sections/section.md", Side::New), text.to_owned())
}

/// A section without errors on purpose, in a hand that no canon knows.
fn section() -> impl Strategy<Value = String> {
    proptest::collection::vec(block(3), 0..6).prop_map(|blocks| {
        let notes = "\n\n[^n]: A note. With *two* sentences.\n\n";
        format!("{FRONT_MATTER}{}{notes}", blocks.concat())
    })
}

/// Blocks, each with a blank line at its end or without.
fn block(depth: u32) -> BoxedStrategy<String> {
    let gap = proptest::sample::select(vec!["\n", "\n\n", "\n \n\n"]);
    let leaf = prop_oneof![
        6 => text(),
        1 => text().prop_map(|text| format!("```x\n{}\n```", text.replace('`', "\t"))),
        1 => proptest::sample::select(LEAVES.to_vec()).prop_map(str::to_owned),
    ];
    if depth == 0 {
        return (leaf, gap).prop_map(|(leaf, gap)| leaf + gap).boxed();
    }
    let inner = || proptest::collection::vec(block(depth - 1), 1..4).prop_map(|blocks| blocks.concat());
    let marker = proptest::sample::select(vec!["- ", "* ", "+   ", "1. ", "7)  ", "-\n  "]);
    let list = (marker, proptest::collection::vec(inner(), 1..4)).prop_map(|(marker, items)| {
        let item =
            |item: &String| format!("{marker}{}", indent(item, &" ".repeat(marker.trim_end_matches('\n').len())));
        items.iter().map(item).collect::<String>()
    });
    let quote = (inner(), proptest::sample::select(vec!["> ", ">"]), 0..9_usize).prop_map(|(inner, mark, lazy)| {
        // A paragraph goes on where the mark is left out, too.
        let mark = |at: usize| if at > 0 && at == lazy { "" } else { mark };
        let lines = inner.trim_end().lines().enumerate();
        lines.map(|(at, line)| format!("{}{line}\n", mark(at))).collect::<String>()
    });
    let fences = proptest::sample::select(vec!["note", "edition", "quote-source", "marked {  level=restricted}"]);
    let container = (inner(), fences).prop_map(move |(inner, name)| {
        let fence = ":".repeat(3 + 2 * depth as usize);
        // The fence cuts off what stands last.
        format!("{fence} {name}\n{}\n{fence}", inner.trim_end())
    });
    let nested = prop_oneof![3 => leaf, 3 => list, 1 => quote, 1 => container];
    (nested, gap).prop_map(|(block, gap)| block + gap).boxed()
}

fn indent(text: &str, indent: &str) -> String {
    text.replace('\n', &format!("\n{indent}")).trim_end_matches(' ').to_owned()
}

fn text() -> impl Strategy<Value = String> {
    let words = proptest::sample::select(WORDS.to_vec());
    let blank = proptest::sample::select(vec![" ", " ", " ", "\n", "\n", "  ", " \n ", "  \n", "\\\n", "\n     "]);
    proptest::collection::vec((words, blank), 1..9).prop_map(|pairs| {
        let text: String = pairs.iter().flat_map(|(word, blank)| [*word, *blank]).collect();
        text.trim().trim_end_matches('\\').to_owned()
    })
}

const WORDS: &[&str] = &[
    "word",
    "Word.",
    "end.",
    "(End.)",
    "e.g.",
    "pp.",
    "J.",
    "No",
    "2",
    "‘So?’",
    "é",
    "語",
    "# no",
    "1.",
    "2.",
    "-",
    "+",
    "> q",
    "===",
    "*em ph*",
    "**Strong. One**",
    "~~gone~~",
    "`code`",
    "`code\n   and more`",
    "[@key, p. 3; @b]",
    "@key",
    "@key [ch. 2]",
    "[](#a)",
    "[x {number}](#a)",
    "[A. Link](https://x.y)",
    "<https://x.y>",
    "{{ v }}",
    "{{ 'a. B' }}",
    "[^n]",
    "\\*",
    "\\_",
    "\\[",
    "\\|",
    "|",
    "&amp;",
    "&nbsp;",
    "<!-- C. D -->",
    "<!-- c\n D. E -->",
    "\u{a0}",
    "![alt](p.png){alt=\"a\" width=50%}",
    "[ref]",
    "a\tb",
];

const LEAVES: &[&str] = &[
    "# Heading {#a}",
    "## Heading with `code` {  .unnumbered #b } ##",
    "### Closed ###",
    "# C # #",
    "| a | b |\n|---|:-:|\n| c. D | `\\|` |",
    "a|b\n-|-\n{{ 'x|y' }}|\n",
    "|a|\n|-|",
    "    indented\n\n      code",
    "~~~ x`y\n```\n~~~",
    "``` \n\n  a\n:::\n```",
    "<!-- comment -->",
    "<!-- long\n\n comment -->",
    "![Caption. Here](p.png){#fig alt=\"x\"}",
    "::: figure {caption=\"A *b*: c\"   #f}\n\n![a](b.png){alt=\"c\"}\n\n![a](d.png){alt=\"e\"}\n:::",
    "::: table {columns=\"1fr auto\" caption=\"x\"}\n|a|b|\n|-|-|\n|c|d|\n:::",
    "::: bibliography\n:::",
    "[ref]: https://ref.example",
    "[ref]:\n  <https://ref.example>\n  'title'",
    "term\n: meaning",
    "term\n:   meaning. More\n\n    and more\n:   other\n\nsecond\n:   - a\n    - b",
    "term one\n\n: meaning",
];
