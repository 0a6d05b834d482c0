//! From YAML to [`Config`], all mistakes at once.

use super::{Config, Declared, Globs, Layout, Named, Override, PackRef, RuleSetting, Rules};
use crate::finding::{Confidence, Level};
use crate::load_error::{Kind, LoadError};
use crate::not_read;
use crate::rule::id;
use crate::waiver::register::{self, At};
use crate::yaml::shape::Takes::*;
use crate::yaml::shape::{Shape, key, needed, words_of};
use crate::yaml::{self, Errors, Fields, File, Node, Value};

/// Reads one config file. An empty file is a config that says nothing.
pub fn parse(file: &File) -> Result<Config, Errors> {
    let (config, errors) = read(file);
    if errors.is_empty() { Ok(config) } else { Err(errors) }
}

/// The same, with what could be read beside the mistakes: which packs are named, so that names of rules can be looked
/// up.
pub fn read(file: &File) -> (Config, Errors) {
    let documents = match yaml::parse(file) {
        Ok(documents) => documents,
        Err(error) => return (Config::default(), vec![*error]),
    };
    let mut errors = Errors::new();
    yaml::swallowed(&documents, file, &mut errors);
    let config = match documents.as_slice() {
        [] => Config::default(),
        [node] if node.value == Value::Null => Config::default(),
        [node] => config(node, file, &mut errors),
        [_, second, ..] => {
            let error = file.error(second.span, "a config is one YAML document, and here a second one begins");
            errors.push(error.hint("remove the `---` above"));
            Config::default()
        }
    };
    (config, errors)
}

/// Names in `rules` that no rule has. `known` are the ids of all rules of the packs in use.
pub fn check_rules(file: &File, known: &[&str]) -> Errors {
    let mut errors = Errors::new();
    let Ok(documents) = yaml::parse(file) else { return errors };
    let Some(root) = documents.first() else { return errors };
    let not_waivable = entry(root, "not-waivable").map_or_else(Vec::new, Node::items);
    for (node, id) in not_waivable.into_iter().filter_map(|node| Some((node, node.text()?))) {
        if !known.contains(&id) {
            errors.push(yaml::unknown(file, node.span, "rule", id, known));
        }
    }
    let overrides = entry(root, "overrides").map_or_else(Vec::new, Node::items);
    let maps = std::iter::once(root).chain(overrides).filter_map(|node| entry(node, "rules"));
    for (name, _) in maps.flat_map(entries) {
        let Some(id) = name.text() else { continue };
        if id == not_read::RULE {
            let error = file.error(name.span, format!("`{id}` cannot be set: a page that is not read is not clean"));
            errors.push(error.label("not a rule to set").hint("list the file under `exclude` if it is not copy"));
        } else if !known.contains(&id) {
            let error = yaml::unknown(file, name.span, "rule", id, known);
            errors.push(match without_pack(id, known) {
                Some(full) => error.hint(format!("did you mean `{full}`?")),
                None => error,
            });
        }
    }
    errors
}

/// The rule that a name without its pack means, or is nearest to.
fn without_pack<'k>(name: &str, known: &[&'k str]) -> Option<&'k str> {
    let named = known.iter().find(|full| id::short(full) == name);
    let near = || {
        let near = yaml::nearest(name, known.iter().map(|full| id::short(full))).filter(|_| !name.contains('/'))?;
        known.iter().find(|full| id::short(full) == near)
    };
    named.or_else(near).copied()
}

/// Facts of pages that nothing asks for, and that look like what is asked for. `known` gives what a fact can be.
pub fn check_facts(file: &File, known: &dyn Fn(&str) -> Vec<String>) -> Errors {
    let Ok(documents) = yaml::parse(file) else { return Errors::new() };
    let Some(root) = documents.first() else { return Errors::new() };
    let overrides = entry(root, "overrides").map_or_else(Vec::new, Node::items);
    let maps = std::iter::once(root).chain(overrides).filter_map(|node| entry(node, "page"));
    let mut facts: Vec<(&str, &Node)> = entry(root, "product").map(|node| ("product", node)).into_iter().collect();
    facts.extend(maps.flat_map(entries).filter_map(|(name, value)| Some((name.text()?, value))));
    let mut errors = Errors::new();
    for (name, value) in facts.into_iter().filter(|(name, _)| !matches!(*name, "date" | "brands")) {
        let known = known(name);
        for item in value.items() {
            if let Some(text) = item.text()
                && let Some(near) = yaml::misspelt(text, &known)
            {
                let error = file.error(item.span, format!("nothing asks for {name} `{text}`")).label("not known");
                errors.push(error.hint(format!("did you mean `{near}`?")));
            }
        }
    }
    errors
}

