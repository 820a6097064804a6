//! The pages about KEPs, pull requests, SIGs, versions and the state of the facts.
//!
//! Each page is loaded in one transaction and in a fixed number of statements.

mod digest;
mod expectations;
mod fact_days;
mod gate_page;
mod gates;
mod history;
mod import_log;
mod item;
mod kep;
mod kep_days;
mod kep_on;
mod kep_rows;
mod kep_standings;
mod keps_in_release;
mod note_list;
mod on_this_day;
mod sig;
mod sig_releases;
mod site_map;
mod status;
mod subject;
mod suggest;
mod upgrade;
mod verdict_counts;
mod verdicts;
mod version;

pub(crate) use kep::kep_lines;
