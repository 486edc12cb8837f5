//! What leads where in a program: which function calls or names which, also by way of data, as vtables do. The linker says so where
//! it is told to keep what it relocated.

use std::collections::{HashMap, HashSet};
use std::ops::Range;

use anyhow::{Context, Result, bail, ensure};
use wasmparser::{
    Data, DataKind, ExternalKind, KnownCustom, Linking, Operator, Parser, Payload, RelocationEntry, RelocationType,
    SymbolInfo, TypeRef,
};

/// A function by its index, or a piece of data by its symbol.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
enum Node {
    Function(u32),
    Data(usize),
}

/// What leads where.
pub(super) struct Graph {
    leads: HashMap<Node, Vec<Node>>,
    exports: Vec<(String, u32)>,
    /// Names that only one function has.
    names: HashMap<u32, String>,
    /// Where each piece of data lies in memory, by its symbol.
    data: HashMap<usize, Range<u32>>,
}

/// What some exports lead to.
#[derive(Debug, Default)]
pub(super) struct Reached<'g> {
    /// The names of functions.
    pub(super) functions: HashSet<&'g str>,
    /// Where data lies in memory.
    pub(super) data: HashSet<(u32, u32)>,
}

/// The parts of a program that say so.
#[derive(Default)]
struct Read<'a> {
    imported: u32,
    exports: Vec<(String, u32)>,
    symbols: Vec<SymbolInfo<'a>>,
    /// Of code and data: the number of the section, and where things stand in it.
    code: Option<(u32, Vec<Range<usize>>)>,
    data: Option<(u32, Vec<usize>)>,
    /// Where each segment of data begins in memory.
    addresses: Vec<u32>,
    relocated: Vec<(u32, Vec<RelocationEntry>)>,
}

impl Graph {
    /// Reads a program that was linked with `--emit-relocs`.
    pub(super) fn read(program: &[u8]) -> Result<Self> {
        let read = read(program)?;
        ensure!(!read.relocated.is_empty(), "the linker did not keep what it relocated");
        let (code, functions) = read.code.as_ref().context("a program without code")?;
        let (data, segments) = read.data.as_ref().context("a program without data")?;
        let pieces = pieces(&read.symbols, segments);
        let mut leads: HashMap<Node, Vec<Node>> = HashMap::new();
        for (section, entries) in &read.relocated {
            for entry in entries.iter().filter(|entry| entry.ty != RelocationType::TypeIndexLeb) {
                let to = match read.symbols.get(entry.index as usize) {
                    Some(SymbolInfo::Func { index, .. }) => Node::Function(*index),
                    Some(SymbolInfo::Data { .. }) => Node::Data(entry.index as usize),
                    _ => continue,
                };
                let at = entry.offset as usize;
                if section == code {
                    let function = functions.partition_point(|body| body.end <= at);
                    leads.entry(Node::Function(read.imported + u32::try_from(function)?)).or_default().push(to);
                } else if section == data {
                    let mut piece = pieces.partition_point(|(piece, _)| piece.start <= at);
                    // Pieces may lie in each other.
                    while piece > 0 {
                        piece -= 1;
                        if pieces[piece].0.contains(&at) {
                            leads.entry(Node::Data(pieces[piece].1)).or_default().push(to);
                        }
                    }
                }
            }
        }
        let data = addresses(&read);
        Ok(Self { leads, names: names(&read.symbols), exports: read.exports, data })
    }

    /// All that these exports lead to.
    pub(super) fn reached(&self, from: impl Fn(&str) -> bool) -> Reached<'_> {
        let mut left: Vec<Node> = self
            .exports
            .iter()
            // What only describes a function to those who make its glue is gone from what they make.
            .filter(|(name, _)| from(name) && !name.starts_with("__wbindgen_describe_"))
            .map(|(_, function)| Node::Function(*function))
            .collect();
        let mut reached = HashSet::new();
        while let Some(node) = left.pop() {
            if reached.insert(node) {
                left.extend(self.leads.get(&node).into_iter().flatten());
            }
        }
        let mut told = Reached::default();
        for node in reached {
            match node {
                Node::Function(function) => told.functions.extend(self.names.get(&function).map(String::as_str)),
                Node::Data(symbol) => told.data.extend(self.data.get(&symbol).map(|piece| (piece.start, piece.end))),
            }
        }
        told
    }

    /// Where data lies that a symbol names, whoever leads to it.
    pub(super) fn pieces(&self) -> impl Iterator<Item = (u32, u32)> {
        self.data.values().map(|piece| (piece.start, piece.end))
    }
}

