//! What can be found in a paper, again and again: one input a rule, in many paragraphs or in one.

use super::draft::{Draft, Input};

/// All rules that can find something more than once in a paper.
pub fn all() -> Vec<Input> {
    // Beyond the number of names that a wrong one is compared with.
    let names = names().into_iter().map(|input| input.least(2_048)).collect();
    let near_misses = near_misses().into_iter().chain(near_misses_of_tools()).collect();
    let all = [prose(), near_misses, runs(), names, places(), manifests(), templates(), releases(), works()];
    all.into_iter().flatten().collect()
}

/// The same in one paragraph. Its lines are as long as the paragraph.
macro_rules! prose {
    ($($name:literal: $text:expr;)*) => {
        vec![$(
            Input::new(concat!($name, ", paragraphs"), |n| {
                Draft::found(n, |_| format!("Some said {} there.\n\n", $text))
            }),
            Input::new(concat!($name, ", one paragraph"), |n| {
                Draft::found(n, |_| format!("some said {} there, and ", $text))
            }),
        )*]
    };
}

/// Rules of prose.
fn prose() -> Vec<Input> {
    prose! {
        "straight quotes": "\"so\" and it's";
        "mixed quotes": "‘so’ and “so”";
        "quotes that stay open": "“so";
        "hyphens as dashes": "1939-45 - or so";
        "spaces": "so  much";
        "no-break spaces": "within 5 km or 20%";
        "dates": "on 24th June 2013 and 6/24/2013";
        "thousands": "12,000 of them";
        "-ize": "they organized";
        "repeated words": "the the";
        "Latin": "e.g., c.f. more";
        "numbers in figures": "saw 3 officers and";
        "numbers in words": "saw twelve officers and";
        "numbers of both kinds": "with 3 officers or twelve";
        "numbers in a range": "from two to 10 officers";
        "numbers at the start": "so. 12 officers were";
        "numbers of thousands": "two thousand officers";
        "abbreviations": "the XYZ and the QRS";
        "abbreviations written out twice": "the Drug Enforcement Administration (DEA)";
        "brackets of abbreviations": "a (DEA) (FBI)";
        "capitals": "ALL OF IT IS";
        "markings": "EUROPOL SECRET";
        "misspelt markings": "Europol Secret";
        "foreign markings": "TRÈS SECRET UE/EU TOP SECRET";
        "quoted markings": "‘EUROPOL SECRET’";
        "traffic lights": "TLP:RED";
        "invisible characters": "te\u{200b}xt";
        "missing glyphs": "the sign \u{a66e}";
        "typed numbers": "see section 1.2";
        "typed tables": "in Table 1, figure 2";
        "typed directions": "as the table above";
        "HTML": "<b>so</b>";
        "vague links": "[here](https://example.org)";
        "titles of links": "[a title](https://example.org/x \"Unprinted\")";
        "unsafe links": "[the files](file:///etc/passwd)";
        "empty links": "[](https://example.org)";
        "unknown values": "{{ vars.nothing }}";
        "broken values": "{{ 1 + }}";
        "open values": "{{ paper";
        "escaped citations": "[@nobody 12]";
        "languages that are none": "[so]{lang=german}";
        "abbreviations of two things": "the International Criminal Court (ICC) and the Internal Customs Council (ICC)";
        "unfinished text": "TBD, XXX and [to be completed]";
    }
}

/// What looks like markup and is none.
fn near_misses() -> Vec<Input> {
    prose! {
        "formulas": "$a^2$ and \\(b_1\\)";
        "open formulas": "$$ and \\(";
        "commands": "\\ref{so} and \\begin{so}";
        "raised and lowered text": "m^2^ and H~2~O";
        "notes in the line": "so^[a note]";
        "marks of other tools": "==so== and ++so++";
        "names of characters": "&nbsp and &so;";
        "pictures by name": "as :smile:";
        "open code": "`so";
        "open emphasis": "*so and **so";
        "emphasis beside its words": "**so **";
        "links with a space": "[so] (https://example.org)";
        "open links": "[so](https://example.org";
        "links by name": "[so][no-such]";
        "links of wikis": "[[so]]";
        "attributes of nothing": "so {#so}";
        "open attributes": "[so]{.so";
        "values in single braces": "{paper.title}";
        "bare addresses": "https://example.org/a(b)";
        "addresses in addresses": "https://example.org,https://example.org)";
        "people": "name@example.org";
        "lines of lettered items": "that:\na) so;\nb) so:\na) so:\n";
        "lines of bullets": "so:\n• so\n–so\n";
        "lines without their space": "so:\n-so\n1.so\n##So\n";
        "lines of bars": "so:\n| so | so |\n";
        "lines with tabs": "so:\na\tb\tc\n";
    }
}

