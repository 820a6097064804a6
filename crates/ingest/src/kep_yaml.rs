//! Reading a `kep.yaml`.

use crate::yaml::{self, Node, Value};
use domain::kep::{FeatureGate, KepRevision, Milestone, Stage, Status};
use domain::remark::Remark;
use domain::sig::Sig;
use domain::version::Version;

mod lines;

/// What a `kep.yaml` says, with remarks on what is odd. Never fails: a field that cannot be
/// read is absent, and its text stands in [`KepRevision::unread`].
///
/// The format is a map of fields, one document:
///
/// | field | also spelt | read as |
/// |---|---|---|
/// | `title` | | one line |
/// | `kep-number` | `number`, `id` | a number, quoted or not |
/// | `owning-sig` | | a SIG in any of its spellings |
/// | `participating-sigs` | | a list of them |
/// | `status` | | see [`Status::read`] |
/// | `stage` | | a stage or `GA`; `alpha (deprecated)` is the furthest stage it names |
/// | `latest-milestone` | | a version |
/// | `milestone` | `milestones` | a version for each stage; `ga` is stable |
/// | `feature-gates` | `feature-gate` | a list of names, or of `name` and `components`, or one of these alone |
/// | `see-also`, `replaces`, `superseded-by` | | lists; `n/a`, `none` and `TBD` say nothing |
///
/// Fields are known in any case, with `_` for `-`. Missing, `null` and empty ones are the same.
/// A version is `v1.28`, `"1.28"` or `1.28.0`; `0.0`, `1.0`, `TBD`, `x.y`, `NNNN`, `never` and their like name
/// none and need no remark, nor does a number `NNNN`. Of several for one stage (`v1.21, v1.37`) the **first** is meant: the
/// stage was reached with it, and what is planned again does not undo that.
/// A field that occurs twice is what it says the last time that it says anything.
///
/// A file that is no YAML (tabs, a conflict left in it, a colon in the title) is read line by
/// line, with a remark. A file that is YAML may have a second document: it is not read.
pub fn read(text: &str) -> (KepRevision, Vec<Remark>) {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let (root, mut remarks) = match yaml::parse(text) {
        Ok((root @ Node { value: Value::Map(_), .. }, remarks)) => (root, remarks),
        Ok(_) => {
            let (root, mut remarks) = lines::parse(text);
            remarks.insert(0, Remark::whole("is no map of fields; read line by line"));
            (root, remarks)
        }
        Err(why) => {
            let (root, mut remarks) = lines::parse(text);
            remarks.insert(0, Remark { message: format!("{}; read line by line", why.message), ..why });
            (root, remarks)
        }
    };
    let mut fields = Fields { revision: KepRevision::default(), remarks: Vec::new() };
    if let Value::Map(all) = root.value {
        for (key, node) in fields.once_each(all) {
            fields.field(&key, &node);
        }
    }
    if fields.revision.title.is_none() {
        fields.remarks.push(Remark::whole("has no title"));
    }
    remarks.append(&mut fields.remarks);
    (fields.revision, remarks)
}

/// The revision as it fills.
struct Fields {
    revision: KepRevision,
    remarks: Vec<Remark>,
}

impl Fields {
    /// Every field once, its key in one spelling.
    fn once_each(&mut self, all: Vec<(String, Node)>) -> Vec<(String, Node)> {
        let mut once: Vec<(String, Node)> = Vec::new();
        for (key, node) in all {
            let key = match plain(&key).as_str() {
                "number" | "id" => "kep-number".to_owned(),
                "milestones" => "milestone".to_owned(),
                "feature-gate" => "feature-gates".to_owned(),
                "ga" => "stable".to_owned(),
                key => key.to_owned(),
            };
            match once.iter_mut().find(|(known, _)| *known == key) {
                None => once.push((key, node)),
                Some((_, known)) => {
                    self.remarks.push(Remark::at(node.line, format!("`{key}` occurs twice")));
                    if node.value != Value::Empty {
                        *known = node;
                    }
                }
            }
        }
        once
    }

    fn field(&mut self, key: &str, node: &Node) {
        match key {
            "title" => self.revision.title = Some(text(node)).filter(|title| !title.is_empty()),
            "kep-number" => self.revision.number = self.number(node),
            "owning-sig" => {
                let sigs = self.sigs(key, node);
                self.revision.owning_sig = sigs.into_iter().next();
            }
            "participating-sigs" => self.revision.participating_sigs = self.sigs(key, node),
            "status" => self.revision.standing.status = self.status(node),
            "stage" => self.revision.standing.stage = self.stage(node),
            "latest-milestone" => self.revision.standing.latest_milestone = self.version(key, node),
            "milestone" => self.milestones(node),
            "feature-gates" => self.revision.feature_gates = self.feature_gates(node),
            "see-also" => self.revision.see_also = texts(node),
            "replaces" => self.revision.replaces = texts(node),
            "superseded-by" => self.revision.superseded_by = texts(node),
            // People, and what judgement does not need.
            _ => {}
        }
    }

    /// Keeps the text of a field that was not read; with a reason where that is odd.
    fn unread(&mut self, key: &str, node: &Node, odd: Option<&str>) {
        let raw = node.raw();
        if let Some(wanted) = odd {
            self.remarks.push(Remark::at(node.line, format!("`{raw}` in `{key}` is {wanted}")));
        }
        self.revision.unread.push((key.to_owned(), raw));
    }

    fn number(&mut self, node: &Node) -> Option<u32> {
        let raw = text(node);
        if raw.is_empty() {
            return None;
        }
        let number = raw.trim_start_matches('#').parse().ok().filter(|number| *number > 0);
        if number.is_none() {
            let is_placeholder = says_nothing(&raw) || is_placeholder(&raw);
            self.unread("kep-number", node, Some("no number").filter(|_| !is_placeholder));
        }
        number
    }

