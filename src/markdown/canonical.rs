//! A section as everybody would write it: the tree says what stands where, the author's own text what it says.
//!
//! Nothing is printed from decoded text: headings, paragraphs, cells and attributes are slices of the file, so that
//! comments, values, citations, escapes and line breaks stay as they were typed. What the tree does not have (comments
//! and link definitions between blocks) is found in the gaps between its places.

mod leaves;
mod lists;
mod sentences;
mod tables;

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;
use std::slice;

use crate::diagnostic::{Code, Diagnostic, Diagnostics, Place, Reported, Severity};
use crate::manifest::Format;
use crate::section::meaning::{of_blocks, same_meaning};
use crate::section::{Block, BlockKind, Container, Figure, FigureBody, FootnoteDefinition, Heading, Section, Table};
use crate::source::{Source, Span};

use super::attributes;
use super::guide;
use lists::Mark;

/// How often a file is written: what comrak misplaces as the author wrote it, below a link's definition or before a
/// fence, it finds in ours.
const MAX_PASSES: usize = 4;

/// How many blocks stay as they were typed before all do.
const MAX_VERBATIM: usize = 8;

/// The canonical form of a section file. It means the same and its own canonical form is itself. A file with errors has
/// none: they are reported.
pub fn canonical(source: &Source, format: Format, diagnostics: &mut Diagnostics) -> Result<String, Reported> {
    let mut text = written(source, format, diagnostics)?;
    for _ in 0..MAX_PASSES {
        let copy = Source::new(source.id(), text);
        text = written(&copy, format, diagnostics)?;
        if text == copy.text() {
            break;
        }
    }
    Ok(text)
}

/// A section file in canonical form, with the same meaning. Blocks that would mean something else, such as code over
/// lines whose spaces only the author's own lines keep, stay as they were typed.
fn written(source: &Source, format: Format, diagnostics: &mut Diagnostics) -> Result<String, Reported> {
    let section = read(source, diagnostics)?;
    let mut printer = Printer::new(source, format, &section);
    loop {
        let text = printer.section(&section);
        let copy = Source::new(source.id(), text);
        let mut found = Diagnostics::new();
        let again = super::parse(&copy, &mut found);
        let is_same = same_meaning(&section, &again) && same_comments((source, &section), (&copy, &again));
        if is_same && found.is_printable() {
            return Ok(copy.text().to_owned());
        }
        let all = changes(&section, &again);
        let is_new = |(span, _): &&(Span, bool)| !printer.kept.contains(&span.start);
        let changed = all.iter().filter(is_new).find(|(_, is_changed)| *is_changed);
        match (changed, all.iter().find(is_new)) {
            (Some((span, _)), _) if printer.kept.len() < MAX_VERBATIM => drop(printer.kept.insert(span.start)),
            (_, Some(_)) => printer.kept.extend(all.iter().map(|(span, _)| span.start)),
            (_, None) => {
                let message = "chancery would change what this file means, which is a mistake of its own";
                let found =
                    Diagnostic::error(Code("format-changes-meaning"), Place::Path(source.path().to_owned()), message);
                let help = "The file stays as it is. Please report this to chancery's maintainers, with the file if \
                            you may share it.";
                return Err(diagnostics.report(found.with_help(help)));
            }
        }
    }
}

/// The blocks and notes of a section, and whether another one does not have them at their places.
fn changes(section: &Section, other: &Section) -> Vec<(Span, bool)> {
    let blocks = section.blocks.iter().enumerate().map(|(index, block)| {
        let other = other.blocks.get(index..=index).map(of_blocks);
        (block.span, other != Some(of_blocks(slice::from_ref(block))))
    });
    let notes = section.footnotes.iter().enumerate().map(|(index, note)| {
        let other = other.footnotes.get(index).map(|other| of_blocks(&other.blocks));
        (note.name.span, other != Some(of_blocks(&note.blocks)))
    });
    blocks.chain(notes).collect()
}

