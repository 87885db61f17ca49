//! The actions: one list that drives menus, toolbar and shortcuts.

use std::sync::Arc;

use egui::{Key, KeyboardShortcut, Modifiers};
use voxloom_core::PortData;
use voxloom_core::data::Image;
use voxloom_core::property::InvalidationLevel;
use voxloom_render::BackEndChoice;
use voxloom_workspace::NodeId;
use voxloom_workspace::command::RemoveNodes;

use crate::desk::{Ask, Desk, Now};
use crate::files::{Purpose, Then};
use crate::icons::Icon;
use crate::network_editor::arrange::arrange;
use crate::network_editor::edits::Duplicate;
use crate::new_processor_dialog::NewProcessor;

/// Something a person can do from a menu, the toolbar or the keyboard.
pub struct Action {
    /// Stable: menus and tests refer to it.
    pub id: &'static str,
    pub name: &'static str,
    pub icon: Option<Icon>,
    pub shortcuts: &'static [KeyboardShortcut],
    /// A key that the network view handles itself, shown like a shortcut.
    pub key_hint: Option<&'static str>,
    pub enabled: fn(&Desk, &Now) -> bool,
    /// Whether it is on, for actions that switch something.
    pub checked: Option<fn(&Desk) -> bool>,
    /// It is one of several of which one is on.
    pub one_of: bool,
    /// What is added to the name: the step that is undone.
    pub detail: fn(&Now) -> Option<&String>,
    pub run: fn(&mut Desk, &Now),
}

const fn action(id: &'static str, name: &'static str, run: fn(&mut Desk, &Now)) -> Action {
    Action { id, name, icon: None, shortcuts: &[], key_hint: None, enabled: |_, _| true, checked: None, one_of: false, detail: |_| None, run }
}

impl Action {
    const fn keys(mut self, shortcuts: &'static [KeyboardShortcut]) -> Self {
        self.shortcuts = shortcuts;
        self
    }

    const fn hint(mut self, key: &'static str) -> Self {
        self.key_hint = Some(key);
        self
    }

    const fn icon(mut self, icon: Icon) -> Self {
        self.icon = Some(icon);
        self
    }

    const fn when(mut self, enabled: fn(&Desk, &Now) -> bool) -> Self {
        self.enabled = enabled;
        self
    }

    const fn checked(mut self, checked: fn(&Desk) -> bool) -> Self {
        self.checked = Some(checked);
        self
    }

    const fn one_of(mut self, checked: fn(&Desk) -> bool) -> Self {
        self.one_of = true;
        self.checked(checked)
    }

    const fn detail(mut self, detail: fn(&Now) -> Option<&String>) -> Self {
        self.detail = detail;
        self
    }
}

const fn ctrl(key: Key) -> KeyboardShortcut {
    KeyboardShortcut::new(Modifiers::COMMAND, key)
}

const fn ctrl_shift(key: Key) -> KeyboardShortcut {
    KeyboardShortcut::new(Modifiers::COMMAND.plus(Modifiers::SHIFT), key)
}

const fn bare(key: Key) -> KeyboardShortcut {
    KeyboardShortcut::new(Modifiers::NONE, key)
}

fn some_selected(desk: &Desk, _now: &Now) -> bool {
    !desk.selection.is_empty()
}

fn some_nodes(_desk: &Desk, now: &Now) -> bool {
    !now.snapshot.workspace.network.is_empty()
}

/// The selected canvas, or the only one.
fn canvas(desk: &Desk, now: &Now) -> Option<NodeId> {
    let is_canvas = |id: &NodeId| {
        let class = now.snapshot.workspace.network.get(*id).and_then(|node| desk.session.registry.get(&node.class));
        class.is_some_and(|class| class.info().sink == voxloom_core::processor::Sink::Canvas)
    };
    let selected = desk.selection.iter().copied().find(is_canvas);
    selected.or_else(|| now.snapshot.workspace.network.nodes().map(|node| node.id).find(is_canvas))
}

fn set_back_end(desk: &mut Desk, choice: BackEndChoice) {
    desk.session.renderer.set_choice(choice);
    // What draws pictures draws them again.
    for node in desk.session.store.snapshot().workspace.network.nodes() {
        if node.interface().outports().iter().any(|port| *port.data_type == *Image::data_type().id) {
            desk.session.evaluator.invalidate(node.id, InvalidationLevel::InvalidOutput);
        }
    }
    desk.notices.info(format!("Drawing with {}", desk.session.renderer.describe()));
}

