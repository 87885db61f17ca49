//! Attach Debugger: a host listens, and the person is told how to connect.

use std::time::Duration;

use egui::{Label, RichText, Ui};
use serde_json::json;
use voxloom_host::HostKey;
use voxloom_workspace::NodeId;

use crate::desk::Desk;
use crate::dialogs::{answers, heading};
use crate::job::{self, Job};
use crate::theme;

/// What Python needs to be debugged.
const PACKAGE: &str = "debugpy";
/// How long the debugger may take to be imported.
const PATIENCE: Duration = Duration::from_secs(60);

/// Where a debugger can connect.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Listening {
    pub host: String,
    pub port: u64,
}

impl Listening {
    /// An entry for `launch.json` of Visual Studio Code.
    pub fn launch_entry(&self) -> String {
        let entry = json!({
            "name": "Voxloom",
            "type": "debugpy",
            "request": "attach",
            "connect": { "host": self.host, "port": self.port },
            "justMyCode": true,
        });
        serde_json::to_string_pretty(&entry).unwrap_or_default()
    }

    /// Says how to connect.
    pub fn show(&self, ui: &mut Ui) {
        heading(ui, "The debugger listens");
        let address = format!("{}:{}", self.host, self.port);
        ui.label(RichText::new(&address).font(theme::mono(theme::SIZE_HEADING)).color(theme::TEXT_STRONG));
        ui.add_space(theme::UNIT * 2.0);
        ui.label("Attach a debugger that speaks debugpy's protocol to this address. In Visual Studio Code put this into launch.json and start it:");
        ui.add_space(theme::UNIT);
        let entry = self.launch_entry();
        egui::Frame::NONE.fill(theme::GROUND).corner_radius(4.0).inner_margin(8).show(ui, |ui| {
            ui.add(Label::new(RichText::new(&entry).font(theme::mono(theme::SIZE_BODY - 1.0))).selectable(true));
        });
        ui.add_space(theme::UNIT * 2.0);
        ui.horizontal(|ui| {
            if ui.button("Copy address").clicked() {
                ui.ctx().copy_text(address);
            }
            if ui.button("Copy for launch.json").clicked() {
                ui.ctx().copy_text(entry);
            }
        });
    }
}

impl Desk {
    /// Lets the host of a node listen for a debugger.
    pub fn attach_debugger(&mut self, ctx: &egui::Context, node: NodeId) {
        let session = self.session.clone();
        self.debugger = Some(Job::start(ctx, "debugger", move || {
            let host = session.python.hosts_of(node.0).into_iter().next().unwrap_or(HostKey::Shared);
            let answer = session.python.ask(&host, "debug.attach", json!({})).and_then(|question| question.wait(PATIENCE));
            let reply = answer.map_err(|error| error.to_string())?;
            let port = reply["port"].as_u64().ok_or("the Python host did not say where the debugger listens")?;
            Ok(Listening { host: reply["host"].as_str().unwrap_or("127.0.0.1").to_owned(), port })
        }));
    }

    /// Says that the debugger is not installed, and offers it; true when the dialog is done.
    pub fn debugger_missing(&mut self, ui: &mut Ui, error: &str) -> bool {
        heading(ui, "The debugger is not installed");
        ui.add(Label::new(error).wrap().selectable(true));
        ui.add_space(theme::UNIT * 3.0);
        let install = format!("Install {PACKAGE}");
        let Some(answer) = answers(ui, ["Cancel", &install]) else { return false };
        if answer == install {
            let session = self.session.clone();
            self.environment.install(ui.ctx(), &session, PACKAGE);
            self.notices.info(format!("Installing {PACKAGE}; attach the debugger again when it is there"));
        }
        true
    }

    /// Shows where the debugger listens once it does.
    pub fn follow_debugger(&mut self) {
        match job::take(&mut self.debugger) {
            Some(Ok(listening)) => self.dialogs.show_listening(listening),
            Some(Err(error)) if error.contains(PACKAGE) => self.dialogs.show_debugger_missing(error),
            Some(Err(error)) => self.notices.error(format!("The debugger could not be started: {error}")),
            None => {}
        }
    }
}
