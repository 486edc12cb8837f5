//! Whether it can be bought, as the text near the buy button says.

use super::buy::says_buy;
use super::words::flag;
use super::zones::{ELSEWHERE, Zones};
use crate::detect::text::word_starts;
use crate::find::Find;
use crate::lower_case::lower_case;
use crate::page::{Name, PageEvidence, Tag};
use crate::phrases::{Phrases, phrases};
use crate::product::Availability;

static OUT: Phrases = phrases!(
    "\
     out of stock|out-of-stock|sold out|soldout|currently unavailable|not available|no longer available|\
     temporarily unavailable|unavailable|discontinued|notify me when|email me when|notify when available|\
     back in stock soon|item is no longer|not in stock|no stock|0 in stock|listing has ended|this item has sold|\
     item sold|sale ended|ausverkauft|nicht verfügbar|nicht auf lager|nicht lieferbar|nicht mehr lieferbar|\
     nicht mehr verfügbar|vergriffen|derzeit nicht|zurzeit nicht|momentan nicht|nicht vorrätig|rupture de stock|\
     en rupture|épuisé|indisponible|non disponible|plus disponible|victime de son succès|agotado|sin stock|\
     sin existencias|no disponible|fuera de stock|esgotado|indisponível|sem estoque|fora de estoque|\
     produto indisponível|esaurito|non disponibile|non è disponibile|non ordinabile|uitverkocht|niet op voorraad|\
     niet leverbaar|niet beschikbaar|brak w magazynie|produkt niedostępny|niedostępny|wyprzedany|wyprzedane|\
     chwilowo brak|vyprodáno|není skladem|nedostupné|nedostupný|není dostupn|prodej ukončen|nelze koupit|\
     nelze objednat|vypredané|nie je skladom|nie je na sklade|nie je dostupn|predaj ukončený|ukončený predaj|\
     nie je možné produkt kúpiť|nincs raktáron|nincs készleten|elfogyott|nem rendelhető|nem elérhető|slutsåld|\
     slut i lager|ej i lager|udsolgt|ikke på lager|utsolgt|loppuunmyyty|ei varastossa|tükendi|stokta yok|\
     нет в наличии|нет на складе|распродано|закончился|снят с производства|немає в наявності|stoc epuizat|\
     indisponibil|nu este în stoc|nu este disponibil|hết hàng|habis|stok habis|εξαντλημένο|изчерпан|rasprodano|在庫切れ|品切れ|売り切れ|完売|缺货|缺貨|暂时无货|无货|\
     售罄|已售完|無庫存|품절|일시품절|אזל|לא במלאי|غير متوفر|نفد|tijdelijk uitverkocht|momenteel niet|produto esgotado|หมดสต|\
     tilapäisesti loppu|slut för|tillfälligt slut|udgået|utgått|temin edilemiyor|brak towaru|нет в продаже|закінчився|ngừng kinh doanh|\
     join the waitlist|notify me|ของหมด|tạm hết|stok kosong|ناموجود|אזל מהמלאי|ni na zalogi|nije dostupno|μη διαθέσιμο|läbi müüdud|nav pieejams|\
     išparduota|нема в наявності|няма наличност|販売終了|在庫なし|入荷待ち|已下架|暂时缺货|补货中|補貨中|판매종료|재고없음|avísame cuando|me avise quando|\
     prévenez-moi|benachrichtigen, wenn|avvisami quando|สินค้าหมด"
);

static IN: Phrases = phrases!(
    "\
     in stock|available now|available for|ready to ship|ships within|ships in|ships today|in-stock|left in stock|\
     available online|availability: in|usually ships|only a few left|items left|low stock|auf lager|ab lager|\
     sofort lieferbar|lieferbar|vorrätig|sofort verfügbar|verfügbar|lagernd|versandfertig|en stock|disponible|\
     disponibile|disponibilità immediata|em estoque|disponível|pronta entrega|in magazzino|op voorraad|\
     direct leverbaar|voorradig|dostępny|dostępna|w magazynie|na magazynie|wysyłka w|wysyłamy w|skladem|na sklade|\
     na skladě|skladom|dostupné|ihned k odeslání|raktáron|készleten|rendelhető|på lager|i lager|finns i lager|\
     varastossa|în stoc|in stoc|stokta|в наличии|есть в наличии|в наявності|на складе|налично|на склад|còn hàng|\
     tersedia|διαθέσιμο|na zalihi|na zalogi|在庫あり|即納|现货|現貨|有货|有貨|재고 있음|במלאי|متوفر|มีสินค้า|พร้อมส่ง|in voorraad|\
     nog op voorraad|envío inmediato|expédié sous|hay stock|con stock|disponibilidade imediata|есть на складе|\
     in giacenza|varastosta|pieejams|на лагер|dostupno|موجود"
);

static PREORDER: Phrases = phrases!(
    "\
     pre-order|preorder|pre order|vorbestell|vorbesteller|précommand|reserva ya|pre-orden|preventa|pré-venda|\
     backorder|on backorder|předobjednat|předprodej|predobjednávk|przedsprzedaż|preordina|előrendel|förhandsboka|\
     предзаказ|予約受付|予約商品|预售|預購|예약판매"
);

