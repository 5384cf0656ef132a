//! What users of screen readers would miss (WCAG 2.1: 1.1.1, 1.3.1 and 2.4.4; PDF/UA-1 7.3 and 7.5).

use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::section::{
    Block, BlockKind, Figure, FigureBody, Image, Inline, InlineKind, Row, Section, Table, plain_text, walk,
};

/// Looks at link texts, alternative texts and table headers.
pub(super) fn section(section: &Section, diagnostics: &mut Diagnostics) {
    let mut reader = Reader { diagnostics };
    section.bodies().for_each(|blocks| reader.blocks(blocks));
}

struct Reader<'d> {
    diagnostics: &'d mut Diagnostics,
}

impl Reader<'_> {
    fn blocks(&mut self, blocks: &[Block]) {
        walk::blocks(blocks, &mut |block| match &block.kind {
            BlockKind::Table(table) => self.table(table),
            BlockKind::Figure(figure) => self.figure(figure),
            _ => {}
        });
        walk::inlines(blocks, &mut |inlines| self.inlines(inlines));
    }

    fn figure(&mut self, figure: &Figure) {
        match &figure.body {
            FigureBody::Table(table) => self.table(table),
            FigureBody::Grid(grid) if grid.header_rows == 0 && grid.header_columns == 0 => {
                let place = grid.rows.first().map_or_else(|| figure.caption[0].span, |row| row.span);
                let found = Diagnostic::warning(Code("empty-table-header"), place, "this table has no header");
                self.diagnostics.push(found.with_help("Let its first row or column name what stands in the others."));
            }
            FigureBody::Grid(_) => {}
            FigureBody::Images(images) => {
                let caption = plain(&plain_text(&figure.caption));
                images.iter().for_each(|image| self.image(image, &caption));
            }
        }
    }

    /// An empty cell above the first column is usual; any other leaves its column without a name.
    fn table(&mut self, table: &Table) {
        if table.data.is_some() {
            return;
        }
        let Row { span, cells, .. } = &table.header;
        let help = "Say in each cell of the first row what stands below it.";
        if cells.iter().all(|cell| cell.content.is_empty()) {
            let found = Diagnostic::warning(Code("empty-table-header"), *span, "this table has no header");
            return self.diagnostics.push(found.with_help(help));
        }
        for cell in cells.iter().skip(1).filter(|cell| cell.content.is_empty()) {
            let found = Diagnostic::warning(Code("empty-table-header"), cell.span, "this column has no header");
            self.diagnostics.push(found.with_help(help));
        }
    }

    fn image(&mut self, image: &Image, caption: &str) {
        let Some(alt) = &image.alt else { return };
        let file = image.path.value.rsplit('/').next().unwrap_or_default();
        let stem = file.rsplit_once('.').map_or(file, |(stem, _)| stem);
        let text = plain(alt);
        let message = if text == plain(file) || text == plain(stem) {
            "the alternative text is the file's name"
        } else if is_placeholder(alt) {
            "the alternative text says no more than that there is an image"
        } else if !text.is_empty() && text == caption {
            "the alternative text is the caption, which is read out as well"
        } else {
            return;
        };
        let found = Diagnostic::warning(Code("vague-alt-text"), alt.span(), message);
        self.diagnostics.push(found.with_help("Say in a sentence what there is to be seen."));
    }

    fn inlines(&mut self, inlines: &[Inline]) {
        for inline in inlines {
            match &inline.kind {
                InlineKind::Link { content, .. } if VAGUE.contains(&plain(&plain_text(content)).as_str()) => {
                    let message = format!("`{}` does not say where this link leads", plain_text(content).trim());
                    let found = Diagnostic::warning(Code("vague-link-text"), inline.span, message);
                    let help = "Links are also read out without the text around them: name what is there.";
                    self.diagnostics.push(found.with_help(help));
                }
                InlineKind::Image(image) => self.image(image, ""),
                _ => walk::children(inline).into_iter().for_each(|inner| self.inlines(inner)),
            }
        }
    }
}

/// Whether an alternative text is a name that programs give, or stands where one is to be written (WCAG 2.1, failure
/// F30): `IMG_2034`, `image1.png`, `Figure 3`.
fn is_placeholder(alt: &str) -> bool {
    let bare = alt.rsplit_once('.').filter(|(_, ending)| crate::image::is_ending(&ending.to_lowercase()));
    let text = plain(bare.map_or(alt, |(name, _)| name));
    let mut words = text.split(' ').map(|word| word.trim_end_matches(|one: char| one.is_ascii_digit()));
    words.all(|word| word.is_empty() || PLACEHOLDERS.contains(&word))
}

/// Words that say of an image no more than that it is one.
const PLACEHOLDERS: [&str; 24] = [
    "am",
    "an",
    "at",
    "diagram",
    "dsc",
    "dscn",
    "fig",
    "figure",
    "graph",
    "graphic",
    "image",
    "images",
    "img",
    "imgp",
    "photo",
    "pic",
    "picture",
    "pm",
    "pxl",
    "screen",
    "screenshot",
    "shot",
    "spacer",
    "untitled",
];

/// Letters and digits only, in lower case, with single spaces between words.
fn plain(text: &str) -> String {
    let words = text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    words.collect::<Vec<_>>().join(" ").to_lowercase()
}

/// Link texts that say nothing, plain.
const VAGUE: [&str; 14] = [
    "click",
    "click here",
    "click this link",
    "details",
    "follow this link",
    "here",
    "link",
    "more",
    "read more",
    "see here",
    "this",
    "this link",
    "this page",
    "this website",
];
