//! `glue WASM DIRECTORY NAME`: writes `NAME.wasm` and the module `NAME.js` that loads it.
//!
//! It is what `wasm-bindgen --target web` does, without that program's test runner and web server, which
//! take minutes to build; and `Cargo.lock` gives both sides of wasm-bindgen the same version.

use std::env;
use std::fs;
use std::path::Path;

use anyhow::{Context, Result, bail};
use wasm_bindgen_cli_support::Bindgen;

fn main() -> Result<()> {
    let arguments: Vec<_> = env::args_os().skip(1).collect();
    let [wasm, directory, name] = &arguments[..] else { bail!("usage: glue WASM DIRECTORY NAME") };
    let name = name.to_str().context("the name is not UTF-8")?;
    glue(Path::new(wasm), Path::new(directory), name)
}

/// Writes the module and its WASM into `directory`, which is made where it is missing.
fn glue(wasm: &Path, directory: &Path, name: &str) -> Result<()> {
    Bindgen::new()
        .input_path(wasm)
        .out_name(name)
        .typescript(false)
        .omit_default_module_path(false)
        .web(true)?
        .generate(directory)
        .with_context(|| format!("cannot bind {}", wasm.display()))?;
    // Leptos and cargo-leptos name the WASM like the module; the module has the name as its default.
    let (bound, named) = (format!("{name}_bg.wasm"), format!("{name}.wasm"));
    fs::rename(directory.join(&bound), directory.join(&named))?;
    let module = directory.join(name).with_extension("js");
    let script = fs::read_to_string(&module)?;
    fs::write(&module, script.replace(&bound, &named))?;
    Ok(())
}