/// Parses a file in which there must be no errors. Lesser findings do not matter here.
fn read(source: &Source, diagnostics: &mut Diagnostics) -> Result<Section, Reported> {
    let mut found = Diagnostics::new();
    let section = super::parse(source, &mut found);
    let section = found.checkpoint().map(|()| section);
    let errors = found.into_sorted().into_iter().filter(|finding| finding.severity == Severity::Error);
    errors.for_each(|error| diagnostics.push(error));
    section
}

/// Whether two sections have the same comments, as far as is known where they stand: where comrak errs, below a link's
/// definition and before a fence, they are only counted.
fn same_comments((source, section): (&Source, &Section), (copy, again): (&Source, &Section)) -> bool {
    let count = section.comments.len();
    if again.comments.len() != count {
        return false;
    }
    let (known, others) = (comments(source, section), comments(copy, again));
    let unknown = 2 * count - known.len() - others.len();
    // How often more each stands in one than in the other.
    let mut surplus: BTreeMap<_, i64> = BTreeMap::new();
    known.into_iter().for_each(|words| *surplus.entry(words).or_default() += 1);
    others.into_iter().for_each(|words| *surplus.entry(words).or_default() -= 1);
    surplus.values().map(|more| more.unsigned_abs() as usize).sum::<usize>() <= unknown
}

/// The comments' words.
fn comments<'s>(source: &'s Source, section: &Section) -> Vec<Vec<&'s str>> {
    let written = section
        .comments
        .iter()
        .map(|comment| source.slice(*comment))
        .filter(|text| text.starts_with("<!--") && text.ends_with("-->"));
    let words = |text: &'s str| {
        let words = text.split_whitespace().map(|word| word.trim_start_matches('>'));
        words.filter(|word| !word.is_empty()).collect()
    };
    written.map(words).collect()
}

struct Printer<'s> {
    source: &'s Source,
    format: Format,
    /// In the file's order.
    comments: Vec<Range<usize>>,
    /// Where the blocks start that stay as they were typed, and the names of such notes.
    kept: BTreeSet<u32>,
}

/// One thing among others, with its place.
struct Child<'t> {
    range: Range<usize>,
    /// Of the block or the note's name.
    start: u32,
    kind: ChildKind<'t>,
}

