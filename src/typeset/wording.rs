//! Typst's wording → ours: every message of Typst that an author or the author of a template can cause.

use crate::diagnostic::Code;
use crate::template::FONT_HELP;

/// How we tell of it.
pub(super) struct Wording {
    pub code: Code,
    pub message: String,
    pub help: &'static str,
}

/// Our wording for a message of Typst; [`None`] for one that only a fault in code brings about.
pub(super) fn translate(typst: &str) -> Option<Wording> {
    WORDINGS.iter().find_map(|&(pattern, code, message, help)| {
        let gaps = gaps(pattern, typst)?;
        let message = gaps.iter().enumerate().fold(message.to_owned(), |message, (index, gap)| {
            message.replace(&format!("{{{index}}}"), &gap.split_whitespace().collect::<Vec<_>>().join(" "))
        });
        Some(Wording { code: Code(code), message, help })
    })
}

/// What the stars of a pattern stand for in a text.
fn gaps<'t>(pattern: &str, text: &'t str) -> Option<Vec<&'t str>> {
    let (start, rest) = pattern.split_once('*').map_or((pattern, None), |(start, rest)| (start, Some(rest)));
    let mut text = text.strip_prefix(start)?;
    let Some(rest) = rest else { return text.is_empty().then(Vec::new) };
    let mut gaps = Vec::new();
    let mut parts = rest.split('*').peekable();
    while let Some(part) = parts.next() {
        let at = if parts.peek().is_some() { text.find(part)? } else { text.strip_suffix(part)?.len() };
        gaps.push(&text[..at]);
        text = &text[at + part.len()..];
    }
    Some(gaps)
}

const NEST_LESS: &str = "Nest lists, quotes and tables less deeply.";
const SETTLE: &str = "Somewhere the template asks where something is printed, and moves it by the answer.";
const SHORTEN: &str = "Shorten it; PDF/A allows no more.";

