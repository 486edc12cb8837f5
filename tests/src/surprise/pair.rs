//! One pair of worlds: the same life in both, and in the second what givers do in secret besides.

use std::collections::BTreeSet;
use std::time::Duration;

use anyhow::{Result, ensure};
use fuzz::Chance;
use serde_json::{Value, json};
use shared::id::v7;
use shared::time::Timestamp;

use super::call::Call;
use super::deck::dealt;
use super::listening::Listening;
use super::owner;
use super::seen::difference;
use super::statements::{Statements, unlike};
use super::world::World;

/// Things that the owner does in one pair, each with what givers do before it.
const STEPS: usize = 10;
/// How far the clocks go on with each.
const STEP: Duration = Duration::from_secs(7);
/// Wishes that there are to begin with.
const WISHES: usize = 4;

/// What one pair has, by the ids that clients drew: they are the same in both worlds.
pub(super) struct Things {
    pub(super) items: Vec<String>,
    pub(super) group: String,
    pub(super) category: String,
    pub(super) exchange: String,
    /// Somebody without an account whom a giver invites in secret.
    pub(super) guest: String,
    pub(super) second: String,
    /// What givers drew in secret: in the first world nothing has these ids.
    pub(super) claims: Vec<String>,
    pub(super) suggestions: Vec<String>,
    pub(super) invites: Vec<String>,
    /// Whether the owner looks after the group.
    pub(super) owner_is_admin: bool,
    drawn: i64,
}

/// Whether a client of these worlds drew this id.
pub(super) fn is_ours(id: &str) -> bool {
    id.starts_with("00000000-")
}

impl Things {
    /// An id as clients draw them, of a moment that no server ever was in.
    pub(super) fn id(&mut self, chance: &mut Chance) -> String {
        self.drawn += 1;
        let bits = [chance.bits().to_be_bytes(), chance.bits().to_be_bytes()].concat();
        let mut random = [0; 10];
        random.copy_from_slice(&bits[..10]);
        v7(Timestamp::from_millis(self.drawn % 60_000), random).to_string()
    }
}

/// What came of it.
pub(super) struct Lived {
    pub(super) observations: usize,
    pub(super) statements: usize,
    pub(super) secrets: usize,
    pub(super) operations: BTreeSet<&'static str>,
    pub(super) difference: Option<String>,
}

/// A pair that is about to be lived through.
pub(super) struct Pair<'s> {
    chance: Chance,
    /// What the owner does, one after the other.
    acts: Vec<&'static str>,
    things: Things,
    statements: &'s Statements,
    lived: Lived,
}

impl<'s> Pair<'s> {
    /// The pair of this number among all pairs of `all`, with its own seed.
    pub(super) fn new(seed: u64, (all, number): (u64, usize), statements: &'s Statements) -> Self {
        let acts = dealt(all, number, STEPS);
        let mut chance = Chance::new(seed);
        let mut things = Things {
            items: Vec::new(),
            group: String::new(),
            category: String::new(),
            exchange: String::new(),
            guest: String::new(),
            second: String::new(),
            claims: Vec::new(),
            suggestions: Vec::new(),
            invites: Vec::new(),
            owner_is_admin: chance.below(2) == 0,
            drawn: 0,
        };
        things.items = (0..WISHES).map(|_| things.id(&mut chance)).collect();
        things.group = things.id(&mut chance);
        things.category = things.id(&mut chance);
        things.second = things.id(&mut chance);
        things.exchange = things.id(&mut chance);
        things.guest = things.id(&mut chance);
        let lived = Lived { observations: 0, statements: 0, secrets: 0, operations: BTreeSet::new(), difference: None };
        Self { chance, acts, things, statements, lived }
    }

    pub(super) async fn live(mut self, worlds: &mut [World; 2]) -> Result<Lived> {
        for world in worlds.iter_mut() {
            world.refresh().await?;
        }
        self.begin(worlds).await?;
        let [first, second] = worlds;
        let items = self.things.items.clone();
        let listening = [first.listen("ana", &items).await?, second.listen("ana", &items).await?];
        for operation in std::mem::take(&mut self.acts) {
            self.secrets(worlds).await?;
            if self.chance.below(6) == 0 {
                let call = self.in_the_open();
                self.both(worlds, &call, false).await?;
            }
            let call = owner::act(operation, &mut self.chance, &mut self.things);
            self.both(worlds, &call, true).await?;
            for _ in 0..2 {
                let call = owner::look(&mut self.chance, &self.things);
                self.both(worlds, &call, true).await?;
            }
            for world in worlds.iter() {
                world.advance(STEP);
            }
            if self.lived.difference.is_some() {
                return Ok(self.lived);
            }
        }
        self.secrets(worlds).await?;
        for call in owner::look_everywhere(&self.things) {
            self.both(worlds, &call, true).await?;
        }
        self.heard(worlds, listening, &items).await?;
        Ok(self.lived)
    }

