//! One request, the same in both worlds but for what a server draws by chance.

use reqwest::Method;
use serde_json::Value;

/// A request; `{name}` in path and body stands for what each world knows by that name.
#[derive(Debug, Clone)]
pub(super) struct Call {
    /// Who asks; nobody is an empty text.
    pub(super) who: &'static str,
    /// The operation, as the API's description names it.
    pub(super) operation: &'static str,
    pub(super) path: String,
    pub(super) body: Option<Value>,
    /// What is learned of the answer: a name for what stands at a JSON pointer.
    pub(super) learn: &'static [(&'static str, &'static str)],
}

impl Call {
    /// As this person, on the operation's own path with its parameters filled in, in order.
    pub(super) fn new(who: &'static str, operation: &'static str, parameters: &[&str]) -> Self {
        let (_, template) = operation.split_once(' ').unwrap_or_default();
        let mut path = String::new();
        let mut rest = template;
        let mut parameters = parameters.iter();
        while let Some((before, after)) = rest.split_once('{') {
            let (_, after) = after.split_once('}').unwrap_or_default();
            path.push_str(before);
            path.push_str(parameters.next().copied().unwrap_or_default());
            rest = after;
        }
        path.push_str(rest);
        Self { who, operation, path, body: None, learn: &[] }
    }

    pub(super) fn body(mut self, body: Value) -> Self {
        self.body = Some(body);
        self
    }

    pub(super) fn maybe(self, body: Option<Value>) -> Self {
        Self { body, ..self }
    }

    pub(super) fn query(mut self, query: &str) -> Self {
        self.path.push_str(query);
        self
    }

    pub(super) fn learn(mut self, learn: &'static [(&'static str, &'static str)]) -> Self {
        self.learn = learn;
        self
    }

    pub(super) fn method(&self) -> Method {
        let (method, _) = self.operation.split_once(' ').unwrap_or_default();
        method.parse().unwrap_or(Method::GET)
    }
}
