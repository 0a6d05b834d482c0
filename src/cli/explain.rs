//! `explain RULE`: what a rule finds, why, what to do, what excuses it, and on whose authority.

use fairbalance::finding::RuleCard;
use fairbalance::rule::RulePage;
use fairbalance::rule::id;
use fairbalance::yaml;

use super::args::{ExplainArgs, ListFormat};
use super::output::{self, Failure};
use super::{World, exit, explain_at, rules};

pub fn run(args: &ExplainArgs, world: &mut World) -> Result<u8, Failure> {
    let (Some(rule), None) = (&args.rule, &args.at) else {
        return explain_at::run(args, args.at.as_deref().unwrap_or_default(), world);
    };
    let engines = rules::engines(&args.rules, world)?;
    let cards = rules::cards(&engines);
    let card = find(&cards, rule)?;
    let page = engines.values().find_map(|engine| engine.page(&card.id)).unwrap_or_else(|| RulePage::of_card(card));
    let text = match args.format {
        ListFormat::Human => page.text(world.terminal.width),
        ListFormat::Json => {
            serde_json::to_string_pretty(&page).map_err(|error| Failure::Plain(error.to_string()))? + "\n"
        }
    };
    output::print_text(&text, world.out)?;
    Ok(exit::CLEAN)
}

/// By full id, or by the name without its pack where one pack has it.
fn find<'a>(cards: &'a [RuleCard], name: &str) -> Result<&'a RuleCard, Failure> {
    let full = cards.iter().find(|card| card.id == name);
    let mut named = cards.iter().filter(|card| id::is_meant(&card.id, name));
    match (full, named.next(), named.next()) {
        (Some(card), _, _) | (None, Some(card), None) => Ok(card),
        (None, Some(one), Some(other)) => {
            Err(Failure::Plain(format!("more than one rule is called `{name}`: {}, {} …", one.id, other.id)))
        }
        (None, None, _) => {
            let hint = yaml::nearest(name, id::names(cards.iter().map(|card| card.id.as_str())))
                .map_or("see `fairbalance rules`".to_owned(), |near| format!("did you mean `{near}`?"));
            Err(Failure::Plain(format!("there is no rule `{name}`; {hint}")))
        }
    }
}
