//! People of one's groups, looked for by name, and what a group's lists come to.

use serde::{Deserialize, Serialize};

use super::groups::PersonView;
use crate::id::GroupId;
use crate::money::Money;

/// Somebody in a group with the viewer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct FoundPersonView {
    /// Who.
    #[serde(flatten)]
    pub person: PersonView,
    /// The groups that both are in, the oldest first.
    pub groups: Vec<FoundInView>,
}

/// A group that both are in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct FoundInView {
    /// Its id.
    pub group_id: GroupId,
    /// Its name.
    pub name: String,
}

/// What a group's lists hold, for everybody in it alike: it is made of lists and wishes, and of nothing that anybody gives.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct GroupStatsView {
    /// How many people it has.
    pub members: i64,
    /// How many boards it is shown.
    pub boards: i64,
    /// How many wishes lie on them that are still wished for, each counted once.
    pub wishes: i64,
    /// Those of which somebody knows a price.
    pub priced: i64,
    /// What these come to, by currency: the price of one times how many are wanted, and of any number, one.
    pub totals: Vec<Money>,
    /// The same of each of its people, who came first first: of the boards that are for them.
    pub people: Vec<MemberStatsView>,
}

/// What the lists for one of a group's people hold.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct MemberStatsView {
    /// Who.
    #[serde(flatten)]
    pub person: PersonView,
    /// How many boards for them the group is shown.
    pub boards: i64,
    /// How many wishes lie on them that are still wished for.
    pub wishes: i64,
}
