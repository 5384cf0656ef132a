//! The first page of a redline: what changed, in short.

use std::collections::{BTreeMap, BTreeSet};

use semver::Version;

use super::entry::{Entry, Kind, Part, Subject};
use super::fields::cells;
use super::form::Form;
use super::rows::Line;
use super::settings::Setting;
use crate::manifest::{HistoryEntry, Manifest};
use crate::paper::front::{self, ControlRow, Field, control, edition};
use crate::paper::{OlderPaper, Paper, PaperSection, SectionFate, SectionState};
use crate::section::{
    Alignment, Block, BlockKind, Cell, Change, Column, Heading, Inline, InlineKind, Inlines, Item, Label, List, Row,
    Table, Target, Text, Width, WorkList, walk,
};
use crate::source::Span;
use crate::terms::Terms;

/// Says what became of `old` in `new`; `marked` are the sections with what changed, `fields` the changes of what the
/// paper says of itself, `entries` those of its sections, `lines` what became of each.
pub(super) fn of(
    (old, new): (&Paper, &Paper),
    marked: &[PaperSection],
    older: &OlderPaper,
    title: &str,
    (fields, entries): (&[Entry], &[Entry]),
    lines: &[Line],
) -> Vec<Block> {
    let words = &*new.terms;
    let summary = Summary { span: new.manifest.title.span(), words, old, new, title };
    let lists = [
        (&words.history.title, summary.history()),
        (&words.redline.references, summary.references(marked)),
        (&words.redline.settings, summary.settings(fields)),
        (&words.redline.markings, summary.markings(&older.sections, entries)),
        (&words.abbreviations, summary.abbreviations()),
        (&words.edition.title, summary.edition()),
        (&words.imprint, summary.imprint()),
        (&words.distribution.title, summary.distribution()),
        (&words.redline.forms, summary.forms(entries)),
    ];
    let mut blocks = summary.opening();
    blocks.push(summary.papers());
    blocks.extend(summary.sections(lines, older));
    let renumbered = entries.iter().filter(|entry| entry.kind == Kind::Renumbered).count();
    if renumbered > 0 {
        let line = words.redline.renumbered.fill([&words.grouped(renumbered)]);
        blocks.push(summary.block(BlockKind::Paragraph(vec![summary.text(&line)])));
    }
    for (title, items) in lists.into_iter().filter(|(_, items)| !items.is_empty()) {
        blocks.push(summary.heading(2, title));
        blocks.push(summary.list(items));
    }
    blocks
}

struct Summary<'a> {
    /// Where all of it comes from: the title of the newer paper.
    span: Span,
    words: &'a Terms,
    old: &'a Paper,
    new: &'a Paper,
    /// What the redline is called.
    title: &'a str,
}

/// What a version says of itself in one respect.
struct Detail {
    what: What,
    label: String,
    lines: Vec<String>,
}

#[derive(PartialEq)]
enum What {
    Title,
    Subtitle,
    Authors,
    /// A row of the control table, by its field and label: there are many parties.
    Control(Field, String),
    Words,
}

impl What {
    /// Whether it is said even where it is the same in both versions.
    fn is_always_said(&self) -> bool {
        matches!(self, Self::Control(Field::Date | Field::Status | Field::Marking, _) | Self::Words)
    }
}

impl<'a> Summary<'a> {
    fn opening(&self) -> Vec<Block> {
        let words = &self.words.redline;
        let new = &self.new.manifest.version.value;
        let bar = words.bar.fill([&new.to_string()]);
        let samples = [
            (&words.inserted_sample, Some(Change::Inserted)),
            (&words.deleted_sample, Some(Change::Deleted)),
            (&words.moved_sample, Some(Change::MovedHere(0))),
            (&bar, None),
        ];
        let mut legend = Vec::new();
        for (sample, change) in samples {
            legend.extend((!legend.is_empty()).then(|| self.text(" ")));
            legend.push(Inline { change, ..self.text(sample) });
        }
        vec![self.heading(1, self.title), self.block(BlockKind::Paragraph(legend))]
    }

