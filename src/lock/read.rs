//! The lock file, read.

use std::collections::BTreeSet;

use super::record::{Lock, LockedSection, SharedDigests};
use super::sketch::Sketch;
use crate::diagnostic::{Code, Diagnostic, Diagnostics, Place, Reported};
use crate::project::{LOCK, Project};
use crate::source::{Source, Span, Spanned};
use crate::table::{self, Table};

/// Reads the project's lock, if it has one. Nobody writes it by hand, so the first mistake says it all.
pub fn read(project: &Project, diagnostics: &mut Diagnostics) -> Result<Option<Lock>, Reported> {
    if !project.contains(LOCK) {
        return Ok(None);
    }
    if project.file(LOCK).is_some_and(|file| file.conflict().is_some()) {
        return Err(project.text(LOCK, None, diagnostics).expect_err("a conflict is no text"));
    }
    let mut mistakes = Diagnostics::new();
    let lock = project.text(LOCK, None, &mut mistakes).and_then(|source| parse(source, &mut mistakes));
    match (lock, mistakes.into_sorted().into_iter().next()) {
        (Ok(lock), None) => Ok(Some(lock)),
        (_, mistake) => {
            let (place, what) = match mistake {
                Some(mistake) => (mistake.place, mistake.message),
                None => (Place::Path(LOCK.to_owned()), "it makes no sense".to_owned()),
            };
            let broken = Diagnostic::error(Code("invalid-lock"), place, format!("`{LOCK}` cannot be used: {what}"));
            let help = "Get it back from version control as it was written; never edit it by hand.";
            Err(diagnostics.report(broken.with_help(help)))
        }
    }
}

fn parse(source: &Source, diagnostics: &mut Diagnostics) -> Result<Lock, Reported> {
    table::read(source, source.whole(), diagnostics, |root| {
        let paper = root.required("paper", "[paper]").and_then(|item| item.table(root.diagnostics, paper));
        let mut names = BTreeSet::new();
        let sections = root.tables("section", |table| {
            let (section, place) = locked_section(table)?;
            if names.insert(section.name.clone()) {
                return Ok(section);
            }
            let message = format!("the section `{}` stands twice", section.name);
            Err(table.diagnostics.report(Diagnostic::error(Code("invalid-lock"), place, message)))
        });
        Ok(Lock { sections: sections?, ..paper? })
    })
}

fn paper(table: &mut Table) -> Result<Lock, Reported> {
    let Spanned { value: version, span } = table.required_version("version")?;
    let list = table.required("released", "released = [\"1.0.0\"]")?.items(table.diagnostics)?;
    let released = table::all(list.iter().map(|item| Ok(item.version(table.diagnostics)?.value)))?;
    if released.last() != Some(&version) {
        let message = format!("{version} is not the last of `released`");
        return Err(table.diagnostics.report(Diagnostic::error(Code("invalid-lock"), span, message)));
    }
    let manifest = table.required_text("manifest", "manifest = \"…\"")?.to_string();
    let mut digest = |key| Ok(table.text(key)?.map_or(String::new(), |digest| digest.to_string()));
    let (bibliography, template, builtin) = (digest("bibliography")?, digest("template")?, digest("builtin")?);
    let whole = SharedDigests { manifest, bibliography, template, builtin };
    Ok(Lock { version, released, whole, sections: Vec::new() })
}

fn locked_section(table: &mut Table) -> Result<(LockedSection, Span), Reported> {
    let Spanned { value: name, span } = table.required_text("name", "name = \"background.md\"")?.into();
    let version = table.required_version("version")?.value;
    let digest = table.required_text("digest", "digest = \"…\"")?.to_string();
    let words = table.required("words", "words = 0")?.number(table.diagnostics)? as usize;
    let sketch = match table.text("sketch")? {
        None => Sketch::default(),
        Some(text) => Sketch::read(&text).ok_or_else(|| {
            let found = Diagnostic::error(Code("invalid-lock"), text.span(), "this is no sketch of a section");
            table.diagnostics.report(found)
        })?,
    };
    Ok((LockedSection { name, version, digest, words, sketch }, span))
}
