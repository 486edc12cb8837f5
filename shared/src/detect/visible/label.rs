//! The labels that shops put before a product's number and its maker, in the languages of their shops, and what stands behind them.
use crate::detect::lookup::Lookup;
use crate::find::Find;
use crate::lower_case::lower_case;

/// What a label announces.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Label {
    /// The shop's own number.
    Sku,
    /// A number of the maker's, or one that shops use for many things.
    Model,
    Brand,
}

/// Lower-case, without the signs behind them, parted by `|`.
const LABELS: [(Label, &str); 3] = [
    (
        Label::Sku,
        "sku|skus|item|item no|item nr|item number|item code|item id|item sku|product code|product id|product no|\
         product number|product sku|product ref|product reference|article number|article no|article code|art no|\
         catalog number|catalogue number|cat no|stock code|stock no|stock number|stock id|reference|ref|ref no|\
         order code|order number|style|style no|style number|style code|web id|listing id|ad id|dpci|\
         artikelnummer|artikel-nr|artikel nr|artikelnr|art-nr|art.-nr|art. nr|art.nr|art nr|artnr|bestellnummer|\
         bestell-nr|bestellnr|best.-nr|best. nr|produktnummer|produkt-nr|produktcode|sachnummer|\
         référence|référence produit|réf|réf. produit|code article|code produit|no de produit|n° de produit|n° d'article|numéro d'article|\
         referencia|código|código de producto|código del producto|codigo|código do produto|referência|cód|cod|\
         codice|codice articolo|codice prodotto|cod articolo|cod prodotto|cod art|código de artículo|riferimento|sku articolo|\
         artikelcode|bestelnummer|productcode|productnummer|indeks|kod produktu|kod towaru|numer katalogowy|\
         nr katalogowy|nr kat|symbol|kód|kód produktu|kód zboží|kód tovaru|objednací číslo|objednací kód|\
         katalogové číslo|číslo produktu|cikkszám|termékkód|cod produs|cod articol|varenummer|varenr|vare-nr|\
         tuotenumero|tuotekoodi|tuotenro|ürün kodu|stok kodu|artikul|tootekood|preces kods|prekės kodas|\
         артикул|арт|код товара|код продукта|код|номер товара|код товару|каталожный номер|номенклатурный номер|\
         品番|商品货号|产品编号|产品型号|商品型號|貨品編號|商品番号|商品コード|商品管理番号|商品编号|商品编码|货号|商品編號|貨號|상품번호|상품코드|\
         mã sản phẩm|mã sp|mã hàng|kode produk|מק\"ט|מק״ט|רמז המוצר|رمز المنتج|رقم المنتج|رقم الصنف|كود المنتج|رمز الصنف|κωδικός|κωδικός προϊόντος|κωδ|รหัสสินค้า|รหัส|код на продукт|anzeigen-id|anzeigennr|\
         anzeigennummer|artikel-id|objektnummer|n° d'annonce|id anuncio|n.º art|código sku|ref. interna|šifra|šifra artikla|šifra proizvoda|kat. številka|nr ref|sku code",
    ),
    (
        Label::Model,
        "model|model no|model number|model name|item model number|mpn|part|part no|part number|part nr|mfr part number|\
         manufacturer part number|manufacturer no|mfg part|oem|herstellernummer|hersteller-nr|herst.-nr|herstellerartikelnummer|\
         modell|modelo|modèle|modello|kod producenta|модель|型号|型番|型號|model kodu|رقم الموديل|الموديل|모델명|모델번호|รุ่น|μοντέλο|דגם|modell-nr|modellnummer|mallinumero|malli|model produktu",
    ),
    (
        Label::Brand,
        "brand|brand name|brands|product brand|manufacturer|manufactured by|maker|made by|designer|marke|marken|\
         hersteller|markenname|marque|fabricant|marca|fabricante|marchio|produttore|fabbricante|merk|fabrikant|\
         producent|marka|značka|výrobce|výrobca|gyártó|márka|producător|varumärke|tillverkare|mærke|merke|\
         produsent|valmistaja|tuotemerkki|merkki|bränd|tootja|ražotājs|zīmols|gamintojas|prekės ženklas|üretici|\
         бренд|производитель|марка|торговая марка|виробник|торгова марка|производител|ブランド|ブランド名|\
         メーカー|品牌|厂商|廠牌|브랜드|제조사|thương hiệu|nhãn hiệu|hãng sản xuất|merek|מותג|יצרן|\
         العلامة التجارية|الماركة|κατασκευαστής|μάρκα|แบรนด์|ยี่ห้อ|商品品牌|品牌名称|メーカー名|robna marka|proizvođač|proizvajalec|znamka|марка на продукта|商标",
    ),
];

