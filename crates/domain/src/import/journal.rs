//! Markdown journals.
