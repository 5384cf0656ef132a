//! Findings over what was read: a rule family a file.
