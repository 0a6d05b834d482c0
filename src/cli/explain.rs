//! `explain RULE`: what a rule finds, why, what to do, and on whose authority.

use fairbalance::finding::{Confidence, RuleCard};
use fairbalance::yaml;

use super::args::ExplainArgs;
use super::output::{self, Failure};
use super::{World, exit, rules};

pub fn run(args: &ExplainArgs, world: &mut World) -> Result<u8, Failure> {
    let cards = rules::cards(&args.rules, world)?;
    let card = find(&cards, &args.rule)?;
    let text = page(card, world.terminal.width);
    output::print_text(&text, world.out)?;
    Ok(exit::CLEAN)
}

/// By full id, or by the name without its pack where one pack has it.
fn find<'a>(cards: &'a [RuleCard], name: &str) -> Result<&'a RuleCard, Failure> {
    let short = |card: &&RuleCard| card.id.rsplit('/').next() == Some(name);
    let full = cards.iter().find(|card| card.id == name);
    let mut named = cards.iter().filter(short);
    match (full, named.next(), named.next()) {
        (Some(card), _, _) | (None, Some(card), None) => Ok(card),
        (None, Some(one), Some(other)) => {
            Err(Failure::Plain(format!("more than one rule is called `{name}`: {}, {} …", one.id, other.id)))
        }
        (None, None, _) => {
            let ids = cards.iter().flat_map(|card| [card.id.as_str(), card.id.rsplit('/').next().unwrap_or(&card.id)]);
            let hint = yaml::nearest(name, ids)
                .map_or("see `fairbalance rules`".to_owned(), |near| format!("did you mean `{near}`?"));
            Err(Failure::Plain(format!("there is no rule `{name}`; {hint}")))
        }
    }
}

fn page(card: &RuleCard, width: usize) -> String {
    let wrap =
        |text: &str| textwrap::fill(text, textwrap::Options::new(width).initial_indent("  ").subsequent_indent("  "));
    let confidence = match card.confidence {
        Confidence::High => "high",
        Confidence::Medium => "medium",
        Confidence::Low => "low",
    };
    let mut out = format!("{}\n{}\n", card.id, textwrap::fill(&card.title, width));
    out.push_str(&format!("\nLevel {}, confidence {confidence}.\n", card.level.name()));
    out.push_str(&format!("\nWhy\n{}\n", wrap(&card.why)));
    out.push_str(&format!("\nWhat to do\n{}\n", wrap(&card.remedy)));
    if !card.authorities.is_empty() {
        out.push_str("\nAuthority\n");
    }
    for authority in &card.authorities {
        let said =
            format!("{} ({}, as of {}): {}", authority.name, authority.reach, authority.as_of, authority.citation);
        out.push_str(&format!("{}\n  {}\n", wrap(&said), authority.url));
    }
    out
}
