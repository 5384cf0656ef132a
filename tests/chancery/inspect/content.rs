//! The text and the shapes that pages show, and whether they are tagged or decoration (§8.5, §9.4, §14.6, §14.8.2.2).

use std::rc::Rc;

use hayro_syntax::content::{TypedIter, ops::TypedInstruction};
use hayro_syntax::object::{Array, Dict, Name, Number, Object, Stream, String as PdfString};
use hayro_syntax::page::{Page as PdfPage, Resources};

use super::font::{Font, Fonts};
use super::{Page, name, string};

/// Forms that show forms that show forms are followed to this depth.
const FORM_DEPTH: usize = 8;

/// Bytes of forms that are followed in one document, and what each costs beside its length: forms that show each
/// other many times grow fast.
const MAX_FORM_BYTES: usize = 1 << 26;
const FORM_COST: usize = 1 << 12;

/// What one text object shows within one marked-content sequence.
#[derive(Debug, Clone, PartialEq)]
pub struct Run {
    pub text: String,
    pub standing: Standing,
    /// Declared for this run alone; else that of its element holds.
    pub language: Option<String>,
    /// Of a run that says of itself that it is written backwards, in how many strings it is (§14.8.2.3.3); else none.
    pub backwards: usize,
    /// Where the baseline starts: points from the left and from the top edge of the page.
    pub x: f64,
    pub y: f64,
}

/// A painted path, by the box around its points.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Shape {
    pub standing: Standing,
    /// In points from the left and from the top edge of the page.
    pub left: f64,
    pub top: f64,
    pub right: f64,
    pub bottom: f64,
}

/// Whether a run is part of what the document says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standing {
    /// In the structure tree, which knows the run by this number (`MCID`) on its page.
    Tagged(i32),
    /// Decoration that is repeated on pages: the bands that carry marking and page number.
    Header,
    Footer,
    /// Any other decoration: background, leaders, line numbers.
    Artifact,
    /// Neither: a screen reader cannot know what to do with it.
    Untagged,
}

pub(super) fn read(pages: &[PdfPage]) -> Vec<Page> {
    let mut fonts = Fonts::default();
    let mut form_budget = MAX_FORM_BYTES;
    pages
        .iter()
        .map(|page| {
            let size = page.crop_box();
            let mut reader = Reader::new(&mut fonts, &mut form_budget, [1.0, 0.0, 0.0, -1.0, -size.x0, size.y1]);
            reader.read(page.page_stream().unwrap_or_default(), page.resources(), 0);
            let Reader { runs, shapes, glyphs, images, .. } = reader;
            Page { width: size.width(), height: size.height(), runs, shapes, glyphs, images }
        })
        .collect()
}

/// Rows of a matrix without its last column, as PDF writes them.
type Matrix = [f64; 6];

const IDENTITY: Matrix = [1.0, 0.0, 0.0, 1.0, 0.0, 0.0];

struct Reader<'r> {
    fonts: &'r mut Fonts,
    form_budget: &'r mut usize,
    runs: Vec<Run>,
    shapes: Vec<Shape>,
    glyphs: usize,
    images: usize,
    /// The points of the path that is being made, on the page.
    path: Vec<[f64; 2]>,
    state: State,
    saved: Vec<State>,
    marks: Vec<Mark>,
    text_matrix: Matrix,
    line_matrix: Matrix,
    /// Whether the next text begins a run.
    fresh: bool,
}

/// What `q` saves and `Q` restores.
#[derive(Clone)]
struct State {
    matrix: Matrix,
    font: Rc<Font>,
    leading: f64,
}

/// An open marked-content sequence, with what it inherits.
#[derive(Clone)]
struct Mark {
    standing: Standing,
    language: Option<String>,
    backwards: bool,
    /// Stands for all that is shown inside; taken at the first text.
    replacement: Option<Replacement>,
}

#[derive(Clone)]
enum Replacement {
    Waiting(String),
    Used,
}

impl<'r> Reader<'r> {
    fn new(fonts: &'r mut Fonts, form_budget: &'r mut usize, matrix: Matrix) -> Self {
        Self {
            fonts,
            form_budget,
            runs: Vec::new(),
            shapes: Vec::new(),
            glyphs: 0,
            images: 0,
            path: Vec::new(),
            state: State { matrix, font: Rc::default(), leading: 0.0 },
            saved: Vec::new(),
            marks: vec![Mark { standing: Standing::Untagged, language: None, backwards: false, replacement: None }],
            text_matrix: IDENTITY,
            line_matrix: IDENTITY,
            fresh: true,
        }
    }

