//! Offers back the work of sessions that did not end well, in a bar under the toolbar. Restoring runs no code: what lies beside the
//! workspace is asked about as when it is opened.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::SystemTime;

use egui::{Align, Button, Frame, Label, Layout, RichText, ScrollArea, TextStyle, TextWrapMode, Ui, WidgetText, vec2};
use voxloom_core::Registry;
use voxloom_workspace::recovery::{Offer, Recovery};
use voxloom_workspace::{Network, Node, file};

use crate::desk::{Desk, Now};
use crate::documents::autosave::{self, FOLDER, KeptTexts, Texts};
use crate::documents::file_browser::age;
use crate::documents::files::Then;
use crate::job::{self, Job};
use crate::theme;

/// Height of the list when there are many.
const HIGHEST: f32 = 110.0;
/// Width of the buttons of a line.
const BUTTONS: f32 = 250.0;

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
    /// What it holds, in words.
    about: String,
}

impl Item {
    fn of_texts(kept: KeptTexts) -> Self {
        let about = format!("{} lines of Python", kept.texts.values().map(|text| text.lines().count()).sum::<usize>());
        Self { journal: kept.path, when: kept.when, work: Work::Texts(kept.texts), about }
    }

    fn of_document(offer: Offer, registry: &Registry) -> Self {
        let about = about(&offer, registry);
        let restored = Restored { text: offer.text, original: offer.original, journal: offer.path.clone() };
        Self { journal: offer.path, when: offer.when, work: Work::Document(restored), about }
    }

    fn name(&self) -> String {
        let file = |path: &Path| path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        match &self.work {
            Work::Document(restored) => restored.original.as_deref().map_or_else(|| "a new workspace".to_owned(), file),
            Work::Texts(texts) => texts.keys().map(|path| file(path)).collect::<Vec<_>>().join(", "),
        }
    }
}

/// What a document holds, or what of it is not in its file.
fn about(offer: &Offer, registry: &Registry) -> String {
    let folder = offer.original.as_deref().and_then(Path::parent);
    let Ok(kept) = file::load_text(&offer.text, "the work that was kept", folder, registry) else { return "it cannot be read".to_owned() };
    let kept = kept.workspace.network;
    let saved = offer.original.as_deref().map(|path| file::load(path, registry));
    match saved {
        None => counted(kept.nodes().map(|node| &*node.display_name).collect(), ""),
        Some(Err(_)) => format!("{}; its file is gone", counted(kept.nodes().map(|node| &*node.display_name).collect(), "")),
        Some(Ok(saved)) => difference(&saved.workspace.network, &kept),
    }
}

/// What is new, gone and different in a network.
fn difference(saved: &Network, kept: &Network) -> String {
    let without = |network: &'_ Network, other: &Network| -> Vec<String> {
        network.nodes().filter(|node| other.by_identifier(&node.identifier).is_none()).map(|node| node.display_name.to_string()).collect()
    };
    let differs = |node: &&Arc<Node>| {
        let other = saved.by_identifier(&node.identifier);
        other.is_some_and(|other| {
            other.values.all() != node.values.all() || other.display_name != node.display_name || other.bypassed != node.bypassed
        })
    };
    let changed: Vec<String> = kept.nodes().filter(differs).map(|node| node.display_name.to_string()).collect();
    let wires = |network: &Network| -> BTreeSet<String> {
        network.connections().map(|wire| format!("{} {}", network.port_name(&wire.from), network.port_name(&wire.to))).collect()
    };
    let rewired = wires(saved).symmetric_difference(&wires(kept)).count();
    let mut parts: Vec<String> = [(without(kept, saved), " added"), (without(saved, kept), " removed"), (changed, " changed")]
        .iter()
        .filter(|(names, _)| !names.is_empty())
        .map(|(names, what)| counted(names.iter().map(String::as_str).collect(), what))
        .collect();
    if rewired > 0 {
        parts.push(format!("{rewired} connection{} changed", if rewired == 1 { "" } else { "s" }));
    }
    if parts.is_empty() { "changes of the layout".to_owned() } else { parts.join(", ") }
}

