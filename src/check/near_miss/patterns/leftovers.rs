//! What other programs leave in a text that was pasted: word processors, reference managers, chats, a wrong encoding.

use super::super::miss::{Change, Kind};
use super::super::pattern::{Hit, Pattern, Place};
use crate::check::prose::Standing;
use crate::project::byte_of_windows_1252;

const REFERENCE: &str = "Write `[](#label)` for a place in this paper, `[@key]` for a work.";
const CHAT: &str = "A chat has left it here: cite what it stands for, `[@key]`, or delete it.";
const ENCODING: &str = "The text was read in a wrong encoding once. Write the character itself.";
const NAMED_TWICE: &str = "Its `&` is written by its name itself: write `&nbsp;`, or the character.";
const CELLS: &str = "Cells go over rows and columns in a `::: table` of items: `{rows=2}`, `{columns=2}`.";

pub(super) fn all() -> Vec<Pattern> {
    vec![
        Pattern::new(
            Kind::certain("literal-link", "a reference of a word processor that leads nowhere", REFERENCE),
            "!",
            concat!(
                r"(?:Error! (?:Reference source|Bookmark) not (?:found|defined)|Fehler! (?:Verweisquelle|Textmarke)",
                r"|Erreur[ \x{a0}]?! (?:Source du renvoi|Signet)|¡Error! (?:No se encuentra el origen|Marcador)",
                r"|Fout! (?:Verwijzingsbron|Bladwijzer)|Błąd! Nie (?:można odnaleźć|zdefiniowano))[^.!\n]*\.?",
            ),
        ),
        Pattern::new(
            Kind::certain("literal-link", "a field of a word processor", REFERENCE),
            "",
            r"\b(?:HYPERLINK \x22[^\x22\n]*\x22|(?:NOTE|PAGE)?REF _(?:Ref|Toc)\w+(?: \\\w)*)",
        )
        .holding("RE")
        .when(|hit| !hit.is_behind_word()),
        Pattern::new(
            Kind::certain("literal-link", "a citation of a reference manager", REFERENCE),
            "{}#",
            r"\{[^{}#\n]+ #\d+[^{}\n]*\}",
        ),
        Pattern::new(Kind::certain("literal-link", "a citation of a chat", CHAT), "", r"【[^【】\n]*†[^【】\n]*】")
            .holding("†"),
        Pattern::new(
            Kind::certain("literal-link", "a citation of a chat", CHAT),
            "",
            concat!(
                r"[\x{e200}-\x{e2ff}]*(?:cite)?[\x{e200}-\x{e2ff}]*turn\d+(?:file|news|search|view)\d+",
                r"(?:[\x{e200}-\x{e2ff}]*turn\d+(?:file|news|search|view)\d+)*[\x{e200}-\x{e2ff}]*",
            ),
        )
        .seen_by(|text| text.split("turn").skip(1).any(|rest| rest.starts_with(char::is_numeric))),
        Pattern::new(
            Kind::certain("literal-link", "a citation of a chat", CHAT),
            "",
            r"(?::contentReference)?\[oaicite:\d+\](?:\{[^{}\n]*\})?",
        )
        .holding("oaicite"),
        Pattern::new(
            Kind::certain(
                "literal-command",
                "a table of contents",
                "Write `contents = true` below `[paper]` in paper.toml.",
            ),
            ".",
            r"^\S[^\n]*?(?:\.{5,}|(?: \.){5,}|…{3,})[ \t]*\d+$",
        )
        .seen_by(|text| [".....", " . . .", "………"].iter().any(|dots| text.contains(dots)))
        .of(Place::Paragraph),
        Pattern::new(Kind::certain("literal-character", "a character in another encoding", ENCODING), "", GARBLED)
            .seen_by(may_be_garbled)
            .when(|hit| ungarbled(hit).is_some())
            .mended(ungarbled),
        Pattern::new(
            Kind::certain("literal-character", "a character’s number", "Write the character itself."),
            "\\",
            r"(?:\\u[0-9a-fA-F]{4})+",
        )
        .mended(numbered),
        Pattern::new(
            Kind::certain("literal-character", "characters of a mail", "Write the characters themselves."),
            "=",
            r"(?:=[89A-F][0-9A-F]){2,}",
        ),
        Pattern::new(
            Kind::likely("literal-character", "a character’s name", NAMED_TWICE),
            "\u{1a};",
            r"\x1a(?:nbsp|amp|lt|gt|quot|apos|ndash|mdash|hellip|[lr][sd]quo|#\d+|#x[0-9A-Fa-f]+);",
        )
        .when(|hit| hit.is_written_as("&amp;")),
        Pattern::new(
            Kind::likely("literal-command", "an accent of TeX", "Write the letter itself."),
            "\u{1a}",
            r"\p{L}(?P<at>\x1a[AEIOUYaeiouy])\p{Ll}",
        )
        .when(|hit| hit.is_written_as("\\\"")),
        Pattern::new(
            Kind::likely("literal-command", "the break of a line", "One backslash breaks it, at the end of the line."),
            "\u{1a}",
            r"\S[ \t]*(?P<at>\x1a)(?:[ \t]*\n|[ \t]+\S)",
        )
        .of(Place::Paragraph)
        .when(|hit| hit.is_written_as("\\\\")),
        Pattern::new(
            Kind::likely("literal-address", "an address", "Write `<https://…>`, or `[text](https://…)`."),
            "<>.",
            r"<(?P<host>(?:[a-z0-9-]+\.)+[a-z]{2,}(?:/[^<>\s]*)?)>",
        )
        .mended(|hit| hit.replace_all(format!("<https://{}>", hit.part("host")))),
        Pattern::new(
            Kind::certain(
                "literal-block",
                "lines of a patch",
                "Keep the lines that hold, without the mark before each.",
            ),
            "",
            r"^(?:@@ -\d+(?:,\d+)? \+\d+(?:,\d+)? @@.*|diff --git .*)$",
        )
        .of(Place::Paragraph)
        .opening("@d"),
        Pattern::new(
            Kind::certain("literal-block", "a comment of a word processor", "Answer it, and delete it."),
            "[]:",
            r"(?:Comment(?:ed|é)|Kommentiert|Kommentar|Comentado|Commentato) \[[A-Z]{1,4}\d+\]:",
        ),
        Pattern::new(
            Kind::certain("literal-character", "a character that was lost", "Write the character that stood here."),
            "",
            r"\x{fffd}+",
        )
        .holding("\u{fffd}"),
        Pattern::new(
            Kind::likely(
                "literal-character",
                "the end of a line",
                "Begin a new line, or a paragraph below a blank one.",
            ),
            "\\",
            r"[.,;:!?)] ?(?P<at>(?:\\n)+)(?:[^a-z\\]|$)",
        ),
        Pattern::new(
            Kind::likely(
                "literal-footnote",
                "a footnote",
                "Write `[^1]` where it is called, and `[^1]: The note.` on a line of its own between blank lines.",
            ),
            "",
            r"\A(?P<at>[¹²³⁴-⁹⁰]+)[ \t]*\p{L}",
        )
        .seen_by(|text| text.starts_with(['¹', '²', '³', '⁴', '⁵', '⁶', '⁷', '⁸', '⁹', '⁰']))
        .of(Place::Paragraph),
        Pattern::new(
            Kind::likely(
                "literal-footnote",
                "a footnote",
                "Write `[^1]` where it is called, and `[^1]: The note.` on a line of its own between blank lines.",
            ),
            "[]",
            r"\A(?P<at>\[\d{1,2}\])[ \t]+\S[^\n]*\z",
        )
        .of(Place::Paragraph)
        .opening("[")
        .when(is_called_above),
        Pattern::new(
            Kind::certain(
                "literal-table",
                "a table",
                "Write `| a | b |`, below it `|---|---|`, then a line for each row.",
            ),
            "",
            r"^[│┃║┌╔├╠└╚][^\n]*[│┃║┐╗┤╣┘╝]$",
        )
        .seen_by(|text| text.split('\n').any(|line| line.starts_with(['│', '┃', '║', '┌', '╔', '├', '╠', '└', '╚'])))
        .of(Place::Paragraph),
        Pattern::new(
            Kind::likely(
                "literal-caption",
                "a caption",
                "Put the table between `::: table {#label caption=\"…\"}` and `:::`.",
            ),
            "[]",
            r"\A\[[^\[\]\n]+\]\z",
        )
        .of(Place::At(Standing::BesideTable)),
        Pattern::new(Kind::certain("literal-table", "a cell that goes on", CELLS), "^", r"\A\^\^\z")
            .of(Place::At(Standing::Cell)),
    ]
}

