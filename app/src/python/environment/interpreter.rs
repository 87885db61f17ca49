//! Which interpreter is used, and which others there are.

use std::path::PathBuf;

use egui::{Button, CollapsingHeader, Id, Label, RadioButton, RichText, TextEdit, Ui};
use serde_json::json;
use voxloom_host::Choice;

use super::{ANSWER, PythonEnvironment, info, section};
use crate::desk::Desk;
use crate::job::Job;
use crate::panels::field_info;
use crate::python::interpreters::{self, Found};
use crate::theme;

impl Desk {
    pub(super) fn interpreter(&mut self, ui: &mut Ui, state: &mut PythonEnvironment) {
        section(ui, "Interpreter");
        match &state.info {
            Some(Ok(info)) => {
                ui.label(RichText::new(format!("Python {}", info.python)).color(theme::TEXT_STRONG));
                ui.add(Label::new(RichText::new(&info.executable).font(theme::mono(theme::SIZE_BODY - 1.0))).wrap().selectable(true));
                ui.label(RichText::new(format!("Environment: {}", info.prefix)).size(theme::SIZE_SMALL + 1.0).color(theme::TEXT_WEAK));
            }
            Some(Err(error)) => drop(ui.add(Label::new(RichText::new(error).color(theme::ERROR)).wrap().selectable(true))),
            None => drop(ui.label(RichText::new("Starting Python…").color(theme::TEXT_WEAK))),
        }
        ui.add_space(theme::UNIT);
        let choice = self.session.python.choice();
        if choice.flag.is_some() {
            ui.label(RichText::new("Given with --python, which goes before what is chosen here.").color(theme::WARNING));
        }
        let mut chosen = None;
        let automatic = "Automatic: the active environment, else the first that is found";
        if ui.add(RadioButton::new(choice.setting.is_none(), automatic)).clicked() && choice.setting.is_some() {
            chosen = Some(None);
        }
        let set = choice.setting.clone().filter(|path| !state.found.iter().any(|found| found.path == *path));
        let set = set.map(|path| Found { is: Err(String::new()), path });
        let (serve, others): (Vec<_>, Vec<_>) = state.found.iter().partition(|found| found.is.is_ok());
        for found in set.iter().chain(serve) {
            let current = choice.setting.as_ref() == Some(&found.path);
            let text = match &found.is {
                Ok(interpreter) => format!("{}  ·  Python {}", found.path.display(), interpreter.version_text()),
                Err(_) => found.path.display().to_string(),
            };
            if ui.add(RadioButton::new(current, text)).clicked() && !current {
                chosen = Some(Some(found.path.clone()));
            }
        }
        if !others.is_empty() {
            let title = RichText::new(format!("{} others that do not serve", others.len())).color(theme::TEXT_WEAK);
            CollapsingHeader::new(title).id_salt("others").show(ui, |ui| {
                for found in others {
                    if let Err(reason) = &found.is {
                        let text = RichText::new(reason).size(theme::SIZE_SMALL + 1.0).color(theme::TEXT_WEAK);
                        ui.add(Label::new(text).wrap().selectable(true));
                    }
                }
            });
        }
        if state.looking.is_some() {
            ui.label(RichText::new("Looking for others…").color(theme::TEXT_WEAK));
        }
        ui.horizontal(|ui| {
            let field = ui.add(
                TextEdit::singleline(&mut state.path)
                    .id(Id::new("environment path"))
                    .hint_text("/path/to/environment/bin/python")
                    .desired_width(ui.available_width() - 70.0),
            );
            field.widget_info(|| field_info("Path of an interpreter", &state.path));
            let path = state.path.trim();
            if ui.add_enabled(!path.is_empty() && state.trying.is_none(), Button::new("Use")).clicked() {
                chosen = Some(Some(PathBuf::from(path)));
            }
        });
        if let Some(setting) = chosen {
            // It is asked before it is used, so that what does not serve changes nothing.
            state.trying = Some(Job::start(ui.ctx(), "interpreter", move || {
                let path = setting.map(|path| if path.is_dir() { path.join("bin/python") } else { path });
                path.as_deref().map(interpreters::ask).transpose()?;
                Ok(path)
            }));
        }
    }

    pub(super) fn choose_interpreter(&mut self, ctx: &egui::Context, state: &mut PythonEnvironment, setting: Option<PathBuf>) {
        self.settings.interpreter.clone_from(&setting);
        self.keep_settings();
        state.path.clear();
        state.info = None;
        let session = self.session.clone();
        let choice = Choice { setting, ..session.python.choice() };
        state.asking = Some(Job::start(ctx, "python environment", move || {
            session.python.set_interpreter(choice);
            session.python.request("environment.info", json!({}), ANSWER).map(|json| info(&json)).map_err(|error| error.to_string())
        }));
    }
}
