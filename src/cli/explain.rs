//! `chancery explain`

use std::ffi::OsStr;

use clap::builder::{PossibleValue, TypedValueParser};

use chancery::bibliography::{self, StyleForm};
use chancery::diagnostic::listed;
use chancery::explain::{self, Answer, Page, grammar};
use chancery::manifest;
use chancery::marking;
use chancery::report;
use chancery::section::WorkType;
use chancery::template;

use super::terminal::{self, Stream, Terminal};
use super::{Ending, Failure};

/// Tell what a finding means and what to do about it
///
/// Each finding has a code, such as `unknown-label`. Its page tells what is found, why it matters, an example and the
/// remedy. Words find the pages that hold them all; a question in words is answered by the forms as well. Without any
/// of these all codes are listed, with their weight in a final paper. `codes` tells how codes are made, `forms` how all
/// is written that a section can hold, `keys` what paper.toml can say, `styles` lists the citation styles that are
/// built in, `types` the types of works that a list can be for, `template` what a template can name, `scheme` what a
/// marking scheme can say, `guide` where all of it is told from the beginning. The name of a key of paper.toml, such as
/// `cover`, is answered by what it says.
#[derive(clap::Args)]
#[command(after_help = "\
Examples:
  chancery explain unknown-label     what `error[unknown-label]` means
  chancery explain 'error[unknown-label]: nothing has the label `trend`'
                                     the same, as it was copied from the terminal
  chancery explain footnote          all that is said about footnotes
  chancery explain how do I number paragraphs
                                     the forms and findings that have to do with it
  chancery explain                   all codes
  chancery explain codes             what the first word of a code says
  chancery explain forms             how each thing is written that a section can hold
  chancery explain keys              every key of paper.toml, and of the top of a section
  chancery explain cover             what stands below [cover] in paper.toml
  chancery explain styles            all built-in citation styles, for `style` in paper.toml
  chancery explain types             the types of works, for `types` of a list
  chancery explain template          what a template is, and every value that it can name
  chancery explain scheme            what a marking scheme is, and every key of its file
  chancery explain guide             where the guide is, for those who begin

Warnings, hints and errors marked `rule` can be given another weight in paper.toml:

  [check]
  unused-footnote = \"hint\"           or \"warning\", \"error\", \"allow\"
  [check.\"sections/trends.md\"]       the same for one file
  unused-footnote = \"allow\"

or be allowed at their place, by a comment above the block that it is for:

  <!-- chancery: allow unused-footnote, because the lawyers will cite it -->")]
pub struct Explain {
    /// A code, a line that names one, or words to look for
    #[arg(value_name = "CODE|WORD", value_parser = Question, hide_possible_values = true)]
    question: Vec<String>,
}

/// Tells something in lines of at most that many columns.
type Tell = fn(Option<usize>) -> String;

/// Words that ask for more than a finding.
const TOPICS: &[(&str, Tell)] = &[
    ("codes", grammar),
    ("forms", forms),
    ("keys", keys),
    ("styles", styles),
    ("types", types),
    ("template", template_values),
    ("scheme", scheme_keys),
    ("guide", guide),
];

/// Takes whatever is asked, and lets shells complete codes.
#[derive(Clone)]
struct Question;

impl TypedValueParser for Question {
    type Value = String;

    fn parse_ref(&self, _: &clap::Command, _: Option<&clap::Arg>, value: &OsStr) -> Result<String, clap::Error> {
        Ok(value.to_string_lossy().into_owned())
    }

    fn possible_values(&self) -> Option<Box<dyn Iterator<Item = PossibleValue> + '_>> {
        let codes = explain::pages().iter().map(|page| page.code.0);
        Some(Box::new(codes.chain(TOPICS.iter().map(|(word, _)| *word)).map(PossibleValue::new)))
    }
}

