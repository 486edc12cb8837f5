//! Words of a closed list, as the wire and the database spell them. `serde` spells them the same; a test holds both together.

/// The text was no word of the list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct UnknownWord;

impl std::fmt::Display for UnknownWord {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("the word is none of this list")
    }
}

impl std::error::Error for UnknownWord {}

macro_rules! words {
    ($($ty:path { $($variant:ident = $word:literal),+ $(,)? })+) => {$(
        impl $ty {
            /// Every value.
            pub const ALL: &'static [Self] = &[$(Self::$variant),+];

            /// The word on the wire and in the database.
            #[must_use]
            pub const fn as_str(self) -> &'static str {
                match self { $(Self::$variant => $word),+ }
            }
        }

        impl std::fmt::Display for $ty {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(self.as_str())
            }
        }

        impl std::str::FromStr for $ty {
            type Err = UnknownWord;
            fn from_str(text: &str) -> Result<Self, UnknownWord> {
                match text { $($word => Ok(Self::$variant),)+ _ => Err(UnknownWord) }
            }
        }

        impl crate::json::FromJson for $ty {
            fn from_json(json: crate::json::Json<'_>) -> Option<Self> {
                json.text()?.parse().ok()
            }
        }

        impl crate::json::ToJson for $ty {
            fn write(&self, out: &mut String) {
                self.as_str().write(out);
            }
        }
    )+

        #[cfg(test)]
        mod tests {
            #![allow(clippy::unwrap_used)]
            use super::*;

            #[test]
            fn every_word_is_spelled_as_serde_spells_it_and_reads_back() {
                $(for value in <$ty>::ALL {
                    assert_eq!(serde_json::to_value(value).unwrap(), value.as_str());
                    assert_eq!(value.as_str().parse::<$ty>(), Ok(*value));
                })+
            }

            #[test]
            fn other_words_are_refused() {
                $(for text in ["", " ", "Any", "no_such_word"] {
                    assert_eq!(text.parse::<$ty>(), Err(UnknownWord), "{text:?}");
                })+
            }
        }
    };
}

words! {
    crate::detect::Verdict { Sure = "sure", Check = "check", NotProduct = "not_product" }
    crate::detect::Source {
        JsonLd = "json_ld", Microdata = "microdata", Rdfa = "rdfa", OpenGraph = "open_graph", State = "state",
        Visible = "visible", Store = "store", LastResort = "last_resort",
    }
    crate::detect::corrections::Correctable { Title = "title", Price = "price", Image = "image" }
    crate::product::Availability { InStock = "in_stock", OutOfStock = "out_of_stock", Preorder = "preorder" }
    crate::product::PriceKind {
        Current = "current", List = "list", Sale = "sale", Member = "member", Used = "used", Instalment = "instalment",
        Unit = "unit",
    }
    crate::wire::accounts::ServerRole { Person = "person", Operator = "operator" }
    crate::wire::message::Theme { System = "system", Light = "light", Dark = "dark" }
    crate::wire::message::SaveState {
        Waiting = "waiting", SignedOut = "signed_out", Arrived = "arrived", Refused = "refused",
    }
    crate::wire::boards::BoardKind { WishList = "wish_list", Ideas = "ideas", Registry = "registry" }
    crate::wire::boards::Audience { Private = "private", Groups = "groups", Link = "link", Public = "public" }
    crate::wire::claims::ClaimState { Claimed = "claimed", Bought = "bought", Wrapped = "wrapped", Given = "given" }
    crate::wire::claims::ClaimPolicy { Open = "open", StatusOnly = "status_only", Surprise = "surprise" }
    crate::wire::claims::GiverNames { Shown = "shown", Initials = "initials", Hidden = "hidden" }
    crate::wire::pools::PoolState {
        Active = "active", Funded = "funded", Completed = "completed", Cancelled = "cancelled",
    }
    crate::wire::groups::MemberRole { Admin = "admin", Organiser = "organiser", Member = "member", GiverOnly = "giver_only" }
    crate::wire::boards::BoardRelation { Owner = "owner", Editor = "editor", Viewer = "viewer" }
    crate::wire::items::ItemState { Wanted = "wanted", Received = "received", Thanked = "thanked", Archived = "archived" }
    crate::wire::items::FillState { Pending = "pending", Done = "done", Failed = "failed" }
    crate::wire::items::FillProblem {
        AddressRefused = "address_refused", Unreadable = "unreadable", NotAPage = "not_a_page",
        NotAProduct = "not_a_product",
    }
    crate::wire::history::PriceCheckState {
        Ok = "ok", Unchanged = "unchanged", OutOfStock = "out_of_stock", Unreadable = "unreadable", Gone = "gone",
    }
    crate::wire::items::ObservationSource { PageVisit = "page_visit", ServerFetch = "server_fetch", Import = "import" }
}
