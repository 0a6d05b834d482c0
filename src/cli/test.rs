//! `test`: runs the examples of rules, and drops their conditions one by one to see whether any example notices.

use std::collections::BTreeSet;
use std::fs::File;
use std::io::{BufWriter, Write};

use fairbalance::report::Options;
use fairbalance::report::rule_tests::TestRun;
use fairbalance::rule::compiled::Rule;
use fairbalance::rule::examples::{self, Tested};
use fairbalance::rule::id;
use fairbalance::rule::phrase_use::phrase_use;
use fairbalance::yaml;
use rayon::prelude::*;

use super::args::TestArgs;
use super::output::{self, Failure};
use super::workshop::Workshop;
use super::{World, exit};

pub fn run(args: &TestArgs, world: &mut World) -> Result<u8, Failure> {
    let workshop = Workshop::open(&args.packs, &args.rules, world)?;
    let rules = chosen(&workshop, &args.rule)?;
    let authored = &workshop.authored;
    let test = |rule: &&Rule| {
        let written = authored.rules.get(&rule.card.id)?;
        Some(examples::test(&authored.ruleset, rule, written))
    };
    let tested: Vec<Tested> = rules.par_iter().filter_map(test).collect();
    let noted: BTreeSet<u32> = tested.iter().flat_map(|tested| tested.noted.iter().copied()).collect();
    let phrases = args.coverage.then(|| phrase_use(authored, &noted, &|file| workshop.has_file(file)));
    let fails = |tested: &Tested| !tested.failures.is_empty() || (args.strict && !tested.weak.is_empty());
    let run = TestRun {
        tested: &tested,
        phrases: phrases.as_deref(),
        strict: args.strict,
        most_weak: args.max_notes,
        exit_code: if tested.iter().any(fails) { exit::FINDINGS } else { exit::CLEAN },
    };
    let options = Options { color: world.terminal.colored, width: world.terminal.width, ..Options::default() };
    for (format, path) in &args.write {
        let path = world.cwd.join(path);
        let written = File::create(&path).map(BufWriter::new).and_then(|mut file| {
            format.write(&run, &Options::default(), &mut file)?;
            file.flush()
        });
        written.map_err(|error| Failure::Plain(format!("cannot write {}: {error}", path.display())))?;
    }
    let mut text = Vec::new();
    args.format.write(&run, &options, &mut text).map_err(|error| Failure::Plain(error.to_string()))?;
    output::print_text(&String::from_utf8_lossy(&text), world.out)?;
    Ok(run.exit_code)
}

/// The rules asked for; all, where none is named.
fn chosen<'w>(workshop: &'w Workshop, named: &[String]) -> Result<Vec<&'w Rule>, Failure> {
    let all: Vec<&Rule> = workshop.rules().collect();
    for name in named {
        if !all.iter().any(|rule| id::is_meant(&rule.card.id, name)) {
            let hint = match yaml::nearest(name, id::names(all.iter().map(|rule| rule.card.id.as_str()))) {
                Some(near) => format!("did you mean `{near}`?"),
                None => "see `fairbalance rules`".to_owned(),
            };
            return Err(Failure::Plain(format!("there is no rule `{name}` to test; {hint}")));
        }
    }
    if all.is_empty() {
        let hint =
            "a rule is a YAML file with `id`, `find` and `examples`; `fairbalance test PACK` names a pack or a folder";
        return Err(Failure::Plain(format!("there is no rule to test; {hint}")));
    }
    let rules =
        all.into_iter().filter(|rule| named.is_empty() || named.iter().any(|name| id::is_meant(&rule.card.id, name)));
    Ok(rules.collect())
}
