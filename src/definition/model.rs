//! What a plan is once it has been read and checked. A value of these types cannot name what does not exist.

use crate::definition::institutions::InstitutionForms;
use crate::definition::persons::{Acting, Person};
use crate::words::calendar::DayOffRule;
use crate::words::ids::{
    InstitutionKey, ItemKey, JournalKey, LifecycleKey, PeriodKey, PersonKey, PlanKey, RoleKey, StageKey,
};
use crate::words::inflection::{Forms, Sex};
use chrono::NaiveDate;
use chrono_tz::Tz;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::sync::Arc;

/// A road-map (дорожная карта) ready to run.
#[derive(Debug, Clone)]
pub struct Plan {
    /// Name of its folder.
    pub key: PlanKey,
    /// Title as printed, e.g. «План мероприятий (дорожная карта) внедрения …».
    pub title: String,
    /// The order that adopted the plan.
    pub basis: Basis,
    /// Who issues the orders.
    pub office: Office,
    /// Where the office's wall clock is.
    pub time_zone: Tz,
    /// What holds for all its items.
    pub rules: Arc<PlanRules>,
    /// Headings of sections, by number.
    pub sections: BTreeMap<String, String>,
    /// Items in the order of the printed plan.
    pub items: Vec<Arc<Definition>>,
    /// Every institution that was, is or will be valid; of one key no two rows hold on the same day.
    pub institutions: Vec<Institution>,
    /// Persons whom roles may name; of one key no two rows hold on the same day.
    pub persons: Vec<Person>,
}

/// A document that something rests on (основание).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Basis {
    /// What it is called in the genitive of a sentence, e.g. «приказ отдела образования …».
    pub kind: String,
    /// Its number as printed.
    pub number: String,
    /// Its date.
    pub date: NaiveDate,
    /// Where in it the plan stands, e.g. «приложение 2».
    pub annex: Option<String>,
}

/// The body that issues orders.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Office {
    /// Body above it, printed over its name.
    pub parent: Option<String>,
    /// Full name in the nominative.
    pub name: String,
    /// Full name in the genitive («приказ отдела образования …»).
    pub name_genitive: String,
    /// Short name, e.g. «ОО АНГО».
    pub short_name: String,
    /// Place of issue, e.g. «г. Нефтекумск».
    pub place: String,
    /// Mailbox letters are sent from and answered to.
    pub email: String,
    /// Telephone printed in letters.
    pub phone: Option<String>,
}

/// Who holds a role.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct RoleHolder {
    /// Post in the nominative, e.g. «Начальник отдела образования».
    pub post: String,
    /// Surname, name and patronymic in full.
    pub name: String,
    /// Mailbox for escalations.
    pub email: Option<String>,
    /// Telephone.
    pub phone: Option<String>,
    /// Sex, where the patronymic does not tell it.
    pub sex: Option<Sex>,
    /// Forms of the name that a person typed.
    pub name_forms: Forms,
    /// Forms of the post that a person typed.
    pub post_forms: Forms,
    /// The person named, when the role names one: on other days another row of that person may hold.
    pub person: Option<PersonKey>,
    /// Who stands in, and when (замещение).
    pub acting: Vec<Acting>,
}

/// A journal of registration: a gap-free series of numbers within a calendar year.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Journal {
    /// Title of the journal.
    pub title: String,
    /// Kind of the documents it registers, in the nominative: «приказ», «письмо». Numbers of different kinds may be alike.
    pub kind: String,
    /// Text around the number: `{n}` stands for the integer, `{yyyy}` and `{yy}` for the year, e.g. `{n}-ОД`.
    pub pattern: String,
    /// Last number used on paper before the plan entered the system, by year; the next order gets the one after.
    pub last_used: BTreeMap<i32, u32>,
    /// What the office does with a date out of the order of numbers.
    pub date_order: DateOrder,
}

