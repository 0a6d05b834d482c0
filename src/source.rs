//! A file as it lies on disk, its decoded text, and the way from one to the other.
//!
//! Everything after decoding works with byte offsets into [`Source::text`]. Only [`Source::locate`] turns them into
//! what a reader sees: bytes of the file on disk, lines and columns.

use std::ops::Range;

use serde::{Deserialize, Serialize};
use thiserror::Error;

/// A half-open range of bytes. In which buffer is said by whoever holds it.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Default, Serialize, Deserialize, schemars::JsonSchema,
)]
pub struct Span {
    pub start: usize,
    pub end: usize,
}

impl Span {
    pub const fn new(start: usize, end: usize) -> Self {
        Span { start, end }
    }

    pub const fn len(self) -> usize {
        self.end - self.start
    }

    pub const fn is_empty(self) -> bool {
        self.start == self.end
    }

    /// Whether the two share at least one byte.
    pub const fn overlaps(self, other: Span) -> bool {
        self.start < other.end && other.start < self.end
    }

    pub const fn contains(self, other: Span) -> bool {
        self.start <= other.start && other.end <= self.end
    }

    /// The smallest span that holds both.
    pub fn hull(self, other: Span) -> Span {
        Span::new(self.start.min(other.start), self.end.max(other.end))
    }

    /// The span moved into `text`, each end to the start of the character it is in.
    pub fn within(self, text: &str) -> Span {
        let floor = |at: usize| (0..=at.min(text.len())).rev().find(|&at| text.is_char_boundary(at)).unwrap_or(0);
        let start = floor(self.start);
        Span::new(start, floor(self.end).max(start))
    }

    pub const fn range(self) -> Range<usize> {
        self.start..self.end
    }
}

/// A span in eight bytes, for what a page has millions of. A [`Source`] is at most 2 GiB.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Span32 {
    start: u32,
    end: u32,
}

impl From<Span> for Span32 {
    fn from(span: Span) -> Self {
        Span32 { start: span.start as u32, end: span.end as u32 }
    }
}

impl From<Span32> for Span {
    fn from(span: Span32) -> Self {
        Span::new(span.start as usize, span.end as usize)
    }
}

/// A place as editors and reports count it. All three are 1-based.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, schemars::JsonSchema)]
pub struct Position {
    pub line: usize,
    /// In Unicode scalar values.
    pub column: usize,
    /// In UTF-16 code units, as language servers and SARIF count.
    pub utf16: usize,
}

/// A span of a file: `span` in bytes on disk, with the positions of both ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, schemars::JsonSchema)]
pub struct Location {
    pub span: Span,
    pub start: Position,
    pub end: Position,
}

/// Why a file could not be read as text. Offsets are bytes on disk.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum DecodeError {
    #[error("not UTF-8: byte 0x{byte:02x} at offset {offset} is not valid here; save the file as UTF-8")]
    NotUtf8 { offset: usize, byte: u8 },
    #[error("looks binary: a NUL byte at offset {offset}; exclude the file if it is not copy")]
    Nul { offset: usize },
    #[error("broken UTF-16: an unpaired or cut-off code unit at offset {offset}")]
    BrokenUtf16 { offset: usize },
    #[error("larger than 4 GiB; split the file")]
    TooLarge,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Encoding {
    Utf8,
    Utf16,
}

/// A decoded file. `path` is what reports print: `/`-separated, relative where it can be.
#[derive(Debug, Clone)]
pub struct Source {
    path: String,
    text: String,
    encoding: Encoding,
    /// Bytes of a byte order mark on disk before `text` begins.
    bom: usize,
    bytes_on_disk: usize,
    lines: LineIndex,
}

