//! Reads the sources of the workspace as modules of tokens, for tests of how they are laid out and named.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use proc_macro2::{Delimiter, TokenStream, TokenTree};

/// The crates whose layout is tested, from the top of the repository.
pub const CRATES: [&str; 12] = [
    "crates/domain",
    "crates/ingest",
    "crates/store",
    "app",
    "browser",
    "browser/authoring",
    "browser/dom",
    "server",
    "tools/faults",
    "tools/glue",
    "tools/measure",
    "tools/real-data",
];

/// The top of the repository.
pub fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

/// Every file with Rust code below `folder`, sorted.
pub fn files(folder: &Path) -> Vec<PathBuf> {
    let mut files = Vec::new();
    for entry in std::fs::read_dir(folder).into_iter().flatten().flatten() {
        let path = entry.path();
        if path.is_dir() {
            files.append(&mut self::files(&path));
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            files.push(path);
        }
    }
    files.sort();
    files
}

/// The tokens of a file; comments, attributes' doc texts included, are none.
pub fn tokens(file: &Path) -> TokenStream {
    let text = std::fs::read_to_string(file).unwrap_or_else(|error| panic!("{}: {error}", file.display()));
    text.parse().unwrap_or_else(|error| panic!("{}: {error}", file.display()))
}

/// All identifiers among tokens, keywords included.
pub fn names(tokens: TokenStream) -> Vec<String> {
    let names = tokens.into_iter().flat_map(|token| match token {
        TokenTree::Ident(name) => vec![name.to_string()],
        TokenTree::Group(group) => names(group.stream()),
        TokenTree::Punct(_) | TokenTree::Literal(_) => Vec::new(),
    });
    names.collect()
}

/// The path of a module from the root of its crate: `["web", "api"]`; the root itself is empty.
pub type Module = Vec<String>;

/// The modules of a crate that have a file of their own, tests left out, with their tokens.
pub fn modules(source: &Path) -> BTreeMap<Module, TokenStream> {
    let of_file = |file: &Path| -> Module {
        let stem = file.strip_prefix(source).unwrap_or(file).with_extension("");
        let parts = stem.iter().map(|part| part.to_string_lossy().into_owned());
        parts.filter(|part| !matches!(part.as_str(), "lib" | "main")).collect()
    };
    let modules = files(source).into_iter().map(|file| (of_file(&file), tokens(&file)));
    modules.filter(|(module, _)| !module.iter().any(|part| part == "tests")).collect()
}

/// The modules that each module uses, by the paths in its code and not by its `mod` declarations.
///
/// Reexports are followed to the file that has the item. A module that only declares and reexports its children
/// does not use them.
pub fn uses(modules: &BTreeMap<Module, TokenStream>) -> BTreeMap<Module, Vec<Module>> {
    let read: BTreeMap<&Module, Paths> =
        modules.iter().map(|(module, tokens)| (module, Paths::read(module, tokens.clone()))).collect();
    let mut reexports: BTreeMap<(&Module, &str), Module> = BTreeMap::new();
    let owner = |path: &[String]| -> Module {
        let length = (0..=path.len()).rev().find(|length| modules.contains_key(&path[..*length]));
        path[..length.unwrap_or_default()].to_vec()
    };
    for (module, paths) in &read {
        for (name, path) in &paths.reexports {
            reexports.insert((module, name), owner(path));
        }
    }
    let follow = |path: &[String]| {
        let mut module = owner(path);
        let Some(item) = path.get(module.len()) else { return module };
        // Chains of reexports are as long as modules are deep.
        for _ in 0..8 {
            match reexports.get(&(&module, item)) {
                Some(home) if *home != module => module = home.clone(),
                _ => break,
            }
        }
        module
    };
    read.iter()
        .map(|(module, paths)| {
            let mut used: Vec<Module> = paths.used.iter().map(|path| follow(path)).collect();
            used.retain(|used| used != *module && !used.is_empty());
            used.sort();
            used.dedup();
            ((*module).clone(), used)
        })
        .collect()
}

/// The paths of one file that begin in its crate, from the root of the crate.
#[derive(Default)]
struct Paths {
    /// Of items that its code uses.
    used: Vec<Module>,
    /// Of items that it gives on, by their name.
    reexports: Vec<(String, Module)>,
}

