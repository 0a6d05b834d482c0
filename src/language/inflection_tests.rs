use proptest::{prop_assert, prop_assert_eq, proptest};

use super::*;

fn check(forms: fn(&str) -> Vec<String>, rows: &[(&str, &str)]) {
    for (base, expected) in rows {
        let mut expected: Vec<&str> = expected.split(", ").collect();
        let forms = forms(base);
        let mut forms: Vec<&str> = forms.iter().map(String::as_str).collect();
        assert_eq!(forms[0], *base);
        expected.sort_unstable();
        forms.sort_unstable();
        assert_eq!(forms, expected, "{base}");
    }
}

#[test]
fn regular_verbs() {
    check(
        verb,
        &[
            ("cure", "cure, cures, cured, curing"),
            ("heal", "heal, heals, healed, healing"),
            ("stop", "stop, stops, stopped, stopping"),
            ("relax", "relax, relaxes, relaxed, relaxing"),
            ("remedy", "remedy, remedies, remedied, remedying"),
            ("destroy", "destroy, destroys, destroyed, destroying"),
            ("die", "die, dies, died, dying"),
            ("free", "free, frees, freed, freeing"),
            ("visit", "visit, visits, visited, visiting"),
            ("prefer", "prefer, prefers, preferred, preferring"),
            ("equip", "equip, equips, equipped, equipping"),
            ("flush", "flush, flushes, flushed, flushing"),
            ("relieve", "relieve, relieves, relieved, relieving"),
            ("behave", "behave, behaves, behaved, behaving"),
            ("mimic", "mimic, mimics, mimicked, mimicking"),
        ],
    );
}

#[test]
fn irregular_verbs() {
    check(
        verb,
        &[
            ("get", "get, gets, got, gotten, getting"),
            ("give", "give, gives, gave, given, giving"),
            ("feel", "feel, feels, felt, feeling"),
            ("lose", "lose, loses, lost, losing"),
            ("fight", "fight, fights, fought, fighting"),
            ("shrink", "shrink, shrinks, shrank, shrunk, shrinking"),
            ("undo", "undo, undoes, undid, undone, undoing"),
            ("outgrow", "outgrow, outgrows, outgrew, outgrown, outgrowing"),
            ("overcome", "overcome, overcomes, overcame, overcoming"),
            ("misunderstand", "misunderstand, misunderstands, misunderstood, misunderstanding"),
            ("have", "have, has, had, having"),
            ("be", "be, am, is, are, was, were, been, being"),
            ("re-grow", "re-grow, re-grows, re-grew, re-grown, re-growing"),
        ],
    );
}

#[test]
fn british_and_american_verbs() {
    check(
        verb,
        &[
            (
                "normalise",
                "normalise, normalised, normalises, normalising, normalize, normalized, normalizes, normalizing",
            ),
            (
                "categorize",
                "categorize, categorized, categorizes, categorizing, categorise, categorised, categorises, categorising",
            ),
            ("travel", "travel, travels, traveled, travelled, traveling, travelling"),
            ("exercise", "exercise, exercises, exercised, exercising"),
            ("rise", "rise, rises, rose, risen, rising"),
            ("downsize", "downsize, downsizes, downsized, downsizing"),
            ("fulfil", "fulfil, fulfils, fulfill, fulfills, fulfilled, fulfilling"),
            ("analyze", "analyze, analyzes, analyzed, analyzing, analyse, analyses, analysed, analysing"),
        ],
    );
}

#[test]
fn nouns() {
    check(
        noun,
        &[
            ("symptom", "symptom, symptoms"),
            ("therapy", "therapy, therapies"),
            ("diagnosis", "diagnosis, diagnoses"),
            ("arthritis", "arthritis"),
            ("diabetes", "diabetes"),
            ("child", "child, children"),
            ("grandchild", "grandchild, grandchildren"),
            ("stomach", "stomach, stomachs"),
            ("rash", "rash, rashes"),
            ("virus", "virus, viruses"),
            ("tumor", "tumor, tumors, tumour, tumours"),
            ("behaviour", "behaviour, behaviours, behavior, behaviors"),
            ("oestrogen", "oestrogen, oestrogens, estrogen, estrogens"),
            ("GLP-1", "GLP-1"),
            ("COPD", "COPD, COPDs"),
            ("Child", "Child, Children"),
        ],
    );
}

#[test]
fn the_head_of_several_words_changes() {
    check(
        verb,
        &[
            ("get rid of", "get rid of, gets rid of, got rid of, gotten rid of, getting rid of"),
            ("break free", "break free, breaks free, broke free, broken free, breaking free"),
        ],
    );
    check(
        noun,
        &[
            ("side effect", "side effect, side effects"),
            ("loss of balance", "loss of balance, losses of balance"),
            ("change in mood", "change in mood, changes in mood"),
            ("side-effect", "side-effect, side-effects"),
            ("type 2 diabetes", "type 2 diabetes"),
        ],
    );
}

#[test]
fn any_leaves_out_what_the_word_cannot_be() {
    check(
        any,
        &[
            ("cure", "cure, cures, cured, curing"),
            ("arthritis", "arthritis"),
            ("life", "life, lives"),
            ("get rid of", "get rid of, gets rid of, got rid of, gotten rid of, getting rid of"),
            ("neuropathy", "neuropathy, neuropathies"),
            ("study", "study, studies, studied, studying"),
        ],
    );
}

proptest! {
    #[test]
    fn forms_hold_the_base_once_and_keep_lower_case(base in "\\PC{0,12}|[a-z]{1,9}( [a-z]{1,4}){0,2}|[a-zA-Z -]{0,12}") {
        for forms in [verb(&base), noun(&base), any(&base)] {
            prop_assert_eq!(&forms[0], &base);
            let mut distinct = forms.clone();
            distinct.sort_unstable();
            distinct.dedup();
            prop_assert_eq!(distinct.len(), forms.len());
            if !base.chars().any(char::is_uppercase) {
                prop_assert!(forms.iter().all(|form| !form.chars().any(char::is_uppercase)));
            }
        }
    }
}
