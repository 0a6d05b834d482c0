//! Uses: a treatment joined to a condition, with the status that the tables give the pair.

use std::rc::Rc;

pub use super::aim::is_told_as_risk;
use super::aim::{is_anothers, is_under_caution, is_usual_harm, joins, usable};
use super::region::{Regions, word_distance};
use crate::analysis::Analysis;
use crate::assertion::record::{About, Polarity, Voice};
use crate::extract::document::{BlockId, BlockKind};
use crate::knowledge::{Status, WordList};
use crate::mention::{Mention, MentionId};
use crate::rule::ConceptId;

/// A treatment for a condition, as one sentence puts it or takes it over from around it.
#[derive(Debug, Clone, PartialEq)]
pub struct Use {
    pub treatment: MentionId,
    pub condition: MentionId,
    /// How the treatment reaches the sentence: `sentence`, `lead-in`, `heading`, `title`, `carried` …
    pub treatment_via: &'static str,
    pub condition_via: &'static str,
    pub status: Status,
    pub flags: Rc<[String]>,
    /// Of the row that gave the status, where one did.
    pub as_of: Rc<str>,
    pub source: Rc<str>,
}

impl Use {
    /// How the pair is joined: by the farther of its two parts.
    pub fn via(&self) -> &'static str {
        if self.condition_via == "sentence" { self.treatment_via } else { self.condition_via }
    }
}

/// How many treatments and conditions of one sentence are joined to each other at most.
const MOST_PAIRED: usize = 8;

/// The uses that hold in a sentence.
pub fn in_sentence(analysis: &Analysis, regions: &Regions, sentence: u32) -> Vec<Use> {
    let known = &analysis.ruleset.known;
    let treatments = reaching(analysis, regions, sentence, known.treatment);
    if treatments.is_empty() || is_under_caution(analysis, regions, analysis.sentences[sentence as usize].block) {
        return Vec::new();
    }
    let conditions = reaching(analysis, regions, sentence, known.condition);
    let takes_over = takes_over(analysis, sentence);
    let none: Rc<[String]> = Rc::from([]);
    let mut uses = Vec::new();
    for &(treatment, treatment_via) in treatments.iter().take(MOST_PAIRED) {
        let Some(row) = analysis.mention(treatment).row else { continue };
        let row = &analysis.ruleset.treatments[row as usize];
        for &(condition, condition_via) in conditions.iter().take(MOST_PAIRED) {
            let Some(id) = analysis.mention(condition).row else { continue };
            let both_far = is_far(treatment_via) && is_far(condition_via);
            let both_carried = treatment_via == "carried" && condition_via == "carried";
            if both_far && !takes_over || both_carried && !begins_with_carrier(analysis, sentence) {
                continue;
            }
            let here = treatment_via == "sentence" && condition_via == "sentence";
            let all = (treatments.as_slice(), conditions.as_slice());
            let apart = || {
                is_part(analysis, treatment, condition)
                    || are_listed(analysis, treatment, condition)
                    || is_anothers(analysis, treatment, condition, all)
            };
            if here && apart() || is_far(treatment_via) && is_usual_harm(analysis, row, condition) {
                continue;
            }
            let for_condition = &analysis.ruleset.conditions[id as usize].id;
            let (mut status, mut status_row) = row.status_for(for_condition);
            // "Ozempic/Wegovy" is one substance under two names: what the one is approved for is no offence of the pair.
            let twin = twins(analysis, treatment, &treatments).find_map(|other| {
                let (status, row) = analysis.ruleset.treatments[other as usize].status_for(for_condition);
                (status == Status::Approved).then_some((status, row))
            });
            if let Some(twin) = twin {
                (status, status_row) = twin;
            }
            let note = status_row.map_or(&row.row.note, |row| &row.note);
            let or_row = |own: &str, table: &str| Rc::from(if own.is_empty() { table } else { own });
            uses.push(Use {
                treatment,
                condition,
                treatment_via,
                condition_via,
                status,
                flags: status_row.map_or_else(|| none.clone(), |row| row.flags.as_slice().into()),
                as_of: or_row(&note.as_of, &row.row.note.as_of),
                source: or_row(&note.source, &row.row.note.source),
            });
        }
    }
    uses
}

