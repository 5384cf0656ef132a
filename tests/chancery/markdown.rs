//! Markdown → the tree: what each construct becomes, where it stands, and what is said of mistakes.

use std::fmt::Write;
use std::path::Path;

use chancery::diagnostic::{Diagnostics, Place, Severity};
use chancery::markdown::{self, Body};
use chancery::section::*;
use chancery::source::{FileId, Side, Source, Span};
use proptest::prelude::*;

/// Each case of `markdown/*.txt`: a title, Markdown, and after a line `=>` its tree and findings. `BLESS=1` rewrites
/// what follows the arrows.
#[test]
fn cases_become_their_trees() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/chancery/markdown");
    let mut count = 0;
    for entry in std::fs::read_dir(&folder).unwrap() {
        let path = entry.unwrap().path();
        let written = std::fs::read_to_string(&path).unwrap();
        let mut actual = String::new();
        for case in written.split("\n=== ").map(|case| case.trim_start_matches("=== ")) {
            let (title, rest) = case.split_once('\n').unwrap();
            let (markdown, _) = rest.split_once("\n=>\n").unwrap_or((rest, ""));
            let separator = if actual.is_empty() { "" } else { "\n" };
            write!(actual, "{separator}=== {title}\n{markdown}\n=>\n{}", show(&Parsed::new(markdown))).unwrap();
            count += 1;
        }
        if std::env::var_os("BLESS").is_some() {
            std::fs::write(&path, &actual).unwrap();
        } else if actual != written {
            let differs = actual.lines().zip(written.lines()).position(|(a, b)| a != b);
            let line = differs.unwrap_or(actual.lines().count().min(written.lines().count()));
            let near = |text: &str| text.lines().skip(line.saturating_sub(8)).take(16).collect::<Vec<_>>().join("\n");
            panic!("{}:{}\n-- is\n{}\n-- not\n{}", path.display(), line + 1, near(&actual), near(&written));
        }
    }
    assert!(count > 30, "only {count} cases were found");
}

#[test]
fn front_matter_needs_both_its_lines() {
    for (text, code, line) in [
        ("", "missing-front-matter", 1),
        ("# Title\n", "missing-front-matter", 1),
        ("\n+++\nversion = \"1.0.0\"\n", "unclosed-front-matter", 2),
        ("++++\nversion = \"1.0.0\"\n++++\n", "missing-front-matter", 1),
        ("+++\nversion = \"1.0.0\"\n", "unclosed-front-matter", 1),
        ("+++\n+++x\n ***\n", "unclosed-front-matter", 1),
    ] {
        let mut diagnostics = Diagnostics::new();
        let source = source(text);
        markdown::parse(&source, &mut diagnostics);
        let found = diagnostics.into_sorted();
        assert_eq!((found[0].code.0, position(&source, &found[0].place)), (code, (line, 1)), "{text:?}");
    }
}

