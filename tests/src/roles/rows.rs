//! One row for each operation: who is let in, what it is about, what one must be to that, and what they are answered.

use super::rule::Answer::{Conflict, Done, Refused, Unprocessable};
use super::rule::{Answer, Standing};
use Door::{Anyone, Maybe, Signed};
use Standing::{Changes, Owns, Sees};
use Subject::{
    Account, Board, Category, Claim, Code, Exchange, Give, Group, Guests, Item, Link, Mark, Offer, Offered, Own,
    Person, Picture, Pool, Product, Server, Suggest, Suggestion,
};

/// Who may ask at all.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Door {
    /// A token is not looked at.
    Anyone,
    /// Nobody needs one, and one that is not good is refused.
    Maybe,
    /// Whoever has a good one.
    Signed,
}

/// What an operation is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Subject {
    /// Nothing but the server.
    Server,
    /// What the asker has.
    Own,
    /// An account of the server, for its operators.
    Account,
    /// A board.
    Board,
    /// A wish.
    Item,
    /// Giving a wish.
    Give,
    /// What somebody gives.
    Claim,
    /// What somebody would hand on, to both whom that is between.
    Offer,
    /// The same, to whoever it is offered to.
    Offered,
    /// A note or a wish to hear of something, which is the asker's alone, and taken off whatever stands there.
    Mark,
    /// Somebody in a group with the asker.
    Person,
    /// A group.
    Group,
    /// A category of a group.
    Category,
    /// An exchange of a group.
    Exchange,
    /// What those who give on a board say of guests there.
    Guests,
    /// The code of an invite.
    Code,
    /// The link of a board.
    Link,
    /// A list, for which somebody thinks of something.
    Suggest,
    /// What somebody thought of for it.
    Suggestion,
    /// What several pay for that somebody gives.
    Pool,
    /// What was saved from a shop.
    Product,
    /// An uploaded picture.
    Picture,
}

/// One operation.
#[derive(Debug, Clone, Copy)]
pub struct Row {
    /// As the API's description names it.
    pub operation: &'static str,
    /// Who may ask.
    pub door: Door,
    /// What it is about.
    pub subject: Subject,
    /// What one must be to that.
    pub least: Standing,
    /// What whoever is that is answered.
    pub live: Answer,
    /// What they are answered where it lies in the bin.
    pub binned: Answer,
    /// What they are answered where it was put away.
    pub archived: Answer,
    /// It is refused from the lock date on.
    pub locks: bool,
    /// The wish that it names is looked for first: on a board in the bin only its person sees it.
    pub wish_first: bool,
    /// The wish that it names has to be one's own, too.
    pub own_wish: bool,
    /// The group that it names has to be one's own, too.
    pub own_group: bool,
}

const fn row(operation: &'static str, door: Door, subject: Subject, least: Standing) -> Row {
    let (live, binned, archived) = (Done, Done, Done);
    let (locks, wish_first, own_wish, own_group) = (false, false, false, false);
    Row { operation, door, subject, least, live, binned, archived, locks, wish_first, own_wish, own_group }
}

impl Row {
    const fn is(self, answer: Answer) -> Self {
        Self { live: answer, binned: answer, archived: answer, ..self }
    }

    const fn in_bin(self, binned: Answer) -> Self {
        Self { binned, ..self }
    }

    const fn put_away(self, archived: Answer) -> Self {
        Self { archived, ..self }
    }

    const fn locks(self) -> Self {
        Self { locks: true, ..self }
    }

    const fn wish_first(self) -> Self {
        Self { wish_first: true, ..self }
    }

    const fn own_wish(self) -> Self {
        Self { own_wish: true, ..self }
    }

    const fn own_group(self) -> Self {
        Self { own_group: true, ..self }
    }
}

use Answer::Absent;

