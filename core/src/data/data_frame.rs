//! Data frame: a table of named columns of equal length.

use super::{Array, format_bytes};
use crate::port::{DataType, Description, PortData};

/// A column of numbers, or of texts of which each stands once in a list.
#[derive(Debug, Clone)]
pub struct Column {
    pub header: String,
    pub unit: String,
    /// What the values may span, where someone said so.
    pub range: Option<[f64; 2]>,
    /// One row for each element; `None` when there are no rows. Of texts the indices (u32) into `categories`.
    pub values: Option<Array>,
    pub categories: Option<Vec<String>>,
}

/// A table.
#[derive(Debug, Clone, Default)]
pub struct DataFrame {
    pub rows: usize,
    pub columns: Vec<Column>,
}

impl PortData for DataFrame {
    fn data_type() -> &'static DataType {
        static TYPE: DataType = DataType { id: "org.inviwo.DataFrame", name: "Data frame", color: [153, 76, 0] };
        &TYPE
    }

    fn dyn_type(&self) -> &'static DataType {
        Self::data_type()
    }

    fn describe(&self) -> Description {
        let mut rows = Description::new("Data frame");
        rows.add("Rows", self.rows.to_string());
        rows.add("Columns", self.columns.len().to_string());
        for column in self.columns.iter().take(12) {
            let kind = match (&column.categories, &column.values) {
                (Some(categories), _) => format!("{} texts", categories.len()),
                (None, Some(values)) => values.format().numpy_name().to_owned(),
                (None, None) => "empty".to_owned(),
            };
            rows.add(
                "Column",
                if column.unit.is_empty() { format!("{} ({kind})", column.header) } else { format!("{} ({kind}, {})", column.header, column.unit) },
            );
        }
        rows.add("Memory", format_bytes(self.bytes()));
        rows.shape = vec![self.columns.len(), self.rows];
        rows
    }

    fn bytes(&self) -> usize {
        let texts = |column: &Column| column.categories.iter().flatten().map(String::len).sum::<usize>();
        self.columns.iter().map(|column| column.values.as_ref().map_or(0, Array::bytes) + texts(column)).sum()
    }

    fn as_any(&self) -> &dyn std::any::Any {
        self
    }
}
