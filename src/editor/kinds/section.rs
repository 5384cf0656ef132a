//! Section files, as paper.toml names them.

use crate::editor::complete::Choice;
use crate::editor::desk::Desk;
use crate::editor::kind::Kind;
use crate::editor::mark::Mark;
use crate::editor::target::TargetKind;
use crate::editor::view::View;

pub(in crate::editor) static SECTION: Kind = Kind {
    name: "section",
    folder: "sections/",
    token: Some("string"),
    hover,
    word: |view| view.value_of(&SECTION),
    choices,
    ..Kind::PLAIN
};

fn title(desk: &Desk, path: &str) -> String {
    let heading = |kind| matches!(kind, TargetKind::Heading(_) | TargetKind::Annex);
    let first = desk.targets_of(path).iter().find(|target| heading(target.kind));
    first.map(|target| target.words_and_title(desk.terms())).unwrap_or_default()
}

fn hover(desk: &Desk, _: &'static str, mark: &Mark) -> Option<String> {
    let front = &desk.section(&mark.name)?.front_matter;
    let status = front.status.as_ref().map(|status| format!(", {}", status.value.name())).unwrap_or_default();
    // Of one that cannot be read nothing is known.
    let version = (!front.version.span.is_empty()).then(|| format!(", version {}{status}", front.version.value));
    Some(format!("**{}**\n\n{}{}", title(desk, &mark.name), mark.name, version.unwrap_or_default()))
}

/// Those that are there and not listed yet.
fn choices(desk: &Desk, view: &View) -> Vec<Choice> {
    let (_, marks) = desk.marks(view.source.path()).unzip();
    let listed: Vec<&str> = marks
        .into_iter()
        .flat_map(|marks| marks.iter())
        .filter(|mark| *mark.kind == SECTION && !(mark.range.start <= view.at && view.at <= mark.range.end))
        .map(|mark| mark.name.as_str())
        .collect();
    let paths = desk.project().paths_in("sections").filter(|path| path.ends_with(".md") && !listed.contains(path));
    paths.map(|path| Choice::new(&path[SECTION.folder.len()..], title(desk, path))).collect()
}
