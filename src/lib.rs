pub mod config;
pub mod finding;
pub mod load_error;
pub mod not_read;
pub mod report;
pub mod source;
pub mod yaml;
pub mod extract {
    pub mod document;
    pub mod text_map {
        #[derive(Debug, Clone, Default)]
        pub struct TextMap;
    }
}
