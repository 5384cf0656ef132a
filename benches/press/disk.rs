//! Projects on disk, as the benchmarks read and write them.

use std::path::{Path, PathBuf};

use chancery::project::{Project, is_project_path};

use crate::WORD;

pub fn read(folder: &Path) -> Project {
    Project::new(read_files(folder))
}

pub fn read_files(folder: &Path) -> Vec<(String, Vec<u8>)> {
    let mut files = Vec::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(next) = folders.pop() {
        for entry in std::fs::read_dir(&next).expect("a folder") {
            let path = entry.expect("an entry").path();
            let name = path.strip_prefix(folder).expect("below").to_str().expect("UTF-8").to_owned();
            if path.is_dir() && is_project_path(&format!("{name}/x")) {
                folders.push(path);
            } else if is_project_path(&name) && path.is_file() {
                files.push((name, std::fs::read(&path).expect("a file")));
            }
        }
    }
    files
}

pub fn write(folder: &Path, files: &[(String, Vec<u8>)]) {
    for (path, bytes) in files {
        let path = folder.join(path);
        std::fs::create_dir_all(path.parent().expect("a folder")).expect("folders can be made");
        std::fs::write(path, bytes).expect("files can be written");
    }
}

/// The section that is edited, one from the middle that holds [`WORD`]: its path and that of its Typst file.
pub fn edited_section(project: &Path) -> (PathBuf, String) {
    let mut paths: Vec<PathBuf> = std::fs::read_dir(project.join("sections"))
        .expect("sections")
        .map(|entry| entry.expect("a file").path())
        .collect();
    paths.sort();
    paths.retain(|path| std::fs::read_to_string(path).expect("text").contains(&format!(" {WORD} ")));
    let path = paths.swap_remove(paths.len() / 2);
    let name = format!("sections/{}.typ", path.file_stem().expect("a name").to_str().expect("UTF-8"));
    (path, name)
}
