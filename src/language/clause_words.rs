//! Words by which clauses are told apart. All lower case; compared without regard to case.

/// Words that end the reach of what stands before them. *rather* counts with *than*.
pub(super) const TERMINATIONS: &[&str] =
    &["but", "however", "although", "though", "yet", "except", "while", "whereas", "instead", "rather"];
/// After a comma.
pub(super) const RELATIVES: &[&str] = &["which", "who", "whom", "whose", "where"];
/// Before *which* and *whom*.
pub(super) const PREPOSITIONS: &[&str] = &["in", "of", "by", "to", "for", "with", "from", "on", "through", "after"];
/// Words that are the subject of a new statement wherever they follow a conjunction.
pub(super) const SUBJECTS: &[&str] = &[
    "we", "it", "they", "you", "this", "he", "she", "i", "these", "there", "it's", "we're", "they're", "you're",
    "we'll", "you'll", "it'll", "they'll", "i'm", "i've", "we've", "they've", "you've",
];
/// Words that begin a subject after a phrase in front.
pub(super) const DETERMINERS: &[&str] =
    &["the", "a", "an", "our", "your", "their", "its", "my", "that", "those", "most", "many", "some"];
/// Words that open a clause which a comma ends.
pub(super) const SUBORDINATORS: &[&str] = &[
    "although", "though", "while", "whereas", "if", "when", "because", "since", "as", "after", "before", "once",
    "unless", "until", "whether",
];
/// Finite verbs that are nothing else.
pub(super) const AUXILIARIES: &[&str] = &[
    "is",
    "are",
    "was",
    "were",
    "be",
    "been",
    "am",
    "has",
    "have",
    "had",
    "does",
    "do",
    "did",
    "can",
    "could",
    "may",
    "might",
    "will",
    "would",
    "shall",
    "should",
    "must",
    "cannot",
    "isn't",
    "aren't",
    "wasn't",
    "weren't",
    "hasn't",
    "haven't",
    "hadn't",
    "doesn't",
    "don't",
    "didn't",
    "can't",
    "couldn't",
    "won't",
    "wouldn't",
    "shouldn't",
];
/// Finite verbs that copy about treatments uses most; each could be left out at the price of a longer clause.
pub(super) const CLAIM_VERBS: &[&str] = &[
    "helps", "help", "works", "work", "offers", "offer", "provides", "treats", "relieves", "improves", "reduces",
    "supports", "eases", "restores", "boosts", "acts", "gives", "makes", "takes", "remains", "comes", "calms", "cures",
    "heals", "lowers", "prevents", "stops", "causes", "carries", "affects", "shows", "needs", "requires", "lasts",
];
/// After a colon.
pub(super) const IMPERATIVES: &[&str] = &[
    "call", "ask", "talk", "speak", "take", "book", "see", "read", "learn", "don't", "do", "stop", "start", "try",
    "never", "tell", "let", "get", "use", "avoid",
];
/// Verbs of the third person that say what a subject does. Each is a verb wherever it follows *and*.
pub(super) const PREDICATES: &[&str] = &[
    "helps",
    "treats",
    "relieves",
    "improves",
    "reduces",
    "supports",
    "eases",
    "restores",
    "boosts",
    "calms",
    "cures",
    "heals",
    "lowers",
    "prevents",
    "stops",
    "soothes",
    "fights",
    "kills",
    "clears",
    "protects",
    "removes",
    "strengthens",
    "promotes",
    "repairs",
    "regulates",
    "enhances",
    "increases",
    "alleviates",
    "eliminates",
    "combats",
    "reverses",
    "works",
    "gives",
    "makes",
    "brings",
    "keeps",
    "leaves",
    "lets",
    "shrinks",
    "melts",
    "burns",
    "ends",
    "banishes",
    "provides",
    "offers",
    "delivers",
    "maintains",
    "balances",
    "stimulates",
    "lasts",
];
/// Words that open a clause within a clause.
pub(super) const WITHIN: &[&str] =
    &["that", "which", "who", "what", "how", "why", "whether", "if", "when", "because", "said", "say", "says"];
