//! The one normalisation: typographic variants become the plain ASCII that rules are written in.
//!
//! Done once per block, through its map. Rules never deal with variants, and regular expressions run on ASCII.
//! Quotes, dashes and spaces lose their shape, invisible characters and superscript digits go, accents and ligatures
//! are taken apart, Greek letters that stand alone are named, look-alike letters in Latin words become Latin. Any other
//! letter or symbol stays.

use super::lookalike::{Words, greek_name, is_greek};
use super::text_map::{Piece, TextMap};
use crate::source::Span;

/// Stands for text that only exists once a template has run; see `templates.rs`. No phrase holds it.
pub const FILLER: char = '\u{FFFC}';
/// Bring filler to the length of the tag that it stands for: two bytes and one, both deleted here.
pub(crate) const FILLER_2: char = '\u{AD}';
pub(crate) const FILLER_1: char = '\u{7F}';

/// Normalises a phrase exactly as the text of documents is normalised. White space at both ends goes.
pub fn fold(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    fold_into(text, &TextMap::identity(Span::new(0, text.len())), &mut out, &mut TextMap::default(), &mut []);
    out
}

/// Appends the normalised `text` to `out`, and its way back through `map` to `out_map`. White space at both ends goes.
/// `marks` are ascending offsets into `text`; they become offsets into `out`.
pub fn fold_into(text: &str, map: &TextMap, out: &mut String, out_map: &mut TextMap, marks: &mut [usize]) {
    let start = out.len();
    let mut folder = Folder { text, start, out, map: out_map, words: Words::new(text) };
    let mut next = 0;
    for piece in map.pieces() {
        let mut at = piece.out.start;
        while next < marks.len() && marks[next] < piece.out.end {
            let mark = marks[next].max(at);
            folder.piece(part(piece, at, mark));
            at = mark;
            marks[next] = folder.out.len();
            next += 1;
        }
        folder.piece(part(piece, at, piece.out.end));
    }
    marks[next..].fill(folder.out.len());
    if out.len() > start && out.ends_with(' ') {
        out.pop();
        out_map.truncate(out_map.len() - 1);
    }
}

struct Folder<'a> {
    text: &'a str,
    start: usize,
    out: &'a mut String,
    map: &'a mut TextMap,
    words: Words<'a>,
}

impl Folder<'_> {
    fn piece(&mut self, piece: Piece) {
        let mut at = piece.out.start;
        while at < piece.out.end {
            let rest = &self.text.as_bytes()[at..piece.out.end];
            let plain = if self.after_space() && rest[0] == b' ' { 0 } else { plain_prefix(rest) };
            if plain > 0 {
                self.out.push_str(&self.text[at..at + plain]);
                self.map.push_piece(part(piece, at, at + plain));
                at += plain;
            } else {
                at = self.special(piece, at);
            }
        }
    }

    /// Handles the character at `at`, and the run it begins, up to the returned offset.
    fn special(&mut self, piece: Piece, at: usize) -> usize {
        let rest = &self.text[at..piece.out.end];
        let Some(c) = rest.chars().next() else { return piece.out.end };
        if is_space(c) {
            let end = at + (rest.len() - rest.trim_start_matches(is_space).len());
            if !self.after_space() {
                self.push(" ", part(piece, at, end), end - at == 1 && c == ' ');
            }
            return end;
        }
        if c == FILLER {
            let end = at + (rest.len() - rest.trim_start_matches([FILLER, FILLER_2, FILLER_1]).len());
            self.push("\u{FFFC}", part(piece, at, end), false);
            return end;
        }
        let end = at + c.len_utf8();
        let source = part(piece, at, end);
        if c.is_ascii() {
            if !c.is_ascii_control() {
                self.push(&rest[..1], source, true);
            }
            return end;
        }
        let mut buffer = [0; 32];
        match fold_char(c, &mut buffer) {
            Folded::Ascii(folded) => self.push(folded, source, false),
            Folded::Same if is_greek(c) && self.words.stands_alone(at, end) => match greek_name(c) {
                Some(name) => self.push(name, source, false),
                None => self.push(&rest[..c.len_utf8()], source, true),
            },
            Folded::Same => match self.words.latin_for(c, at) {
                Some(latin) => self.push(latin.encode_utf8(&mut [0; 4]), source, false),
                None => self.push(&rest[..c.len_utf8()], source, true),
            },
        }
        end
    }

    fn after_space(&self) -> bool {
        self.out.len() == self.start || self.out.as_bytes().last() == Some(&b' ')
    }

    fn push(&mut self, text: &str, source: Piece, same: bool) {
        self.out.push_str(text);
        if same && source.identity {
            self.map.push_identity(source.src.start, text.len());
        } else {
            self.map.push_atomic(text.len(), source.src);
        }
    }
}

