//! Where one sentence ends and the next begins.
//!
//! Blocks come cut from the format, so a boundary missed here only widens a "same sentence" window, while a false one
//! tears a claim from its negation. In doubt the text stays together.

use super::abbreviations::{Abbreviation, abbreviation, name_with_exclamation, opens_sentences, takes_letter};
use crate::source::Span;

/// Appends the sentences of `block` (a span of `text`) to `out`. They partition the block: a sentence owns the space
/// after it, and an empty block has none.
///
/// A sentence ends
/// - at a run of `.`, `!`, `?` before a space, with the closing quotes, brackets, footnote marks and citation figures
///   after it, unless the stop belongs to an abbreviation, an initial, a list number or a name, or a small letter
///   follows (`"Is it safe?" she asked`, `Yahoo! users`);
/// - before a bullet (`•`, `·`, `|` and the like) that stands between spaces, and before ` - Capital` in a run of such
///   items.
///
/// It does not end at a semicolon, nor at a stop without a space after it (`v2.1`, `example.com`).
pub fn sentences(text: &str, block: Span, out: &mut Vec<Span>) {
    let bytes = &text.as_bytes()[..block.end];
    let mut start = block.start;
    let mut at = block.start;
    while let Some(found) = bytes[at..].iter().position(|&b| STOPS[b as usize]) {
        let stop = at + found;
        let next = match bytes[stop] {
            b'.' | b'!' | b'?' => match after_stop(text, bytes, start, stop) {
                Stop::Ends(next) => Some(next),
                Stop::GoesOn(from) => {
                    at = from;
                    continue;
                }
            },
            b'-' => dash_item(bytes, start, stop).then_some(stop),
            _ => bullet(text, bytes, start, stop).then_some(stop),
        };
        at = stop + 1;
        if let Some(next) = next.filter(|&next| next > start && next < block.end) {
            out.push(Span::new(start, next));
            start = next;
            at = at.max(next);
        }
    }
    if start < block.end {
        out.push(Span::new(start, block.end));
    }
}

/// Bytes worth a look. The lead bytes are those of the bullets in [`BULLETS`].
const STOPS: [bool; 256] = {
    let mut stops = [false; 256];
    let bytes = b".!?-|\xC2\xE2";
    let mut i = 0;
    while i < bytes.len() {
        stops[bytes[i] as usize] = true;
        i += 1;
    }
    stops
};

const BULLETS: &[char] = &['|', '•', '∙', '·', '▪', '●', '‣', '◦', '■', '►', '➤', '✓', '✔', '✅', '☑'];

enum Stop {
    /// The next sentence begins here.
    Ends(usize),
    /// No boundary; look on from here.
    GoesOn(usize),
}

fn after_stop(text: &str, bytes: &[u8], start: usize, stop: usize) -> Stop {
    let mut run = stop + 1;
    while run < bytes.len() && matches!(bytes[run], b'.' | b'!' | b'?') {
        run += 1;
    }
    let end = closers(text, bytes, stop, run);
    if end == bytes.len() {
        return Stop::GoesOn(end);
    }
    if bytes[end] != b' ' {
        return Stop::GoesOn(run);
    }
    let next = end + 1;
    let ends = match follower(text, bytes, next) {
        Follower::Nothing | Follower::Small => false,
        // `"It gave me my son back." - a mom`: who speaks stays with what is said.
        Follower::Dash => false,
        follower if run - stop > 1 => {
            // An ellipsis trails off before a new sentence; "and then... I slept" is one.
            let ellipsis = bytes[stop..run].iter().all(|&b| b == b'.');
            !ellipsis || !matches!(follower, Follower::Capital("I") | Follower::Figure)
        }
        follower if bytes[stop] == b'!' => {
            !(matches!(follower, Follower::Capital(_)) && name_with_exclamation(word_before(bytes, start, stop)))
        }
        follower if bytes[stop] == b'.' => full_stop_ends(bytes, start, stop, follower),
        _ => true,
    };
    if ends { Stop::Ends(next) } else { Stop::GoesOn(run) }
}

/// Whether a lone full stop before a capital, a figure or a sign ends the sentence.
fn full_stop_ends(bytes: &[u8], start: usize, stop: usize, follower: Follower) -> bool {
    let word = word_before(bytes, start, stop);
    let opener = matches!(follower, Follower::Capital(word) if opens_sentences(word));
    if word.iter().all(u8::is_ascii_digit) && !word.is_empty() {
        // "1. Sit down. 2. Lie back."
        return word.len() > 3 || stop - word.len() > start;
    }
    if let Some(kind) = abbreviation(word) {
        return match (kind, follower) {
            (_, Follower::Figure) | (Abbreviation::Never, _) => false,
            (_, Follower::Sign) => true,
            (Abbreviation::Opener, _) => opener,
            (Abbreviation::Label, Follower::Capital(next)) => next.len() > 1,
            _ => true,
        };
    }
    match word {
        [letter] if letter.is_ascii_alphabetic() => {
            let before = word_before(bytes, start, (stop - 1).saturating_sub(1).max(start));
            opener || letter.is_ascii_lowercase() || takes_letter(before)
        }
        _ if dotted(word) => opener,
        _ => true,
    }
}

/// "U.S", "a.m", "Ph.D", "C.F.R", "Pharm.D": letters between stops, and no host name.
fn dotted(word: &[u8]) -> bool {
    let mut parts = word.split(|&b| b == b'.');
    let first = parts.next().unwrap_or_default();
    let mut more = false;
    let short = parts.all(|part| {
        more = true;
        !part.is_empty() && part.len() <= 2 && part.iter().all(u8::is_ascii_alphabetic)
    });
    more && short && first.len() <= 5 && first.iter().all(u8::is_ascii_alphabetic)
}

