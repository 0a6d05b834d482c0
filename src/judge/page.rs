//! Page facts: where and for whom a page speaks. Declared by the config or the page itself, else read off the page.

use std::collections::BTreeMap;

use super::facts::Values;
use crate::analysis::{self, Analysis};
use crate::assertion::record::{About, Polarity};
use crate::assertion::voice;
use crate::knowledge::Status;
use crate::relate::uses::is_rival;
use crate::rule::compiled::Rule;

/// The kind of page that informs and sells nothing, whatever its words look like.
const REFERENCE: &str = "reference";
/// The origin of a fact that a page declares of itself.
const FRONT_MATTER: &str = "front matter";
/// The origin of a fact that nobody declared.
const READ_OFF: &str = "read off the page";

/// A fact's values and who says so.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct SourcedFact {
    pub values: Vec<String>,
    /// `config`, `front matter`, `profile` or `read off the page`.
    pub origin: &'static str,
}

impl SourcedFact {
    fn is(&self, value: &str) -> bool {
        self.values.iter().any(|own| own == value)
    }
}

/// The facts that a page can declare of itself, each with the keys of front matter that say it, best first.
const DECLARED: &[(&str, &[&str])] = &[
    ("jurisdiction", &["jurisdiction"]),
    ("product", &["product"]),
    ("audience", &["audience"]),
    ("page", &["page"]),
    ("date", &["date", "lastreviewed", "last_reviewed", "reviewed", "lastmod", "last_modified", "updated", "modified"]),
    (
        "author",
        &["author", "authors", "reviewer", "reviewed_by", "reviewedby", "medical_reviewer", "medically_reviewed_by"],
    ),
    ("language", &["language", "lang", "locale"]),
];

/// What is known of a page: `jurisdiction`, `product`, `sells`, `audience`, `page`, `date`, `author`, `language`.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct PageFacts {
    facts: BTreeMap<String, SourcedFact>,
    /// Names of the advertiser's own.
    brands: Vec<String>,
    /// What the site's profile says, for facts that neither the config nor the page declares.
    profile: BTreeMap<String, SourcedFact>,
    /// What only rules ask for and nobody declares, by the key of `page.…`.
    read: BTreeMap<&'static str, Vec<String>>,
}

/// How a rule stands on a page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Standing {
    /// The product is not known: the rule holds, one level lower.
    pub lowered: bool,
}

impl PageFacts {
    /// Facts that a config or an example declares.
    pub fn declared(facts: impl IntoIterator<Item = (String, String)>) -> Self {
        PageFacts { facts: sourced(facts, "config"), ..PageFacts::default() }
    }

    /// Adds the facts of a profile, which hold where nothing else declares any.
    pub fn with_profile(self, facts: impl IntoIterator<Item = (String, String)>) -> Self {
        PageFacts { profile: sourced(facts, "profile"), ..self }
    }

    /// The same, with names that are the advertiser's own.
    pub fn with_brands(self, brands: &[String]) -> Self {
        PageFacts { brands: brands.to_vec(), ..self }
    }

    pub fn brands(&self) -> &[String] {
        &self.brands
    }

    pub fn get(&self, name: &str) -> Option<&SourcedFact> {
        self.facts.get(name)
    }

    /// Adds what the front matter says, then the profile, then what the page itself shows.
    pub fn completed(&self, analysis: &Analysis) -> PageFacts {
        let mut facts = self.facts.clone();
        for (name, keys) in DECLARED {
            if facts.contains_key(*name) {
                continue;
            }
            let mut said = keys.iter().map(|key| values_under(key, analysis)).filter(|values| !values.is_empty());
            if let Some(mut values) = said.next() {
                if *name == "language" {
                    values.iter_mut().for_each(|value| *value = primary_language(value));
                }
                facts.insert((*name).to_owned(), SourcedFact { values, origin: FRONT_MATTER });
            }
        }
        for (name, fact) in &self.profile {
            facts.entry(name.clone()).or_insert_with(|| fact.clone());
        }
        if !facts.contains_key("product") {
            let values = products_of(analysis);
            if !values.is_empty() {
                facts.insert("product".to_owned(), SourcedFact { values, origin: READ_OFF });
            }
        }
        if !facts.contains_key(TOPIC) {
            facts.insert(TOPIC.to_owned(), SourcedFact { values: topics_of(analysis), origin: READ_OFF });
        }
        if let Some(sold) = sells(analysis).filter(|_| !facts.contains_key(SELLS)) {
            facts.insert(SELLS.to_owned(), SourcedFact { values: vec![sold.to_owned()], origin: READ_OFF });
        }
        // A page that calls itself a work of reference may be anybody's; the config is the site's word.
        let is_reference = facts.get("page").is_some_and(|fact| fact.origin != FRONT_MATTER && fact.is(REFERENCE));
        let read = read_off(analysis, is_reference);
        PageFacts { facts, profile: BTreeMap::new(), brands: self.brands.clone(), read }
    }

