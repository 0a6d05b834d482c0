//! JSON, the contract that other tools read. Each version has a module of its own and never changes meaning.

pub mod spelled;
pub mod v1;

use std::io;

use super::{Options, Run};

pub fn write(run: &Run, options: &Options, out: &mut dyn io::Write) -> io::Result<()> {
    spelled::write(&v1::Report::new(run, options), out)
}

/// The JSON Schema of what [`write()`] writes, as committed in `docs/schema/report-v1.schema.json`.
pub fn schema() -> serde_json::Value {
    schema_of::<v1::Report>("fairbalance report, version 1")
}

/// The JSON Schema of something that is only written.
pub(super) fn schema_of<T: schemars::JsonSchema>(title: &str) -> serde_json::Value {
    // As written, not as read: every key is always there.
    let settings = schemars::generate::SchemaSettings::default().for_serialize();
    let mut schema = settings.into_generator().into_root_schema_for::<T>();
    schema.insert("title".to_owned(), title.into());
    schema.to_value()
}
