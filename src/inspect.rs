//! A finished PDF's bytes → what they really say: pages, text, headings, metadata.
