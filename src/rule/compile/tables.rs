//! References from one table to another, and ids that are there twice.

use rustc_hash::FxHashMap;

use super::Compiler;
use crate::knowledge::Knowledge;
use crate::yaml::unknown;

impl Compiler {
    /// References from one table to another, and ids that are there twice.
    pub(super) fn check_tables(&mut self) {
        let Knowledge { treatments, conditions, risks, studies, .. } = &self.knowledge;
        let errors = &mut self.errors;
        let condition_ids: Vec<&str> = conditions.iter().map(|row| row.id.as_str()).chain(["any"]).collect();
        let risk_ids: Vec<&str> = risks.iter().map(|row| row.id.as_str()).collect();
        for treatment in treatments {
            let file = &treatment.row.file;
            for row in &treatment.status {
                for (id, span) in row.conditions.iter().filter(|(id, _)| !condition_ids.contains(&id.as_str())) {
                    errors.push(unknown(file, *span, "condition", id, &condition_ids));
                }
            }
            let named = treatment.must_disclose.iter().chain(&treatment.boxed_warning);
            for (id, span) in named.filter(|(id, _)| !risk_ids.contains(&id.as_str())) {
                errors.push(unknown(file, *span, "risk", id, &risk_ids));
            }
        }
        let tables = [conditions, risks, studies];
        let rows = tables.into_iter().flatten().chain(treatments.iter().map(|treatment| &treatment.row));
        let mut seen = FxHashMap::default();
        for row in rows {
            if seen.insert((row.table, row.id.as_str()), ()).is_some() {
                let error = row.file.error(row.span, format!("a row `{}` exists already in this table", row.id));
                errors.push(error.hint("give one of the two another id, or make one row of both"));
            }
        }
    }
}
