//! Controls that put something into a cart, in many languages.

use super::words::flag;
use super::zones::{ELSEWHERE, Zones};
use crate::find::Find;
use crate::lower_case::lower_case;
use crate::page::{Name, PageEvidence, Tag};
use crate::phrases::{Phrases, phrases};
use crate::product_url;

static BUY: Phrases = phrases!(
    "\
     add to cart|add to basket|add to bag|add to trolley|buy now|buy it now|add to order|pre-order|preorder|\
     order now|place bid|purchase|buy this|in den warenkorb|in den einkaufswagen|jetzt kaufen|in den korb|\
     zum warenkorb hinzu|vorbestellen|bestellen|ajouter au panier|acheter|ajouter au sac|añadir al carrito|\
     agregar al carrito|añadir a la cesta|comprar|adicionar ao carrinho|aggiungi al carrello|acquista|in winkelwagen|\
     in winkelmand|toevoegen aan|enchérir|jetzt bieten|pujar|licytuj|入札する|bied nu|dodaj do koszyka|do koszyka|kup teraz|kup|do košíku|přidat do košíku|koupit|\
     vložit do košíku|do košíka|kosárba|adaugă în coș|adauga in cos|cumpara|lägg i varukorg|lägg i kundvagn|köp|\
     læg i kurv|køb|legg i handlekurv|kjøp|lisää ostoskoriin|osta|sepete ekle|satın al|в корзину|купить|в кошик|\
     купити|добави|立即購買|立即购买|馬上買|放入購物車|直接購買|購入手続き|今すぐ購入|かごに入れる|바로구매|구매하기|カートに入れる|加入购物车|加入購物車|장바구니|\
     thêm vào giỏ|mua ngay|tambah ke keranjang|買い物かご|かごに追加|ショッピングカートに入れる|購入する|立即抢购|加入购物袋|加入購物袋|कार्ट में|เพิ่มลง|\
     หยิบใส่|ซื้อเลย|ซื้อสินค้า|προσθήκη στο καλάθι|αγορά|הוסף לסל|הוספה לסל|קנה עכשיו|أضف إلى السلة|إضافة للسلة|\
     أضف للسلة|إضافة إلى السلة|اشتر الآن|اشتري الآن|افزودن به سبد|masukkan keranjang|masukkan ke keranjang|\
     beli sekarang|thêm giỏ hàng|dodaj u košaricu|dodaj v košarico|u košaricu|u korpu|dodaj u korpu|lisa ostukorvi|\
     lisa korvi|pievienot grozam|ielikt grozā|į krepšelį|купете|в количката|\
     себетке салу|köp nu|läg i kurv|handla|i varukorgen|legg i handlevogn|kjøp nå|lägg till i varukorg|\
     anadir al carrito|agregar a la bolsa|agregar a carrito|lo quiero|adicionar à sacola|\
     adicionar ao cesto|metti nel carrello|aggiungi alla borsa|j'achète|mettre au panier|ajouter au cabas|\
     bestel nu|megveszem|sepete at|hemen al|ostoskoriin|səbətə|\
     commander|ordina ora|bestil|beställ|zamów|objednat|megrendelem|comandă|заказать|замовити|đặt hàng|pesan sekarang"
);

/// Parts of the names of such controls, without signs and capitals.
static NAMES: Phrases = phrases!(
    "addtocart|addtobasket|addtobag|buynow|cartadd|btnbuy|buybutton|buybtn|addcart|productformsubmit|singleaddto"
);

/// A text that asks to buy.
pub(super) fn says_buy(text: &str) -> bool {
    let text = text.trim();
    if !BUY.may_begin(text) {
        return false;
    }
    let lower = lower_case(text);
    lower.len() <= 60
        && BUY
            .all_at(&lower, 0)
            .any(|(_, words)| words.chars().count() > 4 || lower.chars().count() <= words.chars().count() + 4)
}

