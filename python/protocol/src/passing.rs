//! The transport between processes: a Unix socket pair, with descriptors passed as `SCM_RIGHTS`.
//!
//! One kernel message takes some 250 descriptors at most, so more follow with one filler byte for each further portion.

use std::collections::VecDeque;
use std::io::{IoSlice, IoSliceMut};
use std::mem::MaybeUninit;
use std::os::fd::{AsFd, BorrowedFd, OwnedFd};
use std::sync::{Arc, Mutex};

use rustix::io::Errno;
use rustix::net::{
    AddressFamily, RecvAncillaryBuffer, RecvAncillaryMessage, RecvFlags, ReturnFlags, SendAncillaryBuffer, SendAncillaryMessage, SendFlags,
    SocketFlags, SocketType,
};

use crate::codec::{Frame, HEADER, Lengths, Receiver, Sender};
use crate::error::ProtocolError;

/// Descriptors in one kernel message.
const PORTION: usize = 200;
/// The most that the kernel puts in one message.
const MOST: usize = 253;

/// Sends frames over a socket; frames of several threads do not mix.
pub struct SocketSender {
    socket: Arc<OwnedFd>,
    /// Frames that go with the next one; locked while a frame is written.
    waiting: Mutex<Vec<u8>>,
}

/// Receives frames from a socket.
pub struct SocketReceiver {
    socket: Arc<OwnedFd>,
    buffer: Box<[u8]>,
    /// The part of `buffer` that was received but not used yet.
    unread: std::ops::Range<usize>,
    /// Descriptors that arrived, for this frame or the next ones.
    descriptors: VecDeque<OwnedFd>,
}

/// Two connected sockets; neither is inherited by child processes by itself.
pub fn socket_pair() -> Result<(OwnedFd, OwnedFd), ProtocolError> {
    Ok(rustix::net::socketpair(AddressFamily::UNIX, SocketType::STREAM, SocketFlags::CLOEXEC, None)?)
}

/// A sender and a receiver over one socket.
pub fn split(socket: OwnedFd) -> (SocketSender, SocketReceiver) {
    let socket = Arc::new(socket);
    let receiver = SocketReceiver { socket: socket.clone(), buffer: vec![0; 64 << 10].into(), unread: 0..0, descriptors: VecDeque::new() };
    (SocketSender { socket, waiting: Mutex::default() }, receiver)
}

impl SocketSender {
    /// Ends the connection: both sides' pending and later receives end with [`ProtocolError::Closed`].
    pub fn close(&self) {
        // It fails only when the other side is gone already.
        let _ = rustix::net::shutdown(&self.socket, rustix::net::Shutdown::Both);
    }

    /// Sends a frame with the next one, before it: the other side wakes once for both. For what nobody needs earlier; without descriptors.
    pub fn hold(&self, frame: &Frame) -> Result<(), ProtocolError> {
        if !frame.descriptors.is_empty() {
            return Err(ProtocolError::malformed("a frame with memory segments cannot wait for the next one"));
        }
        self.waiting().extend(frame.to_bytes());
        Ok(())
    }

    fn waiting(&self) -> std::sync::MutexGuard<'_, Vec<u8>> {
        self.waiting.lock().unwrap_or_else(std::sync::PoisonError::into_inner)
    }

    /// Sends all bytes, with the descriptors beside the first of them.
    fn send_all(&self, mut parts: &mut [IoSlice<'_>], descriptors: &[BorrowedFd<'_>]) -> Result<(), ProtocolError> {
        let mut space = [MaybeUninit::uninit(); rustix::cmsg_space!(ScmRights(PORTION))];
        let mut descriptors = descriptors;
        while parts.iter().any(|part| !part.is_empty()) {
            let mut control = SendAncillaryBuffer::new(&mut space);
            if !descriptors.is_empty() && !control.push(SendAncillaryMessage::ScmRights(descriptors)) {
                return Err(ProtocolError::malformed("too many descriptors in one portion"));
            }
            match rustix::net::sendmsg(&self.socket, parts, &mut control, SendFlags::NOSIGNAL) {
                Ok(sent) => {
                    descriptors = &[];
                    IoSlice::advance_slices(&mut parts, sent);
                }
                Err(Errno::INTR) => {}
                Err(error) => return Err(error.into()),
            }
        }
        Ok(())
    }
}

