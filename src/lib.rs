pub mod analysis;
pub mod assertion;
pub mod config;
pub mod finding;
pub mod knowledge;
pub mod language;
pub mod load_error;
pub mod mention;
pub mod not_read;
pub mod phrase;
pub mod report;
pub mod rule;
pub mod source;
pub mod yaml;
pub mod extract {
    #[derive(Debug, Clone, Copy, PartialEq, Eq)]
    pub enum Format {
        Markdown,
        Mdx,
        Html,
        Text,
    }
    impl Format {
        pub fn of_path(path: &str) -> Option<Format> {
            match path.rsplit_once('.')?.1.to_ascii_lowercase().as_str() {
                "md" | "markdown" => Some(Format::Markdown),
                "mdx" => Some(Format::Mdx),
                "html" | "htm" => Some(Format::Html),
                "txt" | "text" => Some(Format::Text),
                _ => None,
            }
        }
    }
    pub mod document;
    pub mod text_map {
        #[derive(Debug, Clone, Default)]
        pub struct TextMap;
    }
    pub mod normalise {
        pub fn fold(text: &str) -> String {
            text.replace('’', "'")
        }
    }
}
