//! Masks template tags with filler of the same length, before Markdown or HTML is parsed.
//!
//! So the quotes in `href="{{ x | default: "y" }}"` break nothing, and every offset stays what it was. A tag that puts
//! text on the page becomes one filler word ([`super::normalise::FILLER`], padded by characters that normalisation deletes): it maps to
//! the tag and matches no phrase. A tag that controls becomes spaces. Read are Liquid, Jinja, Nunjucks and Twig,
//! Handlebars and Mustache, Go templates and Hugo shortcodes, ERB and EJS, PHP; MDX in `mdx.rs`.

use std::borrow::Cow;

use memchr::memmem;

use super::builder::Builder;
use super::mask::Mask;
use super::{Format, mdx};
use crate::source::Span;

/// The text with its template tags masked. Comments of the template language go to `builder`, and what never ends too.
pub fn mask<'a>(text: &'a str, format: Format, builder: &mut Builder) -> Cow<'a, str> {
    let mut mask = Mask::new(text);
    if format == Format::Mdx {
        mdx::mask(&mut mask, builder);
    } else {
        Tags {
            mask: &mut mask,
            builder,
            lines_matter: format == Format::Markdown,
            line: (0, false),
            no_more: Vec::new(),
        }
        .run();
    }
    if matches!(format, Format::Markdown | Format::Mdx) {
        mask.line_ends();
    }
    mask.finish()
}

/// What a tag is to the page.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Output,
    Control,
    Comment,
    /// Code, up to its end tag.
    Code,
}

struct Tags<'m, 'a, 'b> {
    mask: &'m mut Mask<'a>,
    builder: &'b mut Builder,
    /// In Markdown, spaces at the start of a line mean something.
    lines_matter: bool,
    /// The line last looked at, by its end, and whether it holds nothing but control tags.
    line: (usize, bool),
    /// Closing tags that do not come any more.
    no_more: Vec<&'static str>,
}

const OPENERS: [&str; 5] = ["{{", "{%", "{#", "<%", "<?"];

/// A tag longer than this is no tag; it bounds what one stray brace can hide.
const MAX_TAG: usize = 4096;

/// Shopify and Jekyll blocks that hold code.
const CODE_BLOCKS: &[(&str, &str)] = &[
    ("schema", "endschema"),
    ("javascript", "endjavascript"),
    ("stylesheet", "endstylesheet"),
    ("style", "endstyle"),
    ("highlight", "endhighlight"),
];