/// HTML is told once an element, with the form that stands for it here.
#[test]
fn html_is_told_by_what_to_write() {
    for (html, expected) in [
        ("CO<sub>2</sub>", &["Write `~…~`."][..]),
        ("10<sup>-6</sup>", &["Write `^…^`."]),
        ("a<sup>b c</sup>", &["Write `^…^` around each word: it cannot hold a space."]),
        ("so<sup>[1](#n)</sup>", &["Write a note as `[^1]`, and below it `[^1]: What it says.`."]),
        ("<b>bold</b> and <em>so</em>", &["Write `**…**`.", "Write `*…*`."]),
        ("<u>this</u>", &["Write `*…*`: nothing is underlined but what a redline adds."]),
        (
            "<a name=\"Scope_1\"></a>",
            &["Delete it. What leads here needs a label at the end of a heading: `# Title {#scope-1}`."],
        ),
        ("<a href='https://a.eu/b'>here</a>", &["Write `[text](https://a.eu/b)`."]),
        ("one<br>two", &["End the line with a backslash to break it there."]),
        ("one <br><br/>", &["Delete it: nothing stands below it in this paragraph."; 2]),
        ("# A <br/> title", &["Delete it: a title breaks by itself."]),
        ("| a<br>b |\n|---|\n| c |", &[]),
        (
            "| a<br> |\n|---|\n| <br/>c |",
            &[
                "Delete it: nothing stands below it in this paragraph.",
                "Delete it: nothing stands above it in this cell.",
            ],
        ),
        ("<img src=\"a.png\" alt=\"A\">", &["Write `![caption](a.png){alt=\"A\"}`."]),
        (
            "<img src=https://a.eu/b.png>",
            &["Nothing is fetched: save the image below `sections/`, and write `![caption](path){alt=\"…\"}`."],
        ),
        (
            "<table>\n<tr>\n\n<td>\n\nx\n\n</td></tr>\n\n</table>",
            &["Write each row as `| one | two |`, and `|---|---|` below the first; a caption stands in `::: table \
               {#label caption=\"…\"}` around them."],
        ),
        ("<ul>\n\n<li>a\n\n<li>b\n\n</ul>", &["Begin each item with `- `, or with `1. ` if it has a number."]),
        (
            "<details><summary>More</summary>\n\nText.\n\n</details>",
            &["Print it under a heading of its own, or in `::: note`: no page hides what it says."],
        ),
        ("x </b>", &["Delete it: it closes nothing."]),
        ("To <name of unit>", &["Fill in what `<name>` stands for; write `\\<name>` if it is meant so."]),
        ("<?php x ?>", &["Delete it; write `\\<` for the character itself."]),
        (
            "Text.\n\n    <td>x</td>",
            &["Write each row as `| one | two |`, and `|---|---|` below the first; a caption stands in `::: table \
               {#label caption=\"…\"}` around them."],
        ),
        ("Text.\n\n    <!-- x -->", &["Begin it at the margin: four spaces or a tab make it code, which is printed."]),
        ("```\n<td>\n```\n\n`<b>`, \\<b> and <https://a.eu>", &[]),
    ] {
        let mut diagnostics = Diagnostics::new();
        markdown::parse(&source(&format!("+++\nversion = \"1.0.0\"\n+++\n\n{html}\n")), &mut diagnostics);
        let found = diagnostics.into_sorted();
        let found = found.iter().filter(|found| found.code.0 == "raw-html");
        let help: Vec<_> = found.filter_map(|found| found.help.as_deref()).collect();
        assert_eq!(help, expected, "{html:?}");
    }
}

#[test]
fn attributes_of_what_is_not_there_are_told_by_what_to_write() {
    for (line, expected) in [
        ("# Methods {.appendix}", "Write `.annex` at a heading of the first level: `# Methods {.annex}`."),
        ("# Methods {.unnumbred}", "Did you mean `.unnumbered`?"),
        ("# Methods {.wide}", "A heading takes `#label`, `.annex`, `.unnumbered` and `.new-page`."),
    ] {
        let mut diagnostics = Diagnostics::new();
        markdown::parse(&source(&format!("+++\nversion = \"1.0.0\"\n+++\n\n{line}\n\nText.\n")), &mut diagnostics);
        let help: Vec<_> = diagnostics.iter().filter_map(|found| found.help.as_deref()).collect();
        assert_eq!(help, [expected], "{line}");
    }
}

/// All other mistakes of a file are found even if its front matter is missing.
#[test]
fn mistakes_do_not_hide_each_other() {
    let mut diagnostics = Diagnostics::new();
    let text = "# A {#A}\n\n<b>\n\n::: nte\n:::\n\n[x](y) {{ z\n\n[@a; b]\n";
    markdown::parse(&source(text), &mut diagnostics);
    let codes: Vec<_> = diagnostics.into_sorted().iter().map(|finding| finding.code.0).collect();
    let expected =
        ["missing-front-matter", "invalid-label", "raw-html", "unknown-block", "unsafe-link", "stray-braces"];
    assert_eq!(codes, [&expected[..], &["invalid-citation"]].concat());
}

#[test]
fn places_are_of_the_file_below_front_matter() {
    let text = "+++\nä = 1\n+++\n\nOne *two* &amp; {{ x }}.\n";
    let source = source(text);
    let start = text.find("+++\n\n").unwrap() + 4;
    let body = markdown::parse_body(&source, source.span(start..text.len()), &mut Diagnostics::new());
    let BlockKind::Paragraph(inlines) = &body.blocks[0].kind else { panic!("{body:?}") };
    let slices: Vec<_> = inlines.iter().map(|inline| source.slice(inline.span)).collect();
    assert_eq!(slices, ["One ", "*two*", " ", "&amp;", " ", "{{ x }}", "."]);
}