/// Typst's message, with a star for what varies; code; our message, `{0}` being what the first star stands for; help.
/// The first that fits counts. Export errors begin with the name of the standard that forbids the thing.
#[rustfmt::skip]
const WORDINGS: &[(&str, &str, &str, &str)] = &[
    // Files.
    ("file not found (searched at *)", "missing-file", "there is no file `{0}`",
        "Create the file, or correct its name."),
    ("path `*` would escape the * root", "missing-file", "`{0}` leads out of the project",
        "Use a path below the project's folder."),
    ("path must not contain a backslash", "missing-file", "a path cannot hold a backslash",
        "Write `/` between folders and file."),
    ("file is not valid UTF-8*", "not-utf-8", "this file is not UTF-8 text", "Save it in UTF-8."),
    ("package not found (searched for *)", "unsupported-package",
        "a paper is built without packages from elsewhere (`{0}`)",
        "Copy what is needed of it into the template's folder."),
    // Images.
    ("failed to decode image (*)", "invalid-image", "the image cannot be decoded",
        "Open it in an image editor and save it again as PNG or JPEG."),
    ("failed to process image (*)", "invalid-image", "the image cannot be decoded",
        "Open it in an image editor and save it again as PNG or JPEG."),
    ("failed to parse SVG (*)", "invalid-image", "the SVG is broken: {0}",
        "Export it again from the program that drew it."),
    ("failed to load linked image * in SVG*", "invalid-image", "the SVG leads to another image, `{0}`",
        "Embed the image in the SVG."),
    ("file is too large", "image-too-large", "the image is too large to be decoded", "Scale it down."),
    ("unknown image format", "invalid-image", "this kind of image cannot be printed",
        "Use PNG, JPEG, GIF, WebP or SVG."),
    ("format not yet supported", "invalid-image", "this kind of image cannot be printed",
        "Use PNG, JPEG, GIF, WebP or SVG."),
    ("failed to load PDF*", "invalid-image", "a PDF cannot be printed as an image", "Convert it to SVG or PNG."),
    ("embedding PDFs is *", "invalid-image", "a PDF cannot be printed as an image", "Convert it to SVG or PNG."),
    ("16 bit images are not supported *", "invalid-image",
        "the image has 16 bits a channel, which PDF/A does not allow",
        "Convert it to 8 bits a channel."),
    ("image contains foreign object", "image-foreign-object",
        "the SVG contains a foreign object, which may not be printed as drawn", "Export it without foreign objects."),
    ("*missing alt text", "missing-alt-text",
        "this has no alternative text, so a screen reader cannot tell what it shows",
        "Describe what it shows: `![caption](path){alt=\"…\"}`."),
    // Fonts and characters.
    ("unknown font family: *", "unknown-font", "there is no font family `{0}`",
        FONT_HELP),
    ("*license of * is too restrictive", "font-licence", "the licence in {1} forbids to embed the font",
        "Use a font that may be embedded."),
    ("failed to process * (*)", "invalid-font", "{0} cannot be embedded", "Use another font, or a sound copy of it."),
    ("*the text * could not be displayed with *", "missing-glyph", "no font has a glyph for {1}",
        "Write it otherwise, or put a font that has it into the `fonts` folder of the paper's template."),
    ("*the disallowed codepoint `*`", "forbidden-character", "PDF/A does not allow the character {1}", "Delete it."),
    ("*contains the codepoint `*`", "forbidden-character",
        "PDF/A does not allow {1}, a character of the private use area", "Use a character that Unicode defines."),
    ("*was not mapped to a code point", "unmapped-text", "this text could not be read out of the PDF again",
        "Another font may be able to; set the words without ligatures or marks that only this font has."),
    ("*contains text with missing codepoints", "unmapped-text", "some text could not be read out of the PDF again",
        "Another font may be able to."),
    // Structure, as PDF/UA-1 wants it.
    ("*the first heading must be of level 1", "skipped-heading-level", "the first heading is not of level 1",
        "Begin the paper with a heading of one `#`."),
    ("*skipped from heading level * to *", "skipped-heading-level", "a heading of level {2} follows one of level {1}",
        "Give it one `#` more than the heading above it at most."),
    ("*heading title is empty", "empty-heading", "the heading is empty", "Write a title, or delete the heading."),
    ("*heading title could not be determined*", "empty-heading", "the heading's title cannot be told before layout",
        "Print no page number or counter in a heading."),
    ("*cannot combine underline, overline, or strike", "unsupported-line",
        "this text is both struck out and underlined",
        "Use one of the two."),
    ("*PDF artifacts may not contain links", "link-in-margin", "headers, footers and backgrounds cannot hold links",
        "Move the link, reference or footnote into the text."),
    ("*missing document title", "missing-document-title", "the template gives the document no title",
        "Write `#set document(title: {{ paper.document_title }})`."),
    ("*missing document date", "missing-document-date", "the template takes the document's date away",
        "Write `#set document(date: {{ paper.document_date }})`."),
    ("*document date is missing", "missing-document-date", "the template takes the document's date away",
        "Write `#set document(date: {{ paper.document_date }})`."),
    ("*missing document language", "missing-document-language", "the template gives the document no language",
        "Write `#set text(lang: {{ paper.language }})`."),
    // Labels.
    ("label `<*>` does not exist in the document", "template-label", "nothing has the label `{0}`",
        "Correct the label, or give it to what is meant."),
    ("label `<*>` occurs multiple times in the document", "duplicate-label", "several things have the label `{0}`",
        "Rename all but one."),
    // Colours.
    ("*missing a CMYK profile", "unsupported-colour",
        "the paper uses CMYK colours, which it cannot describe to a printer",
        "Convert images to RGB, and name colours in the template by `rgb(…)`."),
    ("*contains PostScript code", "unsupported-gradient", "PDF/A does not allow conic gradients",
        "Use a plain colour, or a linear or radial gradient."),
    ("*has smooth scaling", "unsupported-scaling", "PDF/A does not allow smooth scaling of images",
        "Do not set `scaling` in the template."),
    // Pages.
    ("pagebreaks are not allowed inside of containers", "template-error",
        "the template sets its sections inside of something, where no chapter can begin a page",
        "Write `chapters = \"flow\"` below `[page]` in paper.toml, or include the sections at the top level of \
         `paper.typ`."),
    ("internal error: invalid page size*", "template-error", "the template makes a page of a size that no PDF can have",
        "Look for a width or height without bounds where it sets its pages."),
    // Bounds.
    ("maximum show rule depth exceeded", "too-deep", "this is nested too deeply", NEST_LESS),
    ("maximum layout depth exceeded", "too-deep", "this is nested too deeply", NEST_LESS),
    ("maximum grouping depth exceeded", "too-deep", "this is nested too deeply", NEST_LESS),
    ("maximum parsing depth exceeded", "too-deep", "this is nested too deeply", NEST_LESS),
    ("maximum function call depth exceeded", "too-deep", "the template's functions call one another without end",
        "Look for a function that calls itself."),
    ("loop seems to be infinite", "template-endless-loop", "the template's loop does not end",
        "Look at its condition."),
    ("*a PDF string is longer than *", "too-long", "a title, name or address is longer than {1}", SHORTEN),
    ("*a PDF name is longer than *", "too-long", "a font's name is longer than {1}", SHORTEN),
    ("URL is too long", "too-long", "this address is too long", SHORTEN),
    ("URL must not be empty", "empty-link", "this link leads nowhere", "Give it an address."),
    ("*too many indirect objects", "too-long", "the paper is too large for one PDF", "Divide it."),
    ("*too high q nesting", "too-deep", "something is clipped by more than 27 frames", NEST_LESS),
    // Layout that does not come to rest.
    ("document did not converge within five attempts", "unsettled-layout", "the layout does not come to rest", SETTLE),
    ("*did not converge", "unsettled-layout", "the layout does not come to rest", SETTLE),
    ("*did not stabilize", "unsettled-layout", "the layout does not come to rest", SETTLE),
];
