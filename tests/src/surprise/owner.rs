//! Everything that an owner can do and look at, on whatever there is and is not.

use fuzz::Chance;
use serde_json::{Value, json};

use super::call::Call;
use super::pair::Things;

/// An id that nothing has.
const MISSING: &str = "00000000-0000-7000-8000-000000000000";

/// The page of a shop that sells what this wish is for.
pub(super) fn shop_page(item: &str) -> String {
    format!("https://shop.example/{item}")
}

/// What the owner looks at: reading changes nothing.
const LOOKS: [&str; 65] = [
    "GET /api/v1/activity",
    "GET /api/v1/bin/boards",
    "GET /api/v1/bin/groups",
    "GET /api/v1/bin/items",
    "GET /api/v1/boards",
    "GET /api/v1/boards/{id}",
    "GET /api/v1/boards/{id}/claims",
    "GET /api/v1/boards/{id}/editors",
    "GET /api/v1/boards/{id}/groups",
    "GET /api/v1/boards/{id}/guests",
    "GET /api/v1/boards/{id}/items",
    "GET /api/v1/boards/{id}/occasion",
    "GET /api/v1/boards/{id}/owners",
    "GET /api/v1/boards/{id}/policy",
    "GET /api/v1/boards/{id}/pools",
    "GET /api/v1/boards/{id}/suggestions",
    "GET /api/v1/children",
    "GET /api/v1/claims",
    "GET /api/v1/claims/lapsed",
    "GET /api/v1/claims/offers",
    "GET /api/v1/claims/shares",
    "GET /api/v1/claims/{id}/pool",
    "GET /api/v1/claims/totals",
    "GET /api/v1/events",
    "GET /api/v1/exchanges/{id}",
    "GET /api/v1/exchanges/{id}/check",
    "GET /api/v1/exchanges/{id}/draw",
    "GET /api/v1/follows",
    "GET /api/v1/gifts/given",
    "GET /api/v1/gifts/received",
    "GET /api/v1/gifts/season",
    "GET /api/v1/groups",
    "GET /api/v1/groups/{id}",
    "GET /api/v1/groups/{id}/boards",
    "GET /api/v1/groups/{id}/categories",
    "GET /api/v1/groups/{id}/exchanges",
    "GET /api/v1/groups/{id}/invites",
    "GET /api/v1/groups/{id}/lock-changes",
    "GET /api/v1/groups/{id}/members",
    "GET /api/v1/groups/{id}/members/{account_id}/categories",
    "GET /api/v1/groups/{id}/stats",
    "GET /api/v1/invites/{code}",
    "GET /api/v1/items",
    "GET /api/v1/items/{id}",
    "GET /api/v1/items/{id}/claims",
    "GET /api/v1/items/{id}/history",
    "GET /api/v1/items/{id}/observations",
    "GET /api/v1/items/{id}/whispers",
    "GET /api/v1/links/{token}",
    "GET /api/v1/links/{token}/items",
    "GET /api/v1/me",
    "GET /api/v1/pools",
    "GET /api/v1/pools/dues",
    "GET /api/v1/people",
    "GET /api/v1/products/{id}",
    "GET /api/v1/sessions",
    "GET /api/v1/suggestions",
    "GET /api/v1/thoughts",
    "GET /join/{code}",
    "GET /l/{token}",
    "GET /my",
    "GET /my/gifts",
    "GET /my/groups/{id}",
    "GET /my/lists/{id}",
    "GET /my/wishes/{id}",
];

