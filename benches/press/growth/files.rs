//! What is wrong with what stands beside the text: paper.toml, data, images, bibliographies, a template, a lock.

use chancery::diagnostic::Diagnostics;
use chancery::press::{self, Session};
use chancery::project::Project;

use super::draft::{Draft, Input};
use super::findings::{history, no_text, template};

/// All of it.
pub fn all() -> Vec<Input> {
    let all = [manifests(), data(), images(), works(), templates(), locks()];
    all.into_iter().flatten().map(Input::unreported).collect()
}

/// A table of the manifest with a line for each number below `n`.
fn table(n: usize, name: &str, line: impl Fn(usize) -> String) -> Draft {
    no_text(n).manifest(format!("{name}\n{}\n", (0..n).map(line).collect::<String>()))
}

fn manifests() -> Vec<Input> {
    vec![
        Input::new("keys twice", |n| table(n, "[vars]", |_| "a = 1\n".to_owned())),
        Input::new("lines that are no TOML", |n| table(n, "[vars]", |at| format!("a{at} = = 1\n"))),
        Input::new("empty names", |n| table(n, "[parties]", |at| format!("a{at} = [\"\"]\n"))),
        Input::new("names that are numbers", |n| table(n, "[parties]", |at| format!("a{at} = 1\n"))),
        Input::new("abbreviations that nobody uses", |n| {
            table(n, "[abbreviations]", |at| format!("A{at}B = \"long form {at}\"\n"))
        }),
        Input::new("severities that are none", |n| {
            table(n, "", |at| format!("[check.\"sections/x{at}.md\"]\nunused-label = \"no\"\n"))
        }),
        Input::new("history without dates", |n| table(n, "", |at| format!("[[history]]\nversion = \"0.{at}.0\"\n"))),
        Input::new("history with dates that are none", |n| {
            no_text(n).manifest(history(n, &|_| "June 2013".to_owned()))
        }),
        Input::new("history with versions that are none", |n| {
            no_text(n).manifest(history(n, &|_| "2013".to_owned()).replace(".0\"", "\""))
        }),
        Input::new("levels of equal names", |n| {
            let level = |at| format!("[[level]]\nname = \"unclassified\"\ntext = \"T {at}\"\n");
            no_text(n).file("templates/marking/europol.toml", (0..n).map(level).collect::<String>())
        }),
        Input::new("one bibliography many times", |n| bibliographies(n, |_| "works.bib".to_owned())),
        Input::new("bibliographies that lie elsewhere", |n| bibliographies(n, |at| format!("../works-{at}.docx"))),
        Input::new("abbreviations that are used once", |n| {
            let letter = |at: usize| char::from(b'A' + (at % 26) as u8);
            Draft::found(n, |at| {
                let [one, two, three] = [letter(at / 676), letter(at / 26), letter(at)];
                format!("The {one}old {two}ild {three}ard ({one}{two}{three}) met.\n\n")
            })
        }),
        Input::new("front matter many times", |n| Draft::found(n, |_| "+++\nversion = \"1.0.0\"\n+++\n\n".to_owned())),
    ]
}

fn bibliographies(n: usize, name: impl Fn(usize) -> String) -> Draft {
    let names: String = (0..n).map(|at| format!("\"{}\", ", name(at))).collect();
    no_text(n)
        .file("bibliography/works.bib", "")
        .manifest(format!("[bibliography]\nfiles = [{names}]\nstyle = \"europol\"\n"))
}

fn data() -> Vec<Input> {
    let text = |types: &str| format!("::: table {{caption=\"Cases\" data=\"cases.csv\"{types}}}\n:::\n");
    let of = move |n: usize, types: &str, line: &dyn Fn(usize) -> String| {
        let lines: String = (0..n).map(line).collect();
        no_text(n).end(&text(types)).file("sections/cases.csv", format!("Year,Cases\n{lines}"))
    };
    // A table has no more cells.
    let rows = |input: Input| input.most(4_000);
    vec![
        rows(Input::new("rows of data", move |n| of(n, "", &|at| format!("{at},17\n")))),
        rows(Input::new("cells of data that are no numbers", move |n| {
            of(n, " types=\"text number\"", &|_| "2012,about 17\n".to_owned())
        })),
        rows(Input::new("rows of data that are too long", move |n| of(n, "", &|_| "2012,17,3\n".to_owned()))),
        rows(Input::new("tables of data", |n| {
            let draft =
                Draft::found(n, |at| format!("::: table {{caption=\"Cases {at}\" data=\"cases.csv\"}}\n:::\n\n"));
            draft.file("sections/cases.csv", "Year,Cases\n2012,17\n")
        })),
        Input::new("rows that lack cells", |n| {
            Draft::found(n, |_| "| a |\n".to_owned()).head("# One\n\n| A | B |\n|---|---|\n")
        })
        .most(4_000),
    ]
}

fn images() -> Vec<Input> {
    let of = |n: usize| {
        let draft = Draft::found(n, |at| format!("![A {at}](x{at}.png){{alt=\"B {at}\"}}\n\n"));
        (0..n).fold(draft, |draft, at| draft.file(&format!("sections/x{at}.png"), "no image"))
    };
    let drawings = |n: usize| {
        let drawing = |at: usize| {
            let letters = char::from_u32(0x1_f300 + at as u32 % 512).unwrap_or('x');
            format!("<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"9\" height=\"9\"><text>{letters}</text></svg>")
        };
        let draft = Draft::found(n, |at| format!("![A {at}](x{at}.svg){{alt=\"B {at}\"}}\n\n"));
        (0..n).fold(draft, |draft, at| draft.file(&format!("sections/x{at}.svg"), drawing(at)))
    };
    vec![
        Input::new("images that are none", of).most(8_000),
        Input::new("drawings in letters that no font has", drawings).most(8_000),
    ]
}

