//! `rules`: what there is to do with the rules themselves, and which of them hold here.

mod check;
mod list;
mod new;

use std::collections::BTreeMap;

use fairbalance::finding::RuleCard;

use super::args::{RulesArgs, RulesFrom, RulesVerb};
use super::config_files::Configs;
use super::engine::Engine;
use super::output::Failure;
use super::{World, check as checking};

pub fn run(args: &RulesArgs, world: &mut World) -> Result<u8, Failure> {
    match &args.verb {
        Some(RulesVerb::List(list)) => list::run(list, world),
        Some(RulesVerb::New(new)) => new::run(new, world),
        Some(RulesVerb::Check(args)) => check::run(args, world),
        None => list::run(&args.list, world),
    }
}

/// Sets of rules by the names of their packs.
pub type Engines = BTreeMap<Vec<String>, Box<dyn Engine>>;

/// The rules that hold in the working directory.
pub fn engines(from: &RulesFrom, world: &World) -> Result<Engines, Failure> {
    let mut configs = Configs::new(from, &world.cwd)?;
    let config = configs.of_folder(&world.cwd)?;
    checking::engines(from, &configs, &[config], world.load, &world.cwd)
}

/// Their cards, by id.
pub fn cards(engines: &Engines) -> Vec<RuleCard> {
    let mut cards: Vec<RuleCard> = engines.values().flat_map(|engine| engine.cards()).collect();
    cards.sort_by(|a, b| a.id.cmp(&b.id));
    cards
}
