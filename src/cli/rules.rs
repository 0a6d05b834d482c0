//! `rules`: the rules in use, as a table or as JSON.

use std::collections::BTreeMap;

use fairbalance::finding::{AuthorityCard, Confidence, Level, RuleCard};
use serde::Serialize;

use super::args::{ListFormat, RulesArgs, RulesFrom};
use super::config_files::Configs;
use super::engine::Engine;
use super::output::{self, Failure};
use super::{World, check, exit};

pub fn run(args: &RulesArgs, world: &mut World) -> Result<u8, Failure> {
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

/// Sets of rules by the names of their packs.
pub type Engines = BTreeMap<Vec<String>, Box<dyn Engine>>;

/// The rules that hold in the working directory.
pub fn engines(from: &RulesFrom, world: &World) -> Result<Engines, Failure> {
    let mut configs = Configs::new(from, &world.cwd)?;
    let config = configs.of_folder(&world.cwd)?;
    check::engines(from, &configs, &[config], world.load, world.today)
}

/// Their cards, by id.
pub fn cards(engines: &Engines) -> Vec<RuleCard> {
    let mut cards: Vec<RuleCard> = engines.values().flat_map(|engine| engine.cards()).collect();
    cards.sort_by(|a, b| a.id.cmp(&b.id));
    cards
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