impl Source {
    /// Decodes a file's bytes: UTF-8 with or without a byte order mark, UTF-16 where a mark says so.
    pub fn decode(path: impl Into<String>, bytes: Vec<u8>) -> Result<Source, DecodeError> {
        let bytes_on_disk = bytes.len();
        if bytes_on_disk > u32::MAX as usize / 2 {
            return Err(DecodeError::TooLarge);
        }
        let (text, encoding, bom) = match bytes.as_slice() {
            [0xEF, 0xBB, 0xBF, ..] => (decode_utf8(bytes, 3)?, Encoding::Utf8, 3),
            [0xFF, 0xFE, rest @ ..] => (decode_utf16(rest, u16::from_le_bytes)?, Encoding::Utf16, 2),
            [0xFE, 0xFF, rest @ ..] => (decode_utf16(rest, u16::from_be_bytes)?, Encoding::Utf16, 2),
            _ => (decode_utf8(bytes, 0)?, Encoding::Utf8, 0),
        };
        if let Some(at) = memchr::memchr(0, text.as_bytes()) {
            let offset = match encoding {
                Encoding::Utf8 => bom + at,
                Encoding::Utf16 => bom + 2 * text[..at].encode_utf16().count(),
            };
            return Err(DecodeError::Nul { offset });
        }
        let lines = LineIndex::new(&text);
        Ok(Source { path: path.into(), text, encoding, bom, bytes_on_disk, lines })
    }

    /// A source made of a string, for examples of rules, pastes and tests.
    pub fn from_text(path: impl Into<String>, text: impl Into<String>) -> Source {
        let text = text.into();
        let lines = LineIndex::new(&text);
        Source { path: path.into(), bytes_on_disk: text.len(), text, encoding: Encoding::Utf8, bom: 0, lines }
    }

    pub fn path(&self) -> &str {
        &self.path
    }

    /// The decoded text, without a byte order mark; line ends as they are in the file.
    pub fn text(&self) -> &str {
        &self.text
    }

    pub fn bytes_on_disk(&self) -> usize {
        self.bytes_on_disk
    }

    /// The slice of the text at `span` (byte offsets into [`Source::text`]).
    pub fn slice(&self, span: Span) -> &str {
        &self.text[span.range()]
    }

    /// Turns a span of [`Source::text`] into bytes on disk, lines and columns.
    pub fn locate(&self, span: Span) -> Location {
        let (start, start_byte) = self.position(span.start);
        let (end, end_byte) = self.position(span.end);
        Location { span: Span::new(start_byte, end_byte), start, end }
    }

    /// The way back from [`Source::locate`]: the span of [`Source::text`] that stands at `on_disk`. Offsets outside of the
    /// text or inside a character are moved to the nearest one before.
    pub fn text_span(&self, on_disk: Span) -> Span {
        Span::new(self.text_offset(on_disk.start), self.text_offset(on_disk.end))
    }

    /// The span in [`Source::text`] of a 1-based line, without its line end; `None` past the last line.
    pub fn line(&self, line: usize) -> Option<Span> {
        let start = *self.lines.starts.get(line.checked_sub(1)?)? as usize;
        let end = self.lines.starts.get(line).map_or(self.text.len(), |&s| s as usize);
        let trimmed = self.text[start..end].trim_end_matches(['\n', '\r']);
        Some(Span::new(start, start + trimmed.len()))
    }

    pub fn line_count(&self) -> usize {
        self.lines.starts.len()
    }

    fn text_offset(&self, byte: usize) -> usize {
        let byte = byte.saturating_sub(self.bom);
        match self.encoding {
            Encoding::Utf8 => Span::new(byte, byte).within(&self.text).start,
            Encoding::Utf16 => self.lines.offset_of_utf16(&self.text, byte / 2),
        }
    }

    fn position(&self, offset: usize) -> (Position, usize) {
        let byte = match self.encoding {
            Encoding::Utf8 => self.bom + offset,
            Encoding::Utf16 => self.bom + 2 * self.lines.counts(&self.text, offset).1,
        };
        (self.lines.position(&self.text, offset), byte)
    }
}