    fn read(&mut self, content: &[u8], resources: &Resources, depth: usize) {
        let mut instructions = TypedIter::new(content);
        while let Some(instruction) = instructions.next() {
            self.follow(instruction, resources, depth);
        }
    }

    fn follow(&mut self, instruction: TypedInstruction, resources: &Resources, depth: usize) {
        use TypedInstruction as I;
        match instruction {
            I::SaveState(_) => self.saved.push(self.state.clone()),
            I::RestoreState(_) => self.state = self.saved.pop().unwrap_or_else(|| self.state.clone()),
            I::Transform(t) => self.transform([t.0, t.1, t.2, t.3, t.4, t.5].map(|number| number.as_f64())),
            I::MoveTo(to) => self.point(to.0, to.1),
            I::LineTo(to) => self.point(to.0, to.1),
            I::CubicTo(to) => self.point(to.4, to.5),
            I::RectPath(rect) => {
                let [x, y, width, height] = [rect.0, rect.1, rect.2, rect.3].map(|number| number.as_f64());
                self.path.extend([[x, y], [x + width, y + height]].map(|point| self.on_page(point)));
            }
            I::StrokePath(_) | I::CloseAndStrokePath(_) | I::FillPathNonZero(_) | I::FillPathEvenOdd(_) => self.paint(),
            I::EndPath(_) => self.path.clear(),
            I::BeginText(_) => {
                self.set_line(IDENTITY);
                self.fresh = true;
            }
            I::TextFont(font) => {
                self.state.font = resources.get_font(font.0).map(|font| self.fonts.get(&font)).unwrap_or_default();
            }
            I::TextLeading(leading) => self.state.leading = leading.0.as_f64(),
            I::SetTextMatrix(t) => self.set_line([t.0, t.1, t.2, t.3, t.4, t.5].map(|number| number.as_f64())),
            I::NextLine(by) => self.next_line(by.0.as_f64(), by.1.as_f64()),
            I::NextLineAndSetLeading(by) => {
                self.state.leading = -by.1.as_f64();
                self.next_line(by.0.as_f64(), by.1.as_f64());
            }
            I::NextLineUsingLeading(_) => self.next_line(0.0, -self.state.leading),
            I::ShowText(shown) => self.show(shown.0),
            I::NextLineAndShowText(shown) => {
                self.next_line(0.0, -self.state.leading);
                self.show(shown.0);
            }
            I::ShowTextWithParameters(shown) => {
                self.next_line(0.0, -self.state.leading);
                self.show(shown.2);
            }
            I::ShowTexts(shown) => shown.0.iter::<Object>().filter_map(Object::into_string).for_each(|s| self.show(&s)),
            I::BeginMarkedContent(tag) => self.mark(tag.0, &Dict::default()),
            I::BeginMarkedContentWithProperties(tag) => match tag.1 {
                Object::Dict(properties) => self.mark(tag.0, properties),
                Object::Name(name) => self.mark(tag.0, &resources.properties.get(name.as_ref()).unwrap_or_default()),
                _ => self.mark(tag.0, &Dict::default()),
            },
            I::EndMarkedContent(_) => {
                if self.marks.len() > 1 {
                    self.marks.pop();
                }
                self.fresh = true;
            }
            I::XObject(object) => {
                if let Some(form) = resources.get_x_object(object.0).filter(|_| depth < FORM_DEPTH) {
                    self.images += usize::from(name(form.dict(), "Subtype").as_deref() == Some("Image"));
                    self.form(&form, resources, depth);
                }
            }
            _ => {}
        }
    }

    /// Follows a form as if its content stood here (§8.10).
    fn form(&mut self, form: &Stream, resources: &Resources, depth: usize) {
        if name(form.dict(), "Subtype").as_deref() != Some("Form") {
            return;
        }
        let Ok(content) = form.decoded() else { return };
        let Some(left) = self.form_budget.checked_sub(content.len() + FORM_COST) else { return };
        *self.form_budget = left;
        let (state, saved) = (self.state.clone(), std::mem::take(&mut self.saved));
        let numbers: Vec<f64> = form
            .dict()
            .get::<Array>("Matrix")
            .unwrap_or_default()
            .iter::<Number>()
            .map(|number| number.as_f64())
            .collect();
        self.transform(numbers.try_into().unwrap_or(IDENTITY));
        let own = form.dict().get::<Dict>("Resources").unwrap_or_default();
        self.read(&content, &Resources::from_parent(own, resources.clone()), depth + 1);
        (self.state, self.saved) = (state, saved);
    }

