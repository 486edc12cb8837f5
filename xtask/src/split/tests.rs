#![allow(clippy::unwrap_used)]

use wasm_encoder::{
    CodeSection, ConstExpr, CustomSection, DataSection, ElementSection, Elements, EntityType, ExportKind,
    ExportSection, Function, FunctionSection, GlobalSection, GlobalType, ImportSection, LinkingSection, MemorySection,
    MemoryType, NameMap, NameSection, RefType, SymbolTable, TableSection, TableType, TypeSection, ValType,
};
use wasmparser::{Operator, Parser, Payload};

use super::*;

const CHUNKS: [Chunk; 3] = [
    Chunk { name: "panel", within: None },
    Chunk { name: "boards", within: Some("panel") },
    Chunk { name: "options", within: None },
];

/// The functions after the one that is imported, and what each calls.
const FUNCTIONS: [(&str, &[&str]); 10] = [
    ("main", &["imported", "shared"]),
    ("shared", &[]),
    ("chunk_panel", &["of_the_panel", "shared"]),
    ("of_the_panel", &["of_two_pages"]),
    ("chunk_boards", &["of_the_panel", "of_the_boards"]),
    ("of_the_boards", &["imported"]),
    ("chunk_options", &["of_two_pages", "of_the_options"]),
    ("of_the_options", &[]),
    ("of_two_pages", &[]),
    ("of_a_table", &[]),
];

/// Where data begins in memory.
const DATA: i32 = 16;

fn index(name: &str) -> u32 {
    (1..).zip(FUNCTIONS).find(|(_, (known, _))| *known == name).map_or(0, |(index, _)| index)
}

/// Each function begins with its own number; a piece of data that the boards name leads to `by_table`.
fn program(by_table: &str) -> Vec<u8> {
    let (mut types, mut imports, mut functions) = (TypeSection::new(), ImportSection::new(), FunctionSection::new());
    let (mut exports, mut code, mut names) = (ExportSection::new(), CodeSection::new(), NameMap::new());
    let (mut symbols, mut relocated) = (SymbolTable::new(), Vec::new());
    types.ty().function([], []);
    imports.import("browser", "imported", EntityType::Function(0));
    symbols.function(SymbolTable::WASM_SYM_UNDEFINED, 0, None);
    let mut offset = 1;
    for (number, (name, calls)) in (1..).zip(FUNCTIONS) {
        functions.function(0);
        names.append(number, name);
        symbols.function(0, number, Some(name));
        if name == "main" || name.starts_with("chunk_") {
            exports.export(name, ExportKind::Func, number);
        }
        let mut body = Function::new([]);
        body.instructions().i32_const(number.cast_signed()).drop();
        // A size of one byte, a count of locals, and a constant that is dropped.
        let start = offset + 1;
        for called in calls {
            relocated.push((0, start + u32::try_from(body.byte_len()).unwrap() + 1, index(called)));
            body.instructions().call(index(called));
        }
        if name == "chunk_boards" {
            relocated.push((4, start + u32::try_from(body.byte_len()).unwrap() + 1, 11));
            body.instructions().i32_const(0).drop();
        }
        body.instructions().end();
        offset = start + u32::try_from(body.byte_len()).unwrap();
        code.function(&body);
    }
    symbols.data(0, "a table of functions", Some(wasm_encoder::DataSymbolDefinition { index: 0, offset: 4, size: 20 }));
    let mut tables = TableSection::new();
    tables.table(TableType {
        element_type: RefType::FUNCREF,
        table64: false,
        minimum: 3,
        maximum: None,
        shared: false,
    });
    let mut memories = MemorySection::new();
    memories.memory(MemoryType { minimum: 1, maximum: None, memory64: false, shared: false, page_size_log2: None });
    let mut globals = GlobalSection::new();
    let global = GlobalType { val_type: ValType::I32, mutable: true, shared: false };
    globals.global(global, &ConstExpr::i32_const(0));
    let mut elements = ElementSection::new();
    let there = [index("shared"), index(by_table)];
    elements.active(None, &ConstExpr::i32_const(1), Elements::Functions((&there[..]).into()));
    let mut data = DataSection::new();
    // Four bytes that no symbol names, and the table that the boards name.
    data.active(0, &ConstExpr::i32_const(DATA), (1..=24).collect::<Vec<u8>>());
    let mut named = NameSection::new();
    named.functions(&names);
    let mut module = wasm_encoder::Module::new();
    module.section(&types).section(&imports).section(&functions).section(&tables).section(&memories);
    module.section(&globals).section(&exports).section(&elements).section(&code).section(&data);
    // Sections are counted from nought: code is the eighth, data the ninth. In data the four bytes lie behind their segment's head.
    module.section(LinkingSection::new().symbol_table(&symbols));
    reloc(&mut module, "reloc.CODE", 8, &relocated);
    reloc(&mut module, "reloc.DATA", 9, &[(2, 11, index(by_table))]);
    module.section(&named);
    module.finish()
}

/// Kind, offset and symbol, as the linker writes them.
fn reloc(module: &mut wasm_encoder::Module, name: &str, section: u8, entries: &[(u8, u32, u32)]) {
    let mut bytes = vec![section, u8::try_from(entries.len()).unwrap()];
    for (kind, offset, symbol) in entries {
        bytes.push(*kind);
        wasm_encoder::Encode::encode(offset, &mut bytes);
        wasm_encoder::Encode::encode(symbol, &mut bytes);
        if *kind == 4 {
            bytes.push(0);
        }
    }
    module.section(&CustomSection { name: name.into(), data: bytes.into() });
}

