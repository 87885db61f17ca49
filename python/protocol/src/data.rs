//! Data of ports as descriptions: shape, format and meaning as JSON, voxels as bytes in the frame or as memory segments.

use std::os::fd::OwnedFd;
use std::sync::{Arc, Mutex};

use glam::Mat4;
use serde::{Deserialize, Serialize};
use voxloom_core::data::{
    Array, Axis, Buffer, Column, Connectivity, DataFrame, DataId, DataMap, DrawType, Format, Image, InSequence, Interpolation, Layer, LayerKind,
    Mesh, Numbers, Sequence, Space, Volume, Wrapping,
};
use voxloom_core::memory::{Memory, MemoryMut, SHARED_FROM, Segment};
use voxloom_core::port::{Data, PortData, downcast};

use crate::error::ProtocolError;
use crate::object::{PythonObject, Release};
use crate::real::{Real, pair, plain};
use crate::segments;

/// A piece of port data as it travels.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum Described {
    Volume {
        array: ArrayMessage,
        space: SpaceMessage,
        map: MapMessage,
        axes: [Axis; 3],
        interpolation: Interpolation,
        wrapping: [Wrapping; 3],
        #[serde(default)]
        notes: Vec<String>,
    },
    Layer(LayerMessage),
    Buffer {
        array: ArrayMessage,
    },
    Image {
        color: Vec<LayerMessage>,
        depth: Option<Box<LayerMessage>>,
        picking: Option<Box<LayerMessage>>,
    },
    Mesh {
        positions: Bytes,
        normals: Bytes,
        colors: Bytes,
        /// Draw type, connectivity, `uint32` indices.
        indices: Vec<(Draw, Join, Bytes)>,
        attributes: Vec<(String, ArrayMessage)>,
        space: SpaceMessage,
    },
    /// Volumes or meshes, in order.
    Sequence {
        /// Identifier of the port type.
        of: String,
        items: Vec<Described>,
    },
    /// Numbers, vectors or matrices.
    Numbers {
        of: String,
        array: Option<ArrayMessage>,
    },
    DataFrame {
        rows: usize,
        columns: Vec<ColumnMessage>,
    },
    /// A Python object that stays in its host.
    Object {
        handle: u64,
        summary: String,
    },
}

/// An array as it travels.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ArrayMessage {
    pub shape: Vec<usize>,
    pub channels: usize,
    pub format: Format,
    pub bytes: Bytes,
}

/// A [`Layer`] as it travels.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct LayerMessage {
    pub array: ArrayMessage,
    pub kind: LayerKind,
    pub space: SpaceMessage,
    pub map: MapMessage,
    pub axes: [Axis; 2],
    pub interpolation: Interpolation,
}

/// A [`Column`] as it travels.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ColumnMessage {
    header: String,
    #[serde(default)]
    unit: String,
    range: Option<[Real; 2]>,
    values: Option<ArrayMessage>,
    categories: Option<Vec<String>>,
}

/// Where bytes lie.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Bytes {
    /// In the frame's binary tail.
    Tail { offset: usize, length: usize },
    /// In the segment behind the descriptor of this number; the segment is `size` bytes long.
    Segment { descriptor: usize, size: usize, offset: usize, length: usize },
}

/// [`Space`] as it travels: matrices by columns.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct SpaceMessage {
    model: Option<[f32; 16]>,
    world: [f32; 16],
}

/// [`DataMap`] as it travels.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct MapMessage {
    data_range: Option<[Real; 2]>,
    value_range: Option<[Real; 2]>,
    axis: Axis,
}

/// [`DrawType`] as it travels.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Draw {
    Points,
    Lines,
    Triangles,
}

/// [`Connectivity`] as it travels.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Join {
    Unconnected,
    Strip,
    Loop,
    Fan,
}

/// The bytes and segments of a frame that is being made.
#[derive(Default)]
pub struct Attachments {
    tail: Vec<u8>,
    descriptors: Vec<OwnedFd>,
    /// Segments that have a descriptor in this frame already.
    sent: Vec<Arc<Segment>>,
}

