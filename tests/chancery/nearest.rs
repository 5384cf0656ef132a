//! What a wrong name was most likely meant to be, and which names there are: the quick answer is that of comparing it
//! with each name.

use chancery::diagnostic::{Names, listed, nearest};
use proptest::prelude::*;

/// The same without a look at how much alike names are.
fn slowly<'a>(wrong: &str, names: &[&'a str]) -> Option<&'a str> {
    let distance = |name: &str| strsim::damerau_levenshtein(&wrong.to_lowercase(), &name.to_lowercase());
    let near = names.iter().map(|name| (distance(name), *name));
    near.filter(|(distance, name)| {
        *distance <= if name.chars().count() == 1 { 0 } else { 1.max(name.chars().count() / 3) }
    })
    .min()
    .map(|(_, name)| name)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 2_000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn the_nearest_name_is_found(
        wrong in "[a-eÄß0-2]{1,9}",
        names in prop::collection::vec("[a-eA-Eäß0-2]{1,9}", 0..40),
    ) {
        let names: Vec<&str> = names.iter().map(String::as_str).collect();
        prop_assert_eq!(nearest(&wrong, names.iter().copied()), slowly(&wrong, &names));
    }
}

#[test]
fn one_name_among_thousands_that_are_not_like_it_is_found() {
    let names: Vec<String> = (0..10_000_u32).map(|name| format!("work{}", name * 7919)).collect();
    let names = Names::new(names.iter().map(String::as_str).chain(["sassen2001"]));
    assert_eq!(names.nearest("sasen2001"), Some("sassen2001"));
    assert_eq!(names.nearest("kempa1999"), None);
    assert_eq!(names.nearest(&"sassen2001".repeat(30)), None, "too long for a typing mistake");
}

#[test]
fn a_list_names_all_or_says_how_many_more_there_are() {
    let names = |count: usize| listed((1..=count).map(|number| format!("n{number}")));
    assert_eq!((names(1), names(2), names(3)), ("`n1`".into(), "`n1` and `n2`".into(), "`n1`, `n2` and `n3`".into()));
    assert!(names(40).ends_with("`n39` and `n40`"), "{}", names(40));
    assert!(names(52).ends_with("`n39`, `n40`, … and 12 more"), "{}", names(52));
}
