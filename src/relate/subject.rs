//! Whose benefit a sentence tells: whether it has a subject of its own, so that none needs to be taken from a heading.
//!
//! "Reduces wrinkles" and "It reduces wrinkles" under the heading "Peptides" speak of peptides. "Collagen reduces
//! wrinkles" and "Our staff eases your worries" do not, whatever the heading names.

use std::sync::LazyLock;

use rustc_hash::FxHashSet;

use super::uses::named_in;
use crate::analysis::Analysis;

/// Whether the first benefit of a sentence is told of a subject of its own: no word for what the heading names, none
/// for the people who gain or for the page itself, and no name that only the page knows.
pub fn is_of_another(analysis: &Analysis, sentence: u32) -> bool {
    let Some(&benefit) = analysis.ruleset.concept_ids.get(BENEFIT) else { return false };
    let claims = named_in(analysis, benefit, sentence..sentence + 1);
    let Some(claim) = claims.iter().map(|id| analysis.mention(*id).span().start).min() else { return false };
    let start = analysis.sentences[sentence as usize].span.start;
    let subject = subject_of(&analysis.document.text[start..claim.max(start)]);
    let words: Vec<&str> = words_of(subject).collect();
    let told = words.iter().filter(|word| is_telling(word)).count();
    // "This helps", and not "This release of hormones is responsible for".
    let points = words.first().is_some_and(|word| POINTING.has(word)) && told <= 1;
    let takes_over = words.iter().any(|word| TAKING_OVER.has(word)) || points;
    told > 0 && !takes_over && !has_name(analysis, sentence, subject)
}

/// Whether a subject holds a name that only the page knows: a capital inside it, or one opening word alone that is no
/// concept's. A name under a heading is what the heading sells.
fn has_name(analysis: &Analysis, sentence: u32, subject: &str) -> bool {
    let starts = |word: &&str| word.len() > 2 && word.starts_with(|c: char| c.is_ascii_uppercase());
    let inside = words_of(subject).skip(1).any(|word| starts(&word));
    let at = |word: &str| word.as_ptr() as usize - analysis.document.text.as_ptr() as usize;
    let mut telling = words_of(subject).filter(|word| is_telling(word));
    let alone = telling.next().filter(|_| telling.next().is_none());
    let opening = alone.filter(starts).map(at);
    let sentence = &analysis.sentences[sentence as usize];
    let mentions = &analysis.mentions[sentence.mentions.0 as usize..sentence.mentions.1 as usize];
    inside || opening.is_some_and(|at| !mentions.iter().any(|mention| mention.span().range().contains(&at)))
}

/// The concept of what copy promises.
const BENEFIT: &str = "benefit";

/// What stands in front of a claim in its own clause. A label ends with a colon or a dash; what stands behind it has no
/// subject.
fn subject_of(before: &str) -> &str {
    let label = before.rfind([':', ';', '|', '\u{2022}', '\u{2013}', '\u{2014}']);
    let dash = before.rfind(" - ").map(|at| at + 1);
    let clause = &before[label.max(dash).map_or(0, |at| at + before[at..].chars().next().map_or(1, char::len_utf8))..];
    clause.rsplit(',').find(|piece| words_of(piece).any(is_telling)).unwrap_or_default()
}

fn words_of(text: &str) -> impl Iterator<Item = &str> {
    text.split(|c: char| !c.is_alphanumeric() && c != '\'').filter(|word| !word.is_empty())
}

/// Whether a word could be what a sentence is about: no adverb, auxiliary or preposition, no form in -ing that a heading
/// opens with.
fn is_telling(word: &str) -> bool {
    word.len() > 2 && !ends_in_ly(word) && !SMALL.has(word)
}

fn ends_in_ly(word: &str) -> bool {
    word.len().checked_sub(2).and_then(|at| word.get(at..)).is_some_and(|end| end.eq_ignore_ascii_case("ly"))
}

/// Words in lower case. Every sentence under a heading is held against them.
struct Words(LazyLock<FxHashSet<&'static str>>);

impl Words {
    fn has(&self, word: &str) -> bool {
        match word.bytes().any(|byte| byte.is_ascii_uppercase()) {
            true => self.0.contains(word.to_ascii_lowercase().as_str()),
            false => self.0.contains(word),
        }
    }
}

/// Words by which a subject stands for what is already named, for those who gain by it or speak of it, or for what comes
/// of it.
static TAKING_OVER: Words = Words(LazyLock::new(|| {
    "it its it's they their which treatment treatments therapy therapies procedure procedures session \
    sessions infusion infusions injection injections drip drips shot shots product products formula \
    formulation formulations formulas blend complex supplement supplements capsule capsules medication \
    medications medicine medicines drug drugs dose doses tablet tablets ingredient ingredients remedy \
    remedies program programs protocol protocols approach technique method technology device devices laser \
    peptide peptides compound compounds molecule extract oil cream serum gel patch tea cells solution \
    solutions option options plan plans stack you your you'll you're we we're i me my \
    patient patients client clients people many most women men parents families users everyone child \
    children son daughter she he those who goal aim result results benefit benefits effect effects outcome \
    outcomes advantages studies study research trial trials evidence"
        .split(' ')
        .collect()
}));

/// Words that stand for what is named before, where nothing but a verb follows them.
static POINTING: Words = Words(LazyLock::new(|| FxHashSet::from_iter(["this", "these", "that"])));

/// Words of three letters and more that are nobody's subject.
static SMALL: Words = Words(LazyLock::new(|| {
    "and but the for with from into also can may might will would could should does did has have had are was \
    were been being not only even than then thus when while where after before over all any some more both \
    each other new help helps helping helped designed used known shown proven made natural powerful \
    effective safe gentle fast quick great ideal perfect best good better faster real deep strong how why \
    what let get one two to by as this these that our his her"
        .split(' ')
        .collect()
}));

#[cfg(test)]
mod tests {
    use super::is_of_another;
    use crate::extract::Format;
    use crate::linter::Linter;
    use crate::rule::{Ruleset, pack};
    use crate::source::Source;

    #[test]
    fn subjects_that_take_over_and_subjects_of_their_own() {
        let ruleset = Ruleset::built_in(&pack::built_in_names()).unwrap().expect("built-in packs load");
        for (text, another) in [
            ("Reduces wrinkles.", false),
            ("It reduces wrinkles.", false),
            ("This helps reduce wrinkles.", false),
            ("These infusions reduce wrinkles.", false),
            ("Patients report less pain.", false),
            ("Goals: relief of pain.", false),
            ("Zyndrova relieves pain.", false),
            ("Collagen reduces wrinkles.", true),
            ("Our staff relieves pain.", true),
            ("This release of hormones relieves pain.", true),
            ("Warm blankets relieve pain.", true),
            ("In our rooms, warm blankets relieve pain.", true),
        ] {
            let source = Source::from_text("page.md", text);
            let analysis = Linter::new(&ruleset).analyse(&source, Format::Markdown, &[]);
            assert_eq!(is_of_another(&analysis, 0), another, "{text}");
        }
    }
}
