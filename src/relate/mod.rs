//! What mentions make together: uses of a treatment for a condition, and duties with their outcomes.

mod aim;
pub mod duty;
pub mod promoted;
pub mod region;
pub mod subject;
pub mod uses;
