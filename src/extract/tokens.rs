//! HTML tokens as ranges: tags with the exact ranges of their attributes, and comments. Text is what lies between.
//!
//! `html5gum` finds the tokens by the state machine of the HTML standard; nothing of what it decodes is kept.

use std::convert::Infallible;

use html5gum::{Emitter, Error, State, Tokenizer};

use crate::source::Span;

/// What a [`Handler`] hears about a tag. Spans are offsets into the tokenized text.
#[derive(Debug, Default)]
pub struct TagToken {
    pub span: Span,
    /// In lower case.
    pub name: Vec<u8>,
    pub is_end: bool,
    pub self_closing: bool,
    pub attributes: Vec<Attribute>,
}

#[derive(Debug, Clone, Copy)]
pub struct Attribute {
    pub name: Span,
    /// Without quotes; empty where there is none.
    pub value: Span,
}

/// Receives tokens in order.
pub trait Handler {
    fn text(&mut self, span: Span);
    fn tag(&mut self, tag: &TagToken);
    /// `body` is what stands between the delimiters.
    fn comment(&mut self, span: Span, body: Span);
    /// The text ended inside of `span`, which is a tag, a comment, or an element that only its own end tag ends.
    fn unterminated(&mut self, span: Span, what: &'static str);
}

/// Reads all of `text`, which is HTML in whatever state it was found.
pub fn tokenize(text: &str, handler: &mut impl Handler) {
    let emitter = Ranges {
        text: text.as_bytes(),
        handler,
        position: 0,
        text_start: 0,
        open: 0,
        tag: TagToken::default(),
        in_tag: false,
        last_start: Vec::new(),
        raw: None,
    };
    // Reading from memory cannot fail; the error type says so.
    let Ok(()) = Tokenizer::new_with_emitter(text, emitter).finish();
}

struct Ranges<'a, H: Handler> {
    text: &'a [u8],
    handler: &'a mut H,
    position: usize,
    /// Where the text that has not been handed on begins.
    text_start: usize,
    /// Where the last `<` that may begin a token stands.
    open: usize,
    tag: TagToken,
    in_tag: bool,
    last_start: Vec<u8>,
    /// Start of the raw text of a script, style, title or text area that has not ended.
    raw: Option<(usize, &'static str)>,
}

impl<H: Handler> Ranges<'_, H> {
    fn flush_text(&mut self, end: usize) {
        if self.text_start < end {
            self.handler.text(Span::new(self.text_start, end));
        }
    }

    fn token_ended(&mut self) {
        self.text_start = self.position;
    }

    /// The value as it stands. Computed from its first byte, because the tokenizer decodes it on the way.
    fn value_at(&self, start: usize) -> Span {
        let rest = &self.text[start.min(self.text.len())..];
        let quote = start.checked_sub(1).and_then(|before| self.text.get(before)).copied();
        let len = match quote {
            Some(quote @ (b'"' | b'\'')) => memchr::memchr(quote, rest),
            _ => rest.iter().position(|b| b.is_ascii_whitespace() || *b == b'>'),
        };
        Span::new(start, start + len.unwrap_or(rest.len()))
    }
}

impl<H: Handler> Emitter for Ranges<'_, H> {
    type Token = Infallible;

    #[inline]
    fn move_position(&mut self, offset: isize) {
        self.position = self.position.wrapping_add_signed(offset);
    }

    fn start_open_tag(&mut self) {
        self.open = self.position.saturating_sub(1);
    }

    fn init_start_tag(&mut self) {
        self.begin_tag(false);
    }

    fn init_end_tag(&mut self) {
        self.begin_tag(true);
    }

    fn push_tag_name(&mut self, s: &[u8]) {
        self.tag.name.extend_from_slice(s);
    }

    fn init_attribute(&mut self) {
        let start = self.position.saturating_sub(1);
        self.in_tag = true;
        self.tag.attributes.push(Attribute { name: Span::new(start, start), value: Span::new(start, start) });
    }

    fn push_attribute_name(&mut self, s: &[u8]) {
        if let Some(attribute) = self.tag.attributes.last_mut() {
            attribute.name.end = (attribute.name.end + s.len()).min(self.text.len());
        }
    }

    fn init_attribute_value(&mut self) {
        let value = self.value_at(self.position);
        if let Some(attribute) = self.tag.attributes.last_mut() {
            attribute.value = value;
        }
    }

    fn push_attribute_value(&mut self, _: &[u8]) {}

    fn set_self_closing(&mut self) {
        self.tag.self_closing = true;
    }

    fn emit_current_tag(&mut self) -> Option<State> {
        self.flush_text(self.open);
        self.in_tag = false;
        self.tag.span = Span::new(self.open, self.position);
        self.handler.tag(&self.tag);
        self.token_ended();
        if self.tag.is_end {
            self.raw = None;
            self.last_start.clear();
            return None;
        }
        self.last_start.clone_from(&self.tag.name);
        let (state, what) = match self.tag.name.as_slice() {
            b"textarea" => (State::RcData, "an unterminated <textarea>"),
            b"title" => (State::RcData, "an unterminated <title>"),
            b"script" => (State::ScriptData, "an unterminated <script>"),
            b"style" => (State::RawText, "an unterminated <style>"),
            b"iframe" => (State::RawText, "an unterminated <iframe>"),
            _ => return None,
        };
        // `<Script src="x" />` is a component of MDX, which has no content.
        if self.tag.self_closing && self.text.get(self.open + 2).is_some_and(u8::is_ascii_lowercase) {
            return None;
        }
        self.raw = Some((self.open, what));
        Some(state)
    }

    fn current_is_appropriate_end_tag_token(&mut self) -> bool {
        self.tag.is_end && !self.last_start.is_empty() && self.last_start == self.tag.name
    }

    fn set_last_start_tag(&mut self, last_start_tag: Option<&[u8]>) {
        self.last_start = last_start_tag.unwrap_or_default().to_vec();
    }

    fn emit_current_comment(&mut self) {
        let span = Span::new(self.open, self.position);
        self.flush_text(self.open);
        self.token_ended();
        let whole = &self.text[span.range()];
        if !whole.starts_with(b"<!--") {
            // `<?php`, `</ x>`, `<!x>`: not shown, and no one wrote it to be read.
            if !whole.ends_with(b">") {
                self.handler.unterminated(span, "an unterminated declaration");
            }
            return;
        }
        match [&b"-->"[..], b"--!>"].into_iter().find(|tail| whole.len() >= 4 + tail.len() && whole.ends_with(tail)) {
            Some(tail) => self.handler.comment(span, Span::new(span.start + 4, span.end - tail.len())),
            // `<!-->` and `<!--->` are whole, and empty.
            None if whole.len() <= 6 && whole.ends_with(b">") => {}
            None => self.handler.unterminated(span, "an unterminated comment"),
        }
    }

    fn emit_current_doctype(&mut self) {
        self.flush_text(self.open);
        self.token_ended();
    }

    fn emit_eof(&mut self) {
        let end = self.text.len();
        if self.in_tag {
            self.flush_text(self.open);
            self.handler.unterminated(Span::new(self.open, end), "an unterminated tag");
        } else if let Some((start, what)) = self.raw {
            self.handler.unterminated(Span::new(start, end), what);
        } else {
            self.flush_text(end);
        }
    }

    fn emit_error(&mut self, _: Error) {}

    fn should_emit_errors(&mut self) -> bool {
        false
    }

    fn pop_token(&mut self) -> Option<Infallible> {
        None
    }

    fn emit_string(&mut self, _: &[u8]) {}
    fn init_comment(&mut self) {}
    fn push_comment(&mut self, _: &[u8]) {}
    fn set_force_quirks(&mut self) {}
    fn init_doctype(&mut self) {}
    fn push_doctype_name(&mut self, _: &[u8]) {}
    fn set_doctype_public_identifier(&mut self, _: &[u8]) {}
    fn set_doctype_system_identifier(&mut self, _: &[u8]) {}
    fn push_doctype_public_identifier(&mut self, _: &[u8]) {}
    fn push_doctype_system_identifier(&mut self, _: &[u8]) {}
}

