//! A new paper: what is there already stays, and what servers are told to do works when it is done.

#![cfg(unix)]

use std::fs;
use std::os::unix::fs::{PermissionsExt, symlink};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use tempfile::TempDir;

/// A folder with a repository, and programs that stand in for those that the servers have.
struct Scratch {
    home: TempDir,
}

impl Scratch {
    fn new() -> Self {
        let scratch = Self { home: TempDir::new().expect("a folder for the test") };
        for folder in ["programs", "repository"] {
            fs::create_dir(scratch.path(folder)).unwrap();
        }
        symlink(env!("CARGO_BIN_EXE_chancery"), scratch.path("programs/chancery")).unwrap();
        for (program, text) in [
            ("cargo", "exit 9"),
            ("rustup", "exit 9"),
            ("apt-get", "exit 9"),
            ("gh", "echo \"$@\" >> ../calls; case \"$*\" in *--jq*) cat ../old 2>/dev/null || true;; esac"),
            ("curl", "echo \"$@\" >> ../calls"),
            ("jq", "cat > /dev/null; cat ../old 2>/dev/null || true"),
        ] {
            let path = scratch.path("programs").join(program);
            fs::write(&path, format!("#!/bin/sh\n{text}\n")).unwrap();
            fs::set_permissions(path, fs::Permissions::from_mode(0o755)).unwrap();
        }
        scratch.sh("git init -q -b main . && git config user.name A && git config user.email a@b.c", &[]);
        scratch
    }

    fn path(&self, path: &str) -> PathBuf {
        self.home.path().join(path)
    }

