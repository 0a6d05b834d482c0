pub mod analysis;
pub mod assertion;
pub mod finding;
pub mod judge;
pub mod knowledge;
pub mod language;
pub mod load_error;
pub mod mention;
pub mod phrase;
pub mod relate;
pub mod rule;
pub mod source;
pub mod yaml;
pub mod extract {
    pub mod document;
    pub mod text_map {
        #[derive(Debug, Clone, Default)]
        pub struct TextMap;
        impl TextMap {
            pub fn hull(&self, span: crate::source::Span) -> crate::source::Span {
                span
            }
            pub fn source_ranges(&self, span: crate::source::Span) -> Vec<crate::source::Span> {
                vec![span]
            }
        }
    }
    pub mod normalise {
        pub fn fold(text: &str) -> String {
            text.replace('’', "'")
        }
    }
    #[derive(Debug, Clone, Copy, PartialEq, Eq)]
    pub enum Format {
        Markdown,
        Html,
        Text,
    }
}
