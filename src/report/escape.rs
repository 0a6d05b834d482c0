//! Copy under test is untrusted: in a terminal, its control characters could hide findings or fake them. Every text
//! format shows them spelled out, `\u{202e}`.

/// `text` with every dangerous character spelled out, line ends included.
pub fn text(text: &str) -> String {
    Escaped::of(text).text
}

/// As [`text`], for prose that is going to be wrapped: runs of white space become one space, and no word can be taken
/// for a command of a build log at the start of a line.
pub fn prose(source: &str) -> String {
    let words: Vec<String> = source.split_ascii_whitespace().map(word).collect();
    words.join(" ")
}

/// As [`text`], for what may begin a line, or be wrapped at its blanks: `::error::` there is a command to GitHub's
/// runner, blanks before it or not.
pub fn word(source: &str) -> String {
    let mut out = String::with_capacity(source.len());
    let mut rest = source;
    while !rest.is_empty() {
        let (blank, after) = rest.split_at(rest.len() - rest.trim_start().len());
        let (run, next) = after.split_at(after.find(char::is_whitespace).unwrap_or(after.len()));
        out.push_str(&text(blank));
        match run.strip_prefix(':') {
            // A file by the name of ":" has a colon behind it wherever it is told.
            Some(tail) if tail.is_empty() || tail.starts_with(':') => {
                out.push_str("\\u{3a}");
                out.push_str(&text(tail));
            }
            _ => out.push_str(&text(run)),
        }
        rest = next;
    }
    out
}

/// Begins a command to GitHub's runner anywhere in a line.
const LOG_COMMAND: &str = "##[";

/// Escaped text, with the way from the original's offsets to its own, so that underlines stay under their words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Escaped {
    pub text: String,
    /// For each spelled-out character: its offset in the original, and how much the escaped text is ahead after it.
    shifts: Vec<(usize, usize)>,
}

impl Escaped {
    pub fn of(text: &str) -> Escaped {
        let mut escaped = Escaped { text: String::with_capacity(text.len()), shifts: Vec::new() };
        for (at, c) in text.char_indices() {
            if is_dangerous_at(text, at, c) {
                escaped.text.extend(c.escape_unicode());
                let ahead = escaped.text.len() - (at + c.len_utf8());
                escaped.shifts.push((at, ahead));
            } else {
                escaped.text.push(c);
            }
        }
        escaped
    }

    /// Where the character at byte `offset` of the original begins in the escaped text.
    pub fn offset(&self, offset: usize) -> usize {
        let before = self.shifts.partition_point(|&(at, _)| at < offset);
        let ahead = before.checked_sub(1).map_or(0, |last| self.shifts[last].1);
        (offset + ahead).min(self.text.len())
    }
}

/// Whether the character `c` at byte `at` of `text` is dangerous by itself or begins a command of a build log.
pub fn is_dangerous_at(text: &str, at: usize, c: char) -> bool {
    is_dangerous(c) || text[at..].starts_with(LOG_COMMAND)
}

/// Characters that steer a terminal, reorder or hide text, or end a line. A tab is left alone.
pub fn is_dangerous(c: char) -> bool {
    match c {
        '\t' => false,
        // C0, DEL and C1, the latter taken as escapes by some terminals.
        c if c.is_control() => true,
        // Bidirectional marks, embeddings, overrides and isolates.
        '\u{061c}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' => true,
        // Line and paragraph separators.
        '\u{2028}' | '\u{2029}' => true,
        // Invisible: zero-width characters, soft hyphen, fillers, invisible operators, byte order mark. Joiners too: in
        // copy in Latin script they only split words.
        '\u{00ad}' | '\u{034f}' | '\u{115f}' | '\u{1160}' | '\u{17b4}' | '\u{17b5}' | '\u{180e}' => true,
        '\u{200b}'..='\u{200d}' | '\u{2060}'..='\u{2065}' | '\u{206a}'..='\u{206f}' => true,
        '\u{3164}' | '\u{feff}' | '\u{ffa0}' | '\u{fff9}'..='\u{fffb}' => true,
        // No characters; XML has no way to write them.
        '\u{fffe}' | '\u{ffff}' => true,
        // Tags: a hidden alphabet.
        '\u{e0000}'..='\u{e0fff}' => true,
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn spells_out_what_a_terminal_would_obey() {
        assert_eq!(text("a\u{1b}[2Kb\u{202e}c\r\nd\te\u{9b}"), "a\\u{1b}[2Kb\\u{202e}c\\u{d}\\u{a}d\te\\u{9b}");
        assert_eq!(word("\t ::stop::x"), "\t \\u{3a}:stop::x");
        assert_eq!(word("a\t::stop b::c"), "a\t\\u{3a}:stop b::c");
        assert_eq!(text("naïve — ≥ 50 % 😀"), "naïve — ≥ 50 % 😀");
        assert_eq!(prose("two\n  lines\u{200b}"), "two lines\\u{200b}");
        assert_eq!(prose("a ::add-mask::x b::c ##[debug]"), "a \\u{3a}:add-mask::x b::c \\u{23}#[debug]");
    }

    proptest! {
        #[test]
        fn nothing_dangerous_is_left_and_offsets_keep_their_character(source in "(\\PC|[\\x00-\\x20\u{202e}\u{200b}\u{7f}-\u{9f}]){0,40}") {
            let escaped = Escaped::of(&source);
            prop_assert!(!escaped.text.chars().any(is_dangerous));
            for (at, c) in source.char_indices() {
                let rest = &escaped.text[escaped.offset(at)..];
                if is_dangerous(c) || source[at..].starts_with(LOG_COMMAND) {
                    prop_assert!(rest.starts_with(&c.escape_unicode().to_string()));
                } else {
                    prop_assert!(rest.starts_with(c));
                }
            }
            prop_assert_eq!(escaped.offset(source.len()), escaped.text.len());
        }
    }
}
