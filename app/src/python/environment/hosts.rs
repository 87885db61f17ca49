//! The processes that Python runs in.

use std::time::{Duration, Instant};

use egui::{DragValue, RichText, Ui};
use voxloom_core::data::format_bytes;
use voxloom_host::HostKey;
use voxloom_workspace::NodeId;

use super::{PythonEnvironment, section};
use crate::desk::{Desk, Now};
use crate::theme;

impl Desk {
    pub(super) fn hosts(&mut self, ui: &mut Ui, state: &mut PythonEnvironment, now: &Now) {
        section(ui, "Hosts");
        ui.label(RichText::new("The processes that Python runs in. What a crash costs is what shares its process.").color(theme::TEXT_WEAK));
        ui.horizontal(|ui| {
            ui.label("Memory limit of each");
            let mut mib = self.settings.host_memory_mib.unwrap_or(0);
            let before = mib;
            let text = |value: f64, _: std::ops::RangeInclusive<usize>| if value < 1.0 { "none".to_owned() } else { format!("{value} MiB") };
            let number = DragValue::new(&mut mib).range(0..=1 << 20).speed(64).custom_formatter(text).update_while_editing(false);
            let field = ui.add(number).on_hover_text("What needs more gets a MemoryError; 0 is no limit. Counts for the next start of the program");
            if mib != before {
                self.settings.host_memory_mib = Some(mib).filter(|mib| *mib > 0);
            }
            if field.drag_stopped() || field.lost_focus() {
                self.keep_settings();
            }
        });
        // Memory of processes is read from the system: not in every frame.
        if state.hosts.as_ref().is_none_or(|(at, _)| at.elapsed() > Duration::from_secs(1)) {
            state.hosts = Some((Instant::now(), self.session.python.hosts()));
        }
        ui.ctx().request_repaint_after(Duration::from_secs(1));
        let Some((_, hosts)) = &state.hosts else { return };
        for host in hosts.clone() {
            let name = host_name(&host.key, now);
            ui.horizontal_wrapped(|ui| {
                ui.label(RichText::new(&name).color(theme::TEXT_STRONG));
                let about = match (host.alive, host.pid) {
                    (true, Some(pid)) => format!("process {pid} · {} · {}", format_bytes(host.memory as usize), nodes(host.nodes.len())),
                    (true, None) => nodes(host.nodes.len()),
                    (false, _) => "does not run".to_owned(),
                };
                ui.label(RichText::new(about).color(theme::TEXT_WEAK));
                if ui.small_button("Restart").clicked() {
                    self.control_host(ui.ctx(), host.key.clone(), true);
                }
                if host.alive && ui.small_button("Stop").clicked() {
                    self.control_host(ui.ctx(), host.key.clone(), false);
                }
            });
        }
    }

    /// Starts a host again, or ends it, without waiting for that here.
    pub fn control_host(&mut self, ctx: &egui::Context, key: HostKey, restart: bool) {
        let (session, ctx) = (self.session.clone(), ctx.clone());
        std::thread::spawn(move || {
            let result = if restart { session.python.restart_host(&key) } else { session.python.stop_host(&key) };
            if let Err(error) = result {
                log::warn!("{error}");
            }
            ctx.request_repaint();
        });
    }
}

/// What a host is called.
fn host_name(key: &HostKey, now: &Now) -> String {
    match key {
        HostKey::Shared => "Shared host".to_owned(),
        HostKey::File(file) => format!("Host of {}", file.file_name().unwrap_or_default().to_string_lossy()),
        HostKey::Node(node) => {
            let name = now.snapshot.workspace.network.get(NodeId(*node)).map(|node| node.display_name.to_string());
            format!("Host of {}", name.unwrap_or_else(|| "a node".to_owned()))
        }
    }
}

fn nodes(count: usize) -> String {
    if count == 1 { "1 node".to_owned() } else { format!("{count} nodes") }
}
