//! Citations: links to sources, identifiers, author and year; each with a class that says how much it can bear.

use std::sync::LazyLock;

use rustc_hash::FxHashMap;

use crate::language::words::{Gap, Word};

/// Hosts by class. A host counts for all its subdomains; of several that a link is of, the longest decides.
const HOSTS: &[(&str, &[&str])] = &[
    (
        "journal",
        &[
            "doi.org",
            "pubmed.ncbi.nlm.nih.gov",
            "pubmed.gov",
            "pmc.ncbi.nlm.nih.gov",
            "ncbi.nlm.nih.gov",
            "europepmc.org",
            "nejm.org",
            "thelancet.com",
            "jamanetwork.com",
            "bmj.com",
            "nature.com",
            "sciencedirect.com",
            "springer.com",
            "wiley.com",
            "oup.com",
            "psychiatryonline.org",
            "cochranelibrary.com",
            "plos.org",
            "frontiersin.org",
            "mdpi.com",
            "tandfonline.com",
            "sagepub.com",
            "cell.com",
            "science.org",
            "ahajournals.org",
            "karger.com",
        ],
    ),
    ("registry", &["clinicaltrials.gov", "isrctn.com", "anzctr.org.au"]),
    ("label", &["dailymed.nlm.nih.gov", "accessdata.fda.gov", "spravatorems.com"]),
    (
        "regulator",
        &[
            "fda.gov",
            "ftc.gov",
            "nih.gov",
            "cdc.gov",
            "hhs.gov",
            "medlineplus.gov",
            "ema.europa.eu",
            "nice.org.uk",
            "mhra.gov.uk",
            "gov.uk",
            "tga.gov.au",
            "canada.ca",
            "who.int",
            "nhs.uk",
            "samhsa.gov",
            "dea.gov",
        ],
    ),
    (
        "press",
        &[
            "nytimes.com",
            "washingtonpost.com",
            "cnn.com",
            "bbc.co.uk",
            "bbc.com",
            "forbes.com",
            "healthline.com",
            "webmd.com",
            "medium.com",
            "youtube.com",
            "facebook.com",
            "instagram.com",
            "tiktok.com",
            "amazon.com",
            "wikipedia.org",
            "substack.com",
            "x.com",
            "twitter.com",
        ],
    ),
];

/// Parts of a site that are of another class than the site.
const PARTS: &[(&str, &str)] = &[("who.int/clinical-trials-registry-platform", "registry")];

/// The class of a link's target: `journal`, `registry`, `label`, `regulator`, `press`, `own-site` or `other`; `None`
/// where it leads to no page (mail, phone, a place on this page).
pub fn class_of(url: &str) -> Option<&'static str> {
    let lower = url.trim().to_ascii_lowercase();
    if lower.starts_with("mailto:") || lower.starts_with("tel:") || lower.starts_with('#') || lower.is_empty() {
        return None;
    }
    if lower.starts_with("doi:") {
        return Some("journal");
    }
    let rest =
        lower.strip_prefix("https://").or_else(|| lower.strip_prefix("http://")).or_else(|| lower.strip_prefix("//"));
    let Some(rest) = rest else { return Some("own-site") };
    let host = rest.split(['/', '?', '#', ':']).next().unwrap_or_default();
    let part = PARTS.iter().find(|(known, _)| rest.starts_with(known)).map(|(_, class)| *class);
    Some(part.or_else(|| class_of_host(host)).unwrap_or("other"))
}

fn class_of_host(host: &str) -> Option<&'static str> {
    static CLASSES: LazyLock<FxHashMap<&str, &str>> = LazyLock::new(|| {
        HOSTS.iter().flat_map(|(class, hosts)| hosts.iter().map(move |host| (*host, *class))).collect()
    });
    let mut rest = host;
    loop {
        match CLASSES.get(rest) {
            Some(class) => return Some(class),
            None => rest = rest.split_once('.')?.1,
        }
    }
}

/// The class of a number in brackets that no list of references on the page explains.
pub const UNLISTED: &str = "unlisted";

/// Whether a link's address carries a mark by which a seller pays whoever sent the reader.
pub fn pays(url: &str) -> bool {
    const KEYS: &[&str] = &[
        "aff",
        "affid",
        "aff_id",
        "affiliate",
        "affiliate_id",
        "irclickid",
        "clickref",
        "awc",
        "refid",
        "ref_id",
        "referral",
        "rfsn",
        "sscid",
        "avad",
        "tap_a",
        "sca_ref",
    ];
    const HOSTS: &[&str] =
        &["amzn.to", "shareasale.com", "awin1.com", "jdoqocy.com", "anrdoezrs.net", "rstyle.me", "shop-links.co"];
    let lower = url.trim().to_ascii_lowercase();
    let rest = lower.split_once("//").map_or("", |(_, rest)| rest);
    let host = rest.split(['/', '?', '#', ':']).next().unwrap_or_default();
    let query = lower.split_once('?').map_or("", |(_, query)| query);
    let is_amazon = host.split('.').any(|part| part == "amazon");
    let key = |pair: &str| {
        let name = pair.split('=').next().unwrap_or_default();
        KEYS.contains(&name) || (name == "tag" && is_amazon)
    };
    let is_host = |known: &&str| host.strip_suffix(*known).is_some_and(|sub| sub.is_empty() || sub.ends_with('.'));
    query.split(['&', ';']).any(key) || HOSTS.iter().any(is_host)
}

