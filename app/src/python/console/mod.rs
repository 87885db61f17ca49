//! The prompt of the Python console: a line or several, history, completion. What it says goes through the log.

mod completion;
mod history;

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use egui::text::{CCursor, CCursorRange};
use egui::{Event, EventFilter, Frame, Id, Key, Modifiers, RichText, ScrollArea, TextEdit, Ui, vec2};
use log::Level;
use serde_json::json;
use voxloom_host::{HostError, HostKey};

use self::completion::Completion;
use self::history::History;
use crate::desk::Desk;
use crate::job::{self, Job};
use crate::panels::field_info;
use crate::python::code_editor::typing::Selected;
use crate::python::code_editor::view::color;
use crate::session::Session;
use crate::theme;

/// How entered lines are marked in the log.
pub const SOURCE: &str = ">>>";
/// Where the history lies in the user's folder.
const HISTORY_FILE: &str = "python_history.json";
/// Rows of the prompt before it scrolls.
const ROWS: usize = 8;
/// How often a line that runs looks whether it is to be interrupted.
const LOOK: Duration = Duration::from_millis(50);

/// Whether entered text is all there, or goes on.
type Complete = bool;

struct Running {
    job: Option<Job<Complete>>,
    source: String,
    /// The line of the log that shows it.
    echo: u64,
    interrupt: Arc<AtomicBool>,
}

/// The prompt.
#[derive(Default)]
pub struct Prompt {
    text: String,
    history: Option<History>,
    running: Option<Running>,
    completing: Option<Job<Completion>>,
    popup: Option<(Completion, usize)>,
    wants_focus: bool,
}

fn field() -> Id {
    Id::new("python prompt")
}

impl Prompt {
    pub fn focus(&mut self) {
        self.wants_focus = true;
    }

    pub fn is_running(&self) -> bool {
        self.running.is_some()
    }

    fn selection(ctx: &egui::Context) -> std::ops::Range<usize> {
        let range = TextEdit::load_state(ctx, field()).and_then(|state| state.cursor.char_range());
        range.map_or(0..0, |range| {
            let sorted = range.as_sorted_char_range();
            sorted.start.0..sorted.end.0
        })
    }

    fn set(&mut self, ctx: &egui::Context, text: String, cursor: usize) {
        self.text = text;
        let mut state = TextEdit::load_state(ctx, field()).unwrap_or_default();
        state.cursor.set_char_range(Some(CCursorRange::one(CCursor::new(cursor))));
        TextEdit::store_state(ctx, field(), state);
    }

    fn set_at_end(&mut self, ctx: &egui::Context, text: String) {
        let end = text.chars().count();
        self.set(ctx, text, end);
    }

    /// Keys of the prompt, before the text field takes them.
    pub fn keys(&mut self, ctx: &egui::Context, desk: &mut Desk) {
        self.take_in(ctx, desk);
        if desk.dialogs.is_open() || ctx.memory(|memory| memory.focused()) != Some(field()) {
            self.popup = None;
            return;
        }
        let copies = ctx.input(|input| input.events.iter().any(|event| matches!(event, Event::Copy)));
        if copies && Self::selection(ctx).is_empty() {
            ctx.input_mut(|input| input.events.retain(|event| !matches!(event, Event::Copy)));
            if self.running.is_some() { self.interrupt() } else { self.set_at_end(ctx, String::new()) }
        }
        let pressed = |modifiers, key| ctx.input_mut(|input| input.consume_key(modifiers, key));
        if self.popup.is_some() && self.popup_keys(ctx, &pressed) {
            return;
        }
        if pressed(Modifiers::SHIFT, Key::Enter) {
            self.new_line(ctx);
        }
        if pressed(Modifiers::NONE, Key::Enter) {
            // What was typed in the same frame belongs to the line.
            self.take_typed(ctx);
            self.submit(ctx, desk);
        }
        if pressed(Modifiers::NONE, Key::Tab) {
            self.take_typed(ctx);
            self.complete(ctx, desk);
        }
        let cursor = Self::selection(ctx).start;
        let (before, after): (Vec<char>, Vec<char>) = {
            let letters: Vec<char> = self.text.chars().collect();
            let at = cursor.min(letters.len());
            (letters[..at].to_vec(), letters[at..].to_vec())
        };
        if !before.contains(&'\n') && pressed(Modifiers::NONE, Key::ArrowUp) {
            let shown = self.text.clone();
            if let Some(line) = self.history(desk).older(&shown) {
                self.set_at_end(ctx, line);
            }
        } else if !after.contains(&'\n')
            && pressed(Modifiers::NONE, Key::ArrowDown)
            && let Some(line) = self.history(desk).newer()
        {
            self.set_at_end(ctx, line);
        }
    }