/// What became of characters of two bytes or three. Capitals with an accent stand before quotation marks as well, so of
/// other than Latin letters there are two in a row.
const GARBLED: &str = concat!(
    r"(?:Ã[€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ\x{80}-\x{bf}]",
    r"|Â[\x{a0}-\x{ba}\x{bc}-\x{bf}]",
    r"|â[€‚„†ˆ—˜][€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ\x{80}-\x{bf}]",
    r"|(?:[Ä-ß][€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ\x{80}-\x{bf}]){2,})+",
);

/// Whether a letter as it has stands before a character beyond ASCII: the bytes of UTF-8 tell.
fn may_be_garbled(text: &str) -> bool {
    text.as_bytes().windows(3).any(|bytes| matches!(bytes, [0xc3, 0x82..=0x9f | 0xa2, 0x80..=0xff]))
}

/// The characters that were meant by those of another encoding.
fn ungarbled(hit: &Hit) -> Option<Change> {
    let written = &hit.view.text[hit.at.clone()];
    let bytes: Option<Vec<u8>> = written.chars().map(byte_of_windows_1252).collect();
    let meant = String::from_utf8(bytes?).ok()?;
    // It may be a letter with its accent, and a mark behind the word.
    let ends_word = !hit.view.at(hit.at.end).is_some_and(char::is_alphabetic);
    let is_doubtful = ends_word && written.starts_with('Ã') && written.ends_with(['‘', '’', '“', '”', '–', '—', '…']);
    (!is_doubtful).then(|| (hit.at.clone(), meant))
}

/// Whether the mark that a paragraph begins with stands further up in its file.
fn is_called_above(hit: &Hit) -> bool {
    let mark = &hit.view.text[hit.at.clone()];
    let source = hit.view.run.source.text();
    let place = hit.view.run.flat.place(hit.at.clone());
    place.is_some_and(|place| source.find(mark).is_some_and(|first| first < place.range().start))
}

fn numbered(hit: &Hit) -> Option<Change> {
    let units = hit.view.text[hit.at.clone()].split("\\u").skip(1).map(|digits| u16::from_str_radix(digits, 16).ok());
    let text = String::from_utf16(&units.collect::<Option<Vec<u16>>>()?).ok()?;
    (!text.contains(|one: char| one.is_control() || one.is_whitespace())).then(|| (hit.at.clone(), text))
}
