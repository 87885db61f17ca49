//! The transport inside one process: the bytes of a frame through a channel.

use std::os::fd::OwnedFd;
use std::sync::mpsc;

use crate::codec::{Frame, Receiver, Sender};
use crate::error::ProtocolError;

type Packet = (Vec<u8>, Vec<OwnedFd>);

/// Sends frames to the other end of an in-memory channel.
pub struct ChannelSender(mpsc::Sender<Packet>);

/// Receives the frames of an in-memory channel.
pub struct ChannelReceiver(mpsc::Receiver<Packet>);

/// Both ends of an in-memory connection.
pub fn channel_pair() -> ((ChannelSender, ChannelReceiver), (ChannelSender, ChannelReceiver)) {
    let (to_right, from_left) = mpsc::channel();
    let (to_left, from_right) = mpsc::channel();
    ((ChannelSender(to_right), ChannelReceiver(from_right)), (ChannelSender(to_left), ChannelReceiver(from_left)))
}

impl Sender for ChannelSender {
    fn send(&self, frame: Frame) -> Result<(), ProtocolError> {
        let bytes = frame.to_bytes();
        self.0.send((bytes, frame.descriptors)).map_err(|_| ProtocolError::Closed)
    }
}

impl Receiver for ChannelReceiver {
    fn recv(&mut self) -> Result<Frame, ProtocolError> {
        let (bytes, descriptors) = self.0.recv().map_err(|_| ProtocolError::Closed)?;
        Frame::from_bytes(&bytes, descriptors)
    }
}
