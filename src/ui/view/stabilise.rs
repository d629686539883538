//! 1 Stabilise: the days from the go-live to the end, which of them count, and how far they are.

use chrono::{DateTime, Days, NaiveDate, NaiveTime, Utc};
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use crate::calendar::{Calendar, zone};
use crate::journal::DecisionKind;
use crate::ui::model::Pane;
use crate::ui::picture::Picture;
use crate::ui::say;
use crate::ui::symbols;
use crate::ui::theme::Role;
use crate::ui::widget::bar::share;
use crate::ui::widget::heading::Heading;
use crate::ui::widget::line::Line;
use crate::ui::widget::pen::Pen;

/// One day of the watch period.
struct Day {
    date: NaiveDate,
    note: String,
    counts: bool,
}

/// Draws the days.
pub fn render(buf: &mut Buffer, area: Rect, m: &Picture<'_>) {
    let mut pen = Pen::new(buf, area, m.theme);
    let rules = &m.plan.stabilisation;
    let days = if rules.business_days == 1 { "business day" } else { "business days" };
    let heading = Heading {
        key: Some('1'),
        title: "Stabilise",
        subject: Line::new().text(format!("{} {days}, {}", rules.business_days, rules.calendar)),
        figure: Line::new(),
        focus: m.ui.focus == Pane::Timeline,
    };
    heading.draw(&mut pen);
    let begun = m.session.decision(DecisionKind::Go).map(|decision| decision.at.at);
    let Some((begun, end)) = begun.zip(m.outlook.clocks.stabilisation_end) else { return };
    draw_days(&mut pen, m, begun, end);
    let tz = m.plan.window.zone;
    let ends = format!("{} {}", zone::day(tz, end), say::time::clock(m, end));
    let left = Line::new().dim("ends ").strong(ends).dim(format!(" {}", zone::abbreviation(tz, end)));
    let (cost, old) = (say::late::cost(m), say::late::old_version(m));
    let whole = if cost.is_empty() || old.is_empty() {
        cost.clone().join(old.clone())
    } else {
        cost.clone().dim("; ").join(old.clone())
    };
    let alone = cost.is_empty() || old.is_empty() || whole.width() <= usize::from(pen.width());
    if alone {
        pen.row(0, 3, &left, &Line::new());
        pen.line(0, 4, &whole, pen.width());
    } else {
        pen.row(0, 3, &left, &old);
        pen.line(0, 4, &cost, pen.width());
    }
}

fn draw_days(pen: &mut Pen<'_>, m: &Picture<'_>, begun: DateTime<Utc>, end: DateTime<Utc>) {
    let all = days(m, begun, end);
    let today = zone::date(m.plan.window.zone, m.now.at);
    let most = usize::from(pen.width() / 13).max(1);
    let at = all.iter().position(|day| day.date == today).unwrap_or_default();
    let first = crate::ui::widget::window::first(all.len(), most, at);
    let shown: Vec<_> = all.iter().skip(first).take(most).collect();
    let Ok(count) = u16::try_from(shown.len().max(1)) else { return };
    let each = pen.width() / count;
    for (x, day) in (0..).step_by(usize::from(each.max(1))).zip(shown) {
        let wide = each.saturating_sub(2);
        let name = format!("{}", day.date.format("%a %-d"));
        let look = if day.date == today { Role::Strong } else { Role::Text };
        pen.row_to(x, x + wide, 1, &Line::of(name, look), &Line::new().dim(day.note.as_str()));
        if !day.counts {
            pen.rule(x, x + wide, 2, symbols::DASH, Role::Secondary);
            continue;
        }
        pen.rule(x, x + wide, 2, symbols::RULE, Role::Secondary);
        pen.rule(x, x + share(passed(m, day.date, end), wide), 2, symbols::HEAVY, Role::Good);
    }
}

fn days(m: &Picture<'_>, begun: DateTime<Utc>, end: DateTime<Utc>) -> Vec<Day> {
    let tz = m.plan.window.zone;
    let calendar = Calendar::named(&m.plan.stabilisation.calendar).unwrap_or(Calendar::weekdays());
    let (first, last) = (zone::date(tz, begun), zone::date(tz, end));
    let mut counted = 0;
    (0..60)
        .map_while(|n| first.checked_add_days(Days::new(n)))
        .take_while(|date| *date <= last)
        .map(|date| {
            let counts = date > first && calendar.is_business_day(date);
            counted += u32::from(counts);
            let note = if date == first {
                "went live".to_owned()
            } else if counts {
                format!("day {counted}")
            } else {
                calendar.holiday(date).unwrap_or("off").to_owned()
            };
            Day { date, note, counts }
        })
        .collect()
}

/// Share of the day that is over; the last one ends with the period.
#[expect(clippy::cast_precision_loss, reason = "a share of a day in seconds is far below 2^52")]
fn passed(m: &Picture<'_>, date: NaiveDate, end: DateTime<Utc>) -> f64 {
    let tz = m.plan.window.zone;
    let from = zone::first_reading(tz, date.and_time(NaiveTime::MIN));
    let to = date
        .checked_add_days(Days::new(1))
        .map(|next| zone::first_reading(tz, next.and_time(NaiveTime::MIN)));
    let to = to.unwrap_or(end).min(end);
    let whole = (to - from).num_seconds().max(1) as f64;
    ((m.now.at - from).num_seconds() as f64 / whole).clamp(0.0, 1.0)
}
