//! Which data goes with which chunk: words, tables and vtables that only the functions of one chunk name. A file writes its own
//! into the memory that all share when it is loaded, before any function of it runs.

use std::ops::Range;

use super::graph::Graph;
use super::module::Module;
use super::{Chunk, common};

/// Less than this stays in the first file: each piece costs some bytes of its own.
const SHORTEST: u32 = 16;

/// Data in a row, and the file that it lies in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Piece {
    /// Where it lies in memory.
    pub(super) at: Range<u32>,
    pub(super) file: usize,
}

/// All that lies in other files than the first, in order.
pub(super) fn pieces(graph: &Graph, module: &Module<'_>, chunks: &[Chunk], below: &[usize]) -> Vec<Piece> {
    let at_once = graph.reached(|export| !chunks.iter().any(|chunk| chunk.begins_with(export)));
    let reached: Vec<_> = chunks.iter().map(|chunk| graph.reached(|export| chunk.begins_with(export)).data).collect();
    // What nobody leads to stays where it is always there.
    let file_of = |piece: &(u32, u32)| {
        let files = (1..).zip(&reached).filter(|(_, data)| !at_once.data.contains(piece) && data.contains(piece));
        files.map(|(file, _)| file).reduce(|one, other| common(below, one, other)).unwrap_or(0)
    };
    let mut named: Vec<((u32, u32), usize)> = graph.pieces().map(|piece| (piece, file_of(&piece))).collect();
    named.sort_unstable();
    let mut pieces = Vec::new();
    for (start, bytes) in &module.data {
        // Pieces may lie in each other, as a word does that ends another one.
        let mut files: Vec<Option<usize>> = vec![None; bytes.len()];
        for ((from, to), file) in &named {
            let within = from.saturating_sub(*start) as usize..to.saturating_sub(*start) as usize;
            for byte in files.get_mut(within).into_iter().flatten() {
                *byte = Some(byte.map_or(*file, |known| common(below, known, *file)));
            }
        }
        runs(*start, bytes, &files, &mut pieces);
    }
    pieces
}

/// Adds the runs of bytes that belong to one chunk. Between two of them may be room that nothing fills.
fn runs(start: u32, bytes: &[u8], files: &[Option<usize>], pieces: &mut Vec<Piece>) {
    let mut open: Option<Piece> = None;
    let mut close = |piece: Option<Piece>| pieces.extend(piece.filter(|piece| piece.at.len() >= SHORTEST as usize));
    for ((at, byte), file) in (start..).zip(bytes).zip(files) {
        let file = file.or_else(|| open.as_ref().filter(|_| *byte == 0).map(|piece| piece.file)).unwrap_or(0);
        match &mut open {
            Some(piece) if piece.file == file => piece.at.end = at + 1,
            _ => close(open.replace(Piece { at: at..at + 1, file }).filter(|piece| piece.file != 0)),
        }
    }
    close(open.filter(|piece| piece.file != 0));
}
