//! Plans and what stands in their heads.

use super::errors::from_store;
use super::item::Item;
use super::scalars::Date;
use super::visit::visit;
use crate::definition::model::Plan as Model;
use crate::store::reader::Tally;
use async_graphql::{Context, Object, Result, SimpleObject};
use std::sync::Arc;

/// Дорожная карта: a plan whose items run as work.
pub struct Plan(pub Arc<Model>);

/// The order that adopted the plan.
#[derive(SimpleObject)]
pub struct Basis {
    /// What it is called in a sentence, e.g. «приказ отдела образования …».
    kind: String,
    /// Number as printed.
    number: String,
    /// Date.
    date: Date,
    /// Where in it the plan stands, e.g. «приложение 2».
    annex: Option<String>,
}

/// A post of the department that acts in the plan.
#[derive(SimpleObject)]
pub struct RoleHolder {
    /// Role, e.g. `clerk` or `head`.
    role: String,
    /// Post in the nominative.
    post: String,
    /// Surname, name and patronymic.
    name: String,
}

/// A heading of the plan.
#[derive(SimpleObject)]
pub struct Section {
    /// Number of the section.
    number: String,
    /// Heading.
    title: String,
}

/// What an item has come to, over all its periods.
#[derive(SimpleObject)]
pub struct Progress {
    /// Instances begun.
    instances: i64,
    /// Tasks issued.
    tasks: i64,
    /// Tasks accepted.
    accepted: i64,
    /// Tasks whose report waits for an answer.
    reported: i64,
    /// Tasks owed past their control date.
    overdue: i64,
    /// Documents registered.
    orders: i64,
    /// Letters sent.
    letters: i64,
}

impl From<Tally> for Progress {
    fn from(tally: Tally) -> Self {
        let Tally {
            instances,
            tasks,
            accepted,
            reported,
            late,
            orders,
            letters,
        } = tally;
        Self {
            instances,
            tasks,
            accepted,
            reported,
            overdue: late,
            orders,
            letters,
        }
    }
}

/// An item with what it has come to.
#[derive(SimpleObject)]
pub struct ItemProgress {
    /// Item.
    item: Item,
    /// What it has come to.
    progress: Progress,
}

/// Дорожная карта: a plan whose items run as work.
#[Object]
impl Plan {
    /// Key: the name of its folder.
    async fn key(&self) -> &str {
        self.0.key.as_str()
    }

    /// Title as printed.
    async fn title(&self) -> &str {
        &self.0.title
    }

    /// The order that adopted it.
    async fn basis(&self) -> Basis {
        let basis = &self.0.basis;
        let (kind, number, annex) = (basis.kind.clone(), basis.number.clone(), basis.annex.clone());
        Basis {
            kind,
            number,
            date: Date(basis.date),
            annex,
        }
    }

    /// Full name of the body that issues the orders.
    async fn office(&self) -> &str {
        &self.0.office.name
    }

    /// The office's time zone, e.g. `Europe/Moscow`: dates are its local dates.
    async fn time_zone(&self) -> &str {
        self.0.time_zone.name()
    }

    /// First day, inclusive.
    async fn first_day(&self) -> Date {
        Date(self.0.rules.first_day)
    }

    /// Last day, inclusive.
    async fn last_day(&self) -> Date {
        Date(self.0.rules.last_day)
    }

    /// Posts of the department that act in it.
    async fn roles(&self) -> Vec<RoleHolder> {
        let holder = |(role, holder): (&_, &crate::definition::model::RoleHolder)| {
            let role: &crate::words::ids::RoleKey = role;
            RoleHolder {
                role: role.0.clone(),
                post: holder.post.clone(),
                name: holder.name.clone(),
            }
        };
        self.0.rules.roles.iter().map(holder).collect()
    }

    /// Headings, in order.
    async fn sections(&self) -> Vec<Section> {
        let sections = self.0.sections.iter();
        sections
            .map(|(number, title)| Section {
                number: number.clone(),
                title: title.clone(),
            })
            .collect()
    }

    /// Items, in the printed order.
    #[graphql(complexity = "1 + 25 * child_complexity")]
    async fn items(&self) -> Vec<Item> {
        self.0
            .items
            .iter()
            .map(|definition| Item::new(&self.0, definition))
            .collect()
    }

    /// Items with what each has come to, counted together.
    #[graphql(complexity = "50 + 25 * child_complexity")]
    async fn progress(&self, ctx: &Context<'_>) -> Result<Vec<ItemProgress>> {
        let visit = visit(ctx);
        let on = visit.today(&self.0.key);
        let mut tallies = visit.reader.tallies(&self.0.key, on).await.map_err(from_store)?;
        let of = |definition: &Arc<_>| {
            let item = Item::new(&self.0, definition);
            let tally = tallies.remove(&definition.key).unwrap_or_default();
            ItemProgress {
                item,
                progress: tally.into(),
            }
        };
        Ok(self.0.items.iter().map(of).collect())
    }
}
