//! Filler of the same length, so that every offset into the masked text is one into the file.

use std::borrow::Cow;

use super::normalise::{FILLER, FILLER_1, FILLER_2};
use crate::source::Span;

/// A copy of the text, made when the first tag is found.
pub(super) struct Mask<'a> {
    pub text: &'a str,
    out: Option<Vec<u8>>,
}

impl<'a> Mask<'a> {
    pub fn new(text: &'a str) -> Self {
        Mask { text, out: None }
    }

    fn bytes(&mut self, span: Span) -> &mut [u8] {
        let text = self.text;
        &mut self.out.get_or_insert_with(|| text.as_bytes().to_vec())[span.range()]
    }

    /// One word that is not known.
    pub fn word(&mut self, span: Span) {
        let mut word = [0; 3];
        FILLER.encode_utf8(&mut word);
        let bytes = self.bytes(span);
        if bytes.len() < 3 {
            return pad(bytes);
        }
        let (head, tail) = bytes.split_at_mut(3);
        head.copy_from_slice(&word);
        pad(tail);
    }

    pub fn blank(&mut self, span: Span) {
        self.bytes(span).fill(b' ');
    }

    /// Nothing at all, and no white space either.
    pub fn nothing(&mut self, span: Span) {
        pad(self.bytes(span));
    }

    pub fn quote(&mut self, at: usize) {
        self.bytes(Span::new(at, at + 1))[0] = b'"';
    }

    /// A carriage return that ends a line on its own is one to CommonMark and not to its parser.
    pub fn line_ends(&mut self) {
        let bytes = self.text.as_bytes();
        for at in memchr::memchr_iter(b'\r', bytes).filter(|at| bytes.get(at + 1) != Some(&b'\n')) {
            self.bytes(Span::new(at, at + 1))[0] = b'\n';
        }
    }

    pub fn finish(self) -> Cow<'a, str> {
        match self.out.map(String::from_utf8) {
            Some(Ok(masked)) => Cow::Owned(masked),
            // Whole characters are replaced by whole characters.
            Some(Err(_)) | None => Cow::Borrowed(self.text),
        }
    }
}

fn pad(bytes: &mut [u8]) {
    let mut two = [0; 2];
    FILLER_2.encode_utf8(&mut two);
    let mut pairs = bytes.chunks_exact_mut(2);
    pairs.by_ref().for_each(|pair| pair.copy_from_slice(&two));
    pairs.into_remainder().fill(FILLER_1 as u8);
}

#[cfg(test)]
mod tests {
    use super::super::normalise::fold;
    use super::*;

    #[test]
    fn filler_has_the_length_of_what_it_covers() {
        for tag in ["{x}", "{xy}", "{{x}}", "{{ é }}", "{{ long_name }}"] {
            let text = format!("a {tag}% b");
            for (way, reads) in [(0, "a \u{fffc}% b"), (1, "a % b"), (2, "a % b")] {
                let mut mask = Mask::new(&text);
                let span = Span::new(2, 2 + tag.len());
                match way {
                    0 => mask.word(span),
                    1 => mask.blank(span),
                    _ => mask.nothing(span),
                }
                let masked = mask.finish();
                assert_eq!(masked.len(), text.len());
                assert_eq!(fold(&masked), reads, "{tag}");
            }
        }
    }
}
