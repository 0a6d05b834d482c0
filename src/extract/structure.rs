//! Sections and governors: which blocks hold for which others.

use super::document::{BlockId, BlockKind, Document, Governor, GovernorRole, Section, SectionId, Visibility};
use super::scope::{Cell, Data, Role, Scope, TableData};

/// What has to be remembered between blocks, apart from what open elements remember.
#[derive(Debug)]
pub(super) struct Structure {
    section: SectionId,
    /// By section: the question that it answers.
    section_questions: Vec<Option<BlockId>>,
    /// A question above its answer that is no heading.
    question: Option<BlockId>,
    /// The last block, where it could lead into a list.
    lead_in: Option<BlockId>,
    /// The blocks of a quotation that has just ended.
    last_quote: Option<(u32, u32)>,
}

impl Default for Structure {
    fn default() -> Self {
        Structure {
            section: SectionId(0),
            section_questions: vec![None],
            question: None,
            lead_in: None,
            last_quote: None,
        }
    }
}

/// Header cells of several blocks are cut off here, so that wide tables stay linear.
const MAX_HEADERS: usize = 4;

impl Structure {
    pub fn section(&self) -> SectionId {
        self.section
    }

    /// Prepares what an element of this role remembers. `blocks` is the number of blocks so far.
    pub fn enter(&mut self, role: Role, scopes: &mut [Scope], blocks: usize) -> Data {
        match role {
            Role::List => return Data::List { lead_in: self.lead_in.take() },
            Role::Table => return Data::Table(Box::default()),
            Role::Quote => return Data::Quote { first: blocks as u32, attribution: None },
            Role::Details => return Data::Details { question: None },
            Role::Terms => return Data::Terms { term: None, question: false },
            Role::Row => {
                if let Some(table) = table(scopes) {
                    table.row_header = None;
                    table.next_column = 0;
                    table.row_has_data = false;
                    table.rows += 1;
                }
            }
            Role::Cell(cell) => enter_cell(cell, scopes),
            Role::Term => {
                if let Some(Data::Terms { term, question }) = innermost(scopes, |d| matches!(d, Data::Terms { .. })) {
                    (*term, *question) = (None, false);
                }
            }
            _ => {}
        }
        Data::None
    }

    pub fn leave(&mut self, scope: &Scope, blocks: usize) {
        match scope.role {
            Role::Item | Role::List | Role::Table | Role::Details => self.lead_in = None,
            _ => {}
        }
        if let Data::Quote { first, attribution: None } = scope.data
            && (first as usize) < blocks
        {
            self.last_quote = Some((first, blocks as u32));
            self.lead_in = None;
        }
    }

    /// The governors of a block that opens here.
    pub fn governors(&self, scopes: &[Scope], kind: Option<BlockKind>) -> Vec<Governor> {
        let mut governors = Vec::new();
        let mut add = |role, block| governors.push(Governor { role, block });
        let mut question = None;
        for scope in scopes {
            match &scope.data {
                Data::List { lead_in: Some(block) } => add(GovernorRole::LeadIn, *block),
                Data::Table(table) => {
                    table
                        .headers
                        .get(table.column)
                        .into_iter()
                        .flatten()
                        .for_each(|&b| add(GovernorRole::ColumnHeader, b));
                    table.row_header.into_iter().for_each(|b| add(GovernorRole::RowHeader, b));
                }
                Data::Quote { attribution: Some(block), .. } => add(GovernorRole::Attribution, *block),
                Data::Details { question: Some(block) } | Data::Terms { term: Some(block), question: true } => {
                    question = Some(*block)
                }
                Data::Terms { term: Some(block), .. } => add(GovernorRole::RowHeader, *block),
                _ => {}
            }
        }
        let above = self.question.or(self.section_questions[self.section.0 as usize]);
        if let Some(block) = question.or(above).filter(|_| !matches!(kind, Some(BlockKind::Heading(_)))) {
            add(GovernorRole::Question, block);
        }
        governors
    }

    /// Takes note of a block of the flow. `bold`: nothing in it is not.
    pub fn block_ended(&mut self, doc: &mut Document, scopes: &mut [Scope], id: BlockId, bold: bool) {
        let block = &doc.blocks[id.0 as usize];
        let (kind, visibility) = (block.kind, block.visibility);
        let text = &doc.text[block.span.range()];
        let asks = text.ends_with('?');
        let asked_outright = bold || text.starts_with("Q:") || text.starts_with("Q.");
        let is_heading = matches!(kind, BlockKind::Heading(_));
        let leads_in = !is_heading && leads_in(text, bold);
        let quoted_line = is_quoted_line(text);
        let attribution_line = is_attribution_line(text);
        let has_role = |role| scopes.iter().any(|s| s.role == role);
        let (toggle, in_quote, names_speaker) =
            (has_role(Role::Toggle), has_role(Role::Quote), has_role(Role::Attribution));

        if (names_speaker || attribution_line) && !is_heading && self.attribute(doc, scopes, id) {
            self.lead_in = None;
            return;
        }
        if !in_quote {
            self.last_quote = quoted_line.then_some((id.0, id.0 + 1));
        }
        let is_prose =
            matches!(kind, BlockKind::Paragraph | BlockKind::ListItem | BlockKind::TableCell | BlockKind::FinePrint);
        self.lead_in = (leads_in && is_prose && visibility != Visibility::Hidden).then_some(id);
        match kind {
            BlockKind::Heading(level) if visibility != Visibility::Hidden => self.open_section(doc, id, level, asks),
            BlockKind::Heading(_) => {}
            _ if (asked_outright || toggle) && asks => self.question = Some(id),
            _ if bold || toggle => self.question = None,
            _ => {}
        }
        register(scopes, id, asks);
    }

