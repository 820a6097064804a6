//! Drawings in SVG, each made of values that are laid out already.

pub mod histogram;
pub mod ruler;
pub mod verdict_bar;
