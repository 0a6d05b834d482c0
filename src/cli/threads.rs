//! On how many threads the pages of a run are checked. What comes out is the same for any number.

use rayon::prelude::*;

use super::output::Failure;

/// What the pages of a run are checked on.
pub enum Threads {
    /// For one page, starting threads takes longer than they save.
    Here,
    Pool(rayon::ThreadPool),
}

impl Threads {
    pub fn new(number: usize, pages: usize) -> Result<Threads, Failure> {
        if pages <= 1 {
            return Ok(Threads::Here);
        }
        let pool = rayon::ThreadPoolBuilder::new().num_threads(number).build();
        pool.map(Threads::Pool).map_err(|error| Failure::Plain(format!("cannot start threads: {error}")))
    }

    /// The answers for all pages, in the order of the pages.
    pub fn each<T: Sync, A: Send>(&self, pages: &[T], check: impl Fn(&T) -> A + Sync + Send) -> Vec<A> {
        match self {
            Threads::Here => pages.iter().map(check).collect(),
            Threads::Pool(pool) => pool.install(|| pages.par_iter().map(check).collect()),
        }
    }
}
