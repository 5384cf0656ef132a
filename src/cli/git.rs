//! The only place that starts `git`: the repository that a paper is in.

use std::collections::{BTreeMap, BTreeSet};
use std::io::{BufRead, BufReader, Write};
use std::path::Path;
use std::process::{Command, Output, Stdio};

use chancery::diagnostic::{Code, Diagnostic, Place};
use chancery::project::{FOLDERS, MANIFEST};

use super::Failure;
use super::terminal::reason;

/// The repository around a paper's folder, and the revision of it that somebody asks for.
pub struct Repository<'a> {
    folder: &'a Path,
    revision: &'a str,
    /// The folder from the top of the repository, with a slash at its end unless it is that.
    pub prefix: String,
}

impl<'a> Repository<'a> {
    pub fn around(folder: &'a Path, revision: &'a str) -> Result<Self, Failure> {
        let mut git = Self { folder, revision, prefix: String::new() };
        let found = git.run(&["rev-parse", "--show-prefix"], None)?;
        if !found.status.success() {
            let message =
                format!("`{revision}` is no folder of a paper, and the paper's folder is in no git repository");
            let help = "Name the older version by its folder, or by a revision of the repository that the paper is in.";
            return Err(git.refuse("missing-repository", message, help));
        }
        git.prefix = String::from_utf8_lossy(&found.stdout).trim_end_matches(['\n', '\r']).to_owned();
        Ok(git)
    }

    /// For each of `paths`, files or folders of the paper, the day of the last commit that touched it, and its author.
    /// A merge touches what it has from neither side.
    pub fn last_changes<'p>(&self, paths: &[&'p str]) -> BTreeMap<&'p str, String> {
        const COMMIT: char = '\u{1}';
        let format = format!("--format={COMMIT}%as %an");
        let list =
            ["log", "-z", "-c", "--name-only", "--no-renames", "--no-relative", "--no-color", "--no-show-signature"];
        let mut git = self.command(&list);
        git.args([&format, self.revision, "--", MANIFEST]).args(FOLDERS);
        git.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::null());
        let mut changes = BTreeMap::new();
        let Ok(mut child) = git.spawn() else { return changes };
        let (mut open, mut commit) = (BTreeSet::from_iter(paths.iter().copied()), String::new());
        for part in BufReader::new(child.stdout.take().expect("piped")).split(0) {
            let Ok(part) = part else { break };
            let part = String::from_utf8_lossy(&part);
            let part = part.trim_start_matches('\n');
            if let Some(named) = part.strip_prefix(COMMIT) {
                commit = named.trim_end().to_owned();
            } else if let Some(file) = part.strip_prefix(&self.prefix) {
                for end in file.match_indices('/').map(|(at, _)| at).chain([file.len()]) {
                    if let Some(touched) = open.take(&file[..end]) {
                        changes.insert(touched, commit.clone());
                    }
                }
            }
            if open.is_empty() {
                break;
            }
        }
        // The rest of the history is of no interest.
        let _ = child.kill();
        let _ = child.wait();
        changes
    }

    /// Runs git and takes what it prints, if it succeeds.
    pub fn output(&self, arguments: &[&str], input: Option<String>) -> Result<Vec<u8>, Failure> {
        let output = self.run(arguments, input)?;
        if output.status.success() {
            return Ok(output.stdout);
        }
        let said = String::from_utf8_lossy(&output.stderr).lines().next().unwrap_or("it gives no reason").to_owned();
        let message = format!("git cannot read `{}`: {said}", self.revision);
        Err(self.refuse("cannot-read", message, "Look at the repository with `git status`."))
    }

    /// Runs git in the paper's folder, however that ends.
    pub fn run(&self, arguments: &[&str], input: Option<String>) -> Result<Output, Failure> {
        let refused = |error: std::io::Error| {
            let message = format!("git cannot be run: {}", reason(&error));
            self.refuse("missing-git", message, "Install git, or name both versions by their folders.")
        };
        let mut git = self.command(arguments);
        git.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut child = git.spawn().map_err(refused)?;
        // Git answers while it is still asked, so whoever asks must not wait until all is asked.
        let stdin = child.stdin.take();
        let asking = std::thread::spawn(move || {
            let _ = stdin.map(|mut stdin| stdin.write_all(input.unwrap_or_default().as_bytes()));
        });
        let output = child.wait_with_output().map_err(refused);
        let _ = asking.join();
        output
    }

    fn command(&self, arguments: &[&str]) -> Command {
        let mut git = Command::new("git");
        git.arg("-C").arg(self.folder).args(["--literal-pathspecs", "--no-pager"]).args(arguments);
        git
    }

    /// Why what was asked of the revision cannot be had.
    pub fn refuse(&self, code: &'static str, message: String, help: &str) -> Failure {
        let place = Place::Path(self.revision.to_owned());
        Box::new(Diagnostic::error(Code(code), place, message).with_help(help))
    }
}