impl Sender for SocketSender {
    fn send(&self, frame: Frame) -> Result<(), ProtocolError> {
        let header = frame.lengths().to_header();
        let descriptors: Vec<BorrowedFd<'_>> = frame.descriptors.iter().map(AsFd::as_fd).collect();
        let mut waiting = self.waiting();
        let before = std::mem::take(&mut *waiting);
        if descriptors.len() <= PORTION {
            let parts = &mut [IoSlice::new(&before), IoSlice::new(&header), IoSlice::new(&frame.json), IoSlice::new(&frame.tail)];
            return self.send_all(parts, &descriptors);
        }
        let (first, rest) = descriptors.split_at(PORTION);
        self.send_all(&mut [IoSlice::new(&before), IoSlice::new(&header)], first)?;
        for portion in rest.chunks(PORTION) {
            self.send_all(&mut [IoSlice::new(&[0])], portion)?;
        }
        self.send_all(&mut [IoSlice::new(&frame.json), IoSlice::new(&frame.tail)], &[])
    }
}

impl SocketReceiver {
    /// Receives some bytes: into `target`, or into the buffer when it is `None`. Descriptors are kept.
    fn receive(&mut self, target: Option<&mut [u8]>) -> Result<usize, ProtocolError> {
        let mut space = [MaybeUninit::uninit(); rustix::cmsg_space!(ScmRights(MOST))];
        let mut control = RecvAncillaryBuffer::new(&mut space);
        let buffer = match target {
            Some(target) => target,
            None => &mut self.buffer,
        };
        let message = loop {
            match rustix::net::recvmsg(&self.socket, &mut [IoSliceMut::new(buffer)], &mut control, RecvFlags::CMSG_CLOEXEC) {
                Err(Errno::INTR) => {}
                other => break other?,
            }
        };
        for part in control.drain() {
            if let RecvAncillaryMessage::ScmRights(list) = part {
                self.descriptors.extend(list);
            }
        }
        if message.flags.contains(ReturnFlags::CTRUNC) {
            return Err(ProtocolError::malformed("descriptors were lost: this process may have too many files open (ulimit -n)"));
        }
        if message.bytes == 0 { Err(ProtocolError::Closed) } else { Ok(message.bytes) }
    }

    /// Fills `target`. Small amounts go through the buffer, so that one call to the kernel fetches a whole small frame.
    fn fill(&mut self, mut target: &mut [u8]) -> Result<(), ProtocolError> {
        while !target.is_empty() {
            if self.unread.is_empty() {
                if target.len() >= self.buffer.len() {
                    let n = self.receive(Some(target))?;
                    target = &mut target[n..];
                    continue;
                }
                self.unread = 0..self.receive(None)?;
            }
            let n = self.unread.len().min(target.len());
            target[..n].copy_from_slice(&self.buffer[self.unread.start..][..n]);
            self.unread.start += n;
            target = &mut target[n..];
        }
        Ok(())
    }

    /// `length` bytes that follow. Memory is taken as they arrive, so that a false length costs nothing.
    fn take(&mut self, length: usize) -> Result<Vec<u8>, ProtocolError> {
        const STEP: usize = 4 << 20;
        let mut bytes = Vec::new();
        while bytes.len() < length {
            let start = bytes.len();
            bytes.resize((start + STEP).min(length), 0);
            self.fill(&mut bytes[start..])?;
        }
        Ok(bytes)
    }
}

impl Receiver for SocketReceiver {
    fn recv(&mut self) -> Result<Frame, ProtocolError> {
        let mut header = [0; HEADER];
        self.fill(&mut header)?;
        let lengths = Lengths::from_header(&header)?;
        if lengths.descriptors > PORTION {
            let mut filler = vec![0; lengths.descriptors.div_ceil(PORTION) - 1];
            self.fill(&mut filler)?;
        }
        let json = self.take(lengths.json)?;
        let tail = self.take(lengths.tail)?;
        if self.descriptors.len() < lengths.descriptors {
            return Err(ProtocolError::malformed(format!("{} memory segments were announced, {} came", lengths.descriptors, self.descriptors.len())));
        }
        let descriptors = self.descriptors.drain(..lengths.descriptors).collect();
        Ok(Frame { json, tail, descriptors })
    }
}