static TABLE: Lookup<Label> = Lookup::new(&LABELS, b'|');

/// Signs that stand between a label and its value.
fn is_sign(c: char) -> bool {
    c.is_whitespace() || matches!(c, ':' | '#' | '.' | '-' | '–' | '：' | '°' | 'º' | '=' | '|' | '(' | '[')
}

/// What a text announces that is a label and nothing else.
pub(super) fn label(text: &str) -> Option<Label> {
    let plain = text.shorn(is_sign);
    // No label is longer than this; every text of the page comes by here.
    if plain.is_empty() || plain.len() > 50 {
        return None;
    }
    let found = if plain.is_ascii() {
        let mut lower = [0; 50];
        let lower = lower.get_mut(..plain.len())?;
        lower.copy_from_slice(plain.as_bytes());
        lower.make_ascii_lowercase();
        TABLE.get(lower)
    } else {
        TABLE.get(lower_case(plain).as_bytes())
    };
    // "Cat. No.", "Cod. art.": shortened words may be dotted or not.
    let is_dotted = found.is_none() && plain.bytes().any(|b| b == b'.');
    if is_dotted { label(&plain.chars().filter(|c| *c != '.').collect::<String>()) } else { found }
}

/// A label with its value in one text: "SKU: A-1", "Bestellnummer 106606".
pub(super) fn labelled(text: &str) -> Option<(Label, &str)> {
    let text = text.trim();
    if let Some(at) = text.first_such(|sign| matches!(sign, ':' | '：' | '#')) {
        let (head, tail) = text.split_at_checked(at)?;
        let value = tail.shorn_before(is_sign);
        return if value.is_empty() { None } else { Some((label(head)?, value)) };
    }
    // Without a sign between them only a number is a value.
    let at = text.first_such(|c| c.is_ascii_digit())?;
    let start = text.get(..at)?.rfind(char::is_whitespace)?;
    let (head, value) = text.split_at_checked(start)?;
    let found = label(head).filter(|found| *found == Label::Sku)?;
    (head.trim().chars().count() > 2).then(|| (found, value.trim()))
}

/// A product's number at the start of a text: letters, digits and few signs, with a digit in it.
pub(super) fn number(text: &str) -> Option<String> {
    let text = text.shorn(|c| is_sign(c) || matches!(c, ')' | ']' | ',' | ';'));
    let mut out = String::new();
    for word in text.split_whitespace().take(4) {
        let word = word.shorn(|c| matches!(c, ',' | ';' | ')' | '('));
        let digits = word.chars().filter(char::is_ascii_digit).count();
        let capitals = word.len() <= 6 && word.chars().all(|c| c.is_ascii_uppercase());
        let coded = out.is_empty() && word.holds("-") && word.chars().all(|c| c.is_ascii_uppercase() || c == '-');
        if digits == 0 && !coded && !(capitals && text.split_whitespace().count() > 1) {
            break;
        }
        if !out.is_empty() {
            out.push(' ');
        }
        out.push_str(word);
    }
    let out = out.shorn_behind(|c| !c.is_ascii_digit() && c != ' ' && !c.is_alphabetic()).to_owned();
    let length = out.chars().count();
    let has_digit = out.bytes().any(|b| b.is_ascii_digit());
    let plain = out.chars().all(|c| c.is_alphanumeric() || matches!(c, '-' | '_' | '.' | '/' | ' ' | '+' | '*'));
    // "Style: SW-BN-CH": letters alone are a number where capitals are joined by dashes.
    let coded = length >= 5 && out.holds("-") && out.chars().all(|c| c.is_ascii_uppercase() || c == '-');
    ((has_digit || coded) && plain && (3..=40).contains(&length)).then_some(out)
}

