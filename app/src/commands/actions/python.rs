//! Actions on Python: its files, its console, its processes.

use egui::Key;

use super::{Action, action, ctrl, ctrl_shift};
use crate::desk::Ask;
use crate::python::new_processor_dialog::NewProcessor;

pub(super) const LIST: &[Action] = &[
    action("new_python_processor", "New Python Processor…", |desk, _| {
        let questions = NewProcessor::new(desk);
        desk.dialogs.show_new_processor(questions);
    })
    .keys(&[ctrl_shift(Key::N)]),
    action("forget_processor_folders", "Forget Added Processor Folders", |desk, _| desk.forget_processor_folders())
        .when(|desk, _| !desk.settings.processor_folders.is_empty())
        .unless("No folder was added"),
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
    action("clear_console", "Clear Console", |desk, _| desk.session.console.clear()),
];
