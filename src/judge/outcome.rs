//! From a match to a finding: level, pieces, reasons, facts, fingerprint.

use std::collections::BTreeMap;

use rustc_hash::{FxHashMap, FxHashSet};
use sha2::{Digest, Sha256};

use super::bound::{Bound, Match};
use super::matching::Matches;
use super::page::Standing;
use super::{Judge, Judged};
use crate::assertion::record::Effect;
use crate::extract::document::BlockId;
use crate::finding::*;
use crate::knowledge::SpeaksOf;
use crate::mention::{Mention, MentionId};
use crate::rule::ConceptId;
use crate::rule::compiled::{Rule, Scope, Test};
use crate::rule::describe;
use crate::rule::reading::Refusal;
use crate::source::Span;

/// A passage speaks of a topic if it has so many of its words: "less pain" alone may speak of software.
const ON_TOPIC: usize = 2;
/// How many matches besides the leading one a finding shows.
const MOST_SHOWN: usize = 12;

impl Judge<'_> {
    /// A rule without a duty: the matches of one sentence make one finding.
    pub(super) fn tested<'t>(
        &self,
        rule: &'t Rule,
        test: &'t Test,
        standing: Standing,
        duties: &mut Vec<super::duties::Record<'t>>,
        judged: &mut Judged,
    ) {
        self.refused(rule, test, judged);
        let Matches { found: matches, unlike } = self.matches(test);
        self.unlike(rule, test, &matches, &unlike, judged);
        if rule.require.is_some() {
            return self.duties(rule, &matches, standing, duties, judged);
        }
        let mut rest = matches.as_slice();
        while let Some(first) = rest.first() {
            let unit = self.unit(test, first);
            let same = rest.iter().take_while(|other| self.unit(test, other) == unit).count();
            let (here, tail) = rest.split_at(same);
            rest = tail;
            let mut standing_matches: Vec<(Match, Level, Vec<LevelChange>)> = Vec::new();
            let mut excuse = None;
            for found in here {
                match self.excuse(rule, found) {
                    Some(reason) => excuse = excuse.or(Some((found, reason))),
                    None => {
                        let (level, changes) = self.level(rule, found, standing);
                        standing_matches.push((found.clone(), level, changes));
                    }
                }
            }
            // The tightest match leads, the worst level counts.
            let tightest = (0..standing_matches.len()).min_by_key(|i| self.width(&standing_matches[*i].0));
            match tightest {
                Some(tightest) => {
                    let worst = (0..standing_matches.len()).max_by_key(|i| standing_matches[*i].1).unwrap_or(tightest);
                    let (_, level, changes) = standing_matches[worst].clone();
                    let found = standing_matches[tightest].0.clone();
                    let mut finding = self.finding(rule, &found, (level, changes), None);
                    for (other, _, _) in
                        standing_matches.iter().filter(|(other, _, _)| *other != found).take(MOST_SHOWN)
                    {
                        self.add_pieces(&mut finding, other);
                    }
                    judged.findings.push(finding);
                    judged.sentences.push(Some(self.analysis.mention(found.anchor).sentence));
                }
                None => {
                    if let Some((found, reason)) = excuse {
                        self.let_pass(rule, found.anchor, || vec![reason], judged);
                    }
                }
            }
        }
    }

    /// What makes one finding of several matches: a sentence, or all that a count was taken over. What the page as a whole
    /// says is said once.
    fn unit(&self, test: &Test, found: &Match) -> u32 {
        let mention = self.analysis.mention(found.anchor);
        let counts = test.conditions.iter().flatten().any(|fact| fact.key.ends_with("count"));
        match test.within {
            Scope::Section if counts => self.analysis.section_of(mention).0,
            Scope::Page => 0,
            _ => mention.sentence,
        }
    }

    /// Candidates whose claim is not asserted as the rule asks, though everything else is there.
    fn refused(&self, rule: &Rule, test: &Test, judged: &mut Judged) {
        let Some(pattern) = test.patterns.iter().find(|pattern| {
            pattern.queries.iter().any(|query| self.analysis.ruleset.concept(query.concept).speaks_of.is_some())
        }) else {
            return;
        };
        // Two concepts of one phrase, asserted alike, are one candidate.
        let mut told_already: FxHashMap<(Span, Refusal), MentionId> = FxHashMap::default();
        for query in &pattern.queries {
            for &id in self.analysis.named(query.concept) {
                let mention = self.analysis.mention(id);
                let speaks_of = self.analysis.ruleset.concept(mention.concept).speaks_of;
                let refusal = query.reading.refusal(&mention.assertion, self.analysis.block_of(mention), speaks_of);
                let told = |refusal: &Refusal| {
                    matches!(
                        refusal,
                        Refusal::Polarity | Refusal::Frame | Refusal::Asked | Refusal::Voice | Refusal::About
                    )
                };
                let Some(refusal) = refusal.filter(told) else { continue };
                // A rule about a denial looks at every affirmed mention; only the other way round is an excuse.
                if query.reading.polarity.is_some() && refusal == Refusal::Polarity {
                    continue;
                }
                let before = told_already.insert((mention.span(), refusal), id);
                if before.is_some_and(|before| self.analysis.mention(before).assertion == mention.assertion) {
                    continue;
                }
                self.let_pass(rule, id, || self.refused_because(id, refusal), judged);
            }
        }
    }

    /// Candidates that have everything but the facts that the rule asks for, where nothing else of the rule is found.
    fn unlike(&self, rule: &Rule, test: &Test, found: &[Match], unlike: &[Match], judged: &mut Judged) {
        let mut told: FxHashSet<u32> = found.iter().map(|found| self.unit(test, found)).collect();
        for candidate in unlike {
            if !told.insert(self.unit(test, candidate)) {
                continue;
            }
            self.let_pass(rule, candidate.anchor, || self.unlike_because(test, candidate), judged);
        }
    }

    /// Why a match is excused, if it is.
    pub(super) fn excuse<'t>(&self, rule: &'t Rule, found: &Match<'t>) -> Option<Reason> {
        if let Some(reason) = self.off_topic(rule, found) {
            return Some(reason);
        }
        rule.unless.iter().find_map(|test| {
            let excusing = self.finds_near(test, found)?;
            let span = self.analysis.mention(excusing.anchor).span();
            let location = (!test.patterns.is_empty()).then(|| self.locate(span));
            Some(Reason { reason: format!("excused by {}", test.described), location })
        })
    }

    /// On a page that does not speak of what the rule is about, only passages that do are its business: those that name
    /// it themselves or in a heading above.
    fn off_topic(&self, rule: &Rule, found: &Match) -> Option<Reason> {
        let topic = rule.topic.as_ref().filter(|_| self.page.is_off_topic(rule))?;
        let analysis = self.analysis;
        let anchor = analysis.mention(found.anchor);
        let named = analysis.named_by(topic);
        // Mentions stand in the order of their blocks.
        let names_it = |block: BlockId| {
            let of = |id: &MentionId| analysis.block_id_of(analysis.mention(*id)).0;
            let first = named.partition_point(|id| of(id) < block.0);
            named[first..].iter().take_while(|id| of(id) == block.0).count()
        };
        let above = analysis.document.headings(analysis.section_of(anchor));
        if names_it(analysis.block_id_of(anchor)) >= ON_TOPIC || above.into_iter().any(|heading| names_it(heading) > 0)
        {
            return None;
        }
        Some(Reason {
            reason: format!(
                "the page does not speak of {topic}, nor does this passage; `topic: {topic}` in the config says that it does"
            ),
            location: None,
        })
    }

    /// Counts a candidate that was let pass; it is told, with its reasons, only where that was asked for.
    pub(super) fn let_pass(
        &self,
        rule: &Rule,
        id: MentionId,
        because: impl FnOnce() -> Vec<Reason>,
        judged: &mut Judged,
    ) {
        match self.settings.excused {
            true => judged.excused.push(self.excused(rule, id, because())),
            false => judged.excused_untold += 1,
        }
    }

    fn excused(&self, rule: &Rule, id: MentionId, because: Vec<Reason>) -> Excused {
        let span = self.analysis.mention(id).span();
        Excused {
            rule: rule.card.id.clone(),
            path: self.source.path().to_owned(),
            location: Some(self.locate(span)),
            text: self.slice(span),
            phrase: self.analysis.document.text[span.range()].to_owned(),
            because,
            about: Some(self.about(self.analysis.mention(id))),
        }
    }

    /// The rule's level, raised first and lowered after.
    pub(super) fn level<'t>(&self, rule: &'t Rule, found: &Match<'t>, standing: Standing) -> (Level, Vec<LevelChange>) {
        let mut level = rule.card.level;
        let mut changes = Vec::new();
        let mut change = |to: Level, level: &mut Level, because: String| {
            if to != *level {
                changes.push(LevelChange { from: *level, to, because });
                *level = to;
            }
        };
        if standing.lowered {
            let to = match level {
                Level::Error => Level::Warning,
                _ => Level::Note,
            };
            change(to, &mut level, "the page does not say what kind of product it sells".to_owned());
        }
        for raise in &rule.raise {
            if raise.to > level && self.finds_near(&raise.test, found).is_some() {
                change(raise.to, &mut level, raise.test.described.clone());
            }
        }
        for lower in &rule.lower {
            if lower.to < level && self.finds_near(&lower.test, found).is_some() {
                change(lower.to, &mut level, lower.test.described.clone());
            }
        }
        (level, changes)
    }

    fn width(&self, found: &Match) -> usize {
        self.claim_span(found).len()
    }

    /// The hull of what the match has in its anchor's sentence, with the words that deny a risk.
    pub(super) fn claim_span(&self, found: &Match) -> Span {
        let anchor = self.analysis.mention(found.anchor);
        let mut hull = anchor.span();
        for id in found.mentions() {
            let mention = self.analysis.mention(id);
            if mention.sentence == anchor.sentence {
                hull = hull.hull(mention.span()).hull(self.with_denial(mention));
            }
        }
        hull
    }

    /// A denied risk is the denial and the risk together: "no side effects".
    fn with_denial(&self, mention: &Mention) -> Span {
        if self.analysis.ruleset.concept(mention.concept).speaks_of != Some(SpeaksOf::Risk) {
            return mention.span();
        }
        let sentence = self.analysis.sentence_of(mention).span;
        let denials = mention.assertion.triggers.iter().filter(|trigger| trigger.effect == Effect::Denies);
        denials.filter(|trigger| sentence.contains(trigger.span)).fold(mention.span(), |hull, t| hull.hull(t.span))
    }

    fn slice(&self, span: Span) -> String {
        self.source.slice(self.analysis.document.map.hull(span)).to_owned()
    }

    pub(super) fn finding<'t>(
        &self,
        rule: &'t Rule,
        found: &Match<'t>,
        (level, changes): (Level, Vec<LevelChange>),
        statement: Option<&str>,
    ) -> Finding {
        let anchor = self.analysis.mention(found.anchor);
        let block = self.analysis.block_of(anchor);
        let span = self.claim_span(found);
        let document = &self.analysis.document;
        let sentence = self.analysis.sentence_of(anchor).span;
        let mut finding = Finding {
            rule: rule.card.id.clone(),
            level,
            confidence: rule.card.confidence,
            level_changes: changes,
            message: self.message(&rule.message, Some(found), statement),
            remedy: rule.card.remedy.clone(),
            path: self.source.path().to_owned(),
            section: document
                .headings(block.section)
                .into_iter()
                .map(|id| document.text[document.block(id).span.range()].to_owned())
                .collect(),
            block: Some(BlockInfo {
                kind: block.kind.name().to_owned(),
                visibility: block.visibility.name().to_owned(),
            }),
            location: Some(self.locate(span)),
            text: self.slice(span),
            phrase: document.text[span.range()].to_owned(),
            pieces: Vec::new(),
            related: Vec::new(),
            duty: None,
            facts: self.facts_of(found),
            stands_because: self.stands_because(rule, found),
            about: Some(self.about(anchor)),
            folded: Vec::new(),
            authorities: self.authorities(rule, found),
            fingerprint: self.fingerprint(rule, found, span, sentence),
        };
        self.add_pieces(&mut finding, found);
        finding
    }

    /// Of the rule, the words found, their sentence, and what the sentence is about where headings or other sentences
    /// say so: a new heading above old text makes a new claim of it.
    fn fingerprint(&self, rule: &Rule, found: &Match, phrase: Span, sentence: Span) -> String {
        let text = &self.analysis.document.text;
        let mut parts = vec![rule.card.id.as_str(), &text[phrase.range()], &text[sentence.range()]];
        let own = self.analysis.mention(found.anchor).sentence;
        let partners = match found.use_() {
            Some(pair) => [Some(pair.treatment), Some(pair.condition)],
            None => ["treatment", "condition"].map(|name| found.mention(self.analysis, name)),
        };
        for mention in partners.into_iter().flatten().map(|id| self.analysis.mention(id)) {
            if mention.sentence != own {
                let row = mention.row.and_then(|row| self.analysis.ruleset.row(mention.concept, row));
                parts.push(row.map_or(&text[mention.span().range()], |row| row.id.as_str()));
            }
        }
        fingerprint(&parts)
    }

    /// Codes of the rule's authorities that reach this page and the treatment that was found.
    fn authorities(&self, rule: &Rule, found: &Match) -> Vec<String> {
        let known = &self.analysis.ruleset.authorities;
        let treatment = found.mention(self.analysis, "treatment").and_then(|id| {
            let mention = self.analysis.mention(id);
            mention.row.and_then(|row| self.analysis.ruleset.row(mention.concept, row))
        });
        let speaks_of = |ids: &[String]| ids.is_empty() || treatment.is_some_and(|row| ids.contains(&row.id));
        let reaches = |card: &&AuthorityCard| {
            let authority = known.iter().find(|authority| authority.card.code == card.code);
            authority.is_none_or(|a| speaks_of(&a.treatments) && self.page.reached_by(&a.jurisdiction, &a.products))
        };
        let codes = |cards: &mut dyn Iterator<Item = &AuthorityCard>| cards.map(|card| card.code.clone()).collect();
        let reaching: Vec<String> = codes(&mut rule.card.authorities.iter().filter(reaches));
        // Where the treatment is not known by name, the rule's own authorities say most.
        if reaching.is_empty() { codes(&mut rule.card.authorities.iter()) } else { reaching }
    }

    pub(super) fn add_pieces(&self, finding: &mut Finding, found: &Match) {
        let mut add = |role: &str, id: MentionId, via: Option<&str>| {
            let piece = self.piece(role, id, via);
            if !finding.pieces.iter().any(|known| known.ranges == piece.ranges && known.concept == piece.concept) {
                finding.pieces.push(piece);
            }
        };
        for (name, bound) in found.names.iter().zip(&found.bound) {
            match bound {
                Bound::Mention(id) => add(name, *id, None),
                Bound::Use(pair) => {
                    let via = |via: &'static str| (via != "sentence").then_some(via);
                    add("treatment", pair.treatment, via(pair.treatment_via));
                    add("condition", pair.condition, via(pair.condition_via));
                }
            }
        }
        // The claim comes first, whatever order the rule asks for its parts in.
        let anchor = self.analysis.document.map.source_ranges(self.with_denial(self.analysis.mention(found.anchor)));
        let first = anchor.first().map(|range| self.source.locate(*range));
        finding.pieces.sort_by_key(|piece| piece.ranges.first() != first.as_ref());
    }

    pub(super) fn piece(&self, role: &str, id: MentionId, via: Option<&str>) -> Piece {
        let mention = self.analysis.mention(id);
        let span = self.with_denial(mention);
        let entry = self.analysis.ruleset.concept(mention.concept);
        let concept = entry.id.split(": ").next().unwrap_or(&entry.id).to_owned();
        let reading: Vec<String> = match entry.speaks_of {
            Some(_) => mention.assertion.words().into_iter().map(str::to_owned).collect(),
            None => vec!["named".to_owned()],
        };
        let plain = |word: &&String| !matches!(word.as_str(), "affirmed" | "named");
        let label = std::iter::once(self.plain_name(mention.concept)).chain(reading.iter().filter(plain).cloned());
        let ranges: Vec<_> =
            self.analysis.document.map.source_ranges(span).into_iter().map(|range| self.source.locate(range)).collect();
        Piece {
            role: role.to_owned(),
            label: label.collect::<Vec<_>>().join(", "),
            concept,
            reading,
            via: via.map(str::to_owned),
            text: self.slice(span),
            phrase: self.analysis.document.text[span.range()].to_owned(),
            ranges,
        }
    }

    /// A concept as a reader calls it. Words for an effect are told apart for the rules' sake only.
    fn plain_name(&self, concept: ConceptId) -> String {
        let ruleset = self.analysis.ruleset;
        let entry = ruleset.concept(concept);
        let effect = ruleset.concept_ids.get("efficacy").map(|id| &ruleset.concept(*id).members);
        if entry.id.contains(": ") {
            "claim".to_owned()
        } else if effect.is_some_and(|members| members.contains(&concept)) {
            "benefit".to_owned()
        } else if concept == ruleset.known.risk {
            "risk".to_owned()
        } else {
            describe::name(&entry.id)
        }
    }

    fn facts_of(&self, found: &Match) -> BTreeMap<String, String> {
        let mut facts = BTreeMap::new();
        let row_id = |id: MentionId| {
            let mention = self.analysis.mention(id);
            mention.row.and_then(|row| self.analysis.ruleset.row(mention.concept, row)).map(|row| row.id.clone())
        };
        if let Some(pair) = found.use_() {
            facts.insert("status".to_owned(), pair.status.name().to_owned());
            facts.insert("as_of".to_owned(), pair.as_of.to_string());
            facts.insert("source".to_owned(), pair.source.to_string());
        }
        for name in ["treatment", "condition", "study"] {
            if let Some(id) = found.mention(self.analysis, name).and_then(row_id) {
                facts.insert(name.to_owned(), id);
            }
        }
        facts.retain(|_, value| !value.is_empty());
        facts
    }
}

/// A name for a finding's content, without positions: the same while its parts are.
pub(super) fn fingerprint(parts: &[&str]) -> String {
    format!("v1:{}", digest(parts))
}

/// The same for a finding about a page or section as a whole, which has no words of its own.
pub(super) fn page_fingerprint(parts: &[&str]) -> String {
    format!("{}{}", crate::finding::OF_PAGE, digest(parts))
}

fn digest(parts: &[&str]) -> String {
    let mut hasher = Sha256::new();
    for part in parts {
        let normal = part.trim().to_lowercase();
        hasher.update((normal.len() as u64).to_le_bytes());
        hasher.update(normal);
    }
    hasher.finalize().iter().take(12).map(|byte| format!("{byte:02x}")).collect()
}
