//! Papers of any length, made up: a citation and a reference a page, a footnote every second, a table every tenth.

use std::fmt::Write;

/// Number of works in the made-up bibliography.
const WORKS: usize = 200;

/// Words enough for a page, in paragraphs of this many.
const PARAGRAPHS_A_PAGE: usize = 5;
const WORDS_A_PARAGRAPH: usize = 62;

/// Pages to a section file.
const PAGES_A_SECTION: usize = 5;

const WORDS: [&str; 24] = [
    "police",
    "cooperation",
    "between",
    "countries",
    "rests",
    "on",
    "trust",
    "that",
    "grows",
    "slowly",
    "where",
    "agencies",
    "share",
    "what",
    "they",
    "know",
    "and",
    "ask",
    "each",
    "other",
    "before",
    "new",
    "threats",
    "appear",
];

/// The files of a project of about `pages` pages.
pub fn project(pages: usize) -> Vec<(String, Vec<u8>)> {
    let sections = pages.div_ceil(PAGES_A_SECTION);
    let names: Vec<String> = (0..sections).map(|section| format!("\"part-{section}.md\"")).collect();
    let manifest = format!(
        "[paper]\nslug = \"synthetic\"\ntitle = \"A synthetic paper\"\nkind = \"Report\"\nversion = \"1.0.0\"\n\
         date = \"2013-06\"\nlanguage = \"en-GB\"\nauthors = [\"chancery\"]\nstatus = \"final\"\n\
         template = \"europol\"\ncontents = true\nsections = [{}, \"works.md\"]\n\n\
         [marking]\nscheme = \"europol\"\nlevel = \"unclassified\"\n\n\
         [bibliography]\nfiles = [\"works.bib\"]\nstyle = \"europol\"\n\n\
         [check]\nunused-work = \"allow\"\nunused-label = \"allow\"\n",
        names.join(", ")
    );
    let mut files = vec![
        ("paper.toml".to_owned(), manifest.into_bytes()),
        ("bibliography/works.bib".to_owned(), works().into_bytes()),
        (
            "sections/works.md".to_owned(),
            b"+++\nversion = \"1.0.0\"\n+++\n\n# Works {#works .unnumbered}\n\n::: bibliography\n:::\n".to_vec(),
        ),
    ];
    for section in 0..sections {
        let last = ((section + 1) * PAGES_A_SECTION).min(pages);
        let text = part(section, section * PAGES_A_SECTION..last, sections);
        files.push((format!("sections/part-{section}.md"), text.into_bytes()));
    }
    files
}

fn part(section: usize, pages: std::ops::Range<usize>, sections: usize) -> String {
    let mut text = format!("+++\nversion = \"1.0.0\"\n+++\n\n# Findings of part {section} {{#part-{section}}}\n");
    for page in pages {
        write!(text, "\n## Page {page} {{#page-{page}}}\n").expect("a string takes all");
        for paragraph in 0..PARAGRAPHS_A_PAGE {
            text.push('\n');
            words(&mut text, page * PARAGRAPHS_A_PAGE + paragraph);
            match paragraph {
                0 => write!(text, " [@work{}]", page % WORKS),
                1 => write!(text, ", as [](#part-{}) says", (page * 7) % sections),
                2 if page % 2 == 0 => write!(text, "[^{page}]"),
                _ => Ok(()),
            }
            .expect("a string takes all");
            text.push_str(".\n");
        }
        if page % 2 == 0 {
            write!(text, "\n[^{page}]: A note on page {page}, short as notes should be.\n")
                .expect("a string takes all");
        }
        if page % 10 == 0 {
            write!(
                text,
                "\n::: table {{#tbl-{page} caption=\"Figures of page {page}\" columns=\"2fr 1fr 1fr\"}}\n\
                 | Country | Year | Forces |\n|---|---|---|\n| Belgium | 2001 | 2 |\n| Austria | 2005 | 1 |\n:::\n"
            )
            .expect("a string takes all");
        }
    }
    text
}

/// A sentence that no other paragraph has.
fn words(text: &mut String, seed: usize) {
    write!(text, "Paragraph {seed} says that").expect("a string takes all");
    let (mut state, mut last) = (seed as u64 + 1, WORDS.len());
    for _ in 0..WORDS_A_PARAGRAPH {
        // Any fixed scramble will do (Knuth, MMIX).
        state = state.wrapping_mul(6364136223846793005).wrapping_add(1442695040888963407);
        let next = (state >> 33) as usize % WORDS.len();
        // No word stands twice in a row: the desk would say so a thousand times.
        last = if next == last { (next + 1) % WORDS.len() } else { next };
        text.push(' ');
        text.push_str(WORDS[last]);
    }
}

fn works() -> String {
    (0..WORKS)
        .map(|work| {
            format!(
                "@book{{work{work},\n  author = {{Author{work}, Ada and Second{work}, Ben}},\n  title = {{Work number \
                 {work}}},\n  publisher = {{Press}},\n  location = {{The Hague}},\n  date = {{{}}},\n}}\n\n",
                1950 + work % 60
            )
        })
        .collect()
}
