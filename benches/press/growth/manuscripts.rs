//! What manuscripts of other tools are made of, tool by tool: one input a construct.

use super::draft::{Draft, Input};

/// All of it.
pub fn all() -> Vec<Input> {
    let tools = [
        ("pandoc", PANDOC),
        ("quarto", QUARTO),
        ("myst", MYST),
        ("kramdown-rfc", KRAMDOWN),
        ("github", GITHUB),
        ("html", HTML),
        ("tex", TEX),
    ];
    let rows = tools.into_iter().flat_map(|(tool, rows)| {
        rows.iter().map(move |(name, unit)| {
            Input::new(format!("import {tool} {name}"), move |n| Draft::manuscript(n, |at| numbered(unit, at)))
                .least(16)
                .most(4_000)
        })
    });
    rows.chain([book(), chapters(), words()]).collect()
}

/// A text with its number for each `@@`.
fn numbered(text: &str, at: usize) -> String {
    text.replace("@@", &at.to_string())
}

type Rows = &'static [(&'static str, &'static str)];

const PANDOC: Rows = &[
    ("headings", "# Title @@ {#title-@@ .c}\n\nText, as [title](#title-@@) says.\n\n"),
    ("notes", "Text[^@@] of police.\n\n[^@@]: A note of @@.\n\n"),
    ("notes in lines", "Text^[A note of @@] of police.\n\n"),
    ("citations", "As @work@@ says [see @other@@, p. 3; -@third@@].\n\n"),
    ("divs", "::: {.theorem #thm-@@}\nText of @@.\n:::\n\n"),
    ("nested divs", "::::: {.columns}\n:::: {.column width=40%}\nText of @@.\n::::\n:::::\n\n"),
    ("tables", "| A | B |\n|---|---|\n| @@ | b |\n\n: Caption @@ {#tbl-@@}\n\n"),
    ("grids", "+-----+-----+\n| A   | B   |\n+=====+=====+\n| c   | d   |\n+-----+-----+\n\n"),
    ("simple tables", "  A     B\n----  ----\n   1  b\n   2  c\n\n"),
    ("images", "![Caption @@](a.png){#fig-@@ width=50%}\n\n"),
    ("spans", "The [police]{.smallcaps} of [@@]{.underline #at-@@} and ==met==. "),
    ("definitions", "Term @@\n\n:   What it means.\n\n"),
    ("examples", "(@) Example @@.\n\n"),
    ("line blocks", "| Line @@\n|   of a poem\n\n"),
    ("raised text", "H~2~O and m^@@^ and 3^rd ed^. "),
    ("formulas", "Be $x_@@ \\le \\frac{1}{2}$.\n\n$$\n\\sum_{i=0}^{n} x_i\n$$\n\n"),
    ("raw blocks", "```{=latex}\n\\newpage\n```\n\nText of @@.\n\n"),
];

const QUARTO: Rows = &[
    ("callouts", "::: {.callout-note title=\"Title @@\"}\nText of @@.\n:::\n\n"),
    ("references", "## Title @@ {#sec-@@}\n\nSee @sec-@@ and @fig-@@.\n\n"),
    ("cells", "```{r}\n#| label: fig-@@\n#| fig-cap: \"Caption @@\"\nplot(x)\n```\n\n"),
    ("shortcodes", "Text {{< var name@@ >}} and {{< pagebreak >}}.\n\n"),
    ("tabs", "::: {.panel-tabset}\n## One @@\n\nText.\n\n## Two @@\n\nText.\n:::\n\n"),
    ("values", "There are `r nrow(x@@)` rows.\n\n"),
];

const MYST: Rows = &[
    ("directives", "```{note} Title @@\nText of @@.\n```\n\n"),
    ("colons", ":::{admonition} Title @@\n:class: tip\nText of @@.\n:::\n\n"),
    ("labels", "(label-@@)=\n## Title @@\n\nSee {ref}`label-@@` and {numref}`Figure %s <fig-@@>`.\n\n"),
    ("figures", "```{figure} a.png\n:name: fig-@@\nCaption @@\n```\n\n"),
    ("roles", "Text {term}`police @@` and {math}`x_@@` and {cite:p}`work@@`.\n\n"),
    ("lists of rows", "```{list-table} Caption @@\n* - A\n  - B\n* - 1\n  - 2\n```\n\n"),
];

