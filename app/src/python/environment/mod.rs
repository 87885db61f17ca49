//! The window Python Environment: which interpreter runs processors, its packages, the hosts, and the editor for sources.

mod hosts;
mod interpreter;
mod packages;

use std::path::PathBuf;
use std::sync::Arc;
use std::time::{Duration, Instant};

use egui::{CollapsingHeader, Id, RichText, ScrollArea, TextEdit, Ui, vec2};
use serde_json::{Value as Json, json};
use voxloom_host::HostInfo;

use crate::desk::{Desk, Now};
use crate::job::{self, Job};
use crate::panels::field_info;
use crate::python::interpreters::{self, Found};
use crate::session::Session;
use crate::settings::OpenIn;
use crate::theme;

// Fields have names of their own, so that they keep the keys when something above them comes or goes.

/// How long the interpreter may take to say what it has.
const ANSWER: Duration = Duration::from_secs(60);

/// What the shared host says about itself.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
struct Info {
    python: String,
    executable: String,
    prefix: String,
    packages: Vec<(String, String)>,
}

/// The window and what it found out.
#[derive(Default)]
pub struct PythonEnvironment {
    open: bool,
    info: Option<Result<Info, String>>,
    asking: Option<Job<Info>>,
    found: Vec<Found>,
    looking: Option<Job<Vec<Found>>>,
    /// An interpreter that is being tried.
    trying: Option<Job<Option<PathBuf>>>,
    path: String,
    filter: String,
    package: String,
    installing: Option<Job<i64>>,
    /// What is installed, or was last; with what came of it.
    installed: Option<(String, Option<Result<(), String>>)>,
    hosts: Option<(Instant, Vec<HostInfo>)>,
}

impl PythonEnvironment {
    /// Opens the window and asks everything anew.
    pub fn open(&mut self, ctx: &egui::Context, session: &Arc<Session>) {
        self.open = true;
        self.refresh(ctx, session);
        let project = session.python.choice().project;
        self.looking = Some(Job::start(ctx, "interpreters", move || Ok(interpreters::find_all(project.as_deref()))));
    }

    fn refresh(&mut self, ctx: &egui::Context, session: &Arc<Session>) {
        let session = session.clone();
        self.asking = Some(Job::start(ctx, "python environment", move || {
            session.start_python();
            session.python.request("environment.info", json!({}), ANSWER).map(|json| info(&json)).map_err(|error| error.to_string())
        }));
    }

    /// What is being installed.
    pub fn installing(&self) -> Option<&str> {
        self.installing.as_ref().and(self.installed.as_ref()).map(|(name, _)| name.as_str())
    }

    fn take_in(&mut self, ctx: &egui::Context, session: &Arc<Session>) {
        if let Some(info) = job::take(&mut self.asking) {
            self.info = Some(info);
        }
        if let Some(Ok(found)) = job::take(&mut self.looking) {
            self.found = found;
        }
        if let Some(result) = job::take(&mut self.installing)
            && let Some((name, outcome)) = &mut self.installed
        {
            *outcome = Some(match result {
                Ok(0) => Ok(()),
                Ok(code) => Err(format!("pip could not install {name} (code {code}); the console says why")),
                Err(error) => Err(error),
            });
            if self.open {
                self.refresh(ctx, session);
            }
        }
    }
}

fn info(json: &Json) -> Info {
    let text = |key: &str| json[key].as_str().unwrap_or_default().to_owned();
    let packages = json["packages"].as_array().into_iter().flatten();
    let package = |json: &Json| Some((json["name"].as_str()?.to_owned(), json["version"].as_str().unwrap_or_default().to_owned()));
    let mut packages: Vec<(String, String)> = packages.filter_map(package).collect();
    packages.sort_by_key(|(name, _)| name.to_lowercase());
    Info { python: text("python"), executable: text("executable"), prefix: text("prefix"), packages }
}

impl Desk {
    /// Draws the window when it is open, and takes in what was found out.
    pub fn draw_environment(&mut self, ctx: &egui::Context, now: &Now) {
        let mut state = std::mem::take(&mut self.environment);
        state.take_in(ctx, &self.session);
        if let Some(result) = job::take(&mut state.trying) {
            match result {
                Ok(setting) => self.choose_interpreter(ctx, &mut state, setting),
                Err(error) => self.notices.error(error),
            }
        }
        if let Some((name, outcome @ Some(_))) = &mut state.installed
            && !state.open
        {
            match outcome.take() {
                Some(Ok(())) => self.notices.info(format!("Installed {name}")),
                Some(Err(error)) => self.notices.error(error),
                None => {}
            }
            state.installed = None;
        }
        let mut open = state.open;
        let frame = egui::Frame::window(&ctx.global_style());
        let window = egui::Window::new("Python environment")
            .open(&mut open)
            .frame(frame)
            .default_pos(ctx.content_rect().center_top() + vec2(-310.0, 70.0))
            .default_size([620.0, 620.0]);
        window.collapsible(false).show(ctx, |ui| {
            ScrollArea::vertical().auto_shrink([false, true]).show(ui, |ui| {
                self.interpreter(ui, &mut state);
                self.packages(ui, &mut state);
                self.hosts(ui, &mut state, now);
                self.own_editor(ui);
            });
        });
        if state.open && open && ctx.input(|input| input.key_pressed(egui::Key::Escape)) && !ctx.text_edit_focused() {
            open = false;
        }
        state.open = open;
        self.environment = state;
    }

    fn own_editor(&mut self, ui: &mut Ui) {
        CollapsingHeader::new(RichText::new("Editor").color(theme::TEXT_STRONG)).show(ui, |ui| {
            ui.horizontal(|ui| {
                ui.label("Open Python files in");
                let before = self.settings.open_in;
                ui.radio_value(&mut self.settings.open_in, OpenIn::BuiltIn, "the built-in editor");
                ui.radio_value(&mut self.settings.open_in, OpenIn::Own, "my own");
                if self.settings.open_in != before {
                    self.keep_settings();
                }
            });
            let mut command = self.settings.editor.clone().unwrap_or_default();
            let hint = self.settings.editor_command().unwrap_or_else(|| "code --wait".to_owned());
            let field = ui.add(TextEdit::singleline(&mut command).id(Id::new("environment editor")).hint_text(hint).desired_width(f32::INFINITY));
            field.widget_info(|| field_info("Command of the own editor", &command));
            if field.changed() {
                self.settings.editor = Some(command).filter(|command| !command.trim().is_empty());
            }
            if field.lost_focus() {
                self.keep_settings();
            }
        });
    }
}

fn section(ui: &mut Ui, title: &str) {
    ui.add_space(theme::UNIT * 2.0);
    ui.label(RichText::new(title).size(theme::SIZE_HEADING).color(theme::TEXT_STRONG));
}
