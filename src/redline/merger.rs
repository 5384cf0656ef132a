//! What merges two versions.

use std::cell::Cell;
use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use crate::section::{Image, Label, meaning};

/// Knows which labels changed. How it merges each kind of node is in the files beside this one.
#[derive(Default)]
pub(super) struct Merger {
    /// The newer label by the older one.
    pub renamed: HashMap<Label, Label>,
    /// Which picture a file holds: the same number for the same bytes.
    pub pictures: HashMap<String, usize>,
    /// How many moves there are so far.
    pub moves: Cell<u32>,
}

impl Merger {
    /// Whether two images show the same picture.
    pub(super) fn is_same_picture(&self, old: &Image, new: &Image) -> bool {
        let picture = |image: &Image| self.pictures.get(image.file());
        picture(old).is_some() && picture(old) == picture(new)
    }

    /// An image that stands in both versions.
    pub(super) fn image(&self, old: &Image, new: &Image) -> Image {
        let bare = |image: &Image| meaning::of_image(&Image { caption: Vec::new(), ..image.clone() });
        let older = (bare(old) != bare(new)).then(|| Box::new(Image { caption: Vec::new(), ..old.clone() }));
        Image { caption: self.inlines(&old.caption, &new.caption), older, ..new.clone() }
    }

    /// The number of one more move.
    pub(super) fn next_move(&self) -> u32 {
        let number = self.moves.get();
        self.moves.set(number + 1);
        number
    }
}

/// Which picture each file holds.
pub(super) fn pictures(images: &BTreeMap<String, Arc<[u8]>>) -> HashMap<String, usize> {
    let mut known: HashMap<&[u8], usize> = HashMap::new();
    let mut pictures = HashMap::new();
    for (file, bytes) in images {
        let next = known.len();
        pictures.insert(file.clone(), *known.entry(bytes).or_insert(next));
    }
    pictures
}
