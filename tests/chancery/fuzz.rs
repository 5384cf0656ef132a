//! The programs of `fuzz/` on files of the corpus: what they ask for is so there, and they are kept in order with the
//! library.
//!
//! `CHANCERY_SEEDS=fuzz/corpus cargo test --release seeds` writes these files down for `fuzz/run` to begin with, and in
//! `fuzz/corpus/pieces.dict` pieces of all that is written in papers, to be put into them (`-dict=`).

use std::collections::BTreeSet;
use std::fmt::Write;
use std::path::Path;
use std::{env, fs};

use crate::corpus;
use crate::mutations::FRAGMENTS;

#[path = "../../fuzz/src/lib.rs"]
pub mod targets;

use targets::Target;

#[test]
fn seeds_of_the_fuzzer_are_told_of_as_any_paper_is() {
    let folder = env::var_os("CHANCERY_SEEDS");
    let folder = folder.as_deref().map(Path::new);
    for target in targets::TARGETS {
        let seeds = seeds(target);
        assert!(seeds.len() > 3, "{}: {}", target.name, seeds.len());
        for (number, seed) in seeds.iter().enumerate() {
            (target.run)(seed);
            if let Some(folder) = folder {
                let folder = folder.join(target.name);
                fs::create_dir_all(&folder).expect("a folder for seeds");
                fs::write(folder.join(number.to_string()), seed).expect("the seed is written");
            }
        }
    }
    if let Some(folder) = folder {
        fs::write(folder.join("pieces.dict"), pieces()).expect("the pieces are written");
    }
}

/// The files of the corpus that stand where those of a target do.
fn seeds(target: &Target) -> BTreeSet<Vec<u8>> {
    let projects = corpus::projects();
    let files = projects.iter().flat_map(|(_, project)| {
        project.paths().map(|path| (path, project.bytes(path).expect("a path of the project").to_vec()))
    });
    let is_alike = |path: &str| {
        path.strip_prefix(target.folder).is_some_and(|name| target.endings.iter().any(|ending| name.ends_with(ending)))
    };
    // What is longer tells the fuzzer little.
    files.filter(|(path, bytes)| is_alike(path) && bytes.len() < 20_000).map(|(_, bytes)| bytes).collect()
}

/// A dictionary as libFuzzer reads it.
fn pieces() -> String {
    let mut pieces = String::new();
    for fragment in FRAGMENTS {
        let bytes: String = fragment.bytes().map(|byte| format!("\\x{byte:02x}")).collect();
        let _ = writeln!(pieces, "\"{bytes}\"");
    }
    pieces
}
