//! The few lines of a file that a finding is shown on. Cut while the file is at hand, so that a run keeps no files.

use crate::finding::Finding;
use crate::source::{Location, Position, Source, Span};

/// Lines of a file, one after the other.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Excerpt {
    pub lines: Vec<Line>,
}

/// A line, or the part of a long line around what matters.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    /// 1-based.
    pub number: usize,
    /// The 1-based column, in scalar values, at which `text` begins. Above 1 if the line is cut before.
    pub column: usize,
    /// The same in bytes of UTF-8.
    pub byte_column: usize,
    pub text: String,
    /// Whether the line goes on after `text`.
    pub cut_after: bool,
}

/// Pieces so many lines away from the finding are shown in its picture; farther ones are named below it.
const NEAR_LINES: usize = 2;
/// A picture has at most so many lines.
const MAX_LINES: usize = 7;
/// Longer lines are cut to about this.
const MAX_COLUMNS: usize = 160;

impl Excerpt {
    /// The lines that the findings' pieces touch, around its location. Empty for a finding about the whole file.
    pub fn of_finding(source: &Source, finding: &Finding) -> Excerpt {
        match finding.location {
            Some(location) => {
                Excerpt::around(source, location, finding.pieces.iter().flat_map(|piece| piece.ranges.iter().copied()))
            }
            None => Excerpt::default(),
        }
    }

    /// The lines of `main`, and those of `others` that are near it.
    pub fn around(source: &Source, main: Location, others: impl Iterator<Item = Location>) -> Excerpt {
        let main_first = main.start.line.min(source.line_count());
        let main_last = last_line(main).min(main_first + MAX_LINES - 1).min(source.line_count());
        let near: Vec<Location> = others
            .filter(|other| other.start.line + NEAR_LINES >= main_first && last_line(*other) <= main_last + NEAR_LINES)
            .collect();
        let first = near.iter().map(|other| other.start.line).fold(main_first, usize::min);
        let last = near.iter().map(|other| last_line(*other)).fold(main_last, usize::max).min(first + MAX_LINES - 1);
        let main_text = source.text_span(main.span);
        let near: Vec<Span> = near.iter().map(|other| source.text_span(other.span)).collect();
        let lines = (first..=last.max(main_first))
            .filter_map(|number| Some(cut(source, number, source.line(number)?, main_text, &near)))
            .collect();
        Excerpt { lines }
    }

    /// The byte offset in its line's text, and the line's index, of a place that the excerpt shows.
    pub fn find(&self, at: Position) -> Option<(usize, usize)> {
        let index = self.lines.iter().position(|line| line.number == at.line)?;
        Some((index, self.lines[index].offset(at.column)?))
    }

    /// The 1-based column of a place that the excerpt shows, in bytes of UTF-8.
    pub fn byte_column(&self, at: Position) -> Option<usize> {
        let (index, offset) = self.find(at)?;
        Some(self.lines[index].byte_column + offset)
    }
}

impl Line {
    /// The byte offset of a 1-based column in `text`; its end counts, columns that were cut off do not.
    pub fn offset(&self, column: usize) -> Option<usize> {
        let skip = column.checked_sub(self.column)?;
        self.text.char_indices().map(|(at, _)| at).chain([self.text.len()]).nth(skip)
    }

    /// The line cut down to about `columns` around the bytes `focus` of its text.
    pub fn narrowed(&self, focus: Span, columns: usize) -> Line {
        let window = window(&self.text, focus, columns);
        Line {
            number: self.number,
            column: self.column + self.text[..window.start].chars().count(),
            byte_column: self.byte_column + window.start,
            text: self.text[window.range()].to_owned(),
            cut_after: self.cut_after || window.end < self.text.len(),
        }
    }
}

/// The last line that a location has a character on.
fn last_line(location: Location) -> usize {
    match location.end.column {
        1 if location.end.line > location.start.line => location.end.line - 1,
        _ => location.end.line,
    }
}

fn cut(source: &Source, number: usize, line: Span, main: Span, near: &[Span]) -> Line {
    let within = |span: Span| {
        (span.start <= line.end && span.end >= line.start).then(|| {
            Span::new(span.start.max(line.start) - line.start, span.end.min(line.end).max(line.start) - line.start)
        })
    };
    let others = near.iter().copied().filter_map(within).reduce(Span::hull);
    let focus = match (within(main), others) {
        (Some(main), Some(others)) if main.hull(others).len() <= MAX_COLUMNS => main.hull(others),
        (Some(main), _) => main,
        (None, others) => others.unwrap_or_default(),
    };
    let text = source.slice(line);
    let window = window(text, focus, MAX_COLUMNS);
    let start = Span::new(line.start + window.start, line.start + window.start);
    Line {
        number,
        column: source.locate(start).start.column,
        byte_column: 1 + window.start,
        text: text[window.range()].to_owned(),
        cut_after: window.end < text.len(),
    }
}

