//! How plain values are read and written.

use super::{FromJson, Json, ToJson};

macro_rules! whole_numbers {
    ($($ty:ty),+) => {$(
        impl FromJson for $ty {
            fn from_json(json: Json<'_>) -> Option<Self> {
                Self::try_from(json.whole()?).ok()
            }
        }

        impl ToJson for $ty {
            fn write(&self, out: &mut String) {
                write_whole(i64::from(*self), out);
            }
        }
    )+};
}

whole_numbers!(i64, i32, u32, u16, u8);

fn write_whole(number: i64, out: &mut String) {
    let mut digits = [0u8; 20];
    let mut at = digits.len();
    let mut rest = number.unsigned_abs();
    loop {
        at -= 1;
        // A digit always fits.
        digits[at] = b'0' + u8::try_from(rest % 10).unwrap_or(0);
        rest /= 10;
        if rest == 0 {
            break;
        }
    }
    if number < 0 {
        out.push('-');
    }
    out.extend(digits[at..].iter().map(|digit| char::from(*digit)));
}

impl Json<'_> {
    /// A whole number, written as one.
    fn whole(self) -> Option<i64> {
        self.0.parse().ok()
    }
}

impl FromJson for bool {
    fn from_json(json: Json<'_>) -> Option<Self> {
        match json.0 {
            "true" => Some(true),
            "false" => Some(false),
            _ => None,
        }
    }
}

impl ToJson for bool {
    fn write(&self, out: &mut String) {
        out.push_str(if *self { "true" } else { "false" });
    }
}

impl FromJson for String {
    fn from_json(json: Json<'_>) -> Option<Self> {
        json.text()
    }
}

impl ToJson for String {
    fn write(&self, out: &mut String) {
        self.as_str().write(out);
    }
}

impl ToJson for str {
    fn write(&self, out: &mut String) {
        out.push('"');
        for sign in self.chars() {
            match sign {
                '"' | '\\' => out.extend(['\\', sign]),
                '\n' => out.push_str("\\n"),
                '\r' => out.push_str("\\r"),
                '\t' => out.push_str("\\t"),
                '\0'..' ' => {
                    out.push_str("\\u00");
                    out.extend([hex(u32::from(sign) >> 4), hex(u32::from(sign) & 15)]);
                }
                _ => out.push(sign),
            }
        }
        out.push('"');
    }
}

fn hex(digit: u32) -> char {
    char::from_digit(digit, 16).unwrap_or('0')
}

impl ToJson for Json<'_> {
    fn write(&self, out: &mut String) {
        out.push_str(self.0);
    }
}

impl<T: FromJson> FromJson for Option<T> {
    fn from_json(json: Json<'_>) -> Option<Self> {
        if json.is_null() { Some(None) } else { T::from_json(json).map(Some) }
    }
}

impl<T: ToJson> ToJson for Option<T> {
    fn write(&self, out: &mut String) {
        match self {
            Some(value) => value.write(out),
            None => Json::NULL.write(out),
        }
    }
}

impl<T: FromJson> FromJson for Box<T> {
    fn from_json(json: Json<'_>) -> Option<Self> {
        T::from_json(json).map(Self::new)
    }
}

impl<T: ToJson + ?Sized> ToJson for Box<T> {
    fn write(&self, out: &mut String) {
        T::write(self, out);
    }
}

impl<T: ToJson + ?Sized> ToJson for &T {
    fn write(&self, out: &mut String) {
        T::write(self, out);
    }
}

impl<T: FromJson> FromJson for Vec<T> {
    fn from_json(json: Json<'_>) -> Option<Self> {
        let mut list = Self::new();
        for item in json.items()? {
            list.push(T::from_json(item)?);
        }
        Some(list)
    }
}

impl<T: ToJson> ToJson for [T] {
    fn write(&self, out: &mut String) {
        out.push('[');
        for (at, item) in self.iter().enumerate() {
            if at > 0 {
                out.push(',');
            }
            item.write(out);
        }
        out.push(']');
    }
}

impl<T: ToJson> ToJson for Vec<T> {
    fn write(&self, out: &mut String) {
        self.as_slice().write(out);
    }
}
