//! Comma-separated values: what is read of them, and where each stands.

use chancery::csv::{MAX_FIELDS, Mistake, records, separator};

#[test]
fn the_separator_is_found_in_the_first_line() {
    for (text, expected) in [
        ("a,b;c,d", ','),
        ("a;b;c,d", ';'),
        ("a;b,c", ';'),
        ("\n \na\tb\tc,d;e", '\t'),
        ("\"a;b;c\",d", ','),
        ("alone\na;b", ','),
        ("", ','),
    ] {
        assert_eq!(separator(text), expected, "{text:?}");
    }
}

#[test]
fn fields_are_read_with_their_quotes() {
    for (text, separator, expected) in [
        ("a,b\nc,d\n", ',', &[&["a", "b"][..], &["c", "d"]][..]),
        ("a, b ,c", ',', &[&["a", "b", "c"]]),
        ("\"a, b\",\"say \"\"so\"\"\",\"\"", ',', &[&["a, b", "say \"so\"", ""]]),
        ("\"two\nlines\";x\n\n  \ny;z", ';', &[&["two\nlines", "x"], &["y", "z"]]),
        ("a,\n,b\n,", ',', &[&["a", ""], &["", "b"], &["", ""]]),
        ("a\t\tb", '\t', &[&["a", "", "b"]]),
        ("é,a\"b", ',', &[&["é", "a\"b"]]),
        (" \"x\" ,y", ',', &[&["x", "y"]]),
        ("", ',', &[]),
    ] {
        let read: Vec<_> = records(text, separator).map(|record| record.expect("no mistake")).collect();
        let texts: Vec<Vec<&str>> =
            read.iter().map(|record| record.fields.iter().map(|field| field.text.as_str()).collect()).collect();
        assert_eq!(texts, expected, "{text:?}");
        for field in read.iter().flat_map(|record| &record.fields) {
            let written = text[field.range.clone()].replace("\"\"", "\"");
            assert_eq!(written.trim(), field.text, "{text:?}");
        }
    }
}

#[test]
fn mistakes_are_told_with_their_places() {
    let first = |text| records(text, ',').find_map(Result::err);
    assert_eq!(first("a,b\n\"c,d\ne"), Some(Mistake::Unclosed(4..5)));
    assert_eq!(first("a,\"b\" c,d"), Some(Mistake::Behind(5..7)));
    assert_eq!(records("\"a\nb\nc", ',').count(), 1, "a mistake ends the records");
    let wide = |fields: usize| format!("a,b\n{}", ",".repeat(fields - 1));
    let [fits, is_wide] = [wide(MAX_FIELDS), wide(100 * MAX_FIELDS)];
    assert_eq!(first(&fits), None);
    assert_eq!(first(&is_wide), Some(Mistake::TooMany(4..4 + MAX_FIELDS)));
}
