//! The dialog New Python Processor, and what follows: the file is written, loaded, added to the network and opened.

use std::path::PathBuf;

use egui::{Checkbox, ComboBox, Key, Label, RadioButton, RichText, TextEdit, Ui};

use crate::desk::{Ask, Desk, LOADING};
use crate::dialogs::{buttons, heading, primary};
use crate::job::{self, Job};
use crate::panels::field_info;
use crate::python::new_processor::{self, Kind, Names};
use crate::settings::OpenIn;
use crate::theme;

/// What is asked.
#[derive(Debug, Clone, PartialEq)]
pub struct NewProcessor {
    name: String,
    kind: Kind,
    folder: PathBuf,
    add: bool,
    open_in: OpenIn,
    first: bool,
    /// Why the file could not be written.
    error: Option<String>,
}

/// A processor on its way into the list.
pub struct Creation {
    path: PathBuf,
    class: String,
    add: bool,
    /// Loads what is new.
    job: Option<Job<()>>,
}

impl NewProcessor {
    pub fn new(desk: &Desk) -> Self {
        Self {
            name: String::new(),
            kind: Kind::Filter,
            folder: desk.session.folders.user_python.clone(),
            add: true,
            open_in: desk.settings.open_in,
            first: true,
            error: None,
        }
    }

    /// Draws the questions; true when the dialog is done.
    pub fn show(&mut self, ui: &mut Ui, desk: &mut Desk) -> bool {
        ui.set_width(520.0);
        heading(ui, "New Python processor");
        let before = self.name.clone();
        label(ui, "Name");
        let field = ui.add(TextEdit::singleline(&mut self.name).desired_width(f32::INFINITY).hint_text("Edge Detector"));
        field.widget_info(|| field_info("Name of the processor", &self.name));
        if std::mem::take(&mut self.first) {
            field.request_focus();
        }
        if self.name != before {
            self.error = None;
        }
        let entered = field.lost_focus() && ui.input(|input| input.key_pressed(Key::Enter));
        let known = |identifier: &str| desk.session.registry.get(identifier).is_some();
        let checked = new_processor::check(&self.folder, &self.name, self.kind, known);
        self.verdict(ui, &checked);
        label(ui, "Kind");
        for kind in Kind::ALL {
            ui.horizontal(|ui| {
                if ui.add(RadioButton::new(self.kind == kind, kind.label())).clicked() {
                    self.kind = kind;
                }
                ui.label(RichText::new(kind.what()).size(theme::SIZE_SMALL + 1.0).color(theme::TEXT_WEAK));
            });
        }
        label(ui, "Folder");
        self.places(ui, desk);
        ui.add_space(theme::UNIT * 2.0);
        ui.add(Checkbox::new(&mut self.add, "Add to the network"));
        ui.horizontal(|ui| {
            ui.label("Open in");
            ui.radio_value(&mut self.open_in, OpenIn::BuiltIn, "Built-in editor");
            let own = desk.settings.editor_command();
            let name = own.as_deref().map_or_else(|| "Own editor".to_owned(), |command| format!("Own editor ({command})"));
            let radio = ui.add_enabled_ui(own.is_some(), |ui| ui.radio_value(&mut self.open_in, OpenIn::Own, name)).inner;
            radio.on_disabled_hover_text("None is known: name one in Python > Python Environment, or set $VISUAL");
        });
        ui.add_space(theme::UNIT * 3.0);
        let mut close = false;
        buttons(ui, |ui| {
            if ui.button("Cancel").clicked() {
                close = true;
            }
            let pressed = ui.add_enabled_ui(checked.is_ok(), |ui| primary(ui, "Create")).inner.clicked();
            if let (true, Ok((names, _))) = (pressed || entered, &checked) {
                close = self.create(ui, desk, names);
            }
        });
        if entered && !close {
            self.first = true;
        }
        close
    }

    /// The names that follow, or why there can be none.
    fn verdict(&self, ui: &mut Ui, checked: &Result<(Names, PathBuf), String>) {
        let small = |text: &str, color| Label::new(RichText::new(text).size(theme::SIZE_SMALL + 1.0).color(color)).wrap();
        let (text, color) = match (checked, &self.error) {
            (_, Some(error)) => (error.clone(), theme::ERROR),
            (Ok((names, path)), None) => (format!("class {}, {}\n{}", names.class, names.identifier, path.display()), theme::TEXT_WEAK),
            (Err(reason), None) => (reason.clone(), if self.name.trim().is_empty() { theme::TEXT_WEAK } else { theme::ERROR }),
        };
        // Two lines, so that nothing moves while one types.
        ui.allocate_ui(egui::vec2(ui.available_width(), 34.0), |ui| {
            ui.set_min_height(34.0);
            ui.add(small(&text, color));
        });
    }

    fn places(&mut self, ui: &mut Ui, desk: &Desk) {
        let mut folders = vec![("Yours".to_owned(), desk.session.folders.user_python.clone())];
        folders.extend(desk.session.python.folders().flag.into_iter().map(|folder| ("Given with --python-processors".to_owned(), folder)));
        folders.extend(desk.trust.usable_folder().map(|folder| ("Beside the workspace".to_owned(), folder.to_owned())));
        let shown = folders.iter().find(|(_, folder)| *folder == self.folder).map_or("", |(what, _)| what);
        let width = ui.available_width();
        let list = ComboBox::from_id_salt("place").width(width).selected_text(format!("{shown}: {}", self.folder.display())).truncate();
        list.show_ui(ui, |ui| {
            for (what, folder) in &folders {
                ui.selectable_value(&mut self.folder, folder.clone(), format!("{what}: {}", folder.display()));
            }
        });
    }

    /// Writes the file; true when that worked.
    fn create(&mut self, ui: &Ui, desk: &mut Desk, names: &Names) -> bool {
        let registry = desk.session.registry.clone();
        match new_processor::create(&self.folder, &self.name, self.kind, |identifier| registry.get(identifier).is_some()) {
            Ok(path) => {
                desk.notices.info(format!("Made {}", path.display()));
                desk.trust.made_in(ui.ctx(), &self.folder);
                desk.open_source(&path, None, self.open_in);
                let session = desk.session.clone();
                let job = Job::start(ui.ctx(), "new processor", move || {
                    session.wait_for_python()?;
                    if session.python.rescan(LOADING) { Ok(()) } else { Err("its imports take too long".to_owned()) }
                });
                desk.creation = Some(Creation { path, class: names.identifier.clone(), add: self.add, job: Some(job) });
                true
            }
            Err(error) => {
                self.error = Some(error);
                false
            }
        }
    }
}

fn label(ui: &mut Ui, text: &str) {
    ui.add_space(theme::UNIT * 1.5);
    ui.label(RichText::new(text).color(theme::TEXT_WEAK));
}

impl Desk {
    /// Goes on with a new processor once its file is loaded.
    pub fn follow_creation(&mut self) {
        let Some(creation) = &mut self.creation else { return };
        let Some(loaded) = job::take(&mut creation.job) else { return };
        let Some(Creation { path, class, add, .. }) = self.creation.take() else { return };
        match (loaded, self.session.registry.get(&class)) {
            (Err(error), _) => self.notices.error(format!("{} was made, but not loaded: {error}", path.display())),
            (Ok(()), Some(_)) if add => self.ask(Ask::AddQuietly(class)),
            (Ok(()), Some(_)) => {}
            (Ok(()), None) => self.notices.error(format!("{} was made, but no processor came of it; the list says why", path.display())),
        }
    }
}
