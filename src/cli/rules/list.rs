//! `rules list`: the rules in use, as a table or as JSON.

use fairbalance::finding::{AuthorityCard, Confidence, Level, RuleCard};
use serde::Serialize;

use super::{cards, engines};
use crate::cli::args::{ListFormat, RulesListArgs};
use crate::cli::output::{self, Failure};
use crate::cli::{World, exit};

pub fn run(args: &RulesListArgs, world: &mut World) -> Result<u8, Failure> {
    let engines = engines(&args.rules, world)?;
    if args.phrases {
        let mut phrases: Vec<String> = engines.values().flat_map(|engine| engine.phrases()).collect();
        phrases.sort_unstable();
        phrases.dedup();
        output::print_text(&(phrases.join("\n") + "\n"), world.out)?;
        return Ok(exit::CLEAN);
    }
    let cards = cards(&engines);
    let text = match args.format {
        ListFormat::Human => table(&cards),
        ListFormat::Json => json(&cards)?,
    };
    output::print_text(&text, world.out)?;
    Ok(exit::CLEAN)
}

fn table(cards: &[RuleCard]) -> String {
    let width = cards.iter().map(|card| card.id.chars().count()).max().unwrap_or(0);
    let mut out = String::new();
    for card in cards {
        out.push_str(&format!("{:width$}  {:7}  {}\n", card.id, card.level.name(), card.title));
    }
    let plural = if cards.len() == 1 { "" } else { "s" };
    out.push_str(&format!("{} rule{plural}. More on one: fairbalance explain RULE\n", cards.len()));
    out
}

#[derive(Serialize)]
struct Card<'a> {
    id: &'a str,
    title: &'a str,
    why: &'a str,
    remedy: &'a str,
    level: Level,
    confidence: Confidence,
    authority: &'a [AuthorityCard],
}

fn json(cards: &[RuleCard]) -> Result<String, Failure> {
    let cards: Vec<Card> = cards
        .iter()
        .map(|RuleCard { id, title, why, remedy, level, confidence, authorities }| Card {
            id,
            title,
            why,
            remedy,
            level: *level,
            confidence: *confidence,
            authority: authorities,
        })
        .collect();
    let text = serde_json::to_string_pretty(&cards).map_err(|error| Failure::Plain(error.to_string()))?;
    Ok(text + "\n")
}
