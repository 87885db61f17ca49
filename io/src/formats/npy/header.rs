//! The header of an `.npy` file: where the elements begin, what they are and in which order they lie.

use std::path::Path;

use super::literal::{self, Literal};
use crate::formats::beginning;
use crate::interpret::shape_text;
use crate::source::Source;
use crate::{ByteOrder, IoError};
use voxloom_core::data::Format;

pub(super) const MAGIC: &[u8] = b"\x93NUMPY";
/// Longest header that is looked at; NumPy refuses ones beyond 10 000 bytes by default.
const LONGEST: u64 = 1 << 20;

/// What the header says, checked against the size of the file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Header {
    pub dtype: Dtype,
    pub fortran_order: bool,
    pub shape: Vec<u64>,
    /// Where the elements begin in the file.
    pub offset: u64,
    /// Bytes of all elements.
    pub bytes: u64,
}

/// Type of the elements in the file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Dtype {
    pub format: Format,
    pub is_bool: bool,
    pub order: ByteOrder,
}

impl Dtype {
    pub fn name(self) -> &'static str {
        if self.is_bool { "bool" } else { self.format.numpy_name() }
    }

    /// Whether the bytes are in another order than the machine's.
    pub fn swapped(self) -> bool {
        self.order == if cfg!(target_endian = "little") { ByteOrder::Big } else { ByteOrder::Little }
    }
}

const FORMATS: &str = "accepted are bool, (u)int8 to (u)int64 and float16 to float64";

/// Reads and checks the header. Allocates no more than the header's own length, which is bounded.
pub(super) fn read(source: &Source<'_>) -> Result<Header, IoError> {
    let path = source.path();
    let damaged = |reason: String| IoError::damaged(path, "NPY", reason);
    let head = source.head(12)?;
    if !head.starts_with(MAGIC) {
        return Err(IoError::WrongMagic { path: path.to_owned(), expected: "NPY", found: beginning(&head), cure: cure(&head) });
    }
    let truncated = |what: &str, claimed| IoError::Truncated { path: path.to_owned(), what: what.to_owned(), claimed, actual: source.size() };
    let (major, start) = match *head.as_slice() {
        [_, _, _, _, _, _, major @ 1..=3, 0, ..] => (major, if major == 1 { 10 } else { 12 }),
        [_, _, _, _, _, _, major, minor, ..] => {
            return Err(damaged(format!("its format version is {major}.{minor}; accepted are 1.0, 2.0 and 3.0")));
        }
        _ => return Err(truncated("the header", 10)),
    };
    let length = match (major, head.get(8..start)) {
        (1, Some(&[a, b])) => u64::from(u16::from_le_bytes([a, b])),
        (_, Some(&[a, b, c, d])) => u64::from(u32::from_le_bytes([a, b, c, d])),
        _ => return Err(truncated("the header", start as u64)),
    };
    let offset = start as u64 + length;
    if offset > source.size() {
        return Err(truncated("the header", offset));
    }
    if length > LONGEST {
        return Err(damaged(format!("its header has {length} bytes; accepted are up to {LONGEST}")));
    }
    let mut bytes = vec![0; length as usize];
    source.read_at(&mut bytes, start as u64)?;
    let text = match major {
        3 => String::from_utf8(bytes).map_err(|_| damaged("its header is no UTF-8 text".to_owned()))?,
        // Latin-1: every byte is the character of that number.
        _ => bytes.into_iter().map(char::from).collect(),
    };
    let literal = literal::parse(&text).map_err(|reason| damaged(format!("its header cannot be understood: {reason}")))?;
    let (descr, fortran_order, shape) = fields(literal).map_err(damaged)?;
    let dtype = dtype(path, &descr, &shape)?;
    let size = shape.iter().try_fold(dtype.format.size() as u64, |all, n| all.checked_mul(*n));
    let size = size.ok_or_else(|| damaged(format!("its header says shape {}, which no machine can hold", shape_text(&shape))))?;
    if size > source.size() - offset {
        let what = format!("the header and {} of shape {}", dtype.name(), shape_text(&shape));
        return Err(truncated(&what, offset.saturating_add(size)));
    }
    Ok(Header { dtype, fortran_order, shape, offset, bytes: size })
}

/// The three entries of the dictionary; others are ignored.
fn fields(literal: Literal) -> Result<(Literal, bool, Vec<u64>), String> {
    let Literal::Dict(entries) = literal else { return Err("its header is no dictionary".to_owned()) };
    let (mut descr, mut order, mut shape) = (None, None, None);
    for (key, value) in entries {
        match key.as_str() {
            "descr" => descr = Some(value),
            "fortran_order" => order = Some(value),
            "shape" => shape = Some(value),
            _ => {}
        }
    }
    let missing = |key: &str| format!("its header has no entry '{key}'");
    let order = match order.ok_or_else(|| missing("fortran_order"))? {
        Literal::Bool(order) => order,
        other => return Err(format!("'fortran_order' is {other} in its header, not True or False")),
    };
    let (Literal::Tuple(axes) | Literal::List(axes)) = shape.ok_or_else(|| missing("shape"))? else {
        return Err("'shape' is no tuple in its header".to_owned());
    };
    let shape = axes.into_iter().map(|axis| match axis {
        Literal::Integer(n) => u64::try_from(n).map_err(|_| format!("an axis has length {n} in its header")),
        other => Err(format!("an axis has length {other} in its header")),
    });
    Ok((descr.ok_or_else(|| missing("descr"))?, order, shape.collect::<Result<_, _>>()?))
}

