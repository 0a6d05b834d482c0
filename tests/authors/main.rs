//! What people do who bring the program to a site or write rules of their own, with the program as they start it.

use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};

use fairbalance::schema::{self, SchemaOf};
use tempfile::TempDir;

struct Ran {
    code: i32,
    out: String,
    err: String,
}

fn run(dir: &Path, args: &[&str]) -> Ran {
    let mut command = Command::new(env!("CARGO_BIN_EXE_fairbalance"));
    command.current_dir(dir).args(args).env("NO_COLOR", "1").stdin(Stdio::null());
    let output = command.output().unwrap();
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
    // Messages are wrapped to the width of the terminal.
    let err = text(output.stderr).split_whitespace().collect::<Vec<_>>().join(" ");
    Ran { code: output.status.code().unwrap(), out: text(output.stdout), err }
}

fn site(files: &[(&str, &str)]) -> TempDir {
    let dir = TempDir::new().unwrap();
    for (name, text) in files {
        let path = dir.path().join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }
    dir
}

const PAGE: &str = "---\ntitle: Our clinic\n---\n\nOur clinic offers IV ketamine. We cure depression.\n";

#[test]
fn a_new_site_is_set_up_and_checked() {
    let dir = site(&[("hugo.toml", ""), ("content/blog/a.md", PAGE), ("README.md", "About this repository.")]);
    let dir = dir.path();
    let ran = run(dir, &["init"]);
    assert_eq!((ran.code, ran.err.contains("--yes")), (2, true), "{}", ran.err);
    let ran = run(dir, &["init", "--yes", "--profile", "us-clinc"]);
    assert!(ran.code == 2 && ran.err.contains("did you mean `us-clinic`?"), "{}", ran.err);
    assert!(!dir.join("fairbalance.yml").exists());
    let ran = run(dir, &["init", "--yes", "--profile", "us-clinic-ny"]);
    assert_eq!(ran.code, 0, "{}", ran.err);
    assert!(ran.out.contains("a Hugo site: 1 file of copy"), "{}", ran.out);
    let config = fs::read_to_string(dir.join("fairbalance.yml")).unwrap();
    assert!(config.starts_with("# yaml-language-server: $schema=.fairbalance/config.schema.json\n"), "{config}");
    assert!(dir.join(".fairbalance/config.schema.json").is_file());
    assert_eq!(run(dir, &["check", "--exit-zero"]).code, 0);
    let shown = run(dir, &["check", "--show-config", "content/blog/a.md"]).out;
    for line in ["jurisdiction: us-ny", "# profile us-clinic-ny", "page: article"] {
        assert!(shown.contains(line), "{line}\n{shown}");
    }
    // Nothing is overwritten.
    let ran = run(dir, &["init", "--yes"]);
    assert_eq!((ran.code, fs::read_to_string(dir.join("fairbalance.yml")).unwrap() == config), (2, true));
}

/// Where an authority of a state is told, the profile has reached the page; the config and the page win over it.
#[test]
fn a_profile_holds_where_nothing_else_is_declared() {
    let page = "---\ntitle: Results\n---\n\nOur magnesium fights diabetes.\n";
    let reached = |config: &str, front: &str| {
        let page = page.replacen("---\n", &format!("---\n{front}"), 1);
        let dir = site(&[("fairbalance.yml", config), ("a.md", page.as_str())]);
        let ran = run(dir.path(), &["a.md", "--format", "json"]);
        assert!(ran.code < 2, "{}", ran.err);
        let report: serde_json::Value = serde_json::from_str(&ran.out).unwrap();
        let findings = report["findings"].as_array().unwrap().clone();
        findings.iter().any(|finding| finding["rule"] == "us-health/supplement-disease-claim")
    };
    assert!(reached("profile: us-supplement\n", ""));
    // Not the class of product that the rule is for.
    assert!(!reached("profile: us-telehealth\n", ""));
    assert!(!reached("profile: us-supplement\npage: {product: device}\n", ""));
    assert!(!reached("profile: us-supplement\n", "product: device\n"));
    assert!(reached("profile: us-supplement\noverrides: [{paths: b.md, page: {product: device}}]\n", ""));
}

