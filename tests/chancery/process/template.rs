//! A template is code: one that did not come with chancery has a process of its own, in which it can do no harm.

use std::fs;
use std::process::{Child, Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use chancery::builtin;

use super::{MANIFEST, Paper, Run, SECTION, Watch};

/// Enough for the paper, and little enough that no test takes long.
const MEMORY: &str = "--template-memory 0.25";
const TIME: &str = "--template-time 1";

/// The paper with a template of its own: the built-in one, and at the end of its text some code.
fn with_template(code: &str) -> Paper {
    let paper = Paper::new();
    paper.write("paper.toml", &MANIFEST.replace("\"europol\"\nsections", "\"house\"\nsections"));
    write_template(&paper, "house", code);
    paper
}

fn write_template(paper: &Paper, name: &str, code: &str) {
    write_template_to(paper, "", name, code);
}

fn write_template_to(paper: &Paper, folder: &str, name: &str, code: &str) {
    for (path, bytes) in builtin::files().filter(|(path, _)| path.starts_with("templates/europol/")) {
        let text =
            String::from_utf8(bytes.to_vec()).unwrap().replace("templates/europol", &format!("templates/{name}"));
        let end = if path.ends_with("paper.typ") { code } else { "" };
        paper.write(
            &format!("{folder}templates/{name}/{}", &path["templates/europol/".len()..]),
            &format!("{text}\n{end}\n"),
        );
    }
}

/// What has no end in memory, in time, or in depth, and passes all that can be seen without running it: with which
/// limit, and what is said of it.
const ATTACKS: [(&str, &str, &str); 11] = [
    (MEMORY, "more than 0.25 GB of memory", "#range(1000000000).len()"),
    (MEMORY, "more than 0.25 GB of memory", "#{ let s = \"a\" * 1000; for i in range(40) { s += s } }"),
    (MEMORY, "more than 0.25 GB of memory", "#{ let s = (1,); for i in range(40) { s += s } }"),
    (MEMORY, "more than 0.25 GB of memory", "#([a] * 1000000000)"),
    (MEMORY, "more than 0.25 GB of memory", "#for a in range(3000) { for b in range(3000) { [word ] } }"),
    (TIME, "more than 1 s of processor time", "#for a in range(100000) { for b in range(100000) { } }"),
    (TIME, "more than 1 s of processor time", "#{ let d = (:); for i in range(60) { d = (a: d, b: d) }; repr(d) }"),
    ("", "nests so deeply", "#eval(\"1+\" * 100000 + \"1\")"),
    ("", "nests so deeply", "#eval(\"a\" + \".b\" * 100000)"),
    ("", "nests so deeply", "#let c = [a]\n#for i in range(100000) { c = box(c) }\n#c"),
    ("", "nests so deeply", "#{ let c = (); for i in range(200000) { c = (c,) }; repr(c) }"),
];

#[test]
fn a_template_that_takes_too_much_is_told_of_and_nothing_is_written() {
    let paper = with_template("");
    paper.run("build");
    let before = fs::read(paper.path("out/tiny.pdf")).expect("the template prints");
    for (limit, told, code) in ATTACKS {
        write_template(&paper, "house", code);
        let run = paper.run(&format!("build {limit}"));
        assert_eq!((run.code, run.out.as_str()), (Some(2), ""), "{code}: {run:?}");
        let is_told =
            run.err.starts_with("error[cannot-run-template]: the template `house` ") && run.err.contains(told);
        assert!(is_told && run.err.contains("\n--> templates/house/paper.typ\n"), "{code}: {run:?}");
        assert!(run.err.ends_with("1 error, nothing was printed\n"), "{code}: {run:?}");
        assert_eq!(fs::read(paper.path("out/tiny.pdf")).unwrap(), before);
        assert_eq!(paper.out(), ["tiny.pdf"], "nothing else is left behind");
    }
}

/// The limit is that of whoever runs chancery: no option of ours gives more.
#[test]
#[cfg(target_os = "linux")]
fn a_system_that_gives_less_memory_is_named() {
    let paper = with_template("#range(1000000000).len()");
    let mut command = Command::new("sh");
    command.args(["-c", "ulimit -v 500000 && exec \"$0\" build", env!("CARGO_BIN_EXE_chancery")]);
    let run = Run::from(command.current_dir(paper.path("")).output().expect("a shell"));
    assert_eq!(run.code, Some(2), "{run:?}");
    assert!(run.err.contains(": the system gives no more than 512 MB of memory, "), "{run:?}");
    // A built-in template gets what there is: a paper that needs more is told so.
    let paper = Paper::new();
    paper.write("sections/opening.md", &format!("{SECTION}\n{}", "Some words, and more. ".repeat(400)));
    for memory in [80_000, 200_000, 250_000, 4_000_000] {
        let mut command = Command::new("sh");
        let limited = format!("ulimit -v {memory} && exec \"$0\" build");
        command.args(["-c", &limited, env!("CARGO_BIN_EXE_chancery")]);
        let run = Run::from(command.current_dir(paper.path("")).output().expect("a shell"));
        let is_said = ["cannot-run-template", "cannot-start-threads"].iter().any(|code| run.err.contains(code));
        let is_told = run.code == Some(2) && is_said;
        let is_built = run.code == Some(0);
        let expected = match memory {
            80_000 => is_told,
            4_000_000 => is_built,
            _ => is_told || is_built,
        };
        assert!(expected, "{memory}: {run:?}");
    }
}

#[test]
fn what_was_found_before_a_template_was_lost_is_told_as_well() {
    let paper = with_template("#range(1000000000).len()");
    paper.write("sections/opening.md", &SECTION.replace("Some words", "Some some words"));
    let run = paper.run(&format!("check --layout --format short {MEMORY}"));
    assert_eq!(run.code, Some(2), "{run:?}");
    let [repeated, lost] = &run.out.lines().collect::<Vec<_>>()[..] else { panic!("{run:?}") };
    assert!(repeated.contains("[repeated-word]") && lost.contains("error[cannot-run-template]"), "{run:?}");
    // What Typst was given to read is there, as it is if Typst refuses it.
    let run = paper.run(&format!("build --emit typst {MEMORY}"));
    assert_eq!((run.code, run.out.as_str()), (Some(2), "out/tiny-typst\n"), "{run:?}");
    assert!(paper.path("out/tiny-typst/templates/house/paper.typ").exists());
    fs::create_dir(paper.path("older")).unwrap();
    for file in ["paper.toml", "sections/opening.md"] {
        fs::create_dir_all(paper.path("older/sections")).unwrap();
        fs::copy(paper.path(file), paper.path("older").join(file)).unwrap();
    }
    paper.write("older/sections/opening.md", SECTION);
    let run = paper.run(&format!("redline ./older {MEMORY}"));
    assert_eq!((run.code, run.out.as_str()), (Some(2), ""), "{run:?}");
    assert!(run.err.starts_with("error[cannot-run-template]: "), "{run:?}");
    let run = paper.run(&format!("release {MEMORY}"));
    assert!(run.code == Some(1) && run.err.contains("error[repeated-word]"), "{run:?}");
    paper.write("sections/opening.md", SECTION);
    let run = paper.run(&format!("release {MEMORY}"));
    assert!(run.code == Some(2) && run.err.contains("error[cannot-run-template]"), "{run:?}");
    assert!(!paper.path("paper.lock").exists());
}

#[test]
fn limits_are_numbers_that_leave_room() {
    let paper = Paper::new();
    for wrong in ["--template-memory 0", "--template-memory much", "--template-memory=-1", "--template-time 0"] {
        let run = paper.run(&format!("build {wrong}"));
        assert!(run.code == Some(2) && run.err.starts_with("error: invalid value"), "{run:?}");
    }
    assert_eq!(paper.run("build --template-memory 0.1 --template-time 1").code, Some(0), "they bind no built-in one");
}

/// Whatever is said or made with a template of the paper's own is what is said and made without a worker.
#[test]
fn a_worker_changes_nothing_that_is_said_or_made() {
    let long = "x".repeat(300);
    let mistaken = SECTION.replace(
        "Some words.",
        &format!(
            "A \"word\" of  the the ISBN 9783161484100, see [](#opening){{#a}}.[^1]\n\n{long}\n\n| A |\n|---|\n| {long} |\n\
             \n![A](a.svg)\n\n*unclosed\n\n[^1]: A note.\n"
        ),
    );
    // Printed, with findings that have a second place, a fix, or are seen on the pages alone.
    let warned = format!("Some some \"words\", {long}.\n\n## Twice\n\nOne.\n\n## Twice\n\nTwo.");
    let warned = SECTION.replace("Some words.", &warned);
    let own = " // no more\n";
    let papers = [("", &warned), (own, &warned), ("", &mistaken), (own, &mistaken)];
    let papers = papers.map(|(code, section)| {
        let paper = Paper::new();
        paper.write("sections/opening.md", section);
        paper.write("older/paper.toml", &MANIFEST.replace("1.0.0", "0.9.0"));
        // What cannot be read of an older version is mended in it, and places count in what was mended.
        paper.write("older/sections/opening.md", &SECTION.replace("Some", "See [](#nowhere) \u{1} \u{12000}, some"));
        if !code.is_empty() {
            // In both versions, so that it is no change.
            ["", "older/"].iter().for_each(|folder| write_template_to(&paper, folder, "europol", code));
        }
        paper
    });
    let [right, right_there, wrong, wrong_there] = &papers;
    for (here, there) in [(right, right_there), (wrong, wrong_there)] {
        for format in ["human", "short", "json", "github", "gitlab", "sarif", "junit"] {
            for strict in ["", " --strict", " --all"] {
                let arguments = format!("check --layout --format {format}{strict}");
                let (one, other) = (here.run(&arguments), there.run(&arguments));
                assert_eq!((&one.code, &one.out), (&other.code, &other.out), "{arguments}");
            }
        }
        for arguments in ["build", "build --strict", "redline ./older", "redline ./older --exit-code"] {
            for paper in [here, there] {
                let _ = fs::remove_dir_all(paper.path("out"));
            }
            let (one, other) = (here.run(arguments), there.run(arguments));
            let timeless = |run: &Run| run.err.rsplit_once(", ").map(|(said, _)| said.to_owned());
            assert_eq!((one.code, &one.out, timeless(&one)), (other.code, &other.out, timeless(&other)), "{arguments}");
            assert_eq!(here.out(), there.out(), "{arguments}");
            for file in here.out() {
                let bytes = |paper: &Paper| fs::read(paper.path("out").join(&file)).unwrap();
                assert!(bytes(here) == bytes(there), "{arguments}: {file} differs");
            }
        }
    }
    let tree = |paper: &Paper| {
        paper.run("build --emit typst");
        fs::read_to_string(paper.path("out/tiny-typst/sections/opening.typ")).unwrap()
    };
    assert_eq!(tree(right), tree(right_there));
}

#[test]
fn watch_survives_what_a_template_does() {
    let paper = with_template("");
    let watch = Watch::start_with(&paper, &format!("watch {MEMORY} {TIME}"));
    watch.expect("built ../out/tiny.pdf, 2 pages, ");
    for (.., code) in [ATTACKS[0], ATTACKS[5], ATTACKS[9]] {
        write_template(&paper, "house", code);
        watch.expect("not built: 1 error, ");
        write_template(&paper, "house", "");
        watch.expect("built ../out/tiny.pdf, 2 pages, ");
    }
    paper.write("sections/opening.md", &SECTION.replace("Some", "Other"));
    watch.expect("built ../out/tiny.pdf, 2 pages, ");
    paper.write("paper.toml", MANIFEST);
    watch.expect("built ../out/tiny.pdf, 2 pages, ");
}

/// The processes that a process has started and that still run.
#[cfg(target_os = "linux")]
fn children(parent: u32) -> Vec<u32> {
    let numbers = fs::read_dir("/proc").unwrap().flatten();
    let numbers = numbers.filter_map(|entry| entry.file_name().to_string_lossy().parse::<u32>().ok());
    let is_child = |number: &u32| {
        let stat = fs::read_to_string(format!("/proc/{number}/stat")).unwrap_or_default();
        // Behind the name, which may hold anything: state and parent.
        let mut facts = stat.rsplit(") ").next().unwrap_or_default().split(' ');
        facts.next().is_some_and(|state| state != "Z") && facts.next() == Some(&parent.to_string())
    };
    numbers.filter(is_child).collect()
}

#[cfg(target_os = "linux")]
fn wait_for<T>(what: &str, mut look: impl FnMut() -> Option<T>) -> T {
    let started = Instant::now();
    while started.elapsed() < Duration::from_secs(30) {
        if let Some(found) = look() {
            return found;
        }
        thread::sleep(Duration::from_millis(5));
    }
    panic!("{what} in vain");
}

#[cfg(target_os = "linux")]
fn start(paper: &Paper, arguments: &str) -> Child {
    let mut command: Command = paper.command(&paper.path(""), arguments);
    command.stdout(Stdio::piped()).stderr(Stdio::null()).spawn().expect("the command starts")
}

#[test]
#[cfg(target_os = "linux")]
fn a_worker_ends_with_whoever_started_it_and_a_built_in_template_has_none() {
    let is_worker = |number: &u32| {
        fs::read(format!("/proc/{number}/cmdline"))
            .is_ok_and(|line| line.split(|byte| *byte == 0).nth(1) == Some(b"worker"))
    };
    let own = with_template("#for a in range(100000) { for b in range(100000) { } }");
    let built_in = Paper::new();
    write_template(&built_in, "unused", "");
    // The same text with the ends of lines of another system is the same template.
    let (path, bytes) = builtin::files().find(|(path, _)| path.ends_with("europol/paper.typ")).unwrap();
    built_in.write(path, &String::from_utf8(bytes.to_vec()).unwrap().replace('\n', "\r\n"));
    for command in ["build", "watch", "check --layout"] {
        let mut shell = start(&own, command);
        let worker = wait_for("a worker was looked for", || children(shell.id()).into_iter().find(is_worker));
        // It computes by now, or will.
        thread::sleep(Duration::from_millis(100));
        shell.kill().unwrap();
        shell.wait().unwrap();
        wait_for("the end of the worker was waited for", || (!is_worker(&worker)).then_some(()));
    }
    let watch = Watch::start(&built_in);
    watch.expect("built ../out/tiny.pdf, 2 pages, ");
    assert_eq!(children(watch.child.id()), [0; 0]);
}

/// Whoever starts a worker by hand is told that there is no such command.
#[test]
fn nobody_is_told_of_the_worker() {
    let paper = Paper::new();
    for arguments in ["--help", "man", "completions bash"] {
        assert!(!paper.run(arguments).out.contains("worker"), "{arguments}");
    }
    assert!(paper.run("worker").err.starts_with("error: unrecognized subcommand"));
    let run = paper.run("worker 1000000000 false");
    assert_eq!((run.code, run.out.as_str(), run.err.as_str()), (Some(0), "", ""), "nobody asks it anything");
}
