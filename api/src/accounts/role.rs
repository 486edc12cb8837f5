//! The word of a role in its column.

use std::fmt;
use std::str::FromStr;

use shared::wire::accounts::ServerRole;

/// A role as a word of a closed list.
#[derive(Debug, Clone, Copy)]
pub(super) struct RoleWord(pub(super) ServerRole);

impl fmt::Display for RoleWord {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self.0 {
            ServerRole::Person => "person",
            ServerRole::Operator => "operator",
        })
    }
}

impl FromStr for RoleWord {
    type Err = &'static str;
    fn from_str(word: &str) -> Result<Self, Self::Err> {
        match word {
            "person" => Ok(Self(ServerRole::Person)),
            "operator" => Ok(Self(ServerRole::Operator)),
            _ => Err("an unknown role"),
        }
    }
}
