//! Other names for labels, works, footnotes, section files: what has to be written where.

use std::collections::BTreeSet;
use std::ops::Range;

use super::desk::Desk;
use super::kind::Renaming;
use super::kinds::{DATA, IMAGE, SECTION};
use super::mark::{Mark, Marks, Role};
use super::marks;
use super::navigate::{same, stands};
use crate::diagnostic::Diagnostics;
use crate::markdown;
use crate::project::{self, File, MANIFEST, fits, is_pattern, join, relative};
use crate::source::Source;

/// A text in the place of another.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Edit {
    pub path: String,
    pub range: Range<usize>,
    pub text: String,
}

/// All that gives something another name.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Rename {
    /// In files as they are called now, in order. No two of them overlap.
    pub edits: Vec<Edit>,
    /// Files that are called otherwise afterwards: from and to.
    pub moves: Vec<(String, String)>,
}

/// What would be renamed at byte `at` of a file, and how it is called now. If nothing can be, why, in a sentence.
pub fn can_rename(desk: &Desk, path: &str, at: usize) -> Result<(Range<usize>, String), String> {
    let mark = stands(desk, path, at).ok_or("Nothing that has a name stands here.")?;
    let text = desk.source(path).map_or("", |source| source.text());
    let name = text.get(mark.range.clone()).unwrap_or_default().to_owned();
    if *mark.kind == SECTION {
        movable(desk, &mark.name)?;
        return Ok((at_cursor(mark, at), name));
    }
    renaming(&mark)?;
    all(desk, path, &mark)?;
    Ok((at_cursor(mark, at), name))
}

/// Where a name stands, or what names it from elsewhere, such as a link by its definition.
fn at_cursor(mark: Mark, at: usize) -> Range<usize> {
    if mark.range.start <= at && at <= mark.range.end { mark.range } else { mark.whole }
}

/// What gives the name at byte `at` of a file another one, everywhere. If that cannot be done, why, in a sentence.
pub fn rename(desk: &Desk, path: &str, at: usize, new: &str) -> Result<Rename, String> {
    let mark = stands(desk, path, at).ok_or("Nothing that has a name stands here.")?;
    if *mark.kind == SECTION {
        let new = new.strip_prefix(SECTION.folder).unwrap_or(new);
        let ending = if new.ends_with(".md") { "" } else { ".md" };
        return rename_section(desk, &mark.name, &format!("{}{new}{ending}", SECTION.folder));
    }
    let renaming = renaming(&mark)?;
    (renaming.check)(new)?;
    let marks = all(desk, path, &mark)?;
    let compared = (renaming.compared)(new);
    if compared != mark.name {
        let taken = Mark { name: compared, ..mark.clone() };
        if let Some((file, _)) = same(desk, path, &taken).next() {
            return Err(format!("The {} `{new}` is there already, in {file}.", mark.kind.name));
        }
    }
    let edits = marks.iter().map(|(path, other)| {
        // What braces are around a key stays there, though the new one needs none.
        Edit { path: (*path).to_owned(), range: other.range.clone(), text: new.to_owned() }
    });
    let edits = edits.collect();
    Ok(Rename { edits: in_order(edits), moves: Vec::new() })
}

/// What moves a section file, by paths in the project: paper.toml names it as before, and it names the same files.
pub fn rename_section(desk: &Desk, from: &str, to: &str) -> Result<Rename, String> {
    let source = movable(desk, from)?;
    let name = to.strip_prefix(SECTION.folder).unwrap_or_default();
    let is_strange = |part: &str| matches!(part, "" | "." | "..") || part.contains(['\\', ':', '"', '\'', '*']);
    let is_sound = name.ends_with(".md") && !name.split('/').any(is_strange) && !name.contains(char::is_control);
    if !is_sound || !project::is_project_path(to) {
        return Err("A section is a file below `sections/` that ends in `.md`, with `/` between folders and without \
                    `\\`, `:`, `*` and quotation marks in its name."
            .to_owned());
    }
    if from != to && desk.project().contains(to) {
        return Err(format!("There is a file `{to}` already."));
    }
    let patterns =
        section_marks(desk).filter(|(_, mark)| is_pattern(&mark.name) && !desk.project().contains(&mark.name));
    for (path, mark) in patterns {
        let pattern = &mark.name;
        if fits(pattern, from) != fits(pattern, to) {
            return Err(format!(
                "`{pattern}` in {path} is for one of `{from}` and `{to}`, and not for the other: choose another name, \
                 or change the pattern first."
            ));
        }
    }
    let named = section_marks(desk).filter(|(_, mark)| mark.name == from).map(|(path, mark)| {
        let written = desk.source(path).and_then(|source| source.text().get(mark.range.clone()));
        let text = if written == Some(from) { to } else { name };
        Edit { path: path.to_owned(), range: mark.range.clone(), text: text.to_owned() }
    });
    let mut edits: Vec<Edit> = named.collect();
    edits.extend(paths_from(desk, source, to)?);
    Ok(Rename { edits: in_order(edits), moves: vec![(from.to_owned(), to.to_owned())] })
}

