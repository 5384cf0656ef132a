//! Tables whose cells are taken from a file of comma-separated values.

mod values;

use crate::csv::{self, MAX_FIELDS, Mistake, Record};
use crate::diagnostic::{Code, Diagnostic, Diagnostics, Severity, nearest};
use crate::project::{File, Project, join};
use crate::section::{
    Alignment, Block, BlockKind, Cell, Column, ColumnType, Data, Figure, FigureBody, Inline, InlineKind, Row, Section,
    Status, Table, Text, Width, walk,
};
use crate::source::{Source, Span, Spanned};
use crate::terms::Terms;

use super::expand::Settings;
use super::outline::MAX_CELLS;
use values::Values;

/// A wider table would be no table on paper.
const MAX_COLUMNS: usize = 40;

/// How the names of files end in which programs for tables keep them.
const WORKBOOKS: [&str; 4] = [".xlsx", ".xls", ".ods", ".numbers"];

/// Lines that do not fit the first, and are reported.
const MAX_TOLD: usize = 10;

/// Bytes of data that a paper prints. A few lines can ask for the same file again and again.
const MAX_BYTES: usize = 2 << 20;

/// All that filling the tables of a section depends on.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Files {
    /// Those that are there, table by table.
    files: Vec<File>,
    /// Whether the paper has room for what stands in them.
    have_room: bool,
}

/// Counts what the tables of a paper take.
#[derive(Default)]
pub(super) struct Room {
    taken: usize,
}

impl Room {
    /// The files of a section's tables. Where the paper has no more room for them, that is told once.
    pub(super) fn files(
        &mut self,
        path: &str,
        section: &Section,
        project: &Project,
        diagnostics: &mut Diagnostics,
    ) -> Files {
        let had_room = self.taken <= MAX_BYTES;
        let (mut files, mut beyond) = (Vec::new(), None);
        for blocks in section.bodies() {
            walk::blocks(blocks, &mut |block| {
                if let BlockKind::Figure(Figure { body: FigureBody::Table(Table { data: Some(data), .. }), .. }) =
                    &block.kind
                    && let Some(file) = project_path(path, data).and_then(|path| project.file(&path).cloned())
                {
                    self.taken += file.bytes().len();
                    files.push(file);
                    if self.taken > MAX_BYTES {
                        beyond.get_or_insert(data.path.span);
                    }
                }
            });
        }
        if let Some(span) = beyond.filter(|_| had_room) {
            diagnostics.push(too_much(span));
        }
        Files { files, have_room: self.taken <= MAX_BYTES }
    }
}

fn too_much(span: Span) -> Diagnostic {
    let message = format!("the tables up to here print more than the {} MB of data that have room", MAX_BYTES >> 20);
    let found = Diagnostic::error(Code("too-large"), span, message);
    found.with_help("Print a summary of them, and keep the data beside the paper.")
}

/// Fills the tables of the section at `path` from its files.
pub(super) fn fill(
    path: &str,
    section: &mut Section,
    files: &Files,
    settings: &Settings,
    diagnostics: &mut Diagnostics,
) {
    let Settings { project, terms, manifest, .. } = *settings;
    let status = manifest.status.value;
    for blocks in section.bodies_mut() {
        walk::blocks_mut(blocks, &mut |block: &mut Block| {
            if let BlockKind::Figure(Figure { body: FigureBody::Table(table), .. }) = &mut block.kind
                && let Some(data) = table.data.take()
            {
                let mut filler = Filler { project, status, terms, data: &data, diagnostics };
                let read = files.have_room.then(|| filler.read(project_path(path, &data)));
                match read.flatten() {
                    Some((source, separator, records)) => filler.fill(table, source, separator, &records),
                    None => filler.stand_in(table),
                }
                table.data = Some(data);
            }
        });
    }
}

/// The path in the project; [`None`] of a file that is not below `sections/`.
fn project_path(section: &str, data: &Data) -> Option<String> {
    let folder = section.rsplit_once('/').map_or("", |(folder, _)| folder);
    join(folder, &data.path.value).filter(|path| path.starts_with("sections/"))
}

