//! Words whose forms no rule of spelling gives.

/// Past and participle forms of an irregular verb, regular ones among them where both are in use; `None` for a regular
/// verb. A prefix does not change them: *undo* goes like *do*, *outgrow* like *grow*.
pub(super) fn past_forms(base: &str) -> Option<Vec<String>> {
    if let Some(forms) = lookup(base, VERBS) {
        return Some(forms.split(' ').map(str::to_owned).collect());
    }
    if REGULAR_DESPITE_PREFIX.contains(&base) {
        return None;
    }
    PREFIXES.iter().find_map(|prefix| {
        let forms = past_forms(base.strip_prefix(prefix)?)?;
        Some(forms.into_iter().map(|form| format!("{prefix}{form}")).collect())
    })
}

/// Plurals of an irregular noun, *grandchild* as *child*; `None` for a regular one.
pub(super) fn plurals(base: &str) -> Option<Vec<String>> {
    if UNCHANGED.contains(&base) {
        return Some(vec![base.to_owned()]);
    }
    if let Some(forms) = lookup(base, NOUNS) {
        return Some(forms.split(' ').map(str::to_owned).collect());
    }
    COMPOUND_ENDINGS.iter().find_map(|&(singular, plural)| {
        let stem = base.strip_suffix(singular)?;
        Some(vec![format!("{stem}{plural}")])
    })
}

