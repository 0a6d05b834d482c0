//! Templates and what fills them. `{x}` is filled from the list of that name.

use super::Dice;

pub const MARKETING: &[&str] = &[
    "{treatment} {may}relieves {condition} in as little as {n} {unit}.",
    "Our {treatment} {may}helps people with {condition} feel like themselves again.",
    "Patients tell us that {treatment} gave them their {thing} back.",
    "There is no cure for {condition}, and we do not claim one.",
    "{treatment} is a breakthrough for {condition} with no side effects.",
    "Studies show that {treatment} works for {n} out of 10 people with {condition}.",
    "Side effects of {treatment} may include nausea, dizziness and raised blood pressure.",
    "{treatment} is not approved by the FDA for {condition}.",
    "Book a free consultation today and see what {treatment} can do for your {condition}.",
    "Say goodbye to {condition} with our {adjective} {treatment} program.",
    "Does {treatment} work for {condition}? Talk with your doctor before you decide.",
    "Clinically proven, 100% natural and completely safe, our {treatment} plan starts at ${n}99.",
    "Many clinics offer {treatment}, but evidence for {condition} is limited.",
    "\"After {n} sessions of {treatment} my {condition} was gone,\" says a happy client.",
    "We never promise results, and {treatment} is not right for everyone with {condition}.",
    "{treatment} supports the body's natural healing and boosts the immune system.",
    "Unlike antidepressants, {treatment} works within {n} {unit} and lasts for months.",
    "Our {adjective} team has treated more than {n}00 people for {condition} since 2015.",
];

pub const GENERAL: &[&str] = &[
    "The {place} opens at {n} in the morning and closes when the {noun} is put away.",
    "Most {noun}s of this kind grow best in {adjective} soil near a {place}.",
    "She walked past the {place} and thought about the {noun} that her neighbour had left there.",
    "To install the {tool}, run the command below and wait until it has finished.",
    "The council met on Tuesday to talk about the new {place} and what it would cost.",
    "Version {n}.2 of the {tool} reads its settings from a file in the home folder.",
    "Stir the {food} for {n} minutes, then add the {food} and a little salt.",
    "It rained for {n} days, so the {place} was closed and the {noun} had to be moved.",
    "You can find the {noun} on the second shelf, next to the {adjective} {noun}.",
    "A {adjective} {noun} is worth more than two of the {adjective} ones, as the keeper of the {place} likes to say.",
    "If the {tool} prints a warning, look at the log and check the path of the {noun}.",
    "The old {place} was built in 19{n}2 by a family that made {noun}s for the whole valley.",
    "Bring the {food} to the boil, let it cool, and keep it in a {adjective} {noun}.",
    "Nobody knows who painted the {noun}, but it has hung in the {place} for {n} years.",
    "This page explains how the {tool} sorts its input, which options it takes and what it returns.",
    "The bus to the {place} leaves every {n}0 minutes; on Sundays there are fewer.",
    "When the {noun} is dry, sand it lightly and give it another coat of {adjective} varnish.",
    "There were {n} of them at the {place}, all talking about the {noun} and the weather.",
];

pub const TITLES: &[&str] = &[
    "{treatment} for {condition}",
    "How {treatment} helps with {condition}",
    "Is {treatment} right for you?",
    "Why choose our {treatment} clinic",
    "Risks and side effects of {treatment}",
];

pub const TOPICS: &[&str] = &[
    "A walk to the {place}",
    "Settings of the {tool}",
    "About the {adjective} {noun}",
    "{food} for the week",
    "What the {place} needs",
    "Notes on the {noun}",
];

const TREATMENT: &[&str] = &[
    "ketamine therapy",
    "IV vitamin therapy",
    "semaglutide",
    "stem cell therapy",
    "red light therapy",
    "hyperbaric oxygen",
    "CBD oil",
    "NAD+",
    "testosterone replacement",
    "exosome therapy",
    "this supplement",
    "TMS",
];
const CONDITION: &[&str] = &[
    "depression",
    "anxiety",
    "chronic pain",
    "autism",
    "migraine",
    "fatigue",
    "insomnia",
    "arthritis",
    "PTSD",
    "brain fog",
    "hair loss",
    "diabetes",
];
const MAY: &[&str] = &["", "", "often ", "gently ", "reliably "];
const UNIT: &[&str] = &["hours", "days", "weeks", "sessions"];
const THING: &[&str] = &["life", "energy", "sleep", "confidence"];
const PLACE: &[&str] = &["library", "market", "harbour", "school", "orchard", "museum", "station", "workshop", "mill"];
const NOUN: &[&str] =
    &["ladder", "lantern", "basket", "table", "letter", "bicycle", "window", "hammer", "map", "chair", "kettle"];
const ADJECTIVE: &[&str] =
    &["small", "sturdy", "quiet", "advanced", "sandy", "wooden", "bright", "simple", "ancient", "friendly", "narrow"];
const TOOL: &[&str] = &["compiler", "parser", "server", "editor", "formatter", "scheduler", "archive tool"];
const FOOD: &[&str] = &["lentils", "onions", "rice", "pears", "soup", "dough", "beans", "porridge"];

/// Fills a template; its first letter becomes a capital.
pub fn fill(template: &str, dice: &mut Dice) -> String {
    let mut out = String::with_capacity(template.len() + 32);
    let mut rest = template;
    while let Some((before, tail)) = rest.split_once('{') {
        out.push_str(before);
        let (name, after) = tail.split_once('}').unwrap_or((tail, ""));
        match name {
            "n" => out.push_str(&(2 + dice.below(8)).to_string()),
            name => out.push_str(dice.of(list(name))),
        }
        rest = after;
    }
    out.push_str(rest);
    if let Some(first) = out.get_mut(..1) {
        first.make_ascii_uppercase();
    }
    out
}

fn list(name: &str) -> &'static [&'static str] {
    match name {
        "treatment" => TREATMENT,
        "condition" => CONDITION,
        "may" => MAY,
        "unit" => UNIT,
        "thing" => THING,
        "place" => PLACE,
        "noun" => NOUN,
        "adjective" => ADJECTIVE,
        "tool" => TOOL,
        "food" => FOOD,
        other => unreachable!("no list is called {other}"),
    }
}