    fn take_typed(&mut self, ctx: &egui::Context) {
        let mut selected = Selected::new(&self.text, Self::selection(ctx));
        ctx.input_mut(|input| {
            input.events.retain(|event| match event {
                Event::Text(text) => {
                    selected.insert(text);
                    false
                }
                _ => true,
            });
        });
        if selected.text != self.text {
            self.set(ctx, selected.text, selected.range.end);
        }
    }

    fn new_line(&mut self, ctx: &egui::Context) {
        let mut selected = Selected::new(&self.text, Self::selection(ctx));
        selected.new_line();
        self.set(ctx, selected.text, selected.range.end);
    }

    fn history(&mut self, desk: &Desk) -> &mut History {
        self.history.get_or_insert_with(|| History::new(desk.files.recall(HISTORY_FILE).unwrap_or_default()))
    }

    /// Runs what is typed. A line that goes on stays in the prompt.
    fn submit(&mut self, ctx: &egui::Context, desk: &mut Desk) {
        if self.running.is_some() || self.text.trim().is_empty() {
            return;
        }
        let source = self.text.clone();
        let echo = desk.session.console.add_numbered(Level::Info, SOURCE, source.trim_end());
        let interrupt: Arc<AtomicBool> = Arc::default();
        let (session, sent, stop) = (desk.session.clone(), as_entered(&source), interrupt.clone());
        let job = Job::start(ctx, "python console", move || run(&session, &sent, &stop));
        self.running = Some(Running { job: Some(job), source, echo, interrupt });
        self.set_at_end(ctx, String::new());
    }

    fn take_in(&mut self, ctx: &egui::Context, desk: &Desk) {
        if let Some(running) = &mut self.running
            && let Some(answer) = job::take(&mut running.job)
        {
            let (source, echo) = (std::mem::take(&mut running.source), running.echo);
            self.running = None;
            match answer {
                Ok(true) => self.remember(&source, desk),
                Ok(false) => {
                    desk.session.console.retract(echo);
                    // What was typed meanwhile comes after it.
                    let typed = std::mem::take(&mut self.text);
                    let end = source.chars().count();
                    let mut selected = Selected::new(&source, end..end);
                    selected.new_line();
                    self.set_at_end(ctx, selected.text + &typed);
                }
                Err(error) => {
                    self.remember(&source, desk);
                    desk.session.console.add(Level::Error, "python", error);
                }
            }
        }
        if let Some(Ok(completion)) = job::take(&mut self.completing) {
            let typed = Self::selection(ctx);
            match completion.matches.len() {
                // The cursor went on meanwhile.
                _ if typed != (completion.range.end..completion.range.end) => {}
                0 => {}
                1 => self.accept(ctx, &completion, 0),
                _ => self.popup = Some((completion, 0)),
            }
        }
    }

    fn remember(&mut self, source: &str, desk: &Desk) {
        let history = self.history(desk);
        history.push(source.trim_end());
        desk.files.keep(HISTORY_FILE, &history.lines());
    }

    /// Stops the line that runs.
    fn interrupt(&self) {
        if let Some(running) = &self.running {
            running.interrupt.store(true, Ordering::Release);
        }
    }

    /// Rows in sight.
    fn rows(&self) -> usize {
        self.text.split('\n').count().clamp(1, ROWS)
    }

    /// Height that the prompt takes.
    pub fn height(&self, ui: &Ui) -> f32 {
        let row = ui.fonts_mut(|fonts| fonts.row_height(&theme::mono(theme::SIZE_BODY)));
        (self.rows() as f32 * row).max(theme::ROW) + 6.0
    }

