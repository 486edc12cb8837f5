//! What pages of one kind have around the thing itself: a box for the quantity, part numbers, tabs with the description,
//! paragraphs to read, fields for a password, words to reach a seller.

use super::words::flag;
use super::zones::Zones;
use crate::detect::text::word_starts;
use crate::find::Find;
use crate::lower_case::lower_case;
use crate::page::{Name, PageEvidence, Tag};
use crate::phrases::{Phrases, phrases};

/// Words that stand before a number of the maker or the shop, lower-case, as a label starts.
static NUMBER_LABELS: Phrases = phrases!(
    "\
     sku|ean|isbn|upc|mpn|gtin|art.|artikel-nr|artikelnr|artikelnummer|art nr|article no|article number|item no|\
     item number|item #|item:|model:|model no|model number|model #|product code|product id|product no|part number|\
     part no|style #|référence|réf|referencia|codice|código|артикул|kod produktu"
);

/// Names of the parts in which a shop describes one thing, lower-case, as they start.
static SECTIONS: Phrases = phrases!(
    "\
     description|product description|details|product details|specification|specs|features|overview|about this item|\
     product information|technical|materials|ingredients|care|what's in the box|beschreibung|produktbeschreibung|\
     produktdetails|technische daten|eigenschaften|caractéristiques|détails|descripción|características|\
     ficha técnica|descrição|descrizione|caratteristiche|omschrijving|productinformatie|kenmerken|opis|specyfikacja|\
     popis|parametry|beskrivning|beskrivelse|описание|характеристики|опис|descriere|商品|產品|規格"
);

/// Words by which one reaches a private seller, lower-case, as they start.
static CONTACTS: Phrases = phrases!(
    "\
     contact seller|contact the seller|message seller|reply|show phone|show number|call seller|chat with|\
     make an offer|make offer|email seller|verkäufer kontaktieren|nachricht|contacter|contactar"
);

/// What is offered where nothing is sold as a thing: downloads, rooms, tickets, posts, texts; lower-case, as it starts.
static OTHER_OFFERS: Phrases = phrases!(
    "\
     download|free download|herunterladen|télécharger|descargar|scarica|pobierz|скачать|book now|check in|check-in|\
     check availability|reserve a|buchen|réserver|get tickets|buy tickets|tickets|apply now|read more|weiterlesen|\
     read article|prep time|cook time|servings|zubereitung|contact agent|request a tour|schedule a|enroll|serves |\
     get directions|opening hours|jetzt buchen|prenota|reservar|rezerwuj|rezervovat|rezervasyon|reserveren|boka |забронир|\
     iscriviti|s'inscrire|inscríbete|inscreva-se|kontaktovat makléře|unsubscribe"
);

/// What a number of is offered with a place to stay or to live, a car for a day, a project to back; as it starts behind the number.
static COUNTED: Phrases = phrases!(
    "\
     bedroom|bathroom|baths|guest|night|passenger|backer|hab.|habitac|dormitor|baño|zimmer|schlafzimmer|chambre|pièce|locali|camere|\
     pokoj|pokoi|комнат|спален|sovrum|slaapkamer|kamers|quarto|yatak|lugares|plazas"
);

/// Labels of sums in carts, checkouts and orders, lower-case, as they start.
static SUMS: Phrases = phrases!(
    "\
     subtotal|sub-total|total|order total|grand total|zwischensumme|gesamtsumme|summe|sous-total|totaal|subtotaal|totale|\
     suma|razem|do zapłaty|celkem|mezisoučet|spolu|összesen|итого|всего|разом|toplam|ara toplam|合計|小計|小计|总计|합계|المجموع|\
     סה\"כ|yhteensä|summa|delsumma|i alt|σύνολο|tổng"
);

/// What a price is asked for that one does not pay to keep a thing: a night, a day, a person.
static TIMES: Phrases = phrases!(
    "night|nuit|nacht|noche|notte|natt|noc|ночь|сутки|gece|泊|day|tag|jour|día|dia|giorno|dag|den|день|gün|person|os.|osob|pers.|adult|kişi|fő|\
     personne|persona|pessoa|guest|pledged|hour|stunde|heure|hora"
);

/// Headings of pages that show no one thing for sale, lower-case, as they start.
static OTHER_PAGES: Phrases = phrases!(
    "\
     search result|results for|search:|your cart|your basket|your bag|shopping cart|shopping bag|my cart|cart|basket|\
     checkout|login|log in|sign in|sign up|register|create account|my account|account|404|page not found|not found|\
     error|access denied|wishlist|contact|about us|terms|privacy|faq|frequently asked|blog|news|order|warenkorb|\
     anmelden|suchergebnis|kasse|panier|carrito|carrello|koszyk|košík|корзина|購物車|recherche|best |no results|1 treffer|\
     payment|zahlungsart|paiement|pagamento|płatność|оплата|bestelling|bestellung|commande|pedido|ordine|zamówieni|objednávk|\
     заказ|compare|comparison|vergleich|comparer|comparar|confronta|porówn|porovn|сравнен|favorit|favoris|ulubione|избранн|\
     お気に入り|سلة|您的购物车|カート|sepet|winkelwagen|kundvagn|size guide|pricing|tariff"
);

/// Parts of the names of boxes for a quantity.
static QUANTITIES: Phrases = phrases!("qty|quant|menge|anzahl|cantid|aantal|ilosc|mnozstv|kolich");

