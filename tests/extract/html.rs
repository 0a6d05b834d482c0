use fairbalance::extract::document::GovernorRole::{Attribution, ColumnHeader, LeadIn, Question, RowHeader};

use crate::page::html;

#[test]
fn a_phrase_over_markup_and_entities_keeps_its_ranges() {
    let page = html("<p>It <b>cl</b>inically\n   <em>pro&shy;ven</em> to r&#101;store &ldquo;energy&rdquo;</p>");
    assert_eq!(page.blocks(), ["paragraph: It clinically proven to restore \"energy\""]);
    assert_eq!(page.slices("clinically proven"), "cl|inically\n   |pro|ven");
    assert_eq!(page.slices("restore \"energy"), "r&#101;store &ldquo;energy");
}

#[test]
fn tags_that_are_never_closed_still_part_blocks() {
    let page = html(
        "<ul><li>One<li>Two <b>bold</ul><p>Three<p>Four<div>Five</div><table><tr><td>a<td>b<tr><td>c</table>x</p>y",
    );
    let expected = [
        "list item: One",
        "list item: Two bold",
        "paragraph: Three",
        "paragraph: Four",
        "paragraph: Five",
        "table cell: a",
        "table cell: b",
        "table cell: c",
        "paragraph: x",
        "paragraph: y",
    ];
    assert_eq!(page.blocks(), expected);
}

#[test]
fn what_hides_and_what_folds() {
    let page = html(
        "<p hidden>One</p><div style='display: none'><p>Two</p></div><p aria-hidden=true>Three</p><p class=sr-only>Four</p>\
         <details><summary>Risks</summary>Five</details><details open><summary>More</summary>Six</details>\
         <div class='accordion-collapse collapse'>Seven</div><div class='tab-pane active'>Eight</div>\
         <noscript><p>Nine</p></noscript><p class='hidden md:block'>Ten</p><span style='font-size:0'>Eleven</span>",
    );
    let expected = [
        "hidden paragraph: One",
        "hidden paragraph: Two",
        "hidden paragraph: Three",
        "hidden paragraph: Four",
        "paragraph: Risks",
        "collapsed paragraph: Five",
        "paragraph: More",
        "paragraph: Six",
        "collapsed paragraph: Seven",
        "paragraph: Eight",
        "hidden paragraph: Nine",
        "paragraph: Ten",
        "hidden paragraph: Eleven",
    ];
    assert_eq!(page.blocks(), expected);
}

#[test]
fn hidden_and_struck_words_stand_aside_and_the_sentence_stays_whole() {
    let page =
        html("<p>We <span hidden>do not</span> treat <s>all</s> pain <a class='btn' href='/b'>Book now</a> today.</p>");
    let expected =
        ["paragraph: We treat pain today.", "hidden paragraph: do not", "paragraph: all", "call to action: Book now"];
    assert_eq!(page.blocks(), expected);
    assert!(page.doc.blocks[2].traits.struck);
    assert!(page.doc.links[0].call_to_action);
    let page = html("<p><span hidden>not</span> We treat it.</p>");
    assert_eq!(page.blocks(), ["hidden paragraph: not", "paragraph: We treat it."]);
}

#[test]
fn copy_in_attributes_and_the_head_is_found() {
    let page = html(
        "<head><title>A &amp; B</title><meta name=description content='Relief &quot;fast&quot;'>\
         <meta property='og:title' content=Share><script type=application/ld+json>{\"@type\":\"Q\",\"name\":\"Is it \\u0073afe?\",\
         \"acceptedAnswer\":{\"text\":\"<p>Yes.</p> It\\nis\"},\"url\":\"x y z\"}</script><script>var x = 'cures all'</script></head>\
         <p>See <img alt='Happy patient' src=x> here</p><input type=submit value='Book it'><input placeholder='Your mail'>\
         <div aria-label='Main part'>Text</div>",
    );
    let expected = [
        "title: A & B",
        "meta description: Relief \"fast\"",
        "title: Share",
        "JSON-LD: Is it safe?",
        "JSON-LD: Yes.",
        "JSON-LD: It is",
        "paragraph: See here",
        "alt text: Happy patient",
        "call to action: Book it",
        "label: Your mail",
        "label: Main part",
        "paragraph: Text",
    ];
    assert_eq!(page.blocks(), expected);
    assert_eq!(page.slices("Is it safe"), "Is it \\u0073afe");
    assert_eq!(page.slices("It is"), "It\\nis");
    assert_eq!(page.slices("\"fast\""), "&quot;fast&quot;");
    assert!(page.doc.bytes.not_prose >= "var x = 'cures all'".len());
}