    /// Draws the prompt.
    pub fn show(&mut self, ui: &mut Ui) {
        let row = ui.fonts_mut(|fonts| fonts.row_height(&theme::mono(theme::SIZE_BODY)));
        let rows = self.rows();
        Frame::NONE.fill(theme::GROUND).corner_radius(4.0).inner_margin(egui::Margin::symmetric(8, 3)).show(ui, |ui| {
            ui.horizontal_top(|ui| {
                let color = if self.running.is_some() { theme::WARNING } else { theme::ACCENT };
                ui.label(RichText::new(SOURCE).font(theme::mono(theme::SIZE_BODY)).color(color));
                let button = if self.running.is_some() { 90.0 } else { 0.0 };
                let width = (ui.available_width() - button).max(60.0);
                ui.allocate_ui(vec2(width, rows as f32 * row), |ui| {
                    ScrollArea::vertical().id_salt("prompt").max_height(ROWS as f32 * row).show(ui, |ui| self.field(ui, width, rows));
                });
                if let Some(running) = &self.running {
                    let time = running.job.as_ref().map_or(0.0, |job| job.elapsed().as_secs_f32());
                    let text = if running.interrupt.load(Ordering::Acquire) { "Stopping…" } else { "Interrupt" };
                    let button = ui.add(egui::Button::new(text)).on_hover_text(format!("Stop the line that runs since {time:.0} s (Ctrl+C)"));
                    if button.clicked() {
                        self.interrupt();
                        self.wants_focus = true;
                    }
                    ui.ctx().request_repaint_after(Duration::from_millis(250));
                }
            });
        });
        self.draw_popup(ui);
    }

    fn field(&mut self, ui: &mut Ui, width: f32, rows: usize) {
        let mut layouter = |ui: &Ui, text: &dyn egui::TextBuffer, _: f32| ui.fonts_mut(|fonts| fonts.layout_job(color(text.as_str())));
        let hint = if self.running.is_some() { "Python is busy" } else { "Python: network, app, selection, vx and np are at hand; Tab completes" };
        let edit = TextEdit::multiline(&mut self.text)
            .id(field())
            .font(theme::mono(theme::SIZE_BODY))
            .frame(Frame::NONE)
            .hint_text(RichText::new(hint).color(theme::TEXT_DISABLED))
            .desired_width(width)
            .desired_rows(rows)
            .layouter(&mut layouter)
            .event_filter(EventFilter { tab: true, horizontal_arrows: true, vertical_arrows: true, escape: self.popup.is_some() });
        let response = ui.add(edit);
        response.widget_info(|| field_info("Python prompt", &self.text));
        if std::mem::take(&mut self.wants_focus) {
            response.request_focus();
            response.scroll_to_me(None);
        }
    }
}

/// The text as Python's own prompt would get it: an empty line, indented here, ends a block.
fn as_entered(text: &str) -> String {
    match text.rsplit_once('\n') {
        Some((block, last)) if last.trim().is_empty() => format!("{}\n", block.trim_end()),
        _ => text.to_owned(),
    }
}

/// Runs a line, however long it takes; the flag interrupts it.
fn run(session: &Arc<Session>, source: &str, interrupt: &AtomicBool) -> Result<Complete, String> {
    session.start_python();
    let question = session.python.ask(&HostKey::Shared, "console.run", json!({ "source": source })).map_err(|error| error.to_string())?;
    let mut asked = false;
    loop {
        match question.wait(LOOK) {
            Ok(reply) => return Ok(reply["complete"].as_bool().unwrap_or(true)),
            Err(HostError::TimedOut(_)) => {}
            Err(error) => return Err(error.to_string()),
        }
        if !asked && interrupt.load(Ordering::Acquire) {
            asked = true;
            question.cancel().map_err(|error| error.to_string())?;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_empty_line_ends_a_block() {
        assert_eq!(as_entered("for i in x:\n    f(i)\n    "), "for i in x:\n    f(i)\n");
        assert_eq!(as_entered("for i in x:\n    f(i)"), "for i in x:\n    f(i)");
        assert_eq!(as_entered("1 "), "1 ");
    }
}
