//! Papers in two versions: one as it is or made up, and the same after an author's edits, known by a number.

use std::collections::BTreeMap;

use chancery::project::Project;

use crate::dice::Dice;
use crate::made_up::{self, Depth, Maker};

/// An author's files.
pub fn files(project: &Project) -> BTreeMap<String, Vec<u8>> {
    let own = project.paths().filter(|path| !project.is_builtin(path));
    own.map(|path| (path.to_owned(), project.bytes(path).expect("it is listed").to_vec())).collect()
}

/// The project after one to four edits of an author's, known by their number.
pub fn of_project(project: &Project, seed: u64) -> Project {
    let (mut files, mut dice) = (files(project), Dice(seed));
    for _ in 0..1 + dice.below(4) {
        edit(&mut files, &mut dice);
    }
    Project::new(files)
}

/// Makes an author's edit of some section. Says which it is.
pub fn edit(files: &mut BTreeMap<String, Vec<u8>>, dice: &mut Dice) -> Option<String> {
    let sections: Vec<String> = files.keys().filter(|path| path.ends_with(".md")).cloned().collect();
    let path = dice.pick(&sections)?;
    let text = String::from_utf8_lossy(&files[path]).into_owned();
    let front = text.get(3..).and_then(|rest| rest.find("+++\n")).map_or(0, |at| at + 7);
    let (front, body) = text.split_at(front);
    let mut blocks: Vec<String> = body.split("\n\n").map(str::to_owned).collect();
    let at = dice.below(blocks.len());
    match dice.below(7) {
        0 => drop(blocks.remove(at)),
        1 => blocks.insert(at, "A paragraph that nobody has written before, of some length.".to_owned()),
        2 => {
            let other = dice.below(blocks.len());
            blocks.swap(at, other);
        }
        3 => blocks[at] = blocks[at].replacen(", ", " ", 1),
        4 => blocks[at] = blocks[at].replacen(". ", ".\n\n", 1),
        _ => {
            let mut words: Vec<&str> = blocks[at].split(' ').collect();
            let word = dice.below(words.len());
            match dice.below(3) {
                0 => words[word] = "another",
                1 => drop(words.remove(word)),
                _ => words.insert(word, "quite *new* words"),
            }
            blocks[at] = words.join(" ");
        }
    }
    files.insert(path.clone(), format!("{front}{}", blocks.join("\n\n")).into_bytes());
    Some(path.clone())
}

const MANIFEST: &str = r#"
[paper]
slug = "made-up"
title = "A made-up paper"
version = "1.0.0"
date = "2013-06-24"
language = "en-GB"
authors = ["Nobody"]
status = "final"
template = "europol"
sections = ["one.md", "two.md", "works.md"]

[marking]
scheme = "europol"
level = "confidential"
reference = "1"
copy = "1 of 2"

[bibliography]
files = ["works.bib"]
style = "europol"

[numbering]
paragraphs = "section"
"#;

const LOOK: &str = "templates/europol/sheet.typ";

/// A made-up paper, before and after a few edits.
pub fn pair(seed: u64) -> (Project, Project) {
    let mut dice = Dice(seed);
    let depth = Depth { blocks: 2, lists: 2, inlines: 2 };
    let mut editor = Editor { maker: Maker::new(&mut dice, depth, &["one", "two"], false) };
    let mut sections: Vec<Vec<String>> = (0..2).map(|_| (0..5).map(|_| editor.maker.block()).collect()).collect();
    let old = project(&sections);
    for _ in 0..1 + editor.maker.dice.below(4) {
        editor.edit(&mut sections);
    }
    (old, project(&sections))
}

/// On one long page, so that what is read in order stands in order.
fn project(sections: &[Vec<String>]) -> Project {
    let file = |(name, title, blocks): (&str, &str, &Vec<String>)| {
        let text = format!("+++\nversion = \"1.0.0\"\n+++\n\n# {title}\n\n{}\n", blocks.join("\n\n"));
        (format!("sections/{name}.md"), text.into_bytes())
    };
    let names = [("one", "First part {#one}"), ("two", "Second part {#two}")];
    let files = names.into_iter().zip(sections).map(|((name, title), blocks)| file((name, title, blocks)));
    let works = "+++\nversion = \"1.0.0\"\n+++\n\n# Works {#works .unnumbered}\n\n::: bibliography\n:::\n";
    let others = [
        ("paper.toml".to_owned(), format!("{MANIFEST}\n{}", made_up::VARS)),
        ("sections/works.md".to_owned(), works.to_owned()),
        ("bibliography/works.bib".to_owned(), made_up::WORKS.to_owned()),
    ];
    let others = others.map(|(path, text)| (path, text.into_bytes()));
    let project = Project::new(files.chain(others).chain(made_up::beside_sections()));
    let look = String::from_utf8_lossy(project.bytes(LOOK).expect("a built-in template")).into_owned();
    let long = look.replace("paper: sheet(paper).name,", "width: 210mm, height: 5000mm,");
    assert_ne!(long, look, "the template says how large a page is");
    project.with(LOOK, long.into_bytes())
}

