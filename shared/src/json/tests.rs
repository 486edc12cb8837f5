#![allow(clippy::unwrap_used)]
use super::*;
use serde_json::Value;

/// Texts that are JSON, and what is easy to take for it.
const TEXTS: &[&str] = &[
    "null",
    " true ",
    "false",
    "0",
    "-0",
    "12",
    "-7.25",
    "1e5",
    "1E-2",
    "1.5e+10",
    "\"\"",
    "\"a\"",
    "[]",
    "{}",
    "[ ]",
    "{ }",
    "[1, 2,3]",
    r#"{"a":1}"#,
    r#" { "a" : [ { "b" : null } ] , "c" : "d" } "#,
    r#""\"\\\/\b\f\n\r\té\u20ac""#,
    r#""\ud83d\ude00""#,
    "\"€ ü 漢\"",
    "[[[[]]]]",
    r#"{"a":{"a":{"a":{}}}}"#,
    r#"{"":0}"#,
    r#"{"a]":"}","b":"[{,"}"#,
    "",
    " ",
    "nul",
    "tru",
    "True",
    "01",
    "1.",
    ".5",
    "+1",
    "-",
    "1e",
    "1e+",
    "0x1",
    "NaN",
    "Infinity",
    "'a'",
    "\"",
    "\"a",
    "\"\u{1}\"",
    "\"\n\"",
    r#""\x""#,
    r#""\u12""#,
    r#""\u12g4""#,
    "[",
    "]",
    "[1",
    "[1,",
    "[1,]",
    "[,1]",
    "[1 2]",
    "{",
    "}",
    "{\"a\"}",
    "{\"a\":}",
    "{\"a\":1,}",
    "{a:1}",
    "{1:2}",
    "{\"a\":1 \"b\":2}",
    "{\"a\" 1}",
    "1 2",
    "null null",
    "{}x",
    "\u{feff}{}",
    "\0",
    "1\0",
];

#[test]
fn what_is_json_is_what_serde_json_takes() {
    for text in TEXTS {
        let theirs = serde_json::from_str::<Value>(text).is_ok();
        assert_eq!(Json::parse(text).is_some(), theirs, "{text:?}");
        // Half a surrogate pair is taken here, see below.
        if text.contains("\\ud83d") {
            continue;
        }
        // Cut anywhere, or with a sign too much, both agree as well.
        for (at, _) in text.char_indices() {
            for odd in
                [text[..at].to_owned(), format!("{}{}", &text[..at], "}"), format!("{},{}", &text[..at], &text[at..])]
            {
                assert_eq!(Json::parse(&odd).is_some(), serde_json::from_str::<Value>(&odd).is_ok(), "{odd:?}");
            }
        }
    }
}

/// The same tree, read through ours.
fn tree(json: Json<'_>) -> Value {
    if let Some(items) = json.items() {
        return items.map(tree).collect();
    }
    if json.is_object() {
        return Value::Object(json.fields().map(|(name, value)| (name.text().unwrap(), tree(value))).collect());
    }
    json.text().map_or_else(|| serde_json::from_str(json.as_text()).unwrap(), Value::String)
}

#[test]
fn what_is_inside_is_what_serde_json_finds() {
    for text in TEXTS {
        let Ok(theirs) = serde_json::from_str::<Value>(text) else { continue };
        assert_eq!(tree(Json::parse(text).unwrap()), theirs, "{text:?}");
    }
}

#[test]
fn depth_has_a_bound() {
    let nested = |depth: usize| "[".repeat(depth) + &"]".repeat(depth);
    assert!(Json::parse(&nested(127)).is_some());
    for depth in [128, 129, 1_000_000] {
        assert_eq!(Json::parse(&nested(depth)), None);
        assert_eq!(Json::parse(&"{\"a\":".repeat(depth)), None);
    }
}

