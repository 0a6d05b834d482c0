//! Regular expressions as phrases: what is plain words in disguise is written as such, the rest stays an expression.

use regex_syntax::ast::parse::ParserBuilder;
use regex_syntax::ast::{Ast, ClassPerlKind, ClassSet, ClassSetItem, FlagsItemKind, GroupKind, RepetitionKind};

use crate::phrase::parse;

/// A pattern of Vale's as one of ours.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pattern {
    /// In the phrase language.
    pub phrase: String,
    /// A wording that it should find.
    pub sample: String,
    /// Whether it could be written without a regular expression.
    pub plain: bool,
}

/// How Vale reads the pattern.
#[derive(Debug, Clone, Copy)]
pub struct Manner {
    pub ignore_case: bool,
    /// Also inside words.
    pub nonword: bool,
}

/// The phrases that a pattern comes to; the error says why there are none.
pub fn convert(pattern: &str, manner: Manner) -> Result<Vec<Pattern>, String> {
    let (pattern, manner) = match pattern.strip_prefix("(?i)") {
        Some(rest) => (rest, Manner { ignore_case: true, ..manner }),
        None => (pattern, manner),
    };
    // What stands for the edge of a word in a pattern that is tried on one block at a time.
    let edges = ["(?:^|\\s)", "(^|\\s)", "(?:\\s|$)", "(\\s|$)"];
    let pattern = edges.iter().fold(pattern.to_owned(), |pattern, edge| pattern.replace(edge, "\\b"));
    let ast = ParserBuilder::new().build().parse(&pattern).map_err(|error| {
        let said = error.kind().to_string();
        match ["look-around", "backreferences"].into_iter().find(|what| said.contains(what)) {
            Some(what) => format!("{what}: it would need a search that can take very long"),
            None => said,
        }
    })?;
    let ways = match &ast {
        Ast::Alternation(alternation) => alternation.asts.iter().collect(),
        Ast::Group(group) if !matches!(&group.kind, GroupKind::NonCapturing(flags) if !flags.items.is_empty()) => {
            match &*group.ast {
                Ast::Alternation(alternation) => alternation.asts.iter().collect(),
                _ => vec![&ast],
            }
        }
        other => vec![other],
    };
    ways.into_iter().map(|way| one(way, manner)).collect()
}

/// Whether the pattern remembers what it found, for another to compare.
pub fn captures(pattern: &str) -> bool {
    let parsed = ParserBuilder::new().build().parse(pattern);
    parsed.is_ok_and(|ast| holds(&ast, &|ast| matches!(ast, Ast::Group(group) if group.is_capturing())))
}

fn one(ast: &Ast, manner: Manner) -> Result<Pattern, String> {
    if holds(ast, &|ast| matches!(ast, Ast::Assertion(assertion) if is_anchor(assertion))) {
        return Err("it is tied to where a line or a block begins or ends".to_owned());
    }
    let (sample, source) = (sample(ast).trim().to_owned(), ast.to_string());
    if !source.is_ascii() {
        return Err("it looks for typographic marks, which are read as plain ones here".to_owned());
    }
    if !sample.contains(char::is_alphanumeric) {
        return Err("it looks for marks without a word, and rules here find words".to_owned());
    }
    let classes = ["\\W", "\\S", "\\B", "\\D"].iter().fold(source.clone(), |source, class| source.replace(class, ""));
    let capitals = !manner.ignore_case && classes.contains(char::is_uppercase);
    if let Some(phrase) = words(ast).filter(|_| !manner.nonword) {
        let phrase = phrase.split_whitespace().collect::<Vec<_>>().join(" ");
        let phrase = if capitals { as_written(&phrase) } else { Some(phrase) };
        if let Some(phrase) = phrase.filter(|phrase| !phrase.starts_with('/') && parse::parse(phrase).is_ok()) {
            return Ok(Pattern { phrase, sample, plain: true });
        }
    }
    // Expressions are read in any case unless they say otherwise.
    let source = if capitals { format!("(?-i:{source})") } else { source };
    let phrase = if manner.nonword { format!("/{source}/") } else { format!("/\\b(?:{source})\\b/") };
    parse::parse(&phrase).map_err(|error| error.message)?;
    Ok(Pattern { phrase, sample, plain: false })
}

fn is_anchor(assertion: &regex_syntax::ast::Assertion) -> bool {
    use regex_syntax::ast::AssertionKind::*;
    matches!(assertion.kind, StartLine | EndLine | StartText | EndText)
}

fn holds(ast: &Ast, what: &dyn Fn(&Ast) -> bool) -> bool {
    what(ast)
        || match ast {
            Ast::Group(group) => holds(&group.ast, what),
            Ast::Repetition(repetition) => holds(&repetition.ast, what),
            Ast::Alternation(alternation) => alternation.asts.iter().any(|ast| holds(ast, what)),
            Ast::Concat(concat) => concat.asts.iter().any(|ast| holds(ast, what)),
            _ => false,
        }
}

