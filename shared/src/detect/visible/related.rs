//! The headings that shops of many countries put over other products than the page's own.

use crate::lower_case::lower_case;
use crate::phrases::{Phrases, phrases};

/// Headings over other products, lower-case, as they start.
static RELATED_HEADINGS: Phrases = phrases!(
    "\
     related|similar|you may also|you might also|customers also|customers who|recommended|recommendations|\
     recently viewed|more from|more items|people also|also bought|frequently bought|complete the look|shop the look|\
     pairs well|others also|best sellers|bestsellers|popular|we recommend|trending|goes well with|sponsored|\
     other products|more products|new arrivals|top products|inspired by|other customers|ähnliche|das könnte|kunden|\
     zuletzt angesehen|passend|zubehör|empfehlungen|weitere produkte|andere kunden|wird oft|vous aimerez|\
     produits similaires|produits associés|productos relacionados|también te|prodotti correlati|potrebbe|\
     gerelateerde|anderen bekeken|podobne|produtos relacionados|podobné|související|с этим|похожие|смотрите также|\
     рекомендуем|вам может|вам также|сопутствующие|вместе с|вы смотрели|покупают|аналоги|схожі|рекомендуємо|супутні|\
     дивіться також|з цим|les clients|vous pourriez|vous avez aussi|nos suggestions|produits complémentaires|\
     produits recommandés|productos similares|te puede|también le|quienes compraron|los clientes|otros clientes|\
     quem viu|quem comprou|compre junto|produtos similares|você também|você pode|ti potrebbe|potrebbero|\
     spesso comprati|chi ha comprato|prodotti simili|anderen kochten|klanten |ook interessant|misschien|\
     vergelijkbare|aanbevolen|polecane|polecamy|klienci|inni |zobacz także|zobacz też|produkty powiązane|może ci|\
     ostatní|mohlo by|zákazníci|doporučujeme|alternativ|súvisiace|odporúčame|hasonló|ajánlott|kapcsolódó|vásárlóink|\
     mások|produse similare|produse recomandate|clienții|s-ar putea|liknande|andra köpte|relaterade|du kanske|\
     rekommender|relaterede|lignende|andre købte|andre kjøpte|relaterte|måske|samankaltaisia|suosittelemme|saatat|\
     muut ostivat|benzer|ilgili ürünler|önerilen|birlikte|bunları|σχετικά|παρόμοια|δείτε επίσης|προτεινόμενα|関連|おすすめ|\
     この商品を|類似|チェックした|最近|相关|相關|推荐|推薦|猜你|看了又看|您可能|你可能|관련|추천|함께|비슷한|다른 고객|منتجات ذات|منتجات مشابهة|قد يعجبك|\
     מוצרים דומים|מוצרים קשורים|אולי תאהב|sản phẩm liên quan|sản phẩm tương tự|có thể bạn|produk terkait|\
     produk serupa|rekomendasi|สินค้าที่เกี่ยวข้อง|สินค้าแนะนำ|คุณอาจ"
);

pub(super) fn is_related_heading(text: &str) -> bool {
    let text = text.trim();
    if !RELATED_HEADINGS.may_begin(text) {
        return false;
    }
    let lower = lower_case(text);
    lower.len() < 80 && RELATED_HEADINGS.at(&lower, 0).is_some()
}
