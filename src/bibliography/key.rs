//! Keys by which works are cited.

/// In bytes.
const MAX_KEY: usize = 500;

/// Whether a citation can name `key`: as it stands or in braces, `@{key}`.
pub(super) fn is_key(key: &str) -> bool {
    !key.trim().is_empty() && key.len() <= MAX_KEY && !key.contains(['{', '}', '\n'])
}