    fn open_section(&mut self, doc: &mut Document, heading: BlockId, level: u8, asks: bool) {
        let mut parent = self.section;
        while doc.section(parent).level >= level
            && let Some(above) = doc.section(parent).parent
        {
            parent = above;
        }
        self.section = SectionId(doc.sections.len() as u32);
        doc.sections.push(Section { heading: Some(heading), level, parent: Some(parent) });
        doc.blocks[heading.0 as usize].section = self.section;
        self.section_questions.push(if asks { Some(heading) } else { self.section_questions[parent.0 as usize] });
        self.question = None;
    }

    /// Makes `id` the attribution of the quotation around or before it. False if there is none.
    fn attribute(&mut self, doc: &mut Document, scopes: &mut [Scope], id: BlockId) -> bool {
        let quote = innermost(scopes, |d| matches!(d, Data::Quote { .. }));
        let (first, end) = match (quote, self.last_quote.take()) {
            (Some(Data::Quote { first, attribution }), _) => {
                let range = (*first, id.0);
                // Before what is said, it holds for what follows; after it, for what was.
                *attribution = (range.0 == range.1).then_some(id);
                *first = id.0 + 1;
                range
            }
            (_, Some(range)) => range,
            _ => return false,
        };
        for block in &mut doc.blocks[first as usize..end as usize] {
            block.governors.push(Governor { role: GovernorRole::Attribution, block: id });
        }
        let block = &mut doc.blocks[id.0 as usize];
        block.kind = BlockKind::Caption;
        block.traits.quoted = false;
        block.governors.retain(|governor| governor.role != GovernorRole::Attribution);
        true
    }
}

fn enter_cell(cell: Cell, scopes: &mut [Scope]) {
    let in_head = scopes.iter().any(|s| s.role == Role::TableHead);
    let Some(table) = table(scopes) else { return };
    table.column = table.next_column;
    table.next_column += cell.columns;
    if !cell.header && !table.row_has_data {
        table.row_has_data = true;
        // `<tr><th>Condition</th><td>…`: what looked like the header of a column is that of the row.
        if table.rows == 1 && !in_head {
            table.row_header = table.headers.drain(..).flatten().next();
        }
    }
}

/// Tells the innermost container what stands in it.
fn register(scopes: &mut [Scope], id: BlockId, asks: bool) {
    let in_head = scopes.iter().any(|s| s.role == Role::TableHead);
    let Some(position) = scopes.iter().rposition(|s| matches!(s.role, Role::Cell(_) | Role::Term | Role::Summary))
    else {
        return;
    };
    match scopes[position].role {
        Role::Cell(cell) => {
            let Some(table) = table(scopes) else { return };
            let heads_column = in_head || cell.of_column || (table.rows <= 1 && !table.row_has_data);
            if cell.header && heads_column && !cell.of_row {
                if table.headers.len() <= table.column {
                    table.headers.resize(table.column + 1, Vec::new());
                }
                let headers = &mut table.headers[table.column];
                if headers.len() < MAX_HEADERS {
                    headers.push(id);
                }
            } else if table.row_header.is_none() && (cell.header || (table.column == 0 && !table.headers.is_empty())) {
                table.row_header = Some(id);
            }
        }
        Role::Term => {
            if let Some(Data::Terms { term, question }) = innermost(scopes, |d| matches!(d, Data::Terms { .. })) {
                (*term, *question) = (Some(id), asks);
            }
        }
        _ => {
            if let Some(Data::Details { question }) = innermost(scopes, |d| matches!(d, Data::Details { .. })) {
                *question = asks.then_some(id);
            }
        }
    }
}

fn innermost(scopes: &mut [Scope], wanted: fn(&Data) -> bool) -> Option<&mut Data> {
    scopes.iter_mut().rev().map(|scope| &mut scope.data).find(|data| wanted(data))
}

fn table(scopes: &mut [Scope]) -> Option<&mut TableData> {
    match innermost(scopes, |d| matches!(d, Data::Table(_))) {
        Some(Data::Table(table)) => Some(table),
        _ => None,
    }
}

/// A paragraph right before a list that its items complete: it ends with a colon, or reads like a heading.
fn leads_in(text: &str, bold: bool) -> bool {
    const HEADING_WORDS: usize = 8;
    text.ends_with(':') || (!text.ends_with(['.', '!', '?', ';', ',']) && (bold || has_words(text, 1, HEADING_WORDS)))
}

fn is_quoted_line(text: &str) -> bool {
    text.len() > 8 && text.starts_with('"') && text.trim_end_matches(['.', ' ']).ends_with('"')
}

/// "- Maria, Austin": a dash and a name.
fn is_attribution_line(text: &str) -> bool {
    const NAME_WORDS: usize = 14;
    let name = text.trim_start_matches(['-', '~', ' ']);
    name.len() < text.len() && name.starts_with(char::is_uppercase) && has_words(name, 1, NAME_WORDS)
}

fn has_words(text: &str, least: usize, most: usize) -> bool {
    (least..=most).contains(&text.split(' ').take(most + 1).count())
}
