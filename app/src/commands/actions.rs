//! The actions: one list that drives menus, toolbar and shortcuts.

use std::sync::Arc;

use egui::{Key, KeyboardShortcut, Modifiers};
use voxloom_core::PortData;
use voxloom_core::data::Image;
use voxloom_core::property::InvalidationLevel;
use voxloom_render::BackEndChoice;
use voxloom_workspace::NodeId;

use crate::desk::{Ask, Desk, Now};
use crate::documents::files::{Purpose, Then};
use crate::icons::Icon;
use crate::network_editor::align::Line;
use crate::network_editor::selection;
use crate::network_editor::visualize;
use crate::network_editor::walk::Step;
use crate::panels::properties;
use crate::parts::{Go, Part};
use crate::python::new_processor_dialog::NewProcessor;
use crate::settings::FileDialogs;

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
    /// Said when it is not enabled.
    pub unless: &'static str,
    /// Its keys mean it only while the network has the keys, as do all that one types with.
    pub of_network: bool,
    /// Whether it is on, for actions that switch something.
    pub checked: Option<fn(&Desk) -> bool>,
    /// It is one of several of which one is on.
    pub one_of: bool,
    /// What is added to the name: the step that is undone.
    pub detail: fn(&Now) -> Option<&String>,
    pub run: fn(&mut Desk, &Now),
}