fn config(node: &Node, file: &File, errors: &mut Errors) -> Config {
    let Some(mut fields) = Fields::shaped(node, &CONFIG, file, errors) else { return Config::default() };
    let extends = fields.take("extends").map_or_else(Vec::new, Node::items);
    let extends = extends.into_iter().filter_map(|node| named(node, file, errors)).collect();
    let packs_node = fields.take("packs");
    if let Some(node) = packs_node.filter(|node| node.items().is_empty()) {
        let error = file.error(node.span, "with no packs nothing is checked").label("empty");
        errors.push(error.hint("name one, such as `packs: [us-health]`; without `packs` all built-in ones are used"));
    }
    let packs = packs_node.map_or_else(Vec::new, Node::items);
    let packs = packs.into_iter().filter_map(|node| pack(node, file, errors)).collect();
    let profile = fields.take("profile").and_then(|node| named(node, file, errors));
    let rules = fields.take("rules").map_or_else(Rules::new, |node| self::rules(node, file, errors));
    let exclude = fields.take("exclude").map_or_else(Globs::default, |node| globs(node, file, errors));
    let layouts = fields.take("layouts").map_or_else(Vec::new, Node::items);
    let layouts = layouts.into_iter().filter_map(|node| layout(node, file, errors)).collect();
    let overrides = fields.take("overrides").map_or_else(Vec::new, Node::items);
    let overrides = overrides.into_iter().filter_map(|node| over(node, file, errors)).collect();
    let mut page = fields.take("page").map_or_else(Declared::default, |node| facts(node, file, errors));
    let brands = fields.texts("brands", errors);
    if let Some(node) = fields.take("product") {
        if !page.product.is_empty() {
            errors.push(file.error(node.span, "`product` is said here and under `page`").label("said twice"));
        }
        page.product = node.expect_texts(file, errors);
    }
    let fail_on = fields.take("fail-on").and_then(|node| node.expect_word(LEVELS, file, errors));
    let min_confidence = fields.take("min-confidence").and_then(|node| node.expect_word(CONFIDENCES, file, errors));
    let register = register::of_fields(&mut fields, errors);
    let not_waivable = fields.texts("not-waivable", errors);
    let baseline = fields.take("baseline").and_then(|node| named(node, file, errors));
    fields.finish(errors);
    Config {
        extends,
        packs,
        profile,
        rules,
        exclude,
        layouts,
        overrides,
        page,
        brands,
        fail_on,
        min_confidence,
        register,
        not_waivable,
        baseline,
    }
}

/// A config file.
pub(crate) const CONFIG: Shape = Shape {
    name: "config",
    about: "The settings of a site: fairbalance.yml. The nearest one above a file holds for it.",
    keys: &[
        &[
            key("extends", Texts, "Other configs that this one builds on, relative to it; what is written here wins."),
            key(
                "packs",
                TextsOrMaps(&PIN, 0),
                "Packs of rules: built-in ones by name, your own by folder (`./compliance`).",
            ),
            key("profile", Text, "What kind of site this is: us-clinic, us-supplement, us-telehealth …"),
            key("rules", Named(settings), "The level of a rule, or `off`, by the rule's id."),
            key("exclude", Texts, "What is not copy of the site, as patterns of paths."),
            key("layouts", Maps(&LAYOUT), "Text that the site puts under its pages, such as a footer."),
            key("overrides", Maps(&OVERRIDE), "What holds for some pages only; later ones win."),
            key("page", Map(&PAGE), "Facts about all pages."),
            key("brands", Texts, "Names that are the advertiser's own."),
            key("product", Texts, "The class of product, for all pages; the same as under `page`."),
            key("fail-on", Word(levels), "The lowest level of finding that fails a run; `error` where it is left out."),
            key(
                "min-confidence",
                Word(|| words_of(CONFIDENCES)),
                "Findings that are less certain are left out; `medium` where it is left out.",
            ),
            key("not-waivable", Texts, "Ids of rules that may not be waived."),
            key("baseline", Text, "The baseline to accept findings from, relative to this file."),
        ],
        register::REGISTER_KEYS,
    ],
    any_of: &[],
};