/// What the owner does.
pub(super) const ACTS: [&str; 89] = [
    "DELETE /api/v1/boards/{id}",
    "DELETE /api/v1/boards/{id}/editors/{account_id}",
    "DELETE /api/v1/boards/{id}/groups/{group_id}",
    "DELETE /api/v1/boards/{id}/guests/{guest_id}",
    "DELETE /api/v1/boards/{id}/items/{item_id}",
    "DELETE /api/v1/boards/{id}/owners/{account_id}",
    "DELETE /api/v1/children/{id}/guardians/{account_id}",
    "DELETE /api/v1/claims/{id}",
    "DELETE /api/v1/claims/{id}/co-givers/{account_id}",
    "DELETE /api/v1/claims/{id}/offer",
    "DELETE /api/v1/claims/{id}/pool",
    "DELETE /api/v1/claims/{id}/pool/pledge",
    "DELETE /api/v1/claims/{id}/share",
    "DELETE /api/v1/exchanges/{id}",
    "DELETE /api/v1/exchanges/{id}/people/{account_id}",
    "DELETE /api/v1/follows/boards/{id}",
    "DELETE /api/v1/follows/people/{account_id}",
    "DELETE /api/v1/groups/{id}",
    "DELETE /api/v1/groups/{id}/categories/{category_id}",
    "DELETE /api/v1/groups/{id}/invites/{invite_id}",
    "DELETE /api/v1/groups/{id}/members/{account_id}",
    "DELETE /api/v1/items/{id}",
    "DELETE /api/v1/items/{id}/categories/{category_id}",
    "DELETE /api/v1/items/{id}/thought",
    "DELETE /api/v1/suggestions/{id}",
    "DELETE /api/v1/suggestions/{id}/claim",
    "PATCH /api/v1/boards/{id}",
    "PATCH /api/v1/claims/{id}",
    "PATCH /api/v1/exchanges/{id}",
    "PATCH /api/v1/groups/{id}",
    "PATCH /api/v1/groups/{id}/categories/{category_id}",
    "PATCH /api/v1/items/{id}",
    "PATCH /api/v1/me",
    "PATCH /api/v1/suggestions/{id}",
    "POST /api/v1/batch",
    "POST /api/v1/boards",
    "POST /api/v1/boards/{id}/editors",
    "POST /api/v1/boards/{id}/guests",
    "POST /api/v1/boards/{id}/link",
    "POST /api/v1/boards/{id}/link/mail",
    "POST /api/v1/boards/{id}/restore",
    "POST /api/v1/boards/{id}/suggestions",
    "POST /api/v1/children",
    "POST /api/v1/claims/{id}/accept",
    "POST /api/v1/claims/{id}/confirm",
    "POST /api/v1/claims/{id}/pool/complete",
    "POST /api/v1/claims/{id}/restore",
    "POST /api/v1/exchanges/{id}/restore",
    "POST /api/v1/groups",
    "POST /api/v1/groups/{id}/categories",
    "POST /api/v1/groups/{id}/categories/{category_id}/restore",
    "POST /api/v1/groups/{id}/exchanges",
    "POST /api/v1/groups/{id}/invites",
    "POST /api/v1/groups/{id}/invites/{invite_id}/mail",
    "POST /api/v1/groups/{id}/restore",
    "POST /api/v1/invites/{code}",
    "POST /api/v1/items",
    "POST /api/v1/items/{id}/claims",
    "POST /api/v1/items/{id}/fill",
    "POST /api/v1/items/{id}/move",
    "POST /api/v1/items/{id}/restore",
    "POST /api/v1/suggestions/{id}/restore",
    "POST /api/v1/products/own-wishes",
    "PUT /api/v1/boards/default",
    "PUT /api/v1/boards/{id}/groups/{group_id}",
    "PUT /api/v1/boards/{id}/items/{item_id}",
    "PUT /api/v1/boards/{id}/occasion",
    "PUT /api/v1/boards/{id}/order/{item_id}",
    "PUT /api/v1/boards/{id}/owners/{account_id}",
    "PUT /api/v1/boards/{id}/policy",
    "PUT /api/v1/boards/{id}/suggestions",
    "PUT /api/v1/claims/{id}/co-givers/{account_id}",
    "PUT /api/v1/children/{id}/guardians/{account_id}",
    "PUT /api/v1/claims/{id}/offer",
    "PUT /api/v1/claims/{id}/pool",
    "PUT /api/v1/claims/{id}/pool/pledge",
    "PUT /api/v1/claims/{id}/pool/settled/{account_id}",
    "PUT /api/v1/claims/{id}/share",
    "PUT /api/v1/claims/{id}/thanks",
    "PUT /api/v1/exchanges/{id}/people/{account_id}",
    "PUT /api/v1/follows/boards/{id}",
    "PUT /api/v1/follows/people/{account_id}",
    "PUT /api/v1/groups/{id}/category-order",
    "PUT /api/v1/groups/{id}/members/{account_id}",
    "PUT /api/v1/items/{id}/categories/{category_id}",
    "PUT /api/v1/items/{id}/thought",
    "PUT /api/v1/suggestions/{id}/claim",
    // Twice, since most wishes are edited and thrown away where something is at stake.
    "PATCH /api/v1/items/{id}",
    "DELETE /api/v1/items/{id}",
];

