//! Which part of a list is shown: the selected entry stays in sight, with what surrounds it.

/// First row shown of `rows`, where `room` fit and `selected` must be in sight, in the middle where that is possible.
pub fn first(rows: usize, room: usize, selected: usize) -> usize {
    let last = rows.saturating_sub(room);
    selected.saturating_sub(room / 2).min(last)
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
    fn no_room_is_no_trouble() {
        assert_eq!(first(5, 0, 3), 3);
        assert_eq!(first(0, 5, 9), 0);
    }
}
