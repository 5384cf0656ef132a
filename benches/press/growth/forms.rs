//! What a paper can be made of, in order: one input a construct.

use super::draft::{Draft, Input};

const PIXEL: &str =
    "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"4\" height=\"4\"><rect width=\"4\" height=\"4\"/></svg>";

/// All constructs.
pub fn all() -> Vec<Input> {
    [text(), blocks(), links(), files()].into_iter().flatten().collect()
}

fn book(at: usize) -> String {
    format!(
        "@book{{work{at},\n  author = {{Writer{at}, Ada}},\n  title = {{Title {at}}},\n  publisher = {{Press}},\n  \
         location = {{Paris}},\n  date = {{2001}},\n}}\n"
    )
}

/// A word that no other number has, in letters alone.
fn word(at: usize) -> String {
    let letters = at.to_string().bytes().map(|digit| char::from(b'a' + (digit - b'0'))).collect::<String>();
    format!("w{letters}e")
}

/// What stands within paragraphs.
fn text() -> Vec<Input> {
    vec![
        Input::new("paragraphs", |n| Draft::of(n, |at| format!("The police of {} met once more.\n\n", word(at)))),
        Input::new("equal paragraphs", |n| Draft::of(n, |_| "The police met once more.\n\n".to_owned())),
        Input::new("words of a paragraph", |n| Draft::of(n, |at| format!("police {} ", word(at)))),
        Input::new("equal words of a paragraph", |n| Draft::of(n, |_| "police and more ".to_owned())),
        Input::new("lines of a paragraph", |n| {
            Draft::of(n, |at| format!("The police of {}\n", word(at))).paragraphs(10_000)
        }),
        Input::new("hard breaks", |n| Draft::of(n, |at| format!("the police of {} \\\n", word(at))).paragraphs(1_000)),
        Input::new("letters of a word", |n| Draft::of(n, |_| "police".to_owned())).most(1_500),
        Input::new("emphasis", |n| Draft::of(n, |at| format!("*police* **{}** ", word(at))).paragraphs(500)),
        Input::new("emphasis that is left open", |n| Draft::found(n, |_| "*police **a ".to_owned())),
        Input::new("code in text", |n| Draft::of(n, |at| format!("police `x{at}` and ")).paragraphs(1_000)),
        Input::new("backticks of all lengths", |n| Draft::found(n, |at| format!("{} ", "`".repeat(at % 300 + 1)))),
        Input::new("struck text", |n| Draft::of(n, |at| format!("~~police~~ {} ", word(at))).paragraphs(1_000)),
        Input::new("raised text", |n| Draft::of(n, |at| format!("police m^2^ CO~2~ {} ", word(at))).paragraphs(500)),
        Input::new("passages", |n| {
            Draft::of(n, |at| format!("the [police of {}]{{lang=de}} and ", word(at))).paragraphs(500)
        }),
        Input::new("marks that raise nothing", |n| Draft::found(n, |_| "police ^a ~b c^d".to_owned())),
        Input::new("escapes and entities", |n| {
            Draft::of(n, |_| "police \\* &amp; &eacute; ".to_owned()).paragraphs(1_000)
        }),
        Input::new("brackets that open nothing", |n| Draft::found(n, |_| "[police ".to_owned())),
        Input::new("brackets that close nothing", |n| Draft::found(n, |_| "police] ".to_owned())),
        Input::new("values", |n| Draft::of(n, |_| "police {{ paper.title }} and ".to_owned()).paragraphs(1_000)),
        Input::new("values of the manifest", |n| {
            let vars: String = (0..n).map(|at| format!("v{at} = \"x{at}\"\n")).collect();
            Draft::of(n, |at| format!("The police of {{{{ vars.v{at} }}}}.\n\n")).manifest(format!("[vars]\n{vars}\n"))
        }),
    ]
}

