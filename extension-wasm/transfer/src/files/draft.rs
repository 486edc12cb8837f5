//! From what stands in a row to a wish: each text is read, cut to what the API takes, or named as a fault.

use super::cell::{address, cut, halves, line, money, parts, whole};
use super::wish::{Fault, Row, Wish};
use shared::lower_case::lower_case;
use shared::money::Money;
use shared::product::VariantOption;
use shared::wire::items::{AnyNumber, ItemState, Quantity};

/// What a cell can be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Field {
    Title,
    Url,
    Price,
    Currency,
    Image,
    Note,
    PrivateNote,
    Quantity,
    Priority,
    Board,
    Occasion,
    Variant,
    Below,
    State,
}

impl Field {
    pub(super) const ALL: [Self; 14] = [
        Self::Title,
        Self::Url,
        Self::Price,
        Self::Currency,
        Self::Image,
        Self::Note,
        Self::PrivateNote,
        Self::Quantity,
        Self::Priority,
        Self::Board,
        Self::Occasion,
        Self::Variant,
        Self::Below,
        Self::State,
    ];
}

/// The texts of a row, by what they are. The first that says something counts.
#[derive(Debug, Clone, Default)]
pub(super) struct Draft {
    pub(super) cells: [String; Field::ALL.len()],
    /// Boards that are named one by one.
    pub(super) boards: Vec<String>,
    /// Options that are named one by one.
    pub(super) variant: Vec<VariantOption>,
}

/// A row names no more boards.
const MOST_BOARDS: usize = 20;

impl Draft {
    pub(super) fn put(&mut self, field: Field, text: &str) {
        let cell = &mut self.cells[field as usize];
        if cell.is_empty() {
            text.trim().clone_into(cell);
        }
    }

    fn get(&self, field: Field) -> &str {
        &self.cells[field as usize]
    }

    pub(super) fn title(&self) -> &str {
        self.get(Field::Title)
    }

    /// Nothing stands in it.
    pub(super) fn is_empty(&self) -> bool {
        self.cells.iter().all(String::is_empty)
    }

    /// The row that it is.
    pub(super) fn row(self, line: u32) -> Row {
        let mut row = Row { line, wish: Wish::default(), faults: Vec::new() };
        row.wish.title = self.line(Field::Title, 500, &mut row).unwrap_or_default();
        row.wish.url = self.address(Field::Url, Fault::Address, &mut row);
        row.wish.image = self.address(Field::Image, Fault::Picture, &mut row);
        row.wish.price = self.money(Field::Price, self.get(Field::Currency), &mut row);
        row.wish.alert_threshold = self.money(Field::Below, self.get(Field::Currency), &mut row);
        row.wish.note = self.text(Field::Note, 2_000, &mut row);
        row.wish.private_note = self.text(Field::PrivateNote, 2_000, &mut row);
        row.wish.occasion = self.line(Field::Occasion, 100, &mut row);
        row.wish.quantity = self.quantity(&mut row);
        row.wish.priority = self.priority(&mut row);
        row.wish.state = lower_case(self.get(Field::State)).parse().unwrap_or(ItemState::Wanted);
        row.wish.boards = self.boards(&mut row);
        row.wish.variant = self.variant(&mut row);
        if row.wish.title.is_empty() && row.wish.url.is_none() {
            row.fault(Fault::Nameless);
        }
        row
    }

    fn line(&self, field: Field, most: usize, row: &mut Row) -> Option<String> {
        line(self.get(field), most, row)
    }

    fn text(&self, field: Field, most: usize, row: &mut Row) -> Option<String> {
        let kept = |sign: &char| !sign.is_control() || matches!(sign, '\n' | '\t');
        let mut parts = self.get(field).split('\r');
        let mut text: String = parts.next().unwrap_or_default().chars().filter(kept).collect();
        for part in parts {
            // However a line ends, it ends in one sign here.
            text.extend((!part.starts_with('\n')).then_some('\n'));
            text.extend(part.chars().filter(kept));
        }
        cut(&text, most, row)
    }

    fn address(&self, field: Field, fault: Fault, row: &mut Row) -> Option<String> {
        let text = self.get(field);
        if text.is_empty() {
            return None;
        }
        let found = address(text);
        if found.is_none() {
            row.fault(fault);
        }
        found
    }

    fn money(&self, field: Field, beside: &str, row: &mut Row) -> Option<Money> {
        let text = self.get(field);
        if text.is_empty() {
            return None;
        }
        match money(text, beside) {
            Ok(money) => Some(money),
            Err(fault) => {
                row.fault(fault);
                None
            }
        }
    }

    fn quantity(&self, row: &mut Row) -> Quantity {
        let text = lower_case(self.get(Field::Quantity));
        if text == "any" {
            return Quantity::Any(AnyNumber::Any);
        }
        match whole(&text).map(u16::try_from) {
            None if text.is_empty() => Quantity::default(),
            Some(Ok(count @ 1..=9_999)) => Quantity::Count(count),
            _ => {
                row.fault(Fault::Quantity);
                Quantity::default()
            }
        }
    }