/// Nesting and repetition that nobody writes: answered without a panic, in bounded memory. How the time for it grows is
/// for `cargo bench -- growth`.
#[test]
fn hostile_sizes_are_answered() {
    let n = 100_000;
    let deep_list = (0..500).map(|level| format!("{}- x\n", "  ".repeat(level))).collect::<String>();
    let directives = (0..n / 4).map(|_| "::: note\n").collect::<String>();
    let wide_table = format!("{}\n{}\n{}", "|a".repeat(3000), "|-".repeat(3000), "a\n".repeat(3000));
    let narrow_table = format!("{}\n{}\n{}", "|a".repeat(40), "|-".repeat(40), "a\n".repeat(n));
    for text in [
        ">".repeat(n),
        format!("{}\n", "> ".repeat(300)).repeat(300),
        "[".repeat(n),
        "]".repeat(n),
        "![".repeat(n),
        "[a](".repeat(n / 4),
        format!("{}{}", "[".repeat(n / 8), "](a)".repeat(n / 8)),
        "*".repeat(n),
        format!("{}x{}", "*a ".repeat(n / 8), " a*".repeat(n / 8)),
        "**x_ ".repeat(n / 8),
        deep_list,
        "- ".repeat(n / 2),
        directives,
        "> ::: note\n".repeat(n / 8),
        wide_table,
        narrow_table,
        "{{x}}".repeat(n),
        "{{".repeat(n),
        "{{'".repeat(n),
        "&amp;&foo;&#64;".repeat(n / 10),
        "[@a; @b] ".repeat(n / 8),
        "[@a ".repeat(n / 4),
        (1..400).map(|count| "`".repeat(count) + " ").collect(),
        "[^a]".repeat(n / 4),
        (0..n / 10).map(|at| format!("[^{at}]: x\n\n")).collect(),
        "<!-- a -->".repeat(n / 8),
        "<!--".repeat(n / 4),
        format!("a\n{}", ": b\n".repeat(n / 8)),
        "![a](b){".repeat(n / 8),
        "![a](b){alt=\"c\"}\n".repeat(n / 16),
        "\\|".repeat(n / 2),
        format!("|a|\n|-|\n|{}|\n", "\\|".repeat(n / 8)),
        "[](#a)".repeat(n / 8),
        "[a]: b\n".repeat(n / 8),
        "# a {#b}\n".repeat(n / 8),
        format!("# {}", "{#a} ".repeat(n / 8)),
    ] {
        drop(Parsed::new(&text));
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 3_000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn places_hold_whatever_is_written(pieces in proptest::collection::vec(fragment(), 0..40)) {
        Parsed::new(&pieces.concat()).check();
    }
}

fn fragment() -> impl Strategy<Value = String> {
    let dialect = proptest::sample::select(FRAGMENTS.to_vec()).prop_map(str::to_owned);
    prop_oneof![8 => dialect, 1 => any::<String>(), 1 => "[a-z ]{0,8}", 1 => "[ \t\n]{1,6}"]
}

const FRAGMENTS: &[&str] = &[
    "\n",
    "\n\n",
    "\n",
    " ",
    "  \n",
    "\\\n",
    "\t",
    "    ",
    "a",
    "é",
    "語",
    "word ",
    "# ",
    "## ",
    "{#label}",
    "{#",
    " {.unnumbered}",
    "*",
    "**",
    "_",
    "~~",
    "`",
    "``",
    "```\n",
    "[",
    "]",
    "(",
    ")",
    "[](#a)",
    "[x {number}](#a)",
    "{page}",
    "](",
    "![",
    "](p.png)",
    "{alt=\"b\" width=50%}",
    "{#fig-a\n alt=\"b\"}",
    "[a](https://x.y)",
    "<https://x.y/@z>",
    "<a@b.c>",
    "[a]: b\n",
    "[a]",
    "[b](\n<c>\n\"t\")",
    "@key",
    "[@key, p. 3; @b]",
    "[@key\n, pp. 3]",
    "@key [ch. 2]",
    "[see @key]",
    ";",
    "{{ v }}",
    "{{ 'a|b' }}",
    "{{",
    "}}",
    "\\",
    "\\{",
    "\\@",
    "&amp;",
    "&nGg;",
    "&#64;",
    "&",
    "|",
    "\\|",
    "|a|b|\n",
    "|-|-|\n",
    "|:-:|-\n",
    "a | b\n- | -\n",
    "- ",
    "1. ",
    "- x\n",
    "  - y\n",
    "> ",
    "> a\n",
    ": ",
    "\n: b\n",
    "[^a]",
    "[^a]: ",
    "\n[^a]: note\n",
    "::: note\n",
    ":::\n",
    ":::: table {#t caption=\"A: *b* @c\"}\n",
    "::: figure {caption=\"x\"}\n",
    "::::\n",
    "::: marked {level=x}\n",
    "<!-- c -->",
    "<!--",
    "-->",
    "<b>",
    "---\n",
    "===\n",
    "\u{fdd0}00",
    "\r",
    "\0",
    "\u{feff}",
    "\u{1}",
    "\u{2028}",
    "\u{85}",
    "\u{a0}",
];

struct Parsed {
    source: Source,
    body: Body,
    diagnostics: Diagnostics,
}

impl Parsed {
    fn new(markdown: &str) -> Self {
        let (source, mut diagnostics) = (source(markdown), Diagnostics::new());
        let body = markdown::parse_body(&source, source.whole(), &mut diagnostics);
        Self { source, body, diagnostics }
    }

    /// Every place is one, and text as long as its place is what stands there (a line's end or tab reads as a space).
    fn check(&self) {
        let text = self.source.text();
        let shown = show(self);
        let wrong = shown.lines().find(|line| line.contains(OUT_OF_PLACE));
        assert_eq!(wrong, None, "in {text:?}");
    }
}

const OUT_OF_PLACE: &str = "OUT OF PLACE";

fn source(markdown: &str) -> Source {
    Source::new(FileId::new("sections/section.md", Side::New), markdown.to_owned())
}

fn position(source: &Source, place: &Place) -> (usize, usize) {
    let Place::Span(span) = place else { panic!("{place:?}") };
    let position = source.position(span.range().start);
    (position.line, position.column)
}

/// The tree, a node a line: its kind, what is in it, and after it what the author wrote there. Text that stands so in
/// the file is in quotes; text that was decoded has its place after an arrow.
fn show(parsed: &Parsed) -> String {
    let mut view = View { source: &parsed.source, text: String::new() };
    view.blocks(0, &parsed.body.blocks);
    for note in &parsed.body.footnotes {
        view.line(0, &format!("footnote {}", note.name.value), note.name.span);
        view.blocks(1, &note.blocks);
    }
    parsed.body.comments.iter().for_each(|comment| view.line(0, "comment", *comment));
    for finding in parsed.diagnostics.clone().into_sorted() {
        let Place::Span(span) = finding.place else { panic!("{finding:?}") };
        let sign = if finding.severity == Severity::Error { "!" } else { "?" };
        view.line(0, &format!("{sign} {}: {}", finding.code.0, finding.message), span);
        writeln!(view.text, "    {}", finding.help.unwrap_or_default()).unwrap();
    }
    view.text
}

struct View<'s> {
    source: &'s Source,
    text: String,
}

