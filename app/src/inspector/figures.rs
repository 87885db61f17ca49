//! What is computed of data for an inspector: figures, histogram, picture, the first rows of a table. All of it off the window's thread.

use std::sync::OnceLock;

use egui::{ColorImage, TextureHandle, TextureOptions};
use voxloom_core::data::{Array, ChannelSurvey, Column, DataFrame, Format, Mesh, Scalar, Sequence, Survey};
use voxloom_core::port::{Data, downcast, short};
use voxloom_core::with_scalar;

use super::thumbnail::thumbnail;

/// Bars of a histogram at most.
const BINS: usize = 64;
/// Rows and columns of a table that are shown.
const HEAD: (usize, usize) = (5, 5);

/// The first rows of a table.
#[derive(Debug, Clone, PartialEq)]
pub struct Head {
    pub titles: Vec<String>,
    pub rows: Vec<Vec<String>>,
    /// Columns that are not among them.
    pub more: usize,
}

/// What there is to say of data beyond its description.
#[derive(Default)]
pub struct Figures {
    /// Label and text, in the manner of [`voxloom_core::port::Description`].
    pub rows: Vec<(&'static str, String)>,
    pub survey: Option<Survey>,
    pub head: Option<Head>,
    pub picture: Option<ColorImage>,
    pub(super) texture: OnceLock<TextureHandle>,
}

impl Figures {
    /// The picture as a texture, made at the first call.
    pub fn texture(&self, ctx: &egui::Context) -> Option<&TextureHandle> {
        let picture = self.picture.as_ref()?;
        Some(self.texture.get_or_init(|| ctx.load_texture("inspector", picture.clone(), TextureOptions::LINEAR)))
    }
}

/// Labels of the rows that [`examine`] will have for data with numbers; shown with "…" until then.
pub fn awaited(data: &Data) -> Vec<&'static str> {
    let mut labels = Vec::new();
    if data.numbers().is_some() {
        labels.extend(["Range", "Mean", "NaN or Inf"]);
    } else if downcast::<Mesh>(data).is_some() {
        labels.push("Bounds");
    }
    labels
}

/// Examines data; `None` once `go_on` says no. May read back from a device.
pub fn examine(data: &Data, go_on: &dyn Fn() -> bool) -> Option<Figures> {
    let mut figures = Figures { picture: thumbnail(data), head: downcast::<DataFrame>(data).map(head), ..Figures::default() };
    if !go_on() {
        return None;
    }
    if let Some(array) = data.numbers() {
        match Survey::of(array, BINS, go_on) {
            Ok(survey) => {
                let survey = survey?;
                figures.rows = survey_rows(&survey, array.format());
                figures.survey = Some(survey);
            }
            Err(error) => figures.rows.push(("Range", error.to_string())),
        }
    }
    let meshes = downcast::<Mesh>(data).map(|mesh| vec![mesh]);
    let meshes = meshes.or_else(|| downcast::<Sequence<Mesh>>(data).map(|meshes| meshes.0.iter().map(|mesh| &**mesh).collect()));
    if let Some(meshes) = meshes {
        let bounds = meshes.iter().filter_map(|mesh| mesh.world_bounds()).reduce(|a, b| [a[0].min(b[0]), a[1].max(b[1])]);
        let corner = |p: glam::Vec3| p.to_array().map(|v| short(f64::from(v))).join(", ");
        figures.rows.push(("Bounds", bounds.map_or_else(|| "empty".to_owned(), |[low, high]| format!("({}) … ({})", corner(low), corner(high)))));
    }
    Some(figures)
}

