//! What is truncated or garbled is an error, never a panic, and a false length costs no memory.

use proptest::prelude::*;
use serde_json::json;
use std::sync::Arc;
use voxloom_core::data::Volume;
use voxloom_core::port::Data;
use voxloom_protocol::message::{FromHost, ToHost};
use voxloom_protocol::passing::split;
use voxloom_protocol::{Attachments, Frame, ProtocolError, Receiver, Sender, interface_from_json, property_from_json, socket_pair};

/// What a receiver makes of raw bytes, after which the connection ends.
fn receive(bytes: &[u8]) -> Result<Frame, ProtocolError> {
    let (a, b) = socket_pair().unwrap();
    let (_, mut receiver) = split(b);
    let bytes = bytes.to_vec();
    let writing = std::thread::spawn(move || {
        // The receiver may hang up at the first wrong byte.
        let _ = std::io::Write::write_all(&mut std::os::unix::net::UnixStream::from(a), &bytes);
    });
    let frame = receiver.recv();
    drop(receiver);
    writing.join().unwrap();
    frame
}

/// A frame with a volume in its tail, as the bytes of the wire.
fn wire() -> Vec<u8> {
    let volume: Data = Arc::new(Volume::from_vec([2, 2, 2], 1, vec![1.0f32; 8]).unwrap());
    let mut attachments = Attachments::default();
    let described = attachments.describe(&volume).unwrap();
    let frame = Frame::new(&FromHost::Output { call: 1, port: "out".into(), data: Some(Box::new(described)) }, attachments).unwrap();
    let (a, b) = socket_pair().unwrap();
    let (sender, receiver) = split(a);
    sender.send(frame).unwrap();
    drop((sender, receiver));
    let mut bytes = Vec::new();
    std::io::Read::read_to_end(&mut std::os::unix::net::UnixStream::from(b), &mut bytes).unwrap();
    bytes
}

/// Opens a frame as either side would, with all its data.
fn open(frame: Frame) -> Result<(), ProtocolError> {
    let (message, attached) = frame.open::<FromHost>()?;
    if let FromHost::Output { data: Some(described), .. } = message {
        attached.restore(&described, None)?;
    }
    Ok(())
}

#[test]
fn every_truncation_is_an_error() {
    let bytes = wire();
    assert!(receive(&bytes).and_then(open).is_ok());
    for end in 0..bytes.len() {
        assert!(matches!(receive(&bytes[..end]), Err(ProtocolError::Closed)));
    }
}

#[test]
fn a_frame_beyond_the_limits_is_refused_by_both_sides() {
    let mut bytes = wire();
    bytes[8..16].copy_from_slice(&u64::MAX.to_le_bytes());
    assert!(matches!(receive(&bytes), Err(ProtocolError::TooLarge { .. })));
    let text = "x".repeat(65 << 20);
    assert!(matches!(Frame::plain(&ToHost::Request { call: 1, method: String::new(), args: json!(text) }), Err(ProtocolError::TooLarge { .. })));
}

#[test]
fn announced_segments_that_do_not_come_are_an_error() {
    let mut bytes = wire();
    bytes[16] = 2;
    assert!(matches!(receive(&bytes), Err(ProtocolError::Malformed(_))));
}

#[test]
fn descriptions_that_point_outside_are_errors() {
    let open_text = |text: String| open(Frame { json: text.into_bytes(), ..Frame::default() });
    let bytes = |place: &str| {
        format!(
            r#"{{"op":"output","call":1,"port":"o","data":{{"type":"buffer","array":{{"shape":[4],"channels":1,"format":"u8","bytes":{place}}}}}}}"#
        )
    };
    for place in [
        r#"{"tail":{"offset":0,"length":4}}"#,
        r#"{"tail":{"offset":18446744073709551615,"length":4}}"#,
        r#"{"segment":{"descriptor":0,"size":4,"offset":0,"length":4}}"#,
    ] {
        assert!(matches!(open_text(bytes(place)), Err(ProtocolError::Malformed(_))), "{place}");
    }
    assert!(interface_from_json(&json!({"inports": 3})).is_err());
    assert!(property_from_json(&json!({"identifier": "x"})).is_err());
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn garbled_frames_never_panic(changes in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..6)) {
        let mut bytes = wire();
        for (place, byte) in changes {
            let index = place.index(bytes.len());
            bytes[index] = byte;
        }
        // Either is right, for a change may leave a sound frame.
        let _ = receive(&bytes).and_then(open);
    }

    #[test]
    fn noise_is_an_error(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
        prop_assert!(receive(&bytes).is_err());
    }
}