impl Explain {
    pub fn run(&self, terminal: &Terminal) -> Result<Ending, Failure> {
        let width = terminal.style(Stream::Out).width;
        let question = self.question.join(" ");
        if question.trim().is_empty() {
            terminal::result(&table(&explain::pages().iter().collect::<Vec<_>>(), width))?;
            return Ok(Ending::Done);
        }
        if let Some((_, tell)) = TOPICS.iter().find(|(word, _)| *word == question.trim()) {
            terminal::result(&tell(width))?;
            return Ok(Ending::Done);
        }
        let answer = explain::search(&question);
        let is_named = matches!(&answer, Answer::Page(page) if question.contains(page.code.0));
        let forms = if is_named { String::new() } else { forms_for(&question) };
        let keys = if is_named { String::new() } else { keys_for(&question, width) };
        if !forms.is_empty() || !keys.is_empty() {
            let pages = match &answer {
                Answer::Page(page) => table(&[page], width),
                Answer::Pages { titled, others } => format!("{}{}", table(titled, width), table(others, width)),
                Answer::Near(_) | Answer::Nothing { .. } => String::new(),
            };
            let found = if pages.is_empty() { "" } else { "\nWhat is found of it:\n\n" };
            let gap = if forms.is_empty() || keys.is_empty() { "" } else { "\n" };
            terminal::result(&format!("{}{gap}{keys}{found}{pages}", report::wrap_markdown(&forms, width)))?;
            return Ok(Ending::Done);
        }
        match answer {
            Answer::Near(pages) => terminal::result(&table(&pages, width))?,
            Answer::Page(page) => terminal::result(&report::explanation(page, width))?,
            Answer::Pages { titled, others } => {
                let gap = if titled.is_empty() || others.is_empty() { "" } else { "\nAlso spoken of in:\n\n" };
                terminal::result(&format!("{}{gap}{}", table(&titled, width), table(&others, width)))?;
            }
            Answer::Nothing { near } => {
                let help = match &near[..] {
                    [] => "`chancery explain` lists all codes.".to_owned(),
                    [near] => format!("Did you mean `{near}`?"),
                    near => format!("Nearest are {}.", listed(near)),
                };
                let question = report::visible(&question);
                terminal::tell(&format!("error: no finding has the code `{question}`, and no page speaks of it"));
                terminal::tell(&format!("  = help: {help}"));
                return Ok(Ending::CouldNotTry);
            }
        }
        Ok(Ending::Done)
    }
}

/// A line for each page; where there is less room, more.
fn table(pages: &[&Page], width: Option<usize>) -> String {
    const WEIGHT: usize = 7;
    let code = explain::pages().iter().map(|page| page.code.0.len()).max().unwrap_or(0);
    // Two blanks between columns; a narrow column of text is worse to read than a short indent.
    let before = code + WEIGHT + 4;
    let indent = " ".repeat(if width.is_some_and(|width| width < 2 * before) { 4 } else { before });
    let line = |page: &&Page| {
        let line = format!("{:code$}  {:WEIGHT$}  {}", page.code.0, page.weight(), page.summary());
        format!("{}\n", report::hang(&line, width, &indent))
    };
    pages.iter().map(line).collect()
}

/// How codes are made.
fn grammar(width: Option<usize>) -> String {
    const WORD: usize = 11;
    let indent = " ".repeat(WORD + 2);
    let line =
        |(word, idea): &(&str, &str)| format!("{}\n", report::hang(&format!("{word:WORD$}  {idea}"), width, &indent));
    let words: String = grammar::FAULTS.iter().map(line).collect();
    let introduction = report::wrap(grammar::INTRODUCTION, width);
    let subjects = report::wrap(&format!("Begin with what they are about: {}.", grammar::SUBJECTS.join(", ")), width);
    format!("{introduction}\n\n{words}\n{subjects}\n")
}

const FORMS: &str = include_str!("explain/forms.md");

/// Every form that a section can have, by example.
fn forms(width: Option<usize>) -> String {
    report::wrap_markdown(FORMS, width)
}

/// What the forms say for a question in words: the part that answers it best, if one does.
fn forms_for(question: &str) -> String {
    let parts: Vec<&str> = FORMS.split("\n## ").skip(1).collect();
    explain::best(&parts, question).map(|part| format!("## {}\n", part.trim_end())).unwrap_or_default()
}

/// What a designer has to know, and every value that a template can name.
fn template_values(width: Option<usize>) -> String {
    const KIND: usize = 10;
    let values: Vec<_> = template::values().collect();
    let name = values.iter().map(|value| value.name.len()).max().unwrap_or(0);
    let line = |value: &template::NamedValue| {
        let line = format!("{:name$}  {:KIND$}  {}", value.name, value.kind, value.meaning);
        format!(
            "{}\n",
            report::hang(
                &line,
                width,
                &" ".repeat(if width.is_some_and(|width| width < 70) { 4 } else { name + KIND + 4 })
            )
        )
    };
    let lines: String = values.iter().map(line).collect();
    let pages: Vec<&Page> = explain::pages().iter().filter(|page| page.code.0.contains("template")).collect();
    let introduction = report::wrap(template::INTRODUCTION, width);
    format!("{introduction}\n\n{lines}\nWhat is found in templates:\n\n{}", table(&pages, width))
}

/// What a marking scheme is, and every key of its file.
fn scheme_keys(width: Option<usize>) -> String {
    let pages: Vec<&Page> = explain::pages().iter().filter(|page| page.code.0.contains("marking")).collect();
    let introduction = report::wrap(marking::INTRODUCTION, width);
    let lines = meanings(marking::KEYS, width);
    format!("{introduction}\n\n{lines}\nWhat is found about markings:\n\n{}", table(&pages, width))
}