fn read(program: &[u8]) -> Result<Read<'_>> {
    let (mut read, mut section) = (Read::default(), 0);
    for payload in Parser::new(0).parse_all(program) {
        let payload = payload?;
        match &payload {
            Payload::ImportSection(imports) => {
                for import in imports.clone().into_imports() {
                    read.imported += u32::from(matches!(import?.ty, TypeRef::Func(_)));
                }
            }
            Payload::ExportSection(exports) => {
                for export in exports.clone() {
                    let export = export?;
                    if export.kind == ExternalKind::Func {
                        read.exports.push((export.name.to_owned(), export.index));
                    }
                }
            }
            Payload::CodeSectionStart { .. } => read.code = Some((section, Vec::new())),
            Payload::DataSection(segments) => {
                let start = segments.range().start;
                let starts = segments.clone().into_iter();
                let starts = starts.map(|one| one.map(|one| one.range.end - one.data.len() - start));
                read.data = Some((section, starts.collect::<Result<_, _>>()?));
                for segment in segments.clone() {
                    read.addresses.push(address(&segment?)?);
                }
            }
            Payload::CustomSection(custom) => match custom.as_known() {
                KnownCustom::Linking(linking) => {
                    for part in linking.subsections() {
                        if let Linking::SymbolTable(symbols) = part? {
                            read.symbols = symbols.into_iter().collect::<Result<_, _>>()?;
                        }
                    }
                }
                KnownCustom::Reloc(relocated) => {
                    let entries = relocated.entries().into_iter().collect::<Result<_, _>>()?;
                    read.relocated.push((relocated.section_index(), entries));
                }
                _ => {}
            },
            _ => {}
        }
        section += u32::from(payload.as_section().is_some());
    }
    bodies(program, &mut read)?;
    Ok(read)
}

/// Where each function's body stands in its section.
fn bodies(program: &[u8], read: &mut Read<'_>) -> Result<()> {
    let mut start = 0;
    for payload in Parser::new(0).parse_all(program) {
        match payload? {
            Payload::CodeSectionStart { range, .. } => start = range.start,
            Payload::CodeSectionEntry(body) => {
                let (_, bodies) = read.code.as_mut().context("a function before all code")?;
                bodies.push(body.range().start - start..body.range().end - start);
            }
            _ => {}
        }
    }
    Ok(())
}

/// Where each piece of data stands in its section, by where it begins, with its symbol.
fn pieces(symbols: &[SymbolInfo<'_>], segments: &[usize]) -> Vec<(Range<usize>, usize)> {
    let mut pieces: Vec<(Range<usize>, usize)> = symbols
        .iter()
        .enumerate()
        .filter_map(|(number, symbol)| match symbol {
            SymbolInfo::Data { symbol: Some(piece), .. } => {
                let start = segments.get(piece.index as usize)? + piece.offset as usize;
                Some((start..start + piece.size as usize, number))
            }
            _ => None,
        })
        .collect();
    pieces.sort_by_key(|(piece, _)| piece.start);
    pieces
}

/// Where a segment of data begins in memory.
pub(super) fn address(segment: &Data<'_>) -> Result<u32> {
    let DataKind::Active { memory_index: 0, offset_expr } = &segment.kind else {
        bail!("data that is not there at once")
    };
    let Operator::I32Const { value } = offset_expr.get_operators_reader().read()? else {
        bail!("an address that is worked out")
    };
    Ok(value.cast_unsigned())
}

/// Where each piece of data lies in memory.
fn addresses(read: &Read<'_>) -> HashMap<usize, Range<u32>> {
    let place = |symbol: &SymbolInfo<'_>| match symbol {
        SymbolInfo::Data { symbol: Some(piece), .. } => {
            let start = read.addresses.get(piece.index as usize)? + piece.offset;
            Some(start..start + piece.size)
        }
        _ => None,
    };
    read.symbols.iter().enumerate().filter_map(|(number, symbol)| Some((number, place(symbol)?))).collect()
}

/// The name of each function that shares it with no other.
fn names(symbols: &[SymbolInfo<'_>]) -> HashMap<u32, String> {
    let mut by_name: HashMap<&str, HashSet<u32>> = HashMap::new();
    for symbol in symbols {
        if let SymbolInfo::Func { index, name: Some(name), .. } = symbol {
            by_name.entry(name).or_default().insert(*index);
        }
    }
    let alone = by_name.into_iter().filter(|(_, functions)| functions.len() == 1);
    alone.flat_map(|(name, functions)| functions.into_iter().map(|one| (one, name.to_owned()))).collect()
}