/// What stands around.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(in crate::detect) struct Furniture {
    /// Boxes for a quantity.
    pub(in crate::detect) quantities: usize,
    /// Labels of part numbers.
    pub(in crate::detect) numbers: usize,
    /// Different names of describing parts.
    pub(in crate::detect) sections: usize,
    /// Words to reach a seller.
    pub(in crate::detect) contacts: usize,
    /// Words that offer something else than a thing.
    pub(in crate::detect) other_offers: usize,
    /// Labels of sums, as carts and orders have them.
    pub(in crate::detect) sums: usize,
    /// Texts long enough to be read as prose.
    pub(in crate::detect) paragraphs: usize,
    /// Fields for a password.
    pub(in crate::detect) passwords: usize,
    /// Links that are around pictures or prices in what looks like cards of a list.
    pub(in crate::detect) cards: usize,
    /// A way to the next page of a list.
    pub(in crate::detect) pages: bool,
}

/// Looks around once.
pub(super) fn furniture(page: &PageEvidence, zones: &Zones) -> Furniture {
    let mut out = Furniture::default();
    let mut sections: Vec<usize> = Vec::new();
    for (at, node) in page.nodes().iter().enumerate() {
        let around = zones.around(at);
        match node.tag {
            Tag::Text if around & (flag::NAV | flag::FOOTER | flag::HEADER) == 0 => {
                let text = page.text(at).trim();
                if text.len() > 200 && around & flag::REVIEW == 0 {
                    out.paragraphs += 1;
                } else if (3..=60).contains(&text.len()) {
                    let counted = text.shorn_before(|c| c.is_ascii_digit() || matches!(c, ' ' | '.' | ','));
                    if counted.len() < text.len() && COUNTED.may_begin(counted) {
                        out.other_offers += usize::from(COUNTED.at(&lower_case(counted), 0).is_some());
                    }
                    let tables = [&NUMBER_LABELS, &OTHER_OFFERS, &CONTACTS, &SECTIONS, &SUMS];
                    if !tables.iter().any(|table| table.may_begin(text)) {
                        continue;
                    }
                    let lower = lower_case(text);
                    out.numbers += usize::from(NUMBER_LABELS.at(&lower, 0).is_some());
                    out.other_offers += usize::from(OTHER_OFFERS.at(&lower, 0).is_some());
                    out.sums += usize::from(SUMS.at(&lower, 0).is_some());
                    out.contacts += usize::from(CONTACTS.at(&lower, 0).is_some());
                    if let Some(section) = SECTIONS.at(&lower, 0).filter(|_| text.len() <= 40)
                        && !sections.contains(&section)
                    {
                        sections.push(section);
                    }
                }
            }
            Tag::Input | Tag::Select => {
                out.quantities += usize::from(around & flag::CART == 0 && is_quantity(page, at));
                out.passwords += usize::from(page.attribute(at, Name::Type) == Some("password"));
            }
            Tag::Img if around & (flag::NAV | flag::FOOTER) == 0 && super::leads_away(page, at).is_some() => {
                out.cards += 1;
            }
            _ => {}
        }
    }
    out.sections = sections.len();
    out.pages = page.links.iter().any(|link| matches!(link.rel.as_str(), "next" | "prev"));
    out
}

/// The heading names a page that shows no one thing for sale.
pub(in crate::detect) fn names_other_page(heading: &str) -> bool {
    let lower = lower_case(heading.trim());
    lower.len() <= 60 && OTHER_PAGES.at(&lower, 0).is_some()
}

/// The words around a price say that it is asked for a night, a day, a person.
pub(in crate::detect) fn is_for_a_time(context: &str, amount: &str) -> bool {
    let digits = |text: &str| text.bytes().filter(u8::is_ascii_digit).map(char::from).collect::<String>();
    let lower = lower_case(context);
    word_starts(&lower).any(|at| {
        TIMES.all_at(&lower, at).any(|(_, word)| ends_word(&lower, at + word.len())) && {
            let head = lower.get(..at).unwrap_or("").shorn_behind(|c| !c.is_alphanumeric() && c != '/');
            let number = head.rsplit(|c: char| !c.is_ascii_digit() && !matches!(c, '.' | ',')).next().unwrap_or("");
            let each = head.behind_last(" ");
            head.ends_with("/")
                || matches!(each, "per" | "pro" | "par" | "por" | "al" | "a" | "za" | "за" | "pr")
                || !number.is_empty() && digits(number) == digits(amount)
        }
    })
}

/// No word goes on here, but for the ending of one.
fn ends_word(text: &str, at: usize) -> bool {
    text.get(at..).is_some_and(|rest| rest.chars().take_while(|c| c.is_alphabetic()).count() <= 2)
}

fn is_quantity(page: &PageEvidence, at: usize) -> bool {
    [Name::NameAttr, Name::Id, Name::Class]
        .iter()
        .filter_map(|name| page.attribute(at, *name))
        .any(|names| QUANTITIES.within(&lower_case(names)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_price_for_a_time_is_told_by_the_words_at_it() {
        for (context, amount, want) in [
            ("€142 night", "142", true),
            ("34,50 € / dia", "34.50", true),
            ("from €32 per person", "32", true),
            ("2 849 zł / os.", "2849", true),
            ("$49.99 30 day returns", "49.99", false),
            ("€142 Tagesdecke", "142", false),
            ("Night light $12", "12", false),
            ("12,90 € / Stück", "12.90", false),
        ] {
            assert_eq!(is_for_a_time(context, amount), want, "{context}");
        }
    }
}
