//! What a site is, read off the names of its files.

use std::collections::BTreeMap;

use crate::cli::notes;

/// What makes the site from its files.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    Hugo,
    Jekyll,
    Astro,
    Next,
    Gatsby,
    Eleventy,
    Docusaurus,
    MkDocs,
    VitePress,
    Html,
    Markdown,
}

/// How each kind is known: files at the root, each a name or its beginning up to `*`; all that it makes or that is no copy.
const KINDS: &[(Kind, &[&str], &[&str])] = &[
    (
        Kind::Hugo,
        &["hugo.*", "config/_default/hugo.*", "archetypes/default.md"],
        &["public/", "resources/", "themes/", "archetypes/"],
    ),
    (Kind::Jekyll, &["_config.yml", "_config.yaml"], &["_site/", "vendor/"]),
    (Kind::Astro, &["astro.config.*"], &["dist/", "node_modules/"]),
    (Kind::Next, &["next.config.*"], &["out/", "node_modules/"]),
    (Kind::Gatsby, &["gatsby-config.*"], &["public/", "node_modules/"]),
    (Kind::Eleventy, &[".eleventy.js", ".eleventy.cjs", "eleventy.config.*"], &["_site/", "node_modules/"]),
    (Kind::Docusaurus, &["docusaurus.config.*"], &["build/", "node_modules/"]),
    (Kind::MkDocs, &["mkdocs.yml", "mkdocs.yaml"], &["site/"]),
    (Kind::VitePress, &[".vitepress/config.*", "docs/.vitepress/config.*"], &["node_modules/"]),
];

impl Kind {
    pub fn described(self) -> &'static str {
        match self {
            Kind::Hugo => "a Hugo site",
            Kind::Jekyll => "a Jekyll site",
            Kind::Astro => "an Astro site",
            Kind::Next => "a Next.js site",
            Kind::Gatsby => "a Gatsby site",
            Kind::Eleventy => "an Eleventy site",
            Kind::Docusaurus => "a Docusaurus site",
            Kind::MkDocs => "a MkDocs site",
            Kind::VitePress => "a VitePress site",
            Kind::Html => "a site of plain HTML",
            Kind::Markdown => "a folder of Markdown",
        }
    }

    fn of(files: &[String]) -> Kind {
        let has = |pattern: &str, file: &String| match pattern.strip_suffix('*') {
            Some(start) => file.strip_prefix(start).is_some_and(|rest| !rest.contains('/')),
            None => file == pattern,
        };
        let known =
            KINDS.iter().find(|(_, signs, _)| files.iter().any(|file| signs.iter().any(|sign| has(sign, file))));
        // Hugo's old name for its config is a common one, so it counts with a folder of its own only.
        let holds = |folder: &str| files.iter().any(|file| file.starts_with(folder));
        let old_hugo = files.iter().any(|file| matches!(file.as_str(), "config.toml" | "config.yaml" | "config.yml"))
            && holds("content/")
            && (holds("layouts/") || holds("themes/"));
        match known {
            Some((kind, ..)) => *kind,
            None if old_hugo => Kind::Hugo,
            None if files.iter().any(|file| file.ends_with(".html") || file.ends_with(".htm")) => Kind::Html,
            None => Kind::Markdown,
        }
    }
}

/// A site and what its config should say.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Site {
    pub kind: Kind,
    /// Files of types that are read, less those excluded.
    pub pages: usize,
    /// Files that hold copy in a form that is not read.
    pub not_read: usize,
    pub exclude: Vec<String>,
    /// Kinds of page with the paths of each.
    pub page_kinds: Vec<(&'static str, Vec<String>)>,
    /// A footer that the site puts under its pages.
    pub footer: Option<String>,
}