    /// Holds side by side what the owner heard, up to something that they do last.
    async fn heard(&mut self, worlds: &mut [World; 2], listening: [Listening; 2], items: &[String]) -> Result<()> {
        let last = json!({"id": self.things.id(&mut self.chance), "name": "The last", "kind": "registry"});
        self.both(worlds, &Call::new("ana", "POST /api/v1/boards", &[]).body(last), true).await?;
        let [one, other] = listening;
        let (one, other) = (worlds[0].heard("ana", one, items).await?, worlds[1].heard("ana", other, items).await?);
        for (operation, (one, other)) in owner::STREAMS.into_iter().zip(one.iter().zip(&other)) {
            self.lived.observations += 1;
            self.lived.operations.insert(operation);
            if one != other && self.lived.difference.is_none() {
                self.lived.difference = Some(format!("{operation}: {}", difference(one, other)));
            }
        }
        self.statements.take();
        Ok(())
    }

    /// A family, a list that it is shown, another board, and some wishes.
    async fn begin(&mut self, worlds: &mut [World; 2]) -> Result<()> {
        let admin = if self.things.owner_is_admin { "ana" } else { "bo" };
        let group = self.things.group.clone();
        let mut calls = vec![Call::new(admin, "POST /api/v1/groups", &[]).body(json!({"id": group, "name": "Family"}))];
        for (role, names) in [("member", &["ana", "bo"][..]), ("giver_only", &["cy"])] {
            let invite = self.things.id(&mut self.chance);
            self.things.invites.push(invite.clone());
            calls.push(
                Call::new(admin, "POST /api/v1/groups/{id}/invites", &[&group])
                    .body(json!({"id": invite, "role": role}))
                    .learn(&[("/code", "code")]),
            );
            for who in names.iter().filter(|who| **who != admin) {
                calls.push(Call::new(who, "POST /api/v1/invites/{code}", &["{code}"]).body(json!({})));
            }
        }
        calls.push(
            Call::new("ana", "GET /api/v1/groups/{id}/boards", &[&group])
                .query("?member={ana}")
                .learn(&[("/entries/0/id", "list")]),
        );
        let second = json!({"id": self.things.second, "name": "Ideas", "kind": "wish_list", "audience": "link"});
        calls.push(Call::new("ana", "POST /api/v1/boards", &[]).body(second).learn(&[("/link_token", "link")]));
        for (number, item) in self.things.items.iter().enumerate() {
            let quantity = [json!(1), json!(3), json!("any"), json!(1)][number % 4].clone();
            let boards = if number == 3 { json!(["{list}", self.things.second]) } else { json!(["{list}"]) };
            let mut new = json!({"id": item, "boards": boards, "title": format!("Wish {number}"), "quantity": quantity,
                "price": {"amount_minor": 1000 * (number + 1), "currency": "EUR"}});
            if number == 0 {
                new["page"] = json!({"url": owner::shop_page(item), "verdict": "sure"});
            }
            calls.push(Call::new("ana", "POST /api/v1/items", &[]).body(new));
        }
        // Room for most of them, so that some are refused.
        let limit = json!({"amount_minor": 11_000, "currency": "EUR"});
        let category = json!({"id": self.things.category, "name": "From parents", "spending_limit": limit});
        calls.push(Call::new(admin, "POST /api/v1/groups/{id}/categories", &[&group]).body(category));
        let people =
            json!([{"account_id": "{ana}", "household": "Home"}, {"account_id": "{bo}"}, {"account_id": "{cy}"}]);
        let exchange = json!({"id": self.things.exchange, "name": "Draw", "people": people});
        calls.push(Call::new(admin, "POST /api/v1/groups/{id}/exchanges", &[&group]).body(exchange));
        for item in &self.things.items[..2] {
            let put =
                Call::new("ana", "PUT /api/v1/items/{id}/categories/{category_id}", &[item, &self.things.category]);
            calls.push(put);
        }
        for call in calls {
            for world in worlds.iter_mut() {
                let seen = world.ask(&call).await?;
                // One after the other: what happens in the same moment has no order that both worlds would share.
                world.advance(Duration::from_secs(1));
                ensure!(
                    matches!(seen.status, 200 | 201 | 204),
                    "{} answers {}: {}",
                    call.operation,
                    seen.status,
                    seen.body
                );
            }
        }
        self.statements.take();
        Ok(())
    }

