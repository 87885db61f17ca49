//! The packages of the environment, and installing more.

use std::sync::Arc;
use std::time::Duration;

use egui::{Button, Grid, Id, Label, RichText, ScrollArea, TextEdit, Ui};
use serde_json::json;
use voxloom_host::{HostError, HostKey};

use super::{PythonEnvironment, section};
use crate::desk::Desk;
use crate::job::Job;
use crate::panels::field_info;
use crate::python::catalog::is_package;
use crate::session::Session;
use crate::theme;

/// How long an installation may take.
const INSTALL: Duration = Duration::from_secs(3600);

impl PythonEnvironment {
    /// Installs a package into the environment; the console shows how it goes.
    pub fn install(&mut self, ctx: &egui::Context, session: &Arc<Session>, package: &str) {
        if self.installing.is_some() {
            return;
        }
        let (session, name) = (session.clone(), package.to_owned());
        self.installed = Some((name.clone(), None));
        self.installing = Some(Job::start(ctx, "install", move || {
            session.start_python();
            let reply = session.python.request("environment.install", json!({ "package": name }), INSTALL).map_err(|error| error.to_string())?;
            let code = reply["code"].as_i64().unwrap_or(-1);
            if code == 0 {
                // Modules that were sought in vain are found by a new process only.
                match session.python.restart_host(&HostKey::Shared) {
                    Ok(()) | Err(HostError::Closing) => {}
                    Err(error) => log::warn!("the Python host was not started again after the installation: {error}"),
                }
                session.python.reload_all();
            }
            Ok(code)
        }));
    }
}

impl Desk {
    pub(super) fn packages(&mut self, ui: &mut Ui, state: &mut PythonEnvironment) {
        section(ui, "Packages");
        ui.horizontal(|ui| {
            let field = ui.add(TextEdit::singleline(&mut state.package).id(Id::new("environment package")).hint_text("scipy").desired_width(200.0));
            field.widget_info(|| field_info("Package to install", &state.package));
            let entered = field.lost_focus() && ui.input(|input| input.key_pressed(egui::Key::Enter));
            let package = state.package.trim().to_owned();
            let ready = is_package(&package) && state.installing.is_none();
            let pressed = ui.add_enabled(ready, Button::new("Install")).on_hover_text("Runs pip in this environment").clicked();
            if ready && (pressed || entered) {
                let session = self.session.clone();
                state.install(ui.ctx(), &session, &package);
            }
            if !package.is_empty() && !is_package(&package) {
                ui.label(RichText::new("This is no name of a package").color(theme::ERROR));
            }
        });
        match &state.installed {
            Some((name, None)) => {
                ui.label(RichText::new(format!("Installing {name}…")).color(theme::ACCENT));
                self.last_words(ui);
            }
            Some((name, Some(Ok(())))) => drop(ui.label(RichText::new(format!("Installed {name}")).color(theme::GOOD))),
            Some((_, Some(Err(error)))) => {
                ui.add(Label::new(RichText::new(error).color(theme::ERROR)).wrap().selectable(true));
                self.last_words(ui);
            }
            None => {}
        }
        let Some(Ok(info)) = &state.info else { return };
        ui.horizontal(|ui| {
            let field =
                ui.add(TextEdit::singleline(&mut state.filter).id(Id::new("environment filter")).hint_text("Filter packages").desired_width(200.0));
            field.widget_info(|| field_info("Filter packages", &state.filter));
            ui.label(RichText::new(format!("{} installed", info.packages.len())).color(theme::TEXT_WEAK));
        });
        let wanted = state.filter.trim().to_lowercase();
        let fitting: Vec<_> = info.packages.iter().filter(|(name, _)| name.to_lowercase().contains(&wanted)).collect();
        ScrollArea::vertical().id_salt("packages").max_height(150.0).auto_shrink([false, true]).show(ui, |ui| {
            Grid::new("packages").num_columns(2).striped(true).spacing([theme::UNIT * 6.0, 2.0]).show(ui, |ui| {
                for (name, version) in fitting {
                    ui.label(name);
                    ui.label(RichText::new(version).color(theme::TEXT_WEAK));
                    ui.end_row();
                }
            });
        });
    }

    /// What Python said last.
    fn last_words(&self, ui: &mut Ui) {
        let lines = self.session.console.lines();
        let last: Vec<&str> = lines.iter().rev().filter(|line| line.source == "python").take(6).map(|line| line.text.trim_end()).collect();
        for text in last.into_iter().rev() {
            ui.add(Label::new(RichText::new(text).font(theme::mono(theme::SIZE_SMALL)).color(theme::TEXT_WEAK)).wrap());
        }
    }
}
