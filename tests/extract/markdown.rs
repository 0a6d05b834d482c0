use fairbalance::extract::Format;
use fairbalance::extract::document::GovernorRole::{Attribution, ColumnHeader, LeadIn, Question, RowHeader};

use crate::page::{markdown, page};

#[test]
fn a_phrase_over_marks_and_quote_prefixes_keeps_its_ranges() {
    let page = markdown("> It is **cl**inically\n> *proven* to re&shy;store\\* c<b>u</b>re\n");
    assert_eq!(page.blocks(), ["quotation: It is clinically proven to restore* cure"]);
    assert_eq!(page.slices("clinically proven"), "cl|inically\n|proven");
    assert_eq!(page.slices("cure"), "c|u|re");
}

#[test]
fn blocks_have_their_kinds() {
    let page = markdown(
        "# Head {#id .cls}\n\nText `code` more.\n\n- item\n- [x] done\n\n| A | B |\n|---|---|\n| a \\| b | c |\n\n![Alt text](x.png \"Tip\")\n\n\
         ```\ncures all\n```\n\nNote[^1] and ~~old~~ new.\n\n[^1]: Foot words.\n",
    );
    let expected = [
        "heading1: Head",
        "paragraph: Text \u{fffc} more.",
        "list item: item",
        "list item: done",
        "table cell: A",
        "table cell: B",
        "table cell: a | b",
        "table cell: c",
        "label: Tip",
        "alt text: Alt text",
        "paragraph: Note and new.",
        "paragraph: old",
        "footnote: Foot words.",
    ];
    let mut blocks = page.blocks();
    blocks[8..10].sort();
    let mut wanted = expected.map(String::from);
    wanted[8..10].sort();
    assert_eq!(blocks, wanted);
    assert_eq!(page.slices("a | b"), "a || b");
}

#[test]
fn html_in_markdown_shares_one_structure() {
    let page = markdown(
        "<details>\n<summary>Can it **harm**?</summary>\n\nIt can, see *below*.\n\n- one\n\n</details>\n\nOut <span hidden>never **ever**</span> here.\n\n\
         <div class=\"testimonial\">\n\nI am well.</div>\n\nAfter.\n",
    );
    let expected = [
        "paragraph: Can it **harm**?",
        "collapsed paragraph: It can, see below.",
        "collapsed list item: one",
        "paragraph: Out here.",
        "hidden paragraph: never ever",
        "paragraph: I am well.",
        "paragraph: After.",
    ];
    assert_eq!(page.blocks(), expected);
    assert_eq!(page.governors("It can"), [(Question, "Can it **harm**?")]);
    assert!(page.doc.blocks[5].traits.testimonial && !page.doc.blocks[6].traits.testimonial);
}

#[test]
fn html_inside_a_quote_maps_through_both() {
    let page = markdown("> <p>It is pro\n> ven to &#99;ure\n> <!-- fairbalance: ignore[x] y --></p>\n");
    assert_eq!(page.blocks(), ["quotation: It is pro ven to cure"]);
    assert_eq!(page.slices("pro ven to cure"), "pro\n|ven to &#99;ure");
    assert_eq!(page.doc.directives[0].body, "ignore[x] y");
}

#[test]
fn front_matter_is_exact() {
    let page = markdown(
        "---\ntitle: \"IV \\\"ketamine\\\" here\"\ndescription: >\n  Hope for\n  autism\ndraft: false\nfaq:\n  - q: 'Isn''t it safe?'\n    a: It may help you.\ntags: [a, b]\nimage: /x/y.png\n---\nBody.\n",
    );
    let expected = [
        "title: IV \"ketamine\" here",
        "meta description: Hope for autism",
        "front matter: Isn't it safe?",
        "front matter: It may help you.",
        "paragraph: Body.",
    ];
    assert_eq!(page.blocks(), expected);
    assert_eq!(page.slices("\"ketamine\" here"), "\\\"ketamine\\\" here");
    assert_eq!(page.slices("Hope for autism"), "Hope for\n  autism");
    assert_eq!(page.slices("Isn't it"), "Isn''t it");
    let values: Vec<_> = page.doc.metadata.iter().map(|m| (m.path.as_str(), m.value.trim())).collect();
    assert!(
        values.contains(&("draft", "false"))
            && values.contains(&("tags.1", "b"))
            && values.contains(&("faq.0.a", "It may help you.")),
        "{values:?}"
    );
}