/// The same of one tool or a few, whole and without their ends.
fn near_misses_of_tools() -> Vec<Input> {
    prose! {
        "macros of AsciiDoc": "image:so[so] and footnote:[so]";
        "open macros of AsciiDoc": "image:so[so";
        "roles of Sphinx": "{so}`so` and :so:`so`";
        "calls of notes of Sphinx": "[1]_ and `so`_";
        "addresses in links of wikis": "[https://example.org so] and [so|https://example.org]";
        "open addresses in links of wikis": "[https://example.org so";
        "links of Textile": "\"so\":https://example.org";
        "images of wikis": "!so.png!";
        "emphasis of wikis": "//so// and '''so'''";
        "open emphasis of wikis": "//so and '''so";
        "emphasis of Djot": "{*so*} and {_so_}";
        "open emphasis of Djot": "{*so and {_so";
        "macros of wikis": "{info:so} and {panel}";
        "comments of other tools": "%%so%% and /* so */";
        "open comments of other tools": "%%so and /* so";
        "citations of TeX": "\\cite[so][so]{so}";
        "open citations of TeX": "\\cite[so][so";
        "commands of templates": "{% so %} and <% so %>";
        "open commands of templates": "{% so and <% so";
        "changes that are proposed": "{++so++} and {~~so~~}";
        "raised text without its end": "m^2 and 3^rd and km^(2)";
        "raised text with blanks": "m^so so^ and H~so so~";
        "boxes to tick": "so [ ] so";
        "stars between blanks": "so * this* one";
        "lines of AsciiDoc": "so:\n[NOTE]\n[quote,so]\nso::\n|===\n";
        "lines of Sphinx": "so:\n.. so:: so\n.. _so: so\n:toc: so\n";
        "lines of wikis": "so:\nh2. so\nbq. so\n---+ so\n#+so: so\n// so\n";
        "lines of works": "so:\n[1] so\n[2] so\n";
        "letters below items": "so:\n\n1) so\na) so\n\n";
    }
}

/// Text that goes on and on without what a rule looks for next.
fn runs() -> Vec<Input> {
    vec![
        Input::new("a number of many groups", |n| Draft::found(n, |_| "111,".to_owned()).end("111 of them")),
        Input::new("a section number of many parts", |n| Draft::found(n, |_| "1.".to_owned()).end("1x")),
        Input::new("ranges in brackets without a space", |n| Draft::found(n, |_| "[1939-1945][1946-1950],".to_owned())),
        Input::new("single quotes that double ones close", |n| {
            Draft::found(n, |_| "‘a ".to_owned()).tail(|_| "b” ".to_owned()).end("")
        }),
        Input::new("apostrophes behind an open quote", |n| {
            Draft::found(n, |_| "states’ ".to_owned()).head("# One\n\n‘a ")
        }),
        Input::new("markings between quotes of all kinds", |n| {
            Draft::found(n, |_| "«„‚“‘’”» EUROPOL SECRET ".to_owned())
        }),
        Input::new("minor words before an abbreviation", |n| {
            Draft::found(n, |_| "of the ".to_owned()).end("war (XYZ)")
        }),
        Input::new("comments in a note", |n| {
            Draft::found(n, |_| "    <!-- chancery: allow raw-html, because of it -->\n\n    Text.\n\n".to_owned())
                .head("# One\n\nText[^1].\n\n[^1]:\n")
        }),
    ]
}

