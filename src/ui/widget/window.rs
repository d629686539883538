//! Which part of a list is shown: the selected entry stays in sight, with what surrounds it.

/// First row shown of `rows`, where `room` fit and `selected` must be in sight, in the middle where that is possible.
pub fn first(rows: usize, room: usize, selected: usize) -> usize {
    let last = rows.saturating_sub(room);
    selected.saturating_sub(room / 2).min(last)
}

/// What of a list is shown, and how much of it is not.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Shown {
    /// First entry shown.
    pub first: usize,
    /// How many are.
    pub count: usize,
    /// How many are hidden before them.
    pub above: usize,
    /// How many are hidden after them.
    pub below: usize,
}

impl Shown {
    /// Of `rows`, where `room` fit and `selected` must be in sight. Where not all fit, one row less is shown: the row
    /// under the list says how many more there are.
    pub fn of(rows: usize, room: usize, selected: usize) -> Self {
        let count = if rows <= room { rows } else { room.saturating_sub(1) };
        let first = first(rows, count, selected);
        let below = rows.saturating_sub(first + count);
        Self { first, count, above: first.min(rows), below }
    }

    /// `+3 more`, `+2 above`, `+2 above  +3 below`; `None` where everything is shown.
    pub fn more(self) -> Option<String> {
        match (self.above, self.below) {
            (0, 0) => None,
            (0, below) => Some(format!("+{below} more")),
            (above, 0) => Some(format!("+{above} above")),
            (above, below) => Some(format!("+{above} above  +{below} below")),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_selected_row_is_always_in_sight() {
        for rows in 0..40 {
            for room in 1..20 {
                for selected in 0..rows {
                    let first = first(rows, room, selected);
                    assert!(first <= selected && selected < first + room, "{rows} {room} {selected}");
                    assert!(first == 0 || first + room <= rows, "no empty rows while some are hidden");
                }
            }
        }
    }

    #[test]
    fn what_is_not_shown_is_counted() {
        let says = |rows, room, selected| Shown::of(rows, room, selected).more().unwrap_or_default();
        assert_eq!(says(5, 5, 4), "");
        assert_eq!(says(6, 5, 0), "+2 more");
        assert_eq!(says(6, 5, 5), "+2 above");
        assert_eq!(says(9, 4, 4), "+3 above  +3 below");
        for rows in 0..12 {
            for room in 1..12 {
                for selected in 0..rows {
                    let shown = Shown::of(rows, room, selected);
                    assert_eq!(shown.above + shown.count + shown.below, rows, "{rows} {room} {selected}");
                    let in_sight = (shown.first..shown.first + shown.count).contains(&selected);
                    assert!(in_sight || room == 1, "{rows} {room} {selected}");
                }
            }
        }
    }

    #[test]
    fn no_room_is_no_trouble() {
        assert_eq!(first(5, 0, 3), 3);
        assert_eq!(first(0, 5, 9), 0);
    }
}
