//! Offers back the work of sessions that did not end well, in a bar under the toolbar. Restoring runs no code: what lies beside the
//! workspace is asked about as when it is opened.

use std::path::{Path, PathBuf};
use std::time::SystemTime;

use egui::{Align, Frame, Label, Layout, RichText, ScrollArea, Ui};
use voxloom_workspace::recovery::Recovery;

use crate::desk::{Desk, Now};
use crate::documents::autosave::{self, FOLDER, KeptTexts, Texts};
use crate::documents::file_browser::age;
use crate::documents::files::Then;
use crate::job::{self, Job};
use crate::theme;

/// Height of the list when there are many.
const HIGHEST: f32 = 110.0;

/// A document to make of what was kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Restored {
    pub text: String,
    pub original: Option<PathBuf>,
    /// The journal that holds it.
    pub journal: PathBuf,
}

/// What is offered back.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Work {
    Document(Restored),
    Texts(Texts),
}

#[derive(Debug, Clone, PartialEq, Eq)]
struct Item {
    journal: PathBuf,
    when: SystemTime,
    work: Work,
}

impl Item {
    fn of_texts(kept: KeptTexts) -> Self {
        Self { journal: kept.path, when: kept.when, work: Work::Texts(kept.texts) }
    }

    fn name(&self) -> String {
        let file = |path: &Path| path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        match &self.work {
            Work::Document(restored) => restored.original.as_deref().map_or_else(|| "a new workspace".to_owned(), file),
            Work::Texts(texts) => texts.keys().map(|path| file(path)).collect::<Vec<_>>().join(", "),
        }
    }

    /// What it holds, in words.
    fn about(&self) -> String {
        match &self.work {
            Work::Document(restored) => {
                let json: serde_json::Value = serde_json::from_str(&restored.text).unwrap_or_default();
                let count = json["network"]["processors"].as_array().map_or(0, Vec::len);
                format!("{count} processor{}", if count == 1 { "" } else { "s" })
            }
            Work::Texts(texts) => format!("{} lines of Python", texts.values().map(|text| text.lines().count()).sum::<usize>()),
        }
    }
}

/// The offers that are open.
#[derive(Default)]
pub struct RecoveryBar {
    looking: Option<Job<Vec<Item>>>,
    items: Vec<(Item, String)>,
}

impl RecoveryBar {
    /// Looks for what other sessions left.
    pub fn look(ctx: &egui::Context, user: &Path) -> Self {
        let folder = user.join(FOLDER);
        let look = move || {
            let documents = Recovery::new(&folder).offers().into_iter().map(|offer| Item {
                journal: offer.path.clone(),
                when: offer.when,
                work: Work::Document(Restored { text: offer.text, original: offer.original, journal: offer.path }),
            });
            let mut items: Vec<Item> = documents.chain(autosave::kept_texts(&folder).into_iter().map(Item::of_texts)).collect();
            items.sort_by_key(|item| std::cmp::Reverse(item.when));
            Ok(items)
        };
        Self { looking: Some(Job::start(ctx, "recovery", look)), items: Vec::new() }
    }

    /// Whether there is something to say.
    pub fn has_offers(&mut self) -> bool {
        match job::take(&mut self.looking) {
            Some(Ok(items)) => self.items = items.into_iter().map(|item| (item.clone(), item.about())).collect(),
            Some(Err(error)) => log::warn!("{error}"),
            None => {}
        }
        !self.items.is_empty()
    }

    fn answered(&mut self, journal: &Path) {
        self.items.retain(|(item, _)| item.journal != journal);
    }
}

/// What was pressed.
enum Answer {
    Restore,
    Discard,
    Show,
}

impl Desk {
    /// Draws the bar.
    pub(crate) fn draw_recovery(&mut self, ui: &mut Ui, now: &Now) {
        let items = self.recovery.items.clone();
        let mut answer = None;
        Frame::NONE.fill(theme::ACCENT_FILL).inner_margin(egui::Margin::symmetric(10, 6)).corner_radius(4.0).show(ui, |ui| {
            ScrollArea::vertical().id_salt("recovery").max_height(HIGHEST).auto_shrink([false, true]).show(ui, |ui| {
                for (index, (item, about)) in items.iter().enumerate() {
                    ui.horizontal(|ui| {
                        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
                            let name = item.name();
                            let mut button = |text: &str, tip: &str| {
                                let response = ui.button(text).on_hover_text(tip);
                                // Of several the name tells which.
                                let said = if items.len() > 1 { format!("{text} {name}") } else { text.to_owned() };
                                response.widget_info(|| egui::WidgetInfo::labeled(egui::WidgetType::Button, true, said.clone()));
                                response.clicked()
                            };
                            if button("Discard", "Deletes what was kept; your own files stay as they are") {
                                answer = Some((index, Answer::Discard));
                            }
                            if button("Show File", "Says where it is kept, and copies the path") {
                                answer = Some((index, Answer::Show));
                            }
                            if button("Restore", "Opens it as unsaved work; your own files stay as they are until you save. Runs no code.") {
                                answer = Some((index, Answer::Restore));
                            }
                            let text = format!("Voxloom did not end well. Unsaved work on {name} was kept: {about}, {}.", age(item.when));
                            ui.with_layout(Layout::left_to_right(Align::Center), |ui| {
                                ui.add(Label::new(RichText::new(text).color(theme::TEXT_STRONG)).truncate());
                            });
                        });
                    });
                }
            });
        });
        if let Some((index, answer)) = answer {
            self.answer_recovery(&items[index].0, &answer, now);
        }
    }

    fn answer_recovery(&mut self, item: &Item, answer: &Answer, now: &Now) {
        match (answer, &item.work) {
            (Answer::Restore, Work::Document(restored)) => self.start(Then::Restore(restored.clone()), now),
            (Answer::Restore, Work::Texts(texts)) => {
                self.arrangement.editor = true;
                for (path, text) in texts {
                    self.sources.restore(path, text.clone());
                }
                self.autosave.take_over(item.journal.clone());
                self.recovery.answered(&item.journal);
            }
            (Answer::Discard, work) => {
                match work {
                    Work::Document(_) => autosave::discard(&self.session.folders.user.join(FOLDER), &item.journal),
                    Work::Texts(_) => autosave::remove_texts(&item.journal),
                }
                self.recovery.answered(&item.journal);
            }
            (Answer::Show, _) => {
                self.files.ctx().copy_text(item.journal.display().to_string());
                self.notices.info(format!("It is kept in {} (the path is in the clipboard)", item.journal.display()));
            }
        }
    }

    /// Makes a document of what was kept; its journal goes once this session has kept the work itself.
    pub(crate) fn restore(&mut self, restored: &Restored) {
        match crate::documents::open::restore(&self.session, &restored.text, restored.original.as_deref()) {
            Ok(()) => {
                self.selection.clear();
                self.autosave.take_over(restored.journal.clone());
                self.recovery.answered(&restored.journal);
                self.ask(crate::desk::Ask::FitAll);
                self.notices.info("Restored. It is not saved yet.");
            }
            Err(error) => self.notices.error(error),
        }
    }
}