/// Every key of paper.toml, and of the front matter of a section.
fn keys(width: Option<usize>) -> String {
    let introduction = report::wrap(manifest::INTRODUCTION, width);
    let paper = meanings(manifest::KEYS, width);
    let section = meanings(manifest::SECTION_KEYS, width);
    format!("{introduction}\n\n{paper}\nBetween the `+++` lines at the top of a section:\n\n{section}")
}

/// The keys of paper.toml that are called so, or stand in a table that is.
fn keys_for(question: &str, width: Option<usize>) -> String {
    let asked = question.trim().trim_matches(['[', ']']).to_lowercase();
    let is_asked = |(key, _): &&(&str, &str)| *key == asked || key.split('.').any(|part| part == asked);
    let keys: Vec<_> = manifest::KEYS.iter().filter(is_asked).copied().collect();
    match keys.is_empty() {
        true => String::new(),
        false => format!("In paper.toml:\n\n{}", meanings(&keys, width)),
    }
}

/// A line for each key.
fn meanings(keys: &[(&str, &str)], width: Option<usize>) -> String {
    let key = keys.iter().map(|(key, _)| key.len()).max().unwrap_or(0);
    let indent = " ".repeat(if width.is_some_and(|width| width < 70) { 4 } else { key + 2 });
    let line = |(name, meaning): &(&str, &str)| {
        format!("{}\n", report::hang(&format!("{name:key$}  {meaning}"), width, &indent))
    };
    keys.iter().map(line).collect()
}

const GUIDE: &str = include_str!("explain/guide.md");

/// Where the guide is, and what it tells.
fn guide(width: Option<usize>) -> String {
    report::wrap_markdown(GUIDE, width)
}

/// The styles of the built-in looks.
const OWN_STYLES: &[(&str, &str, &str)] = &[
    ("names", "europol", "EU Interinstitutional Style Guide, for papers of the built-in looks"),
    ("footnotes", "europol-notes", "the same in footnotes"),
];

/// Each built-in style: what it prints in the text, its names, and what it is.
fn styles(width: Option<usize>) -> String {
    const FORM: usize = 14;
    let line = |form: &str, names: &str, title: &str| {
        let line = format!("{form:FORM$}  {names}: {title}");
        format!("{}\n", report::hang(&line, width, &" ".repeat(FORM + 2)))
    };
    let own = OWN_STYLES.iter().map(|(form, name, title)| line(form, name, title));
    let others = bibliography::built_in_styles().map(|style| {
        let form = match style.form {
            StyleForm::Names => "names",
            StyleForm::Numbers => "numbers",
            StyleForm::RaisedNumbers => "raised numbers",
            StyleForm::Labels => "labels",
            StyleForm::Notes => "footnotes",
        };
        line(form, &style.names.join(", "), style.title)
    });
    own.chain(others).collect()
}

/// Each type of works: the entries that belong to it, by the names of BibLaTeX and of CSL.
fn types(width: Option<usize>) -> String {
    const NAME: usize = 11;
    let lines = WorkType::ALL.iter().flat_map(|(work_type, name, csl)| {
        let belongs = |(_, kind): &(&str, &str)| WorkType::of_csl(kind) == *work_type;
        let mut biblatex: Vec<_> = bibliography::entry_types().filter(belongs).map(|(name, _)| name).collect();
        biblatex.sort_unstable();
        let biblatex = biblatex.iter().map(|name| format!("@{name}")).collect::<Vec<_>>().join(", ");
        [(*name, biblatex), ("", format!("in CSL: {}", csl.replace(' ', ", ")))]
    });
    let line = |(name, said): (&str, String)| {
        let line = format!("{name:NAME$}  {said}");
        format!("{}\n", report::hang(line.trim_end(), width, &" ".repeat(NAME + 2)))
    };
    lines.chain(FIELDS.iter().map(|(name, said)| (*name, (*said).to_owned()))).map(line).collect()
}

/// What entries of law have beside the fields of BibLaTeX.
const FIELDS: &[(&str, &str)] = &[
    ("", ""),
    ("shorttitle", "what an act is called after it was cited, or always by a style that prints names in the text"),
    ("ojreference", "where an act or treaty stands in the Official Journal: OJ L 119, 4.5.2016, p. 89"),
    ("eli", "the European Legislation Identifier of an act: http://data.europa.eu/eli/dir/2016/680/oj"),
    ("celex", "its number in EUR-Lex: 32016L0680"),
    ("ecli", "the European Case Law Identifier of a judgment: EU:C:2014:238; `institution` is the court"),
];
