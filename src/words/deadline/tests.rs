use super::*;
use proptest::prelude::*;

#[test]
fn an_empty_cell_is_asked_about() {
    assert_eq!(read("", &DeadlineContext::default()).outcome, Outcome::Ask);
}

proptest! {
    #[test]
    fn nothing_panics(phrase in "\\PC{0,60}") {
        let reading = read(&phrase, &DeadlineContext::default());
        prop_assert_eq!(reading.phrase, phrase);
    }
}
