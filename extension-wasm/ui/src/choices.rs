//! Choices that follow a person from browser to browser. What counts is what this device keeps: the copy that browsers carry is
//! taken over when it is another one, and where nothing is carried, nothing is missed. Only choices are carried, never data, and
//! none of them turns on what a browser has to be asked for.

use browser::storage::keys;
use browser::storage::synced::{EVERYWHERE, THEME};
use shared::wire::message::{Reply, Request, Settings, Theme};

use crate::bridge::ask;

/// What becomes of a choice that may be another one elsewhere.
#[derive(Debug, PartialEq, Eq)]
enum Step<T> {
    /// It is the same, or was never made anywhere.
    Stay,
    /// It is taken over.
    Take(T),
    /// It is given to the browser to carry.
    Give,
}

/// Of what is chosen here, what counts where nobody chose, and what is carried. `unsent`: what is chosen here could not be given yet.
fn step<T: PartialEq>(here: &T, first: &T, carried: Option<T>, unsent: bool) -> Step<T> {
    match carried {
        _ if unsent => Step::Give,
        Some(carried) if carried == *here => Step::Stay,
        Some(carried) => Step::Take(carried),
        None if here == first => Step::Stay,
        None => Step::Give,
    }
}

/// Takes over what was chosen elsewhere, or gives what was chosen here; the settings as they are then.
pub(crate) async fn bring(mut settings: Settings) -> Settings {
    let unsent = keys::CHOICES_UNSENT.get().await == Some(true);
    match step(&settings.theme, &Theme::default(), THEME.get().await, unsent) {
        Step::Stay => {}
        Step::Give => give(&settings, true, settings.detect_everywhere).await,
        Step::Take(theme) => {
            settings.theme = theme;
            // Where this device cannot keep it, the page shows it all the same.
            if let Ok(Reply::Settings(kept)) = ask(Request::SettingsSet { settings: settings.clone() }).await {
                settings = kept;
            }
        }
    }
    settings
}

/// Lets the browser carry what the person changed here.
pub(crate) async fn carry(before: &Settings, after: &Settings) {
    let everywhere = before.detect_everywhere != after.detect_everywhere;
    give(after, before.theme != after.theme, everywhere).await;
}

async fn give(settings: &Settings, theme: bool, everywhere: bool) {
    let mut given = true;
    if theme {
        given &= THEME.set(&settings.theme).await.is_ok();
    }
    if everywhere {
        given &= EVERYWHERE.set(&settings.detect_everywhere).await.is_ok();
    }
    if given {
        keys::CHOICES_UNSENT.remove().await;
    } else {
        // Without this mark an older choice would come back; where it cannot be kept, that is all that happens.
        let _ = keys::CHOICES_UNSENT.set(&true).await;
    }
}

/// Whether the person looks for products on every page in another browser and not in this one.
pub(crate) async fn elsewhere(settings: &Settings) -> bool {
    !settings.detect_everywhere && EVERYWHERE.get().await == Some(true)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_chosen_last_counts_and_nothing_is_undone_by_what_could_not_be_given() {
        use Theme::{Dark, Light, System};
        for (here, carried, unsent, wanted) in [
            (System, None, false, Step::Stay),
            (Dark, None, false, Step::Give),
            (Dark, Some(Dark), false, Step::Stay),
            (Dark, Some(Dark), true, Step::Give),
            (System, Some(Dark), false, Step::Take(Dark)),
            (Light, Some(System), false, Step::Take(System)),
            (Light, Some(Dark), true, Step::Give),
            (System, Some(Dark), true, Step::Give),
        ] {
            assert_eq!(
                step(&here, &System, carried, unsent),
                wanted,
                "{here:?} here, {carried:?} carried, unsent: {unsent}"
            );
        }
    }
}
