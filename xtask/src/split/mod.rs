//! One program in several files: the first is loaded with the page, the others when somebody first wants what they draw. They share
//! memory and tables, so nothing stands in two of them, and what a page does not show it does not load.
//! It never guesses: what leads where is read from what the linker relocated, and what is not sure stays in the first file.

mod data;
mod graph;
mod module;
mod write;

use std::collections::HashMap;

use anyhow::{Result, ensure};

use data::Piece;
use graph::Graph;
use module::Module;

/// A file of a program, which begins with the export `chunk_NAME` and stands on what `within` has.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Chunk {
    pub(crate) name: &'static str,
    /// The chunk that is loaded before it; the first file where there is none.
    pub(crate) within: Option<&'static str>,
}

impl Chunk {
    /// Whether an export begins this chunk. Until the program has its glue, a hash follows the name.
    fn begins_with(self, export: &str) -> bool {
        let rest = export.strip_prefix("chunk_").and_then(|name| name.strip_prefix(self.name));
        rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('_'))
    }
}

/// The files of a program, by number: 0 is the first file, and the chunks follow in the order in which they were named.
pub(crate) struct Split<'a> {
    module: Module<'a>,
    chunks: &'a [Chunk],
    /// The file of each function.
    places: Vec<usize>,
    /// The functions that each file takes from the one below it, in order.
    needs: Vec<Vec<u32>>,
    /// The data that lies in other files than the first.
    data: Vec<Piece>,
}

impl<'a> Split<'a> {
    /// Says what goes where. `linked` is the program as the linker left it, with what it relocated; `bound` is the same with its
    /// glue, and still with the names of its functions.
    pub(crate) fn new(linked: &[u8], bound: &'a [u8], chunks: &'a [Chunk]) -> Result<Self> {
        let (graph, module) = (Graph::read(linked)?, Module::read(bound)?);
        let below = below(chunks);
        let wanted = places(&graph, chunks, &below);
        let mut places: Vec<usize> = (0..module.functions())
            .map(|function| module.name(function).and_then(|name| wanted.get(name)).copied().unwrap_or_default())
            .collect();
        for (name, function) in module.exports() {
            places[function as usize] =
                chunks.iter().position(|chunk| chunk.begins_with(name)).map_or(0, |chunk| chunk + 1);
        }
        settle(&mut places, &module, &below)?;
        let needs = needs(&places, &module, &below)?;
        for (number, chunk) in chunks.iter().enumerate() {
            let functions = places.iter().filter(|place| **place == number + 1).count();
            ensure!(functions > 1, "nothing is drawn by {} alone: what it draws is named elsewhere too", chunk.name);
        }
        let data = data::pieces(&graph, &module, chunks, &below);
        Ok(Self { module, chunks, places, needs, data })
    }

    /// The first file.
    pub(crate) fn first(&self) -> Result<Vec<u8>> {
        write::first(self)
    }

    /// The file of a chunk. `renamed` says what the first file calls its exports by now.
    pub(crate) fn chunk(&self, chunk: usize, renamed: &HashMap<String, String>) -> Result<Vec<u8>> {
        write::chunk(self, chunk + 1, renamed)
    }

    /// Whether another file stands on this one.
    fn bears(&self, file: usize) -> bool {
        below(self.chunks).iter().skip(1).any(|below| *below == file)
    }

    /// The functions that the files which stand on this one take from it, each once and in order.
    fn given(&self, file: usize) -> Vec<u32> {
        let below = below(self.chunks);
        let mut given: Vec<u32> = (1..below.len())
            .filter(|other| below[*other] == file)
            .flat_map(|other| self.needs[other].clone())
            .collect();
        given.sort_unstable();
        given.dedup();
        given
    }
}

/// The file that each one stands on; the first stands on itself.
fn below(chunks: &[Chunk]) -> Vec<usize> {
    let file =
        |within: Option<&str>| chunks.iter().position(|chunk| Some(chunk.name) == within).map_or(0, |chunk| chunk + 1);
    [0].into_iter().chain(chunks.iter().map(|chunk| file(chunk.within))).collect()
}

/// The uppermost file that both stand on.
fn common(below: &[usize], one: usize, other: usize) -> usize {
    let mut file = one;
    while !stands_on(below, other, file) {
        file = below[file];
    }
    file
}

/// Whether a file is this one or stands on it.
fn stands_on(below: &[usize], file: usize, base: usize) -> bool {
    let mut file = file;
    while file != base && file != 0 {
        file = below[file];
    }
    file == base
}

/// The file of each function by its name, where that is not the first.
fn places<'g>(graph: &'g Graph, chunks: &[Chunk], below: &[usize]) -> HashMap<&'g str, usize> {
    let at_once = graph.reached(|export| !chunks.iter().any(|chunk| chunk.begins_with(export)));
    let mut places = HashMap::new();
    for (number, chunk) in chunks.iter().enumerate() {
        for name in graph.reached(|export| chunk.begins_with(export)).functions.difference(&at_once.functions) {
            places.entry(*name).and_modify(|place| *place = common(below, *place, number + 1)).or_insert(number + 1);
        }
    }
    places
}

/// Moves down what is called by a file that does not stand on its own, until each call leads down.
fn settle(places: &mut [usize], module: &Module<'_>, below: &[usize]) -> Result<()> {
    let calls = module.calls()?;
    loop {
        let mut moved = false;
        for (caller, called) in &calls {
            let (from, to) = (places[*caller as usize], places[*called as usize]);
            if !stands_on(below, from, to) {
                places[*called as usize] = common(below, from, to);
                moved = true;
            }
        }
        if !moved {
            return Ok(());
        }
    }
}

/// What each file takes from the one below it: what it calls there or further down, and what those that stand on it do.
fn needs(places: &[usize], module: &Module<'_>, below: &[usize]) -> Result<Vec<Vec<u32>>> {
    let mut needs = vec![Vec::new(); below.len()];
    for (caller, called) in module.calls()? {
        let (mut file, to) = (places[caller as usize], places[called as usize]);
        while file != to {
            needs[file].push(called);
            file = below[file];
        }
    }
    for need in &mut needs {
        need.sort_unstable();
        need.dedup();
    }
    Ok(needs)
}

#[cfg(test)]
mod tests;