/// The bytes and segments of a frame that arrived.
pub struct Attached {
    tail: Vec<u8>,
    descriptors: Vec<Mutex<Slot>>,
}

/// A segment that came, mapped at its first use.
enum Slot {
    Unmapped(OwnedFd),
    Mapped(Arc<Segment>),
    /// Mapping failed.
    Lost,
}

impl Attachments {
    pub(crate) fn into_parts(self) -> (Vec<u8>, Vec<OwnedFd>) {
        (self.tail, self.descriptors)
    }

    /// Describes data; its bytes are attached. What lies on a device is read back, so this may block.
    pub fn describe(&mut self, data: &Data) -> Result<Described, ProtocolError> {
        if let Some(volume) = downcast::<Volume>(data) {
            return Ok(Described::Volume {
                array: self.array(volume.array())?,
                space: (&volume.space).into(),
                map: (&volume.data_map).into(),
                axes: volume.axes.clone(),
                interpolation: volume.interpolation,
                wrapping: volume.wrapping,
                notes: volume.notes.clone(),
            });
        }
        if let Some(layer) = downcast::<Layer>(data) {
            return Ok(Described::Layer(self.layer(layer)?));
        }
        if let Some(buffer) = downcast::<Buffer>(data) {
            return Ok(Described::Buffer { array: self.array(buffer.array())? });
        }
        if let Some(image) = downcast::<Image>(data) {
            return Ok(Described::Image {
                color: image.color.iter().map(|layer| self.layer(layer)).collect::<Result<_, _>>()?,
                depth: image.depth.as_ref().map(|layer| self.layer(layer).map(Box::new)).transpose()?,
                picking: image.picking.as_ref().map(|layer| self.layer(layer).map(Box::new)).transpose()?,
            });
        }
        if let Some(mesh) = downcast::<Mesh>(data) {
            return self.mesh(mesh);
        }
        if let Some(Sequence(volumes)) = downcast::<Sequence<Volume>>(data) {
            return self.sequence(Volume::sequence_type().id, volumes);
        }
        if let Some(Sequence(meshes)) = downcast::<Sequence<Mesh>>(data) {
            return self.sequence(Mesh::sequence_type().id, meshes);
        }
        if let Some(numbers) = downcast::<Numbers>(data) {
            let array = numbers.array().map(|array| self.array(array)).transpose()?;
            return Ok(Described::Numbers { of: numbers.dyn_type().id.to_owned(), array });
        }
        if let Some(frame) = downcast::<DataFrame>(data) {
            return self.data_frame(frame);
        }
        if let Some(object) = downcast::<PythonObject>(data) {
            return Ok(Described::Object { handle: object.handle, summary: object.summary.clone() });
        }
        Err(ProtocolError::NotPortable(data.dyn_type().name))
    }

    fn sequence<T: PortData>(&mut self, of: &str, items: &[Arc<T>]) -> Result<Described, ProtocolError> {
        let items = items.iter().map(|item| {
            let item: Data = item.clone();
            self.describe(&item)
        });
        Ok(Described::Sequence { of: of.to_owned(), items: items.collect::<Result<_, _>>()? })
    }

    fn data_frame(&mut self, frame: &DataFrame) -> Result<Described, ProtocolError> {
        let columns = frame.columns.iter().map(|column| {
            Ok(ColumnMessage {
                header: column.header.clone(),
                unit: column.unit.clone(),
                range: column.range.map(pair),
                values: column.values.as_ref().map(|values| self.array(values)).transpose()?,
                categories: column.categories.clone(),
            })
        });
        Ok(Described::DataFrame { rows: frame.rows, columns: columns.collect::<Result<_, ProtocolError>>()? })
    }

    fn array(&mut self, array: &Array) -> Result<ArrayMessage, ProtocolError> {
        let bytes = self.memory(array.memory()?)?;
        Ok(ArrayMessage { shape: array.shape().to_vec(), channels: array.channels(), format: array.format(), bytes })
    }

