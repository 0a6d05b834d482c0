use fairbalance::extract::Format;
use fairbalance::extract::document::GovernorRole::{Attribution, LeadIn};

use crate::page::page;

#[test]
fn plain_text_has_its_conventions() {
    let text = "OUR CLINIC\n\nWelcome to Care\n\nWe help people who\nsuffer.   Call us.\n\nWe treat:\n- pain that\n  lasts\n* sleep\n1. mood\n\nAfter the list.\n\n> I feel\n> well.\n> — Maria\n\nEnd.\n";
    for ends in ["\n", "\r\n", "\r"] {
        let page = page(Format::Text, &text.replace('\n', ends));
        let expected = [
            "heading1: OUR CLINIC",
            "heading2: Welcome to Care",
            "paragraph: We help people who suffer. Call us.",
            "paragraph: We treat:",
            "list item: pain that lasts",
            "list item: sleep",
            "list item: mood",
            "paragraph: After the list.",
            "quotation: I feel well.",
            "caption: - Maria",
            "paragraph: End.",
        ];
        assert_eq!(page.blocks(), expected, "{ends:?}");
        assert_eq!(page.governors("sleep"), [(LeadIn, "We treat:")]);
        assert_eq!(page.governors("I feel well."), [(Attribution, "- Maria")]);
        assert_eq!(page.slices("people who suffer"), format!("people who{ends}suffer"));
    }
}
