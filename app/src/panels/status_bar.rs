//! The status bar: what is evaluated, what draws, and the memory that is used.

use std::time::{Duration, Instant};

use egui::{Align, Layout, RichText, Sense, Ui, vec2};
use voxloom_core::data::format_bytes;
use voxloom_workspace::evaluator::ProcessorStatus;

use crate::commands::actions;
use crate::desk::{Desk, Now};
use crate::theme;

/// What the bar remembers between frames.
#[derive(Default)]
pub struct StatusBar {
    started: Option<Instant>,
    last: Option<Duration>,
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
                        super::menu::item(ui, action, desk, now);
                    }
                })
                .response
                .on_hover_text("What draws; click to choose");
            });
        });
    }

    fn evaluation(&mut self, ui: &mut Ui, desk: &Desk, now: &Now) {
        let running = now.running();
        let failed = now.states.values().filter(|state| matches!(state.status, ProcessorStatus::Failed(_) | ProcessorStatus::Missing(_))).count();
        let waiting = now.states.values().filter(|state| matches!(state.status, ProcessorStatus::Waiting(_))).count();
        match (running, self.started) {
            (0, Some(started)) => {
                self.last = Some(started.elapsed());
                self.started = None;
            }
            (1.., None) => self.started = Some(Instant::now()),
            _ => {}
        }
        let (color, text) = match (running, failed) {
            (1.., _) => {
                let time = self.started.map_or(0.0, |started| started.elapsed().as_secs_f32());
                (theme::ACCENT, format!("{running} running · {time:.1} s"))
            }
            (0, 1..) => (theme::ERROR, format!("{failed} failed")),
            (0, 0) if desk.files.is_busy() => (theme::ACCENT, "Waiting for a file".to_owned()),
            (0, 0) if now.snapshot.workspace.network.is_empty() => (theme::TEXT_DISABLED, "Nothing to evaluate".to_owned()),
            (0, 0) if waiting > 0 => (theme::WARNING, format!("{waiting} not ready")),
            (0, 0) => (theme::GOOD, self.last.map_or_else(|| "Ready".to_owned(), |last| format!("Ready · last run {}", short_time(last)))),
        };
        let (dot, _) = ui.allocate_exact_size(vec2(8.0, theme::ROW - 4.0), Sense::hover());
        ui.painter().circle_filled(dot.center(), 4.0, color);
        ui.label(RichText::new(text).size(theme::SIZE_SMALL + 1.0).color(if running + failed > 0 { theme::TEXT } else { theme::TEXT_WEAK }));
        let network = &now.snapshot.workspace.network;
        let counted = |count: usize, what: &str| if count == 1 { format!("1 {what}") } else { format!("{count} {what}s") };
        weak(ui, format!("{} · {}", counted(network.len(), "processor"), counted(network.connections().count(), "connection")));
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
