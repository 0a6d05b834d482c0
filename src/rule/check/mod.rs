//! What is wrong with rules that load: phrases that never count, rules that never fire, advice that is itself flagged. A
//! check is a function from what the authors wrote to [`Advice`]; there is one file for each kind.

mod acronyms;
mod advice;
mod due;
mod examples;
mod misspelt;
mod never;
mod shadowed;
mod unused;

use jiff::civil::Date;

use super::ruleset::Authored;
use crate::load_error::LoadError;

/// One thing to mend, or to justify.
#[derive(Debug, Clone, PartialEq)]
pub struct Advice {
    pub check: Check,
    /// Where it stands, why it is wrong, and the way out.
    pub place: LoadError,
    /// Why it stays, as the file says beside it.
    pub accepted: Option<String>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, schemars::JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Check {
    /// A phrase whose every match is another's as well.
    ShadowedPhrase,
    /// A rule, or a part of one, that can make no difference.
    NeverHolds,
    /// A regular expression that needs no literal, and so runs over every page.
    NoLiteral,
    /// An acronym that is an ordinary word in small letters.
    AcronymIsWord,
    /// An authority that nobody has looked at for long.
    ReviewDue,
    /// A remedy or sample that rules flag.
    FlaggedAdvice,
    /// A concept or statement that no rule reaches.
    Unused,
    /// An example that stands there already.
    ExampleTwice,
    /// A name that is likely another one, misspelt.
    Misspelt,
}

impl Check {
    pub const ALL: [Check; 9] = [
        Check::ShadowedPhrase,
        Check::NeverHolds,
        Check::NoLiteral,
        Check::AcronymIsWord,
        Check::ReviewDue,
        Check::FlaggedAdvice,
        Check::Unused,
        Check::ExampleTwice,
        Check::Misspelt,
    ];

    pub fn name(self) -> &'static str {
        match self {
            Check::ShadowedPhrase => "shadowed-phrase",
            Check::NeverHolds => "never-holds",
            Check::NoLiteral => "no-literal",
            Check::AcronymIsWord => "acronym-is-word",
            Check::ReviewDue => "review-due",
            Check::FlaggedAdvice => "flagged-advice",
            Check::Unused => "unused",
            Check::ExampleTwice => "example-twice",
            Check::Misspelt => "misspelt",
        }
    }
}

/// Everything wrong with what stands in the files that `counts` takes, by file and place.
pub fn check(authored: &Authored, today: Date, counts: &dyn Fn(&str) -> bool) -> Vec<Advice> {
    let mut found = Found { all: Vec::new(), counts };
    shadowed::check(authored, &mut found);
    acronyms::check(authored, &mut found);
    never::check(authored, &mut found);
    due::check(authored, today, &mut found);
    advice::check(authored, &mut found);
    unused::check(authored, &mut found);
    examples::check(authored, &mut found);
    misspelt::check(authored, &mut found);
    let mut all = found.all;
    all.sort_by(|a, b| (&a.place.file, a.place.span, a.check).cmp(&(&b.place.file, b.place.span, b.check)));
    all.dedup();
    all
}

/// What was found so far.
struct Found<'f> {
    all: Vec<Advice>,
    counts: &'f dyn Fn(&str) -> bool,
}

impl Found<'_> {
    fn add(&mut self, check: Check, place: LoadError) {
        if (self.counts)(&place.file) {
            let accepted = accepted(&place, check);
            self.all.push(Advice { check, place, accepted });
        }
    }
}

/// The reason behind `# accepted: CHECK reason` at the end of the line of a place, or alone on the line above.
fn accepted(place: &LoadError, check: Check) -> Option<String> {
    let start = place.text[..place.span.start].rfind('\n').map_or(0, |at| at + 1);
    let line = place.text[start..].lines().next().unwrap_or_default();
    let above = place.text[..start].trim_end_matches('\n').lines().last().unwrap_or_default();
    let above = above.trim_start().starts_with('#').then_some(above);
    [Some(line), above].into_iter().flatten().find_map(|line| {
        let (_, said) = line.split_once("# accepted: ")?;
        let reason = said.strip_prefix(check.name())?.trim();
        reason.contains(char::is_alphabetic).then(|| reason.to_owned())
    })
}
