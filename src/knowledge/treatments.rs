//! Treatments: drugs, devices, biologics, supplements and procedures, and their status for each condition.

use serde::{Deserialize, Serialize};

use super::row::{NOTE_KEYS, NamedPhrase, Row, SourceNote, Table};
use crate::source::Span;
use crate::yaml::shape::Takes::*;
use crate::yaml::shape::{Shape, key, needed, words_of};
use crate::yaml::{Errors, Fields, File, Node, misspelt};

/// What an agency has said of a treatment for a condition. "Cleared" is a device's 510(k), never an approval.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Status {
    Approved,
    Cleared,
    OffLabel,
    Unapproved,
    Barred,
    Investigational,
    StatePermitted,
    /// Schedule I: cannot be prescribed.
    Scheduled,
    /// The table does not say: no rule that asks for a status holds.
    Unknown,
}

pub const STATUS: &[(&str, Status)] = &[
    ("approved", Status::Approved),
    ("cleared", Status::Cleared),
    ("off-label", Status::OffLabel),
    ("unapproved", Status::Unapproved),
    ("barred", Status::Barred),
    ("investigational", Status::Investigational),
    ("state-permitted", Status::StatePermitted),
    ("scheduled", Status::Scheduled),
    ("unknown", Status::Unknown),
];

/// The classes of product that rules and authorities of the program ask for; a pack can have others.
pub const PRODUCT_CLASSES: &[&str] = &[
    "rx-drug",
    "otc",
    "compounded",
    "biologic",
    "hctp",
    "device",
    "procedure",
    // What hands, needles and talk do; nothing is sold but the session.
    "care",
    "supplement",
    "food",
    "cosmetic",
    "homeopathic",
    "schedule-1",
];

impl Status {
    pub fn name(self) -> &'static str {
        STATUS.iter().find(|(_, status)| *status == self).map_or("", |(name, _)| name)
    }
}

/// A treatment's status for some conditions.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct StatusRow {
    /// Ids of the conditions table, or `any`; each with its place, for errors.
    pub conditions: Vec<(String, Span)>,
    pub status: Status,
    pub flags: Vec<String>,
    pub note: SourceNote,
}

#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Treatment {
    pub row: Row,
    pub status: Vec<StatusRow>,
    /// For every condition that no status row names.
    pub otherwise: Status,
    #[serde(skip)]
    pub contraindications: Vec<NamedPhrase>,
    /// Ids of the risks table, with their places.
    pub must_disclose: Vec<(String, Span)>,
    pub boxed_warning: Vec<(String, Span)>,
}

impl Treatment {
    /// The status for a condition, with the row that says so where one does.
    pub fn status_for(&self, condition: &str) -> (Status, Option<&StatusRow>) {
        let named = |row: &&StatusRow| row.conditions.iter().any(|(id, _)| id == condition);
        let any = |row: &&StatusRow| row.conditions.iter().any(|(id, _)| id == "any");
        let row = self.status.iter().find(named).or_else(|| self.status.iter().find(any));
        row.map_or((self.otherwise, None), |row| (row.status, Some(row)))
    }
}

pub(super) const TREATMENT: Shape = Shape {
    name: "treatment",
    about: "A drug, device, biologic, supplement or procedure, and its status for each condition.",
    keys: &[
        &[
            needed("treatment", Text, "The id, by which rules and tables name it."),
            key("name", Text, "How messages call it; the id where it is left out."),
            key("aliases", Texts, "The phrases by which copy names it."),
            key("excludes", Texts, "Wordings that hold an alias and mean something else."),
            needed("class", Texts, "Its classes of product: drug, device, supplement …"),
            key("schedule", Texts, "Its schedule, where it is controlled: III, I …"),
            key("routes", Texts, "Ways it is given: intravenous, oral …"),
            key("populations", Texts, "For whom it is: adult, paediatric …"),
            needed(
                "otherwise",
                Word(statuses),
                "Its status for every condition that `status` does not name; `unknown` where the table lists only what is certain.",
            ),
            key("status", Maps(&STATUS_ROW), "Its status for named conditions."),
            key("boxed-warning", Texts, "Risks of its boxed warning, by id."),
            key("rems", Texts, "Whether a risk programme (REMS) holds for it."),
            key("monitoring", Texts, "What must be watched while it acts."),
            key("must-disclose", Texts, "Risks that a page selling it should name, by id."),
            key("minimum-risks", Texts, "How many of them a page must name."),
            key("contraindications", Texts, "Who should not have it, as phrases."),
            key("flags", Texts, "Further marks that rules ask for."),
            key("evidence", Texts, "What the evidence amounts to."),
            key("confidence", Texts, "How sure the row is: high, medium, low."),
        ],
        NOTE_KEYS,
    ],
    any_of: &[],
};