#[test]
fn comments_are_directives_or_hidden_prose() {
    let page = html(
        "<!-- fairbalance: ignore[a] until=2027-01-01 known --><p>One</p><!-- not approved by anyone --><!-- more -->\
         <!--[if IE]>use a newer browser please<![endif]--><!-- wp:image {\"id\":1} --><p>Two <!-- fairbalance: ignore[b] x --> three</p>",
    );
    assert_eq!(page.blocks(), ["paragraph: One", "hidden paragraph: not approved by anyone", "paragraph: Two three"]);
    let directives: Vec<_> = page.doc.directives.iter().map(|d| (d.body.as_str(), d.block.unwrap().0)).collect();
    assert_eq!(directives, [("ignore[a] until=2027-01-01 known", 0), ("ignore[b] x", 2)]);
}

#[test]
fn line_breaks_and_superscripts_part_words() {
    let page = html("<p>cure<sup>1</sup> and<br>relief<br><br>New H<sub>2</sub>O</p>");
    assert_eq!(page.blocks(), ["paragraph: cure 1 and relief", "paragraph: New H2O"]);
}

#[test]
fn lists_tables_and_terms_have_governors() {
    let page = html(
        "<p>Our infusions help with:</p><ul><li>Autism<li>Pain such as<ul><li>Migraine</ul><li>Sleep</ul><p>Long text here that ends.</p><ul><li>Lone</ul>\
         <table><thead><tr><th>Condition<th>Result</thead><tr><td>Anxiety<td>may ease</table>\
         <table><tr><th>Status</th><td>unapproved</td></tr></table><dl><dt>Safe?<dd>Mostly<dt>Dose<dd>Low</dl>",
    );
    assert_eq!(page.governors("Autism"), [(LeadIn, "Our infusions help with:")]);
    assert_eq!(page.governors("Migraine"), [(LeadIn, "Our infusions help with:"), (LeadIn, "Pain such as")]);
    assert_eq!(page.governors("Sleep"), [(LeadIn, "Our infusions help with:")]);
    assert_eq!(page.governors("Lone"), []);
    assert_eq!(page.governors("may ease"), [(ColumnHeader, "Result"), (RowHeader, "Anxiety")]);
    assert_eq!(page.governors("unapproved"), [(RowHeader, "Status")]);
    assert_eq!(page.governors("Mostly"), [(Question, "Safe?")]);
    assert_eq!(page.governors("Low"), [(RowHeader, "Dose")]);
}

#[test]
fn questions_govern_their_answers() {
    let page = html(
        "<h2>Does it help?</h2><p>Some.</p><h3>Detail</h3><p>More.</p><h2>Next</h2><p>Free.</p>\
         <p><strong>Is it safe?</strong></p><p>Yes.</p><h2>End</h2><p>Out.</p><details><summary>Covered?</summary><p>No.</p></details>\
         <button class='accordion-button' data-bs-toggle=collapse>Legal?</button><div class='accordion-collapse collapse'>Quite.</div>",
    );
    assert_eq!(page.governors("Some."), [(Question, "Does it help?")]);
    assert_eq!(page.governors("More."), [(Question, "Does it help?")]);
    assert_eq!(page.governors("Free."), []);
    assert_eq!(page.governors("Yes."), [(Question, "Is it safe?")]);
    assert_eq!(page.governors("Out."), []);
    assert_eq!(page.governors("No."), [(Question, "Covered?")]);
    assert_eq!(page.governors("Quite."), [(Question, "Legal?")]);
}

