//! Tables as sea-orm knows them. A model is also what one JSON parameter carries into a set-based statement.
//!
//! Must never leave the store.

pub mod blob;
pub mod declaration;
pub mod definition;
pub mod document;
pub mod history;
pub mod instance;
pub mod institution;
pub mod institution_name;
pub mod job;
pub mod journal;
pub mod request;
pub mod task;
pub mod template_version;
pub mod token;
pub mod void_number;

/// Instants in the one form SQLite's text is compared by; PostgreSQL reads it too. The same form is used by the driver
/// when an instant is bound as a parameter, so stored and asked instants compare.
pub mod instant {
    use chrono::{DateTime, SecondsFormat, Utc};
    use serde::Serializer;

    pub fn text(at: &DateTime<Utc>) -> String {
        at.to_rfc3339_opts(SecondsFormat::AutoSi, false)
    }

    pub fn serialize<S: Serializer>(at: &DateTime<Utc>, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&text(at))
    }
}

/// The same for an instant that may be missing.
pub mod instant_option {
    use chrono::{DateTime, Utc};
    use serde::Serializer;

    #[expect(clippy::ref_option, reason = "serde gives a reference to the field")]
    pub fn serialize<S: Serializer>(at: &Option<DateTime<Utc>>, serializer: S) -> Result<S::Ok, S::Error> {
        match at {
            Some(at) => super::instant::serialize(at, serializer),
            None => serializer.serialize_none(),
        }
    }
}
