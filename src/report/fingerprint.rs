//! What makes a finding the same one next time, though lines were put in above it.

use std::collections::BTreeMap;

use crate::diagnostic::Diagnostic;
use crate::project::Project;

use super::location::Location;

/// One for each finding, in their order, each different: a hash of its code, its file and the line that it stands in.
/// Of several on the same words, the second counts as the second wherever they stand.
pub(super) fn fingerprints(diagnostics: &[Diagnostic], project: &Project) -> Vec<String> {
    let mut seen = BTreeMap::new();
    let fingerprint = |diagnostic: &Diagnostic| {
        let location = Location::of(&diagnostic.place, project);
        let base = [diagnostic.code.0, location.path, line(&location)].iter().fold(FNV_BASIS, |hash, field| {
            // No byte of UTF-8 text is 0xff, so it ends a field.
            hashed(hashed(hash, field.as_bytes()), &[0xff])
        });
        let occurrence: &mut u64 = seen.entry(base).or_default();
        *occurrence += 1;
        format!("{:032x}", hashed(base, &occurrence.to_le_bytes()))
    };
    diagnostics.iter().map(fingerprint).collect()
}

/// In bytes. Of a longer line only the beginning counts: a thousand findings may stand in it.
const MAX_LINE: usize = 1_000;

/// The line that the finding begins in; nothing if it is about a file as a whole.
fn line<'a>(location: &Location<'a>) -> &'a str {
    let Some((source, _)) = location.text else { return "" };
    let text = &source.text()[source.line_start(location.start.line)..];
    text[..text.floor_char_boundary(MAX_LINE)].split('\n').next().unwrap_or_default().trim()
}

const FNV_BASIS: u128 = 0x6c62_272e_07bb_0142_62b8_2175_6295_c58d;
const FNV_PRIME: u128 = 0x0000_0000_0100_0000_0000_0000_0000_013b;

/// FNV-1a of 128 bits: the same on every machine and in every release, which is all that is asked of it.
fn hashed(hash: u128, bytes: &[u8]) -> u128 {
    bytes.iter().fold(hash, |hash, &byte| (hash ^ u128::from(byte)).wrapping_mul(FNV_PRIME))
}
