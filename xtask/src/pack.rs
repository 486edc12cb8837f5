//! Archives that are the same bytes whenever and wherever they are made: entries are sorted, and no time of day is written.

use std::fs::{self, File};
use std::io::Write;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, DateTime, ZipWriter};

/// A file of an archive.
pub(crate) struct Entry {
    /// Its path in the archive, with `/` between names.
    pub(crate) name: String,
    pub(crate) bytes: Vec<u8>,
    /// Whether it can be started.
    pub(crate) runs: bool,
}

/// All files below a folder.
pub(crate) fn entries(folder: &Path) -> Result<Vec<Entry>> {
    let mut found = Vec::new();
    let mut folders = vec![PathBuf::new()];
    while let Some(relative) = folders.pop() {
        let here = folder.join(&relative);
        for entry in fs::read_dir(&here).with_context(|| format!("{} cannot be read", here.display()))? {
            let entry = entry?;
            let path = relative.join(entry.file_name());
            if entry.file_type()?.is_dir() {
                folders.push(path);
            } else {
                let name = path.to_string_lossy().replace('\\', "/");
                found.push(Entry { name, bytes: fs::read(entry.path())?, runs: false });
            }
        }
    }
    Ok(found)
}

/// Writes the archive.
pub(crate) fn pack(mut entries: Vec<Entry>, archive: &Path) -> Result<()> {
    entries.sort_by(|a, b| a.name.cmp(&b.name));
    let options = SimpleFileOptions::default()
        .compression_method(CompressionMethod::Deflated)
        .compression_level(Some(9))
        .last_modified_time(DateTime::default());
    let mut zip = ZipWriter::new(File::create(archive).with_context(|| format!("{}", archive.display()))?);
    for Entry { name, bytes, runs } in entries {
        zip.start_file(name, options.unix_permissions(if runs { 0o755 } else { 0o644 }))?;
        zip.write_all(&bytes)?;
    }
    zip.finish()?;
    Ok(())
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    /// The same files, made in this order.
    fn archive(order: [&str; 3]) -> Vec<u8> {
        let place = tempfile::tempdir().unwrap();
        let folder = place.path().join("chrome");
        fs::create_dir_all(folder.join("wasm")).unwrap();
        for file in order {
            fs::write(folder.join(file), format!("the bytes of {file}")).unwrap();
        }
        let zip = place.path().join("giftos.zip");
        pack(entries(&folder).unwrap(), &zip).unwrap();
        fs::read(zip).unwrap()
    }

    #[test]
    fn the_same_files_are_the_same_archive_whenever_and_in_whatever_order_they_were_made() {
        let first = archive(["manifest.json", "popup.html", "wasm/pages.js"]);
        // The time of an entry counts in steps of two seconds; it is none, so there is nothing to wait for.
        let year = u16::from_le_bytes([first[12], first[13]]) >> 9;
        assert_eq!(year, 0, "1980, where the format's years begin");
        assert_eq!(archive(["wasm/pages.js", "popup.html", "manifest.json"]), first);
    }
}
