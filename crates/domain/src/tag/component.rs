//! stub
/// Stub.
pub fn from_components(_: &str) -> Vec<super::Derived> {
    Vec::new()
}