struct Filler<'a> {
    project: &'a Project,
    status: Status,
    terms: &'a Terms,
    data: &'a Data,
    diagnostics: &'a mut Diagnostics,
}

impl<'a> Filler<'a> {
    /// The records of the file at `path`, with what separates their fields; [`None`] where it makes no table, which is
    /// reported.
    fn read(&mut self, path: Option<String>) -> Option<(&'a Source, char, Vec<Record>)> {
        let Spanned { value: written, span } = &self.data.path;
        let Some(path) = path else {
            let message = format!("`{written}` is outside of `sections/`, where data lie");
            let help = "Move the file below `sections/`, and write its path from this file's folder.";
            self.diagnostics.report(Diagnostic::error(Code("invalid-path"), *span, message).with_help(help));
            return None;
        };
        if !self.project.contains(&path) {
            let severity = if self.status == Status::Draft { Severity::Warning } else { Severity::Error };
            let found = Diagnostic::new(severity, Code("missing-file"), *span, format!("there is no file `{path}`"));
            let paths = self.project.paths_in("sections").filter(|path| !path.ends_with(".md"));
            self.diagnostics.push(found.with_help(match nearest(&path, paths) {
                Some(near) => format!("Did you mean `{near}`?"),
                None => "Put the file there, or correct the path.".to_owned(),
            }));
            return None;
        }
        if let Some(form) = WORKBOOKS.iter().find(|form| path.to_lowercase().ends_with(*form)) {
            let message = format!("`{path}` is a workbook, of which nothing can be read");
            let found = Diagnostic::error(Code("invalid-data"), *span, message);
            let help = format!(
                "Save the sheet as CSV in UTF-8, and name that file: `{}.csv`.",
                written.trim_end_matches(form)
            );
            self.diagnostics.report(found.with_help(help));
            return None;
        }
        let source = self.project.text(&path, Some(*span), self.diagnostics).ok()?;
        let separator = csv::separator(source.text());
        let (mut records, mut cells) = (Vec::new(), 0);
        for record in csv::records(source.text(), separator) {
            let record = record.map_err(|mistake| self.mistake(source, mistake)).ok()?;
            cells += record.fields.len();
            records.push(record);
            if cells > MAX_CELLS {
                let message = format!("`{path}` has more than the {MAX_CELLS} cells that can be laid out in time");
                let found = Diagnostic::error(Code("too-large"), *span, message);
                let help = "Print a summary of it, and keep the data beside the paper.";
                self.diagnostics.report(found.with_help(help));
                return None;
            }
        }
        let Some(columns) = records.first().map(|header| header.fields.len()) else {
            let found = Diagnostic::error(Code("invalid-data"), *span, format!("nothing stands in `{path}`"));
            self.diagnostics.report(found.with_help("Its first line names the columns, each other one is a row."));
            return None;
        };
        if columns > MAX_COLUMNS {
            let message = format!("`{path}` has {columns} columns; {MAX_COLUMNS} are the most");
            let found = Diagnostic::error(Code("too-many-columns"), *span, message);
            self.diagnostics.report(found.with_help("Split the data, or turn them round."));
            return None;
        }
        let ragged: Vec<_> = records.iter().filter(|record| record.fields.len() != columns).collect();
        for record in ragged.iter().take(MAX_TOLD) {
            let fields = record.fields.len();
            let message =
                format!("this line has {fields} field{}, the first line {columns}", if fields == 1 { "" } else { "s" });
            let found = Diagnostic::error(Code("invalid-data"), source.span(record.range.clone()), message);
            self.diagnostics.report(found.with_help(format!(
                "Give each line as many fields, separated by {}; one that holds such a character stands in quotes.",
                named(separator)
            )));
        }
        if !ragged.is_empty() {
            return None;
        }
        Some((source, separator, records))
    }