/// The name of a maker: a few words, and none that ask for something.
pub(in crate::detect) fn maker(text: &str) -> Option<String> {
    let mut name = text.shorn(|c| c.is_whitespace() || matches!(c, ':' | '|' | ',' | '-' | '–' | '>' | '›'));
    for (before, after) in [
        ("Visit the ", " Store"),
        ("by ", ""),
        ("By ", ""),
        ("von ", ""),
        ("Shop all ", ""),
        ("Besuchen Sie den ", "-Store"),
        ("Besuche den ", "-Store"),
        ("Visiter la boutique ", ""),
        ("Visita lo Store di ", ""),
        ("Visita la tienda de ", ""),
        ("Bezoek de ", "-winkel"),
        ("More from ", ""),
    ] {
        if let Some(inner) = name.strip_prefix(before).and_then(|rest| rest.strip_suffix(after)) {
            name = inner.trim();
        }
    }
    let name = labelled(name).filter(|(kind, _)| *kind == Label::Brand).map_or(name, |(_, value)| value);
    let words = name.split_whitespace().count();
    let letters = name.chars().filter(|c| c.is_alphabetic()).count();
    let asks = name.has(|sign| matches!(sign, '?' | '!' | ':' | '{' | '€' | '$' | '£' | '='))
        || name.ends_with(".") && words > 2;
    const EMPTY: &str = "brand|brands|all|all brands|more|n/a|na|none|other|no brand|unbranded|generic|select|home|view all|details|unknown";
    let lower = lower_case(name);
    let good = (1..=5).contains(&words) && letters >= 2 && name.chars().count() <= 50 && !asks;
    (good && !lower.is_one_of(EMPTY) && label(name).is_none()).then(|| name.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_label_and_its_value_are_told_apart() {
        for (text, want) in [
            ("SKU: A-1", Some((Label::Sku, "A-1"))),
            ("Item # 33-44", Some((Label::Sku, "33-44"))),
            ("Product code: 287807", Some((Label::Sku, "287807"))),
            ("Bestellnummer 106606", Some((Label::Sku, "106606"))),
            ("Cat. No. 412/7788", Some((Label::Sku, "412/7788"))),
            ("Cod. art. 120/NORA", Some((Label::Sku, "120/NORA"))),
            ("Art.-Nr.: 12 345", Some((Label::Sku, "12 345"))),
            ("Артикул: 5512", Some((Label::Sku, "5512"))),
            ("商品番号：AB12", Some((Label::Sku, "AB12"))),
            ("Marke: Riess", Some((Label::Brand, "Riess"))),
            ("Model: K-200", Some((Label::Model, "K-200"))),
            ("Only 3 left", None),
            ("Delivery: 3 days", None),
            ("SKU:", None),
            ("Style 4 life", None),
        ] {
            let found = labelled(text)
                .filter(|(_, value)| text != "Style 4 life" || number(value).is_some_and(|n| n.len() > 5));
            assert_eq!(found, want, "{text}");
        }
    }

    #[test]
    fn every_label_is_read_as_what_it_is() {
        let mut all: Vec<&str> = Vec::new();
        for (kind, words) in LABELS {
            for word in words.split('|') {
                assert_eq!(label(&word.to_uppercase().replace('İ', "i")).or(label(word)), Some(kind), "{word:?}");
                assert!(word.len() <= 50 && !all.contains(&word), "{word:?}");
                all.push(word);
            }
        }
    }

    #[test]
    fn numbers_and_makers_are_cut_out_of_their_texts() {
        for (text, want) in [
            ("A-1", Some("A-1")),
            ("12 345 67", Some("12 345 67")),
            ("8811-R (red)", Some("8811-R")),
            ("see below", None),
            ("4", None),
            ("12.3.", Some("12.3")),
        ] {
            assert_eq!(number(text).as_deref(), want, "{text}");
        }
        for (text, want) in [
            ("Riess", Some("Riess")),
            ("Visit the Riess Store", Some("Riess")),
            ("by Tom Dixon", Some("Tom Dixon")),
            ("All brands", None),
            ("What do you want to know?", None),
            ("12", None),
        ] {
            assert_eq!(maker(text).as_deref(), want, "{text}");
        }
    }
}
