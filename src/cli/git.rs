//! The only place that starts `git`: the repository that a paper is in.

use std::io::Write;
use std::path::Path;
use std::process::{Command, Output, Stdio};

use chancery::diagnostic::{Code, Diagnostic, Place};

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
            return Err(git.refuse("no-repository", message, help));
        }
        git.prefix = String::from_utf8_lossy(&found.stdout).trim_end_matches(['\n', '\r']).to_owned();
        Ok(git)
    }

    /// The day of the last commit that touched a file or folder, and its author.
    pub fn last_change(&self, path: &str) -> Option<String> {
        let format = "--format=%as %an";
        let log = ["log", "-1", "--no-color", "--no-show-signature", format, self.revision, "--", path];
        let said = self.run(&log, None).ok().filter(|log| log.status.success())?;
        let text = String::from_utf8_lossy(&said.stdout).trim().to_owned();
        (!text.is_empty()).then_some(text)
    }

    /// Runs git and takes what it prints, if it succeeds.
    pub fn output(&self, arguments: &[&str], input: Option<String>) -> Result<Vec<u8>, Failure> {
        let output = self.run(arguments, input)?;
        if output.status.success() {
            return Ok(output.stdout);
        }
        let said = String::from_utf8_lossy(&output.stderr).lines().next().unwrap_or("it gives no reason").to_owned();
        let message = format!("git cannot read `{}`: {said}", self.revision);
        Err(self.refuse("unreadable", message, "Look at the repository with `git status`."))
    }

    /// Runs git in the paper's folder, however that ends.
    pub fn run(&self, arguments: &[&str], input: Option<String>) -> Result<Output, Failure> {
        let refused = |error: std::io::Error| {
            let message = format!("git cannot be run: {}", reason(&error));
            self.refuse("no-git", message, "Install git, or name both versions by their folders.")
        };
        let mut git = Command::new("git");
        git.arg("-C").arg(self.folder).args(["--literal-pathspecs", "--no-pager"]).args(arguments);
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

    /// Why what was asked of the revision cannot be had.
    pub fn refuse(&self, code: &'static str, message: String, help: &str) -> Failure {
        let place = Place::Path(self.revision.to_owned());
        Box::new(Diagnostic::error(Code(code), place, message).with_help(help))
    }
}