    fn mistake(&mut self, source: &Source, mistake: Mistake) {
        let (code, range, message, help) = match mistake {
            Mistake::Unclosed(range) => (
                "invalid-data",
                range,
                "this quotation mark is not closed".to_owned(),
                "Close the field with another one.",
            ),
            Mistake::Behind(range) => (
                "invalid-data",
                range,
                "text stands behind the end of a quoted field".to_owned(),
                "Put the whole field in quotation marks, with two for each that is part of it.",
            ),
            Mistake::TooMany(range) => (
                "too-many-columns",
                range.start..range.start,
                format!("this line has more than {MAX_FIELDS} fields"),
                "Split the data, or turn them round.",
            ),
        };
        let found = Diagnostic::error(Code(code), source.span(range), message);
        self.diagnostics.report(found.with_help(help));
    }

    fn fill(&mut self, table: &mut Table, source: &Source, separator: char, records: &[Record]) {
        let (header, rows) = records.split_first().expect("a file without a first line makes no table");
        let count = header.fields.len();
        let Data { types, widths, .. } = self.data;
        let types = self.of_columns(types.as_ref(), count, "types", ColumnType::Text);
        let widths = self.of_columns(widths.as_ref(), count, "widths", Width::Auto);
        // As in a table, the first column may do without a name.
        for field in header.fields.iter().skip(1).filter(|field| field.text.is_empty()) {
            let place = source.span(field.range.clone());
            let found = Diagnostic::warning(Code("empty-table-header"), place, "this column has no header");
            self.diagnostics.push(found.with_help("Say in each field of the first line what stands below it."));
        }
        let column = |(kind, width): (&ColumnType, &Width)| Column {
            change: None,
            align: (*kind == ColumnType::Number).then_some(Alignment::Right),
            width: *width,
        };
        table.columns = types.iter().zip(&widths).map(column).collect();
        let numbers = || {
            let fields = rows.iter().flat_map(|row| row.fields.iter().zip(&types));
            fields.filter(|(_, kind)| **kind == ColumnType::Number).map(|(field, _)| field.text.as_str())
        };
        let mut values = Values::new(separator, numbers(), self.terms, source, self.diagnostics);
        let mut row = |record: &Record, types: &[ColumnType]| {
            let cell = |(field, kind): (&csv::Field, &ColumnType)| {
                let span = source.span(field.range.clone());
                Cell { span, content: values.read(field, *kind) }
            };
            let cells = record.fields.iter().zip(types).map(cell).collect();
            Row { span: source.span(record.range.clone()), change: None, cells }
        };
        table.header = row(header, &vec![ColumnType::Text; count]);
        table.rows = rows.iter().map(|record| row(record, &types)).collect();
    }

    /// What is said of each column; the usual where nothing is, or not of all, which is reported.
    fn of_columns<T: Clone>(&mut self, said: Option<&Spanned<Vec<T>>>, count: usize, what: &str, usual: T) -> Vec<T> {
        match said {
            Some(said) if said.value.len() == count => said.value.clone(),
            Some(said) => {
                let given = said.value.len();
                let what = if given == 1 { what.trim_end_matches('s') } else { what };
                let message = format!("{given} {what} for {count} columns");
                let found = Diagnostic::error(Code("invalid-columns"), said.span, message);
                self.diagnostics.report(found.with_help("Give each column one."));
                vec![usual; count]
            }
            None => vec![usual; count],
        }
    }

    /// The path, where a draft lacks the file.
    fn stand_in(&self, table: &mut Table) {
        let Spanned { value: path, span } = &self.data.path;
        let content = vec![Inline::new(*span, InlineKind::Placeholder(Text::computed(*span, path.as_str())))];
        table.columns = vec![Column { change: None, align: None, width: Width::Auto }];
        table.header = Row { span: *span, change: None, cells: vec![Cell { span: *span, content }] };
    }
}

fn named(separator: char) -> &'static str {
    match separator {
        ';' => "semicolons",
        '\t' => "tabs",
        _ => "commas",
    }
}
