//! Made-up papers whose topics all have the same sub-headings and nearly the same sentences, in two versions: topics
//! come, go and are worded anew, but nothing changes its place.

use std::collections::BTreeSet;
use std::fmt::Write;

use super::{changes, check, redline};
use crate::corpus;
use crate::dice::Dice;
use chancery::redline::{Entry, Kind};

/// How many papers are compared.
const PAPERS: u64 = 80;

const NAMES: &[&str] = &[
    "Attributes",
    "Logs",
    "Backups",
    "Signatures",
    "Recovery",
    "Archives",
    "Payments",
    "Catalogues",
    "Certificates",
    "Premises",
    "Retention",
    "Media",
    "Proofs",
    "Revocation",
    "Languages",
    "Policies",
    "Training",
    "Procurement",
    "Insurance",
    "Statistics",
    "Recruitment",
    "Updates",
    "Translation",
    "Accessibility",
    "Interfaces",
    "Pairing",
    "Travel",
    "Intermediaries",
    "Delegation",
    "Transfers",
    "Audits",
    "Incidents",
    "Keys",
    "Sessions",
];
const EACH: &[&str] = &["Every", "Any", "No", "Such", "Another", "Each"];
const THINGS: &[&str] = &["record", "notice", "claim", "order", "grant", "plan", "report", "letter", "table", "file"];

#[test]
fn what_stays_in_its_topic_is_not_moved() {
    let mut moved = Vec::new();
    for seed in 0..PAPERS {
        let (old, new) = pair(seed);
        let [old, new] = [old, new].map(|text| corpus::project_of(&text));
        let (old, new) = (check(&old.as_old()).expect("sound"), check(&new).expect("sound"));
        let entries = changes(&redline(&old, &new));
        let is_moved = |entry: &&Entry| entry.kind == Kind::Moved;
        moved.extend(entries.iter().find(is_moved).map(|entry| format!("paper {seed}: {:?}", entry.new)));
    }
    assert!(moved.is_empty(), "{} of {PAPERS}:\n{}", moved.len(), moved.join("\n"));
}

struct Topic {
    name: &'static str,
    description: Vec<String>,
    rules: Vec<String>,
}

fn pair(seed: u64) -> (String, String) {
    let mut dice = Dice(seed);
    let mut names: BTreeSet<&str> = BTreeSet::new();
    let count = 20 + dice.below(11);
    let mut topics = Vec::new();
    while topics.len() < count {
        let name = NAMES[dice.below(NAMES.len())];
        if names.insert(name) {
            topics.push(topic(name, &mut dice));
        }
    }
    let old = text(&topics);
    let mut newer = Vec::new();
    for mut one in topics {
        match dice.below(8) {
            0 => continue,
            1 => one = topic(one.name, &mut dice),
            2 | 3 => {
                for sentence in one.description.iter_mut().chain(&mut one.rules) {
                    if dice.once_in(2) {
                        *sentence = sentence.replace(" by ", " from ").replace(" carry ", " hold ");
                    }
                }
            }
            _ => {}
        }
        newer.push(one);
        let name = NAMES[dice.below(NAMES.len())];
        if dice.once_in(8) && names.insert(name) {
            newer.push(topic(name, &mut dice));
        }
    }
    (old, text(&newer))
}

fn topic(name: &'static str, dice: &mut Dice) -> Topic {
    let mut sentences = |least: usize| (0..least + dice.below(3)).map(|_| sentence(dice)).collect::<Vec<_>>();
    Topic { name, description: sentences(1), rules: sentences(2) }
}

fn sentence(dice: &mut Dice) -> String {
    let mut word = |words: &[&'static str]| words[dice.below(words.len())];
    let (each, thing, other) = (word(EACH), word(THINGS), word(NAMES).to_lowercase());
    let (verb, two, three) = (word(&["must", "shall", "will", "may", "can"]), word(THINGS), word(THINGS));
    let (one_more, last) = (word(EACH).to_lowercase(), word(NAMES).to_lowercase());
    let number = dice.below(1000);
    format!("{each} {thing} of {other} {verb} carry such {two} and {one_more} {three} by {last}, number {number}.")
}

fn text(topics: &[Topic]) -> String {
    let mut text = "+++\nversion = \"1.0.0\"\n+++\n\n# Rules by topic {#rules}\n".to_owned();
    for Topic { name, description, rules } in topics {
        let _ = write!(text, "\n## {name}\n\n### Description\n\n{}\n", description.join("\n\n"));
        let _ = write!(text, "\n### Requirements\n\n| Index | Rule |\n|---|---|\n");
        for (at, rule) in rules.iter().enumerate() {
            let _ = writeln!(text, "| {}{at} | {rule} |", &name[..2].to_uppercase());
        }
    }
    text
}