/// Whoever edits a made-up paper.
struct Editor<'d> {
    maker: Maker<'d>,
}

impl Editor<'_> {
    fn edit(&mut self, sections: &mut [Vec<String>]) {
        let section = self.maker.dice.below(sections.len());
        let length = sections[section].len();
        if length < 2 {
            return;
        }
        let at = self.maker.dice.below(length);
        match self.maker.dice.below(12) {
            0 => drop(sections[section].remove(at)),
            1 => {
                let block = self.maker.block();
                sections[section].insert(at, block);
            }
            // Some blocks go elsewhere.
            2 | 3 => {
                let count = 1 + self.maker.dice.below(3.min(length - at));
                let moved: Vec<String> = sections[section].drain(at..at + count).collect();
                let to = self.maker.dice.below(sections.len());
                let place = self.maker.dice.below(sections[to].len() + 1);
                sections[to].splice(place..place, moved);
            }
            4 => sections[section][at] = sections[section][at].replacen(". Of", ".\n\nOf", 1),
            5 if at + 1 < length => {
                let next = sections[section].remove(at + 1);
                sections[section][at] += &format!(" {next}");
            }
            6 => self.edit_columns(&mut sections[section][at]),
            7 => {
                let block = &mut sections[section][at];
                *block = match self.maker.dice.below(4) {
                    0 => block.replacen("## ", "### ", 1),
                    1 => block.replacen("{#at-", "{#to-", 1),
                    2 => block.replacen("level=restricted", "level=confidential", 1),
                    _ => block.replacen("1. ", "2. ", 1),
                };
            }
            8 => {
                let mut lines: Vec<&str> = sections[section][at].split('\n').collect();
                let line = self.maker.dice.below(lines.len());
                match self.maker.dice.below(2) {
                    0 => drop(lines.remove(line)),
                    _ => lines.insert(line, lines[line]),
                }
                sections[section][at] = lines.join("\n");
            }
            9 => self.move_line(sections, section, at),
            10 => self.move_call(sections, section, at),
            _ => {
                let new = self.maker.word();
                let block = &mut sections[section][at];
                let mut words: Vec<&str> = block.split(' ').collect();
                let word = self.maker.dice.below(words.len());
                match self.maker.dice.below(3) {
                    0 => words[word] = &new,
                    1 => drop(words.remove(word)),
                    _ => words.insert(word, &new),
                }
                *block = words.join(" ");
            }
        }
    }

    /// A line of a block, an item or a row mostly, goes to another one.
    fn move_line(&mut self, sections: &mut [Vec<String>], section: usize, at: usize) {
        let mut lines: Vec<&str> = sections[section][at].split('\n').collect();
        let line = lines.remove(self.maker.dice.below(lines.len())).to_owned();
        sections[section][at] = lines.join("\n");
        let to = self.other_block(sections);
        let mut lines: Vec<&str> = to.split('\n').collect();
        lines.insert(self.maker.dice.below(lines.len() + 1), &line);
        *to = lines.join("\n");
    }

    /// A note is called in another block.
    fn move_call(&mut self, sections: &mut [Vec<String>], section: usize, at: usize) {
        let block = &mut sections[section][at];
        let calls = block.match_indices("[^").filter_map(|(start, _)| {
            let end = start + block[start..].find(']')? + 1;
            (!block[end..].starts_with(':')).then_some(start..end)
        });
        let Some(range) = self.maker.dice.pick(&calls.collect::<Vec<_>>()).cloned() else { return };
        let call = block[range.clone()].to_owned();
        block.replace_range(range, "");
        let to = self.other_block(sections);
        let words: Vec<usize> = to.match_indices(' ').map(|(at, _)| at).collect();
        if let Some(at) = self.maker.dice.pick(&words) {
            to.insert_str(*at, &call);
        }
    }

    fn other_block<'s>(&mut self, sections: &'s mut [Vec<String>]) -> &'s mut String {
        let section = self.maker.dice.below(sections.len());
        let length = sections[section].len();
        &mut sections[section][self.maker.dice.below(length)]
    }

    /// Of a table, one column less or one more.
    fn edit_columns(&mut self, block: &mut String) {
        let is_row = |line: &&str| line.starts_with('|');
        let Some(columns) = block.lines().find(is_row).map(|line| line.matches('|').count() - 1) else { return };
        if columns == 0 {
            return;
        }
        let (at, is_more) = (1 + self.maker.dice.below(columns), self.maker.dice.below(2) == 0);
        let line = |line: &str| {
            if !line.starts_with('|') {
                return line.to_owned();
            }
            let mut cells: Vec<String> = line.split('|').map(str::to_owned).collect();
            match is_more {
                true if line.bytes().all(|byte| b"|-:".contains(&byte)) => {
                    cells.insert(at.min(cells.len()), "---".to_owned());
                }
                true => cells.insert(at.min(cells.len()), format!(" {} ", self.maker.sentence())),
                false if at < cells.len() => drop(cells.remove(at)),
                false => {}
            }
            cells.join("|")
        };
        *block = block.lines().map(line).collect::<Vec<_>>().join("\n");
    }
}
