//! Notes to whoever works on a site: they lie among its copy and are none. Told by their names, since nothing in them says
//! so; a folder's notes are passed over and counted, a note that is named is checked.

/// Why a note is passed over.
pub const NOTE: &str = "notes about the repository";

/// Whether a file is a note, by its name. `beside` tells whether a file of a name lies in the same folder.
pub fn is_note(name: &str, beside: impl Fn(&str) -> bool) -> bool {
    let Some((stem, ending)) = name.rsplit_once('.') else { return false };
    if !["md", "markdown", "mdx", "txt"].iter().any(|note| ending.eq_ignore_ascii_case(note)) {
        return false;
    }
    let known = stem.to_ascii_lowercase().replace(['_', ' '], "-");
    if known == "readme" {
        // Deeper down it is the page of its folder, and at the root it may be the home page.
        let is_home = beside("_config.yml") && !beside("index.md") && !beside("index.html");
        return !is_home && MARKS_OF_A_ROOT.iter().any(|mark| beside(mark));
    }
    NAMES.contains(&known.as_str()) || is_shouted(stem)
}

/// Names that no page of a site has, in small letters with hyphens.
const NAMES: &[&str] = &[
    "agents",
    "authors",
    "changelog",
    "claude",
    "code-of-conduct",
    "contributing",
    "copilot-instructions",
    "gemini",
    "humans",
    "license",
    "licence",
    "llms",
    "llms-full",
    "requirements",
    "robots",
    "todo",
];

/// What lies at the root of what a site is built from.
const MARKS_OF_A_ROOT: &[&str] = &[
    ".git",
    "Cargo.toml",
    "Gemfile",
    "astro.config.mjs",
    "composer.json",
    "config.toml",
    "go.mod",
    "hugo.toml",
    "mkdocs.yml",
    "package.json",
    "pyproject.toml",
];

/// Whether a name is all capitals, as plans and guides for developers are called: `SEO_PLAN`, `DEPLOYMENT-GUIDE`, `ROADMAP`.
/// A page may be called so too where it is of one word, or of words that none of them has: `FAQ`, `IV-THERAPY`.
fn is_shouted(stem: &str) -> bool {
    let words: Vec<&str> = stem.split(['_', '-', ' ', '.']).filter(|word| !word.is_empty()).collect();
    let letters = stem.chars().filter(|c| c.is_alphabetic()).count();
    letters > 2 && !stem.chars().any(char::is_lowercase) && words.iter().any(|word| OF_WORK.contains(word))
}

/// Words for the work on a site, and on software.
const OF_WORK: &[&str] = &[
    "ADR",
    "API",
    "ARCHITECTURE",
    "AUDIT",
    "AUTOMATION",
    "BACKLOG",
    "BRIEF",
    "BUILD",
    "CHANGES",
    "CHECKLIST",
    "CODEBASE",
    "COMPLETE",
    "CONFIG",
    "CONTEXT",
    "DATABASE",
    "DEBUG",
    "DEPLOY",
    "DEPLOYMENT",
    "DESIGN",
    "DEV",
    "DEVELOPMENT",
    "DOCS",
    "ENV",
    "FIX",
    "FIXES",
    "GUIDELINES",
    "HANDOFF",
    "IMPLEMENTATION",
    "INDEX",
    "INSTALL",
    "INTEGRATION",
    "ISSUES",
    "LOG",
    "MIGRATION",
    "NOTES",
    "OPTIMIZATION",
    "PERSONAS",
    "PLAN",
    "PLAYBOOK",
    "PRD",
    "PROJECT",
    "PROMPT",
    "PROMPTS",
    "QUICKSTART",
    "README",
    "REFACTOR",
    "RELEASE",
    "REPORT",
    "RESEARCH",
    "REQUIREMENTS",
    "ROADMAP",
    "SCHEMA",
    "SECURITY",
    "SEO",
    "SETUP",
    "SKILL",
    "SOP",
    "SPEC",
    "SPECIFICATION",
    "START",
    "STATUS",
    "STRATEGY",
    "STRUCTURE",
    "SUMMARY",
    "SYSTEM",
    "TASKS",
    "TEST",
    "TESTING",
    "TODO",
    "TOOLS",
    "UPDATE",
    "VERIFICATION",
    "WORKFLOW",
];

#[cfg(test)]
mod tests {
    use super::is_note;

    #[test]
    fn notes_are_known_by_their_names() {
        let at_root = |name: &str| name == "package.json";
        for name in [
            "README.md",
            "CHANGELOG.md",
            "Contributing.md",
            "CLAUDE.md",
            "AGENTS.md",
            "todo.md",
            "robots.txt",
            "llms.txt",
            "SEO_PLAN.md",
            "DEPLOYMENT-GUIDE.md",
            "ROADMAP.md",
            "CODE_OF_CONDUCT.md",
            "SETUP.txt",
            "PHASE_2_STATUS.md",
        ] {
            assert!(is_note(name, at_root), "{name}");
        }
        for name in [
            "index.md",
            "FAQ.md",
            "IV-THERAPY.md",
            "PRP.md",
            "plan.md",
            "SEO_PLAN.html",
            "readme-first.md",
            "README",
            "security.md",
            "Roadmap.md",
            "STEM_CELLS.md",
        ] {
            assert!(!is_note(name, at_root), "{name}");
        }
    }

    #[test]
    fn a_readme_may_be_a_page() {
        assert!(is_note("README.md", |name| name == ".git"));
        assert!(!is_note("README.md", |_| false), "of a folder deeper down");
        assert!(!is_note("README.md", |name| [".git", "_config.yml"].contains(&name)), "the home page of the site");
        assert!(is_note("README.md", |name| [".git", "_config.yml", "index.md"].contains(&name)));
    }
}
