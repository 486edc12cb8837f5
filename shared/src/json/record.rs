//! Types that are objects with the fields of the type. The contract is what serde derives for the same type: tests hold both together.

/// Reads and writes a struct as an object with these fields. A field marked `: default` may be missing and has then the first
/// value of its type; `closed` refuses fields of other names. `read` and `write` are one half each; `wide` is
/// `read` for what has many fields and comes by the thousand; `object` writes a
/// [`Record`](crate::json::Record) that was implemented by hand.
#[macro_export]
macro_rules! json_record {
    ($ty:ty { $($name:ident $(: $missing:ident)?),+ $(,)? }) => {
        $crate::json_record!(@write $ty { $($name),+ });
        $crate::json_record!(@read $ty { $($name $(: $missing)?),+ });
    };
    (closed $ty:ty { $($name:ident $(: $missing:ident)?),+ $(,)? }) => {
        $crate::json_record!(@write $ty { $($name),+ });
        $crate::json_record!(@read $ty { $($name $(: $missing)?),+ } [$(stringify!($name)),+]);
    };
    (read $ty:ty { $($name:ident $(: $missing:ident)?),+ $(,)? }) => {
        $crate::json_record!(@read $ty { $($name $(: $missing)?),+ });
    };
    (wide $ty:ty { $($name:ident $(: $missing:ident)?),+ $(,)? }) => {
        impl $crate::json::FromJson for $ty {
            fn from_json(json: $crate::json::Json<'_>) -> Option<Self> {
                if !json.is_object() {
                    return None;
                }
                let mut fields = $crate::json::InOrder::of(json);
                Some(Self { $($name: $crate::json_record!(@field fields $name $($missing)?)?),+ })
            }
        }
    };
    (object $ty:ty) => {
        impl $crate::json::ToJson for $ty {
            fn write(&self, out: &mut String) {
                $crate::json::write_record(self, out);
            }
        }
    };
    (write $ty:ty { $($name:ident),+ $(,)? }) => {
        $crate::json_record!(@write $ty { $($name),+ });
    };
    (@write $ty:ty { $($name:ident),+ }) => {
        impl $crate::json::Record for $ty {
            fn put_into(&self, object: &mut $crate::json::Object<'_>) {
                object$(.put(stringify!($name), &self.$name))+;
            }
        }

        $crate::json_record!(object $ty);
    };
    (@read $ty:ty { $($name:ident $(: $missing:ident)?),+ } $([$($known:expr),+])?) => {
        impl $crate::json::FromJson for $ty {
            fn from_json(json: $crate::json::Json<'_>) -> Option<Self> {
                if !json.is_object() $(|| !json.has_only(&[$($known),+]))? {
                    return None;
                }
                Some(Self { $($name: $crate::json_record!(@field json $name $($missing)?)?),+ })
            }
        }
    };
    (@field $fields:ident $name:ident) => { $fields.field(stringify!($name)) };
    (@field $fields:ident $name:ident default) => { $fields.field_or_default(stringify!($name)) };
}