    fn mark(&mut self, tag: &Name, properties: &Dict) {
        let outer = self.marks.last().expect("the outermost mark is never closed");
        let standing = match (tag.as_ref(), properties.get::<i32>("MCID")) {
            (b"Artifact", _) => match name(properties, "Subtype").as_deref() {
                Some("Header") => Standing::Header,
                Some("Footer") => Standing::Footer,
                _ => Standing::Artifact,
            },
            (_, Some(id)) => Standing::Tagged(id),
            _ => outer.standing,
        };
        let text = |key| properties.get::<PdfString>(key).map(|text| string::decode(&text));
        let replacement = text("ActualText").map(Replacement::Waiting);
        let language = text("Lang").or_else(|| outer.language.clone());
        let backwards = outer.backwards || tag.as_ref() == b"ReversedChars";
        self.marks.push(Mark { standing, language, backwards, replacement });
        self.fresh = true;
    }

    fn show(&mut self, shown: &[u8]) {
        // Two bytes each, as in all composite fonts that Typst embeds.
        self.glyphs += shown.len() / 2;
        // The outermost text for replacement stands for all that is shown within, once.
        let replaced = self.marks.iter_mut().find_map(|mark| mark.replacement.as_mut());
        let replaced = replaced.map(|replacement| std::mem::replace(replacement, Replacement::Used));
        let mark = self.marks.last().expect("the outermost mark is never closed");
        let text = match replaced {
            None => self.state.font.decode(shown, mark.backwards),
            Some(Replacement::Waiting(text)) => text,
            Some(Replacement::Used) => return,
        };
        if let Some(run) = self.runs.last_mut().filter(|_| !self.fresh) {
            // Some readers turn each string round by itself; whoever writes more than one means all of them.
            run.text.insert_str(if run.backwards > 0 { 0 } else { run.text.len() }, &text);
            run.backwards += usize::from(run.backwards > 0);
            return;
        }
        let [.., x, y] = multiply(self.text_matrix, self.state.matrix);
        let (standing, language, backwards) = (mark.standing, mark.language.clone(), usize::from(mark.backwards));
        self.runs.push(Run { text, standing, language, backwards, x, y });
        self.fresh = false;
    }

    fn point(&mut self, x: Number, y: Number) {
        let point = self.on_page([x.as_f64(), y.as_f64()]);
        self.path.push(point);
    }

    fn on_page(&self, [x, y]: [f64; 2]) -> [f64; 2] {
        let [.., x, y] = multiply([1.0, 0.0, 0.0, 1.0, x, y], self.state.matrix);
        [x, y]
    }

    fn paint(&mut self) {
        let standing = self.marks.last().expect("the outermost mark is never closed").standing;
        let points = std::mem::take(&mut self.path);
        let Some([x, y]) = points.first().copied() else { return };
        let start = Shape { standing, left: x, top: y, right: x, bottom: y };
        self.shapes.push(points.into_iter().fold(start, |shape, [x, y]| Shape {
            standing,
            left: shape.left.min(x),
            top: shape.top.min(y),
            right: shape.right.max(x),
            bottom: shape.bottom.max(y),
        }));
    }

    fn transform(&mut self, by: Matrix) {
        self.state.matrix = multiply(by, self.state.matrix);
    }

    fn set_line(&mut self, matrix: Matrix) {
        (self.line_matrix, self.text_matrix) = (matrix, matrix);
    }

    fn next_line(&mut self, x: f64, y: f64) {
        self.set_line(multiply([1.0, 0.0, 0.0, 1.0, x, y], self.line_matrix));
    }
}

/// First `a`, then `b`.
fn multiply(a: Matrix, b: Matrix) -> Matrix {
    [
        a[0] * b[0] + a[1] * b[2],
        a[0] * b[1] + a[1] * b[3],
        a[2] * b[0] + a[3] * b[2],
        a[2] * b[1] + a[3] * b[3],
        a[4] * b[0] + a[5] * b[2] + b[4],
        a[4] * b[1] + a[5] * b[3] + b[5],
    ]
}
