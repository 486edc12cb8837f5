//! Words of addresses: how shop systems and others call the folders of products, lists, texts, carts and accounts.

/// Folders where no product is shown but one's own orders and accounts.
pub(super) const DESKS: &str = "\
    cart|basket|checkout|login|signin|sign-in|signup|register|account|my-account|wishlist|warenkorb|kasse|\
    panier|carrito|carrello|koszyk|kosik|winkelwagen|korzina|checkouts|orders|my-orders|order-received|\
    bestellung|bestellingen|bestelling|commande|compare|porovnani|vergleich";
/// Words in addresses of carts, searches, accounts.
pub(super) const OTHER_WORDS: &str = "\
    cart|basket|checkout|login|signin|account|register|search|warenkorb|suche|orders|order|wishlist|bag|\
    password|404";
/// Words in addresses of products.
pub(super) const PRODUCT_WORDS: &str =
    "product|products|produkt|produit|producto|item|dp|p|artikel|tovar|prod|detail|proddetail|listing";
/// Words in addresses of texts and lists.
pub(super) const READING_WORDS: &str = "\
    blog|blogs|news|article|articles|category|categories|kategorie|tag|author|help|faq|recipe|recipes|wiki|docs|\
    story|review|reviews";

/// Folders of lists: Shopify, WooCommerce, Magento, BigCommerce, PrestaShop and what shops call theirs.
pub(super) const LIST_FOLDERS: &str = "\
    collections|product-category|product-tag|category|categories|kategorie|kategorien|categoria|c|cat|brand|\
    brands|tag|search";
