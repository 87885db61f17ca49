//! What the user chose: editor, interpreter, limits. One small file in the user's folder; the window and the command line read it.

use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value as Json};

/// Where the settings lie in the user's folder.
pub const FILE: &str = "settings.json";

/// Which editor opens Python files.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum OpenIn {
    #[default]
    BuiltIn,
    Own,
}

/// Which dialog asks for files.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FileDialogs {
    /// That of the system, where there is one.
    #[default]
    System,
    BuiltIn,
}

/// The settings. What another version of the program wrote into the file stays there.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Settings {
    /// The command of the user's own editor, with its arguments; the file is added. `None`: `$VISUAL` or `$EDITOR`.
    pub editor: Option<String>,
    pub open_in: OpenIn,
    /// The Python interpreter; `None`: the active environment, or what is found.
    pub interpreter: Option<PathBuf>,
    /// The most memory of a Python host, in MiB; `None`: no limit.
    pub host_memory_mib: Option<u64>,
    pub file_dialogs: FileDialogs,
    /// Exported pictures do not carry their workspace.
    pub bare_pictures: bool,
    /// Folders of Python processors that were added to the user's own.
    pub processor_folders: Vec<PathBuf>,
    #[serde(flatten)]
    other: Map<String, Json>,
}

impl Settings {
    /// The settings in the user's folder: the defaults where there are none. An error says what is wrong with the file.
    pub fn read(user: &Path) -> Result<Self, String> {
        let path = user.join(FILE);
        match std::fs::read(&path) {
            Ok(bytes) => serde_json::from_slice(&bytes).map_err(|error| format!("{} is damaged, so the defaults are used: {error}", path.display())),
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(Self::default()),
            Err(error) => Err(format!("{} could not be read, so the defaults are used: {error}", path.display())),
        }
    }

    /// Keeps the settings.
    pub fn write(&self, user: &Path) -> Result<(), String> {
        let path = user.join(FILE);
        let failed = |error: &dyn std::fmt::Display| format!("{} could not be written: {error}", path.display());
        let bytes = serde_json::to_vec_pretty(self).map_err(|error| failed(&error))?;
        std::fs::create_dir_all(user).map_err(|error| failed(&error))?;
        voxloom_io::write_bytes(&path, &bytes).map_err(|error| error.to_string())
    }

    /// The command of the user's own editor, if one is known.
    pub fn editor_command(&self) -> Option<String> {
        self.editor_with(|name| std::env::var(name).ok())
    }

    fn editor_with(&self, variable: impl Fn(&str) -> Option<String>) -> Option<String> {
        let set = self.editor.clone().into_iter().chain(["VISUAL", "EDITOR"].into_iter().filter_map(variable));
        set.map(|command| command.trim().to_owned()).find(|command| !command.is_empty())
    }
}

/// Editors that need a terminal.
const IN_TERMINAL: [&str; 10] = ["vi", "vim", "nvim", "nano", "emacs-nox", "micro", "hx", "helix", "joe", "ne"];

/// The program and arguments that open a file at a line in an editor.
///
/// Editors of the terminal are started in one (`$TERMINAL`, else the system's).
pub fn editor_words(command: &str, file: &Path, line: Option<u32>, terminal: Option<String>) -> Result<Vec<String>, String> {
    let mut words = shlex::split(command)
        .filter(|words| !words.is_empty())
        .ok_or_else(|| format!("The command of the editor, {command}, has a quote too many."))?;
    let name = Path::new(&words[0]).file_name().map_or_else(|| words[0].clone(), |name| name.to_string_lossy().into_owned());
    let path = file.to_string_lossy().into_owned();
    match (name.as_str(), line) {
        ("code" | "codium" | "code-insiders", Some(line)) => words.extend(["--goto".to_owned(), format!("{path}:{line}")]),
        ("subl" | "zed" | "hx" | "helix", Some(line)) => words.push(format!("{path}:{line}")),
        ("kate", Some(line)) => words.extend(["--line".to_owned(), line.to_string(), path]),
        ("vi" | "vim" | "nvim" | "gvim" | "nano" | "emacs" | "emacsclient" | "gedit" | "micro" | "joe" | "ne", Some(line)) => {
            words.extend([format!("+{line}"), path]);
        }
        _ => words.push(path),
    }
    if IN_TERMINAL.contains(&name.as_str()) {
        words.splice(0..0, [terminal.unwrap_or_else(|| "x-terminal-emulator".to_owned()), "-e".to_owned()]);
    }
    Ok(words)
}

