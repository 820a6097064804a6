//! Reading a file that is YAML.

use saphyr_parser::{Event, Parser, ScalarStyle};

use domain::remark::Remark;

mod node;

pub(crate) use node::{Node, Value, field};

/// What stands deeper than this in the file is left out; kep.yaml needs four.
const DEEPEST: usize = 16;

/// The first document of `text`, or where and why it is no YAML.
///
/// Scalars stay text, aliases are left out (so a small file cannot grow large) and doubled keys stay doubled.
pub(crate) fn parse(text: &str) -> Result<(Node, Vec<Remark>), Remark> {
    let mut remarks = Vec::new();
    let mut tree = Tree { open: Vec::new(), too_deep: 0, root: None };
    for event in Parser::new_from_str(text) {
        let (event, span) = event.map_err(|error| {
            let line = line_number(error.marker().line());
            Remark::at(line, format!("is not YAML: {}", error.info()))
        })?;
        let line = line_number(span.start.line());
        match event {
            Event::Scalar(text, style, ..) => {
                let null = style == ScalarStyle::Plain && matches!(&*text, "~" | "null" | "Null" | "NULL");
                tree.insert(Node::text(line, if null { "" } else { &text }));
            }
            Event::Alias(_) => {
                remarks.push(Remark::at(line, "an alias is left out"));
                tree.insert(Node { line, value: Value::Empty });
            }
            Event::SequenceStart(..) => tree.begin(Node { line, value: Value::List(Vec::new()) }),
            Event::MappingStart(..) => tree.begin(Node { line, value: Value::Map(Vec::new()) }),
            Event::SequenceEnd | Event::MappingEnd => tree.end(),
            Event::DocumentEnd if tree.root.is_some() => break,
            _ => {}
        }
    }
    Ok((tree.root.unwrap_or(Node { line: 1, value: Value::Empty }), remarks))
}

fn line_number(line: usize) -> u32 {
    u32::try_from(line).unwrap_or(u32::MAX).max(1)
}

/// The values that are being put together.
struct Tree {
    /// The lists and maps that are not at their end, outermost first; of a map also the key that waits for its value.
    open: Vec<(Node, Option<String>)>,
    /// How many lists and maps are open beyond the deepest.
    too_deep: usize,
    root: Option<Node>,
}

impl Tree {
    fn begin(&mut self, node: Node) {
        if self.too_deep > 0 || self.open.len() >= DEEPEST {
            self.too_deep += 1;
        } else {
            self.open.push((node, None));
        }
    }

    fn end(&mut self) {
        if self.too_deep > 0 {
            self.too_deep -= 1;
            if self.too_deep == 0 {
                let line = self.open.last().map_or(1, |(node, _)| node.line);
                self.insert(Node { line, value: Value::Empty });
            }
        } else if let Some((node, _)) = self.open.pop() {
            self.insert(node);
        }
    }

    fn insert(&mut self, node: Node) {
        if self.too_deep > 0 {
            return;
        }
        match self.open.last_mut() {
            None => self.root = self.root.take().or(Some(node)),
            Some((Node { value: Value::Map(fields), .. }, key)) => match key.take() {
                None => *key = Some(node.raw()),
                Some(key) => fields.push((key, node)),
            },
            Some((Node { value: Value::List(items), .. }, _)) => items.push(node),
            Some((Node { value: Value::Empty | Value::Text(_), .. }, _)) => {}
        }
    }
}
