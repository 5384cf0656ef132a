//! The marks of a section: what its tree says, at the places that the tree has.

use std::ops::Range;

use crate::markdown;
use crate::project::join;
use crate::section::walk::{self, Step};
use crate::section::{
    Admonition, Block, BlockKind, Citation, Container, Figure, FigureBody, Image, Inline, InlineKind, Label,
    LinkDefinition, Pattern, Section, Table, Target,
};
use crate::source::{Source, Span, Spanned};
use crate::value;

use super::{attributes, manifest};
use crate::editor::kind::Kind;
use crate::editor::kinds;
use crate::editor::mark::{Mark, Role};

pub(super) fn read(source: &Source, section: &Section, marks: &mut Vec<Mark>, quiet: &mut Vec<Range<usize>>) {
    let body = markdown::front_matter(source.text()).map_or(0, |range| {
        manifest::front_matter(source, source.span(range.clone()), marks);
        range.end
    });
    let folder = source.path().rsplit_once('/').map_or("", |(folder, _)| folder);
    let mut reader = Reader { source, folder, section, marks, quiet };
    for blocks in section.bodies() {
        walk::steps(blocks, &mut |step| match step {
            Step::Block(block) => reader.block(block),
            Step::Inlines(_, inlines) => reader.inlines(inlines),
        });
    }
    for note in &section.footnotes {
        let name = kinds::folded(&note.name.value);
        reader.push(&kinds::NOTE, Role::Definition, name, note.name.span, note.name.span.range());
    }
    section.definitions.iter().for_each(|definition| reader.definition(definition));
    for comment in &section.comments {
        reader.comment(*comment);
    }
    quiet.sort_by_key(|range| range.start);
    attributes::read(source, body, marks, quiet);
}

/// The label that a link definition leads to, if it is written letter by letter.
fn label_of(definition: &LinkDefinition) -> Option<&str> {
    definition.address.value.strip_prefix('#').filter(|name| !name.contains(['&', '\\']))
}

/// Where it stands.
fn label_span(definition: &LinkDefinition) -> Span {
    let address = definition.address.span;
    address.part(1..address.range().len())
}

struct Reader<'r> {
    source: &'r Source,
    folder: &'r str,
    section: &'r Section,
    marks: &'r mut Vec<Mark>,
    quiet: &'r mut Vec<Range<usize>>,
}

