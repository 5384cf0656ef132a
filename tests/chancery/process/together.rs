//! The command while others work at the same paper: other runs of it, and programs that save its files.

use std::fs;
use std::process::{Command, Stdio};
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;
use std::time::Duration;

use super::{Paper, Run};

/// Starts the command so often at once, and waits for all.
fn at_once(paper: &Paper, count: usize, arguments: &str) -> Vec<Run> {
    let start = |_| {
        let mut command: Command = paper.command(&paper.path(""), arguments);
        command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().expect("the command starts")
    };
    let started: Vec<_> = (0..count).map(start).collect();
    started.into_iter().map(|run| Run::from(run.wait_with_output().expect("the command ends"))).collect()
}

#[test]
fn of_releases_at_once_one_is_made() {
    let paper = Paper::new();
    let runs = at_once(&paper, 6, "release");
    let (done, refused): (Vec<_>, Vec<_>) = runs.iter().partition(|run| run.code == Some(0));
    assert_eq!(done.len(), 1, "{runs:?}");
    assert!(refused.iter().all(|run| run.err.contains("error[version-already-released]")), "{runs:?}");
}

#[test]
fn what_is_mended_at_once_is_all_mended() {
    let paper = Paper::new();
    let written = super::SECTION.replace("Some words.", "Some   words.\n\n*  An item\n*  Another");
    paper.write("sections/opening.md", &written);
    assert_eq!((paper.run("check --fix").code, paper.run("fmt").code), (Some(0), Some(0)));
    let mended = fs::read_to_string(paper.path("sections/opening.md")).unwrap();
    assert!(mended.contains("\n\nSome words.\n\n- An item\n"), "{mended}");
    for _ in 0..5 {
        paper.write("sections/opening.md", &written);
        let commands = ["fmt", "check --fix"].map(|arguments| paper.command(&paper.path(""), arguments));
        let started = commands.map(|mut command| command.stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap());
        for mut run in started {
            assert_eq!(run.wait().unwrap().code(), Some(0));
        }
        assert_eq!(fs::read_to_string(paper.path("sections/opening.md")).unwrap(), mended);
    }
}

#[test]
fn of_bumps_at_once_each_counts() {
    let paper = Paper::new();
    let runs = at_once(&paper, 8, "bump opening paper");
    assert!(runs.iter().all(|run| run.code == Some(0)), "{runs:?}");
    for path in ["sections/opening.md", "paper.toml"] {
        let text = fs::read_to_string(paper.path(path)).unwrap();
        assert!(text.contains("version = \"1.8.0\""), "{text}");
    }
}

/// Whoever comes second finds all of it there, and nobody takes away what another one wrote.
#[test]
fn of_templates_at_once_all_is_there() {
    let paper = Paper::new();
    for name in ["report", "europol --as house", "marking/tlp", "style/apa"] {
        let runs = at_once(&paper, 6, &format!("template {name}"));
        assert!(runs.iter().all(|run| run.code == Some(0)), "{name}: {runs:?}");
        let (wrote, found): (Vec<_>, Vec<_>) = runs.iter().partition(|run| !run.out.is_empty());
        assert_eq!(wrote.len(), 1, "{name}: {runs:?}");
        assert!(wrote[0].out.lines().all(|path| paper.path(path).is_file()), "{name}: {runs:?}");
        assert!(found.iter().all(|run| run.err.starts_with("All of it is there already")), "{name}: {runs:?}");
    }
}

/// Of papers that are begun at once in a folder that is there, one is whole, or none is begun.
#[test]
fn of_papers_begun_at_once_none_is_torn() {
    let paper = Paper::new();
    for number in 0..5 {
        let folder = format!("fresh-{number}");
        fs::create_dir(paper.path(&folder)).unwrap();
        let runs = at_once(&paper, 6, &format!("new {folder}"));
        let begun = runs.iter().filter(|run| run.code == Some(0)).count();
        assert_eq!(begun, 1, "{runs:?}");
        assert_eq!(paper.run(&format!("check {folder}")).code, Some(0));
    }
}

/// One section is always saved before the other, and refers to what that says now or did last: who read an old one of the
/// first beside a new one of the second would miss a label.
#[test]
fn what_is_read_stood_there_at_one_moment() {
    const FRONT: &str = "+++\nversion = \"1.0.0\"\n+++\n\n";
    let paper = Paper::new();
    paper.write("paper.toml", &super::MANIFEST.replace("\"opening.md\"", "\"a.md\", \"z.md\""));
    fs::remove_file(paper.path("sections/opening.md")).unwrap();
    // What takes long to read, the more may change meanwhile.
    (0..300).for_each(|number| paper.write(&format!("sections/notes/{number}.txt"), "Not of the paper."));
    let save = |generation: usize| {
        let first = format!("{FRONT}# A\n\n## This {{#g{generation}}}\n\n## Last {{#g{}}}\n", generation - 1);
        for (path, text) in [("a", first), ("z", format!("{FRONT}# Z\n\nSee [](#g{generation}).\n"))] {
            paper.write("new", &text);
            fs::rename(paper.path("new"), paper.path(&format!("sections/{path}.md"))).unwrap();
        }
    };
    save(1);
    let is_over = AtomicBool::new(false);
    let runs: Vec<_> = thread::scope(|scope| {
        scope.spawn(|| {
            for generation in 2.. {
                save(generation);
                if is_over.load(Ordering::Relaxed) {
                    break;
                }
                thread::sleep(Duration::from_millis(3 * (generation as u64 % 16)));
            }
        });
        let runs = (0..30).map(|_| paper.run("check --format short")).collect();
        is_over.store(true, Ordering::Relaxed);
        runs
    });
    let is_told = |run: &Run| run.code == Some(2) && run.out.contains("files of the paper change while they are read");
    let torn: Vec<_> = runs.iter().filter(|run| run.code != Some(0) && !is_told(run)).collect();
    assert!(torn.is_empty(), "{} of {}: {:?}", torn.len(), runs.len(), torn.first());
    assert_eq!(paper.run("check").code, Some(0));
}
