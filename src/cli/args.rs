//! Arguments as typed.

use std::path::PathBuf;

use clap::builder::{PossibleValuesParser, TypedValueParser};
use clap::{Args, Parser, Subcommand, ValueEnum};
use fairbalance::finding::{Confidence, Level};
use fairbalance::report::Format;
use fairbalance::report::coverage::Share;
use fairbalance::report::rule_tests::TestFormat;
use fairbalance::schema::SchemaOf;
use jiff::civil::Date;

/// Finds unsupported efficacy language, missing risk disclosures and overstated claims in marketing copy.
#[derive(Debug, Parser)]
#[command(version, args_conflicts_with_subcommands = true, arg_required_else_help = true)]
#[command(after_help = "Exit codes: 0 clean, 1 findings at or above --fail-on, 2 the answer cannot be trusted.")]
pub struct Cli {
    #[command(subcommand)]
    pub command: Option<Command>,
    /// Paths alone mean `check`.
    #[command(flatten)]
    pub check: CheckArgs,
}

#[derive(Debug, Subcommand)]
pub enum Command {
    /// Check files and folders (the default when paths are given)
    Check(Box<CheckArgs>),
    /// Say what a rule finds and why, or what the rules made of a place in a file
    Explain(ExplainArgs),
    /// List the rules, and work on them
    Rules(RulesArgs),
    /// Write a config for a site
    Init(InitArgs),
    /// Turn rules of another linter into a pack
    Import(ImportArgs),
    /// Run the examples of rules
    Test(TestArgs),
    /// Accept what an old site has, so that only new findings fail
    Baseline(BaselineArgs),
    /// List the waivers of pages and registers
    Waivers(WaiversArgs),
    /// Print a JSON Schema
    Schema(SchemaArgs),
    /// Print what a shell needs to complete arguments
    Completions(CompletionsArgs),
    /// Print the manual page, for `man -l -`
    Man,
}

#[derive(Debug, Args)]
pub struct CheckArgs {
    /// Files and folders; `-` reads from standard input
    #[arg(default_value = ".")]
    pub paths: Vec<PathBuf>,

    /// How to print the report
    #[arg(long, value_name = "FORMAT", default_value = "human", value_parser = format(), help_heading = "Output")]
    pub format: Format,
    /// Also write the report to a file; may be repeated
    #[arg(long, value_name = "FORMAT=PATH", value_parser = write_to, help_heading = "Output")]
    pub write: Vec<(Format, PathBuf)>,
    /// Also list what was let pass, and why
    #[arg(long, help_heading = "Output")]
    pub excused: bool,
    /// List at most so many findings, or `all` [default: 100 for human, else all]
    #[arg(long, value_name = "N", value_parser = most, help_heading = "Output")]
    pub max_findings: Option<usize>,
    /// Print the counts only
    #[arg(long, short, help_heading = "Output")]
    pub quiet: bool,
    /// Print what the config says for one file, and where it says so; check nothing
    #[arg(long, value_name = "FILE", help_heading = "Output")]
    pub show_config: Option<PathBuf>,
    /// When to use colour
    #[arg(long, value_name = "WHEN", default_value = "auto", help_heading = "Output")]
    pub color: Color,

    /// The lowest level of finding that fails the run [default: error]
    #[arg(long, value_name = "LEVEL", value_parser = level(), help_heading = "Gate")]
    pub fail_on: Option<Level>,
    /// Leave out findings that are less certain [default: medium]
    #[arg(long, value_name = "CONFIDENCE", value_parser = confidence(), help_heading = "Gate")]
    pub min_confidence: Option<Confidence>,
    /// Fail with 2 where less than this share of the bytes of types that are read was read
    #[arg(long, value_name = "PERCENT", help_heading = "Gate")]
    pub require_coverage: Option<Share>,
    /// Accept the findings that this file lists
    #[arg(long, value_name = "FILE", help_heading = "Gate")]
    pub baseline: Option<PathBuf>,
    /// Report only what was not there in this commit or branch
    #[arg(long, value_name = "REF", help_heading = "Gate")]
    pub diff_base: Option<String>,
    /// Check what is about to be committed, and report only what was not there in HEAD
    #[arg(long, help_heading = "Gate")]
    pub staged: bool,
    /// Exit with 0 also when there are findings
    #[arg(long, help_heading = "Gate")]
    pub exit_zero: bool,