impl View<'_> {
    fn line(&mut self, depth: usize, node: &str, span: Span) {
        let written = self.written(span).replace('\n', "⏎");
        writeln!(self.text, "{}{node} ⟨{written}⟩", "  ".repeat(depth)).unwrap();
    }

    fn written(&self, span: Span) -> &str {
        self.source.text().get(span.range()).unwrap_or(OUT_OF_PLACE)
    }

    fn blocks(&mut self, depth: usize, blocks: &[Block]) {
        for block in blocks {
            self.block(depth, block);
        }
    }

    fn block(&mut self, depth: usize, block: &Block) {
        let span = block.span;
        match &block.kind {
            BlockKind::Heading(heading) => {
                let label = heading.label.as_ref().map_or(String::new(), |label| format!(" #{}", self.label(label)));
                let unnumbered = if heading.unnumbered { " unnumbered" } else { "" };
                self.line(depth, &format!("heading {}{label}{unnumbered}", heading.level), span);
                self.inlines(depth + 1, &heading.content);
            }
            BlockKind::Paragraph(content) => {
                self.line(depth, "paragraph", span);
                self.inlines(depth + 1, content);
            }
            BlockKind::List(list) => {
                let start = match &list.numbers {
                    None => "bullets".to_owned(),
                    Some(Numbers { values: Values::From(first), .. }) => format!("numbers from {first}"),
                    Some(Numbers { values: Values::Typed(numbers), .. }) => format!("numbers {numbers:?}"),
                };
                self.line(depth, &format!("{start}{}", if list.tight { "" } else { ", loose" }), span);
                for item in &list.items {
                    self.line(depth + 1, "item", item.span);
                    self.blocks(depth + 2, &item.blocks);
                }
            }
            BlockKind::Definitions(definitions) => {
                self.line(depth, "definitions", span);
                for definition in definitions {
                    self.line(depth + 1, "term", definition.span);
                    self.inlines(depth + 2, &definition.term);
                    self.blocks(depth + 2, &definition.details);
                }
            }
            BlockKind::Quote(blocks) => {
                self.line(depth, "quote", span);
                self.blocks(depth + 1, blocks);
            }
            BlockKind::Code(code) => self.line(depth, &format!("code {:?}", code.as_str()), span),
            BlockKind::Table(table) => self.table(depth, table, span),
            BlockKind::Figure(figure) => {
                let label = figure.label.as_ref().map_or(String::new(), |label| format!(" #{}", self.label(label)));
                self.line(depth, &format!("figure{label}"), span);
                self.inlines(depth + 1, &figure.caption);
                match &figure.body {
                    FigureBody::Table(table) => self.table(depth + 1, table, span),
                    FigureBody::Grid(grid) => {
                        self.line(depth + 1, &format!("grid of {} columns", grid.columns.len()), span);
                        for cell in grid.rows.iter().flat_map(|row| &row.cells) {
                            self.line(depth + 2, &format!("cell {}×{}", cell.columns, cell.rows), cell.span);
                            self.blocks(depth + 3, &cell.blocks);
                        }
                    }
                    FigureBody::Images(images) => images.iter().for_each(|image| self.image(depth + 1, image)),
                }
            }
            BlockKind::Container(container, blocks) => {
                let name = match container {
                    Container::Admonition(Admonition { kind, label, .. }) => {
                        let label = label.as_ref().map(|label| format!(" #{}", self.label(label)));
                        format!("{}{}", kind.name(), label.unwrap_or_default())
                    }
                    Container::QuoteSource => "quote-source".to_owned(),
                    Container::Edition => "edition".to_owned(),
                    Container::Landscape => "landscape".to_owned(),
                    Container::Passage(language) => format!("passage in {}", self.spanned(language)),
                    Container::Marked(marking) => format!("marked {}", self.spanned(&marking.level)),
                };
                self.line(depth, &name, span);
                if let Container::Admonition(Admonition { title, .. }) = container {
                    self.inlines(depth + 1, title);
                }
                self.blocks(depth + 1, blocks);
            }
            BlockKind::Bibliography(_) => self.line(depth, "bibliography", span),
        }
    }

    fn table(&mut self, depth: usize, table: &Table, span: Span) {
        let columns: Vec<_> =
            table.columns.iter().map(|column| format!("{:?} {:?}", column.align, column.width)).collect();
        self.line(depth, &format!("table [{}]", columns.join(", ")), span);
        for row in std::iter::once(&table.header).chain(&table.rows) {
            self.line(depth + 1, "row", row.span);
            for cell in &row.cells {
                self.line(depth + 2, "cell", cell.span);
                self.inlines(depth + 3, &cell.content);
            }
        }
    }

    fn image(&mut self, depth: usize, image: &Image) {
        let alt =
            image.alt.as_ref().map_or("nothing".to_owned(), |alt| format!("{:?}", self.spanned(&alt.clone().into())));
        let node = format!("image {}, alt {alt}, width {:?}", self.spanned(&image.path), image.width);
        self.line(depth, &node, image.span);
        self.inlines(depth + 1, &image.caption);
    }

    fn inlines(&mut self, depth: usize, inlines: &[Inline]) {
        for inline in inlines {
            self.inline(depth, inline);
        }
    }

    fn inline(&mut self, depth: usize, inline: &Inline) {
        let span = inline.span;
        let (node, inner): (_, &[Inline]) = match &inline.kind {
            InlineKind::Text(text) => return self.plain(depth, text),
            InlineKind::Break => ("break".to_owned(), &[]),
            InlineKind::Task(done) => (format!("task {done}"), &[]),
            InlineKind::Emphasis(inner) => ("emphasis".to_owned(), inner),
            InlineKind::Strong(inner) => ("strong".to_owned(), inner),
            InlineKind::Strike(inner) => ("strike".to_owned(), inner),
            InlineKind::Raised(inner) => ("raised".to_owned(), inner),
            InlineKind::Lowered(inner) => ("lowered".to_owned(), inner),
            InlineKind::Code(code) => (format!("code {:?}", code.as_str()), &[]),
            InlineKind::Passage { language, content } => (format!("passage in {}", self.spanned(language)), content),
            InlineKind::Link { target, content, .. } => (format!("link {target:?}"), content),
            InlineKind::Image(image) => return self.image(depth, image),
            InlineKind::Footnote(footnote) => (format!("call of footnote {}", footnote.name), &[]),
            InlineKind::Reference { label, pattern } => {
                self.line(depth, &format!("reference #{}", self.label(label)), span);
                return pattern.iter().for_each(|pattern| self.pattern(depth + 1, pattern));
            }
            InlineKind::Citation(citation) => {
                self.line(depth, &format!("citation, {:?}", citation.form), span);
                for item in &citation.items {
                    let names = if item.is_without_names { "without names " } else { "" };
                    let key = self.spanned(&item.key);
                    self.line(depth + 1, &format!("{names}{key}"), item.work_span());
                    let words = [("before", &item.prefix), ("place", &item.locator), ("behind", &item.suffix)];
                    for (name, text) in words.iter().filter_map(|(name, text)| Some((name, text.as_ref()?))) {
                        self.line(depth + 2, &format!("{name} {:?}", text.as_str()), text.span());
                    }
                }
                return;
            }
            InlineKind::Value(expression) => (format!("value {}", self.spanned(expression)), &[]),
            InlineKind::Page { .. } | InlineKind::Placeholder(_) | InlineKind::ParagraphEnd => {
                unreachable!("only later stages make these")
            }
        };
        self.line(depth, &node, span);
        self.inlines(depth + 1, inner);
    }

    fn plain(&mut self, depth: usize, text: &Text) {
        let (said, blank) = (text.as_str(), |text: &str| text.replace(['\n', '\t'], " "));
        if !text.origin().is_typed() {
            return self.line(depth, &format!("{said:?} ←"), text.span());
        }
        let verdict = if blank(said) == blank(self.written(text.span())) { "" } else { OUT_OF_PLACE };
        writeln!(self.text, "{}{said:?}{verdict}", "  ".repeat(depth)).unwrap();
    }

    fn pattern(&mut self, depth: usize, pattern: &Pattern) {
        match pattern {
            Pattern::Text(inline) => self.inline(depth, inline),
            Pattern::Number(span) => self.line(depth, "number", *span),
            Pattern::Title(span) => self.line(depth, "title", *span),
            Pattern::Page(span) => self.line(depth, "page", *span),
            Pattern::Direction(span) => self.line(depth, "direction", *span),
            Pattern::Default(span) => self.line(depth, "default", *span),
        }
    }

    fn label(&self, label: &chancery::source::Spanned<Label>) -> String {
        self.spanned(&chancery::source::Spanned::new(label.value.to_string(), label.span))
    }

    /// A value that stands as it is where it says; if not, with what stands there.
    fn spanned(&self, spanned: &chancery::source::Spanned<String>) -> String {
        let written = self.written(spanned.span);
        if written == spanned.value { written.to_owned() } else { format!("{} ⟨{written}⟩", spanned.value) }
    }
}

#[test]
fn no_character_is_cut_where_comrak_is_unsure_of_a_place() {
    let links = ["[b](\n<c>\n\"t\")", "[b](\n<c>)", "[b](\nc\n\"t\") ", "[b](\n<c>\n\"t\")é"];
    for (before, link) in
        ["\u{2028}", "é", "語", "語\n"].into_iter().flat_map(|before| links.map(|link| (before, link)))
    {
        for after in ["", "é", "[^1]", "語 [b](\n<c>\n\"t\")"] {
            Parsed::new(&format!("{before}{link}`[a]: b\n語`{after}")).check();
        }
    }
}
