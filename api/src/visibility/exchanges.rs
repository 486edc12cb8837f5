//! Exchanges, as the people of their group may see them. Who drew whom is not even read for that.

use shared::wire::exchanges::{ExchangePersonView, ExchangeView};
use shared::wire::groups::PersonView;

use crate::exchanges::{Drawer, Whole};

/// Somebody who takes part, or whom somebody drew.
pub(crate) fn drawer(person: &Drawer) -> PersonView {
    PersonView {
        account_id: person.account_id,
        display_name: person.display_name.clone(),
        avatar: person.avatar.clone(),
    }
}

/// The exchange. Households, and who does not get on with whom, is for who looks after it alone.
pub(crate) fn exchange(whole: Whole, may_manage: bool) -> ExchangeView {
    let Whole { exchange, people, exclusions } = whole;
    let person = |person: Drawer| ExchangePersonView {
        person: drawer(&person),
        household: person.household.filter(|_| may_manage),
    };
    ExchangeView {
        id: exchange.id,
        group_id: exchange.group_id,
        name: exchange.name,
        budget: exchange.budget,
        held_at: exchange.held_at,
        past_draws: exchange.past_draws,
        drawn_at: exchange.drawn_at,
        may_manage,
        people: people.into_iter().map(person).collect(),
        exclusions: if may_manage { exclusions } else { Vec::new() },
        created_at: exchange.created_at,
        deleted_at: exchange.deleted_at,
        version: exchange.version,
    }
}
