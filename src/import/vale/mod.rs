//! Vale's styles as packs: checks for existence, substitution, occurrence, conditionals and consistency become rules,
//! and what cannot is listed with the reason. The keys are those of Vale's documentation of its checks.

mod checks;
mod pattern;
mod written;

use crate::rule::PackFile;
use crate::scaffold::{self, Draft, DraftAuthority, DraftPack};
use crate::yaml::File;
use written::Check;

/// A style, converted.
#[derive(Debug)]
pub struct Converted {
    pub pack: DraftPack,
    pub drafts: Vec<Draft>,
    pub left_out: Vec<LeftOut>,
    /// How many of Vale's rules were read.
    pub rules: usize,
    /// Patterns that came over as phrases, and as regular expressions.
    pub phrases: usize,
    pub expressions: usize,
}

/// A rule of Vale's, or a pattern of one, that did not come over.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LeftOut {
    pub file: String,
    /// The pattern, where the rest of the rule came over.
    pub pattern: Option<String>,
    pub reason: String,
}

/// Converts the files of one style. The drafts are yet to be proven.
pub fn convert(style: &str, files: &[File]) -> Converted {
    let name = scaffold::id_of(style);
    let code = name.to_ascii_uppercase();
    let mut converted = Converted {
        pack: DraftPack {
            title: format!("The style {style}, as its rules for Vale had it"),
            authority: DraftAuthority {
                code: code.clone(),
                citation: format!("The style {style}"),
                asks: "What the style asks of copy.".to_owned(),
                url: None,
                as_of: None,
            },
            name,
        },
        drafts: Vec::new(),
        left_out: Vec::new(),
        rules: 0,
        phrases: 0,
        expressions: 0,
    };
    for file in files {
        converted.rules += 1;
        match Check::read(file) {
            Ok(check) => checks::convert(&check, &code, &mut converted),
            Err(reason) => {
                converted.left_out.push(LeftOut { file: file.name.clone(), pattern: None, reason });
            }
        }
    }
    converted
}

impl Converted {
    /// The files of the pack: its card, and one for each of Vale's rules.
    pub fn files(pack: &DraftPack, drafts: &[Draft]) -> Vec<PackFile> {
        let mut files = vec![pack.file()];
        for group in drafts.chunk_by(|a, b| a.family == b.family) {
            let name = group[0].family.clone().unwrap_or_else(|| group[0].id.clone());
            let text = group.iter().map(Draft::yaml).collect::<Vec<_>>().join("---\n");
            files.push(PackFile { pack: pack.name.clone(), name: format!("{}/{name}.yml", pack.name), text });
        }
        files
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn style(files: &[(&str, &str)]) -> Converted {
        let files: Vec<File> = files.iter().map(|(name, text)| File::new(*name, *text)).collect();
        convert("House", &files)
    }

    #[test]
    fn each_kind_of_check_becomes_rules_that_hold() {
        let converted = style(&[
            (
                "Hype.yml",
                "extends: existence\nmessage: \"'%s' is hype.\"\nignorecase: true\nlevel: error\n\
                          tokens: ['game[- ]changers?', revolutionary]\nexceptions: [revolutionary war]\n",
            ),
            (
                "Plain.yml",
                "extends: substitution\nmessage: Use '%s' instead of '%s'.\nignorecase: true\n\
                           swap:\n  utilize: use\n  approximately|circa: about\n",
            ),
            ("Shout.yml", "extends: occurrence\nmessage: Too many signs.\nmax: 2\ntoken: hurry\nignorecase: true\n"),
            (
                "Lost.yml",
                "extends: conditional\nmessage: \"'%s' needs the line.\"\nfirst: lost weight\nsecond: results vary\n",
            ),
            ("Spell.yml", "extends: consistency\nmessage: Pick one.\nignorecase: true\neither:\n  advisor: adviser\n"),
        ]);
        assert!(converted.left_out.is_empty(), "{:?}", converted.left_out);
        let (proven, refused) = scaffold::prove(&converted.pack, converted.drafts, &[]);
        assert!(refused.is_empty(), "{refused:#?}");
        let ids: Vec<&str> = proven.iter().map(|draft| draft.id.as_str()).collect();
        assert_eq!(ids, ["hype", "plain-utilize", "plain-approximately", "shout", "lost", "spell-advisor"]);
        let texts: Vec<String> = proven.iter().map(Draft::yaml).collect();
        assert!(texts[0].contains("- game changer(s)?") || texts[0].contains("'game changer(s)?'"), "{}", texts[0]);
        assert!(texts[1].contains("remedy: 'Write \"use\".'"), "{}", texts[1]);
        let files = Converted::files(&converted.pack, &proven);
        assert_eq!(files.len(), 6);
        let ruleset = crate::Ruleset::load(&files).unwrap();
        assert!(crate::rule::examples::failures(&ruleset).is_empty());
    }

    #[test]
    fn what_stays_behind_is_named_with_the_reason() {
        let converted = style(&[
            ("Spelling.yml", "extends: spelling\nmessage: Spelled?\n"),
            ("Look.yml", "extends: existence\nmessage: No.\ntokens: ['a(?!b)', fine words]\nignorecase: true\n"),
            ("Acronym.yml", "extends: conditional\nmessage: No.\nfirst: '([A-Z]+)'\nsecond: '(x) \\((y)\\)'\n"),
            ("Must.yml", "extends: occurrence\nmessage: No.\nmin: 1\ntoken: risk\n"),
            ("Bad.yml", "extends: existence\ntokens: 'a: b: c'\nfoo\n"),
        ]);
        assert_eq!(converted.drafts.len(), 1);
        let told: Vec<(&str, bool)> =
            converted.left_out.iter().map(|left| (left.file.as_str(), left.pattern.is_some())).collect();
        let expected = [
            ("Spelling.yml", false),
            ("Look.yml", true),
            ("Acronym.yml", false),
            ("Must.yml", false),
            ("Bad.yml", false),
        ];
        assert_eq!(told, expected);
        assert!(converted.left_out[1].reason.contains("look-around"));
    }
}
