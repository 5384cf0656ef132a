//! Work that is done beside other work.

use std::panic::catch_unwind;

use chancery::beside::both;

#[test]
fn both_are_done_and_the_panic_of_either_goes_on() {
    let text = "a text that neither owns".to_owned();
    for are_long in [true, false] {
        assert_eq!(both(are_long, || text.len(), || text.starts_with('a')), (24, true));
    }
    let fails = |message: &'static str| std::panic::panic_any(message);
    for panicked in [
        catch_unwind(|| both(true, || fails("one"), || ())).map(|_| ()),
        catch_unwind(|| both(true, || (), || fails("one"))).map(|_| ()),
    ] {
        assert_eq!(panicked.expect_err("it panics").downcast_ref::<&str>(), Some(&"one"));
    }
}