/// In the phrase language, where that can say it.
fn words(ast: &Ast) -> Option<String> {
    Some(match ast {
        Ast::Empty(_) => String::new(),
        Ast::Flags(flags) => {
            let only_case = |item: &regex_syntax::ast::FlagsItem| {
                matches!(item.kind, FlagsItemKind::Flag(regex_syntax::ast::Flag::CaseInsensitive))
            };
            flags.flags.items.iter().all(only_case).then(String::new)?
        }
        Ast::Literal(literal) => escaped(literal.c),
        Ast::Assertion(assertion) => (!is_anchor(assertion)).then(String::new)?,
        Ast::ClassPerl(class) if !class.negated && class.kind == ClassPerlKind::Space => " ".to_owned(),
        Ast::ClassBracketed(class) if !class.negated => {
            let letters = members(&class.kind)?;
            if letters.iter().all(|c| matches!(c, ' ' | '-' | '_')) {
                " ".to_owned()
            } else {
                let mut lower: Vec<String> = letters.iter().map(|c| escaped(c.to_ascii_lowercase())).collect();
                lower.dedup();
                let all_letters = letters.iter().all(|c| c.is_alphanumeric());
                (all_letters && lower.len() <= 12).then(|| format!("({})", lower.join("|")))?
            }
        }
        Ast::Repetition(repetition) => {
            let inner = words(&repetition.ast)?;
            match (&repetition.op.kind, inner.as_str()) {
                (RepetitionKind::ZeroOrOne, inner) if is_bracketed(inner) => format!("{inner}?"),
                (RepetitionKind::ZeroOrOne, inner) => format!("({inner})?"),
                (RepetitionKind::OneOrMore, " ") => " ".to_owned(),
                (RepetitionKind::ZeroOrMore, " ") => "( )?".to_owned(),
                _ => return None,
            }
        }
        Ast::Group(group) => match &group.kind {
            GroupKind::NonCapturing(flags) if !flags.items.is_empty() => return None,
            _ => match words(&group.ast)? {
                inner if is_bracketed(&inner) => inner,
                inner => format!("({inner})"),
            },
        },
        Ast::Alternation(alternation) => {
            let ways: Option<Vec<String>> = alternation.asts.iter().map(words).collect();
            format!("({})", ways?.join("|"))
        }
        Ast::Concat(concat) => concat.asts.iter().map(words).collect::<Option<Vec<String>>>()?.concat(),
        _ => return None,
    })
}

/// Whether the text is one pair of brackets and nothing else.
fn is_bracketed(text: &str) -> bool {
    let mut depth = 0;
    text.starts_with('(')
        && text.ends_with(')')
        && text.char_indices().all(|(at, c)| {
            depth += i32::from(c == '(') - i32::from(c == ')');
            depth > 0 || at + 1 == text.len()
        })
}

/// The characters of a set, if they are few.
fn members(set: &ClassSet) -> Option<Vec<char>> {
    let ClassSet::Item(item) = set else { return None };
    let items = match item {
        ClassSetItem::Union(union) => union.items.iter().collect(),
        other => vec![other],
    };
    let mut members = Vec::new();
    for item in items {
        match item {
            ClassSetItem::Literal(literal) => members.push(literal.c),
            ClassSetItem::Perl(class) if !class.negated && class.kind == ClassPerlKind::Space => members.push(' '),
            ClassSetItem::Range(range) if (range.end.c as u32) - (range.start.c as u32) < 12 => {
                members.extend(range.start.c..=range.end.c);
            }
            _ => return None,
        }
    }
    (!members.is_empty()).then_some(members)
}

fn escaped(c: char) -> String {
    if "\\()|<>~=*?".contains(c) { format!("\\{c}") } else { c.to_string() }
}

/// The phrase with its capitalised words marked to count as written; `None` where brackets stand inside a word.
fn as_written(phrase: &str) -> Option<String> {
    let mut out = String::new();
    let mut rest = phrase;
    while let Some(c) = rest.chars().next() {
        let word = rest.find([' ', '(', ')', '|', '?']).unwrap_or(rest.len());
        let (word, after) = rest.split_at(word);
        if word.is_empty() {
            out.push(c);
            rest = &rest[c.len_utf8()..];
            continue;
        }
        if out.ends_with([')', '?']) || after.starts_with('(') || word.contains('\\') {
            return None;
        }
        out.push_str(if word.contains(char::is_uppercase) { "=" } else { "" });
        out.push_str(word);
        rest = after;
    }
    Some(out)
}

