//! A rule of Vale's as it is written.

use crate::finding::Level;
use crate::yaml::{self, File, Node, Value};

/// The keys that all checks share, and those of each kind as nodes.
#[derive(Debug)]
pub struct Check {
    pub file: String,
    /// The rule's name: that of its file.
    pub name: String,
    pub extends: String,
    pub message: String,
    pub description: Option<String>,
    pub link: Option<String>,
    pub level: Level,
    pub ignore_case: bool,
    pub nonword: bool,
    pub scopes: Vec<String>,
    root: Node,
}

impl Check {
    /// The error is the reason why it cannot be read.
    pub fn read(file: &File) -> Result<Check, String> {
        let documents = yaml::parse(file).map_err(|error| error.message)?;
        let root = documents.into_iter().next().ok_or("the file is empty")?;
        let get = |key: &str| entry(&root, key);
        let text = |key: &str| get(key).and_then(Node::text).map(str::to_owned);
        let flag = |key: &str| text(key).is_some_and(|value| value == "true");
        let stem = file.name.rsplit('/').next().unwrap_or(&file.name);
        let level = match text("level").as_deref() {
            Some("error") => Level::Error,
            Some("suggestion") => Level::Note,
            _ => Level::Warning,
        };
        let scopes = get("scope").map_or_else(Vec::new, Node::items);
        Ok(Check {
            file: file.name.clone(),
            name: stem.trim_end_matches(".yaml").trim_end_matches(".yml").to_owned(),
            extends: text("extends").ok_or("it has no `extends`, so it is no rule")?,
            message: text("message").unwrap_or_default(),
            description: text("description").filter(|text| !text.trim().is_empty()),
            link: text("link"),
            level,
            ignore_case: flag("ignorecase"),
            nonword: flag("nonword"),
            scopes: scopes.into_iter().filter_map(|node| Some(node.text()?.to_owned())).collect(),
            root,
        })
    }

    pub fn text(&self, key: &str) -> Option<&str> {
        entry(&self.root, key)?.text()
    }

    pub fn texts(&self, key: &str) -> Vec<String> {
        let items = entry(&self.root, key).map_or_else(Vec::new, Node::items);
        items.into_iter().filter_map(|item| Some(item.text()?.to_owned())).collect()
    }

    /// The pairs of a map, and the other maps of a list of maps.
    pub fn pairs(&self, key: &str) -> Vec<(String, String)> {
        let maps = entry(&self.root, key).map_or_else(Vec::new, Node::items);
        let entries = maps.into_iter().flat_map(|node| match &node.value {
            Value::Map(entries) => entries.as_slice(),
            _ => &[],
        });
        entries
            .filter_map(|(name, value)| Some((name.text()?.to_owned(), value.text().unwrap_or("").to_owned())))
            .collect()
    }
}

fn entry<'n>(node: &'n Node, key: &str) -> Option<&'n Node> {
    match &node.value {
        Value::Map(entries) => entries.iter().find(|(name, _)| name.text() == Some(key)).map(|(_, value)| value),
        _ => None,
    }
}
