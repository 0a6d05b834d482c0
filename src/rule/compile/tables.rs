//! References from one table to another, and ids that are there twice.

use rustc_hash::FxHashMap;

use super::Compiler;
use crate::knowledge::Knowledge;
use crate::yaml::unknown;

impl Compiler {
    /// References from one table to another, and ids that are there twice.
    pub(super) fn check_tables(&mut self) {
        let Knowledge { treatments, conditions, risks, studies, statements, authorities, .. } = &self.knowledge;
        let errors = &mut self.errors;
        let condition_ids: Vec<&str> = conditions.iter().map(|row| row.id.as_str()).chain(["any"]).collect();
        let risk_ids: Vec<&str> = risks.iter().map(|row| row.id.as_str()).collect();
        for treatment in treatments {
            let file = &treatment.row.file;
            for row in &treatment.status {
                for (id, span) in row.conditions.iter().filter(|(id, _)| !condition_ids.contains(&id.as_str())) {
                    errors.push(unknown(file, *span, "condition", id, &condition_ids).of_unknown_name());
                }
            }
            let named = treatment.must_disclose.iter().chain(&treatment.boxed_warning);
            for (id, span) in named.filter(|(id, _)| !risk_ids.contains(&id.as_str())) {
                errors.push(unknown(file, *span, "risk", id, &risk_ids).of_unknown_name());
            }
        }
        let tables = [conditions, risks, studies];
        let rows = tables.into_iter().flatten().chain(treatments.iter().map(|treatment| &treatment.row));
        let rows = rows.map(|row| (row.table.name(), row.id.as_str(), &row.file, row.span));
        let statements = statements.iter().map(|one| ("statement", one.id.as_str(), &one.file, one.span));
        let authorities = authorities.iter().map(|one| ("authority", one.card.code.as_str(), &one.file, one.span));
        let of_base = self.base.statements.iter().map(|one| ("statement", one.id.as_str()));
        let mut seen: FxHashMap<_, &str> = of_base.map(|key| (key, "")).collect();
        for (what, id, file, span) in rows.chain(statements).chain(authorities) {
            if let Some(earlier) = seen.insert((what, id), &file.name) {
                let article = if what.starts_with('a') { "an" } else { "a" };
                let error = file.error(span, format!("{article} {what} `{id}` exists already, in {earlier}"));
                errors.push(error.hint("give one of the two another id, or make one entry of both"));
            }
        }
    }
}
