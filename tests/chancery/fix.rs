//! What `check --fix` changes: only the characters it names, and all of them at once.

use chancery::diagnostic::{Diagnostic, Diagnostics, Fix};
use chancery::fix;
use chancery::markdown;
use chancery::press::{self, Session};
use chancery::project::Project;
use chancery::report;
use chancery::source::{FileId, Side, Span};
use proptest::prelude::*;

const MANIFEST: &str = r#"[paper]
slug = "tiny"
title = "A tiny paper"
kind = "Note"
version = "1.0.0"
date = "2013-06"
language = "en-GB"
authors = ["Europol"]
status = "draft"
template = "europol"
sections = ["a.md"]
"#;

const FRONT_MATTER: &str = "+++\nversion = \"1.0.0\"\n+++\n\n";

#[test]
fn what_is_plain_is_mended() {
    for (written, mended) in [
        ("He said \"so\" and 'so'.", "He said “so” and ‘so’."),
        ("\"So he said 'so'.\"", "“So he said ‘so’.”"),
        ("Don't take the states' rights in the '90s.", "Don’t take the states’ rights in the ’90s."),
        ("*\"so\"* (\"and\") [\"so\"](#a)", "*“so”* (“and”) [“so”](#a)"),
        ("one - two -- three --- four", "one – two – three – four"),
        ("20-25, 1939-45, pp. 123-5, 20-25%, 1.5-2.5", "20–25, 1939–45, pp. 123–5, 20–25\u{a0}%, 1.5–2.5"),
        ("1.5%-20 and 20%-10", "1.5\u{a0}%–20 and 20\u{a0}%-10"),
        ("20% or 20 % of 3 km, 3 million", "20\u{a0}% or 20\u{a0}% of 3\u{a0}km, 3\u{a0}million"),
        ("one  two *three*  four   20  %", "one two *three* four 20\u{a0}%"),
        ("- a \"b\"\n  c's\n\n> 1-2", "- a “b”\n  c’s\n\n> 1–2"),
    ] {
        assert_eq!(fixed(written), mended);
    }
}

#[test]
fn html_with_a_form_of_its_own_is_mended() {
    for (written, mended) in [
        ("CO<sub>2</sub>, m<sup>2</sup>, 1<SUP>st</SUP>", "CO~2~, m^2^, 1^st^"),
        ("a <b>bold word</b>, <em>so</em> <code>x</code>", "a **bold word**, *so* `x`"),
        ("one<br>two<br/> three", "one\\\ntwo\\\nthree"),
        ("- one<br>\n  two", "- one\\\n  two"),
        ("a<br>", "a"),
        ("a\n\n<br/>\nThe text below it.", "a\n\n\nThe text below it."),
        ("<br> The text behind it.", "The text behind it."),
        ("- <br/><br>Each of them.", "- Each of them."),
        ("| <br>a | b |\n|---|---|\n| c | d |", "| a | b |\n|---|---|\n| c | d |"),
    ] {
        assert_eq!(fixed(written), mended);
    }
    for text in [
        "1<sup>st of</sup>",
        "<b>a \\* b</b>",
        "| a<br>b |\n|---|\n| c |",
        "# A<br>b",
        "a<br>- b",
        "<b>a",
        "<br>a) b",
        "<br># b",
    ] {
        assert_eq!(fixed(text), text);
    }
}

/// Elements of every kind that HTML has.
const ELEMENTS: &str = "a abbr address article audio b bdi big blockquote br center cite code dd del details dfn div dl dt \
                        em figure font h1 h2 hr i img input ins kbd li mark menu nobr ol p pre q ruby s samp section \
                        small span strike strong sub summary sup svg table td th time tr tt u ul var video wbr";

/// How they stand in a text; `E` is the element's name.
const STANDING: &[&str] = &[
    "alpha <E>bravo</E> charlie",
    "alpha<E>bravo charlie</E>",
    "alpha bravo<E>",
    "alpha <E> bravo<E/>charlie",
    "<E>alpha</E>",
    "<E> alpha <E>bravo</E></E>",
    "<E>\nalpha\n\nbravo\n</E>",
    "alpha\n\n<E/>\nbravo charlie",
    "<E a=\"1\">alpha *bravo*</E>\ncharlie",
    "- alpha<E>\n  bravo</E>\n- <E>charlie",
    "> alpha <E>\n> bravo</E>",
    "| <E>alpha | bravo<E> |\n|---|---|\n| cha<E>rlie</E> | <E>delta</E> echo |",
    "# alpha <E>bravo</E>\n\n<E>charlie</E>",
    "    <E>alpha</E>\n\nbravo[^n]\n\n[^n]: <E>charlie<E>",
];