    #[command(flatten)]
    pub rules: RulesFrom,
    /// Hold dates of rules and waivers against this date instead of today
    #[arg(long, value_name = "DATE", help_heading = "Rules")]
    pub today: Option<Date>,
    /// The name to report for standard input; its extension tells the format
    #[arg(long, value_name = "NAME")]
    pub stdin_filename: Option<String>,
    /// How many files to check at a time [default: one per core]
    #[arg(long, value_name = "N")]
    pub threads: Option<usize>,
}

/// Where rules and their settings come from.
#[derive(Debug, Args)]
pub struct RulesFrom {
    /// Use this config for all files; its patterns are relative to the working directory
    #[arg(long, value_name = "FILE", help_heading = "Rules")]
    pub config: Option<PathBuf>,
    /// Use no config
    #[arg(long, conflicts_with = "config", help_heading = "Rules")]
    pub no_config: bool,
    /// Use this pack instead of those of the config; may be repeated, or several with commas between
    #[arg(long, value_name = "PACK", value_delimiter = ',', help_heading = "Rules")]
    pub pack: Vec<String>,
}

#[derive(Debug, Args)]
#[command(group = clap::ArgGroup::new("what").args(["rule", "at"]).required(true))]
pub struct ExplainArgs {
    /// The rule's id, with its pack or without
    pub rule: Option<String>,
    /// Say of a place in a file what is mentioned there, how it was read, and what every rule made of it
    #[arg(long, value_name = "FILE:LINE[:COLUMN]")]
    pub at: Option<String>,
    /// With --at: name every rule that looks for something there
    #[arg(long, requires = "at")]
    pub all: bool,
    /// How to print it
    #[arg(long, value_name = "FORMAT", default_value = "human")]
    pub format: ListFormat,
    /// With --at: hold dates of rules and waivers against this date instead of today
    #[arg(long, value_name = "DATE", requires = "at")]
    pub today: Option<Date>,
    #[command(flatten)]
    pub rules: RulesFrom,
}

#[derive(Debug, Args)]
#[command(args_conflicts_with_subcommands = true)]
pub struct RulesArgs {
    #[command(subcommand)]
    pub verb: Option<RulesVerb>,
    /// No verb means `list`.
    #[command(flatten)]
    pub list: RulesListArgs,
}

#[derive(Debug, Subcommand)]
pub enum RulesVerb {
    /// List the rules (the default)
    List(RulesListArgs),
    /// Write a new rule, with its pack if there is none
    New(Box<RulesNewArgs>),
    /// Say what is wrong with rules that load
    Check(RulesCheckArgs),
}

#[derive(Debug, Args)]
pub struct RulesCheckArgs {
    /// Packs by name, folders of rules, or single files [default: the packs of the config]
    #[arg(value_name = "PACK|PATH")]
    pub packs: Vec<String>,
    /// How to print it
    #[arg(long, value_name = "FORMAT", default_value = "human")]
    pub format: ListFormat,
    /// Hold dates of reviews against this date instead of today
    #[arg(long, value_name = "DATE")]
    pub today: Option<Date>,
    #[command(flatten)]
    pub rules: RulesFrom,
}

#[derive(Debug, Args)]
pub struct RulesListArgs {
    /// How to print them
    #[arg(long, value_name = "FORMAT", default_value = "human")]
    pub format: ListFormat,
    /// Only rules of this level; may be repeated
    #[arg(long, value_name = "LEVEL", value_parser = level())]
    pub level: Vec<Level>,
    /// Only rules that name this authority, by its code; may be repeated
    #[arg(long, value_name = "CODE")]
    pub authority: Vec<String>,
    /// Only rules that are this sure; may be repeated
    #[arg(long, value_name = "CONFIDENCE", value_parser = confidence())]
    pub confidence: Vec<Confidence>,
    /// Only rules with these words in their id, title, reason or remedy
    #[arg(long, value_name = "WORDS")]
    pub text: Option<String>,
    /// Also print what the phrases of each rule come to, brackets and inflections multiplied out
    #[arg(long)]
    pub phrases: bool,
    /// Print all phrases that are plain rows of words instead, one a line
    #[arg(long, hide = true)]
    pub literals: bool,
    #[command(flatten)]
    pub rules: RulesFrom,
}

