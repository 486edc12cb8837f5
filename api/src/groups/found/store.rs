//! The people of somebody's groups, as rows.

use shared::id::{AccountId, GroupId};
use shared::wire::groups::PersonView;
use sqlx::query_as;

use crate::db::{At, StoreError, Text, on, or_empty, statements};

statements! {
    /// Whoever is in a group with the account and may sign in, each once, behind the id in `$2`.
    PEOPLE = "select distinct a.id, a.display_name, a.avatar from member me join gift_group g on g.id = me.group_id \
        and g.deleted_at is null join member m on m.group_id = g.id join account a on a.id = m.account_id \
        and a.deactivated_at is null where me.account_id = $1 and m.account_id <> $1 and m.account_id > $2 \
        order by a.id limit $3";
    SHARED_WITH = "select g.id, g.name from member me join member m on m.group_id = me.group_id and m.account_id = $2 \
        join gift_group g on g.id = me.group_id and g.deleted_at is null where me.account_id = $1 order by g.created_at, g.id";
}

/// The next of them, by their ids.
pub(super) async fn people(
    at: impl Into<At<'_>>,
    account: AccountId,
    after: Option<AccountId>,
    limit: i64,
) -> Result<Vec<PersonView>, StoreError> {
    let rows: Vec<(Text<AccountId>, String, Option<String>)> =
        on!(at.into(), |e| { query_as(PEOPLE).bind(Text(account)).bind(or_empty(after)).bind(limit).fetch_all(e) })?;
    let person =
        |(id, display_name, avatar): (Text<AccountId>, _, _)| PersonView { account_id: id.0, display_name, avatar };
    Ok(rows.into_iter().map(person).collect())
}

/// The groups that both are in, the oldest first.
pub(super) async fn shared_with(
    at: impl Into<At<'_>>,
    account: AccountId,
    other: AccountId,
) -> Result<Vec<(GroupId, String)>, StoreError> {
    let rows: Vec<(Text<GroupId>, String)> =
        on!(at.into(), |e| query_as(SHARED_WITH).bind(Text(account)).bind(Text(other)).fetch_all(e))?;
    Ok(rows.into_iter().map(|(id, name)| (id.0, name)).collect())
}
