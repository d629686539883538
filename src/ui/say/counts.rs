//! How many checks stand how, in symbols and words.

use crate::decide::{CheckView, Standing};
use crate::journal::Status;
use crate::ui::picture::Picture;
use crate::ui::symbols;
use crate::ui::theme::Role;
use crate::ui::widget::line::Line;

/// How many checks stand how: `✗ 1 down  ! 1 slow  ✓ 6 up`, only what there is.
pub fn all(m: &Picture<'_>) -> Line {
    joined(&[bad(m), other(m)])
}

/// What of it asks for attention.
pub fn bad(m: &Picture<'_>) -> Line {
    let wrong = standing(m, |standing| matches!(standing, Standing::NotAsExpected(_)));
    let external = standing(m, |standing| matches!(standing, Standing::External { .. }));
    parts(&[
        (symbols::FAIL, count(m, Status::Down), "down", Role::Failure),
        (symbols::LATE, wrong, "not as expected", Role::Failure),
        (symbols::LATE, count(m, Status::Degraded), "slow", Role::Attention),
        (symbols::LATE, count(m, Status::Unknown), "no data", Role::Attention),
        (symbols::STALE, external, "external", Role::Attention),
        (symbols::UNJUDGED, count(m, Status::Unjudged), "unjudged", Role::Attention),
    ])
}

/// How many are up, and speak.
pub fn up(m: &Picture<'_>) -> usize {
    count(m, Status::Up)
}

/// How many are as a planned outage has them.
pub fn expected(m: &Picture<'_>) -> usize {
    standing(m, |standing| matches!(standing, Standing::Expected { .. }))
}

fn other(m: &Picture<'_>) -> Line {
    let muted = standing(m, |standing| matches!(standing, Standing::Muted { .. }));
    parts(&[
        (symbols::HOLD, expected(m), "expected", Role::Secondary),
        (symbols::SKIPPED, muted, "muted", Role::Secondary),
        (symbols::DONE, up(m), "up", Role::Good),
    ])
}

fn count(m: &Picture<'_>, status: Status) -> usize {
    let counts = |view: &&CheckView| {
        matches!(view.standing, Standing::Real | Standing::Grace) && view.status == status
    };
    m.outlook.checks.iter().filter(counts).count()
}

fn standing(m: &Picture<'_>, test: fn(&Standing) -> bool) -> usize {
    m.outlook.checks.iter().filter(|view| test(&view.standing)).count()
}

fn parts(parts: &[(&'static str, usize, &'static str, Role)]) -> Line {
    let shown = parts.iter().filter(|(_, count, ..)| *count > 0);
    let lines: Vec<Line> = shown
        .map(|(symbol, count, word, role)| Line::of(format!("{symbol} {count} {word}"), *role))
        .collect();
    joined(&lines)
}

fn joined(lines: &[Line]) -> Line {
    lines.iter().filter(|line| !line.is_empty()).fold(Line::new(), |all, line| {
        let gap = if all.is_empty() { "" } else { "  " };
        all.text(gap).join(line.clone())
    })
}

/// How many checks are down or not as expected, for a tab.
pub fn alarms(m: &Picture<'_>) -> usize {
    m.outlook
        .checks
        .iter()
        .filter(|view| match view.standing {
            Standing::Real | Standing::Grace => view.status == Status::Down,
            Standing::NotAsExpected(_) => true,
            _ => false,
        })
        .count()
}
