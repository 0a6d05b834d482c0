//! Running a test: from each find of one pattern, the nearest finds of the others.

use std::rc::Rc;

use super::Judge;
use super::bound::{Bound, Match};
use crate::extract::document::{BlockId, Visibility};
use crate::mention::{Mention, MentionId};
use crate::relate::region::word_distance;
use crate::relate::uses;
use crate::rule::compiled::{Pattern, Scope, Test};

/// How many partners are tried for a pattern before the test gives up on an anchor.
const MOST_TRIED: usize = 8;

/// The finds of every pattern of a test, and which of them the others are looked for from.
#[derive(Debug)]
pub(super) struct Finds {
    found: Vec<Find>,
    anchor: usize,
    /// Where matches may begin, in order.
    anchors: Vec<MentionId>,
    /// Whether the page's own facts leave room for a match.
    may_hold: bool,
}

/// What one pattern finds by itself. Uses are worked out where they are asked for, sentence by sentence.
#[derive(Debug)]
struct Find {
    mentions: Vec<MentionId>,
    uses: bool,
}

/// What the patterns of a test come to on a page.
#[derive(Debug, Default)]
pub(super) struct Matches<'t> {
    pub found: Vec<Match<'t>>,
    /// Where everything was found, but nothing of it has the facts that the test asks for: one for each anchor.
    pub unlike: Vec<Match<'t>>,
}