    /// Asks in both worlds, and holds the answers side by side where it is the owner who asked.
    async fn both(&mut self, worlds: &mut [World; 2], call: &Call, observed: bool) -> Result<()> {
        let [first, second] = worlds;
        self.statements.take();
        let one = first.ask(call).await?;
        let by_one = self.statements.take();
        let other = second.ask(call).await?;
        let by_other = self.statements.take();
        if !observed {
            return Ok(());
        }
        self.lived.observations += 1;
        self.lived.operations.insert(call.operation);
        self.lived.statements += usize::from(!by_one.is_empty());
        let what = if one != other {
            Some(difference(&one, &other))
        } else if by_one != by_other {
            Some(unlike(&by_one, &by_other))
        } else {
            None
        };
        if self.lived.difference.is_none() {
            self.lived.difference = what.map(|what| format!("{} ({}): {what}", call.operation, call.path));
        }
        Ok(())
    }

    /// What givers do that the owner may not know of, in the second world alone.
    async fn secrets(&mut self, worlds: &mut [World; 2]) -> Result<()> {
        if self.chance.below(3) == 0 {
            let (who, item) = (*self.chance.of(&["bo", "cy"]), self.chance.of(&self.things.items).clone());
            let frame = *self.chance.of(&["look", "hold", "leave"]);
            worlds[1].look(who, frame, &item).await?;
        }
        if self.chance.below(3) == 0 {
            let item = self.chance.of(&self.things.items).clone();
            let back = self.chance.below(3) == 0;
            let email = format!("{}@example.net", self.things.guest);
            let guest = json!({"id": self.things.guest, "name": "Oma", "email": email});
            let invite = Call::new("bo", "POST /api/v1/boards/{id}/guests", &["{list}"]).body(guest);
            self.lived.secrets += usize::from(worlds[1].as_guest((&invite, &email), &item, back).await?);
        }
        for _ in 0..=self.chance.below(3) {
            let call = self.in_secret();
            let seen = worlds[1].ask(&call).await?;
            ensure!(seen.status < 500, "{} answers {}: {}", call.operation, seen.status, seen.body);
            let changes = !call.operation.starts_with("GET");
            self.lived.secrets += usize::from(changes && (200..300).contains(&seen.status));
        }
        Ok(())
    }

    fn in_secret(&mut self) -> Call {
        let who = *self.chance.of(&["bo", "cy"]);
        let item = self.chance.of(&self.things.items).clone();
        let claim =
            if self.things.claims.is_empty() { item.clone() } else { self.chance.of(&self.things.claims).clone() };
        match self.chance.below(23) {
            20..=22 => self.pooled(who, &claim),
            14..=16 => self.suggested(who),
            17..=19 => self.together(who, &claim),
            11 => {
                let to = *self.chance.of(&["{bo}", "{cy}", "{ana}"]);
                Call::new(who, "PUT /api/v1/claims/{id}/offer", &[&claim]).body(json!({"to": to}))
            }
            12 => Call::new(who, "POST /api/v1/claims/{id}/accept", &[&claim]).body(json!({})),
            13 => Call::new(who, "PUT /api/v1/items/{id}/thought", &[&item]).body(json!({"note": "perhaps"})),
            10 => Call::new(who, "POST /api/v1/claims/{id}/confirm", &[&claim]).body(json!({})),
            0..=3 => {
                let id = self.things.id(&mut self.chance);
                self.things.claims.push(id.clone());
                let quantity = 1 + self.chance.below(2);
                let note = *self.chance.of(&[None, Some("in secret")]);
                let new = json!({"id": id, "quantity": quantity, "note": note, "cost": {"amount_minor": 990, "currency": "EUR"}});
                Call::new(who, "POST /api/v1/items/{id}/claims", &[&item]).body(new)
            }
            4 | 5 => {
                let patch: Value = match self.chance.below(3) {
                    0 => json!({"state": self.chance.of(&["claimed", "bought", "wrapped", "given"])}),
                    1 => {
                        json!({"quantity": 1 + self.chance.below(3), "reveals_at": self.chance.of(&[None, Some(4_100_000_000_000_i64)])})
                    }
                    _ => json!({"note": "still in secret", "cost": null}),
                };
                Call::new(who, "PATCH /api/v1/claims/{id}", &[&claim]).body(patch)
            }
            6 => Call::new(who, "DELETE /api/v1/claims/{id}", &[&claim]),
            7 => Call::new(who, "POST /api/v1/claims/{id}/restore", &[&claim]).body(json!({})),
            8 => {
                let operation = *self.chance.of(&[
                    "GET /api/v1/items/{id}",
                    "GET /api/v1/items/{id}/claims",
                    "GET /api/v1/items/{id}/history",
                    "GET /api/v1/items/{id}/observations",
                ]);
                Call::new(who, operation, &[&item])
            }
            _ => {
                let operation = *self.chance.of(&[
                    "GET /api/v1/boards/{id}",
                    "GET /api/v1/boards/{id}/items",
                    "GET /api/v1/boards/{id}/claims",
                    "GET /api/v1/boards/{id}/policy",
                ]);
                Call::new(who, operation, &["{list}"])
            }
        }
    }