    fn sigs(&mut self, key: &str, node: &Node) -> Vec<Sig> {
        let mut sigs = Vec::new();
        for item in items(node) {
            let name = text(item);
            if says_nothing(&name) {
                if !name.is_empty() {
                    self.unread(key, item, None);
                }
                continue;
            }
            match name.parse::<Sig>() {
                Ok(sig) if !sigs.contains(&sig) => sigs.push(sig),
                Ok(_) => {}
                Err(_) => self.unread(key, item, Some("no SIG")),
            }
        }
        sigs
    }

    fn status(&mut self, node: &Node) -> Status {
        let raw = text(node);
        let (status, odd) = Status::read(&raw);
        if odd && matches!(status, Status::Other(_) | Status::Unstated) {
            self.unread("status", node, Some("no status that is known"));
        } else if odd {
            self.unread("status", node, Some(&format!("read as {status}")));
        }
        status
    }

    fn stage(&mut self, node: &Node) -> Option<Stage> {
        let raw = text(node);
        if raw.is_empty() {
            return None;
        }
        if let Ok(stage) = raw.parse() {
            return Some(stage);
        }
        // The template has `alpha|beta|stable` here.
        let words = raw.split(|c: char| !c.is_ascii_alphabetic()).filter_map(|word| word.parse().ok());
        let stage: Option<Stage> = words.max().filter(|_| !raw.contains('|'));
        let message = stage.map_or("no stage".to_owned(), |stage| format!("read as {stage}"));
        self.unread("stage", node, Some(&message));
        stage
    }

    fn version(&mut self, key: &str, node: &Node) -> Option<Version> {
        let raw = text(node);
        if raw.is_empty() {
            return None;
        }
        if says_nothing(&raw) || is_placeholder(&raw) {
            self.unread(key, node, None);
            return None;
        }
        if let Ok(version) = raw.parse() {
            return Some(version);
        }
        let words =
            raw.split(|c: char| c.is_whitespace() || matches!(c, ',' | ';' | '/' | '&' | '(' | ')' | '+'));
        let version: Option<Version> = words.filter_map(|word| word.parse().ok()).next();
        let message = version.map_or("no version".to_owned(), |version| format!("read as {version}"));
        self.unread(key, node, Some(&message));
        version
    }

    fn milestones(&mut self, node: &Node) {
        let Value::Map(stages) = &node.value else {
            if node.value != Value::Empty {
                self.unread("milestone", node, Some("no version for each stage"));
            }
            return;
        };
        let mut milestones = Vec::new();
        for (key, node) in self.once_each(stages.clone()) {
            let path = format!("milestone.{key}");
            match key.parse() {
                Ok(stage) => {
                    let version = self.version(&path, &node);
                    milestones.extend(version.map(|version| Milestone { stage, version }));
                }
                Err(_) => self.unread(&path, &node, Some("no milestone of a stage")),
            }
        }
        self.revision.standing.milestones = milestones.into_iter().collect();
    }

    fn feature_gates(&mut self, node: &Node) -> Vec<FeatureGate> {
        let mut gates = Vec::new();
        for item in items(node) {
            let Value::Map(fields) = &item.value else {
                let name = text(item);
                if !says_nothing(&name) {
                    gates.push(FeatureGate { name, components: Vec::new() });
                }
                continue;
            };
            let field = |key| fields.iter().find(|(known, _)| plain(known) == key).map(|(_, node)| node);
            let name = field("name").map(text).unwrap_or_default();
            let components = field("components").map(texts).unwrap_or_default();
            if !says_nothing(&name) {
                gates.push(FeatureGate { name, components });
            } else if !components.is_empty() {
                self.unread("feature-gates", item, Some("a gate without a name"));
            }
        }
        gates
    }
}

/// A key in one spelling.
fn plain(key: &str) -> String {
    key.trim().to_ascii_lowercase().replace(['_', ' '], "-")
}

/// A value in one line, without the typographic quotes that word processors put around it.
fn text(node: &Node) -> String {
    const QUOTES: [char; 6] = ['“', '”', '„', '‘', '’', '\u{a0}'];
    node.raw().trim_matches(QUOTES).trim().to_owned()
}

/// The items of a list, or the one value that stands in its place.
fn items(node: &Node) -> &[Node] {
    match &node.value {
        Value::List(items) => items,
        Value::Empty => &[],
        Value::Text(_) | Value::Map(_) => std::slice::from_ref(node),
    }
}

/// The items of a list that say something.
fn texts(node: &Node) -> Vec<String> {
    items(node).iter().map(text).filter(|text| !says_nothing(text)).collect()
}

/// Whether a text stands for none.
fn says_nothing(text: &str) -> bool {
    const NOTHING: [&str; 9] = ["", "n/a", "na", "none", "null", "tbd", "todo", "-", "?"];
    NOTHING.contains(&text.to_ascii_lowercase().as_str())
}

/// Whether a text stands for a version or a number that nobody knows yet.
fn is_placeholder(text: &str) -> bool {
    // No release before 1.0 or with it had KEPs.
    const PLACEHOLDERS: [&str; 7] = ["0.0", "0.0.0", "1.0", "1.0.0", "x.y", "never", "nnnn"];
    let text = text.to_ascii_lowercase();
    let bare = text.strip_prefix('v').unwrap_or(&text);
    let is_letters =
        |rest: &str| !rest.is_empty() && rest.bytes().all(|byte| matches!(byte, b'n' | b'x'..=b'z'));
    PLACEHOLDERS.contains(&bare) || bare.strip_prefix("1.").is_some_and(is_letters)
}

#[cfg(test)]
mod tests;