#[derive(Debug, Args)]
pub struct TestArgs {
    /// Packs by name, folders of rules, or single files [default: the packs of the config]
    #[arg(value_name = "PACK|PATH")]
    pub packs: Vec<String>,
    /// Test this rule only, by its id with its pack or without; may be repeated
    #[arg(long, value_name = "ID")]
    pub rule: Vec<String>,
    /// Also list the phrases that no example uses
    #[arg(long)]
    pub coverage: bool,
    /// List at most so many conditions and examples that prove nothing, or `all`
    #[arg(long, value_name = "N", default_value = "20", value_parser = most)]
    pub max_notes: usize,
    /// Fail also where a condition or an example proves nothing
    #[arg(long)]
    pub strict: bool,
    /// How to print the results
    #[arg(long, value_name = "FORMAT", default_value = "human", value_parser = test_format())]
    pub format: TestFormat,
    /// Also write the results to a file; may be repeated
    #[arg(long, value_name = "FORMAT=PATH", value_parser = write_test_to)]
    pub write: Vec<(TestFormat, PathBuf)>,
    #[command(flatten)]
    pub rules: RulesFrom,
}

#[derive(Debug, Args)]
pub struct RulesNewArgs {
    /// The rule's id: PACK/RULE, or RULE alone
    pub id: String,
    /// The pack's folder [default: the first of the config's own, or ./PACK, or ./compliance]
    #[arg(long, value_name = "FOLDER")]
    pub into: Option<PathBuf>,
    /// What the copy does that it should not
    #[arg(long)]
    pub title: Option<String>,
    /// error: a reviewer would stop it, warning: would ask, note: good practice
    #[arg(long, value_name = "LEVEL", value_parser = level(), default_value = "warning")]
    pub level: Level,
    /// A phrase that it flags, in the phrase language; may be repeated
    #[arg(long, value_name = "PHRASE")]
    pub phrase: Vec<String>,
    /// Copy that it lets pass, a near miss; may be repeated
    #[arg(long, value_name = "COPY")]
    pub pass: Vec<String>,
    /// Who asks for it, by code; may be repeated [default: the authority of the pack's own card]
    #[arg(long, value_name = "CODE")]
    pub authority: Vec<String>,
    /// Why it matters to the reader of the copy
    #[arg(long)]
    pub why: Option<String>,
    /// What to write instead
    #[arg(long)]
    pub remedy: Option<String>,
}

#[derive(Debug, Args)]
pub struct InitArgs {
    /// The site's folder
    #[arg(default_value = ".")]
    pub folder: PathBuf,
    /// What kind of site it is: us-clinic, us-supplement, us-telehealth …
    #[arg(long, value_name = "NAME")]
    pub profile: Option<String>,
    /// Ask nothing
    #[arg(long, short)]
    pub yes: bool,
}

#[derive(Debug, Args)]
pub struct ImportArgs {
    #[command(subcommand)]
    pub from: ImportFrom,
}

#[derive(Debug, Subcommand)]
pub enum ImportFrom {
    /// Styles of Vale
    Vale(ImportVale),
}

#[derive(Debug, Args)]
pub struct ImportVale {
    /// The folder of the styles, or of one of them
    #[arg(value_name = "STYLES_DIR")]
    pub styles: PathBuf,
    /// Where to write the packs, each in a folder of its own
    #[arg(long, value_name = "FOLDER", default_value = "packs")]
    pub into: PathBuf,
}

#[derive(Debug, Args)]
pub struct BaselineArgs {
    #[command(subcommand)]
    pub verb: BaselineVerb,
}

#[derive(Debug, Subcommand)]
pub enum BaselineVerb {
    /// Accept every finding there is now
    Create(BaselineRun),
    /// Drop what is not found any more; nothing is added
    Prune(BaselineRun),
    /// Count what is accepted, by rule
    Show(BaselineShow),
}

#[derive(Debug, Args)]
pub struct BaselineRun {
    /// Files and folders
    #[arg(default_value = ".")]
    pub paths: Vec<PathBuf>,
    /// The baseline [default: that of the config, or fairbalance-baseline.json]
    #[arg(long, value_name = "FILE")]
    pub baseline: Option<PathBuf>,
    /// Leave out findings that are less certain [default: medium]
    #[arg(long, value_name = "CONFIDENCE", value_parser = confidence())]
    pub min_confidence: Option<Confidence>,
    /// Hold dates of waivers against this date instead of today
    #[arg(long, value_name = "DATE")]
    pub today: Option<Date>,
    #[command(flatten)]
    pub rules: RulesFrom,
}

