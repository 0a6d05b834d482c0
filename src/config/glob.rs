//! Patterns for paths, as people know them from `.gitignore`.

use globset::{GlobBuilder, GlobSet, GlobSetBuilder};

/// A list of patterns; a path matches if one of them does.
#[derive(Debug, Clone, Default)]
pub struct Globs {
    patterns: Vec<String>,
    set: GlobSet,
}

impl Globs {
    /// A pattern without a slash matches at any depth, one that names a folder matches all that is in it. The error is
    /// for the pattern at the index given.
    pub fn new(patterns: &[String]) -> Result<Globs, (usize, String)> {
        let mut set = GlobSetBuilder::new();
        for (i, pattern) in patterns.iter().enumerate() {
            let fail = |error: globset::Error| (i, error.kind().to_string());
            let anchored = pattern.strip_prefix("./").or(pattern.strip_prefix('/'));
            let folder = anchored.unwrap_or(pattern).trim_end_matches('/');
            let glob = match anchored.is_none() && !folder.contains('/') {
                true => format!("**/{folder}"),
                false => folder.to_owned(),
            };
            for glob in [format!("{glob}/**"), glob] {
                set.add(GlobBuilder::new(&glob).literal_separator(true).build().map_err(fail)?);
            }
        }
        let set = set.build().map_err(|error| (0, error.kind().to_string()))?;
        Ok(Globs { patterns: patterns.to_vec(), set })
    }

    /// `path` is `/`-separated and relative.
    pub fn matches(&self, path: &str) -> bool {
        self.set.is_match(path)
    }

    pub fn is_empty(&self) -> bool {
        self.patterns.is_empty()
    }

    pub fn and(self, other: Globs) -> Globs {
        match (self.is_empty(), other.is_empty()) {
            (true, _) => other,
            (_, true) => self,
            _ => {
                let both = [self.patterns.clone(), other.patterns].concat();
                // Each pattern was accepted alone.
                Globs::new(&both).unwrap_or(self)
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn patterns_read_as_in_gitignore() {
        let matches = |pattern: &str, path: &str| Globs::new(&[pattern.to_owned()]).unwrap().matches(path);
        assert!(matches("vendor/", "vendor/a/b.md") && matches("vendor", "x/vendor/b.md"));
        assert!(matches("*.draft.md", "a/b.draft.md") && !matches("/*.draft.md", "a/b.draft.md"));
        assert!(matches("blog/*.md", "blog/a.md") && !matches("blog/*.md", "blog/x/a.md"));
        assert!(matches("blog/**", "blog/x/a.md") && !matches("blog/**", "myblog/a.md"));
        assert!(matches("./content/", "content/a.md") && !matches("./content/", "x/content/a.md"));
        assert_eq!(Globs::new(&["a".into(), "{b".into()]).unwrap_err().0, 1);
    }
}
