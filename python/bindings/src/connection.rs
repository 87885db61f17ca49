//! The host's end of the connection: messages as JSON texts, their memory as [`PyMemory`].

use std::os::fd::{FromRawFd, OwnedFd, RawFd};
use std::sync::{Mutex, PoisonError};

use pyo3::exceptions::{PyConnectionError, PyRuntimeError, PyValueError};
use pyo3::prelude::*;
use pyo3::types::PyDict;
use voxloom_core::data::{Buffer, Format};
use voxloom_core::port::{Data, downcast};
use voxloom_protocol::codec::MAX_JSON;
use voxloom_protocol::data::{ArrayMessage, Bytes};
use voxloom_protocol::passing::{SocketReceiver, SocketSender, socket_pair, split};
use voxloom_protocol::{Attached, Attachments, Described, Frame, ProtocolError, Receiver, Sender};

use crate::memory::PyMemory;
use crate::registry;

fn failure(error: ProtocolError) -> PyErr {
    match error {
        ProtocolError::Closed | ProtocolError::Io(_) => PyConnectionError::new_err(error.to_string()),
        _ => PyValueError::new_err(error.to_string()),
    }
}

/// Memory as a list of bytes, the form in which the protocol attaches and restores it.
fn as_buffer(memory: &voxloom_core::memory::Memory) -> Result<Data, ProtocolError> {
    Ok(std::sync::Arc::new(Buffer::new(memory.len(), 1, Format::U8, memory.clone())?))
}

/// A connection with the program. Frames of several threads do not mix.
#[pyclass(module = "_voxloom", frozen)]
pub struct Connection {
    sender: SocketSender,
    receiver: Mutex<SocketReceiver>,
}

#[pymethods]
impl Connection {
    /// Waits for the next message: its JSON text and what is attached to it, or None when the other side is gone.
    fn recv(&self, py: Python<'_>) -> PyResult<Option<(String, PyAttached)>> {
        let received = py.detach(|| self.receiver.lock().unwrap_or_else(PoisonError::into_inner).recv());
        let mut frame = match received {
            Ok(frame) => frame,
            Err(ProtocolError::Closed) => return Ok(None),
            Err(error) => return Err(failure(error)),
        };
        let text = String::from_utf8(std::mem::replace(&mut frame.json, b"null".to_vec()))?;
        let ((), attached) = frame.open::<()>().map_err(failure)?;
        Ok(Some((text, PyAttached(attached))))
    }

    /// Sends a message: its JSON text, and the attachments that descriptions in it refer to.
    #[pyo3(signature = (text, outgoing=None))]
    fn send(&self, py: Python<'_>, text: String, outgoing: Option<&Outgoing>) -> PyResult<()> {
        if text.len() > MAX_JSON {
            return Err(PyValueError::new_err(format!("a message of {} bytes of text is too long", text.len())));
        }
        let attachments = outgoing.map(|outgoing| std::mem::take(&mut *outgoing.lock())).unwrap_or_default();
        py.detach(|| {
            let mut frame = Frame::new(&(), attachments)?;
            frame.json = text.into_bytes();
            self.sender.send(frame)
        })
        .map_err(failure)
    }

    /// Ends the connection; a pending `recv` returns None.
    fn close(&self) {
        self.sender.close();
    }
}

/// What came with a message.
#[pyclass(name = "Attached", module = "_voxloom", frozen)]
pub struct PyAttached(Attached);

#[pymethods]
impl PyAttached {
    /// The memory that the `bytes` part of a description (a dict) stands for.
    fn memory(&self, bytes: &Bound<'_, PyDict>) -> PyResult<PyMemory> {
        let number = |part: &Bound<'_, PyAny>, name: &str| -> PyResult<usize> { part.get_item(name)?.extract() };
        let (bytes, length) = if let Some(part) = bytes.get_item("tail")? {
            let length = number(&part, "length")?;
            (Bytes::Tail { offset: number(&part, "offset")?, length }, length)
        } else if let Some(part) = bytes.get_item("segment")? {
            let (descriptor, size) = (number(&part, "descriptor")?, number(&part, "size")?);
            let length = number(&part, "length")?;
            (Bytes::Segment { descriptor, size, offset: number(&part, "offset")?, length }, length)
        } else {
            return Err(PyValueError::new_err("bytes lie in the tail of a message or in a segment"));
        };
        if length == 0 {
            return Ok(PyMemory(voxloom_core::memory::Memory::from_vec(Vec::<u8>::new())));
        }
        let array = ArrayMessage { shape: vec![length], channels: 1, format: Format::U8, bytes };
        let data = self.0.restore(&Described::Buffer { array }, None).map_err(failure)?;
        let memory = downcast::<Buffer>(&data).and_then(|buffer| buffer.array().memory().ok()).cloned();
        let memory = memory.ok_or_else(|| PyRuntimeError::new_err("a buffer was restored as something else"))?;
        registry::remember(&memory);
        Ok(PyMemory(memory))
    }
}

/// The attachments of a message that is being made.
#[pyclass(module = "_voxloom", frozen)]
#[derive(Default)]
pub struct Outgoing(Mutex<Attachments>);

impl Outgoing {
    fn lock(&self) -> std::sync::MutexGuard<'_, Attachments> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn bytes(&self, memory: &PyMemory) -> PyResult<Bytes> {
        // The protocol has no lists without elements, but some parts of a mesh are.
        if memory.0.is_empty() {
            return Ok(Bytes::Tail { offset: 0, length: 0 });
        }
        let data = as_buffer(&memory.0).map_err(failure)?;
        match self.lock().describe(&data).map_err(failure)? {
            Described::Buffer { array } => Ok(array.bytes),
            _ => Err(PyRuntimeError::new_err("a buffer was described as something else")),
        }
    }
}

#[pymethods]
impl Outgoing {
    #[new]
    fn new() -> Self {
        Self::default()
    }

    /// Attaches memory. Returns the `bytes` part of its description (a dict).
    fn attach<'py>(&self, py: Python<'py>, memory: &PyMemory) -> PyResult<Bound<'py, PyDict>> {
        let (part, whole) = (PyDict::new(py), PyDict::new(py));
        match self.bytes(memory)? {
            Bytes::Tail { offset, length } => {
                part.set_item("offset", offset)?;
                part.set_item("length", length)?;
                whole.set_item("tail", part)?;
            }
            Bytes::Segment { descriptor, size, offset, length } => {
                for (name, value) in [("descriptor", descriptor), ("size", size), ("offset", offset), ("length", length)] {
                    part.set_item(name, value)?;
                }
                whole.set_item("segment", part)?;
            }
        }
        Ok(whole)
    }
}

/// A connection over a socket, which it owns from now on.
#[pyfunction]
pub fn connect(descriptor: RawFd) -> PyResult<Connection> {
    if descriptor < 0 {
        return Err(PyValueError::new_err(format!("{descriptor} is no file descriptor")));
    }
    #[allow(unsafe_code, reason = "takes over a descriptor that the program opened for this process")]
    // SAFETY: the descriptor was inherited for this purpose and nothing else in the process uses it.
    let socket = unsafe { OwnedFd::from_raw_fd(descriptor) };
    Ok(over(socket))
}

/// Both ends of a connection within one process.
#[pyfunction]
pub fn connection_pair() -> PyResult<(Connection, Connection)> {
    let (left, right) = socket_pair().map_err(failure)?;
    Ok((over(left), over(right)))
}

/// A connection over a socket.
pub fn over(socket: OwnedFd) -> Connection {
    let (sender, receiver) = split(socket);
    Connection { sender, receiver: Mutex::new(receiver) }
}
