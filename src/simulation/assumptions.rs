//! What is assumed about people who are not there: when they write orders, when they report, which dates they supply.
//!
//! Must never assume in silence: what is played is told with the result.

use crate::words::ids::{ItemKey, TaskId};
use chrono::NaiveDate;
use std::collections::BTreeMap;

/// Orders are drafted this many calendar days before the control date, unless said otherwise.
pub const ORDERS_BEFORE_DAYS: u32 = 25;
/// So many due dates of one institution in one week are too many, unless said otherwise.
pub const DUE_DATES_A_WEEK: u32 = 5;
/// Those who are late report this many working days after the control date: late enough for every usual reminder.
pub const LATE_WORKING_DAYS: i32 = 5;

/// What is assumed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Assumptions {
    /// First day, inclusive: the office takes up the plans on it.
    pub from: NaiveDate,
    /// Last day, inclusive.
    pub to: NaiveDate,
    /// An order is drafted on the first working day that is at most so many calendar days before the control date.
    pub orders_before_days: u32,
    /// How executors report.
    pub reports: Reports,
    /// Items that one order sets going, where their instances of a period wait for one at the same time.
    pub together: Vec<Vec<ItemKey>>,
    /// Dates that their owners supply on the first working day on which they are waited for.
    pub dates: BTreeMap<ItemKey, NaiveDate>,
    /// An institution with so many due dates in a week, or more, has too many.
    pub due_dates_a_week: u32,
}

/// How executors report.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reports {
    /// On the control date, each of them.
    OnTime,
    /// This percentage of the tasks [`LATE_WORKING_DAYS`] late, the others on the control date.
    LatePercent(u8),
    /// Never: to see every reminder.
    Never,
}

impl Assumptions {
    /// Everybody does what is due, when it is due; nobody supplies a date.
    pub fn usual(from: NaiveDate, to: NaiveDate) -> Self {
        Self {
            from,
            to,
            orders_before_days: ORDERS_BEFORE_DAYS,
            reports: Reports::OnTime,
            together: Vec::new(),
            dates: BTreeMap::new(),
            due_dates_a_week: DUE_DATES_A_WEEK,
        }
    }
}

impl Reports {
    /// Whether this task is reported late. The same task is late in every run: its id decides.
    pub fn is_late(self, task: TaskId) -> bool {
        match self {
            Self::LatePercent(percent) => task.0.as_u128() % 100 < u128::from(percent),
            Self::OnTime | Self::Never => false,
        }
    }
}

/// What was assumed, sentence by sentence, in Russian.
pub fn in_words(assumptions: &Assumptions) -> Vec<String> {
    let days = assumptions.orders_before_days;
    let mut said = vec![
        format!(
            "проект приказа — не раньше чем за {days} дн. до контрольного срока, подпись — на следующий рабочий день"
        ),
        match assumptions.reports {
            Reports::OnTime => "отчёты — в день контрольного срока".to_owned(),
            Reports::LatePercent(percent) => format!(
                "отчёты — в день контрольного срока, {percent} % поручений — на {LATE_WORKING_DAYS} рабочих дней позже"
            ),
            Reports::Never => "никто не отчитывается".to_owned(),
        },
        "соисполнители сдают ответственному, он сводит в тот же день; отдел принимает на следующий рабочий день"
            .to_owned(),
    ];
    for group in &assumptions.together {
        let items: Vec<&str> = group.iter().map(ItemKey::as_str).collect();
        said.push(format!("одним приказом: {}", items.join(", ")));
    }
    for (item, due) in &assumptions.dates {
        said.push(format!("срок пункта {item} — {}", due.format("%d.%m.%Y")));
    }
    said
}