enum ChildKind<'t> {
    Block(&'t Block),
    Footnote(&'t FootnoteDefinition),
    /// A table within a `:::` block.
    Table(&'t Table),
    /// A list of lists, whose lines stay as they were typed: the ends of cells are not in the tree.
    Grid,
}

/// Lines that belong together, without what stands before them on account of what they stand in.
type Lines = Vec<String>;

const FOOTNOTE_INDENT: &str = "    ";

impl<'s> Printer<'s> {
    fn new(source: &'s Source, format: Format, section: &Section) -> Self {
        let mut comments: Vec<_> = section.comments.iter().map(|comment| comment.range()).collect();
        comments.sort_by_key(|comment| comment.start);
        Self { source, format, comments, kept: BTreeSet::new() }
    }

    fn section(&self, section: &Section) -> String {
        let text = self.source.text();
        let body = super::front::top(text).body;
        let mut lines: Lines =
            text[..body].trim_ascii_start().lines().map(|line| line.trim_ascii_end().to_owned()).collect();
        let mut children: Vec<_> = section.blocks.iter().map(Child::of).collect();
        children.extend(section.footnotes.iter().map(|note| self.footnote_child(note)));
        children.sort_by_key(|child| child.range.start);
        let body = self.children(body..text.len(), &children, 0);
        if !body.is_empty() {
            lines.push(String::new());
            lines.extend(joined(body, false));
        }
        lines.push(String::new());
        lines.join("\n")
    }

    /// All that stands in `range`, below `quotes` levels of quotes: the children, and what is between them.
    fn children(&self, range: Range<usize>, children: &[Child], quotes: usize) -> Vec<Lines> {
        let (mut parts, mut at, mut above) = (Vec::new(), range.start, None);
        for (index, child) in children.iter().enumerate() {
            let end = children.get(index + 1).map_or(range.end, |next| next.range.start.clamp(at, range.end));
            let place = self.place(child, at..end, quotes);
            if self.kept.contains(&child.start) {
                parts.extend(self.between(at..self.line_start(place.start), quotes));
                parts.push(self.verbatim(place.start, end));
                (at, above) = (end, self.mark_typed(child));
                continue;
            }
            // What stays as it was typed may touch what follows.
            let is_below = index > 0
                && self.kept.contains(&children[index - 1].start)
                && !self.source.text()[..at].trim_end_matches([' ', '\t']).ends_with("\n\n");
            let between = self.between(at..place.start, quotes);
            if !between.is_empty() {
                above = None;
            }
            parts.extend(between);
            let mark = match child.kind {
                ChildKind::Block(Block { kind: BlockKind::List(list), .. }) => Some(Mark::after(above, list)),
                _ => None,
            };
            at = place.end;
            let lines = self.child(child, place, mark, quotes);
            match parts.last_mut().filter(|_| is_below) {
                Some(last) => last.extend(lines),
                None => parts.push(lines),
            }
            above = mark;
        }
        parts.extend(self.between(at..range.end, quotes));
        parts
    }

    /// Where a child stands within `bounds`. comrak errs now and then; blocks have their lines to themselves, and a
    /// paragraph goes on to a blank line or another block.
    fn place(&self, child: &Child, bounds: Range<usize>, quotes: usize) -> Range<usize> {
        let start = child.range.start.clamp(bounds.start, bounds.end);
        let before = self.lines(bounds.start.max(self.line_start(start))..start, quotes);
        let start = before.last().filter(|line| !line.is_empty()).map_or(start, |line| line.start);
        let text_end = if let ChildKind::Block(block) = child.kind { text_end(block) } else { 0 };
        let end = child.range.end.max(text_end).clamp(start, bounds.end);
        let rest = &self.source.text()[end..bounds.end];
        let mut end = rest.find('\n').map_or(bounds.end, |length| end + length);
        if matches!(child.kind, ChildKind::Block(Block { kind: BlockKind::Paragraph(_), .. })) {
            let goes_on = |line: &&Range<usize>| {
                let line = &self.source.text()[(*line).clone()];
                !line.is_empty() && !leaves::begins_block(line)
            };
            let below = self.lines(end..bounds.end, quotes);
            end = below.iter().skip(1).take_while(goes_on).last().map_or(end, |line| line.end);
        }
        start..end
    }

    fn child(&self, child: &Child, range: Range<usize>, mark: Option<Mark>, quotes: usize) -> Lines {
        match child.kind {
            ChildKind::Footnote(note) => self.footnote(note, range, quotes),
            ChildKind::Table(table) => self.table(table),
            ChildKind::Grid => dedented(self.verbatim(range.start, range.end)),
            ChildKind::Block(block) => match &block.kind {
                BlockKind::Heading(heading) => vec![self.heading(heading, range)],
                BlockKind::Paragraph(content) => self.paragraph(range, content, quotes),
                BlockKind::List(list) => self.list(list, range, mark.unwrap_or(Mark::FIRST), quotes),
                BlockKind::Definitions(definitions) => self.definitions(definitions, range, quotes),
                BlockKind::Quote(blocks) => {
                    let inner =
                        self.source.text()[range.clone()].find('>').map_or(range.end, |at| range.start + at + 1);
                    let parts = self.children(inner..range.end, &all(blocks), quotes + 1);
                    prefixed(joined(parts, false), ">", "> ")
                }
                // A fence would say that code is meant, which an author who indents a text may not know.
                BlockKind::Code(code) if block.is_indented_code() => indented(code),
                BlockKind::Code(code) => self.code(code, range),
                BlockKind::Table(table) => self.table(table),
                // What has a language of its own opens with it, and holds nothing else.
                BlockKind::Container(Container::Passage(_), blocks)
                    if blocks.first().is_some_and(|only| only.span == block.span) =>
                {
                    self.child(&Child::of(&blocks[0]), range, None, quotes)
                }
                BlockKind::Container(_, blocks) => self.directive(range, &all(blocks), quotes),
                BlockKind::Bibliography(_) => self.directive(range, &[], quotes),
                BlockKind::Figure(figure) => self.figure(figure, range, quotes),
            },
        }
    }

    fn heading(&self, heading: &Heading, range: Range<usize>) -> String {
        let written = &self.source.text()[range];
        let title = written.trim_start_matches('#').trim_ascii();
        let bare = title.trim_end_matches('#');
        let mut title = if bare.is_empty() || bare.ends_with([' ', '\t']) { bare.trim_ascii_end() } else { title };
        let mut attributes = String::new();
        if heading.label.is_some() || heading.unnumbered || heading.annex || heading.new_page {
            let whole = |start| attributes::parse(title, start).filter(|found| found.range.end == title.len());
            if let Some(found) = title.rmatch_indices('{').find_map(|(at, _)| whole(at)) {
                attributes = format!(" {{{}}}", found.in_order(title, guide::HEADING).join(" "));
                title = title[..found.range.start].trim_ascii_end();
            }
        }
        // What ends like closing hashes is kept by real ones after it.
        let is_closed = attributes.is_empty() && title.ends_with('#') && title.trim_end_matches('#').ends_with(' ');
        let closing = if is_closed { " #" } else { "" };
        format!("{} {title}{attributes}{closing}", "#".repeat(heading.level.into()))
    }

    fn figure(&self, figure: &Figure, range: Range<usize>, quotes: usize) -> Lines {
        match &figure.body {
            FigureBody::Images(_) if !self.source.text()[range.clone()].starts_with(":::") => {
                self.paragraph(range, &[], quotes)
            }
            FigureBody::Images(_) => self.directive(range, &[], quotes),
            FigureBody::Grid(grid) => {
                let (first, last) = (grid.rows.first(), grid.rows.last());
                let place = first.zip(last).map(|(first, last)| first.span.range().start..last.span.range().end);
                let child = place.map(|range| Child { start: range.start as u32, range, kind: ChildKind::Grid });
                self.directive(range, child.as_slice(), quotes)
            }
            FigureBody::Table(table) if table.data.is_some() => self.directive(range, &[], quotes),
            FigureBody::Table(table) => {
                let place = self.table_place(table);
                self.directive(
                    range,
                    &[Child { start: place.start as u32, range: place, kind: ChildKind::Table(table) }],
                    quotes,
                )
            }
        }
    }

    /// A `:::` block, its fences longer than those in it.
    fn directive(&self, range: Range<usize>, children: &[Child], quotes: usize) -> Lines {
        const KNOWN: &[&str] = &[
            "#",
            "level",
            "types",
            "title",
            "caption",
            "data",
            "columns",
            "header-rows",
            "header-columns",
            "note",
            "source",
            "lang",
        ];
        let text = &self.source.text()[..range.end];
        let length = text[range.start..].find('\n').unwrap_or(range.len());
        let opening = text[range.start..range.start + length].trim_start_matches(':').trim_ascii();
        let (name, rest) =
            opening.split_at(opening.find(|c: char| c.is_whitespace() || c == '{').unwrap_or(opening.len()));
        let rest = rest.trim_ascii_start();
        let attributes = attributes::parse(rest, 0).map(|found| found.in_order(rest, KNOWN).join(" "));
        let attributes =
            attributes.filter(|list| !list.is_empty()).map(|list| format!(" {{{list}}}")).unwrap_or_default();
        let last_line = text.rfind('\n').unwrap_or(range.start).max(range.start + length);
        let inner = joined(self.children(range.start + length..last_line, children, quotes), false);
        let longest = inner.iter().map(|line| {
            let line = line.trim_start();
            line.len() - line.trim_start_matches(':').len()
        });
        let fence = ":".repeat(longest.max().map_or(3, |longest| 3.max(longest + 1)));
        let info = format!("{name}{attributes}");
        std::iter::once(format!("{fence} {}", info.trim_start())).chain(inner).chain([fence.clone()]).collect()
    }

    fn footnote_child<'t>(&self, note: &'t FootnoteDefinition) -> Child<'t> {
        let name = note.name.span.range();
        let start = name.start - "[^".len();
        let line = self.source.text()[name.end..].find('\n').map_or(self.source.text().len(), |end| name.end + end);
        let end = note.blocks.last().map_or(line, |last| last.span.range().end);
        Child { range: start..end, start: note.name.span.start, kind: ChildKind::Footnote(note) }
    }

    fn footnote(&self, note: &FootnoteDefinition, range: Range<usize>, quotes: usize) -> Lines {
        let content = note.name.span.range().end + "]:".len();
        let parts = self.children(content..range.end, &all(&note.blocks), quotes);
        hung(joined(parts, false), &format!("[^{}]:", note.name.value), FOOTNOTE_INDENT)
    }
}

