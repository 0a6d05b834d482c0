//! `rules list`: the rules in use, as a table or as JSON, with their packs.

use std::collections::BTreeMap;

use fairbalance::finding::{AuthorityCard, Confidence, Level, RuleCard};
use fairbalance::report::escape;
use fairbalance::rule::PackInfo;
use fairbalance::rule::expansions::Expansion;
use serde::Serialize;

use super::{Engines, cards, engines};
use crate::cli::args::{ListFormat, RulesListArgs};
use crate::cli::output::{self, Failure};
use crate::cli::{World, exit};

pub fn run(args: &RulesListArgs, world: &mut World) -> Result<u8, Failure> {
    let engines = engines(&args.rules, world)?;
    if args.literals {
        let mut phrases: Vec<String> = engines.values().flat_map(|engine| engine.phrases()).collect();
        phrases.sort_unstable();
        phrases.dedup();
        output::print_text(&(phrases.join("\n") + "\n"), world.out)?;
        return Ok(exit::CLEAN);
    }
    let all = cards(&engines);
    let chosen: Vec<&RuleCard> = all.iter().filter(|card| is_asked_for(card, args)).collect();
    let listed = Listed {
        packs: packs(&engines),
        all: all.len(),
        phrases: if args.phrases { expansions(&engines, &chosen) } else { BTreeMap::new() },
        cards: chosen,
    };
    let text = match args.format {
        ListFormat::Human => listed.table(),
        ListFormat::Json => listed.json(args.phrases)?,
    };
    output::print_text(&text, world.out)?;
    Ok(exit::CLEAN)
}

fn is_asked_for(card: &RuleCard, args: &RulesListArgs) -> bool {
    let has_authority = |code: &String| card.authorities.iter().any(|known| known.code.eq_ignore_ascii_case(code));
    let texts = [&card.id, &card.title, &card.why, &card.remedy].map(|text| text.to_lowercase());
    let holds = |words: &String| texts.iter().any(|text| text.contains(&words.to_lowercase()));
    (args.level.is_empty() || args.level.contains(&card.level))
        && (args.confidence.is_empty() || args.confidence.contains(&card.confidence))
        && (args.authority.is_empty() || args.authority.iter().any(has_authority))
        && args.text.as_ref().is_none_or(holds)
}

fn packs(engines: &Engines) -> Vec<PackInfo> {
    let mut packs: Vec<PackInfo> = engines.values().flat_map(|engine| engine.packs()).collect();
    packs.sort_by(|a, b| a.name.cmp(&b.name));
    packs.dedup();
    packs
}

fn expansions(engines: &Engines, cards: &[&RuleCard]) -> BTreeMap<String, Vec<Expansion>> {
    let ids: Vec<&str> = cards.iter().map(|card| card.id.as_str()).collect();
    engines.values().flat_map(|engine| engine.expansions(&ids)).collect()
}

/// How many wordings of one concept the table shows; JSON has all.
const MOST_WORDINGS: usize = 40;

struct Listed<'a> {
    packs: Vec<PackInfo>,
    all: usize,
    cards: Vec<&'a RuleCard>,
    phrases: BTreeMap<String, Vec<Expansion>>,
}

impl Listed<'_> {
    fn table(&self) -> String {
        let width = self.cards.iter().map(|card| card.id.chars().count()).max().unwrap_or(0);
        let mut out = String::new();
        for card in &self.cards {
            let (level, confidence) = (card.level.name(), card.confidence.name());
            let (id, title) = (escape::text(&card.id), escape::text(&card.title));
            out.push_str(&format!("{id:width$}  {level:7}  {confidence:6}  {title}\n"));
            for Expansion { concept, phrases } in self.phrases.get(&card.id).into_iter().flatten() {
                out.push_str(&format!("    {concept}: {}\n", counted(phrases.len(), "wording")));
                let shown = phrases.iter().take(MOST_WORDINGS);
                shown.for_each(|phrase| out.push_str(&format!("      {}\n", escape::text(phrase))));
                if phrases.len() > MOST_WORDINGS {
                    out.push_str(&format!("      … {} more; --format json has all\n", phrases.len() - MOST_WORDINGS));
                }
            }
        }
        let shown = counted(self.cards.len(), "rule");
        let of = if self.cards.len() == self.all { String::new() } else { format!(" of {}", self.all) };
        out.push_str(&format!("{shown}{of}. More on one: fairbalance explain RULE\n\n"));
        for PackInfo { name, version, digest } in &self.packs {
            out.push_str(&format!("pack {} {} {digest}\n", escape::text(name), escape::text(version)));
        }
        out
    }

    fn json(&self, with_phrases: bool) -> Result<String, Failure> {
        let wordings = |id: &str| {
            let phrases = self.phrases.get(id).into_iter().flatten();
            let phrases = phrases.map(|expansion| (expansion.concept.clone(), expansion.phrases.clone())).collect();
            with_phrases.then_some(phrases)
        };
        let list = List {
            packs: &self.packs,
            rules: self.cards.iter().map(|card| Card::new(card, wordings(&card.id))).collect(),
        };
        let text = serde_json::to_string_pretty(&list).map_err(|error| Failure::Plain(error.to_string()))?;
        Ok(text + "\n")
    }
}

fn counted(count: usize, what: &str) -> String {
    if count == 1 { format!("1 {what}") } else { format!("{count} {what}s") }
}

#[derive(Serialize)]
struct List<'a> {
    packs: &'a [PackInfo],
    rules: Vec<Card<'a>>,
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
    #[serde(skip_serializing_if = "Option::is_none")]
    phrases: Option<BTreeMap<String, Vec<String>>>,
}

impl<'a> Card<'a> {
    fn new(card: &'a RuleCard, phrases: Option<BTreeMap<String, Vec<String>>>) -> Card<'a> {
        let RuleCard { id, title, why, remedy, level, confidence, authorities } = card;
        Card { id, title, why, remedy, level: *level, confidence: *confidence, authority: authorities, phrases }
    }
}