/// What stands between paragraphs.
fn blocks() -> Vec<Input> {
    vec![
        Input::new("headings", |n| Draft::of(n, |at| format!("## On police {} {{#h-{at}}}\n\n", word(at)))),
        Input::new("headings of all levels", |n| {
            Draft::of(n, |at| format!("{} On police {}\n\n", "#".repeat(at % 4 + 2), word(at)))
        }),
        Input::new("chapters", |n| Draft::of(n, |at| format!("# On police {}\n\nText.\n\n", word(at)))),
        Input::new("items of a list", |n| Draft::of(n, |at| format!("- police {}\n", word(at)))),
        Input::new("items with paragraphs", |n| Draft::of(n, |at| format!("- police {}\n\n  More.\n\n", word(at)))),
        Input::new("items with lists", |n| Draft::of(n, |at| format!("- police {}\n  - more\n    - less\n", word(at)))),
        Input::new("items in order", |n| Draft::of(n, |at| format!("{}. police {}\n", at + 1, word(at)))),
        Input::new("items with letters", |n| {
            Draft::of(n, |at| format!("({}) police {}\n", char::from(b'a' + (at % 26) as u8), word(at)))
        }),
        Input::new("items with letters in items", |n| {
            Draft::of(n, |at| format!("(1) police {}:\n    (a) more;\n    (b) less.\n", word(at)))
        }),
        Input::new("items with Greek letters in items", |n| {
            Draft::of(n, |at| format!("(α) police {}:\n    (β) more;\n    (γ) less.\n", word(at)))
        }),
        Input::new("tasks", |n| Draft::of(n, |at| format!("- [x] police {}\n", word(at)))),
        Input::new("items with labels", |n| {
            Draft::of(n, |at| format!("({}) {{#i-{at}}} police, see [](#i-{at})\n", at % 999 + 1))
        }),
        Input::new("numbered paragraphs", |n| {
            Draft::of(n, |at| format!("{{#p-{at}}} The police of {}, see [](#p-{at}).\n\n", word(at)))
                .manifest("[numbering]\nparagraphs = \"paper\"\n".to_owned())
        }),
        Input::new("annexes", |n| Draft::of(n, |at| format!("# On police {} {{.annex}}\n\nText.\n\n", word(at)))),
        Input::new("lists", |n| Draft::of(n, |at| format!("The police of {}:\n\n- one\n- two\n\n", word(at)))),
        Input::new("definitions", |n| Draft::of(n, |at| format!("{}\n: The police there.\n\n", word(at)))),
        Input::new("quotes", |n| Draft::of(n, |at| format!("> The police of {}.\n\nText.\n\n", word(at)))),
        Input::new("paragraphs of a quote", |n| Draft::of(n, |at| format!("> The police of {}.\n>\n", word(at)))),
        Input::new("lazy lines of a quote", |n| Draft::of(n, |_| "the police met\n".to_owned()).head("# One\n\n> A\n"))
            .most(15_000),
        Input::new("code blocks", |n| Draft::of(n, |at| format!("```\npolice {at}\n```\n\n"))),
        Input::new("lines of a code block", |n| {
            Draft::of(n, |at| format!("police {at}\n")).head("# One\n\n```\n").end("```\n")
        }),
        Input::new("boxes", |n| Draft::of(n, |at| format!("::: note\nThe police of {}.\n:::\n\n", word(at)))),
        Input::new("marked parts", |n| {
            Draft::of(n, |_| "::: marked {level=\"unclassified\"}\nThe police.\n:::\n\n".to_owned())
        }),
        Input::new("blocks of a box", |n| {
            Draft::of(n, |at| format!("The police of {}.\n\n", word(at))).head("# One\n\n::: note\n").end(":::\n")
        }),
        Input::new("tables", |n| {
            Draft::of(n, |at| {
                let label = format!("{{#tbl-{at} caption=\"Police {}\" columns=\"2fr 1fr\"}}", word(at));
                format!("::: table {label}\n| A | B |\n|---|---|\n| police | {at} |\n:::\n\nSee [](#tbl-{at}).\n\n")
            })
        }),
        Input::new("rows of a table", |n| {
            Draft::of(n, |at| format!("| police | {} |\n", word(at))).head("# One\n\n| A | B |\n|---|---|\n")
        })
        .most(5_000),
        Input::new("rows of a list of lists", |n| {
            let head = "# One\n\n::: table {#tbl caption=\"Police\"}\n- - A\n  - B\n";
            Draft::of(n, |at| format!("- - police\n  - {}\n", word(at))).head(head).end(":::\n\nSee [](#tbl).\n")
        })
        .most(4_000),
        Input::new("titled boxes", |n| {
            Draft::of(n, |at| format!("::: tip {{title=\"On {}\"}}\nThe police.\n:::\n\n", word(at)))
        }),
        Input::new("blocks in another language", |n| {
            Draft::of(n, |at| format!("::: {{lang=de}}\nThe police of {}.\n:::\n\n", word(at)))
        }),
        Input::new("comments", |n| Draft::of(n, |at| format!("<!-- police {at} -->\n\nText {}.\n\n", word(at)))),
        Input::new("allowances", |n| {
            let link = "A [title](https://example.org/x \"Unprinted\") of police";
            Draft::of(n, |_| format!("<!-- chancery: allow unprinted-title, because it is so -->\n\n{link}.\n\n"))
        }),
        Input::new("attributes", |n| Draft::of(n, |at| format!("## Police {} {{.unnumbered #a-{at}}}\n\n", word(at)))),
    ]
}

