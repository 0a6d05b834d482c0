//! The config as written for a site.

use fairbalance::extract::Format;
use fairbalance::knowledge::Profile;
use fairbalance::scaffold::quoted;
use fairbalance::schema::SchemaOf;

use super::site::Site;
use crate::cli::schema;

/// The text of `fairbalance.yml`.
pub fn config(site: &Site, profile: Option<&str>, profiles: &[Profile]) -> String {
    let mut out = schema::line(&format!("{}/{}", schema::FOLDER, SchemaOf::Config.file_name()));
    out.push_str("# Paths are relative to this file. A pattern without a slash at its head matches at any depth.\n\n");
    out.push_str("packs: [us-health]\n\n");
    match profile {
        Some(profile) => {
            let about = profiles.iter().find(|known| known.id == profile).map_or("", |known| known.about.as_str());
            out.push_str(&format!("# {about}\nprofile: {profile}\n"));
        }
        None => {
            let ids: Vec<&str> = profiles.iter().map(|profile| profile.id.as_str()).collect();
            out.push_str(&format!("# What kind of site this is: {}.\n# profile: us-clinic\n", ids.join(", ")));
        }
    }
    list(&mut out, "\n# Not copy of the site.\nexclude:\n", &site.exclude, "  ");
    if let Some(footer) = &site.footer {
        out.push_str("\n# What the site puts under every page counts there too, far from any claim.\nlayouts:\n");
        out.push_str(&format!("  - paths: [\"**\"]\n    after: {}\n", quoted(footer)));
        if Format::of_path(footer).is_none() {
            out.push_str("    # this file is of a type that is not read\n");
        }
    }
    if !site.page_kinds.is_empty() {
        out.push_str("\n# Kinds of page: rules and waivers can ask for them. Later ones win.\noverrides:\n");
    }
    for (kind, paths) in &site.page_kinds {
        list(&mut out, "  - paths:\n", paths, "      ");
        out.push_str(&format!("    page: {{page: {kind}}}\n"));
    }
    out
}

fn list(out: &mut String, heading: &str, items: &[String], indent: &str) {
    if !items.is_empty() {
        out.push_str(heading);
        items.iter().for_each(|item| out.push_str(&format!("{indent}- {}\n", quoted(item))));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use fairbalance::yaml::File;

    #[test]
    fn the_config_is_read_back() {
        let files = ["_config.yml", "README.md", "_includes/footer.html", "_posts/a.md", "it's a page/privacy.html"];
        let text = config(&Site::of(&files.map(str::to_owned)), Some("us-clinic"), &[]);
        let config = fairbalance::config::parse(&File::new("fairbalance.yml", text.as_str())).unwrap();
        assert_eq!(config.profile.as_ref().map(|named| named.path.as_str()), Some("us-clinic"));
        assert!(config.exclude.matches("_site/a.html"));
        assert_eq!(config.for_path("_posts/a.md").facts.page.as_deref(), Some("article"));
        assert_eq!(config.for_path("it's a page/privacy.html").facts.page.as_deref(), Some("legal"));
        assert_eq!(config.layouts[0].after.path, "_includes/footer.html");
    }
}
