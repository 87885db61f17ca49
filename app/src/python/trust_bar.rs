//! Asks, once for each folder and content, whether the Python files beside the open workspace may run. See [`crate::python::trust`].

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use egui::{Frame, Label, RichText, Ui};
use voxloom_host::Folders;
use voxloom_workspace::evaluator::ProcessorStatus;

use crate::desk::{Desk, Now};
use crate::job::{self, Job};
use crate::python::trust::{self, Listing, Trusted};
use crate::session::Session;
use crate::theme;

/// How it stands with the files beside the open workspace.
#[derive(Default)]
enum State {
    /// There are none, or there is no workspace.
    #[default]
    Nothing,
    Looking(Option<Job<Option<Listing>>>),
    Asking(Listing),
    Refused(Listing),
    /// They run.
    Runs(Listing),
}

/// The question and its answers.
#[derive(Default)]
pub struct TrustBar {
    state: State,
    /// The folder that the state is about.
    folder: Option<PathBuf>,
    /// `--trust`: no question.
    everything: bool,
    /// What may run until the program ends.
    session: BTreeMap<PathBuf, String>,
    /// A folder whose files the user makes with this program.
    own: Option<PathBuf>,
}

impl TrustBar {
    /// Nothing is asked any more.
    pub fn trust_everything(&mut self) {
        self.everything = true;
    }

    /// The folder beside the workspace when new files in it would run.
    pub fn usable_folder(&self) -> Option<&Path> {
        match self.state {
            State::Nothing | State::Runs(_) => self.folder.as_deref(),
            State::Looking(_) | State::Asking(_) | State::Refused(_) => None,
        }
    }

    /// Files that do not run.
    pub fn withheld(&self) -> Option<&Listing> {
        match &self.state {
            State::Asking(listing) | State::Refused(listing) => Some(listing),
            State::Nothing | State::Looking(_) | State::Runs(_) => None,
        }
    }

    /// The user made a file in this folder with this program: it runs.
    pub fn made_in(&mut self, ctx: &egui::Context, folder: &Path) {
        if self.folder.as_deref() == Some(folder) {
            self.own = Some(folder.to_owned());
            self.look(ctx, folder.to_owned());
        }
    }

    /// Follows the document: another workspace, another folder.
    pub fn update(&mut self, ctx: &egui::Context, session: &Arc<Session>, workspace: Option<&Path>) {
        let folder = workspace.and_then(trust::folder_beside);
        if folder != self.folder {
            self.leave(session);
            self.folder.clone_from(&folder);
            self.own = None;
            if let Some(folder) = folder {
                self.look(ctx, folder);
            }
        }
        if let State::Looking(job) = &mut self.state
            && let Some(found) = job::take(job)
        {
            match found {
                Ok(None) => self.state = State::Nothing,
                Ok(Some(listing)) => self.judge(session, listing),
                Err(error) => {
                    self.state = State::Nothing;
                    log::error!("{error}");
                }
            }
        }
    }

    fn look(&mut self, ctx: &egui::Context, folder: PathBuf) {
        let look = move || trust::look(&folder).map_err(|error| format!("the files in {} could not be looked at: {error}", folder.display()));
        self.state = State::Looking(Some(Job::start(ctx, "trust", look)));
    }

    fn judge(&mut self, session: &Arc<Session>, listing: Listing) {
        let mut trusted = Trusted::read(&session.folders.user);
        if self.own.is_some() {
            if let Err(error) = trusted.keep(&listing) {
                log::warn!("{error}");
            }
            self.run(session, listing);
        } else if self.everything || self.session.get(&listing.folder) == Some(&listing.digest) || trusted.has(&listing) {
            self.run(session, listing);
        } else {
            self.state = State::Asking(listing);
        }
    }

    fn run(&mut self, session: &Arc<Session>, listing: Listing) {
        set_folder(session, self.folder.clone());
        self.state = State::Runs(listing);
    }

