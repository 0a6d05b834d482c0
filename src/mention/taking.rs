//! Which mentions a query takes.

use super::Mention;
use crate::analysis::Analysis;
use crate::extract::document::Block;
use crate::rule::compiled::Query;
use crate::rule::ruleset::Ruleset;

/// Whether a query takes a mention.
pub(crate) fn takes(ruleset: &Ruleset, query: &Query, mention: &Mention, block: &Block) -> bool {
    is_of(ruleset, query, mention) && takes_named(ruleset, query, mention, block)
}

/// As [`takes`] for a mention of the query's own concept, or of one that it includes.
pub(crate) fn takes_named(ruleset: &Ruleset, query: &Query, mention: &Mention, block: &Block) -> bool {
    takes_kind(ruleset, query, mention)
        && query.reading.accepts(&mention.assertion, block, ruleset.concept(mention.concept).speaks_of)
}

/// As [`takes`], wherever a reader would or would not see it: for statements, and for parts of a joined phrase.
pub(crate) fn takes_anywhere(ruleset: &Ruleset, query: &Query, mention: &Mention, block: &Block) -> bool {
    is_of(ruleset, query, mention)
        && takes_kind(ruleset, query, mention)
        && query.reading.accepts_anywhere(&mention.assertion, block, ruleset.concept(mention.concept).speaks_of)
}

fn is_of(ruleset: &Ruleset, query: &Query, mention: &Mention) -> bool {
    mention.concept != Analysis::NOTHING
        && ruleset.concept(query.concept).members.binary_search(&mention.concept).is_ok()
}

fn takes_kind(ruleset: &Ruleset, query: &Query, mention: &Mention) -> bool {
    let asked = &query.reading.kinds;
    match mention.concept == ruleset.known.citation {
        true => takes_citation(asked, mention.kind),
        false => asked.is_empty() || mention.kind.is_some_and(|kind| asked.iter().any(|one| one == kind)),
    }
}

/// Without a class, a citation is one that can bear a claim: the page's own site and the press cannot.
fn takes_citation(asked: &[String], class: Option<&str>) -> bool {
    match class {
        Some(class) if asked.is_empty() => matches!(class, "journal" | "registry" | "label" | "regulator"),
        Some(class) => asked.iter().any(|one| one == class),
        None => false,
    }
}
