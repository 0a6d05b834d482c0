//! Outcomes that need more than a place: slots left open, other wordings, contradictions, layouts, counted risks.

use fairbalance::extract::Format;
use fairbalance::finding::Outcome;

use crate::{assert_outcome, check};

struct Case {
    why: &'static str,
    page: &'static str,
    footer: &'static str,
    outcome: Outcome,
    /// What the finding must say is missing.
    missing: &'static [&'static str],
}

const fn case(why: &'static str, page: &'static str, outcome: Outcome) -> Case {
    Case { why, page, footer: "", outcome, missing: &[] }
}

fn verify(cases: &[Case], statement: &str, own: &str, facts: &[(&str, &str)]) {
    for case in cases {
        let report = check(case.page, Format::Markdown, case.footer, facts);
        let page = format!("{}: {}", case.why, case.page);
        let finding = assert_outcome(&report, statement, own, case.outcome, &page);
        let missing = finding.and_then(|finding| finding.duty).map_or_else(Vec::new, |duty| duty.missing);
        for name in case.missing {
            assert!(missing.iter().any(|missing| missing == name), "{name} is not among {missing:?}: {page}");
        }
    }
}

#[test]
fn off_label_notices() {
    verify(
        &[
            case(
                "in the claim's own block",
                "Our ketamine infusions ease OCD. Book today. FDA has not approved ketamine for OCD.",
                Outcome::Met,
            ),
            case(
                "before the claim",
                "FDA has not approved ketamine for OCD.\n\nOur ketamine infusions ease OCD. Book today.",
                Outcome::Met,
            ),
            case(
                "off-label in a word",
                "Our ketamine infusions ease OCD. Book today.\n\nThis is an off-label use, not approved by FDA.",
                Outcome::Met,
            ),
            Case {
                missing: &["this use"],
                ..case(
                    "which use is not said",
                    "Our ketamine infusions ease OCD. Book today.\n\nIt is not FDA-approved.",
                    Outcome::Incomplete,
                )
            },
            case(
                "contradicted",
                "Our FDA-approved ketamine infusions ease OCD. Book today.\n\nFDA has not approved ketamine for OCD.",
                Outcome::Contradicted,
            ),
            Case {
                footer: "<p>FDA has not approved ketamine for OCD.</p>",
                ..case("in the layout", "Our ketamine infusions ease OCD. Book today.", Outcome::Far)
            },
            Case {
                footer: "<p>FDA has not approved ketamine for OCD.</p>",
                ..case(
                    "on the page and in the layout",
                    "Our ketamine infusions ease OCD. Book today. FDA has not approved ketamine for OCD.",
                    Outcome::Met,
                )
            },
            case(
                "hidden and visible",
                "Our ketamine infusions ease OCD. Book today. FDA has not approved ketamine for OCD.\n\n<!-- FDA has not approved ketamine for OCD. -->",
                Outcome::Met,
            ),
            case(
                "far and hidden: what readers can see counts",
                "# A\n\nOur ketamine infusions ease OCD. Book today.\n\n<!-- FDA has not approved ketamine for OCD. -->\n\n# B\n\nFDA has not approved ketamine for OCD.",
                Outcome::Far,
            ),
            case(
                "asked only",
                "Our ketamine infusions ease OCD. Book today.\n\nIs ketamine FDA-approved for OCD?",
                Outcome::Missing,
            ),
        ],
        "off-label-notice",
        "missing-off-label-disclosure",
        &[],
    );
}

const RISKS: &str = "<p>Risks include dissociation, high blood pressure, slowed breathing, sedation and misuse.</p>";

#[test]
fn key_risks() {
    verify(
        &[
            case(
                "enough of them",
                "Our IV ketamine may ease depression. Book an appointment today. Risks include dissociation, high blood pressure, slowed breathing, sedation and misuse.",
                Outcome::Met,
            ),
            case(
                "at the other end of the page",
                "# A\n\nOur IV ketamine may ease depression. Book an appointment today.\n\n# B\n\nRisks include dissociation, high blood pressure, slowed breathing, sedation and misuse.",
                Outcome::Met,
            ),
            case(
                "spread over the page",
                "# A\n\nOur IV ketamine may ease depression. Book an appointment today. It can cause dissociation and sedation.\n\n# B\n\nBlood pressure can rise. It can be misused.",
                Outcome::Met,
            ),
            Case {
                footer: RISKS,
                ..case(
                    "in the layout, which is part of the page",
                    "Our IV ketamine may ease depression. Book an appointment today.",
                    Outcome::Met,
                )
            },
            Case {
                missing: &["abuse, misuse and dependence"],
                ..case(
                    "too few",
                    "Our IV ketamine may ease depression. Book an appointment today. You may feel dissociation or sedation.",
                    Outcome::Incomplete,
                )
            },
            case(
                "only vague ones",
                "Our IV ketamine may ease depression. Book an appointment today. There are potential side effects.",
                Outcome::Missing,
            ),
            case(
                "denied",
                "Our IV ketamine may ease depression. Book an appointment today. There is no sedation and no dissociation.",
                Outcome::Missing,
            ),
            case(
                "in a closed box",
                "Our IV ketamine may ease depression. Book an appointment today.\n\n<details><summary>More</summary>\n\nRisks include dissociation, high blood pressure, slowed breathing, sedation and misuse.\n\n</details>",
                Outcome::Collapsed,
            ),
            case(
                "promised by a link",
                "Our IV ketamine may ease depression. Book an appointment today. [Important safety information](/safety).",
                Outcome::LinkOnly,
            ),
        ],
        "key-risks",
        "missing-key-risks",
        &[],
    );
}

const STATUTORY: &str = "This statement has not been evaluated by the Food and Drug Administration. This product is not intended to diagnose, treat, cure, or prevent any disease.";

#[test]
fn prescribed_wordings() {
    let with = |text: &str| -> &'static str { format!("Our magnesium supports healthy sleep.*\n\n{text}").leak() };
    let hidden = with(&format!("<div hidden>{STATUTORY}</div>"));
    let pages = [
        case("word for word", with(&format!("*{STATUTORY}*")), Outcome::Met),
        case("in other type", with(&STATUTORY.to_uppercase()), Outcome::Met),
        case("broken over lines", with(&STATUTORY.replace(' ', "\n")), Outcome::Met),
        case("in the small print", with(&format!("<small>{STATUTORY}</small>")), Outcome::Met),
        case("nowhere", with("Sixty capsules."), Outcome::Missing),
        case("hidden", hidden, Outcome::Hidden),
        case(
            "a word changed",
            with(&STATUTORY.replace("evaluated", "reviewed").replace("prevent any disease", "avoid any illness")),
            Outcome::Altered,
        ),
    ];
    verify(&pages, "dshea-disclaimer", "missing-dshea-disclaimer", &[("product", "supplement")]);
    let layout = Case {
        footer: "<p>This statement has not been evaluated by the Food and Drug Administration. This product is not intended to diagnose, treat, cure, or prevent any disease.</p>",
        ..case("in the layout", "Our magnesium supports healthy sleep.", Outcome::Met)
    };
    verify(&[layout], "dshea-disclaimer", "missing-dshea-disclaimer", &[("product", "supplement")]);
}