/// Controls of classified advertisements: what stands there has not been sold yet.
static CONTACT: Phrases = phrases!(
    "\
     reply|contact seller|contact the seller|message seller|email seller|email user|contact user|contact advertiser|\
     make offer|make an offer|place bid|nachricht schreiben|anbieter kontaktieren|verkäufer kontaktieren|\
     contacter le vendeur|contacter l|envoyer un message|contactar al vendedor|contactar vendedor|\
     contatta il venditore|contatta|napisz wiadomość|stuur bericht|bericht sturen|skicka meddelande|\
     kontakta säljaren|написать продавцу|написать"
);

/// What the page says in words. A control to buy decides where no word does.
pub(super) fn availability(
    page: &PageEvidence,
    zones: &Zones,
    heading: Option<usize>,
    buys: &[usize],
) -> Option<Availability> {
    let start = heading.unwrap_or(0);
    let anchor = buys.first().copied();
    let mut best: Option<(usize, Availability)> = None;
    // What stands far behind both speaks of something else.
    let end = (anchor.unwrap_or(start).max(start) + 1_300).min(page.nodes().len());
    for at in start..end {
        let text = page.text(at);
        if text.len() < 5 || text.len() > 120 || zones.around(at) & (ELSEWHERE | flag::REVIEW | flag::HIDDEN) != 0 {
            continue;
        }
        let Some(said) = says(text) else { continue };
        if is_of_many(page, at) || is_alternative(page, at) {
            continue;
        }
        let named = zones.near(page, at, 4, 40) & flag::STOCK != 0;
        // A long sentence is a condition, not a state.
        if text.len() > 60 && !named {
            continue;
        }
        let distance = anchor.map_or(at - start, |buy| buy.abs_diff(at)) + text.len();
        let distance = if named { distance / 3 } else { distance };
        if distance < 400 && best.is_none_or(|(known, _)| distance < known) {
            best = Some((distance, said));
        }
    }
    let disabled = |at: usize| page.attribute(at, Name::Disabled).is_some();
    match best {
        Some((_, said)) => Some(said),
        None if buys.iter().any(|buy| !disabled(*buy)) => Some(Availability::InStock),
        None if buys.is_empty() && (0..end).any(|at| asks_seller(page, zones, at)) => Some(Availability::InStock),
        None => None,
    }
}

/// A cell of a table of offers: each row is another shop or another size.
fn is_of_many(page: &PageEvidence, at: usize) -> bool {
    let row = page.ancestors(at).take(6).find(|up| page.tag(*up) == Tag::Tr);
    row.is_some_and(|row| page.below(row).filter(|below| page.tag(*below) == Tag::Td).count() >= 4)
}

/// A label of a buy control that holds one for each state, of which style sheets show one.
fn is_alternative(page: &PageEvidence, at: usize) -> bool {
    let control = page.ancestors(at).take(4).find(|up| matches!(page.tag(*up), Tag::A | Tag::Button));
    control.is_some_and(|control| page.below(control).any(|below| below != at && says_buy(page.text(below))))
}

fn asks_seller(page: &PageEvidence, zones: &Zones, at: usize) -> bool {
    if !matches!(page.tag(at), Tag::Button | Tag::A) || zones.around(at) & (flag::FOOTER | flag::RELATED) != 0 {
        return false;
    }
    let text = page.joined_text(at, 60);
    CONTACT.may_begin(&text) && {
        let text = lower_case(&text);
        text.len() < 40 && CONTACT.at(&text, 0).is_some()
    }
}

/// What a text says of stock.
pub(in crate::detect) fn says(text: &str) -> Option<Availability> {
    let lower = lower_case(text.trim());
    let (mut preorder, mut stock) = (false, None);
    for at in word_starts(&lower) {
        let has = |phrases: &Phrases| phrases.at(&lower, at).is_some();
        if has(&OUT) {
            return Some(Availability::OutOfStock);
        }
        preorder = preorder || has(&PREORDER);
        stock = stock.or_else(|| has(&IN).then_some(at));
    }
    if preorder && lower.chars().count() < 40 {
        return Some(Availability::Preorder);
    }
    Some(if is_negated(&lower, stock?) { Availability::OutOfStock } else { Availability::InStock })
}

/// One of the three words before is "not" ("ya no está disponible", "non è più disponibile").
fn is_negated(lower: &str, at: usize) -> bool {
    const NOT: &str = "not|no|nicht|niet|pas|non|não|nie|není|nem|ei|не|нет|нема|няма|inte|ikke|δεν|tidak|belum|không|chưa|غير|ليس|לא";
    let head = lower.get(..at).unwrap_or("");
    let clause = head.behind_last_of(",.:;!|-–(");
    clause.split_whitespace().rev().take(3).any(|word| NOT.parts("|").any(|not| not == word))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn not_in_stock_is_out_of_it() {
        for (text, want) in [
            ("Disponible", Some(Availability::InStock)),
            ("Este producto ya no está disponible", Some(Availability::OutOfStock)),
            ("Non è più disponibile", Some(Availability::OutOfStock)),
            ("Δεν είναι διαθέσιμο", Some(Availability::OutOfStock)),
            ("Nicht verpassen: sofort lieferbar", Some(Availability::InStock)),
            ("Nu op voorraad", Some(Availability::InStock)),
            ("Pre-order now", Some(Availability::Preorder)),
            ("Red", None),
        ] {
            assert_eq!(says(text), want, "{text}");
        }
    }
}
