//! Which Python files beside workspaces may run. What lies beside a file that someone sent is not the user's own.
//!
//! Invariants
//! * Nothing in a folder beside a workspace runs before the user said so: its folder is not even told to Python.
//! * An answer counts for one folder and its content, and for the modules above it that it may import: when another program changed a file, it is asked again.
//! * What is changed while the folder is in use is the user's own work, and reloads like every other processor.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::io::Read;
use std::path::{Path, PathBuf};

use sha2::{Digest, Sha256};

/// The folder beside a workspace whose Python files belong to it.
pub const FOLDER: &str = "python_processors";
/// Where the answers lie in the user's folder.
const FILE: &str = "trusted.json";
/// Links may lead in circles.
const DEEPEST: usize = 16;

/// The folder of Python files beside a workspace, whether or not it exists.
pub fn folder_beside(workspace: &Path) -> Option<PathBuf> {
    Some(std::path::absolute(workspace).ok()?.parent()?.join(FOLDER))
}

/// The files of a folder as they are now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Listing {
    /// Without links, so that a folder has one name.
    pub folder: PathBuf,
    /// The Python files, as seen from the folder: those in it, and the modules and packages beside it (`../helper.py`), which they may import.
    pub files: Vec<PathBuf>,
    /// SHA-256 over names and contents of those, and of everything else in the folder: a module may read its neighbors.
    pub digest: String,
}

/// Lists a folder and hashes its content; `None` when there is no Python file in it. Reads all of it: not for the UI thread.
pub fn look(folder: &Path) -> std::io::Result<Option<Listing>> {
    let Ok(folder) = folder.canonicalize() else { return Ok(None) };
    let mut all = Vec::new();
    collect(&folder, 0, &mut all)?;
    if !all.iter().any(|path| is_python(path)) {
        return Ok(None);
    }
    all.sort();
    let mut above = Vec::new();
    if let Some(parent) = folder.parent() {
        collect_modules(parent, &folder, &mut above)?;
    }
    above.sort();
    let mut hash = Sha256::new();
    let mut files = Vec::new();
    for path in all.into_iter().chain(above) {
        let name = name_from(&folder, &path);
        let bytes = name.as_os_str().as_encoded_bytes();
        // Lengths go before what they are of, so that no two contents read as one.
        hash.update((bytes.len() as u64).to_le_bytes());
        hash.update(bytes);
        hash_file(&path, &mut hash)?;
        if is_python(&name) {
            files.push(name);
        }
    }
    let mut digest = String::new();
    for byte in hash.finalize() {
        // Writing into a string cannot fail.
        let _ = write!(digest, "{byte:02x}");
    }
    Ok(Some(Listing { folder, files, digest }))
}

fn is_python(path: &Path) -> bool {
    path.extension().is_some_and(|extension| extension == "py")
}

/// A path as seen from the folder, which it lies in or beside.
fn name_from(folder: &Path, path: &Path) -> PathBuf {
    let beside = || Some(Path::new("..").join(path.strip_prefix(folder.parent()?).ok()?));
    path.strip_prefix(folder).map(Path::to_owned).ok().or_else(beside).unwrap_or_else(|| path.to_owned())
}

/// The modules and packages directly in the folder above: what lies in `folder` may import them. Other data there is left alone.
fn collect_modules(above: &Path, folder: &Path, all: &mut Vec<PathBuf>) -> std::io::Result<()> {
    for entry in std::fs::read_dir(above)? {
        let path = entry?.path();
        if path == folder {
            continue;
        }
        if path.join("__init__.py").is_file() {
            let mut package = Vec::new();
            collect(&path, 0, &mut package)?;
            all.extend(package.into_iter().filter(|path| is_python(path)));
        } else if is_python(&path) && path.is_file() {
            all.push(path);
        }
    }
    Ok(())
}

fn collect(folder: &Path, depth: usize, all: &mut Vec<PathBuf>) -> std::io::Result<()> {
    for entry in std::fs::read_dir(folder)? {
        let path = entry?.path();
        let Ok(about) = std::fs::metadata(&path) else { continue };
        if about.is_file() {
            all.push(path);
        } else if about.is_dir() && depth < DEEPEST && path.file_name().is_some_and(|name| name != "__pycache__") {
            collect(&path, depth + 1, all)?;
        }
    }
    Ok(())
}

fn hash_file(path: &Path, hash: &mut Sha256) -> std::io::Result<()> {
    let mut file = std::fs::File::open(path)?;
    let mut contents = Sha256::new();
    let mut block = vec![0; 1 << 16];
    loop {
        match file.read(&mut block)? {
            0 => break,
            count => contents.update(&block[..count]),
        }
    }
    hash.update(contents.finalize());
    Ok(())
}