    /// The workspace is left. What was changed in its folder while it was open is the user's own work.
    pub fn leave(&mut self, session: &Arc<Session>) {
        if let State::Runs(listing) = std::mem::take(&mut self.state) {
            set_folder(session, None);
            let now = trust::look(&listing.folder).ok().flatten().filter(|now| now.digest != listing.digest);
            if let Some(now) = now {
                let mut trusted = Trusted::read(&session.folders.user);
                if trusted.has(&listing)
                    && let Err(error) = trusted.keep(&now)
                {
                    log::warn!("{error}");
                }
                if let Some(digest) = self.session.get_mut(&now.folder) {
                    *digest = now.digest;
                }
            }
        }
    }

    /// Says on the nodes why their classes are missing.
    pub fn explain(&self, now: &mut Now) {
        if self.withheld().is_none() {
            return;
        }
        let missing =
            |(id, state): (&_, &voxloom_workspace::evaluator::NodeState)| matches!(state.status, ProcessorStatus::Missing(_)).then_some(*id);
        let ids: Vec<_> = now.states.iter().filter_map(missing).collect();
        for id in ids {
            let class = now.snapshot.workspace.network.get(id).map_or("?", |node| &*node.class).to_owned();
            if let Some(state) = Arc::make_mut(&mut now.states).get_mut(&id) {
                let text = format!("not trusted: {class} is not known, and the Python files beside this workspace are not run until you say so");
                state.status = ProcessorStatus::Missing(text);
            }
        }
    }

    /// Asks again about files that were refused.
    pub fn ask_again(&mut self) {
        if let State::Refused(listing) = &self.state {
            self.state = State::Asking(listing.clone());
        }
    }

    pub fn is_asking(&self) -> bool {
        matches!(self.state, State::Asking(_))
    }

    /// Draws the question.
    pub fn show(&mut self, ui: &mut Ui, desk: &mut Desk) {
        let State::Asking(listing) = &self.state else { return };
        let listing = listing.clone();
        let mut answer = None;
        Frame::NONE.fill(theme::ACCENT_FILL).inner_margin(egui::Margin::symmetric(10, 6)).corner_radius(4.0).show(ui, |ui| {
            ui.take_available_width();
            ui.horizontal_wrapped(|ui| {
                let count = listing.files.len();
                let text = match count {
                    1 => "A Python file lies beside this workspace. It can do on this computer whatever you can. Run this Python file?".to_owned(),
                    count => format!(
                        "{count} Python files lie beside this workspace. They can do on this computer whatever you can. Run these Python files?"
                    ),
                };
                ui.add(Label::new(RichText::new(text).color(theme::TEXT_STRONG)).wrap());
                if ui.button("Run").on_hover_text("Run them until the program is closed").clicked() {
                    answer = Some(Answer::Now);
                }
                if ui.button("Always run").on_hover_text("Not asked again while no other program changes the files").clicked() {
                    answer = Some(Answer::Always);
                }
                if ui.button("Do not run").on_hover_text("Their nodes stay as they are, without results").clicked() {
                    answer = Some(Answer::No);
                }
            });
            ui.horizontal_wrapped(|ui| {
                for file in &listing.files {
                    let link = ui.link(RichText::new(file.display().to_string()).size(theme::SIZE_SMALL + 1.0));
                    if link.on_hover_text("Read it in the editor; that runs nothing").clicked() {
                        desk.edit_here(&listing.folder.join(file), None);
                    }
                }
            });
        });
        match answer {
            None => {}
            Some(Answer::No) => {
                self.state = State::Refused(listing);
                desk.notices.info("The Python files beside this workspace are not run. Python > Run Files beside Workspace asks again.");
            }
            Some(answer) => {
                // What is run is what was shown: a file that changed meanwhile is asked about again.
                self.session.insert(listing.folder.clone(), listing.digest.clone());
                if answer == Answer::Always
                    && let Err(error) = Trusted::read(&desk.session.folders.user).keep(&listing)
                {
                    desk.notices.error(error);
                }
                self.look(ui.ctx(), listing.folder);
            }
        }
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Answer {
    Now,
    Always,
    No,
}

/// Tells Python which folder lies beside the workspace; the watcher looks into it.
fn set_folder(session: &Session, folder: Option<PathBuf>) {
    let folders = Folders { workspace: folder.into_iter().collect(), ..session.python.folders() };
    if let Err(error) = session.python.set_folders(folders) {
        log::warn!("the folder beside the workspace could not be told to Python: {error}");
    }
}