#[test]
fn mending_html_loses_no_word() {
    for element in ELEMENTS.split_whitespace() {
        for standing in STANDING {
            let written = standing.replace('E', element);
            let fixed = fixed(&written);
            let words = standing.split(|c: char| !c.is_alphabetic()).filter(|word| word.len() > 2);
            for word in words {
                assert!(fixed.contains(word), "{word} of {written:?} is not in {fixed:?}");
            }
        }
    }
}

#[test]
fn what_was_to_be_markup_becomes_it() {
    for (written, mended) in [
        ("**Note:**text, **bold ** and ** so **", "**Note:** text, **bold** and **so**"),
        ("##Scope", "## Scope"),
        ("#\u{a0}Scope", "# Scope"),
        ("[a] (https://a.eu) and (b)[https://b.eu]", "[a](https://a.eu) and [b](https://b.eu)"),
        ("![a](my map.svg){alt=\"A map\"}", "![a](<my map.svg>){alt=\"A map\"}"),
        ("![a](a.svg) {alt=\"A map\"}", "![a](a.svg){alt=\"A map\"}"),
        ("[#a], m^2, 3^rd", "[](#a), m^2^, 3^rd^"),
        ("https://a.eu, www.b.eu and c@d.eu.", "<https://a.eu>, [www.b.eu](https://www.b.eu) and <c@d.eu>."),
        ("• a\n• b", "- a\n- b"),
        ("- [ ]a\n- [x]b\n- • c\n\n[x] d", "- [ ] a\n- [x] b\n- c\n\n- [x] d"),
        ("It has\na) a;\nb) b.", "It has\n\na) a;\nb) b."),
        ("-a\n-b\n\n1.one\n2.two", "- a\n- b\n\n1. one\n2. two"),
        ("a&nbsp b &#8211 c", "a&nbsp; b &#8211; c"),
        ("{ paper.title } {paper.date}", "{{ paper.title }} {{ paper.date }}"),
        ("a[^my note]\n\n[^my note]: b c", "a[^my-note]\n\n[^my-note]: b c"),
        ("``so''", "“so”"),
    ] {
        assert_eq!(fixed(written), mended);
        assert_eq!(fixed(mended), mended);
    }
}

#[test]
fn numbers_typed_before_titles_and_captions_go() {
    for (written, mended) in [
        ("# 1. Introduction {#a}\n\n## 1.1 Scope", "# Introduction {#a}\n\n## Scope"),
        ("# Chapter 1: Trends", "# Trends"),
        ("# 1 One\n\n# 2 Two", "# One\n\n# Two"),
        ("# A. One\n\n# B. Two", "# One\n\n# Two"),
        ("# I. One\n\n# II. Two", "# One\n\n# Two"),
        ("# A\n\n![Figure 7. A map](a.svg){alt=\"x\"}", "# A\n\n![A map](a.svg){alt=\"x\"}"),
        (
            "# A\n\n::: table {caption=\"Table 1: Cases\"}\n| a |\n|---|\n| b |\n:::",
            "# A\n\n::: table {caption=\"Cases\"}\n| a |\n|---|\n| b |\n:::",
        ),
    ] {
        assert_eq!(fixed(written), mended);
    }
    for text in [
        "# 2013 in review\n\n# 3 reasons",
        "# 1 January\n\n# 1.5\u{a0}million people",
        "# 1. One {.unnumbered}",
        "# 1.",
        "# Annex A\n\n# Article 1",
        "# Part V: Five",
        "# A day\n\n# I think\n\n# C. elegans",
    ] {
        assert_eq!(fixed(text), text);
    }
}

#[test]
fn what_is_doubtful_or_no_prose_stays() {
    for text in [
        "5' 3\" and 5'3\"",
        "a \"b and 'c",
        "a \" b",
        "\\''-20'",
        "20 <!-- a --> % and 20 \t%",
        "2013-06-12, 2013-10, 070-302, 555-1234, 3-2, 1-2-3, UTF-8, A-4, ISO 14-15, file 12-34, x1-2, 1-2x",
        "5 - 3 = 2, -5, a-b, a- b, a -b, well-known",
        "100%-owned, %20, 50%x, A20%, 3 kmh",
        "`a \"b\" - c  20%` <https://example.org/a'b--c/1-2> [1-2 20%](https://example.org)",
        "&quot;a&quot; \\\"b\\\" 20&nbsp;% 1\\-2",
        "{{ paper.title }}% {{ \"a\" }} and\n\n```\n\"a\" 1-2\n```",
        "| 1-2x | - |\n|---|---|\n| - | a  |",
    ] {
        assert_eq!(fixed(text), text);
    }
}

