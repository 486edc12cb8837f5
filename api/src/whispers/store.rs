//! Wishes for the same thing: those of others that somebody may give, and their own. No claim is read for either.

use shared::id::{AccountId, ItemId};
use sqlx::{query_as, query_scalar};

use crate::db::{At, StoreError, Text, on, statements};
use crate::visibility::claims::receives;

statements! {
    /// What others wish for on lists that the viewer in `$1` is shown by a group, of the same product or page as `$2`, and that is
    /// not for the viewer.
    ALSO_WISHED = concat!("select distinct i.id from item o join product op on op.id = o.product_id \
        join member m on m.account_id = $1 join gift_group g on g.id = m.group_id and g.deleted_at is null \
        join board_group s on s.group_id = g.id join board b on b.id = s.board_id and b.audience = 'groups' \
        and b.deleted_at is null join placement p on p.board_id = b.id join item i on i.id = p.item_id \
        and i.deleted_at is null and i.state = 'wanted' and i.account_id <> o.account_id \
        join product q on q.id = i.product_id where o.id = $2 and i.id <> $2 \
        and (q.product_key = op.product_key or i.page_key = o.page_key) and not ", receives!("i.id", "$1"),
        " order by i.id limit $3");
    /// What is wished for by the account in `$1`, or lies on a board that is for them, of the product in `$2` or `$3` or the page in
    /// `$4`; and whether others are shown it.
    OWN = "select w.id, exists (select 1 from placement sp join board sb on sb.id = sp.board_id and sb.deleted_at is null \
        and sb.audience <> 'private' where sp.item_id = w.id) as shown from item w where w.deleted_at is null \
        and w.state = 'wanted' and w.id in (select i.id from item i where i.account_id = $1 and i.product_id in \
        (select id from product where account_id = $1 and product_key in ($2, $3)) union select i.id from item i \
        where i.account_id = $1 and i.page_key = $4 and i.deleted_at is null union select i.id from board_person v \
        join placement p on p.board_id = v.board_id join item i on i.id = p.item_id and i.account_id <> $1 \
        join product q on q.id = i.product_id where v.account_id = $1 and v.relation = 'owner' \
        and (q.product_key in ($2, $3) or i.page_key = $4)) order by w.id limit $5";
}

/// The oldest of others' wishes for the same thing, at most `most`.
pub(super) async fn also_wished(
    at: impl Into<At<'_>>,
    viewer: AccountId,
    item: ItemId,
    most: i64,
) -> Result<Vec<ItemId>, StoreError> {
    let ids: Vec<Text<ItemId>> =
        on!(at.into(), |e| { query_scalar(ALSO_WISHED).bind(Text(viewer)).bind(Text(item)).bind(most).fetch_all(e) })?;
    Ok(ids.into_iter().map(|id| id.0).collect())
}

/// What a page is recognised by, each in the words of [`crate::products::Identity`].
#[derive(Debug)]
pub(super) struct Sought {
    /// The thing.
    pub(super) product: String,
    /// The thing, where its page had told no GTIN.
    pub(super) page: String,
    /// The page with the chosen options.
    pub(super) choice: String,
}

/// The oldest of their own wishes for it, at most `most`, and whether others are shown each.
pub(super) async fn own(
    at: impl Into<At<'_>>,
    account: AccountId,
    sought: &Sought,
    most: i64,
) -> Result<Vec<(ItemId, bool)>, StoreError> {
    let rows: Vec<(Text<ItemId>, bool)> = on!(at.into(), |e| {
        query_as(OWN)
            .bind(Text(account))
            .bind(&sought.product)
            .bind(&sought.page)
            .bind(&sought.choice)
            .bind(most)
            .fetch_all(e)
    })?;
    Ok(rows.into_iter().map(|(id, shown)| (id.0, shown)).collect())
}