    /// Whether a rule holds here. Rules for a place need the place to be declared; rules for a product whose class is
    /// not known hold one level lower.
    pub fn standing(&self, rule: &Rule) -> Option<Standing> {
        let mut standing = Standing { lowered: false };
        for fact in &rule.applies_to {
            let values = self.facts.get(&fact.name).map_or(&[][..], |fact| fact.values.as_slice());
            if fact.value.accepts(values.iter().map(String::as_str), &|_| Vec::new()) {
                continue;
            }
            if fact.name == "product" && values.is_empty() {
                standing.lowered = true;
            } else {
                return None;
            }
        }
        Some(standing)
    }

    /// Whether the page does not speak of what the rule's pack is about.
    pub fn is_off_topic(&self, rule: &Rule) -> bool {
        let spoken = self.facts.get(TOPIC);
        rule.topic.as_ref().is_some_and(|topic| spoken.is_some_and(|fact| !fact.values.contains(topic)))
    }

    /// Which fact of a rule's `for` keeps it from the page, in words.
    pub fn unfit(&self, rule: &Rule) -> Option<String> {
        if self.standing(rule).is_some() {
            return None;
        }
        let values = |name: &str| self.facts.get(name).map_or(&[][..], |fact| fact.values.as_slice());
        let fact = rule
            .applies_to
            .iter()
            .find(|fact| !fact.value.accepts(values(&fact.name).iter().map(String::as_str), &|_| Vec::new()))?;
        let here = match values(&fact.name) {
            [] => "not declared".to_owned(),
            values => values.join(", "),
        };
        Some(format!("the rule is for pages whose {} is {}; here it is {here}", fact.name, fact.value.in_words()))
    }

    /// The values of `page.…` in a `where`.
    pub(super) fn values(&self, key: &str) -> Values<'_> {
        if let Some(values) = self.read.get(key) {
            return Values::Listed(values);
        }
        let fact = match key {
            // What config or front matter say; a product that is only named may be anybody's.
            "declared-product" => self.get("product").filter(|fact| fact.origin != READ_OFF),
            "kind" => self.get("page"),
            key => self.get(key),
        };
        fact.map(|fact| Values::Listed(&fact.values)).unwrap_or_default()
    }

    /// Whether an authority of this jurisdiction and these products reaches the page.
    pub fn reached_by(&self, jurisdiction: &str, products: &[String]) -> bool {
        let place = match jurisdiction {
            "us" | "platform" | "" => true,
            state => self.get("jurisdiction").is_some_and(|fact| fact.values.iter().any(|value| value == state)),
        };
        let product = products.is_empty()
            || products.iter().any(|product| product == "any")
            || self.get("product").is_none_or(|fact| fact.values.iter().any(|value| products.contains(value)));
        place && product
    }
}

fn sourced(facts: impl IntoIterator<Item = (String, String)>, origin: &'static str) -> BTreeMap<String, SourcedFact> {
    let mut all = BTreeMap::new();
    for (name, value) in facts {
        let fact = all.entry(name).or_insert_with(|| SourcedFact { values: Vec::new(), origin });
        fact.values.push(value);
    }
    all
}

const TOPIC: &str = "topic";
const SELLS: &str = "sells";
/// A page of fewer words may be about anything.
const LONG: usize = 150;
/// A page speaks of a topic if it has one of its words in so many. Of 270 texts on software, 97 in a hundred had fewer
/// than one in 350, and none more than one in 100; of pages of clinics, the poorest had one in 160, and information on
/// illness one in 12.
const ONE_IN: usize = 200;

/// What rules may ask of a page besides what is declared. Worked out once: rules ask at every match.
fn read_off(analysis: &Analysis, is_reference: bool) -> BTreeMap<&'static str, Vec<String>> {
    let yes_or_no = |is: bool| vec![if is { "yes" } else { "no" }.to_owned()];
    BTreeMap::from([
        ("offers", yes_or_no(analysis::offers(analysis.ruleset, &analysis.mentions))),
        ("informs", yes_or_no(is_reference || informs(analysis))),
        ("voice", vec![voice::leaning(analysis.page_voice).name().to_owned()]),
        ("words", vec![analysis.words.to_string()]),
    ])
}

/// The topics of the packs that a page speaks of.
fn topics_of(analysis: &Analysis) -> Vec<String> {
    let mut topics: Vec<&String> = analysis.ruleset.rules.iter().filter_map(|rule| rule.topic.as_ref()).collect();
    topics.sort_unstable();
    topics.dedup();
    let words = analysis.words as usize;
    let spoken = |topic: &&&String| words < LONG || analysis.named_by(topic).len() * ONE_IN >= words;
    topics.iter().filter(spoken).map(|topic| (*topic).clone()).collect()
}

