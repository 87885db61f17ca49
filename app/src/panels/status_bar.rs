//! The status bar: what is evaluated, what draws, and the memory that is used.

use std::time::{Duration, Instant};

use egui::{Align, Button, Color32, Layout, RichText, Sense, Ui, vec2};
use voxloom_core::data::format_bytes;
use voxloom_workspace::NodeId;
use voxloom_workspace::evaluator::ProcessorStatus;

use crate::commands::actions;
use crate::desk::{Ask, Desk, Now};
use crate::panels::{menu, menu_keys};
use crate::theme;

/// What the bar says of the evaluation.
struct Said {
    /// The processors that it is about; a click goes to one of them.
    nodes: Vec<NodeId>,
    color: Color32,
    text: String,
    tip: String,
}

/// What the bar remembers between frames.
#[derive(Default)]
pub struct StatusBar {
    started: Option<Instant>,
    memory: Option<(Instant, Option<usize>)>,
}

impl StatusBar {
    pub fn show(&mut self, ui: &mut Ui, desk: &mut Desk, now: &Now) {
        ui.horizontal(|ui| {
            ui.spacing_mut().item_spacing.x = theme::UNIT * 2.0;
            self.evaluation(ui, desk, now);
            ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
                if let Some(bytes) = self.memory() {
                    weak(ui, format!("RAM {}", format_bytes(bytes))).on_hover_text("Memory of this process that lies in RAM");
                }
                if let Some(gpu) = desk.session.renderer.gpu() {
                    weak(ui, format!("GPU {}", format_bytes(gpu.device_bytes()))).on_hover_text("Volumes that lie on the GPU");
                }
                let text = RichText::new(desk.session.renderer.describe()).size(theme::SIZE_SMALL + 1.0).color(theme::TEXT_WEAK);
                ui.visuals_mut().widgets.inactive.weak_bg_fill = theme::PANEL;
                ui.menu_button(text, |ui| {
                    for action in ["back_end_auto", "back_end_gpu", "back_end_cpu"].into_iter().filter_map(actions::find) {
                        menu::item(ui, action, desk, now);
                    }
                    menu_keys::walk(ui, &mut false);
                })
                .response
                .on_hover_text("What draws; click to choose");
            });
        });
    }

    /// What the evaluation is about, and a way to the processors that it is about.
    fn evaluation(&mut self, ui: &mut Ui, desk: &mut Desk, now: &Now) {
        let said = self.look(desk, now);
        let (dot, _) = ui.allocate_exact_size(vec2(8.0, theme::ROW - 4.0), Sense::hover());
        ui.painter().circle_filled(dot.center(), 4.0, said.color);
        if said.nodes.is_empty() {
            weak(ui, said.text).on_hover_text(said.tip);
        } else {
            let text = RichText::new(&said.text).size(theme::SIZE_SMALL + 1.0).color(theme::TEXT);
            let button = ui.add(Button::new(text).frame_when_inactive(false));
            if button.on_hover_text(said.tip).clicked() {
                // One after the other, from the one that is selected now.
                let selected = said.nodes.iter().position(|id| desk.selection.contains(id));
                let next = said.nodes[selected.map_or(0, |at| (at + 1) % said.nodes.len())];
                desk.frames.clear();
                desk.notes.clear();
                desk.selection = [next].into();
                desk.ask(Ask::Reveal);
            }
        }
        let network = &now.snapshot.workspace.network;
        weak(ui, format!("{} · {}", counted(network.len(), "processor"), counted(network.connections().count(), "connection")));
    }

    /// What there is to say of the evaluation.
    fn look(&mut self, desk: &Desk, now: &Now) -> Said {
        let network = &now.snapshot.workspace.network;
        let of = |wanted: fn(&ProcessorStatus) -> bool| -> Vec<NodeId> {
            let has = |id: &NodeId| now.states.get(id).is_some_and(|state| wanted(&state.status));
            network.nodes().map(|node| node.id).filter(has).collect()
        };
        let names = |nodes: &[NodeId]| nodes.iter().filter_map(|id| network.get(*id)).map(|node| node.display_name.to_string()).collect::<Vec<_>>();
        let running = of(|status| matches!(status, ProcessorStatus::Running(_)));
        let failed = of(|status| matches!(status, ProcessorStatus::Failed(_) | ProcessorStatus::Missing(_)));
        let waiting = of(|status| matches!(status, ProcessorStatus::Waiting(_)));
        if running.is_empty() {
            self.started = None;
        } else {
            self.started.get_or_insert_with(Instant::now);
        }
        let about = |nodes: Vec<NodeId>, color, what: &str, more: &str, tip: &str| {
            let named = names(&nodes);
            let text = match &named[..] {
                [only] => format!("{what} {only}{more}"),
                [first, ..] => format!("{what} {first} and {} more{more}", named.len() - 1),
                [] => what.to_owned(),
            };
            let tip = format!("{}\n{tip}", named.join(", "));
            Said { nodes, color, text, tip }
        };
        let quiet = |color, text: String, tip: &str| Said { nodes: Vec::new(), color, text, tip: tip.to_owned() };
        if !running.is_empty() {
            let time = self.started.map_or(0.0, |started| started.elapsed().as_secs_f32());
            about(running, theme::ACCENT, "Evaluating", &format!(" · {time:.1} s"), "They are computing now. A click goes to the next of them.")
        } else if !failed.is_empty() {
            about(failed, theme::ERROR, "Failed:", "", "The message stands on the processor. A click goes to the next that failed.")
        } else if desk.files.is_busy() {
            quiet(theme::ACCENT, "Waiting for a file".to_owned(), "A file is being read or written, or asked for")
        } else if network.is_empty() {
            quiet(theme::TEXT_DISABLED, "Nothing to evaluate".to_owned(), "The network is empty")
        } else if !waiting.is_empty() {
            about(waiting, theme::WARNING, "Not ready:", "", "The processor says what it waits for. A click goes to the next that waits.")
        } else if of(|status| matches!(status, ProcessorStatus::NotEvaluated)).len() == network.len() {
            quiet(theme::TEXT_DISABLED, "Nothing is asked for".to_owned(), "No canvas, inspector or thumbnail shows what the network makes")
        } else {
            let times = network.nodes().filter_map(|node| now.states.get(&node.id)?.time);
            let text = format!("Network up to date · computed in {}", short_time(times.sum()));
            quiet(
                theme::GOOD,
                text,
                "All that is shown was computed from the network as it is. The time is that of the last runs of all processors together.",
            )
        }
    }

    /// Bytes in RAM, asked for once a second.
    fn memory(&mut self) -> Option<usize> {
        match self.memory {
            Some((at, bytes)) if at.elapsed() < Duration::from_secs(1) => bytes,
            _ => {
                let bytes = resident_bytes();
                self.memory = Some((Instant::now(), bytes));
                bytes
            }
        }
    }
}

