//! What stands in another list, table or paragraph now: it is told as moved, and its edits are marked.

use super::marks;

#[test]
fn rows_that_stand_in_another_table_are_moved() {
    let table = |rows: &[&str]| format!("| Measure | State |\n|---|---|\n{}", rows.join("\n"));
    let paper = |open: &[&str], closed: &[&str]| format!("{}\n\nClosed ones.\n\n{}", table(open), table(closed));
    let [first, second] = ["| Buy three new scanners | open |", "| Train the night shift | open |"];
    let [third, fourth] = ["| Paint the hall | closed |", "| Hire a clerk for the desk | closed |"];
    assert_eq!(
        marks(&paper(&[first, second], &[third]), &paper(&[first], &[third, second])),
        ["moved row Train the night shift | open"]
    );
    let long = "| Write to all of the owners of the sheds | open |";
    let changed = "| Write to all of the owners of the sheds | closed |";
    let (old, new) = (paper(&[first, long], &[third, fourth]), paper(&[first], &[third, changed, fourth]));
    assert_eq!(
        marks(&old, &new),
        ["-text open", "moved row Write to all of the owners of the sheds | closed", "+text closed"]
    );
    // What says too little may stand in two places by chance; a row of other columns is another row.
    let total = |rows: &[&str]| paper(rows, &[third]);
    assert_eq!(marks(&total(&[first, "| Sum | 2 |"]), &paper(&[first], &[third, "| Sum | 2 |"])).len(), 2);
}

#[test]
fn definitions_that_stand_in_another_list_are_moved() {
    let list = |all: &[&str]| all.iter().map(|one| format!("{one}\n\n")).collect::<String>();
    let paper = |one: &[&str], other: &[&str]| format!("{}Now others.\n\n{}", list(one), list(other));
    let agency = "Agency\n: The body that was set up by the act.";
    let user = "User\n: Whoever calls at the portal for help.";
    let portal = "Portal\n: The page on which people call.";
    let (old, new) = (paper(&[agency, user], &[portal]), paper(&[agency], &[portal, user]));
    assert_eq!(marks(&old, &new), ["moved definition User: Whoever calls at the portal for help."]);
}

#[test]
fn notes_that_are_called_elsewhere_are_moved() {
    let paper = |one: &str, other: &str, note: &str| {
        format!("The first paragraph says so{one}.\n\nAnother one says something else{other}.\n\n[^n]: {note}")
    };
    let (said, longer) = ("What was found by the first inquiry.", "What was found by the very first inquiry.");
    let (old, new) = (paper("[^n]", "", said), paper("", "[^n]", said));
    assert_eq!(marks(&old, &new), [format!("moved footnote {said}")]);
    let new = paper("", "[^n]", longer);
    assert_eq!(marks(&old, &new), [format!("moved footnote {longer}"), "+text very ".to_owned()]);
    let in_one = |text: &str| format!("{text}\n\n[^n]: {said}");
    let (old, new) = (in_one("It is *said[^n] that* many came here."), in_one("It is *said that* many came here[^n]."));
    assert_eq!(marks(&old, &new), [format!("moved footnote {said}")]);
}

#[test]
fn rows_whose_cells_hold_blocks_are_moved_to_another_table() {
    let table = |rows: &[&str]| {
        let rows: String = rows.iter().map(|row| format!("- - {}\n", row.replace(" | ", "\n  - "))).collect();
        format!("::: table {{caption=\"Measures\"}}\n- - Measure\n  - State\n{rows}:::")
    };
    let paper = |open: &[&str], closed: &[&str]| format!("{}\n\nClosed ones.\n\n{}", table(open), table(closed));
    let [first, second] = ["Buy three new scanners | open", "Train the night shift | open"];
    let third = "Paint the hall | closed";
    let (old, new) = (paper(&[first, second], &[third]), paper(&[first], &[third, second]));
    assert_eq!(marks(&old, &new), ["moved row Train the night shift | open"]);
    let long = "Write to all of the owners of the sheds | open";
    let (old, new) = (
        paper(&[first, long], &[third]),
        paper(&[first], &[third, "Write to all of the owners of the sheds | closed"]),
    );
    assert_eq!(
        marks(&old, &new),
        ["-paragraph open", "moved row Write to all of the owners of the sheds | closed", "+paragraph closed"]
    );
}

#[test]
fn the_note_of_a_paragraph_that_is_gone_may_be_called_elsewhere() {
    let said = "What was found by the first inquiry.";
    let gone = "This paragraph is not needed any more, all of it[^n].\n\n";
    let paper = |gone: &str, call: &str| format!("{gone}Another one says something else{call}.\n\n[^n]: {said}");
    let found = marks(&paper(gone, ""), &paper("", "[^n]"));
    assert!(found.contains(&format!("moved footnote {said}")), "{found:?}");
    let found = marks(&paper("", "[^n]"), &paper(gone, ""));
    assert!(!found.iter().any(|mark| mark.starts_with("-footnote")), "{found:?}");
}

#[test]
fn what_moves_with_something_in_it_counts_once() {
    let list = |items: &[&str]| items.iter().map(|item| format!("- {item}\n")).collect::<String>();
    let paper = |one: &[&str], other: &[&str]| format!("{}\nIn between.\n\n{}", list(one), list(other));
    let with = "what the office pays for at the very end[^n]\n\n  - an item of its own kind within\n";
    let without = "what the office pays for at the very end\n\n  - an item of its own kind within[^n]\n";
    let note = "\n\n[^n]: That is what it has paid for so far.";
    for (old, new) in [(with, with), (with, without), (without, with)] {
        let first = ["whatever comes to mind first of all", "what stands at the second place here"];
        let other = ["none of all that was ever said", "nothing that anybody would remember"];
        let old = paper(&[first[0], old, first[1]], &other) + note;
        let new = paper(&first, &[other[0], new, other[1]]) + note;
        let told = marks(&old, &new);
        assert!(told.iter().any(|line| line.starts_with("moved item what the office pays")), "{told:?}");
    }
}