/// The answers that are kept: for each folder the content that was trusted.
#[derive(Debug, Clone, Default)]
pub struct Trusted {
    file: PathBuf,
    folders: BTreeMap<PathBuf, String>,
}

impl Trusted {
    /// The answers in the user's folder. A file that cannot be read trusts nothing.
    pub fn read(user: &Path) -> Self {
        let file = user.join(FILE);
        let folders = std::fs::read(&file).ok().and_then(|bytes| serde_json::from_slice(&bytes).ok()).unwrap_or_default();
        Self { file, folders }
    }

    /// Whether exactly this content was trusted before.
    pub fn has(&self, listing: &Listing) -> bool {
        self.folders.get(&listing.folder) == Some(&listing.digest)
    }

    /// Whether the folder was trusted before, with whatever content.
    pub fn knows(&self, folder: &Path) -> bool {
        self.folders.contains_key(folder)
    }

    /// Keeps the answer for this content of the folder.
    pub fn keep(&mut self, listing: &Listing) -> Result<(), String> {
        self.folders.insert(listing.folder.clone(), listing.digest.clone());
        let failed = |error: &dyn std::fmt::Display| format!("{} could not be written: {error}", self.file.display());
        let bytes = serde_json::to_vec_pretty(&self.folders).map_err(|error| failed(&error))?;
        if let Some(folder) = self.file.parent() {
            std::fs::create_dir_all(folder).map_err(|error| failed(&error))?;
        }
        voxloom_io::write_bytes(&self.file, &bytes).map_err(|error| error.to_string())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_answer_counts_for_one_folder_and_its_content() {
        let base = tempfile::tempdir().unwrap();
        let (user, folder) = (base.path().join("user"), base.path().join(FOLDER));
        assert_eq!(look(&folder).unwrap(), None);
        std::fs::create_dir(&folder).unwrap();
        std::fs::write(folder.join("data.txt"), "1").unwrap();
        assert_eq!(look(&folder).unwrap(), None, "nothing to run");
        std::fs::create_dir_all(folder.join("inner/__pycache__")).unwrap();
        std::fs::write(folder.join("inner/b.py"), "x = 1").unwrap();
        std::fs::write(folder.join("_helper.py"), "").unwrap();
        let first = look(&folder).unwrap().unwrap();
        assert_eq!(first.files, [Path::new("_helper.py"), Path::new("inner/b.py")]);

        let mut trusted = Trusted::read(&user);
        assert!(!trusted.has(&first));
        trusted.keep(&first).unwrap();
        assert!(Trusted::read(&user).has(&first), "kept over a restart");
        std::fs::write(folder.join("inner/__pycache__/b.pyc"), "made by Python").unwrap();
        assert!(trusted.has(&look(&folder).unwrap().unwrap()));

        for (file, text) in [("inner/b.py", "x = 2"), ("data.txt", "2"), ("_new.py", "evil()")] {
            let before = look(&folder).unwrap().unwrap();
            trusted.keep(&before).unwrap();
            std::fs::write(folder.join(file), text).unwrap();
            let after = look(&folder).unwrap().unwrap();
            assert!(!trusted.has(&after), "{file} changed");
            assert!(trusted.knows(&after.folder));
        }

        // What they may import from the folder above is part of the question; other folders and files there are not.
        for file in ["helper.py", "pack/__init__.py", "pack/part.py"] {
            let before = look(&folder).unwrap().unwrap();
            trusted.keep(&before).unwrap();
            let path = base.path().join(file);
            std::fs::create_dir_all(path.parent().unwrap()).unwrap();
            std::fs::write(path, "evil()").unwrap();
            let after = look(&folder).unwrap().unwrap();
            assert!(!trusted.has(&after), "{file} is new");
            assert!(after.files.contains(&Path::new("..").join(file)), "{:?}", after.files);
            assert!(after.folder.join("..").join(file).is_file(), "and it can be read");
        }
        let before = look(&folder).unwrap().unwrap();
        std::fs::create_dir_all(base.path().join("scans")).unwrap();
        std::fs::write(base.path().join("scans/notes.py"), "").unwrap();
        std::fs::write(base.path().join("brain.npy"), "").unwrap();
        assert_eq!(look(&folder).unwrap().unwrap(), before);

        let copy = base.path().join("elsewhere");
        std::fs::rename(&folder, &copy).unwrap();
        let moved = look(&copy).unwrap().unwrap();
        trusted.keep(&Listing { folder: first.folder, ..moved.clone() }).unwrap();
        assert!(!trusted.has(&moved), "the same content in another folder is asked about");
        std::fs::write(user.join(FILE), "nonsense").unwrap();
        assert!(!Trusted::read(&user).has(&moved));
    }

    #[test]
    fn the_folder_lies_beside_the_workspace() {
        assert_eq!(folder_beside(Path::new("/a/b.voxloom")).unwrap(), Path::new("/a/python_processors"));
    }
}