impl<'t> Child<'t> {
    fn of(block: &'t Block) -> Self {
        Self { range: block.span.range(), start: block.span.start, kind: ChildKind::Block(block) }
    }
}

fn all(blocks: &[Block]) -> Vec<Child<'_>> {
    blocks.iter().map(Child::of).collect()
}

/// Where the last text in a block ends, 0 if there is none.
fn text_end(block: &Block) -> usize {
    match &block.kind {
        BlockKind::Paragraph(content) => content.last().map_or(0, |last| last.span.range().end),
        _ => block.children().last().and_then(|blocks| blocks.last()).map_or(0, text_end),
    }
}

/// Parts below each other, with one blank line between them unless they are `tight`. Without it, the definition of a
/// link would be text.
fn joined(parts: Vec<Lines>, tight: bool) -> Lines {
    let is_definition = |part: &Lines| part.first().is_some_and(|line| leaves::is_definition(line));
    let mut lines = Lines::new();
    for part in parts {
        if !lines.is_empty() && (!tight || is_definition(&part)) {
            lines.push(String::new());
        }
        lines.extend(part);
    }
    lines
}

/// Lines with `prefix` before each, `bare` if nothing follows it.
fn prefixed(lines: Lines, bare: &str, prefix: &str) -> Lines {
    let lines = if lines.is_empty() { vec![String::new()] } else { lines };
    lines.into_iter().map(|line| if line.is_empty() { bare.to_owned() } else { format!("{prefix}{line}") }).collect()
}

/// Lines of code with the spaces that make it code.
fn indented(code: &str) -> Lines {
    code.split('\n').map(|line| if line.is_empty() { String::new() } else { format!("    {line}") }).collect()
}

/// Lines behind a mark: it stands before the first, `indent` before the others.
fn hung(lines: Lines, mark: &str, indent: &str) -> Lines {
    let mut lines = prefixed(lines, "", indent);
    lines[0] = match lines[0].get(indent.len()..) {
        Some(first) => format!("{mark} {first}"),
        None => mark.to_owned(),
    };
    lines
}

/// Lines without the blanks that all of them begin with.
fn dedented(lines: Lines) -> Lines {
    let indent = |line: &String| line.len() - line.trim_start_matches(' ').len();
    let all = lines.iter().filter(|line| !line.trim().is_empty()).map(indent).min().unwrap_or(0);
    lines.into_iter().map(|line| line.get(all..).unwrap_or_default().trim_end().to_owned()).collect()
}
