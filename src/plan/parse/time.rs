//! Durations, local times and dates out of a table.

use chrono::{DateTime, NaiveDate, NaiveDateTime, NaiveTime, Offset, TimeDelta, TimeZone, Utc};
use chrono_tz::Tz;
use toml::de::DeValue;
use toml::value::{Datetime, Offset as TomlOffset};

use super::cx::{Cx, Span};
use super::table::Table;
use crate::calendar::zone;
use crate::text::duration;

const LOCAL_EXAMPLE: &str = "a local date and time without quotes, such as 2027-02-10T01:00:00";

impl Cx<'_> {
    /// A duration such as `5m`.
    pub(super) fn duration(&mut self, table: &Table<'_>, key: &str) -> Option<TimeDelta> {
        let value = table.get(key)?;
        let text = self.string(
            value,
            &format!("`{key}`"),
            "a duration in quotes, such as \"90s\", \"5m\" or \"1h30m\"",
        )?;
        match duration::parse(text) {
            Ok(read) => Some(read),
            Err(why) => {
                let (message, help) =
                    why.split_once("; ").unwrap_or((&why, "write it as \"90s\", \"5m\" or \"1h30m\""));
                self.error(value.span(), "bad-duration", format!("`{key}`: {message}"), help);
                None
            }
        }
    }

    /// As [`Cx::duration`], and longer than nothing.
    pub(super) fn positive(&mut self, table: &Table<'_>, key: &str) -> Option<TimeDelta> {
        let read = self.duration(table, key)?;
        if read > TimeDelta::zero() {
            return Some(read);
        }
        self.error(
            table.span(key),
            "bad-duration",
            format!("`{key}` is no time at all"),
            "write at least \"1s\"",
        );
        None
    }

    /// The instant of a local time of the zone; one with an offset is accepted where it is the zone's.
    pub(super) fn instant(&mut self, table: &Table<'_>, key: &str, tz: Option<Tz>) -> Option<DateTime<Utc>> {
        let value = table.get(key)?;
        let DeValue::Datetime(written) = value.get_ref() else {
            self.wrong_type(&format!("`{key}`"), LOCAL_EXAMPLE, value);
            return None;
        };
        let Some(local) = local_of(written) else {
            let message = format!("`{key}` must be {LOCAL_EXAMPLE}, and {written} is none");
            self.error(value.span(), "wrong-type", message, "write date and time");
            return None;
        };
        let tz = tz?;
        match written.offset {
            Some(offset) => self.with_offset(value.span(), key, tz, local, offset),
            None => match zone::local(tz, local) {
                Ok(at) => Some(at),
                Err(why) => {
                    let help = "write another time, or say which one is meant with its offset, such as \
                                2027-04-04T02:30:00+11:00";
                    self.error(value.span(), "no-such-time", format!("`{key}`: {why}"), help);
                    None
                }
            },
        }
    }

    fn with_offset(
        &mut self,
        span: Span,
        key: &str,
        tz: Tz,
        local: NaiveDateTime,
        offset: TomlOffset,
    ) -> Option<DateTime<Utc>> {
        let minutes = match offset {
            TomlOffset::Z => 0,
            TomlOffset::Custom { minutes } => minutes,
        };
        let at = local.checked_sub_signed(TimeDelta::minutes(i64::from(minutes)))?;
        let really = tz.offset_from_utc_datetime(&at).fix().local_minus_utc();
        if really == i32::from(minutes).saturating_mul(60) {
            return Some(at.and_utc());
        }
        let there = at.and_utc().with_timezone(&tz).format("%Y-%m-%dT%H:%M:%S%:z");
        let message = format!("`{key}` has another offset than {} has at that moment", tz.name());
        self.error(
            span,
            "no-such-time",
            message,
            format!("that moment is {there} there; leave the offset out"),
        );
        None
    }

    pub(super) fn date(&mut self, table: &Table<'_>, key: &str) -> Option<NaiveDate> {
        let value = table.get(key)?;
        let wanted = "a date without quotes, such as 2027-11-19";
        if let DeValue::Datetime(written) = value.get_ref() {
            if let (Some(date), None) = (written.date, written.time) {
                return NaiveDate::from_ymd_opt(
                    i32::from(date.year),
                    u32::from(date.month),
                    u32::from(date.day),
                );
            }
            let message = format!("`{key}` must be {wanted}, and {written} is not only a date");
            self.error(value.span(), "wrong-type", message, "write the date alone");
            return None;
        }
        self.wrong_type(&format!("`{key}`"), wanted, value);
        None
    }
}

fn local_of(written: &Datetime) -> Option<NaiveDateTime> {
    let (date, time) = (written.date?, written.time?);
    let date = NaiveDate::from_ymd_opt(i32::from(date.year), u32::from(date.month), u32::from(date.day))?;
    let second = u32::from(time.second.unwrap_or(0));
    let time = NaiveTime::from_hms_opt(u32::from(time.hour), u32::from(time.minute), second)?;
    Some(date.and_time(time))
}
