//! Why a person must confirm a reading, or be asked.
//!
//! Must never blame the clerk: each reason says what is not clear and what to look at.

/// One reason, in words a clerk understands.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Reason {
    /// The text is empty or has no deadline in it.
    #[error("в тексте нет срока")]
    Nothing,
    /// The text is far too long for a deadline.
    #[error("текст слишком длинный для срока")]
    TooLong,
    /// Some words were not understood.
    #[error("не понято: «{0}»")]
    Unexplained(String),
    /// A mistyped word was read as the nearest known one.
    #[error("похоже на опечатку: «{0}»")]
    Mistyped(String),
    /// No year in a plan of several years.
    #[error("год не указан, а план на несколько лет: принято, что срок повторяется каждый год")]
    NoYearInLongPlan,
    /// No year, and none can be concluded.
    #[error("год не указан, и по плану его не определить")]
    NoYear,
    /// The date could lie before the plan's period or within it.
    #[error("год не указан: срок может относиться и ко времени до начала плана")]
    BeforeOrWithinPlan,
    /// The only such date lies before the order.
    #[error("год не указан, а в периоде плана этот срок раньше даты приказа")]
    BeforeOrder,
    /// The only such date lies outside the plan's period.
    #[error("год не указан, а в период плана срок целиком не попадает")]
    NotWithinPlan,
    /// The written date lies outside the plan's period.
    #[error("записанная дата не попадает в период плана: проверьте год")]
    OutsidePlan,
    /// There is no such day.
    #[error("такой даты нет: {0}")]
    Impossible(String),
    /// The year is outside 1990–2100.
    #[error("год {0} вне 1990–2100")]
    YearOutOfRange(i32),
    /// The end is before the start.
    #[error("конец срока раньше начала")]
    Backwards,
    /// «начало», «середина», «конец» of a month.
    #[error("«начало», «середина», «конец» и «числа» — не точные дни: принято по обычаю")]
    ApproximatePart,
    /// «до мая»: with May or without.
    #[error("«до» без числа: включая названное время или до его начала")]
    InclusiveOrNot,
    /// A week of a month has no agreed days.
    #[error("неделя месяца считается по-разному")]
    WeekOfMonth,
    /// Only a first day.
    #[error("указано только начало, последний день не назван")]
    OpenEnd,
    /// «не ранее», «после».
    #[error("указано, раньше какого дня нельзя, а последний день не назван")]
    NotBefore,
    /// Calendar year or school year.
    #[error("неясно, какой год: календарный или учебный")]
    CalendarOrSchoolYear,
    /// A school half-year has no agreed ends.
    #[error("полугодие учебного года: точные дни устанавливает школа")]
    SchoolHalf,
    /// The plan's period is not known.
    #[error("период плана неизвестен")]
    PeriodUnknown,
    /// Parts contradict each other.
    #[error("части текста противоречат друг другу")]
    Contradiction,
    /// Two deadlines stand side by side with nothing between them.
    #[error("два срока подряд без знака между ними")]
    RunOn,
    /// Several deadlines of different kinds in one cell.
    #[error("в ячейке несколько разных сроков")]
    SeveralDeadlines,
    /// Neighbouring months in a list: each of them, or the whole time.
    #[error("перечислены соседние месяцы: отдельный срок в каждом или один общий")]
    ListOrWindow,
    /// A range over the new year with one year told.
    #[error("срок переходит через Новый год, а год указан один")]
    OverNewYear,
    /// A choice.
    #[error("названо несколько сроков на выбор («или»)")]
    Alternatives,
    /// An exception.
    #[error("есть исключение («кроме»)")]
    Exception,
    /// «ориентировочно».
    #[error("срок назван приблизительно")]
    Approximate,
    /// A blank to be filled in.
    #[error("в тексте оставлен пропуск")]
    BlankLeft,
    /// «отменено».
    #[error("в тексте сказано об отмене")]
    Cancelled,
    /// «уточняется», «по согласованию».
    #[error("срок ещё не определён")]
    Unsettled,
    /// School holidays.
    #[error("дни каникул устанавливает календарный учебный график")]
    SchoolHolidays,
    /// School terms.
    #[error("дни четвертей устанавливает календарный учебный график")]
    SchoolTerm,
    /// The weekday is not the date's.
    #[error("день недели не совпадает с датой")]
    WrongWeekday,
    /// The last working day depends on the calendar.
    #[error("последний рабочий день зависит от производственного календаря")]
    LastWorkingDay,
    /// «не реже», «не чаще».
    #[error("указано, как часто не реже или не чаще, а не точный срок")]
    OnlyABound,
    /// Two frequencies.
    #[error("названа разная частота")]
    SeveralFrequencies,
    /// The frequency gives no days.
    #[error("частота названа, а дни — нет: приняты обычные")]
    DaysNotNamed,
    /// «ежеквартально до 5 числа»: of which month.
    #[error("не сказано, какого месяца это число: принят следующий за отчётным")]
    WhichMonth,
    /// «в течение квартала»: which one.
    #[error("не сказано, какой именно месяц, квартал или полугодие")]
    WhichPart,
    /// «до 5 числа»: of every month, or of one.
    #[error("не сказано, каждый ли это месяц")]
    EveryMonthOrOnce,
    /// «следующего года», «следующего месяца».
    #[error("неясно, от какого времени считать «следующий»")]
    NextOfWhat,
    /// «текущего года» in an order: this year only, or every year.
    #[error("«текущего года»: только в этом году или каждый год")]
    CurrentYear,
    /// A term without a start.
    #[error("не сказано, с какого дня считать срок")]
    TermStart,
    /// «срочно», «оперативно» differ from office to office.
    #[error("сколько это дней, определяет инструкция учреждения")]
    UrgentTerm,
    /// The event's name has a date in it.
    #[error("в названии события или плана есть дата")]
    EventNamesDate,
    /// An hour without a day.
    #[error("назван час, а день — нет")]
    HourWithoutDay,
}
