//! Exit codes, the same for every format. A gate never fails open: what makes the answer untrustworthy outranks findings.
//!
//! | event | code |
//! |---|---|
//! | no finding at or above `--fail-on` and `--min-confidence` | 0 |
//! | such a finding, unless `--exit-zero` | 1 |
//! | bytes of a file that could not be followed: a finding `not-read`, level error | 1 |
//! | an explicit path missing or unreadable, or of a type that is not read | 2, the report is still written |
//! | a file that cannot be decoded and is not excluded | 2, the report is still written |
//! | less than the share of `--require-coverage` was read | 2, the report is still written |
//! | nothing to check was found | 2, the report is still written |
//! | a mistake in a config, rule or pack; a wrong flag; a report that cannot be written | 2, nothing is checked |
//! | the base of a change, or a baseline, that cannot be had | 2, nothing is checked |
//! | files found, none of them changed | 0, said in one line |
//! | the reader of the report closed the pipe | as if it had not |

pub const CLEAN: u8 = 0;
pub const FINDINGS: u8 = 1;
pub const UNTRUSTWORTHY: u8 = 2;

/// The code of a run that came to its end.
pub fn code(complete: bool, failing_findings: usize, exit_zero: bool) -> u8 {
    match (complete, failing_findings) {
        (false, _) => UNTRUSTWORTHY,
        (true, 0) => CLEAN,
        (true, _) if exit_zero => CLEAN,
        (true, _) => FINDINGS,
    }
}
