//! A constant that a program names in many places stands there once, as a global that never changes: naming a global takes two
//! bytes, and the number by which a missing text is told, which stands in hundreds of places, takes six.

use std::collections::BTreeMap;
use std::convert::Infallible;

use anyhow::Result;
use wasm_encoder::reencode::{Error, Reencode, utils};
use wasm_encoder::{CodeSection, ConstExpr, Encode, GlobalSection, GlobalType, Instruction, Module, ValType};
use wasmparser::{CodeSectionReader, GlobalSectionReader, Operator, Parser, Payload, TypeRef};

/// What naming a global takes, of those whose number is a single byte.
const NAMED: usize = 2;

/// How many globals have such a number.
const NUMBERS: u32 = 128;

/// What a global takes beside its constant: its type, whether it changes, and the end of the expression.
const HELD: usize = 3;

/// The same program with its frequent constants as globals.
pub(crate) fn named(program: &[u8]) -> Result<Vec<u8>> {
    let (mut own, mut imported, mut places) = (0, 0, BTreeMap::<Vec<u8>, usize>::new());
    for payload in Parser::new(0).parse_all(program) {
        match payload? {
            Payload::ImportSection(imports) => {
                for import in imports.into_imports() {
                    imported += u32::from(matches!(import?.ty, TypeRef::Global(_)));
                }
            }
            Payload::GlobalSection(section) => own = section.count(),
            Payload::CodeSectionEntry(body) => {
                for operator in body.get_operators_reader()? {
                    if let Some(constant) = constant(&operator?) {
                        *places.entry(constant).or_default() += 1;
                    }
                }
            }
            _ => {}
        }
    }
    if own == 0 {
        // There is no list that they could be added to.
        return Ok(program.to_vec());
    }
    let mut gains: Vec<(usize, Vec<u8>)> = places
        .into_iter()
        .filter_map(|(constant, places)| {
            let saved = places * constant.len().saturating_sub(NAMED);
            Some((saved.checked_sub(constant.len() + HELD)?, constant))
        })
        .filter(|(gain, _)| *gain > 0)
        .collect();
    gains.sort_by(|one, other| other.cmp(one));
    let numbers = (imported + own..NUMBERS).zip(gains).map(|(number, (_, constant))| (constant, number)).collect();
    let mut module = Module::new();
    Named { numbers, in_code: false }.parse_core_module(&mut module, Parser::new(0), program)?;
    Ok(module.finish())
}

/// The instruction that gives this constant, as bytes.
fn constant(operator: &Operator<'_>) -> Option<Vec<u8>> {
    let constant = match operator {
        Operator::I32Const { value } => Instruction::I32Const(*value),
        Operator::I64Const { value } => Instruction::I64Const(*value),
        Operator::F32Const { value } => Instruction::F32Const((*value).into()),
        Operator::F64Const { value } => Instruction::F64Const((*value).into()),
        _ => return None,
    };
    let mut bytes = Vec::new();
    constant.encode(&mut bytes);
    Some(bytes)
}

/// Of what type the value of such an instruction is.
fn type_of(constant: &[u8]) -> ValType {
    match constant.first() {
        Some(0x41) => ValType::I32,
        Some(0x42) => ValType::I64,
        Some(0x43) => ValType::F32,
        _ => ValType::F64,
    }
}

/// Writes the program anew.
struct Named {
    /// The global of each frequent constant.
    numbers: BTreeMap<Vec<u8>, u32>,
    /// Whether functions are written: where data lies is a constant too, and stays one.
    in_code: bool,
}

impl Reencode for Named {
    type Error = Infallible;

