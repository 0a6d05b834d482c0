//! The lexicon read backwards: every wording that it finds, for those who want to see what a phrase comes to.

use super::composite::Part;
use super::lexicon::{COMMA, Found, ID, Lexicon, Target};

/// How many wordings a phrase with slots or gaps is multiplied out to at most; beyond that, its first ones stand for it.
const MOST: usize = 60;

impl Lexicon {
    /// Every row of words that leads to a target, inflections multiplied out, in lower case unless it counts as written.
    /// Words given by their beginnings stand as these beginnings.
    pub fn literals(&self) -> Vec<String> {
        let rows = self.rows(|prefix| prefix.to_owned());
        let target = |found: &&Found| matches!(found, Found::Target(_));
        let mut literals: Vec<String> = rows
            .into_iter()
            .filter(|(_, found)| found.iter().any(|found| target(&found)))
            .map(|(row, _)| row)
            .collect();
        literals.sort_unstable();
        literals.dedup();
        literals
    }

    /// Every wording with the target that it leads to; `slot` names a slot. A gap stands as `...`, a beginning with `*`,
    /// a regular expression between its slashes.
    pub fn wordings<'s>(&self, slot: &dyn Fn(u32) -> &'s str) -> Vec<(String, Target)> {
        let rows = self.rows(|prefix| format!("{prefix}*"));
        let mut wordings = Vec::new();
        let mut runs: Vec<Vec<&str>> = vec![Vec::new(); self.runs()];
        for (row, found) in &rows {
            for found in found {
                match found {
                    Found::Target(target) => wordings.push((row.clone(), *target)),
                    Found::Run(run) => runs[*run as usize].push(row),
                }
            }
        }
        for composite in (0..self.composites() as u32).flat_map(|number| self.variants(number)) {
            let mut all = vec![String::new()];
            for part in &composite.parts {
                let choices: Vec<String> = match part {
                    Part::Run(run) => runs[*run as usize].iter().map(|row| (*row).to_owned()).collect(),
                    Part::Slot(number) => vec![format!("<{}>", slot(*number))],
                    Part::Gap(_) => vec!["...".to_owned()],
                    Part::Comma => continue,
                };
                let room = (MOST / all.len()).max(1);
                let longer = |head: &String| {
                    let space = if head.is_empty() { "" } else { " " };
                    choices.iter().take(room).map(|tail| format!("{head}{space}{tail}")).collect::<Vec<_>>()
                };
                all = all.iter().flat_map(longer).collect();
            }
            wordings.extend(all.into_iter().map(|wording| (wording, composite.target)));
        }
        wordings.extend(self.regexes().written().map(|(source, target)| (format!("/{source}/"), target)));
        wordings
    }

    /// For each node of the trie, its row of words and what ends there.
    fn rows(&self, beginning: impl Fn(&str) -> String) -> Vec<(String, Vec<Found>)> {
        let mut names = vec![String::new(); self.rest.ids as usize];
        for (id, word) in self.vocabulary.words() {
            names[id as usize] = word.to_owned();
        }
        for (id, word) in &self.rest.exact {
            names[*id as usize] = word.clone();
        }
        for (id, word) in &self.rest.prefixes {
            names[*id as usize] = beginning(word);
        }
        let mut rows: Vec<String> = vec![String::new(); self.nodes()];
        for node in 0..rows.len() {
            let (edges, first) = self.edges_of(node as u32);
            for (edge, child) in edges.iter().zip(first as usize..) {
                let mark = if edge & COMMA != 0 { "," } else { "" };
                let space = if node == 0 { "" } else { " " };
                rows[child] = format!("{}{mark}{space}{}", rows[node], names[(edge & ID) as usize]);
            }
        }
        let found = |node| self.accepted(node).iter().map(|packed| Found::unpacked(*packed)).collect();
        rows.into_iter().zip(0..).map(|(row, node)| (row, found(node))).collect()
    }
}