#[test]
fn a_pin_that_does_not_hold_stops_everything() {
    let dir = site(&[("a.md", PAGE), ("own/pack.yml", "pack: own\nversion: 1.2.0\n")]);
    let dir = dir.path();
    let list = run(dir, &["rules", "--pack", "us-health", "--pack", "./own", "--format", "json"]);
    let list: serde_json::Value = serde_json::from_str(&list.out).unwrap();
    let digest = |name: &str| {
        let pack = list["packs"].as_array().unwrap().iter().find(|pack| pack["name"] == name).unwrap();
        pack["digest"].as_str().unwrap().to_owned()
    };
    let pinned = |version: &str, digest: &str| {
        let own = format!("packs: [us-health, {{name: ./own, version: {version}, digest: \"{digest}\"}}]\n");
        fs::write(dir.join("fairbalance.yml"), own).unwrap();
        run(dir, &["a.md", "--exit-zero"])
    };
    let right = digest("own");
    assert_eq!(pinned("1.2.0", &right).code, 0);
    let ran = pinned("1.3.0", &right);
    assert_eq!(ran.code, 2);
    assert!(ran.err.contains("expected 1.3.0, found 1.2.0") && ran.err.contains("`version: 1.2.0`"), "{}", ran.err);
    // Any text of the pack counts.
    fs::write(dir.join("own/pack.yml"), "pack: own\nversion: 1.2.0\nabout: changed\n").unwrap();
    let ran = pinned("1.2.0", &right);
    assert_eq!(ran.code, 2);
    assert!(ran.err.contains("another digest than is pinned") && ran.err.contains(&right[..20]), "{}", ran.err);
    // So does naming the pack by hand: then nothing is pinned.
    assert_eq!(run(dir, &["a.md", "--exit-zero", "--pack", "./own"]).code, 0);
}

#[test]
fn a_new_rule_passes_its_test_as_it_stands() {
    let dir = site(&[("fairbalance.yml", "packs: [us-health]\n")]);
    let dir = dir.path();
    for args in [
        &["rules", "new", "no-urgency"][..],
        &["rules", "new", "hurry", "--phrase", "(act|book) now", "--level", "note", "--title", "Hurries: the reader"],
        &[
            "rules",
            "new",
            "law",
            "--phrase",
            "~cure all",
            "--authority",
            "FTC-5",
            "--why",
            "It is not so.",
            "--remedy",
            "No.",
        ],
    ] {
        let ran = run(dir, args);
        assert_eq!(ran.code, 0, "{}", ran.err);
    }
    let ran = run(dir, &["test", "./compliance"]);
    assert!(ran.code == 0 && ran.out.contains("all come out as they say"), "{}{}", ran.out, ran.err);
    let text = fs::read_to_string(dir.join("compliance/no-urgency.yml")).unwrap();
    assert!(text.starts_with("# yaml-language-server: $schema=../.fairbalance/rule.schema.json\n"), "{text}");
    for (args, said) in [
        (&["rules", "new", "hurry"][..], "nothing is overwritten"),
        (&["rules", "new", "No Caps"], "`no-caps`"),
        (&["rules", "new", "odd", "--phrase", "(open"], "never closed"),
        (&["rules", "new", "odd", "--authority", "NOBODY"], "unknown authority"),
    ] {
        let ran = run(dir, args);
        assert!(ran.code == 2 && ran.err.contains(said), "{args:?}\n{}", ran.err);
    }
    assert!(!dir.join("compliance/odd.yml").exists());
    // With the pack listed, the rule is one of those in use.
    fs::write(dir.join("fairbalance.yml"), "packs: [us-health, ./compliance]\n").unwrap();
    let listed = run(dir, &["rules", "list", "--text", "hurries: the", "--phrases"]).out;
    for line in ["compliance/hurry", "act now", "book now", "1 rule of ", "pack compliance 0.1.0 sha256:"] {
        assert!(listed.contains(line), "{line}\n{listed}");
    }
}

