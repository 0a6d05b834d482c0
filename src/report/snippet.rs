//! A picture of some lines with labelled underlines, drawn by miette over an [`Excerpt`].

use std::fmt;

use miette::{
    Diagnostic, GraphicalReportHandler, GraphicalTheme, LabeledSpan, MietteError, MietteSpanContents, SourceCode,
    SourceSpan, SpanContents,
};
use owo_colors::Style;

use super::Options;
use super::escape::{self, Escaped};
use super::excerpt::{Excerpt, Line};
use crate::source::{Location, Position, Span};

/// Something to underline. Marks that come first win where two overlap.
#[derive(Debug, Clone)]
pub struct Mark {
    pub location: Location,
    pub label: String,
    pub style: Style,
}

/// A drawn picture.
#[derive(Debug)]
pub struct Picture {
    pub text: String,
    /// For each mark, whether its label is in the picture. Others lie outside of the lines, or under another mark.
    pub shown: Vec<bool>,
    /// Columns before the vertical bar.
    pub gutter: usize,
}

/// Draws `excerpt` with `marks`, the first of them in the leading role, under the place `main`. `None` if none of them
/// is to be seen.
pub fn draw(path: &str, main: Position, excerpt: &Excerpt, marks: &[Mark], options: &Options) -> Option<Picture> {
    let last_number = excerpt.lines.last()?.number;
    let digits = last_number.to_string().len();
    // Gutter, bar and the marks of a cut line.
    let room = options.width.saturating_sub(digits + 9).max(40);
    let mut shown = vec![false; marks.len()];
    let mut page = Page { name: escape::text(path), text: String::new(), first: excerpt.lines[0].number, main };
    let mut labels: Vec<(LabeledSpan, Style)> = Vec::new();
    for line in &excerpt.lines {
        let line = fit(line, marks, room);
        let placed = place(&line, marks);
        let base = page.text.len() + if line.column > 1 { CUT_BEFORE.len() } else { 0 };
        let escaped = Escaped::of(&line.text);
        for part in placed {
            let from = base + escaped.offset(part.span.start);
            let to = base + escaped.offset(part.span.end);
            let names: Vec<&str> = part.names.iter().filter(|&&m| !shown[m]).map(|&m| &*marks[m].label).collect();
            let label = (!names.is_empty()).then(|| escape::prose(&names.join("; ")));
            let label = label.filter(|label| !label.is_empty());
            for &mark in &part.names {
                shown[mark] = true;
            }
            let span = (from, to - from);
            let label = match part.names.contains(&0) {
                true => LabeledSpan::new_primary_with_span(label, span),
                false => LabeledSpan::new_with_span(label, span),
            };
            labels.push((label, marks[part.names[0]].style));
        }
        page.text.push_str(if line.column > 1 { CUT_BEFORE } else { "" });
        page.text.push_str(&escaped.text);
        page.text.push_str(if line.cut_after { CUT_AFTER } else { "" });
        page.text.push('\n');
    }
    if labels.is_empty() {
        return None;
    }
    labels.sort_by_key(|(label, _)| label.offset());
    let (labels, styles) = labels.into_iter().unzip();
    let mut theme = if options.color { GraphicalTheme::unicode() } else { GraphicalTheme::unicode_nocolor() };
    if options.color {
        theme.styles.highlights = styles;
    }
    let handler = GraphicalReportHandler::new_themed(theme)
        .with_links(false)
        .with_context_lines(1)
        .with_width(options.width)
        .without_syntax_highlighting();
    let mut text = String::new();
    handler.render_report(&mut text, &Drawing { page, labels }).ok()?;
    // miette's own headline, empty here: findings have a headline of their own.
    let text = text.split_once('\n').map_or("", |(_, picture)| picture).to_owned();
    Some(Picture { text, shown, gutter: digits + 2 })
}

const CUT_BEFORE: &str = "… ";
const CUT_AFTER: &str = " …";

