//! The body of an answer, decoded while it arrives and never beyond its limit: a small bomb fails where it grows too large.

use std::io::{self, Write};

use brotli_decompressor::{BrotliDecoderParameter, DecompressorWriter};
use flate2::write::MultiGzDecoder;
use hyper::HeaderMap;
use hyper::header::CONTENT_ENCODING;

use super::error::FetchError;

/// Bytes that the brotli decoder hands on at once.
const STEP: usize = 8 * 1024;

/// Collects bytes and fails past its limit; memory grows with what came, not with what was announced.
#[derive(Debug)]
struct Bounded {
    bytes: Vec<u8>,
    limit: usize,
    full: bool,
}

impl Write for Bounded {
    fn write(&mut self, part: &[u8]) -> io::Result<usize> {
        if part.len() > self.limit - self.bytes.len() {
            self.full = true;
            return Err(io::ErrorKind::FileTooLarge.into());
        }
        self.bytes.extend_from_slice(part);
        Ok(part.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// A body under way.
pub(super) struct Body(Coding);

enum Coding {
    Identity(Bounded),
    Gzip(Box<MultiGzDecoder<Bounded>>),
    Brotli(Box<DecompressorWriter<Bounded>>),
}

impl Body {
    /// Ready for a body of at most `limit` decoded bytes.
    ///
    /// # Errors
    /// `Protocol` for an encoding that was not asked for, or several.
    pub(super) fn new(headers: &HeaderMap, limit: usize) -> Result<Self, FetchError> {
        let mut encodings = headers.get_all(CONTENT_ENCODING).iter();
        let encoding = encodings.next().map_or(Ok(""), |value| value.to_str()).map_err(|_| FetchError::Protocol)?;
        if encodings.next().is_some() {
            return Err(FetchError::Protocol);
        }
        let bounded = Bounded { bytes: Vec::new(), limit, full: false };
        Ok(Self(match encoding.trim().to_ascii_lowercase().as_str() {
            "" | "identity" => Coding::Identity(bounded),
            "gzip" | "x-gzip" => Coding::Gzip(Box::new(MultiGzDecoder::new(bounded))),
            "br" => {
                let mut decoder = DecompressorWriter::new(bounded, STEP);
                // The window of "large window" brotli may be 1 GB, allocated at its first bytes; HTTP allows 16 MB.
                decoder.set_parameter(BrotliDecoderParameter::BROTLI_DECODER_PARAM_LARGE_WINDOW, 0);
                Coding::Brotli(Box::new(decoder))
            }
            _ => return Err(FetchError::Protocol),
        }))
    }

    /// Takes the next bytes from the wire.
    ///
    /// # Errors
    /// `TooLarge` past the limit, `Protocol` where they do not decode.
    pub(super) fn push(&mut self, part: &[u8]) -> Result<(), FetchError> {
        let written = match &mut self.0 {
            Coding::Identity(bounded) => bounded.write_all(part),
            Coding::Gzip(decoder) => decoder.write_all(part),
            Coding::Brotli(decoder) => decoder.write_all(part),
        };
        written.map_err(|_| self.fault())
    }

    /// The whole body.
    ///
    /// # Errors
    /// As [`Body::push`]; `Protocol` also where it ends too early.
    pub(super) fn finish(mut self) -> Result<Vec<u8>, FetchError> {
        let ended = match &mut self.0 {
            Coding::Identity(_) => Ok(()),
            Coding::Gzip(decoder) => decoder.try_finish(),
            Coding::Brotli(decoder) => decoder.close(),
        };
        if ended.is_err() {
            return Err(self.fault());
        }
        Ok(std::mem::take(&mut self.bounded().bytes))
    }

    fn fault(&mut self) -> FetchError {
        if self.bounded().full { FetchError::TooLarge } else { FetchError::Protocol }
    }

    fn bounded(&mut self) -> &mut Bounded {
        match &mut self.0 {
            Coding::Identity(bounded) => bounded,
            Coding::Gzip(decoder) => decoder.get_mut(),
            Coding::Brotli(decoder) => decoder.get_mut(),
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use flate2::Compression;
    use flate2::write::GzEncoder;

    fn decode(encoding: &'static str, wire: &[u8], limit: usize) -> Result<Vec<u8>, FetchError> {
        let headers = [(CONTENT_ENCODING, encoding.parse().unwrap())].into_iter().collect();
        let mut body = Body::new(&headers, limit)?;
        for part in wire.chunks(7) {
            body.push(part)?;
        }
        body.finish()
    }

    fn gzip(plain: &[u8]) -> Vec<u8> {
        let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
        encoder.write_all(plain).unwrap();
        encoder.finish().unwrap()
    }

    #[test]
    fn a_body_of_exactly_the_limit_is_taken_and_one_byte_more_is_not() {
        let plain = vec![b'x'; 1_000];
        for encoding in ["", "identity", "gzip", "X-GZIP"] {
            let wire = if encoding.contains(['z', 'Z']) { gzip(&plain) } else { plain.clone() };
            assert_eq!(decode(encoding, &wire, 1_000), Ok(plain.clone()), "{encoding}");
            assert_eq!(decode(encoding, &wire, 999), Err(FetchError::TooLarge), "{encoding}");
        }
    }

    #[test]
    fn brotli_is_decoded_and_a_large_window_refused() {
        // "hello" as a stored meta-block, window of 16 bits.
        let stored = [0x0b, 0x02, 0x80, b'h', b'e', b'l', b'l', b'o', 0x03];
        assert_eq!(decode("br", &stored, 5), Ok(b"hello".to_vec()));
        assert_eq!(decode("br", &stored, 4), Err(FetchError::TooLarge));
        // 0x11 announces a large window; the next six bits choose 2^30.
        assert_eq!(decode("br", &[0x11, 0x1e, 0x03, 0x00], 5), Err(FetchError::Protocol));
    }

    #[test]
    fn what_does_not_decode_or_ends_early_is_an_error() {
        let wire = gzip(b"hello hello hello hello");
        assert_eq!(decode("gzip", &wire[..wire.len() - 9], 99), Err(FetchError::Protocol));
        assert_eq!(decode("gzip", b"<html>", 99), Err(FetchError::Protocol));
        assert_eq!(decode("br", &[0x0b, 0x02, 0x80, b'h'], 99), Err(FetchError::Protocol));
        for foreign in ["zstd", "gzip, gzip", "deflate"] {
            assert_eq!(decode(foreign, b"", 99), Err(FetchError::Protocol), "{foreign}");
        }
    }
}
