//! Makes the file of a new Python processor: names, template, writing. The window's dialog and `voxloom new-processor` share it.

use std::fs::OpenOptions;
use std::io::{ErrorKind, Write};
use std::path::{Path, PathBuf};
use std::str::FromStr;

use voxloom_core::identifier::is_identifier;

/// What the new processor is made for; decides the template.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// A volume in, a volume out.
    Filter,
    /// Makes a volume.
    Source,
    Image,
    Mesh,
    /// The required methods and nothing else.
    Empty,
}

impl Kind {
    pub const ALL: [Self; 5] = [Self::Filter, Self::Source, Self::Image, Self::Mesh, Self::Empty];

    /// As the command line names it.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Filter => "filter",
            Self::Source => "source",
            Self::Image => "image",
            Self::Mesh => "mesh",
            Self::Empty => "empty",
        }
    }

    /// As the window names it.
    pub const fn label(self) -> &'static str {
        match self {
            Self::Filter => "Volume filter",
            Self::Source => "Volume source",
            Self::Image => "Image",
            Self::Mesh => "Mesh",
            Self::Empty => "Empty",
        }
    }

    /// What the template does, in a few words.
    pub const fn what(self) -> &'static str {
        match self {
            Self::Filter => "takes a volume and makes another",
            Self::Source => "makes a volume from nothing, or from a file",
            Self::Image => "makes a picture",
            Self::Mesh => "makes a mesh of triangles",
            Self::Empty => "the required methods, nothing else",
        }
    }

    /// The template: Python with `{{…}}` in place of names.
    pub const fn template(self) -> &'static str {
        match self {
            Self::Filter => include_str!("../../../assets/templates/filter.py"),
            Self::Source => include_str!("../../../assets/templates/source.py"),
            Self::Image => include_str!("../../../assets/templates/image.py"),
            Self::Mesh => include_str!("../../../assets/templates/mesh.py"),
            Self::Empty => include_str!("../../../assets/templates/empty.py"),
        }
    }
}

impl FromStr for Kind {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let names = Self::ALL.map(Self::name);
        Self::ALL.into_iter().find(|kind| kind.name() == text).ok_or_else(|| format!("\"{text}\" is no kind; there is {}", names.join(", ")))
    }
}

/// What is derived from the name that a person typed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Names {
    /// `EdgeDetector`.
    pub class: String,
    /// `Edge Detector`.
    pub display: String,
    /// `org.voxloom.user.edgedetector`.
    pub identifier: String,
    /// Without folder: `EdgeDetector.py`, or the name itself where it can be one.
    pub file: String,
}

/// Derives the names, or says in words why a name cannot be used.
pub fn names(name: &str) -> Result<Names, String> {
    let name = name.trim();
    if name.is_empty() {
        return Err("Type a name for the processor, as \"Edge Detector\".".to_owned());
    }
    if let Some(c) = name.chars().find(|c| !(c.is_ascii_alphanumeric() || *c == '_' || *c == ' ')) {
        return Err(format!("\"{c}\" cannot be part of the name of a Python class; use letters from a to z, digits, spaces and _."));
    }
    if name.starts_with(|c: char| c.is_ascii_digit()) {
        return Err("A Python class cannot begin with a digit; begin with a letter.".to_owned());
    }
    let words = words(name);
    let class: String = words.iter().map(|word| first_upper(word)).collect();
    if !class.starts_with(|c: char| c.is_ascii_alphabetic()) {
        return Err("Begin the name with a letter.".to_owned());
    }
    if ["None", "True", "False"].contains(&class.as_str()) {
        return Err(format!("{class} is a word of Python itself; use another name."));
    }
    let stem = if is_identifier(name) && !name.starts_with('_') { name } else { &class };
    if MODULES.split_whitespace().any(|module| module == stem) {
        return Err(format!("A file {stem}.py would hide the Python module {stem}; use another name, as {class}Processor."));
    }
    let display = if name.contains(' ') {
        name.split_whitespace().collect::<Vec<_>>().join(" ")
    } else {
        words.iter().map(|w| first_upper(w)).collect::<Vec<_>>().join(" ")
    };
    Ok(Names { identifier: format!("org.voxloom.user.{}", class.to_lowercase()), file: format!("{stem}.py"), class, display })
}

