//! What the documents say of the code is there.

use std::path::Path;

use layout::{names, root, tokens};

/// The texts in backticks of a document.
fn code(document: &str) -> Vec<String> {
    let path = root().join(document);
    let text = std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    text.lines()
        .flat_map(|line| line.split('`').skip(1).step_by(2).map(str::to_owned).collect::<Vec<_>>())
        .collect()
}

#[test]
fn files_of_the_architecture_exist() {
    let tops = [
        "app/",
        "browser/",
        "crates/",
        "deploy/",
        "docs/",
        "end2end/",
        "migrations/",
        "scripts/",
        "server/",
        "style/",
        "tools/",
    ];
    let code = code("docs/architecture.md");
    let paths: Vec<&String> =
        code.iter().filter(|text| tops.iter().any(|top| text.starts_with(top))).collect();
    assert!(paths.len() > 30, "{paths:?}");
    let missing: Vec<&&String> = paths.iter().filter(|path| !root().join(path).exists()).collect();
    assert!(missing.is_empty(), "{missing:?}");
}

#[test]
fn types_of_the_words_exist() {
    let code = code("docs/words.md");
    let items: Vec<&String> = code.iter().filter(|text| text.starts_with("domain::")).collect();
    assert!(items.len() > 20, "{items:?}");
    let missing: Vec<&&String> = items.iter().filter(|item| !is_item(item)).collect();
    assert!(missing.is_empty(), "{missing:?}");
}

/// Whether `domain::module::Item` is a module, or an item that the file of its module declares or reexports.
fn is_item(path: &str) -> bool {
    let source = root().join("crates/domain/src");
    let parts: Vec<&str> = path.split("::").skip(1).collect();
    let file = |parts: &[&str]| source.join(parts.join("/")).with_extension("rs");
    let Some((name, module)) = parts.split_last() else { return false };
    file(&parts).exists()
        || Path::exists(&file(module)) && names(tokens(&file(module))).iter().any(|declared| declared == name)
}
