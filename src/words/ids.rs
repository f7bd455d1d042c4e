//! Names and ids of the things that live: typed, so that one cannot stand where another belongs.
//!
//! Ids of instances, tasks and documents are computed (UUID version 5), never drawn: opening the same period twice
//! or repeating the same request gives the same id. Only [`random_token`] makes randomness, for access tokens.

use serde::{Deserialize, Serialize};
use std::fmt;
use uuid::Uuid;

/// Root of all computed ids; any fixed UUID serves.
const NAMESPACE: Uuid = Uuid::from_u128(0x7072_696b_617a_4000_8000_0000_0000_0001);

macro_rules! key {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(pub String);

        impl $name {
            /// The key as written.
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }

        impl From<&str> for $name {
            fn from(text: &str) -> Self {
                Self(text.to_owned())
            }
        }
    };
}

macro_rules! id {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(pub Uuid);

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.fmt(f)
            }
        }

        impl std::str::FromStr for $name {
            type Err = uuid::Error;

            fn from_str(text: &str) -> Result<Self, Self::Err> {
                Uuid::parse_str(text).map(Self)
            }
        }
    };
}

key!(
    /// A plan (дорожная карта), e.g. `mentoring-2022`: the name of its folder.
    PlanKey
);
key!(
    /// An item (пункт) within its plan, e.g. `1.4` or `6.2-1`. Not the printed number: two items may print «6.2».
    ItemKey
);
key!(
    /// A period of an item: `2022`, `2022-Q3`, `2022-09`, or the whole plan, `2022-2024`.
    PeriodKey
);
key!(
    /// A stage of a lifecycle, e.g. `sign`.
    StageKey
);
key!(
    /// A lifecycle (порядок прохождения), e.g. `collect-from-schools`.
    LifecycleKey
);
key!(
    /// An institution (учреждение), e.g. `school-3`: the first column of `institutions.csv`.
    InstitutionKey
);
key!(
    /// A person (лицо), e.g. `vetrova`: the first column of `persons.csv`.
    PersonKey
);
key!(
    /// A role of the department named in the plan, e.g. `clerk` or `head`.
    RoleKey
);
key!(
    /// A journal of registration (журнал регистрации), e.g. `orders`.
    JournalKey
);
id!(
    /// One item in one period.
    InstanceId
);
id!(
    /// One institution's part of an instance (поручение).
    TaskId
);
id!(
    /// A document: an order from draft to cancellation.
    DocumentId
);

id!(
    /// What the department declared for a time: a substitution, the closing of an institution.
    DeclarationId
);

fn computed(parts: &[&str]) -> Uuid {
    // The unit separator cannot occur in keys, so ("a", "bc") and ("ab", "c") differ.
    Uuid::new_v5(&NAMESPACE, parts.join("\u{1f}").as_bytes())
}

impl InstanceId {
    /// The id of `item` of `plan` in `period`; always the same.
    pub fn of(plan: &PlanKey, item: &ItemKey, period: &PeriodKey) -> Self {
        Self(computed(&["instance", plan.as_str(), item.as_str(), period.as_str()]))
    }
}

impl TaskId {
    /// The id of the task that `institution` has in `instance` at `stage`; always the same.
    pub fn of(instance: InstanceId, stage: &StageKey, institution: &InstitutionKey) -> Self {
        Self(computed(&[
            "task",
            &instance.to_string(),
            stage.as_str(),
            institution.as_str(),
        ]))
    }
}

impl DeclarationId {
    /// The id of what the request with this idempotency key declares; always the same.
    pub fn of(idempotency_key: &str) -> Self {
        Self(computed(&["declaration", idempotency_key]))
    }
}

impl DocumentId {
    /// The id of the document that the request with this idempotency key drafts; always the same.
    pub fn of(idempotency_key: &str) -> Self {
        Self(computed(&["document", idempotency_key]))
    }
}

/// A secret of 160 bits from the system's generator, as 40 hexadecimal digits, for access tokens.
///
/// # Errors
/// When the system gives no randomness; no weaker token is made.
#[expect(clippy::disallowed_methods, reason = "the one place of randomness")]
pub fn random_token() -> Result<String, getrandom::Error> {
    let mut bytes = [0u8; 20];
    getrandom::fill(&mut bytes)?;
    Ok(hex::encode(bytes))
}

/// SHA-256 of `bytes` as 64 hexadecimal digits: the address of a file, the link of a chain, the stored form of a token.
pub fn sha256_hex(bytes: &[u8]) -> String {
    use sha2::{Digest, Sha256};
    hex::encode(Sha256::digest(bytes))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn opening_the_same_period_twice_gives_the_same_instance() {
        let id = |period: &str| InstanceId::of(&"mentoring-2022".into(), &"4.1".into(), &period.into());
        assert_eq!(id("2022"), id("2022"));
        assert_ne!(id("2022"), id("2023"));
    }

    #[test]
    fn keys_cannot_run_together() {
        let id = |item: &str, period: &str| InstanceId::of(&"p".into(), &item.into(), &period.into());
        assert_ne!(id("6.2", "-1"), id("6.2-", "1"));
    }
}