    fn instruction<'a>(&mut self, operator: Operator<'a>) -> Result<Instruction<'a>, Error<Infallible>> {
        let number = constant(&operator).filter(|_| self.in_code).and_then(|constant| self.numbers.get(&constant));
        match number {
            Some(number) => Ok(Instruction::GlobalGet(*number)),
            None => utils::instruction(self, operator),
        }
    }

    fn parse_global_section(
        &mut self,
        globals: &mut GlobalSection,
        section: GlobalSectionReader<'_>,
    ) -> Result<(), Error<Infallible>> {
        utils::parse_global_section(self, globals, section)?;
        let mut numbers: Vec<_> = self.numbers.iter().collect();
        numbers.sort_by_key(|(_, number)| **number);
        for (constant, _) in numbers {
            let kind = GlobalType { val_type: type_of(constant), mutable: false, shared: false };
            globals.global(kind, &ConstExpr::raw(constant.iter().copied()));
        }
        Ok(())
    }

    fn parse_code_section(
        &mut self,
        code: &mut CodeSection,
        section: CodeSectionReader<'_>,
    ) -> Result<(), Error<Infallible>> {
        self.in_code = true;
        let written = utils::parse_code_section(self, code, section);
        self.in_code = false;
        written
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use wasm_encoder::{
        DataSection, EntityType, Function, FunctionSection, ImportSection, MemorySection, MemoryType, TypeSection,
    };

    const FREQUENT: i32 = i32::MIN;
    const RARE: i32 = 1_000_000;

    /// A program of one function that names one constant often and another once, and has data at the frequent one.
    fn program(globals: bool) -> Vec<u8> {
        let mut imports = ImportSection::new();
        let imported = GlobalType { val_type: ValType::I32, mutable: false, shared: false };
        imports.import("a", "b", EntityType::Global(imported));
        let (mut types, mut functions, mut memories) =
            (TypeSection::new(), FunctionSection::new(), MemorySection::new());
        types.ty().function([], []);
        functions.function(0);
        memories.memory(MemoryType { minimum: 1, maximum: None, memory64: false, shared: false, page_size_log2: None });
        let mut held = GlobalSection::new();
        held.global(GlobalType { val_type: ValType::I32, mutable: true, shared: false }, &ConstExpr::i32_const(7));
        let mut body = Function::new([]);
        for _ in 0..9 {
            body.instructions().i32_const(FREQUENT).drop();
        }
        body.instructions().i32_const(RARE).drop().f64_const(0.5.into()).drop().end();
        let (mut code, mut data) = (CodeSection::new(), DataSection::new());
        code.function(&body);
        data.active(0, &ConstExpr::i32_const(FREQUENT), *b"text");
        let mut module = Module::new();
        module.section(&types).section(&imports).section(&functions).section(&memories);
        if globals {
            module.section(&held);
        }
        module.section(&code).section(&data);
        module.finish()
    }

    /// The instructions of all functions, and how many globals there are.
    fn told(program: &[u8]) -> (Vec<String>, u32) {
        let (mut told, mut globals) = (Vec::new(), 0);
        for payload in Parser::new(0).parse_all(program) {
            match payload.unwrap() {
                Payload::GlobalSection(section) => globals = section.count(),
                Payload::CodeSectionEntry(body) => {
                    told.extend(
                        body.get_operators_reader().unwrap().into_iter().map(|one| format!("{:?}", one.unwrap())),
                    );
                }
                Payload::DataSection(section) => {
                    // Still a constant.
                    told.extend(section.into_iter().map(|data| format!("{:?}", data.unwrap().kind)));
                }
                _ => {}
            }
        }
        (told, globals)
    }

    #[test]
    fn a_frequent_constant_becomes_a_global_and_a_rare_one_stays() {
        let before = program(true);
        let after = named(&before).unwrap();
        let ((was, _), (is, globals)) = (told(&before), told(&after));
        let wanted: Vec<String> = was
            .iter()
            .map(|one| {
                one.replace(&format!("{:?}", Operator::I32Const { value: FREQUENT }), "GlobalGet { global_index: 2 }")
            })
            .collect();
        let (code, data) = (&is[..is.len() - 1], &is[is.len() - 1]);
        assert_eq!((code, globals), (&wanted[..wanted.len() - 1], 2));
        assert!(!data.contains("GlobalGet"), "{data}");
        assert!(is.iter().filter(|one| one.contains("GlobalGet")).count() == 9 && after.len() < before.len());
    }

    #[test]
    fn a_program_without_globals_stays_as_it_is() {
        assert_eq!(named(&program(false)).unwrap(), program(false));
    }

    #[test]
    fn each_kind_of_constant_has_its_type() {
        let of = |operator| type_of(&constant(&operator).unwrap());
        assert_eq!(of(Operator::I32Const { value: -1 }), ValType::I32);
        assert_eq!(of(Operator::I64Const { value: -1 }), ValType::I64);
        assert_eq!(of(Operator::F32Const { value: 0.5_f32.into() }), ValType::F32);
        assert_eq!(of(Operator::F64Const { value: 0.5_f64.into() }), ValType::F64);
        assert_eq!(constant(&Operator::Drop), None);
    }
}