/// What is written in a section's file so that it names the same images and data when it lies at `to`.
fn paths_from(desk: &Desk, source: &Source, to: &str) -> Result<Vec<Edit>, String> {
    let from = source.path();
    let folder = |path: &str| path.rsplit_once('/').map_or(String::new(), |(folder, _)| folder.to_owned());
    let (old, new) = (folder(from), folder(to));
    let Some((_, marks)) = desk.marks(from).filter(|_| old != new) else { return Ok(Vec::new()) };
    let mut edits = Vec::new();
    for mark in marks.iter().filter(|mark| is_file(mark)) {
        let written = &source.text()[mark.range.clone()];
        let Some(file) = join(&old, written).filter(|_| mark.is_typed) else { return Err(not_typed(from, mark)) };
        let path = relative(&new, &file);
        let is_enclosed = source.text()[..mark.range.start].ends_with(['<', '"']);
        let needs_enclosing = path.contains(|one: char| one.is_whitespace() || "(){}=".contains(one));
        let text = match *mark.kind == IMAGE {
            _ if is_enclosed || !needs_enclosing => path,
            true => format!("<{path}>"),
            false => format!("\"{path}\""),
        };
        edits.push(Edit { path: from.to_owned(), range: mark.range.clone(), text });
    }
    let edits = in_order(edits);
    // Markdown has meanings for more characters than blanks: what is written is read, and has to be the same.
    let mut text = source.text().to_owned();
    edits.iter().rev().for_each(|edit| text.replace_range(edit.range.clone(), &edit.text));
    let moved = File::new(to, text.into_bytes());
    let section = markdown::parse(moved.source(), &mut Diagnostics::new());
    let named = |marks: &Marks| {
        let files = marks.iter().filter(|mark| is_file(mark));
        files.map(|mark| (mark.kind.name, mark.name.clone())).collect::<BTreeSet<_>>()
    };
    match named(&marks::of(moved.source(), Some(&section))) == named(marks) {
        true => Ok(edits),
        false => Err(format!("A path of an image or of data in {from} cannot be written in `{to}`: move it by hand.")),
    }
}

fn is_file(mark: &Mark) -> bool {
    [&IMAGE, &DATA].contains(&mark.kind)
}

/// A section file that can be called otherwise.
fn movable<'d>(desk: &'d Desk, path: &str) -> Result<&'d Source, String> {
    let source = desk.source(path).ok_or_else(|| format!("There is no file `{path}`."))?;
    let marks: Vec<_> = section_marks(desk).filter(|(_, mark)| mark.name == path).collect();
    if marks.iter().filter(|(_, mark)| is_listed(desk, mark)).count() > 1 {
        return Err(format!("paper.toml lists `{path}` twice: delete one of them first."));
    }
    match marks.into_iter().find(|(_, mark)| !mark.is_typed) {
        Some((path, mark)) => Err(not_typed(path, mark)),
        None => Ok(source),
    }
}

/// Whether a section is named in the list of sections, and not where something is said of it.
fn is_listed(desk: &Desk, mark: &Mark) -> bool {
    let text = desk.source(MANIFEST).and_then(|source| source.text().get(mark.range.clone()));
    text.is_some_and(|text| text != mark.name)
}

