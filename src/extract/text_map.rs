//! The map from an extracted text back to where it came from.
//!
//! A text is made of segments. An *identity* segment was copied byte by byte. An *atomic* one was made out of a range as a
//! whole: an entity, a run of white space. Maps compose, because texts nest: HTML inside Markdown, JSON inside HTML,
//! and the folded text over all of them.

use crate::source::Span;

/// Maps byte offsets of an output text to byte ranges of its source.
///
/// Segments tile the output. What stands in the source and in no segment was left out. Offsets are 32 bits, since a
/// [`crate::source::Source`] is at most 2 GiB.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct TextMap {
    segments: Vec<Segment>,
    len: u32,
}

/// One segment, or the part of one that a span covers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Piece {
    pub out: Span,
    pub src: Span,
    /// Whether the output is the source, byte by byte.
    pub identity: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Segment {
    out: u32,
    src: u32,
    /// Length in the source; the top bit says that the segment is atomic.
    src_len: u32,
}

const ATOMIC: u32 = 1 << 31;

impl TextMap {
    /// The map of a text that is the slice `src` of its source.
    pub fn identity(src: Span) -> TextMap {
        let mut map = TextMap::default();
        map.push_identity(src.start, src.len());
        map
    }

    /// Length of the output in bytes.
    pub fn len(&self) -> usize {
        self.len as usize
    }

    pub fn is_empty(&self) -> bool {
        self.len == 0
    }

    /// How many segments it takes; for tests and measurements.
    pub fn segment_count(&self) -> usize {
        self.segments.len()
    }

    /// Adds `len` bytes copied from `src` on. Merges with the segment before where the two adjoin.
    pub fn push_identity(&mut self, src: usize, len: usize) {
        if len == 0 {
            return;
        }
        match self.segments.last_mut() {
            Some(last) if last.src_len & ATOMIC == 0 && last.src + last.src_len == src as u32 => {
                last.src_len += len as u32;
            }
            _ => self.segments.push(Segment { out: self.len, src: src as u32, src_len: len as u32 }),
        }
        self.len += len as u32;
    }

    /// Adds `len` bytes that stand for the whole of `src`, which may be empty for what the markup implies.
    pub fn push_atomic(&mut self, len: usize, src: Span) {
        if len == 0 {
            return;
        }
        self.segments.push(Segment { out: self.len, src: src.start as u32, src_len: src.len() as u32 | ATOMIC });
        self.len += len as u32;
    }

    /// Adds a piece of another map, its output offsets left aside.
    pub fn push_piece(&mut self, piece: Piece) {
        if piece.identity {
            self.push_identity(piece.src.start, piece.out.len());
        } else {
            self.push_atomic(piece.out.len(), piece.src);
        }
    }

    /// Adds what stands at `span` of another map's output.
    pub fn push_span(&mut self, other: &TextMap, span: Span) {
        match other.segments[..] {
            // A whole file read as it stands; nearly all of them are.
            [only] if only.src_len & ATOMIC == 0 && span.end <= other.len() => {
                self.push_identity(only.src as usize + span.start, span.len());
            }
            _ => other.pieces_in(span).for_each(|piece| self.push_piece(piece)),
        }
    }

    /// Adds the whole of `other` behind this map's output.
    pub fn append(&mut self, other: &TextMap) {
        for piece in other.pieces() {
            self.push_piece(piece);
        }
    }

    /// Shortens the output to `len` bytes. A cut through an atomic segment leaves it with its whole source.
    pub fn truncate(&mut self, len: usize) {
        if len >= self.len() {
            return;
        }
        // From the end, where it is nearly always cut; a search would touch the whole map for each block.
        while self.segments.last().is_some_and(|s| s.out as usize >= len) {
            self.segments.pop();
        }
        if let Some(last) = self.segments.last_mut().filter(|s| s.src_len & ATOMIC == 0) {
            last.src_len = len as u32 - last.out;
        }
        self.len = len as u32;
    }

    /// Empties the map and keeps its memory.
    pub fn clear(&mut self) {
        self.segments.clear();
        self.len = 0;
    }

