//! Which lifecycle an item goes through: chosen from its result, its executors and its dates, and the reason told.
//!
//! Must never choose without saying why: a person reads the reason before the first order is issued.

use super::dates::Dates;
use super::draft::Draft;
use super::letterhead::Letterhead;
use super::parties::{Party, Who};
use super::wording::{fold, words};

/// A lifecycle by its name in `lifecycles/`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Route {
    pub lifecycle: &'static str,
    pub because: String,
}

/// Chooses the lifecycle; `bound`: the date depends on another item of this plan.
pub fn choose(draft: &Draft, parties: &[&Party], dates: &Dates, bound: bool, head: &Letterhead) -> Route {
    let result = fold(&draft.result);
    let schools = parties.iter().any(|party| matches!(party.who, Who::Each(_)));
    let only_schools = !parties.is_empty() && parties.iter().all(|party| matches!(party.who, Who::Each(_)));
    let office = head
        .author
        .as_deref()
        .is_some_and(|author| parties.len() == 1 && parties.iter().all(|party| fold(&party.name) == fold(author)));
    let order = has(&result, &["приказ", "распоряжени", "распорядительн"]);
    let route = |lifecycle, because: &str| Route {
        lifecycle,
        because: because.to_owned(),
    };
    if dates.waits() {
        return if bound {
            route(
                "report-by-outside-plan",
                "срок зависит от другого пункта этого же плана: отдельный приказ не нужен, нужен отчёт",
            )
        } else {
            route(
                "by-outside-plan",
                "срок назовёт чужой план или график: ждём срока, затем приказ и отчёты",
            )
        };
    }
    if office && order && approves_the_plan(draft, head) {
        return route(
            "done-by-basis",
            "план утверждён самим приказом-основанием, пункт исполнен вместе с ним",
        );
    }
    if order && !schools {
        return route("department-order", "результат — приказ самого отдела");
    }
    if only_schools && (order || has(&result, &["пакет документов", "локальн", "положени"]))
    {
        return route(
            "orders-of-schools",
            "результат — приказ или пакет документов каждого учреждения",
        );
    }
    if dates.goes_on() && !order {
        return route(
            "report-only",
            "работа идёт весь период, документа в результате нет: достаточно отчётов",
        );
    }
    if !schools && has(&result, &["справк", "аналитический отчет", "доклад"]) {
        return route("approved-report", "результат — справка: её утверждает начальник");
    }
    if schools {
        return route(
            "collect-from-schools",
            "исполняет каждое учреждение, ответственный принимает их отчёты",
        );
    }
    route(
        "office-work",
        "исполняет отдел или его подразделение, отчёт принимает делопроизводитель",
    )
}

fn has(text: &str, stems: &[&str]) -> bool {
    stems.iter().any(|stem| text.contains(stem))
}

/// «Утверждение дорожной карты …» in the very road-map that an order has approved.
fn approves_the_plan(draft: &Draft, head: &Letterhead) -> bool {
    let title = words(&draft.title);
    let approves = title
        .first()
        .is_some_and(|first| first.starts_with("утвержд") || first.starts_with("утверд"));
    let plan = fold(&draft.title);
    let names_it =
        plan.contains("дорожной карты") || plan.contains("плана мероприятий") || plan.contains("настоящего плана");
    approves && names_it && head.number.is_some()
}
