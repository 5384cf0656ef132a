//! The secret in every address: who does not know it, on this machine or in a page of the browser, gets nothing.

use std::fmt;
use std::io;

/// 128 bits that nobody can guess, from the system's own source.
pub struct Token(String);

impl Token {
    pub fn new() -> io::Result<Self> {
        let mut bytes = [0; 16];
        getrandom::fill(&mut bytes).map_err(|error| io::Error::other(error.to_string()))?;
        Ok(Self(bytes.iter().map(|byte| format!("{byte:02x}")).collect()))
    }

    /// Whether somebody knows it. Takes as long for a guess that begins well as for one that does not.
    pub fn is(&self, told: &str) -> bool {
        let differences = self.0.bytes().zip(told.bytes()).fold(0, |found, (one, other)| found | (one ^ other));
        self.0.len() == told.len() && differences == 0
    }
}

impl fmt::Display for Token {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        f.write_str(&self.0)
    }
}
