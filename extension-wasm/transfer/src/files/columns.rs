//! Which column of a table, or which name in JSON, is what: the words of many languages and of the programs that export lists.

use super::cell::address;
use super::draft::{Draft, Field};
use super::table::Record;
use super::wish::{Fault, Row};
use shared::join::joined;
use shared::lower_case::lower_case;
use shared::price_text::first_amount;

/// The first rows may be a heading of another kind; behind them no names are looked for.
const HEADINGS: usize = 10;

/// What columns are called, as [`bare`] leaves it. Goodreads, Amazon, Elfster, Giftster, Notion, Trello, shops and people write these.
const NAMES: [(Field, &str); 14] = [
    (
        Field::Title,
        "title|name|item|item name|item title|product|product name|product title|productname|producttitle|itemname|wish|gift|gift name|gift idea|what|\
article|titel|bezeichnung|artikel|artikelname|produkt|produktname|wunsch|geschenk|geschenkidee|was|titre|nom|produit|cadeau|nom du produit|\
título|titulo|nombre|producto|regalo|artículo|articulo|nombre del producto|titolo|nome|prodotto|articolo|produto|presente|nome do produto|\
naam|productnaam|wens|namn|produkt|önskan|navn|ønske|vare|nimi|tuote|lahja|tytuł|nazwa|prezent|nazwa produktu|název|dárek|název produktu|\
názov|név|termék|ajándék|nume|produs|cadou|denumire|ürün|ürün adı|ad|hediye|название|наименование|товар|подарок|имя|назва|подарунок|\
όνομα|τίτλος|προϊόν|שם|כותרת|פריט|מוצר|מתנה|שם המוצר|اسم|العنوان|المنتج|هدية|商品名|名前|タイトル|品名|名称|商品|标题|產品|名稱|이름|제목|상품명|상품",
    ),
    (
        Field::Url,
        "url|link|links|web|website|address|web address|product url|product link|producturl|item url|item link|itemurl|href|page|where to buy|\
where|shop link|adresse|webadresse|internetadresse|produktlink|lien|adresse web|lien du produit|enlace|dirección|vínculo|collegamento|\
indirizzo|ligação|endereço|webadres|länk|lenke|linkki|adres|odkaz|hivatkozás|adresă|bağlantı|ссылка|адрес|посилання|σύνδεσμος|קישור|\
כתובת|لينك|رابط|リンク|链接|連結|網址|网址|링크|주소",
    ),
    (
        Field::Price,
        "price|cost|amount|price paid|list price|unit price|current price|item price|itemprice|est price|estimated price|approx price|price range|\
preis|kosten|betrag|einzelpreis|prix|coût|montant|precio|coste|costo|importe|prezzo|preço|preco|valor|prijs|pris|hinta|cena|ár|preț|pret|\
fiyat|цена|стоимость|ціна|τιμή|מחיר|علوى|السعر|سعر|価格|値段|金額|价格|價格|가격",
    ),
    (
        Field::Currency,
        "currency|currency code|price currency|pricecurrency|währung|devise|monnaie|moneda|divisa|valuta|moeda|waluta|měna|mena|pénznem|\
valută|para birimi|валюта|νόμισμα|מטבע|العملة|通貨|货币|貨幣|통화",
    ),
    (
        Field::Image,
        "image|image url|image link|imageurl|image src|picture|picture url|photo|photo url|thumbnail|img|bild|bild url|foto|image du produit|\
imagen|immagine|imagem|afbeelding|bilde|billede|kuva|zdjęcie|obraz|obrázek|kép|imagine|resim|görsel|изображение|картинка|фото|зображення|\
εικόνα|תמונה|صورة|画像|图片|圖片|이미지|사진",
    ),
    (
        Field::Note,
        "note|notes|comment|comments|description|details|remark|remarks|message|my review|notiz|notizen|kommentar|bemerkung|bemerkungen|anmerkung|\
hinweis|beschreibung|remarque|remarques|commentaire|commentaires|notes pour|nota|notas|comentario|comentarios|descripción|descripcion|\
note per|commento|commenti|descrizione|comentário|comentários|descrição|opmerking|opmerkingen|omschrijving|beschrijving|notitie|anteckning|\
beskrivning|merknad|notat|bemærkning|beskrivelse|huomautus|kuvaus|uwagi|opis|komentarz|notatka|poznámka|popis|megjegyzés|leírás|notă|\
descriere|not|açıklama|заметка|комментарий|описание|примечание|опис|примітка|σημείωση|σχόλια|περιγραφή|הערה|הערות|תיאור|ملاحظة|ملاحظات|\
وصف|メモ|備考|説明|备注|備註|描述|메모|설명",
    ),
    (
        Field::PrivateNote,
        "private note|private notes|private comment|notiz für mich|eigene notiz|private notiz|note privée|nota privada|nota privata|הערה פרטית",
    ),
    (
        Field::Quantity,
        "quantity|qty|count|number|how many|quantity wanted|wanted|desired|requested|quantity desired|needed|menge|anzahl|stückzahl|stück|\
quantité|qté|nombre voulu|cantidad|cant|quantità|qtà|quantidade|qtd|aantal|antal|antall|määrä|ilość|liczba|množství|počet|mennyiség|darab|\
cantitate|adet|miktar|количество|кол во|кількість|ποσότητα|כמות|الكمية|数量|個数|數量|수량",
    ),
    (
        Field::Priority,
        "priority|rank|importance|rating|stars|my rating|priorität|wichtigkeit|rang|priorité|prioridad|priorità|prioridade|prioriteit|prioritet|\
prioriteetti|priorytet|priorita|prioritás|prioritate|öncelik|приоритет|важность|пріоритет|προτεραιότητα|עדיפות|الأولوية|優先度|优先级|優先順序|우선순위",
    ),
    (
        Field::Board,
        "board|boards|list|lists|list name|wish list|wishlist|collection|folder|category|for|for whom|recipient|person|bookshelves|shelf|liste|\
listenname|wunschliste|wunschzettel|sammlung|ordner|kategorie|für|für wen|dossier|catégorie|pour|pour qui|lista|lista de deseos|carpeta|\
categoría|para|para quién|lista dei desideri|cartella|categoria|per|lijst|verlanglijst|map|categorie|voor|lista de desejos|pasta|lista życzeń|\
kategoria|dla|seznam|kategorie|liste adı|kategori|список|категория|для|кому|λίστα|לוח|לוחות|רשימה|קטגוריה|עבור|قائمة|リスト|カテゴリ|列表|清單|목록",
    ),
    (
        Field::Occasion,
        "occasion|event|anlass|ereignis|occasione|ocasión|evento|ocasião|gelegenheid|okazja|příležitost|alkalom|повод|событие|אירוע|المناسبة|イベント|场合|행사",
    ),
    (
        Field::Variant,
        "options|option|variant|size|colour|color|size colour|size color|optionen|ausführung|größe|farbe|taille|couleur|talla|taglia|maat|אפשרויות|מידה|צבע",
    ),
    (
        Field::Below,
        "tell below|alert below|target price|price alert|wunschpreis|preisalarm|prix cible|precio objetivo|prezzo obiettivo|מחיר יעד",
    ),
    (Field::State, "state|status|zustand"),
];

