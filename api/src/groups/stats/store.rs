//! What lies on the boards that a group is shown, counted. No claim is read for it.

use std::collections::BTreeMap;

use shared::id::{AccountId, GroupId};
use shared::money::{Currency, Money};
use sqlx::query_as;

use crate::db::{At, StoreError, Text, on, statements};

/// The boards that the group in `$1` is shown, and what still wished for lies on them. That of somebody who was shut out is shown to
/// nobody.
macro_rules! shown {
    ($what:literal, $rest:literal) => {
        concat!(
            "select ",
            $what,
            " from board_group s join board b on b.id = s.board_id and b.audience = 'groups' and b.deleted_at is null \
             join account k on k.id = b.account_id and k.deactivated_at is null left join placement p on p.board_id = b.id \
             left join item i on i.id = p.item_id and i.deleted_at is null and i.state = 'wanted' ",
            $rest
        )
    };
}

statements! {
    COUNTS = shown!("count(distinct b.id), count(distinct i.id)", "where s.group_id = $1");
    BY_PERSON = shown!("v.account_id, count(distinct b.id), count(distinct i.id)",
        "join board_person v on v.board_id = b.id and v.relation = 'owner' where s.group_id = $1 group by v.account_id");
    /// Any number counts as one.
    PRICES = shown!("i.price_minor, i.price_currency, coalesce(i.quantity, 1), count(distinct i.id)",
        "where s.group_id = $1 and i.price_minor is not null group by i.price_minor, i.price_currency, coalesce(i.quantity, 1)");
}

/// How many boards, and how many wishes on them.
pub(super) async fn counts(at: impl Into<At<'_>>, group: GroupId) -> Result<(i64, i64), StoreError> {
    on!(at.into(), |e| query_as(COUNTS).bind(Text(group)).fetch_one(e))
}

/// The same for each person whom such a board is for.
pub(super) async fn by_person(
    at: impl Into<At<'_>>,
    group: GroupId,
) -> Result<BTreeMap<AccountId, (i64, i64)>, StoreError> {
    let rows: Vec<(Text<AccountId>, i64, i64)> =
        on!(at.into(), |e| query_as(BY_PERSON).bind(Text(group)).fetch_all(e))?;
    Ok(rows.into_iter().map(|(account, boards, wishes)| (account.0, (boards, wishes))).collect())
}

/// How many wishes cost so much and are wanted so often.
#[derive(Debug)]
pub(super) struct Priced {
    /// Of one piece.
    pub(super) price: Money,
    pub(super) quantity: i64,
    pub(super) wishes: i64,
}

/// What the group's wishes cost of which it is known.
pub(super) async fn prices(at: impl Into<At<'_>>, group: GroupId) -> Result<Vec<Priced>, StoreError> {
    let rows: Vec<(i64, Text<Currency>, i64, i64)> =
        on!(at.into(), |e| query_as(PRICES).bind(Text(group)).fetch_all(e))?;
    let priced = |(minor, currency, quantity, wishes): (i64, Text<Currency>, i64, i64)| Priced {
        price: Money::new(minor, currency.0),
        quantity,
        wishes,
    };
    Ok(rows.into_iter().map(priced).collect())
}
