//! The window Python Environment: which interpreter runs processors, its packages, the hosts, and the editor for sources.

use std::path::PathBuf;
use std::sync::Arc;
use std::time::{Duration, Instant};

use egui::{Button, CollapsingHeader, DragValue, Grid, Id, Label, RadioButton, RichText, ScrollArea, TextEdit, Ui, vec2};
use serde_json::{Value as Json, json};
use voxloom_core::data::format_bytes;
use voxloom_host::{Choice, HostError, HostInfo, HostKey};

use crate::desk::{Desk, Now};
use crate::job::{self, Job};
use crate::panels::field_info;
use crate::python::catalog::is_package;
use crate::python::interpreters::{self, Found};
use crate::session::Session;
use crate::settings::OpenIn;
use crate::theme;

// Fields have names of their own, so that they keep the keys when something above them comes or goes.

/// How long the interpreter may take to say what it has.
const ANSWER: Duration = Duration::from_secs(60);
/// How long an installation may take.
const INSTALL: Duration = Duration::from_secs(3600);

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

    fn interpreter(&mut self, ui: &mut Ui, state: &mut PythonEnvironment) {
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

    fn choose_interpreter(&mut self, ctx: &egui::Context, state: &mut PythonEnvironment, setting: Option<PathBuf>) {
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

    fn packages(&mut self, ui: &mut Ui, state: &mut PythonEnvironment) {
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

    fn hosts(&mut self, ui: &mut Ui, state: &mut PythonEnvironment, now: &Now) {
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
            let name = now.snapshot.workspace.network.get(voxloom_workspace::NodeId(*node)).map(|node| node.display_name.to_string());
            format!("Host of {}", name.unwrap_or_else(|| "a node".to_owned()))
        }
    }
}

fn section(ui: &mut Ui, title: &str) {
    ui.add_space(theme::UNIT * 2.0);
    ui.label(RichText::new(title).size(theme::SIZE_HEADING).color(theme::TEXT_STRONG));
}

fn nodes(count: usize) -> String {
    if count == 1 { "1 node".to_owned() } else { format!("{count} nodes") }
}