#[test]
fn marks_and_line_ends_of_the_file_stay() {
    let text =
        format!("\u{feff}{}", format!("{FRONT_MATTER}One - \"two\"\nit's  1-2\n\nlast 20%").replace('\n', "\r\n"));
    let mended = text.replace("One - \"two\"", "One – “two”").replace("it's  1-2", "it’s 1–2");
    let mended = mended.replace("20%", "20\u{a0}%");
    assert_eq!(mend(&text), mended);
}

#[test]
fn front_matter_of_other_tools_becomes_ours() {
    for (written, mended) in [
        ("---\ntitle: \"A -- b\"\n---\n\n# A\n", "version = \"1.0.0\"\n# title: \"A -- b\"\n"),
        ("---\nversion: v1.2\nstatus: final\n---\n\n# A\n", "version = \"1.2.0\"\nstatus = \"final\"\n"),
        (
            "\n---\nowner: 'D. E.' \nstatus: done\n...\n\n# A\n",
            "version = \"1.0.0\"\nowner = \"D. E.\"\n# status: done\n",
        ),
        (
            "---\ncontributors:\n  - A. B\n  - \"C \"\ntags:\n- d\n---\n\n# A\n",
            "version = \"1.0.0\"\ncontributors = [\"A. B\", \"C \"]\n# tags:\n# - d\n",
        ),
        (
            "{\n  \"version\": \"3.0.1\",\n  \"contributors\": [\"A\", \"B\"],\n  \"x\": {\n    \"y\": 1\n  }\n}\n\n# A\n",
            "version = \"3.0.1\"\ncontributors = [\"A\", \"B\"]\n#   \"x\": {\n#     \"y\": 1\n",
        ),
        ("---\nversion = \"2.0.0\"\n# A note\n---\n\n# A\n", "version = \"2.0.0\"\n# A note\n"),
        ("% A title\n% B\n\n# A\n", "version = \"1.0.0\"\n# % A title\n# % B\n"),
        ("---\ntitle: A\n\n# A\n", "version = \"1.0.0\"\n# title: A\n"),
        ("---\n---\n\n# A\n", "version = \"1.0.0\"\n"),
    ] {
        let blank = written.len() - written.trim_start().len();
        let expected = format!("{}+++\n{mended}+++\n\n# A\n", &written[..blank]);
        assert_eq!(mend(written), expected, "{written:?}");
        let on_windows = |text: &str| format!("\u{feff}{}", text.replace('\n', "\r\n"));
        assert_eq!(mend(&on_windows(written)), on_windows(&expected), "{written:?}, line ends of Windows");
        let mut diagnostics = Diagnostics::new();
        press::check(&project(&expected), &mut Session::default(), &mut diagnostics);
        assert!(diagnostics.is_printable(), "{:?}", diagnostics.into_sorted());
    }
}

#[test]
fn of_overlapping_fixes_the_first_is_made() {
    let file = FileId::new("sections/section.md", Side::New);
    let fix = |start, end, new: &str| Fix { span: Span { file, start, end }, replacement: new.to_owned() };
    let fixes = [fix(4, 4, "!"), fix(1, 3, "XY"), fix(2, 4, "-"), fix(0, 0, ">")];
    assert_eq!(fix::apply("abcd", &fixes), ">aXYd!");
}

#[test]
fn a_diff_shows_each_change_with_three_lines_around_it() {
    let old: String = (1..=20).map(|line| format!("{line}\r\n")).collect::<String>() + "end";
    let new =
        old.replace("2\r\n3\r\n", "2\r\nthree\r\n").replace("9\r\n10\r\n", "nine\r\nten\r\n").replace("end", "End");
    let diff = report::diff("sections/a.md", &old.replace("\r\n", "\n"), &new.replace("\r\n", "\n"));
    let expected = "\
--- a/sections/a.md
+++ b/sections/a.md
@@ -1,13 +1,13 @@
 1
 2
-3
+three
 4
 5
 6
 7
 8
-9
-10
+nine
+ten
 11
 12
 13
@@ -18,4 +18,4 @@
 18
 19
 20
-end
\\ No newline at end of file
+End
\\ No newline at end of file
";
    assert_eq!(diff, expected);
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 2_000, failure_persistence: None, ..ProptestConfig::default() })]

    /// The section stays what it was but for the characters that were mended, and a second run has nothing to do. What
    /// was to be markup becomes it, which is another structure.
    #[test]
    fn mending_is_idempotent_and_changes_no_structure(pieces in prop::collection::vec(piece(), 0..24)) {
        let text = FRONT_MATTER.to_owned() + &pieces.concat();
        let is_prose = |finding: &Diagnostic| !is_near_miss(finding) && !MARKUP.contains(&finding.code.0);
        let mended = mend_only(&text, is_prose);
        prop_assert_eq!(mend_only(&mended, is_prose), mended.clone(), "a second run still mends {:?}", text);
        prop_assert_eq!(tree(&mended), tree(&text), "{:?} became {:?}", text, mended);
    }

    /// Mending what was to be markup comes to an end, as one near-miss may hide another.
    #[test]
    fn mending_near_misses_ends(pieces in prop::collection::vec(piece(), 0..24)) {
        let mut text = FRONT_MATTER.to_owned() + &pieces.concat();
        for _ in 0..MAX_ROUNDS {
            let mended = mend_only(&text, is_near_miss);
            if mended == text {
                return Ok(());
            }
            text = mended;
        }
        prop_assert!(false, "is mended for ever: {:?}", text);
    }
}