/// The names and the path of a processor that could be made now; the error says in words why it could not.
/// `known` tells whether a class identifier is taken.
pub fn check(folder: &Path, name: &str, kind: Kind, known: impl Fn(&str) -> bool) -> Result<(Names, PathBuf), String> {
    let names = names(name)?;
    // A class named as something that the template imports would hide it.
    let mut used = kind.template().split(|c: char| !(c.is_ascii_alphanumeric() || c == '_'));
    if used.any(|word| word == names.class) {
        return Err(format!("The template itself uses the name {}; choose another, as My{}.", names.class, names.class));
    }
    let path = folder.join(&names.file);
    // Also a dangling link is there.
    if path.symlink_metadata().is_ok() {
        return Err(format!("{} exists already; choose another name.", path.display()));
    }
    if known(&names.identifier) {
        return Err(format!("There is a processor {} already; choose another name.", names.identifier));
    }
    Ok((names, path))
}

/// Writes the file of a new processor and returns its path. An existing file is never overwritten.
pub fn create(folder: &Path, name: &str, kind: Kind, known: impl Fn(&str) -> bool) -> Result<PathBuf, String> {
    let (names, path) = check(folder, name, kind, known)?;
    std::fs::create_dir_all(folder).map_err(|error| format!("The folder {} could not be made: {error}", folder.display()))?;
    write_new(&path, fill(kind.template(), &names).as_bytes()).map_err(|error| match error.kind() {
        ErrorKind::AlreadyExists => format!("{} exists already; choose another name.", path.display()),
        _ => format!("{} could not be written: {error}", path.display()),
    })?;
    Ok(path)
}

/// The template with names in their places.
pub fn fill(template: &str, names: &Names) -> String {
    template.replace("{{ClassName}}", &names.class).replace("{{DisplayName}}", &names.display).replace("{{class_identifier}}", &names.identifier)
}

/// Writes a file that must not exist yet; whoever sees it sees all of it.
fn write_new(path: &Path, bytes: &[u8]) -> std::io::Result<()> {
    let beside = path.with_file_name(format!(".voxloom-new-{}.tmp", std::process::id()));
    let mut file = OpenOptions::new().write(true).create_new(true).open(&beside)?;
    // A link fails where a rename would overwrite.
    let result = file.write_all(bytes).and_then(|()| file.sync_all()).and_then(|()| std::fs::hard_link(&beside, path));
    // What stays behind is hidden and does no harm.
    drop(std::fs::remove_file(&beside));
    result
}

/// The words of a name: at spaces, underscores, and where a small letter meets a large one.
fn words(name: &str) -> Vec<String> {
    let letters: Vec<char> = name.chars().collect();
    let mut words = vec![String::new()];
    for (i, c) in letters.iter().enumerate() {
        if *c == ' ' || *c == '_' {
            words.push(String::new());
            continue;
        }
        let before = i.checked_sub(1).map(|i| letters[i]);
        let after = letters.get(i + 1);
        let begins = c.is_ascii_uppercase()
            && before.is_some_and(|b| b.is_ascii_lowercase() || b.is_ascii_uppercase() && after.is_some_and(char::is_ascii_lowercase));
        if begins {
            words.push(String::new());
        }
        if let Some(word) = words.last_mut() {
            word.push(*c);
        }
    }
    words.retain(|word| !word.is_empty());
    words
}

fn first_upper(word: &str) -> String {
    let mut letters = word.chars();
    letters.next().map_or_else(String::new, |first| first.to_ascii_uppercase().to_string() + letters.as_str())
}