/// The word that ends at `end`, without opening brackets and quotes; cut at 24 bytes, longer than any abbreviation.
fn word_before(bytes: &[u8], start: usize, end: usize) -> &[u8] {
    let from = end.saturating_sub(24).max(start);
    let word = &bytes[from..end];
    let begin = word.iter().rposition(|&b| matches!(b, b' ' | b'(' | b'[' | b'"' | b'/')).map_or(0, |i| i + 1);
    word[begin..].strip_prefix(b"'").unwrap_or(&word[begin..])
}

/// The end of what closes a sentence after its stop: quotes, brackets, `*`, `[12]`, and figures set as superscripts.
fn closers(text: &str, bytes: &[u8], stop: usize, mut at: usize) -> usize {
    let superscript = at == stop + 1 && stop >= 3 && bytes[stop - 3..stop].iter().all(u8::is_ascii_lowercase);
    while at < bytes.len() {
        match bytes[at] {
            b'"' | b'\'' | b')' | b']' | b'*' => at += 1,
            b'[' => match bytes[at + 1..].iter().take(24).position(|b| !matches!(b, b'0'..=b'9' | b',' | b'-')) {
                Some(n) if n > 0 && bytes[at + 1 + n] == b']' => at += n + 2,
                _ => return at,
            },
            b'0'..=b'9' if superscript => {
                let figures =
                    bytes[at..].iter().take(12).take_while(|b| matches!(b, b'0'..=b'9' | b',' | b'-')).count();
                match bytes.get(at + figures) {
                    None | Some(b' ') => at += figures,
                    _ => return at,
                }
            }
            // Daggers, trade marks and what folding leaves of superscript signs.
            128.. => match text[at..].chars().next() {
                Some(c) if !c.is_alphanumeric() => at += c.len_utf8(),
                _ => return at,
            },
            _ => return at,
        }
    }
    at.min(bytes.len())
}

#[derive(Clone, Copy)]
enum Follower<'a> {
    Nothing,
    Small,
    /// The capitalised word.
    Capital(&'a str),
    /// A figure, or a sign that leads one: `$`, `#`, `<`, `~`; also `§`.
    Figure,
    /// `" - "` before a small letter, or after a closing quote.
    Dash,
    Sign,
}

/// What begins at `next`, behind opening quotes and brackets.
fn follower<'a>(text: &'a str, bytes: &[u8], next: usize) -> Follower<'a> {
    let quoted = next >= 2 && matches!(bytes[next - 2], b'"' | b'\'');
    let mut at = next;
    while at < bytes.len() && matches!(bytes[at], b'"' | b'\'' | b'(' | b'[' | b'*' | b'_' | b' ') {
        at += 1;
    }
    let Some(c) = text[at..bytes.len()].chars().next() else { return Follower::Nothing };
    match c {
        '0'..='9' | '$' | '#' | '<' | '>' | '~' | '§' => Follower::Figure,
        '-' | '—' | '–' if quoted => Follower::Dash,
        '-' | '—' | '–' => match text[at + c.len_utf8()..bytes.len()].trim_start_matches(['-', ' ']).chars().next()
        {
            Some(c) if c.is_uppercase() => Follower::Sign,
            _ => Follower::Dash,
        },
        '&' | '.' | ',' | ';' | ':' | '/' | ')' | ']' => Follower::Small,
        _ if c.is_lowercase() => {
            // "iV Bars", "eBay": a small letter before a capital begins a name.
            match bytes.get(at + 1) {
                Some(b'A'..=b'Z') => Follower::Sign,
                _ => Follower::Small,
            }
        }
        _ if c.is_alphabetic() => {
            let length = bytes[at..].iter().take(16).take_while(|b| b.is_ascii_alphabetic() || **b == b'\'').count();
            match bytes.get(at + length) {
                // "J. A. Doe": a letter with a stop is an initial, whatever it spells.
                Some(b'.') if length == 1 => Follower::Capital(""),
                _ => Follower::Capital(&text[at..at + length]),
            }
        }
        _ => Follower::Sign,
    }
}

/// Whether a bullet sign between spaces begins an item here.
fn bullet(text: &str, bytes: &[u8], start: usize, at: usize) -> bool {
    let Some(sign) = text.get(at..).and_then(|rest| rest.chars().next()) else { return false };
    at > start && bytes[at - 1] == b' ' && bytes.get(at + sign.len_utf8()) == Some(&b' ') && BULLETS.contains(&sign)
}

/// Whether `- Capital` begins an item of a run, as opposed to a dash before a name: the sentence is itself an item, or
/// a lead-in ends just before and another item follows, or two more items follow.
fn dash_item(bytes: &[u8], start: usize, at: usize) -> bool {
    if at == start || !is_item(bytes, at) {
        return false;
    }
    if bytes[start..].starts_with(b"- ") {
        return true;
    }
    let lead_in = at >= 2 && bytes[at - 2] == b':';
    match next_item(bytes, at) {
        Some(second) => lead_in || next_item(bytes, second).is_some(),
        None => false,
    }
}

fn is_item(bytes: &[u8], at: usize) -> bool {
    at > 0
        && bytes[at - 1] == b' '
        && bytes.get(at + 1) == Some(&b' ')
        && bytes.get(at + 2).is_some_and(u8::is_ascii_uppercase)
}

/// The next ` - Capital` near enough to be the neighbour of the item at `at`.
fn next_item(bytes: &[u8], at: usize) -> Option<usize> {
    const LONGEST_ITEM: usize = 160;
    let end = bytes.len().min(at + LONGEST_ITEM);
    (at + 2..end).find(|&i| bytes[i] == b'-' && is_item(bytes, i))
}

#[cfg(test)]
#[path = "sentences_tests.rs"]
mod tests;