/// Whether a block is an entry of a list of references: it opens with an author, surname and initials, and holds a year.
pub fn is_entry(text: &str) -> bool {
    let text = text.trim_start_matches(|c: char| c.is_ascii_digit() || "[]().".contains(c) || c.is_whitespace());
    let Some((surname, rest)) = text.split_once(' ') else { return false };
    let surname = surname.strip_suffix(',').unwrap_or(surname);
    let initials = rest.split([',', '.', ' ']).next().unwrap_or_default();
    let is_surname = surname.len() > 1
        && surname.starts_with(|c: char| c.is_uppercase())
        && surname.chars().skip(1).any(char::is_lowercase)
        && surname.chars().all(|c| c.is_alphabetic() || c == '-' || c == '\'');
    let is_author = is_surname && (1..=3).contains(&initials.len()) && initials.bytes().all(|b| b.is_ascii_uppercase());
    // "Vitamin D supports bones": initials are followed by a stop or by the next author.
    let stops = rest.as_bytes().get(initials.len()).is_some_and(|next| matches!(next, b',' | b'.'));
    let year = |word: &str| word.len() >= 4 && word.is_char_boundary(4) && is_year(&word[..4]);
    is_author && stops && rest.split(|c: char| !c.is_ascii_digit()).any(year)
}

/// A citation in running text, at words `start..end` of the sentence.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Found {
    pub start: usize,
    pub end: usize,
    pub class: &'static str,
}

/// Identifiers (DOI, PMID, NCT), "(Smith 2020)", "Smith et al. 2020" and "[3]" among the words of one sentence.
/// Numbers in brackets count where the page has a list of references, else they are [`UNLISTED`].
pub fn in_text(text: &str, words: &[Word], has_references: bool, found: &mut Vec<Found>) {
    let mut buffer = String::new();
    for at in 0..words.len() {
        let word = words[at];
        let slice = &text[word.span().range()];
        let digit = slice.as_bytes()[0].is_ascii_digit();
        // Almost every word is neither a year, nor a bracketed number, nor one of three identifiers.
        if digit {
            let preceded = word.start > 0 && text.as_bytes()[word.start as usize - 1] == b'[';
            let followed = text.as_bytes().get(word.end as usize) == Some(&b']');
            let in_brackets = preceded && (followed || word.gap == Gap::Closed) && slice.len() <= 3;
            if in_brackets && has_references {
                found.push(Found { start: at, end: at + 1, class: "journal" });
            } else if preceded && followed && slice.len() <= 2 && closes_a_clause(text, words, at) {
                found.push(Found { start: at, end: at + 1, class: UNLISTED });
            } else if is_year(slice)
                && let Some(start) = author_before(text, words, at)
            {
                found.push(Found { start, end: at + 1, class: "journal" });
            } else if slice == "10" || slice.starts_with("10.") {
                let after = text.as_bytes().get(word.end as usize);
                if slice.len() >= 7 && after == Some(&b'/') {
                    found.push(Found { start: at, end: at + 1, class: "journal" });
                }
            }
        } else if slice.len() == 11
            && slice.get(..3).is_some_and(|name| name.eq_ignore_ascii_case("nct"))
            && slice[3..].bytes().all(|b| b.is_ascii_digit())
        {
            found.push(Found { start: at, end: at + 1, class: "registry" });
        } else if slice.eq_ignore_ascii_case("pmid") || slice.eq_ignore_ascii_case("pmcid") {
            let number = words.get(at + 1).is_some_and(|next| {
                let next = next.key(text, &mut buffer);
                next.len() >= 5 && next.trim_start_matches("pmc").bytes().all(|b| b.is_ascii_digit())
            });
            if number {
                found.push(Found { start: at, end: at + 2, class: "journal" });
            }
        }
    }
}

/// A mark of reference follows the words that it supports; a bracketed number among words may count or list.
fn closes_a_clause(text: &str, words: &[Word], at: usize) -> bool {
    let after = text[words[at].end as usize..].trim_start_matches(']').bytes().next();
    let follows_words = at > 0 && text.as_bytes()[words[at - 1].start as usize].is_ascii_alphabetic();
    follows_words && after.is_none_or(|next| matches!(next, b'.' | b',' | b';' | b':' | b')' | b'[' | b'\n'))
}

