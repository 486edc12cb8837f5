//! The words that shops write into class names and ids, by what they say, and a quick way to look one up.

use super::words::{Flags, flag};
use crate::detect::lookup::Lookup;

/// Words by what they say. Only ASCII letters: names are split at everything else.
const WORDS: &[(Flags, &str)] = &[
    (
        flag::PRICE,
        "amount ar cena ceny cost fiyat gia hind hinta kaina koszt money precio preco preis preise \
         prezzo price pricebox prices pricing prijs pris prix productprice tsena",
    ),
    (
        flag::OLD,
        "alter altpreis ancien ancienne anterior antes antico antiga antigo antiguo barre before compare compareat crossed crossedout del deleted \
         discountedfrom doorgestreept eredeti eski forrige gammal gammel linethrough listprice msrp old oldprice original originalprice prev \
         previous priceold puvodni pvp regularprice retail rise rrp stara stary statt streichpreis \
         strike striked striken strikeprice strikethrough suggested tachado through uvp vorher was \
         wasprice",
    ),
    (
        flag::NOW,
        "actual actuel aktualna aktualni aktuell aktuelle aktueller aktuelt atual bid buynow current currentprice discounted final finalprice new \
         now nowprice offerprice our promo reduced sale saleprice sales special specialprice today",
    ),
    (flag::UNIT, "baseprice grundpreis measure perunit unit unitprice"),
    (flag::SHIPPING, "delivery dostawa envio freight livraison postage ship shipping spedizione versand versandkosten"),
    (
        flag::INSTALMENT,
        "affirm afterpay clearpay credit cuotas emi finance financing installment installments \
         instalment klarna leasing monthly parcela parcelamento parcelas paypal raten ratenzahlung \
         sezzle zip",
    ),
    (
        flag::SAVING,
        "coupon discount economie economy ersparnis off percent percentage rabatt save saved saving \
         savings yousave",
    ),
    (flag::MEMBER, "bonus club deposit loyalty member members points prime reward rewards vip wallet"),
    (flag::NET, "exc excl excluding extax exvat net netto notax withouttax"),
    (flag::TOTAL, "subtotal sum summary total totals"),
    (flag::HEADER, "announcement banner header masthead navbar toolbar topbar"),
    (flag::NAV, "dropdown megamenu menu nav navigation offcanvas submenu"),
    (flag::FOOTER, "copyright footer fuss"),
    (
        flag::RELATED,
        "accessories accessory ads adsense advert advertisement alsobought alternatives bestseller \
         bestsellers bundle bundles complementary cross crosssell crossselling crosssells frequently \
         history lookalike moreproducts others popular recent recently recommend recommendation \
         recommendations recommended recs related relatedproducts similar similarproducts sponsored \
         suggestions together trending upsell upsells viewed wishlist youmaylike zubehor",
    ),
    (flag::CART, "basketpreview cartdrawer cartpopup minibasket minicart miniwarenkorb shoppingcart warenkorb"),
    (
        flag::REVIEW,
        "bewertung bewertungen comment comments feedback qa questions review reviews testimonial \
         testimonials",
    ),
    (flag::HIDDEN, "dnone hidden hide invisible noscript offscreen sronly srt visuallyhidden"),
    (flag::CRUMB, "ariadne breadcrumb breadcrumbs brotkrumen crumb crumbs"),
    (flag::ASIDE, "aside cookie leftcolumn modal newsletter popover popup rightcolumn sidebar sidebox tooltip"),
    (
        flag::PRODUCT,
        "article artikel detail details goods item listing lot offer pdp prod prodotto product producto \
         produit produkt tovar",
    ),
    (flag::TITLE, "heading headline name nazwa productname producttitle titel title titre titulo"),
    (flag::MAIN, "main primary"),
    (
        flag::GALLERY,
        "big bigpic bild carousel cloudzoom elevatezoom featured fotorama full gallery hero image images \
         img large lightbox magnify mainimage media photo photos picture slider swiper zoom zoomimg",
    ),
    (
        flag::LOGO,
        "arrow avatar badge captcha flag icon icons loader loading logo payment pixel placeholder social \
         spacer spinner sprite star stars swatch swatches tracking trust",
    ),
    (flag::USED, "gebraucht occasion preowned refurbished usato used"),
    (flag::FILTER, "facet facets filter filters pagination range refine sort toolbarproducts"),
    (flag::CENTS, "cent centavos centimes cents decimal decimals fraction kop kopeck minor penny"),
    (
        flag::STOCK,
        "availability available bestand disponibilite dostupnost instock inventory lager lagerstatus \
         outofstock soldout stock unavailable verfugbarkeit",
    ),
    (flag::BRAND, "brand designer hersteller maker manufacturer marca marke marque producer vendor"),
    (flag::SMALL, "mini small thumb thumbnail thumbnails thumbs"),
    (flag::LIST, "card cards catalog category grid list listings products results tile tiles"),
];

static TABLE: Lookup<Flags> = Lookup::new(WORDS, b' ');

/// What a lower-case word says; nothing for most.
pub(super) fn flags_of_word(word: &[u8]) -> Flags {
    TABLE.get(word).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::detect::lookup::PLACES;

    #[test]
    fn every_word_is_found_and_no_other() {
        let mut count = 0;
        for (flags, words) in WORDS {
            for word in words.split(' ') {
                assert_eq!(flags_of_word(word.as_bytes()), *flags, "{word}");
                count += 1;
            }
        }
        assert!(count * 2 <= PLACES, "{count} words fill the table");
        for other in ["", "container", "xprice", "pric", "col"] {
            assert_eq!(flags_of_word(other.as_bytes()), 0, "{other}");
        }
    }
}
