//! `cargo xtask run`: from a fresh checkout to a picture.

use anyhow::{Context, Result};
use serde_json::Value;

use crate::setup;
use crate::shell::{command, output, root, run as execute, say};

const BRAIN: &str = "assets/workspaces/brain.voxloom";

/// Builds and opens the brain, or the given files; without a display it draws a PNG.
pub(crate) fn run(files: &[String]) -> Result<()> {
    setup::window()?;
    setup::python()?;
    say("=== build");
    execute(&mut command("cargo", &["build", "--package", "voxloom-app", "--package", "voxloom-wheel"]))?;
    let program = program();
    let display = ["DISPLAY", "WAYLAND_DISPLAY"].iter().any(|name| std::env::var_os(name).is_some_and(|value| !value.is_empty()));
    if display {
        say("=== voxloom");
        let files: Vec<&str> = if files.is_empty() { vec![BRAIN] } else { files.iter().map(String::as_str).collect() };
        return execute(&mut command(&program, &files));
    }
    let file = files.first().map_or(BRAIN, String::as_str);
    let picture = root().join("out/picture.png");
    std::fs::create_dir_all(root().join("out"))?;
    say("=== no display: drawing into a file");
    execute(&mut command(&program, &["render", file, "--size", "1280x720", "--out", &picture.to_string_lossy()]))?;
    say(&format!("the picture is {}", picture.display()));
    Ok(())
}

fn program() -> String {
    root().join("target/debug/voxloom").to_string_lossy().into_owned()
}

/// Writes the reference of the processors from the program itself.
pub(crate) fn write_docs() -> Result<()> {
    execute(&mut command("cargo", &["build", "--quiet", "--package", "voxloom-app", "--package", "voxloom-wheel"]))?;
    let text = output(&mut command(&program(), &["processors", "--json"]))?;
    let list: Value = serde_json::from_str(&text).context("`voxloom processors --json` printed no JSON")?;
    let mut page = "# Processors\n\nWritten by `cargo xtask docs` from the program itself.\n".to_owned();
    for entry in list["processors"].as_array().map_or(&[][..], Vec::as_slice) {
        let get = |key: &str| entry[key].as_str().unwrap_or_default();
        page += &format!(
            "\n## {}\n\n`{}` · {} · {} · {}\n\n{}\n",
            get("name"),
            get("identifier"),
            get("category"),
            get("language"),
            get("state"),
            get("help")
        );
        for (title, key) in [("Inports", "inports"), ("Outports", "outports"), ("Properties", "properties")] {
            let rows = entry[key].as_array().map_or(&[][..], Vec::as_slice);
            if rows.is_empty() {
                continue;
            }
            page += &format!("\n{title}:\n\n");
            for row in rows {
                let help = row["help"].as_str().filter(|help| !help.is_empty()).map(|help| format!(": {help}")).unwrap_or_default();
                page += &format!("- `{}` ({}){help}\n", row["identifier"].as_str().unwrap_or_default(), row["type"].as_str().unwrap_or_default());
            }
        }
    }
    std::fs::write(root().join("docs/processors.md"), page)?;
    Ok(())
}
