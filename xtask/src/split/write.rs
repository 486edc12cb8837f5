//! Writes the files of a program that was split. What one takes from another it imports under the name that the other gives it.

use std::collections::HashMap;
use std::convert::Infallible;

use anyhow::{Context, Result, anyhow};
use wasm_encoder::reencode::{Error, Reencode};
use wasm_encoder::{
    CodeSection, ConstExpr, DataSection, ElementSection, Elements, ExportKind, ExportSection, FunctionSection,
    ImportSection, Module, TypeSection,
};
use wasmparser::{
    CodeSectionReader, DataSectionReader, ElementSectionReader, ExportSectionReader, FunctionSectionReader, Parser,
    Payload,
};

use super::Split;

/// What a chunk's imports come from, as its loader hands them over.
const FROM: &str = "a";

/// The name of a function that one file gives to another.
fn given_name(function: u32) -> String {
    format!("f{function}")
}

pub(super) fn first(split: &Split<'_>) -> Result<Vec<u8>> {
    let mut module = Module::new();
    let mut file = File::new(split, 0);
    file.parse_core_module(&mut module, Parser::new(0), split.module.bytes).map_err(|error| anyhow!("{error}"))?;
    Ok(module.finish())
}

pub(super) fn chunk(split: &Split<'_>, number: usize, renamed: &HashMap<String, String>) -> Result<Vec<u8>> {
    let program = &split.module;
    let mut file = File::new(split, number);
    let name = |name: String| renamed.get(&name).cloned().unwrap_or(name);
    let mut imports = ImportSection::new();
    for function in &split.needs[number] {
        let of = program.types[*function as usize];
        imports.import(FROM, &name(given_name(*function)), wasm_encoder::EntityType::Function(of));
    }
    for (at, table) in program.tables.iter().enumerate() {
        imports.import(FROM, &name(format!("t{at}")), plain(file.table_type(*table))?);
    }
    for (at, memory) in program.memories.iter().enumerate() {
        imports.import(FROM, &name(format!("m{at}")), plain(file.memory_type(*memory))?);
    }
    for (at, global) in program.globals.iter().enumerate() {
        imports.import(FROM, &name(format!("g{at}")), plain(file.global_type(*global))?);
    }
    let (mut functions, mut code) = (FunctionSection::new(), CodeSection::new());
    for function in file.own.clone() {
        functions.function(program.types[function as usize]);
        let body = program.body(function).context("an imported function outside of the first file")?;
        plain(file.parse_function_body(&mut code, body.clone()))?;
    }
    let mut exports = ExportSection::new();
    let begins = |name| split.chunks[number - 1].begins_with(name);
    let (_, begin) = program.exports().find(|(name, _)| begins(name)).context("a chunk without its export")?;
    exports.export("begin", ExportKind::Func, file.at(begin));
    file.give(&mut exports, &name);
    let mut elements = ElementSection::new();
    file.elements(&mut elements);
    let mut module = Module::new();
    module.section(&types(&mut file)?).section(&imports).section(&functions).section(&exports);
    module.section(&elements).section(&code);
    let mut data = DataSection::new();
    for piece in split.data.iter().filter(|piece| piece.file == number) {
        let holds = |(start, bytes): &&(u32, &[u8])| {
            piece.at.start.checked_sub(*start).is_some_and(|at| (at as usize) < bytes.len())
        };
        let (start, bytes) = program.data.iter().find(holds).context("data that lies nowhere")?;
        let within = (piece.at.start - start) as usize..(piece.at.end - start) as usize;
        data.active(0, &ConstExpr::i32_const(piece.at.start.cast_signed()), bytes[within].iter().copied());
    }
    if !data.is_empty() {
        module.section(&data);
    }
    Ok(module.finish())
}

fn plain<T>(result: Result<T, Error<Infallible>>) -> Result<T> {
    result.map_err(|error| anyhow!("{error}"))
}

/// All types of the program; those that a file does not need are left out when it is shrunk.
fn types(file: &mut File<'_, '_>) -> Result<TypeSection> {
    let mut types = TypeSection::new();
    for payload in Parser::new(0).parse_all(file.split.module.bytes) {
        if let Payload::TypeSection(section) = payload? {
            plain(file.parse_type_section(&mut types, section))?;
        }
    }
    Ok(types)
}

/// A file while it is written.
struct File<'s, 'a> {
    split: &'s Split<'a>,
    number: usize,
    /// Its own functions, in order.
    own: Vec<u32>,
    /// The number that each function has in it.
    at: HashMap<u32, u32>,
}