/// Rows of treatments that a sentence names as one with another: between them stands a slash, or a comma in brackets.
fn twins<'a>(
    analysis: &'a Analysis,
    treatment: MentionId,
    treatments: &'a [(MentionId, &str)],
) -> impl Iterator<Item = u32> + 'a {
    let own = analysis.mention(treatment);
    let text = &analysis.document.text;
    treatments.iter().map(|(id, _)| analysis.mention(*id)).filter_map(move |other| {
        let (a, b) = if own.span().start < other.span().start { (own, other) } else { (other, own) };
        let between = text.get(a.span().end..b.span().start)?.trim();
        let is_in_brackets = text[..a.span().start].trim_end().ends_with('(');
        (between == "/" || between == "," && is_in_brackets).then_some(other.row?)
    })
}

/// Whether a condition is called by the treatment: "magnesium depletion".
fn is_part(analysis: &Analysis, treatment: MentionId, condition: MentionId) -> bool {
    let (part, whole) = (analysis.mention(treatment).span(), analysis.mention(condition).span());
    part != whole && whole.contains(part)
}

/// Whether a title or description names a treatment and a condition as two things that a site speaks of: "Hormones, weight
/// loss | Our Clinic". A comma or a bar stands between them, and no word that joins them.
fn are_listed(analysis: &Analysis, treatment: MentionId, condition: MentionId) -> bool {
    let kind = analysis.block_of(analysis.mention(treatment)).kind;
    let names_only = matches!(kind, BlockKind::Title | BlockKind::MetaDescription | BlockKind::FrontMatter);
    let (a, b) = (analysis.mention(treatment).span(), analysis.mention(condition).span());
    let (start, end) = (a.end.min(b.end), a.start.max(b.start));
    let between = analysis.document.text.get(start..end).unwrap_or_default();
    names_only && between.contains([',', '|', '\u{2022}', '\u{b7}']) && !joins(analysis, start, end)
}

/// Whether a part of a use stands neither in the sentence nor in what directly governs it.
fn is_far(via: &str) -> bool {
    matches!(via, "heading" | "title" | "carried")
}

/// Whether a sentence that names neither treatment nor condition speaks of those of its headings all the same: it says
/// "it" or "our", offers something, or a patient tells of it. A name's "Revive" and the words under a picture do not.
fn takes_over(analysis: &Analysis, sentence: u32) -> bool {
    let at = &analysis.sentences[sentence as usize];
    let told = |mention: &Mention| mention.assertion.about == About::Offer || mention.assertion.voice == Voice::Patient;
    analysis.document.block(at.block).kind != BlockKind::AltText
        && (begins_with_carrier(analysis, sentence)
            || analysis.mentions[at.mentions.0 as usize..at.mentions.1 as usize].iter().any(told))
}

/// A carrier begins among so many first bytes of its sentence.
const EARLY: usize = 30;

/// How many sentences later a treatment or condition is still what "it" means.
const CARRIED_WITHIN: u32 = 3;

