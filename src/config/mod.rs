//! `fairbalance.yml`: as written, and resolved for a path. No file is read here; see `cli/config_files.rs`.

mod glob;
pub mod origin;
mod parse;

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

pub use glob::Globs;
pub(crate) use parse::{CONFIG, PAGE, facts, globs};
pub use parse::{check_facts, check_rules, parse, read};

use crate::finding::{Confidence, Level, LevelChange};
use crate::linter::Assessed;
use crate::source::Span;
use crate::waiver::register::{At, Register};

/// One config file. Globs are relative to the folder of the config that was found, for what it extends too; paths of
/// other files are relative to the file that names them.
#[derive(Debug, Clone, Default)]
pub struct Config {
    /// Files this one builds on, first to last; what is written here wins.
    pub extends: Vec<Named>,
    /// Built-in packs by name, others by folder.
    pub packs: Vec<PackRef>,
    /// The name of a profile, whose facts hold where nothing else declares any.
    pub profile: Option<Named>,
    pub rules: Rules,
    pub exclude: Globs,
    pub layouts: Vec<Layout>,
    pub overrides: Vec<Override>,
    pub page: Declared,
    pub brands: Vec<String>,
    pub fail_on: Option<Level>,
    pub min_confidence: Option<Confidence>,
    /// Waivers and approved wordings written in the config.
    pub register: Register,
    /// Ids of rules that may not be waived.
    pub not_waivable: Vec<String>,
    /// The baseline to accept findings from.
    pub baseline: Option<Named>,
}

/// The name of a pack or the path of another file, and where it is written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Named {
    pub path: String,
    /// In bytes of the config.
    pub span: Span,
}

/// A pack to use, and what it must be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PackRef {
    /// A built-in pack, or a folder.
    pub pack: Named,
    pub version: Option<Named>,
    pub digest: Option<Named>,
}

/// What is set for rules, by id.
pub type Rules = BTreeMap<String, RuleSetting>;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RuleSetting {
    Off,
    At(Level),
}

/// Shared text that stands after the text of some pages: a footer with the disclosures of a whole site.
#[derive(Debug, Clone)]
pub struct Layout {
    pub paths: Globs,
    pub after: Named,
}

/// What holds for some pages only. Later ones win over earlier ones.
#[derive(Debug, Clone)]
pub struct Override {
    pub paths: Globs,
    /// Where its patterns stand.
    pub at: At,
    pub rules: Rules,
    pub page: Declared,
}

/// What is declared of a page; empty or `None` where nothing is.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Declared {
    /// `us`, `us-ny`, `uk` …
    pub jurisdiction: Vec<String>,
    /// The classes of product: `supplement`, `rx-drug`, `device` …
    pub product: Vec<String>,
    pub audience: Option<String>,
    /// What the page speaks of, where its words do not show it: `health`.
    pub topic: Vec<String>,
    /// What the page sells, where its words do not show it: `care` given by people, or `products`.
    pub sells: Option<String>,
    /// The kind of page: `product`, `article`, `testimonials`, `legal` …
    pub page: Option<String>,
    /// `YYYY-MM-DD`.
    pub date: Option<String>,
    /// Names that are the advertiser's own.
    pub brands: Vec<String>,
}

impl Declared {
    /// Every fact as the rules name it.
    pub fn named(&self) -> Vec<(String, String)> {
        let mut named: Vec<(&str, &String)> = self.jurisdiction.iter().map(|place| ("jurisdiction", place)).collect();
        named.extend(self.product.iter().map(|product| ("product", product)));
        named.extend(self.topic.iter().map(|topic| ("topic", topic)));
        named.extend(
            [("audience", &self.audience), ("sells", &self.sells), ("page", &self.page), ("date", &self.date)]
                .into_iter()
                .filter_map(|(name, value)| Some((name, value.as_ref()?))),
        );
        named.into_iter().map(|(name, value)| (name.to_owned(), value.clone())).collect()
    }
}

/// What holds for one page.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ForPath<'a> {
    pub rules: Rules,
    pub facts: Declared,
    /// Files whose text stands after the page's.
    pub layouts: Vec<&'a str>,
}

impl Config {
    /// Lays this config over `base`: single values replace, lists and maps add.
    pub fn over(self, base: Config) -> Config {
        let mut rules = base.rules;
        rules.extend(self.rules);
        Config {
            extends: self.extends,
            packs: if self.packs.is_empty() { base.packs } else { self.packs },
            profile: self.profile.or(base.profile),
            rules,
            exclude: base.exclude.and(self.exclude),
            layouts: [base.layouts, self.layouts].concat(),
            overrides: [base.overrides, self.overrides].concat(),
            page: self.page.over(base.page),
            brands: [base.brands, self.brands].concat(),
            fail_on: self.fail_on.or(base.fail_on),
            min_confidence: self.min_confidence.or(base.min_confidence),
            register: base.register.and(self.register),
            not_waivable: [base.not_waivable, self.not_waivable].concat(),
            baseline: self.baseline.or(base.baseline),
        }
    }

    /// What holds for the page at `path`, `/`-separated and relative to the config's folder.
    pub fn for_path(&self, path: &str) -> ForPath<'_> {
        let mut rules = self.rules.clone();
        let mut facts = Declared { brands: self.brands.clone(), ..Declared::default() };
        facts = self.page.clone().over(facts);
        for over in self.overrides.iter().filter(|over| over.paths.matches(path)) {
            rules.extend(over.rules.iter().map(|(id, setting)| (id.clone(), *setting)));
            facts = over.page.clone().over(facts);
        }
        let layouts = self.layouts.iter().filter(|layout| layout.paths.matches(path));
        ForPath { rules, facts, layouts: layouts.map(|layout| layout.after.path.as_str()).collect() }
    }
}

impl Declared {
    /// These facts, and for what they leave open those of `base`.
    pub(crate) fn over(self, base: Declared) -> Declared {
        let list = |own: Vec<String>, base| if own.is_empty() { base } else { own };
        Declared {
            jurisdiction: list(self.jurisdiction, base.jurisdiction),
            product: list(self.product, base.product),
            audience: self.audience.or(base.audience),
            topic: list(self.topic, base.topic),
            sells: self.sells.or(base.sells),
            page: self.page.or(base.page),
            date: self.date.or(base.date),
            brands: list(self.brands, base.brands),
        }
    }
}

/// Puts what the config says of rules into effect on findings. Those of rules that are off go, and stay counted among
/// the candidates.
pub fn apply(rules: &Rules, assessed: &mut Assessed) {
    if rules.is_empty() {
        return;
    }
    let is_off = |rule: &str| rules.get(rule) == Some(&RuleSetting::Off);
    assessed.findings.retain(|item| !is_off(&item.finding.rule));
    for finding in assessed.findings.iter_mut().map(|item| &mut item.finding) {
        if let Some(&RuleSetting::At(level)) = rules.get(&finding.rule)
            && level != finding.level
        {
            let because = "the config says so".to_owned();
            finding.level_changes.push(LevelChange { from: finding.level, to: level, because });
            finding.level = level;
        }
    }
    assessed.excused.retain(|excused| !is_off(&excused.rule));
}
