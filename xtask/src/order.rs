//! The order of a program's functions. Compression finds again what stood a little before, so functions that are alike stand
//! together: 2 % less of each program for whoever downloads it, and not a byte more or less of the program itself. Where the raw
//! size counts, those that are called most stand before all others: their numbers are a byte shorter in each call.

use std::cmp::Reverse;
use std::collections::{HashMap, HashSet, VecDeque};
use std::convert::Infallible;

use anyhow::{Context, Result};
use wasm_encoder::reencode::{Error, Reencode};
use wasm_encoder::{CodeSection, FunctionSection, Module};
use wasmparser::{CodeSectionReader, FunctionSectionReader, Operator, Parser, Payload, TypeRef};

use crate::sizes::gzip_len;

/// How many bytes in a row two functions must share for it to count. Which is best for a program is tried: they differ by less
/// than what a change of the program moves.
const RUNS: [usize; 3] = [5, 6, 7];

/// So much is added to the length of each function, so that the shortest do not come first only because they hold nothing else.
const SHORTEST: [usize; 3] = [4, 20, 60];

/// What stood so many bytes before is still remembered.
const WINDOW: usize = 6_000;

/// How many functions have a number of a single byte.
const SHORT_NUMBERS: usize = 128;

/// The same program with its functions in the order that compresses best; of those orders in which most calls are short, where
/// `called_first` asks for it.
pub(crate) fn ordered(program: &[u8], called_first: bool) -> Result<Vec<u8>> {
    let (mut imported, mut bodies, mut calls) = (0, Vec::new(), HashMap::new());
    for payload in Parser::new(0).parse_all(program) {
        match payload? {
            Payload::ImportSection(imports) => {
                for import in imports.into_imports() {
                    imported += u32::from(matches!(import?.ty, TypeRef::Func(_)));
                }
            }
            Payload::CodeSectionEntry(body) => {
                bodies.push(body.as_bytes());
                for operator in body.get_operators_reader()? {
                    if let Operator::Call { function_index } = operator?
                        && let Some(own) = function_index.checked_sub(imported)
                    {
                        *calls.entry(own as usize).or_insert(0_usize) += 1;
                    }
                }
            }
            _ => {}
        }
    }
    let mut first: Vec<usize> = (0..bodies.len()).filter(|_| called_first).collect();
    first.sort_by_key(|own| Reverse(calls.get(own)));
    first.truncate(SHORT_NUMBERS.saturating_sub(imported as usize));
    let mut best: Option<(u64, Vec<u8>)> = None;
    for run in RUNS {
        let (runs, holders) = runs_of(&bodies, run);
        for shortest in SHORTEST {
            let order = by_likeness(&bodies, &runs, &holders, shortest, &first);
            let mut places = vec![0; order.len()];
            for (place, function) in (0..).zip(&order) {
                places[*function] = place;
            }
            let mut module = Module::new();
            Reorder { imported, order, places }.parse_core_module(&mut module, Parser::new(0), program)?;
            let module = module.finish();
            let size = gzip_len(&module)?;
            if best.as_ref().is_none_or(|(smallest, _)| size < *smallest) {
                best = Some((size, module));
            }
        }
    }
    best.map(|(_, module)| module).context("no order was tried")
}

/// The functions, each followed by the one that shares most with those before it; `first` come before the others.
fn by_likeness(
    bodies: &[&[u8]],
    runs: &[Vec<usize>],
    holders: &[Vec<usize>],
    shortest: usize,
    first: &[usize],
) -> Vec<usize> {
    let mut recent = Recent { bodies, runs, held: vec![0; holders.len()], last: VecDeque::new(), bytes: 0 };
    // How many runs of each function are among the recent.
    let mut known = vec![0_usize; bodies.len()];
    let mut left: Vec<usize> = (0..bodies.len()).collect();
    let mut order = Vec::with_capacity(bodies.len());
    while !left.is_empty() {
        let share = |function: usize, other: usize| known[function] * (runs[other].len() + shortest);
        let mut best = 0;
        for at in 1..left.len() {
            let (one, other) = (left[at], left[best]);
            let earlier = first.contains(&one).cmp(&first.contains(&other));
            if earlier.then(share(one, other).cmp(&share(other, one))).is_gt() {
                best = at;
            }
        }
        let next = left.remove(best);
        order.push(next);
        recent.add(next, |run, here| {
            for holder in &holders[run] {
                known[*holder] = if here { known[*holder] + 1 } else { known[*holder] - 1 };
            }
        });
    }
    order
}

/// The runs of bytes of each function, each by its number, and the functions that hold each run.
fn runs_of(bodies: &[&[u8]], length: usize) -> (Vec<Vec<usize>>, Vec<Vec<usize>>) {
    let mut numbers: HashMap<&[u8], usize> = HashMap::new();
    let mut holders: Vec<Vec<usize>> = Vec::new();
    let mut runs = Vec::with_capacity(bodies.len());
    for (function, body) in bodies.iter().enumerate() {
        let (mut mine, mut seen) = (Vec::new(), HashSet::new());
        for run in body.windows(length) {
            let number = *numbers.entry(run).or_insert(holders.len());
            if number == holders.len() {
                holders.push(Vec::new());
            }
            if seen.insert(number) {
                mine.push(number);
                holders[number].push(function);
            }
        }
        runs.push(mine);
    }
    (runs, holders)
}

