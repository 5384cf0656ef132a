//! The programs of `fuzz/` on files of the corpus: what they ask for is so there, and they are kept in order with the
//! library.
//!
//! `CHANCERY_SEEDS=fuzz/corpus cargo test --release seeds` writes these files down for `cargo fuzz` to begin with.

use std::collections::BTreeSet;
use std::path::Path;
use std::{env, fs};

use crate::corpus;

#[path = "../../fuzz/src/lib.rs"]
pub mod targets;

use targets::Target;

#[test]
fn seeds_of_the_fuzzer_are_told_of_as_any_paper_is() {
    let folder = env::var_os("CHANCERY_SEEDS");
    for (Target { name, run }, usual) in targets::TARGETS {
        let seeds = seeds(usual);
        assert!(seeds.len() > 10 || *name == "template", "{name}: {}", seeds.len());
        for (number, seed) in seeds.iter().enumerate() {
            run(seed);
            if let Some(folder) = &folder {
                let folder = Path::new(folder).join(name);
                fs::create_dir_all(&folder).expect("a folder for seeds");
                fs::write(folder.join(number.to_string()), seed).expect("the seed is written");
            }
        }
    }
}

/// The files of the corpus that stand in the same folder and have the same ending, or are the manifest.
fn seeds(usual: &str) -> BTreeSet<Vec<u8>> {
    let kind = |path: &str| (path.split('/').next().map(str::to_owned), path.rsplit('.').next().map(str::to_owned));
    let projects = corpus::projects();
    let files = projects.iter().flat_map(|(_, project)| {
        project.paths().map(|path| (path, project.bytes(path).expect("a path of the project").to_vec()))
    });
    let alike = files.filter(|(path, _)| match usual.contains('/') {
        true => kind(path) == kind(usual),
        false => *path == usual,
    });
    // What is longer tells the fuzzer little.
    alike.map(|(_, bytes)| bytes).filter(|bytes| bytes.len() < 20_000).collect()
}