fn is_year(slice: &str) -> bool {
    slice.len() == 4
        && (slice.starts_with("19") || slice.starts_with("20"))
        && slice.bytes().all(|b| b.is_ascii_digit())
}

/// Where an author's name before a year begins: "(Smith 2020", "Smith et al. (2020", "Smith and Jones, 2020".
fn author_before(text: &str, words: &[Word], year: usize) -> Option<usize> {
    let slice = |i: usize| &text[words[i].span().range()];
    let capital = |i: usize| {
        let word = slice(i);
        word.len() > 2 && word.starts_with(|c: char| c.is_uppercase()) && word.chars().skip(1).any(char::is_lowercase)
    };
    let last = year.checked_sub(1)?;
    if slice(last).eq_ignore_ascii_case("al") && year >= 3 && slice(year - 2).eq_ignore_ascii_case("et") {
        return capital(year - 3).then_some(year - 3);
    }
    if !capital(last) || MONTHS.iter().any(|month| slice(last).eq_ignore_ascii_case(month)) {
        return None;
    }
    let in_brackets = |i: usize| text[..words[i].start as usize].trim_end().ends_with('(');
    if in_brackets(last) {
        return Some(last);
    }
    let joined = year >= 3 && matches!(slice(year - 2), "and" | "&") && capital(year - 3);
    (joined && in_brackets(year - 3)).then(|| year - 3)
}

const MONTHS: &[&str] = &[
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
    "spring",
    "summer",
    "autumn",
    "fall",
    "winter",
];

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::Span;

    #[test]
    fn links_have_classes() {
        for (url, class) in [
            ("https://pubmed.ncbi.nlm.nih.gov/32642957/", Some("journal")),
            ("https://www.fda.gov/x", Some("regulator")),
            ("https://dailymed.nlm.nih.gov/x", Some("label")),
            ("https://clinicaltrials.gov/study/NCT01", Some("registry")),
            ("/about", Some("own-site")),
            ("https://notfda.gov.example.com", Some("other")),
            ("mailto:a@b.c", None),
            ("#risks", None),
        ] {
            assert_eq!(class_of(url), class, "{url}");
        }
    }

    #[test]
    fn entries_of_a_list_of_references() {
        for (text, expected) in [
            ("Smith JZ, Lee A. \"Ginger for the prevention of nausea.\" J Test, 2015;3(2):1.", true),
            ("[12] Ng K. Sleep and pain. 2021.", true),
            ("7. Ng, K., Lee, A. (2021). Ginger eases nausea in rats.", true),
            ("Vitamin D supports bone health. Since 1990.", false),
            ("Plan A, our best, helps you sleep.", false),
            ("Ketamine eased pain (Smith 2015).", false),
        ] {
            assert_eq!(is_entry(text), expected, "{text}");
        }
    }

    #[test]
    fn links_that_pay() {
        for (url, expected) in [
            ("https://shop.example/x?aff=123", true),
            ("https://www.amazon.com/dp/B0?tag=wellness-20", true),
            ("https://amzn.to/3abc", true),
            ("https://shop.example/x?utm_source=mail", false),
            ("https://blog.example/?tag=sleep", false),
            ("/affiliate", false),
        ] {
            assert_eq!(pays(url), expected, "{url}");
        }
    }

    #[test]
    fn a_number_in_brackets_needs_a_list() {
        let mut words = Vec::new();
        let text = "It eases pain [2].";
        crate::language::words::words(text, Span::new(0, text.len()), &mut words);
        let class = |has_references| {
            let mut found = Vec::new();
            in_text(text, &words, has_references, &mut found);
            found.iter().map(|found| found.class).collect::<Vec<_>>()
        };
        assert_eq!((class(true), class(false)), (vec!["journal"], vec![UNLISTED]));
    }

    #[test]
    fn citations_in_running_text() {
        for (text, expected) in [
            ("It fell (Grunebaum 2018, DOI).", vec!["Grunebaum 2018"]),
            ("Wink et al. (2021) found none.", vec!["Wink et al. (2021"]),
            ("See PMID: 32642957 and NCT01234567.", vec!["PMID: 32642957", "NCT01234567"]),
            ("doi:10.1007/s10803", vec!["10.1007"]),
            ("We opened in Austin in March 2020.", vec![]),
            ("It works [3].", vec!["3"]),
        ] {
            let mut words = Vec::new();
            crate::language::words::words(text, Span::new(0, text.len()), &mut words);
            let mut found = Vec::new();
            in_text(text, &words, true, &mut found);
            let slices: Vec<_> =
                found.iter().map(|f| &text[words[f.start].start as usize..words[f.end - 1].end as usize]).collect();
            assert_eq!(slices, expected, "{text}");
        }
    }
}
