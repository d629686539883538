//! Response times as a row of blocks: newest right, failures as crosses.

use super::line::Line;
use crate::ui::symbols;
use crate::ui::theme::Role;

/// Heights in sixths. The full block is left out so that rows do not touch, the half because it belongs to the glyphs.
const LEVELS: [&str; 6] = ["▁", "▂", "▃", "▅", "▆", "▇"];

/// One sample.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Spot {
    /// Passed, in so many milliseconds.
    Pass(f64),
    /// Passed, slower than it should be.
    Slow(f64),
    /// Failed.
    Fail,
    /// No data.
    NoData,
}

/// The newest samples that fit into `width` cells, oldest left. The scale goes from nothing to twice the usual (the
/// median) or the slowest seen, whichever is more.
pub fn line(spots: &[Spot], width: u16) -> Line {
    let shown = spots.get(spots.len().saturating_sub(usize::from(width))..).unwrap_or_default();
    let top = scale(shown);
    shown.iter().fold(Line::new(), |line, spot| match spot {
        Spot::Pass(ms) => line.add(level(*ms, top), Role::Secondary),
        Spot::Slow(ms) => line.add(level(*ms, top), Role::Attention),
        Spot::Fail => line.add(symbols::CROSS, Role::Failure),
        Spot::NoData => line.add(symbols::LATER, Role::Secondary),
    })
}

fn scale(spots: &[Spot]) -> f64 {
    let mut times: Vec<f64> = spots
        .iter()
        .filter_map(|spot| match spot {
            Spot::Pass(ms) | Spot::Slow(ms) => Some(*ms),
            Spot::Fail | Spot::NoData => None,
        })
        .collect();
    times.sort_by(f64::total_cmp);
    let usual = times.get(times.len().saturating_sub(1) / 2).copied().unwrap_or_default();
    times.last().copied().unwrap_or_default().max(2.0 * usual)
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "clamped to the table before the cast"
)]
fn level(ms: f64, top: f64) -> &'static str {
    let share = if top > 0.0 { ms / top } else { 0.0 };
    let index = (share * 6.0).ceil().clamp(1.0, 6.0) as usize;
    LEVELS.get(index.saturating_sub(1)).copied().unwrap_or("▁")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn drawn(width: u16, spots: &[Spot]) -> String {
        line(spots, width).plain()
    }

    #[test]
    fn a_steady_service_is_half_high() {
        assert_eq!(drawn(4, &[Spot::Pass(100.0); 4]), "▃▃▃▃");
    }

    #[test]
    fn tells_slow_failed_and_missing_apart_by_shape() {
        let spots = [Spot::Pass(100.0), Spot::Slow(400.0), Spot::Fail, Spot::NoData];
        assert_eq!(drawn(8, &spots), "▂▇×·");
    }

    #[test]
    fn keeps_the_newest() {
        let spots = [Spot::Fail, Spot::Fail, Spot::Pass(10.0), Spot::Pass(10.0)];
        assert_eq!(drawn(2, &spots), "▃▃");
        assert_eq!(drawn(0, &spots), "");
    }

    #[test]
    fn odd_numbers_do_no_harm() {
        let spots = [Spot::Pass(f64::NAN), Spot::Pass(f64::INFINITY), Spot::Pass(-1.0), Spot::Pass(0.0)];
        assert_eq!(drawn(8, &spots).chars().count(), 4);
    }
}
