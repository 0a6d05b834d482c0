//! The rules as their authors mean them: every example of every rule, over all built-in packs.

use fairbalance::rule::{Ruleset, examples, pack};

mod remedies;

fn built_in() -> Ruleset {
    Ruleset::built_in(&pack::built_in_names()).unwrap().unwrap_or_else(|errors| {
        let lines: Vec<String> = errors.iter().map(|error| format!("{}: {:?}", error, error.hint)).collect();
        panic!("{}", lines.join("\n"));
    })
}

#[test]
fn every_example_comes_out_as_it_says() {
    let failures = examples::failures(&built_in());
    let lines: Vec<String> = failures
        .iter()
        .map(|f| {
            format!(
                "{:?} {}\n    {}\n    {}",
                f.verdict,
                f.rule,
                f.example.replace('\n', "\n    "),
                f.trace.join("\n    ")
            )
        })
        .collect();
    assert!(failures.is_empty(), "{} examples fail\n{}", failures.len(), lines.join("\n"));
}