/// Modules that a file of the same name would hide from every processor: Python's own, and those that processors mostly use.
const MODULES: &str = "abc aifc antigravity argparse array ast asynchat asyncio asyncore atexit audioop base64 bdb binascii bisect builtins bz2 cProfile \
    calendar cgi cgitb chunk cmath cmd code codecs codeop collections colorsys compileall concurrent configparser contextlib contextvars \
    copy copyreg crypt csv ctypes curses dataclasses datetime dbm decimal difflib dis distutils doctest email encodings ensurepip enum errno \
    faulthandler fcntl filecmp fileinput fnmatch fractions ftplib functools gc genericpath getopt getpass gettext glob graphlib grp gzip \
    hashlib heapq hmac html http idlelib imaplib imghdr imp importlib inspect io ipaddress itertools json keyword lib2to3 linecache locale \
    logging lzma mailbox mailcap marshal math mimetypes mmap modulefinder msilib msvcrt multiprocessing netrc nis nntplib nt ntpath \
    nturl2path numbers opcode operator optparse os ossaudiodev pathlib pdb pickle pickletools pipes pkgutil platform plistlib poplib posix \
    posixpath pprint profile pstats pty pwd py_compile pyclbr pydoc pydoc_data pyexpat queue quopri random re readline reprlib resource \
    rlcompleter runpy sched secrets select selectors shelve shlex shutil signal site smtpd smtplib sndhdr socket socketserver spwd sqlite3 \
    sre_compile sre_constants sre_parse ssl stat statistics string stringprep struct subprocess sunau symtable sys sysconfig syslog tabnanny \
    tarfile telnetlib tempfile termios textwrap this threading time timeit tkinter token tokenize tomllib trace traceback tracemalloc tty \
    turtle turtledemo types typing unicodedata unittest urllib uu uuid venv warnings wave weakref webbrowser winreg winsound wsgiref xdrlib \
    xml xmlrpc zipapp zipfile zipimport zlib zoneinfo \
    numpy scipy skimage matplotlib PIL pandas torch cupy numba dask h5py nibabel pydicom SimpleITK imageio tifffile \
    inviwopy ivw ivwbase ivwbnl ivwdataframe voxloom debugpy pip pytest setuptools";

#[cfg(test)]
mod tests {
    use super::*;

    fn free(_: &str) -> bool {
        false
    }

    #[test]
    fn class_file_and_display_names_follow_from_what_is_typed() {
        let of = |name: &str| {
            let names = names(name).unwrap();
            (names.class, names.display, names.identifier, names.file)
        };
        let four = |a: &str, b: &str, c: &str, d: &str| (a.to_owned(), b.to_owned(), c.to_owned(), d.to_owned());
        assert_eq!(of(" edge  detector "), four("EdgeDetector", "edge detector", "org.voxloom.user.edgedetector", "EdgeDetector.py"));
        assert_eq!(of("MyFilter"), four("MyFilter", "My Filter", "org.voxloom.user.myfilter", "MyFilter.py"));
        assert_eq!(of("my_filter2"), four("MyFilter2", "My Filter2", "org.voxloom.user.myfilter2", "my_filter2.py"));
        assert_eq!(of("MRILoader").1, "MRI Loader");
    }

    #[test]
    fn names_that_cannot_be_are_refused_with_the_reason() {
        for (name, reason) in [
            ("  ", "Type a name"),
            ("a-b", "\"-\" cannot be part"),
            ("größe", "\"ö\" cannot be part"),
            ("3D view", "begin with a letter"),
            ("__", "Begin the name with a letter"),
            ("none", "word of Python"),
            ("random", "would hide the Python module random"),
            ("numpy", "would hide the Python module numpy"),
            ("../evil", "\".\" cannot be part"),
        ] {
            let error = names(name).unwrap_err();
            assert!(error.contains(reason), "{name}: {error}");
        }
        let folder = tempfile::tempdir().unwrap();
        let error = create(folder.path(), "processor", Kind::Empty, free).unwrap_err();
        assert!(error.contains("template itself uses the name Processor"), "{error}");
        let error = create(folder.path(), "Edge Detector", Kind::Empty, |id| id == "org.voxloom.user.edgedetector").unwrap_err();
        assert!(error.contains("org.voxloom.user.edgedetector already"), "{error}");
        assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 0);
    }

    #[test]
    fn every_kind_is_written_once_and_never_overwritten() {
        let folder = tempfile::tempdir().unwrap();
        let inner = folder.path().join("not/yet");
        for kind in Kind::ALL {
            let name = format!("my {}", kind.name());
            let path = create(&inner, &name, kind, free).unwrap();
            let text = std::fs::read_to_string(&path).unwrap();
            assert!(!text.contains("{{") && !text.contains("}}"), "{kind:?}: {text}");
            let class = names(&name).unwrap().class;
            assert!(text.contains(&format!("class {class}(")) && text.contains(&format!("org.voxloom.user.{}", class.to_lowercase())), "{text}");
            std::fs::write(&path, "mine").unwrap();
            let error = create(&inner, &name, kind, free).unwrap_err();
            assert!(error.contains("exists already"), "{error}");
            assert_eq!(std::fs::read_to_string(&path).unwrap(), "mine");
            assert_eq!(kind.name().parse::<Kind>(), Ok(kind));
        }
        assert_eq!(std::fs::read_dir(&inner).unwrap().count(), 5, "nothing is left beside them");
        assert!("nonsense".parse::<Kind>().unwrap_err().contains("filter, source, image, mesh, empty"));
    }
}
