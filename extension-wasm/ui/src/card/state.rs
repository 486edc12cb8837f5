//! What the card holds: the form over a found page, what is in doubt there, and what keeps it from being saved.

use shared::detect::{Detection, PriceText, SURE, Verdict};
use shared::id::BoardId;
use shared::join::joined;
use shared::money::{Currency, Money};
use shared::product::VariantOption;
use shared::wire::items::Quantity;
use shared::wire::message::{PageCard, SaveDraft, SavedMark, my_wishes};

use super::amount;

/// A field that a person should look at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Doubt {
    Title,
    Price,
    Currency,
    Image,
}

/// What to look at on a page in doubt: what is missing, and what was found with less confidence than *sure* asks for.
pub(crate) fn doubts(detection: &Detection) -> Vec<Doubt> {
    if detection.page != Verdict::Check {
        return Vec::new();
    }
    let product = &detection.product;
    let weak = |confidence: Option<f64>, sure: f64| confidence.is_none_or(|confidence| confidence < sure);
    let (title, price, image) = SURE;
    let mut found = Vec::new();
    if weak(product.title.as_ref().map(|title| title.confidence), title) {
        found.push(Doubt::Title);
    }
    match &product.price {
        Some(found_price) if found_price.value.currency.is_none() => found.push(Doubt::Currency),
        Some(found_price) if found_price.value.money().is_none() => found.push(Doubt::Price),
        found_price if weak(found_price.as_ref().map(|price| price.confidence), price) => found.push(Doubt::Price),
        _ => {}
    }
    if weak(product.image.as_ref().map(|image| image.confidence), image) {
        found.push(Doubt::Image);
    }
    found
}

/// What keeps the form from being saved.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Fault {
    Title,
    Amount,
    Currency,
}

/// The fields as they stand. `amount` and `currency` are text, because a person types them.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct Form {
    pub(crate) tab_id: i32,
    pub(crate) url: String,
    pub(crate) title: String,
    pub(crate) amount: String,
    /// `amount` is a plain decimal that no person typed, so that "16.798" is never taken for 16,798.
    pub(crate) plain: bool,
    pub(crate) currency: String,
    pub(crate) image: Option<String>,
    pub(crate) variant: Vec<VariantOption>,
    pub(crate) board: Option<BoardId>,
    /// Other boards that it goes on too.
    pub(crate) also: Vec<BoardId>,
    pub(crate) note: String,
    pub(crate) quantity: Quantity,
}

impl Form {
    /// The form over what was found.
    pub(crate) fn found(card: &PageCard) -> Self {
        let product = &card.detection.product;
        let mut form = Self {
            tab_id: card.tab_id,
            url: card.url.clone(),
            title: product.title.as_ref().map(|title| title.value.clone()).unwrap_or_default(),
            image: product.image.as_ref().map(|image| image.value.clone()),
            variant: product.variant.clone(),
            ..Self::default()
        };
        if let Some(price) = &product.price {
            form.pick_price(&price.value);
        }
        if let Some(mark) = &card.saved {
            form.as_saved(mark);
        }
        form
    }

    /// What was saved goes before what the page says, so that what is changed here is a change of that. A price that was not
    /// the person's word follows the page.
    fn as_saved(&mut self, mark: &SavedMark) {
        // What was saved from another shop says nothing of this one's price and address.
        let Some(quantity) = mark.quantity.filter(|_| mark.shop.is_none()) else { return };
        self.title.clone_from(&mark.title);
        self.image.clone_from(&mark.image);
        self.note = mark.note.clone().unwrap_or_default();
        self.quantity = quantity;
        if mark.own_price {
            self.amount = mark.price.map(|price| price.to_decimal()).unwrap_or_default();
            self.plain = true;
            if let Some(price) = mark.price {
                self.currency = price.currency.to_string();
            }
        }
    }

    /// Takes a price that the page shows. One that is finer than its currency is nobody's price: the person types it.
    pub(crate) fn pick_price(&mut self, price: &PriceText) {
        self.amount = match (price.currency, price.money()) {
            (None, _) => price.amount.clone(),
            (Some(_), exact) => exact.map(|money| money.to_decimal()).unwrap_or_default(),
        };
        self.plain = true;
        if let Some(currency) = price.currency {
            self.currency = currency.to_string();
        }
    }

    /// Takes an amount as a person writes it.
    pub(crate) fn type_amount(&mut self, typed: String) {
        self.amount = typed;
        self.plain = false;
    }

