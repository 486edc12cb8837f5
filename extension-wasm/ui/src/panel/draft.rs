//! An item while its person edits it: the fields as they are typed, and what of them is a change.

use shared::join::joined;
use shared::money::{Currency, Money};
use shared::product::VariantOption;
use shared::wire::items::{AnyNumber, ItemPatch, ItemState, ItemView, Quantity};

use crate::card::amount;

/// What keeps the fields from being saved.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Fault {
    Title,
    Amount,
    Currency,
    Quantity,
    Image,
}

/// The fields as they stand. Numbers are text, because a person types them.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Draft {
    pub(super) title: String,
    /// The address of a picture, as typed; empty: none.
    pub(super) image: String,
    /// The path of a picture that the person brought, which counts while no address is typed.
    pub(super) brought: Option<String>,
    pub(super) amount: String,
    pub(super) currency: String,
    /// Empty: any number.
    pub(super) quantity: String,
    pub(super) variant: Vec<VariantOption>,
    pub(super) priority: u8,
    pub(super) occasion: String,
    pub(super) note: String,
    pub(super) private_note: String,
    pub(super) state: ItemState,
}

impl Draft {
    /// The fields of an item.
    pub(super) fn of(item: &ItemView) -> Self {
        let text = |text: &Option<String>| text.clone().unwrap_or_default();
        Self {
            title: item.title.clone(),
            image: item.image.clone().filter(|image| !is_path(image)).unwrap_or_default(),
            brought: item.image.clone().filter(|image| is_path(image)),
            amount: item.price.map(|price| price.to_decimal()).unwrap_or_default(),
            currency: item.price.map(|price| price.currency.to_string()).unwrap_or_default(),
            quantity: match item.quantity {
                Quantity::Count(count) => count.to_string(),
                Quantity::Any(AnyNumber::Any) => String::new(),
            },
            variant: item.variant.clone(),
            priority: item.priority,
            occasion: text(&item.occasion),
            note: text(&item.note),
            private_note: text(&item.private_note),
            state: item.state,
        }
    }

    /// What was changed of the item. Whoever saves has looked, so the doubt about it is answered.
    pub(super) fn patch(&self, item: &ItemView) -> Result<ItemPatch, Fault> {
        let before = Self::of(item);
        let emptied = |text: &str| Some(text.trim()).filter(|text| !text.is_empty()).map(str::to_owned);
        let changed = |now: &str, before: &str| (now.trim() != before.trim()).then(|| emptied(now));
        let title = joined(&self.title.split_whitespace().collect::<Vec<_>>(), " ");
        if title.is_empty() {
            return Err(Fault::Title);
        }
        let same_price = (&self.amount, &self.currency) == (&before.amount, &before.currency);
        let same_quantity = self.quantity.trim() == before.quantity;
        Ok(ItemPatch {
            title: (title != item.title).then_some(title),
            price: if same_price { None } else { Some(self.price()?) },
            quantity: if same_quantity { None } else { Some(self.quantity()?) },
            variant: (self.variant != item.variant).then(|| self.options()),
            priority: (self.priority != item.priority).then_some(self.priority),
            occasion: changed(&self.occasion, &before.occasion),
            note: changed(&self.note, &before.note),
            private_note: changed(&self.private_note, &before.private_note),
            image: if self.shown() == before.shown() { None } else { Some(self.picture()?) },
            state: (self.state != item.state).then_some(self.state),
            checked: item.needs_check.then_some(true),
            ..ItemPatch::default()
        })
    }

    /// The picture as it stands in the form.
    pub(super) fn shown(&self) -> Option<String> {
        let typed = self.image.trim();
        if typed.is_empty() { self.brought.clone() } else { Some(typed.to_owned()) }
    }

    /// The path or address of another picture, or none.
    pub(super) fn bring(&mut self, image: Option<String>) {
        (self.image, self.brought) = match image {
            Some(image) if !is_path(&image) => (image, None),
            brought => (String::new(), brought),
        };
    }