/// How often near-misses of a short text are mended before nothing is left to do.
const MAX_ROUNDS: usize = 6;

/// Findings whose mending writes markup or takes it away, beside the near-misses.
const MARKUP: [&str; 6] =
    ["missing-label", "raw-html", "typed-number", "unknown-label", "unprinted-line", "unsupported-front-matter"];

fn is_near_miss(finding: &Diagnostic) -> bool {
    finding.code.0.starts_with("literal-")
}

fn piece() -> impl Strategy<Value = &'static str> {
    prop_oneof![
        3 => prop::sample::select(vec!["a", "states", "tis", "em", "20", "25", "1939", "45", "1.5", "007", "km", "pp.", "No", "É"]),
        3 => prop::sample::select(vec!["\"", "'", "-", "%", "--", "---", "“", "”", "‘", "’", "–", "\u{a0}"]),
        3 => prop::sample::select(vec![" ", " ", "  ", "   ", "\t", "\n", "\n\n", " \n  ", "\\\n"]),
        2 => prop::sample::select(vec![
            "*", "**", "_", "`", "~~", "[", "](#a)", "](https://a.eu)", "(", ")", ".", ",", "/", "\\", "\\'", "&amp;", "&nbsp;",
            "{{ a }}", "[@a]", "[](#a)", "[^a]", "\n\n[^a]: ", "\n- ", "\n1. ", "\n> ", "\n# ", "\n| a | b |\n|---|---|\n| ", " | ",
            "\n```\n", "<!-- a -->", "\n\na\n: ", "\n::: note\n", "\n:::\n", "![a](b.svg)", "{#a}", "@a", "\"\"", "'\"",
        ]),
    ]
}

/// The body's text with all that can be mended; given and returned without front matter.
fn fixed(body: &str) -> String {
    mend(&format!("{FRONT_MATTER}{body}")).strip_prefix(FRONT_MATTER).expect("it is left alone").to_owned()
}

fn mend(section: &str) -> String {
    mend_only(section, |_| true)
}

fn mend_only(section: &str, is_wanted: impl Fn(&Diagnostic) -> bool) -> String {
    let project = project(section);
    let mut diagnostics = Diagnostics::new();
    press::check(&project, &mut Session::default(), &mut diagnostics);
    let findings: Vec<Diagnostic> = diagnostics.into_sorted().into_iter().filter(is_wanted).collect();
    let changes = fix::changes(&project, &findings);
    changes.into_iter().next().map_or(section.to_owned(), |change| change.new)
}

fn project(section: &str) -> Project {
    let files = [("paper.toml", MANIFEST), ("sections/a.md", section)];
    Project::new(files.map(|(path, text)| (path.to_owned(), text.as_bytes().to_vec())))
}

/// The parsed section without places, and without the difference between what is mended and what it was.
fn tree(section: &str) -> String {
    let project = project(section);
    let source = project.source(project.id("sections/a.md").expect("it is there"));
    let mut tree = format!("{:?}", markdown::parse(source, &mut Diagnostics::new()));
    while let Some(start) = tree.find("Span { file") {
        let end = start + tree[start..].find("end: ").expect("its last field");
        let end = end + tree[end..].find('}').expect("its end") + 1;
        tree.replace_range(start..end, "_");
    }
    for kind in ["Typed", "Computed"] {
        tree = tree.replace(&format!(", origin: Origin {{ span: _, kind: {kind} }} }}"), "");
    }
    tree = tree.replace("Text { text: ", "");
    tree = tree.replace("\") }, Inline { span: _, change: None, kind: Text(\"", "");
    for (new, old) in [("\\\"", "\""), ("“", "\""), ("”", "\""), ("‘", "'"), ("’", "'"), ("–", "-"), ("\\u{a0}", " ")]
    {
        tree = tree.replace(new, old);
    }
    for (doubled, single) in [("--", "-"), ("--", "-"), (" %", "%")] {
        tree = tree.replace(doubled, single);
    }
    tree
}
