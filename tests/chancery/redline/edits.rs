//! Papers in two versions: one as it is or made up, and the same after an author's edits, known by a number.

use std::collections::BTreeMap;

use chancery::project::Project;

use crate::dice::Dice;

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
sections = ["one.md", "two.md"]

[marking]
scheme = "europol"
level = "confidential"
reference = "1"
copy = "1 of 2"
"#;

const LOOK: &str = "templates/europol/look.typ";

/// A made-up paper, before and after a few edits.
pub fn pair(seed: u64) -> (Project, Project) {
    let mut dice = Dice(seed);
    let mut maker = Maker { dice: &mut dice, made: 0 };
    let mut sections: Vec<Vec<String>> = (0..2).map(|_| (0..6).map(|_| maker.block(2)).collect()).collect();
    let old = project(&sections);
    for _ in 0..1 + maker.dice.below(4) {
        maker.edit(&mut sections);
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
    let project = Project::new(files.chain([("paper.toml".to_owned(), MANIFEST.as_bytes().to_vec())]));
    let look = String::from_utf8_lossy(project.bytes(LOOK).expect("a built-in template")).into_owned();
    let long = look.replace("paper: \"a4\",", "width: 210mm, height: 5000mm,");
    assert_ne!(long, look, "the template says how large a page is");
    project.with(LOOK, long.into_bytes())
}

/// Makes blocks, no two of them the same.
struct Maker<'r> {
    dice: &'r mut Dice,
    made: usize,
}

