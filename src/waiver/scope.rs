//! What a comment in a page holds for.

use crate::extract::document::{BlockId, BlockKind, Document, SectionId};
use crate::source::{Location, Source, Span};

/// A comment addressed to this program, with the place that it is about.
#[derive(Debug, Clone, PartialEq)]
pub struct Note {
    pub path: String,
    pub location: Location,
    /// What follows `fairbalance:`.
    pub body: String,
    pub scope: Scope,
}

/// Spans of the file on disk.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Scope(Vec<Span>);

impl Scope {
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Whether something that begins within it is covered.
    pub fn covers(&self, span: Option<Span>) -> bool {
        span.is_some_and(|span| self.0.iter().any(|part| part.start <= span.start && span.start < part.end))
    }
}

/// All comments of a page. One holds for the block that holds it, else for the block that follows; before a heading,
/// for all that stands under it.
pub fn notes(document: &Document, source: &Source) -> Vec<Note> {
    let notes = document.directives.iter().map(|directive| Note {
        path: source.path().to_owned(),
        location: source.locate(directive.span),
        body: directive.body.clone(),
        scope: directive.block.map_or_else(Scope::default, |block| scope(document, source, block)),
    });
    notes.collect()
}

fn scope(document: &Document, source: &Source, id: BlockId) -> Scope {
    let block = document.block(id);
    let hull = document.map.hull(block.span);
    let hulls = document.blocks.iter().map(|block| (block, document.map.hull(block.span)));
    let spans: Vec<Span> = match block.kind {
        BlockKind::Heading(_) => {
            let under = sections_under(document, id);
            hulls.filter(|(block, _)| under.contains(&block.section)).map(|(_, hull)| hull).collect()
        }
        // The text of an attribute stands within a block of its own, and the comment is about that block.
        kind if kind.is_metadata() => hulls.filter(|(_, other)| other.contains(hull)).map(|(_, hull)| hull).collect(),
        _ => vec![hull],
    };
    Scope(spans.into_iter().map(|span| source.locate(span).span).collect())
}

/// The section of a heading and all sections in it.
fn sections_under(document: &Document, heading: BlockId) -> Vec<SectionId> {
    let mut under = Vec::new();
    for (number, section) in document.sections.iter().enumerate() {
        let id = SectionId(number as u32);
        // Parents come before their children.
        if section.heading == Some(heading) || section.parent.is_some_and(|parent| under.contains(&parent)) {
            under.push(id);
        }
    }
    under
}
