//! What a file holds, as its first bytes tell: people and programs call files what they are not.

/// What stands in a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Signature {
    /// In a sentence: `a PNG image`.
    pub name: &'static str,
    /// How the names of such files end, without a dot.
    pub ending: &'static str,
    pub family: Family,
}

/// What such a file is good for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Family {
    /// An image that can be printed.
    Image,
    /// An image that other programs can print.
    OtherImage,
    Document,
    Workbook,
    Archive,
    Font,
    /// What a server sends in the place of a file that it does not give out.
    WebPage,
    /// What Git LFS leaves in the place of a file that it has not fetched (git-lfs, docs/spec.md).
    Pointer,
    /// Text that is not UTF-8.
    OtherText,
}

use Family::{Archive, Document, Font, Image, OtherImage, OtherText, Pointer, WebPage, Workbook};

const fn signature(name: &'static str, ending: &'static str, family: Family) -> Signature {
    Signature { name, ending, family }
}

const SVG: Signature = signature("an SVG drawing", "svg", Image);
const WEB_PAGE: Signature = signature("a web page (HTML)", "html", WebPage);
const ZIP: Signature = signature("a ZIP archive", "zip", Archive);
const POINTER: Signature = signature("a Git LFS pointer", "", Pointer);

/// Bytes at their places, and what has them all.
type Row = (&'static [(usize, &'static [u8])], Signature);