/// What a file holds: its functions by the number that each begins with, its imports and exports, and its places in the table.
#[derive(Debug, Default)]
struct Told {
    functions: Vec<&'static str>,
    imports: Vec<String>,
    exports: Vec<String>,
    places: Vec<i32>,
    /// Its data, by where it lies.
    data: Vec<(u32, Vec<u8>)>,
}

fn told(file: &[u8]) -> Told {
    let mut told = Told::default();
    for payload in Parser::new(0).parse_all(file) {
        match payload.unwrap() {
            Payload::ImportSection(imports) => {
                told.imports.extend(imports.into_imports().map(|one| one.unwrap().name.to_owned()));
            }
            Payload::ExportSection(exports) => {
                told.exports.extend(exports.into_iter().map(|one| one.unwrap().name.to_owned()));
            }
            Payload::ElementSection(segments) => {
                for segment in segments {
                    let wasmparser::ElementKind::Active { offset_expr, .. } = segment.unwrap().kind else { panic!() };
                    let Operator::I32Const { value } = offset_expr.get_operators_reader().read().unwrap() else {
                        panic!()
                    };
                    told.places.push(value);
                }
            }
            Payload::DataSection(segments) => {
                for segment in segments {
                    let segment = segment.unwrap();
                    told.data.push((super::graph::address(&segment).unwrap(), segment.data.to_vec()));
                }
            }
            Payload::CodeSectionEntry(body) => {
                let first = body.get_operators_reader().unwrap().read().unwrap();
                let Operator::I32Const { value } = first else { panic!("{first:?}") };
                told.functions.push(FUNCTIONS[usize::try_from(value - 1).unwrap()].0);
            }
            _ => {}
        }
    }
    told
}

fn files(program: &[u8]) -> Vec<Told> {
    let split = Split::new(program, program, &CHUNKS).unwrap();
    let renamed = HashMap::from([("f2".to_owned(), "short".to_owned())]);
    let chunks = (0..CHUNKS.len()).map(|chunk| split.chunk(chunk, &renamed).unwrap());
    [split.first().unwrap()].into_iter().chain(chunks).map(|file| told(&file)).collect()
}

#[test]
fn a_function_lies_where_everybody_finds_it_who_calls_it_and_nowhere_else() {
    let [first, panel, boards, options] = &files(&program("of_the_boards"))[..] else { panic!() };
    assert_eq!(first.functions, ["main", "shared", "of_two_pages", "of_a_table"]);
    assert_eq!(panel.functions, ["chunk_panel", "of_the_panel"]);
    assert_eq!(boards.functions, ["chunk_boards", "of_the_boards"]);
    assert_eq!(options.functions, ["chunk_options", "of_the_options"]);
    // The panel takes along what the boards need from the browser, and names of the first file are those that it has by now.
    assert_eq!(panel.imports, ["f0", "short", "f9", "t0", "m0", "g0"]);
    assert_eq!(boards.imports, ["f0", "f4", "t0", "m0", "g0"]);
    assert_eq!(first.exports, ["main", "f0", "f2", "f9", "t0", "m0", "g0"]);
    assert_eq!(panel.exports, ["begin", "f0", "f4", "t0", "m0", "g0"]);
    assert_eq!(boards.exports, ["begin"]);
    // Each puts its own functions into the table, where they were before.
    assert_eq!((&first.places[..], &boards.places[..], &panel.places[..]), (&[1][..], &[2][..], &[][..]));
}

#[test]
fn what_only_data_leads_to_goes_with_who_names_the_data() {
    // Nobody calls it; the boards name a piece of data in which it stands.
    let program = program("of_a_table");
    let files = files(&program);
    assert_eq!(files[2].functions, ["chunk_boards", "of_the_boards", "of_a_table"]);
    assert!(!files[0].functions.contains(&"of_a_table"));
    assert_eq!(files[2].places, [2]);
}

#[test]
fn data_goes_with_who_names_it() {
    let files = files(&program("of_a_table"));
    let [(at, first)] = &files[0].data[..] else { panic!("{files:?}") };
    assert_eq!((*at, &first[..]), (16, &[&[1, 2, 3, 4][..], &[0; 20]].concat()[..]));
    assert_eq!(files[2].data, [(20, (5..=24).collect())]);
    assert!(files[1].data.is_empty() && files[3].data.is_empty());
}

#[test]
fn what_the_linker_did_not_say_is_not_guessed() {
    let whole = program("of_a_table");
    let mut unsaid = wasm_encoder::Module::new();
    for payload in Parser::new(0).parse_all(&whole) {
        let payload = payload.unwrap();
        let said = matches!(&payload, Payload::CustomSection(section) if section.name().starts_with("reloc."));
        if let Some((id, range)) = payload.as_section().filter(|_| !said) {
            unsaid.section(&wasm_encoder::RawSection { id, data: &whole[range] });
        }
    }
    assert!(Split::new(&unsaid.finish(), &whole, &CHUNKS).is_err());
}

#[test]
fn a_chunk_with_nothing_of_its_own_fails_the_build() {
    let program = program("of_the_boards");
    let twice = [CHUNKS[2], Chunk { name: "nobody", within: None }];
    let failed = Split::new(&program, &program, &twice).err().unwrap().to_string();
    assert!(failed.contains("nobody"), "{failed}");
}
