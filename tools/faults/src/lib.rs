//! What the program bears: kills at any moment, load, crowds of clients, hostile files.

mod program;

// What is written to a database, and what it has.
mod database;
mod keps;
mod notes;

// A server, and a curator who tags there.
mod server;
mod tagging;

pub mod crowd;
pub mod hostile;
pub mod kills;
pub mod load;
