//! The table at the end of the show: what each item has come to.

use super::Show;
use crate::api::access::{Grant, NewToken, create_token};
use crate::definition::model::Plan;
use crate::engine::state::TaskState;
use crate::runtime::Runtime;
use crate::runtime::reading;
use crate::store::reader::{Tally, TaskFilter, Viewer};
use crate::words::clock::office_date;
use crate::words::ids::ItemKey;
use std::collections::BTreeMap;

/// Signs of a title that the table shows.
const TITLE_SIGNS: usize = 44;

/// Sums over all items.
pub async fn totals(runtime: &Runtime) -> anyhow::Result<Tally> {
    let mut sum = Tally::default();
    for plan in runtime.catalog().plans() {
        let on = office_date(runtime.clock().now(), plan.time_zone);
        for tally in runtime.reader(Viewer::System).tallies(&plan.key, on).await?.values() {
            add(&mut sum, tally);
        }
    }
    Ok(sum)
}

fn add(sum: &mut Tally, tally: &Tally) {
    sum.instances += tally.instances;
    sum.tasks += tally.tasks;
    sum.accepted += tally.accepted;
    sum.orders += tally.orders;
    sum.letters += tally.letters;
    sum.late += tally.late;
}

/// Prints a line for every item and the sums.
pub async fn print(runtime: &Runtime, plan: &Plan) -> anyhow::Result<()> {
    let on = office_date(runtime.clock().now(), plan.time_zone);
    let tallies = runtime.reader(Viewer::System).tallies(&plan.key, on).await?;
    let late = late_tasks(runtime).await?;
    println!();
    println!(
        "{:<6} {:<TITLE_SIGNS$} {:>5} {:>8} {:>8} {:>6} {:>7} {:>8}",
        "Пункт", "Мероприятие", "Экз.", "Поруч.", "Приказы", "Письма", "Принято", "С опозд."
    );
    println!("{}", "─".repeat(TITLE_SIGNS + 55));
    let mut sum = Tally::default();
    for definition in &plan.items {
        let mut tally = tallies.get(&definition.key).copied().unwrap_or_default();
        tally.late = late.get(&definition.key).copied().unwrap_or(0);
        line(definition.key.as_str(), &shortened(&definition.title), &tally);
        add(&mut sum, &tally);
    }
    println!("{}", "─".repeat(TITLE_SIGNS + 55));
    line("Всего", &format!("пунктов: {}", plan.items.len()), &sum);
    println!("Один приказ может исполнять несколько пунктов: в строке «Всего» он посчитан у каждого.");
    Ok(())
}

fn line(key: &str, title: &str, tally: &Tally) {
    println!(
        "{key:<6} {title:<TITLE_SIGNS$} {:>5} {:>8} {:>8} {:>6} {:>7} {:>8}",
        tally.instances, tally.tasks, tally.orders, tally.letters, tally.accepted, tally.late
    );
}

/// Tasks whose accepted report came after their control date, by item.
async fn late_tasks(runtime: &Runtime) -> anyhow::Result<BTreeMap<ItemKey, i64>> {
    let reader = runtime.reader(Viewer::System);
    let mut late: BTreeMap<ItemKey, i64> = BTreeMap::new();
    for row in reading::tasks(&reader, &TaskFilter::default(), usize::MAX).await? {
        if matches!(row.task.state, TaskState::Accepted { reported_on, .. } if reported_on > row.task.current) {
            *late.entry(row.item).or_default() += 1;
        }
    }
    Ok(late)
}

fn shortened(title: &str) -> String {
    let title = title.split_whitespace().collect::<Vec<_>>().join(" ");
    if title.chars().count() <= TITLE_SIGNS {
        return title;
    }
    title.chars().take(TITLE_SIGNS - 1).collect::<String>() + "…"
}

impl Show {
    /// Makes a key for each kind of user, so that the result can be looked at.
    pub async fn print_tokens(&self) -> anyhow::Result<()> {
        println!("\nКлючи доступа для показа:");
        let school = self
            .plan
            .institutions
            .iter()
            .find(|institution| institution.kind == "school");
        let roles = vec!["head".into()];
        let mut keys = vec![
            (
                "делопроизводитель",
                Grant::Department,
                "Делопроизводитель (показ)".to_owned(),
            ),
            ("начальник", Grant::Roles(roles), "Начальник отдела (показ)".to_owned()),
            ("проверяющий", Grant::Auditor, "Проверяющий (показ)".to_owned()),
        ];
        if let Some(school) = school {
            keys.push((
                "школа",
                Grant::Institution(school.key.clone()),
                school.short_name.clone(),
            ));
        }
        for (whose, grant, name) in keys {
            let new = NewToken {
                grant,
                name,
                expires_at: None,
            };
            let text = create_token(self.runtime.store(), new, self.runtime.clock().now()).await?;
            println!("  {whose:<20} {text}");
        }
        Ok(())
    }
}
