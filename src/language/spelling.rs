//! British and American spellings of one word.

/// The other spellings of a word's base form, if it has any: `normalise` and `normalize`, `tumour` and `tumor`.
pub(super) fn variants(base: &str) -> Vec<String> {
    let mut out = Vec::new();
    for (british, american) in PAIRS {
        for (one, other) in [(british, american), (american, british)] {
            // Compounds and prefixed words go with their head: "behaviour", "misbehaviour".
            // "oestrogen" ends in "estrogen".
            if base.ends_with(other) && other.len() > one.len() {
                continue;
            }
            let stem = base.strip_suffix(one);
            let same_word = |stem: &&str| stem.is_empty() || (one.len() > 5 && stem.len() <= 5);
            out.extend(stem.filter(same_word).map(|stem| format!("{stem}{other}")));
        }
    }
    for (one, other) in [("isation", "ization"), ("yse", "yze"), ("ise", "ize")] {
        if let Some(stem) = base.strip_suffix(one).filter(|stem| swaps(base, stem)) {
            out.push(format!("{stem}{other}"));
        } else if let Some(stem) = base.strip_suffix(other).filter(|stem| swaps(base, stem)) {
            out.push(format!("{stem}{one}"));
        }
    }
    out
}

/// Verbs whose final consonant Americans leave single and British writers double: travelled, traveled.
pub(super) fn doubles_in_britain_only(base: &str) -> bool {
    const ENDINGS: &[&str] = &["el", "al", "il", "ol", "ul"];
    ENDINGS.iter().any(|ending| base.ends_with(ending))
}

fn swaps(base: &str, stem: &str) -> bool {
    stem.len() > 2 && !base.ends_with("wise") && !ONE_SPELLING.contains(&base)
}

/// Words that keep their letter everywhere.
#[rustfmt::skip]
const ONE_SPELLING: &[&str] = &[
    "sunrise", "arise", "uprise", "praise", "appraise", "exercise", "advertise", "promise", "surprise", "compromise", "revise",
    "advise", "supervise", "devise", "disguise", "premise", "improvise", "televise", "noise", "cruise", "bruise", "poise",
    "demise", "despise", "excise", "comprise", "apprise", "enterprise", "franchise", "precise", "concise", "expertise",
    "treatise", "circumcise", "incise", "resize", "downsize", "oversize", "upsize", "capsize", "prize", "seize", "maize",
    "paradise", "anise", "porpoise", "tortoise", "turquoise", "liaise", "disenfranchise",
];

const PAIRS: &[(&str, &str)] = &[
    ("ageing", "aging"),
    ("anaemia", "anemia"),
    ("anaesthetic", "anesthetic"),
    ("anaesthesia", "anesthesia"),
    ("behaviour", "behavior"),
    ("centre", "center"),
    ("colour", "color"),
    ("defence", "defense"),
    ("diarrhoea", "diarrhea"),
    ("enrol", "enroll"),
    ("favour", "favor"),
    ("favourite", "favorite"),
    ("fibre", "fiber"),
    ("flavour", "flavor"),
    ("foetus", "fetus"),
    ("fulfil", "fulfill"),
    ("gynaecologist", "gynecologist"),
    ("haemorrhage", "hemorrhage"),
    ("harbour", "harbor"),
    ("honour", "honor"),
    ("humour", "humor"),
    ("judgement", "judgment"),
    ("labour", "labor"),
    ("leukaemia", "leukemia"),
    ("licence", "license"),
    ("litre", "liter"),
    ("neighbour", "neighbor"),
    ("odour", "odor"),
    ("oedema", "edema"),
    ("oesophagus", "esophagus"),
    ("oestrogen", "estrogen"),
    ("orthopaedic", "orthopedic"),
    ("paediatric", "pediatric"),
    ("paediatrician", "pediatrician"),
    ("practise", "practice"),
    ("programme", "program"),
    ("rumour", "rumor"),
    ("sceptic", "skeptic"),
    ("tumour", "tumor"),
    ("vapour", "vapor"),
    ("vigour", "vigor"),
];
