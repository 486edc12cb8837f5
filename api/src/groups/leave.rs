//! What becomes of a group that somebody leaves, and who looks after it then.

use shared::id::{AccountId, GroupId};
use shared::time::Timestamp;
use shared::wire::event::Event;
use shared::wire::groups::MemberRole;

use super::store::{self, Member};
use super::{may_manage, tell};
use crate::db::{StoreError, Tx};
use crate::{boards, claims, exchanges};

/// Takes them out of the group, which is held. Changes nothing where they are not in it. Call it last in a transaction.
///
/// # Errors
/// Those of the database.
pub(super) async fn leave(tx: &mut Tx, id: GroupId, account: AccountId, now: Timestamp) -> Result<(), StoreError> {
    let (gone, rest): (Vec<_>, Vec<_>) =
        store::members(&mut *tx, id).await?.into_iter().partition(|member| member.account_id == account);
    if gone.is_empty() {
        return Ok(());
    }
    if rest.is_empty() {
        // A group of nobody could not be brought back: who leaves it last keeps its key, and it goes in thirty days.
        store::set_role(tx, id, account, MemberRole::Admin).await?;
        store::bin(tx, id, now).await?;
    } else {
        exchanges::left(tx, id, account, now).await?;
        if let Some(heir) = heir(&rest) {
            store::set_role(tx, id, heir, MemberRole::Admin).await?;
        }
        store::leave(tx, id, account).await?;
        boards::hide_from_group(tx, id, account).await?;
        claims::left(tx, account, now).await?;
    }
    let told = vec![(account, Event::GroupRemoved { group_id: id })];
    tell(tx, id, told, Event::GroupChanged { group_id: id }, now).await
}

/// Who becomes admin where none is left: an organiser before a member before a giver, and of these who came first.
fn heir(rest: &[Member]) -> Option<AccountId> {
    if rest.iter().any(|member| may_manage(member.role)) {
        return None;
    }
    let rank = |member: &&Member| match member.role {
        MemberRole::Admin | MemberRole::Organiser => 0,
        MemberRole::Member => 1,
        MemberRole::GiverOnly => 2,
    };
    // Those of one rank stand in the order of their joining, and the first of them is kept.
    rest.iter().min_by_key(rank).map(|member| member.account_id)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn member(number: u8, role: MemberRole) -> Member {
        let joined_at = Timestamp::from_millis(i64::from(number));
        let account_id = AccountId::new(joined_at, [number; 10]);
        Member { account_id, role, joined_at, display_name: String::new(), avatar: None }
    }

    #[test]
    fn an_organiser_comes_before_a_member_and_who_came_first_before_others() {
        use MemberRole::{Admin, GiverOnly, Member as Wisher, Organiser};
        for (roles, expected) in [
            (&[GiverOnly, Wisher, Organiser, Organiser][..], Some(2)),
            (&[GiverOnly, Wisher, Wisher], Some(1)),
            (&[GiverOnly, GiverOnly], Some(0)),
            (&[Wisher, Admin], None),
        ] {
            let rest: Vec<Member> = (0..).zip(roles).map(|(number, role)| member(number, *role)).collect();
            assert_eq!(heir(&rest), expected.map(|place: usize| rest[place].account_id), "{roles:?}");
        }
    }
}
