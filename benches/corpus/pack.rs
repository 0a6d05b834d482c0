//! A made-up pack of a team's own: as many rules and phrases as a large team keeps.

use fairbalance::rule::PackFile;

use super::dice::Dice;

pub const RULES: usize = 500;
pub const PHRASES: usize = 20_000;

const OPENINGS: &[&str] = &["our", "the", "every", "a", "your", "this", "that", "each", "one", "their"];
const MIDDLES: &[&str] = &[
    "gentle",
    "quick",
    "certified",
    "private",
    "modern",
    "weekly",
    "monthly",
    "trusted",
    "simple",
    "guided",
    "quiet",
    "early",
    "local",
    "family",
    "senior",
    "custom",
    "second",
    "final",
    "northern",
    "digital",
];
const THINGS: &[&str] = &[
    "plan",
    "visit",
    "session",
    "programme",
    "package",
    "review",
    "offer",
    "course",
    "method",
    "formula",
    "protocol",
    "journey",
    "consultation",
    "membership",
    "routine",
    "approach",
    "boost",
    "reset",
    "blend",
    "kit",
];
const ENDINGS: &[&str] = &["today", "for life", "at home", "in weeks", "without fail", "for everyone", "on request"];

/// The files of a pack called `team`: one rule a file, each with a concept of its own that holds its phrases.
pub fn team_pack(seed: u64) -> Vec<PackFile> {
    let mut dice = Dice::new(seed);
    let file = |name: String, text: String| PackFile { pack: "team".to_owned(), name: format!("team/{name}"), text };
    let card = "pack: team\ntitle: House rules\nversion: 1.0.0\n".to_owned();
    let mut files = vec![file("pack.yml".to_owned(), card)];
    for number in 0..RULES {
        let phrases: Vec<String> = (0..PHRASES / RULES).map(|at| phrase(&mut dice, number, at)).collect();
        files.push(file(format!("rule-{number}.yml"), rule(number, &phrases)));
    }
    files
}

/// A third plain, a third with an inflected word, a third with an optional part.
fn phrase(dice: &mut Dice, rule: usize, at: usize) -> String {
    let (opening, middle, thing, ending) = (dice.of(OPENINGS), dice.of(MIDDLES), dice.of(THINGS), dice.of(ENDINGS));
    match at % 3 {
        0 => format!("{opening} {middle} {thing} {rule} {at}"),
        1 => format!("{middle} ~{thing} {ending} {rule} {at}"),
        _ => format!("{opening} ({middle} )?{thing} {rule} {at}"),
    }
}

fn rule(number: usize, phrases: &[String]) -> String {
    let plain = |phrase: &str| phrase.replace(['~', '(', ')', '?'], "");
    let list: String = phrases.iter().map(|phrase| format!("      - {phrase}\n")).collect();
    format!(
        "concepts:\n  - concept: house-{number}\n    about: Wordings that rule {number} asks about.\n    phrases:\n{list}\
         ---\nid: house-rule-{number}\ntitle: Uses wording {number} that the house does not\nlevel: warning\n\
         authority: [FTC-5]\nwhy: The house has agreed on other words for this.\n\
         remedy: Use the wording of the house style.\nfind: <house-{number}>\nexamples:\n  flag:\n    - We say {}.\n    \
         - They say {}.\n  pass:\n    - We say something else.\n    - Nothing is said here at all.\n",
        plain(&phrases[0]),
        plain(&phrases[1]),
    )
}
