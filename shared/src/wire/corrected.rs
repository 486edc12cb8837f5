//! What people picked at their shops as JSON: how it is kept on the device, told to the options page, and exported.

use crate::detect::corrections::{Correction, Corrections, ElementPath, Remembered};
use crate::json::{FromJson, Json, Object, Record, ToJson};
use crate::json_record;

json_record!(closed Corrections { shop, picks });
json_record!(closed ElementPath { steps, nth });

json_record!(object Correction);
impl Record for Correction {
    fn put_into(&self, object: &mut Object<'_>) {
        let Self { field, source, kind, path } = self;
        object.put("field", field).put("source", source).put_some("kind", kind).put_some("path", path);
    }
}

json_record!(@read Correction { field, source, kind, path } ["field", "source", "kind", "path"]);

impl FromJson for Remembered {
    fn from_json(json: Json<'_>) -> Option<Self> {
        Vec::from_json(json).map(Self)
    }
}

impl ToJson for Remembered {
    fn write(&self, out: &mut String) {
        self.0.write(out);
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::detect::Source;
    use crate::detect::corrections::Correctable;
    use crate::json::{parse, to_text};
    use crate::product::PriceKind;

    #[test]
    fn it_is_written_and_read_as_serde_would() {
        let path = Some(ElementPath { steps: "div#product>p.price".to_owned(), nth: 1 });
        let picks = vec![
            Correction { field: Correctable::Price, source: Source::Visible, kind: Some(PriceKind::Member), path },
            Correction { field: Correctable::Title, source: Source::JsonLd, kind: None, path: None },
        ];
        let known = Remembered(vec![Corrections { shop: "werk.example".to_owned(), picks }]);
        let text = to_text(&known);
        assert_eq!(text, serde_json::to_string(&known.0).unwrap());
        assert_eq!(parse::<Remembered>(&text), Some(known));
        for odd in [
            "{}",
            r#"[{"shop":"x"}]"#,
            r#"[{"shop":"x","picks":[],"title":"Kettle"}]"#,
            r#"[{"shop":"x","picks":[{"field":"sku","source":"json_ld"}]}]"#,
            r#"[{"shop":"x","picks":[{"field":"title","source":"json_ld","value":"Kettle"}]}]"#,
        ] {
            assert_eq!(parse::<Remembered>(odd), None, "{odd}");
        }
    }
}