fn part(piece: Piece, start: usize, end: usize) -> Piece {
    let out = Span::new(start, end);
    if !piece.identity {
        return Piece { out, ..piece };
    }
    let shift = piece.src.start + (start - piece.out.start);
    Piece { out, src: Span::new(shift, shift + (end - start)), identity: true }
}

/// How many leading bytes need nothing done: printable ASCII without a space before white space or at the end.
#[inline(never)]
fn plain_prefix(bytes: &[u8]) -> usize {
    const CHUNK: usize = 32;
    let mut i = 0;
    // Of fixed length and without an early way out, so that the compiler makes vector instructions of it.
    while let Some(window) = bytes[i..].first_chunk::<{ CHUNK + 1 }>() {
        let mut special = false;
        for j in 0..CHUNK {
            special |= is_special(window[j], window[j + 1]);
        }
        if special {
            break;
        }
        i += CHUNK;
    }
    while i < bytes.len() && !is_special(bytes[i], bytes.get(i + 1).copied().unwrap_or(b' ')) {
        i += 1;
    }
    i
}

#[inline(always)]
fn is_special(byte: u8, next: u8) -> bool {
    (byte.wrapping_sub(0x20) > 0x5E) | ((byte == b' ') & (next <= b' '))
}

fn is_space(c: char) -> bool {
    match c {
        ' ' | '\t'..='\r' => true,
        _ if c.is_ascii() => false,
        // Two blanks that Unicode does not class as white space: Hangul filler and the empty Braille cell.
        '\u{3164}' | '\u{2800}' => true,
        _ => c.is_whitespace(),
    }
}

enum Folded<'a> {
    /// Possibly empty: deleted.
    Ascii(&'a str),
    Same,
}

fn fold_char(c: char, buffer: &mut [u8; 32]) -> Folded<'_> {
    let fixed = match c {
        '‘' | '’' | '‚' | '‛' | '′' | 'ʼ' | 'ʻ' | 'ʹ' | '´' | '‹' | '›' | '❛' | '❜' => "'",
        '“' | '”' | '„' | '‟' | '″' | '«' | '»' | '❝' | '❞' | '〝' | '〞' => "\"",
        '\u{2010}'..='\u{2015}' | '−' | '⁃' | '⸺' | '⸻' | '﹘' => "-",
        '…' => "...",
        'ß' => "ss",
        'æ' => "ae",
        'Æ' => "AE",
        'œ' => "oe",
        'Œ' => "OE",
        'ø' => "o",
        'Ø' => "O",
        'ł' => "l",
        'Ł' => "L",
        'đ' | 'ð' => "d",
        'Đ' | 'Ð' => "D",
        'ı' => "i",
        '⁄' => "/",
        '¹' | '²' | '³' | '⁰' | '⁴'..='⁹' => "",
        _ if is_invisible(c) => "",
        // Signs with a meaning of their own, which taking apart would lose.
        '™' | '®' | '©' | '℠' | 'µ' | '¼'..='¾' | '⅐'..='⅟' => return Folded::Same,
        _ => return decompose(c, buffer),
    };
    Folded::Ascii(fixed)
}

