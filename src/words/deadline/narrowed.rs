//! A year that stands by itself narrows the plan's period: «2022 год, май», «с 2023 года ежегодно».
//!
//! Must never swallow a year that contradicts another, without a doubt.

use super::DeadlineContext;
use super::PlanPeriod;
use super::Reason;
use super::dated::in_range;
use super::draft::Draft;
use super::draft::Edge;
use super::draft::Shape;
use super::draft::Span;
use super::draft::When;
use super::draft::YearTold;
use super::years;
use chrono::Datelike;

/// «2022 год, май»; «с 2023 года ежегодно»: a year that stands by itself narrows the plan's period.
pub(super) fn narrow(draft: &mut Draft, context: &DeadlineContext) -> DeadlineContext {
    let mut narrowed = *context;
    let is_year = |span: &Span| match span {
        Span::At(When {
            shape: Shape::Year | Shape::SchoolYear,
            year,
            edge: Edge::Whole,
        }) => {
            matches!(year, YearTold::Exactly(_) | YearTold::Each(..) | YearTold::School(_))
        }
        Span::At(When {
            shape: Shape::SchoolYear,
            ..
        }) => true,
        Span::From(When {
            shape: Shape::Year,
            year: YearTold::Exactly(_),
            ..
        }) => draft.often.is_some(),
        _ => false,
    };
    let (years, others): (Vec<Span>, Vec<Span>) = draft.spans.iter().partition(|span| is_year(span));
    if years.len() != 1 || (others.is_empty() && draft.often.is_none()) {
        return narrowed;
    }
    let period_end = context.period.and_then(|period| period.days()).map(|ends| ends.1);
    let period = match years[0] {
        Span::At(When {
            shape: Shape::SchoolYear,
            year,
            ..
        }) => {
            let first = match (year, context.period) {
                (YearTold::School(first) | YearTold::Exactly(first), _) => Some(first),
                (_, Some(PlanPeriod::SchoolYear { first })) => Some(first),
                _ => None,
            };
            let ends = first.and_then(|first| years::whole_days(Shape::SchoolYear, first));
            ends.map(|(first, last)| PlanPeriod::Days { first, last })
        }
        Span::At(When {
            year: YearTold::Exactly(year),
            ..
        }) => Some(PlanPeriod::Years {
            first: year,
            last: year,
        }),
        Span::At(When {
            year: YearTold::Each(first, last),
            ..
        }) if first <= last => Some(PlanPeriod::Years { first, last }),
        Span::From(When {
            year: YearTold::Exactly(year),
            ..
        }) => period_end
            .filter(|end| end.year() >= year)
            .map(|end| PlanPeriod::Years {
                first: year,
                last: end.year(),
            }),
        _ => None,
    };
    let in_range = period
        .and_then(|period| period.days())
        .is_some_and(|ends| in_range(ends.0) && in_range(ends.1));
    // «сентябрь, в течение учебного года»: a month and the whole year, not a month of that year.
    if draft.course_of_year && draft.often.is_none() && others.len() == 1 {
        draft.doubts.push(Reason::SeveralDeadlines);
    }
    // «Май 2023, 2024»: two years in one cell.
    let own = years_told(&others);
    if let Span::At(When {
        year: YearTold::Exactly(year),
        ..
    }) = years[0]
        && own.iter().any(|other| *other != year)
    {
        draft.doubts.push(Reason::Contradiction);
    }
    if in_range {
        narrowed.period = period;
        if matches!(years[0], Span::At(_)) || context.order_date.is_none() {
            narrowed.order_date = context.order_date;
        }
        draft.spans = others;
    }
    narrowed
}

fn years_told(spans: &[Span]) -> Vec<i32> {
    let exact = |when: When| match when.year {
        YearTold::Exactly(year) => Some(year),
        _ => None,
    };
    let of = |span: &Span| match *span {
        Span::At(when) | Span::By(when) | Span::From(when) => exact(when),
        Span::Range(first, last) => exact(first).or(exact(last)),
    };
    spans.iter().filter_map(of).collect()
}