/// The shortest plain wording that the pattern finds.
fn sample(ast: &Ast) -> String {
    match ast {
        Ast::Literal(literal) => literal.c.to_string(),
        Ast::Dot(_) => "a".to_owned(),
        Ast::ClassPerl(class) => match (&class.kind, class.negated) {
            (ClassPerlKind::Digit, false) => "1",
            (ClassPerlKind::Space, false) | (ClassPerlKind::Word, true) => " ",
            _ => "a",
        }
        .to_owned(),
        Ast::ClassBracketed(class) if !class.negated => {
            // A space reads better than a hyphen, a hyphen better than an underscore.
            let members = members(&class.kind).unwrap_or_else(|| first_of(&class.kind).into_iter().collect());
            members.iter().find(|c| **c == ' ').or(members.first()).map_or("a".to_owned(), |c| c.to_string())
        }
        Ast::ClassBracketed(_) | Ast::ClassUnicode(_) => "a".to_owned(),
        Ast::Repetition(repetition) => {
            let least = match &repetition.op.kind {
                RepetitionKind::ZeroOrOne | RepetitionKind::ZeroOrMore => 0,
                RepetitionKind::OneOrMore => 1,
                RepetitionKind::Range(range) => match range {
                    regex_syntax::ast::RepetitionRange::Exactly(n)
                    | regex_syntax::ast::RepetitionRange::AtLeast(n)
                    | regex_syntax::ast::RepetitionRange::Bounded(n, _) => *n as usize,
                },
            };
            sample(&repetition.ast).repeat(least.min(20))
        }
        Ast::Group(group) => sample(&group.ast),
        Ast::Alternation(alternation) => alternation.asts.first().map(sample).unwrap_or_default(),
        Ast::Concat(concat) => concat.asts.iter().map(sample).collect(),
        _ => String::new(),
    }
}

fn first_of(set: &ClassSet) -> Option<char> {
    match set {
        ClassSet::Item(ClassSetItem::Range(range)) => Some(range.start.c),
        ClassSet::Item(ClassSetItem::Union(union)) => union.items.iter().find_map(|item| match item {
            ClassSetItem::Literal(literal) => Some(literal.c),
            ClassSetItem::Range(range) => Some(range.start.c),
            _ => None,
        }),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const PLAIN: Manner = Manner { ignore_case: true, nonword: false };

    fn phrases(pattern: &str, manner: Manner) -> Vec<String> {
        convert(pattern, manner).unwrap().into_iter().map(|pattern| pattern.phrase).collect()
    }

    #[test]
    fn words_in_disguise_become_phrases() {
        for (pattern, expected) in [
            ("guaranteed results?", vec!["guaranteed result(s)?"]),
            ("risk[- ]free", vec!["risk free"]),
            (r"e[- ]?mail", vec!["e( )?mail"]),
            (r"a lot(?: of)?", vec!["a lot( of)?"]),
            ("one|two", vec!["one", "two"]),
            ("(?:recogni[sz]e|utilize)d", vec!["(recogni(s|z)e|utilize)d"]),
            (r"\bfoo\s+bar\b", vec!["foo bar"]),
        ] {
            assert_eq!(phrases(pattern, PLAIN), expected, "{pattern}");
        }
        let as_written = Manner { ignore_case: false, nonword: false };
        assert_eq!(phrases("AM", as_written), ["=AM"]);
        assert_eq!(phrases("(?:API Console|dev) key", as_written), ["(=API =Console|dev) key"]);
        assert_eq!(phrases("(?:Indianan|Indianian)", as_written), ["=Indianan", "=Indianian"]);
    }

    #[test]
    fn the_rest_stays_an_expression_or_is_refused() {
        assert_eq!(phrases(r"\w+ly", PLAIN), [r"/\b(?:\w+ly)\b/"]);
        assert_eq!(phrases(r"\d%", Manner { nonword: true, ..PLAIN }), [r"/\d%/"]);
        let as_written = Manner { ignore_case: false, nonword: false };
        assert_eq!(phrases(r"\d{1,2}[AP]M", as_written), [r"/\b(?:(?-i:\d{1,2}[AP]M))\b/"]);
        assert_eq!(phrases(r"(?:^|\s)I\s", as_written), ["=I"]);
        for pattern in ["a(?!b)", "^so", r"(a)\1", "—", ";"] {
            assert!(convert(pattern, PLAIN).is_err(), "{pattern}");
        }
    }

    #[test]
    fn samples_are_found_by_their_patterns() {
        for pattern in ["guaranteed results?", "risk[- ]free", "(?:one|two) three", r"\d{2,3} kg", "a lot(?: of)?"] {
            let sample = convert(pattern, PLAIN).unwrap().remove(0).sample;
            assert!(regex::Regex::new(&format!("^(?:{pattern})$")).unwrap().is_match(&sample), "{pattern}: {sample}");
        }
    }
}