const PIN: Shape = Shape {
    name: "pinned-pack",
    about: "A pack, and what it must be. Where it is not that, nothing is checked. `fairbalance rules` shows both.",
    keys: &[&[
        needed("name", Text, "A built-in pack, or a folder."),
        key("version", Text, "The version that it must have."),
        key("digest", Text, "The digest that its files, vocabulary included, must have: `sha256:…`."),
    ]],
    any_of: &[],
};

const LAYOUT: Shape = Shape {
    name: "layout",
    about: "Shared text that stands after the text of some pages.",
    keys: &[&[
        needed("paths", SomeTexts, "The pages, as patterns of paths."),
        needed("after", Text, "The file whose text stands after theirs, relative to this one."),
    ]],
    any_of: &[],
};

const OVERRIDE: Shape = Shape {
    name: "override",
    about: "What holds for some pages only.",
    keys: &[&[
        needed("paths", SomeTexts, "The pages, as patterns of paths."),
        key("rules", Named(settings), "The level of a rule, or `off`, by the rule's id."),
        key("page", Map(&PAGE), "Facts about these pages."),
    ]],
    any_of: &[],
};

/// What may be declared of pages.
pub(crate) const PAGE: Shape = Shape {
    name: "page",
    about: "Facts about pages, on which rules and authorities depend.",
    keys: &[&[
        key(
            "jurisdiction",
            Texts,
            "Where it holds: `us`, and states such as `us-ny`, whose rules hold only where declared.",
        ),
        key("product", Texts, "The class of product: rx-drug, compounded, device, supplement …"),
        key("audience", Text, "Whom it speaks to: patients, consumers, professionals."),
        key("topic", Texts, "What it speaks of, where its words do not show it: health."),
        key("sells", Word(|| words_of(SELLS)), "What it sells, where its words do not show it."),
        key("page", Text, "The kind of page: product, article, testimonials, legal, reference …"),
        key("date", Date, "Its date."),
        key("brands", Texts, "Names that are the advertiser's own."),
    ]],
    any_of: &[],
};

fn levels() -> Vec<&'static str> {
    words_of(LEVELS)
}

fn settings() -> Vec<&'static str> {
    words_of(SETTINGS)
}

const LEVELS: &[(&str, Level)] = &[("error", Level::Error), ("warning", Level::Warning), ("note", Level::Note)];

const CONFIDENCES: &[(&str, Confidence)] =
    &[("high", Confidence::High), ("medium", Confidence::Medium), ("low", Confidence::Low)];

const SETTINGS: &[(&str, RuleSetting)] = &[
    ("error", RuleSetting::At(Level::Error)),
    ("warning", RuleSetting::At(Level::Warning)),
    ("note", RuleSetting::At(Level::Note)),
    ("off", RuleSetting::Off),
];

/// A name or folder, or a map that also says what the pack must be.
fn pack(node: &Node, file: &File, errors: &mut Errors) -> Option<PackRef> {
    if !matches!(node.value, Value::Map(_)) {
        let pack = named(node, file, errors)?;
        errors.extend(not_one_pack(&pack, file));
        return Some(PackRef { pack, version: None, digest: None });
    }
    let mut fields = Fields::shaped_unless_text(node, &PIN, file, errors)?;
    let pack = fields.require("name", errors).and_then(|node| named(node, file, errors));
    let mut pin = |key| fields.take(key).and_then(|node| named(node, file, errors));
    let (version, digest) = (pin("version"), pin("digest"));
    fields.finish(errors);
    Some(PackRef { pack: pack?, version, digest })
}

/// Several packs in one text, or a version behind a name.
fn not_one_pack(pack: &Named, file: &File) -> Option<LoadError> {
    // Which packs are meant is not known, so neither are their rules.
    let error = |message| LoadError { kind: Kind::Unreadable, ..file.error(pack.span, message) };
    if pack.path.contains(',') {
        let error = error("several packs are written as a list");
        return Some(error.label("one name").hint(format!("write `[{}]`", pack.path)));
    }
    let (name, version) = pack.path.split_once('@').filter(|(name, _)| !name.contains('/'))?;
    let error = error("the version of a pack has a key of its own").label("not a name");
    Some(error.hint(format!("write `{{name: {name}, version: {version}}}`")))
}

