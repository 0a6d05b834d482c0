//! An old site of two thousand pages: adopted with one command, and from then on it fails for what a change brings.

use std::collections::BTreeSet;

use crate::{Ran, Site};

const PAGES: usize = 2_000;
const CONFIG: &str = "packs: us-health\nbaseline: fairbalance-baseline.json\n\
                      layouts: [{paths: \"programs/**\", after: layouts/footer.html}]\n";
const FOOTER: &str = "<footer><p>FDA has not approved ketamine for tinnitus.</p><p>Open daily.</p></footer>\n";
const DISCLOSURE: &str = "FDA has not approved ketamine for OCD.";
const RISKS: &str = "Side effects include dissociation, nausea and raised blood pressure.";

/// One page of the site. No two say quite the same; every fifth sells without a word of risk.
fn page(number: usize) -> String {
    let topic = ["sleep", "pain", "low mood", "tinnitus"][number % 4];
    let condition = if number.is_multiple_of(4) { "tinnitus" } else { "OCD" };
    let mut text = format!(
        "---\ntitle: Story {number}\n---\n\n# IV ketamine, part {number}\n\nBook ketamine infusion {number} today! \
         It treats {condition} within {} hours.\n\nReaders of part {number} ask about {topic} and about parking.\n",
        number % 40 + 2
    );
    if condition == "OCD" {
        text.push_str(&format!("\n{DISCLOSURE}\n"));
    }
    if !number.is_multiple_of(5) {
        text.push_str(&format!("\n{RISKS}\n"));
    }
    text
}

fn path(number: usize) -> String {
    let folder = if number.is_multiple_of(4) { "programs" } else { "content" };
    format!("{folder}/{:02}/story-{number}.md", number % 37)
}

/// `path rule` of the open findings of pages, each once.
fn open(ran: &Ran) -> BTreeSet<String> {
    let lines = ran.out.lines().filter_map(|line| {
        let (place, rest) = line.split_once(": ").filter(|(_, rest)| rest.starts_with(['e', 'w', 'n']))?;
        let (rule, _) = rest.split_once('[')?.1.split_once(']')?;
        Some(format!("{} {}", place.split(':').next()?, rule.rsplit('/').next()?))
    });
    lines.filter(|line| !line.ends_with(" baseline-stale")).collect()
}

fn check(site: &Site, more: &[&str]) -> Ran {
    site.run(&[&["check", "--format=concise", "--today=2026-11-22", "--fail-on=note"][..], more, &["."]].concat())
}

#[test]
fn two_thousand_pages_are_adopted_at_once_and_fail_for_changes_alone() {
    let site = Site::new(&[("fairbalance.yml", CONFIG), ("layouts/footer.html", FOOTER)]);
    (0..PAGES).for_each(|number| site.write(&path(number), &page(number)));
    site.git(&["init", "-q", "-b", "main"]);
    let ran = site.run(&["check", "--quiet", "--format=concise", "--baseline=/dev/null", "."]);
    assert_eq!(ran.code, 2, "an empty file is no baseline");
    let ran = site.run(&["baseline", "create", "--today=2026-11-22"]);
    assert_eq!(ran.code, 0, "{}{}", ran.out, ran.err);
    let accepted = site.read("fairbalance-baseline.json").lines().filter(|line| line.contains("\"rule\"")).count();
    assert!(accepted > PAGES, "{accepted}");
    site.commit();
    let ran = check(&site, &[]);
    assert_eq!((ran.code, open(&ran)), (0, BTreeSet::new()), "{}", ran.err);

    // What changes nothing of what is claimed: words elsewhere, other line ends, other folders.
    for number in 0..300 {
        let text = page(number);
        match number % 3 {
            0 => site.write(&path(number), &format!("{text}\nThe clinic has a garden.\n")),
            1 => site.write(&path(number), &text.replace("today! It treats", "today!\nIt **treats**")),
            _ => {
                site.remove(&path(number));
                site.write(&path(number).replace("story", "moved/story"), &text);
            }
        }
    }
    site.git(&["add", "-A"]);
    for args in [&[][..], &["--diff-base=HEAD"]] {
        let ran = check(&site, args);
        assert_eq!((ran.code, open(&ran)), (0, BTreeSet::new()), "{args:?}: {}", ran.err);
    }
    site.commit();

    // What does: a claim, a disclosure taken out, risks taken out.
    site.write(&path(1001), &format!("{}\nIt has no side effects.\n", page(1001)));
    site.write(&path(1002), &page(1002).replace(&format!("\n{DISCLOSURE}\n"), ""));
    site.write(&path(1003), &page(1003).replace(&format!("\n{RISKS}\n"), ""));
    site.write(&path(1004), &page(1004).replace("parking", "gardens"));
    for args in [&[][..], &["--diff-base=HEAD"]] {
        let ran = check(&site, args);
        let open = open(&ran);
        let of = |number: usize| -> Vec<&str> {
            let path = path(number) + " ";
            open.iter().filter_map(|line| line.strip_prefix(&path)).collect()
        };
        assert_eq!(ran.code, 1, "{args:?}");
        assert!(of(1001).contains(&"no-side-effects"), "{args:?}: {open:#?}");
        assert!(of(1002).contains(&"missing-off-label-disclosure"), "{args:?}: {open:#?}");
        assert!(of(1003).contains(&"missing-risk-disclosure"), "{args:?}: {open:#?}");
        let brought = [1001, 1002, 1003].iter().map(|&number| of(number).len()).sum::<usize>();
        assert_eq!(brought, open.len(), "{args:?}: {open:#?}");
    }
    site.git(&["checkout", "-q", "--", "."]);

    // A footer that no longer says it: five hundred pages lose their disclosure, and none of them is touched.
    site.write("layouts/footer.html", "<footer><p>Open daily.</p></footer>\n");
    for args in [&[][..], &["--diff-base=HEAD"]] {
        let ran = check(&site, args);
        let lost = open(&ran).iter().filter(|line| line.ends_with(" missing-off-label-disclosure")).count();
        assert_eq!((ran.code, lost), (1, PAGES / 4), "{args:?}");
    }
}
