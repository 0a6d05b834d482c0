use proptest::prelude::*;

use super::*;

fn split(text: &str) -> Vec<&str> {
    let mut out = Vec::new();
    clauses(text, Span::new(0, text.len()), &mut out);
    out.iter().map(|span| text[span.range()].trim_end()).collect()
}

/// Each row is a sentence with its boundaries written as ` / `.
fn check(rows: &[&str]) {
    for row in rows {
        let expected: Vec<&str> = row.split(" / ").collect();
        assert_eq!(split(&row.replace(" / ", " ")), expected, "{row}");
    }
}

#[test]
fn marks_part_clauses() {
    check(&[
        "It is old; / it is not approved.",
        "Ketamine - / a drug - / helps autism.",
        "Take 5 - 10 mg of a low-dose pill.",
        "The answer is plain: / it does not help.",
        "Remember: / call us first.",
        "The rule is plain: / ketamine for autism is not approved.",
        "We help with: anxiety, pain, and low mood.",
        "It eases: pain that is chronic, fear, and worry.",
        "Myth: ketamine cures autism.",
        "Open daily 9:30 to 5:00.",
    ]);
}

#[test]
fn a_conjunction_before_a_subject_of_its_own_parts_clauses() {
    check(&[
        "The agency has not approved this use, / and evidence is limited.",
        "It is not painful, / and healing may be quick.",
        "It does not ease pain, nausea, and fear.",
        "It is not safe, and not effective.",
    ]);
}

#[test]
fn what_is_affirmed_after_a_denial_stands_alone() {
    check(&[
        "It doesn't sting / and relieves itching.",
        "The tea is not bitter / and gently eases gout.",
        "It does not cure or prevent gout.",
        "It is not a balm that treats and cures gout.",
        "It does not ease aches and pains.",
        "It calms and relieves.",
    ]);
}

#[test]
fn relative_clauses_stand_alone() {
    check(&[
        "It is ketamine, / which is not approved for autism.",
        "Ketamine, / which is not approved for autism, / helps children.",
        "One trial, / in which nobody improved, / was small.",
        "Our nurses, / who never leave, / will watch you.",
        "The nurse who never leaves will watch you.",
        "A spray, / which treats fear, pain and worry.",
    ]);
}

#[test]
fn termination_words_open_clauses() {
    check(&[
        "Ketamine is FDA-approved, / though not for autism.",
        "It is not a cure / but it helps.",
        "Not only does it calm, / but it restores sleep.",
        "It calms; / however, it does not cure.",
        "It is not approved / yet we offer it.",
        "It has not yet been shown to help.",
        "It has yet to be tested.",
        "Stay a while and rest.",
        "You may feel as though you float.",
        "It is used / even though it is not approved.",
        "It is nothing but a drug.",
        "Choose calm / instead of surgery.",
        "Choose calm / rather than surgery.",
        "You would rather rest.",
        "It works well, though.",
        "There is no cure / (but there is help).",
        "Some relax / while others do not / whereas we wait.",
    ]);
}

#[test]
fn new_subjects_open_clauses() {
    check(&[
        "It is not painful, / and it works.",
        "It is not risky, / so you can relax.",
        "It does not cure anxiety, depression, and pain.",
        "We do not treat autism, ADHD, or pain.",
        "It does not hurt and it works.",
    ]);
}

#[test]
fn clauses_in_front_end_at_their_comma() {
    check(&[
        "While not approved for autism, / ketamine eases anxiety, fear and pain.",
        "Although anxiety, low mood and pain are common, / ketamine helps.",
        "Unlike a cure, / this supports well-being.",
        "Unlike pills, / ketamine works.",
        "Instead of surgery, / our patients choose calm.",
        "If you are not happy, / ketamine can help.",
        "Ketamine helps / while it lasts, / and you rest.",
        "Even though it is not approved, / it helps.",
    ]);
}

#[test]
fn long_sentences_are_cut_to_their_ends() {
    for unit in ["word ", "but ", "if a, ", "x; ", "a: b ", ", which ", "unlike a, ", "- ", "(\"", "if it is b, "] {
        let text = unit.repeat(400_000 / unit.len());
        let mut out = Vec::new();
        clauses(&text, Span::new(0, text.len()), &mut out);
        assert_eq!(out.iter().map(|span| span.len()).sum::<usize>(), text.len(), "{unit:?}");
    }
}

proptest! {
    #[test]
    fn clauses_partition_their_sentence(
        words in prop::collection::vec(
            prop::sample::select(vec![
                "but", "it", "which", "is", "not", "helps,", "and", "we,", "- ", "a:", "b;", "(though", "\"yet", "even", "é", "--",
                "unlike", "5", "rather", "than", "", "'", "if",
            ]),
            0..20,
        )
    ) {
        let text = words.join(" ");
        let mut out = Vec::new();
        clauses(&text, Span::new(0, text.len()), &mut out);
        let mut at = 0;
        for span in &out {
            prop_assert_eq!(span.start, at);
            prop_assert!(span.end > at && text.is_char_boundary(span.end));
            at = span.end;
        }
        prop_assert_eq!(at, text.len());
        if out.len() > 1 {
            prop_assert!(out.iter().all(|span| text[span.range()].bytes().any(in_word)));
        }
    }
}
