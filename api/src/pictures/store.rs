//! The rows of pictures, of their bytes, and of what shows them.

use shared::id::{AccountId, PictureId};
use shared::time::Timestamp;
use sqlx::{query, query_as, query_scalar};

use super::render::Rendered;
use super::uses::Subject;
use crate::db::{At, Batch, Millis, StoreError, Text, Tx, on, statements};

statements! {
    BY_ID = "select id, account_id, key, digest, content_type, width, height, bytes, created_at from picture where id = $1";
    BY_DIGEST = "select id, account_id, key, digest, content_type, width, height, bytes, created_at from picture \
        where account_id = $1 and digest = $2";
    OWN = "select id from picture where key = $1 and account_id = $2";
    /// Whose account was shut out shows nobody anything.
    SERVED = "select p.content_type, b.bytes from picture p join picture_bytes b on b.picture_id = p.id \
        join account a on a.id = p.account_id where p.key = $1 and b.size = $2 and a.deactivated_at is null";
    TAKEN = "select count(*), cast(coalesce(sum(bytes), 0) as bigint) from picture where account_id = $1";
    INSERT = "insert into picture (id, account_id, key, digest, content_type, width, height, bytes, created_at, purge_at) \
        values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)";
    INSERT_BYTES = "insert into picture_bytes (picture_id, size, bytes) values ($1, $2, $3)";
    /// Sent again: its time begins anew.
    KEEP_UNTIL = "update picture set purge_at = $2 where id = $1 and purge_at < $2";
    SHOWN_BY = "select picture_id from picture_use where item_id = $1 or board_id = $2 or account_id = $3";
    USE = "insert into picture_use (picture_id, item_id, board_id, account_id) values ($1, $2, $3, $4)";
    UNUSE = "delete from picture_use where item_id = $1 or board_id = $2 or account_id = $3";
    /// Others may show it too. Then its moment passes without effect, and the last of them sets another one.
    KEEP = "update picture set purge_at = $2 where id = $1";
    EXPIRE = "update picture set purge_at = $2 where id = $1 and purge_at is null";
    EXPIRED = "select id from picture where purge_at <= $1 \
        and not exists (select 1 from picture_use u where u.picture_id = picture.id) order by purge_at limit $2";
    PURGE = "delete from picture where id = $1 and purge_at <= $2 \
        and not exists (select 1 from picture_use u where u.picture_id = picture.id)";
}

/// One of the two sizes of a picture.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Size {
    Full,
    Thumb,
}

impl Size {
    fn as_str(self) -> &'static str {
        match self {
            Self::Full => "full",
            Self::Thumb => "thumb",
        }
    }
}

/// One row of `picture`.
#[derive(Debug, Clone, sqlx::FromRow)]
pub(super) struct Picture {
    id: Text<PictureId>,
    account_id: Text<AccountId>,
    pub(super) key: String,
    pub(super) digest: String,
    pub(super) content_type: String,
    width: i64,
    height: i64,
    pub(super) bytes: i64,
    created_at: Millis,
}

impl Picture {
    /// A new one.
    pub(super) fn new(
        (id, account): (PictureId, AccountId),
        (key, digest): (String, String),
        rendered: &Rendered,
        now: Timestamp,
    ) -> Self {
        Self {
            id: Text(id),
            account_id: Text(account),
            key,
            digest,
            content_type: rendered.content_type.to_owned(),
            width: i64::from(rendered.width),
            height: i64::from(rendered.height),
            bytes: (rendered.full.len() + rendered.thumb.len()) as i64,
            created_at: Millis(now),
        }
    }

    pub(super) fn id(&self) -> PictureId {
        self.id.0
    }

    pub(super) fn account(&self) -> AccountId {
        self.account_id.0
    }

    pub(super) fn width(&self) -> u32 {
        u32::try_from(self.width).unwrap_or(0)
    }

    pub(super) fn height(&self) -> u32 {
        u32::try_from(self.height).unwrap_or(0)
    }

    pub(super) fn created_at(&self) -> Timestamp {
        self.created_at.0
    }
}

pub(super) async fn by_id(at: impl Into<At<'_>>, id: PictureId) -> Result<Option<Picture>, StoreError> {
    on!(at.into(), |e| query_as(BY_ID).bind(Text(id)).fetch_optional(e))
}

/// The account's picture of these bytes.
pub(super) async fn by_digest(
    at: impl Into<At<'_>>,
    account: AccountId,
    digest: &str,
) -> Result<Option<Picture>, StoreError> {
    on!(at.into(), |e| query_as(BY_DIGEST).bind(Text(account)).bind(digest).fetch_optional(e))
}

/// The picture with this key, where it is the account's.
pub(super) async fn own(at: impl Into<At<'_>>, account: AccountId, key: &str) -> Result<Option<PictureId>, StoreError> {
    let id: Option<Text<PictureId>> =
        on!(at.into(), |e| query_scalar(OWN).bind(key).bind(Text(account)).fetch_optional(e))?;
    Ok(id.map(|id| id.0))
}