    /// What givers do to give a claim together.
    fn together(&mut self, who: &'static str, claim: &str) -> Call {
        let share = json!({"share": {"amount_minor": 90 * self.chance.below(15), "currency": "EUR"}});
        let other = *self.chance.of(&["{bo}", "{cy}", "{ana}"]);
        match self.chance.below(7) {
            0..=2 => Call::new(who, "PUT /api/v1/claims/{id}/co-givers/{account_id}", &[claim, other]).body(share),
            3 | 4 => Call::new(who, "PUT /api/v1/claims/{id}/share", &[claim]).body(json!({})),
            5 => Call::new(who, "DELETE /api/v1/claims/{id}/share", &[claim]),
            _ => Call::new(who, "DELETE /api/v1/claims/{id}/co-givers/{account_id}", &[claim, other]),
        }
    }

    /// What givers do about a pool for a claim.
    fn pooled(&mut self, who: &'static str, claim: &str) -> Call {
        let euros = |minor: usize| json!({"amount_minor": minor, "currency": "EUR"});
        let amount = euros(100 * (1 + self.chance.below(10)));
        match self.chance.below(8) {
            0..=2 => {
                let pool = json!({"target": euros(1_000), "deadline_at": 4_000_000_000_000_i64, "note": "in secret"});
                Call::new(who, "PUT /api/v1/claims/{id}/pool", &[claim]).body(pool)
            }
            3 | 4 => Call::new(who, "PUT /api/v1/claims/{id}/pool/pledge", &[claim]).body(json!({"amount": amount})),
            5 => Call::new(who, "DELETE /api/v1/claims/{id}/pool/pledge", &[claim]),
            6 => Call::new(who, "POST /api/v1/claims/{id}/pool/complete", &[claim]).body(json!({})),
            _ => Call::new(who, "DELETE /api/v1/claims/{id}/pool", &[claim]),
        }
    }

    /// What a giver does about suggestions for the list.
    fn suggested(&mut self, who: &'static str) -> Call {
        let known = (!self.things.suggestions.is_empty()).then(|| self.chance.of(&self.things.suggestions).clone());
        let (Some(id), 2..) = (known, self.chance.below(5)) else {
            let id = self.things.id(&mut self.chance);
            self.things.suggestions.push(id.clone());
            let new = json!({"id": id, "title": "A kite", "note": "in secret", "price": {"amount_minor": 990, "currency": "EUR"}});
            return Call::new(who, "POST /api/v1/boards/{id}/suggestions", &["{list}"]).body(new);
        };
        match self.chance.below(6) {
            0 | 1 => {
                let state = *self.chance.of(&["claimed", "bought", "given"]);
                Call::new(who, "PUT /api/v1/suggestions/{id}/claim", &[&id]).body(json!({"state": state}))
            }
            2 => Call::new(who, "DELETE /api/v1/suggestions/{id}/claim", &[&id]),
            3 => Call::new(who, "PATCH /api/v1/suggestions/{id}", &[&id]).body(json!({"title": "A dragon"})),
            4 => Call::new(who, "DELETE /api/v1/suggestions/{id}", &[&id]),
            _ => Call::new(who, "POST /api/v1/suggestions/{id}/restore", &[&id]).body(json!({})),
        }
    }

    /// What givers do that the owner may see: the same in both worlds, whatever it does to claims.
    fn in_the_open(&mut self) -> Call {
        let group = self.things.group.clone();
        match self.chance.below(3) {
            0 => Call::new("cy", "DELETE /api/v1/groups/{id}/members/{account_id}", &[&group, "{cy}"]),
            1 => {
                let id = self.things.id(&mut self.chance);
                let new = json!({"id": id, "boards": "default", "title": "Something else"});
                Call::new("bo", "POST /api/v1/items", &[]).body(new)
            }
            _ => Call::new("cy", "PATCH /api/v1/me", &[]).body(json!({"display_name": "cy"})),
        }
    }
}
