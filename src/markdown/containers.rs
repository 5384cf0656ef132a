//! `:::` blocks: a closed list.

use std::ops::Range;

use comrak::Node;
use comrak::nodes::{NodeBlockDirective, NodeValue};
use comrak::{Arena, parse_document};

use crate::diagnostic::{listed, nearest};
use crate::section::{
    Admonition, AdmonitionKind, Block, BlockKind, Container, Data, Figure, FigureBody, Inlines, Marking, Row, Table,
};

use super::attributes::{self, Attribute, Attributes};
use super::blocks::Nest;
use super::guide::{self, NAMES};
use super::manuscript::show_colons;
use super::reader::{Reader, Scope, Window};
use super::tables::as_table;

/// What `::: {lang=de}` is called, which has no name.
const PASSAGE: &str = "{lang}";

/// Characters put before a caption or title, so that nothing at its start makes it a list or heading.
const CAPTION_LEAD: &str = "! ";

/// A block between colons.
struct Fenced<'n> {
    node: Node<'n>,
    /// The line that opens it.
    opening: Range<usize>,
    nest: Nest,
}

impl Reader<'_> {
    pub(super) fn directive(
        &mut self,
        node: Node,
        directive: &NodeBlockDirective,
        range: Range<usize>,
        nest: Nest,
    ) -> Option<BlockKind> {
        let opening = self.line_from(range.start);
        let opening = opening.start..opening.start + self.manuscript.masked(opening.clone()).trim_ascii_end().len();
        let (name, attributes) = self.opening_line(opening.clone());
        if name.is_empty() {
            let help = "Name the block it opens, or delete it; an outer block needs more colons than the blocks in it.";
            self.error("stray-fence", opening, "these colons neither open nor close a block", help);
            // It holds all that follows, which may be right where it is.
            return Some(self.unnamed(node, nest));
        }
        self.need_closing(node, directive.fence_length, opening.clone());
        let Some(mut attributes) = attributes else { return Some(self.unnamed(node, nest.inner())) };
        let start = opening.start;
        let fenced = Fenced { node, opening, nest };
        if name == "bibliography" || !attributes.has("lang") {
            return self.named(&fenced, &name, attributes);
        }
        let language = self.language(&mut attributes);
        let blocks = match name.as_str() {
            PASSAGE => {
                self.finish(attributes, "A passage", guide::PASSAGE);
                self.blocks_of_one(node, start, nest.inner())
            }
            _ => {
                let span = self.span(range);
                vec![Block::new(span, self.named(&fenced, &name, attributes)?)]
            }
        };
        // One that is none was reported.
        Some(match language {
            Some(language) => BlockKind::Container(Container::Passage(language), blocks),
            None => blocks.into_iter().next()?.kind,
        })
    }

    /// What stands in a block that was reported: it may be half written, and what is in it is referred to all the same.
    fn unnamed(&mut self, node: Node, nest: Nest) -> BlockKind {
        let stray = Container::Admonition(Admonition::of(AdmonitionKind::Note));
        BlockKind::Container(stray, self.blocks(node, nest))
    }

    /// A block by its name.
    fn named(&mut self, fenced: &Fenced, name: &str, mut attributes: Attributes) -> Option<BlockKind> {
        let Fenced { node, opening, nest } = fenced;
        let (node, start, nest) = (*node, opening.start, *nest);
        if let Some(kind) = AdmonitionKind::ALL.into_iter().find(|kind| kind.name() == name) {
            let admonition = self.admonition(kind, opening.clone(), attributes);
            let blocks = self.blocks_of_one(node, start, nest.inner());
            return Some(BlockKind::Container(Container::Admonition(admonition), blocks));
        }
        let kind = match name {
            "quote-source" => {
                BlockKind::Container(Container::QuoteSource, self.blocks_of_one(node, start, nest.inner()))
            }
            "edition" => BlockKind::Container(Container::Edition, self.blocks_of_one(node, start, nest.inner())),
            "landscape" => {
                self.need_page(nest, opening.clone());
                BlockKind::Container(Container::Landscape, self.blocks_of_one(node, start, nest.inner_of_pages()))
            }
            "marked" => {
                let blocks = self.blocks_of_one(node, start, nest.inner_with_headings());
                let level = self.text_of(&mut attributes, "level");
                self.finish(attributes, "A marked part", guide::attributes_of(name));
                let Some(level) = level else {
                    let help = "Write `::: marked {level=…}` with a level of the paper's marking scheme.";
                    self.error("missing-level", opening.clone(), "this marked part has no level", help);
                    let stray = Container::Admonition(Admonition::of(AdmonitionKind::Note));
                    return Some(BlockKind::Container(stray, blocks));
                };
                return Some(BlockKind::Container(Container::Marked(Marking::new(level.into())), blocks));
            }
            "bibliography" => {
                if !self.blocks(node, nest.inner()).is_empty() {
                    let help = "Put the text above or below the block.";
                    self.error("misplaced-text", opening.clone(), "nothing can stand in a `bibliography` block", help);
                }
                return Some(BlockKind::Bibliography(self.work_list(attributes, nest)));
            }
            "table" | "figure" => return self.figure(fenced, name, attributes),
            _ => {
                let help = match nearest(name, NAMES) {
                    _ if name.starts_with("lang=") => format!("Write `::: {{{name}}}`: attributes stand in braces."),
                    Some(near) => format!("Did you mean `{near}`?"),
                    None => format!("There are {}.", listed(NAMES)),
                };
                self.error("unknown-block", opening.clone(), format!("there is no block `{name}`"), &help);
                return Some(self.unnamed(node, nest.inner()));
            }
        };
        self.finish(attributes, "This block", guide::PASSAGE);
        Some(kind)
    }

    fn admonition(&mut self, kind: AdmonitionKind, opening: Range<usize>, mut attributes: Attributes) -> Admonition {
        let label = self.label(&mut attributes);
        let title = attributes.take("title").map(|title| self.inlines_of(&title, Scope::Caption)).unwrap_or_default();
        self.finish(attributes, "A box", guide::attributes_of(kind.name()));
        if label.is_some() && title.is_empty() {
            let help =
                format!("Write `::: {} {{#label title=\"…\"}}`: a reference to it prints the title.", kind.name());
            self.error("missing-caption", opening, "this box has a label but no title", &help);
        }
        Admonition { kind, label, title }
    }

    /// The name and attributes of a block; the latter are [`None`] if they were reported.
    fn opening_line(&mut self, opening: Range<usize>) -> (String, Option<Attributes>) {
        let text = self.manuscript.masked(0..opening.end);
        let info = text[opening.start..].trim_start_matches(':').trim_ascii_start();
        let name_length = info.find(|c: char| c.is_whitespace() || c == '{').unwrap_or(info.len());
        let name = show_colons(&info[..name_length]).into_owned();
        let rest = info[name_length..].trim_ascii_start();
        if rest.is_empty() {
            return (name, Some(Attributes::default()));
        }
        let start = opening.end - rest.len();
        let attributes = attributes::parse(text, start).filter(|attributes| attributes.range.end == opening.end);
        if name.is_empty() && attributes.as_ref().is_some_and(|attributes| attributes.has("lang")) {
            return (PASSAGE.to_owned(), attributes);
        }
        if name.is_empty() || attributes.is_none() {
            // As pandoc has it: `::: {.landscape}`.
            let class = rest.strip_prefix("{.").map_or("", |rest| &rest[..rest.find([' ', '}']).unwrap_or(rest.len())]);
            if name.is_empty() && NAMES.contains(&class) {
                let help = format!("Write `::: {class}`; braces hold what is said of the block.");
                self.error("invalid-block", opening, "the opening of this block cannot be read", &help);
                return ("?".to_owned(), None);
            }
            let help = match rest.starts_with('{') || name.is_empty() {
                true => "Write `::: name {#label key=\"value\"}`; a label is made of a–z, 0–9 and hyphens.",
                false if AdmonitionKind::ALL.iter().any(|kind| kind.name() == name) => {
                    let help = format!("Write `::: {name} {{title=\"…\"}}`: attributes stand in braces.");
                    self.error("invalid-block", opening, "the opening of this block cannot be read", &help);
                    return (name, None);
                }
                false => {
                    "A block takes no title: write it as the first line in it, in bold. Attributes stand in braces."
                }
            };
            self.error("invalid-block", opening, "the opening of this block cannot be read", help);
            return (if name.is_empty() { "?".to_owned() } else { name }, None);
        }
        (name, attributes)
    }

    /// Reports a block that ends only because what it stands in does. comrak gives a closing fence to the outermost
    /// block that it is long enough for, which is the first to ask here.
    fn need_closing(&mut self, node: Node, fence_length: usize, opening: Range<usize>) {
        let end = node.data().sourcepos.end.line;
        let line = self.window.lines.get(end.wrapping_sub(1)).map_or(opening.clone(), |start| self.line_from(*start));
        let fence = self.manuscript.masked(line.clone()).trim_start_matches([' ', '\t', '>']).trim_ascii_end();
        let is_fence = fence.len() >= fence_length && fence.bytes().all(|byte| byte == b':') && !has_text_at(node, end);
        if line.start <= opening.start || !is_fence || !self.closing_fences.insert(line.start) {
            let colons = ":".repeat(fence_length);
            let help = format!("Write `{colons}` below it; an outer block needs more colons than the blocks in it.");
            self.error("unclosed-block", opening, "this block is not closed", &help);
        }
    }

    /// `::: table` around a table, `::: figure` around a table or images.
    fn figure(&mut self, fenced: &Fenced, name: &str, mut attributes: Attributes) -> Option<BlockKind> {
        let Fenced { node, opening, nest } = fenced;
        let label = self.label(&mut attributes);
        let caption = attributes.take("caption");
        let caption = caption.map(|caption| self.inlines_of(&caption, Scope::Caption)).unwrap_or_default();
        let [note, source] = self.lines_below(&mut attributes);
        let widths = self.widths(&mut attributes);
        let data = if name == "table" { self.data(&mut attributes) } else { None };
        let known = guide::attributes_of(name);
        let list = node.children().find(|child| name == "table" && matches!(child.data().value, NodeValue::List(_)));
        let grid = list.and_then(|list| self.grid(list, &mut attributes, widths.as_ref(), *nest));
        if name == "table" && list.is_none() {
            self.refuse_headers(&mut attributes);
        }
        self.finish(attributes, "This block", known);
        if caption.is_empty() {
            let help = format!("Write `::: {name} {{#label caption=\"…\"}}`.");
            self.error("missing-caption", opening.clone(), format!("this {name} has no caption"), &help);
        }
        let (mut tables, mut images) = (Vec::new(), Vec::new());
        for child in node.children() {
            let (data, range) = (child.data(), self.block_range(child));
            match &data.value {
                NodeValue::Paragraph if name == "figure" => self.figure_images(child, range, &mut images),
                NodeValue::HtmlBlock(html) => self.html(range, &html.literal),
                NodeValue::List(_) if list.is_some_and(|list| list.same_node(child)) => {}
                value => match as_table(value) {
                    Some(table) => tables.extend(self.table(child, table, range)),
                    None => {
                        let message = format!("this cannot stand in a `{name}` block");
                        let help = match value {
                            NodeValue::Paragraph => {
                                "Write a line that stays below it as `note=\"…\"` or `source=\"…\"` behind the block's \
                                 name; put other text above or below the block."
                            }
                            _ => "Put it above or below the block.",
                        };
                        self.error("misplaced-text", range, message, help);
                        self.block(child, nest.inner());
                    }
                },
            }
        }
        let body = match (data, tables.pop(), images.is_empty()) {
            (Some(data), table, _) => {
                let is_alone = table.is_none() && list.is_none();
                FigureBody::Table(self.table_of_data(opening.clone(), Data { widths, ..data }, is_alone)?)
            }
            (None, None, _) if list.is_some() => FigureBody::Grid(grid?),
            (None, Some(mut table), true) if tables.is_empty() && list.is_none() => {
                if let Some(widths) = widths {
                    self.set_widths(&mut table, &widths);
                }
                FigureBody::Table(table)
            }
            (None, None, false) => FigureBody::Images(images),
            _ => {
                let content = if name == "table" { "exactly one table" } else { "one table, or images" };
                let message = format!("a `{name}` block holds {content}");
                self.error("invalid-figure", opening.clone(), message, "Give each table a block of its own.");
                return None;
            }
        };
        Some(BlockKind::Figure(Figure { label, caption, number: None, body, note, source }))
    }

    /// Reports what only a table takes whose rows are a list.
    fn refuse_headers(&mut self, attributes: &mut Attributes) {
        for key in ["header-rows", "header-columns"] {
            if let Some(given) = attributes.take(key) {
                let message = format!("`{key}` is for a table whose rows are a list");
                let help = "Write each row as `- - one`, and its further cells below it as `  - two`; or delete this: \
                            the first row is the header.";
                self.error("unknown-attribute", given.range, message, help);
            }
        }
    }

    /// A table whose cells are read from a file, later.
    fn table_of_data(&mut self, opening: Range<usize>, data: Data, is_alone: bool) -> Option<Table> {
        if !is_alone {
            let help = "Delete the table, or take `data` away: `chancery` reads the cells from that file.";
            self.error("invalid-figure", opening, "this table has both rows and a file of data", help);
            return None;
        }
        let header = Row { span: data.path.span, change: None, cells: Vec::new() };
        Some(Table { columns: Vec::new(), header, rows: Vec::new(), data: Some(Box::new(data)) })
    }

    /// What stands below a table or figure.
    pub(super) fn lines_below(&mut self, attributes: &mut Attributes) -> [Inlines; 2] {
        ["note", "source"]
            .map(|key| attributes.take(key).map(|line| self.inlines_of(&line, Scope::Caption)).unwrap_or_default())
    }

    /// Reads a value as Markdown. Its backslashes mean the same between quotes as in a paragraph.
    pub(super) fn inlines_of(&mut self, value: &Attribute, scope: Scope) -> Inlines {
        let bounds = value.value_range.clone();
        let text = show_colons(self.manuscript.masked(bounds.clone()));
        let (arena, options) = (Arena::new(), super::options());
        let root = parse_document(&arena, &format!("{CAPTION_LEAD}{text}"), &options);
        let lines = vec![bounds.start - CAPTION_LEAD.len()];
        let outer = std::mem::replace(&mut self.window, Window { lines, bounds: bounds.clone() });
        let content = root
            .first_child()
            .map(|paragraph| self.within(scope, |reader| reader.content(paragraph, bounds.clone(), Vec::new())));
        self.window = outer;
        content.unwrap_or_default()
    }
}

/// Whether a line that looks like a fence is text, as it stands too far in: the last of a block's, or of what follows
/// it.
fn has_text_at(node: Node, line: usize) -> bool {
    let next = std::iter::successors(Some(node), |node| node.parent()).find_map(|node| node.next_sibling());
    if next.is_some_and(|next| next.data().sourcepos.start.line == line) {
        return true;
    }
    let last = std::iter::successors(Some(node), |node| node.last_child()).last().unwrap_or(node);
    let data = last.data();
    match &data.value {
        NodeValue::Text(_) => data.sourcepos.start.line == line,
        NodeValue::CodeBlock(code) if !code.fenced => {
            data.sourcepos.start.line + code.literal.trim_end().matches('\n').count() == line
        }
        _ => false,
    }
}