impl Maker<'_> {
    fn words(&mut self, count: usize) -> String {
        let words: Vec<String> = (0..count).map(|_| self.word()).collect();
        words.join(" ")
    }

    fn word(&mut self) -> String {
        const WORDS: [&str; 20] = [
            "police", "forces", "work", "across", "borders", "where", "trust", "grows", "and", "the", "of", "states",
            "share", "what", "they", "know", "in", "good", "time", "é",
        ];
        match self.dice.below(24) {
            0 => "*so it is*".to_owned(),
            1 => "**strongly**".to_owned(),
            2 => "~~struck~~".to_owned(),
            3 => "`code`".to_owned(),
            4 => "[a link](https://example.org/)".to_owned(),
            5 => "[](#one)".to_owned(),
            _ => WORDS[self.dice.below(WORDS.len())].to_owned(),
        }
    }

    fn sentence(&mut self) -> String {
        self.made += 1;
        let (number, length) = (self.made, 3 + self.dice.below(9));
        format!("Of {number} it says {}.", self.words(length))
    }

    fn sentences(&mut self) -> String {
        let count = 1 + self.dice.below(4);
        (0..count).map(|_| self.sentence()).collect::<Vec<_>>().join(" ")
    }

    /// A block that may hold others, `depth` deep.
    fn block(&mut self, depth: usize) -> String {
        match self.dice.below(if depth == 2 { 14 } else { 9 }) {
            0 => self.list("- ", depth),
            1 => self.list("1. ", depth),
            2 => self.list("3. ", depth),
            3 if depth > 0 => {
                let inner = [self.block(depth - 1), self.sentences()].join("\n\n");
                inner.lines().map(|line| format!("> {line}").trim_end().to_owned()).collect::<Vec<_>>().join("\n")
            }
            4 if depth > 0 => {
                let kinds =
                    ["note", "quote-source", "edition", "marked {level=restricted}", "marked {level=confidential}"];
                let fence = ":".repeat(3 + depth);
                let inner = [self.sentences(), self.block(depth - 1), self.sentences()].join("\n\n");
                format!("{fence} {}\n{inner}\n{fence}", kinds[self.dice.below(kinds.len())])
            }
            5 => self.table(),
            6 if depth == 2 => {
                self.made += 1;
                let number = self.made;
                let table = self.table();
                format!("::: table {{#tbl-{number} caption=\"Table {number}\"}}\n{table}\n:::")
            }
            7 => format!("```\n{}\n{}\n```", self.words(3).replace('`', ""), self.sentence().replace('`', "")),
            9 | 10 => {
                self.made += 1;
                format!("## {} {} {{#at-{}}}", self.words(2), self.made, self.made)
            }
            11 => format!("{}\n: {}\n\n{}\n: {}", self.sentence(), self.sentence(), self.sentence(), self.sentence()),
            _ => self.sentences(),
        }
    }

    fn list(&mut self, marker: &str, depth: usize) -> String {
        let count = 1 + self.dice.below(4);
        let gap = ["\n", "\n\n"][self.dice.below(2)];
        let item = |maker: &mut Self| {
            let mut item = maker.sentence();
            if depth > 0 && maker.dice.below(4) == 0 {
                item += &format!("\n\n{}", maker.block(0));
            }
            let indent = " ".repeat(marker.len());
            format!("{marker}{}", item.replace('\n', &format!("\n{indent}")))
        };
        (0..count).map(|_| item(self)).collect::<Vec<_>>().join(gap)
    }

    fn table(&mut self) -> String {
        let (columns, rows) = (1 + self.dice.below(4), 1 + self.dice.below(4));
        let row = |maker: &mut Self| {
            let cells: Vec<String> = (0..columns).map(|_| maker.sentence()).collect();
            format!("| {} |", cells.join(" | "))
        };
        let header = row(self);
        let rows: Vec<String> = (0..rows).map(|_| row(self)).collect();
        format!("{header}\n|{}\n{}", "---|".repeat(columns), rows.join("\n"))
    }

    fn edit(&mut self, sections: &mut [Vec<String>]) {
        let section = self.dice.below(sections.len());
        let length = sections[section].len();
        if length < 2 {
            return;
        }
        let at = self.dice.below(length);
        match self.dice.below(10) {
            0 => drop(sections[section].remove(at)),
            1 => {
                let block = self.block(2);
                sections[section].insert(at, block);
            }
            // Some blocks go elsewhere.
            2 | 3 => {
                let count = 1 + self.dice.below(3.min(length - at));
                let moved: Vec<String> = sections[section].drain(at..at + count).collect();
                let to = self.dice.below(sections.len());
                let place = self.dice.below(sections[to].len() + 1);
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
                *block = match self.dice.below(4) {
                    0 => block.replacen("## ", "### ", 1),
                    1 => block.replacen("{#at-", "{#to-", 1),
                    2 => block.replacen("level=restricted", "level=confidential", 1),
                    _ => block.replacen("1. ", "2. ", 1),
                };
            }
            8 => {
                let mut lines: Vec<&str> = sections[section][at].split('\n').collect();
                let line = self.dice.below(lines.len());
                match self.dice.below(2) {
                    0 => drop(lines.remove(line)),
                    _ => lines.insert(line, lines[line]),
                }
                sections[section][at] = lines.join("\n");
            }
            _ => {
                let new = self.word();
                let block = &mut sections[section][at];
                let mut words: Vec<&str> = block.split(' ').collect();
                let word = self.dice.below(words.len());
                match self.dice.below(3) {
                    0 => words[word] = &new,
                    1 => drop(words.remove(word)),
                    _ => words.insert(word, &new),
                }
                *block = words.join(" ");
            }
        }
    }

    /// Of a table, one column less or one more.
    fn edit_columns(&mut self, block: &mut String) {
        let is_row = |line: &&str| line.starts_with('|');
        let Some(columns) = block.lines().find(is_row).map(|line| line.matches('|').count() - 1) else { return };
        let (at, is_more) = (1 + self.dice.below(columns), self.dice.below(2) == 0);
        let line = |line: &str| {
            if !line.starts_with('|') {
                return line.to_owned();
            }
            let mut cells: Vec<String> = line.split('|').map(str::to_owned).collect();
            match is_more {
                true if line.starts_with("|---") => cells.insert(at, "---".to_owned()),
                true => cells.insert(at, format!(" {} ", self.sentence())),
                false => drop(cells.remove(at)),
            }
            cells.join("|")
        };
        *block = block.lines().map(line).collect::<Vec<_>>().join("\n");
    }
}