const STATUS_ROW: Shape = Shape {
    name: "status",
    about: "What an agency has said of the treatment for some conditions.",
    keys: &[
        &[
            needed("conditions", SomeTexts, "Conditions by id, or `any`."),
            needed("status", Word(statuses), "The status. Cleared is a device's 510(k), never an approval."),
            key("flags", Texts, "Marks that rules ask for, such as `high-risk` or `narrow`."),
            key("note", Text, "For whoever keeps the table."),
        ],
        NOTE_KEYS,
    ],
    any_of: &[],
};

fn statuses() -> Vec<&'static str> {
    words_of(STATUS)
}

pub(super) fn read(node: &Node, file: &File, errors: &mut Errors) -> Option<Treatment> {
    let mut fields = Fields::shaped(node, &TREATMENT, file, errors)?;
    let id_node = fields.require("treatment", errors);
    let id = id_node.and_then(|node| node.expect_text(file, errors));
    let name = fields.text("name", errors);
    let phrases = NamedPhrase::list(fields.take("aliases"), file, errors);
    let excludes = NamedPhrase::list(fields.take("excludes"), file, errors);
    let class_node = fields.require("class", errors);
    expect_classes(class_node, file, errors);
    let class = class_node.map(|node| node.expect_texts(file, errors)).unwrap_or_default();
    let otherwise = fields.require("otherwise", errors).and_then(|node| node.expect_word(STATUS, file, errors));
    let status_nodes = fields.take("status").map_or_else(Vec::new, Node::items);
    let status = status_nodes.into_iter().filter_map(|node| read_status(node, file, errors)).collect();
    let must_disclose = names(fields.take("must-disclose"), file, errors);
    let boxed_warning = names(fields.take("boxed-warning"), file, errors);
    let contraindications = NamedPhrase::list(fields.take("contraindications"), file, errors);
    let ids = |names: &[(String, Span)]| names.iter().map(|(id, _)| id.clone()).collect::<Vec<_>>();
    let mut attributes = vec![
        ("class".into(), class),
        ("must-disclose".into(), ids(&must_disclose)),
        ("boxed-warning".into(), ids(&boxed_warning)),
        ("contraindications".into(), contraindications.iter().map(|phrase| phrase.text.clone()).collect()),
        ("otherwise".into(), otherwise.map(|status: Status| status.name().to_owned()).into_iter().collect()),
    ];
    for key in ["schedule", "routes", "populations", "flags", "evidence", "monitoring", "confidence"] {
        attributes.push((key.into(), fields.texts(key, errors)));
    }
    for key in ["rems", "minimum-risks"] {
        attributes.push((key.into(), fields.texts(key, errors)));
    }
    let note = SourceNote::take(&mut fields, errors);
    fields.finish(errors);
    let id = id?;
    attributes.push(("id".into(), vec![id.clone()]));
    Some(Treatment {
        row: Row {
            table: Table::Treatment,
            name: name.unwrap_or_else(|| id.replace('-', " ")),
            phrases,
            excludes,
            attributes,
            note,
            span: id_node.map_or(node.span, |node| node.span),
            file: file.clone(),
            id,
        },
        status,
        otherwise: otherwise?,
        contraindications,
        must_disclose,
        boxed_warning,
    })
}

/// Classes of product are open, since packs may be about other goods; what looks like a known one is likely meant to be it.
pub(super) fn expect_classes(node: Option<&Node>, file: &File, errors: &mut Errors) {
    for item in node.map_or_else(Vec::new, Node::items) {
        if let Some(text) = item.text()
            && let Some(near) = misspelt(text, PRODUCT_CLASSES)
        {
            let error = file.error(item.span, format!("unknown class of product `{text}`")).label("unknown class");
            errors.push(error.hint(format!("did you mean `{near}`?")));
        }
    }
}

fn read_status(node: &Node, file: &File, errors: &mut Errors) -> Option<StatusRow> {
    let mut fields = Fields::shaped(node, &STATUS_ROW, file, errors)?;
    let conditions = names(fields.require("conditions", errors), file, errors);
    let status = fields.require("status", errors).and_then(|node| node.expect_word(STATUS, file, errors));
    let flags = fields.texts("flags", errors);
    let note = SourceNote::take(&mut fields, errors);
    fields.text("note", errors);
    fields.finish(errors);
    Some(StatusRow { conditions, status: status?, flags, note })
}

fn names(node: Option<&Node>, file: &File, errors: &mut Errors) -> Vec<(String, Span)> {
    NamedPhrase::list(node, file, errors).into_iter().map(|phrase| (phrase.text, phrase.span)).collect()
}