fn decode_utf8(mut bytes: Vec<u8>, bom: usize) -> Result<String, DecodeError> {
    bytes.drain(..bom);
    String::from_utf8(bytes).map_err(|error| {
        let at = error.utf8_error().valid_up_to();
        // A NUL further up explains a binary file better than the stray byte that follows it.
        match error.as_bytes()[..at].iter().position(|&b| b == 0) {
            Some(nul) => DecodeError::Nul { offset: bom + nul },
            None => DecodeError::NotUtf8 { offset: bom + at, byte: error.as_bytes()[at] },
        }
    })
}

fn decode_utf16(bytes: &[u8], unit: fn([u8; 2]) -> u16) -> Result<String, DecodeError> {
    let mut offset = 2;
    let mut text = String::with_capacity(bytes.len());
    for decoded in char::decode_utf16(bytes.chunks_exact(2).map(|pair| unit([pair[0], pair[1]]))) {
        let c = decoded.map_err(|_| DecodeError::BrokenUtf16 { offset })?;
        offset += 2 * c.len_utf16();
        text.push(c);
    }
    if bytes.len() % 2 == 1 {
        return Err(DecodeError::BrokenUtf16 { offset: 2 + bytes.len() - 1 });
    }
    Ok(text)
}

/// Line starts, and a checkpoint every few kilobytes so that a column on a line of 50 MB costs no walk from its start.
#[derive(Debug, Clone)]
struct LineIndex {
    starts: Vec<u32>,
    checkpoints: Vec<Checkpoint>,
}

#[derive(Debug, Clone, Copy, Default)]
struct Checkpoint {
    offset: u32,
    /// Scalar values and UTF-16 units from the start of the text to `offset`.
    scalars: u32,
    utf16: u32,
}

const CHECKPOINT_BYTES: usize = 4096;

impl LineIndex {
    fn new(text: &str) -> Self {
        let bytes = text.as_bytes();
        let mut starts = vec![0];
        // LF, CRLF and a lone CR each end one line.
        let ends = memchr::memchr2_iter(b'\n', b'\r', bytes);
        starts.extend(ends.filter(|&at| &bytes[at..bytes.len().min(at + 2)] != b"\r\n").map(|at| at as u32 + 1));
        let mut checkpoints = vec![Checkpoint::default()];
        let mut last = Checkpoint::default();
        let mut at = 0;
        while at + CHECKPOINT_BYTES < text.len() {
            let mut next = at + CHECKPOINT_BYTES;
            while !text.is_char_boundary(next) {
                next += 1;
            }
            let (scalars, utf16) = count(&text[at..next]);
            last = Checkpoint {
                offset: next as u32,
                scalars: last.scalars + scalars as u32,
                utf16: last.utf16 + utf16 as u32,
            };
            checkpoints.push(last);
            at = next;
        }
        LineIndex { starts, checkpoints }
    }

    fn position(&self, text: &str, offset: usize) -> Position {
        let line = self.starts.partition_point(|&s| s as usize <= offset);
        let start = self.starts[line - 1] as usize;
        let (scalars, utf16) = match offset - start < CHECKPOINT_BYTES {
            true => count(&text[start..offset]),
            false => {
                let ((scalars, utf16), before) = (self.counts(text, offset), self.counts(text, start));
                (scalars - before.0, utf16 - before.1)
            }
        };
        Position { line, column: scalars + 1, utf16: utf16 + 1 }
    }

    /// The byte offset of the character that holds the UTF-16 unit at `unit`, counted from the start of the text.
    fn offset_of_utf16(&self, text: &str, unit: usize) -> usize {
        let nearest = self.checkpoints[self.checkpoints.partition_point(|c| c.utf16 as usize <= unit) - 1];
        let mut units = nearest.utf16 as usize;
        let mut at = nearest.offset as usize;
        for c in text[at..].chars() {
            units += c.len_utf16();
            if units > unit {
                break;
            }
            at += c.len_utf8();
        }
        at
    }