    fn picture(&self) -> Result<Option<String>, Fault> {
        let typed = self.image.trim();
        let whole = typed.starts_with("https://") || typed.starts_with("http://");
        match typed {
            "" => Ok(self.brought.clone()),
            _ if whole => Ok(Some(typed.to_owned())),
            _ => Err(Fault::Image),
        }
    }

    fn price(&self) -> Result<Option<Money>, Fault> {
        if self.amount.trim().is_empty() {
            return Ok(None);
        }
        let currency: Currency = self.currency.trim().to_ascii_uppercase().parse().map_err(|_| Fault::Currency)?;
        amount::typed(&self.amount, currency).map(Some).ok_or(Fault::Amount)
    }

    fn quantity(&self) -> Result<Quantity, Fault> {
        let typed = self.quantity.trim();
        if typed.is_empty() {
            return Ok(Quantity::Any(AnyNumber::Any));
        }
        typed.parse().ok().filter(|count| (1..=9_999).contains(count)).map(Quantity::Count).ok_or(Fault::Quantity)
    }

    /// An option without a value is none.
    fn options(&self) -> Vec<VariantOption> {
        let named = self
            .variant
            .iter()
            .map(|option| VariantOption { name: option.name.clone(), value: option.value.trim().to_owned() });
        named.filter(|option| !option.value.is_empty()).collect()
    }
}

/// Whether it is no address of the web, but a path of the server that it lies on.
fn is_path(image: &str) -> bool {
    image.starts_with('/')
}

