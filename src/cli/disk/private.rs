//! A file for the user's own eyes, which is there for a while.

use std::fs;
use std::io::{self, Write};
use std::path::Path;

use tempfile::NamedTempFile;

/// A file in the system's folder for such. Nobody else on the machine can read it, and it goes with this value.
pub struct PrivateFile(NamedTempFile);

impl PrivateFile {
    /// With an ending by which programs know what it is.
    pub fn new(ending: &str, bytes: &[u8]) -> io::Result<Self> {
        let mut builder = tempfile::Builder::new();
        #[cfg(unix)]
        builder.permissions(<fs::Permissions as std::os::unix::fs::PermissionsExt>::from_mode(0o600));
        let mut file = builder.prefix("chancery-").suffix(ending).tempfile()?;
        file.write_all(bytes)?;
        file.flush()?;
        Ok(Self(file))
    }

    pub fn path(&self) -> &Path {
        self.0.path()
    }
}
