//! `sqlx::migrate!` reads a folder: a new file in it must lead to a new build.

fn main() {
    println!("cargo:rerun-if-changed=../../migrations");
}
