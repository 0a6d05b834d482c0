//! Rules that extend others: what they do not say themselves they take over.

use crate::load_error::LoadError;
use crate::source::Span;
use crate::yaml::{Errors, File, Node, Value, unknown};

/// A document that reads as a rule, before it is taken apart.
#[derive(Debug, Clone)]
pub(super) struct Draft {
    pub pack: String,
    pub file: File,
    pub node: Node,
}

/// Keys that a `+` adds to instead of replacing: `unless+`, `lower+` …
pub(crate) const LISTS: &[&str] = &["unless", "lower", "raise", "authority", "takes-in"];

impl Draft {
    fn get(&self, key: &str) -> Option<&Node> {
        get(&self.node, key)
    }

    pub fn full_id(&self) -> Option<String> {
        Some(format!("{}/{}", self.pack, self.get("id")?.text()?))
    }

    /// The full id of the rule it extends.
    pub fn extends(&self) -> Option<String> {
        Some(self.get("extends")?.text()?.to_owned())
    }
}

/// Fills in every rule that says `extends: PACK/RULE`. A rule may extend one that extends another.
pub(super) fn resolve(drafts: Vec<Draft>, errors: &mut Errors) -> Vec<Draft> {
    let mut done: Vec<Draft> = Vec::with_capacity(drafts.len());
    let mut waiting = drafts;
    loop {
        let before = waiting.len();
        let mut rest = Vec::new();
        for draft in waiting {
            match draft.extends().map(|name| done.iter().find(|other| other.full_id().as_deref() == Some(&name))) {
                None => done.push(draft),
                Some(Some(base)) => {
                    let node = merged(&base.node, &draft.node);
                    done.push(Draft { node, ..draft });
                }
                Some(None) => rest.push(draft),
            }
        }
        if rest.is_empty() {
            return done;
        }
        if rest.len() == before {
            errors.extend(rest.iter().filter_map(|draft| no_base(draft, &done)));
            return done;
        }
        waiting = rest;
    }
}

fn no_base(draft: &Draft, done: &[Draft]) -> Option<LoadError> {
    let node = draft.get("extends")?;
    let known: Vec<String> = done.iter().filter_map(Draft::full_id).collect();
    let known: Vec<&str> = known.iter().map(String::as_str).collect();
    Some(unknown(&draft.file, node.span, "rule", node.text()?, &known).of_unknown_name())
}

/// The base's entries, replaced or added to by the extending rule's. What is taken over stands, for whoever asks, where
/// the rule says what it extends: its places in the base's file mean nothing in the rule's own.
fn merged(base: &Node, own: &Node) -> Node {
    let at = get(own, "extends").map_or(own.span, |node| node.span);
    let base = moved(base, at);
    let (Value::Map(below), Value::Map(above)) = (&base.value, &own.value) else { return own.clone() };
    let key = |entry: &(Node, Node)| entry.0.text().unwrap_or_default().to_owned();
    let mut entries: Vec<(Node, Node)> = below.iter().filter(|entry| key(entry) != "extends").cloned().collect();
    for entry in above.iter().filter(|entry| key(entry) != "extends") {
        let name = key(entry);
        let list = name.strip_suffix('+').filter(|list| LISTS.contains(list));
        let at = entries.iter().position(|known| key(known) == list.unwrap_or(&name));
        match (list, at) {
            (Some(_), Some(at)) => {
                let mut items: Vec<Node> = entries[at].1.items().into_iter().cloned().collect();
                items.extend(entry.1.items().into_iter().cloned());
                entries[at].1 = Node { value: Value::List(items), span: entry.1.span };
            }
            (Some(list), None) => {
                let name = Node { value: Value::Text(list.to_owned()), span: entry.0.span };
                entries.push((name, entry.1.clone()));
            }
            (None, Some(at)) => entries[at] = entry.clone(),
            (None, None) => entries.push(entry.clone()),
        }
    }
    Node { value: Value::Map(entries), span: own.span }
}

/// The same node with everything in it standing at `at`.
fn moved(node: &Node, at: Span) -> Node {
    let value = match &node.value {
        Value::List(items) => Value::List(items.iter().map(|item| moved(item, at)).collect()),
        Value::Map(entries) => {
            Value::Map(entries.iter().map(|(key, value)| (moved(key, at), moved(value, at))).collect())
        }
        plain => plain.clone(),
    };
    Node { value, span: at }
}

fn get<'n>(node: &'n Node, key: &str) -> Option<&'n Node> {
    match &node.value {
        Value::Map(entries) => entries.iter().find(|(name, _)| name.text() == Some(key)).map(|(_, value)| value),
        _ => None,
    }
}
