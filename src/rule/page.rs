//! A rule as somebody reads about it who met one of its findings. `explain` prints it and the pages under `docs/rules/`
//! hold it, so both say the same.

use serde::Serialize;

use super::compiled::{Change, Rule, SlotRuleContent, StatementRule};
use super::message::unfilled;
use super::ruleset::Ruleset;
use super::written::Example;
use crate::finding::{Level, RuleCard};

/// What there is to tell of a rule, in the order of reading.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct RulePage {
    /// `pack/rule`.
    pub id: String,
    pub title: String,
    pub level: Level,
    pub family: Option<String>,
    /// Under the title: level, confidence, family.
    pub standing: String,
    pub sections: Vec<Section>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Section {
    pub heading: &'static str,
    pub parts: Vec<Part>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Part {
    Text(String),
    Item(String),
    /// A line of its own that leads somewhere.
    Link(String),
    /// Copy, with a word about it.
    Example {
        text: String,
        note: Option<String>,
    },
}

impl RulePage {
    pub fn new(ruleset: &Ruleset, rule: &Rule) -> RulePage {
        let statement = rule.require.as_ref().map(|require| (&ruleset.statements[require.statement], require.within));
        let mut page = RulePage::of_card(&rule.card);
        page.family = Some(rule.family.clone());
        page.standing = format!("{} Family: {}.", page.standing, rule.family);
        let sections = &mut page.sections;
        let mut finds = vec![Part::Text(sentence(&rule.looks_for))];
        let only_for = rule
            .applies_to
            .iter()
            .map(|fact| Part::Text(format!("Only on pages whose {} is {}.", fact.name, fact.value.in_words())));
        finds.extend(only_for);
        sections.push(Section { heading: "Looks for", parts: finds });
        if let Some((statement, within)) = statement {
            sections.push(Section { heading: "What has to be said", parts: owed(statement, &within.name()) });
        }
        sections.push(Section { heading: "What excuses it", parts: excuses(rule) });
        let changes: Vec<Part> = rule.raise.iter().chain(&rule.lower).map(change).collect();
        sections.push(Section { heading: "What changes its level", parts: changes });
        let taken_in = rule.takes_in.iter().map(|id| Part::Item(id.clone())).collect();
        sections.push(Section { heading: "Told with it", parts: taken_in });
        let flag = rule.flag.iter().map(|example| shown(example, rule.card.level)).collect();
        sections.push(Section { heading: "Flags", parts: flag });
        let pass = rule.pass.iter().map(|example| shown(example, rule.card.level)).collect();
        sections.push(Section { heading: "Lets pass", parts: pass });
        sections.push(Section { heading: "Authority", parts: authorities(ruleset, &rule.card) });
        sections.retain(|section| !section.parts.is_empty());
        page
    }

    /// The page of a rule that the program itself has, no pack.
    pub fn of_card(card: &RuleCard) -> RulePage {
        let section = |heading, text: &str| Section { heading, parts: vec![Part::Text(text.to_owned())] };
        RulePage {
            id: card.id.clone(),
            title: card.title.clone(),
            level: card.level,
            family: None,
            standing: format!("Level {}, confidence {}.", card.level.name(), card.confidence.name()),
            sections: vec![section("Why", &card.why), section("What to do", &card.remedy)],
        }
    }

    /// For a terminal of `width` columns.
    pub fn text(&self, width: usize) -> String {
        let fill = |text: &str, first: &str, next: &str| {
            let options = textwrap::Options::new(width).initial_indent(first).subsequent_indent(next);
            textwrap::fill(text, options.break_words(false)) + "\n"
        };
        let mut out = format!("{}\n{}{}", self.id, fill(&self.title, "", ""), fill(&self.standing, "", ""));
        for section in &self.sections {
            out.push_str(&format!("\n{}\n", section.heading));
            for part in &section.parts {
                match part {
                    Part::Text(text) => out.push_str(&fill(text, "  ", "  ")),
                    Part::Item(text) => out.push_str(&fill(text, "  - ", "    ")),
                    Part::Link(url) => out.push_str(&format!("    {url}\n")),
                    Part::Example { text, note } => {
                        if let Some(note) = note {
                            out.push_str(&fill(&format!("{note}:"), "  - ", "    "));
                        }
                        for (number, line) in text.trim_end().lines().enumerate() {
                            let first = if number == 0 && note.is_none() { "  - " } else { "    " };
                            out.push_str(&fill(line, first, "    "));
                        }
                    }
                }
            }
        }
        out
    }

    /// For a page under `docs/rules/`.
    pub fn markdown(&self) -> String {
        let mut out = format!("# {}\n\n**{}.** {}\n", self.id, self.title, self.standing);
        for section in &self.sections {
            out.push_str(&format!("\n## {}\n\n", section.heading));
            let parts = together(&section.parts);
            let mut before: Option<&Part> = None;
            for part in &parts {
                let in_list = |part: &Part| matches!(part, Part::Item(_) | Part::Link(_));
                if before.is_some_and(|before| !in_list(before) || !in_list(part)) {
                    out.push('\n');
                }
                match part {
                    Part::Text(text) => out.push_str(&format!("{text}\n")),
                    Part::Item(text) => out.push_str(&format!("- {text}\n")),
                    Part::Link(url) => out.push_str(&format!("  <{url}>\n")),
                    Part::Example { text, note } => out.push_str(&fence(text.trim_end(), note.as_deref())),
                }
                before = Some(part);
            }
        }
        out
    }
}

/// Examples of one line each stand in one fence.
fn together(parts: &[Part]) -> Vec<Part> {
    let mut all: Vec<Part> = Vec::new();
    let mut open = false;
    for part in parts {
        let is_line = matches!(part, Part::Example { text, note: None } if !text.trim_end().contains('\n'));
        match (all.last_mut(), part) {
            (Some(Part::Example { text, .. }), Part::Example { text: more, .. }) if open && is_line => {
                text.push('\n');
                text.push_str(more.trim_end());
            }
            _ => all.push(part.clone()),
        }
        open = is_line;
    }
    all
}

/// Copy in a fence, which shows it as it stands, markup and all.
fn fence(text: &str, note: Option<&str>) -> String {
    let note = note.map_or(String::new(), |note| format!("{note}:\n\n"));
    let marks = if text.contains("```") { "````" } else { "```" };
    format!("{note}{marks}text\n{text}\n{marks}\n")
}

fn owed(statement: &StatementRule, within: &str) -> Vec<Part> {
    let mut parts = vec![Part::Text(match within.contains(' ') {
        true => format!("Within {within}: {}.", statement.name),
        false => format!("On the same {within}: {}.", statement.name),
    })];
    parts.extend(statement.slots.iter().map(|slot| {
        Part::Item(match &slot.content {
            SlotRuleContent::Any(_) => slot.name.clone(),
            SlotRuleContent::AtLeast { of: Some(of), .. } => format!("{}, as the table has them in {of}", slot.name),
            SlotRuleContent::AtLeast { of: None, .. } => slot.name.clone(),
        })
    }));
    let text = unfilled(&statement.sample);
    if !text.is_empty() {
        let note = if statement.texts.is_empty() { "Such as" } else { "In these words" };
        parts.push(Part::Example { text, note: Some(note.to_owned()) });
    }
    parts
}

fn excuses(rule: &Rule) -> Vec<Part> {
    let tests = rule.unless.iter().map(|test| Part::Item(sentence(&test.described)));
    let statement = rule.require.iter().map(|_| Part::Item("The statement above, where a reader sees it.".to_owned()));
    statement.chain(tests).collect()
}

fn change(change: &Change) -> Part {
    Part::Item(format!("To {}: {}.", change.to.name(), change.test.described))
}

fn authorities(ruleset: &Ruleset, card: &RuleCard) -> Vec<Part> {
    let mut parts = Vec::new();
    for authority in &card.authorities {
        let row = ruleset.authorities.iter().find(|row| row.card.code == authority.code);
        let asks = row.map_or("", |row| row.asks.as_str());
        let reach = match authority.reach.as_str() {
            "binding" => "binding",
            "benchmark" => "a benchmark: it binds others",
            "platform" => "a platform's terms",
            other => other,
        };
        let named = if authority.name == authority.citation {
            authority.citation.clone()
        } else {
            format!("{}: {}", authority.name, authority.citation)
        };
        parts.push(Part::Item(format!("{named} ({reach}; as of {}). {asks}", authority.as_of).trim_end().to_owned()));
        if !authority.url.is_empty() {
            parts.push(Part::Link(authority.url.clone()));
        }
    }
    parts
}

fn shown(example: &Example, level: Level) -> Part {
    let mut notes: Vec<String> = Vec::new();
    if let Some(other) = example.level.filter(|other| *other != level) {
        notes.push(format!("At level {}", other.name()));
    }
    if !example.page.is_empty() {
        let facts: Vec<String> = example.page.iter().map(|(name, value)| format!("{name} is {value}")).collect();
        notes.push(format!("On a page whose {}", facts.join(" and whose ")));
    }
    let note = (!notes.is_empty()).then(|| notes.join(", "));
    Part::Example { text: example.text.clone(), note }
}

fn sentence(text: &str) -> String {
    let mut letters = text.chars();
    let first = letters.next().map(|first| first.to_uppercase().collect::<String>()).unwrap_or_default();
    format!("{first}{}.", letters.as_str())
}
