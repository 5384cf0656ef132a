//! What is remembered: nothing is worked out twice from the same inputs, and nothing is taken from others.

use std::sync::Arc;

use chancery::memo::{Last, Memo, Same, settle};
use chancery::source::{FileId, Side};

#[test]
fn a_result_is_worked_out_once_for_the_same_inputs() {
    let (file, mut runs) = (FileId::new("sections/a.md", Side::New), 0);
    let mut memo = Memo::default();
    let mut double = |input: u32| {
        *memo.get(file, input, |input| {
            runs += 1;
            input * 2
        })
    };
    assert_eq!([double(1), double(1), double(2), double(2), double(1)], [2, 2, 4, 4, 2]);
    assert_eq!(runs, 3, "only the latest result is held");
}

#[test]
fn files_and_sides_have_results_of_their_own() {
    let mut memo = Memo::default();
    let files = [("a", Side::New), ("a", Side::Old), ("b", Side::New)].map(|(path, side)| FileId::new(path, side));
    for (index, file) in files.into_iter().enumerate() {
        assert_eq!(*memo.get(file, (), |()| index), index);
    }
    memo.retain(|file| file == files[1]);
    let again = files.map(|file| *memo.get(file, (), |()| 9));
    assert_eq!(again, [9, 1, 9], "what was let go of is worked out again");
}

#[test]
fn what_there_is_one_of_is_worked_out_once_as_well() {
    let (mut last, mut runs) = (Last::default(), 0);
    assert_eq!(last.output(), None);
    let mut double = |input: u32| {
        *last.get(input, |input| {
            runs += 1;
            input * 2
        })
    };
    assert_eq!([double(1), double(1), double(2), double(1)], [2, 2, 4, 2]);
    assert_eq!(runs, 3);
    assert!(last.is_of(&1) && !last.is_of(&2) && last.output() == Some(&2));
}

#[test]
fn a_shared_value_is_the_same_only_as_itself() {
    let one = Same(Arc::new("text".to_owned()));
    assert!(one == one.clone());
    assert!(one != Same(Arc::new("text".to_owned())));
}

#[test]
fn what_settles_to_the_same_value_is_shared() {
    let mut slot = None;
    let first = settle(&mut slot, "text".to_owned());
    assert!(first == settle(&mut slot, "text".to_owned()));
    let other = settle(&mut slot, "another".to_owned());
    assert!(first != other && *other.0 == "another");
    assert!(first != settle(&mut slot, "text".to_owned()), "only the latest value is held");
}
