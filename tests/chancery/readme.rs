//! What the README shows is so.

use chancery::diagnostic::Diagnostics;
use chancery::press::{self, Session};
use chancery::project::Project;
use chancery::report;

const README: &str = include_str!("../../README.md");

/// The fenced blocks of a language.
fn blocks(language: &str) -> impl Iterator<Item = &'static str> {
    let fence = format!("```{language}\n");
    README.split("```").skip(1).step_by(2).filter_map(move |block| block.strip_prefix(&fence[3..]))
}

#[test]
fn the_section_that_is_shown_has_no_mistakes() {
    let section = blocks("markdown").next().expect("the README shows a section");
    let manifest = include_str!("../../paper.toml");
    let (start, rest) = manifest.split_once("sections = [").expect("the paper has sections");
    let (_, end) = rest.split_once(']').expect("the list of sections ends");
    let list = "# Works {#works .unnumbered}\n\n::: bibliography\n:::\n";
    let project = Project::new([
        ("paper.toml".to_owned(), format!("{start}sections = [\"shown.md\"]{end}").into_bytes()),
        ("sections/shown.md".to_owned(), format!("{section}\n{list}").into_bytes()),
        ("bibliography/references.bib".to_owned(), include_bytes!("../../bibliography/references.bib").to_vec()),
    ]);
    let mut diagnostics = Diagnostics::new();
    let built = press::build(&project, &mut Session::default(), &mut diagnostics);
    let findings = report::short(&diagnostics.into_sorted(), &project, "");
    let errors: Vec<&str> = findings.lines().filter(|line| line.contains(" error[")).collect();
    assert!(built.is_ok() && errors.is_empty(), "{findings}");
}

#[test]
fn ci_runs_the_commands_that_are_shown() {
    let ci = include_str!("../../.ci/run");
    let commands: Vec<&str> = blocks("sh").flat_map(str::lines).filter_map(|line| line.split('#').next()).collect();
    assert_eq!(commands.len(), 3, "three commands do it all");
    for command in commands {
        assert!(ci.contains(&format!("step {}\n", command.trim())), "CI does not run `{}`", command.trim());
    }
}

#[test]
fn the_rust_that_is_asked_for_is_the_declared_one() {
    let asked = format!("[Rust](https://www.rust-lang.org/tools/install) {} or later", env!("CARGO_PKG_RUST_VERSION"));
    for (name, text) in [("README.md", README), ("CONTRIBUTING.md", include_str!("../../CONTRIBUTING.md"))] {
        assert!(text.contains(&asked), "{name} asks for another Rust than Cargo.toml");
    }
}

#[test]
fn pictures_are_there() {
    for picture in
        README.split("](").skip(1).filter_map(|rest| rest.split(')').next()).filter(|path| path.ends_with(".png"))
    {
        let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join(picture);
        assert!(path.is_file(), "{picture} is missing");
    }
}