const fn action(id: &'static str, name: &'static str, run: fn(&mut Desk, &Now)) -> Action {
    Action {
        id,
        name,
        icon: None,
        shortcuts: &[],
        key_hint: None,
        enabled: |_, _| true,
        unless: "",
        of_network: false,
        checked: None,
        one_of: false,
        detail: |_| None,
        run,
    }
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

    /// Why it is not possible where it is not.
    const fn unless(mut self, reason: &'static str) -> Self {
        self.unless = reason;
        self
    }

    const fn of_network(mut self) -> Self {
        self.of_network = true;
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

    /// Why it is not possible now, if it is not.
    pub fn refusal(&self, desk: &Desk, now: &Now) -> Option<&'static str> {
        let possible = (self.enabled)(desk, now);
        (!possible).then_some(if self.unless.is_empty() { "Not possible now" } else { self.unless })
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

const fn shift(key: Key) -> KeyboardShortcut {
    KeyboardShortcut::new(Modifiers::SHIFT, key)
}

const fn alt(key: Key) -> KeyboardShortcut {
    KeyboardShortcut::new(Modifiers::ALT, key)
}

const NOTHING_SELECTED: &str = "Nothing is selected";
const ONE_SELECTED: &str = "Select one processor";
const TWO_SELECTED: &str = "Select two processors or more";
const THREE_SELECTED: &str = "Select three processors or more";
const NO_FRAME: &str = "Select a frame";

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

/// The cameras of the selected nodes, or of all, move as one from now on.
fn link_cameras(desk: &mut Desk, now: &Now) {
    let all: Vec<NodeId> = now.snapshot.workspace.network.nodes().map(|node| node.id).collect();
    let chosen: Vec<NodeId> = if desk.selection.len() > 1 { desk.selection.iter().copied().collect() } else { all };
    match properties::link_cameras(&desk.session, &now.snapshot, chosen.into_iter()) {
        Ok(count) => desk.notices.info(format!("{count} cameras move as one")),
        Err(reason) => desk.notices.error(reason),
    }
}

/// Every action.
pub const ACTIONS: &[Action] = &[
    action("save_as", "Save As…", |desk, now| desk.pick(Purpose::Save(None), now)).keys(&[ctrl_shift(Key::S)]),
    action("new_python_processor", "New Python Processor…", |desk, _| {
        let questions = NewProcessor::new(desk);
        desk.dialogs.show_new_processor(questions);
    })
    .keys(&[ctrl_shift(Key::N)]),
    action("redo", "Redo", |desk, _| drop(desk.session.store.redo()))
        .keys(&[ctrl_shift(Key::Z), ctrl(Key::Y)])
        .icon(Icon::Redo)
        .when(|_, now| now.redo.is_some())
        .unless("Nothing was undone")
        .detail(|now| now.redo.as_ref()),
    action("open_path", "Open Path…", |desk, now| desk.pick_here(Purpose::Open, now)).keys(&[ctrl_shift(Key::O)]),
    action("new", "New", |desk, now| desk.start(Then::New, now)).keys(&[ctrl(Key::N)]).icon(Icon::New),
    action("open", "Open…", |desk, now| desk.pick(Purpose::Open, now)).keys(&[ctrl(Key::O)]).icon(Icon::Open),
    action("save", "Save", |desk, now| desk.save(now, None)).keys(&[ctrl(Key::S)]).icon(Icon::Save),
    action("export_canvas", "Export Canvas Image…", |desk, now| {
        if let Some(canvas) = canvas(desk, now) {
            desk.pick(Purpose::Export(canvas), now);
        }
    })
    .when(|desk, now| canvas(desk, now).is_some())
    .unless("There is no canvas in the network"),
    action("pictures_carry", "Save Workspace in Pictures", |desk, _| {
        desk.settings.bare_pictures ^= true;
        desk.keep_settings();
    })
    .checked(|desk| !desk.settings.bare_pictures),
    action("own_dialogs", "Use Built-In File Dialogs", |desk, _| {
        let own = desk.settings.file_dialogs == FileDialogs::BuiltIn;
        desk.settings.file_dialogs = if own { FileDialogs::System } else { FileDialogs::BuiltIn };
        desk.keep_settings();
    })
    .checked(|desk| desk.settings.file_dialogs == FileDialogs::BuiltIn),
    action("forget_processor_folders", "Forget Added Processor Folders", |desk, _| desk.forget_processor_folders())
        .when(|desk, _| !desk.settings.processor_folders.is_empty())
        .unless("No folder was added"),
    action("quit", "Quit", |desk, now| desk.start(Then::Close, now)).keys(&[ctrl(Key::Q)]),
    action("undo", "Undo", |desk, _| drop(desk.session.store.undo()))
        .keys(&[ctrl(Key::Z)])
        .icon(Icon::Undo)
        .when(|_, now| now.undo.is_some())
        .unless("Nothing was done yet")
        .detail(|now| now.undo.as_ref()),
    action("add", "Add Processor…", |desk, _| desk.ask(Ask::OpenPalette)).hint("Tab").keys(&[shift(Key::A)]).icon(Icon::Add),
    action("connect", "Connect…", |desk, _| desk.ask(Ask::Connect))
        .keys(&[bare(Key::C)])
        .when(|desk, _| desk.selection.len() == 1)
        .unless(ONE_SELECTED),
    action("add_visualizer", "Add Visualizer", visualize::selected)
        .keys(&[bare(Key::V)])
        .when(|desk, now| !visualize::of_selected(desk, now).is_empty())
        .unless("Select one processor with an outport for a volume, layer, image or mesh"),
    action("step_left", "Select Node to the Left", |desk, _| desk.ask(Ask::Step(Step::Left)))
        .keys(&[bare(Key::ArrowLeft)])
        .of_network()
        .when(some_nodes)
        .unless("The network is empty"),
    action("step_right", "Select Node to the Right", |desk, _| desk.ask(Ask::Step(Step::Right)))
        .keys(&[bare(Key::ArrowRight)])
        .of_network()
        .when(some_nodes)
        .unless("The network is empty"),
    action("step_up", "Select Node Above", |desk, _| desk.ask(Ask::Step(Step::Up)))
        .keys(&[bare(Key::ArrowUp)])
        .of_network()
        .when(some_nodes)
        .unless("The network is empty"),
    action("step_down", "Select Node Below", |desk, _| desk.ask(Ask::Step(Step::Down)))
        .keys(&[bare(Key::ArrowDown)])
        .of_network()
        .when(some_nodes)
        .unless("The network is empty"),
    action("cut", "Cut", selection::cut).hint("Ctrl+X").when(selection::anything).unless(NOTHING_SELECTED),
    action("copy", "Copy", selection::copy).hint("Ctrl+C").when(selection::anything).unless(NOTHING_SELECTED),
    action("paste", "Paste", |desk, _| desk.ask(Ask::Paste { with_incoming: false })).hint("Ctrl+V"),
    action("paste_connected", "Paste with Incoming Wires", |desk, _| desk.ask(Ask::Paste { with_incoming: true })).hint("Ctrl+Shift+V"),
    action("duplicate_alone", "Duplicate without Incoming Wires", |desk, now| selection::duplicate(false, desk, now))
        .keys(&[ctrl_shift(Key::D)])
        .when(selection::anything)
        .unless(NOTHING_SELECTED),
    action("duplicate", "Duplicate", |desk, now| selection::duplicate(true, desk, now))
        .keys(&[ctrl(Key::D)])
        .when(selection::anything)
        .unless(NOTHING_SELECTED),
    action("remove_heal", "Remove and Heal", selection::remove_healing)
        .keys(&[ctrl(Key::Delete), ctrl(Key::Backspace)])
        .when(some_selected)
        .unless(NOTHING_SELECTED),
    action("delete_content", "Delete with Content", |desk, now| selection::delete(true, desk, now))
        .keys(&[shift(Key::Delete)])
        .when(selection::frames_selected)
        .unless(NO_FRAME),
    action("delete", "Delete", |desk, now| selection::delete(false, desk, now))
        .keys(&[bare(Key::Delete), bare(Key::Backspace)])
        .when(selection::anything)
        .unless(NOTHING_SELECTED),
    action("bypass", "Bypass", selection::bypass).keys(&[bare(Key::B), bare(Key::M)]).of_network().when(some_selected).unless(NOTHING_SELECTED),
    action("pull_out", "Pull Out of Wires", selection::pull_out).keys(&[bare(Key::X)]).of_network().when(some_selected).unless(NOTHING_SELECTED),
    action("swap_inputs", "Swap Inputs", selection::swap_inputs)
        .keys(&[alt(Key::S)])
        .when(selection::can_swap)
        .unless("Select one processor with two connected inports of the same type"),
    action("straighten", "Straighten Wires", selection::straighten).when(selection::any_bent).unless("No wire of a selected processor has waypoints"),
    action("frame", "Frame Selection", |desk, _| desk.ask(Ask::AddFrame)).keys(&[ctrl(Key::G)]),
    action("add_note", "Add Note", |desk, _| desk.ask(Ask::AddNote)).keys(&[bare(Key::N)]).of_network(),
    action("edit_remark", "Edit Frame or Note…", selection::edit_remark)
        .keys(&[bare(Key::E)])
        .of_network()
        .when(selection::remark_selected)
        .unless("Select one frame or note"),
    action("find_previous", "Find Previous", |desk, _| desk.ask(Ask::FindStep { forward: false }))
        .keys(&[shift(Key::F3)])
        .when(some_nodes)
        .unless("The network is empty"),
    action("find_next", "Find Next", |desk, _| desk.ask(Ask::FindStep { forward: true }))
        .keys(&[bare(Key::F3)])
        .when(some_nodes)
        .unless("The network is empty"),
    action("find", "Find in Network…", |desk, _| desk.ask(Ask::Find)).keys(&[ctrl(Key::F)]),
    action("find_property", "Find Property…", |desk, _| {
        desk.arrangement.properties = true;
        desk.ask(Ask::FindProperty);
    })
    .keys(&[ctrl_shift(Key::F)])
    .when(some_selected)
    .unless(NOTHING_SELECTED),
    action("link_properties", "Link Properties…", |desk, _| {
        desk.arrangement.properties = true;
        desk.ask(Ask::LinkProperties);
    })
    .when(|desk, _| desk.selection.len() == 2)
    .unless("Select two processors"),
    action("link_cameras", "Link Cameras", link_cameras).when(some_nodes).unless("The network is empty"),
    action("select_upstream", "Select Upstream", |desk, now| selection::select_flow(false, desk, now))
        .keys(&[bare(Key::U)])
        .of_network()
        .when(some_selected)
        .unless(NOTHING_SELECTED),
    action("select_downstream", "Select Downstream", |desk, now| selection::select_flow(true, desk, now))
        .keys(&[bare(Key::D)])
        .of_network()
        .when(some_selected)
        .unless(NOTHING_SELECTED),
    action("select_content", "Select Content of Frame", selection::select_content).when(selection::frames_selected).unless(NO_FRAME),
    action("align_left", "Align Left", |desk, now| selection::line_up(Line::Left, desk, now)).when(selection::several).unless(TWO_SELECTED),
    action("align_middle", "Align Middles Vertically", |desk, now| selection::line_up(Line::Middle, desk, now))
        .when(selection::several)
        .unless(TWO_SELECTED),
    action("align_right", "Align Right", |desk, now| selection::line_up(Line::Right, desk, now)).when(selection::several).unless(TWO_SELECTED),
    action("align_top", "Align Top", |desk, now| selection::line_up(Line::Top, desk, now)).when(selection::several).unless(TWO_SELECTED),
    action("align_center", "Align Middles Horizontally", |desk, now| selection::line_up(Line::Center, desk, now))
        .when(selection::several)
        .unless(TWO_SELECTED),
    action("align_bottom", "Align Bottom", |desk, now| selection::line_up(Line::Bottom, desk, now)).when(selection::several).unless(TWO_SELECTED),
    action("spread_horizontally", "Distribute Horizontally", |desk, now| selection::spread(true, desk, now))
        .when(selection::three)
        .unless(THREE_SELECTED),
    action("spread_vertically", "Distribute Vertically", |desk, now| selection::spread(false, desk, now))
        .when(selection::three)
        .unless(THREE_SELECTED),
    action("rename", "Rename…", |desk, _| edit_name(desk)).keys(&[bare(Key::F2)]).when(|desk, _| desk.selection.len() == 1).unless(ONE_SELECTED),
    action("inspect", "Inspect Port…", |desk, now| {
        let selected = desk.selection.first().copied().filter(|_| desk.selection.len() == 1);
        desk.inspector.inspect(selected, &desk.session, now);
    })
    .keys(&[bare(Key::I)])
    .when(|desk, _| desk.inspector.can_inspect(desk.selection.len()))
    .unless("Select one processor, or point at a port or connection"),
    action("close_inspectors", "Close All Inspectors", |desk, _| desk.inspector.close_all(&desk.session))
        .keys(&[shift(Key::I)])
        .when(|desk, _| desk.inspector.has_pinned())
        .unless("No inspector is pinned"),
    action("inspect_pixels", "Inspect Pixels", |desk, _| desk.inspector.pixels ^= true).checked(|desk| desk.inspector.pixels),
    action("select_all", "Select All", selection::select_all).keys(&[ctrl(Key::A)]).when(some_nodes).unless("The network is empty"),
    action("arrange", "Arrange", selection::arrange_nodes).keys(&[bare(Key::L)]).when(some_nodes).unless("The network is empty"),
    action("fit", "Zoom to Fit", |desk, now| {
        let ask = if selection::anything(desk, now) { Ask::FitSelection } else { Ask::FitAll };
        desk.ask(ask);
    })
    .keys(&[bare(Key::F)])
    .icon(Icon::Fit)
    .when(some_nodes)
    .unless("The network is empty"),
    action("show_processors", "Processors", |desk, _| desk.arrangement.processors ^= true)
        .checked(|desk| desk.arrangement.processors)
        .icon(Icon::Left),
    action("show_properties", "Properties", |desk, _| desk.arrangement.properties ^= true)
        .checked(|desk| desk.arrangement.properties)
        .icon(Icon::Right),
    action("show_console", "Console", |desk, _| desk.arrangement.console ^= true).checked(|desk| desk.arrangement.console).icon(Icon::Bottom),
    action("show_history", "History", |desk, _| {
        desk.arrangement.history ^= true;
        if desk.arrangement.history {
            desk.ask(Ask::FocusHistory);
        }
    })
    .keys(&[ctrl(Key::H)])
    .checked(|desk| desk.arrangement.history),
    action("show_editor", "Code Editor", |desk, _| desk.arrangement.editor ^= true)
        .checked(|desk| desk.arrangement.editor)
        .when(|desk, _| !desk.sources.files().is_empty())
        .unless("No file is open in it"),
    action("side_by_side", "Canvas Beside Network", |desk, _| desk.arrangement.side_by_side ^= true)
        .checked(|desk| desk.arrangement.side_by_side)
        .icon(Icon::Beside),
    action("show_costs", "Show Costs", |desk, _| desk.arrangement.costs ^= true).checked(|desk| desk.arrangement.costs),
    action("show_thumbnails", "Show Thumbnails", |desk, _| desk.arrangement.thumbnails ^= true).checked(|desk| desk.arrangement.thumbnails),
    action("back_end_auto", "Automatic", |desk, _| set_back_end(desk, BackEndChoice::Auto))
        .one_of(|desk| desk.session.renderer.choice() == BackEndChoice::Auto),
    action("back_end_gpu", "GPU", |desk, _| set_back_end(desk, BackEndChoice::Gpu))
        .one_of(|desk| desk.session.renderer.choice() == BackEndChoice::Gpu)
        .when(|desk, _| desk.session.renderer.gpu().is_some())
        .unless("This machine has no GPU that could be used"),
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
        .when(|desk, _| desk.trust.withheld().is_some() && !desk.trust.is_asking())
        .unless("No files beside the workspace wait for a yes"),
    action("command_palette", "Run a Command…", |desk, _| desk.dialogs.show_commands()).keys(&[ctrl_shift(Key::P)]),
    action("next_part", "Go to Next Part", |desk, _| desk.parts.go(Go::Next)).keys(&[bare(Key::F6), ctrl(Key::ArrowRight)]),
    action("previous_part", "Go to Previous Part", |desk, _| desk.parts.go(Go::Previous)).keys(&[shift(Key::F6), ctrl(Key::ArrowLeft)]),
    action("go_menu", "Go to Menus", |desk, _| desk.parts.go(Go::To(Part::Menu))).keys(&[bare(Key::F10)]),
    action("go_network", "Go to Network", |desk, _| desk.parts.go(Go::To(Part::Network))).keys(&[ctrl(Key::Num1)]),
    action("go_properties", "Go to Properties", |desk, _| {
        desk.arrangement.properties = true;
        desk.parts.go(Go::To(Part::Properties));
    })
    .keys(&[ctrl(Key::Num2)]),
    action("go_processors", "Go to Processors", |desk, _| {
        desk.arrangement.processors = true;
        desk.parts.go(Go::To(Part::Processors));
    })
    .keys(&[ctrl(Key::Num3)]),
    action("clear_console", "Clear Console", |desk, _| desk.session.console.clear()),
    action("shortcuts", "Keyboard and Mouse", |desk, _| desk.dialogs.show_shortcuts()).keys(&[bare(Key::F1)]),
    action("about", "About Voxloom", |desk, _| desk.dialogs.show_about()),
];

/// The action of an id.
pub fn find(id: &str) -> Option<&'static Action> {
    ACTIONS.iter().find(|action| action.id == id)
}

/// The name with what it would do: "Undo Move Canvas".
pub fn full_name(action: &Action, now: &Now) -> String {
    match (action.detail)(now) {
        Some(detail) => format!("{} {detail}", action.name),
        None => action.name.to_owned(),
    }
}

/// Runs the actions whose keys were pressed. While a text is edited, its keys are its own.
pub fn run_shortcuts(ctx: &egui::Context, desk: &mut Desk, now: &Now) {
    if desk.dialogs.is_open() || properties::is_busy(ctx) {
        return;
    }
    let editing = ctx.text_edit_focused();
    let pressed: Vec<(Key, Modifiers)> = ctx.input(|input| {
        let key = |event: &egui::Event| match event {
            egui::Event::Key { key, pressed: true, modifiers, .. } => Some((*key, *modifiers)),
            _ => None,
        };
        input.events.iter().filter_map(key).collect()
    });
    for (key, modifiers) in pressed {
        if editing && is_of_text(key, modifiers) {
            continue;
        }
        // A letter is meant for the network only while the network has the keys, not while something else has the focus.
        let possible =
            |action: &Action| (desk.network_has_keys || !action.of_network && !is_bare(key, modifiers)) && action.refusal(desk, now).is_none();
        let meant = desk.keymap.meant(key, modifiers).into_iter().find(|(action, _)| possible(action));
        if let Some((action, keys)) = meant
            && ctx.input_mut(|input| input.consume_shortcut(&keys))
        {
            (action.run)(desk, now);
        }
    }
}

fn is_function(key: Key) -> bool {
    key.name().starts_with('F') && key.name().len() > 1
}

/// A key that one types with: neither a function key nor held together with Ctrl or Alt.
fn is_bare(key: Key, held: Modifiers) -> bool {
    !(is_function(key) || held.command || held.ctrl || held.alt)
}

/// Whether a key means something while a text is edited.
fn is_of_text(key: Key, held: Modifiers) -> bool {
    let function = is_function(key);
    let of_editing = matches!(
        key,
        Key::Z
            | Key::Y
            | Key::A
            | Key::C
            | Key::X
            | Key::V
            | Key::ArrowLeft
            | Key::ArrowRight
            | Key::ArrowUp
            | Key::ArrowDown
            | Key::Backspace
            | Key::Delete
    );
    !function && (!(held.command || held.ctrl || held.alt) || of_editing && !held.alt)
}

/// A command behind a pointer, for batches.
pub(crate) fn shared<C: voxloom_workspace::command::Command + 'static>(command: C) -> Arc<dyn voxloom_workspace::command::Command> {
    Arc::new(command)
}