    fn priority(&self, row: &mut Row) -> Option<u8> {
        const WORDS: [(u8, &str); 5] = [
            (10, "highest|must have|sehr hoch|höchste|le plus élevé|máxima|massima|hoogste|הגבוהה ביותר"),
            (8, "high|hoch|élevée|haute|alta|hoog|גבוהה"),
            (5, "medium|normal|mittel|moyenne|media|média|gemiddeld|בינונית"),
            (3, "low|niedrig|basse|faible|baja|bassa|baixa|laag|נמוכה"),
            (1, "lowest|sehr niedrig|le plus faible|mínima|minima|laagste|הנמוכה ביותר"),
        ];
        let text = lower_case(self.get(Field::Priority));
        let named = WORDS.iter().find(|(_, words)| words.split('|').any(|word| word == text)).map(|(rank, _)| *rank);
        let rank = named.or_else(|| whole(&text).and_then(|rank| u8::try_from(rank).ok()));
        if rank.is_none_or(|rank| !(1..=10).contains(&rank)) && !text.is_empty() {
            row.fault(Fault::Priority);
        }
        rank.filter(|rank| (1..=10).contains(rank))
    }

    fn boards(&self, row: &mut Row) -> Vec<String> {
        let mut names: Vec<String> = Vec::new();
        for name in parts(self.get(Field::Board)).into_iter().chain(self.boards.iter().cloned()) {
            if let Some(name) = line(&name, 200, row).filter(|name| !names.contains(name)) {
                names.push(name);
            }
        }
        names.truncate(MOST_BOARDS);
        names
    }

    fn variant(&self, row: &mut Row) -> Vec<VariantOption> {
        let mut options: Vec<VariantOption> = Vec::new();
        let written = parts(self.get(Field::Variant)).into_iter().filter_map(|part| {
            let (name, value) = halves(&part)?;
            Some(VariantOption { name, value })
        });
        for option in written.chain(self.variant.iter().cloned()) {
            let (name, value) = (line(&option.name, 100, row), line(&option.value, 200, row));
            if let (Some(name), Some(value)) = (name, value)
                && options.iter().all(|known| known.name != name)
            {
                options.push(VariantOption { name, value });
            }
        }
        options.truncate(20);
        options
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn row(cells: &[(Field, &str)]) -> Row {
        let mut draft = Draft::default();
        for (field, text) in cells {
            draft.put(*field, text);
        }
        draft.row(2)
    }

    fn euros(cents: i64) -> Option<Money> {
        Some(Money::new(cents, "EUR".parse().unwrap()))
    }

    #[test]
    fn prices_are_read_as_people_write_them_and_never_guessed() {
        for (price, currency, wanted) in [
            ("19.90", "EUR", Ok(euros(1_990))),
            ("1.299,00 €", "", Ok(euros(129_900))),
            ("EUR 5", "", Ok(euros(500))),
            ("12", "eur", Ok(euros(1_200))),
            ("", "EUR", Ok(None)),
            ("12.50", "", Err(Fault::Currency)),
            ("soon", "EUR", Err(Fault::Price)),
            ("-5", "EUR", Err(Fault::Price)),
        ] {
            let row = row(&[(Field::Title, "Kettle"), (Field::Price, price), (Field::Currency, currency)]);
            match wanted {
                Ok(price) => assert_eq!((row.wish.price, &row.faults[..]), (price, &[][..])),
                Err(fault) => assert_eq!((row.wish.price, row.faults), (None, vec![fault]), "{price}"),
            }
        }
    }

    #[test]
    fn what_is_wrong_is_named_and_the_rest_is_kept() {
        let long = "x".repeat(501);
        let odd = row(&[
            (Field::Title, &long),
            (Field::Url, "javascript:alert(1)"),
            (Field::Image, "kettle"),
            (Field::Quantity, "0"),
            (Field::Priority, "11"),
        ]);
        let wanted = [Fault::Cut, Fault::Address, Fault::Picture, Fault::Quantity, Fault::Priority];
        assert_eq!(odd.faults, wanted);
        assert_eq!((odd.wish.title.len(), odd.wish.url, odd.wish.quantity), (500, None, Quantity::default()));
        let nameless = row(&[(Field::Note, "the red one")]);
        assert_eq!((nameless.is_good(), nameless.faults), (false, vec![Fault::Nameless]));
    }

    #[test]
    fn an_address_may_lack_its_scheme_and_a_word_is_none() {
        assert_eq!(address("shop.example/p/1").as_deref(), Some("https://shop.example/p/1"));
        assert_eq!(address(" HTTPS://Shop.example/p/1 ").as_deref(), Some("https://shop.example/p/1"));
        for text in ["kettle", "3.50", "Vol. 2", "mailto:a@b.example", "http://localhost/", "data:text/html,x", ""] {
            assert_eq!(address(text), None, "{text}");
        }
    }

    #[test]
    fn words_for_how_much_one_wishes_are_known() {
        let rank = |text| row(&[(Field::Title, "Kettle"), (Field::Priority, text)]).wish.priority;
        assert_eq!(
            ["Highest", "hoch", "5", "low", "7.0", ""].map(rank),
            [Some(10), Some(8), Some(5), Some(3), Some(7), None]
        );
    }

    #[test]
    fn boards_and_options_stand_between_semicolons() {
        let row = row(&[
            (Field::Title, "Shirt"),
            (Field::Board, "Ana; Home ;Ana;"),
            (Field::Variant, "Size: M; Colour: Red: dark"),
        ]);
        assert_eq!(row.wish.boards, ["Ana", "Home"]);
        let options: Vec<_> =
            row.wish.variant.iter().map(|option| (option.name.as_str(), option.value.as_str())).collect();
        assert_eq!(options, [("Size", "M"), ("Colour", "Red: dark")]);
    }
}
