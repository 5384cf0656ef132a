//! What a screen reader hears is what stands there: an audit of the structure tree of all sample papers.
//!
//! A validator asks whether a PDF keeps the rules that a machine can check. This asks whether what is read out makes
//! sense: each rule is a row of [`RULES`], with where it comes from and a damage that it must find. What no public
//! interface of Typst can say is a row of [`EXCEPTIONS`], with its cause; once it no longer occurs, the row must go.

mod rules;
mod samples;
mod tree;

use std::collections::BTreeMap;

use rules::{EXCEPTIONS, RULES};
use samples::Sample;

#[test]
fn every_sample_is_read_as_it_stands() {
    let mut unexpected = Vec::new();
    let mut excepted: BTreeMap<&str, usize> = EXCEPTIONS.iter().map(|exception| (exception.name, 0)).collect();
    let samples = samples::all();
    for sample in &samples {
        for rule in RULES {
            for fault in (rule.faults)(sample) {
                match EXCEPTIONS.iter().find(|one| one.rule == rule.name && (one.covers)(sample, &fault)) {
                    Some(exception) => *excepted.get_mut(exception.name).expect("it is counted") += 1,
                    None => unexpected.push(format!("{}: {}: {fault} ({})", sample.name, rule.name, rule.source)),
                }
            }
        }
    }
    assert!(samples.len() > 100, "only {} samples are printed", samples.len());
    assert!(unexpected.is_empty(), "{} faults:\n{}", unexpected.len(), unexpected.join("\n"));
    for exception in EXCEPTIONS {
        assert!(excepted[exception.name] > 0, "`{}` is mended: delete it ({})", exception.name, exception.cause);
    }
}

#[test]
fn every_rule_finds_its_damage() {
    let mut sound = samples::everything();
    // As it would be if Typst could say it.
    sound.said.elements[0].expansion = Some("European Union".to_owned());
    sound.authors = 1;
    for rule in RULES {
        let mut damaged = Sample { said: sound.said.clone(), ..sound.clone() };
        (rule.damage)(&mut damaged);
        let count = |sample: &Sample| (rule.faults)(sample).len();
        assert!(count(&damaged) > count(&sound), "`{}` does not see its damage: {}", rule.name, rule.says);
    }
}