/// What an office does when the date of a number lies before that of the number before it, or after that of the next.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum DateOrder {
    /// Does not register the document.
    #[default]
    Refuse,
    /// Registers it, with a remark in the journal.
    Remark,
}

/// An item (пункт) with everything its instances need: the exact text they are bound to for life.
#[derive(Debug, Clone)]
pub struct Definition {
    /// The plan it belongs to.
    pub plan: PlanKey,
    /// Identity within the plan.
    pub key: ItemKey,
    /// Number as printed; may repeat.
    pub number: String,
    /// Number of its section.
    pub section: String,
    /// Title as printed.
    pub title: String,
    /// The literal words of the deadline.
    pub deadline: String,
    /// When it runs.
    pub schedule: Schedule,
    /// Who executes it, in the printed order: the first is the lead (ответственный).
    pub executors: Vec<Executor>,
    /// What to do, as an order says it: «издать приказы о внедрении системы наставничества»; else the title serves.
    pub task: Option<String>,
    /// What is owed in a few words, for subjects of letters: «приказ о внедрении наставничества».
    pub brief: Option<String>,
    /// Result as printed («Приказ ОО»).
    pub result: String,
    /// Name of the form in which reports are filed, where one is named.
    pub form: Option<String>,
    /// Stages it goes through.
    pub lifecycle: Arc<Lifecycle>,
    /// Template file of each document slot that its lifecycle names, e.g. `order` → `order-department.docx`.
    pub documents: BTreeMap<String, String>,
    /// Items of the same plan whose instance of the same period must be released before this one starts.
    pub after: Vec<ItemKey>,
    /// What the plan says for all its items: pinned together with the item's text.
    pub rules: Arc<PlanRules>,
    /// First day on which periods begin by this text, inclusive; `None`: from ever.
    pub effective: Option<NaiveDate>,
    /// File it was read from, relative to the folder of plans.
    pub file: String,
    /// SHA-256 of its bundle, hexadecimal: its texts (own file, lifecycle, plan) and what was read from them (dates, executors).
    pub sha256: String,
}

/// What a plan says for all its items.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PlanRules {
    /// First day of the plan, inclusive.
    pub first_day: NaiveDate,
    /// Last day of the plan, inclusive.
    pub last_day: NaiveDate,
    /// How a due date on a day off becomes a control date.
    pub day_off_rule: DayOffRule,
    /// Posts of the department that act in the plan.
    pub roles: BTreeMap<RoleKey, RoleHolder>,
    /// Number series by journal.
    pub journals: BTreeMap<JournalKey, Journal>,
}

/// When an item runs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Schedule {
    /// One or several periods with dates known beforehand.
    Dated(Vec<Period>),
    /// One period whose date must be supplied by its owner («по отдельному графику»).
    AwaitsDate {
        /// Key of the single period: the whole plan, unless the item names a period.
        period: PeriodKey,
        /// Who owes the date.
        owner: DateOwner,
    },
}

impl Schedule {
    /// Keys of all periods, in order.
    pub fn periods(&self) -> Vec<&PeriodKey> {
        match self {
            Self::Dated(periods) => periods.iter().map(|period| &period.key).collect(),
            Self::AwaitsDate { period, .. } => vec![period],
        }
    }

    /// The day on which the instance of `period` opens, inclusive; one that awaits its date opens with the plan.
    pub fn opens(&self, period: &PeriodKey, plan_first_day: NaiveDate) -> NaiveDate {
        self.period(period).map_or(plan_first_day, |dated| dated.opens)
    }

    /// The dated period with this key.
    pub fn period(&self, key: &PeriodKey) -> Option<&Period> {
        match self {
            Self::Dated(periods) => periods.iter().find(|period| &period.key == key),
            Self::AwaitsDate { .. } => None,
        }
    }
}

/// Who owes a date.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum DateOwner {
    /// An institution of the directory, e.g. the methodical office.
    Institution(InstitutionKey),
    /// A role of the department.
    Role(RoleKey),
}