impl<H: Handler> Ranges<'_, H> {
    fn begin_tag(&mut self, is_end: bool) {
        // In a script, `</` begins a tag only if the right name follows; until then the text goes on.
        self.in_tag = self.raw.is_none();
        self.tag.name.clear();
        self.tag.attributes.clear();
        self.tag.is_end = is_end;
        self.tag.self_closing = false;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(Default)]
    struct Log<'a>(&'a str, Vec<String>);

    impl Handler for Log<'_> {
        fn text(&mut self, span: Span) {
            self.1.push(format!("text {}", &self.0[span.range()]));
        }
        fn tag(&mut self, tag: &TagToken) {
            assert!(self.0[tag.span.range()].starts_with('<') && self.0[tag.span.range()].ends_with('>'), "{tag:?}");
            let slices =
                tag.attributes.iter().map(|a| format!(" {}={}", &self.0[a.name.range()], &self.0[a.value.range()]));
            let slash = if tag.is_end { "/" } else { "" };
            self.1.push(format!("{slash}{}{}", String::from_utf8_lossy(&tag.name), slices.collect::<String>()));
        }
        fn comment(&mut self, _: Span, body: Span) {
            self.1.push(format!("comment {}", &self.0[body.range()]));
        }
        fn unterminated(&mut self, span: Span, what: &'static str) {
            self.1.push(format!("{what}: {}", &self.0[span.range()]));
        }
    }

    fn log(text: &str) -> Vec<String> {
        let mut log = Log(text, Vec::new());
        tokenize(text, &mut log);
        log.1
    }

    #[test]
    fn ranges_are_exact_on_markup_as_found() {
        let cases: &[(&str, &[&str])] = &[
            ("a<B Class='x' ID=y z>b</b >c", &["text a", "b Class=x ID=y z=", "text b", "/b", "text c"]),
            ("a < b && c<d", &["text a < b && c", "an unterminated tag: <d"]),
            ("<p\r\ntitle=\"a\r\nb\"\r>x\r\n</p>", &["p title=a\r\nb", "text x\r\n", "/p"]),
            ("<a href=x&amp;y/z>é</a>", &["a href=x&amp;y/z", "text é", "/a"]),
            ("<img alt=\"é &quot; x\"/>", &["img alt=é &quot; x"]),
            ("<!-- a --><!doctype html><?php x ?>b", &["comment  a ", "text b"]),
            ("<script>if(a<b){\"</p>\"}</script>x", &["script", "text if(a<b){\"</p>\"}", "/script", "text x"]),
            ("<title>a <b> & c</title>", &["title", "text a <b> & c", "/title"]),
            ("x<!-- never ends <p>y", &["text x", "an unterminated comment: <!-- never ends <p>y"]),
            ("x<div title=\"never ends> y", &["text x", "an unterminated tag: <div title=\"never ends> y"]),
            ("<style>p{}", &["style", "an unterminated <style>: <style>p{}"]),
            ("a</>b</ c>d<>e", &["text a</>b", "text d<>e"]),
            ("<!---->a<!-->b<!--->c", &["comment ", "text a", "text b", "text c"]),
            ("a <b", &["text a ", "an unterminated tag: <b"]),
            ("a <", &["text a <"]),
        ];
        for (text, expected) in cases {
            assert_eq!(&log(text), expected, "{text:?}");
        }
    }
}
