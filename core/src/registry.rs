//! The registry: which classes and data types there are.

use std::collections::BTreeMap;
use std::sync::{Arc, RwLock};

use crate::data::{Buffer, DataFrame, Image, InSequence, Layer, Mesh, Numbers, Volume};
use crate::identifier::did_you_mean;
use crate::port::{DataType, PortData};
use crate::processor::{BuiltIn, BuiltInClass, ProcessorClass};

/// Classes by identifier; shared, and changed while running when Python files come and go.
#[derive(Default)]
pub struct Registry {
    classes: RwLock<BTreeMap<Arc<str>, Arc<dyn ProcessorClass>>>,
    types: RwLock<BTreeMap<&'static str, &'static DataType>>,
}

impl Registry {
    /// A registry of the core's data types and of no classes.
    pub fn new() -> Self {
        let registry = Self::default();
        for data_type in [Volume::data_type(), Layer::data_type(), Image::data_type(), Buffer::data_type(), Mesh::data_type()] {
            registry.add_type(data_type);
        }
        for data_type in [DataFrame::data_type(), Volume::sequence_type(), Mesh::sequence_type()].into_iter().chain(Numbers::types()) {
            registry.add_type(data_type);
        }
        registry
    }

    /// The registry with a list of built-in classes added.
    #[must_use]
    pub fn with(self, list: &[fn() -> BuiltIn]) -> Self {
        for class in list {
            self.add(Arc::new(BuiltInClass::new(class())));
        }
        self
    }

    /// Adds a class, or replaces the one of the same identifier.
    pub fn add(&self, class: Arc<dyn ProcessorClass>) {
        let identifier: Arc<str> = class.info().class_identifier.as_ref().into();
        self.classes.write().unwrap_or_else(std::sync::PoisonError::into_inner).insert(identifier, class);
    }

    pub fn remove(&self, class_identifier: &str) {
        self.classes.write().unwrap_or_else(std::sync::PoisonError::into_inner).remove(class_identifier);
    }

    pub fn get(&self, class_identifier: &str) -> Option<Arc<dyn ProcessorClass>> {
        self.classes.read().unwrap_or_else(std::sync::PoisonError::into_inner).get(class_identifier).cloned()
    }

    /// The class, or a message with the nearest names.
    pub fn find(&self, class_identifier: &str) -> Result<Arc<dyn ProcessorClass>, String> {
        self.get(class_identifier).ok_or_else(|| {
            let classes = self.all();
            let names = classes.iter().map(|class| class.info().class_identifier.as_ref());
            format!("there is no processor class \"{class_identifier}\"{}", did_you_mean(class_identifier, names))
        })
    }

    /// All classes, by identifier.
    pub fn all(&self) -> Vec<Arc<dyn ProcessorClass>> {
        self.classes.read().unwrap_or_else(std::sync::PoisonError::into_inner).values().cloned().collect()
    }

    pub fn add_type(&self, data_type: &'static DataType) {
        self.types.write().unwrap_or_else(std::sync::PoisonError::into_inner).insert(data_type.id, data_type);
    }

    /// Name and color of a data type.
    pub fn data_type(&self, id: &str) -> Option<&'static DataType> {
        self.types.read().unwrap_or_else(std::sync::PoisonError::into_inner).get(id).copied()
    }
}