    /// A table of what the versions say of themselves: some rows always, the others where they differ.
    fn papers(&self) -> Block {
        let words = self.words;
        let (old, new) = (self.details(self.old), self.details(self.new));
        let gone = old.iter().filter(|row| new.iter().all(|other| other.what != row.what));
        let mut rows = Vec::new();
        for Detail { what, label, .. } in new.iter().chain(gone) {
            let lines =
                |rows: &[Detail]| rows.iter().find(|row| row.what == *what).map_or(Vec::new(), |row| row.lines.clone());
            let (old, new) = (lines(&old), lines(&new));
            let is_always = what.is_always_said();
            if old != new || is_always {
                // Of several names, those in both versions did not change.
                let own = |one: &[String], other: &[String]| -> Vec<String> {
                    let other: BTreeSet<&String> = other.iter().collect();
                    let own = one.iter().filter(|line| is_always || !other.contains(line));
                    own.cloned().collect()
                };
                let cells = [own(&old, &new), own(&new, &old)];
                let cell =
                    |lines: Vec<String>| if lines.is_empty() { vec![self.text("–")] } else { self.lines(&lines) };
                rows.push([vec![vec![self.text(label)]], cells.map(cell).to_vec()].concat());
            }
        }
        let version =
            |paper: &Paper| vec![self.text(&words.redline.version.fill([&paper.manifest.version.value.to_string()]))];
        let header = vec![vec![self.text(&words.redline.paper)], version(self.old), version(self.new)];
        self.table(&[2.0, 3.0, 3.0], &[], header, rows)
    }

    fn details(&self, paper: &Paper) -> Vec<Detail> {
        let (words, title) = (self.words, &paper.front.title);
        let row = |what, label: &str, lines: Vec<String>| Detail { what, label: label.to_owned(), lines };
        let texts = |texts: &[Text]| texts.iter().map(Text::to_string).collect();
        let mut rows = vec![
            row(What::Title, &words.redline.paper_title, vec![title.title.to_string()]),
            row(What::Subtitle, &words.redline.subtitle, title.subtitle.iter().map(Text::to_string).collect()),
            row(What::Authors, &words.redline.authors, texts(&title.authors)),
        ];
        // Both in the language of the newer paper.
        let mut control = control::rows(&paper.manifest, paper.marking.as_ref(), words);
        // Who reads one table is told which of two dates it is.
        let of_edition = |row: ControlRow| match row.field {
            Field::Edition => row,
            _ => ControlRow { label: format!("{}{}{}", words.edition.name, words.colon, row.label), ..row },
        };
        let edition = paper.manifest.edition.iter().flat_map(|edition| edition::rows(edition, words));
        control.extend(edition.map(of_edition));
        let control = control.iter().filter(|line| line.field != Field::Version);
        rows.extend(
            control.map(|line| row(What::Control(line.field, line.label.clone()), &line.label, texts(&line.lines))),
        );
        rows.retain(|row| !row.lines.is_empty());
        rows.push(row(What::Words, &words.redline.words, vec![words.grouped(paper.words())]));
        rows
    }

    /// How much changed in each section, with links.
    fn sections(&self, lines: &[Line], older: &OlderPaper) -> Vec<Block> {
        if lines.is_empty() {
            return Vec::new();
        }
        let words = &self.words.redline;
        let number = |number: usize| vec![self.text(&self.words.grouped(number))];
        let mut rows = Vec::new();
        for line in lines {
            let name = if line.name.is_empty() { &words.beginning } else { &line.name };
            let (name, page) = match &line.label {
                Some(label) => (self.link(label, name), vec![self.page(label)]),
                None => (vec![self.text(name)], Vec::new()),
            };
            let (come, gone) = (line.words.added(), line.words.removed());
            let said = [self.fate(line), line.told_versions()].map(|text| vec![self.text(&text)]);
            let [fate, version] = said;
            rows.push(vec![name, page, fate, version, number(line.changes), number(come), number(gone)]);
        }
        let none = Vec::new;
        let total = vec![self.text(&words.total)];
        let changes = lines.iter().map(|line| line.changes).sum();
        rows.push(vec![total, none(), none(), none(), number(changes), number(older.added), number(older.removed)]);
        let titles = [
            &words.section,
            &words.page,
            &words.state,
            &self.words.history.version,
            &words.changes,
            &words.added,
            &words.removed,
        ];
        let header = titles.map(|title| vec![self.text(title)]).to_vec();
        // Where no version changed, their column is as wide as its title, and the names have the rest.
        let longest = lines.iter().map(|line| line.told_versions().chars().count()).max().unwrap_or_default() as f64;
        let title = self.words.history.version.chars().count() as f64;
        let versions = (0.42 * longest).max(0.45 * (title + 2.0)).min(5.4);
        let shares = [11.3 - versions, 1.7, 2.9, versions, 3.0, 2.8, 3.6];
        vec![self.heading(2, &words.sections), self.table(&shares, &[1, 4, 5, 6], header, rows)]
    }

    /// What became of a section, in a word or two.
    fn fate(&self, line: &Line) -> String {
        let words = &self.words.redline.fate;
        let fate = match line.change {
            Some(Change::Inserted) => &words.new,
            Some(Change::Deleted) => &words.gone,
            Some(Change::MovedHere(_)) if line.edits > 0 => {
                return format!("{}{}{}", words.moved, self.words.comma, words.changed.to_lowercase());
            }
            Some(Change::MovedHere(_)) => &words.moved,
            _ if line.changes > 0 => &words.changed,
            _ => &words.same,
        };
        fate.clone()
    }