/// A stretch of one line that one or more marks cover exactly.
struct Part {
    span: Span,
    names: Vec<usize>,
}

/// The line, narrowed to the room there is around the marks on it.
fn fit(line: &Line, marks: &[Mark], room: usize) -> Line {
    let mut parts = marks.iter().filter_map(|mark| part_of(line, mark.location));
    let Some(first) = parts.next() else { return line.narrowed(Span::default(), room) };
    let hull = parts.fold(first, Span::hull);
    let focus = if hull.len() <= room { hull } else { first };
    line.narrowed(focus, room)
}

/// What each mark covers of the line, without overlaps.
fn place(line: &Line, marks: &[Mark]) -> Vec<Part> {
    let mut parts: Vec<Part> = Vec::new();
    for (name, mark) in marks.iter().enumerate() {
        let Some(span) = part_of(line, mark.location) else { continue };
        if let Some(same) = parts.iter_mut().find(|part| part.span == span) {
            same.names.push(name);
        } else if !parts
            .iter()
            .any(|part| part.span.overlaps(span) || part.span.contains(span) || span.contains(part.span))
        {
            parts.push(Part { span, names: vec![name] });
        }
    }
    parts
}

/// The bytes of `line.text` that a location covers; `None` if nothing of it is to be seen there.
fn part_of(line: &Line, location: Location) -> Option<Span> {
    if line.number < location.start.line || line.number > location.end.line {
        return None;
    }
    let start = match location.start {
        Position { line: number, column, .. } if number == line.number && column >= line.column => {
            line.offset(column)?
        }
        _ => 0,
    };
    let end = match location.end {
        Position { line: number, column, .. } if number == line.number => match column.checked_sub(line.column) {
            Some(_) => line.offset(column).unwrap_or(line.text.len()),
            None => return None,
        },
        _ => line.text.len(),
    };
    // A continuation covers no white space at the ends of its line.
    let whole_line_start = location.start.line < line.number;
    let start = match whole_line_start {
        true => start + (line.text[start..end].len() - line.text[start..end].trim_start().len()),
        false => start,
    };
    let is_point = location.start == location.end;
    (start < end || is_point && start == end).then(|| Span::new(start, end))
}

/// The excerpt as miette reads it: always all of it, so that it stays one picture.
#[derive(Debug)]
struct Page {
    name: String,
    text: String,
    first: usize,
    main: Position,
}

impl SourceCode for Page {
    fn read_span<'a>(
        &'a self,
        span: &SourceSpan,
        context_before: usize,
        _context_after: usize,
    ) -> Result<Box<dyn SpanContents<'a> + 'a>, MietteError> {
        if span.offset() + span.len() > self.text.len() {
            return Err(MietteError::OutOfBounds);
        }
        // Without context miette asks for the place to name above the picture.
        let (line, column) = match context_before {
            0 => (self.main.line.saturating_sub(1), self.main.column.saturating_sub(1)),
            _ => (self.first - 1, 0),
        };
        let all = SourceSpan::new(0.into(), self.text.len());
        let lines = self.text.lines().count();
        Ok(Box::new(MietteSpanContents::new_named(self.name.clone(), self.text.as_bytes(), all, line, column, lines)))
    }
}

#[derive(Debug)]
struct Drawing {
    page: Page,
    labels: Vec<LabeledSpan>,
}

impl fmt::Display for Drawing {
    fn fmt(&self, _: &mut fmt::Formatter) -> fmt::Result {
        Ok(())
    }
}

impl std::error::Error for Drawing {}

impl Diagnostic for Drawing {
    fn source_code(&self) -> Option<&dyn SourceCode> {
        Some(&self.page)
    }

    fn labels(&self) -> Option<Box<dyn Iterator<Item = LabeledSpan> + '_>> {
        Some(Box::new(self.labels.iter().cloned()))
    }
}