/// Whether a reader sees nothing: joiners, marks of direction, variation selectors, accents that stand on their own.
fn is_invisible(c: char) -> bool {
    matches!(c,
        '\u{80}'..='\u{9F}' | '\u{AD}' | '\u{61C}' | '\u{180B}'..='\u{180E}' | '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}'
        | '\u{2060}'..='\u{206F}' | '\u{FE00}'..='\u{FE0F}' | '\u{FEFF}' | '\u{E0000}'..='\u{E01EF}'
        | '\u{300}'..='\u{36F}' | '\u{1AB0}'..='\u{1AFF}' | '\u{1DC0}'..='\u{1DFF}' | '\u{20D0}'..='\u{20FF}' | '\u{FE20}'..='\u{FE2F}')
}

/// Accents, ligatures, full-width and mathematical forms; only where ASCII is all that remains.
fn decompose(c: char, buffer: &mut [u8; 32]) -> Folded<'_> {
    let mut len = 0;
    let mut fits = true;
    unicode_normalization::char::decompose_compatible(c, |part| match part {
        '!'..='~' if len < buffer.len() => {
            buffer[len] = part as u8;
            len += 1;
        }
        _ if is_invisible(part) => {}
        _ => fits = false,
    });
    match std::str::from_utf8(&buffer[..len]) {
        Ok(folded) if fits && len > 0 => Folded::Ascii(folded),
        _ => Folded::Same,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn variants_become_plain() {
        for (written, plain) in [
            ("“It’s 100\u{a0}% safe”", "\"It's 100 % safe\""),
            ("risk\u{2011}free — or − not…", "risk-free - or - not..."),
            ("cu\u{ad}re\u{200b}s \u{202e}all\u{fe0f}", "cures all"),
            ("ＣＵＲＥ ﬁne café 𝐜𝐮𝐫𝐞", "CURE fine cafe cure"),
            ("Brand™ works¹ ²", "Brand™ works"),
            ("  a \t\r\n b  ", "a b"),
            ("CO₂ 1½ 5 µg", "CO2 1½ 5 µg"),
            ("cafe\u{301}", "cafe"),
            ("治療 한국 лечение", "治療 한국 лечение"),
            ("x\u{7f}y\u{1}", "xy"),
            ("", ""),
            (" \u{a0}", ""),
        ] {
            assert_eq!(fold(written), plain, "{written:?}");
        }
    }

    #[test]
    fn greek_is_named_where_it_stands_alone_and_dodges_are_undone() {
        assert_eq!(
            fold("β-carotene, α‑lipoic acid, TNF-α and Ω-3"),
            "beta-carotene, alpha-lipoic acid, TNF-alpha and Omega-3"
        );
        assert_eq!(fold("cur\u{435}s c\u{430}ncer, \u{441}ure"), "cures cancer, cure");
        assert_eq!(fold("IFN\u{3b3}"), "IFN\u{3b3}");
    }

    #[test]
    fn a_soft_hyphen_leaves_exact_ranges() {
        let text = "x cure\u{ad}all  y";
        let (mut out, mut map) = (String::new(), TextMap::default());
        fold_into(text, &TextMap::identity(Span::new(0, text.len())), &mut out, &mut map, &mut []);
        assert_eq!(out, "x cureall y");
        assert_eq!(map.source_ranges(Span::new(2, 9)), [Span::new(2, 6), Span::new(8, 11)]);
        assert_eq!(map.source_ranges(Span::new(9, 11)), [Span::new(11, 14)]);
    }

    #[test]
    fn filler_of_any_length_is_one_word() {
        for tag in ["\u{FFFC}", "\u{FFFC}\u{7F}", "\u{FFFC}\u{AD}", "\u{FFFC}\u{FFFC}\u{7F}"] {
            assert_eq!(fold(&format!("{tag}% effective")), "\u{FFFC}% effective");
        }
    }
}
