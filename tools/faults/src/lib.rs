//! What the program bears: kills and power cuts at any moment, load, crowds of clients, hostile files.

mod program;

// What is written to a database, and what it has.
mod database;
mod keps;
mod notes;

// A server, and a curator who tags there.
mod server;
mod tagging;

// What the program does to its files, what a disk has of that, and what must be there at which moment.
mod disk;
mod history;
mod operation;
mod recording;
mod trace;

pub mod crowd;
pub mod hostile;
pub mod kills;
pub mod load;
pub mod power_cuts;
