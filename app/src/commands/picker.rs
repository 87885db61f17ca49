//! A list to choose from with the keyboard: a field to type in, and below it what fits. Palettes are made of it.

use egui::{Align2, Area, Color32, Frame, Id, Key, Label, Modifiers, Order, Pos2, Rect, RichText, ScrollArea, Sense, TextEdit, Ui, pos2, vec2};
use egui::{WidgetInfo, WidgetType};

use crate::panels::field_info;
use crate::theme;

/// Rows that are in sight at once.
const ROWS: f32 = 11.0;

/// Something that can be chosen.
pub struct Row<T> {
    pub item: T,
    /// What it is called for those who do not see it.
    pub label: String,
    pub name: String,
    pub color: Option<Color32>,
    /// At the right end.
    pub aside: String,
    /// Shown below the list while it is marked.
    pub detail: String,
    /// Why it cannot be chosen.
    pub refusal: Option<String>,
    /// Above it.
    pub heading: Option<String>,
}

impl<T> Row<T> {
    pub fn new(item: T, label: impl Into<String>, name: impl Into<String>) -> Self {
        let (label, name) = (label.into(), name.into());
        Self { item, label, name, color: None, aside: String::new(), detail: String::new(), refusal: None, heading: None }
    }

    fn height(&self) -> f32 {
        if self.refusal.is_some() { theme::ROW * 1.75 } else { theme::ROW + 2.0 }
    }
}

/// How the list looks.
pub struct Look<'a> {
    pub id: &'static str,
    pub at: Pos2,
    pub width: f32,
    /// What the field is called.
    pub name: &'a str,
    pub hint: &'a str,
    /// Said when nothing fits.
    pub nothing: &'a str,
}

/// What came of a frame.
pub enum Picked<T> {
    Open,
    Closed,
    Chosen(T),
}

fn pass_id() -> Id {
    Id::new("pass of the open picker")
}

/// Whether a list is open: all keys are its own then.
pub fn is_open(ctx: &egui::Context) -> bool {
    let pass = ctx.data(|data| data.get_temp::<u64>(pass_id()));
    pass.is_some_and(|pass| pass + 1 >= ctx.cumulative_pass_nr())
}

/// The open list.
#[derive(Debug, Default)]
pub struct Picker {
    query: String,
    index: usize,
    /// It was drawn before.
    shown: bool,
    /// What had the focus, and gets it back.
    before: Option<Id>,
}

impl Picker {
    /// Draws the list and answers its keys. `rows` gives what fits the typed text, the best first.
    pub fn show<T: Clone>(&mut self, ctx: &egui::Context, look: &Look<'_>, rows: impl FnOnce(&str) -> Vec<Row<T>>) -> Picked<T> {
        let first = !std::mem::replace(&mut self.shown, true);
        let pass = ctx.cumulative_pass_nr();
        ctx.data_mut(|data| data.insert_temp(pass_id(), pass));
        if first {
            self.before = ctx.memory(|memory| memory.focused());
        }
        let pressed = |key| ctx.input_mut(|input| input.consume_key(Modifiers::NONE, key));
        if !first && pressed(Key::Escape) {
            return self.end(ctx, Picked::Closed);
        }
        // Before the field, which would take them.
        let back = ctx.input_mut(|input| input.consume_key(Modifiers::SHIFT, Key::Tab));
        let step = match (pressed(Key::ArrowDown) || pressed(Key::Tab), pressed(Key::ArrowUp) || back, pressed(Key::PageDown), pressed(Key::PageUp)) {
            (true, ..) => 1,
            (_, true, ..) => -1,
            (_, _, true, _) => 10,
            (_, _, _, true) => -10,
            _ => 0,
        };
        let entered = !first && pressed(Key::Enter);
        let mut chosen = None;
        let shown = Area::new(Id::new(look.id)).order(Order::Foreground).fixed_pos(look.at).constrain(true).show(ctx, |ui| {
            Frame::popup(ui.style()).inner_margin(8).show(ui, |ui| {
                ui.set_width(look.width);
                self.field(ui, look);
                let rows = rows(&self.query);
                self.step(step, rows.len());
                ui.add_space(theme::UNIT);
                let clicked = self.list(ui, look, &rows, step != 0);
                let entered = entered.then_some(self.index);
                chosen = clicked.or(entered).and_then(|index| rows.get(index)).filter(|row| row.refusal.is_none()).map(|row| row.item.clone());
            });
        });
        let pressed_outside =
            ctx.input(|input| input.pointer.any_pressed() && input.pointer.interact_pos().is_some_and(|at| !shown.response.rect.contains(at)));
        match chosen {
            Some(item) => self.end(ctx, Picked::Chosen(item)),
            None if pressed_outside && !first => {
                forget(ctx);
                Picked::Closed
            }
            None => Picked::Open,
        }
    }

    fn end<T>(&self, ctx: &egui::Context, picked: Picked<T>) -> Picked<T> {
        forget(ctx);
        if let Some(id) = self.before {
            crate::parts::focus(ctx, id);
        }
        picked
    }

    fn step(&mut self, step: i32, count: usize) {
        let last = count.saturating_sub(1) as i32;
        let at = (self.index as i32).min(last);
        let to = match step {
            // One step goes round.
            1 if at == last => 0,
            -1 if at == 0 => last,
            _ => (at + step).clamp(0, last),
        };
        self.index = to.max(0) as usize;
    }