impl Tags<'_, '_, '_> {
    fn run(mut self) {
        let text = self.mask.text;
        let finders = OPENERS.map(|opener| memmem::Finder::new(opener.as_bytes()));
        let mut next = finders.each_ref().map(|finder| finder.find(text.as_bytes()));
        while let Some(open) = next.iter().flatten().min().copied() {
            let at = self.tag(open).max(open + 1);
            for (next, finder) in next.iter_mut().zip(&finders) {
                if next.is_some_and(|n| n < at) {
                    *next = text.as_bytes().get(at..).and_then(|rest| finder.find(rest)).map(|found| at + found);
                }
            }
        }
    }

    /// Masks the tag at `open`. Returns where to go on.
    fn tag(&mut self, open: usize) -> usize {
        let text = self.mask.text;
        let rest = &text[open..];
        let inner = rest[2..].trim_start_matches(['-', '~', '+', ' ', '\t', '\n', '\r']);
        match &rest[..2] {
            "{{" if rest.starts_with("{{!--") => self.simple(open, "--}}", 5, Kind::Comment, true),
            "{{" if inner.starts_with("/*") => {
                self.simple(open, "*/", 2 + (rest.len() - 2 - inner.len()) + 2, Kind::Comment, true)
            }
            "{{" if inner.starts_with('!') => self.simple(open, "}}", 3, Kind::Comment, false),
            "{{" => {
                let close = if rest.starts_with("{{{") { "}}}" } else { "}}" };
                let kind = if is_control(inner) { Kind::Control } else { Kind::Output };
                self.simple(open, close, close.len(), kind, false)
            }
            "{%" => self.statement(open, inner),
            // `{#id}` is a heading's id, `{#if}` is Svelte.
            "{#" if rest[2..].starts_with([' ', '-', '\t', '\n', '\r', '#']) => {
                self.simple(open, "#}", 2, Kind::Comment, true)
            }
            "<%" if rest.starts_with("<%--") => self.simple(open, "--%>", 4, Kind::Comment, true),
            "<%" if rest.starts_with("<%#") => self.simple(open, "%>", 3, Kind::Comment, true),
            "<%" if rest.starts_with("<%%") => open + 3,
            "<%" if rest.starts_with("<%=") => self.simple(open, "%>", 3, Kind::Output, true),
            "<%" => self.simple(open, "%>", 2, Kind::Control, true),
            "<?" => self.php(open, rest),
            _ => open + 2,
        }
    }

    fn simple(&mut self, open: usize, close: &'static str, head: usize, kind: Kind, long: bool) -> usize {
        let text = self.mask.text;
        let body = (open + head).min(text.len());
        let Some(mut end) = self.find(body, close, if long { text.len() } else { MAX_TAG }) else {
            return self.unterminated(open);
        };
        let body = Span::new(body, end);
        end += close.len();
        if close == "*/" {
            // `{{/* … */}}` and `{{- /* … */ -}}`.
            end += text[end..].find("}}").filter(|&n| n < 8).map_or(0, |n| n + 2);
        }
        if !long && has_blank_line(&text[body.range()]) {
            return self.unterminated(open);
        }
        let span = Span::new(open, end);
        match kind {
            Kind::Output => self.mask.word(span),
            Kind::Control | Kind::Code => self.control(span),
            Kind::Comment => {
                self.control(span);
                self.builder.template_comment(span, body);
            }
        }
        span.end
    }

    /// `{% … %}`, and the block it begins where its content is not for readers.
    fn statement(&mut self, open: usize, inner: &str) -> usize {
        let text = self.mask.text;
        let Some(close) = self.find(open + 2, "%}", MAX_TAG) else { return self.unterminated(open) };
        let tag_end = close + 2;
        let name = inner.split(|c: char| !c.is_alphanumeric() && c != '_').next().unwrap_or("");
        let (end_name, kind) = match name {
            "raw" => ("endraw", Kind::Output),
            "verbatim" => ("endverbatim", Kind::Output),
            "comment" => ("endcomment", Kind::Comment),
            _ => match CODE_BLOCKS.iter().find(|(code, _)| *code == name) {
                Some((_, end)) => (*end, Kind::Code),
                None => {
                    self.control(Span::new(open, tag_end));
                    return tag_end;
                }
            },
        };
        let end = self
            .find(tag_end, end_name, text.len())
            .and_then(|at| Some((text[tag_end..at].rfind("{%")? + tag_end, at)));
        let Some((body_end, name_at)) = end else {
            if kind == Kind::Comment {
                return self.unterminated(open);
            }
            self.control(Span::new(open, tag_end));
            return tag_end;
        };
        let block_end = text[name_at..].find("%}").map_or(text.len(), |at| name_at + at + 2);
        let (body, whole) = (Span::new(tag_end, body_end), Span::new(open, block_end));
        match kind {
            Kind::Comment => {
                self.control(whole);
                self.builder.template_comment(whole, body);
            }
            Kind::Code => {
                self.control(whole);
                self.builder.not_prose(whole);
            }
            Kind::Output | Kind::Control => {
                self.control(Span::new(open, tag_end));
                self.control(Span::new(body_end, block_end));
            }
        }
        block_end
    }

    fn php(&mut self, open: usize, rest: &str) -> usize {
        let code = match rest {
            _ if rest.starts_with("<?=") => " echo",
            _ if rest.get(..5).is_some_and(|head| head.eq_ignore_ascii_case("<?php")) => &rest[5..],
            _ if rest[2..].starts_with([' ', '\n', '\r', '\t']) => &rest[2..],
            _ => return open + 2,
        };
        // Files of code leave the last tag open.
        let end = self.find(open + 2, "?>", self.mask.text.len()).map_or(self.mask.text.len(), |at| at + 2);
        let span = Span::new(open, end);
        if code.trim_start().starts_with("echo") || code.trim_start().starts_with("print") {
            self.mask.word(span);
        } else {
            self.control(span);
            self.builder.not_prose(span);
        }
        end
    }

    /// Blanks a tag. One that begins a line of Markdown with text behind it must not indent that text into code.
    fn control(&mut self, span: Span) {
        if self.lines_matter && !self.is_alone(span) {
            self.mask.nothing(span);
        } else {
            self.mask.blank(span);
        }
    }

    fn is_alone(&mut self, span: Span) -> bool {
        let text = self.mask.text;
        if span.start < self.line.0 {
            return self.line.1;
        }
        let start = memchr::memrchr2(b'\n', b'\r', &text.as_bytes()[..span.start]).map_or(0, |at| at + 1);
        let rest = &text.as_bytes()[span.end..];
        let line_end = span.end + memchr::memchr2(b'\n', b'\r', rest).unwrap_or(rest.len());
        let mut after = text[span.end..line_end].trim_start();
        while after.starts_with("{%") {
            let Some(close) = after.find("%}") else { break };
            after = after[close + 2..].trim_start();
        }
        let alone = after.is_empty() && text[start..span.start].trim_start().is_empty();
        self.line = (line_end, alone);
        alone
    }

    fn unterminated(&mut self, open: usize) -> usize {
        let rest = &self.mask.text.as_bytes()[open..];
        let len =
            rest.iter().skip(2).position(|b| matches!(b, b'\n' | b'\r' | b'<' | b'>')).map_or(rest.len(), |n| n + 2);
        let span = Span::new(open, open + len);
        self.control(span);
        self.builder.not_read(span, "a template tag that does not end");
        span.end
    }

    /// The next `close` from `from` on, not further than `within` bytes. Linear over a whole file, since what is not
    /// found once is not looked for again.
    fn find(&mut self, from: usize, close: &'static str, within: usize) -> Option<usize> {
        if self.no_more.contains(&close) {
            return None;
        }
        let bytes = &self.mask.text.as_bytes()[from..];
        let window = &bytes[..within.min(bytes.len())];
        let found = memmem::find(window, close.as_bytes());
        if found.is_none() && window.len() == bytes.len() {
            self.no_more.push(close);
        }
        found.map(|at| from + at)
    }
}

/// Whether a `{{` tag steers rather than prints: block tags, partials, shortcodes, Go keywords.
fn is_control(inner: &str) -> bool {
    const KEYWORDS: &[&str] = &[
        "if",
        "else",
        "end",
        "range",
        "with",
        "define",
        "block",
        "template",
        "partial",
        "partialCached",
        "break",
        "continue",
        "import",
    ];
    if inner.starts_with(['#', '/', '^', '>', '<', '%', '$']) {
        return !inner.starts_with('$')
            || inner.split("}}").next().is_some_and(|tag| tag.contains(":=") || tag.contains(" = "));
    }
    let word = inner.split(|c: char| !c.is_alphanumeric() && c != '_').next().unwrap_or("");
    KEYWORDS.contains(&word) && inner[word.len()..].starts_with([' ', '}', '-', '~', '\n'])
}

fn has_blank_line(text: &str) -> bool {
    ["\n\n", "\n\r\n", "\r\r"].iter().any(|blank| text.contains(blank))
}
