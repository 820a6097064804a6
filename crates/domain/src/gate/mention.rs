//! The gates that a text names.

use std::collections::BTreeSet;
use std::ops::Range;

use super::ambiguous::is_ambiguous;
use super::name::GateName;

/// How far from a name the words may stand that say that it is a gate's, in bytes.
const NEAR: usize = 60;

/// The names of the gates that are known, to look for in texts.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct GateIndex {
    names: BTreeSet<GateName>,
}

/// A gate that a text names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GateMention {
    /// The gate that is named.
    pub gate: GateName,
    /// Where the name stands, in bytes of the text.
    pub range: Range<usize>,
}

impl FromIterator<GateName> for GateIndex {
    fn from_iter<T: IntoIterator<Item = GateName>>(names: T) -> Self {
        Self { names: names.into_iter().collect() }
    }
}

impl GateIndex {
    /// The name of a gate that a word is, where it is one.
    pub fn get(&self, word: &str) -> Option<&GateName> {
        self.names.get(word)
    }

    /// Every gate that `text`, prose or code, names, in its order.
    ///
    /// A name is a whole word, capitals as the sources spell them. One that is also a kind of the API or an ordinary word
    /// (`EndpointSlice`) counts only where `feature gate` stands near it in its line, where it is set (`=true`, `: false`), and
    /// after `features.` as in code.
    ///
    /// Takes time linear in the length of `text`.
    pub fn mentions(&self, text: &str) -> Vec<GateMention> {
        let named = words(text).filter_map(|range| {
            let gate = self.names.get(&text[range.clone()])?;
            let is_meant = !is_ambiguous(gate.as_str()) || is_named_as_gate(text, &range);
            is_meant.then(|| GateMention { gate: gate.clone(), range })
        });
        named.collect()
    }

    /// The gates that a text names, each once, in the order of names.
    pub fn gates_in(&self, text: &str) -> BTreeSet<GateName> {
        self.mentions(text).into_iter().map(|mention| mention.gate).collect()
    }
}

/// The words of ASCII in a text: letters, digits and low lines.
pub(super) fn words(text: &str) -> impl Iterator<Item = Range<usize>> {
    let is_word = |c: char| c.is_ascii_alphanumeric() || c == '_';
    let mut at = 0;
    std::iter::from_fn(move || {
        let start = at + text[at..].find(is_word)?;
        let end = text[start..].find(|c| !is_word(c)).map_or(text.len(), |length| start + length);
        at = end;
        Some(start..end)
    })
}

/// Whether the text around a word says that it is a gate's name.
fn is_named_as_gate(text: &str, word: &Range<usize>) -> bool {
    const GATES: [&str; 6] = [
        "feature gate",
        "feature-gate",
        "featuregate",
        "フィーチャーゲート",
        "フィーチャゲート",
        "機能ゲート",
    ];
    let (before, after) = (line_before(text, word.start), line_after(text, word.end));
    let is_gate = |text: &str| {
        let text = text.to_lowercase();
        GATES.iter().any(|gate| text.contains(gate))
    };
    before.ends_with("features.") || is_set(after) || is_gate(before) || is_gate(after)
}

/// Whether a value of a gate follows: `=true`, `": false`.
fn is_set(after: &str) -> bool {
    let value = after.trim_start_matches(['`', '"', '\'', ' ']);
    let Some(value) = value.strip_prefix(['=', ':']) else { return false };
    let value = value.trim_start();
    ["true", "false"].iter().any(|word| value.starts_with(word))
}

/// At most [`NEAR`] bytes before `at`, of its line.
fn line_before(text: &str, at: usize) -> &str {
    let start = text.ceil_char_boundary(at.saturating_sub(NEAR));
    text[start..at].rsplit('\n').next().unwrap_or_default()
}

/// At most [`NEAR`] bytes from `at` on, of its line.
fn line_after(text: &str, at: usize) -> &str {
    let end = text.floor_char_boundary((at + NEAR).min(text.len()));
    text[at..end].split('\n').next().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, expected: &[&str]) {
        let names =
            ["InPlacePodVerticalScaling", "SidecarContainers", "EndpointSlice", "AppArmor", "Sysctls"];
        let index: GateIndex = names.iter().map(|name| name.parse().unwrap()).collect();
        let mentions = index.mentions(text);
        let named: Vec<&str> = mentions.iter().map(|mention| mention.gate.as_str()).collect();
        assert_eq!(named, expected, "{text}");
        for mention in &mentions {
            assert_eq!(&text[mention.range.clone()], mention.gate.as_str());
        }
    }

    #[test]
    fn a_name_is_found_in_prose_and_code() {
        check("InPlacePodVerticalScaling が beta になる", &["InPlacePodVerticalScaling"]);
        check("今週の`SidecarContainers`は", &["SidecarContainers"]);
        check(
            "--feature-gates=SidecarContainers=true,EndpointSlice=false",
            &["SidecarContainers", "EndpointSlice"],
        );
        check("see /feature-gates/SidecarContainers.md", &["SidecarContainers"]);
        check("utilfeature.Enabled(features.AppArmor)", &["AppArmor"]);
    }

    #[test]
    fn a_name_is_a_whole_word_as_it_is_spelt() {
        check("InPlacePodVerticalScalingAllocatedStatus", &[]);
        check("TestSidecarContainers SidecarContainers_test sidecarcontainers", &[]);
        check("Sidecar Containers", &[]);
        check("", &[]);
    }

    #[test]
    fn a_kind_or_an_ordinary_word_is_a_gate_only_where_the_text_says_so() {
        check("EndpointSlice を見る、AppArmor の話。Sysctls", &[]);
        check("EndpointSlice feature gate を外す", &["EndpointSlice"]);
        check("feature gate の `AppArmor`", &["AppArmor"]);
        check("フィーチャーゲート EndpointSlice", &["EndpointSlice"]);
        check("featureGates:\n  AppArmor: true\n  Sysctls: none", &["AppArmor"]);
        check("the feature gate is gone\nEndpointSlice stays", &[]);
        check(&format!("feature gate {} EndpointSlice", "x ".repeat(NEAR)), &[]);
    }
}
