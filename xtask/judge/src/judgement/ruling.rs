//! What one rule has to say of a run.

use super::clause::Clause;
use super::finding::Finding;

/// The clauses that a rule is about, and what it found.
#[derive(Default)]
pub struct Ruling {
    pub clauses: Vec<Clause>,
    pub findings: Vec<Finding>,
}

impl Ruling {
    /// Of a rule that holds for every program, whatever is expected of it.
    pub fn without_clauses(findings: Vec<Finding>) -> Ruling {
        let clauses = Vec::new();
        Ruling { clauses, findings }
    }
}
