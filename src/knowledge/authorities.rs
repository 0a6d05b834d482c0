//! Authorities: who asks what of copy, and whom it binds.

use serde::{Deserialize, Serialize};

use super::treatments::expect_classes;
use crate::finding::AuthorityCard;
use crate::source::Span;
use crate::yaml::shape::Takes::*;
use crate::yaml::shape::{Shape, key, needed, words_of};
use crate::yaml::{Errors, Fields, File, Node};

/// How an authority reaches a US clinic or whoever writes for it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reach {
    Binding,
    /// Binds others; the yardstick that reviewers use.
    Benchmark,
    /// What an enforcing body has said it expects.
    Guidance,
    /// A contract with an advertising platform.
    Platform,
    SelfRegulation,
}

const REACH: &[(&str, Reach)] = &[
    ("binding", Reach::Binding),
    ("benchmark", Reach::Benchmark),
    ("guidance", Reach::Guidance),
    ("platform", Reach::Platform),
    ("self-regulation", Reach::SelfRegulation),
];

#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Authority {
    pub card: AuthorityCard,
    /// What it asks of copy, in one sentence.
    pub asks: String,
    /// `us`, a state such as `us-tx`, `platform`, or a country.
    pub jurisdiction: String,
    /// Product classes it speaks to; `any` for all.
    pub products: Vec<String>,
    /// Ids of the treatments it speaks of; empty for any.
    pub treatments: Vec<String>,
    pub volatile: bool,
    /// Of the code.
    #[serde(skip)]
    pub span: Span,
    /// Of the date, or of the code where there is none.
    #[serde(skip)]
    pub dated: Span,
    #[serde(skip)]
    pub file: File,
}

pub(super) const AUTHORITY: Shape = Shape {
    name: "authority",
    about: "Who asks what of copy, and whom it binds.",
    keys: &[&[
        needed("code", Text, "The code, by which rules name it."),
        key("name", Text, "How reports call it; the citation where it is left out."),
        needed("citation", Text, "Where it is written."),
        key("asks", Text, "What it asks of copy, in one sentence."),
        needed("reach", Word(|| words_of(REACH)), "How it reaches whoever publishes the page."),
        key(
            "jurisdiction",
            Text,
            "`us`, a state such as `us-tx`, `platform`, or a country; `us` where it is left out.",
        ),
        key("products", Texts, "Classes of product it speaks to; `any` for all."),
        key("treatments", Texts, "Treatments it speaks of, by id; all where it is left out."),
        key("url", Text, "Its address."),
        key("as_of", Date, "The day on which it was read."),
        key("in-force", Text, "Since when it holds."),
        key("confirmed", Text, "How it was confirmed: read, single-source, memory."),
        key("volatile", Flag, "Whether it changes often."),
    ]],
    any_of: &[],
};

pub(super) fn read(node: &Node, file: &File, errors: &mut Errors) -> Option<Authority> {
    let mut fields = Fields::shaped(node, &AUTHORITY, file, errors)?;
    let code_node = fields.require("code", errors);
    let code = code_node.and_then(|node| node.expect_text(file, errors));
    let name = fields.text("name", errors);
    let citation = fields.require("citation", errors).and_then(|node| node.expect_text(file, errors));
    let asks = fields.text("asks", errors).unwrap_or_default();
    let reach = fields.require("reach", errors);
    let reach_name = reach.and_then(|node| node.text()).unwrap_or_default().to_owned();
    reach.and_then(|node| node.expect_word(REACH, file, errors));
    let jurisdiction = fields.text("jurisdiction", errors).unwrap_or_else(|| "us".to_owned());
    let products_node = fields.take("products");
    expect_classes(products_node, file, errors);
    let products = products_node.map_or_else(Vec::new, |node| node.expect_texts(file, errors));
    let treatments = fields.texts("treatments", errors);
    let url = fields.text("url", errors).unwrap_or_default();
    let as_of_node = fields.take("as_of");
    let as_of =
        as_of_node.and_then(|node| node.expect_date(file, errors)).map_or_else(String::new, |date| date.to_string());
    let span = code_node.map_or(node.span, |node| node.span);
    let dated = as_of_node.map_or(span, |node| node.span);
    fields.text("in-force", errors);
    fields.text("confirmed", errors);
    let volatile = fields.take("volatile").and_then(|node| node.expect_bool(file, errors)).unwrap_or(false);
    fields.finish(errors);
    let (code, citation) = (code?, citation?);
    let card =
        AuthorityCard { name: name.unwrap_or_else(|| citation.clone()), code, citation, url, reach: reach_name, as_of };
    Some(Authority { card, asks, jurisdiction, products, treatments, volatile, span, dated, file: file.clone() })
}
