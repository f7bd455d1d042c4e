//! The chain of the history: every row holds the hash of the one before it in its instance.
//!
//! Must never change for rows once written: an auditor recomputes it with his own program. The rule, from the first row on:
//!
//! 1. Take every column of the row of table `history` but `hash`, under its column's name: `instance_id`, `seq`,
//!    `recorded_at`, `effective_on`, `actor_kind`, `actor_name`, `on_behalf`, `kind`, `plan`, `item`, `period`, `task_id`,
//!    `institution`, `document_id`, `definition`, `payload`, `prev_hash`. A column without a value is `null`.
//!    An instant is text in UTC with six digits of a second, `2022-04-05T06:30:00.000000Z`; a date is `2022-04-05`.
//! 2. Write them as one JSON object in the canonical form of RFC 8785: members sorted by their names' UTF-16 units, no
//!    white space, UTF-8. Numbers are integers only.
//! 3. `hash` = SHA-256 of the byte 00 and that text, 64 lower-case hexadecimal digits. The byte 00 marks a leaf, as in
//!    RFC 6962, so that no row can be passed off as an inner node of a tree built over the rows.
//! 4. `prev_hash` is the `hash` of the row with the next smaller `seq`; in the first row it is 64 zeros.

use super::entity::history;
use chrono::{DateTime, SecondsFormat, Utc};
use serde_json::Value;
use sha2::{Digest, Sha256};

/// What stands for the hash before the first row.
pub const GENESIS: &str = "0000000000000000000000000000000000000000000000000000000000000000";

/// The hash of a row: of all its columns but `hash`.
pub(super) fn hash(row: &history::Model) -> String {
    let (recorded_at, effective_on) = (instant(row.recorded_at), row.effective_on.to_string());
    let maybe = |value: &Option<String>| value.as_deref().map_or_else(|| "null".to_owned(), string);
    // In the order of their names.
    let columns = [
        ("actor_kind", string(&row.actor_kind)),
        ("actor_name", string(&row.actor_name)),
        ("definition", string(&row.definition)),
        ("document_id", maybe(&row.document_id)),
        ("effective_on", string(&effective_on)),
        ("instance_id", string(&row.instance_id)),
        ("institution", maybe(&row.institution)),
        ("item", string(&row.item)),
        ("kind", string(&row.kind)),
        ("on_behalf", maybe(&row.on_behalf)),
        ("payload", canonical(&row.payload)),
        ("period", string(&row.period)),
        ("plan", string(&row.plan)),
        ("prev_hash", string(&row.prev_hash)),
        ("recorded_at", string(&recorded_at)),
        ("seq", row.seq.to_string()),
        ("task_id", maybe(&row.task_id)),
    ];
    let members = columns.map(|(name, value)| format!("\"{name}\":{value}"));
    let mut leaf = Sha256::new();
    leaf.update([0u8]);
    leaf.update(format!("{{{}}}", members.join(",")));
    hex::encode(leaf.finalize())
}

fn instant(at: DateTime<Utc>) -> String {
    at.to_rfc3339_opts(SecondsFormat::Micros, true)
}

/// As RFC 8785 asks, and as `serde_json` writes it: short escapes, `\u00xx` for other controls, nothing else escaped.
fn string(text: &str) -> String {
    Value::from(text).to_string()
}

/// A JSON value in the canonical form of RFC 8785, for values without fractions.
pub fn canonical(value: &Value) -> String {
    match value {
        Value::Array(items) => format!("[{}]", items.iter().map(canonical).collect::<Vec<_>>().join(",")),
        Value::Object(members) => {
            let mut members: Vec<_> = members.iter().collect();
            members.sort_by(|a, b| a.0.encode_utf16().cmp(b.0.encode_utf16()));
            let members = members
                .into_iter()
                .map(|(name, member)| format!("{}:{}", string(name), canonical(member)));
            format!("{{{}}}", members.collect::<Vec<_>>().join(","))
        }
        scalar => scalar.to_string(),
    }
}