/// One run of an item.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Period {
    /// Key, e.g. `2022`.
    pub key: PeriodKey,
    /// The instance opens on this day, inclusive.
    pub opens: NaiveDate,
    /// First day of the work, where the deadline names one.
    pub start: Option<NaiveDate>,
    /// Due date by the words (literal), inclusive; never moved for days off.
    pub due: NaiveDate,
    /// Control date: the due date under the plan's rule for days off.
    pub control: NaiveDate,
    /// The due date is the day of an event and never moves.
    pub fixed_day: bool,
}

/// One executor of an item.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Executor {
    /// Name as read from the cell, e.g. «ИМО».
    pub name: String,
    /// Whom it means.
    pub who: Executors,
    /// The first named is the lead: it sums up and closes after the others.
    pub part: Part,
    /// Who in the institution is written to.
    pub addressee: Addressee,
    /// How an order turns to it, in the dative: «Руководителям общеобразовательных организаций».
    pub addressed: Option<String>,
}

/// Whom an executor's name means.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Executors {
    /// One institution of the directory.
    One(InstitutionKey),
    /// Every institution of this kind that is valid when tasks are issued (fan-out).
    EachOfKind(String),
    /// A list written out in the plan (fan-out).
    Each(Vec<InstitutionKey>),
}

/// Lead or co-executor.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Part {
    /// Ответственный: named first, sums up, closes last.
    Lead,
    /// Соисполнитель.
    CoExecutor,
}

/// Who in an institution is written to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Addressee {
    /// The director: the addressee of record.
    Director,
    /// The curator, with the director in copy.
    Curator,
}

/// A row of the directory of institutions: one that was renamed or has a new head has several, under one key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Institution {
    /// Key, e.g. `school-3`.
    pub key: InstitutionKey,
    /// Kind, e.g. `school`, `office`, `department`.
    pub kind: String,
    /// Full name in the nominative.
    pub full_name: String,
    /// Short name, e.g. «МБОУ СОШ № 3».
    pub short_name: String,
    /// Director: surname, name, patronymic.
    pub director: String,
    /// Director's mailbox.
    pub email: String,
    /// Curator, where appointed.
    pub curator: Option<String>,
    /// Curator's mailbox.
    pub curator_email: Option<String>,
    /// First day in the directory, inclusive; `None`: from ever.
    pub valid_from: Option<NaiveDate>,
    /// Last day in the directory, inclusive; `None`: until further notice.
    pub valid_to: Option<NaiveDate>,
    /// Director's post, e.g. «директор» or «заведующая»; `None`: not told.
    pub director_post: Option<String>,
    /// Director's sex, where the patronymic does not tell it.
    pub director_sex: Option<Sex>,
    /// Curator's sex, where the patronymic does not tell it.
    pub curator_sex: Option<Sex>,
    /// Telephone.
    pub phone: Option<String>,
    /// Postal address.
    pub address: Option<String>,
    /// Forms that a person typed.
    pub forms: InstitutionForms,
}

impl Institution {
    /// Whether the directory knows it on `day`.
    pub fn is_valid_on(&self, day: NaiveDate) -> bool {
        self.valid_from.is_none_or(|from| from <= day) && self.valid_to.is_none_or(|to| day <= to)
    }
}

/// Stages that items share (порядок прохождения).
#[derive(Debug, Clone)]
pub struct Lifecycle {
    /// Name of its file.
    pub key: LifecycleKey,
    /// Title a clerk reads.
    pub title: String,
    /// The stage an instance begins with: the first in the file.
    pub first: StageKey,
    /// All stages.
    pub stages: BTreeMap<StageKey, Stage>,
}

/// A stage (стадия): one act, and where its outcomes lead.
#[derive(Debug, Clone)]
pub struct Stage {
    /// Key.
    pub key: StageKey,
    /// What a person reads («На подписи»).
    pub title: String,
    /// What is done here.
    pub act: Act,
}

