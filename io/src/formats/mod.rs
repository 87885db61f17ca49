//! The formats, one module each; [`FORMATS`](crate::FORMATS) lists them.

pub(crate) mod npy;
pub(crate) mod png;

/// The first bytes of a file that is none of the expected format, for its error: as text where they are, else as numbers.
pub(crate) fn beginning(head: &[u8]) -> String {
    let head = &head[..head.len().min(8)];
    match std::str::from_utf8(head) {
        Ok(text) if text.chars().all(|c| !c.is_control()) => format!("“{text}”"),
        _ => format!("the bytes {}", head.iter().map(|byte| format!("{byte:02x}")).collect::<Vec<_>>().join(" ")),
    }
}