#[test]
fn half_a_sign_is_replaced_and_the_rest_stays() {
    for (text, read) in [
        (r#""a\ud83d""#, "a\u{fffd}"),
        (r#""\ude00b""#, "\u{fffd}b"),
        (r#""\ud83d\ud83d\ude00""#, "\u{fffd}😀"),
        (r#""\ud83dA""#, "\u{fffd}A"),
        (r#""\ud83d\n""#, "\u{fffd}\n"),
    ] {
        assert_eq!(parse::<String>(text).unwrap(), read, "{text}");
    }
}

#[test]
fn texts_are_written_so_that_everybody_reads_them_back() {
    let every: String = (0..0x2100).filter_map(char::from_u32).chain("\u{2028}\u{2029}\u{ffff}😀".chars()).collect();
    for text in ["", "plain", "\"quoted\" \\ back", every.as_str()] {
        let written = to_text(&text);
        assert_eq!(serde_json::from_str::<String>(&written).unwrap(), text);
        assert_eq!(parse::<String>(&written).unwrap(), text);
        assert!(!written.bytes().any(|byte| byte < b' '));
    }
}

#[test]
fn whole_numbers_keep_to_their_range() {
    for number in [i64::MIN, -1, 0, 7, 10, i64::MAX] {
        assert_eq!(to_text(&number), number.to_string());
        assert_eq!(parse::<i64>(&number.to_string()), Some(number));
    }
    for text in ["9223372036854775808", "1.0", "1e3", "\"1\"", "null", "[1]"] {
        assert_eq!(parse::<i64>(text), None, "{text}");
    }
    assert_eq!(
        (parse::<u8>("255"), parse::<u8>("256"), parse::<u32>("-1"), parse::<u16>("65536")),
        (Some(255), None, None, None)
    );
}

#[test]
fn a_field_is_found_by_its_name_and_not_by_what_looks_like_it() {
    let json = Json::parse(r#"{"x":{"a":1},"y":"\"a\":2","a":3,"b":null}"#).unwrap();
    assert_eq!((json.field::<i64>("a"), json.field::<Option<i64>>("b")), (Some(3), Some(None)));
    assert_eq!(
        (json.field::<i64>("c"), json.field::<Option<i64>>("c"), json.field_or_default("c")),
        (None, Some(None), Some(0))
    );
    // What is there and wrong is not the same as what is missing.
    assert_eq!(json.field_or_default::<i64>("y"), None);
    assert!(json.has_only(&["a", "b", "x", "y", "z"]) && !json.has_only(&["a", "b", "x"]));
    assert!(!Json::parse(r#"{"a":1,"a":2}"#).unwrap().has_only(&["a", "b"]));
    for no_object in ["[]", "null", "\"{}\"", "7"] {
        assert_eq!(Json::parse(no_object).unwrap().get("a"), None);
    }
}

#[test]
fn objects_are_written_field_by_field() {
    let list = [1u32, 2];
    let text =
        object(&[("a", &"b"), ("c", &None::<bool>), ("d", &list.as_slice()), ("e\"", &true), ("f", &Json::EMPTY_LIST)]);
    assert_eq!(text, r#"{"a":"b","c":null,"d":[1,2],"e\"":true,"f":[]}"#);
    assert_eq!(object(&[]), "{}");
}

#[test]
fn fields_are_read_in_any_order_and_missing_ones_hide_none() {
    let json = Json::parse(r#"{"a":1,"z":{"c":9},"b":2,"c":3}"#).unwrap();
    for order in [["a", "b", "c"], ["c", "b", "a"], ["x", "c", "y"], ["b", "x", "c"], ["c", "x", "b"]] {
        let mut fields = InOrder::of(json);
        for name in order {
            let found = fields.field::<Option<i64>>(name);
            assert_eq!(found, json.field::<Option<i64>>(name), "{name} of {order:?}");
        }
    }
    let mut fields = InOrder::of(json);
    let read = (
        fields.field::<i64>("c"),
        fields.field::<i64>("x"),
        fields.field_or_default::<i64>("x"),
        fields.field::<i64>("c"),
    );
    assert_eq!(read, (Some(3), None, Some(0), Some(3)));
    assert_eq!(InOrder::of(Json::NULL).field::<i64>("a"), None);
}