/// The part of `text` of about `columns` characters that shows `focus` with what stands around it, cut between words
/// where that costs little.
fn window(text: &str, focus: Span, columns: usize) -> Span {
    // Counted in bytes first: no walk over a line of megabytes.
    if text.len() <= columns || text.len() <= 4 * columns && text.chars().count() <= columns {
        return Span::new(0, text.len());
    }
    let Span { start, end } = focus.within(text);
    let shown = text[start..end].chars().take(columns).count();
    let spare = columns - shown;
    let left: usize = text[..start].chars().rev().take(spare / 2).map(char::len_utf8).sum();
    let taken = text[start - left..start].chars().count();
    let right: usize = text[start..].chars().take(shown + spare - taken).map(char::len_utf8).sum();
    let mut cut = Span::new(start - left, start + right);
    if cut.end == text.len() {
        // Nothing more to the right: give the room to the left.
        let unused = columns - text[cut.range()].chars().count();
        cut.start -= text[..cut.start].chars().rev().take(unused).map(char::len_utf8).sum::<usize>();
    }
    Span::new(word_start(text, cut.start, start), word_end(text, cut.end, end))
}

/// Words longer than this are cut in the middle.
const WORD: usize = 20;

fn word_start(text: &str, at: usize, limit: usize) -> usize {
    if at == 0 {
        return 0;
    }
    let gap = text[at..limit].char_indices().take(WORD).find(|(_, c)| c.is_whitespace());
    gap.map_or(at, |(offset, c)| at + offset + c.len_utf8())
}

fn word_end(text: &str, at: usize, limit: usize) -> usize {
    if at == text.len() || at <= limit {
        return at;
    }
    let gap = text[limit..at].char_indices().rev().take(WORD).find(|(_, c)| c.is_whitespace());
    gap.map_or(at, |(offset, _)| limit + offset)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn locate(source: &Source, words: &str) -> Location {
        let at = source.text().find(words).unwrap();
        source.locate(Span::new(at, at + words.len()))
    }

    #[test]
    fn near_lines_are_shown_and_far_ones_are_not() {
        let source = Source::from_text("a.md", "one\ntwo\nthree\nfour\nfive\nsix\nseven\n");
        let near = [locate(&source, "two"), locate(&source, "seven")];
        let excerpt = Excerpt::around(&source, locate(&source, "four"), near.into_iter());
        assert_eq!(excerpt.lines.iter().map(|line| line.number).collect::<Vec<_>>(), [2, 3, 4]);
    }

    #[test]
    fn long_lines_are_cut_around_the_finding() {
        let text = format!("{} may ease pain {}", "é wörd".repeat(40_000), "and so on ".repeat(10_000));
        let source = Source::from_text("a.md", text);
        let found = locate(&source, "may ease");
        let excerpt = Excerpt::around(&source, found, [].into_iter());
        let line = &excerpt.lines[0];
        assert!(line.text.chars().count() <= MAX_COLUMNS && line.cut_after && line.column > 1);
        let (_, at) = excerpt.find(found.start).unwrap();
        assert!(line.text[at..].starts_with("may ease"));
    }

    proptest! {
        #[test]
        fn what_is_in_the_excerpt_is_the_source(text in "([a-zé😀 \\r\\n\u{202e}]|abcdefgh ){0,400}", a in 0usize..2000, b in 0usize..2000) {
            let source = Source::from_text("a", text.clone());
            let main = source.locate(Span::new(a.min(b), a.max(b)).within(&text));
            let excerpt = Excerpt::around(&source, main, [main].into_iter());
            prop_assert!(!excerpt.lines.is_empty() && excerpt.lines.len() <= MAX_LINES);
            for line in &excerpt.lines {
                let whole = source.slice(source.line(line.number).unwrap());
                let skipped: String = whole.chars().skip(line.column - 1).collect();
                prop_assert!(skipped.starts_with(&line.text));
                prop_assert!(whole[line.byte_column - 1..].starts_with(&line.text));
                prop_assert!(line.text.chars().count() <= MAX_COLUMNS);
                prop_assert_eq!(line.cut_after, skipped.len() > line.text.len());
            }
        }
    }
}
