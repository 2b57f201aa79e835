//! What a rule has to say of a run that is about what the expectation asks for.

use super::clause::Clause;
use super::finding::Finding;

/// The clauses that a rule is about, and what it found.
#[derive(Default)]
pub struct Ruling {
    pub clauses: Vec<Clause>,
    pub findings: Vec<Finding>,
}