/// What the owner listens to, from the beginning of a pair to its end.
pub(super) const STREAMS: [&str; 2] = ["GET /api/v1/events/stream", "GET /api/v1/events/socket"];

/// All of these; two acts stand there twice.
const COUNT: usize = STREAMS.len() + LOOKS.len() + ACTS.len() - 2;

/// Every operation that an owner is made to use. A test holds this list against the API's description.
pub const OPERATIONS: [&str; COUNT] = operations();

const fn operations() -> [&'static str; COUNT] {
    let mut all = [""; COUNT];
    let mut i = 0;
    while i < all.len() {
        all[i] = if i < STREAMS.len() {
            STREAMS[i]
        } else if i < STREAMS.len() + LOOKS.len() {
            LOOKS[i - STREAMS.len()]
        } else {
            ACTS[i - STREAMS.len() - LOOKS.len()]
        };
        i += 1;
    }
    all
}

/// Which part of an address stands for what.
struct Choice<'c> {
    chance: &'c mut Chance,
    things: &'c Things,
}

impl Choice<'_> {
    fn board(&mut self) -> String {
        match self.chance.below(5) {
            0..=2 => "{list}".to_owned(),
            3 => self.things.second.clone(),
            _ => MISSING.to_owned(),
        }
    }

    fn item(&mut self) -> String {
        match self.chance.below(12) {
            0 => MISSING.to_owned(),
            _ => self.chance.of(&self.things.items).clone(),
        }
    }

    fn claim(&mut self) -> String {
        match self.chance.below(4) {
            0 => MISSING.to_owned(),
            _ if self.things.claims.is_empty() => MISSING.to_owned(),
            _ => self.chance.of(&self.things.claims).clone(),
        }
    }

    fn suggestion(&mut self) -> String {
        match self.chance.below(4) {
            0 => MISSING.to_owned(),
            _ if self.things.suggestions.is_empty() => MISSING.to_owned(),
            _ => self.chance.of(&self.things.suggestions).clone(),
        }
    }

    fn person(&mut self) -> String {
        (*self.chance.of(&["{ana}", "{bo}", "{cy}", MISSING])).to_owned()
    }

    /// The parameters of a path, in order.
    fn parameters(&mut self, operation: &str) -> Vec<String> {
        let (_, path) = operation.split_once(' ').unwrap_or_default();
        let parts: Vec<&str> = path.split('/').collect();
        let mut parameters = Vec::new();
        for (before, part) in parts.iter().zip(parts.iter().skip(1)) {
            if !part.starts_with('{') {
                continue;
            }
            parameters.push(match *before {
                "boards" | "lists" => self.board(),
                "items" | "order" | "wishes" => self.item(),
                "claims" => self.claim(),
                "suggestions" => self.suggestion(),
                "groups" => self.things.group.clone(),
                "categories" => self.things.category.clone(),
                "exchanges" => self.things.exchange.clone(),
                "members" | "editors" | "owners" | "people" | "guardians" | "co-givers" | "settled" => self.person(),
                "invites" | "join" if *part == "{code}" => "{code}".to_owned(),
                "guests" => self.chance.of(&[MISSING.to_owned(), self.things.guest.clone()]).clone(),
                "invites" => self.chance.of(&self.things.invites).clone(),
                "links" | "l" => "{link}".to_owned(),
                _ => MISSING.to_owned(),
            });
        }
        parameters
    }

    fn call(&mut self, operation: &'static str) -> Call {
        let parameters = self.parameters(operation);
        let parameters: Vec<&str> = parameters.iter().map(String::as_str).collect();
        // The owner's own link, opened by themselves, signed in or not; and their board by its id, signed out.
        let way =
            operation.contains("{token}") || operation.contains("/boards/{id}/items") && operation.starts_with("GET");
        let who = if way && self.chance.below(3) == 0 { "" } else { "ana" };
        Call::new(who, operation, &parameters)
    }
}

/// One look at something.
pub(super) fn look(chance: &mut Chance, things: &Things) -> Call {
    let operation = *chance.of(&LOOKS);
    let query = match operation {
        "GET /api/v1/events" => "?after=0",
        "GET /api/v1/people" => "?q=b",
        "GET /api/v1/items" if chance.below(2) == 0 => "?limit=2",
        "GET /api/v1/boards/{id}/items" if chance.below(2) == 0 => "?fields=id,title,updated_at,version&limit=3",
        _ => "",
    };
    Choice { chance, things }.call(operation).query(query)
}

