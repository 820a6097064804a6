//! A variable of the environment: the one definition that reading, `--help` and docs/operations.md share.

use std::ffi::OsStr;

use anyhow::Context;

/// A variable whose value is a `T`.
pub struct Variable<T: 'static> {
    /// What the help and the documentation say of it.
    pub about: About,
    /// Reads a value that is not empty; an error states what is expected.
    pub parse: fn(&OsStr) -> anyhow::Result<T>,
}

/// The name, the default and the description of a variable.
#[derive(Clone, Copy, Debug)]
pub struct About {
    /// As in the environment.
    pub name: &'static str,
    /// The kind of value, such as `URL`.
    pub value: &'static str,
    /// What applies where it is unset or empty.
    pub default: Fallback,
    /// A sentence without a full stop.
    pub summary: &'static str,
}

/// What applies where a variable is unset.
#[derive(Clone, Copy, Debug)]
pub enum Fallback {
    /// This value.
    Value(&'static str),
    /// No value, which means this.
    Meaning(&'static str),
    /// No value.
    Nothing,
}

impl<T> Variable<T> {
    /// Reads a value, else the default; `None` where there is neither.
    ///
    /// # Errors
    /// Where the value cannot be read. The error names the variable; only `parse` repeats the value.
    pub fn read(&self, value: Option<&OsStr>) -> anyhow::Result<Option<T>> {
        let default = match self.about.default {
            Fallback::Value(value) => Some(OsStr::new(value)),
            Fallback::Meaning(_) | Fallback::Nothing => None,
        };
        let value = value.or(default).map(self.parse).transpose();
        value.with_context(|| format!("cannot use {}", self.about.name))
    }
}

impl About {
    /// The help of the option that takes precedence over the variable.
    pub fn option_help(&self) -> String {
        format!("{} [env: {}]{}", self.summary, self.name, self.default_note())
    }

    /// The default in brackets after a space; empty where there is none.
    pub fn default_note(&self) -> String {
        match self.default {
            Fallback::Value(text) | Fallback::Meaning(text) => format!(" [default: {text}]"),
            Fallback::Nothing => String::new(),
        }
    }
}

/// The value as text, without white space around it.
pub fn text(value: &OsStr) -> anyhow::Result<&str> {
    value.to_str().map(str::trim).context("it is not valid UTF-8")
}