fn counted(count: usize, what: &str) -> String {
    if count == 1 { format!("1 {what}") } else { format!("{count} {what}s") }
}

fn weak(ui: &mut Ui, text: String) -> egui::Response {
    ui.add(egui::Label::new(RichText::new(text).size(theme::SIZE_SMALL + 1.0).color(theme::TEXT_WEAK)).sense(Sense::hover()))
}

/// A duration in the unit that reads best.
pub fn short_time(time: Duration) -> String {
    let seconds = time.as_secs_f64();
    match seconds {
        0.0..0.001 => format!("{:.0} µs", seconds * 1e6),
        0.001..0.01 => format!("{:.1} ms", seconds * 1e3),
        0.01..1.0 => format!("{:.0} ms", seconds * 1e3),
        1.0..60.0 => format!("{seconds:.1} s"),
        _ => format!("{}:{:02} min", time.as_secs() / 60, time.as_secs() % 60),
    }
}

/// Memory of this process in RAM, where the platform tells it without a wait.
fn resident_bytes() -> Option<usize> {
    if !cfg!(target_os = "linux") {
        return None;
    }
    let text = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = text.lines().find_map(|line| line.strip_prefix("VmRSS:"))?;
    let kib: usize = line.trim().trim_end_matches("kB").trim().parse().ok()?;
    Some(kib * 1024)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_read_well() {
        let text = |seconds: f64| short_time(Duration::from_secs_f64(seconds));
        assert_eq!([text(0.0000123), text(0.00456), text(0.25), text(12.34), text(75.0)], ["12 µs", "4.6 ms", "250 ms", "12.3 s", "1:15 min"]);
    }
}