/// Range, mean and what is not finite, channel by channel when there are several.
pub fn survey_rows(survey: &Survey, format: Format) -> Vec<(&'static str, String)> {
    const NAMES: [&str; 4] = ["Channel 1", "Channel 2", "Channel 3", "Channel 4"];
    let finite = |channel: &ChannelSurvey| channel.finite > 0;
    let span = |channel: &ChannelSurvey| {
        if finite(channel) { format!("{} … {}", short(channel.min), short(channel.max)) } else { "no finite value".to_owned() }
    };
    let mean = |channel: &ChannelSurvey| if finite(channel) { short(channel.mean) } else { "–".to_owned() };
    let mut rows = match survey.channels.as_slice() {
        [one] => vec![("Range", span(one)), ("Mean", mean(one))],
        several => {
            let [lo, hi] = survey.range();
            let mut rows = vec![("Range", format!("{} … {}", short(lo), short(hi)))];
            rows.extend(NAMES.iter().zip(several).map(|(name, channel)| (*name, format!("{}, mean {}", span(channel), mean(channel)))));
            rows
        }
    };
    let lost = match (survey.nan(), survey.infinite()) {
        (0, 0) if !format.is_float() => return rows,
        (0, 0) => "none".to_owned(),
        (nan, 0) => format!("{nan} NaN"),
        (0, infinite) => format!("{infinite} infinite"),
        (nan, infinite) => format!("{nan} NaN, {infinite} infinite"),
    };
    rows.push(("NaN or Inf", lost));
    rows
}

fn head(table: &DataFrame) -> Head {
    let shown = &table.columns[..table.columns.len().min(HEAD.1)];
    let title = |column: &Column| if column.unit.is_empty() { column.header.clone() } else { format!("{} / {}", column.header, column.unit) };
    Head {
        titles: shown.iter().map(title).collect(),
        rows: (0..table.rows.min(HEAD.0)).map(|row| shown.iter().map(|column| cell(column, row)).collect()).collect(),
        more: table.columns.len() - shown.len(),
    }
}

fn cell(column: &Column, row: usize) -> String {
    let Some(values) = column.values.as_ref().and_then(|array| element(array, row)) else { return String::new() };
    match (&column.categories, values.as_slice()) {
        (Some(texts), [index]) => texts.get(*index as usize).cloned().unwrap_or_default(),
        (_, values) => values.iter().map(|v| short(*v)).collect::<Vec<_>>().join(", "),
    }
}

/// All channels of one element.
pub fn element(array: &Array, index: usize) -> Option<Vec<f64>> {
    let channels = array.channels();
    with_scalar!(array.format(), T => {
        let values = array.as_slice::<T>().ok()?.get(index * channels..)?.get(..channels)?;
        Some(values.iter().map(|v| v.to_f64()).collect())
    })
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use voxloom_core::data::Volume;

    use super::*;

    #[test]
    fn a_ramp_with_nan_is_described_exactly() {
        let mut voxels: Vec<f32> = (0..24).map(|i| i as f32 * 0.5).collect();
        voxels[3] = f32::NAN;
        voxels[7] = f32::NEG_INFINITY;
        let volume = Volume::from_vec([2, 3, 4], 1, voxels).unwrap();
        let figures = examine(&(Arc::new(volume) as Data), &|| true).unwrap();
        let rows = [("Range", "0 … 11.5"), ("Mean", "6.0455"), ("NaN or Inf", "1 NaN, 1 infinite")];
        assert_eq!(figures.rows, rows.map(|(label, text)| (label, text.to_owned())));
        assert_eq!(figures.survey.unwrap().histograms[0].counts.iter().sum::<u64>(), 22);
        assert!(figures.picture.is_some());
    }

    #[test]
    fn a_table_shows_its_first_rows() {
        let column = |header: &str, values, categories| Column { header: header.to_owned(), unit: String::new(), range: None, values, categories };
        let numbers = Array::from_vec("column", &[7], 1, (0..7).map(|i| f64::from(i) / 4.0).collect()).unwrap();
        let names = Array::from_vec("column", &[7], 1, vec![1u32, 0, 1, 0, 1, 0, 1]).unwrap();
        let texts = Some(vec!["left".to_owned(), "right".to_owned()]);
        let table = DataFrame { rows: 7, columns: vec![column("t", Some(numbers), None), column("side", Some(names), texts)] };
        let head = examine(&(Arc::new(table) as Data), &|| true).unwrap().head.unwrap();
        assert_eq!((head.titles.join(" "), head.rows.len(), head.more), ("t side".to_owned(), 5, 0));
        assert_eq!(head.rows[1], ["0.25", "left"]);
    }
}
