//! A paper as it stood at a git revision, read through the `git` program.

use std::io::Write;
use std::path::Path;
use std::process::{Command, Output, Stdio};

use chancery::diagnostic::{Code, Diagnostic, Place};
use chancery::project::{MANIFEST, Project, is_project_path};

use super::Failure;
use super::disk;
use super::terminal::reason;

/// Reads the paper in `folder` as it stood at `revision`.
pub fn read(folder: &Path, revision: &str) -> Result<Project, Failure> {
    let git = Git { folder, revision };
    let prefix = git.prefix()?;
    let commit = git.commit()?;
    let listed = git.output(&["ls-tree", "-r", "-z", "--full-tree", &commit], None)?;
    let mut files = Vec::new();
    for line in listed.stdout.split(|byte| *byte == 0).filter(|line| !line.is_empty()) {
        // `100644 blob <object>\t<path>`
        let line = String::from_utf8_lossy(line);
        let Some((facts, path)) = line.split_once('\t') else { continue };
        let Some(path) = path.strip_prefix(&prefix).filter(|path| is_project_path(path)) else { continue };
        if path.split('/').any(disk::is_skipped) {
            continue;
        }
        let mut facts = facts.split(' ');
        let (Some(mode), Some(_), Some(object)) = (facts.next(), facts.next(), facts.next()) else { continue };
        if !mode.starts_with("100") {
            let message = format!("`{path}` is a symbolic link or a submodule at `{revision}`");
            return Err(git.refuse(
                "symbolic-link",
                message,
                "A paper holds all that it is made of: compare with another revision.",
            ));
        }
        files.push((path.to_owned(), object.to_owned()));
    }
    if !files.iter().any(|(path, _)| path == MANIFEST) {
        let message = format!("there is no `{prefix}{MANIFEST}` at `{revision}`");
        return Err(git.refuse(
            "no-project",
            message,
            "The paper may have stood in another folder then: name a later revision.",
        ));
    }
    let objects = files.iter().map(|(_, object)| format!("{object}\n")).collect::<String>();
    let contents = git.output(&["cat-file", "--batch"], Some(objects))?.stdout;
    git.project(files, &contents)
}

struct Git<'a> {
    folder: &'a Path,
    revision: &'a str,
}

impl Git<'_> {
    /// The paper's folder from the top of its repository, with a slash at its end unless it is that.
    fn prefix(&self) -> Result<String, Failure> {
        let found = self.run(&["rev-parse", "--show-prefix"], None)?;
        if !found.status.success() {
            let message =
                format!("`{}` is no folder of a paper, and the paper's folder is in no git repository", self.revision);
            let help = "Name the older version by its folder, or by a revision of the repository that the paper is in.";
            return Err(self.refuse("no-repository", message, help));
        }
        Ok(String::from_utf8_lossy(&found.stdout).trim_end_matches(['\n', '\r']).to_owned())
    }

    fn commit(&self) -> Result<String, Failure> {
        let name = format!("{}^{{commit}}", self.revision);
        let found = self.run(&["rev-parse", "--verify", "--quiet", "--end-of-options", &name], None)?;
        let commit = String::from_utf8_lossy(&found.stdout).trim().to_owned();
        if !found.status.success() || commit.is_empty() {
            let message = format!("`{}` is neither the folder of a paper nor a revision that git knows", self.revision);
            let help =
                "Name a tag, a branch or a commit, such as `v1.0.0` or `HEAD~1`, or a folder with a `paper.toml`.";
            return Err(self.refuse("unknown-revision", message, help));
        }
        Ok(commit)
    }

    /// Takes `git cat-file --batch` apart: for each file a line `<object> blob <size>`, the bytes, and a line's end.
    fn project(&self, files: Vec<(String, String)>, contents: &[u8]) -> Result<Project, Failure> {
        let broken = || {
            self.refuse(
                "unreadable",
                format!("git could not read all of `{}`", self.revision),
                "Run `git fsck` in the repository.",
            )
        };
        let mut rest = contents;
        let mut read = Vec::new();
        for (path, _) in files {
            let end = rest.iter().position(|byte| *byte == b'\n').ok_or_else(broken)?;
            let header = String::from_utf8_lossy(&rest[..end]).into_owned();
            let size: usize = header.rsplit(' ').next().and_then(|size| size.parse().ok()).ok_or_else(broken)?;
            let bytes = rest.get(end + 1..end + 1 + size).ok_or_else(broken)?;
            read.push((path, bytes.to_vec()));
            rest = rest.get(end + 2 + size..).ok_or_else(broken)?;
        }
        Ok(Project::new(read))
    }

    /// Runs git and takes what it prints, if it succeeds.
    fn output(&self, arguments: &[&str], input: Option<String>) -> Result<Output, Failure> {
        let output = self.run(arguments, input)?;
        if output.status.success() {
            return Ok(output);
        }
        let said = String::from_utf8_lossy(&output.stderr).lines().next().unwrap_or("it gives no reason").to_owned();
        Err(self.refuse(
            "unreadable",
            format!("git cannot read `{}`: {said}", self.revision),
            "Look at the repository with `git status`.",
        ))
    }

    fn run(&self, arguments: &[&str], input: Option<String>) -> Result<Output, Failure> {
        let refused = |error: std::io::Error| {
            let message = format!("git cannot be run: {}", reason(&error));
            self.refuse("no-git", message, "Install git, or name both versions by their folders.")
        };
        let mut child = Command::new("git")
            .arg("-C")
            .arg(self.folder)
            .args(arguments)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .map_err(refused)?;
        // Git answers while it is still asked, so whoever asks must not wait until all is asked.
        let stdin = child.stdin.take();
        let asking = std::thread::spawn(move || {
            let _ = stdin.map(|mut stdin| stdin.write_all(input.unwrap_or_default().as_bytes()));
        });
        let output = child.wait_with_output().map_err(refused);
        let _ = asking.join();
        output
    }

    fn refuse(&self, code: &'static str, message: String, help: &str) -> Failure {
        let place = Place::Path(self.revision.to_owned());
        Box::new(Diagnostic::error(Code(code), place, message).with_help(help))
    }
}
