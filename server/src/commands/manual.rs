//! `kepline completions` and `kepline man`: what a package installs besides the program.

use std::path::Path;
use std::process::ExitCode;

use anyhow::Context;
use clap::CommandFactory;
use clap_complete::Shell;

use super::output::print;
use crate::cli::Cli;

/// Prints the completions of a shell.
pub fn completions(shell: Shell) -> anyhow::Result<ExitCode> {
    let mut script = Vec::new();
    clap_complete::generate(shell, &mut Cli::command(), "kepline", &mut script);
    print(&String::from_utf8(script).context("completions are text")?)?;
    Ok(ExitCode::SUCCESS)
}

/// Writes `kepline.1` and a page for each command into a folder, which is made where it is not there.
pub fn pages(folder: &Path) -> anyhow::Result<ExitCode> {
    let writing = || format!("cannot write manual pages to {}", folder.display());
    std::fs::create_dir_all(folder).with_context(writing)?;
    clap_mangen::generate_to(Cli::command(), folder).with_context(writing)?;
    Ok(ExitCode::SUCCESS)
}

#[cfg(test)]
mod tests {
    use clap::ValueEnum;

    use super::*;

    #[test]
    fn every_command_has_a_page() {
        let folder = tempfile::tempdir().unwrap();
        let inside = folder.path().join("man1");
        pages(&inside).unwrap();
        for command in ["kepline", "kepline-serve", "kepline-import", "kepline-backup", "kepline-curator-add"]
        {
            let page = std::fs::read_to_string(inside.join(format!("{command}.1"))).unwrap();
            assert!(page.contains(".SH NAME") && page.contains(".SH SYNOPSIS"), "{command}");
        }
        let whole = std::fs::read_to_string(inside.join("kepline.1")).unwrap();
        assert!(
            whole.contains("KEPLINE\\_PUBLIC\\_URL") || whole.contains("KEPLINE_PUBLIC_URL"),
            "the environment is told"
        );
    }

    #[test]
    fn every_shell_has_completions() {
        for shell in Shell::value_variants() {
            let mut script = Vec::new();
            clap_complete::generate(*shell, &mut Cli::command(), "kepline", &mut script);
            assert!(String::from_utf8(script).unwrap().contains("public-url"), "{shell}");
        }
    }
}
