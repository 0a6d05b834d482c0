//! Copy as words and what stands between them, so that the test needs no cutting of its own.

use fairbalance::language::words::Gap;
use fairbalance::phrase::composite::Place;
use proptest::prelude::*;

#[derive(Debug, Clone)]
pub struct Copy {
    pub tokens: Vec<Token>,
}

#[derive(Debug, Clone)]
pub struct Token {
    /// What stands before it.
    before: &'static str,
    pub gap: Gap,
    /// As it stands in the text: `[H]elp`, `Ketamine's`.
    shown: String,
    /// As it is spelled, marks of editing taken out.
    pub spelled: String,
}

impl Token {
    pub fn key(&self) -> String {
        self.spelled.to_lowercase()
    }

    /// A capital that stands alone: the stop behind it parts no name, "C. difficile".
    fn is_initial(&self) -> bool {
        matches!(self.spelled.as_bytes(), [b'A'..=b'Z'])
            && (self.before.is_empty() || self.before.ends_with([' ', '(', '"']))
    }

    fn is_small(&self) -> bool {
        self.shown.starts_with(|c: char| c.is_ascii_lowercase())
    }
}

const VOCABULARY: &[&str] = &[
    "cure",
    "cures",
    "cured",
    "curing",
    "curable",
    "risk",
    "free",
    "no",
    "side",
    "effects",
    "ms",
    "MS",
    "ketamine",
    "women",
    "women's",
    "it's",
    "100",
    "1,500.5",
    "%",
    "pounds",
    "lose",
    "losing",
    "guarantee",
    "guaranteed",
    "guaranteeing",
    "U",
    "$",
];

const BETWEEN: &[(&str, Gap)] = &[
    (" ", Gap::Open),
    (" ", Gap::Open),
    (" ", Gap::Open),
    ("-", Gap::Open),
    (" - ", Gap::Open),
    (" \"", Gap::Open),
    ("\u{2122} ", Gap::Open),
    ("' ", Gap::Open),
    (", ", Gap::Comma),
    (" , \"", Gap::Comma),
    ("; ", Gap::Closed),
    (". ", Gap::Closed),
    (" (", Gap::Closed),
    ("), ", Gap::Closed),
    ("/", Gap::Closed),
    (": ", Gap::Closed),
    (" \u{2022} ", Gap::Closed),
    ("!", Gap::Closed),
];

pub fn copy(length: std::ops::Range<usize>) -> impl Strategy<Value = Copy> {
    copy_of(VOCABULARY.iter().map(|word| (*word).to_owned()).collect(), length)
}

pub fn copy_of(vocabulary: Vec<String>, length: std::ops::Range<usize>) -> impl Strategy<Value = Copy> {
    let token = (prop::sample::select(vocabulary), prop::sample::select(BETWEEN), 0..12u8);
    (prop::collection::vec(token, length), prop::bool::weighted(0.2)).prop_map(|(drawn, shouting)| {
        let tokens = drawn.into_iter().map(|(word, (before, gap), way)| {
            let spelled = match way {
                0 => word.to_uppercase(),
                1 => capital(&word),
                2 if word.ends_with(char::is_alphabetic) && !word.contains('\'') => format!("{word}'s"),
                _ => word,
            };
            let spelled = if shouting { spelled.to_uppercase() } else { spelled };
            let letters = spelled.len() > 2 && spelled.bytes().take(2).all(|b| b.is_ascii_alphabetic());
            let shown =
                if way == 3 && letters { format!("[{}]{}", &spelled[..1], &spelled[1..]) } else { spelled.clone() };
            Token { before, gap, shown, spelled }
        });
        let mut tokens: Vec<Token> = tokens.collect();
        // Before the first word stands nothing, and nothing parts what comes first.
        if let Some(first) = tokens.first_mut() {
            (first.before, first.gap) = ("", Gap::Open);
        }
        for at in 1..tokens.len() {
            if tokens[at].before == ". " && tokens[at - 1].is_initial() && tokens[at].is_small() {
                tokens[at].gap = Gap::Open;
            }
        }
        Copy { tokens }
    })
}

fn capital(word: &str) -> String {
    let mut chars = word.chars();
    chars.next().map_or_else(String::new, |first| first.to_uppercase().chain(chars).collect())
}

impl Copy {
    pub fn text(&self) -> String {
        self.tokens.iter().map(|token| [token.before, &token.shown].concat()).collect()
    }

    /// Several words without a small letter among them.
    pub fn is_shouting(&self) -> bool {
        self.tokens.len() > 2 && !self.tokens.iter().any(|token| token.spelled.chars().any(char::is_lowercase))
    }

    /// Where the concepts of the test are mentioned: numbers, and two things of one word and of two.
    pub fn mentions(&self, concept: &str) -> Vec<Place> {
        let mut places = Vec::new();
        for (at, token) in self.tokens.iter().enumerate() {
            let at = at as u32;
            let mut push = |words: u32| places.push(Place { start: at, end: at + words, candidate: 0 });
            match (concept, token.key().as_str()) {
                ("number", key) if key.starts_with(|c: char| c.is_ascii_digit()) => push(1),
                ("thing", "ketamine") => push(1),
                ("thing", "side") => {
                    push(1);
                    if self.tokens.get(at as usize + 1).is_some_and(|next| next.key() == "effects") {
                        push(2);
                    }
                }
                _ => {}
            }
        }
        places
    }
}
