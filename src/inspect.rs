//! Everything there is to tell of a place on a page: what is mentioned there, how it was read, and how far each rule came.

use std::collections::BTreeSet;

use crate::analysis::Analysis;
use crate::finding::{BlockInfo, Reason, SignalRead};
use crate::judge::Judge;
use crate::judge::look::Look;
use crate::linter::{Linter, Page};
use crate::mention::Mention;
use crate::source::{Location, Source, Span};

/// What stands at a place.
#[derive(Debug, Clone, Default)]
pub struct Inspection {
    /// The mean of the page's sentences: below 0 it informs, above 1 it sells.
    pub page_voice: f32,
    /// Those that touch the place, in order.
    pub sentences: Vec<SentenceRead>,
    /// Rules that look for something mentioned there, the nearest misses first.
    pub looks: Vec<Look>,
}

/// A sentence as the rules read it.
#[derive(Debug, Clone)]
pub struct SentenceRead {
    pub location: Location,
    /// Normalised.
    pub text: String,
    pub block: BlockInfo,
    /// Headings above it, outermost first.
    pub section: Vec<String>,
    /// The sum of its signals.
    pub voice: i32,
    pub signals: Vec<SignalRead>,
    pub mentions: Vec<MentionRead>,
}

/// A mention, and how it is meant.
#[derive(Debug, Clone)]
pub struct MentionRead {
    pub location: Location,
    /// Normalised.
    pub text: String,
    pub concept: String,
    /// Concepts that include it.
    pub counts_as: Vec<String>,
    /// The row of its table, by id.
    pub row: Option<String>,
    /// In the words of the rule language.
    pub reading: Vec<String>,
    pub about: &'static str,
    /// The words that led to the reading.
    pub triggers: Vec<Reason>,
    /// The phrase that found it: as written, and where.
    pub phrase: Option<(String, String)>,
}

impl Linter<'_> {
    /// Everything there is to tell of the sentences that touch `at`, in bytes of the page's text. Phrases are told where
    /// the ruleset was loaded for authors.
    pub fn inspect(&self, page: &Page, at: Span) -> Inspection {
        let analysis = self.analyse_noting(page.source, page.format, page.facts.brands());
        let layouts: Vec<(&Source, Analysis)> =
            page.layouts.iter().map(|(source, format)| (*source, self.analyse(source, *format, &[]))).collect();
        let layouts: Vec<(&Source, &Analysis)> = layouts.iter().map(|(source, analysis)| (*source, analysis)).collect();
        let map = &analysis.document.map;
        let touches = |span: Span| {
            let hull = map.hull(span);
            hull.start <= at.end && at.start <= hull.end && (hull.overlaps(at) || at.is_empty())
        };
        let numbers: Vec<u32> = (0..analysis.sentences.len() as u32)
            .filter(|number| touches(analysis.sentences[*number as usize].span))
            .collect();
        let sentences = numbers.iter().map(|number| sentence(&analysis, page.source, *number)).collect();
        let judge = Judge::new(&analysis, page.source, page.facts, &layouts, crate::judge::Settings { excused: true });
        let rules = analysis.ruleset.rules();
        let mut looks: Vec<Look> = match (numbers.first(), numbers.last()) {
            (Some(first), Some(last)) => rules.iter().filter_map(|rule| judge.look(rule, *first..last + 1)).collect(),
            _ => Vec::new(),
        };
        looks.sort_by(|a, b| b.stage.cmp(&a.stage).then(a.rule.cmp(&b.rule)));
        Inspection { page_voice: analysis.page_voice, sentences, looks }
    }
}

fn sentence(analysis: &Analysis, source: &Source, number: u32) -> SentenceRead {
    let document = &analysis.document;
    let read = &analysis.sentences[number as usize];
    let block = document.block(read.block);
    let locate = |span: Span| source.locate(document.map.hull(span));
    let text = |span: Span| document.text[span.range()].trim().to_owned();
    let mentions = analysis.mentions.iter().filter(|mention| mention.sentence == number);
    let mentions = mentions.filter(|mention| mention.concept != Analysis::NOTHING);
    SentenceRead {
        location: locate(read.span),
        text: text(read.span),
        block: BlockInfo { kind: block.kind.name().to_owned(), visibility: block.visibility.name().to_owned() },
        section: document.headings(block.section).into_iter().map(|id| text(document.block(id).span)).collect(),
        voice: read.voice,
        signals: analysis.signals_read(read, source),
        mentions: mentions.map(|mention| mention_read(analysis, source, mention)).collect(),
    }
}

fn mention_read(analysis: &Analysis, source: &Source, mention: &Mention) -> MentionRead {
    let (document, ruleset) = (&analysis.document, analysis.ruleset);
    let locate = |span: Span| source.locate(document.map.hull(span));
    let entry = ruleset.concept(mention.concept);
    let above =
        ruleset.concepts.iter().filter(|other| other.id != entry.id && other.members.contains(&mention.concept));
    let mut reading: Vec<String> = match entry.speaks_of {
        Some(_) => mention.assertion.words().into_iter().map(str::to_owned).collect(),
        None => vec!["named".to_owned()],
    };
    reading.extend(mention.kind.map(str::to_owned));
    let triggers = mention.assertion.triggers.iter().map(|trigger| Reason {
        reason: format!("\u{201c}{}\u{201d} {}", document.text[trigger.span.range()].trim(), trigger.effect.says()),
        location: Some(locate(trigger.span)),
    });
    MentionRead {
        location: locate(mention.span()),
        text: document.text[mention.span().range()].to_owned(),
        concept: entry.id.clone(),
        counts_as: above.map(|other| other.id.clone()).collect::<BTreeSet<_>>().into_iter().collect(),
        row: mention.row.and_then(|row| ruleset.row(mention.concept, row)).map(|row| row.id.clone()),
        reading,
        about: mention.assertion.about.name(),
        triggers: triggers.collect(),
        phrase: phrase(analysis, mention),
    }
}

/// The phrase of the mention's own concept and row that was noted at its words.
fn phrase(analysis: &Analysis, mention: &Mention) -> Option<(String, String)> {
    let wanted = crate::rule::ruleset::Target::Mention { concept: mention.concept, row: mention.row };
    let noted = analysis.noted.phrases.iter().filter(|noted| noted.words == mention.words);
    let noted = noted.map(|noted| noted.target).find(|at| analysis.ruleset.targets[*at as usize] == wanted)?;
    let origin = &analysis.ruleset.origin(noted)?.phrase;
    let file = Source::from_text(origin.file.name.as_str(), &*origin.file.text);
    let start = file.locate(origin.span.within(file.text())).start;
    Some((origin.text.clone(), format!("{}:{}:{}", origin.file.name, start.line, start.column)))
}