/// What looks like markup where there is none, or is still to be written, in the manifest.
fn manifests() -> Vec<Input> {
    vec![
        Input::new("near-misses in names", |n| parties(n, "*The* force of km^2^ and $x$")),
        Input::new("names to be completed", |n| parties(n, "TBD and XXX")),
        Input::new("near-misses in one name", |n| parties(1, &"*so* m^2^ and $x$ ".repeat(n))),
    ]
}

fn parties(n: usize, name: &str) -> Draft {
    let names: String = (0..n).map(|at| format!("\"{name} {at}\", ")).collect();
    no_text(n).manifest(format!("[parties]\nconsulted = [{names}]\n"))
}

/// What is wrong with a template.
fn templates() -> Vec<Input> {
    vec![
        Input::new("values that no paper has", |n| template(n, |_| "#{{ paper.nothing }}\n".to_owned())),
        Input::new("files that a template lacks", |n| template(n, |at| format!("#import \"no-{at}.typ\": a\n"))),
        Input::new("Typst that cannot be read", |n| template(n, |_| "#let = 1\n".to_owned())),
        Input::new("blocks that nothing closes", |n| template(n, |_| "{% if paper.title %}\n".to_owned())),
    ]
}

pub fn template(n: usize, line: impl Fn(usize) -> String) -> Draft {
    no_text(n)
        .file("templates/europol/paper.typ", (0..n).map(line).collect::<String>())
        .file("templates/europol/blocks.typ", "// It has none.\n")
}

/// What a release and a history have that the paper has not.
fn releases() -> Vec<Input> {
    vec![
        Input::new("sections that vanished", |n| no_text(n).file("paper.lock", lock(n, &|_| "0.1.0".to_owned()))),
        Input::new("releases that the history leaves out", |n| {
            let history = history(n, &|_| "2013".to_owned());
            no_text(n).file("paper.lock", lock(n, &|at| format!("0.{at}.1"))).manifest(history)
        }),
        Input::new("a history that goes back", |n| {
            no_text(n).manifest(history(n, &|at| format!("{}-{:02}", 9000 - at / 12 % 8000, 12 - at % 12)))
        }),
        Input::new("a history after a late date", |n| {
            no_text(n).manifest(history(n, &|at| if at == 0 { "9999".to_owned() } else { "2013-05".to_owned() }))
        }),
    ]
}

pub fn no_text(n: usize) -> Draft {
    Draft::found(n, |_| String::new()).head("# One\n\nText.\n")
}

/// A release of as many sections, after as many releases.
fn lock(n: usize, released: &dyn Fn(usize) -> String) -> String {
    let sections = (0..n).map(|at| {
        format!("\n[[section]]\nname = \"gone-{at}.md\"\nversion = \"1.0.0\"\ndigest = \"{at:064x}\"\nwords = 1\n")
    });
    let released: Vec<String> = (0..n).map(released).chain(["0.9.0".to_owned()]).collect();
    let released = released.iter().map(|version| format!("\"{version}\"")).collect::<Vec<_>>().join(", ");
    let paper = format!("[paper]\nversion = \"0.9.0\"\nreleased = [{released}]\nmanifest = \"{:064x}\"\n", 0);
    paper + &sections.collect::<String>()
}

/// A history of as many versions.
pub fn history(n: usize, date: &dyn Fn(usize) -> String) -> String {
    let entry = |at| {
        let date = date(at);
        format!("[[history]]\nversion = \"0.{at}.0\"\ndate = \"{date}\"\nstatus = \"final\"\nsummary = \"S\"\n\n")
    };
    (0..n).map(entry).collect()
}