/// Where a chain is broken.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Break {
    /// The row's columns do not give its hash: it was altered.
    Altered {
        /// Row.
        seq: i64,
    },
    /// A row is missing, or one too many is there, before this one.
    Gap {
        /// Number expected.
        expected: i64,
        /// Number found.
        found: i64,
    },
    /// The row does not follow the one before it.
    Unlinked {
        /// Row.
        seq: i64,
    },
    /// The instance knows another last row: the end was cut off or put back.
    Head {
        /// Number of the last row by the instance.
        expected: i64,
        /// Number of the last row found.
        found: i64,
    },
}

/// Checks rows of one instance in order against the head that the instance keeps.
pub(super) fn verify(rows: &[history::Model], head: (i64, &str)) -> Result<(), Break> {
    let mut prev = GENESIS;
    for (row, expected) in rows.iter().zip(1i64..) {
        if row.seq != expected {
            return Err(Break::Gap {
                expected,
                found: row.seq,
            });
        }
        if row.prev_hash != prev {
            return Err(Break::Unlinked { seq: row.seq });
        }
        if hash(row) != row.hash {
            return Err(Break::Altered { seq: row.seq });
        }
        prev = &row.hash;
    }
    let found = rows.last().map_or(0, |row| row.seq);
    if (found, prev) == head {
        Ok(())
    } else {
        Err(Break::Head {
            expected: head.0,
            found,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn members_are_sorted_and_nothing_is_padded() {
        let value = json!({"б": [1, null, true], "a": {"z": "«№ 1»\n", "b": "\u{1}"}});
        assert_eq!(
            canonical(&value),
            "{\"a\":{\"b\":\"\\u0001\",\"z\":\"«№ 1»\\n\"},\"б\":[1,null,true]}"
        );
    }

    fn row() -> history::Model {
        let at = DateTime::parse_from_rfc3339("2022-04-05T06:30:00Z")
            .unwrap()
            .with_timezone(&Utc);
        history::Model {
            instance_id: "i".into(),
            seq: 1,
            recorded_at: at,
            effective_on: at.date_naive(),
            actor_kind: "system".into(),
            actor_name: String::new(),
            on_behalf: None,
            kind: "moved".into(),
            plan: "p".into(),
            item: "1.1".into(),
            period: "2022".into(),
            task_id: None,
            institution: None,
            document_id: None,
            definition: "d".into(),
            payload: json!({"v": 1}),
            prev_hash: GENESIS.into(),
            hash: String::new(),
        }
    }

    #[test]
    fn an_auditor_can_recompute_a_row_by_hand() {
        let text = format!(
            "\0{{\"actor_kind\":\"system\",\"actor_name\":\"\",\"definition\":\"d\",\"document_id\":null,\"effective_on\":\"2022-04-05\",\
             \"instance_id\":\"i\",\"institution\":null,\"item\":\"1.1\",\"kind\":\"moved\",\"on_behalf\":null,\"payload\":{{\"v\":1}},\
             \"period\":\"2022\",\"plan\":\"p\",\"prev_hash\":\"{GENESIS}\",\"recorded_at\":\"2022-04-05T06:30:00.000000Z\",\"seq\":1,\"task_id\":null}}"
        );
        assert_eq!(hash(&row()), hex::encode(Sha256::digest(text.as_bytes())));
    }

    #[test]
    fn every_kind_of_damage_is_named() {
        let mut first = row();
        first.hash = hash(&first);
        let mut second = history::Model {
            seq: 2,
            prev_hash: first.hash.clone(),
            ..row()
        };
        second.hash = hash(&second);
        let head = (2, second.hash.as_str());
        let chain = [first.clone(), second.clone()];
        assert_eq!(verify(&chain, head), Ok(()));
        assert_eq!(verify(&chain[..1], head), Err(Break::Head { expected: 2, found: 1 }));
        assert_eq!(verify(&chain[1..], head), Err(Break::Gap { expected: 1, found: 2 }));
        let mut altered = chain.clone();
        altered[0].actor_name = "Иванов".into();
        assert_eq!(verify(&altered, head), Err(Break::Altered { seq: 1 }));
        altered[0].hash = hash(&altered[0]);
        assert_eq!(verify(&altered, head), Err(Break::Unlinked { seq: 2 }));
    }
}
