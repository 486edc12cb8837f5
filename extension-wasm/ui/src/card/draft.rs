//! What was typed and not saved yet: how it comes back, and when it outlasts a new look at its page.

use shared::wire::message::{PageCard, SaveDraft};

use super::state::Form;

impl Form {
    /// The form of a page: as it was left, or else over what was found.
    pub(crate) fn of(card: &PageCard) -> Self {
        let Some(draft) = &card.draft else { return Self::found(card) };
        let mut form = Self::left(draft);
        // An amount without a currency is no price, so it was not kept. The page still has it.
        if let (None, Some(found)) = (draft.price, &card.detection.product.price)
            && found.value.money().is_none()
        {
            form.pick_price(&found.value);
        }
        form
    }

    fn left(draft: &SaveDraft) -> Self {
        Self {
            tab_id: draft.tab_id,
            url: draft.url.clone(),
            title: draft.title.clone(),
            amount: draft.price.map(|price| price.to_decimal()).unwrap_or_default(),
            plain: draft.price.is_some(),
            currency: draft.price.map(|price| price.currency.to_string()).unwrap_or_default(),
            image: draft.image.clone(),
            variant: draft.variant.clone(),
            board: draft.boards.first().copied(),
            also: draft.boards.iter().skip(1).copied().collect(),
            note: draft.note.clone().unwrap_or_default(),
            quantity: draft.quantity,
        }
    }

    /// Whether a new look at the page leaves the form alone: it is the same page, and the person is at work on it.
    /// The board of the list does not count, because it goes along from page to page.
    pub(crate) fn stays(&self, shown: &PageCard, next: &PageCard, drawer: bool) -> bool {
        let same = shown.tab_id == next.tab_id && shown.url == next.url;
        same && (drawer || *self != Self { board: self.board, ..Self::of(shown) })
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use serde_json::json;
    use shared::wire::message::my_wishes;

    use super::*;

    fn priced(amount: &str, currency: Option<&str>) -> PageCard {
        let price = json!({
            "value": {"amount": amount, "currency": currency}, "source": "visible", "confidence": 0.9
        });
        let card = json!({
            "tab_id": 3, "url": "https://shop.example/p", "detection": {
                "page": "check", "page_confidence": 0.9, "product": {"price": price, "variant": []},
                "canonical_url": null, "prices": [], "images": [], "notes": []
            }
        });
        serde_json::from_value(card).unwrap()
    }

    fn left(form: &Form, card: &PageCard) -> PageCard {
        PageCard { draft: Some(form.to_keep()), ..card.clone() }
    }

    #[test]
    fn what_was_kept_comes_back_as_it_was() {
        let card = priced("45.00", None);
        let mut form = Form::found(&card);
        form.currency = "KWD".to_owned();
        form.type_amount("1.005".to_owned());
        form.note = "the blue one".to_owned();
        form.board = Some(my_wishes());
        form.also = vec![shared::id::BoardId::new(shared::time::Timestamp::from_millis(1), [1; 10])];
        assert_eq!(Form::of(&left(&form, &card)), Form { plain: true, ..form });
    }

    #[test]
    fn an_amount_without_a_currency_is_there_again_beside_what_was_typed() {
        let card = priced("45.00", None);
        let noted = Form { note: "the blue one".to_owned(), ..Form::found(&card) };
        let again = Form::of(&left(&noted, &card));
        assert_eq!((again.amount.as_str(), again.note.as_str()), ("45.00", "the blue one"));
        assert_eq!(Form { currency: "EUR".to_owned(), ..again }.price().unwrap().unwrap().to_decimal(), "45.00");
    }

    #[test]
    fn a_price_that_the_person_took_away_stays_away() {
        let card = priced("45.00", Some("EUR"));
        let mut form = Form::found(&card);
        form.type_amount(String::new());
        assert_eq!(Form::of(&left(&form, &card)).price(), Ok(None));
    }

    #[test]
    fn a_form_at_work_outlasts_a_new_look_at_its_page() {
        let (shown, next) = (priced("45.00", Some("EUR")), priced("39.00", Some("EUR")));
        let form = Form::found(&shown);
        let noted = Form { note: "the blue one".to_owned(), ..form.clone() };
        assert!(noted.stays(&shown, &next, false));
        assert!(form.stays(&shown, &next, true));
        assert!(!form.stays(&shown, &next, false));
        let chosen = Form { board: Some(my_wishes()), ..form };
        assert!(!chosen.stays(&shown, &next, false));
    }

    #[test]
    fn a_form_never_goes_along_to_another_page() {
        let shown = priced("45.00", Some("EUR"));
        let noted = Form { note: "the blue one".to_owned(), ..Form::found(&shown) };
        assert!(!noted.stays(&shown, &PageCard { tab_id: 4, ..shown.clone() }, true));
        assert!(!noted.stays(&shown, &PageCard { url: "https://shop.example/q".to_owned(), ..shown.clone() }, true));
    }
}