#[derive(Debug, Args)]
pub struct BaselineShow {
    /// The baseline [default: that of the config, or fairbalance-baseline.json]
    #[arg(long, value_name = "FILE")]
    pub baseline: Option<PathBuf>,
    #[command(flatten)]
    pub rules: RulesFrom,
}

#[derive(Debug, Args)]
pub struct WaiversArgs {
    /// Files and folders
    #[arg(default_value = ".")]
    pub paths: Vec<PathBuf>,
    /// How to print them
    #[arg(long, value_name = "FORMAT", default_value = "table")]
    pub format: TableFormat,
    /// Hold their dates against this date instead of today
    #[arg(long, value_name = "DATE")]
    pub today: Option<Date>,
    #[command(flatten)]
    pub rules: RulesFrom,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum TableFormat {
    Table,
    Csv,
    Json,
}

#[derive(Debug, Args)]
pub struct SchemaArgs {
    /// Of what
    #[arg(value_name = "WHAT", default_value = "report", value_parser = schema_of())]
    pub of: SchemaOf,
    /// Write the schemas of all files that people write into this folder instead, for editors
    #[arg(long, value_name = "FOLDER", conflicts_with = "of")]
    pub write: Option<PathBuf>,
}

#[derive(Debug, Args)]
pub struct CompletionsArgs {
    /// Which shell
    pub shell: clap_complete::Shell,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum ListFormat {
    Human,
    Json,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Color {
    Auto,
    Always,
    Never,
}

fn format() -> impl TypedValueParser<Value = Format> {
    PossibleValuesParser::new(Format::ALL.map(Format::name)).try_map(|name| named_format(&name))
}

fn schema_of() -> impl TypedValueParser<Value = SchemaOf> {
    let named = |name: String| SchemaOf::ALL.into_iter().find(|of| of.name() == name).ok_or("no such schema");
    PossibleValuesParser::new(SchemaOf::ALL.map(SchemaOf::name)).try_map(named)
}

fn test_format() -> impl TypedValueParser<Value = TestFormat> {
    PossibleValuesParser::new(TestFormat::ALL.map(TestFormat::name)).try_map(|name| named_test_format(&name))
}

fn named_test_format(name: &str) -> Result<TestFormat, String> {
    let names = || TestFormat::ALL.map(TestFormat::name).join(", ");
    let found = TestFormat::ALL.into_iter().find(|format| format.name() == name);
    found.ok_or_else(|| format!("no format is called `{name}`; there are: {}", names()))
}

fn write_test_to(text: &str) -> Result<(TestFormat, PathBuf), String> {
    match text.split_once('=') {
        Some((_, "")) | None => Err("write it as FORMAT=PATH, such as junit=rules.xml".to_owned()),
        Some((name, path)) => Ok((named_test_format(name)?, PathBuf::from(path))),
    }
}

fn named_format(name: &str) -> Result<Format, String> {
    let names = || Format::ALL.map(Format::name).join(", ");
    let found = Format::ALL.into_iter().find(|format| format.name() == name);
    found.ok_or_else(|| format!("no format is called `{name}`; there are: {}", names()))
}

fn write_to(text: &str) -> Result<(Format, PathBuf), String> {
    match text.split_once('=') {
        Some((_, "")) | None => Err("write it as FORMAT=PATH, such as json=report.json".to_owned()),
        Some((name, path)) => Ok((named_format(name)?, PathBuf::from(path))),
    }
}

fn most(text: &str) -> Result<usize, String> {
    match text {
        "all" => Ok(usize::MAX),
        _ => text.parse().map_err(|_| "write a number, or `all`".to_owned()),
    }
}

fn level() -> impl TypedValueParser<Value = Level> {
    PossibleValuesParser::new(["error", "warning", "note"]).map(|name| match name.as_str() {
        "error" => Level::Error,
        "warning" => Level::Warning,
        _ => Level::Note,
    })
}

fn confidence() -> impl TypedValueParser<Value = Confidence> {
    PossibleValuesParser::new(["high", "medium", "low"]).map(|name| match name.as_str() {
        "high" => Confidence::High,
        "medium" => Confidence::Medium,
        _ => Confidence::Low,
    })
}
