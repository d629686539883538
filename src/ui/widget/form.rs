//! Fields being typed, and the button under them.

use super::line::Line;
use super::pen::{Pen, cells};
use crate::text::clean;
use crate::ui::overlay::{Field, Form, Input, Wants};
use crate::ui::symbols;
use crate::ui::theme::Role;

/// Rows that the form takes: three a field, or two where it is dense; a line for a problem, and the button.
pub fn height(form: &Form, dense: bool) -> u16 {
    cells(form.fields.len()).saturating_mul(each(dense)).saturating_add(2)
}

fn each(dense: bool) -> u16 {
    if dense { 2 } else { 3 }
}

/// Draws the form from the pen's first row on; `back` says what esc does.
pub fn draw(pen: &mut Pen<'_>, form: &Form, dense: bool, back: &str) {
    let mut y = 0;
    for (index, shown) in form.fields.iter().enumerate() {
        field(pen, y, shown, index == form.focus, dense);
        y = y.saturating_add(each(dense));
    }
    if let Some(problem) = &form.problem {
        let line =
            Line::new().add(symbols::FAIL, Role::Failure).text(" ").add(problem.as_str(), Role::Failure);
        pen.line(0, y, &line, pen.width());
    }
    button(pen, y.saturating_add(1), form, back);
}

fn field(pen: &mut Pen<'_>, y: u16, field: &Field, focus: bool, dense: bool) {
    let label = if focus { Role::Strong } else { Role::Text };
    let wanted = match &field.wants {
        Wants::Exactly(text) => text.as_str(),
        _ => field.hint.as_str(),
    };
    pen.line(0, y, &Line::of(field.label.as_str(), label).text("  ").dim(wanted), pen.width());
    let long = pen.width().min(64);
    let progress = progress(field);
    let room = long.saturating_sub(cells(progress.width())).saturating_sub(2);
    let (symbol, role) = if focus { (symbols::HEAVY, Role::Act) } else { (symbols::RULE, Role::Secondary) };
    // Dense, the line to write on is the row itself.
    pen.rule(0, room, y.saturating_add(if dense { 1 } else { 2 }), symbol, role);
    if dense {
        let typed = cells(clean::width(&field.input.text)).saturating_add(1).min(room);
        pen.part(0, y.saturating_add(1), typed, 1).clear();
    }
    input(pen, 0, y.saturating_add(1), room, &field.input, focus);
    pen.line(room.saturating_add(2), y.saturating_add(1), &progress, long);
}

/// How far a text that must match has come, and where it strays.
fn progress(field: &Field) -> Line {
    let typed = field.input.text.trim_matches(|c: char| c.is_ascii_whitespace());
    match &field.wants {
        _ if field.is_complete() && !typed.is_empty() => Line::of(symbols::DONE, Role::Good),
        Wants::Exactly(text) if !typed.is_empty() => {
            let same = text.chars().zip(typed.chars()).take_while(|(wanted, typed)| wanted == typed).count();
            if same < typed.chars().count() {
                return Line::of(
                    format!("{} differs at letter {}", symbols::LATE, same + 1),
                    Role::Attention,
                );
            }
            Line::new().dim(format!("{same} of {} letters", text.chars().count()))
        }
        Wants::Optional => Line::new().dim("optional"),
        wants => match wants.asks().filter(|_| !typed.is_empty()) {
            Some(asks) => Line::of(format!("{} {asks}", symbols::LATE), Role::Attention),
            None => Line::new(),
        },
    }
}

/// Draws a text being typed, with its cursor; the part around the cursor where the room is short.
pub fn input(pen: &mut Pen<'_>, x: u16, y: u16, room: u16, input: &Input, focus: bool) {
    let at = (0..=input.cursor.min(input.text.len())).rev().find(|at| input.text.is_char_boundary(*at));
    let (before, after) = input.text.split_at(at.unwrap_or_default());
    let room = usize::from(room).saturating_sub(1);
    let mut before = clean::line(before);
    while clean::width(&before) > room && !before.is_empty() {
        before.remove(0);
    }
    let end = pen.put(x, y, &before, Role::Strong);
    let left = room.saturating_sub(clean::width(&before));
    let after = clean::line(after);
    pen.put(end, y, &clean::fit(&after, left + 1), Role::Strong);
    if focus {
        let under = after.chars().next().unwrap_or(' ').to_string();
        pen.put(end, y, if clean::width(&under) == 1 { &under } else { " " }, Role::Text.chip());
    }
}

fn button(pen: &mut Pen<'_>, y: u16, form: &Form, back: &str) {
    let words = format!("[ {} ]", form.button);
    let esc = Line::new().text("     ").add("esc", Role::Act).text(" ").text(back);
    let line = match form.fields.iter().find(|field| !field.is_complete()) {
        None => Line::new().add(words, Role::Act.bold()).text("  enter"),
        Some(field) => {
            let waits = match field.wants {
                Wants::Exactly(_) => format!("{words}  waits until it is typed"),
                _ => format!("{words}  waits for: {}", field.label.to_lowercase()),
            };
            let room = usize::from(pen.width()).saturating_sub(esc.width());
            Line::new().dim(if clean::width(&waits) <= room { waits } else { words })
        }
    };
    pen.line(0, y, &line.join(esc), pen.width());
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ui::theme::Theme;
    use ratatui::buffer::Buffer;
    use ratatui::layout::Rect;

    fn typed(text: &str, wants: Wants) -> Form {
        let input = Input { text: text.to_owned(), cursor: text.len() };
        let field = Field { label: "Type the version".to_owned(), hint: String::new(), input, wants };
        Form {
            fields: vec![field],
            focus: 0,
            button: "Decide ROLLBACK".to_owned(),
            problem: None,
            asked: false,
        }
    }

    fn drawn(form: &Form, width: u16) -> Vec<String> {
        let mut buf = Buffer::empty(Rect::new(0, 0, width, height(form, false)));
        let area = buf.area;
        draw(&mut Pen::new(&mut buf, area, Theme::default()), form, false, "back, nothing is decided");
        let row = |cells: &[ratatui::buffer::Cell]| {
            cells.iter().map(ratatui::buffer::Cell::symbol).collect::<String>()
        };
        buf.content.chunks(usize::from(width)).map(|cells| row(cells).trim_end().to_owned()).collect()
    }

    fn exactly() -> Wants {
        Wants::Exactly("4.12.0".to_owned())
    }

    #[test]
    fn the_button_waits_until_the_text_is_complete() {
        assert_eq!(
            drawn(&typed("4.12", exactly()), 78),
            [
                "Type the version  4.12.0",
                "4.12                                              4 of 6 letters",
                "━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━",
                "",
                "[ Decide ROLLBACK ]  waits until it is typed     esc back, nothing is decided",
            ]
        );
        assert_eq!(
            drawn(&typed("4.12.0 ", exactly()), 72)[4],
            "[ Decide ROLLBACK ]  enter     esc back, nothing is decided"
        );
    }

    #[test]
    fn says_where_the_text_strays() {
        assert!(drawn(&typed("4.21.0", exactly()), 72)[1].ends_with("! differs at letter 3"));
    }

    #[test]
    fn a_long_text_shows_what_surrounds_the_cursor() {
        let form = typed(&"x".repeat(300), Wants::Text);
        assert!(drawn(&form, 40)[1].starts_with("xxxx"));
    }

    #[test]
    fn no_cursor_and_no_width_does_harm() {
        for cursor in 0..12 {
            for width in 1..30 {
                let mut form = typed("zoë 日本", Wants::Text);
                form.fields[0].input.cursor = cursor;
                drawn(&form, width);
            }
        }
    }
}