    fn layer(&mut self, layer: &Layer) -> Result<LayerMessage, ProtocolError> {
        Ok(LayerMessage {
            array: self.array(layer.array())?,
            kind: layer.kind,
            space: (&layer.space).into(),
            map: (&layer.data_map).into(),
            axes: layer.axes.clone(),
            interpolation: layer.interpolation,
        })
    }

    fn mesh(&mut self, mesh: &Mesh) -> Result<Described, ProtocolError> {
        let indices =
            mesh.indices.iter().map(|(draw, join, list)| Ok(((*draw).into(), (*join).into(), self.memory(&Memory::from_vec(list.clone()))?)));
        let indices = indices.collect::<Result<_, ProtocolError>>()?;
        Ok(Described::Mesh {
            positions: self.memory(&Memory::from_vec(mesh.positions.as_flattened().to_vec()))?,
            normals: self.memory(&Memory::from_vec(mesh.normals.as_flattened().to_vec()))?,
            colors: self.memory(&Memory::from_vec(mesh.colors.as_flattened().to_vec()))?,
            indices,
            attributes: mesh
                .attributes
                .iter()
                .map(|(name, buffer)| Ok((name.clone(), self.array(buffer.array())?)))
                .collect::<Result<_, ProtocolError>>()?,
            space: (&mesh.space).into(),
        })
    }

    fn memory(&mut self, memory: &Memory) -> Result<Bytes, ProtocolError> {
        let length = memory.len();
        if length < SHARED_FROM {
            // Eight bytes suit every format.
            self.tail.resize(self.tail.len().next_multiple_of(8), 0);
            let offset = self.tail.len();
            self.tail.extend(memory.as_bytes());
            return Ok(Bytes::Tail { offset, length });
        }
        let shared = memory.to_shared()?;
        let (segment, offset) = shared.segment().ok_or_else(|| ProtocolError::malformed("shared memory lies in no segment"))?;
        let descriptor = match self.sent.iter().position(|sent| Arc::ptr_eq(sent, segment)) {
            Some(index) => index,
            None => {
                self.descriptors.push(segments::hand_out(segment)?);
                self.sent.push(segment.clone());
                self.sent.len() - 1
            }
        };
        Ok(Bytes::Segment { descriptor, size: segment.len(), offset, length })
    }
}

impl Attached {
    pub(crate) fn new(tail: Vec<u8>, descriptors: Vec<OwnedFd>) -> Self {
        let descriptors = descriptors.into_iter().map(|file| Mutex::new(Slot::Unmapped(file))).collect();
        Self { tail, descriptors }
    }

    /// The data that a description stands for. `release` is told when an object that stays in its host is not needed any more.
    pub fn restore(&self, described: &Described, release: Option<&Release>) -> Result<Data, ProtocolError> {
        Ok(match described {
            Described::Volume { array, space, map, axes, interpolation, wrapping, notes } => {
                let shape = shape(&array.shape, "volume")?;
                let mut volume = Volume::new(shape, array.channels, array.format, self.memory(&array.bytes)?)?;
                (volume.space, volume.data_map, volume.axes) = (space.into(), map.into(), axes.clone());
                (volume.interpolation, volume.wrapping, volume.notes) = (*interpolation, *wrapping, notes.clone());
                Arc::new(volume)
            }
            Described::Layer(layer) => Arc::new(self.layer(layer)?),
            Described::Buffer { array } => Arc::new(self.buffer(array)?),
            Described::Image { color, depth, picking } => Arc::new(Image {
                color: color.iter().map(|layer| self.layer(layer)).collect::<Result<_, _>>()?,
                depth: depth.as_ref().map(|layer| self.layer(layer)).transpose()?,
                picking: picking.as_ref().map(|layer| self.layer(layer)).transpose()?,
            }),
            Described::Mesh { positions, normals, colors, indices, attributes, space } => {
                let lists = indices
                    .iter()
                    .map(|(draw, join, bytes)| Ok(((*draw).into(), (*join).into(), self.numbers::<4, u32>(bytes, u32::from_ne_bytes)?)));
                let mesh = Mesh {
                    id: DataId::fresh(),
                    positions: self.tuples(positions)?,
                    normals: self.tuples(normals)?,
                    colors: self.tuples(colors)?,
                    indices: lists.collect::<Result<_, ProtocolError>>()?,
                    attributes: attributes
                        .iter()
                        .map(|(name, array)| Ok((name.clone(), self.buffer(array)?)))
                        .collect::<Result<_, ProtocolError>>()?,
                    space: space.into(),
                };
                mesh.check()?;
                Arc::new(mesh)
            }
            Described::Sequence { of, items } => self.sequence(of, items, release)?,
            Described::Numbers { of, array } => {
                let array = array.as_ref().map(|array| self.buffer(array).map(|buffer| buffer.array().clone())).transpose()?;
                Arc::new(Numbers::new(of, array).ok_or_else(|| ProtocolError::malformed(format!("{of} is no type of lists")))?)
            }
            Described::DataFrame { rows, columns } => Arc::new(self.data_frame(*rows, columns)?),
            Described::Object { handle, summary } => Arc::new(PythonObject::new(*handle, summary.clone(), release.cloned())),
        })
    }

