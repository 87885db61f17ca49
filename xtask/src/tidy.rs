//! Budgets and habits of source files.

use std::path::Path;

use anyhow::{Result, bail};

use crate::shell::{command, output, root, say};

const SOFT: usize = 400;
const HARD: usize = 800;
/// Largest file in the repository.
const BYTES: u64 = 20 << 20;

pub(crate) fn check() -> Result<()> {
    let mut problems = Vec::new();
    let mut long = Vec::new();
    let architecture = std::fs::read_to_string(root().join("ARCHITECTURE.md"))?;
    for file in output(&mut command("git", &["ls-files", "--cached", "--others", "--exclude-standard"]))?.lines() {
        let path = root().join(file);
        let Ok(metadata) = std::fs::metadata(&path) else { continue };
        if metadata.len() > BYTES {
            problems.push(format!("{file} has {} MiB; 20 are allowed", metadata.len() >> 20));
        }
        let extension = Path::new(file).extension().and_then(|e| e.to_str()).unwrap_or_default();
        if !["rs", "py", "wgsl"].contains(&extension) {
            continue;
        }
        let text = std::fs::read_to_string(&path)?;
        let lines = text.lines().count();
        if lines > HARD {
            problems.push(format!("{file} has {lines} lines; {HARD} are allowed: split it"));
        } else if lines > SOFT {
            long.push(format!("{file} ({lines})"));
        }
        if extension == "rs" && !text.trim_start().starts_with("//!") {
            problems.push(format!("{file} does not open with a line that says what it is for"));
        }
        for word in ["#[ignore", "todo!(", "unimplemented!("] {
            if text.contains(word) && !file.starts_with("xtask/") {
                problems.push(format!("{file} contains {word}"));
            }
        }
    }
    for folder in ["app", "processors", "python/protocol", "python/host", "python/bindings", "workspace", "render", "io", "core", "wheel", "xtask"] {
        if !architecture.contains(&format!("`{folder}`")) {
            problems.push(format!("ARCHITECTURE.md does not mention `{folder}`"));
        }
    }
    if !long.is_empty() {
        say(&format!("    over {SOFT} lines, worth a look: {}", long.join(", ")));
    }
    if problems.is_empty() { Ok(()) } else { bail!("{}", problems.join("\n")) }
}