/// Every operation of the API. A test holds them against its description.
pub const ROWS: &[Row] = &[
    // Accounts and sessions. The servers of these worlds send no mail.
    row("POST /api/v1/accounts", Anyone, Server, Sees),
    row("POST /api/v1/sessions", Anyone, Server, Sees),
    row("POST /api/v1/sessions/refresh", Anyone, Server, Sees).is(Refused),
    row("POST /api/v1/confirmations", Anyone, Server, Sees).is(Refused),
    row("POST /api/v1/password-resets", Anyone, Server, Sees).is(Conflict),
    row("POST /api/v1/password-resets/finish", Anyone, Server, Sees).is(Refused),
    row("GET /api/v1/me", Signed, Own, Sees),
    row("PATCH /api/v1/me", Signed, Own, Sees),
    row("POST /api/v1/me/confirmation", Signed, Own, Sees).is(Conflict),
    row("PUT /api/v1/me/email", Signed, Own, Sees).is(Conflict),
    row("GET /api/v1/sessions", Signed, Own, Sees),
    row("PUT /api/v1/me/password", Signed, Own, Sees),
    row("DELETE /api/v1/sessions/current", Signed, Own, Sees),
    row("DELETE /api/v1/sessions", Signed, Own, Sees),
    row("POST /api/v1/batch", Signed, Own, Sees),
    row("GET /api/v1/events", Signed, Own, Sees),
    row("GET /api/v1/activity", Signed, Own, Sees),
    row("GET /api/v1/events/stream", Signed, Own, Sees),
    // Who it is says its first frame.
    row("GET /api/v1/events/socket", Anyone, Server, Sees),
    row("PUT /api/v1/uploads/{id}", Signed, Own, Sees),
    row("GET /api/v1/pictures/{key}", Anyone, Picture, Sees),
    // No shop is to be reached.
    row("POST /api/v1/products/scrape", Signed, Own, Sees).is(Unprocessable),
    row("GET /api/v1/products/{id}", Signed, Product, Owns),
    row("POST /api/v1/products/own-wishes", Signed, Own, Sees),
    row("GET /api/v1/operator/accounts", Signed, Account, Owns),
    row("POST /api/v1/operator/accounts/{id}/deactivate", Signed, Account, Owns),
    row("POST /api/v1/operator/accounts/{id}/restore", Signed, Account, Owns),
    // Boards.
    row("GET /api/v1/boards", Signed, Own, Sees),
    row("GET /api/v1/bin/boards", Signed, Own, Sees),
    row("POST /api/v1/boards", Signed, Own, Sees),
    row("PUT /api/v1/boards/default", Signed, Own, Sees),
    row("GET /api/v1/boards/{id}", Maybe, Board, Sees),
    row("GET /api/v1/boards/{id}/items", Maybe, Board, Sees),
    row("GET /api/v1/boards/{id}/owners", Maybe, Board, Sees),
    row("GET /api/v1/boards/{id}/policy", Signed, Board, Sees),
    row("GET /api/v1/boards/{id}/claims", Signed, Board, Sees),
    row("GET /api/v1/boards/{id}/occasion", Signed, Board, Sees),
    row("GET /api/v1/boards/{id}/editors", Signed, Board, Changes).in_bin(Conflict),
    row("PATCH /api/v1/boards/{id}", Signed, Board, Changes).in_bin(Conflict).locks(),
    row("PUT /api/v1/boards/{id}/order/{item_id}", Signed, Board, Changes).in_bin(Conflict).locks(),
    row("GET /api/v1/boards/{id}/groups", Signed, Board, Owns),
    row("PUT /api/v1/boards/{id}/policy", Signed, Board, Owns).in_bin(Conflict),
    row("PUT /api/v1/boards/{id}/occasion", Signed, Board, Owns).in_bin(Conflict).locks(),
    row("POST /api/v1/boards/{id}/editors", Signed, Board, Owns).in_bin(Conflict),
    row("DELETE /api/v1/boards/{id}/editors/{account_id}", Signed, Board, Owns).in_bin(Conflict),
    row("PUT /api/v1/boards/{id}/owners/{account_id}", Signed, Board, Owns).in_bin(Conflict),
    row("DELETE /api/v1/boards/{id}/owners/{account_id}", Signed, Board, Owns),
    // These are shown to groups, and have no link.
    row("POST /api/v1/boards/{id}/link", Signed, Board, Owns).is(Conflict),
    row("POST /api/v1/boards/{id}/link/mail", Signed, Board, Changes).is(Conflict),
    row("PUT /api/v1/boards/{id}/groups/{group_id}", Signed, Board, Owns).in_bin(Conflict),
    row("DELETE /api/v1/boards/{id}/groups/{group_id}", Signed, Board, Owns).locks(),
    row("DELETE /api/v1/boards/{id}", Signed, Board, Owns).locks(),
    row("POST /api/v1/boards/{id}/restore", Signed, Board, Owns),
    row("GET /api/v1/links/{token}", Maybe, Link, Sees),
    row("GET /api/v1/links/{token}/items", Maybe, Link, Sees),
    // Wishes.
    row("GET /api/v1/items", Signed, Own, Sees),
    row("GET /api/v1/bin/items", Signed, Own, Sees),
    row("POST /api/v1/items", Signed, Board, Changes).in_bin(Conflict).locks(),
    row("PUT /api/v1/boards/{id}/items/{item_id}", Signed, Board, Changes).in_bin(Conflict).own_wish(),
    row("DELETE /api/v1/boards/{id}/items/{item_id}", Signed, Board, Changes).locks().wish_first(),
    row("GET /api/v1/items/{id}", Maybe, Item, Sees),
    row("GET /api/v1/items/{id}/history", Maybe, Item, Sees),
    row("GET /api/v1/items/{id}/observations", Maybe, Item, Sees),
    row("PATCH /api/v1/items/{id}", Signed, Item, Changes).in_bin(Conflict).locks(),
    row("POST /api/v1/items/{id}/fill", Signed, Item, Owns).is(Conflict),
    row("POST /api/v1/items/{id}/move", Signed, Item, Owns).in_bin(Conflict).locks(),
    row("DELETE /api/v1/items/{id}", Signed, Item, Owns).locks(),
    row("POST /api/v1/items/{id}/restore", Signed, Item, Owns),
    row("PUT /api/v1/items/{id}/categories/{category_id}", Signed, Item, Changes).in_bin(Conflict).own_group().locks(),
    row("DELETE /api/v1/items/{id}/categories/{category_id}", Signed, Item, Changes).locks(),
    // Giving. Givers go on after the lock date.
    row("GET /api/v1/claims", Signed, Own, Sees),
    row("GET /api/v1/claims/totals", Signed, Own, Sees),
    row("GET /api/v1/claims/lapsed", Signed, Own, Sees),
    row("GET /api/v1/claims/offers", Signed, Own, Sees),
    row("GET /api/v1/claims/shares", Signed, Own, Sees),
    row("GET /api/v1/gifts/given", Signed, Own, Sees),
    row("GET /api/v1/gifts/received", Signed, Own, Sees),
    row("GET /api/v1/thoughts", Signed, Own, Sees),
    row("GET /api/v1/gifts/season", Signed, Own, Sees),
    row("GET /api/v1/items/{id}/whispers", Signed, Give, Sees),
    row("GET /api/v1/items/{id}/claims", Signed, Give, Sees),
    row("POST /api/v1/items/{id}/claims", Signed, Give, Owns).put_away(Conflict),
    row("PUT /api/v1/items/{id}/thought", Signed, Give, Owns).put_away(Conflict),
    row("DELETE /api/v1/items/{id}/thought", Signed, Mark, Owns),
    row("PATCH /api/v1/claims/{id}", Signed, Claim, Owns).in_bin(Conflict),
    row("POST /api/v1/claims/{id}/confirm", Signed, Claim, Owns).in_bin(Conflict),
    row("PUT /api/v1/claims/{id}/offer", Signed, Claim, Owns).in_bin(Conflict),
    row("DELETE /api/v1/claims/{id}/offer", Signed, Offer, Owns),
    row("POST /api/v1/claims/{id}/accept", Signed, Offered, Owns),
    row("PUT /api/v1/claims/{id}/co-givers/{account_id}", Signed, Claim, Owns).in_bin(Conflict),
    row("DELETE /api/v1/claims/{id}/co-givers/{account_id}", Signed, Claim, Owns),
    // Whoever it is offered to is also asked to give it together.
    row("PUT /api/v1/claims/{id}/share", Signed, Offered, Owns),
    row("DELETE /api/v1/claims/{id}/share", Signed, Offered, Owns),
    // None of these lists has a day, so to nobody is anything revealed.
    row("PUT /api/v1/claims/{id}/thanks", Signed, Claim, Owns).is(Absent),
    row("DELETE /api/v1/claims/{id}", Signed, Claim, Owns),
    row("POST /api/v1/claims/{id}/restore", Signed, Claim, Owns),
    // Paying together. Nobody pledged anything yet.
    row("GET /api/v1/pools", Signed, Own, Sees),
    row("GET /api/v1/pools/dues", Signed, Own, Sees),
    row("GET /api/v1/boards/{id}/pools", Signed, Board, Sees),
    row("GET /api/v1/claims/{id}/pool", Signed, Pool, Sees),
    row("PUT /api/v1/claims/{id}/pool", Signed, Claim, Owns).in_bin(Conflict),
    row("DELETE /api/v1/claims/{id}/pool", Signed, Claim, Owns),
    row("PUT /api/v1/claims/{id}/pool/pledge", Signed, Pool, Sees).in_bin(Conflict),
    row("DELETE /api/v1/claims/{id}/pool/pledge", Signed, Pool, Sees).in_bin(Conflict),
    row("POST /api/v1/claims/{id}/pool/complete", Signed, Claim, Owns).is(Conflict).in_bin(Conflict),
    row("PUT /api/v1/claims/{id}/pool/settled/{account_id}", Signed, Claim, Owns).is(Conflict).in_bin(Conflict),
    // Suggesting. Nobody gives what is suggested yet.
    row("GET /api/v1/suggestions", Signed, Own, Sees),
    row("GET /api/v1/boards/{id}/suggestions", Signed, Board, Sees),
    row("PUT /api/v1/boards/{id}/suggestions", Signed, Board, Owns),
    row("POST /api/v1/boards/{id}/suggestions", Signed, Suggest, Owns),
    row("PUT /api/v1/suggestions/{id}/claim", Signed, Suggestion, Sees).in_bin(Conflict),
    row("DELETE /api/v1/suggestions/{id}/claim", Signed, Suggestion, Sees),
    row("PATCH /api/v1/suggestions/{id}", Signed, Suggestion, Owns).in_bin(Conflict),
    row("DELETE /api/v1/suggestions/{id}", Signed, Suggestion, Owns),
    row("POST /api/v1/suggestions/{id}/restore", Signed, Suggestion, Owns),
    // Guests, whose links go by mail.
    row("GET /api/v1/boards/{id}/guests", Signed, Guests, Owns),
    row("POST /api/v1/boards/{id}/guests", Signed, Guests, Owns).is(Conflict),
    row("DELETE /api/v1/boards/{id}/guests/{guest_id}", Signed, Guests, Owns),
    // Following.
    row("GET /api/v1/follows", Signed, Own, Sees),
    row("PUT /api/v1/follows/boards/{id}", Signed, Board, Sees),
    row("DELETE /api/v1/follows/boards/{id}", Signed, Mark, Owns),
    row("PUT /api/v1/follows/people/{account_id}", Signed, Person, Sees),
    row("DELETE /api/v1/follows/people/{account_id}", Signed, Mark, Owns),
    // Children. None of these people acts for one.
    row("GET /api/v1/children", Signed, Own, Sees),
    row("POST /api/v1/children", Signed, Own, Sees),
    row("PUT /api/v1/children/{id}/guardians/{account_id}", Signed, Own, Sees).is(Absent),
    row("DELETE /api/v1/children/{id}/guardians/{account_id}", Signed, Own, Sees).is(Absent),
    // Groups.
    row("GET /api/v1/groups", Signed, Own, Sees),
    row("GET /api/v1/bin/groups", Signed, Own, Sees),
    row("POST /api/v1/groups", Signed, Own, Sees),
    row("GET /api/v1/groups/{id}", Signed, Group, Sees),
    row("GET /api/v1/groups/{id}/members", Signed, Group, Sees).in_bin(Absent),
    row("GET /api/v1/groups/{id}/boards", Signed, Group, Sees).in_bin(Absent),
    row("GET /api/v1/groups/{id}/lock-changes", Signed, Group, Sees).in_bin(Absent),
    row("GET /api/v1/groups/{id}/stats", Signed, Group, Sees).in_bin(Absent),
    // Nobody is sought.
    row("GET /api/v1/people", Signed, Own, Sees).is(Unprocessable),
    row("GET /api/v1/groups/{id}/invites", Signed, Group, Changes).in_bin(Absent),
    row("POST /api/v1/groups/{id}/invites", Signed, Group, Changes).in_bin(Absent),
    row("POST /api/v1/groups/{id}/invites/{invite_id}/mail", Signed, Group, Changes).is(Conflict).in_bin(Absent),
    row("DELETE /api/v1/groups/{id}/invites/{invite_id}", Signed, Group, Changes).in_bin(Absent),
    row("PATCH /api/v1/groups/{id}", Signed, Group, Owns).in_bin(Absent),
    row("PUT /api/v1/groups/{id}/members/{account_id}", Signed, Group, Owns).in_bin(Absent),
    row("DELETE /api/v1/groups/{id}/members/{account_id}", Signed, Group, Owns).in_bin(Absent),
    row("DELETE /api/v1/groups/{id}", Signed, Group, Owns),
    row("POST /api/v1/groups/{id}/restore", Signed, Group, Owns),
    row("GET /api/v1/invites/{code}", Maybe, Code, Sees).in_bin(Absent),
    row("POST /api/v1/invites/{code}", Signed, Code, Sees).in_bin(Absent),
    // Categories.
    row("GET /api/v1/groups/{id}/categories", Signed, Group, Sees).in_bin(Absent),
    row("GET /api/v1/groups/{id}/members/{account_id}/categories", Signed, Group, Sees).in_bin(Absent),
    row("POST /api/v1/groups/{id}/categories", Signed, Group, Owns).in_bin(Absent),
    row("PUT /api/v1/groups/{id}/category-order", Signed, Group, Owns).in_bin(Absent),
    row("PATCH /api/v1/groups/{id}/categories/{category_id}", Signed, Category, Owns).in_bin(Conflict),
    row("DELETE /api/v1/groups/{id}/categories/{category_id}", Signed, Category, Owns),
    row("POST /api/v1/groups/{id}/categories/{category_id}/restore", Signed, Category, Owns),
    // Exchanges. Nothing is drawn in these groups, so nobody has whom to give to.
    row("GET /api/v1/groups/{id}/exchanges", Signed, Group, Sees).in_bin(Absent),
    row("POST /api/v1/groups/{id}/exchanges", Signed, Group, Changes).in_bin(Absent),
    row("GET /api/v1/exchanges/{id}", Signed, Exchange, Sees),
    row("GET /api/v1/exchanges/{id}/draw", Signed, Exchange, Sees).is(Absent),
    row("GET /api/v1/exchanges/{id}/check", Signed, Exchange, Changes),
    row("PATCH /api/v1/exchanges/{id}", Signed, Exchange, Changes).in_bin(Conflict),
    row("PUT /api/v1/exchanges/{id}/people/{account_id}", Signed, Exchange, Changes).in_bin(Conflict),
    row("DELETE /api/v1/exchanges/{id}/people/{account_id}", Signed, Exchange, Changes).in_bin(Conflict),
    row("POST /api/v1/exchanges/{id}/draw", Signed, Exchange, Changes).in_bin(Conflict),
    row("DELETE /api/v1/exchanges/{id}/draw", Signed, Exchange, Changes).in_bin(Conflict),
    row("DELETE /api/v1/exchanges/{id}", Signed, Exchange, Changes),
    row("POST /api/v1/exchanges/{id}/restore", Signed, Exchange, Changes),
];
