//! Files of images: where they lie, which the press can print, under which names they come along.

use std::collections::BTreeMap;

use super::context::{TO_COME, resolve};
use super::frozen;
use super::shelf::Shelf;
use crate::image;
use crate::signature;
use crate::slug::slug;

/// Images that came along, by the places on the shelf that texts name.
#[derive(Debug, Default)]
pub(super) struct Pictures {
    known: BTreeMap<String, Result<Picture, String>>,
    pub(super) files: BTreeMap<String, Vec<u8>>,
}

/// An image that came along.
#[derive(Debug, Clone)]
pub(super) struct Picture {
    /// From a section.
    pub(super) path: String,
    pub(super) how: How,
}

/// How an image came along.
#[derive(Debug, Clone)]
pub(super) enum How {
    AsItWas,
    /// From this place, of which nothing but its name told.
    Guessed(String),
    /// A PDF, drawn anew.
    Drawn,
    /// The first picture of an animation.
    Stilled,
}

/// Where images lie, from the folder of sections.
const FOLDER: &str = "images";

/// Folders that sites are made of: what they hold lies at a site's root.
const ROOTS: &[&str] = &["static", "public", "assets", "docs", "src", "source", "content"];

/// Endings of images that some tools let one leave out, or put in the place of another.
const ENDINGS: &[&str] = &["svg", "png", "jpg", "jpeg", "gif", "webp", "pdf"];
const OTHERS: &[&str] = &["*", "pdf", "eps", "ps", "tif", "tiff", "emf", "wmf", "ai"];

impl Pictures {
    /// The image that the file at `from` names, or why it cannot be printed.
    pub(super) fn find(&mut self, from: &str, named: &str, shelf: &dyn Shelf) -> Result<Picture, String> {
        let named = named.replace('\\', "/");
        let own = resolve(from, &named);
        if let Some(known) = self.known.get(&own) {
            return known.clone();
        }
        let found = self.look(from, &named, &own, shelf);
        self.known.insert(own, found.clone());
        found
    }

    /// The name under which an image that is not there is to lie.
    pub(super) fn to_come(&self, address: &str) -> String {
        let bare = address.trim_start_matches(TO_COME).split(['?', '#']).next().unwrap_or_default();
        let name = bare.trim_end_matches('/').rsplit('/').next().unwrap_or_default();
        let (stem, ending) = name.rsplit_once('.').unwrap_or((name, ""));
        let known = image::is_ending(&ending.to_lowercase());
        let ending = if known { ending.to_lowercase() } else { "png".to_owned() };
        format!("{FOLDER}/{}.{ending}", slug(stem).unwrap_or_else(|| "image".to_owned()))
    }

    /// What an image that came along says of itself.
    pub(super) fn words(&self, path: &str) -> Option<String> {
        self.files.get(path).and_then(|bytes| image::words(bytes))
    }

    /// An image of the manuscript's repository, by its path in there.
    pub(super) fn beside(&mut self, path: &str, shelf: &dyn Shelf) -> Option<Picture> {
        let from_top = format!("{}{path}", "../".repeat(shelf.depth()));
        for place in [from_top.as_str(), path] {
            if let Ok(bytes) = read(place, shelf) {
                return self.take(place, bytes, shelf).ok();
            }
        }
        let mut found = shelf.paths().iter().filter(|own| path.ends_with(&format!("/{own}")));
        let only = found.next().filter(|_| found.next().is_none())?;
        self.take(only, read(only, shelf).ok()?, shelf).ok()
    }

    /// Looks where it is said to lie, then where the tool may have meant, then for its name.
    fn look(&mut self, from: &str, named: &str, own: &str, shelf: &dyn Shelf) -> Result<Picture, String> {
        let mut missing = None;
        for place in places(from, named, shelf.depth()) {
            let mut refused = None;
            for path in forms(&place) {
                match read(&path, shelf).map(|bytes| self.take(&path, bytes, shelf)) {
                    Ok(Ok(taken)) => return Ok(taken),
                    Ok(Err(why)) => drop(refused.get_or_insert(why)),
                    Err(why) => drop(missing.get_or_insert(why)),
                }
            }
            if let Some(why) = refused {
                return Err(why);
            }
        }
        let elsewhere = only_one(own, shelf.paths(), 1).or_else(|| only_one(own, shelf.around(), 2));
        let taken = elsewhere.and_then(|path| Some((path, self.take(path, read(path, shelf).ok()?, shelf).ok()?)));
        // By another case alone no other file is called.
        let is_guess = |path: &str| path.to_lowercase() != own.to_lowercase();
        let taken = taken.map(|(path, taken)| match is_guess(path) {
            true => Picture { how: How::Guessed(path.to_owned()), ..taken },
            false => taken,
        });
        taken.ok_or_else(|| missing.unwrap_or_default())
    }

