//! What a schema looks like to a person: "text, 1 to 100 characters", "list of Board".

use serde_json::Value;

/// One field of an object.
pub(super) struct Field<'a> {
    pub(super) name: &'a str,
    pub(super) required: bool,
    pub(super) shape: String,
    pub(super) about: &'a str,
}

/// The name behind `#/components/schemas/Name`.
pub(super) fn reference(schema: &Value) -> Option<&str> {
    schema["$ref"].as_str()?.rsplit('/').next()
}

/// The schema itself, through one reference.
pub(super) fn resolve<'a>(document: &'a Value, schema: &'a Value) -> &'a Value {
    reference(schema).map_or(schema, |name| &document["components"]["schemas"][name])
}

/// In a few words.
pub(super) fn describe(schema: &Value) -> String {
    if let Some(name) = reference(schema) {
        return name.to_owned();
    }
    for (key, joint) in [("oneOf", " or "), ("anyOf", " or "), ("allOf", " and ")] {
        if let Some(parts) = schema[key].as_array() {
            return parts.iter().map(describe).collect::<Vec<_>>().join(joint);
        }
    }
    if let Some(words) = schema["enum"].as_array() {
        return words.iter().map(|word| word.as_str().unwrap_or("null")).collect::<Vec<_>>().join(" | ");
    }
    let kinds: Vec<&str> = match &schema["type"] {
        Value::String(kind) => vec![kind],
        Value::Array(kinds) => kinds.iter().filter_map(Value::as_str).collect(),
        _ => return "anything".to_owned(),
    };
    kinds.into_iter().map(|kind| one(kind, schema)).collect::<Vec<_>>().join(" or ")
}

fn one(kind: &str, schema: &Value) -> String {
    let range = |least: &str, most: &str, unit: &str| match (schema[least].as_i64(), schema[most].as_i64()) {
        (Some(least), Some(most)) => format!(", {least} to {most}{unit}"),
        (None, Some(most)) => format!(", at most {most}{unit}"),
        (Some(least), None) => format!(", at least {least}{unit}"),
        (None, None) => String::new(),
    };
    match kind {
        "array" => format!("list of {}{}", describe(&schema["items"]), range("minItems", "maxItems", " entries")),
        "string" => {
            let format = schema["format"].as_str().unwrap_or("text");
            format!("{format}{}", range("minLength", "maxLength", " characters"))
        }
        "integer" | "number" => format!("{kind}{}", range("minimum", "maximum", "")),
        other => other.to_owned(),
    }
}

/// The fields of an object, those of its parts included.
pub(super) fn fields<'a>(document: &'a Value, schema: &'a Value) -> Vec<Field<'a>> {
    let schema = resolve(document, schema);
    let mut all = Vec::new();
    for part in schema["allOf"].as_array().into_iter().flatten() {
        all.extend(fields(document, part));
    }
    let required = schema["required"].as_array();
    for (name, field) in schema["properties"].as_object().into_iter().flatten() {
        all.push(Field {
            name,
            required: required.is_some_and(|names| names.iter().any(|required| required == name)),
            shape: describe(field),
            about: field["description"].as_str().unwrap_or_default(),
        });
    }
    all
}