/// Names of folders and pages that tell what kind of page it is.
const PAGE_KINDS: &[(&str, &[&str])] = &[
    (
        "article",
        &[
            "blog",
            "blogs",
            "posts",
            "_posts",
            "post",
            "articles",
            "article",
            "news",
            "insights",
            "learn",
            "library",
            "education",
        ],
    ),
    (
        "testimonials",
        &[
            "testimonials",
            "testimonial",
            "_testimonials",
            "reviews",
            "success-stories",
            "patient-stories",
            "stories",
            "results",
            "case-studies",
        ],
    ),
    (
        "legal",
        &[
            "legal",
            "privacy",
            "privacy-policy",
            "terms",
            "terms-of-service",
            "terms-of-use",
            "terms-and-conditions",
            "disclaimer",
            "disclaimers",
            "cookie-policy",
            "cookies",
            "hipaa",
            "accessibility",
            "notice-of-privacy-practices",
        ],
    ),
    (
        "product",
        &[
            "products",
            "product",
            "_products",
            "shop",
            "store",
            "services",
            "service",
            "_services",
            "treatments",
            "_treatments",
            "treatment",
            "therapies",
            "conditions",
            "_conditions",
            "programs",
            "pricing",
        ],
    ),
];

/// Folders that are no part of the site wherever they are found.
const NO_COPY: &[&str] = &["node_modules", "vendor", "test", "tests", "__tests__", "fixtures", "storybook"];

const FOOTERS: &[&str] = &[
    "layouts/partials/footer.html",
    "layouts/_partials/footer.html",
    "_includes/footer.html",
    "src/_includes/footer.html",
    "includes/footer.html",
    "partials/footer.html",
    "footer.html",
];

impl Site {
    /// `files` are paths from its root, `/`-separated and sorted.
    pub fn of(files: &[String]) -> Site {
        let kind = Kind::of(files);
        let made = KINDS.iter().find(|(other, ..)| *other == kind).map_or(&[][..], |(_, _, made)| *made);
        let mut exclude: Vec<String> = made.iter().map(|folder| format!("/{folder}")).collect();
        let folders = |file: &str| {
            file.rsplit_once('/').map_or(Vec::new(), |(folders, _)| folders.split('/').map(str::to_owned).collect())
        };
        for name in NO_COPY.iter().filter(|name| !made.iter().any(|folder| folder.trim_end_matches('/') == **name)) {
            if files.iter().any(|file| is_read(file) && folders(file).iter().any(|folder| folder == name)) {
                exclude.push(format!("{name}/"));
            }
        }
        let footer =
            FOOTERS.iter().find(|footer| files.iter().any(|file| file == *footer)).map(|footer| (*footer).to_owned());
        let excluded = |file: &&String| {
            exclude.iter().any(|pattern| match pattern.strip_prefix('/') {
                Some(rooted) if rooted.ends_with('/') => file.starts_with(rooted),
                Some(rooted) => *file == rooted,
                None => folders(file).iter().any(|folder| Some(folder.as_str()) == pattern.strip_suffix('/')),
            })
        };
        let copy: Vec<&String> =
            files.iter().filter(|file| is_read(file) && !excluded(file) && !is_note(file, files)).collect();
        let not_read = files.iter().filter(|file| is_component(file) && !excluded(file)).count();
        Site { kind, pages: copy.len(), not_read, page_kinds: page_kinds(&copy), footer, exclude }
    }
}

/// In how many folders a page may lie whose own name tells its kind.
const DEEPEST_PAGE: usize = 2;