/// The functions that were placed last.
struct Recent<'a> {
    bodies: &'a [&'a [u8]],
    runs: &'a [Vec<usize>],
    /// How many of them hold each run.
    held: Vec<u32>,
    last: VecDeque<usize>,
    bytes: usize,
}

impl Recent<'_> {
    /// Places a function, and tells each run that is there from now on, or no longer.
    fn add(&mut self, function: usize, mut tell: impl FnMut(usize, bool)) {
        self.last.push_back(function);
        self.bytes += self.bodies[function].len();
        for run in &self.runs[function] {
            self.held[*run] += 1;
            if self.held[*run] == 1 {
                tell(*run, true);
            }
        }
        while self.bytes > WINDOW
            && let Some(oldest) = self.last.pop_front()
        {
            self.bytes -= self.bodies[oldest].len();
            for run in &self.runs[oldest] {
                self.held[*run] -= 1;
                if self.held[*run] == 0 {
                    tell(*run, false);
                }
            }
        }
    }
}

/// Writes the program anew: what names a function names it by its new place.
struct Reorder {
    imported: u32,
    /// The functions in their new order.
    order: Vec<usize>,
    /// The new place of each.
    places: Vec<u32>,
}

impl Reencode for Reorder {
    type Error = Infallible;

    fn function_index(&mut self, function: u32) -> Result<u32, Error<Infallible>> {
        let own = function.checked_sub(self.imported).and_then(|own| self.places.get(own as usize));
        Ok(own.map_or(function, |place| self.imported + place))
    }

    fn parse_function_section(
        &mut self,
        functions: &mut FunctionSection,
        section: FunctionSectionReader<'_>,
    ) -> Result<(), Error<Infallible>> {
        let types = section.into_iter().collect::<Result<Vec<_>, _>>()?;
        for function in &self.order {
            functions.function(types[*function]);
        }
        Ok(())
    }

    fn parse_code_section(
        &mut self,
        code: &mut CodeSection,
        section: CodeSectionReader<'_>,
    ) -> Result<(), Error<Infallible>> {
        let bodies = section.into_iter().collect::<Result<Vec<_>, _>>()?;
        self.order.clone().into_iter().try_for_each(|function| self.parse_function_body(code, bodies[function].clone()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use wasm_encoder::{ExportKind, ExportSection, Function, TypeSection};

    /// Two kinds of functions in turn; each begins with its own number, and the last calls the first.
    fn program() -> Vec<u8> {
        let (mut types, mut functions) = (TypeSection::new(), FunctionSection::new());
        let (mut exports, mut code) = (ExportSection::new(), CodeSection::new());
        types.ty().function([], []);
        for number in 0..6 {
            functions.function(0);
            exports.export(&format!("f{number}"), ExportKind::Func, number);
            let mut body = Function::new([]);
            body.instructions().i32_const(number.cast_signed()).drop();
            for _ in 0..4 {
                let constant = if number % 2 == 0 { 1_000_001 } else { 2_000_002 };
                body.instructions().i32_const(constant).drop();
            }
            body.instructions().call(0).end();
            code.function(&body);
        }
        let mut module = Module::new();
        module.section(&types).section(&functions).section(&exports).section(&code);
        module.finish()
    }

    /// The number that each function begins with, the function that it calls, and the functions that the exports name.
    fn told(program: &[u8]) -> (Vec<i32>, Vec<u32>, Vec<u32>) {
        let (mut numbers, mut called, mut exported) = (Vec::new(), Vec::new(), Vec::new());
        for payload in Parser::new(0).parse_all(program) {
            match payload.unwrap() {
                Payload::ExportSection(exports) => exported.extend(exports.into_iter().map(|one| one.unwrap().index)),
                Payload::CodeSectionEntry(body) => {
                    let all: Vec<_> = body.get_operators_reader().unwrap().into_iter().map(Result::unwrap).collect();
                    let Operator::I32Const { value } = all[0] else { panic!("{all:?}") };
                    numbers.push(value);
                    called.extend(all.iter().filter_map(|one| match one {
                        Operator::Call { function_index } => Some(*function_index),
                        _ => None,
                    }));
                }
                _ => {}
            }
        }
        (numbers, called, exported)
    }

    #[test]
    fn functions_that_are_alike_stand_together_and_are_named_as_before() {
        let before = program();
        let after = ordered(&before, false).unwrap();
        assert_eq!(after.len(), before.len());
        let (numbers, called, exported) = told(&after);
        let kinds: Vec<i32> = numbers.iter().map(|number| number % 2).collect();
        assert_eq!(kinds.windows(2).filter(|two| two[0] != two[1]).count(), 1, "{numbers:?}");
        let at = |function: &u32| numbers[*function as usize];
        assert_eq!(exported.iter().map(at).collect::<Vec<_>>(), [0, 1, 2, 3, 4, 5]);
        assert!(called.iter().map(at).all(|number| number == 0), "{called:?}");
    }

    #[test]
    fn those_that_are_called_most_come_first_where_the_raw_size_counts() {
        let (numbers, called, _) = told(&ordered(&program(), true).unwrap());
        assert_eq!(numbers[0], 0, "{numbers:?}");
        assert!(called.iter().all(|function| *function == 0), "{called:?}");
    }

    #[test]
    fn the_same_program_gets_the_same_order() {
        assert_eq!(ordered(&program(), false).unwrap(), ordered(&program(), false).unwrap());
    }
}
