//! What a redline adds to a section: colours, and where things were moved.

use crate::literal::literal;
use crate::markup::Markup;
use crate::redline::{Form, differences, places};
use crate::section::{Block, BlockKind, Change, Heading, Inline, List, Marking, plain_text};
use crate::source::{Side, Span};
use crate::terms::Redline;

use super::emit::{APART, Emitter};

/// The colours of insertions, deletions and moves: red, green and blue.
pub const INSERTED: [u8; 3] = [11, 83, 148];
pub const DELETED: [u8; 3] = [166, 28, 28];
pub const MOVED: [u8; 3] = [45, 106, 30];

impl Emitter<'_> {
    /// Writes something in the colour of its change, if that is not the colour around it.
    pub(super) fn coloured(&self, out: &mut Markup, write: impl FnOnce(&mut Markup)) {
        self.coloured_with(out, "", write);
    }

    /// As `coloured`, around a block.
    pub(super) fn coloured_block(&self, out: &mut Markup, write: impl FnOnce(&mut Markup)) {
        self.coloured_with(out, "way: \"block\", ", write);
    }

    /// As `coloured`, around a run of inlines with one change, between the runs before and after it.
    pub(super) fn coloured_run(&self, out: &mut Markup, runs: [&[Inline]; 3], write: impl FnOnce(&mut Markup)) {
        let [before, run, after] = runs;
        let way = if self.in_heading.get() { "way: \"heading\", " } else { "" };
        let glue = |name: &str, is_glued: bool| if is_glued { format!("{name}: joiner, ") } else { String::new() };
        let how = way.to_owned() + &glue("before", is_glued(before, run)) + &glue("after", is_glued(run, after));
        self.coloured_with(out, &how, write);
    }

    fn coloured_with(&self, out: &mut Markup, how: &str, write: impl FnOnce(&mut Markup)) {
        let around = self.coloured.get();
        let function = match out.change() {
            change if change == around => None,
            Some(Change::Inserted) => Some("inserted"),
            Some(Change::Deleted) => Some("deleted"),
            Some(Change::MovedHere(_) | Change::MovedAway(_)) => Some("moved"),
            Some(Change::Altered) | None => None,
        };
        let Some(function) = function else { return write(out) };
        out.syntax(&if how.is_empty() { format!("#{function}[") } else { format!("#{function}({how})[") });
        self.coloured.set(out.change());
        write(out);
        self.coloured.set(around);
        out.syntax("]");
    }

    /// Says where blocks came from or went, before the first of them.
    pub(super) fn move_note(&self, out: &mut Markup, change: Option<Change>, before: Option<Change>) {
        let Some(Change::MovedHere(number) | Change::MovedAway(number)) = change.filter(|_| change != before) else {
            return;
        };
        let Some(step) = self.paper.older.as_ref().and_then(|older| older.moves.get(number as usize)) else { return };
        let words = &self.terms.redline;
        let (section, with_section, page_alone, here, there) = match is_old(change) {
            false => (&step.from, &words.moved_from, &words.moved_from_page, "to", "from"),
            true => (&step.to, &words.moved_to, &words.moved_to_page, "from", "to"),
        };
        let [before, after] = match section.as_str() {
            "" => page_alone.around(0, [""]),
            section => with_section.around(1, [section, ""]),
        };
        let [before_page, after_page] = self.terms.references.page.around(0, [""]);
        out.syntax("#moved-note[");
        self.words(out, &before);
        out.syntax(&format!("#link(<moved.{number}.{there}>)["));
        self.words(out, &before_page);
        out.syntax(&format!("#context {{ str(locate(<moved.{number}.{there}>).page()) }}"));
        self.words(out, &after_page);
        out.syntax("]");
        self.words(out, &after);
        out.syntax(&format!("] <moved.{number}.{here}>"));
        out.syntax(APART);
    }

    /// A part's marking as it was and as it is.
    pub(super) fn markings(&self, out: &mut Markup, old: &Marking, new: &Marking) {
        for (change, marking) in [(Change::Deleted, old), (Change::Inserted, new)] {
            out.changed(Some(change), |out| self.coloured(out, |out| out.text(&marking.printed())));
            out.syntax("#\" \"");
        }
        out.syntax(APART);
    }

    /// Where a link led and where it leads: nothing else of it can be seen on paper.
    pub(super) fn addresses(&self, out: &mut Markup, place: Span, old: &str, new: &str) {
        let address = |change, url: &str| Inline { change: Some(change), ..Inline::computed(place, url) };
        out.syntax("#\" (\"");
        self.inlines(out, &[address(Change::Deleted, old), address(Change::Inserted, new)]);
        out.syntax("#\")\"");
    }

    /// The caption of a figure that is gone, with its number, which Typst would print as one that counts.
    pub(super) fn gone_caption(&self, out: &mut Markup, name: &str, caption: &[Inline]) {
        // A template may ask for the numbering.
        out.syntax("outlined: false, supplement: [], numbering: (..) => \"\", caption: figure.caption(separator: [])[");
        self.coloured(out, |out| {
            self.words(out, name);
            self.inlines(out, caption);
        });
        out.syntax("], ");
    }

    /// Announces to screen readers what changed in a block's form.
    pub(super) fn form_note(&self, out: &mut Markup, block: &Block) {
        let older = block.older.as_ref().filter(|_| block.change == Some(Change::Altered));
        let Some(form) = older.and_then(|older| older.form.as_ref()) else { return };
        // A marking is announced where it stands; the rest makes no difference to a listener.
        let announced = |form: &Form| matches!(form, Form::HeadingLevel | Form::Numbering);
        for (form, old, new) in differences(form, &block.kind).into_iter().filter(|(form, ..)| announced(form)) {
            let words = format!("{}{}{old} → {new}", form.term(self.terms), self.terms.colon);
            out.syntax(&format!("#place(say({}))", literal(&words)));
        }
    }

    /// A deleted heading must not be a heading to Typst: it could skip a level.
    pub(super) fn gone_heading(&self, out: &mut Markup, heading: &Heading) {
        out.syntax(&format!("#deleted-heading({})[", heading.level));
        self.coloured(out, |out| {
            if let Some(number) = &heading.printed_number {
                self.words(out, &format!("{number} "));
            }
            self.inlines(out, &heading.content);
        });
        out.syntax("]");
        if let Some(label) = &heading.label {
            out.syntax(&format!(" <{}>", label.value.clone().old()));
        }
    }

    /// The Typst before and after the description of an image that one version alone has.
    pub(super) fn around_alternative(&self, out: &Markup) -> [String; 2] {
        let words = match out.change().and_then(Change::side) {
            Some(Side::New) => &self.terms.redline.inserted_image,
            Some(Side::Old) => &self.terms.redline.deleted_image,
            None => return Default::default(),
        };
        let [before, after] = words.around(0, [""]).map(|words| literal(&words));
        [format!("{before} + "), format!(" + {after}")]
    }
}