/// Mentions of a table's concept that hold in a sentence: its own, or else those that govern it.
fn reaching(
    analysis: &Analysis,
    regions: &Regions,
    sentence: u32,
    concept: ConceptId,
) -> Vec<(MentionId, &'static str)> {
    let own = named_in(analysis, concept, sentence..sentence + 1);
    if !own.is_empty() {
        // What the sentence itself names, even only to deny it, is what it is about.
        return usable(analysis, regions, own).into_iter().map(|id| (id, "sentence")).collect();
    }
    let at = &analysis.sentences[sentence as usize];
    let is_treatment = concept == analysis.ruleset.known.treatment;
    let general = analysis.mentions[at.mentions.0 as usize..at.mentions.1 as usize]
        .iter()
        .all(|mention| mention.assertion.about == About::General);
    if is_treatment && has_other_care(analysis, sentence) {
        return Vec::new();
    }
    let governors = regions.governors(analysis, at.block);
    let near = governors.iter().filter(|(_, role)| *role != "heading");
    for &(block, role) in near {
        let found = usable(analysis, regions, named_in(analysis, concept, regions.block(block)));
        if !found.is_empty() {
            return found.into_iter().map(|id| (id, role)).collect();
        }
    }
    let carried = || -> Option<MentionId> {
        let section = regions.section(analysis.document.block(at.block).section);
        let near = section.start.max(sentence.saturating_sub(CARRIED_WITHIN));
        let mut before = usable(analysis, regions, named_in(analysis, concept, near..sentence));
        if is_treatment {
            before.retain(|id| !is_of_the_house(analysis, regions, *id));
        }
        before.last().copied()
    };
    // A sentence that names its treatment begins anew: what it is for stands there or above, not in the one before.
    let begins_anew = !is_treatment && {
        let treatments = named_in(analysis, analysis.ruleset.known.treatment, sentence..sentence + 1);
        !usable(analysis, regions, treatments).is_empty()
    };
    if begins_with_carrier(analysis, sentence)
        && !begins_anew
        && let Some(id) = carried()
    {
        return vec![(id, "carried")];
    }
    // A lead-in and the head of a column speak of what stands under them.
    let is_heading = matches!(analysis.document.block(at.block).kind, BlockKind::Heading(_));
    let below: Vec<MentionId> = regions
        .governed_by(at.block)
        .filter(|_| !is_heading)
        .flat_map(|block| usable(analysis, regions, named_in(analysis, concept, regions.block(block))))
        .collect();
    if !below.is_empty() {
        return below.into_iter().map(|id| (id, "list")).collect();
    }
    // Medicine in general is no talk of the page's own treatment, unless "this" or "it" says so; nor is what some
    // other subject does.
    if is_treatment && (general || regions.is_of_another(analysis, sentence)) {
        return Vec::new();
    }
    for &(block, role) in governors.iter().filter(|(_, role)| *role == "heading") {
        // "Artificial tears" under "PRP eye drops": what stands there is told of the tears.
        if is_treatment && regions.block(block).any(|sentence| has_other_care(analysis, sentence)) {
            return Vec::new();
        }
        let mut found = usable(analysis, regions, named_in(analysis, concept, regions.block(block)));
        if is_treatment {
            found.retain(|id| !is_of_the_house(analysis, regions, *id));
        }
        if !found.is_empty() {
            return found.into_iter().map(|id| (id, role)).collect();
        }
    }
    for &block in regions.titles().iter().filter(|title| **title != at.block) {
        let mut found = usable(analysis, regions, named_in(analysis, concept, regions.block(block)));
        if is_treatment {
            found.retain(|id| !is_of_the_house(analysis, regions, *id));
        }
        let names_services = is_treatment && are_services(analysis, &named_in(analysis, concept, regions.block(block)));
        if !found.is_empty() && !names_services {
            return found.into_iter().map(|id| (id, "title")).collect();
        }
    }
    // Without a word that says so, what the same paragraph names is carried on; a treatment from paragraph to paragraph
    // as well. Items of a list and cells of a table stand for themselves.
    let is_paragraph = |block: BlockId| analysis.document.block(block).kind == BlockKind::Paragraph;
    let goes_on = |id: &MentionId| {
        let block = analysis.block_id_of(analysis.mention(*id));
        block == at.block || (is_paragraph(block) && is_paragraph(at.block))
    };
    carried().filter(|id| goes_on(id) && !begins_anew).map(|id| (id, "carried")).into_iter().collect()
}

/// Whether a title names a treatment only behind its subject, as the name of the house: "Cellulite treatment | The
/// Stem Cell Rooms". Houses of one kind of care are called by it: "Low mood | Mill Lane Naturopathy".
fn is_of_the_house(analysis: &Analysis, regions: &Regions, treatment: MentionId) -> bool {
    let known = &analysis.ruleset.known;
    let mention = analysis.mention(treatment);
    let title = analysis.block_id_of(mention);
    if !matches!(analysis.document.block(title).kind, BlockKind::Title | BlockKind::FrontMatter | BlockKind::Heading(1))
    {
        return false;
    }
    let is_care = mention.row.is_some_and(|row| {
        analysis.ruleset.treatments[row as usize].row.attribute("class").iter().any(|class| class == "care")
    });
    let block = analysis.document.block(title).span;
    let before = analysis.document.text.get(block.start..mention.span().start).unwrap_or_default();
    let ends = [" | ", " \u{2013} ", " \u{2014} ", " - ", " \u{b7} "].iter().filter_map(|mark| before.find(mark)).min();
    let names_subject = |end: usize| {
        [known.condition, known.treatment]
            .into_iter()
            .flat_map(|concept| named_in(analysis, concept, regions.block(title)))
            .any(|id| analysis.mention(id).span().end <= block.start + end)
    };
    !is_care && ends.is_some_and(names_subject)
}