/// What is done in a stage. Every [`StageKey`] named here exists in the lifecycle.
#[derive(Debug, Clone)]
pub enum Act {
    /// A role drafts a document and sends it for approval.
    Issue {
        /// Who drafts.
        by: RoleKey,
        /// Slot of the document; the item says which template.
        document: String,
        /// Stage that follows.
        next: StageKey,
    },
    /// The drafted document is approved and registered, or returned.
    Approve(Approval),
    /// Executors report; reports are accepted or returned.
    Report(Reporting),
    /// Waits until something is known.
    Wait {
        /// What is waited for.
        until: WaitUntil,
        /// Stage that follows.
        next: StageKey,
    },
    /// A letter is written to somebody, and the instance goes on at once.
    Notify {
        /// Whom.
        to: Recipient,
        /// What it says (Russian, one or two sentences; MiniJinja over the item's fields).
        text: String,
        /// Stage that follows.
        next: StageKey,
    },
    /// Guards choose the way; the first that holds wins.
    Decide {
        /// MiniJinja expressions that give true or false, and where each leads.
        branches: Vec<(String, StageKey)>,
        /// Where none holds.
        otherwise: StageKey,
    },
    /// The last stage: the instance is released from control.
    End {
        /// At once, or by an act of this role.
        by: Option<RoleKey>,
    },
}

/// How a document is approved.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Approval {
    /// Who approves, in the written order.
    pub by: Vec<RoleKey>,
    /// Who of them must.
    pub rule: ApprovalRule,
    /// Journal that gives the number at registration.
    pub journal: JournalKey,
    /// Stage after registration.
    pub approved: StageKey,
    /// Stage after a return.
    pub returned: StageKey,
}

impl Approval {
    /// Whether one document may go by both: the same approvers, rule and journal.
    pub fn same_route(&self, other: &Self) -> bool {
        (&self.by, self.rule, &self.journal) == (&other.by, other.rule, &other.journal)
    }
}

/// Who of the approvers must approve.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ApprovalRule {
    /// All, one after another in the written order.
    Sequence,
    /// All, in any order.
    All,
    /// Any one.
    Any,
    /// At least this many, in any order; between 1 and the number of approvers.
    Quorum(u32),
}

/// How executors report.
#[derive(Debug, Clone, PartialEq)]
pub struct Reporting {
    /// Who accepts or returns reports.
    pub accept: Acceptor,
    /// Working days relative to the control date on which those who have not reported are reminded; sorted; −3 = three before.
    pub remind: Vec<i32>,
    /// Working days after the control date, and who is told then; sorted.
    pub overdue: Vec<(i32, Recipient)>,
    /// When the stage is done.
    pub done: Join,
    /// How many times a report may be returned before the department must decide otherwise; `None`: no limit.
    pub rework_max: Option<u32>,
    /// Co-executors are due this many working days before the lead; 0: the same day.
    pub co_executors_before_days: u32,
    /// Stage that follows.
    pub next: StageKey,
}

/// Who accepts reports.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Acceptor {
    /// A role of the department.
    Role(RoleKey),
    /// The lead accepts co-executors' reports; the lead's own is accepted by this role.
    Lead {
        /// Accepts the lead's own report.
        then: RoleKey,
    },
}

/// When enough reports have been accepted. Cancelled tasks do not count among those expected.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Join {
    /// All tasks.
    All,
    /// At least this percentage of the tasks, 1–100, rounded up to whole tasks.
    Share(u32),
    /// At least this many tasks.
    Count(u32),
}

/// Who is written to.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Recipient {
    /// The executor of the task.
    Executor,
    /// A role of the department.
    Role(RoleKey),
}

/// What a `wait` stage waits for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum WaitUntil {
    /// The date its owner supplies; passes at once when the period is dated.
    Date,
    /// The items named in `after` are released in the same period; passes at once when there are none.
    Predecessors,
    /// The first day of the period's work; passes at once when it has come or none is named.
    Start,
}
