//! Tables in Markdown.

use std::time::Duration;

/// A table whose rows are pushed one by one.
pub struct Table {
    columns: usize,
    lines: Vec<String>,
}

impl Table {
    pub fn new(columns: &[&str]) -> Self {
        let lines = vec![row(columns), row(&vec!["---"; columns.len()])];
        Self { columns: columns.len(), lines }
    }

    /// Adds a row; what is missing at its end stays empty.
    pub fn push(&mut self, mut cells: Vec<String>) {
        cells.resize(self.columns, String::new());
        self.lines.push(row(&cells));
    }

    pub fn print(&self, title: &str) {
        println!("\n{title}\n\n{}", self.lines.join("\n"));
    }
}

fn row<T: AsRef<str>>(cells: &[T]) -> String {
    let cells: Vec<&str> = cells.iter().map(AsRef::as_ref).collect();
    format!("| {} |", cells.join(" | "))
}

/// Milliseconds with as many digits as they are worth.
pub fn ms(duration: Duration) -> String {
    number(duration.as_secs_f64() * 1000.0)
}

/// A number with as many digits as it is worth.
pub fn number(value: f64) -> String {
    match value {
        value if value >= 100.0 => format!("{value:.0}"),
        value if value >= 10.0 => format!("{value:.1}"),
        value if value >= 1.0 => format!("{value:.2}"),
        value => format!("{value:.3}"),
    }
}

/// How many times `other` it is.
pub fn ratio(value: Duration, other: Duration) -> String {
    if other.is_zero() {
        String::new()
    } else {
        format!("{} ×", number(value.as_secs_f64() / other.as_secs_f64()))
    }
}