/// So many processors, and the first of them by name: `2 processors added (Canvas, Volume Raycaster)`.
fn counted(names: Vec<&str>, what: &str) -> String {
    const MOST: usize = 3;
    let mut list = names.iter().take(MOST).copied().collect::<Vec<_>>().join(", ");
    if names.len() > MOST {
        list += ", …";
    }
    let list = if names.is_empty() { list } else { format!(" ({list})") };
    format!("{} processor{}{what}{list}", names.len(), if names.len() == 1 { "" } else { "s" })
}

/// The offers that are open.
#[derive(Default)]
pub struct RecoveryBar {
    looking: Option<Job<Vec<Item>>>,
    items: Vec<Item>,
}

impl RecoveryBar {
    /// Looks for what other sessions left.
    pub fn look(ctx: &egui::Context, user: &Path, registry: Arc<Registry>) -> Self {
        let folder = user.join(FOLDER);
        let look = move || {
            let offers = Recovery::new(&folder).offers().into_iter();
            let mut items: Vec<Item> = offers
                .map(|offer| Item::of_document(offer, &registry))
                .chain(autosave::kept_texts(&folder).into_iter().map(Item::of_texts))
                .collect();
            items.sort_by_key(|item| std::cmp::Reverse(item.when));
            Ok(items)
        };
        Self { looking: Some(Job::start(ctx, "recovery", look)), items: Vec::new() }
    }

    /// Whether there is something to say.
    pub fn has_offers(&mut self) -> bool {
        match job::take(&mut self.looking) {
            Some(Ok(items)) => self.items = items,
            Some(Err(error)) => log::warn!("{error}"),
            None => {}
        }
        !self.items.is_empty()
    }

    fn answered(&mut self, journal: &Path) {
        self.items.retain(|item| item.journal != journal);
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
                for (index, item) in items.iter().enumerate() {
                    ui.horizontal(|ui| {
                        let name = item.name();
                        let text = format!("Voxloom did not end well. Unsaved work on {name} was kept {}: {}.", age(item.when), item.about);
                        let text = WidgetText::from(RichText::new(text).color(theme::TEXT_STRONG));
                        // The buttons stand right behind the text, which gives way where there is no room.
                        let room = (ui.available_width() - BUTTONS).max(BUTTONS);
                        let wide = text.clone().into_galley(ui, Some(TextWrapMode::Extend), f32::INFINITY, TextStyle::Body).size().x;
                        let size = vec2(wide.min(room).ceil() + 1.0, theme::ROW);
                        ui.allocate_ui_with_layout(size, Layout::left_to_right(Align::Center), |ui| ui.add(Label::new(text).truncate()));
                        let mut button = |widget: Button<'_>, text: &str, tip: &str| {
                            let response = ui.add(widget).on_hover_text(tip);
                            // Of several the name tells which.
                            let said = if items.len() > 1 { format!("{text} {name}") } else { text.to_owned() };
                            response.widget_info(|| egui::WidgetInfo::labeled(egui::WidgetType::Button, true, said.clone()));
                            response.clicked()
                        };
                        let restore = Button::new(RichText::new("Restore").color(theme::TEXT_STRONG)).stroke(egui::Stroke::new(1.0, theme::ACCENT));
                        if button(restore, "Restore", "Opens it as unsaved work; your own files stay as they are until you save. Runs no code.") {
                            answer = Some((index, Answer::Restore));
                        }
                        if button(Button::new("Show File"), "Show File", "Says where it is kept, and copies the path") {
                            answer = Some((index, Answer::Show));
                        }
                        if button(Button::new("Discard"), "Discard", "Deletes what was kept; your own files stay as they are") {
                            answer = Some((index, Answer::Discard));
                        }
                    });
                }
            });
        });
        if let Some((index, answer)) = answer {
            self.answer_recovery(&items[index], &answer, now);
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