/// The numbers of an ordered list's items, where these do not count by themselves: they were typed so, or an item is
/// gone, which keeps the number that it had.
pub(super) fn item_numbers(list: &List, older: Option<&BlockKind>) -> Option<Vec<u64>> {
    let numbers = list.numbers.as_ref()?;
    let older = match older {
        Some(BlockKind::List(older)) => older.numbers.as_ref().unwrap_or(numbers),
        _ => numbers,
    };
    let each = places(list.items.iter().map(|item| item.change)).map(|(at_old, at_new)| match at_new {
        Some(at) => numbers.at(at),
        None => older.at(at_old.unwrap_or_default()),
    });
    let each: Vec<u64> = each.collect();
    let counts = each.windows(2).all(|pair| pair[1] == pair[0] + 1);
    (!counts).then_some(each)
}

/// How changes look, as a Typst file.
pub fn look(words: &Redline) -> String {
    let pair = |[before, after]: &[String; 2]| format!("({}, {})", literal(before), literal(after));
    let colours = [("inserted", INSERTED), ("deleted", DELETED), ("moved", MOVED)];
    let colours = colours.map(|(name, [r, g, b])| format!("#let {name}-colour = rgb({r}, {g}, {b})\n")).concat();
    let signals = format!(
        "#let signals = (inserted: {}, deleted: {}, moved: {})\n",
        pair(&words.insertion),
        pair(&words.deletion),
        pair(&words.moved)
    );
    colours + &signals + include_str!("redline.typ")
}

/// Whether a line must not break between two runs: where no space stands, but for what is gone and what is new, and
/// before a space, with which a line would begin.
fn is_glued(before: &[Inline], after: &[Inline]) -> bool {
    let (last, first) = (plain_text(before), plain_text(after));
    if before.is_empty() || after.is_empty() || last.ends_with(char::is_whitespace) {
        return false;
    }
    first.starts_with(char::is_whitespace) || !is_replacement(before, after)
}

/// Whether what is gone meets what is new.
fn is_replacement(before: &[Inline], after: &[Inline]) -> bool {
    let side = |inline: Option<&Inline>| inline?.change.and_then(Change::side);
    (side(before.last()), side(after.first())) == (Some(Side::Old), Some(Side::New))
}

/// Whether a little room belongs between two runs: where what is gone meets what is new and no space stands.
pub(super) fn is_crowded(before: &[Inline], after: &[Inline]) -> bool {
    let is_blank = |text: Option<char>| text.is_some_and(char::is_whitespace);
    let blank = is_blank(plain_text(before).chars().next_back()) || is_blank(plain_text(after).chars().next());
    is_replacement(before, after) && !blank
}

fn is_old(change: Option<Change>) -> bool {
    change.and_then(Change::side) == Some(Side::Old)
}