fn edit_name(desk: &mut Desk) {
    if let Some(id) = desk.selection.first() {
        let ask = Ask::Rename(*id);
        desk.ask(ask);
    }
}

/// Every action, those with Shift before those without, so that a shortcut goes to the nearest.
pub const ACTIONS: &[Action] = &[
    action("save_as", "Save As…", |desk, now| {
        let path = now.file.path.clone();
        desk.files.pick(Purpose::Save(None), path.as_deref());
    })
    .keys(&[ctrl_shift(Key::S)]),
    action("new_python_processor", "New Python Processor…", |desk, _| {
        let questions = NewProcessor::new(desk);
        desk.dialogs.show_new_processor(questions);
    })
    .keys(&[ctrl_shift(Key::N)]),
    action("redo", "Redo", |desk, _| drop(desk.session.store.redo()))
        .keys(&[ctrl_shift(Key::Z), ctrl(Key::Y)])
        .icon(Icon::Redo)
        .when(|_, now| now.redo.is_some())
        .detail(|now| now.redo.as_ref()),
    action("open_path", "Open Path…", |desk, now| {
        let folder = now.file.path.as_ref().and_then(|path| path.parent()).map(|folder| folder.join("")).unwrap_or_default();
        desk.dialogs.ask_path(Purpose::Open, &folder);
    })
    .keys(&[ctrl_shift(Key::O)]),
    action("new", "New", |desk, now| desk.start(Then::New, now)).keys(&[ctrl(Key::N)]).icon(Icon::New),
    action("open", "Open…", |desk, now| {
        let path = now.file.path.clone();
        desk.files.pick(Purpose::Open, path.as_deref());
    })
    .keys(&[ctrl(Key::O)])
    .icon(Icon::Open),
    action("save", "Save", |desk, now| desk.save(now, None)).keys(&[ctrl(Key::S)]).icon(Icon::Save),
    action("export_canvas", "Export Canvas Image…", |desk, now| {
        if let Some(canvas) = canvas(desk, now) {
            desk.files.pick(Purpose::Export(canvas), now.file.path.as_deref());
        }
    })
    .when(|desk, now| canvas(desk, now).is_some()),
    action("quit", "Quit", |desk, now| desk.start(Then::Close, now)).keys(&[ctrl(Key::Q)]),
    action("undo", "Undo", |desk, _| drop(desk.session.store.undo()))
        .keys(&[ctrl(Key::Z)])
        .icon(Icon::Undo)
        .when(|_, now| now.undo.is_some())
        .detail(|now| now.undo.as_ref()),
    action("add", "Add Processor…", |desk, _| desk.ask(Ask::OpenPalette)).hint("Tab").icon(Icon::Add),
    action("duplicate", "Duplicate", |desk, _| {
        let command = Duplicate { nodes: desk.selection.iter().copied().collect() };
        if let Some(committed) = desk.commit(&command) {
            desk.selection = committed.added.into_iter().collect();
        }
    })
    .keys(&[ctrl(Key::D)])
    .when(some_selected),
    action("delete", "Delete", |desk, _| {
        let nodes = std::mem::take(&mut desk.selection).into_iter().collect();
        desk.commit(&RemoveNodes(nodes));
    })
    .keys(&[bare(Key::Delete), bare(Key::Backspace)])
    .when(some_selected),
    action("rename", "Rename…", |desk, _| edit_name(desk)).keys(&[bare(Key::F2)]).when(|desk, _| desk.selection.len() == 1),
    action("select_all", "Select All", |desk, now| desk.selection = now.snapshot.workspace.network.nodes().map(|node| node.id).collect())
        .keys(&[ctrl(Key::A)])
        .when(some_nodes),
    action("arrange", "Arrange", |desk, now| {
        let selected = |id: &NodeId| desk.selection.len() < 2 || desk.selection.contains(id);
        let command = arrange(&now.snapshot.workspace.network, selected);
        desk.session.store.end_drag();
        desk.commit(&command);
        desk.session.store.end_drag();
        desk.ask(Ask::FitAll);
    })
    .keys(&[bare(Key::L)])
    .when(some_nodes),
    action("fit", "Zoom to Fit", |desk, _| {
        let ask = if desk.selection.is_empty() { Ask::FitAll } else { Ask::FitSelection };
        desk.ask(ask);
    })
    .keys(&[bare(Key::F)])
    .icon(Icon::Fit)
    .when(some_nodes),
    action("show_processors", "Processors", |desk, _| desk.arrangement.processors ^= true)
        .checked(|desk| desk.arrangement.processors)
        .icon(Icon::Left),
    action("show_properties", "Properties", |desk, _| desk.arrangement.properties ^= true)
        .checked(|desk| desk.arrangement.properties)
        .icon(Icon::Right),
    action("show_console", "Console", |desk, _| desk.arrangement.console ^= true).checked(|desk| desk.arrangement.console).icon(Icon::Bottom),
    action("show_editor", "Code Editor", |desk, _| desk.arrangement.editor ^= true)
        .checked(|desk| desk.arrangement.editor)
        .when(|desk, _| !desk.sources.files().is_empty()),
    action("side_by_side", "Canvas Beside Network", |desk, _| desk.arrangement.side_by_side ^= true)
        .checked(|desk| desk.arrangement.side_by_side)
        .icon(Icon::Beside),
    action("back_end_auto", "Automatic", |desk, _| set_back_end(desk, BackEndChoice::Auto))
        .one_of(|desk| desk.session.renderer.choice() == BackEndChoice::Auto),
    action("back_end_gpu", "GPU", |desk, _| set_back_end(desk, BackEndChoice::Gpu))
        .one_of(|desk| desk.session.renderer.choice() == BackEndChoice::Gpu)
        .when(|desk, _| desk.session.renderer.gpu().is_some()),
    action("back_end_cpu", "CPU", |desk, _| set_back_end(desk, BackEndChoice::Cpu))
        .one_of(|desk| desk.session.renderer.choice() == BackEndChoice::Cpu),
    action("python_console", "Open Python Console", |desk, _| {
        desk.arrangement.console = true;
        desk.ask(Ask::FocusPrompt);
    })
    .keys(&[ctrl(Key::Backtick)]),
    action("reload_processors", "Reload All Processors", |desk, _| {
        let session = desk.session.clone();
        std::thread::spawn(move || {
            session.start_python();
            session.python.reload_all();
        });
    }),
    action("python_environment", "Python Environment…", |desk, _| {
        let (ctx, session) = (desk.files.ctx().clone(), desk.session.clone());
        desk.environment.open(&ctx, &session);
    }),
    action("restart_python", "Restart Python", |desk, _| {
        let session = desk.session.clone();
        std::thread::spawn(move || {
            for host in session.python.hosts() {
                if let Err(error) = session.python.restart_host(&host.key) {
                    log::warn!("{error}");
                }
            }
        });
    }),
    action("trust_files", "Run Files beside Workspace…", |desk, _| desk.trust.ask_again())
        .when(|desk, _| desk.trust.withheld().is_some() && !desk.trust.is_asking()),
    action("shortcuts", "Keyboard and Mouse", |desk, _| desk.dialogs.show_shortcuts()).keys(&[bare(Key::F1)]),
    action("about", "About Voxloom", |desk, _| desk.dialogs.show_about()),
];

