//! Twenty-nine sentences in which word lists go wrong, with what a compliance reviewer reads in them.
//!
//! Each case names rules that must report it, rules that must not, and how one mention in it is asserted.

use std::sync::LazyLock;

use fairbalance::extract::Format;
use fairbalance::finding::{FileReport, Level};
use fairbalance::judge::PageFacts;
use fairbalance::linter::{Linter, Page};
use fairbalance::rule::{Ruleset, pack};
use fairbalance::source::Source;

static RULESET: LazyLock<Ruleset> =
    LazyLock::new(|| Ruleset::built_in(&pack::built_in_names()).unwrap().expect("built-in packs load"));

fn check(text: &str) -> FileReport {
    let source = Source::from_text("case.md", text);
    let facts = PageFacts::default();
    Linter::new(&RULESET).check(&Page { source: &source, format: Format::Markdown, facts: &facts, layouts: &[] })
}

/// Rules that report a page, folded ones too, without their pack; with the level where one is asked for.
fn reported(report: &FileReport, rule: &str) -> Option<Level> {
    let full = format!("us-health/{rule}");
    let own = report.findings.iter().find(|finding| finding.rule == full).map(|finding| finding.level);
    let folded = || {
        let holder = report.findings.iter().find(|finding| finding.folded.iter().any(|folded| folded.rule == full));
        holder.map(|finding| finding.level)
    };
    own.or_else(folded)
}

struct Case {
    text: &'static str,
    /// `rule` or `rule level`.
    finds: &'static [&'static str],
    passes: &'static [&'static str],
    /// `concept words of the mention: reading`, such as `cure cure: denied`.
    reads: &'static [&'static str],
}

impl Case {
    fn verify(&self) {
        let report = check(self.text);
        let found: Vec<String> =
            report.findings.iter().map(|f| format!("{} {} {:?}", f.level.name(), f.rule, f.phrase)).collect();
        for wanted in self.finds {
            let (rule, level) = wanted.split_once(' ').unwrap_or((wanted, ""));
            let Some(own) = reported(&report, rule) else {
                panic!("{:?}\n  should yield {rule}, yields\n  {}", self.text, found.join("\n  "));
            };
            assert!(
                level.is_empty() || own.name() == level,
                "{:?}\n  {rule} at {}, not {level}",
                self.text,
                own.name()
            );
        }
        for unwanted in self.passes {
            let own = reported(&report, unwanted);
            assert!(own.is_none(), "{:?}\n  must not yield {unwanted}\n  {}", self.text, found.join("\n  "));
        }
        for reading in self.reads {
            let (mention, wanted) = reading.split_once(": ").unwrap();
            let (concept, words) = mention.split_once(' ').unwrap();
            let read = readings(self.text, concept, words);
            let as_wanted = |words: &String| wanted.split(", ").all(|word| words.contains(word));
            assert!(read.iter().any(as_wanted), "{:?}\n  {mention} is read {read:?}, not {wanted}", self.text);
        }
    }
}

/// How the mentions of a concept with these words are asserted, in the words of the rule language.
fn readings(text: &str, concept: &str, words: &str) -> Vec<String> {
    let source = Source::from_text("case.md", text);
    let analysis = Linter::new(&RULESET).analyse(&source, Format::Markdown, &[]);
    let id = RULESET.concept_named(concept).unwrap_or_else(|| panic!("no concept {concept}"));
    let mentions = analysis.named(id).iter().map(|id| analysis.mention(*id));
    let own = mentions.filter(|m| analysis.document.text[m.span().range()].eq_ignore_ascii_case(words));
    own.map(|mention| mention.assertion.words().join(", ")).collect()
}

macro_rules! cases {
    ($($name:ident: $text:expr, finds $finds:expr, passes $passes:expr, reads $reads:expr;)*) => {
        $(#[test]
        fn $name() {
            Case { text: $text, finds: &$finds, passes: &$passes, reads: &$reads }.verify();
        })*
    };
}

