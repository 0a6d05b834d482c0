//! Where a value of a resolved config was written, for people who wonder why a rule is off.

use std::fmt;

use super::Globs;
use crate::source::{Source, Span};
use crate::yaml::{self, File, Node, Value};

/// A line of a config.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place {
    pub file: String,
    /// 1-based.
    pub line: usize,
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        write!(f, "{}:{}", self.file, self.line)
    }
}

/// The files that one config was laid together from.
#[derive(Debug, Default)]
pub struct Origins<'a> {
    layers: Vec<(&'a File, Node)>,
    path: &'a str,
}

impl<'a> Origins<'a> {
    /// `layers` from what is extended to what extends it; `path` is the page's, relative as patterns see it. Files that are
    /// no config say nothing.
    pub fn new(layers: &'a [File], path: &'a str) -> Origins<'a> {
        let read = |file: &'a File| Some((file, yaml::parse(file).ok()?.into_iter().next()?));
        Origins { layers: layers.iter().filter_map(read).collect(), path }
    }

    /// All items written under a key of the top level, each with its place.
    pub fn items(&self, key: &str) -> Vec<(String, Place)> {
        let nodes = self.layers.iter().filter_map(|(file, root)| Some((*file, entry(root, key)?)));
        nodes.flat_map(|(file, node)| items(file, node)).collect()
    }

    /// Where the last file that has the key says it.
    pub fn key(&self, key: &str) -> Option<Place> {
        self.layers.iter().rev().find_map(|(file, root)| Some(place(file, entry(root, key)?.span)))
    }

    /// Where the level of a rule is set for the page.
    pub fn rule(&self, id: &str) -> Option<Place> {
        self.in_map("rules", id)
    }

    /// Where a fact of the page is declared: `product`, `jurisdiction` …
    pub fn fact(&self, name: &str) -> Option<Place> {
        // `product` and `brands` may stand by themselves.
        self.in_map("page", name).or_else(|| self.key(name))
    }

    /// Keys of the top level that `known` does not name, in order.
    pub fn other_keys(&self, known: &[&str]) -> Vec<String> {
        let keys = self.layers.iter().flat_map(|(_, root)| entries(root)).filter_map(|(key, _)| key.text());
        let mut others: Vec<String> = keys.filter(|key| !known.contains(key)).map(str::to_owned).collect();
        others.sort();
        others.dedup();
        others
    }

    /// An entry of a map: as the last override for the page says, else as the last file does.
    fn in_map(&self, map: &str, key: &str) -> Option<Place> {
        let overrides = self.layers.iter().rev().flat_map(|(file, root)| {
            let all = entry(root, "overrides").map_or_else(Vec::new, Node::items);
            all.into_iter().rev().filter(|node| self.is_for_page(node)).map(|node| (*file, node))
        });
        let plain = self.layers.iter().rev().map(|(file, root)| (*file, root));
        overrides.chain(plain).find_map(|(file, node)| {
            let (name, _) = entries(entry(node, map)?).iter().find(|(name, _)| name.text() == Some(key))?;
            Some(place(file, name.span))
        })
    }

    fn is_for_page(&self, over: &Node) -> bool {
        let paths = entry(over, "paths").map_or_else(Vec::new, Node::items);
        let patterns: Vec<String> = paths.iter().filter_map(|node| Some(node.text()?.trim().to_owned())).collect();
        Globs::new(&patterns).is_ok_and(|globs| globs.matches(self.path))
    }
}

fn items(file: &File, node: &Node) -> Vec<(String, Place)> {
    let one = |node: &Node| (shown(file, node), place(file, node.span));
    match &node.value {
        Value::Map(entries) => entries
            .iter()
            .map(|(name, value)| (format!("{}: {}", shown(file, name), shown(file, value)), place(file, name.span)))
            .collect(),
        _ => node.items().into_iter().map(one).collect(),
    }
}

/// A scalar as read; anything else as written, on one line.
fn shown(file: &File, node: &Node) -> String {
    match node.text() {
        Some(text) => text.trim().to_owned(),
        None => {
            let text = &file.text[node.span.within(&file.text).range()];
            text.split_whitespace().collect::<Vec<_>>().join(" ")
        }
    }
}

fn place(file: &File, span: Span) -> Place {
    let source = Source::from_text(file.name.as_str(), &*file.text);
    let line = source.locate(span.within(source.text())).start.line;
    Place { file: file.name.clone(), line }
}

fn entries(node: &Node) -> &[(Node, Node)] {
    match &node.value {
        Value::Map(entries) => entries,
        _ => &[],
    }
}

fn entry<'n>(node: &'n Node, key: &str) -> Option<&'n Node> {
    entries(node).iter().find(|(name, _)| name.text() == Some(key)).map(|(_, value)| value)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_word_is_found() {
        let layers = [
            File::new("base.yml", "fail-on: note\nrules:\n  x/a: off\n  x/b: off\nproduct: drug\nexclude: [one/]\n"),
            File::new(
                "own.yml",
                "rules: {x/b: note}\noverrides:\n- {paths: blog/, rules: {x/a: error}, page: {page: article}}\n\
                 - {paths: shop/, rules: {x/a: note}}\nexclude:\n  - two/\nnew-key: 3\n",
            ),
        ];
        let at = |place: Option<Place>| place.map(|place| place.to_string()).unwrap_or_default();
        let blog = Origins::new(&layers, "blog/a.md");
        assert_eq!(at(blog.rule("x/a")), "own.yml:3");
        assert_eq!(at(blog.rule("x/b")), "own.yml:1");
        assert_eq!(at(blog.fact("page")), "own.yml:3");
        assert_eq!(at(blog.fact("product")), "base.yml:5");
        assert_eq!(at(blog.key("fail-on")), "base.yml:1");
        assert_eq!(at(Origins::new(&layers, "c.md").rule("x/a")), "base.yml:3");
        let excluded: Vec<String> =
            blog.items("exclude").into_iter().map(|(text, at)| format!("{text} {at}")).collect();
        assert_eq!(excluded, ["one/ base.yml:6", "two/ own.yml:6"]);
        assert_eq!(blog.other_keys(&["rules", "overrides", "exclude", "fail-on", "product"]), ["new-key"]);
    }
}