/// The item as it will be once the change has arrived.
pub(crate) fn apply(item: &mut ItemView, patch: &ItemPatch) {
    let ItemPatch { title, image, price, quantity, variant, priority, note, private_note, occasion, .. } =
        patch.clone();
    let ItemPatch { alert_threshold, checked, state, .. } = patch.clone();
    item.title = title.unwrap_or_else(|| std::mem::take(&mut item.title));
    item.image = image.unwrap_or_else(|| item.image.take());
    if let Some(price) = price {
        (item.price, item.price_seen_at) = (price, None);
    }
    item.quantity = quantity.unwrap_or(item.quantity);
    item.variant = variant.unwrap_or_else(|| std::mem::take(&mut item.variant));
    item.priority = priority.unwrap_or(item.priority);
    item.note = note.unwrap_or_else(|| item.note.take());
    item.private_note = private_note.unwrap_or_else(|| item.private_note.take());
    item.occasion = occasion.unwrap_or_else(|| item.occasion.take());
    item.alert_threshold = alert_threshold.unwrap_or(item.alert_threshold);
    item.needs_check &= checked != Some(true);
    item.state = state.unwrap_or(item.state);
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use serde_json::json;

    fn item() -> ItemView {
        serde_json::from_value(json!({
            "id": "01936f3e-0000-7000-8000-000000000101", "product_id": null, "offer_id": null, "title": "Coffee pot",
            "url": "https://shop.example/p/1", "shop": "shop.example", "image": null,
            "price": {"amount_minor": 129_950, "currency": "EUR"}, "price_seen_at": 5, "list_price": null, "brand": null,
            "availability": null, "quantity": 1, "variant": [{"name": "Colour", "value": "Red"}], "priority": 5,
            "note": "the red one", "private_note": null, "occasion": null, "alert_threshold": null, "needs_check": false,
            "fill": null, "fill_problem": null, "state": "wanted", "boards": [], "created_at": 1, "updated_at": 1,
            "deleted_at": null, "version": 1
        }))
        .unwrap()
    }

    fn edited(change: impl Fn(&mut Draft)) -> Result<ItemPatch, Fault> {
        let mut draft = Draft::of(&item());
        change(&mut draft);
        draft.patch(&item())
    }

    #[test]
    fn what_was_not_changed_is_not_sent() {
        assert_eq!(edited(|_| {}), Ok(ItemPatch::default()));
        assert_eq!(edited(|draft| draft.title = "  Coffee   pot ".to_owned()), Ok(ItemPatch::default()));
    }

    #[test]
    fn emptied_fields_are_emptied_and_not_left() {
        let patch = edited(|draft| {
            draft.note = " ".to_owned();
            draft.amount = String::new();
            draft.quantity = String::new();
            draft.variant[0].value = String::new();
        });
        let patch = patch.unwrap();
        assert_eq!((patch.note, patch.price), (Some(None), Some(None)));
        assert_eq!((patch.quantity, patch.variant), (Some(Quantity::Any(AnyNumber::Any)), Some(Vec::new())));
    }

    #[test]
    fn a_price_is_read_as_people_write_it_and_never_guessed() {
        let price = |amount: &str, currency: &str| {
            edited(|draft| (draft.amount, draft.currency) = (amount.to_owned(), currency.to_owned()))
        };
        let exact = |patch: ItemPatch| patch.price.unwrap().unwrap().to_decimal();
        assert_eq!(price("1.299,00", "EUR").map(exact), Ok("1299.00".to_owned()));
        assert_eq!(price("1299,5", "eur").map(exact), Ok("1299.50".to_owned()));
        assert_eq!(price("12", ""), Err(Fault::Currency));
        assert_eq!(price("a lot", "EUR"), Err(Fault::Amount));
    }

    #[test]
    fn a_picture_is_an_address_or_none_and_a_wish_stands_where_its_person_says() {
        let image = |typed: &str| edited(|draft| draft.image = typed.to_owned()).map(|patch| patch.image);
        assert_eq!(image(" https://shop.example/1.jpg "), Ok(Some(Some("https://shop.example/1.jpg".to_owned()))));
        assert_eq!((image(""), image("javascript:1")), (Ok(None), Err(Fault::Image)));
        let path = || Some("/api/v1/pictures/x".to_owned());
        assert_eq!(edited(|draft| draft.bring(path())).unwrap().image, Some(path()));
        let typed_after = |draft: &mut Draft| {
            draft.bring(path());
            draft.image = "https://shop.example/1.jpg".to_owned();
        };
        assert_eq!(edited(typed_after).unwrap().image, Some(Some("https://shop.example/1.jpg".to_owned())));
        let pictured = ItemView { image: path(), ..item() };
        assert_eq!(Draft::of(&pictured).patch(&pictured), Ok(ItemPatch::default()));
        let removed = Draft { brought: None, ..Draft::of(&pictured) };
        assert_eq!(removed.patch(&pictured).unwrap().image, Some(None));
        let thanked = edited(|draft| draft.state = ItemState::Thanked).unwrap();
        assert_eq!(thanked, ItemPatch { state: Some(ItemState::Thanked), ..ItemPatch::default() });
    }

    #[test]
    fn what_cannot_be_saved_says_where() {
        assert_eq!(edited(|draft| draft.title = " ".to_owned()), Err(Fault::Title));
        for odd in ["0", "10000", "-1", "two"] {
            assert_eq!(edited(|draft| draft.quantity = odd.to_owned()), Err(Fault::Quantity), "{odd}");
        }
    }

    #[test]
    fn saving_answers_the_doubt_and_the_item_shows_what_was_saved() {
        let doubted = ItemView { needs_check: true, ..item() };
        let draft = Draft { title: "Enamel pot".to_owned(), quantity: "3".to_owned(), ..Draft::of(&doubted) };
        let patch = draft.patch(&doubted).unwrap();
        assert_eq!(patch.checked, Some(true));
        let mut after = doubted;
        apply(&mut after, &patch);
        assert_eq!(
            (after.title.as_str(), after.quantity, after.needs_check),
            ("Enamel pot", Quantity::Count(3), false)
        );
        assert_eq!((after.note.as_deref(), after.price_seen_at.is_some()), (Some("the red one"), true));
        assert_eq!(Draft::of(&after).patch(&after), Ok(ItemPatch::default()));
    }
}