    /// The entries of the version history that differ.
    fn history(&self) -> Vec<Inlines> {
        let (old, new) = (&self.old.manifest.history, &self.new.manifest.history);
        let by_version = |list: &'a [HistoryEntry]| -> BTreeMap<&'a Version, String> {
            let text = |entry: &HistoryEntry| {
                let date = front::date(entry.date.value, self.words);
                let status = front::status(&entry.status, self.words);
                let Terms { comma, colon, .. } = self.words;
                format!("{date}{comma}{}{colon}{}", status.as_str(), entry.summary.as_str())
            };
            list.iter().rev().map(|entry| (&entry.version.value, text(entry))).collect()
        };
        let (old_summaries, new_summaries) = (by_version(old), by_version(new));
        let gone = old.iter().filter(|entry| !new_summaries.contains_key(&entry.version.value));
        let line = |entry: &HistoryEntry| {
            let [was, is] =
                [&old_summaries, &new_summaries].map(|all| all.get(&entry.version.value).map(String::as_str));
            (was != is).then(|| self.change(&entry.version.value.to_string(), was, is))
        };
        gone.chain(new).filter_map(line).collect()
    }

    /// The entries of the bibliography that are new or gone.
    fn references(&self, marked: &[PaperSection]) -> Vec<Inlines> {
        let mut found = Vec::new();
        for section in marked {
            walk::blocks(&section.section.blocks, &mut |block| {
                let BlockKind::Bibliography(WorkList { entries, .. }) = &block.kind else { return };
                for entry in entries {
                    if let Some(change) = entry.change.or(block.change) {
                        let mark = |inline: &Inline| Inline { change: Some(change), ..inline.clone() };
                        found.push(entry.content.iter().map(mark).collect());
                    }
                }
            });
        }
        found
    }

    /// The parts whose marking changed: whole sections, then blocks.
    fn markings(&self, sections: &[SectionFate], entries: &[Entry]) -> Vec<Inlines> {
        let own = |state: &Option<SectionState>| Some(state.as_ref()?.marking.as_ref()?.printed().to_string());
        let sections = sections.iter().map(|fate| (fate.name.as_str(), own(&fate.old), own(&fate.new)));
        let sections = sections.filter(|(_, was, is)| was != is);
        let text = |part: &Option<Part>| part.as_ref().map(|part| part.text.clone()).filter(|text| !text.is_empty());
        let blocks = entries.iter().filter(|entry| entry.what == Subject::Form(Form::Marking));
        let blocks = blocks.map(|entry| (name_of(entry).unwrap_or_default(), text(&entry.old), text(&entry.new)));
        sections.chain(blocks).map(|(name, was, is)| self.change(name, was.as_deref(), is.as_deref())).collect()
    }

    /// What the paper is printed with, and what its sections say of themselves.
    fn settings(&self, fields: &[Entry]) -> Vec<Inlines> {
        let line = |entry: &Entry| {
            let Subject::Setting(setting) = entry.what else { return None };
            // These stand in the table of sections.
            if setting == Setting::SectionVersion {
                return None;
            }
            let term = setting.term(self.words);
            let name = match &entry.section {
                Some(section) => format!("{section}{}{term}", self.words.colon),
                None => term.to_owned(),
            };
            let [old, new] = [&entry.old, &entry.new].map(|part| part.as_ref().map(|part| part.text.as_str()));
            Some(match new {
                // A file that has another content.
                Some(file) if old == new => vec![self.text(&format!("{name}{}{file}", self.words.colon))],
                _ => self.change(&name, old, new),
            })
        };
        fields.iter().filter_map(line).collect()
    }

    fn abbreviations(&self) -> Vec<Inlines> {
        self.named(|manifest| {
            manifest.abbreviations.iter().map(|(short, long)| (short.to_string(), long.to_string())).collect()
        })
    }

    /// What is said of the edition beside what the table of both papers has.
    fn edition(&self) -> Vec<Inlines> {
        self.named(|manifest| {
            let note = manifest.edition.as_ref().and_then(|edition| edition.note.as_ref());
            note.map(|note| (self.words.captions.note.clone(), note.to_string())).into_iter().collect()
        })
    }

    fn imprint(&self) -> Vec<Inlines> {
        self.named(|manifest| {
            manifest.imprint.iter().map(|(label, text)| (label.to_string(), text.to_string())).collect()
        })
    }

    fn distribution(&self) -> Vec<Inlines> {
        self.named(|manifest| manifest.distribution.iter().map(|one| (one.name.to_string(), cells(one))).collect())
    }