impl Paths {
    fn read(module: &Module, tokens: TokenStream) -> Self {
        let (mut imports, mut code) = (Vec::new(), Vec::new());
        collect(tokens.into_iter().collect(), &mut imports, &mut code);
        let children: Vec<&str> = code
            .windows(2)
            .filter_map(|pair| (pair[0] == ["mod"]).then_some(pair[1].first()?.as_str()))
            .collect();
        let absolute = |path: &[String]| -> Option<Module> {
            let first = path.first()?.as_str();
            let supers = path.iter().take_while(|part| *part == "super").count();
            let base = match first {
                "crate" => &[][..],
                "super" => &module[..module.len().checked_sub(supers)?],
                _ if first == "self" || children.contains(&first) => &module[..],
                _ => return None,
            };
            let skip = if first == "super" { supers } else { usize::from(matches!(first, "crate" | "self")) };
            Some(base.iter().chain(&path[skip..]).cloned().collect())
        };
        let mut paths = Self::default();
        let mut names: BTreeMap<&str, Module> = BTreeMap::new();
        for Import { path, name, is_public } in &imports {
            let Some(path) = absolute(path) else { continue };
            let is_used = code.iter().any(|used| used.first() == Some(name));
            if *is_public {
                paths.reexports.push((name.clone(), path.clone()));
            }
            if !is_public || is_used {
                names.insert(name, path.clone());
                paths.used.push(path);
            }
        }
        for used in &code {
            let imported = used.first().and_then(|first| names.get(first.as_str()));
            paths.used.extend(match imported {
                Some(path) if used.len() > 1 => Some([&path[..], &used[1..]].concat()),
                Some(_) => None,
                None if used.len() > 1 => absolute(used),
                None => None,
            });
        }
        paths
    }
}

/// One name that a `use` brings.
struct Import {
    path: Module,
    name: String,
    is_public: bool,
}

/// Parts tokens into what `use` brings and the paths of all other code; inline modules of tests are left out.
fn collect(tokens: Vec<TokenTree>, imports: &mut Vec<Import>, code: &mut Vec<Module>) {
    let (mut at, mut is_public, mut is_test, mut is_module) = (0, false, false, false);
    while let Some(token) = tokens.get(at) {
        at += 1;
        match token {
            TokenTree::Ident(word) if *word == "use" => {
                let end = tokens[at..].iter().position(|token| is_punct(token, ';'));
                let end = end.map_or(tokens.len(), |length| at + length);
                expand(&[], &tokens[at..end], is_public, imports);
                at = end + 1;
            }
            TokenTree::Ident(word) if *word == "pub" => {
                is_public = true;
                at += usize::from(
                    matches!(tokens.get(at), Some(TokenTree::Group(group)) if group.delimiter() == Delimiter::Parenthesis),
                );
                continue;
            }
            TokenTree::Ident(word) => {
                let mut path = vec![word.to_string()];
                while let [colon, second, TokenTree::Ident(part), ..] = &tokens[at..]
                    && is_punct(colon, ':')
                    && is_punct(second, ':')
                {
                    path.push(part.to_string());
                    at += 3;
                }
                // `mod name {`: `super` in it is this file.
                is_module |= path == ["mod"];
                code.push(path);
            }
            TokenTree::Group(group) => {
                let inner: Vec<TokenTree> = group.stream().into_iter().collect();
                let text = group.stream().to_string();
                if group.delimiter() == Delimiter::Bracket && text.replace(' ', "") == "cfg(test)" {
                    is_test = true;
                    continue;
                }
                let is_block = group.delimiter() == Delimiter::Brace;
                let (first_import, first_path) = (imports.len(), code.len());
                if !(is_test && is_block) {
                    collect(inner, imports, code);
                }
                if is_module && is_block {
                    let imported = imports[first_import..].iter_mut().map(|import| &mut import.path);
                    imported.chain(&mut code[first_path..]).for_each(leave_inline_module);
                }
                if is_block {
                    (is_test, is_module) = (false, false);
                }
            }
            TokenTree::Punct(punct) if punct.as_char() == ';' => (is_test, is_module) = (false, false),
            TokenTree::Punct(_) | TokenTree::Literal(_) => {}
        }
        is_public = false;
    }
}

/// A path in an inline module as the file around it would write it.
fn leave_inline_module(path: &mut Module) {
    match path.as_slice() {
        [first, second, ..] if first == "super" && second == "super" => drop(path.remove(0)),
        [first, ..] if first == "super" => path[0] = "self".to_owned(),
        _ => {}
    }
}

/// The names that a tree of `use` brings.
fn expand(prefix: &[String], tree: &[TokenTree], is_public: bool, imports: &mut Vec<Import>) {
    for branch in tree.split(|token| is_punct(token, ',')) {
        let mut path = prefix.to_vec();
        let mut name = None;
        let mut tokens = branch.iter();
        while let Some(token) = tokens.next() {
            match token {
                TokenTree::Ident(word) if *word == "as" => {
                    name = tokens.next().map(ToString::to_string);
                }
                TokenTree::Ident(word) => path.push(word.to_string()),
                TokenTree::Group(group) => {
                    let inner: Vec<TokenTree> = group.stream().into_iter().collect();
                    expand(&path, &inner, is_public, imports);
                    path.clear();
                }
                TokenTree::Punct(_) | TokenTree::Literal(_) => {}
            }
        }
        if path.len() > prefix.len() && path.last().is_some_and(|last| last == "self") {
            path.pop();
        }
        if let Some(last) = path.last().cloned() {
            imports.push(Import { path, name: name.unwrap_or(last), is_public });
        }
    }
}

fn is_punct(token: &TokenTree, c: char) -> bool {
    matches!(token, TokenTree::Punct(punct) if punct.as_char() == c)
}