cases! {
    case_01_there_is_no_cure: "There is no cure for ASD.",
        finds [], passes ["disease-cure-claim", "incurable-condition-cure"], reads ["benefit cure: denied"];
    case_02_may_offer_hope: "Ketamine may offer hope for ASD.",
        finds ["hope-implied-efficacy", "hedged-efficacy-claim error"], passes [], reads ["benefit offer hope: hedged"];
    case_03_question_answered_no: "# Ketamine\n\n## Can ketamine help with autism?\n\nThere is no approved use.",
        finds [], passes ["efficacy-verb-condition", "hedged-efficacy-claim", "rhetorical-question-claim"],
        reads ["benefit help with: asked"];
    case_04_question_answered_yes:
        "# Ketamine\n\n## Can ketamine help with autism?\n\nMany parents see changes.",
        finds ["efficacy-verb-condition error", "missing-typical-results"], passes [], reads [];
    case_05_unlike_a_cure: "Unlike a cure, this supports well-being.",
        finds [], passes ["disease-cure-claim", "efficacy-verb-condition"], reads ["benefit cure: denied"];
    case_06_not_only: "# Ketamine for autism\n\nNot only does it calm, it restores sleep.",
        finds ["efficacy-verb-condition"], passes [], reads ["benefit calm: affirmed", "benefit restores: affirmed"];
    case_07_not_approved: "Ketamine infusions ease autism symptoms. Ketamine is not approved for autism.",
        finds [], passes ["missing-off-label-disclosure", "fda-approved-misuse"], reads ["fda-approved approved: denied"];
    case_08_approved_though_not_for: "Ketamine is FDA-approved, though not for autism. Infusions may ease autism.",
        finds [], passes ["fda-approved-misuse", "missing-off-label-disclosure"], reads [];
    case_09_no_serious_side_effects: "No serious side effects have been reported.",
        finds ["no-side-effects error"], passes [], reads ["risk side effects: denied"];
    case_10_not_without: "It is not without side effects.",
        finds [], passes ["no-side-effects"], reads ["risk side effects: affirmed"];
    case_11_may_include: "Side effects may include nausea and dissociation.",
        finds [], passes ["no-side-effects"], reads ["named-risk nausea: affirmed, hedged", "named-risk dissociation: affirmed, hedged"];
    case_12_no_evidence_that_it_helps: "There is no evidence ketamine helps autism.",
        finds [], passes ["efficacy-verb-condition", "missing-evidence-limit"], reads ["benefit helps: denied"];
    case_13_no_evidence_of_harm: "There is no evidence of harm.",
        finds ["no-side-effects warning"], passes [], reads ["risk harm: denied"];
    case_14_studies_show_promise: "Studies show promise in ASD.",
        finds ["studies-show-uncited", "preliminary-as-benefit"], passes [], reads [];
    case_15_null_result_stated: "Wink et al. found no significant effect.",
        finds [], passes ["null-result-as-support"], reads ["evidence-limit found no significant: affirmed"];
    case_16_null_result_as_support: "Research backs ketamine for ASD (Wink 2021).",
        finds ["null-result-as-support error"], passes [], reads [];
    case_17_a_patient_says_it: "# Ketamine for autism\n\n\"It gave me my son back.\" — a mom",
        finds ["testimonial-disease-claim"], passes [], reads ["benefit gave me my son back: said by a patient"];
    case_17_without_a_pair: "\"It gave me my son back.\" — a mom",
        finds ["missing-typical-results"], passes ["testimonial-disease-claim"], reads [];
    case_18_a_regulator_warns: "Our ketamine infusions may ease depression. FDA warns that ketamine is not approved for psychiatric disorders.",
        finds [], passes ["missing-off-label-disclosure", "fda-approved-misuse"],
        reads ["fda-approved approved: denied, said by a regulator"];
    case_19_myth: "Myth: ketamine cures autism.",
        finds [], passes ["disease-cure-claim", "incurable-condition-cure", "efficacy-verb-condition"],
        reads ["benefit cures: in a myth"];
    case_20_condition_is_a_claim: "# Autism care\n\nIf your child struggles, ketamine can help.",
        finds ["hedged-efficacy-claim"], passes [], reads ["benefit help: affirmed"];
    case_21_used_safely: "Ketamine has been used safely for decades.",
        finds ["absolute-safety"], passes [], reads ["strong-safety used safely: affirmed"];
    case_22_relief_without_surgery: "Relief without surgery.",
        finds ["alternative-to-standard-care"], passes [], reads ["benefit relief: affirmed"];
    case_23_pain_free: "A pain-free, drug-free path.",
        finds ["painless-no-downtime"], passes [], reads [];
    case_24_cannot_guarantee: "We cannot guarantee results.",
        finds [], passes ["guaranteed-outcome"], reads ["guarantee guarantee results: denied"];
    case_25_guaranteed: "Results guaranteed or your money back.",
        finds ["guaranteed-outcome error"], passes [], reads [];
    case_26_number_without_a_source: "85% of our patients improve.",
        finds ["percent-without-source", "clinic-own-statistic"], passes [], reads [];
    case_27_number_with_a_source:
        "# Ketamine for depression\n\n55% vs 30% (Grunebaum 2018, doi:10.1176/appi.ajp.2017.17060647).",
        finds ["efficacy-verb-condition warning"], passes ["percent-without-source"], reads [];
    case_28_crisis_line: "Call 988 if you feel suicidal.",
        finds [], passes ["suicide-benefit-claim", "missing-crisis-line"], reads [];
    case_29_never_stop: "\"Never stop your medicine without your prescriber.\"",
        finds [], passes ["stop-medication-advice", "alternative-to-standard-care"], reads [];
}