impl Reader<'_> {
    fn push(&mut self, kind: &'static Kind, role: Role, name: String, place: Span, whole: Range<usize>) {
        let written = self.source.slice(place);
        let is_typed = written == name || kind.is_local && kinds::folded(written) == name;
        self.marks.push(Mark { kind, role, name, range: place.range(), whole, is_typed });
    }

    fn label(&mut self, label: Option<&Spanned<Label>>) {
        if let Some((name, label)) = label.and_then(|label| Some((label.value.given()?, label))) {
            self.push(&kinds::LABEL, Role::Definition, name.to_owned(), label.span, label.span.range());
        }
    }

    fn block(&mut self, block: &Block) {
        self.label(block.label());
        match &block.kind {
            BlockKind::Heading(heading) => self.label(heading.label.as_ref()),
            BlockKind::Bibliography(list) => {
                self.label(list.heading.as_ref().and_then(|heading| heading.label.as_ref()));
                for sort in list.types.iter().flatten() {
                    self.push(&kinds::WORK_TYPE, Role::Use, sort.value.name().to_owned(), sort.span, sort.span.range());
                }
            }
            BlockKind::Figure(Figure { label, body, .. }) => {
                self.label(label.as_ref());
                match body {
                    FigureBody::Images(images) => images.iter().for_each(|image| self.image(image)),
                    FigureBody::Table(Table { data: Some(data), .. }) => self.file(&kinds::DATA, &data.path),
                    FigureBody::Table(_) | FigureBody::Grid(_) => {}
                }
            }
            BlockKind::List(list) => list.items.iter().for_each(|item| self.label(item.label.as_ref())),
            BlockKind::Container(container, _) => match container {
                Container::Admonition(Admonition { label, .. }) => self.label(label.as_ref()),
                Container::Passage(language) => self.word(&kinds::LANGUAGE, language),
                Container::Marked(marking) => self.word(&kinds::LEVEL, &marking.level),
                Container::QuoteSource | Container::Edition | Container::Landscape => {}
            },
            BlockKind::Code(_) => self.quiet.push(block.span.range()),
            BlockKind::Paragraph(_) | BlockKind::Definitions(_) | BlockKind::Quote(_) | BlockKind::Table(_) => {}
        }
        self.opening(block.span);
    }

    /// The name of a `:::` block.
    fn opening(&mut self, block: Span) {
        let written = self.source.slice(block);
        let info = written.trim_start_matches(':');
        let colons = written.len() - info.len();
        if colons < 3 {
            return;
        }
        let start = colons + info.len() - info.trim_start_matches([' ', '\t']).len();
        let rest = &written[start..];
        let length = rest.find(|one: char| one.is_whitespace() || one == '{').unwrap_or(rest.len());
        if length > 0 {
            let place = block.part(start..start + length);
            self.push(&kinds::BLOCK, Role::Use, rest[..length].to_owned(), place, place.range());
        }
    }

    fn word(&mut self, kind: &'static Kind, word: &Spanned<String>) {
        self.push(kind, Role::Use, word.value.clone(), word.span, word.span.range());
    }

    fn image(&mut self, image: &Image) {
        self.file(&kinds::IMAGE, &image.path);
    }

    /// A path, as it is written from the folder of the section.
    fn file(&mut self, kind: &'static Kind, path: &Spanned<String>) {
        let name = join(self.folder, &path.value).unwrap_or_else(|| path.value.clone());
        let is_typed = self.source.slice(path.span) == path.value;
        let range = path.span.range();
        self.marks.push(Mark { kind, role: Role::Use, name, whole: range.clone(), range, is_typed });
    }

    fn inlines(&mut self, inlines: &[Inline]) {
        inlines.iter().for_each(|inline| self.inline(inline));
    }

    fn inline(&mut self, inline: &Inline) {
        let whole = inline.span.range();
        match &inline.kind {
            InlineKind::Reference { label, pattern } => {
                self.reference(&label.value, label.span, whole);
                for piece in pattern {
                    if let Pattern::Text(text) = piece {
                        self.inline(text);
                    }
                }
            }
            InlineKind::Link { target: Target::Label(label), content, .. } => {
                self.reference(label, self.destination(inline.span, label), whole);
                self.inlines(content);
            }
            InlineKind::Link { target: Target::Url(url), content, .. } => {
                self.address(inline.span, url);
                self.inlines(content);
            }
            InlineKind::Citation(citation) => self.citation(citation),
            InlineKind::Value(expression) => {
                for named in value::named(&expression.value) {
                    let place = expression.span.part(named.range);
                    self.push(&kinds::VALUE, Role::Use, named.path, place, place.range());
                }
            }
            InlineKind::Image(image) => self.image(image),
            InlineKind::Footnote(call) => {
                // `[^name]`
                let length = inline.span.range().len();
                let place = inline.span.part(2.min(length)..length.saturating_sub(1).max(2.min(length)));
                self.push(&kinds::NOTE, Role::Use, kinds::folded(&call.name), place, whole);
            }
            InlineKind::Passage { language, content } => {
                self.word(&kinds::LANGUAGE, language);
                self.inlines(content);
            }
            InlineKind::Code(_) => self.quiet.push(whole),
            _ => walk::children(inline).into_iter().for_each(|children| self.inlines(children)),
        }
    }

    /// A link to a label. Where it uses a link definition, that has the name: the link itself has none to be replaced,
    /// and leads there all the same.
    fn reference(&mut self, label: &Label, place: Span, whole: Range<usize>) {
        let Some(name) = label.given() else { return };
        // Another one has an address of its own, however that is written.
        let is_by_definition = self.source.text()[whole.clone()].ends_with(']');
        let mut definitions = self.section.definitions.iter().filter(|_| is_by_definition);
        let defined = definitions.find_map(|one| (label_of(one)? == name).then(|| label_span(one)));
        self.push(&kinds::LABEL, Role::Use, name.to_owned(), defined.unwrap_or(place), whole);
    }

    /// What links by the name of a definition lead to, whether there are such links or not.
    fn definition(&mut self, definition: &LinkDefinition) {
        match label_of(definition) {
            Some(name) => {
                let place = label_span(definition);
                self.push(&kinds::LABEL, Role::Use, name.to_owned(), place, place.range());
            }
            None => self.quiet.push(definition.address.span.range()),
        }
    }

    /// The address of a link, in which nothing is a name.
    fn address(&mut self, link: Span, url: &str) {
        let written = self.source.slice(link);
        let own = written.rfind(url).filter(|_| !url.is_empty()).map(|at| at..at + url.len());
        let inside = || written.rfind("](").filter(|_| written.ends_with(')')).map(|at| at + 1..written.len());
        self.quiet.extend(own.or_else(inside).map(|part| link.part(part).range()));
    }

    /// Where the label of a link with words of its own stands.
    fn destination(&self, link: Span, label: &Label) -> Span {
        let written = self.source.slice(link);
        let name = label.given().unwrap_or_default();
        let found = written.rmatch_indices(name).map(|(at, _)| at).find(|at| written[..*at].ends_with('#'));
        found
            .filter(|at| written[at + name.len()..].trim_end_matches([')', '>', ' ']).is_empty())
            .map_or(link, |at| link.part(at..at + name.len()))
    }

    fn citation(&mut self, citation: &Citation) {
        for item in &citation.items {
            let whole = item.work_span().range();
            self.push(&kinds::WORK, Role::Use, item.key.value.clone(), item.key.span, whole);
        }
    }

    /// A comment, and the code that it may allow.
    fn comment(&mut self, span: Span) {
        self.quiet.push(span.range());
        let text = self.source.slice(span);
        for (at, opening) in text.match_indices("chancery: allow ") {
            let start = at + opening.len();
            let length =
                text[start..].find(|one: char| !one.is_ascii_lowercase() && one != '-').unwrap_or(text.len() - start);
            if length > 0 {
                let place = span.part(start..start + length);
                let name = text[start..start + length].to_owned();
                self.push(&kinds::CODE, Role::Use, name, place, place.range());
            }
        }
    }
}
