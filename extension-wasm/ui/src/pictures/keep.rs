//! Where pictures wait: in a store beside the outbox. What no row speaks of any more, because it arrived or was never saved, goes after
//! a while; while something still shows it, it is shown from here.

use browser::clock;
use browser::database::{self, OUTBOX, PICTURES};
use browser::durable::{Change, Durable, NotStored, RowKey};
use js_sys::Uint8Array;
use shared::find::Find;
use shared::id::PictureId;
use shared::wire::pictures::{waiting_in, waiting_path};
use wasm_bindgen::JsCast;

use super::Unfit;
use crate::bridge::Failure;

/// So many may lie here, of at most 600 KB each.
const MOST: usize = 40;
/// What was chosen and not saved is kept for a day, in case a form still shows it; where there is no room, for ten minutes.
const UNSAVED_MS: i64 = 86_400_000;
const UNSAVED_AT_LEAST_MS: i64 = 600_000;

impl From<NotStored> for Unfit {
    fn from(failure: NotStored) -> Self {
        Self::NotKept(Failure::Refused(failure.into()))
    }
}

/// The pictures that no row speaks of, and how many milliseconds ago each was chosen; and how many the others are.
async fn idle(database: &Durable) -> Result<(Vec<(String, i64)>, usize), NotStored> {
    let keys = database.keys(PICTURES).await?;
    let rows = if keys.is_empty() { Vec::new() } else { database.rows(OUTBOX).await? };
    let (count, now) = (keys.len(), clock::now().as_millis());
    let idle = keys.into_iter().filter(|key| !rows.iter().any(|(_, row)| row.holds(key)));
    let idle: Vec<_> = idle.map(|key| (made_at(&key).unwrap_or(0), key)).map(|(at, key)| (key, now - at)).collect();
    let others = count - idle.len();
    Ok((idle, others))
}

/// Keeps a picture. It is on the disk when this returns the path that stands for it.
pub(super) async fn keep(bytes: &Uint8Array) -> Result<String, Unfit> {
    let database = database::open().await?;
    let (idle, others) = idle(&database).await?;
    let stay = |limit: i64| others + idle.iter().filter(|(_, age)| *age <= limit).count();
    let limit = if stay(UNSAVED_MS) < MOST { UNSAVED_MS } else { UNSAVED_AT_LEAST_MS };
    if stay(limit) >= MOST {
        return Err(Unfit::Full);
    }
    let gone: Vec<_> = idle.into_iter().filter(|(_, age)| *age > limit).map(|(key, _)| RowKey::Text(key)).collect();
    let id = PictureId::new(clock::now(), clock::random());
    database.put_bytes(PICTURES, (&RowKey::Text(id.text()), bytes), &gone).await?;
    Ok(waiting_path(id))
}

/// Removes what no row speaks of: whoever chose it has signed out. Where that cannot be written, it is tried the next time.
pub(crate) async fn forget_idle() {
    let Ok(database) = database::open().await else { return };
    let Ok((idle, _)) = idle(&database).await else { return };
    let gone: Vec<_> = idle.into_iter().map(|(key, _)| Change::Delete(PICTURES, RowKey::Text(key))).collect();
    let _ = database.write(&gone).await;
}

/// When an id was drawn: a UUIDv7 begins with that.
fn made_at(id: &str) -> Option<i64> {
    i64::from_str_radix(&[id.get(..8)?, id.get(9..13)?].concat(), 16).ok()
}

/// Where a picture is shown from, where its path stands for one that lies here.
pub(crate) async fn shown(path: &str) -> Option<String> {
    let id = waiting_in(path)?;
    let bytes = database::open().await.ok()?.value(PICTURES, &RowKey::Text(id.text())).await.ok()?;
    let bytes = bytes.dyn_into::<Uint8Array>().ok()?;
    Some(["data:image/webp;base64,", &base64(&bytes.to_vec())].concat())
}

const SIGNS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

/// Bytes as a text (RFC 4648).
fn base64(bytes: &[u8]) -> String {
    let mut out = String::with_capacity(bytes.len().div_ceil(3) * 4);
    for three in bytes.chunks(3) {
        let held = (0..3).fold(0u32, |held, at| held << 8 | u32::from(three.get(at).copied().unwrap_or(0)));
        for at in 0..4 {
            let sign = SIGNS[(held >> (18 - 6 * at) & 63) as usize];
            out.push(if at <= three.len() { char::from(sign) } else { '=' });
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use shared::time::Timestamp;

    #[test]
    fn an_id_tells_when_it_was_drawn() {
        let id = PictureId::new(Timestamp::from_millis(1_790_000_000_123), [9; 10]);
        assert_eq!(made_at(&id.text()), Some(1_790_000_000_123));
        assert_eq!(made_at("x"), None);
    }

    #[test]
    fn bytes_are_written_in_base64() {
        for (plain, text) in [("", ""), ("f", "Zg=="), ("fo", "Zm8="), ("foo", "Zm9v"), ("foob", "Zm9vYg==")] {
            assert_eq!(base64(plain.as_bytes()), text);
        }
        assert_eq!(base64(&[0xfb, 0xff, 0x00]), "+/8A");
    }
}
