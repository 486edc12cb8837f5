//! The short names that a program and its glue call each other by. wasm-bindgen gives each import a hash, and 150 hashes
//! are three kilobytes that nothing compresses.

use std::collections::HashMap;

use anyhow::{Context, Result, ensure};
use serde::Deserialize;

/// Where the glue says what the program may call.
const HANDED_OVER: &str = "    return {\n        __proto__: null,\n";

/// What `wasm-opt` renamed: `[module, before, after]` and `[before, after]`.
#[derive(Debug, Deserialize)]
pub(crate) struct Names {
    imports: Vec<(String, String, String)>,
    exports: Vec<(String, String)>,
}

impl Names {
    /// Reads what `wasm-opt` prints: a list each time it renamed, of which each starts from the names of the one before.
    pub(crate) fn read(text: &str) -> Result<Self> {
        let mut lists = serde_json::Deserializer::from_str(text).into_iter::<Self>();
        let first = lists.next().context("wasm-opt printed no names")?;
        let mut names = first.context("wasm-opt did not print the names that it gave")?;
        for list in lists {
            names.rename(&list.context("wasm-opt did not print the names that it gave")?);
        }
        Ok(names)
    }

    /// What each export was called before, and what it is called now.
    pub(crate) fn exports(&self) -> HashMap<String, String> {
        self.exports.iter().cloned().collect()
    }

    fn rename(&mut self, again: &Self) {
        for (_, _, name) in &mut self.imports {
            if let Some((_, _, after)) = again.imports.iter().find(|(_, before, _)| before == name) {
                name.clone_from(after);
            }
        }
        for (_, name) in &mut self.exports {
            if let Some((_, after)) = again.exports.iter().find(|(before, _)| before == name) {
                name.clone_from(after);
            }
        }
    }

    /// The glue with the new names.
    pub(crate) fn told_to(&self, glue: &str) -> Result<String> {
        let (head, rest) = glue.split_once(HANDED_OVER).context("the glue has another form")?;
        let (modules, tail) = rest.split_once("    };\n").context("the glue has another form")?;
        let mut out = self.imports_of_the_glue(head)?;
        out.push_str(HANDED_OVER);
        out.push_str(&self.handed_over(modules)?);
        out.push_str("    };\n");
        out.push_str(tail);
        Ok(self.calls(&out))
    }

    /// The functions of the glue itself, each a field on a line of its own.
    fn imports_of_the_glue(&self, head: &str) -> Result<String> {
        let ours: HashMap<&str, &str> =
            self.own().map(|(_, before, after)| (before.as_str(), after.as_str())).collect();
        let mut renamed = 0;
        let lines = head.lines().map(|line| match line.trim_start().split_once(':') {
            Some((name, rest)) if line.starts_with("        ") && ours.contains_key(name) => {
                renamed += 1;
                format!("        {}:{rest}\n", ours[name])
            }
            _ => format!("{line}\n"),
        });
        let text = lines.collect();
        ensure!(renamed == ours.len(), "the glue has {renamed} of the {} imports", ours.len());
        Ok(text)
    }

    fn own(&self) -> impl Iterator<Item = &(String, String, String)> {
        self.imports.iter().filter(|(module, ..)| module.ends_with("_bg.js"))
    }

    /// One object for all modules: that of the glue, and beside it what comes from files of ours.
    fn handed_over(&self, modules: &str) -> Result<String> {
        let mut fields = String::new();
        for line in modules.lines() {
            let (module, object) =
                line.trim().trim_end_matches(',').split_once(": ").context("a module in the glue")?;
            let module = module.trim_matches('"');
            for (_, before, after) in
                self.imports.iter().filter(|(from, ..)| from == module && !from.ends_with("_bg.js"))
            {
                fields.push_str(&format!(", {after}: {object}.{before}"));
            }
        }
        Ok(format!("        a: {{ ...import0{fields} }},\n"))
    }

    /// The glue's calls of the program.
    fn calls(&self, text: &str) -> String {
        let exports: HashMap<&str, &str> =
            self.exports.iter().map(|(before, after)| (before.as_str(), after.as_str())).collect();
        let mut out = String::with_capacity(text.len());
        let mut parts = text.split("wasm.");
        out.push_str(parts.next().unwrap_or_default());
        for part in parts {
            let end = part.find(|c: char| !c.is_ascii_alphanumeric() && !matches!(c, '_' | '$')).unwrap_or(part.len());
            let (name, rest) = part.split_at(end);
            out.push_str("wasm.");
            out.push_str(exports.get(name).unwrap_or(&name));
            out.push_str(rest);
        }
        out
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    const GLUE: &str = "import * as import1 from \"../reader.js\"\nexport function on_wake() {\n    wasm.on_wake();\n}\nfunction __wbg_get_imports() {\n    const import0 = {\n        __proto__: null,\n        __wbg_get_1a: function(arg0) {\n            return __wbg_get_1a;\n        },\n    };\n    return {\n        __proto__: null,\n        \"./background_bg.js\": import0,\n        \"../reader.js\": import1,\n    };\n}\nwasm = instance.exports;\nwasm.memory.buffer;\n";
    const NAMES: &str = r#"{"imports": [["./background_bg.js", "__wbg_get_1a", "b"], ["../reader.js", "load", "c"]], "exports": [["on_wake", "d"], ["memory", "e"]]}"#;

    #[test]
    fn both_sides_call_each_other_by_the_new_names() {
        let glue = Names::read(NAMES).unwrap().told_to(GLUE).unwrap();
        assert!(glue.contains("export function on_wake() {\n    wasm.d();"), "{glue}");
        assert!(glue.contains("        b: function(arg0)"), "{glue}");
        assert!(glue.contains("        a: { ...import0, c: import1.load },"), "{glue}");
        assert!(glue.contains("wasm.e.buffer") && glue.contains("instance.exports"), "{glue}");
    }

    #[test]
    fn what_was_renamed_twice_has_the_last_name() {
        let again = r#"{"imports": [["a", "c", "f"], ["a", "b", "g"]], "exports": [["d", "h"], ["e", "d"]]}"#;
        let glue = Names::read(&[NAMES, again].concat()).unwrap().told_to(GLUE).unwrap();
        assert!(glue.contains("        g: function(arg0)") && glue.contains("f: import1.load"), "{glue}");
        assert!(glue.contains("wasm.h();") && glue.contains("wasm.d.buffer"), "{glue}");
    }

    #[test]
    fn a_glue_that_lacks_an_import_is_an_error_and_not_a_broken_extension() {
        let names = NAMES.replace("__wbg_get_1a", "__wbg_other");
        assert!(Names::read(&names).unwrap().told_to(GLUE).is_err());
        assert!(Names::read(NAMES).unwrap().told_to("export function on_wake() {}").is_err());
        assert!(Names::read("nothing").is_err());
    }
}
