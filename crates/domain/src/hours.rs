//! Business hours (営業時間) in the workspace's time zone.

use jiff::civil::{Date, Time, Weekday};
use jiff::tz::TimeZone;
use jiff::{ToSpan, Zoned};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::Timestamp;

/// When people answer: a week, minus holidays (CHN-09).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct BusinessHours {
    /// An IANA name such as `Asia/Tokyo`.
    #[cfg_attr(feature = "openapi", schema(value_type = String, example = "Asia/Tokyo"))]
    pub time_zone: Zone,
    /// Opening times by day of the week; a day without any is a closing day.
    #[cfg_attr(feature = "openapi", schema(value_type = Vec<String>, example = json!(["10:00-19:00"])))]
    pub monday: Vec<Span>,
    /// See `monday`.
    #[cfg_attr(feature = "openapi", schema(value_type = Vec<String>, example = json!(["10:00-19:00"])))]
    pub tuesday: Vec<Span>,
    /// See `monday`.
    #[cfg_attr(feature = "openapi", schema(value_type = Vec<String>, example = json!(["10:00-19:00"])))]
    pub wednesday: Vec<Span>,
    /// See `monday`.
    #[cfg_attr(feature = "openapi", schema(value_type = Vec<String>, example = json!(["10:00-19:00"])))]
    pub thursday: Vec<Span>,
    /// See `monday`.
    #[cfg_attr(feature = "openapi", schema(value_type = Vec<String>, example = json!(["10:00-19:00"])))]
    pub friday: Vec<Span>,
    /// See `monday`.
    #[cfg_attr(feature = "openapi", schema(value_type = Vec<String>, example = json!(["10:00-19:00"])))]
    pub saturday: Vec<Span>,
    /// See `monday`.
    #[cfg_attr(feature = "openapi", schema(value_type = Vec<String>, example = json!(["10:00-19:00"])))]
    pub sunday: Vec<Span>,
    /// Days that are closed whatever the week says.
    #[cfg_attr(feature = "openapi", schema(value_type = Vec<String>, example = json!(["2027-01-01"])))]
    pub holidays: Vec<Date>,
}

impl Default for BusinessHours {
    /// Always open, in Japan's time.
    fn default() -> Self {
        let day = vec![Span { from: Time::midnight(), to: Time::MAX }];
        Self {
            time_zone: Zone::default(),
            monday: day.clone(),
            tuesday: day.clone(),
            wednesday: day.clone(),
            thursday: day.clone(),
            friday: day.clone(),
            saturday: day.clone(),
            sunday: day,
            holidays: Vec::new(),
        }
    }
}

/// A time zone that exists.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Zone(TimeZone);

impl Zone {
    /// What the clocks on the wall show there.
    pub fn at(&self, now: Timestamp) -> Zoned {
        Zoned::new(now.to_jiff(), self.0.clone())
    }
}

impl Default for Zone {
    fn default() -> Self {
        Self(TimeZone::get("Asia/Tokyo").unwrap_or(TimeZone::UTC))
    }
}

impl Serialize for Zone {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.0.iana_name().unwrap_or("UTC"))
    }
}

impl<'de> Deserialize<'de> for Zone {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let name = String::deserialize(deserializer)?;
        TimeZone::get(&name).map(Self).map_err(|_| {
            serde::de::Error::custom(format!("{name:?} is not a time zone; write one such as \"Asia/Tokyo\""))
        })
    }
}

/// From one time of day until another, the end not included; written `"10:00-19:00"`, at most until `"24:00"`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Span {
    from: Time,
    to: Time,
}

impl Serialize for Span {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let to = if self.to == Time::MAX { "24:00".to_owned() } else { clock(self.to) };
        serializer.collect_str(&format_args!("{}-{to}", clock(self.from)))
    }
}

impl<'de> Deserialize<'de> for Span {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        let span = text.split_once('-').and_then(|(from, to)| {
            let read = |t: &str| Time::strptime("%H:%M", t.trim()).ok();
            let to = if to.trim() == "24:00" { Some(Time::MAX) } else { read(to) };
            Some(Self { from: read(from)?, to: to? }).filter(|span| span.from < span.to)
        });
        span.ok_or_else(|| {
            serde::de::Error::custom(format!(
                "{text:?} is not an opening time; write one such as \"10:00-19:00\", the end after the beginning"
            ))
        })
    }
}

fn clock(time: Time) -> String {
    time.strftime("%H:%M").to_string()
}

/// What the hours say at one instant, in local time.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LocalTime {
    /// Whether people answer now.
    pub open_now: bool,
    /// When they answer next: `HH:MM` if that is today, `MM/DD HH:MM` if it is later; empty while open, and if no
    /// opening comes within four weeks.
    pub opens_at: String,
    /// `HH:MM`
    pub clock: String,
    /// `YYYY-MM-DD`
    pub date: String,
    /// `monday` … `sunday`
    pub weekday: &'static str,
}