    fn read(&self, path: &str) -> String {
        fs::read_to_string(self.path("repository").join(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
    }

    /// Runs a script in the repository: exit code, and both streams.
    fn sh(&self, script: &str, variables: &[(&str, &str)]) -> (Option<i32>, String) {
        let system = std::env::var("PATH").unwrap_or_default();
        let mut shell = Command::new("bash");
        shell.args(["-e", "-c", script]).current_dir(self.path("repository")).stdin(Stdio::null());
        shell.env_clear().env("HOME", self.home.path()).env("LC_ALL", "C.UTF-8").env("GIT_CONFIG_NOSYSTEM", "1");
        shell.env("PATH", format!("{}:{system}", self.path("programs").display())).envs(variables.iter().copied());
        let output = shell.output().expect("there is a shell");
        let streams = [output.stdout, output.stderr].concat();
        (output.status.code(), String::from_utf8_lossy(&streams).into_owned())
    }

    #[track_caller]
    fn must(&self, script: &str, variables: &[(&str, &str)]) -> String {
        let (code, said) = self.sh(script, variables);
        assert_eq!(code, Some(0), "{script}\n{said}");
        said
    }
}

/// The commands of a file in YAML, in order, each with the key that it stands below: those after `run:`, and the items
/// of GitLab's lists of commands.
fn commands(yaml: &str) -> Vec<(String, String)> {
    let mut commands = Vec::new();
    let mut key = String::new();
    let mut lines = yaml.lines().peekable();
    while let Some(line) = lines.next() {
        let indent = line.len() - line.trim_start().len();
        let text = line.trim_start();
        if let Some(name) = text.strip_suffix(':').filter(|name| !name.contains(' ')) {
            name.clone_into(&mut key);
        }
        let is_script = matches!(key.as_str(), "before_script" | "script" | "after_script");
        let command = match text.trim_start_matches("- ").strip_prefix("run: ") {
            Some(command) => command,
            None if is_script && text.starts_with("- ") => &text[2..],
            None => continue,
        };
        let mut command = command.to_owned();
        if command == "|" {
            command.clear();
            let is_inside = |line: &&str| line.trim().is_empty() || line.len() - line.trim_start().len() > indent;
            while let Some(line) = lines.next_if(is_inside) {
                command += &format!("{}\n", line.get(indent + 2..).unwrap_or_default());
            }
        }
        commands.push((if text.contains("run: ") { "run".to_owned() } else { key.clone() }, command));
    }
    commands
}

/// The value of a key that stands alone on its line, in double quotes.
fn value(yaml: &str, key: &str) -> String {
    let line = yaml.lines().find_map(|line| line.trim().strip_prefix(&format!("{key}: ")));
    line.unwrap_or_else(|| panic!("no {key} in {yaml}")).trim_matches('"').to_owned()
}

/// Starts a paper in `folder` of the repository, changes it in a second commit, and tells the first.
fn changed_paper(scratch: &Scratch, folder: &str) -> String {
    scratch.must(&format!("chancery new '{folder}' && git add -A && git commit -qm one"), &[]);
    let change = format!("cd '{folder}' && echo 'One more sentence.' >> sections/introduction.md && chancery fmt");
    scratch.must(&format!("{change} && git add -A && git commit -qm two"), &[]);
    scratch.must("git rev-parse HEAD~1", &[]).trim().to_owned()
}

#[test]
fn the_steps_for_github_are_done() {
    for (folder, workflow) in [(".", "paper"), ("papers/On crime", "paper-on-crime")] {
        let scratch = Scratch::new();
        let base = changed_paper(&scratch, folder);
        let yaml = scratch.read(&format!(".github/workflows/{workflow}.yml"));
        let steps = commands(&yaml);
        assert_eq!(steps.len(), 8, "{steps:?}");
        assert!(steps.iter().all(|(_, step)| !step.contains("${{")), "values reach scripts as variables");
        let paper = value(&yaml, "PAPER");
        let set = [("CHANCERY", "https://example.org/chancery"), ("CHANCERY_REVISION", "0123abc")];
        let variables = [("PAPER", paper.as_str()), ("BASE", &base), ("NUMBER", "7"), ("GITHUB_REPOSITORY", "a/b")];
        let variables = [&set[..], &variables].concat();
        let (code, said) = scratch.sh(&steps[0].1, &set[..1]);
        assert_eq!((code, said.lines().count()), (Some(1), 1), "{said}");
        steps.iter().for_each(|(_, step)| drop(scratch.must(step, &variables)));

        let changes = scratch.read("chancery-report/changes.md");
        assert!(
            changes.starts_with("<!-- chancery redline of ") && changes.contains("One more sentence."),
            "{changes}"
        );
        assert!(scratch.read("chancery-report/findings.sarif").contains("\"2.1.0\""));
        assert_eq!(fs::read_dir(scratch.path("repository/chancery-report")).unwrap().count(), 3, "and the PDF");
        assert!(scratch.must("cat ../calls", &[]).contains("--method POST repos/a/b/issues/7/comments "));
        fs::write(scratch.path("old"), "12\n34\n").unwrap();
        scratch.must(&steps.last().unwrap().1, &variables);
        let calls = scratch.must("cat ../calls", &[]);
        assert!(calls.contains("--method PATCH repos/a/b/issues/comments/12 "), "its own comment changes: {calls}");

        scratch.must(&format!("cd '{folder}' && sed -i 's/^status = .*/status = \"final\"/' paper.toml"), &[]);
        scratch.must(&format!("cd '{folder}' && printf '\\n\\n\\nWords \"so\".\\n' >> sections/introduction.md"), &[]);
        let check = steps.iter().find(|(_, step)| step.contains("--format github")).unwrap();
        assert_eq!(scratch.sh(&check.1, &variables).0, Some(1), "a final paper passes the strict check or none");
        let format = steps.iter().find(|(_, step)| step.contains("fmt")).unwrap();
        assert_eq!(scratch.sh(&format.1, &variables).0, Some(1), "one empty line is enough");
    }
}

#[test]
fn the_steps_for_gitlab_are_done() {
    let scratch = Scratch::new();
    let base = changed_paper(&scratch, ".");
    let yaml = scratch.read(".gitlab-ci.yml");
    let steps = commands(&yaml);
    let of = |key: &str| -> Vec<String> {
        steps.iter().filter(|(other, _)| other == key).map(|(_, step)| step.clone()).collect()
    };
    let set = [("CHANCERY", "https://example.org/chancery"), ("CHANCERY_REVISION", "0123abc")];
    let top = scratch.path("repository").display().to_string();
    let cargo = format!("{top}/.cargo");
    let job = [("PAPER", "."), ("CI_PROJECT_DIR", top.as_str()), ("CARGO_HOME", &cargo), ("CI_PROJECT_ID", "5")];
    let job = [&set[..], &job].concat();
    let merge = [("CI_MERGE_REQUEST_IID", "7"), ("CI_MERGE_REQUEST_DIFF_BASE_SHA", base.as_str())];
    let merge = [&job[..], &merge, &[("CI_API_V4_URL", "https://gitlab.example/api/v4")]].concat();

    let (code, said) = scratch.sh(&of("before_script")[0], &set[1..]);
    assert_eq!((code, said.lines().count()), (Some(1), 1), "{said}");
    let script = [of("before_script"), of("script")].concat().join("\n");
    scratch.must(&script, &job);
    let after = of("after_script");
    assert_eq!(after.len(), 2);
    after.iter().for_each(|step| assert_eq!(scratch.must(step, &job), "", "nothing to do without a merge request"));
    scratch.must(&after[0], &merge);
    assert!(scratch.must(&after[1], &merge).contains("CHANCERY_TOKEN"));
    let merge = [&merge[..], &[("CHANCERY_TOKEN", "x")]].concat();
    scratch.must(&after[1], &merge);
    let notes = "https://gitlab.example/api/v4/projects/5/merge_requests/7/notes";
    assert!(scratch.must("cat ../calls", &[]).ends_with(&format!("body@comment.md --output /dev/null {notes}\n")));
    fs::write(scratch.path("old"), "12\n").unwrap();
    scratch.must(&after[1], &merge);
    assert!(scratch.must("cat ../calls", &[]).ends_with(&format!("--output /dev/null {notes}/12\n")));
    assert!(scratch.read("comment.md").contains("One more sentence."));
    assert!(scratch.read("chancery-report/findings.json").starts_with('['));
}

#[test]
fn what_is_in_a_clone_stays_and_is_told() {
    let scratch = Scratch::new();
    for (file, text) in [("README.md", "mine"), ("LICENSE", "mine"), (".gitignore", "mine"), (".github/x.yml", "mine")]
    {
        fs::create_dir_all(scratch.path("repository/.github")).unwrap();
        fs::write(scratch.path("repository").join(file), text).unwrap();
    }
    let said = scratch.must("chancery new .", &[]);
    assert!(said.starts_with(".\nTo print the paper, run `chancery build` in this folder;"), "{said}");
    assert!(said.contains("`.gitignore` and `README.md` were there and stay as they are."), "{said}");
    assert!(said.contains("`/out/` in `.gitignore`"), "{said}");
    for file in ["README.md", "LICENSE", ".gitignore", ".github/x.yml"] {
        assert_eq!(scratch.read(file), "mine");
    }
    assert!(scratch.must("chancery build", &[]).starts_with("out/repository.pdf\n"));
    assert!(scratch.read(".github/workflows/paper.yml").contains("PAPER: \".\""));

    let said = scratch.must("chancery new papers/x", &[]);
    assert!(said.starts_with("papers/x\nTo print the paper, run `chancery build` in `papers/x`;"), "{said}");
    assert!(said.contains("GitHub and GitLab find `.github/workflows/paper-x.yml`."), "{said}");
    assert!(said.contains("`include: papers/x/.gitlab-ci.yml`"), "GitLab reads one file alone: {said}");
    let workflow = scratch.read(".github/workflows/paper-x.yml");
    assert!(workflow.contains("PAPER: \"papers/x\"") && workflow.contains("  group: paper-x-${{ "), "{workflow}");
    assert!(scratch.read("papers/x/.gitlab-ci.yml").contains("\npaper-x:\n"), "jobs of several papers stay apart");
    assert!(!scratch.path("repository/papers/x/.github").exists());
}

#[test]
fn what_somebody_has_begun_is_left_alone() {
    let scratch = Scratch::new();
    let full = scratch.path("full");
    fs::create_dir_all(full.join(".git")).unwrap();
    fs::write(full.join("notes.txt"), "mine").unwrap();
    fs::write(scratch.path("file"), "mine").unwrap();
    for (folder, reason) in [
        ("full", "error[folder-not-empty]: `../full` is not empty: it holds `notes.txt`"),
        ("file", "a part of the path is not a folder"),
    ] {
        let (code, said) = scratch.sh(&format!("chancery new ../{folder}"), &[]);
        assert!(code == Some(2) && said.contains(reason), "{said}");
    }
    assert_eq!(fs::read_dir(&full).unwrap().count(), 2, "nothing is left behind");
    // What stands in the way after all is found before anything is there.
    fs::remove_file(full.join("notes.txt")).unwrap();
    fs::write(full.join(".github"), "a file").unwrap();
    let (code, said) = scratch.sh("chancery new ../full", &[]);
    assert!(code == Some(2) && said.contains("cannot be written"), "{said}");
    assert_eq!(names(&full), [".git", ".github"]);
}

fn names(folder: &Path) -> Vec<String> {
    let entries = fs::read_dir(folder).unwrap().flatten();
    let mut names: Vec<_> = entries.map(|entry| entry.file_name().to_string_lossy().into_owned()).collect();
    names.sort();
    names
}
