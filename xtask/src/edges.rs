//! The allowed dependencies between our crates; any other fails.

use anyhow::{Result, bail};
use serde_json::Value;

use crate::shell::{command, output};

/// Crate, then what it may depend on. `tests` and `benches` may see all but the wheel.
const ALLOWED: &[(&str, &[&str])] = &[
    ("voxloom-app", &["processors", "host", "protocol", "workspace", "render", "io", "core"]),
    ("voxloom-processors", &["core", "io", "render"]),
    ("voxloom-protocol", &["core"]),
    ("voxloom-host", &["core", "workspace", "protocol"]),
    ("voxloom-bindings", &["core", "protocol"]),
    ("voxloom-workspace", &["core"]),
    ("voxloom-render", &["core"]),
    ("voxloom-io", &["core"]),
    ("voxloom-core", &[]),
    ("voxloom-wheel", &["bindings", "host", "protocol", "workspace", "io", "render", "processors", "core", "app"]),
    ("voxloom-tests", &["app", "processors", "host", "protocol", "workspace", "render", "io", "core"]),
    ("voxloom-benches", &["app", "processors", "host", "protocol", "workspace", "render", "io", "core"]),
    ("xtask", &[]),
];

/// Foreign crates that only some of ours may see.
const KEPT_TO: &[(&str, &[&str])] = &[
    // The benchmarks run passes of it.
    ("egui", &["voxloom-app", "voxloom-benches"]),
    ("eframe", &["voxloom-app"]),
    ("egui-wgpu", &["voxloom-app"]),
    ("wgpu", &["voxloom-app", "voxloom-render"]),
    ("pyo3", &["voxloom-bindings", "voxloom-wheel"]),
];

pub(crate) fn check() -> Result<()> {
    let metadata: Value = serde_json::from_str(&output(&mut command("cargo", &["metadata", "--format-version", "1", "--no-deps"]))?)?;
    let mut problems = Vec::new();
    for package in metadata["packages"].as_array().map_or(&[][..], Vec::as_slice) {
        let name = package["name"].as_str().unwrap_or_default();
        let Some((_, allowed)) = ALLOWED.iter().find(|(known, _)| *known == name) else {
            problems.push(format!("the crate {name} is not in the list of allowed edges"));
            continue;
        };
        for dependency in package["dependencies"].as_array().map_or(&[][..], Vec::as_slice) {
            let to = dependency["name"].as_str().unwrap_or_default();
            if let Some(ours) = to.strip_prefix("voxloom-")
                && !allowed.contains(&ours)
            {
                problems.push(format!("{name} may not depend on {to}"));
            }
            if let Some((_, users)) = KEPT_TO.iter().find(|(foreign, _)| *foreign == to)
                && !users.contains(&name)
            {
                problems.push(format!("{name} may not depend on {to}; only {} may", users.join(" and ")));
            }
        }
        let manifest = std::fs::read_to_string(package["manifest_path"].as_str().unwrap_or_default())?;
        if !manifest.contains("[lints]\nworkspace = true") {
            problems.push(format!("{name} does not take the workspace's lints"));
        }
    }
    if problems.is_empty() { Ok(()) } else { bail!("{}", problems.join("\n")) }
}
