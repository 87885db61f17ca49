//! Finding processor classes by what a person types.

use voxloom_core::PortData;
use voxloom_core::data::Image;
use voxloom_core::processor::{CodeState, ProcessorClass, ProcessorInfo, Sink};

use crate::commands::fuzzy::{self, Field};

/// What a class is in a network, in the order in which data flows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Role {
    Source,
    Filter,
    Renderer,
    Canvas,
    Output,
}

impl Role {
    pub fn of(class: &dyn ProcessorClass) -> Self {
        let interface = class.interface();
        let (inports, outports) = (interface.inports(), interface.outports());
        let image = |data_type: &str| data_type == Image::data_type().id;
        match class.info().sink {
            Sink::Canvas => Self::Canvas,
            _ if outports.is_empty() => Self::Output,
            _ if inports.is_empty() => Self::Source,
            _ if outports.iter().any(|port| image(&port.data_type)) && inports.iter().any(|port| !image(&port.data_type)) => Self::Renderer,
            _ => Self::Filter,
        }
    }

    /// A heading above those of this role.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Source => "Sources",
            Self::Filter => "Filters",
            Self::Renderer => "Renderers",
            Self::Canvas => "Canvases",
            Self::Output => "Outputs",
        }
    }
}

/// Whether every word occurs in the name, tags, category, state or identifier of a class.
pub fn matches_words(info: &ProcessorInfo, query: &str) -> bool {
    let state = state_name(info.code_state);
    words_occur(&format!("{} {} {} {state} {}", info.display_name, info.tags, info.category, info.class_identifier), query)
}

/// Whether every word of a query occurs in a text.
pub fn words_occur(text: &str, query: &str) -> bool {
    let text = text.to_lowercase();
    query.to_lowercase().split_whitespace().all(|word| text.contains(word))
}

/// A word for a state.
pub const fn state_name(state: CodeState) -> &'static str {
    match state {
        CodeState::Broken => "broken",
        CodeState::Experimental => "experimental",
        CodeState::Stable => "stable",
    }
}

/// How well a class fits a query, the higher the better; `None` when a word of it fits nowhere.
pub fn score(info: &ProcessorInfo, query: &str) -> Option<i32> {
    let short = info.class_identifier.rsplit('.').next().unwrap_or_default();
    let fields = [
        Field::letters(&info.display_name, 6),
        Field::letters(short, 5),
        Field::part(&info.category, 4),
        Field::part(&info.tags, 3),
        Field::part(&info.class_identifier, 2),
        Field::start(state_name(info.code_state), 2),
        Field::start(&info.help, 1),
    ];
    // Of two that fit as well the shorter name is nearer to what was typed.
    fuzzy::score(&fields, query).map(|score| score - info.display_name.len() as i32 / 4)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn info(name: &'static str, category: &'static str) -> ProcessorInfo {
        ProcessorInfo::built_in("org.example.Thing", name, category, "").tags("CPU, Volume")
    }

    #[test]
    fn all_words_have_to_occur_somewhere() {
        let raycaster = info("Volume Raycaster", "Volume Rendering");
        assert!(matches_words(&raycaster, "ray render"));
        assert!(matches_words(&raycaster, "org.example cpu"));
        assert!(matches_words(&raycaster, "stable ray"));
        assert!(!matches_words(&raycaster, "ray mesh"));
    }

    #[test]
    fn the_palette_prefers_starts_of_words() {
        let score = |name, query| score(&info(name, "x"), query);
        assert!(score("Volume Raycaster", "vr") > score("Overlay Renderer", "vr"));
        assert!(score("Canvas", "can") > score("Scan Converter", "can"));
        assert_eq!(score("Canvas", "xyz"), None);
        assert_eq!(score("Canvas", ""), score("Canvas", "  "));
    }

    #[test]
    fn the_palette_looks_at_everything_that_describes_a_class() {
        let raycaster =
            ProcessorInfo::built_in("org.inviwo.VolumeRaycaster", "Volume Raycaster", "Volume Rendering", "Draws by casting rays.").tags("GPU, DVR");
        for query in ["vol ray", "raycst", "dvr", "volume rendering", "org.inviwo", "casting", "VolumeRay", "ray gpu"] {
            assert!(score(&raycaster, query).is_some(), "{query}");
        }
        assert_eq!(score(&raycaster, "ray mesh"), None);
        // The name counts more than the help.
        let other = ProcessorInfo::built_in("org.inviwo.Other", "Other", "Volume Rendering", "Like the raycaster, but different.");
        assert!(score(&raycaster, "raycaster") > score(&other, "raycaster"));
    }
}