/// What is shown under a key: its type and its bytes.
pub(super) async fn served(
    at: impl Into<At<'_>>,
    key: &str,
    size: Size,
) -> Result<Option<(String, Vec<u8>)>, StoreError> {
    on!(at.into(), |e| query_as(SERVED).bind(key).bind(size.as_str()).fetch_optional(e))
}

/// How many pictures an account has, and how many bytes they take.
pub(super) async fn taken(at: impl Into<At<'_>>, account: AccountId) -> Result<(i64, i64), StoreError> {
    on!(at.into(), |e| query_as(TAKEN).bind(Text(account)).fetch_one(e))
}

/// `Conflict` where the id is taken, or the account has these bytes.
pub(super) async fn insert(
    tx: &mut Tx,
    picture: &Picture,
    rendered: &Rendered,
    purge_at: Timestamp,
) -> Result<(), StoreError> {
    on!(&mut *tx, |e| async {
        query(INSERT)
            .bind(picture.id)
            .bind(picture.account_id)
            .bind(&picture.key)
            .bind(&picture.digest)
            .bind(&picture.content_type)
            .bind(picture.width)
            .bind(picture.height)
            .bind(picture.bytes)
            .bind(picture.created_at)
            .bind(Millis(purge_at))
            .execute(&mut *e)
            .await?;
        let (full, thumb) = (Size::Full.as_str(), Size::Thumb.as_str());
        query(INSERT_BYTES).bind(picture.id).bind(full).bind(&rendered.full).execute(&mut *e).await?;
        query(INSERT_BYTES).bind(picture.id).bind(thumb).bind(&rendered.thumb).execute(&mut *e).await.map(|_| ())
    })
}

pub(super) async fn keep_until(tx: &mut Tx, id: PictureId, until: Timestamp) -> Result<(), StoreError> {
    on!(&mut *tx, |e| async { query(KEEP_UNTIL).bind(Text(id)).bind(Millis(until)).execute(e).await.map(|_| ()) })
}

/// What the subject shows.
pub(super) async fn shown_by(at: impl Into<At<'_>>, subject: Subject) -> Result<Option<PictureId>, StoreError> {
    let [item, board, account] = subject.columns();
    let id: Option<Text<PictureId>> =
        on!(at.into(), |e| query_scalar(SHOWN_BY).bind(item).bind(board).bind(account).fetch_optional(e))?;
    Ok(id.map(|id| id.0))
}

/// The subject shows the picture. `Conflict` where the picture is gone.
pub(super) async fn add_use(tx: &mut Tx, id: PictureId, subject: Subject) -> Result<(), StoreError> {
    let [item, board, account] = subject.columns();
    on!(&mut *tx, |e| async {
        query(USE).bind(Text(id)).bind(item).bind(board).bind(account).execute(e).await.map(|_| ())
    })
}

/// The subject, which is new, shows the picture.
pub(super) fn add(batch: &mut Batch, id: PictureId, subject: Subject) {
    let [item, board, account] = subject.columns();
    batch.add(USE).bind(Text(id)).bind(&item).bind(&board).bind(&account);
    batch.add(KEEP).bind(Text(id)).bind(None::<Millis>);
}

/// The subject shows nothing any more.
pub(super) async fn remove_use(tx: &mut Tx, subject: Subject) -> Result<(), StoreError> {
    let [item, board, account] = subject.columns();
    on!(&mut *tx, |e| async { query(UNUSE).bind(item).bind(board).bind(account).execute(e).await.map(|_| ()) })
}

/// Says until when it is kept though nothing shows it.
pub(super) async fn keep(tx: &mut Tx, id: PictureId, until: Option<Timestamp>) -> Result<(), StoreError> {
    on!(&mut *tx, |e| async { query(KEEP).bind(Text(id)).bind(until.map(Millis)).execute(e).await.map(|_| ()) })
}

/// It may go at once, where nothing has said until when it is to be kept.
pub(super) async fn expire(tx: &mut Tx, id: PictureId, now: Timestamp) -> Result<(), StoreError> {
    on!(&mut *tx, |e| async { query(EXPIRE).bind(Text(id)).bind(Millis(now)).execute(e).await.map(|_| ()) })
}

/// Pictures whose time is over and that nothing shows.
pub(super) async fn expired(at: impl Into<At<'_>>, now: Timestamp, limit: i64) -> Result<Vec<PictureId>, StoreError> {
    let ids: Vec<Text<PictureId>> =
        on!(at.into(), |e| query_scalar(EXPIRED).bind(Millis(now)).bind(limit).fetch_all(e))?;
    Ok(ids.into_iter().map(|id| id.0).collect())
}

/// False where something shows it by now.
pub(super) async fn purge(tx: &mut Tx, id: PictureId, now: Timestamp) -> Result<bool, StoreError> {
    on!(&mut *tx, |e| async {
        query(PURGE).bind(Text(id)).bind(Millis(now)).execute(e).await.map(|done| done.rows_affected() == 1)
    })
}