impl Judge<'_> {
    /// Everything the patterns of a test find by themselves; `None` where one finds nothing, so that no match can be.
    pub(super) fn finds(&self, test: &Test) -> Option<Rc<Finds>> {
        if let Some(known) = self.finds.borrow().get(&test.number) {
            return known.clone();
        }
        let finds = self.search(test).map(Rc::new);
        self.finds.borrow_mut().insert(test.number, finds.clone());
        finds
    }

    fn search(&self, test: &Test) -> Option<Finds> {
        let known = &self.analysis.ruleset.known;
        let mut found = Vec::with_capacity(test.patterns.len());
        for pattern in &test.patterns {
            let uses = pattern.queries.iter().any(|query| query.concept == known.use_)
                && self.analysis.has(known.treatment)
                && self.analysis.has(known.condition);
            let named = pattern.queries.iter().any(|query| self.analysis.has(query.concept));
            let mentions = if named { self.analysis.found(pattern) } else { Vec::new() };
            if mentions.is_empty() && !uses {
                return None;
            }
            found.push(Find { mentions, uses });
        }
        // What speaks of something makes the claim; what merely names stands beside it.
        let speaks = |i: &usize| {
            !found[*i].mentions.is_empty()
                && test.patterns[*i]
                    .queries
                    .iter()
                    .any(|q| self.analysis.ruleset.concept(q.concept).speaks_of.is_some())
        };
        let mentions = |i: &usize| !found[*i].uses;
        let all = 0..test.patterns.len();
        let anchor = all.clone().find(speaks).or_else(|| all.clone().find(mentions)).unwrap_or(0);
        let find = &found[anchor];
        let anchors = if find.uses && find.mentions.is_empty() { self.use_anchors() } else { find.mentions.clone() };
        Some(Finds { found, anchor, anchors, may_hold: self.may_hold(test) })
    }

    /// All matches of a test on the page.
    pub(super) fn matches<'t>(&self, test: &'t Test) -> Matches<'t> {
        let mut matches = Matches::default();
        let Some(finds) = self.finds(test) else { return matches };
        for anchor in &finds.anchors {
            let mut unlike = None;
            match self.match_from(test, &finds, *anchor, None, &mut unlike) {
                Some(found) => matches.found.push(found),
                None => matches.unlike.extend(unlike),
            }
        }
        matches
    }

    /// A test of uses alone begins at the conditions of the page, and at treatments that take theirs from around them.
    fn use_anchors(&self) -> Vec<MentionId> {
        let known = &self.analysis.ruleset.known;
        let mut anchors = self.analysis.named(known.condition).to_vec();
        anchors.extend(self.analysis.named(known.treatment));
        anchors.sort_unstable();
        let mut last = None;
        anchors.retain(|id| {
            let sentence = self.analysis.mention(*id).sentence;
            last.replace(sentence) != Some(sentence)
        });
        anchors
    }

    /// The match that begins at a mention, if there is one.
    ///
    /// With `near`, the facts of the test also know the names of that earlier match, or do not matter. `unlike` gets the
    /// first match that has all but the facts.
    fn match_from<'t>(
        &self,
        test: &'t Test,
        finds: &Finds,
        anchor: MentionId,
        near: Option<(&Match<'t>, bool)>,
        unlike: &mut Option<Match<'t>>,
    ) -> Option<Match<'t>> {
        let mention = self.analysis.mention(anchor);
        let mut options: Vec<Vec<Bound>> = vec![Vec::new(); test.patterns.len()];
        // Uses have to be worked out: mentions are looked at first, most of which have no partner.
        for uses in [false, true] {
            for (number, pattern) in test.patterns.iter().enumerate().filter(|(i, _)| finds.found[*i].uses == uses) {
                let find = &finds.found[number];
                let is_anchor = number == finds.anchor && !find.mentions.is_empty();
                let list = &mut options[number];
                if uses && !is_anchor {
                    let mut pairs = self.uses_in(mention.sentence).to_vec();
                    pairs.retain(|pair| self.takes_use(pattern, pair, mention));
                    uses::sort_by_nearness(self.analysis, &mut pairs, mention);
                    list.extend(pairs.into_iter().map(Bound::Use));
                }
                if is_anchor {
                    list.push(Bound::Mention(anchor));
                } else if !find.mentions.is_empty() {
                    list.extend(self.partners(pattern, &find.mentions, mention, anchor, test.within));
                }
                if list.is_empty() {
                    return None;
                }
            }
        }
        let mut chosen = Vec::new();
        let Some((near, facts_matter)) = near else {
            if !finds.may_hold {
                *unlike = self.choose(test, false, &options, anchor, &mut chosen, &mut None);
                return None;
            }
            return self.choose(test, true, &options, anchor, &mut chosen, unlike);
        };
        let found = self.choose(test, false, &options, anchor, &mut chosen, unlike)?;
        if test.conditions.is_empty() || !facts_matter {
            return Some(found);
        }
        let mut joined = found.clone();
        joined.names.extend(&near.names);
        joined.bound.extend(near.bound.iter().cloned());
        self.holds(test, &joined).then_some(found)
    }

    /// Whether a use that holds in a mention's sentence is read as a pattern asks: in a title, a heading, a list.
    fn takes_use(&self, pattern: &Pattern, pair: &uses::Use, mention: &Mention) -> bool {
        let known = &self.analysis.ruleset.known;
        let block = self.analysis.block_of(mention);
        let joined_here = pair.treatment_via == "sentence" && pair.condition_via == "sentence";
        pattern.queries.iter().filter(|query| query.concept == known.use_).any(|query| {
            let visible = query.reading.visibility.unwrap_or(Visibility::Visible);
            let seen = block.visibility == visible
                || (visible == Visibility::Visible && block.visibility == Visibility::Collapsed);
            // A place asks for a use that is joined there, not for one that is carried there.
            let placed = query.reading.place.is_none_or(|place| place.holds(block) && joined_here);
            seen && placed && !block.traits.struck
        })
    }

    fn choose<'t>(
        &self,
        test: &'t Test,
        facts_matter: bool,
        options: &[Vec<Bound>],
        anchor: MentionId,
        chosen: &mut Vec<Bound>,
        unlike: &mut Option<Match<'t>>,
    ) -> Option<Match<'t>> {
        let Some(choices) = options.get(chosen.len()) else {
            if test.in_order && !self.in_order(chosen) {
                return None;
            }
            let found = Match { names: self.names_of(test, chosen), bound: chosen.clone(), anchor };
            if !facts_matter || self.holds(test, &found) {
                return Some(found);
            }
            unlike.get_or_insert(found);
            return None;
        };
        for choice in choices.iter().take(MOST_TRIED) {
            if chosen.contains(choice) {
                continue;
            }
            chosen.push(choice.clone());
            if let Some(found) = self.choose(test, facts_matter, options, anchor, chosen, unlike) {
                return Some(found);
            }
            chosen.pop();
        }
        None
    }

    /// A pattern of alternatives is called by the one that was found.
    fn names_of<'t>(&self, test: &'t Test, chosen: &[Bound]) -> Vec<&'t str> {
        let name = |(number, bound): (usize, &Bound)| match (bound, test.patterns[number].queries.as_slice()) {
            (Bound::Use(_), _) => "use",
            (Bound::Mention(_), [only]) => only.name.as_str(),
            (Bound::Mention(id), queries) => {
                let mention = self.analysis.mention(*id);
                let taken = queries.iter().find(|query| self.analysis.takes(query, mention));
                taken.unwrap_or(&queries[0]).name.as_str()
            }
        };
        chosen.iter().enumerate().map(name).collect()
    }

    fn in_order(&self, chosen: &[Bound]) -> bool {
        let starts: Vec<u32> = chosen
            .iter()
            .filter_map(|bound| match bound {
                Bound::Mention(id) => Some(self.analysis.mention(*id).words.0),
                Bound::Use(_) => None,
            })
            .collect();
        starts.is_sorted()
    }

    /// Finds of a pattern within reach of a mention, nearest first; in its governors and what it governs as well.
    fn partners(
        &self,
        pattern: &Pattern,
        found: &[MentionId],
        from: &Mention,
        anchor: MentionId,
        scope: Scope,
    ) -> Vec<Bound> {
        let analysis = self.analysis;
        let region = self.regions.around(analysis, from, scope);
        let first = found.partition_point(|id| analysis.mention(*id).sentence < region.start);
        let last = found.partition_point(|id| analysis.mention(*id).sentence < region.end);
        let mut near: Vec<MentionId> = found[first..last]
            .iter()
            .copied()
            .filter(|id| *id != anchor && self.regions.reaches(analysis, from, analysis.mention(*id), scope))
            .collect();
        near.sort_by_key(|id| {
            let mention = analysis.mention(*id);
            (mention.sentence.abs_diff(from.sentence), word_distance(mention, from))
        });
        if near.is_empty() && matches!(scope, Scope::Sentence | Scope::Sentences(_) | Scope::Block) {
            near = self.governing(pattern, found, from);
        }
        near.into_iter().map(Bound::Mention).collect()
    }

    /// Finds in the blocks that govern a mention's block, or that it governs. Headings lend only what tables know, and no
    /// treatment to a sentence about something else.
    pub(super) fn governing(&self, pattern: &Pattern, found: &[MentionId], from: &Mention) -> Vec<MentionId> {
        let analysis = self.analysis;
        let known = &analysis.ruleset.known;
        let block = analysis.block_id_of(from);
        let from_table =
            pattern.queries.iter().all(|query| query.concept == known.treatment || query.concept == known.condition);
        let is_treatment = pattern.queries.iter().any(|query| query.concept == known.treatment);
        let lends = || from_table && !(is_treatment && self.regions.is_of_another(analysis, from.sentence));
        let in_block = |block: BlockId| {
            let sentences = self.regions.block(block);
            let start = found.partition_point(|id| analysis.mention(*id).sentence < sentences.start);
            let end = found.partition_point(|id| analysis.mention(*id).sentence < sentences.end);
            &found[start..end]
        };
        let mut governing = Vec::new();
        for (block, role) in self.regions.governors(analysis, block).iter() {
            let there = in_block(*block);
            if !there.is_empty() && (*role != "heading" || lends()) {
                governing.extend_from_slice(there);
            }
        }
        self.regions.governed_by(block).for_each(|block| governing.extend_from_slice(in_block(block)));
        governing
    }

    /// Whether a test finds something near a match, or its facts hold of it.
    pub(super) fn finds_near<'t>(&self, test: &'t Test, near: &Match<'t>) -> Option<Match<'t>> {
        if test.patterns.is_empty() {
            return self.holds(test, near).then(|| near.clone());
        }
        self.finds_around(test, near, true)
    }

    /// As [`Judge::finds_near`] for a test with patterns, whatever the facts of what it finds.
    pub(super) fn finds_words_near<'t>(&self, test: &'t Test, near: &Match<'t>) -> Option<Match<'t>> {
        self.finds_around(test, near, false)
    }

    fn finds_around<'t>(&self, test: &'t Test, near: &Match<'t>, facts_matter: bool) -> Option<Match<'t>> {
        let finds = self.finds(test).filter(|finds| finds.may_hold || !facts_matter)?;
        let from = self.analysis.mention(near.anchor);
        let region = self.regions.around(self.analysis, from, test.within);
        let anchors = &finds.anchors;
        let first = anchors.partition_point(|id| self.analysis.mention(*id).sentence < region.start);
        let last = anchors.partition_point(|id| self.analysis.mention(*id).sentence < region.end);
        anchors[first..last.max(first)]
            .iter()
            .filter(|id| self.regions.reaches(self.analysis, from, self.analysis.mention(**id), test.within))
            .find_map(|id| {
                let mut found = self.match_from(test, &finds, *id, Some((near, facts_matter)), &mut None)?;
                found.names.extend(&near.names);
                found.bound.extend(near.bound.iter().cloned());
                Some(found)
            })
    }
}
