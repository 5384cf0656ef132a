//! Figures and images, as Typst.

use super::emit::Emitter;
use super::notes::{self, Line};
use crate::literal::literal;
use crate::markup::Markup;
use crate::redline::{own_file, places};
use crate::section::{Figure, FigureBody, Image, Inlines, Text, Width};

impl Emitter<'_> {
    pub(super) fn figure(&self, out: &mut Markup, figure: &Figure) {
        let lines = self.lines_below(figure);
        match &figure.body {
            FigureBody::Table(table) => {
                self.noted(out, notes::of_table(table), &lines, |out| self.bare_figure(out, figure));
            }
            FigureBody::Grid(grid) => {
                self.noted(out, notes::of_grid(grid), &lines, |out| self.bare_figure(out, figure));
            }
            FigureBody::Images(_) if lines.is_empty() => self.bare_figure(out, figure),
            FigureBody::Images(_) => self.with_lines(out, &lines, |out| self.bare_figure(out, figure)),
        }
    }

    /// What stands below a figure, each with the word that it begins with.
    fn lines_below<'f>(&self, figure: &'f Figure) -> Vec<Line<'f>> {
        let words = &self.terms.captions;
        let lines = [(&words.note, &figure.note), (&words.source, &figure.source)];
        let line =
            |(word, content): (&String, &'f Inlines)| Line { word: format!("{word}{}", self.terms.colon), content };
        lines.into_iter().filter(|(_, content)| !content.is_empty()).map(line).collect()
    }

    fn bare_figure(&self, out: &mut Markup, figure: &Figure) {
        let (kind, words) = match figure.body {
            FigureBody::Table(_) | FigureBody::Grid(_) => ("table", &self.terms.captions.table),
            FigureBody::Images(_) => ("image", &self.terms.captions.figure),
        };
        let [before, after] = words.around(0, [""]);
        let numbering = match &figure.number {
            Some(number) => format!("(..) => {}", literal(&format!("{number}{after}"))),
            None => "none".to_owned(),
        };
        out.syntax(&format!("#figure(kind: {kind}, "));
        match &figure.number {
            Some(number) if out.is_gone() && !figure.caption.is_empty() => {
                self.gone_caption(out, &format!("{before}{number}{after}. "), &figure.caption);
            }
            _ => {
                out.syntax("supplement: [");
                // Typst puts a space behind it, unless there is nothing.
                self.words(out, before.trim_end());
                out.syntax(&format!("], numbering: {numbering}, caption: "));
                if figure.caption.is_empty() {
                    out.syntax("none");
                } else {
                    self.content(out, &figure.caption);
                }
                out.syntax(", ");
            }
        }
        match &figure.body {
            FigureBody::Table(table) => self.table(out, table),
            FigureBody::Grid(grid) => self.grid(out, grid),
            FigureBody::Images(images) => match images.as_slice() {
                [image] if image.caption.is_empty() => self.fitted(out, image),
                [image] => self.captioned(out, image, None),
                several => {
                    let mut letters = letters(several);
                    out.syntax(&format!("grid(columns: (1fr,) * {}, gutter: 1em, ", several.len()));
                    for image in several {
                        match image.caption.is_empty() {
                            true => self.fitted(out, image),
                            false => self.captioned(out, image, letters.next()),
                        }
                        out.syntax(", ");
                    }
                    out.syntax(")");
                }
            },
        }
        out.syntax(")");
        self.label(out, figure.label.as_ref().map(|label| &label.value));
    }

    /// An image of a figure, above its own caption: a figure in a figure.
    fn captioned(&self, out: &mut Markup, image: &Image, letter: Option<String>) {
        let numbering = letter.map_or("none".to_owned(), |letter| format!("(..) => \"({letter})\""));
        out.syntax(&format!("figure(kind: \"part\", supplement: [], numbering: {numbering}, outlined: false, "));
        out.syntax("caption: figure.caption(separator: [#\" \"]");
        out.changed(image.change, |out| self.call(out, ")", &image.caption));
        out.syntax(", ");
        self.fitted(out, image);
        out.syntax(")");
    }

    /// An image in a line as a call, without the hash; where a draft lacks its file, the file's path.
    pub(super) fn image(&self, out: &mut Markup, image: &Image) {
        let width = match image.width {
            Width::Auto => String::new(),
            own => format!(", width: {own}"),
        };
        out.changed(image.change, |out| self.standing_image(out, image, &width));
    }

    /// An image of a figure, the same way: smaller than it would be where there is no room for it. By itself Typst
    /// crops what is higher than the page, and prints what is wider over whatever stands beside it.
    fn fitted(&self, out: &mut Markup, image: &Image) {
        if !self.paper.images.contains_key(image.file()) {
            return self.image(out, image);
        }
        let wanted = match image.width {
            Width::Percent(percent) => format!("space.width * {percent}%"),
            Width::Centimetres(_) => image.width.to_string(),
            Width::Auto | Width::Share(_) => "measure(own()).width".to_owned(),
        };
        out.changed(image.change, |out| {
            out.syntax("layout(space => { let own(..size) = ");
            self.standing_image(out, image, ", ..size");
            out.syntax(&format!("; let wide = calc.min({wanted}, space.width); "));
            out.syntax("let part = space.height * 0.85 / measure(own(width: wide)).height; ");
            out.syntax("own(width: wide * calc.min(part, 1)) })");
        });
    }

    fn standing_image(&self, out: &mut Markup, image: &Image, width: &str) {
        out.node(image.span, |out| {
            let (file, path) = (image.file(), image.path.span);
            if !self.paper.images.contains_key(file) {
                out.syntax("placeholder[");
                out.text(&Text::computed(path, own_file(image)));
                out.syntax("]");
                return;
            }
            out.syntax("image(");
            out.string(&Text::computed(path, format!("/{file}")));
            if let Some(alt) = &image.alt {
                out.syntax(", alt: ");
                let [before, after] = self.around_alternative(out);
                out.syntax(&before);
                out.string(alt);
                out.syntax(&after);
            }
            out.syntax(width);
            out.syntax(")");
        });
    }
}

/// The letters of the images that have captions: a, b, … z, aa. One that is gone keeps its own in a redline.
fn letters(images: &[Image]) -> impl Iterator<Item = String> {
    places(images.iter().filter(|image| !image.caption.is_empty()).map(|image| image.change))
        .map(|(old, new)| letter(new.or(old).unwrap_or_default()))
}

fn letter(at: usize) -> String {
    let last = char::from(b'a' + (at % 26) as u8);
    if at < 26 { last.to_string() } else { format!("{}{last}", letter(at / 26 - 1)) }
}