/// The page's own buy controls, and how many stand in cards of other products.
pub(super) fn controls(page: &PageEvidence, zones: &Zones) -> (Vec<usize>, usize) {
    let mut own: Vec<usize> = Vec::new();
    let mut in_lists = 0;
    for at in 0..page.nodes().len() {
        let is_control = match page.tag(at) {
            Tag::Button | Tag::A => true,
            Tag::Input => matches!(page.attribute(at, Name::Type), Some("submit" | "button" | "image")),
            Tag::Div | Tag::Span => page.attribute(at, Name::Role) == Some("button"),
            _ => false,
        };
        // Menus and footers hold most links of a page and never the button.
        if !is_control || zones.around(at) & (flag::NAV | flag::FOOTER) != 0 {
            continue;
        }
        let mut buys = page.attribute(at, Name::Class).is_some_and(names_buy)
            || page.attribute(at, Name::Id).is_some_and(names_buy);
        buys = buys || page.attribute(at, Name::NameAttr).is_some_and(names_buy);
        if !buys {
            let label = match page.tag(at) {
                Tag::Input if page.attribute(at, Name::Src).is_some_and(names_buy) => "buy now".to_owned(),
                Tag::Input => {
                    page.attribute(at, Name::Value).or(page.attribute(at, Name::Alt)).unwrap_or("").to_owned()
                }
                _ if page.below(at).len() <= 12 => page.joined_text(at, 80),
                _ => String::new(),
            };
            let picture = page.below(at).take(4).find(|below| page.tag(*below) == Tag::Img);
            let pictured = picture.is_some_and(|img| {
                page.attribute(img, Name::Alt).is_some_and(says_buy)
                    || page.attribute(img, Name::Src).is_some_and(names_buy)
            });
            buys = pictured || says_buy(&label) || page.attribute(at, Name::AriaLabel).is_some_and(says_buy);
        }
        if !buys || sells_elsewhere(page, at) {
            continue;
        }
        let around = zones.around(at);
        if around & ELSEWHERE != 0 {
            in_lists += usize::from(around & flag::RELATED != 0);
            continue;
        }
        own.push(at);
    }
    if own.len() > 6 {
        // A grid of cards, each with its own button.
        return (own.get(..1).unwrap_or_default().to_vec(), in_lists + own.len());
    }
    (own, in_lists)
}

/// A link to another site: who writes about a thing sends readers to the shop that sells it. Carts and payments that live
/// with a service of their own are the shop's.
fn sells_elsewhere(page: &PageEvidence, at: usize) -> bool {
    let Some(href) = page.attribute(at, Name::Href).filter(|_| page.tag(at) == Tag::A) else { return false };
    let (there, here) = (product_url::host(href), product_url::host(&page.url));
    !there.is_empty()
        && !here.is_empty()
        && site(there) != site(here)
        && !["cart", "checkout", "basket", "paypal", "pay.", "order"].iter().any(|word| href.holds(word))
}

/// The last two labels of a host.
fn site(host: &str) -> &str {
    let dot = host.rmatch_indices('.').nth(1).map_or(0, |(at, _)| at + 1);
    host.get(dot..).unwrap_or(host)
}

/// "add-to-cart", "btnAddToCart", "buy_now".
fn names_buy(names: &str) -> bool {
    let could_be = names.as_bytes().windows(3).any(|at| match at {
        [b'b' | b'B', rest @ ..] => rest.eq_ignore_ascii_case(b"uy"),
        [b'a' | b'A', rest @ ..] => rest.eq_ignore_ascii_case(b"dd"),
        [b'c' | b'C', rest @ ..] => rest.eq_ignore_ascii_case(b"ar"),
        _ => false,
    });
    if !could_be {
        return false;
    }
    let plain: String = names.chars().filter(char::is_ascii_alphanumeric).collect::<String>().to_ascii_lowercase();
    NAMES.within(&plain)
}