    /// Whether this is the price in the form, however it is written.
    pub(crate) fn has_price(&self, price: &PriceText) -> bool {
        let currency = price.currency.or_else(|| self.currency().ok());
        match currency.and_then(|currency| Money::from_decimal(&price.amount, currency)) {
            Some(money) => self.price() == Ok(Some(money)),
            None => price.currency.is_none() && self.plain && self.amount == price.amount,
        }
    }

    fn currency(&self) -> Result<Currency, Fault> {
        self.currency.trim().parse().map_err(|_| Fault::Currency)
    }

    /// The price; none is fine, half a price is not.
    pub(crate) fn price(&self) -> Result<Option<Money>, Fault> {
        if self.amount.trim().is_empty() {
            return Ok(None);
        }
        let read = if self.plain { amount::plain } else { amount::typed };
        read(&self.amount, self.currency()?).map(Some).ok_or(Fault::Amount)
    }

    /// What to save, checked by the person.
    pub(crate) fn to_save(&self) -> Result<SaveDraft, Fault> {
        if self.title.trim().is_empty() {
            return Err(Fault::Title);
        }
        Ok(SaveDraft { price: self.price()?, checked: true, ..self.to_keep() })
    }

    /// All boards that it goes on, the one of the list first.
    pub(crate) fn boards(&self) -> Vec<BoardId> {
        let first = self.board.unwrap_or_else(my_wishes);
        std::iter::once(first).chain(self.also.iter().copied().filter(|also| *also != first)).collect()
    }