/// Opens a file in the user's own editor and does not wait for it.
pub fn open_in_own_editor(settings: &Settings, file: &Path, line: Option<u32>) -> Result<(), String> {
    let command = settings
        .editor_command()
        .ok_or("No editor is known: name one in Python > Python Environment, or set $VISUAL. The built-in editor needs nothing.")?;
    let words = editor_words(&command, file, line, std::env::var("TERMINAL").ok())?;
    let mut child = std::process::Command::new(&words[0])
        .args(&words[1..])
        .stdin(std::process::Stdio::null())
        .spawn()
        .map_err(|error| format!("The editor {} could not be started: {error}", words[0]))?;
    // Its end is taken note of, so that no dead process stays behind.
    std::thread::spawn(move || drop(child.wait()));
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn settings_are_kept_with_what_other_versions_wrote() {
        let folder = tempfile::tempdir().unwrap();
        let user = folder.path().join("new");
        assert_eq!(Settings::read(&user), Ok(Settings::default()));
        std::fs::create_dir(&user).unwrap();
        std::fs::write(user.join(FILE), r#"{"editor": "code -w", "from_the_future": [1, 2]}"#).unwrap();
        let mut settings = Settings::read(&user).unwrap();
        assert_eq!(settings.editor.as_deref(), Some("code -w"));
        settings.host_memory_mib = Some(2048);
        settings.write(&user).unwrap();
        let text = std::fs::read_to_string(user.join(FILE)).unwrap();
        assert!(text.contains("from_the_future") && text.contains("2048"), "{text}");
        assert_eq!(Settings::read(&user), Ok(settings));
        std::fs::write(user.join(FILE), "{").unwrap();
        assert!(Settings::read(&user).unwrap_err().contains("is damaged"));
    }

    #[test]
    fn the_own_editor_is_the_setting_then_visual_then_editor() {
        let variable = |name: &str| Some(if name == "VISUAL" { "gedit".to_owned() } else { "nano".to_owned() });
        let set = Settings { editor: Some("code".to_owned()), ..Settings::default() };
        assert_eq!(set.editor_with(variable).as_deref(), Some("code"));
        let empty = Settings { editor: Some("  ".to_owned()), ..Settings::default() };
        assert_eq!(empty.editor_with(variable).as_deref(), Some("gedit"));
        assert_eq!(empty.editor_with(|name| (name == "EDITOR").then(|| "nano".to_owned())).as_deref(), Some("nano"));
        assert_eq!(empty.editor_with(|_| None), None);
    }

    #[test]
    fn editors_are_told_the_line_and_terminals_are_found() {
        let words = |command: &str, line| editor_words(command, Path::new("/a b.py"), line, Some("xterm".to_owned())).unwrap().join("|");
        assert_eq!(words("code -n", Some(7)), "code|-n|--goto|/a b.py:7");
        assert_eq!(words("'/opt/my editor/ed' --x", Some(7)), "/opt/my editor/ed|--x|/a b.py");
        assert_eq!(words("/usr/bin/vim", Some(7)), "xterm|-e|/usr/bin/vim|+7|/a b.py");
        assert_eq!(words("gedit", None), "gedit|/a b.py");
        assert!(editor_words("a 'b", Path::new("x"), None, None).is_err());
    }
}