fn lookup(base: &str, table: &[(&str, &'static str)]) -> Option<&'static str> {
    table.iter().find(|(word, _)| *word == base).map(|&(_, forms)| forms)
}

const PREFIXES: &[&str] = &["re", "un", "out", "over", "under", "with", "for", "mis", "up", "fore", "inter"];

/// Words that only look like a prefix before an irregular verb.
const REGULAR_DESPITE_PREFIX: &[&str] = &["relay"];

const COMPOUND_ENDINGS: &[(&str, &str)] = &[
    ("woman", "women"),
    ("child", "children"),
    ("tooth", "teeth"),
    ("foot", "feet"),
    ("midwife", "midwives"),
    ("person", "people"),
];

#[rustfmt::skip]
const VERBS: &[(&str, &str)] = &[
    ("arise", "arose arisen"), ("be", "was were been am is are"), ("bear", "bore borne"), ("beat", "beat beaten"),
    ("become", "became become"), ("begin", "began begun"), ("bend", "bent"), ("bet", "bet"), ("bind", "bound"),
    ("bite", "bit bitten"), ("bleed", "bled"), ("blow", "blew blown"), ("break", "broke broken"), ("breed", "bred"),
    ("bring", "brought"), ("build", "built"), ("burn", "burned burnt"), ("burst", "burst"), ("buy", "bought"),
    ("cast", "cast"), ("catch", "caught"), ("choose", "chose chosen"), ("cling", "clung"), ("come", "came come"),
    ("cost", "cost"), ("creep", "crept"), ("cut", "cut"), ("deal", "dealt"), ("dig", "dug"), ("do", "did done"),
    ("draw", "drew drawn"), ("dream", "dreamed dreamt"), ("drink", "drank drunk"), ("drive", "drove driven"),
    ("eat", "ate eaten"), ("fall", "fell fallen"), ("feed", "fed"), ("feel", "felt"), ("fight", "fought"),
    ("find", "found"), ("fit", "fit fitted"), ("flee", "fled"), ("fly", "flew flown"), ("forbid", "forbade forbidden"),
    ("forget", "forgot forgotten"), ("freeze", "froze frozen"), ("get", "got gotten"), ("give", "gave given"),
    ("go", "went gone"), ("grind", "ground"), ("grow", "grew grown"), ("hang", "hung"), ("have", "had"),
    ("hear", "heard"), ("hide", "hid hidden"), ("hit", "hit"), ("hold", "held"), ("hurt", "hurt"), ("keep", "kept"),
    ("know", "knew known"), ("lay", "laid"), ("lead", "led"), ("lean", "leaned leant"), ("learn", "learned learnt"),
    ("leave", "left"), ("lend", "lent"), ("let", "let"), ("lie", "lay lain lied"), ("light", "lit lighted"),
    ("lose", "lost"), ("make", "made"), ("mean", "meant"), ("meet", "met"), ("pay", "paid"),
    ("put", "put"), ("quit", "quit"), ("read", "read"), ("rid", "rid"), ("ride", "rode ridden"), ("ring", "rang rung"),
    ("rise", "rose risen"), ("run", "ran run"), ("say", "said"), ("see", "saw seen"), ("seek", "sought"),
    ("sell", "sold"), ("send", "sent"), ("set", "set"), ("shake", "shook shaken"), ("shed", "shed"),
    ("shine", "shone shined"), ("show", "showed shown"), ("shrink", "shrank shrunk"), ("shut", "shut"),
    ("sing", "sang sung"), ("sink", "sank sunk"), ("sit", "sat"), ("sleep", "slept"), ("slide", "slid"),
    ("speak", "spoke spoken"), ("speed", "sped speeded"), ("spend", "spent"), ("spin", "spun"), ("spit", "spat spit"),
    ("split", "split"), ("spread", "spread"), ("spring", "sprang sprung"), ("stand", "stood"), ("steal", "stole stolen"),
    ("stick", "stuck"), ("sting", "stung"), ("strike", "struck"), ("strive", "strove striven strived"),
    ("swear", "swore sworn"), ("sweat", "sweat sweated"), ("sweep", "swept"), ("swell", "swelled swollen"),
    ("swim", "swam swum"), ("swing", "swung"), ("take", "took taken"), ("teach", "taught"), ("tear", "tore torn"),
    ("tell", "told"), ("think", "thought"), ("thrive", "thrived throve thriven"), ("throw", "threw thrown"),
    ("wake", "woke woken waked"), ("wear", "wore worn"), ("weep", "wept"), ("win", "won"), ("wind", "wound"),
    ("wring", "wrung"), ("write", "wrote written"),
];

#[rustfmt::skip]
const NOUNS: &[(&str, &str)] = &[
    ("appendix", "appendices appendixes"), ("axis", "axes"), ("bacillus", "bacilli"), ("bacterium", "bacteria"),
    ("belief", "beliefs"), ("bronchus", "bronchi"), ("calf", "calves"), ("cervix", "cervices cervixes"),
    ("cortex", "cortices"), ("criterion", "criteria"), ("crux", "cruxes"), ("datum", "data"), ("diagnosis", "diagnoses"),
    ("embolus", "emboli"), ("erratum", "errata"), ("fungus", "fungi funguses"), ("ganglion", "ganglia"),
    ("goose", "geese"), ("half", "halves"), ("hero", "heroes"), ("hoof", "hooves hoofs"), ("index", "indices indexes"),
    ("knife", "knives"), ("larva", "larvae"), ("leaf", "leaves"), ("life", "lives"), ("loaf", "loaves"),
    ("louse", "lice"), ("man", "men"), ("matrix", "matrices matrixes"), ("medium", "media mediums"), ("mouse", "mice"),
    ("nucleus", "nuclei"), ("ovum", "ova"), ("ox", "oxen"), ("person", "people persons"), ("phenomenon", "phenomena"),
    ("potato", "potatoes"), ("quiz", "quizzes"), ("roof", "roofs"), ("self", "selves"), ("serum", "serums sera"),
    ("shelf", "shelves"), ("spectrum", "spectrums spectra"), ("stimulus", "stimuli"), ("stigma", "stigmas stigmata"),
    ("testis", "testes"), ("thief", "thieves"), ("thrombus", "thrombi"), ("tomato", "tomatoes"), ("torpedo", "torpedoes"),
    ("veto", "vetoes"), ("echo", "echoes"), ("vertebra", "vertebrae vertebras"), ("wharf", "wharves"), ("wife", "wives"),
    ("wolf", "wolves"), ("proof", "proofs"), ("chief", "chiefs"), ("relief", "reliefs"), ("stomach", "stomachs"),
    ("epoch", "epochs"), ("monarch", "monarchs"), ("gas", "gases"), ("bus", "buses"), ("pelvis", "pelvises"),
    ("gentleman", "gentlemen"), ("layman", "laymen"),
];

const UNCHANGED: &[&str] = &[
    "series",
    "species",
    "sheep",
    "news",
    "diabetes",
    "rabies",
    "scabies",
    "herpes",
    "measles",
    "mumps",
    "rickets",
    "shingles",
    "hives",
    "means",
    "ethics",
    "genetics",
    "statistics",
    "aircraft",
    "offspring",
    "menopause",
    "acne",
    "pertussis",
    "sepsis",
];
