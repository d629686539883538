//! Rules about the poll: NO-GO, silent, stale, open conditions. Silence counts once the poll is open.

use super::{Class, Finding, Known};
use crate::decide::StationView;
use crate::decide::poll::about;
use crate::journal::Answer;
use crate::text::list;

pub(super) fn find(known: &Known, found: &mut Vec<Finding>) {
    if about(known.scene).is_none() {
        return;
    }
    for station in known.stations {
        found.extend(judge(known, station));
    }
}

fn judge(known: &Known, station: &StationView) -> Option<Finding> {
    let id = &station.id;
    let by = station
        .by
        .as_ref()
        .map_or_else(String::new, |(by, at)| format!(" ({by}, {})", known.scene.hhmm(at.at)));
    let asks = format!("{id} says GO");
    let found = match (station.answer, &station.open_condition, &station.stale_because) {
        (Some(Answer::NoGo), _, _) => {
            Finding::new(Class::Wrong, "station-no-go", id, format!("{id} says NO-GO{by}"))
        }
        _ if !known.poll_open => return None,
        (_, Some(condition), _) => {
            let text = format!("{id} says GO on condition{by}: {condition}");
            return Some(
                Finding::new(Class::Missing, "station-conditions", id, text)
                    .cured_by(format!("the condition of {id} done")),
            );
        }
        _ if !station.required => return None,
        (Some(_), _, Some(why)) => {
            Finding::new(Class::Missing, "station-stale", id, format!("GO of {id} is stale{by}: {why}"))
        }
        (None, _, _) => {
            let who = list::or_list(&station.members);
            let who = if who.is_empty() { format!("nobody holds {}", station.role) } else { who };
            Finding::new(Class::Missing, "station-silent", id, format!("{id} has not answered ({who})"))
        }
        (Some(_), _, None) => return None,
    };
    Some(found.cured_by(asks))
}
