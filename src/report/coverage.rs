//! How much of what could be read was read: the figure that a gate can ask for.

use std::fmt;
use std::str::FromStr;

use super::run::Coverage;
use super::text;
use crate::finding::Problem;

/// A share in hundredths of a percent, rounded down: whoever asks for 100 % gets no 99.999 %.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Share(u16);

/// 100 %.
const WHOLE: u16 = 10_000;

impl Share {
    pub fn percent(self) -> f64 {
        f64::from(self.0) / 100.0
    }
}

impl fmt::Display for Share {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        let (whole, hundredths) = (self.0 / 100, self.0 % 100);
        match hundredths {
            0 => write!(f, "{whole}%"),
            _ => write!(f, "{whole}.{}%", format!("{hundredths:02}").trim_end_matches('0')),
        }
    }
}

impl FromStr for Share {
    type Err = String;

    /// `95%`, `95` or `99.5%`, with at most two decimals.
    fn from_str(text: &str) -> Result<Share, String> {
        let refused = || format!("`{text}` is not a share; write it as 95% or 99.5%");
        let number = text.trim().trim_end_matches('%').trim_end();
        let (whole, decimals) = number.split_once('.').unwrap_or((number, "0"));
        let digits = |part: &str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit());
        if !digits(whole) || !digits(decimals) || decimals.len() > 2 {
            return Err(refused());
        }
        let whole: u16 = whole.parse().map_err(|_| refused())?;
        let hundredths: u16 = format!("{decimals:0<2}").parse().map_err(|_| refused())?;
        match whole.checked_mul(100).and_then(|whole| whole.checked_add(hundredths)) {
            Some(share) if share <= WHOLE => Ok(Share(share)),
            _ => Err(format!("`{text}` is more than everything; write it as 95% or 99.5%")),
        }
    }
}

impl Coverage {
    /// Bytes of types that are read which were not: parts of files that could not be followed, files that could not be
    /// decoded, files passed over on purpose. What is hidden or ignored by git is not among them.
    pub fn unread(&self) -> usize {
        let skipped: usize = self.skipped.iter().filter_map(|skipped| skipped.bytes).sum();
        self.bytes.not_read + self.undecoded + skipped
    }

    /// Bytes read ÷ (bytes read + [`Coverage::unread`]). Where there was nothing to read, all of it was.
    pub fn share(&self) -> Share {
        let (read, unread) = (self.bytes.read as u128, self.unread() as u128);
        let share = (read * u128::from(WHOLE)).checked_div(read + unread).unwrap_or(u128::from(WHOLE));
        Share(u16::try_from(share).unwrap_or(WHOLE))
    }

    /// What to tell of a run that read less than was asked for.
    pub fn shortfall(&self, required: Share) -> Option<Problem> {
        let share = self.share();
        (share < required).then(|| Problem {
            path: String::new(),
            kind: "coverage".to_owned(),
            message: format!(
                "{share} of the bytes of types that are read were read ({} were not); {required} is asked for",
                text::thousands(self.unread())
            ),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::extract::document::ByteCount;
    use crate::report::run::Skipped;

    #[test]
    fn shares_are_read_as_they_are_written() {
        for (text, shown) in [("95%", "95%"), ("95", "95%"), ("99.5 %", "99.5%"), ("0.05%", "0.05%"), ("100", "100%")] {
            assert_eq!(text.parse::<Share>().unwrap().to_string(), shown);
        }
        for wrong in ["", "%", "-1", "101%", "100.01", "9.999", "all", "1e2", "99999999", "5.%"] {
            assert!(wrong.parse::<Share>().is_err(), "{wrong}");
        }
    }

    #[test]
    fn everything_of_a_read_type_counts_and_nothing_is_rounded_up() {
        let skipped = |bytes| Skipped { path: "x".into(), reason: "excluded by the config".into(), bytes };
        let mut coverage = Coverage {
            bytes: ByteCount { read: 99_999_999, not_prose: 500, not_read: 0 },
            skipped: vec![skipped(Some(1)), skipped(None)],
            ..Coverage::default()
        };
        let whole: Share = "100%".parse().unwrap();
        assert_eq!(coverage.share().to_string(), "99.99%");
        assert!(coverage.shortfall(whole).unwrap().message.contains("(1 were not); 100%"));
        coverage.skipped.clear();
        assert_eq!((coverage.share(), coverage.shortfall(whole)), (whole, None));
        coverage.undecoded = 99_999_999;
        assert_eq!(coverage.share().to_string(), "50%");
        assert_eq!(Coverage::default().share(), whole);
    }
}