/// A name without what parts its words, as they are compared: "Product_URL:" is "product url".
fn bare(name: &str) -> String {
    let lower = lower_case(name);
    let words: Vec<&str> = lower.split(|sign: char| !sign.is_alphanumeric()).filter(|word| !word.is_empty()).collect();
    joined(&words, " ")
}

/// What a column or a field of this name holds.
pub(super) fn field(name: &str) -> Option<Field> {
    let name = bare(name);
    if name.is_empty() {
        return None;
    }
    NAMES.iter().find(|(_, names)| names.split('|').any(|known| known == name)).map(|(field, _)| *field)
}

/// What each column is, and where the rows begin. Without names the cells themselves say what they are.
fn named(records: &[Record]) -> Option<(Vec<Option<Field>>, usize)> {
    records.iter().take(HEADINGS).enumerate().find_map(|(at, record)| {
        let fields: Vec<Option<Field>> = record.cells.iter().map(|cell| field(cell)).collect();
        let holds = |wanted| fields.contains(&Some(wanted));
        let known = fields.iter().flatten().count();
        let names = (holds(Field::Title) || holds(Field::Url)) && known >= record.cells.len().min(2);
        names.then_some((fields, at + 1))
    })
}

/// The rows of a table.
pub(super) fn rows(records: &[Record]) -> Vec<Row> {
    let columns = named(records);
    let begin = columns.as_ref().map_or(0, |(_, begin)| *begin);
    let rows = records.iter().skip(begin).filter_map(|record| {
        let draft = match &columns {
            Some((fields, _)) => by_name(record, fields),
            None => by_look(record),
        };
        if draft.is_empty() {
            return None;
        }
        let mut row = draft.row(record.line);
        if record.open {
            row.fault(Fault::Open);
        }
        if columns.as_ref().is_some_and(|(fields, _)| has_more(record, fields.len())) {
            row.fault(Fault::Cells);
        }
        Some(row)
    });
    rows.collect()
}

fn has_more(record: &Record, columns: usize) -> bool {
    record.cells.iter().skip(columns).any(|cell| !cell.trim().is_empty())
}