    fn sequence(&self, of: &str, items: &[Described], release: Option<&Release>) -> Result<Data, ProtocolError> {
        let items: Vec<Data> = items.iter().map(|item| self.restore(item, release)).collect::<Result<_, _>>()?;
        if of == Volume::sequence_type().id {
            return Ok(Arc::new(Sequence::<Volume>(elements(&items)?)));
        }
        if of == Mesh::sequence_type().id {
            return Ok(Arc::new(Sequence::<Mesh>(elements(&items)?)));
        }
        Err(ProtocolError::malformed(format!("{of} is no type of sequences")))
    }

    fn data_frame(&self, rows: usize, columns: &[ColumnMessage]) -> Result<DataFrame, ProtocolError> {
        let read = |column: &ColumnMessage| {
            let values = column.values.as_ref().map(|array| self.buffer(array).map(|buffer| buffer.array().clone())).transpose()?;
            let length = values.as_ref().map_or(0, |values| values.shape()[0]);
            if length != rows {
                return Err(ProtocolError::malformed(format!("the column {} has {length} rows, but the data frame {rows}", column.header)));
            }
            Ok(Column {
                header: column.header.clone(),
                unit: column.unit.clone(),
                range: column.range.map(plain),
                values,
                categories: column.categories.clone(),
            })
        };
        Ok(DataFrame { rows, columns: columns.iter().map(read).collect::<Result<_, ProtocolError>>()? })
    }

    fn layer(&self, message: &LayerMessage) -> Result<Layer, ProtocolError> {
        let array = &message.array;
        let mut layer = Layer::new(shape(&array.shape, "layer")?, array.channels, array.format, self.memory(&array.bytes)?)?;
        (layer.kind, layer.space, layer.data_map) = (message.kind, (&message.space).into(), (&message.map).into());
        (layer.axes, layer.interpolation) = (message.axes.clone(), message.interpolation);
        Ok(layer)
    }

    fn buffer(&self, array: &ArrayMessage) -> Result<Buffer, ProtocolError> {
        let [length] = shape(&array.shape, "buffer")?;
        Ok(Buffer::new(length, array.channels, array.format, self.memory(&array.bytes)?)?)
    }

    fn memory(&self, bytes: &Bytes) -> Result<Memory, ProtocolError> {
        match *bytes {
            Bytes::Tail { offset, length } => {
                let slice = offset.checked_add(length).and_then(|end| self.tail.get(offset..end));
                let slice = slice.ok_or_else(|| ProtocolError::malformed("data lies outside the frame"))?;
                let mut memory = MemoryMut::zeroed(length)?;
                memory.as_bytes_mut().copy_from_slice(slice);
                Ok(memory.freeze())
            }
            Bytes::Segment { descriptor, size, offset, length } => {
                let slot = self.descriptors.get(descriptor).ok_or_else(|| ProtocolError::malformed("data names a segment that did not come"))?;
                let segment = segment(slot, size)?;
                if offset.checked_add(length).is_none_or(|end| end > segment.len()) {
                    return Err(ProtocolError::malformed("data lies outside its segment"));
                }
                Ok(Memory::from_segment(segment, offset, length))
            }
        }
    }