#[test]
fn rules_are_listed_by_what_they_are() {
    let dir = site(&[]);
    let list = |args: &[&str]| {
        let ran = run(dir.path(), &[&["rules", "list", "--no-config", "--format", "json"], args].concat());
        let list: serde_json::Value = serde_json::from_str(&ran.out).unwrap();
        list["rules"].as_array().unwrap().clone()
    };
    let all = list(&[]).len();
    let errors = list(&["--level", "error"]);
    assert!(!errors.is_empty() && errors.len() < all && errors.iter().all(|rule| rule["level"] == "error"));
    assert_eq!(list(&["--level", "error", "--level", "warning", "--level", "note"]).len(), all);
    let by = list(&["--authority", "ftc-5"]);
    let names = |rule: &serde_json::Value| rule["authority"].as_array().unwrap().iter().any(|a| a["code"] == "FTC-5");
    assert!(!by.is_empty() && by.len() < all && by.iter().all(names));
    assert!(list(&["--confidence", "high", "--text", "side effects"]).iter().all(|rule| rule["confidence"] == "high"));
    assert!(list(&["--text", "no such words anywhere"]).is_empty());
}

#[test]
fn a_style_of_vale_comes_over() {
    let dir = site(&[
        (
            "styles/House/Hype.yml",
            "extends: existence\nmessage: \"'%s' is hype.\"\nignorecase: true\ntokens: ['game[- ]changers?']\n",
        ),
        ("styles/House/Caps.yml", "extends: capitalization\nmessage: No.\nmatch: $title\n"),
        ("styles/House/meta.json", "{}"),
    ]);
    let dir = dir.path();
    let ran = run(dir, &["import", "vale", "styles"]);
    assert_eq!(ran.code, 0, "{}", ran.err);
    for line in
        ["House: 1 of 2 checks came over, as 1 rules in packs/house/", "Caps.yml: it asks how words are capitalised"]
    {
        assert!(ran.out.contains(line), "{line}\n{}", ran.out);
    }
    let ran = run(dir, &["test", "./packs/house"]);
    assert!(ran.code == 0 && ran.out.contains("all come out as they say"), "{}{}", ran.out, ran.err);
    fs::write(dir.join("a.md"), "A real game-changer.\n").unwrap();
    let ran = run(dir, &["a.md", "--pack", "./packs/house", "--format", "concise", "--fail-on", "warning"]);
    assert!(ran.code == 1 && ran.out.contains("house/hype"), "{}{}", ran.out, ran.err);
    assert_eq!(run(dir, &["import", "vale", "styles"]).code, 2);
    assert_eq!(run(dir, &["import", "vale", "."]).code, 2);
}

#[test]
fn schemas_are_written_for_editors() {
    let dir = site(&[]);
    let ran = run(dir.path(), &["schema", "--write", "editor"]);
    assert!(
        ran.code == 0 && ran.out.contains("# yaml-language-server: $schema=editor/config.schema.json"),
        "{}",
        ran.out
    );
    for name in ["config", "rule", "pack", "concepts", "tables", "statements", "authorities"] {
        let written = fs::read_to_string(dir.path().join(format!("editor/{name}.schema.json"))).unwrap();
        assert_eq!(written, run(dir.path(), &["schema", name]).out);
    }
}

const PACK: &str = "pack: acme\nversion: 1.0.0\n---\nauthorities:\n  - {code: ACME, citation: Our rules, \
                    reach: self-regulation, products: [any], as_of: 2062-11-01}\n";
const RULE: &str = "id: raffle\ntitle: Says raffle\nlevel: error\nauthority: [ACME]\nwhy: Raffles need terms.\n\
                    remedy: Add the terms.\nfind: [raffle, <treatment>]\nwhere: {use.status: off-label}\n\
                    for: {audience: patiens}\nexamples:\n  flag: [\"Raffle ketamine.\", \"Raffle ketamine.\"]\n  \
                    pass: [\"We are open.\", \"Call us.\"]\n";

