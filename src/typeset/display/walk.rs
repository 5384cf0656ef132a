//! One walk over what Typst made of a page.

use std::collections::{BTreeMap, HashMap, HashSet};

use ttf_parser::GlyphId;
use typst::foundations::Smart;
use typst::layout::{Abs, Frame, FrameItem, GroupItem, Point, Size, Transform};
use typst::text::TextItem;
use typst::text::color::should_outline;
use typst::visualize::{Geometry, Image, ImageScaling, Shape as TypstShape};
use typst_layout::Page;

use super::drawing::{Drawing, Group, Item, Look, Matter, Placed, Shape, Text, Unsayable};
use super::outlines::{Face, Glyph};
use super::path::{Path, points_of, rounded};
use super::picture::Picture;

/// Draws what it comes across.
#[derive(Default)]
pub(super) struct Walk {
    drawing: Drawing,
    fonts: HashMap<Face, usize>,
    glyphs: HashSet<Glyph>,
    pictures: BTreeMap<String, Picture>,
}

impl Walk {
    pub(super) fn of(page: &Page) -> Result<Matter, Unsayable> {
        let mut walk = Self::default();
        // Paper is white.
        if let Smart::Custom(Some(fill)) = &page.fill {
            walk.shape(Point::zero(), &Geometry::Rect(page.frame.size()).filled(fill.clone()))?;
        }
        walk.frame(Point::zero(), &page.frame)?;
        Ok(Matter { drawing: walk.drawing, glyphs: walk.glyphs, pictures: walk.pictures })
    }

    fn frame(&mut self, origin: Point, frame: &Frame) -> Result<(), Unsayable> {
        for (position, item) in frame.items() {
            let origin = origin + *position;
            match item {
                FrameItem::Group(group) => self.group(origin, group)?,
                FrameItem::Text(text) => self.text(origin, text)?,
                FrameItem::Shape(shape, _) => self.shape(origin, shape)?,
                FrameItem::Image(image, size, _) => self.image(origin, image, *size),
                FrameItem::Link(..) | FrameItem::Tag(_) => {}
            }
        }
        Ok(())
    }

    fn group(&mut self, origin: Point, group: &GroupItem) -> Result<(), Unsayable> {
        let Transform { sx, ky, kx, sy, tx, ty } = group.transform;
        let moved = origin + Point::new(tx, ty);
        if group.transform.is_only_translate() && group.clip.is_none() {
            return self.frame(moved, &group.frame);
        }
        let [a, b, c, d] = [sx, ky, kx, sy].map(|ratio| rounded(ratio.get(), 1e6));
        let matrix = [a, b, c, d, points_of(moved.x), points_of(moved.y)];
        self.drawing.items.push(Item::Group(Group { matrix, clip: group.clip.as_ref().map(Path::of_curve) }));
        self.frame(Point::zero(), &group.frame)?;
        self.drawing.items.push(Item::End);
        Ok(())
    }

    fn text(&mut self, origin: Point, item: &TextItem) -> Result<(), Unsayable> {
        let look = Look::of(Some(&item.fill), item.stroke.as_ref())?;
        let key = Face::of(&item.font);
        let fonts = &mut self.drawing.fonts;
        let font = *self.fonts.entry(key).or_insert_with(|| {
            fonts.push(key.name());
            fonts.len() - 1
        });
        let hundredths = |length: Abs| (length.to_pt() * 100.0).round() as i32;
        let (mut pen, mut last) = (Point::zero(), 0);
        let (mut ids, mut steps, mut rises) = (Vec::new(), Vec::new(), Vec::new());
        for glyph in &item.glyphs {
            let known = Glyph { font: item.font.clone(), key, id: glyph.id };
            if !self.glyphs.contains(&known) {
                if !should_outline(&item.font, GlyphId(glyph.id)) {
                    return Err(Unsayable);
                }
                self.glyphs.insert(known);
            }
            // Places are rounded, not steps: else a line would drift.
            let at = hundredths(pen.x + glyph.x_offset.at(item.size));
            ids.push(glyph.id);
            steps.push(at.saturating_sub(last));
            rises.push(hundredths(pen.y + glyph.y_offset.at(item.size)));
            last = at;
            pen += Point::new(glyph.x_advance.at(item.size), glyph.y_advance.at(item.size));
        }
        if rises.iter().all(|rise| *rise == 0) {
            rises.clear();
        }
        let [x, y, size] = [origin.x, origin.y, item.size].map(points_of);
        self.drawing.items.push(Item::Text(Text { font, size, look, x, y, glyphs: ids, steps, rises }));
        Ok(())
    }

    fn shape(&mut self, origin: Point, shape: &TypstShape) -> Result<(), Unsayable> {
        let look = Look::of(shape.fill.as_ref(), shape.stroke.as_ref())?;
        if !look.is_nothing() {
            let [x, y] = [origin.x, origin.y].map(points_of);
            let path = Path::of_geometry(&shape.geometry);
            let even_odd = shape.fill_rule == typst::visualize::FillRule::EvenOdd;
            self.drawing.items.push(Item::Shape(Shape { x, y, path, look, even_odd }));
        }
        Ok(())
    }

    fn image(&mut self, origin: Point, image: &Image, size: Size) {
        let (digest, picture) = Picture::of_image(image);
        let [x, y, width, height] = [origin.x, origin.y, size.x, size.y].map(points_of);
        let pixelated = image.scaling() == Smart::Custom(ImageScaling::Pixelated);
        self.drawing.items.push(Item::Picture(Placed { picture: digest.clone(), x, y, width, height, pixelated }));
        self.pictures.insert(digest, picture);
    }
}
