//! Python objects on ports: they stay in the host that made them, and are copied over when a node of another host reads them.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, Weak};
use std::time::Duration;

use serde_json::{Value as Json, json};
use voxloom_core::port::{Data, downcast};
use voxloom_core::{InvalidationLevel, ProcessorError};
use voxloom_protocol::message::{FromHost, ToHost};
use voxloom_protocol::{Attachments, ObjectHome, PythonObject};

use crate::connection::{Connection, unexpected};
use crate::error::HostError;
use crate::shared::{InstanceState, lock};

/// How long packing or unpacking an object may take.
const PATIENCE: Duration = Duration::from_secs(120);

/// The host that an object lives in, and the node that made it.
pub(crate) struct Home {
    connection: Weak<Connection>,
    id: u64,
    maker: Weak<InstanceState>,
    maker_name: Arc<str>,
    /// Copies in other hosts, by handle and number of the host.
    copies: Mutex<BTreeMap<(u64, u64), Data>>,
}

impl Home {
    pub(crate) fn new(connection: &Arc<Connection>, maker: &Arc<InstanceState>) -> Arc<Self> {
        Arc::new(Self {
            connection: Arc::downgrade(connection),
            id: connection.id,
            maker: Arc::downgrade(maker),
            maker_name: maker.display_name.clone(),
            copies: Mutex::default(),
        })
    }
}

impl ObjectHome for Home {
    fn release(&self, handle: u64) {
        lock(&self.copies).retain(|(of, _), _| *of != handle);
        if let Some(connection) = self.connection.upgrade().filter(|connection| connection.is_alive())
            && let Err(error) = connection.send(&ToHost::DropData { handle })
        {
            log::debug!("a Python object was not released: {error}");
        }
    }
}

/// The data as it can be given to a node in a host: an object of another host is copied there.
pub(crate) fn bring(data: &Data, target: &Arc<Connection>, reader: &Arc<InstanceState>, give_up: impl Fn() -> bool) -> Result<Data, ProcessorError> {
    let Some(object) = downcast::<PythonObject>(data) else { return Ok(data.clone()) };
    let Some(home) = object.home::<Home>() else { return Ok(data.clone()) };
    if home.id == target.id {
        return Ok(data.clone());
    }
    let Some(origin) = home.connection.upgrade().filter(|connection| connection.is_alive()) else {
        // What it was is lost with its host: its maker makes it again.
        if let Some(maker) = home.maker.upgrade() {
            (maker.invalidate)(InvalidationLevel::InvalidOutput);
        }
        return Err(ProcessorError::NotReady(format!("the Python object of {} is gone with its host, and is made again", home.maker_name)));
    };
    let copied = (object.handle, target.id);
    if let Some(copy) = lock(&home.copies).get(&copied) {
        return Ok(copy.clone());
    }
    let cannot = |error: HostError| match error {
        HostError::GivenUp => ProcessorError::Cancelled,
        error => ProcessorError::failed(format!(
            "{} made a Python object ({}) that cannot be given to {}, which runs in another host: {error}. \
             Let both run in the same host, or send the data as a volume, image or buffer",
            home.maker_name, object.summary, reader.display_name
        )),
    };
    let packed = ask(&origin, "object.pickle", json!({ "handle": object.handle }), &give_up).map_err(cannot)?;
    let answer = ask(target, "object.unpickle", json!({ "pickle": packed["pickle"] }), &give_up).map_err(cannot)?;
    let handle = answer["handle"].as_u64().ok_or_else(|| cannot(HostError::Protocol("the host gave no handle".to_owned())))?;
    let there: Arc<dyn ObjectHome> = Home::new(target, reader);
    let copy: Data = Arc::new(PythonObject::new(handle, object.summary.clone(), Some(there)));
    lock(&home.copies).insert(copied, copy.clone());
    Ok(copy)
}

fn ask(connection: &Connection, method: &str, args: Json, give_up: impl Fn() -> bool) -> Result<Json, HostError> {
    let method = method.to_owned();
    let call = connection.call(|call| ToHost::Request { call, method, args }, Attachments::default())?;
    match call.wait_unless(PATIENCE, give_up)? {
        (FromHost::Reply { result, .. }, _) => result.map_err(HostError::Python),
        (other, _) => Err(unexpected(&other)),
    }
}
