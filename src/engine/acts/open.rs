//! Open: the period of an item has come, and it is put on control. The instance is bound to the definition it begins
//! with and runs on through the stages that need nobody.

use crate::definition::model::{Definition, Period, Schedule};
use crate::engine::authority;
use crate::engine::enter;
use crate::engine::outcome::Outcome;
use crate::engine::rejection::Rejection;
use crate::engine::state::Term;
use crate::engine::transition::Transition;
use crate::words::ids::{InstanceId, PeriodKey};

/// Puts the item on control for a period.
pub fn open(outcome: &mut Outcome<'_>, period: &PeriodKey) -> Result<(), Rejection> {
    if outcome.scope().instance.is_some() {
        return Err(Rejection::AlreadyOpen);
    }
    authority::require_department_or_system(outcome, "начать пункт")?;
    put_on_control(outcome, period)?;
    enter::run_on(outcome)
}

/// The instance begins, and stands in its first stage.
pub fn put_on_control(outcome: &mut Outcome<'_>, period: &PeriodKey) -> Result<(), Rejection> {
    let definition = outcome.call.definition;
    let term = term_of(definition, period)?;
    outcome.record(Transition::Opened {
        instance: InstanceId::of(&definition.plan, &definition.key, period),
        plan: definition.plan.clone(),
        item: definition.key.clone(),
        period: period.clone(),
        definition: definition.sha256.clone(),
        stage: definition.lifecycle.first.clone(),
        term,
    });
    Ok(())
}

fn term_of(definition: &Definition, wanted: &PeriodKey) -> Result<Option<Term>, Rejection> {
    let none = || Rejection::NoPeriod {
        item: definition.key.clone(),
        period: wanted.clone(),
    };
    match &definition.schedule {
        Schedule::Dated(_) => definition
            .schedule
            .period(wanted)
            .map(|period| Some(term(period)))
            .ok_or_else(none),
        Schedule::AwaitsDate { period, .. } if period == wanted => Ok(None),
        Schedule::AwaitsDate { .. } => Err(none()),
    }
}

fn term(period: &Period) -> Term {
    Term {
        start: period.start,
        due: period.due,
        control: period.control,
        fixed_day: period.fixed_day,
    }
}
