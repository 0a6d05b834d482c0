//! Writes the made-up sites to a folder: `cargo run --release --example corpus -- FOLDER [MEGABYTES]`.
//!
//! `sparse/` and `dense/` hold pages of about 30 KB, half Markdown, half HTML; `large.md` and `large.html` are single
//! pages of 50 MB (or a fifth of the whole, where that is less).

#[path = "mod.rs"]
mod corpus;

use std::path::Path;
use std::{env, fs, io};

use corpus::{Density, Markup, page};

const MEGABYTE: usize = 1_000_000;
const PAGE: usize = 30_000;

fn main() -> io::Result<()> {
    let mut args = env::args().skip(1);
    let Some(folder) = args.next() else {
        eprintln!("usage: corpus FOLDER [MEGABYTES]");
        return Ok(());
    };
    let folder = Path::new(&folder);
    let total = args.next().and_then(|megabytes| megabytes.parse().ok()).unwrap_or(200) * MEGABYTE;
    // Three quarters of what sites hold sells nothing.
    for (name, density, share) in [("sparse", Density::Sparse, total * 3 / 4), ("dense", Density::Dense, total / 4)] {
        for number in 0..share.div_ceil(PAGE) {
            let (markup, ending) = if number % 2 == 0 { (Markup::Markdown, "md") } else { (Markup::Html, "html") };
            let home = folder.join(name).join(format!("{:03}", number / 100));
            fs::create_dir_all(&home)?;
            let path = home.join(format!("page-{number}.{ending}"));
            fs::write(path, page(number as u64 + 1, PAGE, markup, density))?;
        }
    }
    let large = (total / 5).min(50 * MEGABYTE);
    fs::write(folder.join("large.md"), page(7, large, Markup::Markdown, Density::Sparse))?;
    fs::write(folder.join("large.html"), page(8, large, Markup::Html, Density::Sparse))
}
