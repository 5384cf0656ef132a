//! The words of languages in the engine's archive, as we read them and as the engine does.

use citationberg::Locale;
use hayagriva::archive::LOCALES;

#[path = "../../src/bibliography/style/cbor.rs"]
mod cbor;

#[test]
fn locales_are_read_as_the_engine_reads_them() {
    for bytes in LOCALES {
        let own: Locale = cbor::read(bytes).expect("ours");
        let theirs: Locale = ciborium::from_reader(*bytes).expect("theirs");
        assert_eq!(own, theirs);
    }
}

#[test]
fn what_is_cut_off_is_no_locale() {
    let whole = LOCALES[0];
    for length in (0..whole.len()).step_by(7) {
        assert!(cbor::read::<Locale>(&whole[..length]).is_err(), "{length}");
    }
}