/// Names that nothing has: what was most likely meant is sought among as many that there are.
fn names() -> Vec<Input> {
    vec![
        Input::new("unknown labels", |n| {
            Draft::found(n, |at| format!("## Title {at} {{#label-{at}}}\n\n"))
                .tail(|at| format!("See [](#lable-{at}x).\n\n"))
        }),
        Input::new("labels that are words of headings", |n| {
            Draft::found(n, |at| format!("## Title {at}x\n\n")).tail(|at| format!("See [](#title-{at}x).\n\n"))
        }),
        Input::new("unknown citations", |n| {
            Draft::found(n, |at| format!("See [@wrok{at}x].\n\n")).works(|at| {
                format!(
                    "@book{{work{at}, author = {{A, B}}, title = {{T {at}}}, publisher = {{P}}, date = {{2001}}}}\n"
                )
            })
        })
        .most(10_000),
        Input::new("missing images", |n| {
            (0..n).fold(Draft::found(n, |at| format!("![A](imgae{at}.svg){{alt=\"B {at}\"}}\n\n")), |draft, at| {
                draft.file(
                    &format!("sections/image{at}.svg"),
                    "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"4\" height=\"4\"/>",
                )
            })
        })
        .most(8_000),
        Input::new("unknown notes", |n| {
            Draft::found(n, |at| format!("Text[^{at}] and text[^ntoe{at}].\n\n"))
                .tail(|at| format!("[^{at}]: A note.\n\n"))
        })
        .most(10_000),
        Input::new("unknown variables", |n| {
            let vars: String = (0..n).map(|at| format!("name{at} = \"x\"\n")).collect();
            Draft::found(n, |at| format!("See {{{{ vars.nmae{at} }}}}.\n\n")).manifest(format!("[vars]\n{vars}\n"))
        }),
        Input::new("unknown keys of the manifest", |n| {
            Draft::found(n, |_| String::new())
                .head("# One\n\nText.\n")
                .manifest((0..n).map(|at| format!("[nothing{at}]\na = 1\n")).collect())
        }),
        Input::new("unknown attributes", |n| Draft::found(n, |at| format!("## T {at} {{#l{at} colour=\"red\"}}\n\n"))),
        Input::new("unknown blocks", |n| Draft::found(n, |at| format!("::: ntoe{at}\nText.\n:::\n\n"))),
        Input::new("unknown levels", |n| Draft::found(n, |_| "::: marked {level=\"no\"}\nText.\n:::\n\n".to_owned())),
        Input::new("unknown placeholders", |n| Draft::found(n, |_| "See [{nubmer}](#one) ".to_owned())),
        Input::new("unknown codes", |n| {
            Draft::found(n, |at| format!("<!-- chancery: allow unused-lable-{at}, because of it -->\n\nText.\n\n"))
        }),
        Input::new("sections that are not listed", |n| {
            (0..n).fold(Draft::found(n, |_| String::new()).head("# One\n\nText.\n"), |draft, at| {
                draft.file(&format!("sections/other-{at}.md"), "+++\nversion = \"1.0.0\"\n+++\n\n# Other\n")
            })
        })
        .most(8_000),
    ]
}