    fn numbers<const N: usize, T>(&self, bytes: &Bytes, read: fn([u8; N]) -> T) -> Result<Vec<T>, ProtocolError> {
        let memory = self.memory(bytes)?;
        let (chunks, rest) = memory.as_bytes().as_chunks::<N>();
        if rest.is_empty() {
            Ok(chunks.iter().map(|chunk| read(*chunk)).collect())
        } else {
            Err(ProtocolError::malformed("a list of numbers ends within one"))
        }
    }

    fn tuples<const N: usize>(&self, bytes: &Bytes) -> Result<Vec<[f32; N]>, ProtocolError> {
        let numbers = self.numbers(bytes, f32::from_ne_bytes)?;
        let (tuples, rest) = numbers.as_chunks::<N>();
        if rest.is_empty() { Ok(tuples.to_vec()) } else { Err(ProtocolError::malformed(format!("a list of tuples of {N} ends within one"))) }
    }
}

/// The elements of a sequence, all of one type.
fn elements<T: PortData + Clone>(items: &[Data]) -> Result<Vec<Arc<T>>, ProtocolError> {
    let element = |item: &Data| downcast::<T>(item).cloned().map(Arc::new);
    items.iter().map(|item| element(item).ok_or_else(|| ProtocolError::malformed("a sequence holds something else"))).collect()
}

/// The segment of a slot; it is `size` bytes long.
fn segment(slot: &Mutex<Slot>, size: usize) -> Result<Arc<Segment>, ProtocolError> {
    let mut slot = slot.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
    let segment = match std::mem::replace(&mut *slot, Slot::Lost) {
        Slot::Unmapped(file) => segments::take_in(file, size)?,
        Slot::Mapped(segment) => segment,
        Slot::Lost => return Err(ProtocolError::malformed("a segment could not be mapped")),
    };
    *slot = Slot::Mapped(segment.clone());
    Ok(segment)
}

fn shape<const N: usize>(shape: &[usize], what: &str) -> Result<[usize; N], ProtocolError> {
    shape.try_into().map_err(|_| ProtocolError::malformed(format!("a {what} has {N} axes, not {}", shape.len())))
}

impl From<&Space> for SpaceMessage {
    fn from(space: &Space) -> Self {
        Self { model: space.model_from_data.map(|m| m.to_cols_array()), world: space.world_from_model.to_cols_array() }
    }
}

impl From<&SpaceMessage> for Space {
    fn from(message: &SpaceMessage) -> Self {
        Self { model_from_data: message.model.as_ref().map(Mat4::from_cols_array), world_from_model: Mat4::from_cols_array(&message.world) }
    }
}

impl From<&DataMap> for MapMessage {
    fn from(map: &DataMap) -> Self {
        Self { data_range: map.data_range.map(pair), value_range: map.value_range.map(pair), axis: map.value_axis.clone() }
    }
}

impl From<&MapMessage> for DataMap {
    fn from(message: &MapMessage) -> Self {
        Self { data_range: message.data_range.map(plain), value_range: message.value_range.map(plain), value_axis: message.axis.clone() }
    }
}

/// Conversions between two enums of the same variants.
macro_rules! same {
    ($ours:ident, $theirs:ident: $($variant:ident),*) => {
        impl From<$theirs> for $ours {
            fn from(value: $theirs) -> Self { match value { $($theirs::$variant => Self::$variant),* } }
        }
        impl From<$ours> for $theirs {
            fn from(value: $ours) -> Self { match value { $($ours::$variant => Self::$variant),* } }
        }
    };
}
same!(Draw, DrawType: Points, Lines, Triangles);
same!(Join, Connectivity: Unconnected, Strip, Loop, Fan);