/// The values of a front-matter key, or of what stands below it.
fn values_under(key: &str, analysis: &Analysis) -> Vec<String> {
    let is_of = |path: &str| match path.get(..key.len()) {
        Some(start) => {
            start.eq_ignore_ascii_case(key) && (path.len() == key.len() || path[key.len()..].starts_with('.'))
        }
        None => false,
    };
    let entries =
        analysis.document.metadata.iter().filter(|entry| is_of(&entry.path) && !entry.value.trim().is_empty());
    entries.map(|entry| entry.value.clone()).collect()
}

/// `es` of `es-MX` and `es_MX` (BCP 47).
fn primary_language(tag: &str) -> String {
    tag.trim().split(['-', '_']).next().unwrap_or_default().to_ascii_lowercase()
}

/// The product classes of the treatments that a page affirms, most mentioned first.
fn products_of(analysis: &Analysis) -> Vec<String> {
    let (mut named, mut standard) = (Vec::new(), Vec::new());
    for &id in analysis.named(analysis.ruleset.known.treatment) {
        let mention = analysis.mention(id);
        let Some(treatment) = mention.row.and_then(|row| analysis.ruleset.treatments.get(row as usize)) else {
            continue;
        };
        if mention.assertion.polarity == Polarity::Denied || is_rival(analysis, mention) {
            continue;
        }
        if treatment.otherwise != Status::Unknown {
            named.push(treatment);
        } else if mention.assertion.about == About::Offer {
            standard.push(treatment);
        }
    }
    // Any page may name a standard drug in passing: "ask your doctor if you take warfarin".
    if standard.len() >= if analysis.words as usize >= TELLING { 2 } else { 1 } {
        named.append(&mut standard);
    }
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for class in named.into_iter().flat_map(|treatment| treatment.row.attribute("class")) {
        *counts.entry(class).or_default() += 1;
    }
    let mut classes: Vec<(usize, &str)> = counts.into_iter().map(|(class, count)| (count, class)).collect();
    classes.sort_by(|a, b| b.0.cmp(&a.0).then(a.1.cmp(b.1)));
    classes.into_iter().map(|(_, class)| class.to_owned()).collect()
}

/// Copy of fewer words sells neither for certain: a sentence of a letter may speak of a clinic's capsules.
const TELLING: usize = 60;
/// A page sells care or goods if it has one word of either in so many; fewer may stand anywhere.
const SOLD_ONE_IN: usize = 100;
/// And it sells care if it has so many times as many words of care as of goods: a clinic has a shop, too.
const MORE_CARE: usize = 2;

/// What a page sells, by the words it uses: `care` given by people, or `products`. Short copy may be anybody's.
fn sells(analysis: &Analysis) -> Option<&'static str> {
    let words = analysis.words as usize;
    let (care, goods) = (analysis.named_by("care-given").len(), analysis.named_by("goods").len());
    if words < TELLING || (care + goods) * SOLD_ONE_IN < words {
        return None;
    }
    Some(if care >= MORE_CARE * goods { "care" } else { "products" })
}

/// A page that says as often that evidence is wanting weighs it, and sells little.
const CANDID: usize = 3;

/// Whether a page informs and sells nothing: it offers nothing, does not speak of itself as a seller does, and tells of
/// at least two of harm, limits of the evidence, and sources, as works of reference do. Less than half of what it says of
/// diseases may read as said of something on offer. One that names limits again and again may press its claims, and have
/// a "we" or a link to a shop, if these are fewer.
fn informs(analysis: &Analysis) -> bool {
    let ruleset = analysis.ruleset;
    let affirmed = |name: &str| {
        let named = analysis.named_by(name);
        named.iter().filter(|id| analysis.mention(**id).assertion.polarity == Polarity::Affirmed).count()
    };
    let words = analysis.words as usize;
    let tells = [
        analysis.named_by("tells-risks").len(),
        affirmed("evidence-limit"),
        analysis.named(ruleset.known.citation).len(),
    ];
    let sold =
        affirmed("offer") + analysis.named_by("our-side").len() + analysis.named(ruleset.known.call_to_action).len();
    let limits = tells[1];
    let claims = analysis.named_by("disease-claim");
    let pressed = claims.iter().filter(|id| analysis.mention(**id).assertion.about == About::Offer).count();
    words >= LONG
        && (pressed < CANDID || pressed * 2 < claims.len() || limits >= CANDID)
        && (sold == 0 || (limits >= CANDID && sold < limits))
        && tells.iter().filter(|told| **told > 0).count() >= 2
}
