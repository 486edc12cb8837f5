//! The QR code of an address, for paper: whoever holds a printed list comes back to it with a phone.

use std::fmt::Write;

use qrcode::{Color, EcLevel, QrCode};

/// Modules that stay white around it (ISO/IEC 18004).
const QUIET: usize = 4;

/// A code, and the address that it says.
#[derive(Debug, Clone)]
pub(super) struct Code {
    pub(super) address: String,
    /// Modules on a side, with what stays white.
    pub(super) side: usize,
    /// Its dark modules as a path of SVG.
    pub(super) path: String,
}

impl Code {
    /// `None` where the address is too long for one.
    pub(super) fn of(address: String) -> Option<Self> {
        let code = QrCode::with_error_correction_level(&address, EcLevel::M).ok()?;
        let width = code.width();
        let mut path = String::new();
        for (y, row) in code.to_colors().chunks(width).enumerate() {
            let mut x = 0;
            // One stroke for all dark modules that lie side by side.
            for run in row.chunk_by(|a, b| a == b) {
                if run[0] == Color::Dark {
                    let _ = write!(path, "M{},{}h{n}v1h-{n}z", x + QUIET, y + QUIET, n = run.len());
                }
                x += run.len();
            }
        }
        Some(Self { address, side: width + 2 * QUIET, path })
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn every_dark_module_is_drawn_once_and_no_other() {
        let address = "https://gifts.example.org/l/abcdefghijklmnopqrstuvwxyz-_0123";
        let code = Code::of(address.to_owned()).unwrap();
        let dark = QrCode::with_error_correction_level(address, EcLevel::M).unwrap().to_colors();
        let dark = dark.into_iter().filter(|color| *color == Color::Dark).count();
        let drawn = |stroke: &str| -> usize { stroke.split_once('v').unwrap().0.parse().unwrap() };
        assert_eq!(code.path.split('h').skip(1).step_by(2).map(drawn).sum::<usize>(), dark);
        assert!(code.path.len() < 9_000, "{} bytes", code.path.len());
        assert!(Code::of("x".repeat(5_000)).is_none());
    }
}