const KRAMDOWN: Rows = &[
    ("attributes", "## Title @@\n{: #title-@@ .c}\n\nText of {{title-@@}}.\n{: .note}\n\n"),
    ("references", "As {{RFC21@@}} and {{?I-D.ietf-x-@@}} and {{!RFC8174, Section 2}} say.\n\n"),
    ("figures", "~~~ ascii\n+--+\n~~~\n{: #fig-@@ title=\"Caption @@\"}\n\n"),
    ("words", "It MUST (((police, @@))) be {::nomarkdown}@@{:/}.\n\n"),
    ("tables", "| A | B |\n|---|---|\n| @@ | b |\n{: #tbl-@@ title=\"Caption @@\"}\n\n"),
];

const GITHUB: Rows = &[
    ("alerts", "> [!NOTE]\n> Text of @@.\n\n"),
    ("tasks", "- [ ] open @@\n- [x] done\n\n"),
    ("anchors", "## Title @@\n\nSee [it](#title-@@) and [there](other.md#title-@@).\n\n"),
    ("definitions of links", "[text @@][l@@] and [l@@].\n\n[l@@]: https://example.org/@@ \"Title\"\n\n"),
    ("emojis", "Text :tada: of :police_car: @@.\n\n"),
    ("bare addresses", "See https://example.org/@@ and www.example.org/@@.\n\n"),
    ("lists", "* one @@\n    * two\n        * three\n\n"),
];

const HTML: Rows = &[
    ("tables", "<table>\n<tr><th>A</th><th>B</th></tr>\n<tr><td>@@</td><td rowspan=\"2\">b</td></tr>\n</table>\n\n"),
    ("images", "<img src=\"a.png\" alt=\"Image @@\" width=\"300\">\n\n"),
    ("details", "<details>\n<summary>Title @@</summary>\n\nText.\n\n</details>\n\n"),
    ("words", "The <b>police</b> of <sup>@@</sup> and <span class=\"c\">more</span><br>went. "),
    ("comments", "<!-- comment @@ -->\n\nText of @@.\n\n"),
    ("anchors", "<a name=\"at-@@\"></a>Text, see <a href=\"#at-@@\">there</a>.\n\n"),
];

const TEX: Rows = &[
    ("commands", "\\textbf{police} of \\emph{@@} and \\footnote{A note of @@}.\n\n"),
    ("references", "\\section{Title @@}\\label{sec:@@}\n\nSee \\ref{sec:@@} and \\cite{work@@}.\n\n"),
    ("environments", "\\begin{itemize}\n\\item one @@\n\\item two\n\\end{itemize}\n\n"),
    ("figures", "\\begin{figure}\n\\includegraphics{a.png}\n\\caption{Caption @@}\\label{fig:@@}\n\\end{figure}\n\n"),
    ("macros", "\\newcommand{\\ma@@}{police}\n\nThe \\ma@@{} met.\n\n"),
];

/// A book of as many chapters.
fn book() -> Input {
    Input::new("import mdbook chapters", |n| {
        let summary: String = (0..n).map(|at| format!("- [Chapter {at}](c{at}.md)\n")).collect();
        let chapter = |at: usize| {
            let text = format!("# Chapter {at}\n\nSee [before](c{}.md#chapter-{0}).\n", at.saturating_sub(1));
            (format!("src/c{at}.md"), text)
        };
        let draft = Draft::manuscript(0, |_| String::new());
        let draft = draft.file("book.toml", "[book]\ntitle = \"T\"\n").file("src/SUMMARY.md", summary);
        (0..n).map(chapter).fold(draft, |draft, (path, text)| draft.file(&path, text))
    })
    .least(16)
    .most(1_000)
}

/// A folder of as many files.
fn chapters() -> Input {
    Input::new("import files of a folder", |n| {
        let file = |at: usize| (format!("{at:04}.md"), format!("# Title {at}\n\nText of police.\n"));
        (0..n).map(file).fold(Draft::manuscript(0, |_| String::new()), |draft, (path, text)| draft.file(&path, text))
    })
    .least(16)
    .most(1_000)
}

fn words() -> Input {
    Input::new("import words", |n| Draft::manuscript(n, |at| format!("The police of {at} met once more.\n\n")))
        .most(8_000)
}
