//! The tags and attributes that detection may see, as small numbers. Everything else is [`Tag::Other`] or left out.

use super::spelled::Spelled;

macro_rules! names {
    ($(#[$doc:meta])* $name:ident in $table:ident { $first:ident = $begin:literal, $($variant:ident = $text:literal),+ $(,)? }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
        #[allow(missing_docs)]
        pub enum $name { $first, $($variant),+ , Other }

        static $table: Spelled = Spelled::new(concat!($begin, $("|", $text),+));

        impl $name {
            const ALL: &[Self] = &[Self::$first, $(Self::$variant),+];

            /// From its lower-case name; `Other` for what detection has no use for.
            #[must_use]
            pub fn of(text: &str) -> Self {
                $table.number(text).and_then(|number| Self::ALL.get(number)).copied().unwrap_or(Self::Other)
            }

            /// The lower-case name; empty for `Other`.
            #[must_use]
            pub fn as_str(self) -> &'static str {
                $table.name(self as usize)
            }
        }
    };
}

names! {
    /// An element's name. `Text` is a text node.
    Tag in TAGS {
        Text = "#text", Html = "html", Head = "head", Body = "body", Meta = "meta", Link = "link", Title = "title",
        Base = "base", Script = "script", Div = "div", Span = "span", P = "p", A = "a", Img = "img", Picture = "picture",
        Figure = "figure", Ul = "ul", Ol = "ol", Li = "li", Dl = "dl", Dt = "dt", Dd = "dd", Table = "table", Tbody = "tbody",
        Thead = "thead", Tr = "tr", Td = "td", Th = "th", H1 = "h1", H2 = "h2", H3 = "h3", H4 = "h4", H5 = "h5", H6 = "h6",
        Header = "header", Footer = "footer", Nav = "nav", Aside = "aside", Main = "main", Article = "article",
        Section = "section", Form = "form", Button = "button", Input = "input", Select = "select", Option = "option",
        Label = "label", Textarea = "textarea", Del = "del", S = "s", Strike = "strike", Ins = "ins", B = "b",
        Strong = "strong", Em = "em", I = "i", U = "u", Sup = "sup", Sub = "sub", Small = "small", Big = "big", Font = "font",
        Br = "br", Hr = "hr", Data = "data", Time = "time", Meter = "meter", Source = "source", Center = "center",
        Blockquote = "blockquote", Pre = "pre", Details = "details", Summary = "summary", Dialog = "dialog",
    }
}

names! {
    /// An attribute's name. No others are looked at.
    Name in NAMES {
        Class = "class", Id = "id", Itemprop = "itemprop", Itemscope = "itemscope", Itemtype = "itemtype",
        Itemref = "itemref", Content = "content", Property = "property", NameAttr = "name", Typeof = "typeof",
        Vocab = "vocab", Resource = "resource", About = "about", Rel = "rel", Href = "href", Hreflang = "hreflang",
        Src = "src", Srcset = "srcset", Alt = "alt", Title = "title", Type = "type", Value = "value", Lang = "lang",
        Hidden = "hidden", Style = "style", Role = "role", AriaHidden = "aria-hidden", AriaLabel = "aria-label",
        Width = "width", Height = "height", Datetime = "datetime", Selected = "selected", Checked = "checked",
        Disabled = "disabled", DataSrc = "data-src", DataOriginal = "data-original", DataLazy = "data-lazy",
        DataLazySrc = "data-lazy-src", DataSrcset = "data-srcset", DataZoomImage = "data-zoom-image",
        DataLargeImage = "data-large_image", DataLargeImageDash = "data-large-image", DataImage = "data-image",
        DataOldHires = "data-old-hires", DataZoom = "data-zoom", DataFull = "data-full",
        DataDynamicImage = "data-a-dynamic-image", DataPrice = "data-price", DataPriceAmount = "data-price-amount",
        DataProductPrice = "data-product-price", DataCurrency = "data-currency",
        DataProductVariations = "data-product_variations", DataProductJson = "data-product-json",
        DataSku = "data-sku", DataBrand = "data-brand", DataAsin = "data-asin", DataTestId = "data-testid",
        AriaChecked = "aria-checked", AriaPressed = "aria-pressed", AriaSelected = "aria-selected", For = "for",
    }
}

impl Name {
    /// Its value is the state of a whole product, kept apart from the attributes.
    #[must_use]
    pub const fn holds_state(self) -> bool {
        matches!(self, Self::DataProductVariations | Self::DataProductJson)
    }
}

impl Tag {
    /// A new line or a gap stands before and after it, so words on both sides are not one word.
    #[must_use]
    pub const fn is_block(self) -> bool {
        !matches!(
            self,
            Self::Text
                | Self::Span
                | Self::A
                | Self::B
                | Self::Strong
                | Self::Em
                | Self::I
                | Self::U
                | Self::Sup
                | Self::Sub
                | Self::Small
                | Self::Big
                | Self::Font
                | Self::Ins
                | Self::Del
                | Self::S
                | Self::Strike
                | Self::Data
                | Self::Time
                | Self::Label
                | Self::Meta
                | Self::Link
                | Self::Other
        )
    }

    /// `h1` to `h6` as 1 to 6.
    #[must_use]
    pub const fn heading(self) -> Option<u8> {
        match self {
            Self::H1 => Some(1),
            Self::H2 => Some(2),
            Self::H3 => Some(3),
            Self::H4 => Some(4),
            Self::H5 => Some(5),
            Self::H6 => Some(6),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_name_is_found_again_and_no_other() {
        for tag in Tag::ALL {
            assert_eq!(Tag::of(tag.as_str()), *tag);
        }
        for name in Name::ALL {
            assert_eq!(Name::of(name.as_str()), *name);
        }
        assert_eq!((Tag::of("h1"), Tag::H1.as_str(), Name::DataTestId.as_str()), (Tag::H1, "h1", "data-testid"));
        for other in ["", "|", "a|img", "H1", "canvas", "h", "clas", "onclick", "data-"] {
            assert_eq!((Tag::of(other), Name::of(other)), (Tag::Other, Name::Other), "{other}");
        }
        assert_eq!((Tag::Other.as_str(), Name::Other.as_str()), ("", ""));
        assert!(Tag::ALL.len() * 2 <= 256 && Name::ALL.len() * 2 <= 256, "the tables are full");
    }
}