    /// What to keep of a form that is not finished. A price that is no price yet is left out.
    pub(crate) fn to_keep(&self) -> SaveDraft {
        SaveDraft {
            tab_id: self.tab_id,
            url: self.url.clone(),
            title: joined(&self.title.split_whitespace().collect::<Vec<_>>(), " "),
            price: self.price().ok().flatten(),
            image: self.image.clone(),
            variant: self.variant.clone(),
            boards: self.boards(),
            note: Some(self.note.trim().to_owned()).filter(|note| !note.is_empty()),
            quantity: self.quantity,
            checked: false,
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use serde_json::json;

    use super::*;

    fn card(detection: &serde_json::Value) -> PageCard {
        let mut whole = json!({
            "page": "check", "page_confidence": 0.9, "product": {"variant": []}, "canonical_url": null,
            "prices": [], "images": [], "notes": []
        });
        whole.as_object_mut().unwrap().extend(detection.as_object().unwrap().clone());
        let card = json!({"tab_id": 3, "url": "https://shop.example/p", "detection": whole});
        serde_json::from_value(card).unwrap()
    }

    fn field(value: &serde_json::Value, confidence: f64) -> serde_json::Value {
        json!({"value": value, "source": "visible", "confidence": confidence})
    }

    fn teapot(page: &str) -> PageCard {
        let (title, image) = (field(&json!("Teapot"), 0.97), field(&json!("https://shop.example/1.jpg"), 0.5));
        let price = field(&json!({"amount": "45.00", "currency": null}), 0.97);
        card(&json!({"page": page, "product": {"title": title, "price": price, "image": image, "variant": []}}))
    }

    #[test]
    fn what_is_missing_or_weak_is_to_be_checked_and_nothing_else() {
        assert_eq!(doubts(&teapot("check").detection), [Doubt::Currency, Doubt::Image]);
        assert_eq!(doubts(&card(&json!({})).detection), [Doubt::Title, Doubt::Price, Doubt::Image]);
        assert_eq!(doubts(&teapot("sure").detection), []);
    }

    #[test]
    fn half_a_price_is_a_fault_and_no_price_is_none() {
        let mut form = Form::found(&teapot("check"));
        assert_eq!(form.to_save().unwrap_err(), Fault::Currency);
        form.currency = "EUR".to_owned();
        assert_eq!(form.to_save().unwrap().price.unwrap().to_decimal(), "45.00");
        form.type_amount("a lot".to_owned());
        assert_eq!(form.to_save().unwrap_err(), Fault::Amount);
        form.type_amount(" ".to_owned());
        assert_eq!(form.to_save().unwrap().price, None);
    }

    #[test]
    fn a_form_without_a_title_is_kept_but_not_saved() {
        let form = Form { title: " \n ".to_owned(), ..Form::found(&teapot("check")) };
        assert_eq!(form.to_save().unwrap_err(), Fault::Title);
        assert_eq!(form.to_keep().title, "");
    }

    #[test]
    fn without_a_board_a_save_goes_to_my_wishes() {
        assert_eq!(Form::found(&teapot("check")).to_keep().boards, [my_wishes()]);
    }

    #[test]
    fn a_save_goes_on_several_boards_once_each_and_the_list_s_own_first() {
        let board = |number| BoardId::new(shared::time::Timestamp::from_millis(1), [number; 10]);
        let also = vec![board(2), board(1), board(3)];
        let form = Form { board: Some(board(1)), also, ..Form::found(&teapot("check")) };
        assert_eq!(form.to_keep().boards, [board(1), board(2), board(3)]);
    }

    #[test]
    fn a_picked_price_keeps_the_currency_that_is_known() {
        let mut form = Form { currency: "EUR".to_owned(), ..Form::default() };
        form.pick_price(&PriceText { amount: "39.00".to_owned(), currency: None });
        assert_eq!((form.amount.as_str(), form.currency.as_str()), ("39.00", "EUR"));
        assert!(form.has_price(&PriceText { amount: "39.00".to_owned(), currency: None }));
        assert!(!form.has_price(&PriceText { amount: "39.00".to_owned(), currency: "USD".parse().ok() }));
    }

    fn priced(amount: &str, currency: Option<&str>) -> PageCard {
        let price = field(&json!({"amount": amount, "currency": currency}), 0.97);
        card(&json!({"product": {"price": price, "variant": []}}))
    }

    fn text(amount: &str, currency: Option<&str>) -> PriceText {
        PriceText { amount: amount.to_owned(), currency: currency.and_then(|code| code.parse().ok()) }
    }

    #[test]
    fn what_a_page_gives_is_never_read_as_if_it_were_typed() {
        let finer = Form::found(&priced("16.798", Some("EUR")));
        assert_eq!((finer.price(), finer.currency.as_str()), (Ok(None), "EUR"));
        assert!(!finer.has_price(&text("16.798", Some("EUR"))));

        let mut bare = Form::found(&priced("16.798", None));
        assert!(bare.has_price(&text("16.798", None)));
        bare.currency = "EUR".to_owned();
        assert_eq!(bare.price(), Err(Fault::Amount));
        bare.currency = "KWD".to_owned();
        assert_eq!(bare.price().unwrap().unwrap().to_decimal(), "16.798");

        let mut exact = Form::found(&priced("16.798", Some("KWD")));
        exact.currency = "EUR".to_owned();
        assert_eq!(exact.price(), Err(Fault::Amount));
        exact.type_amount("16.798".to_owned());
        assert_eq!(exact.price().unwrap().unwrap().to_decimal(), "16798.00");
    }

    #[test]
    fn the_form_of_a_saved_page_shows_what_was_saved() {
        let mark = |own_price: bool, quantity: Option<u16>| {
            let price = json!({"amount_minor": 1500, "currency": "GBP"});
            let mark = json!({"id": "01936f3e-0000-7000-8000-000000000101", "title": "Kettle for Ana", "price": price,
                "own_price": own_price, "image": "https://shop.example/2.jpg", "note": "the red one", "quantity": quantity,
                "boards": [], "saved_at": 1, "already": true, "state": "arrived", "undo_until": null});
            Some(serde_json::from_value(mark).unwrap())
        };
        let card = |saved| PageCard { saved, ..priced("45.00", Some("EUR")) };
        let shown = |form: &Form| (form.price().unwrap().map(|price| price.to_decimal()), form.currency.clone());
        let own = Form::found(&card(mark(true, Some(2))));
        assert_eq!((own.title.as_str(), own.note.as_str()), ("Kettle for Ana", "the red one"));
        assert_eq!((own.image.as_deref(), own.quantity), (Some("https://shop.example/2.jpg"), Quantity::Count(2)));
        assert_eq!(shown(&own), (Some("15.00".to_owned()), "GBP".to_owned()));
        let told = Form::found(&card(mark(false, Some(1))));
        assert_eq!(shown(&told), (Some("45.00".to_owned()), "EUR".to_owned()));
        let link = Form::found(&card(mark(false, None)));
        assert_eq!((link.title.as_str(), link.note.as_str()), ("", ""));
    }

    #[test]
    fn the_price_in_the_form_is_known_however_it_is_written() {
        let form = Form::found(&priced("45", Some("EUR")));
        for same in [text("45", Some("EUR")), text("45.00", Some("EUR")), text("45.0", None)] {
            assert!(form.has_price(&same), "{same:?}");
        }
        for other in [text("45", Some("USD")), text("46", Some("EUR")), text("45.001", None)] {
            assert!(!form.has_price(&other), "{other:?}");
        }
    }
}