fn by_name(record: &Record, fields: &[Option<Field>]) -> Draft {
    let mut draft = Draft::default();
    for (cell, field) in record.cells.iter().zip(fields) {
        if let Some(field) = field {
            draft.put(*field, super::guard::taken_off(cell));
        }
    }
    draft
}

/// An address is the address, an amount with its sign the price, the first other text the title, the next the note.
fn by_look(record: &Record) -> Draft {
    let mut draft = Draft::default();
    let mut texts = Vec::new();
    for cell in &record.cells {
        let cell = super::guard::taken_off(cell).trim();
        if cell.is_empty() {
        } else if address(cell).is_some() {
            draft.put(Field::Url, cell);
        } else if is_price(cell) {
            draft.put(Field::Price, cell);
        } else {
            texts.push(cell);
        }
    }
    for (text, field) in texts.iter().zip([Field::Title, Field::Note]) {
        draft.put(field, text);
    }
    draft
}

/// An amount of money and hardly anything else.
pub(super) fn is_price(text: &str) -> bool {
    let amount = first_amount(text).filter(|amount| amount.sign.is_some() && !amount.foreign);
    amount.is_some() && text.chars().count() <= 20 && text.chars().filter(|sign| sign.is_alphabetic()).count() <= 4
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::files::table::records;

    fn read(text: &str) -> Vec<Row> {
        rows(&records(text, 100))
    }

    #[test]
    fn columns_are_known_by_the_words_of_many_languages() {
        for heading in [
            "Title,Price,Currency,URL,Quantity,Notes,List",
            "Bezeichnung;Preis;Währung;Link;Menge;Bemerkung;Wunschliste",
            "NOM\tPrix\tDevise\tLien\tQuantité\tCommentaires\tListe",
            "Nombre,Precio,Moneda,Enlace,Cantidad,Notas,Lista",
            "Titolo;Prezzo;Valuta;Indirizzo;Quantità;Note;Lista",
            "product_name,list_price,price_currency,product_url,qty,comments,board",
            "שם,מחיר,מטבע,קישור,כמות,הערות,רשימה",
            "Название;Цена;Валюта;Ссылка;Количество;Описание;Список",
            "商品名,価格,通貨,リンク,数量,メモ,リスト",
        ] {
            let separator = [';', '\t', ','].into_iter().find(|sign| heading.contains(*sign)).unwrap_or(',');
            let cells = ["Kettle", "19.90", "EUR", "https://shop.example/p/1", "2", "the red one", "Ana"];
            let text = [heading, &cells.join(&separator.to_string())].join("\n");
            let rows = read(&text);
            assert_eq!(rows.len(), 1, "{heading}");
            let (row, wish) = (&rows[0], &rows[0].wish);
            assert!(row.faults.is_empty(), "{heading}: {row:?}");
            assert_eq!((row.line, wish.title.as_str(), wish.boards.as_slice()), (2, "Kettle", &["Ana".to_owned()][..]));
            assert_eq!(wish.price.map(|price| price.to_decimal()).as_deref(), Some("19.90"), "{heading}");
            assert_eq!(wish.note.as_deref(), Some("the red one"), "{heading}");
            assert_eq!(wish.url.as_deref(), Some("https://shop.example/p/1"), "{heading}");
        }
    }

    #[test]
    fn every_word_says_one_thing() {
        let mut known: Vec<(&str, Field)> = Vec::new();
        for (field, names) in NAMES {
            for name in names.split('|') {
                assert_eq!(bare(name), name, "it is never found so");
                assert!(known.iter().all(|(other, of)| *other != name || *of == field), "{name} says two things");
                known.push((name, field));
            }
        }
    }

    #[test]
    fn a_table_without_names_is_read_by_its_looks() {
        let rows = read("Red kettle;€19.90;https://shop.example/p/1\nBlue mug;;the small one\n");
        assert_eq!(rows[0].wish.title, "Red kettle");
        assert_eq!(rows[0].wish.url.as_deref(), Some("https://shop.example/p/1"));
        assert_eq!(rows[0].wish.price.map(|price| price.amount_minor), Some(1_990));
        assert_eq!((rows[1].wish.title.as_str(), rows[1].wish.note.as_deref()), ("Blue mug", Some("the small one")));
    }

    #[test]
    fn names_may_stand_below_a_heading_and_a_long_row_says_so() {
        let rows = read("My list 2026\n\nName,Price\nKettle,5 EUR\nMug,2 EUR,left over\n");
        assert_eq!(
            rows.iter().map(|row| (row.line, row.wish.title.as_str())).collect::<Vec<_>>(),
            [(4, "Kettle"), (5, "Mug")]
        );
        assert_eq!((rows[0].faults.len(), &rows[1].faults[..]), (0, &[Fault::Cells][..]));
    }
}
