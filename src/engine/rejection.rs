//! Why nothing changed. Data, shown to the person in the words he knows.

use crate::words::calendar::OutsideCalendar;
use crate::words::ids::{DocumentId, InstitutionKey, ItemKey, PeriodKey, RoleKey, StageKey, TaskId};
use chrono::NaiveDate;
use thiserror::Error;

/// Why an event was refused. The text is shown to a person; [`Rejection::code`] to programs.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum Rejection {
    /// The instance runs already.
    #[error("пункт за этот период уже в работе")]
    AlreadyOpen,
    /// The instance has not begun.
    #[error("пункт за этот период ещё не начат")]
    NotOpen,
    /// The instance is released or cancelled.
    #[error("пункт {item} уже {state}: изменить его нельзя")]
    Closed {
        /// Item.
        item: ItemKey,
        /// «снят с контроля», «отменён».
        state: &'static str,
    },
    /// The act does not belong to the stage.
    #[error("действие «{act}» невозможно: пункт {item} на стадии «{stage}»")]
    WrongStage {
        /// Act, e.g. «подписать приказ».
        act: &'static str,
        /// Item.
        item: ItemKey,
        /// Title of the stage it stands in.
        stage: String,
        /// Key of that stage.
        key: StageKey,
    },
    /// The actor may not do this.
    #[error("действие «{act}» выполняет {expected}, а не вы")]
    NotYours {
        /// Act.
        act: &'static str,
        /// Who may.
        expected: String,
    },
    /// The approver has approved already.
    #[error("документ уже согласован: {post}")]
    AlreadyApproved {
        /// Role.
        role: RoleKey,
        /// Post of its holder.
        post: String,
    },
    /// Another approver comes first.
    #[error("сначала документ согласует {post}")]
    NotYourTurn {
        /// Who is next.
        role: RoleKey,
        /// Post of its holder.
        post: String,
    },
    /// The document is not the one that drives the instance, or is not in the state the act needs.
    #[error("документ {state}: действие «{act}» к нему неприменимо")]
    WrongDocument {
        /// Document.
        document: DocumentId,
        /// «зарегистрирован», «черновик», …
        state: &'static str,
        /// Act.
        act: &'static str,
    },
    /// No such task here.
    #[error("такого поручения нет")]
    NoTask {
        /// Task.
        task: TaskId,
    },
    /// The task is not in the state the act needs.
    #[error("действие «{act}» невозможно: поручение {state}")]
    WrongTaskState {
        /// Act.
        act: &'static str,
        /// «выдано», «отчёт представлен», «принято», …
        state: &'static str,
    },
    /// The lead sums up after the others.
    #[error("ответственный отчитывается последним: соисполнителей без принятого отчёта — {unfinished}")]
    CoExecutorsFirst {
        /// How many.
        unfinished: u32,
    },
    /// Something a person must say was left empty.
    #[error("укажите: {what}")]
    Missing {
        /// What, e.g. «причину возврата».
        what: &'static str,
    },
    /// A date that cannot be.
    #[error("дата {} не подходит: {why}", date.format("%d.%m.%Y"))]
    BadDate {
        /// The date given.
        date: NaiveDate,
        /// Why not.
        why: String,
    },
    /// The calendar of the year is not loaded; no date is guessed.
    #[error("нет производственного календаря на {year} год: добавьте его в calendars")]
    OutsideCalendar {
        /// Year.
        year: i32,
    },
    /// No institution to issue the tasks to.
    #[error("некому выдать поручения: в справочнике нет действующих учреждений для «{executor}»")]
    NobodyToTask {
        /// Executor's name.
        executor: String,
    },
    /// The number is not of this journal.
    #[error(
        "номер «{number}» не подходит журналу «{journal}»: ожидался номер вида «{example}», а вставной — с буквой после числа{strange}"
    )]
    NumberUnfit {
        /// As given.
        number: String,
        /// Title of the journal.
        journal: String,
        /// A number that would fit.
        example: String,
        /// The letter that is to blame, when one is: «; в номере латинская буква …».
        strange: String,
    },
    /// Another number comes next.
    #[error("пустым объявляют следующий номер журнала, а это «{next}», не «{number}»")]
    NotNext {
        /// As given.
        number: String,
        /// The next one.
        next: String,
    },
    /// The number stands in the journal already.
    #[error("номер «{number}» уже занят: {how}")]
    NumberUsed {
        /// As given.
        number: String,
        /// By what.
        how: String,
    },
    /// The number would leave a gap.
    #[error(
        "номер «{number}» оставит пропуск: {skipped}. Возьмите «{next}» или назовите причину, по которой пропущенные номера пусты"
    )]
    NumberGap {
        /// As given.
        number: String,
        /// The numbers that would be missing.
        skipped: String,
        /// The next number without a gap.
        next: String,
    },
    /// An inserted number follows nothing.
    #[error("вставной номер «{number}» не за чем вставить: номера «{base}» в журнале нет")]
    NothingToFollow {
        /// As given.
        number: String,
        /// The number it would follow.
        base: String,
    },
    /// The same file was added before.
    #[error("файл «{name}» уже приложен к документу")]
    AlreadyAttached {
        /// Its name.
        name: String,
    },
    /// More than can be kept with one document.
    #[error("{what}: не больше {most}")]
    TooMany {
        /// What.
        what: &'static str,
        /// How many at most.
        most: usize,
    },
    /// The report says nothing.
    #[error("отчёт пуст: приложите файл, укажите ссылку, свой приказ или напишите, что сделано")]
    EmptyReport,
    /// Reports wait for an answer that a release would swallow.
    #[error("сначала ответьте на представленные отчёты: {count}")]
    Unanswered {
        /// How many.
        count: u32,
    },
    /// The report was returned as often as the definition allows.
    #[error("отчёт возвращали уже {times} раз: примите его или отмените поручение")]
    TooManyReturns {
        /// How often.
        times: u32,
    },
    /// A timer, or word of another instance, that no longer applies; shown to nobody.
    #[error("событие устарело")]
    Stale,
    /// A guard could not be evaluated.
    #[error("условие «{guard}» не вычислено: {why}")]
    Guard {
        /// The expression.
        guard: String,
        /// Why.
        why: String,
    },
    /// The item has no such period.
    #[error("у пункта {item} нет периода «{period}»")]
    NoPeriod {
        /// Item.
        item: ItemKey,
        /// Period asked for.
        period: PeriodKey,
    },
    /// Tasks cannot be issued before their date is known.
    #[error("срок пункта {item} ещё не назван: сначала укажите дату")]
    DateFirst {
        /// Item.
        item: ItemKey,
    },
    /// The institution has a task there already.
    #[error("у учреждения «{institution}» уже есть поручение по этому пункту")]
    AlreadyTasked {
        /// Institution.
        institution: InstitutionKey,
    },
    /// The way leads back into a `report` stage whose tasks were issued already.
    #[error("поручения стадии «{stage}» уже выданы: второй раз её не начать")]
    TasksIssued {
        /// Title of the stage.
        stage: String,
    },
    /// The definition leads in a circle through stages that need nobody.
    #[error("порядок прохождения ходит по кругу через стадию «{stage}»: исправьте его")]
    Circle {
        /// Title of the stage.
        stage: String,
    },
    /// The lifecycle has no such stage.
    #[error("в порядке прохождения нет стадии «{stage}»")]
    UnknownStage {
        /// Key.
        stage: StageKey,
    },
    /// The instance is bound to another definition than the one it was shown with.
    #[error("экземпляр ведётся по другой редакции пункта {item}")]
    OtherDefinition {
        /// Item of the instance.
        item: ItemKey,
    },
    /// What the engine was given does not fit together.
    #[error("не хватает данных: {what}")]
    Incomplete {
        /// What was expected.
        what: String,
    },
}

