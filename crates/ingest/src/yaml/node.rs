//! What a hand-written file says, before it is known what its fields mean.

/// A value of the file and where it stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Node {
    /// From 1.
    pub(crate) line: u32,
    pub(crate) value: Value,
}

/// Every scalar is text as written: `1.30` is not the number 1.3.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Value {
    /// Nothing, `null`, or an empty text.
    Empty,
    /// Never empty.
    Text(String),
    List(Vec<Node>),
    /// In the file's order, keys not made equal.
    Map(Vec<(String, Node)>),
}

impl Node {
    /// A scalar; one of white space alone is empty.
    pub(crate) fn text(line: u32, text: &str) -> Self {
        let text = text.trim();
        let value = if text.is_empty() { Value::Empty } else { Value::Text(text.to_owned()) };
        Self { line, value }
    }

    /// Its text in one line, however it was nested: for what must be shown as it stands.
    pub(crate) fn raw(&self) -> String {
        match &self.value {
            Value::Empty => String::new(),
            Value::Text(text) => text.split_whitespace().collect::<Vec<_>>().join(" "),
            Value::List(items) => items.iter().map(Self::raw).collect::<Vec<_>>().join(", "),
            Value::Map(fields) => {
                let fields = fields.iter().map(|(key, node)| format!("{key}: {}", node.raw()));
                fields.collect::<Vec<_>>().join(", ")
            }
        }
    }
}

/// A field of a map, the first with this key.
pub(crate) fn field<'a>(node: &'a Node, key: &str) -> Option<&'a Node> {
    let Value::Map(fields) = &node.value else { return None };
    fields.iter().find(|(known, _)| known == key).map(|(_, node)| node)
}