#[test]
fn mistakes_of_a_config_name_the_way_out() {
    let dir = site(&[("acme/pack.yml", PACK), ("acme/raffle.yml", RULE), ("a.md", "Join us.\n")]);
    for (config, said) in [
        ("packs: [./amce]\n", "fairbalance.yml:1:9] 1 │ packs: [./amce]"),
        ("packs: [./amce]\n", "did you mean the folder `acme`?"),
        ("packs: [./acme/pack.yml]\n", "name the folder that it lies in, `acme`"),
        ("packs: us-health, ./acme\n", "write `[us-health, ./acme]`"),
        ("packs: [us-health@9.9.9]\n", "write `{name: us-health, version: 9.9.9}`"),
        ("packs: [./acme, ./acme/]\n", "this pack is listed twice"),
        ("packs: []\n", "with no packs nothing is checked"),
        ("packs: [./acme]\nrules: {acme/raffle: no}\n", "`off` switches a rule off"),
        ("packs: [./acme]\nrules: {raffle: of}\n", "did you mean `acme/raffle`?"),
        ("packs: [./acme]\nrules: {rafle: off}\n", "did you mean `acme/raffle`?"),
        ("product: suplement\n", "did you mean `supplement`?"),
        ("overrides: [{paths: a.md, page: {jurisdiction: usa}}]\n", "did you mean `us`?"),
        ("exclude: [*.bak]\n", "put it in quotes: '*.bak'"),
        ("brands: Join #1\n", "which begins a comment"),
    ] {
        fs::write(dir.path().join("fairbalance.yml"), config).unwrap();
        let ran = run(dir.path(), &["check", "a.md"]);
        assert!(ran.code == 2 && ran.err.contains(said), "{config}{said}\n{}", ran.err);
        assert!(!config.contains("acme/raffle: no") || !ran.err.contains("unknown rule"), "{}", ran.err);
    }
    // An audience of one's own is none of a closed list; a state is not another one misspelt.
    for config in ["page: {audience: nurses}\n", "page: {jurisdiction: [us, us-tn]}\n"] {
        fs::write(dir.path().join("fairbalance.yml"), config).unwrap();
        assert_eq!(run(dir.path(), &["check", "a.md"]).code, 0);
    }
}

#[test]
fn what_can_never_hold_is_told_and_a_pack_is_called_as_its_folder_is() {
    let dir = site(&[("acme/pack.yml", PACK), ("acme/raffle.yml", RULE)]);
    let ran = run(dir.path(), &["rules", "check", "./acme", "--today", "2026-11-23"]);
    for said in ["write today's date as `as_of: 2026-11-23`", "add <use> to `find`", "did you mean `patients`?"] {
        assert!(ran.out.contains(said), "{said}\n{}", ran.out);
    }
    assert!(ran.out.contains("has this example already") && ran.code == 1, "{}", ran.out);
    let inside = dir.path().join("acme");
    assert!(run(&inside, &["rules", "--pack", "."]).out.contains("acme/raffle"));
    assert!(run(&inside, &["test", "."]).out.contains("1 rule, 4 examples"));
    // What `rules new` writes has nothing to mend.
    assert_eq!(run(dir.path(), &["rules", "new", "x/gift"]).code, 0);
    let ran = run(dir.path(), &["rules", "check", "./x"]);
    assert_eq!(ran.code, 0, "{}", ran.out);
}

#[test]
fn what_is_printed_as_json_for_authors_obeys_its_schema() {
    let rule = "id: nap\ntitle: Says that a nap cures\nlevel: warning\nauthority: [FTC-5]\nwhy: w\nremedy: r\nfind: nap cure\n\
                examples:\n  flag: [A nap cure., A nap., Our nap cure is here.]\n  pass: [A nap., No cure.]\n";
    let dir = site(&[("a.md", PAGE), ("own/pack.yml", "pack: own\nversion: 1.0.0\n"), ("own/nap.yml", rule)]);
    let all: [(SchemaOf, &[&str], &str); 3] = [
        (SchemaOf::TestReport, &["test", "./own", "--coverage", "--format", "json"], "failures"),
        (SchemaOf::Advice, &["rules", "check", "./own", "--format", "json"], "advice"),
        (SchemaOf::Place, &["explain", "--at", "a.md:1", "--pack", "us-health,./own", "--format", "json"], "sentences"),
    ];
    for (of, args, list) in all {
        let ran = run(dir.path(), args);
        let report: serde_json::Value = serde_json::from_str(&ran.out).unwrap_or_else(|_| panic!("{}", ran.err));
        let validator = jsonschema::validator_for(&schema::of(of)).unwrap();
        let errors: Vec<String> = validator.iter_errors(&report).map(|e| format!("{}: {e}", e.instance_path)).collect();
        assert!(errors.is_empty(), "{errors:#?}");
        assert!(report[list].is_array(), "{report}");
        let mut less = report.clone();
        less.as_object_mut().unwrap().remove(list);
        assert!(!validator.is_valid(&less), "without {list}");
    }
}