/// The topmost folder, or the page itself, that tells the kind; each path once.
fn page_kinds(copy: &[&String]) -> Vec<(&'static str, Vec<String>)> {
    let mut found: BTreeMap<&'static str, Vec<String>> = BTreeMap::new();
    for file in copy {
        let parts: Vec<&str> = file.split('/').collect();
        // What builds the pages is not their kind.
        if parts
            .iter()
            .any(|part| matches!(*part, "layouts" | "_layouts" | "_includes" | "components" | "partials" | "templates"))
        {
            continue;
        }
        let told = parts.iter().enumerate().find_map(|(at, part)| {
            let is_page = at + 1 == parts.len();
            // Deep down, a page called `products` is about something else.
            if is_page && at > DEEPEST_PAGE {
                return None;
            }
            let name = if is_page { part.split('.').next().unwrap_or(part) } else { part };
            let name = name.to_ascii_lowercase();
            let (kind, _) = PAGE_KINDS.iter().find(|(_, names)| names.contains(&name.as_str()))?;
            let path = parts[..=at].join("/");
            Some((*kind, if is_page { format!("/{path}") } else { format!("/{path}/") }))
        });
        if let Some((kind, path)) = told {
            let paths = found.entry(kind).or_default();
            if !paths.contains(&path) {
                paths.push(path);
            }
        }
    }
    // In the order of the list: what is named later wins where one folder lies in another.
    PAGE_KINDS.iter().filter_map(|(kind, _)| Some((*kind, found.remove(kind)?))).collect()
}

/// Whether a file is passed over because it is a note. The root of a site is a repository's.
fn is_note(file: &str, files: &[String]) -> bool {
    let (folder, name) = file.rsplit_once('/').unwrap_or(("", file));
    let beside = |other: &str| {
        let path = if folder.is_empty() { other.to_owned() } else { format!("{folder}/{other}") };
        (folder.is_empty() && other == ".git") || files.contains(&path)
    };
    notes::is_note(name, beside)
}

fn is_read(file: &str) -> bool {
    fairbalance::extract::Format::of_path(file).is_some()
}

fn is_component(file: &str) -> bool {
    let extension = file.rsplit_once('.').map_or("", |(_, extension)| extension);
    matches!(
        extension,
        "astro" | "tsx" | "jsx" | "vue" | "svelte" | "njk" | "liquid" | "hbs" | "ejs" | "pug" | "erb" | "php"
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn site(files: &[&str]) -> Site {
        let mut files: Vec<String> = files.iter().map(|file| (*file).to_owned()).collect();
        files.sort();
        Site::of(&files)
    }

    #[test]
    fn sites_are_known_by_their_files() {
        for (files, kind) in [
            (&["hugo.toml", "content/a.md"][..], Kind::Hugo),
            (&["config.toml", "content/a.md", "layouts/index.html"], Kind::Hugo),
            (&["config.yml", "content/a.md", "themes/own/layouts/index.html"], Kind::Hugo),
            (&["_config.yml", "_posts/2026-01-01-a.md"], Kind::Jekyll),
            (&["astro.config.mjs", "src/content/blog/a.mdx"], Kind::Astro),
            (&["next.config.js", "pages/a.mdx"], Kind::Next),
            (&[".eleventy.js", "src/a.md"], Kind::Eleventy),
            (&["mkdocs.yml", "docs/a.md"], Kind::MkDocs),
            (&["index.html"], Kind::Html),
            (&["a.md"], Kind::Markdown),
        ] {
            assert_eq!(site(files).kind, kind, "{files:?}");
        }
    }

    #[test]
    fn kinds_of_page_are_told_by_the_topmost_name() {
        let site = site(&[
            "hugo.toml",
            "README.md",
            "content/blog/products/a.md",
            "content/blog/b.md",
            "content/services/iv.md",
            "content/privacy-policy.md",
            "layouts/partials/footer.html",
            "layouts/blog/single.html",
            "public/blog/index.html",
            "src/tests/a.md",
            "src/Hero.tsx",
        ]);
        let expected = vec![
            ("article", vec!["/content/blog/".to_owned()]),
            ("legal", vec!["/content/privacy-policy.md".to_owned()]),
            ("product", vec!["/content/services/".to_owned()]),
        ];
        assert_eq!(site.page_kinds, expected);
        assert_eq!(site.footer.as_deref(), Some("layouts/partials/footer.html"));
        assert_eq!(site.exclude, ["/public/", "/resources/", "/themes/", "/archetypes/", "tests/"]);
        assert_eq!((site.pages, site.not_read), (6, 1));
    }
}
