//! The rows of what somebody gives, with whom it was for.

use shared::id::{AccountId, ClaimId};
use shared::money::Currency;
use shared::time::Timestamp;
use shared::wire::claims::{ClaimState, ClaimedItem};
use sqlx::query_as;

use crate::claims::store::{Counted, money};
use crate::db::{At, Millis, StoreError, Text, on, statements};

statements! {
    /// One row for each of those whom a claim was for, the newest claim first.
    SINCE = "select c.id, d.account_id, c.quantity, c.state, c.cost_minor, c.cost_currency, c.snapshot from claim c \
        left join claim_dark d on d.claim_id = c.id where c.account_id = $1 and c.ended_at is null \
        and coalesce(c.reveals_at, c.created_at) >= $2 order by c.id desc, d.account_id";
}

/// Something that they give.
pub(super) struct Gift {
    /// Those whom it is for, by the order of their ids.
    pub(super) people: Vec<AccountId>,
    pub(super) counted: Counted,
}

impl Gift {
    /// What they were called then.
    pub(super) fn owners(&self) -> Vec<String> {
        serde_json::from_str::<ClaimedItem>(&self.counted.snapshot).unwrap_or_default().owners
    }
}

type Row = (Text<ClaimId>, Option<Text<AccountId>>, i64, Text<ClaimState>, Option<i64>, Option<Text<Currency>>, String);

/// What is revealed from `since` on, or was claimed then where it never is; the newest first.
pub(super) async fn since(
    at: impl Into<At<'_>>,
    account: AccountId,
    since: Timestamp,
) -> Result<Vec<Gift>, StoreError> {
    let rows: Vec<Row> = on!(at.into(), |e| query_as(SINCE).bind(Text(account)).bind(Millis(since)).fetch_all(e))?;
    let mut gifts: Vec<Gift> = Vec::new();
    let mut last = None;
    for (claim, person, quantity, state, minor, currency, snapshot) in rows {
        if last.replace(claim.0) != Some(claim.0) {
            let counted = Counted { quantity, state: state.0, cost: money(minor, currency), snapshot };
            gifts.push(Gift { people: Vec::new(), counted });
        }
        if let Some(gift) = gifts.last_mut() {
            gift.people.extend(person.map(|person| person.0));
        }
    }
    Ok(gifts)
}
