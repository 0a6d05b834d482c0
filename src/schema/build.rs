//! From shapes to JSON Schema, draft 7: the newest that editors of YAML read without gaps.

use serde_json::{Map, Value, json};

use crate::yaml::shape::{Key, Shape, Takes};

/// Gathers the definitions that a schema refers to.
#[derive(Default)]
pub struct Builder {
    definitions: Map<String, Value>,
}

impl Builder {
    /// The schema with all it refers to.
    pub fn finish(self, name: &str, root: Value) -> Value {
        let mut schema = json!({
            "$schema": "http://json-schema.org/draft-07/schema#",
            "title": format!("fairbalance: {name}"),
        });
        if let (Some(schema), Value::Object(root)) = (schema.as_object_mut(), root) {
            schema.extend(root);
            schema.insert("definitions".to_owned(), Value::Object(self.definitions));
        }
        schema
    }

    pub fn object(&mut self, shape: &'static Shape) -> Value {
        self.object_of(shape, |_| true)
    }

    /// The same with some of the keys only.
    pub fn object_of(&mut self, shape: &'static Shape, takes: impl Fn(&Key) -> bool) -> Value {
        let mut properties = Map::new();
        let mut required = Vec::new();
        for key in shape.keys().filter(|key| takes(key)) {
            let mut value = self.value(key.takes);
            value = if key.required { beside(value) } else { or_nothing(value) };
            value["description"] = json!(key.about);
            properties.insert(key.name.to_owned(), value);
            if key.required {
                required.push(key.name);
            }
        }
        let mut object = json!({
            "description": shape.about,
            "type": "object",
            "properties": properties,
            "additionalProperties": false,
            "required": required,
        });
        let one_of =
            |group: &&[&str]| json!({"anyOf": group.iter().map(|key| json!({"required": [key]})).collect::<Vec<_>>()});
        // Draft 7 wants at least one.
        if !shape.any_of.is_empty() {
            object["allOf"] = shape.any_of.iter().map(one_of).collect();
        }
        object
    }

    pub fn value(&mut self, takes: Takes) -> Value {
        match takes {
            Takes::Text => self.text(),
            Takes::Texts => one_or_several(self.text(), 0),
            Takes::SomeTexts => one_or_several(self.text(), 1),
            Takes::Pair => json!({"type": "array", "items": self.text(), "minItems": 2, "maxItems": 2}),
            Takes::Flag => json!({"type": "boolean"}),
            Takes::Number => json!({"type": "number"}),
            Takes::Date => json!({"type": ["string", "integer"], "pattern": "^\\d{4}(-\\d{2}(-\\d{2})?)?$"}),
            Takes::Word(words) => json!({"enum": words()}),
            Takes::Words(words) => one_or_several(json!({"enum": words()}), 0),
            Takes::Map(shape) => self.reference(shape),
            Takes::Maps(shape) => one_or_several(self.reference(shape), 0),
            Takes::TextOrMap(shape) => json!({"anyOf": [self.text(), self.reference(shape)]}),
            Takes::TextsOrMaps(shape, least) => {
                one_or_several(json!({"anyOf": [self.text(), self.reference(shape)]}), least)
            }
            Takes::Facts => {
                let values = one_or_several(self.text(), 0);
                let names = json!({"pattern": "^[^ .]+\\.[^ ]+$"});
                let facts = json!({"type": "object", "propertyNames": names, "additionalProperties": values});
                one_or_several(facts, 1)
            }
            Takes::PageFacts(names) => {
                let values = one_or_several(self.text(), 0);
                json!({"type": "object", "propertyNames": {"enum": names()}, "additionalProperties": values})
            }
            Takes::Named(words) => json!({"type": "object", "additionalProperties": {"enum": words()}}),
        }
    }

    /// Whatever YAML makes of a word, readers take it as it is written.
    fn text(&mut self) -> Value {
        let text = json!({"type": ["string", "number", "boolean"], "pattern": "\\S"});
        self.definitions.entry("text").or_insert(text);
        json!({"$ref": "#/definitions/text"})
    }

    fn reference(&mut self, shape: &'static Shape) -> Value {
        if !self.definitions.contains_key(shape.name) {
            self.definitions.insert(shape.name.to_owned(), Value::Null);
            let object = self.object(shape);
            self.definitions.insert(shape.name.to_owned(), object);
        }
        json!({"$ref": format!("#/definitions/{}", shape.name)})
    }
}

/// A list of at least so many, or one alone where one is enough.
fn one_or_several(item: Value, least: usize) -> Value {
    let several = json!({"type": "array", "items": item, "minItems": least});
    if least > 1 { several } else { json!({"anyOf": [item, several]}) }
}

/// A value that further words can stand beside: in draft 7 a reference stands alone.
fn beside(value: Value) -> Value {
    if value.get("$ref").is_some() { json!({"allOf": [value]}) } else { value }
}

/// A key that may be left out may also stand there with nothing behind it.
fn or_nothing(value: Value) -> Value {
    match value.get("anyOf").and_then(Value::as_array) {
        Some(ways) => {
            let mut ways = ways.clone();
            ways.push(json!({"type": "null"}));
            json!({"anyOf": ways})
        }
        None => json!({"anyOf": [value, {"type": "null"}]}),
    }
}
