//! How the bytes of an answer travel: compressed, where the client takes it.

use std::io::{self, Write};

use axum::http::{HeaderMap, header};
use flate2::Compression;
use flate2::write::GzEncoder;

/// A content coding (RFC 9110, section 8.4.1).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Encoding {
    Identity,
    Gzip,
    Brotli,
}

/// How much time is spent on compression.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Effort {
    /// For somebody who waits: 2 ms for a page of 160 kB.
    Quick,
    /// For a file that somebody waits for, once.
    Good,
    /// For what many will get, beside the requests: a fifth smaller than quickly, in some 40 times as long.
    Thorough,
}

impl Effort {
    fn brotli_quality(self) -> i32 {
        match self {
            Self::Quick => 4,
            // Without optimisation it would take half a minute.
            Self::Thorough if cfg!(debug_assertions) => 5,
            Self::Good => 9,
            Self::Thorough => 10,
        }
    }
}

impl Encoding {
    /// The one that makes an answer smallest, of those that the request accepts.
    pub fn accepted(request: &HeaderMap) -> Self {
        let fields = request.get_all(header::ACCEPT_ENCODING).into_iter();
        let offers = fields.filter_map(|field| field.to_str().ok()).flat_map(|field| field.split(','));
        offers.filter_map(Self::offered).max_by_key(|encoding| *encoding as u8).unwrap_or(Self::Identity)
    }

    /// What an offer such as `br;q=0.8` accepts.
    fn offered(offer: &str) -> Option<Self> {
        let mut parts = offer.split(';').map(str::trim);
        let name = parts.next()?;
        let encoding = [Self::Gzip, Self::Brotli].into_iter().find(|it| it.name() == Some(name))?;
        let weight = parts.find_map(|part| part.strip_prefix("q="));
        weight.is_none_or(|weight| weight.parse::<f32>().is_ok_and(|weight| weight > 0.0)).then_some(encoding)
    }

    /// The value of `Content-Encoding`; `None` of bytes as they are.
    pub fn name(self) -> Option<&'static str> {
        match self {
            Self::Identity => None,
            Self::Gzip => Some("gzip"),
            Self::Brotli => Some("br"),
        }
    }

    /// The bytes in this encoding.
    pub fn compress(self, bytes: &[u8], effort: Effort) -> io::Result<Vec<u8>> {
        let mut compressed = Vec::new();
        match self {
            Self::Identity => compressed.extend_from_slice(bytes),
            Self::Gzip => {
                let mut encoder = GzEncoder::new(&mut compressed, Compression::default());
                encoder.write_all(bytes)?;
                encoder.finish()?;
            }
            Self::Brotli => {
                let params = brotli::enc::BrotliEncoderParams {
                    quality: effort.brotli_quality(),
                    // No larger than what there is to look back at: memory is made for all of it.
                    lgwin: (usize::BITS - bytes.len().leading_zeros()).clamp(16, 22) as i32,
                    size_hint: bytes.len(),
                    ..Default::default()
                };
                brotli::BrotliCompress(&mut &*bytes, &mut compressed, &params)?;
            }
        }
        Ok(compressed)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_smallest_encoding_that_is_accepted_is_chosen() {
        let check = |fields: &[&'static str], expected: Encoding| {
            let mut request = HeaderMap::new();
            for field in fields {
                request.append(header::ACCEPT_ENCODING, header::HeaderValue::from_static(field));
            }
            assert_eq!(Encoding::accepted(&request), expected, "{fields:?}");
        };
        check(&[], Encoding::Identity);
        check(&["gzip, deflate, br, zstd"], Encoding::Brotli);
        check(&["br;q=0.1, gzip"], Encoding::Brotli);
        check(&["gzip;q=1.0", "br"], Encoding::Brotli);
        check(&["gzip , br; q=0"], Encoding::Gzip);
        check(&["br;q=0.0, gzip;q=0.000"], Encoding::Identity);
        check(&["br;q=x"], Encoding::Identity);
        check(&["*, identity, deflate, brotli, "], Encoding::Identity);
    }

    #[test]
    fn effort_makes_an_answer_smaller() {
        let page: String = (0..5_000).map(|n| format!("<li>{}</li>", n * n % 977)).collect();
        let size = |effort| Encoding::Brotli.compress(page.as_bytes(), effort).unwrap().len();
        assert!(size(Effort::Thorough) < size(Effort::Quick));
        for encoding in [Encoding::Gzip, Encoding::Brotli] {
            let packed = encoding.compress(page.as_bytes(), Effort::Quick).unwrap();
            assert!(packed.len() < page.len() / 2, "{encoding:?}");
        }
    }
}