    /// Takes an image along, or says why it cannot be printed.
    fn take(&mut self, path: &str, bytes: Vec<u8>, shelf: &dyn Shelf) -> Result<Picture, String> {
        let name = path.rsplit('/').next().unwrap_or(path);
        let (stem, ending) = name.rsplit_once('.').unwrap_or((name, ""));
        let (bytes, ending, how) = if signature::of(&bytes).is_some_and(|held| held.ending == "pdf") {
            (shelf.drawing_of_pdf(&bytes)?, "svg", How::Drawn)
        } else if let Some(still) = image::still(&bytes) {
            (still, "png", How::Stilled)
        } else {
            (bytes, ending, How::AsItWas)
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
        Ok(Picture { path: own, how })
    }
}

/// The bytes of an image. Where there are no symbolic links, git writes a file with the path of another in their place.
fn read(path: &str, shelf: &dyn Shelf) -> Result<Vec<u8>, String> {
    const MAX_LENGTH: usize = 300;
    let bytes = shelf.read(path)?;
    let text = std::str::from_utf8(&bytes).ok().filter(|text| text.len() < MAX_LENGTH && !text.contains(['\n', '<']));
    let other = text.and_then(|text| shelf.read(&resolve(path, text)).ok());
    Ok(other.unwrap_or(bytes))
}

/// Where an image may lie that the file at `from` names: there, from each folder above it, for its tool may have run
/// in any of them, and, if the name begins at a site's root, from where that may be. The manuscript's own folder lies
/// in `depth` others.
fn places(from: &str, named: &str, depth: usize) -> Vec<String> {
    let is_from_root = named.starts_with('/');
    let mut bare = named.trim_start_matches('/');
    while let Some(rest) = bare.strip_prefix("../").or_else(|| bare.strip_prefix("./")) {
        bare = rest;
    }
    let mut folder = if is_from_root { "" } else { from.rsplit_once('/').map_or("", |(folder, _)| folder) };
    let mut above = Vec::new();
    while !folder.is_empty() && !folder.ends_with("..") {
        above.push(format!("{folder}/"));
        folder = folder.rsplit_once('/').map_or("", |(folder, _)| folder);
    }
    above.extend((0..=depth).map(|height| "../".repeat(height)));
    let mut places = vec![resolve(from, named)];
    places.extend(above.iter().map(|folder| resolve(folder, bare)));
    if is_from_root {
        places.extend(above.iter().flat_map(|folder| ROOTS.iter().map(move |root| format!("{folder}{root}/{bare}"))));
    }
    places
}

/// The files that may be meant by a path: it, what was made of it, and, if it has no ending of an image that can be
/// printed, those that have.
fn forms(path: &str) -> Vec<String> {
    let mut forms = vec![path.to_owned()];
    forms.extend(frozen::image(path));
    let name = path.rsplit('/').next().unwrap_or(path);
    let stem = match name.rsplit_once('.') {
        Some((_, ending)) if OTHERS.contains(&&*ending.to_lowercase()) => &path[..path.len() - ending.len() - 1],
        None if !name.is_empty() => path,
        _ => return forms,
    };
    forms.extend(ENDINGS.iter().map(|ending| format!("{stem}.{ending}")));
    forms
}

/// The only path of which the last `parts` are those of another, whatever their case.
fn only_one<'p>(path: &str, paths: &'p [String], parts: usize) -> Option<&'p str> {
    let tail = |path: &str| {
        let tail: Vec<String> = path.rsplit('/').take(parts).map(str::to_lowercase).collect();
        Some(tail).filter(|tail| tail.len() == parts && !tail.iter().any(|part| part.is_empty() || part == ".."))
    };
    let own = tail(path)?;
    let mut found = paths.iter().filter(|other| *other != path && tail(other).as_ref() == Some(&own));
    found.next().filter(|_| found.next().is_none()).map(String::as_str)
}
