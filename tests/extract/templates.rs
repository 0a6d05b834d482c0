use fairbalance::extract::Format;

use crate::page::{html, markdown, page};

#[test]
fn tags_break_nothing_around_them() {
    let page = html(
        "<p class=\"{% if a > b %}x{% endif %}\"><a href=\"{{ url | append: \"x\" }}\">Our {{ name }}</a> is {{n}}% effective</p>",
    );
    assert_eq!(page.blocks(), ["paragraph: Our \u{fffc} is \u{fffc}% effective"]);
    assert_eq!(page.slices("\u{fffc}% effective"), "{{n}}% effective");
    let page =
        html("<p><%= t('x', a: \"<b>\") %> cures</p><?php if ($a > 1) { ?><p>One</p><?php } ?><p>Two <?= $x ?>!</p>");
    assert_eq!(page.blocks(), ["paragraph: \u{fffc} cures", "paragraph: One", "paragraph: Two \u{fffc}!"]);
}

#[test]
fn every_language_of_comments_is_hidden() {
    for text in [
        "<p>One</p>{% comment %}it cures all things{% endcomment %}<p>Two</p>",
        "<p>One</p>{# it cures all things #}<p>Two</p>",
        "<p>One</p>{{!-- it cures all things --}}<p>Two</p>",
        "<p>One</p>{{/* it cures all things */}}<p>Two</p>",
        "<p>One</p><%# it cures all things %><p>Two</p>",
    ] {
        assert_eq!(
            html(text).blocks(),
            ["paragraph: One", "paragraph: Two", "hidden paragraph: it cures all things"],
            "{text}"
        );
    }
    let page = html("<p>One</p>{# fairbalance: ignore[x] why #}<p>Two</p>");
    assert_eq!((page.doc.directives[0].body.as_str(), page.doc.directives[0].block.unwrap().0), ("ignore[x] why", 1));
}

#[test]
fn raw_stays_and_code_goes() {
    let page =
        html("{% raw %}<p>{{ kept }} words</p>{% endraw %}{% schema %}{\"name\": \"x y z\"}{% endschema %}<p>End</p>");
    assert_eq!(page.blocks(), ["paragraph: {{ kept }} words", "paragraph: End"]);
}

#[test]
fn control_tags_do_not_make_code_of_markdown() {
    let page = markdown(
        "{% if promo_is_on %}It cures all.{% endif %}\n\n{% include long-banner.html %}\n# Head {#head-id}\n\n{{< figure src=\"x\" >}}\n\nText [book]({{ site.url }}/book) now.\n",
    );
    assert_eq!(page.blocks(), ["paragraph: It cures all.", "heading1: Head", "paragraph: Text book now."]);
    assert_eq!(page.doc.links.len(), 1);
}

#[test]
fn a_tag_that_does_not_end_is_said() {
    let page = html("<p>One {{ never</p><p>Two</p>");
    assert_eq!(page.unread(), ["{{ never"]);
    assert_eq!(page.blocks(), ["paragraph: One", "paragraph: Two"]);
    assert!(html("<script>a={{b:1}; {{</script><p>x</p>").unread().is_empty());
    assert!(markdown("```\n{{ never\n```\n").unread().is_empty());
}

#[test]
fn mdx_is_read() {
    let page = page(
        Format::Mdx,
        "import X from './x'\nexport const a = {\n  b: `c ${d}`,\n\n  e: '}',\n}\n\n# Head\n\n{/* fairbalance: ignore[x] y */}\n\n<Hero title=\"It cures\" text={\"all of it\"} style={{color: 'red'}}>\n\n\
         It is {n}% {\"really safe\"} here.\n\n    Deep text.\n\n</Hero>\n\nUse `{x}` now.\n",
    );
    let expected = [
        "heading1: Head",
        "label: It cures",
        "label: all of it",
        "paragraph: It is \u{fffc}% really safe here.",
        "paragraph: Deep text.",
        "paragraph: Use \u{fffc} now.",
    ];
    assert_eq!(page.blocks(), expected);
    assert_eq!(page.slices("really safe here"), "really safe| here");
    assert_eq!(page.doc.directives.len(), 1);
    assert!(page.unread().is_empty());
}

#[test]
fn formats_are_known_by_their_endings() {
    for (path, format) in [
        ("a/b.md", Some(Format::Markdown)),
        ("a.MDX", Some(Format::Mdx)),
        ("x.html.erb", Some(Format::Html)),
        ("x.liquid", Some(Format::Html)),
        ("x.blade.php", None),
        ("post.md.j2", Some(Format::Markdown)),
        ("app.js.erb", None),
        ("notes.txt", Some(Format::Text)),
        ("v1.2.txt", Some(Format::Text)),
        ("noext", None),
        ("a.html.d/x.css", None),
    ] {
        assert_eq!(Format::of_path(path), format, "{path}");
    }
}
