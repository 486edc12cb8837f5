//! What shows a picture: an item, the cover of a board, or an account beside its name.
//!
//! Only one's own uploads may be shown, so nobody keeps another's picture alive or borrows another's room. Which picture
//! somebody else may see is no question here: whoever sees the address sees the picture.

use shared::id::{AccountId, BoardId, ItemId, PictureId};
use shared::time::Timestamp;

use super::{address, store};
use crate::boards::KEPT_MILLIS;
use crate::db::{At, Batch, StoreError, Tx};
use crate::error::{Answer, ApiError};

/// What may show a picture.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Subject {
    /// A wish.
    Item(ItemId),
    /// The cover of a board.
    Board(BoardId),
    /// The picture beside somebody's name.
    Account(AccountId),
}

impl Subject {
    /// As the columns of a use have it: item, board, account.
    pub(super) fn columns(self) -> [Option<String>; 3] {
        match self {
            Self::Item(id) => [Some(id.text()), None, None],
            Self::Board(id) => [None, Some(id.text()), None],
            Self::Account(id) => [None, None, Some(id.text())],
        }
    }
}

/// An uploaded picture of somebody's own.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Own {
    pub(crate) id: PictureId,
    /// As it is kept and given.
    pub(crate) path: String,
}

/// What becomes of the picture that something shows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Change {
    /// It stays as it is.
    None,
    /// From now on this one of ours, or none of ours.
    To(Option<PictureId>),
}

/// The account's own picture behind an address; `None` where it is any other address, or no picture of theirs.
///
/// # Errors
/// Those of the database.
pub(crate) async fn own(at: impl Into<At<'_>>, account: AccountId, address: &str) -> Result<Option<Own>, StoreError> {
    let Some(path) = address::path_of(address) else { return Ok(None) };
    let Some(key) = address::key_of(&path) else { return Ok(None) };
    let id = store::own(at, account, key).await?;
    Ok(id.map(|id| Own { id, path }))
}

/// What choosing another picture changes. `after` has gone through [`Fields::picture`](crate::fields::Fields::picture).
///
/// # Errors
/// `Invalid` where it is an uploaded picture and not this account's: whether there is one is not told.
pub(crate) async fn choose(
    at: impl Into<At<'_>>,
    account: AccountId,
    field: &str,
    (before, after): (Option<&str>, Option<&str>),
) -> Answer<Change> {
    match after {
        _ if before == after => Ok(Change::None),
        Some(path) if address::is_path(path) => match own(at, account, path).await? {
            Some(own) => Ok(Change::To(Some(own.id))),
            None => Err(not_own(field)),
        },
        _ => Ok(Change::To(None)),
    }
}

/// As [`choose`], where nothing but an upload of one's own may be shown: others see it without having asked for it, and an
/// address somewhere else would tell its owner who they are.
///
/// # Errors
/// `Invalid` where it is anything else.
pub(crate) async fn choose_own(
    at: impl Into<At<'_>>,
    account: AccountId,
    field: &str,
    chosen: Option<&str>,
) -> Answer<Option<Own>> {
    match chosen {
        None => Ok(None),
        Some(address) => own(at, account, address).await?.map(Some).ok_or_else(|| not_own(field)),
    }
}

fn not_own(field: &str) -> ApiError {
    ApiError::invalid(field, "is no picture that this account uploaded; upload it first")
}

/// Writes down what a subject shows from now on. The picture it showed until now is kept as long as the bin keeps things.
///
/// # Errors
/// A conflict where the picture was removed at this very moment.
pub(crate) async fn show(tx: &mut Tx, subject: Subject, change: &Change, now: Timestamp) -> Answer<()> {
    let Change::To(new) = *change else { return Ok(()) };
    let old = store::shown_by(&mut *tx, subject).await?;
    if old == new {
        return Ok(());
    }
    store::remove_use(tx, subject).await?;
    if let Some(new) = new {
        store::add_use(tx, new, subject).await.map_err(|error| match error {
            StoreError::Conflict => ApiError::conflict("The picture is gone by now; upload it again."),
            other => other.into(),
        })?;
    }
    let until = now.plus_millis(KEPT_MILLIS);
    let mut changed: Vec<_> = old.map(|id| (id, Some(until))).into_iter().chain(new.map(|id| (id, None))).collect();
    // In the same order by everybody: two that swap their pictures would else wait for each other.
    changed.sort_unstable();
    for (id, until) in changed {
        store::keep(tx, id, until).await?;
    }
    Ok(())
}

/// The subject, which is new, shows the picture. `Conflict` of the batch where the picture is gone.
pub(crate) fn add(batch: &mut Batch, picture: PictureId, subject: Subject) {
    store::add(batch, picture, subject);
}

/// What a subject shows. Ask before it is removed for good, and [`expire`] that afterwards.
///
/// # Errors
/// Those of the database.
pub(crate) async fn shown_by(at: impl Into<At<'_>>, subject: Subject) -> Result<Option<PictureId>, StoreError> {
    store::shown_by(at, subject).await
}

/// What showed the picture was removed for good after its time in the bin: unless something else shows it, it goes too.
///
/// # Errors
/// Those of the database.
pub(crate) async fn expire(tx: &mut Tx, picture: PictureId, now: Timestamp) -> Result<(), StoreError> {
    store::expire(tx, picture, now).await
}