    pub fn pieces(&self) -> impl Iterator<Item = Piece> + '_ {
        self.pieces_in(Span::new(0, self.len()))
    }

    /// The parts of segments that `span` of the output covers, in order. Atomic segments come with their whole source.
    pub fn pieces_in(&self, span: Span) -> impl Iterator<Item = Piece> + '_ {
        let first = self.segments.partition_point(|s| s.out as usize <= span.start).saturating_sub(1);
        (first..self.segments.len())
            .map(move |i| self.piece(i))
            .take_while(move |piece| piece.out.start < span.end)
            .filter(move |piece| piece.out.end > span.start)
            .map(move |piece| piece.cut(span))
    }

    /// The source of `span`: ranges in order, merged where they adjoin. Empty only where no source stands behind it.
    pub fn source_ranges(&self, span: Span) -> Vec<Span> {
        let mut ranges: Vec<Span> = Vec::new();
        for piece in self.pieces_in(span).filter(|piece| !piece.src.is_empty()) {
            match ranges.last_mut() {
                Some(last) if last.end >= piece.src.start && last.start <= piece.src.start => {
                    last.end = last.end.max(piece.src.end);
                }
                _ => ranges.push(piece.src),
            }
        }
        ranges
    }

    /// The smallest range of the source that holds all of `span`. For an empty span, or one without source, an empty
    /// range at its place.
    pub fn hull(&self, span: Span) -> Span {
        // A whole file read as it stands.
        if let [only] = self.segments[..]
            && only.src_len & ATOMIC == 0
        {
            let at = |offset: usize| only.src as usize + offset.min(self.len());
            return Span::new(at(span.start), at(span.end));
        }
        let mut pieces = self.pieces_in(span).filter(|piece| !piece.src.is_empty()).map(|piece| piece.src);
        match pieces.next() {
            Some(first) => pieces.fold(first, Span::hull),
            None => {
                let at = self.source_at(span.start);
                Span::new(at, at)
            }
        }
    }

    /// Where the source of the output byte `offset` begins; for the end of the output, where its last source ends.
    pub fn source_at(&self, offset: usize) -> usize {
        match self.segments.partition_point(|s| s.out as usize <= offset).checked_sub(1) {
            None => 0,
            Some(i) => {
                let piece = self.piece(i);
                match piece.identity {
                    true => (piece.src.start + (offset - piece.out.start)).min(piece.src.end),
                    false if offset >= piece.out.end => piece.src.end,
                    false => piece.src.start,
                }
            }
        }
    }

    /// Where the source of the last segment ends.
    pub fn source_end(&self) -> usize {
        self.segments.last().map_or(0, |last| (last.src + (last.src_len & !ATOMIC)) as usize)
    }

    /// Makes room for `segments` more.
    pub fn reserve(&mut self, segments: usize) {
        self.segments.reserve(segments);
    }

    /// The map of `self`'s output to `inner`'s source, where `self` maps to `inner`'s output.
    pub fn compose(&self, inner: &TextMap) -> TextMap {
        let mut map = TextMap::default();
        for outer in self.pieces() {
            if outer.identity {
                for piece in inner.pieces_in(outer.src) {
                    map.push_piece(piece);
                }
            } else {
                map.push_atomic(outer.out.len(), inner.hull(outer.src));
            }
        }
        map
    }

    fn piece(&self, i: usize) -> Piece {
        let segment = self.segments[i];
        let end = self.segments.get(i + 1).map_or(self.len, |next| next.out);
        let src_len = segment.src_len & !ATOMIC;
        Piece {
            out: Span::new(segment.out as usize, end as usize),
            src: Span::new(segment.src as usize, (segment.src + src_len) as usize),
            identity: segment.src_len & ATOMIC == 0,
        }
    }
}

impl Piece {
    fn cut(self, span: Span) -> Piece {
        let out = Span::new(self.out.start.max(span.start), self.out.end.min(span.end));
        if !self.identity {
            return Piece { out, ..self };
        }
        let start = self.src.start + (out.start - self.out.start);
        Piece { out, src: Span::new(start, start + out.len()), identity: true }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// A map as `(len, src gap before, src len or identity)` steps.
    fn build(steps: &[(usize, usize, Option<usize>)]) -> (TextMap, usize) {
        let mut map = TextMap::default();
        let mut at = 0;
        for &(len, gap, atomic) in steps {
            at += gap;
            match atomic {
                None => {
                    map.push_identity(at, len);
                    at += len;
                }
                Some(src) => {
                    map.push_atomic(len, Span::new(at, at + src));
                    at += src;
                }
            }
        }
        (map, at)
    }

    #[test]
    fn adjoining_identity_segments_merge_and_gaps_do_not() {
        let (map, _) = build(&[(2, 0, None), (3, 0, None), (1, 0, Some(5)), (4, 0, None), (2, 3, None)]);
        assert_eq!(map.segment_count(), 4);
        assert_eq!(map.source_ranges(Span::new(0, 10)), [Span::new(0, 14)]);
        assert_eq!(map.source_ranges(Span::new(4, 12)), [Span::new(4, 14), Span::new(17, 19)]);
        assert_eq!(map.hull(Span::new(9, 11)), Span::new(13, 18));
        assert_eq!(map.hull(Span::new(5, 5)), Span::new(5, 5));
    }

    #[test]
    fn a_truncated_map_goes_on_where_it_was_cut() {
        let (mut map, _) = build(&[(4, 10, None), (1, 0, Some(3))]);
        map.truncate(4);
        assert_eq!(map, TextMap::identity(Span::new(10, 14)));
        map.truncate(2);
        map.push_identity(12, 1);
        assert_eq!(map.source_ranges(Span::new(0, 3)), [Span::new(10, 13)]);
    }

    proptest! {
        #[test]
        fn composition_agrees_with_mapping_twice(
            inner in prop::collection::vec((1usize..6, 0usize..3, prop::option::of(1usize..5)), 1..12),
            outer in prop::collection::vec((1usize..4, 0usize..3, prop::option::of(1usize..4)), 1..12),
        ) {
            let (inner, _) = build(&inner);
            // Keep the outer map within the inner output.
            let mut kept = TextMap::default();
            for piece in build(&outer).0.pieces().filter(|p| p.src.end <= inner.len()) {
                kept.push_piece(piece);
            }
            let composed = kept.compose(&inner);
            prop_assert_eq!(composed.len(), kept.len());
            let mut last = 0;
            for piece in composed.pieces() {
                prop_assert!(piece.src.start >= last || !piece.identity);
                last = piece.src.start;
            }
            for at in 0..kept.len() {
                let byte = Span::new(at, at + 1);
                let through = kept.source_ranges(byte).into_iter().map(|r| inner.hull(r)).reduce(Span::hull);
                let direct = composed.source_ranges(byte).into_iter().reduce(Span::hull);
                prop_assert_eq!(direct, through.filter(|s| !s.is_empty()));
            }
        }
    }
}