/// Bibliographies of other formats, and works that do not stand where they should.
fn works() -> Vec<Input> {
    let of = |n: usize, name: &str, text: String| {
        let draft = Draft::found(n, |at| format!("See [@work{at}].\n\n")).file(&format!("bibliography/{name}"), text);
        draft.manifest(format!("[bibliography]\nfiles = [\"{name}\"]\nstyle = \"europol\"\n"))
    };
    let each = |n: usize, entry: &dyn Fn(usize) -> String| (0..n).map(entry).collect::<String>();
    let list = "\n\n# Works\n\n::: bibliography\n:::\n";
    let acts = "\n\n# Works\n\n::: bibliography {types=\"legislation\" title=\"Acts\"}\n:::\n";
    let yaml = move |n: usize| {
        each(n, &|at| {
            format!("work{at}:\n  type: book\n  author: A{at}, B\n  title: T {at}\n  publisher: P\n  date: 2001\n")
        })
    };
    let listed = |n: usize, nocite: String| {
        let choice = "[bibliography]\nfiles = [\"works.yml\"]\nstyle = \"europol\"\n";
        no_text(n).manifest(format!("{choice}nocite = {nocite}\n"))
    };
    let few = |input: Input| input.most(10_000);
    vec![
        few(Input::new("works in YAML", move |n| of(n, "works.yml", yaml(n)).end(list))),
        few(Input::new("works that stand in no list", move |n| of(n, "works.yml", yaml(n)).end(acts))),
        few(Input::new("keys that cannot be cited", move |n| {
            of(n, "works.yml", each(n, &|at| format!("w{{i}}{at}:\n  type: book\n"))).end(list)
        })),
        few(Input::new("works in JSON", move |n| {
            let entries = each(n, &|at| {
                let author = format!("[{{\"family\": \"A{at}\", \"given\": \"B\"}}]");
                let rest =
                    format!("\"title\": \"T {at}\", \"publisher\": \"P\", \"issued\": {{\"date-parts\": [[2001]]}}");
                format!("{{\"id\": \"work{at}\", \"type\": \"book\", \"author\": {author}, {rest}}},\n")
            });
            of(n, "works.json", format!("[{}]", entries.trim_end().trim_end_matches(','))).end(list)
        })),
        few(Input::new("works that are only listed", move |n| {
            listed(n, "\"*\"".to_owned()).file("bibliography/works.yml", yaml(n)).end(list)
        })),
        few(Input::new("works that are listed by their keys", move |n| {
            let keys = each(n, &|at| format!("\"work{at}\", "));
            listed(n, format!("[{keys}]")).file("bibliography/works.yml", yaml(n)).end(list)
        })),
        few(Input::new("works in RIS", move |n| {
            let entry = |at| {
                format!("TY  - BOOK\nID  - work{at}\nAU  - A{at}, B\nTI  - T {at}\nPB  - P\nPY  - 2001\nER  - \n\n")
            };
            of(n, "works.ris", each(n, &entry)).end(list)
        })),
    ]
}

fn templates() -> Vec<Input> {
    vec![
        Input::new("values outside of code", |n| template(n, |_| "= {{ paper.title }}\n".to_owned())),
        Input::new("fonts that are not there", |n| template(n, |at| format!("#set text(font: \"Calibri {at}\")\n"))),
        Input::new("fonts that are none", |n| {
            (0..n).fold(no_text(n), |draft, at| draft.file(&format!("templates/europol/fonts/f{at}.ttf"), "no font"))
        })
        .most(8_000),
    ]
}

/// Sections that were released otherwise.
fn locks() -> Vec<Input> {
    let of = |n: usize, edit: &dyn Fn(&str) -> String| {
        let draft = Draft::found(n, |at| format!("# Title {at}\n\nText of {at}, and of {}.\n", at / 2)).split();
        let released = Project::new(draft.files());
        let (_, lock) = press::lock(&released, &mut Session::default(), &mut Diagnostics::new()).expect("it is read");
        draft.file("paper.lock", edit(&lock.text()))
    };
    let reversed = |lock: &str| {
        let (paper, sections) = lock.split_once("[[section]]").expect("sections");
        let sections: Vec<_> = sections.split("[[section]]").collect();
        sections
            .iter()
            .rev()
            .fold(paper.to_owned(), |lock, section| format!("{lock}[[section]]{}\n", section.trim_end()))
    };
    let raised = |lock: &str| lock.replace("\"1.0.0\"", "\"2.0.0\"");
    let others = |lock: &str| lock.replace("\ndigest = \"", "\ndigest = \"0");
    let few = |input: Input| input.most(4_000);
    vec![
        few(Input::new("sections of other names", move |n| of(n, &|lock| lock.replace("part-", "old-")))),
        few(Input::new("sections in another order", move |n| of(n, &reversed))),
        few(Input::new("sections of higher versions", move |n| of(n, &raised))),
        few(Input::new("sections with other words", move |n| of(n, &others))),
        few(Input::new("sections of other names and words", move |n| {
            of(n, &|lock| others(&lock.replace("part-", "old-")))
        })),
    ]
}
