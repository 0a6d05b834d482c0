//! Each format over the same findings, the JSON contract, and what hostile pages can do to a terminal.

mod coverage;
mod fixture;
mod hostile;
mod inert;
mod json;
mod limits;
mod sarif;

use fairbalance::load_error::{Kind, LoadError};
use fairbalance::report::{Format, Options, Run, load_errors};
use fairbalance::source::Span;

/// What a format prints, as text.
fn print(format: Format, run: &Run, options: Options) -> String {
    let mut out = Vec::new();
    format.write(run, &options, &mut out).unwrap();
    String::from_utf8(out).unwrap()
}

#[test]
fn human() {
    insta::assert_snapshot!(print(Format::Human, &fixture::run(), Options { excused: true, ..Options::default() }));
}

#[test]
fn human_narrow_and_quiet() {
    let options = Options { width: 60, quiet: true, ..Options::default() };
    insta::assert_snapshot!(print(Format::Human, &fixture::run(), options));
}

#[test]
fn human_in_colour() {
    let plain = print(Format::Human, &fixture::run(), Options::default());
    let coloured = print(Format::Human, &fixture::run(), Options { color: true, ..Options::default() });
    assert!(coloured.contains("\u{1b}[31") && !plain.contains('\u{1b}'));
    // Colour adds codes and changes nothing else.
    assert_eq!(anstream::adapter::strip_str(&coloured).to_string(), plain);
}

#[test]
fn concise() {
    insta::assert_snapshot!(print(Format::Concise, &fixture::run(), Options { excused: true, ..Options::default() }));
}

#[test]
fn json() {
    insta::assert_snapshot!(print(Format::Json, &fixture::run(), Options { excused: true, ..Options::default() }));
}

#[test]
fn formats_of_machines() {
    for format in Format::ALL {
        if !matches!(format, Format::Human | Format::Concise | Format::Json) {
            insta::assert_snapshot!(format.name(), print(format, &fixture::run(), Options::default()));
        }
    }
}

#[test]
fn an_empty_run_still_says_what_it_is_not() {
    let run = Run { complete: true, ..Run::default() };
    insta::assert_snapshot!(print(Format::Human, &run, Options::default()), @r"
    No file was read.

    No findings does not mean compliant.
    ");
}

#[test]
fn all_mistakes_of_a_config_are_shown_in_place() {
    let text = "packs: [us-health]\nfail_on: error\nrules:\n  us-health/cure-clam: eror\n";
    let error = |words: &str, message: &str, hint: Option<&str>| {
        let start = text.find(words).unwrap();
        LoadError {
            file: "fairbalance.yml".into(),
            text: text.into(),
            span: Span::new(start, start + words.len()),
            message: message.into(),
            label: "here".into(),
            hint: hint.map(Into::into),
            kind: Kind::Mistake,
        }
    };
    let errors = [
        error("eror", "unknown level `eror`", Some("did you mean `error`?")),
        error("fail_on", "unknown key `fail_on`", Some("did you mean `fail-on`?")),
        LoadError { span: Span::new(500, 9), ..error("packs", "a span outside of the file", None) },
    ];
    let mut out = Vec::new();
    load_errors::write(&errors, &Options::default(), &mut out).unwrap();
    insta::assert_snapshot!(String::from_utf8(out).unwrap());
}
