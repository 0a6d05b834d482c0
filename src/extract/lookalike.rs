//! Letters of other scripts in Latin copy: Greek letters with a name, and look-alikes that dodge filters.

/// Knows the word around a letter. The last word is kept, so that a long one is walked once.
pub(super) struct Words<'a> {
    text: &'a str,
    start: usize,
    end: usize,
    latin: bool,
}

impl<'a> Words<'a> {
    pub(super) fn new(text: &'a str) -> Self {
        Words { text, start: 0, end: 0, latin: false }
    }

    /// Whether no letter or digit adjoins `start..end`; a hyphen may.
    pub(super) fn stands_alone(&self, start: usize, end: usize) -> bool {
        let before = self.text[..start].chars().next_back();
        let after = self.text[end..].chars().next();
        ![before, after].into_iter().flatten().any(char::is_alphanumeric)
    }

    /// The Latin letter that `c` at `at` passes for, if its word has Latin letters too.
    pub(super) fn latin_for(&mut self, c: char, at: usize) -> Option<char> {
        let latin = look_alike(c)?;
        if at < self.start || at >= self.end {
            self.find_word(at);
        }
        // `IFNα` is a name, not a dodge.
        let is_suffix = is_greek(c)
            && at + c.len_utf8() == self.end
            && self.text[..at].ends_with(|p: char| p.is_ascii_uppercase() || p.is_ascii_digit());
        (self.latin && !is_suffix).then_some(latin)
    }

    fn find_word(&mut self, at: usize) {
        let before = self.text[..at].trim_end_matches(in_word).len();
        let rest = &self.text[at..];
        self.start = before;
        self.end = at + (rest.len() - rest.trim_start_matches(in_word).len());
        self.latin = self.text[self.start..self.end].contains(|c: char| c.is_ascii_alphabetic());
    }
}

pub(super) fn is_greek(c: char) -> bool {
    ('\u{370}'..='\u{3FF}').contains(&c)
}

/// The name that copy uses for a Greek letter.
pub(super) fn greek_name(c: char) -> Option<&'static str> {
    Some(match c {
        'α' => "alpha",
        'β' | 'ϐ' => "beta",
        'γ' => "gamma",
        'δ' => "delta",
        'ε' | 'ϵ' => "epsilon",
        'ζ' => "zeta",
        'η' => "eta",
        'θ' => "theta",
        'κ' => "kappa",
        'λ' => "lambda",
        'μ' => "mu",
        'π' => "pi",
        'σ' => "sigma",
        'τ' => "tau",
        'ω' => "omega",
        'Δ' => "Delta",
        'Ω' => "Omega",
        'Σ' => "Sigma",
        _ => return None,
    })
}

fn in_word(c: char) -> bool {
    c.is_alphanumeric() || matches!(c, '\u{AD}' | '\u{200B}'..='\u{200D}' | '\u{2060}' | '\u{300}'..='\u{36F}')
}

fn look_alike(c: char) -> Option<char> {
    Some(match c {
        'а' | 'α' => 'a',
        'в' | 'β' => 'b',
        'с' | 'ϲ' => 'c',
        'ԁ' => 'd',
        'е' | 'ε' => 'e',
        'һ' => 'h',
        'і' | 'ι' | 'ї' => 'i',
        'ј' => 'j',
        'к' | 'κ' => 'k',
        'м' => 'm',
        'о' | 'ο' | 'σ' => 'o',
        'р' | 'ρ' => 'p',
        'ԛ' => 'q',
        'ѕ' => 's',
        'т' | 'τ' => 't',
        'υ' => 'u',
        'ν' => 'v',
        'ԝ' | 'ω' => 'w',
        'х' | 'χ' => 'x',
        'у' | 'γ' => 'y',
        'А' | 'Α' => 'A',
        'В' | 'Β' => 'B',
        'С' => 'C',
        'Е' | 'Ε' => 'E',
        'Н' | 'Η' => 'H',
        'І' | 'Ι' => 'I',
        'Ј' => 'J',
        'К' | 'Κ' => 'K',
        'М' | 'Μ' => 'M',
        'Ν' => 'N',
        'О' | 'Ο' => 'O',
        'Р' | 'Ρ' => 'P',
        'Ѕ' => 'S',
        'Т' | 'Τ' => 'T',
        'Х' | 'Χ' => 'X',
        'У' | 'Υ' => 'Y',
        'Ζ' => 'Z',
        _ => return None,
    })
}