#[test]
fn toml_front_matter_is_exact() {
    let page = markdown(
        "+++\ntitle = \"A \\u00e9 cure\"\ndate = 2026-01-02\n[hero]\ntext = '''It works for all'''\n+++\n\nBody\n",
    );
    assert_eq!(page.blocks(), ["title: A e cure", "front matter: It works for all", "paragraph: Body"]);
    assert_eq!(page.slices("e cure"), "\\u00e9 cure");
    assert_eq!(page.doc.metadata[1].value, "2026-01-02");
}

#[test]
fn front_matter_that_does_not_end_is_said_and_the_body_read() {
    let page = markdown("---\ntitle: Cure\nkind: post\n\nBody text.\n");
    assert_eq!(page.unread(), ["---\ntitle: Cure\nkind: post"]);
    assert!(page.blocks().contains(&"paragraph: Body text.".to_owned()));
    let broken = markdown("---\ntitle: \"a\nb: [\n---\nBody text.\n");
    assert_eq!(broken.doc.not_read.len(), 1);
    assert_eq!(broken.blocks(), ["paragraph: Body text."]);
    assert!(markdown("---\n\nA rule above.\n\n---\n").doc.not_read.is_empty());
}

#[test]
fn governors_come_from_markdown_too() {
    let page = markdown(
        "We do not treat:\n\n- autism\n  - mild\n- pain\n\n| Condition | Result |\n|---|---|\n| Anxiety | may ease |\n\n**Is it safe?**\n\nMostly.\n\n\
         > I feel well.\n> — Maria, Austin\n\n## Why?\n\nBecause.\n",
    );
    assert_eq!(page.governors("autism"), [(LeadIn, "We do not treat:")]);
    assert_eq!(page.governors("mild"), [(LeadIn, "We do not treat:"), (LeadIn, "autism")]);
    assert_eq!(page.governors("may ease"), [(ColumnHeader, "Result"), (RowHeader, "Anxiety")]);
    assert_eq!(page.governors("Mostly."), [(Question, "Is it safe?")]);
    assert!(page.governors("I feel well.").contains(&(Attribution, "- Maria, Austin")));
    assert_eq!(page.governors("Because."), [(Question, "Why?")]);
}

#[test]
fn links_of_every_kind() {
    let page = markdown("[one](/a_(b) \"Tip\") and [two][ref], <https://x.org/p>.\n\n[ref]: /r 'T'\n");
    let links: Vec<_> = page.doc.links.iter().map(|l| (&page.doc.text[l.text.range()], l.url.as_str())).collect();
    assert_eq!(links, [("one", "/a_(b)"), ("two", "/r"), ("https://x.org/p", "https://x.org/p")]);
    assert_eq!(page.source.slice(page.doc.links[0].url_span.unwrap()), "/a_(b)");
}

#[test]
fn line_ends_make_no_difference() {
    let text = "---\ntitle: A b\nsummary: >\n  c d\n  e\n---\n# H\n\nOne\ntwo  \nthree\n\n> q\n> <b>r\n> s</b>\n\n<div>\n<p>x\ny</p>\n</div>\n\n- a\n  b\n";
    let lf = markdown(text);
    for ends in ["\r\n", "\r"] {
        let other = page(Format::Markdown, &text.replace('\n', ends));
        assert_eq!(other.blocks(), lf.blocks(), "{ends:?}");
    }
}