#[test]
fn quotations_know_who_speaks() {
    for (text, name) in [
        ("<blockquote><p>I was cured.</p><footer>— Maria, Austin</footer></blockquote>", "- Maria, Austin"),
        ("<blockquote>I was cured.<cite>Maria</cite></blockquote>", "Maria"),
        ("<blockquote>I was cured.</blockquote><p>– Maria, Austin</p>", "- Maria, Austin"),
        ("<figure><blockquote>I was cured.</blockquote><figcaption>Maria</figcaption></figure>", "Maria"),
        ("<p>“I was cured.”</p><p>— Maria</p>", "- Maria"),
        ("<div class=testimonial-card><p>I was cured.</p><span class=author>Maria</span></div>", "Maria"),
        ("<blockquote>“I was cured.”<br>— Maria</blockquote>", "- Maria"),
    ] {
        let page = html(text);
        assert_eq!(page.governors("I was cured."), [(Attribution, name)], "{text}");
        assert_eq!(page.governors("Maria"), [], "{text}");
    }
    assert!(html("<blockquote><p>x</p></blockquote>").doc.blocks[0].traits.quoted);
    assert!(html("<section class=reviews><p>x</p></section>").doc.blocks[0].traits.testimonial);
}

#[test]
fn sections_follow_headings() {
    let page = html(
        "<p>a</p><h1>One</h1><p>b</p><h3>Deep</h3><p>c</p><h2>Two</h2><div role=heading aria-level=3>Three</div><p>d</p>",
    );
    let headings = |text: &str| {
        let section = page.doc.blocks[page.find(text)].section;
        page.doc.headings(section).iter().map(|id| page.text(id.0 as usize).to_owned()).collect::<Vec<_>>()
    };
    assert_eq!(headings("a"), Vec::<String>::new());
    assert_eq!(headings("c"), ["One", "Deep"]);
    assert_eq!(headings("d"), ["One", "Two", "Three"]);
}

#[test]
fn links_know_their_text_and_address() {
    let page = html(
        "<p>See <a href='/x?a=1&amp;b=2'>the <b>study</b> here</a>.</p><a href=/card><h3>Title</h3><p>Words</p></a><p>Not</p>",
    );
    let links: Vec<_> = page.doc.links.iter().map(|l| (&page.doc.text[l.text.range()], l.url.as_str())).collect();
    assert_eq!(links, [("the study here", "/x?a=1&b=2"), ("Title", "/card"), ("Words", "/card")]);
    assert_eq!(page.source.slice(page.doc.links[0].url_span.unwrap()), "/x?a=1&amp;b=2");
}

#[test]
fn what_swallows_the_rest_is_said() {
    for (text, unread) in [
        ("<p>One</p><div title=\"never ends> <p>cures</p>", "<div title=\"never ends> <p>cures</p>"),
        ("<p>One</p><!-- never ends <p>cures</p>", "<!-- never ends <p>cures</p>"),
        ("<p>One</p><script>never ends <p>cures</p>", "<script>never ends <p>cures</p>"),
    ] {
        let page = html(text);
        assert_eq!(page.blocks(), ["paragraph: One"]);
        assert_eq!(page.unread(), [unread]);
        assert_eq!(page.doc.bytes.not_read, unread.len());
    }
}

#[test]
fn small_print_footers_and_navigation_are_known() {
    let page = html(
        "<nav><a href=/>Home page</a></nav><p>Text<small>Not approved.</small></p><div class=disclaimer>Results vary.</div><footer>Foot</footer>",
    );
    assert_eq!(
        page.blocks(),
        [
            "paragraph: Home page",
            "paragraph: Text",
            "fine print: Not approved.",
            "fine print: Results vary.",
            "paragraph: Foot"
        ]
    );
    assert!(page.doc.blocks[0].traits.navigation);
    assert!(page.doc.blocks[3].traits.fine_print);
    assert!(page.doc.blocks[4].traits.footer);
}
