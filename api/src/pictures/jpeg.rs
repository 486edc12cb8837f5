//! What decoding a JPEG will take, read off its header: a progressive one is held twice, as coefficients and as pixels.

/// Bytes that its coefficients take beside the pixels; 0 where each row is decoded by itself. `None` where no frame is
/// announced before the first scan.
pub(super) fn coefficients(bytes: &[u8]) -> Option<u64> {
    let mut frame = None;
    let mut rest = bytes.get(2..)?;
    loop {
        // What stands between two segments is passed over, as decoders do.
        let next = rest.iter().position(|byte| *byte == 0xff)?;
        let &[_, marker, ..] = &rest[next..] else { return None };
        rest = &rest[next..];
        rest = match marker {
            // Fill bytes, and markers that stand alone.
            0xff => &rest[1..],
            0x01 | 0xd0..=0xd7 => &rest[2..],
            _ => {
                let length = usize::from(u16::from_be_bytes([*rest.get(2)?, *rest.get(3)?]));
                let body = rest.get(4..length.checked_add(2)?)?;
                match marker {
                    // Start of a frame; DHT, JPG and DAC are none.
                    0xc0..=0xcf if !matches!(marker, 0xc4 | 0xc8 | 0xcc) => frame = Some(Frame::read(marker, body)?),
                    // Start of the first scan.
                    0xda => return frame.map(|frame: Frame| frame.coefficients(body.first().copied().unwrap_or(0))),
                    _ => {}
                }
                rest.get(length + 2..)?
            }
        };
    }
}

struct Frame {
    progressive: bool,
    components: u8,
    /// Coefficients of all components.
    samples: u64,
}

impl Frame {
    fn read(marker: u8, body: &[u8]) -> Option<Self> {
        let &[_, h1, h0, w1, w0, components, ref rest @ ..] = body else { return None };
        let (width, height) = (u64::from(u16::from_be_bytes([w1, w0])), u64::from(u16::from_be_bytes([h1, h0])));
        // How often each component is sampled, across and down.
        let sampled: Vec<(u64, u64)> = rest
            .chunks_exact(3)
            .take(usize::from(components))
            .map(|component| (u64::from(component[1] >> 4), u64::from(component[1] & 15)))
            .collect();
        let (most_across, most_down) = (sampled.iter().map(|s| s.0).max()?, sampled.iter().map(|s| s.1).max()?);
        if most_across == 0 || most_down == 0 {
            return None;
        }
        // Whole blocks of 8 by 8 of all components at once.
        let units = width.div_ceil(8 * most_across) * height.div_ceil(8 * most_down);
        let samples = sampled.iter().map(|(across, down)| units * across * down * 64).sum();
        Some(Self { progressive: matches!(marker, 0xc2 | 0xc6 | 0xca | 0xce), components, samples })
    }

    /// Two bytes each, where they are kept: until the last scan has brought its part.
    fn coefficients(&self, in_first_scan: u8) -> u64 {
        if self.progressive || in_first_scan < self.components { 2 * self.samples } else { 0 }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A frame of 1,600 by 800 with three components, the first one twice as fine, and the start of a scan.
    fn header(frame: u8, in_scan: u8) -> Vec<u8> {
        let mut bytes = vec![0xff, 0xd8, 0xff, 0xe0, 0, 4, 0, 0, 0xff, 0xff, frame, 0, 17, 8, 3, 32, 6, 64, 3];
        bytes.extend([1, 0x22, 0, 2, 0x11, 0, 3, 0x11, 0]);
        bytes.extend([0xff, 0xda, 0, 3, in_scan]);
        bytes
    }

    #[test]
    fn what_is_decoded_in_parts_is_held_twice() {
        assert_eq!(coefficients(&header(0xc0, 3)), Some(0));
        assert_eq!(coefficients(&header(0xc2, 3)), Some(2 * 1600 * 800 * 3 / 2));
        assert_eq!(coefficients(&header(0xc0, 1)), Some(2 * 1600 * 800 * 3 / 2));
    }

    #[test]
    fn what_breaks_off_says_nothing() {
        let whole = header(0xc2, 3);
        for length in 0..whole.len() - 1 {
            assert_eq!(coefficients(&whole[..length]), None, "{length}");
        }
        assert_eq!(coefficients(b"\xff\xd8\xff\xda\0\x03\x01"), None);
    }
}
