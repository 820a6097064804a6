//! Names of gates that mean something else as well.

/// Whether a text that has this name may mean something else: a kind of the API, a mode, a component, an ordinary word.
pub(super) fn is_ambiguous(name: &str) -> bool {
    let lines = include_str!("../../data/ambiguous_gates.txt").lines();
    is_one_word(name) || lines.filter(|line| !line.starts_with('#')).any(|line| line == name)
}

/// Whether no capital follows the first letters: `Sysctls` is written so at the beginning of any sentence.
fn is_one_word(name: &str) -> bool {
    !name.chars().skip(1).any(|c| c.is_ascii_uppercase() || c.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn kinds_and_ordinary_words_are_ambiguous() {
        for name in ["EndpointSlice", "ValidatingAdmissionPolicy", "ReadWriteOncePod", "Sysctls"] {
            assert!(is_ambiguous(name), "{name}");
        }
        for name in ["InPlacePodVerticalScaling", "EndpointSliceProxying", "KMSv2KDF"] {
            assert!(!is_ambiguous(name), "{name}");
        }
    }

    #[test]
    fn each_line_of_the_table_is_a_name_and_stands_once() {
        let lines: Vec<&str> = include_str!("../../data/ambiguous_gates.txt")
            .lines()
            .filter(|line| !line.starts_with('#'))
            .collect();
        assert!(lines.iter().all(|line| line.parse::<super::super::name::GateName>().is_ok()), "{lines:?}");
        assert!(lines.windows(2).all(|pair| pair[0] < pair[1]), "in order, each once");
    }
}
