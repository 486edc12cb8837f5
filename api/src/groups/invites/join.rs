//! Joining a group by a code, whichever way somebody came with it.

use shared::id::{AccountId, GroupId};
use shared::time::Timestamp;
use shared::wire::event::Event;

use super::store;
use crate::db::Tx;
use crate::error::{Answer, ApiError};
use crate::groups::store as groups;
use crate::groups::{MOST_MEMBERS, edit, may_wish};
use crate::{boards, events};

/// Makes the account one of the group that the code opens; who is in it already stays what they are. Call it last in a
/// transaction, as it tells everybody.
///
/// # Errors
/// `NotFound` where the code opens nothing (any more), a conflict where the group or the account is full.
pub(super) async fn join(tx: &mut Tx, account: AccountId, code: &str, now: Timestamp) -> Answer<GroupId> {
    let found = store::by_code(&mut *tx, code, now).await?.ok_or_else(ApiError::not_found)?;
    groups::hold(tx, found.group_id).await?;
    // Again, now that nobody can take it back meanwhile.
    let invite = store::by_code(&mut *tx, code, now).await?.ok_or_else(ApiError::not_found)?;
    let id = invite.group_id;
    let members = groups::members(&mut *tx, id).await?;
    if members.iter().any(|member| member.account_id == account) {
        return Ok(id);
    }
    if i64::try_from(members.len()).unwrap_or(i64::MAX) >= MOST_MEMBERS {
        return Err(ApiError::conflict("The group has 500 people, which is the most there can be."));
    }
    edit::bounded(&mut *tx, account).await?;
    groups::join(tx, id, (account, invite.role), now).await?;
    let mut told = vec![(account, Event::GroupAdded { group_id: id })];
    told.extend(members.iter().map(|member| (member.account_id, Event::GroupChanged { group_id: id })));
    if may_wish(invite.role) {
        let list = boards::make_for_group(&mut *tx, account, (id, &invite.group_name), now).await?;
        told.push((account, Event::BoardAdded { board_id: list }));
    }
    events::append(tx, told, now).await?;
    Ok(id)
}