/// Whether the treatments of a title are what a clinic offers ("Weight loss, Botox and IV therapy"), so that none of
/// them is the subject of all that stands below. Names that touch or overlap are one: "NAD+ IV therapy".
fn are_services(analysis: &Analysis, found: &[MentionId]) -> bool {
    found.windows(2).any(|pair| {
        let (a, b) = (analysis.mention(pair[0]), analysis.mention(pair[1]));
        let between = analysis.document.text.get(a.span().end..b.span().start).unwrap_or_default();
        a.row != b.row && !between.trim_matches(|c: char| c.is_whitespace() || c == '-').is_empty()
    })
}

/// Mentions of a concept in a range of sentences.
pub fn named_in(analysis: &Analysis, concept: ConceptId, sentences: std::ops::Range<u32>) -> Vec<MentionId> {
    debug_assert!(
        analysis.ruleset.is_asked(concept),
        "{}: name it in `rule::asked`",
        analysis.ruleset.concept(concept).id
    );
    let Some(first) = analysis.sentences.get(sentences.start as usize) else { return Vec::new() };
    let last = analysis.sentences[..sentences.end as usize].last().map_or(0, |sentence| sentence.mentions.1);
    let members = &analysis.ruleset.concept(concept).members;
    (first.mentions.0..last.max(first.mentions.0))
        .map(MentionId)
        .filter(|id| members.binary_search(&analysis.mention(*id).concept).is_ok())
        .collect()
}

/// Whether a treatment is named to set the page's own beside it: "a natural alternative to statins".
pub fn is_rival(analysis: &Analysis, treatment: &Mention) -> bool {
    let Some(&rival) = analysis.ruleset.concept_ids.get("rival-treatment") else { return false };
    named_in(analysis, rival, treatment.sentence..treatment.sentence + 1)
        .into_iter()
        .any(|id| analysis.mention(id).span().overlaps(treatment.span()))
}

/// Whether the sentence speaks of some other care, so that its benefit is not the page's treatment's.
fn has_other_care(analysis: &Analysis, sentence: u32) -> bool {
    let Some(&other) = analysis.ruleset.concept_ids.get("standard-care") else { return false };
    let found = named_in(analysis, other, sentence..sentence + 1);
    found.first().is_some_and(|id| {
        let mention = analysis.mention(*id);
        // As subject it stands early; "without surgery" at the end compares.
        mention.words.0 - analysis.sentence_of(mention).words.0 <= 2 && mention.assertion.polarity != Polarity::Denied
    })
}

fn begins_with_carrier(analysis: &Analysis, sentence: u32) -> bool {
    let text = analysis.document.text[analysis.sentences[sentence as usize].span.range()].trim_start().as_bytes();
    let carriers = analysis.ruleset.word_lists.of(WordList::Carries);
    let ends = |at: usize| text.get(at).is_none_or(|byte| !byte.is_ascii_alphanumeric());
    let begins = |at: &usize| text[*at].is_ascii_alphabetic() && (*at == 0 || ends(*at - 1));
    (0..text.len().min(EARLY)).filter(begins).any(|at| {
        carriers.iter().any(|carrier| {
            let here = text.get(at..at + carrier.len());
            here.is_some_and(|here| here.eq_ignore_ascii_case(carrier.as_bytes())) && ends(at + carrier.len())
        })
    })
}

/// Orders uses by how near they lie to a mention: same sentence first, then the fewest words away.
pub fn sort_by_nearness(analysis: &Analysis, uses: &mut [Rc<Use>], to: &Mention) {
    uses.sort_by_key(|pair| {
        let distance = |id: MentionId| {
            let mention = analysis.mention(id);
            if mention.sentence == to.sentence { word_distance(mention, to) } else { 1000 }
        };
        distance(pair.condition) + distance(pair.treatment)
    });
}

/// Where a part of a use stands, for a reader: "from the heading at line 5" is completed by the report.
pub fn block_of(analysis: &Analysis, id: MentionId) -> BlockId {
    analysis.block_id_of(analysis.mention(id))
}
