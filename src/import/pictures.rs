//! Files of images: which the press can print, under which names they come along.

use std::collections::BTreeMap;

use super::shelf::Shelf;
use crate::image;
use crate::slug::slug;

/// Images that came along, by their paths on the shelf.
#[derive(Debug, Default)]
pub(super) struct Pictures {
    names: BTreeMap<String, Result<String, String>>,
    pub(super) files: BTreeMap<String, Vec<u8>>,
}

/// Where images lie, from the folder of sections.
const FOLDER: &str = "images";

impl Pictures {
    /// The path of an image from a section, or why it cannot be printed.
    pub(super) fn take(&mut self, path: &str, shelf: &dyn Shelf) -> Result<String, String> {
        if let Some(known) = self.names.get(path) {
            return known.clone();
        }
        let taken = self.read(path, shelf);
        self.names.insert(path.to_owned(), taken.clone());
        taken
    }

    /// The name under which an image that is not there is to lie.
    pub(super) fn to_come(&self, address: &str) -> String {
        let bare = address.trim_start_matches(super::context::TO_COME).split(['?', '#']).next().unwrap_or_default();
        let name = bare.trim_end_matches('/').rsplit('/').next().unwrap_or_default();
        let (stem, ending) = name.rsplit_once('.').unwrap_or((name, ""));
        let known = image::is_ending(&ending.to_lowercase());
        let ending = if known { ending.to_lowercase() } else { "png".to_owned() };
        format!("{FOLDER}/{}.{ending}", slug(stem).unwrap_or_else(|| "image".to_owned()))
    }

    /// An image of the manuscript whose path ends so.
    pub(super) fn beside(&mut self, path: &str, shelf: &dyn Shelf) -> Option<String> {
        if shelf.read(path).is_ok() {
            return self.take(path, shelf).ok();
        }
        let mut found = shelf.paths().iter().filter(|own| path.ends_with(&format!("/{own}")));
        let only = found.next().filter(|_| found.next().is_none())?.clone();
        self.take(&only, shelf).ok()
    }

    fn read(&mut self, path: &str, shelf: &dyn Shelf) -> Result<String, String> {
        let bytes = match shelf.read(path) {
            Ok(bytes) => bytes,
            Err(why) => {
                let frozen = super::frozen::image(path).filter(|path| shelf.read(path).is_ok());
                let frozen = frozen.and_then(|path| self.take(&path, shelf).ok());
                let found = frozen.or_else(|| self.without_ending(path, shelf)).or_else(|| self.elsewhere(path, shelf));
                return found.ok_or(why);
            }
        };
        let name = path.rsplit('/').next().unwrap_or(path);
        let (stem, ending) = name.rsplit_once('.').unwrap_or((name, ""));
        let (bytes, ending) = match image::still(&bytes) {
            Some(still) => (still, "png"),
            None => (bytes, ending),
        };
        // Many a file is named as what it is not.
        let ending = image::ending(&bytes).unwrap_or(ending).to_ascii_lowercase();
        let stem = slug(stem).unwrap_or_else(|| "image".to_owned());
        let mut own = format!("{FOLDER}/{stem}.{ending}");
        if let Err(problem) = image::examine(&own, &bytes) {
            return Err(problem.message);
        }
        let mut number = 2;
        while self.files.get(&own).is_some_and(|other| *other != bytes) {
            own = format!("{FOLDER}/{stem}-{number}.{ending}");
            number += 1;
        }
        self.files.insert(own.clone(), bytes);
        Ok(own)
    }

    /// The only image of that name, where a site's own root is before its path.
    fn elsewhere(&mut self, path: &str, shelf: &dyn Shelf) -> Option<String> {
        let name = path.rsplit('/').next()?;
        let mut found = shelf
            .paths()
            .iter()
            .filter(|own| own.rsplit('/').next().is_some_and(|own| own.eq_ignore_ascii_case(name)) && *own != path);
        let only = found.next().filter(|_| found.next().is_none())?;
        self.take(only, shelf).ok()
    }

    /// An image that is named without its ending, as some tools let it.
    fn without_ending(&mut self, path: &str, shelf: &dyn Shelf) -> Option<String> {
        let name = path.rsplit('/').next()?;
        if name.contains('.') && !name.ends_with(".*") && !name.ends_with(".pdf") && !name.ends_with(".eps") {
            return None;
        }
        let stem = if name.contains('.') { path.rsplit_once('.')?.0 } else { path };
        let candidates = ["svg", "png", "jpg", "jpeg"].map(|ending| format!("{stem}.{ending}"));
        let found = candidates.into_iter().find(|candidate| shelf.read(candidate).is_ok())?;
        self.take(&found, shelf).ok()
    }
}