/// The action of an id.
pub fn find(id: &str) -> Option<&'static Action> {
    ACTIONS.iter().find(|action| action.id == id)
}

/// The first shortcut of an action as menus show it.
pub fn shortcut_text(ctx: &egui::Context, action: &Action) -> Option<String> {
    let shortcut = action.shortcuts.first().map(|shortcut| ctx.format_shortcut(shortcut));
    shortcut.or_else(|| action.key_hint.map(str::to_owned))
}

/// The name with what it would do: "Undo Move Canvas".
pub fn full_name(action: &Action, now: &Now) -> String {
    match (action.detail)(now) {
        Some(detail) => format!("{} {detail}", action.name),
        None => action.name.to_owned(),
    }
}

/// Runs the actions whose shortcuts were pressed. While a text is edited, its keys are its own.
pub fn run_shortcuts(ctx: &egui::Context, desk: &mut Desk, now: &Now) {
    if desk.dialogs.is_open() {
        return;
    }
    let editing = ctx.text_edit_focused();
    for action in ACTIONS {
        for shortcut in action.shortcuts {
            let of_text = shortcut.modifiers.is_none() || matches!(shortcut.logical_key, Key::Z | Key::Y | Key::A);
            if editing && of_text || !(action.enabled)(desk, now) {
                continue;
            }
            if ctx.input_mut(|input| input.consume_shortcut(shortcut)) {
                (action.run)(desk, now);
            }
        }
    }
}

/// A command behind a pointer, for batches.
pub(crate) fn shared<C: voxloom_workspace::command::Command + 'static>(command: C) -> Arc<dyn voxloom_workspace::command::Command> {
    Arc::new(command)
}