/// What people write for `off`.
const NOT_OFF: &[&str] = &["no", "false", "none", "never", "ignore", "skip", "disable", "disabled"];

fn rules(node: &Node, file: &File, errors: &mut Errors) -> Rules {
    if !matches!(node.value, Value::Map(_)) {
        let error = file.error(node.span, format!("expected rules and their levels, found {}", node.kind()));
        errors.push(error.label("expected `rule: level`").hint("write `us-health/some-rule: warning`, or `: off`"));
        return Rules::new();
    }
    let mut rules = Rules::new();
    for (name, value) in entries(node) {
        let id = name.expect_text(file, errors);
        let setting = match value.text().filter(|text| NOT_OFF.contains(text)) {
            Some(text) => {
                let error = file.error(value.span, format!("`{text}` is no level")).label("unknown value");
                errors.push(error.hint("`off` switches a rule off"));
                None
            }
            None => value.expect_word(SETTINGS, file, errors),
        };
        if let (Some(id), Some(setting)) = (id, setting) {
            rules.insert(id, setting);
        }
    }
    rules
}

fn layout(node: &Node, file: &File, errors: &mut Errors) -> Option<Layout> {
    let mut fields = Fields::shaped(node, &LAYOUT, file, errors)?;
    let paths = fields.require("paths", errors).map(|node| globs(node, file, errors));
    let after = fields.require("after", errors).and_then(|node| named(node, file, errors));
    fields.finish(errors);
    Some(Layout { paths: paths?, after: after? })
}

fn over(node: &Node, file: &File, errors: &mut Errors) -> Option<Override> {
    let mut fields = Fields::shaped(node, &OVERRIDE, file, errors)?;
    let paths = fields.require("paths", errors)?;
    let at = At { file: file.name.clone(), span: paths.span };
    let paths = globs(paths, file, errors);
    let rules = fields.take("rules").map_or_else(Rules::new, |node| self::rules(node, file, errors));
    let page = fields.take("page").map_or_else(Declared::default, |node| facts(node, file, errors));
    fields.finish(errors);
    Some(Override { paths, at, rules, page })
}

/// Care given by people, or products.
const SELLS: &[(&str, &str)] = &[("care", "care"), ("products", "products")];

/// Facts that are declared of pages.
pub(crate) fn facts(node: &Node, file: &File, errors: &mut Errors) -> Declared {
    let Some(mut fields) = Fields::shaped(node, &PAGE, file, errors) else { return Declared::default() };
    let facts = Declared {
        jurisdiction: fields.texts("jurisdiction", errors),
        product: fields.texts("product", errors),
        audience: fields.text("audience", errors),
        topic: fields.texts("topic", errors),
        sells: fields.take("sells").and_then(|node| node.expect_word(SELLS, file, errors)).map(str::to_owned),
        page: fields.text("page", errors),
        date: fields.date("date", errors),
        brands: fields.texts("brands", errors),
    };
    fields.finish(errors);
    facts
}

fn named(node: &Node, file: &File, errors: &mut Errors) -> Option<Named> {
    Some(Named { path: node.expect_text(file, errors)?, span: node.span })
}

pub(crate) fn globs(node: &Node, file: &File, errors: &mut Errors) -> Globs {
    let items = node.items();
    let patterns: Vec<Named> = items.iter().filter_map(|item| named(item, file, errors)).collect();
    let texts: Vec<String> = patterns.iter().map(|pattern| pattern.path.clone()).collect();
    Globs::new(&texts).unwrap_or_else(|(i, message)| {
        let error = file.error(patterns[i].span, format!("not a pattern for paths: {message}"));
        errors.push(error.label("cannot be read as a pattern"));
        Globs::default()
    })
}

fn entries(node: &Node) -> &[(Node, Node)] {
    match &node.value {
        Value::Map(entries) => entries,
        _ => &[],
    }
}