/// Where section files are named, or patterns that may be for some.
fn section_marks(desk: &Desk) -> impl Iterator<Item = (&'static str, &Mark)> {
    let all = desk.all_marks().flat_map(|(path, marks)| marks.iter().map(move |mark| (path, mark)));
    all.filter(|(_, mark)| *mark.kind == SECTION)
}

const RENAMED: &str = "Labels, keys of works, footnotes, section files can be renamed; this is none of them.";

fn renaming(mark: &Mark) -> Result<&'static Renaming, String> {
    mark.kind.renaming.as_ref().ok_or_else(|| RENAMED.to_owned())
}

/// All places of a name, each of which can be edited.
fn all<'d>(desk: &'d Desk, path: &'d str, mark: &'d Mark) -> Result<Vec<(&'static str, &'d Mark)>, String> {
    let places: Vec<_> = same(desk, path, mark).collect();
    let mut defined = places.iter().filter(|(_, other)| other.role == Role::Definition);
    let Some((first, _)) = defined.next() else {
        return Err(format!("Nothing defines the {} `{}`: there is nothing to be renamed.", mark.kind.name, mark.name));
    };
    if let Some((second, _)) = defined.next() {
        let places = if first == second { (*first).to_owned() } else { format!("{first} and {second}") };
        return Err(format!(
            "Two places define the {} `{}`, in {places}: give one another name by hand.",
            mark.kind.name, mark.name
        ));
    }
    // What a link definition or another mark of the same place has is edited there.
    let is_edited = |range: &Range<usize>, path: &str| {
        places.iter().any(|(other, mark)| *other == path && mark.is_typed && mark.range == *range)
    };
    if let Some((path, other)) = places.iter().find(|(path, other)| !other.is_typed && !is_edited(&other.range, path)) {
        return Err(not_typed(path, other));
    }
    let is_text = |path: &str| desk.project().bytes(path).is_some_and(|bytes| std::str::from_utf8(bytes).is_ok());
    if let Some((path, _)) = places.iter().find(|(path, _)| !is_text(path)) {
        return Err(format!("{path} is not UTF-8 text: save it in UTF-8 first."));
    }
    if let Some((path, line)) = unread(desk, path, mark) {
        let name = &mark.name;
        return Err(format!(
            "`{name}` stands in line {line} of {path}, too, which cannot be read: mend that line first."
        ));
    }
    Ok(places.into_iter().filter(|(_, other)| other.is_typed).collect())
}

/// Where a name stands that was not read as one, since what is around it is no sound text: the file, and its line.
fn unread(desk: &Desk, path: &str, mark: &Mark) -> Option<(&'static str, usize)> {
    let renaming = mark.kind.renaming.as_ref()?;
    let is_asked = |file: &&str| file.ends_with(".md") && (!mark.kind.is_local || *file == path);
    for file in desk.project().paths_in("sections").filter(is_asked) {
        let Some(source) = desk.source(file) else { continue };
        let (text, marks) = (source.text(), desk.marks(file).map(|(_, marks)| marks));
        // Nothing is asked for by a name in front matter.
        let body = markdown::front_matter(text).map_or(0, |front| front.end);
        let is_known = |at: usize| {
            let mut known = marks.into_iter().flat_map(|marks| marks.iter());
            marks.is_some_and(|marks| marks.is_quiet(at)) || known.any(|other| other.range.start == at)
        };
        let found = text[body..].match_indices(['@', '[', ']', '{']).find_map(|(at, sign)| {
            let at = body + at;
            let is_word = sign == "@" && text[..at].ends_with(char::is_alphanumeric);
            let place = at + (renaming.mention)(&text[at..], &mark.name)?;
            (!is_word && !text[..at].ends_with('\\') && !is_known(place)).then_some(at)
        });
        if let Some(at) = found {
            return Some((file, source.position(at).line));
        }
    }
    None
}

/// Each once, as they stand in their files.
fn in_order(mut edits: Vec<Edit>) -> Vec<Edit> {
    edits.sort_by(|one, other| (&one.path, one.range.start).cmp(&(&other.path, other.range.start)));
    edits.dedup();
    edits
}

fn not_typed(path: &str, mark: &Mark) -> String {
    format!("`{}` is not written letter by letter in {path}: give it its name there by hand first.", mark.name)
}
