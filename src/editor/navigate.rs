//! What stands at a byte, where it is defined, where else it stands.

use super::Place;
use super::desk::Desk;
use super::kinds::KINDS;
use super::mark::{Mark, Role};
use super::view::View;

/// What stands at byte `at` of a file; of a name that is still being written, as much of it as there is.
pub fn stands(desk: &Desk, path: &str, at: usize) -> Option<Mark> {
    let (_, marks) = desk.marks(path)?;
    marks.at(at).cloned().or_else(|| half_written(desk, path, at))
}

fn half_written(desk: &Desk, path: &str, at: usize) -> Option<Mark> {
    let view = View::new(desk, path, at)?;
    let (kind, range) = KINDS.iter().find_map(|kind| Some((*kind, (kind.word)(&view)?)))?;
    let typed = &view.source.text()[range.clone()];
    if typed.is_empty() {
        return None;
    }
    let name = format!("{}{typed}", kind.folder);
    let name = kind.renaming.as_ref().map_or(name.clone(), |renaming| (renaming.compared)(&name));
    Some(Mark { kind, role: Role::Use, name, whole: range.clone(), range, is_typed: true })
}

/// Where the name at a byte is defined.
pub fn definition(desk: &Desk, path: &str, at: usize) -> Vec<Place> {
    let Some(mark) = stands(desk, path, at) else { return Vec::new() };
    let defined = same(desk, path, &mark).filter(|(_, other)| other.role == Role::Definition);
    let places = distinct(defined.map(|(path, other)| Place { path, range: other.range.clone() }));
    if places.is_empty() { (mark.kind.home)(desk, &mark) } else { places }
}

/// Where the name at a byte stands, in the order of paths; its definition among these if that is asked for.
pub fn references(desk: &Desk, path: &str, at: usize, with_definition: bool) -> Vec<Place> {
    let Some(mark) = stands(desk, path, at) else { return Vec::new() };
    let wanted = same(desk, path, &mark).filter(|(_, other)| with_definition || other.role == Role::Use);
    distinct(wanted.map(|(path, other)| Place { path, range: other.range.clone() }))
}

/// The places of the same file at which the name at a byte stands, and whether it is defined there.
pub fn same_in_file(desk: &Desk, path: &str, at: usize) -> Vec<(Place, Role)> {
    let Some(mark) = stands(desk, path, at) else { return Vec::new() };
    let here = same(desk, path, &mark).filter(|(other, _)| *other == path);
    here.map(|(path, other)| (Place { path, range: other.range.clone() }, other.role)).collect()
}

/// All marks of the same name, with their files.
pub(super) fn same<'d>(
    desk: &'d Desk,
    path: &'d str,
    mark: &'d Mark,
) -> impl Iterator<Item = (&'static str, &'d Mark)> {
    let files = desk.all_marks().filter(move |(other, _)| !mark.kind.is_local || *other == path);
    let all = files.flat_map(|(path, marks)| marks.iter().map(move |other| (path, other)));
    all.filter(move |(_, other)| other.kind == mark.kind && other.name == mark.name)
}

/// The file that a name is the path of.
pub(super) fn file(desk: &Desk, mark: &Mark) -> Vec<Place> {
    let is_file = !mark.kind.folder.is_empty();
    let file = desk.project().file(&mark.name).filter(|file| is_file && !file.is_builtin());
    file.map(|file| Place { path: file.path(), range: 0..0 }).into_iter().collect()
}

fn distinct(places: impl Iterator<Item = Place>) -> Vec<Place> {
    let mut places: Vec<_> = places.collect();
    places.sort_by_key(|place| (place.path, place.range.start, place.range.end));
    places.dedup();
    places
}