/// A look at all there is.
pub(super) fn look_everywhere(things: &Things) -> Vec<Call> {
    let mut calls = Vec::new();
    for operation in LOOKS {
        let of_board = operation.contains("/boards/{id}") || operation.contains("/lists/{id}");
        let of_item = operation.contains("/items/{id}") || operation.contains("/wishes/{id}");
        let one: Vec<&str> = if of_board {
            vec!["{list}", &things.second]
        } else if of_item {
            things.items.iter().map(String::as_str).collect()
        } else if operation.contains("/claims/{id}") {
            things.claims.iter().map(String::as_str).chain([MISSING]).collect()
        } else if operation.contains("/exchanges/{id}") {
            vec![&things.exchange]
        } else if operation.contains("/members/{account_id}") {
            vec!["{ana}", "{bo}"]
        } else if operation.contains("/groups/{id}") {
            vec![&things.group]
        } else if operation.contains("{code}") {
            vec!["{code}"]
        } else if operation.contains("{token}") {
            vec!["{link}"]
        } else {
            vec![MISSING]
        };
        let query = match operation {
            "GET /api/v1/events" => "?after=0",
            "GET /api/v1/people" => "?q=c",
            _ => "",
        };
        let call = |parameter| match operation {
            "GET /api/v1/groups/{id}/members/{account_id}/categories" => vec![things.group.as_str(), parameter],
            _ => vec![parameter],
        };
        calls.extend(one.into_iter().map(|parameter| Call::new("ana", operation, &call(parameter)).query(query)));
    }
    calls
}

/// Does this.
pub(super) fn act(operation: &'static str, chance: &mut Chance, things: &mut Things) -> Call {
    let body = body(operation, chance, things);
    let mut choice = Choice { chance, things };
    let call = choice.call(operation);
    match operation {
        "POST /api/v1/boards/{id}/link" => call.learn(&[("/link_token", "link")]),
        "POST /api/v1/groups/{id}/invites" => call.learn(&[("/code", "code")]),
        "PATCH /api/v1/boards/{id}" => call.learn(&[("/link_token", "link")]),
        _ => call,
    }
    .maybe(body)
}