    /// Scalar values and UTF-16 units before `offset`.
    fn counts(&self, text: &str, offset: usize) -> (usize, usize) {
        let nearest = self.checkpoints[self.checkpoints.partition_point(|c| c.offset as usize <= offset) - 1];
        let (scalars, utf16) = count(&text[nearest.offset as usize..offset]);
        (nearest.scalars as usize + scalars, nearest.utf16 as usize + utf16)
    }
}

fn count(text: &str) -> (usize, usize) {
    if text.is_ascii() {
        return (text.len(), text.len());
    }
    text.chars().fold((0, 0), |(scalars, utf16), c| (scalars + 1, utf16 + c.len_utf16()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn positions_count_scalars_and_utf16_units() {
        let source = Source::from_text("a.md", "añ😀b\r\nsecond\rthird");
        let at = source.text().find('b').unwrap();
        let location = source.locate(Span::new(at, at + 1));
        assert_eq!(location.start, Position { line: 1, column: 4, utf16: 5 });
        let third = source.text().find("third").unwrap();
        assert_eq!(source.locate(Span::new(third, third)).start, Position { line: 3, column: 1, utf16: 1 });
        assert_eq!(source.slice(source.line(2).unwrap()), "second");
    }

    #[test]
    fn spans_of_utf16_files_are_bytes_on_disk() {
        let mut bytes = vec![0xFF, 0xFE];
        for unit in "x😀cure".encode_utf16() {
            bytes.extend(unit.to_le_bytes());
        }
        let source = Source::decode("a.txt", bytes).unwrap();
        let at = source.text().find("cure").unwrap();
        assert_eq!(source.locate(Span::new(at, at + 4)).span, Span::new(8, 16));
    }

    #[test]
    fn places_on_disk_lead_back_into_the_text() {
        let text = format!("{}x😀 cure\r\né", "ab😀é".repeat(2000));
        let mut utf16 = vec![0xFE, 0xFF];
        utf16.extend(text.encode_utf16().flat_map(u16::to_be_bytes));
        let marked = ["\u{feff}", &text].concat().into_bytes();
        for bytes in [text.clone().into_bytes(), marked, utf16] {
            let source = Source::decode("a.txt", bytes).unwrap();
            for (start, c) in source.text().char_indices().filter(|(at, _)| at % 7 == 0) {
                let span = Span::new(start, start + c.len_utf8());
                assert_eq!(source.text_span(source.locate(span).span), span);
            }
            let past = Span::new(usize::MAX / 4, usize::MAX / 2);
            assert_eq!(source.text_span(past), Span::new(text.len(), text.len()));
        }
    }

    #[test]
    fn columns_past_many_checkpoints_are_exact() {
        let text = format!("{}\n{}x", "é".repeat(5000), "ab😀".repeat(9000));
        let source = Source::from_text("a", text.clone());
        let end = source.locate(Span::new(text.len() - 1, text.len()));
        assert_eq!(end.start, Position { line: 2, column: 27001, utf16: 36001 });
    }

    #[test]
    fn what_is_not_text_is_refused_with_its_byte() {
        assert_eq!(
            Source::decode("a", b"ab\xffcd".to_vec()).unwrap_err(),
            DecodeError::NotUtf8 { offset: 2, byte: 0xff }
        );
        assert_eq!(Source::decode("a", b"a\0b".to_vec()).unwrap_err(), DecodeError::Nul { offset: 1 });
        assert_eq!(Source::decode("a", b"\xEF\xBB\xBFa\0".to_vec()).unwrap_err(), DecodeError::Nul { offset: 4 });
        assert_eq!(Source::decode("a", b"\xFF\xFEa".to_vec()).unwrap_err(), DecodeError::BrokenUtf16 { offset: 2 });
        assert_eq!(
            Source::decode("a", b"\xFF\xFE\0\xD8a\0".to_vec()).unwrap_err(),
            DecodeError::BrokenUtf16 { offset: 2 }
        );
    }
}