/// What leads elsewhere.
fn links() -> Vec<Input> {
    let references: fn(usize) -> Draft = |n| {
        Draft::of(n, |at| format!("## Police {} {{#h-{at}}}\n\n", word(at)))
            .tail(|at| format!("The police of [section {{number}}](#h-{at}).\n\n"))
    };
    vec![
        Input::new("links", |n| {
            Draft::of(n, |at| format!("the [police {at}](https://example.org/{at}) ")).paragraphs(1_000)
        }),
        Input::new("references to headings", references),
        Input::new("references in a paragraph", |n| {
            Draft::of(n, |_| "police [](#end) and ".to_owned()).paragraphs(1_000).end("\n\n## End {#end}\n\n")
        }),
        Input::new("titles that refer to titles", |n| {
            Draft::of(n, |at| format!("## Police [{{title}}](#h-{}) {{#h-{at}}}\n\n", at / 2)).head("# One {#h-0}\n\n")
        }),
        Input::new("citations", |n| {
            Draft::of(n, |at| format!("The police of [@work{at}, p. {}].\n\n", at % 90 + 1)).works(book)
        })
        // Of fewer works the engine's own time hides what grows with their square.
        .least(2_048)
        .most(10_000),
        Input::new("citations of one work", |n| {
            Draft::of(n, |_| "The police [@work0].\n\n".to_owned()).works(|at| match at {
                0 => book(0),
                _ => String::new(),
            })
        }),
        Input::new("works in one citation", |n| {
            Draft::of(n, |at| format!("@work{at}; "))
                .head("# One\n\nAll of the police [")
                .end("@work0].\n\n")
                .works(book)
        })
        .most(10_000),
        Input::new("notes", |n| {
            Draft::of(n, |at| format!("The police of {}[^{at}].\n\n", word(at)))
                .tail(|at| format!("[^{at}]: A note.\n\n"))
        })
        .most(10_000),
        Input::new("notes in a paragraph", |n| {
            Draft::of(n, |at| format!("police {}[^{at}] ", word(at)))
                .paragraphs(1_000)
                .tail(|at| format!("[^{at}]: A note.\n\n"))
        })
        .most(10_000),
        Input::new("calls of one note", |n| {
            Draft::of(n, |at| format!("police {}[^1] ", word(at))).paragraphs(1_000).end("\n\n[^1]: A note.\n\n")
        })
        .most(10_000),
        Input::new("images", |n| {
            Draft::of(n, |at| format!("![The police of {}](x.svg){{#fig-{at} alt=\"A square\"}}\n\n", word(at)))
                .tail(|at| format!("See [](#fig-{at}).\n\n"))
                .file("sections/x.svg", PIXEL)
        }),
        Input::new("images of a figure", |n| {
            Draft::of(n, |at| format!("![](x.svg){{alt=\"Square {at}\"}}\n"))
                .head("# One\n\n::: figure {caption=\"Police\"}\n")
                .end(":::\n\n")
                .file("sections/x.svg", PIXEL)
        }),
        Input::new("abbreviations", |n| {
            Draft::of(n, |at| {
                let letters = word(at).to_uppercase();
                format!("The police of {} ({letters}), and {letters} again.\n\n", word(at))
            })
        }),
        Input::new("abbreviations of the manifest", |n| {
            let list: String = (0..n).map(|at| format!("A{at}B = \"long form {at}\"\n")).collect();
            Draft::of(n, |at| format!("The police of A{at}B.\n\n")).manifest(format!("[abbreviations]\n{list}\n"))
        }),
    ]
}

/// What a paper has beside its text.
fn files() -> Vec<Input> {
    let history: fn(usize) -> Draft = |n| {
        let entry = |at: usize| {
            let (version, status) =
                if at == 0 { ("1.0.0".to_owned(), "final") } else { (format!("0.0.{}", n - at), "draft") };
            format!(
                "[[history]]\nversion = \"{version}\"\ndate = \"2013-06\"\nstatus = \"{status}\"\nsummary = \"S\"\n\n"
            )
        };
        Draft::of(n, |_| String::new()).head("# One\n\nPolice.\n").manifest((0..n).map(entry).collect())
    };
    vec![
        Input::new("sections", |n| {
            Draft::of(n, |at| format!("# On police {} {{#s-{at}}}\n\nText of {}.\n", word(at), word(at))).split()
        })
        .most(8_000),
        Input::new("images of their own", |n| {
            (0..n).fold(
                Draft::of(n, |at| format!("![Police {}](x{at}.svg){{alt=\"Square {at}\"}}\n\n", word(at))),
                |draft, at| draft.file(&format!("sections/x{at}.svg"), PIXEL),
            )
        })
        .most(8_000),
        Input::new("works", |n| Draft::of(n, |_| String::new()).head("# One\n\nPolice.\n").works(book)).most(10_000),
        Input::new("works that draw on others", |n| {
            Draft::of(n, |at| format!("The police of [@work{at}].\n\n")).works(|at| {
                let parent =
                    format!("@collection{{of{at}, editor = {{Ed, Ann}}, title = {{All {at}}}, date = {{2001}}}}\n");
                format!(
                    "@incollection{{work{at}, author = {{W, A}}, title = {{T {at}}}, crossref = {{of{at}}}}}\n{parent}"
                )
            })
        })
        .most(5_000),
        Input::new("strings of a bibliography", |n| {
            Draft::of(n, |at| format!("The police of [@work{at}].\n\n")).works(|at| {
                let work = book(at).replace("{Press}", &format!("p{at}"));
                format!("@string{{p{at} = {{Press {at}}}}}\n{work}")
            })
        })
        .most(10_000),
        Input::new("history", history),
        Input::new("authors", |n| {
            let list: String = (0..n).map(|at| format!("\"Force {at}\", ")).collect();
            Draft::of(n, |_| String::new())
                .head("# One\n\nPolice.\n")
                .manifest(format!("[parties]\nconsulted = [{list}]\n"))
        }),
    ]
}
