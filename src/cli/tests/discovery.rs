//! What is found, what is passed over, and what cannot be read.

use super::*;

#[test]
fn one_bad_path_does_not_stop_the_others() {
    let dir =
        site(&[("cure.md", "a cure"), ("utf16.md", ""), ("binary.md", ""), ("latin1.html", ""), ("page.tsx", "x")]);
    let utf16: Vec<u8> = [0xFEFF].into_iter().chain("a 😀 cure".encode_utf16()).flat_map(u16::to_le_bytes).collect();
    fs::write(dir.path().join("utf16.md"), utf16).unwrap();
    fs::write(dir.path().join("binary.md"), b"PNG\0\x01").unwrap();
    fs::write(dir.path().join("latin1.html"), b"<p>caf\xe9 cure</p>").unwrap();
    let ran = in_dir(dir.path(), &["--format=json", "gone", "page.tsx", "."]);
    let report = ran.json();
    assert_eq!(ran.code, 2);
    assert_eq!(report["complete"], false);
    assert_eq!(paths(&report), ["cure.md", "utf16.md"]);
    assert_eq!(report["findings"][1]["span"], serde_json::json!({"start": 12, "end": 20}));
    let problems: Vec<_> = report["problems"]
        .as_array()
        .unwrap()
        .iter()
        .map(|p| (p["path"].as_str().unwrap(), p["kind"].as_str().unwrap()))
        .collect();
    assert_eq!(
        problems,
        [("binary.md", "not-decoded"), ("gone", "not-found"), ("latin1.html", "not-decoded"), ("page.tsx", "not-read")]
    );
    assert!(report["problems"][2]["message"].as_str().unwrap().contains("0xe9 at offset 6"));
}

#[test]
fn nothing_to_check_is_no_pass() {
    let dir = site(&[("logo.svg", ""), ("app.tsx", ""), ("b.tsx", "")]);
    let ran = in_dir(dir.path(), &["check", "--format=json"]);
    let report = ran.json();
    assert_eq!((ran.code, report["problems"][0]["kind"].as_str()), (2, Some("nothing-found")));
    assert_eq!(report["coverage"]["unknown_types"], serde_json::json!({".tsx": 2}));
    assert_eq!(report["coverage"]["other_types"], serde_json::json!({".svg": 1}));
}

#[test]
fn what_is_passed_over_is_counted_with_its_reason() {
    let dir = site(&[
        (".gitignore", "drafts/\n*.tmp.md\n!keep.tmp.md\n"),
        ("a/.fairbalanceignore", "old.md\n"),
        ("fairbalance.yml", "exclude: [vendor/]\n"),
        ("drafts/x.md", "cure"),
        ("x.tmp.md", "cure"),
        ("keep.tmp.md", "cure"),
        ("a/old.md", "cure"),
        ("a/new.md", "cure"),
        ("vendor/deep/x.md", "cure"),
        (".hidden/x.md", "cure"),
        ("a/SEO_PLAN.md", "cure"),
        ("README.md", "cure"),
        ("a/README.md", "cure"),
        ("b/.fairbalanceignore", "!TODO.md\n"),
        ("b/TODO.md", "cure"),
    ]);
    let report = in_dir(dir.path(), &["--format=json", "."]).json();
    assert_eq!(paths(&report), ["a/README.md", "a/new.md", "b/TODO.md", "keep.tmp.md"]);
    let skipped: Vec<_> = report["coverage"]["skipped"]
        .as_array()
        .unwrap()
        .iter()
        .map(|s| format!("{} {}", s["path"].as_str().unwrap(), s["reason"].as_str().unwrap()))
        .collect();
    assert_eq!(
        skipped,
        [
            ".git/ hidden",
            ".hidden/ hidden",
            "README.md notes about the repository",
            "a/SEO_PLAN.md notes about the repository",
            "a/old.md ignored by .fairbalanceignore",
            "drafts/ ignored by .gitignore",
            "vendor/ excluded by the config",
            "x.tmp.md ignored by .gitignore",
        ]
    );
    // Named outright, everything is checked.
    let report =
        in_dir(dir.path(), &["--format=json", "drafts/x.md", "vendor/deep/x.md", "./vendor/../x.tmp.md"]).json();
    assert_eq!(paths(&report), ["drafts/x.md", "vendor/deep/x.md", "x.tmp.md"]);
}