impl<'s, 'a> File<'s, 'a> {
    fn new(split: &'s Split<'a>, number: usize) -> Self {
        let program = &split.module;
        let own: Vec<u32> = (program.imported..program.functions())
            .filter(|function| split.places[*function as usize] == number)
            .collect();
        let foreign = if number == 0 { (0..program.imported).collect() } else { split.needs[number].clone() };
        let at = (0..).zip(foreign.into_iter().chain(own.clone())).map(|(at, function)| (function, at)).collect();
        Self { split, number, own, at }
    }

    /// The number of a function in this file. Each call leads down, so it is there.
    fn at(&self, function: u32) -> u32 {
        self.at.get(&function).copied().unwrap_or(u32::MAX)
    }

    /// Exports what other files stand on.
    fn give(&self, exports: &mut ExportSection, name: &dyn Fn(String) -> String) {
        if !self.split.bears(self.number) {
            return;
        }
        for function in self.split.given(self.number) {
            exports.export(&name(given_name(function)), ExportKind::Func, self.at(function));
        }
        let program = &self.split.module;
        let shared = [
            ("t", ExportKind::Table, program.tables.len()),
            ("m", ExportKind::Memory, program.memories.len()),
            ("g", ExportKind::Global, program.globals.len()),
        ];
        for (letter, kind, count) in shared {
            for (at, _) in (0..).zip(0..count) {
                exports.export(&name(format!("{letter}{at}")), kind, at);
            }
        }
    }

    /// Puts its own functions into their places in the table, which are the same for all files.
    fn elements(&self, elements: &mut ElementSection) {
        for (start, functions) in &self.split.module.elements {
            let mut place = *start;
            let own = |function: &u32| self.split.places[*function as usize] == self.number;
            for run in functions.chunk_by(|one, next| own(one) == own(next)) {
                if run.first().is_some_and(own) {
                    let run: Vec<u32> = run.iter().map(|function| self.at(*function)).collect();
                    elements.active(None, &ConstExpr::i32_const(place.cast_signed()), Elements::Functions(run.into()));
                }
                place += u32::try_from(run.len()).unwrap_or_default();
            }
        }
    }
}

impl Reencode for File<'_, '_> {
    type Error = Infallible;

    fn function_index(&mut self, function: u32) -> Result<u32, Error<Infallible>> {
        Ok(self.at(function))
    }

    fn parse_function_section(
        &mut self,
        functions: &mut FunctionSection,
        _: FunctionSectionReader<'_>,
    ) -> Result<(), Error<Infallible>> {
        for function in &self.own {
            functions.function(self.split.module.types[*function as usize]);
        }
        Ok(())
    }

    fn parse_export_section(
        &mut self,
        exports: &mut ExportSection,
        section: ExportSectionReader<'_>,
    ) -> Result<(), Error<Infallible>> {
        for export in section {
            let export = export?;
            if !self.split.chunks.iter().any(|chunk| chunk.begins_with(export.name)) {
                self.parse_export(exports, export)?;
            }
        }
        self.give(exports, &|name| name);
        Ok(())
    }

    fn parse_element_section(
        &mut self,
        elements: &mut ElementSection,
        _: ElementSectionReader<'_>,
    ) -> Result<(), Error<Infallible>> {
        self.elements(elements);
        Ok(())
    }

    fn parse_code_section(
        &mut self,
        code: &mut CodeSection,
        _: CodeSectionReader<'_>,
    ) -> Result<(), Error<Infallible>> {
        let program = &self.split.module;
        let bodies: Vec<_> = self.own.iter().filter_map(|function| program.body(*function)).cloned().collect();
        bodies.into_iter().try_for_each(|body| self.parse_function_body(code, body))
    }

    /// Data of other files is left empty, and written by them.
    fn parse_data_section(
        &mut self,
        data: &mut DataSection,
        _: DataSectionReader<'_>,
    ) -> Result<(), Error<Infallible>> {
        for (start, bytes) in &self.split.module.data {
            let mut bytes = bytes.to_vec();
            for piece in &self.split.data {
                let within = piece.at.start.wrapping_sub(*start) as usize..piece.at.end.wrapping_sub(*start) as usize;
                if let Some(foreign) = bytes.get_mut(within) {
                    foreign.fill(0);
                }
            }
            data.active(0, &ConstExpr::i32_const(start.cast_signed()), bytes);
        }
        Ok(())
    }

    /// Names and the like are of the whole.
    fn parse_custom_section(
        &mut self,
        _: &mut Module,
        _: wasmparser::CustomSectionReader<'_>,
    ) -> Result<(), Error<Infallible>> {
        Ok(())
    }
}
