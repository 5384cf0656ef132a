//! What a PDF says is read from the PDF alone, and no bytes whatever make that fail.

use crate::inspect::{self, Attachment, Bookmark, Link, LinkTarget, Standing};
use proptest::prelude::*;

/// A PDF written by hand, with structure, and everything where a reader has to look for it: a role map, text through
/// a font's map, a form, an artifact, text for replacement, names, bookmarks, attachments. It has no table of its
/// objects, so they are found by reading the file.
const PDF: &str = r#"%PDF-1.7
1 0 obj << /Type /Catalog /Pages 2 0 R /Lang (en-GB) /MarkInfo << /Marked true >> /StructTreeRoot 10 0 R
  /Outlines 20 0 R /Names << /Dests << /Kids [24 0 R] >> /EmbeddedFiles << /Names [(a.md) 26 0 R] >> >>
  /Metadata 28 0 R >> endobj
2 0 obj << /Type /Pages /Kids [3 0 R 4 0 R] /Count 2 /MediaBox [0 0 200 100] >> endobj
3 0 obj << /Type /Page /Parent 2 0 R /Contents 5 0 R /Resources 8 0 R /Annots [25 0 R] >> endobj
4 0 obj << /Type /Page /Parent 2 0 R /Contents 6 0 R /Resources 8 0 R >> endobj
5 0 obj << /Length 361 >> stream
/Artifact << /Type /Pagination /Subtype /Header >> BDC BT /F 10 Tf 20 90 Td <0102> Tj ET EMC
/H1 << /MCID 0 >> BDC q 1 0 0 1 5 5 cm BT /F 10 Tf 20 60 Td [<01> -20 <03>] TJ ET Q EMC
/Span << /MCID 1 /ActualText (said) /Lang (fr) >> BDC BT /F 10 Tf 20 40 Td <010203> Tj T* <04> Tj ET EMC
BT /F 10 Tf 1 0 0 1 7 8 Tm <09> Tj ET
/P << /MCID 2 >> BDC BT /ReversedChars BMC [<0504> 9 <03>] TJ EMC ET EMC
endstream endobj
6 0 obj << /Length 66 >> stream
/P << /MCID 0 >> BDC /X Do EMC
/Artifact BMC BT /F 10 Tf <01> Tj ET EMC
endstream endobj
7 0 obj << /Type /XObject /Subtype /Form /BBox [0 0 9 9] /Matrix [1 0 0 1 3 0] /Length 30 >> stream
BT /F 10 Tf 1 2 Td <0405> Tj ET
endstream endobj
8 0 obj << /Font << /F << /Type /Font /Subtype /Type3 /ToUnicode 9 0 R >> >> /XObject << /X 7 0 R >> >> endobj
9 0 obj << /Length 190 >> stream
% a comment <01> <0058>
1 begincodespacerange <00> <ff> endcodespacerange
2 beginbfchar <01> <0041> <02> <D83DDE42> endbfchar
2 beginbfrange <03> <04> <0062> <05> <06> [<00660066> <0067>] endbfrange
endstream endobj
10 0 obj << /Type /StructTreeRoot /K [11 0 R] /RoleMap << /Chapter /Sect >> >> endobj
11 0 obj << /S /Chapter /K [12 0 R 13 0 R 11 0 R 15 0 R] >> endobj
12 0 obj << /S /H1 /T (A b) /Pg 3 0 R /K 0 >> endobj
13 0 obj << /S /P /Pg 3 0 R /K [14 0 R << /Type /MCR /Pg 4 0 R /MCID 0 >>] >> endobj
14 0 obj << /S /Em /Lang (fr) /Pg 3 0 R /K [1] >> endobj
15 0 obj << /S /Figure /Pg 4 0 R /Alt <FEFF00E9> /K [] >> endobj
20 0 obj << /First 21 0 R >> endobj
21 0 obj << /Title (One \205) /Dest (here) /First 22 0 R /Next 23 0 R >> endobj
22 0 obj << /Title (Two) /A << /S /GoTo /D [3 0 R /Fit] >> /Next 21 0 R >> endobj
23 0 obj << /Title (Three) >> endobj
24 0 obj << /Names [(here) [4 0 R /XYZ 0 0 0]] /Kids [24 0 R] >> endobj
25 0 obj << /Type /Annot /Subtype /Link /Contents (An example) /A << /S /URI /URI (https://example.org/) >> >> endobj
26 0 obj << /Type /Filespec /UF (sections/a.md) /EF << /F 27 0 R >> >> endobj
27 0 obj << /Length 3 >> stream
# A
endstream endobj
28 0 obj << /Length 10 >> stream
<a>&</a>  
endstream endobj
trailer << /Root 1 0 R >>
"#;

#[test]
fn a_pdf_is_read_through_all_its_detours() {
    let said = inspect::read(PDF.as_bytes()).expect("a PDF");
    let run = |page: usize, at: usize| {
        let run = &said.pages[page].runs[at];
        (run.text.as_str(), run.standing, run.language.as_deref(), run.x, run.y)
    };
    assert_eq!((said.pages.len(), said.pages[0].width, said.pages[0].height), (2, 200.0, 100.0));
    assert_eq!(run(0, 0), ("A🙂", Standing::Header, None, 20.0, 10.0));
    assert_eq!(run(0, 1), ("Ab", Standing::Tagged(0), None, 25.0, 35.0));
    assert_eq!(run(0, 2), ("said", Standing::Tagged(1), Some("fr"), 20.0, 60.0));
    assert_eq!(run(0, 3), ("\u{fffd}", Standing::Untagged, None, 7.0, 92.0));
    assert_eq!((said.pages[0].runs[4].text.as_str(), said.pages[0].runs[4].backwards), ("bcff", 2));
    assert_eq!(run(1, 0), ("cff", Standing::Tagged(0), None, 4.0, 98.0));
    assert_eq!(run(1, 1), ("A", Standing::Artifact, None, 0.0, 100.0));

    let elements: Vec<_> = said.elements.iter().collect();
    let told = |at: usize| (elements[at].role.as_str(), elements[at].text.as_str(), elements[at].page);
    assert_eq!(told(0), ("Chapter", "", Some(1)));
    assert_eq!((told(1), elements[1].title.as_deref()), (("H1", "Ab", Some(1)), Some("A b")));
    assert_eq!((told(2), elements[2].language.as_deref()), (("P", "saidcff", Some(1)), Some("en-GB")));
    assert_eq!((told(3), elements[3].language.as_deref()), (("Em", "said", Some(1)), Some("fr")));
    assert_eq!((told(4), elements[4].alt.as_deref()), (("Figure", "", None), Some("é")));
    assert_eq!(elements.len(), 5, "what bites its own tail is read once");

    let bookmark = |level, title: &str, page| Bookmark { level, title: title.to_owned(), page };
    assert_eq!(said.outline, [bookmark(1, "One –", Some(2)), bookmark(2, "Two", Some(1)), bookmark(1, "Three", None)]);
    let target = LinkTarget::Url("https://example.org/".to_owned());
    assert_eq!(said.links, [Link { page: 1, target, description: "An example".to_owned() }]);
    assert_eq!(said.attachments, [Attachment { name: "sections/a.md".to_owned(), bytes: b"# A".to_vec() }]);
    assert!(said.tagged && !said.xmp.expect("metadata").well_formed);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(500))]

    #[test]
    fn no_bytes_are_too_strange(start in 0..PDF.len(), length in 0..60usize, put in "[0-9<>\\[\\]()/ R%A-Za-z\\x00-\\xff]{0,40}") {
        let end = (start + length).min(PDF.len());
        let strange = [&PDF.as_bytes()[..start], put.as_bytes(), &PDF.as_bytes()[end..]].concat();
        let _ = inspect::read(&strange);
        let _ = inspect::read(put.as_bytes());
    }
}
