//! A program as it is to be split: its sections, what its functions call, and what they are called.

use std::collections::HashMap;

use anyhow::{Context, Result, bail};
use wasmparser::{
    ElementItems, ElementKind, ExternalKind, FunctionBody, GlobalType, KnownCustom, MemoryType, Name, Operator, Parser,
    Payload, TableType, TypeRef,
};

use super::graph::address;

/// See the module.
#[derive(Default)]
pub(super) struct Module<'a> {
    pub(super) bytes: &'a [u8],
    /// The type of each function, those that are imported first.
    pub(super) types: Vec<u32>,
    pub(super) imported: u32,
    pub(super) bodies: Vec<FunctionBody<'a>>,
    pub(super) tables: Vec<TableType>,
    pub(super) memories: Vec<MemoryType>,
    pub(super) globals: Vec<GlobalType>,
    /// What stands in the table: from which place on, and which functions.
    pub(super) elements: Vec<(u32, Vec<u32>)>,
    /// What stands in memory, and from where on.
    pub(super) data: Vec<(u32, &'a [u8])>,
    exports: Vec<(&'a str, u32)>,
    names: HashMap<u32, &'a str>,
}

impl<'a> Module<'a> {
    pub(super) fn read(bytes: &'a [u8]) -> Result<Self> {
        let mut module = Self { bytes, ..Self::default() };
        for payload in Parser::new(0).parse_all(bytes) {
            module.take(payload?)?;
        }
        Ok(module)
    }

    fn take(&mut self, payload: Payload<'a>) -> Result<()> {
        match payload {
            Payload::ImportSection(imports) => {
                for import in imports.into_imports() {
                    let TypeRef::Func(of) = import?.ty else { bail!("an import that is no function") };
                    self.types.push(of);
                    self.imported += 1;
                }
            }
            Payload::FunctionSection(functions) => {
                for of in functions {
                    self.types.push(of?);
                }
            }
            Payload::TableSection(tables) => {
                for table in tables {
                    self.tables.push(table?.ty);
                }
            }
            Payload::MemorySection(memories) => {
                for memory in memories {
                    self.memories.push(memory?);
                }
            }
            Payload::GlobalSection(globals) => {
                for global in globals {
                    self.globals.push(global?.ty);
                }
            }
            Payload::ExportSection(exports) => {
                for export in exports {
                    let export = export?;
                    if export.kind == ExternalKind::Func {
                        self.exports.push((export.name, export.index));
                    }
                }
            }
            Payload::ElementSection(segments) => {
                for segment in segments {
                    let segment = segment?;
                    let (
                        ElementKind::Active { table_index: None | Some(0), offset_expr },
                        ElementItems::Functions(functions),
                    ) = (segment.kind, segment.items)
                    else {
                        bail!("functions that stand elsewhere than in the first table")
                    };
                    let Operator::I32Const { value } = offset_expr.get_operators_reader().read()? else {
                        bail!("a place in the table that is worked out")
                    };
                    let functions = functions.into_iter().collect::<Result<_, _>>()?;
                    self.elements.push((u32::try_from(value)?, functions));
                }
            }
            Payload::DataSection(segments) => {
                for segment in segments {
                    let segment = segment?;
                    self.data.push((address(&segment)?, segment.data));
                }
            }
            Payload::CodeSectionEntry(body) => self.bodies.push(body),
            Payload::StartSection { .. } => bail!("a program that starts by itself"),
            Payload::CustomSection(custom) => {
                if let KnownCustom::Name(names) = custom.as_known() {
                    for part in names {
                        if let Name::Function(names) = part? {
                            for name in names {
                                let name = name?;
                                self.names.insert(name.index, name.name);
                            }
                        }
                    }
                }
            }
            _ => {}
        }
        Ok(())
    }

    /// How many functions there are, those that are imported among them.
    pub(super) fn functions(&self) -> u32 {
        u32::try_from(self.types.len()).unwrap_or(u32::MAX)
    }

    pub(super) fn name(&self, function: u32) -> Option<&'a str> {
        self.names.get(&function).copied()
    }

    /// The functions that are exported, and as what.
    pub(super) fn exports(&self) -> impl Iterator<Item = (&'a str, u32)> {
        self.exports.iter().copied()
    }

    /// A function's body; `None` where it is imported.
    pub(super) fn body(&self, function: u32) -> Option<&FunctionBody<'a>> {
        self.bodies.get(function.checked_sub(self.imported)? as usize)
    }

    /// Who calls or names whom, without what is called by way of the table.
    pub(super) fn calls(&self) -> Result<Vec<(u32, u32)>> {
        let mut calls = Vec::new();
        for caller in self.imported..self.functions() {
            let mut operators = self.body(caller).context("a function without a body")?.get_operators_reader()?;
            while !operators.eof() {
                if let Operator::Call { function_index: called } | Operator::RefFunc { function_index: called } =
                    operators.read()?
                {
                    calls.push((caller, called));
                }
            }
        }
        calls.sort_unstable();
        calls.dedup();
        Ok(calls)
    }
}