/// What stands at the wrong place, twice, or for nothing.
fn places() -> Vec<Input> {
    vec![
        Input::new("duplicate labels", |n| Draft::found(n, |at| format!("## Title {at} {{#label}}\n\n"))),
        Input::new("equal titles", |n| Draft::found(n, |_| "## Title\n\n".to_owned())),
        Input::new("unused labels", |n| {
            Draft::found(n, |at| format!("::: table {{#t-{at} caption=\"C {at}\"}}\n| A |\n|---|\n| b |\n:::\n\n"))
        }),
        Input::new("unused notes", |n| Draft::found(n, |at| format!("[^{at}]: A note.\n\n"))).most(10_000),
        Input::new("duplicate notes", |n| Draft::found(n, |_| "[^1]: A note.\n\n".to_owned())).most(10_000),
        Input::new("skipped levels", |n| Draft::found(n, |at| format!("## A {at}\n\n#### B {at}\n\n"))),
        Input::new("empty headings", |n| Draft::found(n, |_| "##\n\n".to_owned())),
        Input::new("empty items", |n| Draft::found(n, |_| "-\n".to_owned())),
        Input::new("empty blocks", |n| Draft::found(n, |_| "> \n\n::: note\n:::\n\n".to_owned())),
        Input::new("ends of items", |n| {
            Draft::found(n, |at| format!("- item{}\n", if at % 5 == 0 { "" } else { "." }))
        }),
        Input::new("references to themselves", |n| {
            Draft::found(n, |at| format!("## As said [{{direction}}](#h-{at}) {{#h-{at}}}\n\n"))
        }),
        Input::new("wrong directions", |n| {
            Draft::found(n, |at| {
                format!("## Title {at} {{#h-{at}}}\n\nSee [{{number}}](#h-{at}) and [{{number}}](#h-0) below.\n\n")
            })
        }),
        Input::new("idle alternative texts", |n| {
            Draft::found(n, |at| format!("![Square {at}](x.svg){{alt=\"Square {at}\"}}\n\n"))
                .file("sections/x.svg", "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"4\" height=\"4\"/>")
        }),
        Input::new("surplus cells", |n| Draft::found(n, |_| "| a | b |\n".to_owned()).head("# One\n\n| A |\n|---|\n"))
            .most(5_000),
        Input::new("empty headers", |n| Draft::found(n, |_| "|   | b |\n|---|---|\n| c | d |\n\n".to_owned())),
        Input::new("dividing lines", |n| Draft::found(n, |_| "***\n\n".to_owned())),
        Input::new("raw code", |n| Draft::found(n, |_| "```{=typst}\n#panic()\n```\n\n".to_owned())),
        Input::new("stray fences", |n| Draft::found(n, |_| "Text.\n\n:::\n\n".to_owned())),
        Input::new("open blocks", |n| Draft::found(n, |_| "::: note\nText.\n\n".to_owned())).most(64),
        Input::new("comments with text behind", |n| Draft::found(n, |_| "<!-- a --> text\n\n".to_owned())),
        Input::new("allowances of nothing", |n| {
            Draft::found(n, |_| "<!-- chancery: allow unprinted-title, because of it -->\n\nText.\n\n".to_owned())
        }),
        Input::new("control characters", |n| Draft::found(n, |_| "te\u{7}xt ".to_owned())),
        Input::new("marked too high", |n| {
            Draft::found(n, |_| "::: marked {level=\"secret\"}\nText.\n:::\n\n".to_owned())
        }),
    ]
}

/// What is wrong with works.
fn works() -> Vec<Input> {
    vec![
        Input::new("equal keys", |n| cited(n).works(|_| book("work0", ""))).most(10_000),
        Input::new("equal works", |n| cited(n).works(|at| book(&format!("work{at}"), "isbn = {978-0-691-07063-6}")))
            .most(10_000),
        Input::new("works without date", |n| {
            cited(n).works(|at| book(&format!("work{at}"), "").replace("date = {2001}, ", ""))
        })
        .most(10_000),
        Input::new("misspelt fields", |n| cited(n).works(|at| book(&format!("work{at}"), "publsher = {P}")))
            .most(10_000),
        Input::new("LaTeX", |n| cited(n).works(|at| book(&format!("work{at}"), "note = {\\foo{x}}"))).most(10_000),
        Input::new("broken dates", |n| cited(n).works(|at| book(&format!("work{at}"), "urldate = {once}")))
            .most(10_000),
        Input::new("broken identifiers", |n| cited(n).works(|at| book(&format!("work{at}"), "doi = {1}, isbn = {2}")))
            .most(10_000),
        Input::new("parents that are not there", |n| {
            cited(n).works(|at| book(&format!("work{at}"), &format!("crossref = {{wrok{at}x}}")))
        })
        .most(10_000),
        Input::new("strings that are not there", |n| {
            cited(n).works(|at| book(&format!("work{at}"), &format!("note = nothing{at}")))
        })
        .most(10_000),
        Input::new("works that nobody cites", |n| {
            Draft::found(n, |_| String::new()).head("# One\n\nText.\n").works(|at| book(&format!("work{at}"), ""))
        })
        .most(10_000),
        Input::new("entries that cannot be read", |n| cited(n).works(|_| "@book{, = }\n".to_owned())).most(10_000),
    ]
}

fn cited(n: usize) -> Draft {
    Draft::found(n, |at| format!("See [@work{at}].\n\n"))
}

fn book(key: &str, field: &str) -> String {
    format!("@book{{{key}, author = {{A, B}}, title = {{T {key}}}, publisher = {{P}}, date = {{2001}}, {field}}}\n")
}