fn entry<'a>(node: &'a Node, key: &str) -> Option<&'a Node> {
    entries(node).iter().find(|(name, _)| name.text() == Some(key)).map(|(_, value)| value)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Result<Config, Errors> {
        parse(&File::new("fairbalance.yml", text))
    }

    #[test]
    fn later_overrides_win_for_the_pages_they_name() {
        let config = read(
            "packs: us-health\n\
             page: {jurisdiction: us, page: article}\n\
             product: supplement\n\
             brands: [Calmora]\n\
             rules: {us-health/hype: off}\n\
             layouts:\n  - {paths: [\"content/**\"], after: layouts/footer.html}\n\
             overrides:\n  \
               - {paths: content/, rules: {us-health/hype: note}, page: {page: product}}\n  \
               - {paths: [content/legal.md], page: {page: legal, date: 2026-01-02}}\n",
        )
        .unwrap();
        let legal = config.for_path("content/legal.md");
        assert_eq!(legal.facts.page.as_deref(), Some("legal"));
        assert_eq!(legal.facts.product, ["supplement"]);
        assert_eq!(legal.facts.brands, ["Calmora"]);
        assert_eq!(legal.rules["us-health/hype"], RuleSetting::At(Level::Note));
        assert_eq!(legal.layouts, ["layouts/footer.html"]);
        let other = config.for_path("other.md");
        assert_eq!((other.facts.page.as_deref(), other.layouts.len()), (Some("article"), 0));
        assert_eq!(other.rules["us-health/hype"], RuleSetting::Off);
    }

    #[test]
    fn every_mistake_is_reported_at_once_and_in_place() {
        let text = "pack: [us-health]\n\
                    rules: {us-health/hype: eror}\n\
                    fail-on: 3\n\
                    exclude: [ok, \"{a\"]\n\
                    page: {date: soon, jurisdction: us}\n\
                    layouts: [{paths: a}]\n";
        let errors = read(text).unwrap_err();
        let at: Vec<&str> = errors.iter().map(|error| &text[error.span.range()]).collect();
        for wrong in ["pack", "eror", "3", "\"{a\"", "soon", "jurisdction"] {
            assert!(at.contains(&wrong), "{wrong}: {at:?}");
        }
        assert!(errors.iter().any(|error| error.message == "`after` is missing"));
        assert!(errors.iter().any(|error| error.hint.as_deref() == Some("did you mean `packs`?")));
    }

    #[test]
    fn rules_that_do_not_exist_are_named_with_their_likeness() {
        let file = File::new(
            "c.yml",
            "rules: {us-health/cure-clam: off, hype: off, fairbalance/not-read: off}\n\
             overrides: [{paths: a, rules: {us-health/cure-claim: note, x: note}}]\n",
        );
        let errors = check_rules(&file, &["us-health/cure-claim", "us-health/hype"]);
        let hints: Vec<_> = errors.iter().map(|error| error.hint.clone().unwrap_or_default()).collect();
        assert_eq!(errors.len(), 4, "{errors:?}");
        assert_eq!(hints[0], "did you mean `us-health/cure-claim`?");
        assert_eq!(hints[1], "did you mean `us-health/hype`?");
        assert!(errors[2].message.contains("cannot be set"));
    }

    #[test]
    fn what_is_written_wins_over_what_is_extended() {
        let base = read("packs: [a]\nfail-on: note\nrules: {x/a: off, x/b: off}\nexclude: [one/]\n").unwrap();
        let own = read("fail-on: warning\nrules: {x/a: error}\nexclude: [two/]\n").unwrap();
        let config = own.over(base);
        assert_eq!((config.packs[0].pack.path.as_str(), config.fail_on), ("a", Some(Level::Warning)));
        assert_eq!(config.rules["x/a"], RuleSetting::At(Level::Error));
        assert_eq!(config.rules["x/b"], RuleSetting::Off);
        assert!(config.exclude.matches("one/x.md") && config.exclude.matches("two/x.md"));
    }

    #[test]
    fn an_empty_file_says_nothing() {
        for text in ["", "# only a comment\n", "---\n"] {
            assert!(read(text).unwrap().packs.is_empty());
        }
        assert!(read("packs: a\n---\npacks: b\n").is_err());
        assert!(read("- a list\n").is_err());
    }
}