    fn field(&mut self, ui: &mut Ui, look: &Look<'_>) {
        let before = self.query.clone();
        let field = ui.add(TextEdit::singleline(&mut self.query).hint_text(look.hint).desired_width(f32::INFINITY).margin(vec2(8.0, 5.0)));
        field.widget_info(|| field_info(look.name, &self.query));
        if !field.has_focus() {
            field.request_focus();
        }
        if self.query != before {
            self.index = 0;
        }
    }

    fn list<T>(&self, ui: &mut Ui, look: &Look<'_>, rows: &[Row<T>], scroll: bool) -> Option<usize> {
        if rows.is_empty() {
            ui.label(RichText::new(look.nothing).color(theme::TEXT_WEAK));
            return None;
        }
        let mut clicked = None;
        ScrollArea::vertical().max_height(theme::ROW * ROWS).min_scrolled_height(theme::ROW * ROWS).auto_shrink([false, true]).show(ui, |ui| {
            ui.spacing_mut().item_spacing.y = 0.0;
            for (index, row) in rows.iter().enumerate() {
                if let Some(heading) = &row.heading {
                    ui.label(RichText::new(heading).size(theme::SIZE_SMALL).color(theme::TEXT_WEAK));
                }
                let (rect, _) = ui.allocate_exact_size(vec2(ui.available_width(), row.height()), Sense::hover());
                let response = ui.interact(rect, Id::new((look.id, index)), Sense::click());
                let marked = index == self.index;
                let label = match &row.refusal {
                    Some(refusal) => format!("{}: {refusal}", row.label),
                    None => row.label.clone(),
                };
                response.widget_info(|| WidgetInfo::selected(WidgetType::SelectableLabel, row.refusal.is_none(), marked, &label));
                if marked && scroll {
                    response.scroll_to_me(None);
                }
                if ui.is_rect_visible(rect) {
                    paint_row(ui, rect, row, marked, response.hovered());
                }
                if response.clicked() {
                    clicked = Some(index);
                }
            }
        });
        // Always there, so that nothing jumps while the mark moves.
        let detail = rows.get(self.index).map_or("", |row| row.detail.as_str());
        if rows.iter().any(|row| !row.detail.is_empty()) {
            ui.separator();
            ui.allocate_ui(vec2(ui.available_width(), theme::SIZE_SMALL * 2.9), |ui| {
                ui.set_min_height(theme::SIZE_SMALL * 2.9);
                ui.set_max_height(theme::SIZE_SMALL * 2.9);
                ui.add(Label::new(RichText::new(two_lines(detail)).size(theme::SIZE_SMALL + 0.5).color(theme::TEXT)).wrap());
            });
        }
        clicked
    }
}

/// None is open any more.
fn forget(ctx: &egui::Context) {
    ctx.data_mut(|data| data.remove::<u64>(pass_id()));
}

/// As much of a text as two lines have room for.
fn two_lines(text: &str) -> String {
    const ROOM: usize = 120;
    if text.chars().count() <= ROOM {
        return text.to_owned();
    }
    let cut: String = text.chars().take(ROOM).collect();
    let end = cut.rfind(' ').unwrap_or(cut.len());
    format!("{}…", cut[..end].trim_end_matches([',', '.', ';']))
}

fn paint_row<T>(ui: &Ui, rect: Rect, row: &Row<T>, marked: bool, hovered: bool) {
    let painter = ui.painter();
    if marked || hovered {
        painter.rect_filled(rect, 4.0, if marked { theme::ACCENT_FILL } else { theme::RAISED });
    }
    let middle = rect.top() + theme::ROW / 2.0 + 1.0;
    let left = match row.color {
        Some(color) => {
            let color = if row.refusal.is_some() { color.gamma_multiply(0.5) } else { color };
            painter.rect_filled(Rect::from_center_size(pos2(rect.left() + 11.0, middle), vec2(7.0, 7.0)), 2.0, color);
            rect.left() + 22.0
        }
        None => rect.left() + 8.0,
    };
    let color = match (&row.refusal, marked) {
        (Some(_), _) => theme::TEXT_DISABLED,
        (None, true) => theme::TEXT_STRONG,
        (None, false) => theme::TEXT,
    };
    let name = painter.text(pos2(left, middle), Align2::LEFT_CENTER, &row.name, theme::font(theme::SIZE_BODY), color);
    if let Some(refusal) = &row.refusal {
        let reason = painter.layout_no_wrap(refusal.clone(), theme::font(theme::SIZE_SMALL), theme::WARNING);
        let clipped = painter.with_clip_rect(rect.intersect(ui.clip_rect()));
        clipped.galley(pos2(left, middle + theme::ROW / 2.0 - 3.0), reason, theme::WARNING);
    }
    let aside = painter.layout_no_wrap(row.aside.clone(), theme::font(theme::SIZE_SMALL), theme::TEXT_WEAK);
    let x = rect.right() - 8.0 - aside.size().x;
    if x > name.right() + 8.0 {
        painter.galley(pos2(x, middle - aside.size().y / 2.0), aside, theme::TEXT_WEAK);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_mark_goes_round_and_stays_within_what_fits() {
        let mut picker = Picker::default();
        picker.step(-1, 3);
        assert_eq!(picker.index, 2);
        picker.step(1, 3);
        assert_eq!(picker.index, 0);
        picker.step(10, 3);
        assert_eq!(picker.index, 2);
        picker.step(0, 1);
        assert_eq!(picker.index, 0, "fewer rows than before");
        picker.step(1, 0);
        assert_eq!(picker.index, 0);
    }
}
