//! Programs from outside: requests to a server, and the time and memory that processes take.

pub mod client;
pub mod process;