/// The type that `descr` names, or an error that names type, shape and cure.
fn dtype(path: &Path, descr: &Literal, shape: &[u64]) -> Result<Dtype, IoError> {
    let refuse = |what: &str, cure: &str| IoError::Unsupported {
        path: path.to_owned(),
        found: format!("{what} of shape {}", shape_text(shape)),
        accepted: FORMATS,
        cure: cure.to_owned(),
    };
    let name = match descr {
        Literal::Text(name) => name.as_str(),
        Literal::List(fields) => {
            let field = fields.iter().find_map(|field| match field {
                Literal::Tuple(parts) => match parts.first() {
                    Some(Literal::Text(name)) => Some(name.as_str()),
                    _ => None,
                },
                _ => None,
            });
            return Err(refuse("records (a structured dtype)", &format!("save one field, a['{}'] say", field.unwrap_or("name"))));
        }
        other => return Err(IoError::damaged(path, "NPY", format!("'descr' is {other} in its header, not the name of a type"))),
    };
    let (prefix, code) = match name.strip_prefix(['<', '>', '|', '=']) {
        Some(code) => (name.chars().next(), code),
        None => (None, name),
    };
    // A date's unit, `[ns]` say, does not belong to the size.
    let plain = code.split('[').next().unwrap_or(code);
    let (letter, size) = plain.split_at(plain.chars().next().map_or(0, char::len_utf8));
    let format = match (letter, size) {
        ("b", "1") | ("?", "") => Some(Format::U8),
        ("u", "1") => Some(Format::U8),
        ("u", "2") => Some(Format::U16),
        ("u", "4") => Some(Format::U32),
        ("u", "8") => Some(Format::U64),
        ("i", "1") => Some(Format::I8),
        ("i", "2") => Some(Format::I16),
        ("i", "4") => Some(Format::I32),
        ("i", "8") => Some(Format::I64),
        ("f", "2") => Some(Format::F16),
        ("f", "4") => Some(Format::F32),
        ("f", "8") => Some(Format::F64),
        _ if plain == "bool" => Some(Format::U8),
        _ => Format::from_numpy_name(plain),
    };
    if let Some(format) = format {
        let order = match prefix {
            _ if format.size() == 1 => ByteOrder::None,
            Some('>') => ByteOrder::Big,
            Some('<') => ByteOrder::Little,
            _ if cfg!(target_endian = "little") => ByteOrder::Little,
            _ => ByteOrder::Big,
        };
        return Ok(Dtype { format, is_bool: letter == "?" || plain == "bool" || (letter, size) == ("b", "1"), order });
    }
    let bits = size.parse::<u64>().ok().and_then(|size| size.checked_mul(8));
    let bits = |kind: &str| bits.map_or_else(|| kind.to_owned(), |bits| format!("{kind}{bits}"));
    Err(match letter {
        "c" => refuse(&bits("complex"), "save np.abs(a) or a.real"),
        "f" | "g" => refuse(&format!("{} (longdouble)", bits("float")), "save a.astype(np.float64)"),
        "O" => refuse(
            "Python objects (dtype object), which are never unpickled",
            "save a.astype(np.float32), or np.stack(list(a)) if the elements are arrays",
        ),
        "U" | "S" | "a" => refuse(&format!("text (dtype {name})"), "save a.astype(np.float32) if these are numbers"),
        "M" => refuse(&format!("dates (datetime64, dtype {name})"), "save a.astype(np.int64)"),
        "m" => refuse(&format!("durations (timedelta64, dtype {name})"), "save a.astype(np.int64)"),
        "V" => refuse(&format!("raw bytes (dtype void, {name}; bfloat16 is saved so)"), "save a.astype(np.float32)"),
        _ => refuse(&format!("values of the unknown dtype '{name}'"), "save a.astype(np.float32)"),
    })
}

/// What to do about a file that is something else.
fn cure(head: &[u8]) -> &'static str {
    match head {
        [b'P', b'K', ..] => "this is an .npz archive: np.save(\"name.npy\", np.load(file)[\"arr_0\"]) takes an array out of it",
        [0x80, ..] => "this seems to be a pickle: load it in Python and np.save(\"name.npy\", a)",
        [0x1f, 0x8b, ..] => "this is compressed with gzip: unpack it first",
        _ => "write it with np.save(\"name.npy\", a), or give it the extension of its format",
    }
}