    /// What is said of each name, where that differs. Of two with one name the first counts.
    fn named(&self, of: impl Fn(&Manifest) -> Vec<(String, String)>) -> Vec<Inlines> {
        let by_name = |paper: &Paper| of(&paper.manifest).into_iter().rev().collect::<BTreeMap<_, _>>();
        let (old, new) = (by_name(self.old), by_name(self.new));
        let names: BTreeSet<&String> = old.keys().chain(new.keys()).collect();
        let line = |name: &String| {
            let [was, is] = [&old, &new].map(|all| all.get(name).map(String::as_str));
            (was != is).then(|| self.change(name, was, is))
        };
        names.into_iter().filter_map(line).collect()
    }

    /// Where the form changed and not the words: labels, levels and numbers, columns.
    fn forms(&self, entries: &[Entry]) -> Vec<Inlines> {
        let words = &self.words.redline;
        let line = |entry: &Entry| {
            let Subject::Form(form) = entry.what else { return None };
            let place = name_of(entry).unwrap_or(&words.beginning);
            let name = format!("{place}{}{}", self.words.colon, form.term(self.words));
            let text =
                |part: &Option<Part>| part.as_ref().map(|part| part.text.clone()).filter(|text| !text.is_empty());
            match form {
                // These are listed with the markings of sections.
                Form::Marking => None,
                // Their states have English names only.
                Form::Spacing | Form::Columns => Some(vec![self.text(&name)]),
                _ => Some(self.change(&name, text(&entry.old).as_deref(), text(&entry.new).as_deref())),
            }
        };
        entries.iter().filter_map(line).collect()
    }

    /// `name: was is`, with marks.
    fn change(&self, name: &str, was: Option<&str>, is: Option<&str>) -> Inlines {
        let mut line = vec![self.text(&format!("{name}{}", self.words.colon))];
        let parts = [(was, Change::Deleted), (is, Change::Inserted)];
        for (text, change) in parts.into_iter().filter_map(|(text, change)| Some((text?, change))) {
            line.extend((line.len() > 1).then(|| self.text(" ")));
            line.push(Inline { change: Some(change), ..self.text(text) });
        }
        line
    }

    fn text(&self, text: &str) -> Inline {
        Inline::computed(self.span, text)
    }

    fn lines(&self, lines: &[String]) -> Inlines {
        let mut inlines = Vec::new();
        for line in lines {
            inlines.extend((!inlines.is_empty()).then(|| Inline::new(self.span, InlineKind::Break)));
            inlines.push(self.text(line));
        }
        inlines
    }

    fn link(&self, label: &Label, text: &str) -> Inlines {
        let target = Target::Label(label.clone());
        vec![Inline::new(
            self.span,
            InlineKind::Link { target, older: None, older_content: None, content: vec![self.text(text)] },
        )]
    }

    fn page(&self, label: &Label) -> Inline {
        Inline::new(self.span, InlineKind::Page { label: label.clone(), older: None })
    }

    fn block(&self, kind: BlockKind) -> Block {
        Block::new(self.span, kind)
    }

    fn heading(&self, level: u8, title: &str) -> Block {
        let content = vec![self.text(title)];
        self.block(BlockKind::Heading(Heading {
            level,
            label: None,
            unnumbered: true,
            annex: false,
            new_page: false,
            number: None,
            printed_number: None,
            content,
        }))
    }

    fn list(&self, items: Vec<Inlines>) -> Block {
        let item = |content| {
            let blocks = vec![self.block(BlockKind::Paragraph(content))];
            Item { span: self.span, change: None, label: None, blocks, older: None }
        };
        self.block(BlockKind::List(List { numbers: None, tight: true, items: items.into_iter().map(item).collect() }))
    }

    /// `figures` are the columns of such, which end at the right.
    fn table(&self, shares: &[f64], figures: &[usize], header: Vec<Inlines>, rows: Vec<Vec<Inlines>>) -> Block {
        let row = |cells: Vec<Inlines>| {
            let cells = cells.into_iter().map(|content| Cell { span: self.span, content }).collect();
            Row { span: self.span, change: None, cells }
        };
        let column = |(at, share): (usize, &f64)| Column {
            change: None,
            align: figures.contains(&at).then_some(Alignment::Right),
            width: Width::Share(*share),
        };
        self.block(BlockKind::Table(Table {
            columns: shares.iter().enumerate().map(column).collect(),
            header: row(header),
            rows: rows.into_iter().map(row).collect(),
            data: None,
        }))
    }
}

fn name_of(entry: &Entry) -> Option<&str> {
    entry.section.as_deref().filter(|name| !name.is_empty())
}