fn body(operation: &'static str, chance: &mut Chance, things: &mut Things) -> Option<Value> {
    let item = |chance: &mut Chance, things: &Things| chance.of(&things.items).clone();
    Some(match operation {
        "PATCH /api/v1/boards/{id}" => match chance.below(3) {
            0 => json!({"name": "Wishes", "description": "For all of you"}),
            1 => json!({"audience": chance.of(&["private", "groups", "link", "public"])}),
            _ => json!({"audience": "groups"}),
        },
        "PATCH /api/v1/claims/{id}" => json!({"state": "given"}),
        "PATCH /api/v1/groups/{id}" => match chance.below(3) {
            0 => json!({"name": "Clan"}),
            1 => json!({"locks_at": 0}),
            _ => json!({"locks_at": null}),
        },
        "PATCH /api/v1/groups/{id}/categories/{category_id}" => {
            json!({"spending_limit": {"amount_minor": 500 * chance.below(30), "currency": "EUR"}})
        }
        "PATCH /api/v1/exchanges/{id}" => json!({"name": "Epiphany", "past_draws": chance.below(3)}),
        "POST /api/v1/groups/{id}/exchanges" => {
            json!({"id": things.id(chance), "name": "Christmas draw", "people": [{"account_id": "{bo}"}, {"account_id": "{ana}"}]})
        }
        "PUT /api/v1/exchanges/{id}/people/{account_id}" => json!({"household": chance.of(&[None, Some("Home")])}),
        "POST /api/v1/groups/{id}/categories" => json!({"id": things.id(chance), "name": "From everybody"}),
        "PUT /api/v1/groups/{id}/category-order" => json!({"order": [things.category]}),
        "PATCH /api/v1/items/{id}" => match chance.below(6) {
            0 => json!({"title": "Another wish"}),
            1 => json!({"price": {"amount_minor": 4_200, "currency": "EUR"}}),
            2 => json!({"quantity": 1 + chance.below(3)}),
            3 => json!({"quantity": "any"}),
            4 => json!({"state": chance.of(&["wanted", "received", "thanked", "archived"])}),
            _ => json!({"note": "any colour", "priority": 3}),
        },
        "PATCH /api/v1/me" => json!({"display_name": "ana"}),
        "POST /api/v1/batch" => json!({"parts": [
            {"method": "GET", "path": format!("/items/{}", item(chance, things))},
            {"method": "GET", "path": "/boards/{list}/claims"},
            {"method": "PATCH", "path": format!("/items/{}", item(chance, things)), "if_match": "*", "body": {"priority": 2}},
            {"method": "DELETE", "path": format!("/items/{}", item(chance, things))},
        ]}),
        "POST /api/v1/boards" => {
            json!({"id": things.id(chance), "name": "More", "kind": "registry", "audience": "groups"})
        }
        "POST /api/v1/boards/{id}/link/mail" | "POST /api/v1/groups/{id}/invites/{invite_id}/mail" => {
            json!({"email": "aunt@example.org"})
        }
        // One who was invited already, by somebody who may, and one who never was.
        "POST /api/v1/boards/{id}/guests" => {
            let email = *chance.of(&["guest@example.net", "nobody@example.net"]);
            json!({"id": things.id(chance), "name": "Oma", "email": email})
        }
        "POST /api/v1/boards/{id}/editors" => {
            json!({"email": format!("{}@example.org", chance.of(&["bo", "cy", "nobody"]))})
        }
        "POST /api/v1/boards/{id}/suggestions" => json!({"id": things.id(chance), "title": "For myself"}),
        "PATCH /api/v1/suggestions/{id}" => json!({"title": "Nothing", "note": null}),
        "PUT /api/v1/boards/{id}/suggestions" => json!({"refused": chance.below(2) == 0}),
        "PUT /api/v1/suggestions/{id}/claim" => json!({"state": "bought"}),
        "POST /api/v1/groups" => json!({"id": things.id(chance), "name": "Club"}),
        "POST /api/v1/groups/{id}/invites" => json!({"id": things.id(chance), "role": "giver_only"}),
        "POST /api/v1/items" => {
            let id = things.id(chance);
            things.items.push(id.clone());
            json!({"id": id, "boards": ["{list}"], "title": "One more", "quantity": 2})
        }
        "POST /api/v1/items/{id}/claims" => json!({"id": things.id(chance), "quantity": 1}),
        "POST /api/v1/items/{id}/move" => json!({"from": "{list}", "to": things.second}),
        // So far ahead that no pair lasts until then.
        "PUT /api/v1/boards/{id}/occasion" => {
            json!({"occasion_at": chance.of(&[None, Some(4_000_000_000_000_i64), Some(4_000_100_000_000)])})
        }
        "PUT /api/v1/claims/{id}/offer" => json!({"to": chance.of(&["{ana}", "{bo}", "{cy}"])}),
        "PUT /api/v1/claims/{id}/co-givers/{account_id}" => json!({"share": {"amount_minor": 1, "currency": "EUR"}}),
        "PUT /api/v1/claims/{id}/share" => json!({}),
        "PUT /api/v1/claims/{id}/pool" => {
            json!({"target": {"amount_minor": 1_000, "currency": "EUR"}, "deadline_at": 4_000_000_000_000_i64})
        }
        "PUT /api/v1/claims/{id}/pool/pledge" => json!({"amount": {"amount_minor": 1_000, "currency": "EUR"}}),
        "PUT /api/v1/claims/{id}/pool/settled/{account_id}" => json!({"settled": true}),
        "PUT /api/v1/items/{id}/thought" => json!({"note": "for myself"}),
        "POST /api/v1/children" => json!({"id": things.id(chance), "display_name": "Tim"}),
        "POST /api/v1/products/own-wishes" => {
            // The first of the wishes was saved from a shop.
            let sold = if chance.below(4) == 0 { MISSING } else { things.items[0].as_str() };
            json!({"url": shop_page(sold)})
        }
        "PUT /api/v1/claims/{id}/thanks" => json!({"text": chance.of(&[None, Some("It fits!")])}),
        "PUT /api/v1/boards/{id}/order/{item_id}" => json!({"after": null}),
        // A day passes before anything is told that was not before, and no pair lasts so long.
        "PUT /api/v1/boards/{id}/policy" => json!({"policy": chance.of(&["surprise", "status_only", "open"]),
            "names": chance.of(&["shown", "initials", "hidden"])}),
        "PUT /api/v1/groups/{id}/members/{account_id}" => {
            json!({"role": chance.of(&["admin", "organiser", "member", "giver_only"])})
        }
        _ if operation.starts_with("POST") => json!({}),
        _ => return None,
    })
}
