//! Extraction, seen from outside: what text comes out, where it came from, and how the page is built.

mod damage;
mod exactness;
mod html;
mod markdown;
mod page;
mod templates;
mod text;
