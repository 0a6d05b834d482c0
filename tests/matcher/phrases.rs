//! Phrases as trees: how they are written in a rule, and their flat readings.

use proptest::prelude::*;

pub type Seq = Vec<Node>;

#[derive(Debug, Clone)]
pub enum Node {
    /// `sign` is one of `=`, `~`, `*`, or a space for none. A word written with a hyphen is two. `comma`: one stands before.
    Word {
        sign: char,
        text: &'static str,
        comma: bool,
    },
    Slot(&'static str, bool),
    Gap(u8),
    /// In brackets; `true`: and a question mark.
    Choice(Vec<Seq>, bool),
}

/// What is left of a phrase once a reading is chosen.
#[derive(Debug, Clone, PartialEq)]
pub enum Flat {
    Word { sign: char, text: String, comma: bool },
    Slot { name: &'static str, comma: bool },
    Gap(u8),
}

const WORDS: &[&str] = &[
    "cure",
    "cured",
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
    "it",
    "100",
    "1,500.5",
    "%",
    "pounds",
    "lose",
    "guarantee",
    "guaranteed",
    "U",
    "Side-Effects",
];
const STEMS: &[&str] = &["cure", "cur", "guarantee", "guaranteed", "wom", "ketamine", "side-eff"];

fn word() -> impl Strategy<Value = Node> {
    let plain = (prop::sample::select(WORDS), prop::sample::select(&[' ', ' ', ' ', '='][..]), any::<bool>());
    let inflected = prop::sample::select(&["cure", "lose", "guarantee", "risk", "effect"][..]);
    prop_oneof![
        5 => plain.prop_map(|(text, sign, comma)| Node::Word { sign, text, comma: comma && sign == ' ' }),
        1 => inflected.prop_map(|text| Node::Word { sign: '~', text, comma: false }),
        1 => prop::sample::select(STEMS).prop_map(|text| Node::Word { sign: '*', text, comma: false }),
    ]
}

fn node() -> impl Strategy<Value = Node> {
    prop_oneof![
        6 => word(),
        2 => (prop::sample::select(&["number", "thing"][..]), any::<bool>()).prop_map(|(name, comma)| Node::Slot(name, comma)),
        1 => prop::sample::select(&[1, 2, 3, 6][..]).prop_map(Node::Gap),
    ]
}

pub fn phrase() -> impl Strategy<Value = Seq> {
    let leaf = || prop::collection::vec(node(), 1..4);
    let nested = (leaf(), prop::collection::vec(leaf(), 1..3), any::<bool>(), leaf()).prop_map(
        |(mut head, inner, optional, tail)| {
            head.push(Node::Choice(inner, optional));
            head.extend(tail);
            head
        },
    );
    prop_oneof![3 => leaf(), 1 => nested]
        .prop_filter("something to match", |seq| readings(seq).iter().all(|flat| has_words(flat)))
}

fn has_words(flat: &[Flat]) -> bool {
    flat.iter().any(|part| !matches!(part, Flat::Gap(_)))
}

/// The phrase as an author writes it.
pub fn written(seq: &Seq) -> String {
    let parts = seq.iter().enumerate().map(|(at, node)| {
        let text = match node {
            Node::Word { sign: '*', text, .. } => format!("{text}*"),
            Node::Word { sign: ' ', text, .. } => (*text).to_owned(),
            Node::Word { sign, text, .. } => format!("{sign}{text}"),
            Node::Slot(name, _) => format!("<{name}>"),
            Node::Gap(6) => "...".to_owned(),
            Node::Gap(words) => format!("..{words}"),
            Node::Choice(inner, optional) => {
                let inner: Vec<String> = inner.iter().map(written).collect();
                format!("({}){}", inner.join("|"), if *optional { "?" } else { "" })
            }
        };
        let comma = matches!(node, Node::Word { comma: true, .. } | Node::Slot(_, true));
        let space = if at == 0 { "" } else { " " };
        format!("{}{space}{text}", if comma { "," } else { "" })
    });
    parts.collect()
}

/// Every way to read a phrase. A comma belongs to whatever comes after it.
pub fn readings(seq: &Seq) -> Vec<Vec<Flat>> {
    let mut all: Vec<Vec<Flat>> = vec![Vec::new()];
    for node in seq {
        let tails: Vec<Vec<Flat>> = match node {
            Node::Word { sign, text, comma } => vec![words(*sign, text, *comma)],
            Node::Slot(name, comma) => vec![vec![Flat::Slot { name, comma: *comma }]],
            Node::Gap(words) => vec![vec![Flat::Gap(*words)]],
            Node::Choice(inner, optional) => inner.iter().flat_map(readings).chain(optional.then(Vec::new)).collect(),
        };
        all = all.iter().flat_map(|head| tails.iter().map(move |tail| [&head[..], tail].concat())).collect();
    }
    all
}

/// `side-eff*` is two words, the sign on the last; `=` is on all of them.
fn words(sign: char, text: &str, comma: bool) -> Vec<Flat> {
    let parts: Vec<&str> = text.split('-').collect();
    let flat = |(at, part): (usize, &&str)| Flat::Word {
        sign: if at + 1 == parts.len() || sign == '=' { sign } else { ' ' },
        text: if sign == '=' { (*part).to_owned() } else { part.to_lowercase() },
        comma: comma && at == 0,
    };
    parts.iter().enumerate().map(flat).collect()
}

/// Words that copy can be made of so that the phrase is met.
pub fn words_of(seq: &Seq) -> Vec<String> {
    let words = seq.iter().flat_map(|node| match node {
        Node::Word { text, .. } => text.split('-').map(str::to_owned).collect(),
        Node::Slot("number", _) => vec!["100".to_owned()],
        Node::Slot(..) => vec!["side".to_owned(), "effects".to_owned()],
        Node::Gap(_) => vec!["and".to_owned()],
        Node::Choice(inner, _) => inner.iter().flat_map(words_of).collect(),
    });
    words.collect()
}
