use proptest::prelude::*;

use super::*;

fn split(text: &str) -> Vec<&str> {
    let mut out = Vec::new();
    sentences(text, Span::new(0, text.len()), &mut out);
    out.iter().map(|span| text[span.range()].trim_end()).collect()
}

/// Each row is a block with its boundaries written as ` / `.
fn check(rows: &[&str]) {
    for row in rows {
        let expected: Vec<&str> = row.split(" / ").collect();
        assert_eq!(split(&row.replace(" / ", " ")), expected, "{row}");
    }
}

#[test]
fn stops_end_sentences() {
    check(&[
        "It works. / It is safe! / Is it? / Yes.",
        "Really?! / Yes!!! / We mean it.",
        "(It works.) / The rest follows.",
        "He said \"it works.\" / Then he left.",
        "He said 'it works.' / Then he left.",
        "Results vary.* / *These statements have not been evaluated.",
        "Symptoms eased.[12] / Then they returned [3]. / Nobody knows why.",
        "Symptoms eased.[1,2-4] / Then they returned.",
        "Symptoms eased (Smith 2020). / Pain did not.",
        "Symptoms eased.12 / Pain did not.",
        "We asked. / 85% of patients answered. / $40 was paid.",
        "Relief is real.† / Ask us.",
        "One. / iV Bars sells drips.",
        "Does it cure autism? / No. / Ketamine is not approved.",
    ]);
}

#[test]
fn abbreviations_do_not() {
    check(&[
        "Dr. Smith and Ms. Lee met St. Mary's staff. / All agreed.",
        "Compare $3.50 vs. $5.00 vs. Botox. / Choose.",
        "Some drugs, e.g. Ketamine, are old, i.e. Known for long.",
        "It takes approx. 30 min. / Patients then rest for 2 hr. or more.",
        "Acme Inc. Chicago makes it. / Ask Acme Inc. / We do too.",
        "See Fig. 2 and Fig. A and No. 5 and pp. 3-4. / Then stop.",
        "Wink et al. (2021) found nothing. / So did Lee et al. / Others agree.",
        "J. R. Doe and Maria C. Lopez wrote it. / A. Lee did not.",
        "Take vitamin C. / Patients like it.",
        "It is a Schedule III drug. / It can be misused.",
        "We treat MS. / Ask about ED. / Come to Los Angeles, CA. / Parking is free.",
        "Under 16 C.F.R. § 255.2 and 21 C.F.R. 202.1 it is clear.",
        "The U.S. Food and Drug Administration leads the U.S. / Our clinic follows.",
        "Jane Doe, Ph.D. / Yes! / Jane Roe, M.D. Anderson fellow.",
        "Open 9 a.m. to 5 p.m. Monday to Friday. / Call us.",
        "Anxiety, stress, etc. / Ketamine is not for these.",
        "On Jan. 5 it opened. / On Sept. 30 it closed.",
    ]);
}

#[test]
fn stops_inside_a_sentence() {
    check(&[
        "Version 2.1 costs $3.50 at example.com/a.b?c=d. / Write to a.b@c.example. / Thanks.",
        "\"Is it safe?\" asked one reader. / \"Very!\" said another.",
        "Yahoo! users and Yahoo! Mail users came. / All left.",
        "And then... nothing happened, and then... I slept. / Well... / That was it.",
        "1. Sit down. / 2. Lie back. / That was in 2020. / We moved.",
        "Take one; rest; take another; do not drive.",
        "\"It gave me my son back.\" - a mom",
        "\"It gave me my son back.\" - Ana, Austin",
        "It is safe (really?) and old. / Good.",
    ]);
}

#[test]
fn bullets_run_into_one_block() {
    check(&[
        "We help with / • anxiety / • low mood / • pain",
        "Home / | About / | Contact",
        "Botox / · Fillers / · Lasers",
        "We help with: / - Anxiety / - Depression / - PTSD",
        "- Anxiety / - Depression",
        "Our services / - Infusions for adults / - Injections / - Check-ups",
        "Our clinic - Harbor Lane - is open. / Ketamine - a drug - is old.",
        "Low-dose 5 - 10 mg and A - B",
    ]);
}

#[test]
fn a_block_inside_a_text_stays_inside() {
    let text = "Before. One. Two.\nAfter.";
    let mut out = Vec::new();
    sentences(text, Span::new(8, 17), &mut out);
    assert_eq!(out, [Span::new(8, 13), Span::new(13, 17)]);
    out.clear();
    sentences(text, Span::new(4, 4), &mut out);
    assert_eq!(out, []);
}

#[test]
fn long_blocks_are_cut_to_their_ends() {
    for unit in ["word ", "a - B ", "x. ", "A. ", "- ", "\"", ". ", "no - A", "12.", "[1"] {
        let text = unit.repeat(400_000 / unit.len());
        let mut out = Vec::new();
        sentences(&text, Span::new(0, text.len()), &mut out);
        assert_eq!(out.iter().map(|span| span.len()).sum::<usize>(), text.len(), "{unit:?}");
    }
}

proptest! {
    #[test]
    fn sentences_partition_their_block(text in "([a-zA-Z0-9éµ•|. !?\"')(*§-]|Dr\\. |\\.\\.\\. |U\\.S\\. | - A){0,60}") {
        let mut out = Vec::new();
        sentences(&text, Span::new(0, text.len()), &mut out);
        let mut at = 0;
        for span in &out {
            prop_assert_eq!(span.start, at);
            prop_assert!(span.end > at);
            prop_assert!(text.is_char_boundary(span.end));
            at = span.end;
        }
        prop_assert_eq!(at, text.len());
    }

    #[test]
    fn splitting_a_sentence_again_changes_nothing_before_it(text in "[A-Za-z0-9 .!?\"']{0,80}") {
        // What stands after a boundary cannot move the boundaries before it.
        let mut whole = Vec::new();
        sentences(&text, Span::new(0, text.len()), &mut whole);
        if let Some(last) = whole.last() {
            let mut again = Vec::new();
            sentences(&text, Span::new(0, last.start), &mut again);
            prop_assert_eq!(&again[..], &whole[..whole.len() - 1]);
        }
    }
}