impl BusinessHours {
    fn day(&self, date: Date) -> &[Span] {
        if self.holidays.contains(&date) {
            return &[];
        }
        match date.weekday() {
            Weekday::Monday => &self.monday,
            Weekday::Tuesday => &self.tuesday,
            Weekday::Wednesday => &self.wednesday,
            Weekday::Thursday => &self.thursday,
            Weekday::Friday => &self.friday,
            Weekday::Saturday => &self.saturday,
            Weekday::Sunday => &self.sunday,
        }
    }

    /// What the hours say at `now`.
    pub fn at(&self, now: Timestamp) -> LocalTime {
        let local = self.time_zone.at(now);
        let (date, time) = (local.date(), local.time());
        let open_now = self.day(date).iter().any(|span| span.from <= time && time < span.to);
        LocalTime {
            open_now,
            opens_at: if open_now { String::new() } else { self.next_opening(date, time) },
            clock: clock(time),
            date: date.to_string(),
            weekday: match date.weekday() {
                Weekday::Monday => "monday",
                Weekday::Tuesday => "tuesday",
                Weekday::Wednesday => "wednesday",
                Weekday::Thursday => "thursday",
                Weekday::Friday => "friday",
                Weekday::Saturday => "saturday",
                Weekday::Sunday => "sunday",
            },
        }
    }

    /// When people answer next; `None` while they do, and if no opening comes within four weeks.
    pub fn opens(&self, now: Timestamp) -> Option<Timestamp> {
        let local = self.time_zone.at(now);
        if self.at(now).open_now {
            return None;
        }
        let (date, time) = self.opening_after(local.date(), local.time())?;
        let opening = date.to_datetime(time).to_zoned(self.time_zone.0.clone()).ok()?;
        Some(Timestamp::from_millis(opening.timestamp().as_millisecond()))
    }

    fn next_opening(&self, today: Date, time: Time) -> String {
        match self.opening_after(today, time) {
            Some((date, from)) if date == today => clock(from),
            Some((date, from)) => format!("{} {}", date.strftime("%m/%d"), clock(from)),
            None => String::new(),
        }
    }

    /// The next day and time at which an opening begins.
    fn opening_after(&self, today: Date, time: Time) -> Option<(Date, Time)> {
        let first = |date, after: Option<Time>| {
            let spans = self.day(date).iter().map(|span| span.from);
            spans.filter(|from| after.is_none_or(|time| *from > time)).min()
        };
        if let Some(from) = first(today, Some(time)) {
            return Some((today, from));
        }
        let mut date = today;
        for _ in 0..28 {
            let Ok(next) = date.checked_add(1.day()) else { break };
            date = next;
            if let Some(from) = first(date, None) {
                return Some((date, from));
            }
        }
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn salon() -> BusinessHours {
        let json = r#"{"time_zone":"Asia/Tokyo","monday":[],"tuesday":["10:00-13:00","14:00-19:00"],
            "wednesday":["10:00-24:00"],"holidays":["2026-11-25"]}"#;
        serde_json::from_str(json).unwrap()
    }

    fn at(text: &str) -> LocalTime {
        salon().at(text.parse().unwrap())
    }

    /// CHN-09
    #[test]
    fn open_and_closed_hours_follow_the_week_in_local_time() {
        // 2026-11-24 is a Tuesday; Japan is nine hours ahead of UTC.
        assert!(at("2026-11-24T01:00:00Z").open_now);
        let lunch = at("2026-11-24T04:30:00Z");
        assert_eq!((lunch.open_now, lunch.opens_at.as_str()), (false, "14:00"));
        assert_eq!((lunch.clock.as_str(), lunch.weekday), ("13:30", "tuesday"));
        assert!(!at("2026-11-24T10:00:00Z").open_now, "closing time itself is closed");
    }

    /// CHN-09
    #[test]
    fn holidays_are_closed_and_skipped() {
        let holiday = at("2026-11-25T03:00:00Z");
        assert!(!holiday.open_now);
        assert_eq!(holiday.opens_at, "11/26 00:00", "Thursday keeps the default, which is always open");
    }

    /// CHN-09: the same opening as an instant, which a visitor's own clock can show.
    #[test]
    fn the_next_opening_is_an_instant_too() {
        let opens = |now: &str| salon().opens(now.parse().unwrap()).map(|at| at.to_string());
        assert_eq!(opens("2026-11-24T04:30:00Z").as_deref(), Some("2026-11-24T05:00:00.000Z"));
        assert_eq!(opens("2026-11-25T03:00:00Z").as_deref(), Some("2026-11-25T15:00:00.000Z"));
        assert_eq!(opens("2026-11-24T01:00:00Z"), None, "it is open");
    }

    #[test]
    fn mistakes_are_named() {
        for (json, word) in [
            (r#"{"time_zone":"Tokyo"}"#, "time zone"),
            (r#"{"monday":["19:00-10:00"]}"#, "opening time"),
            (r#"{"moday":[]}"#, "moday"),
        ] {
            let error = serde_json::from_str::<BusinessHours>(json).unwrap_err().to_string();
            assert!(error.contains(word), "{error}");
        }
    }

    #[test]
    fn hours_write_and_read_the_same() {
        let text = serde_json::to_string(&salon()).unwrap();
        assert_eq!(serde_json::from_str::<BusinessHours>(&text).unwrap(), salon());
    }
}