/// As the specifications of these formats have it.
const ROWS: &[Row] = &[
    (&[(0, b"\x89PNG\r\n\x1a\n")], signature("a PNG image", "png", Image)),
    (&[(0, b"\xff\xd8\xff")], signature("a JPEG image", "jpg", Image)),
    (&[(0, b"GIF87a")], signature("a GIF image", "gif", Image)),
    (&[(0, b"GIF89a")], signature("a GIF image", "gif", Image)),
    (&[(0, b"RIFF"), (8, b"WEBP")], signature("a WebP image", "webp", Image)),
    (&[(0, b"II*\0")], signature("a TIFF image", "tiff", OtherImage)),
    (&[(0, b"MM\0*")], signature("a TIFF image", "tiff", OtherImage)),
    (&[(0, b"BM"), (6, &[0; 4])], signature("a BMP image", "bmp", OtherImage)),
    (&[(0, b"\0\0\x01\0")], signature("an icon", "ico", OtherImage)),
    (&[(0, b"8BPS\0")], signature("a Photoshop image", "psd", OtherImage)),
    (&[(4, b"ftypavif")], signature("an AVIF image", "avif", OtherImage)),
    (&[(4, b"ftyphei")], signature("a HEIC image", "heic", OtherImage)),
    (&[(4, b"ftypmif1")], signature("a HEIF image", "heif", OtherImage)),
    (&[(0, b"\0\0\0\x0cJXL ")], signature("a JPEG XL image", "jxl", OtherImage)),
    (&[(0, b"\xff\x0a")], signature("a JPEG XL image", "jxl", OtherImage)),
    (&[(0, b"\0\0\0\x0cjP  ")], signature("a JPEG 2000 image", "jp2", OtherImage)),
    (&[(0, b"\xff\x4f\xff\x51")], signature("a JPEG 2000 image", "j2k", OtherImage)),
    (&[(0, b"\x01\0\0\0"), (40, b" EMF")], signature("a Windows metafile", "emf", OtherImage)),
    (&[(0, b"\xd7\xcd\xc6\x9a")], signature("a Windows metafile", "wmf", OtherImage)),
    (&[(0, b"%!PS")], signature("a PostScript file", "eps", OtherImage)),
    (&[(0, b"\xc5\xd0\xd3\xc6")], signature("a PostScript file", "eps", OtherImage)),
    (&[(0, b"%PDF-")], signature("a PDF", "pdf", Document)),
    (&[(0, b"{\\rtf")], signature("a rich text (RTF)", "rtf", Document)),
    (&[(0, b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1")], signature("a file of an old office program", "doc", Document)),
    (&[(0, b"\x1f\x8b")], signature("a compressed file (gzip)", "gz", Archive)),
    (&[(0, b"BZh"), (4, b"1AY&SY")], signature("a compressed file (bzip2)", "bz2", Archive)),
    (&[(0, b"\xfd7zXZ\0")], signature("a compressed file (xz)", "xz", Archive)),
    (&[(0, b"\x28\xb5\x2f\xfd")], signature("a compressed file (Zstandard)", "zst", Archive)),
    (&[(0, b"7z\xbc\xaf\x27\x1c")], signature("a 7z archive", "7z", Archive)),
    (&[(0, b"Rar!\x1a\x07")], signature("a RAR archive", "rar", Archive)),
    (&[(0, b"\0\x01\0\0")], signature("a TrueType font", "ttf", Font)),
    (&[(0, b"OTTO\0")], signature("an OpenType font", "otf", Font)),
    (&[(0, b"ttcf\0")], signature("a collection of fonts", "ttc", Font)),
    (&[(0, b"wOFF")], signature("a font for web pages (WOFF)", "woff", Font)),
    (&[(0, b"wOF2")], signature("a font for web pages (WOFF)", "woff2", Font)),
    (&[(0, b"version https://git-lfs.github.com/spec/v1\n")], POINTER),
    (&[(0, b"\xff\xfe")], signature("text in UTF-16", "txt", OtherText)),
    (&[(0, b"\xfe\xff")], signature("text in UTF-16", "txt", OtherText)),
];

/// Files within a ZIP archive, and what one is that has them.
const ZIPPED: &[(&[u8], Signature)] = &[
    (b"word/document.xml", signature("a Word document", "docx", Document)),
    (b"xl/workbook.", signature("an Excel workbook", "xlsx", Workbook)),
    (b"ppt/presentation.xml", signature("a PowerPoint presentation", "pptx", Document)),
    (b"mimetypeapplication/vnd.oasis.opendocument.text", signature("an OpenDocument text", "odt", Document)),
    (b"mimetypeapplication/vnd.oasis.opendocument.spreadsheet", signature("a LibreOffice workbook", "ods", Workbook)),
    (b"mimetypeapplication/vnd.oasis.opendocument", signature("an OpenDocument file", "odp", Document)),
    (b"mimetypeapplication/epub+zip", signature("an e-book (EPUB)", "epub", Document)),
];

/// So many bytes at both ends of an archive are searched for what it holds: the directory stands at its end.
const MAX_SEARCHED: usize = 64 << 10;

/// So many bytes are looked through for the first element of a document.
const MAX_PROLOGUE: usize = 8 << 10;

/// A pointer says three lines; a text about them may begin with the same.
const MAX_POINTER: usize = 1024;

/// What a file holds; [`None`] if its first bytes do not tell, as those of a plain text.
pub fn of(bytes: &[u8]) -> Option<Signature> {
    let has = |(at, part): &(usize, &[u8])| bytes.get(*at..).is_some_and(|rest| rest.starts_with(part));
    match ROWS.iter().find(|(parts, _)| parts.iter().all(has)) {
        Some((_, POINTER)) if bytes.len() >= MAX_POINTER => None,
        Some((_, found)) => Some(*found),
        None if bytes.starts_with(b"PK\x03\x04") => Some(zipped(bytes)),
        None => marked_up(bytes),
    }
}

/// What a ZIP archive is.
fn zipped(bytes: &[u8]) -> Signature {
    let ends = [&bytes[..bytes.len().min(MAX_SEARCHED)], &bytes[bytes.len().saturating_sub(MAX_SEARCHED)..]];
    let holds = |name: &[u8]| ends.iter().any(|end| end.windows(name.len()).any(|part| part == name));
    ZIPPED.iter().find(|(name, _)| holds(name)).map_or(ZIP, |(_, found)| *found)
}

/// What a document of elements is, by the first of them.
fn marked_up(bytes: &[u8]) -> Option<Signature> {
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes).trim_ascii_start();
    if !bytes.starts_with(b"<") {
        return None;
    }
    let beginning = String::from_utf8_lossy(&bytes[..bytes.len().min(MAX_PROLOGUE)]).to_ascii_lowercase();
    let mut rest = beginning.as_str();
    loop {
        rest = rest.trim_start();
        let end = match rest {
            _ if rest.starts_with("<!doctype html") || is_element(rest, "html") => return Some(WEB_PAGE),
            _ if is_element(rest, "svg") => return Some(SVG),
            _ if rest.starts_with("<!--") => "-->",
            _ if rest.starts_with("<?") => "?>",
            // What a document type defines stands in brackets.
            _ if rest.starts_with("<!doctype") && rest.find('[') < rest.find('>') && rest.contains('[') => "]>",
            _ if rest.starts_with("<!doctype") => ">",
            _ => return None,
        };
        rest = rest.split_once(end)?.1;
    }
}

/// Whether a text begins with an element of that name, in whatever namespace.
fn is_element(text: &str, name: &str) -> bool {
    let tag = text.strip_prefix('<').and_then(|rest| rest.split(['>', '/']).next()?.split_ascii_whitespace().next());
    tag.is_some_and(|tag| tag.rsplit(':').next() == Some(name))
}