impl From<OutsideCalendar> for Rejection {
    fn from(outside: OutsideCalendar) -> Self {
        Self::OutsideCalendar { year: outside.year }
    }
}

impl Rejection {
    /// Stable code for programs, e.g. `WRONG_STAGE`.
    pub fn code(&self) -> &'static str {
        match self {
            Self::AlreadyOpen => "ALREADY_OPEN",
            Self::NotOpen => "NOT_OPEN",
            Self::Closed { .. } => "CLOSED",
            Self::WrongStage { .. } => "WRONG_STAGE",
            Self::NotYours { .. } => "NOT_YOURS",
            Self::AlreadyApproved { .. } => "ALREADY_APPROVED",
            Self::NotYourTurn { .. } => "NOT_YOUR_TURN",
            Self::WrongDocument { .. } => "WRONG_DOCUMENT",
            Self::NoTask { .. } => "NO_TASK",
            Self::WrongTaskState { .. } => "WRONG_TASK_STATE",
            Self::CoExecutorsFirst { .. } => "CO_EXECUTORS_FIRST",
            Self::Missing { .. } => "MISSING",
            Self::BadDate { .. } => "BAD_DATE",
            Self::OutsideCalendar { .. } => "OUTSIDE_CALENDAR",
            Self::NobodyToTask { .. } => "NOBODY_TO_TASK",
            Self::NumberUnfit { .. } => "NUMBER_UNFIT",
            Self::NotNext { .. } => "NOT_NEXT",
            Self::NumberUsed { .. } => "NUMBER_USED",
            Self::NumberGap { .. } => "NUMBER_GAP",
            Self::NothingToFollow { .. } => "NOTHING_TO_FOLLOW",
            Self::AlreadyAttached { .. } => "ALREADY_ATTACHED",
            Self::TooMany { .. } => "TOO_MANY",
            Self::EmptyReport => "EMPTY_REPORT",
            Self::Unanswered { .. } => "UNANSWERED",
            Self::TooManyReturns { .. } => "TOO_MANY_RETURNS",
            Self::Stale => "STALE",
            Self::Guard { .. } => "GUARD",
            Self::NoPeriod { .. } => "NO_PERIOD",
            Self::DateFirst { .. } => "DATE_FIRST",
            Self::AlreadyTasked { .. } => "ALREADY_TASKED",
            Self::TasksIssued { .. } => "TASKS_ISSUED",
            Self::Circle { .. } => "CIRCLE",
            Self::UnknownStage { .. } => "UNKNOWN_STAGE",
            Self::OtherDefinition { .. } => "OTHER_DEFINITION",
            Self::Incomplete { .. } => "INCOMPLETE",
        }
    }
}
