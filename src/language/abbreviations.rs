//! Words that a full stop may follow without ending a sentence.

/// What has to follow an abbreviation for its stop to end the sentence all the same.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Abbreviation {
    /// Nothing: a name or an explanation always follows ("Dr. Lee", "e.g. Botox").
    Never,
    /// A word that names do not begin with ("Acme Inc. We", but "Acme Inc. Chicago").
    Opener,
    /// Any capital: only figures and small letters keep the sentence going ("approx. 30", "5 mg. Patients").
    Capital,
    /// Any capital that is not a letter standing alone ("Fig. 2", "Fig. A").
    Label,
}

/// How the word before a stop behaves, if it is an abbreviation. `word` is without the stop and opening brackets.
pub(super) fn abbreviation(word: &[u8]) -> Option<Abbreviation> {
    const LONGEST: usize = 6;
    // Conditions and states are written in capitals: MS, ED, CA.
    if word.is_empty() || word.len() > LONGEST || word.iter().all(u8::is_ascii_uppercase) {
        return None;
    }
    let mut lower = [0; LONGEST];
    let lower = &mut lower[..word.len()];
    lower.copy_from_slice(word);
    lower.make_ascii_lowercase();
    if word[0].is_ascii_uppercase() && title(lower) {
        return Some(Abbreviation::Never);
    }
    kind(lower)
}

/// Whether a capitalised word is one that opens sentences and no names: "U.S. Our clinic", but "U.S. Pharmacopeia".
pub(super) fn opens_sentences(word: &str) -> bool {
    OPENERS.contains(&word)
}

/// Whether `word` with its `!` is a name, and the `!` therefore no stop.
pub(super) fn name_with_exclamation(word: &[u8]) -> bool {
    ["Yahoo", "Yum", "Jeopardy", "Chips Ahoy", "Joomla", "Kahoot", "Olé"].iter().any(|name| name.as_bytes() == word)
}

/// Whether a letter after this word is a label and no initial: "vitamin C. Patients", but "Maria C. Patients".
pub(super) fn takes_letter(word: &[u8]) -> bool {
    const LABELLED: &[&str] = &[
        "vitamin",
        "vitamins",
        "hepatitis",
        "type",
        "grade",
        "group",
        "class",
        "schedule",
        "phase",
        "stage",
        "plan",
        "part",
        "option",
        "step",
        "appendix",
        "exhibit",
        "influenza",
        "factor",
        "section",
        "table",
        "figure",
        "and",
        "or",
    ];
    LABELLED.iter().any(|labelled| labelled.as_bytes().eq_ignore_ascii_case(word))
}

#[rustfmt::skip]
fn title(word: &[u8]) -> bool {
    matches!(
        word,
        b"dr" | b"drs" | b"mr" | b"mrs" | b"ms" | b"mx" | b"prof" | b"st" | b"mt" | b"ft" | b"sen" | b"gov" | b"rev"
            | b"hon" | b"capt" | b"lt" | b"col" | b"gen" | b"sgt" | b"messrs"
    )
}

#[rustfmt::skip]
fn kind(word: &[u8]) -> Option<Abbreviation> {
    Some(match word {
        b"e.g" | b"i.e" | b"eg" | b"ie" | b"vs" | b"v" | b"viz" | b"cf" | b"approx" | b"ca" | b"incl" | b"resp" | b"esp" => {
            Abbreviation::Never
        }
        b"inc" | b"ltd" | b"co" | b"corp" | b"pty" | b"plc" | b"bros" | b"jr" | b"sr" | b"esq" | b"ave" | b"blvd" | b"rd"
        | b"hwy" | b"pkwy" | b"ste" | b"apt" | b"bldg" | b"dept" | b"univ" | b"assn" | b"intl" | b"natl" | b"assoc"
        | b"jan" | b"feb" | b"apr" | b"jun" | b"jul" | b"aug" | b"sep" | b"sept" | b"oct" | b"nov" | b"dec" | b"mon"
        | b"tue" | b"tues" | b"wed" | b"thu" | b"thur" | b"thurs" | b"fri" | b"int" | b"am" | b"pm" | b"psych" | b"med"
        | b"clin" | b"surg" | b"neurol" | b"engl" | b"proc" => Abbreviation::Opener,
        b"no" | b"nos" | b"al" | b"etc" | b"min" | b"mins" | b"hr" | b"hrs" | b"sec" | b"secs" | b"wk" | b"wks" | b"mo"
        | b"mos" | b"yr" | b"yrs" | b"oz" | b"lb" | b"lbs" | b"ft" | b"mg" | b"mcg" | b"ml" | b"kg" | b"cm" | b"mm"
        | b"max" | b"avg" | b"tel" | b"ext" | b"est" | b"dia" | b"qty" | b"temp" => Abbreviation::Capital,
        b"fig" | b"figs" | b"eq" | b"ch" | b"chap" | b"vol" | b"p" | b"pp" | b"pg" | b"ed" | b"eds" | b"ref" | b"refs"
        | b"app" | b"suppl" | b"para" | b"reg" | b"regs" | b"pt" | b"tab" | b"cl" => Abbreviation::Label,
        _ => return None,
    })
}

const OPENERS: &[&str] = &[
    "The",
    "A",
    "An",
    "This",
    "That",
    "These",
    "Those",
    "It",
    "It's",
    "Its",
    "We",
    "We're",
    "Our",
    "You",
    "You're",
    "Your",
    "They",
    "They're",
    "Their",
    "He",
    "She",
    "His",
    "Her",
    "I",
    "I'm",
    "I've",
    "My",
    "If",
    "In",
    "On",
    "At",
    "As",
    "For",
    "From",
    "With",
    "Without",
    "When",
    "While",
    "Who",
    "What",
    "Why",
    "How",
    "Where",
    "Which",
    "Is",
    "Are",
    "Do",
    "Does",
    "Did",
    "Can",
    "Could",
    "Will",
    "Would",
    "Should",
    "May",
    "No",
    "Not",
    "Never",
    "Yes",
    "But",
    "And",
    "Or",
    "So",
    "Yet",
    "However",
    "Although",
    "Though",
    "Because",
    "Since",
    "Unlike",
    "Despite",
    "After",
    "Before",
    "During",
    "Until",
    "Some",
    "Many",
    "Most",
    "All",
    "Any",
    "Each",
    "Every",
    "Few",
    "Both",
    "One",
    "Only",
    "Even",
    "There",
    "Here",
    "Then",
    "Now",
    "Today",
    "Once",
    "Also",
    "Please",
    "Patients",
    "People",
    "Results",
    "Talk",
    "Ask",
    "Call",
    "Book",
    "Read",
    "Learn",
    "See",
    "Speak",
    "Visit",
    "Schedule",
    "Contact",
    "Side",
    "Individual",
    "Such",
    "To",
    "By",
    "Let",
    "Let's",
    "Just",
];
