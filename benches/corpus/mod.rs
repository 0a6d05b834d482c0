//! Made-up sites of any size for measurements: marketing and general prose, as Markdown and HTML, dense and sparse.
//!
//! Sentences are put together from the templates in `words.rs` by a seeded generator, so the same seed and size give
//! the same bytes everywhere. *Dense* pages sell treatments in nearly every sentence; *sparse* ones are about gardens,
//! towns and tools, with a sentence of marketing now and then, as most pages of most sites are.

mod dice;
mod words;

pub use dice::Dice;
use words::{GENERAL, MARKETING, TITLES, fill};

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Markup {
    Markdown,
    Html,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Density {
    /// One sentence in forty sells something.
    Sparse,
    /// Three sentences in four do.
    Dense,
}

/// A page of at least `bytes` bytes.
pub fn page(seed: u64, bytes: usize, markup: Markup, density: Density) -> String {
    let mut writer = Writer { dice: Dice::new(seed), markup, density };
    let mut out = String::with_capacity(bytes + 4096);
    writer.head(&mut out);
    while out.len() < bytes {
        writer.section(&mut out);
    }
    if markup == Markup::Html {
        out.push_str("</main>\n<footer class=\"site-footer\"><small>All rights reserved. Prices may change.</small></footer>\n</body>\n</html>\n");
    }
    out
}

struct Writer {
    dice: Dice,
    markup: Markup,
    density: Density,
}

impl Writer {
    fn head(&mut self, out: &mut String) {
        let title = self.title();
        match self.markup {
            Markup::Markdown => {
                let about = self.sentence();
                out.push_str(&format!(
                    "---\ntitle: \"{title}\"\ndescription: \"{about}\"\ndate: 2026-03-0{}\n---\n\n# {title}\n\n",
                    1 + self.dice.below(9)
                ));
            }
            Markup::Html => {
                let about = self.sentence();
                out.push_str(&format!(
                    "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n<title>{title}</title>\n\
                     <meta name=\"description\" content=\"{about}\">\n<style>body {{ margin: 0 auto; max-width: 60rem }}</style>\n</head>\n\
                     <body>\n<nav class=\"menu\"><ul><li><a href=\"/\">Home</a></li><li><a href=\"/about\">About</a></li></ul></nav>\n\
                     <main>\n<h1>{title}</h1>\n"
                ));
            }
        }
    }

    fn section(&mut self, out: &mut String) {
        let title = self.title();
        match self.markup {
            Markup::Markdown => out.push_str(&format!("## {title}\n\n")),
            Markup::Html => out.push_str(&format!("<section class=\"content\">\n<h2>{title}</h2>\n")),
        }
        for _ in 0..2 + self.dice.below(4) {
            match self.dice.below(8) {
                0 => self.list(out),
                1 => self.quote(out),
                2 => self.table(out),
                _ => self.paragraph(out),
            }
        }
        if self.markup == Markup::Html {
            out.push_str("</section>\n");
        }
    }

    fn paragraph(&mut self, out: &mut String) {
        let mut text = String::new();
        for _ in 0..2 + self.dice.below(5) {
            let sentence = self.sentence();
            let sentence = self.decorate(sentence);
            text.push_str(&sentence);
            text.push(if self.dice.below(3) == 0 { '\n' } else { ' ' });
        }
        match self.markup {
            Markup::Markdown => out.push_str(&format!("{}\n\n", text.trim_end())),
            Markup::Html => out.push_str(&format!("<p class=\"body-text\">{}</p>\n", text.trim_end())),
        }
    }

    fn list(&mut self, out: &mut String) {
        let items: Vec<String> = (0..3 + self.dice.below(4)).map(|_| self.sentence()).collect();
        match self.markup {
            Markup::Markdown => items.iter().for_each(|item| out.push_str(&format!("- {item}\n"))),
            Markup::Html => {
                out.push_str("<ul>\n");
                items.iter().for_each(|item| out.push_str(&format!("  <li>{item}</li>\n")));
                out.push_str("</ul>\n");
            }
        }
        out.push('\n');
    }

    fn quote(&mut self, out: &mut String) {
        let (first, second) = (self.sentence(), self.sentence());
        match self.markup {
            Markup::Markdown => out.push_str(&format!("> {first}\n> {second}\n\n")),
            Markup::Html => out.push_str(&format!("<blockquote><p>{first} {second}</p></blockquote>\n")),
        }
    }

    fn table(&mut self, out: &mut String) {
        let rows: Vec<(String, String)> = (0..3).map(|_| (self.title(), self.sentence())).collect();
        match self.markup {
            Markup::Markdown => {
                out.push_str("| What | Notes |\n| --- | --- |\n");
                rows.iter().for_each(|(a, b)| out.push_str(&format!("| {a} | {b} |\n")));
                out.push('\n');
            }
            Markup::Html => {
                out.push_str("<table><thead><tr><th>What</th><th>Notes</th></tr></thead><tbody>\n");
                rows.iter().for_each(|(a, b)| out.push_str(&format!("<tr><td>{a}</td><td>{b}</td></tr>\n")));
                out.push_str("</tbody></table>\n");
            }
        }
    }

    fn title(&mut self) -> String {
        let sells = self.density == Density::Dense && self.dice.below(2) == 0;
        let list = if sells { TITLES } else { words::TOPICS };
        let template = self.dice.of(list);
        fill(template, &mut self.dice)
    }

    fn sentence(&mut self) -> String {
        let sells = match self.density {
            Density::Sparse => self.dice.below(40) == 0,
            Density::Dense => self.dice.below(4) != 0,
        };
        let template = self.dice.of(if sells { MARKETING } else { GENERAL });
        fill(template, &mut self.dice)
    }

    /// A link, bold words or an entity, here and there.
    fn decorate(&mut self, sentence: String) -> String {
        let Some((head, rest)) = sentence.split_once(' ') else { return sentence };
        let number = self.dice.below(900);
        match (self.dice.below(12), self.markup) {
            (0, Markup::Markdown) => format!("[{head}](/notes/page-{number}) {rest}"),
            (0, Markup::Html) => format!("<a class=\"link\" href=\"/notes/page-{number}\">{head}</a> {rest}"),
            (1, Markup::Markdown) => format!("**{head}** {rest}"),
            (1, Markup::Html) => format!("<strong>{head}</strong> {rest}"),
            (2, Markup::Html) => format!("{head}&nbsp;{rest}"),
            (3, _) => sentence.replace('\'', "\u{2019}"),
            _ => sentence,
        }
    }
}
