//! The hash in the address of a card's picture, and the form of the card that it follows from.
//!
//! Addresses of pictures are shared and stored by others. So that no name in the code moves one, the names here
//! are those of the form alone and stay as they are; a field that the picture shows is added here as well.

use std::fmt;

use domain::outcome::ruler::{Lane, PromiseMark, Ruler, RulerTick};
use sha2::{Digest, Sha256};

use super::card::{Card, Figure, ThenNow};

/// Raised when the drawing changes, so that pictures which others have stored are fetched anew.
const DESIGN: u8 = 1;

/// How many bytes of the hash a card's address holds.
const HASH_BYTES: usize = 10;

impl Card {
    /// Changes with anything that the card shows: 20 hexadecimal digits.
    ///
    /// Of everything as the fingerprint prints it. Another compiler may print otherwise; the address is another
    /// one then, and the old one leads to it.
    pub fn hash(&self) -> String {
        let digest = Sha256::digest(format!("{DESIGN}{:?}", Fingerprint(self)));
        hex::encode(&digest[..HASH_BYTES])
    }
}

/// A value in the frozen form, which is that of `Debug`.
struct Fingerprint<T>(T);

impl fmt::Debug for Fingerprint<&Card> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Card { lang, source, heading, text, titled, tags, figures, ruler, then_now, as_of } = self.0;
        f.debug_struct("Card")
            .field("lang", lang)
            .field("source", source)
            .field("heading", heading)
            .field("words", text)
            .field("titled", titled)
            .field("tags", tags)
            .field("figures", &each(figures))
            .field("ruler", &ruler.as_ref().map(Fingerprint))
            .field("turn", &then_now.as_ref().map(Fingerprint))
            .field("as_of", as_of)
            .finish()
    }
}

impl fmt::Debug for Fingerprint<&Figure> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Figure { number, label } = self.0;
        f.debug_struct("Figure").field("number", number).field("words", label).finish()
    }
}

impl fmt::Debug for Fingerprint<&ThenNow> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let ThenNow { subject, title, then, now, shape, verdict } = self.0;
        let mut form = f.debug_struct("Turn");
        form.field("subject", subject)
            .field("title", title)
            .field("then", then)
            .field("now", now)
            .field("shape", shape);
        // Cards without one stay at their address.
        if let Some(verdict) = verdict {
            form.field("verdict", verdict);
        }
        form.finish()
    }
}

impl fmt::Debug for Fingerprint<&Ruler> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Ruler { width, height, ticks, lanes, data_day, dots, dots_height } = self.0;
        f.debug_struct("Ruler")
            .field("width", width)
            .field("height", height)
            .field("ticks", &each(ticks))
            .field("lanes", &each(lanes))
            .field("data_day", data_day)
            .field("dots", dots)
            .field("dots_height", dots_height)
            .finish()
    }
}

impl fmt::Debug for Fingerprint<&RulerTick> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let RulerTick { x, version } = self.0;
        f.debug_struct("Tick").field("x", x).field("version", version).finish()
    }
}

impl fmt::Debug for Fingerprint<&Lane> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Lane { stage, y, marks } = self.0;
        f.debug_struct("Lane").field("stage", stage).field("y", y).field("marks", &each(marks)).finish()
    }
}

impl fmt::Debug for Fingerprint<&PromiseMark> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let PromiseMark { x, version, fate } = self.0;
        f.debug_struct("Mark").field("x", x).field("version", version).field("fate", fate).finish()
    }
}

fn each<T>(values: &[T]) -> Vec<Fingerprint<&T>> {
    values.iter().map(Fingerprint).collect()
}
