//! Whose benefit a sentence tells: whether it has a subject of its own, so that none needs to be taken from a heading.
//!
//! "Reduces wrinkles" and "It reduces wrinkles" under the heading "Peptides" speak of peptides. "Collagen reduces
//! wrinkles" and "Our staff eases your worries" do not, whatever the heading names.

use super::uses::named_in;
use crate::analysis::Analysis;
use crate::assertion::told_of::{is_telling, subject_of, words_of};
use crate::knowledge::WordList;

/// Whether the first benefit of a sentence is told of a subject of its own: no word for what the heading names, none
/// for the people who gain or for the page itself, and no name that only the page knows.
pub fn is_of_another(analysis: &Analysis, sentence: u32) -> bool {
    let Some(&benefit) = analysis.ruleset.concept_ids.get(BENEFIT) else { return false };
    let claims = named_in(analysis, benefit, sentence..sentence + 1);
    let Some(claim) = claims.iter().map(|id| analysis.mention(*id).span().start).min() else { return false };
    let start = analysis.sentences[sentence as usize].span.start;
    let lists = &analysis.ruleset.word_lists;
    let subject = subject_of(&analysis.document.text[start..claim.max(start)], lists);
    let words: Vec<&str> = words_of(subject).collect();
    let told: Vec<&str> = words.iter().copied().filter(|word| is_telling(word, lists)).collect();
    // "This helps", and not "This release of hormones is responsible for".
    let points = words.first().is_some_and(|word| lists.of(WordList::Points).has(word)) && told.len() <= 1;
    let takes_over = words.iter().any(|word| lists.of(WordList::TakesOver).has(word)) || points;
    !told.is_empty() && !takes_over && !has_name(analysis, sentence, &words, &told)
}

/// Whether a subject holds a name that only the page knows: a capital inside it, or one opening word alone that is no
/// concept's. A name under a heading is what the heading sells.
fn has_name(analysis: &Analysis, sentence: u32, words: &[&str], told: &[&str]) -> bool {
    let starts = |word: &str| word.len() > 2 && word.starts_with(|c: char| c.is_ascii_uppercase());
    let at = |word: &str| word.as_ptr() as usize - analysis.document.text.as_ptr() as usize;
    let sentence = &analysis.sentences[sentence as usize];
    let mentions = &analysis.mentions[sentence.mentions.0 as usize..sentence.mentions.1 as usize];
    let is_known = |at: usize| mentions.iter().any(|mention| mention.span().range().contains(&at));
    let alone = matches!(told, [only] if starts(only) && !is_known(at(only)));
    alone || words.iter().skip(1).any(|word| starts(word))
}

/// The concept of what copy promises.
const BENEFIT: &str = "benefit";

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
