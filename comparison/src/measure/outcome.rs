//! What was measured, or why there is no result.

use super::missing::Missing;
use serde::{Deserialize, Serialize};

#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(untagged)]
pub enum Outcome<T> {
    Measured(T),
    Missing { missing: Missing },
}

impl<T> Outcome<T> {
    /// # Errors
    /// Why there is none.
    pub fn get(&self) -> Result<&T, Missing> {
        match self {
            Outcome::Measured(measured) => Ok(measured),
            Outcome::Missing { missing } => Err(missing.clone()),
        }
    }
}

impl<T> From<Result<T, Missing>> for Outcome<T> {
    fn from(result: Result<T, Missing>) -> Outcome<T> {
        match result {
            Ok(measured) => Outcome::Measured(measured),
            Err(missing) => Outcome::Missing { missing },
        }
    }
}
