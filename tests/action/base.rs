//! What a change is held against, by event and checkout.

use std::fs;

use crate::runner::{Runner, Used};
use crate::site::{CLAIM, Host, OLD, git};

/// A pull request that brings one finding, not yet checked out.
fn hosted() -> (Runner, Host) {
    let mut runner = Runner::new();
    let host = runner.host(&[("a.md", Some(OLD))], &[("b.md", Some(CLAIM))]);
    (runner, host)
}

fn tells_the_new_one_alone(used: &Used, base: &str) {
    assert_eq!(used.output("diff-base"), base, "{}", used.log);
    assert_eq!((used.code, used.found()), (1, vec!["b.md no-side-effects".to_owned()]), "{}", used.log);
}

#[test]
fn the_merge_commit_two_deep_has_its_base() {
    let (runner, host) = hosted();
    runner.check_out(&host.merge, 2);
    // Nothing need be fetched.
    fs::rename(runner.at("host"), runner.at("gone")).unwrap();
    tells_the_new_one_alone(&runner.run(), &host.base);
}

#[test]
fn the_merge_commit_alone_names_its_base_which_is_fetched() {
    let (mut runner, host) = hosted();
    runner.check_out(&host.merge, 1);
    // The event can be older than the merge.
    runner.pull_request_base = "0".repeat(40);
    tells_the_new_one_alone(&runner.run(), &host.base);
}

#[test]
fn a_base_that_cannot_be_fetched_is_no_answer() {
    let (runner, host) = hosted();
    runner.check_out(&host.merge, 1);
    fs::rename(runner.at("host"), runner.at("gone")).unwrap();
    let used = runner.run();
    assert_eq!((used.code, used.output("exit-code"), used.output("findings")), (2, "2", ""), "{}", used.log);
    assert!(used.errors().contains("fetch-depth: 2"), "{}", used.log);
    let (mut runner, _) = hosted();
    runner.pull_request_base.clear();
    let used = runner.run();
    assert!(used.code == 2 && used.errors().contains("Check the repository out"), "{}", used.log);
}

#[test]
fn the_head_of_the_branch_is_held_against_the_point_where_it_left() {
    let (runner, host) = hosted();
    runner.check_out(&host.head, 0);
    let left = git(&runner.workspace(), &["merge-base", &host.base, &host.head]);
    assert_ne!(left, host.base);
    tells_the_new_one_alone(&runner.run(), &left);
    // A branch that took in main ends with a merge too, and its first parent is no base.
    let (runner, host) = hosted();
    let folder = runner.at("host");
    git(&folder, &["checkout", "-q", "change"]);
    git(&folder, &["merge", "-q", "--no-ff", "-m", "Take in main", "main"]);
    runner.check_out(&git(&folder, &["rev-parse", "HEAD"]), 0);
    tells_the_new_one_alone(&runner.run(), &host.base);
    // Without its history, against the base itself.
    let (runner, host) = hosted();
    runner.check_out(&host.head, 1);
    tells_the_new_one_alone(&runner.run(), &host.base);
}

#[test]
fn a_base_checked_out_in_place_of_the_change_is_no_answer() {
    let (mut runner, host) = hosted();
    runner.event = "pull_request_target".to_owned();
    runner.sha.clone_from(&host.base);
    runner.check_out(&host.base, 1);
    let used = runner.run();
    assert!(used.code == 2 && used.errors().contains("Run this on pull_request"), "{}", used.log);
}

#[test]
fn a_merge_group_has_a_base_and_a_push_has_none() {
    let (mut runner, host) = hosted();
    runner.check_out(&host.merge, 1);
    runner.event = "merge_group".to_owned();
    runner.merge_group_base.clone_from(&host.base);
    tells_the_new_one_alone(&runner.run(), &host.base);
    runner.event = "push".to_owned();
    let used = runner.run();
    assert_eq!(used.output("diff-base"), "");
    assert!(
        used.found().len() > 2 && used.found().contains(&"meanwhile.md no-side-effects".to_owned()),
        "{}",
        used.log
    );
    runner.event = "pull_request".to_owned();
    let used = runner.input("diff-base", "none").run();
    assert!(used.output("diff-base").is_empty() && used.found().len() > 2, "{}", used.log);
}

#[test]
fn a_base_can_be_named() {
    let (mut runner, host) = hosted();
    runner.check_out(&host.merge, 1);
    runner.event = "push".to_owned();
    tells_the_new_one_alone(&runner.input("diff-base", "main").run(), &host.base);
    tells_the_new_one_alone(&runner.input("diff-base", &host.base).run(), &host.base);
    for name in
        ["no-such-branch", "--upload-pack=touch pwned", "HEAD; touch pwned", "$(touch pwned)", "main:main", "a\nb"]
    {
        let used = runner.input("diff-base", name).run();
        assert_eq!((used.code, used.output("exit-code")), (2, "2"), "{name}: {}", used.log);
        assert!(!runner.workspace().join("pwned").exists());
    }
}

#[test]
fn the_token_is_tried_where_the_checkout_left_none() {
    let (mut runner, host) = hosted();
    runner.check_out(&host.merge, 1);
    // A git that gets nothing from the host unless it brings the token.
    let real = fs::read_link(runner.at("bin/git")).unwrap();
    runner.without("git");
    runner.tool(
        "git",
        &format!(
            "#!/usr/bin/env bash\nif [ \"$1\" = fetch ] && [ \"${{GIT_CONFIG_VALUE_0:-}}\" != \
             'AUTHORIZATION: basic eC1hY2Nlc3MtdG9rZW46cmVhZC1vbmx5' ]; then echo refused >&2; exit 128; fi\n\
             exec '{}' \"$@\"\n",
            real.display()
        ),
    );
    tells_the_new_one_alone(&runner.run(), &host.base);
    let used = runner.input("token", "").run();
    assert!(used.code == 2, "{}", used.log);
}
