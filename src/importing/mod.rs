//! A road-map as a department has it (Word, Excel, text of a PDF) becomes a plan: files ready for `prikaz check`.
//!
//! | file | does |
//! | --- | --- |
//! | `source`, `printed` | bytes → lines and tables; the columns of a PDF's text rebuilt |
//! | `letterhead`, `columns`, `rows` | whose order it is; which column means what; sections and items told apart |
//! | `draft`, `when` | the words of each item, whatever columns they stand in |
//! | `parties`, `dates`, `evidence`, `route`, `order` | who, when, what proves it, which lifecycle, after which item |
//! | `question`, `answers` | what a person must settle, and what he has settled |
//! | `yaml`, `files`, `report` | the plan's files; what was read of each row and how surely |
//!
//! The way of a file: [`propose`] reads it and gives a [`Proposal`], its open questions with defaults; a door shows them,
//! takes answers and calls it again. Must never touch a disk, the clock or the database, and never drop or invent a row.

pub mod answers;
mod columns;
mod dates;
mod draft;
mod evidence;
mod files;
mod letterhead;
mod order;
mod parties;
mod printed;
pub mod question;
pub mod report;
mod route;
mod rows;
mod source;
mod when;
mod wording;
mod yaml;

use self::answers::Answers;
use self::dates::Dates;
use self::draft::{Draft, Drafts};
use self::letterhead::Letterhead;
use self::parties::{Parties, Party, Who};
use self::question::{Blank, Candidate, Question, Topic};
use self::report::Report;
use self::route::Route;
use crate::definition::folder::{Folder, arrange};
use crate::definition::mistake::Mistake;
use crate::definition::model::Schedule;
use crate::definition::source::Source;
use crate::words::deadline::{self, DeadlineContext, OrderDate, Outcome, PlanPeriod};
use crate::words::executors;
use chrono::{Datelike, NaiveDate};
use std::collections::BTreeMap;

/// Most items of a plan; the largest road-maps have some hundreds.
pub const ITEMS_MAX: usize = 2_000;

/// A file to take in, and what goes with it.
#[derive(Debug, Clone)]
pub struct Request<'a> {
    /// Name of the file: only its ending is looked at.
    pub file_name: &'a str,
    pub bytes: &'a [u8],
    /// Key of the plan, and of its folder.
    pub plan: &'a str,
    /// `lifecycles/*.yaml` and `calendars/*.yaml` that plans share: path and bytes.
    pub shared: &'a [(String, Vec<u8>)],
    /// `institutions.csv`, when there is one.
    pub institutions: Option<&'a str>,
    /// `persons.csv`, when there is one.
    pub persons: Option<&'a str>,
    pub answers: &'a Answers,
}

/// A plan made of a file.
#[derive(Debug)]
pub struct Proposal {
    /// Name within the plan's folder, and text.
    pub files: Vec<(String, String)>,
    pub questions: Vec<Question>,
    pub blanks: Vec<Blank>,
    pub report: Report,
    /// What `prikaz check` would say, and answers that go astray. Empty: the plan is sound.
    pub mistakes: Vec<Mistake>,
}

/// Why a file gives no plan; the words are for the person who brought it.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
pub enum ImportError {
    #[error("{0}")]
    Unreadable(String),
    #[error("это файл PDF: откройте его, скопируйте текст таблицы и сохраните как .txt, или возьмите файл Word")]
    Pdf,
    #[error(
        "таблица плана не найдена: ожидалась строка с названиями граф, например «Наименование мероприятий», «Срок», «Исполнитель»"
    )]
    NoTable,
    #[error("в таблице больше {ITEMS_MAX} пунктов: дорожные карты столько не содержат, разделите файл")]
    TooManyItems,
    #[error("{place}: в графе «{column}» больше {limit} знаков: это не ячейка плана")]
    LongCell {
        place: String,
        column: &'static str,
        limit: usize,
    },
    #[error("под шапкой таблицы нет ни одного пункта")]
    NoItems,
    #[error(
        "неизвестно, на какой срок составлен план: в названии нет годов; запишите в ответах plan: {{ period: {{ from: 2024-01-01, to: 2024-12-31 }} }}"
    )]
    NoPeriod,
}

/// What the items of one plan are read against.
struct Ground<'a> {
    plan: &'a str,
    context: DeadlineContext,
    first_day: NaiveDate,
    last_day: NaiveDate,
    order: Option<NaiveDate>,
    /// Who may be asked for a date: key and name.
    owners: Vec<(String, String)>,
    answers: &'a Answers,
}

/// Reads the file and proposes a plan.
///
/// # Errors
/// When the file is not a road-map at all; all doubts are questions and not errors.
pub fn propose(request: &Request<'_>) -> Result<Proposal, ImportError> {
    let document = source::read(request.file_name, request.bytes)?;
    let found = rows::read(&document)?;
    let head = letterhead::read(&found.above);
    let (first_day, last_day) = period(request.answers, &head, &found)?;
    let mut ground = Ground {
        plan: request.plan,
        context: context(first_day, last_day, &head),
        first_day,
        last_day,
        order: head.date,
        owners: Vec::new(),
        answers: request.answers,
    };
    let mut drafts = draft::drafts(&found, &ground.context);
    if drafts.items.is_empty() {
        return Err(ImportError::NoItems);
    }
    let mut questions = cell_questions(&mut drafts, &ground);
    let parties = parties::read(&drafts.items, &request.answers.abbreviations);
    ground.owners = owners(&parties);
    let mut items = settle(&drafts, &parties, &head, &ground);
    for item in &items {
        questions.extend(item.questions.iter().cloned());
        questions.extend(item.dates.questions.iter().cloned());
    }
    questions.extend(abbreviations(&parties, &drafts));
    let sheet = Sheet {
        request,
        ground: &ground,
        head: &head,
        parties: &parties,
        drafts: &drafts,
    };
    let schedules = sheet.schedules(&items);
    let lifecycles: Vec<String> = items.iter().map(|item| item.route.lifecycle.to_owned()).collect();
    let of_items: Vec<Vec<&Party>> = (0..drafts.items.len()).map(|at| parties.of(at)).collect();
    for link in order::links(&drafts.items, &of_items, &lifecycles, &schedules) {
        let at = link.item;
        items[at].after = Some(link);
    }
    let (files, blanks) = sheet.files(&items);
    let folder = sheet.folder(&files);
    let mut mistakes = folder.mistakes.clone();
    if let Some(plan) = folder.plans.first() {
        mistakes.extend(folder.check(plan).mistakes.0);
    }
    let keys: Vec<&str> = drafts.items.iter().map(|item| item.key.as_str()).collect();
    mistakes.extend(wrong_answers(&questions, &ground));
    mistakes.extend(
        request
            .answers
            .astray(questions.iter().map(|question| question.id.as_str()), &keys),
    );
    let report = report::of(&sheet, &found, &items);
    Ok(Proposal {
        files,
        questions,
        blanks,
        report,
        mistakes,
    })
}

/// What was settled of an item.
struct Item {
    dates: Dates,
    route: Route,
    brief: Option<String>,
    also: Option<String>,
    questions: Vec<Question>,
    after: Option<order::Link>,
}

/// A plan while it is put together.
struct Sheet<'a> {
    request: &'a Request<'a>,
    ground: &'a Ground<'a>,
    head: &'a Letterhead,
    parties: &'a Parties,
    drafts: &'a Drafts,
}

impl Sheet<'_> {
    /// The files of the plan, and what is left blank in them.
    fn files(&self, items: &[Item]) -> (Vec<(String, String)>, Vec<Blank>) {
        let answers = self.ground.answers;
        let drafts = self.drafts;
        let (fields, blanks) = files::plan(
            self.ground,
            self.head,
            self.parties,
            &drafts.sections,
            drafts.items.len(),
        );
        let fields = files::overridden(fields, &answers.plan);
        let schema = |name: &str| format!("yaml-language-server: $schema=../schema/{name}.json");
        let mut files = vec![("plan.yaml".to_owned(), yaml::write(&[schema("plan")], &fields))];
        for (draft, item) in drafts.items.iter().zip(items) {
            let after = item.after.as_ref().map(|link| {
                (
                    drafts.items[link.after].key.as_str(),
                    link.because.as_str(),
                    link.period.as_deref(),
                )
            });
            let fields = files::item(&files::ItemParts {
                draft,
                dates: &item.dates,
                route: &item.route,
                brief: item.brief.as_deref(),
                also: item.also.as_deref(),
                after,
            });
            let fields = files::overridden(fields, answers.of_item(&draft.key));
            files.push((format!("{}.yaml", draft.key), yaml::write(&[schema("item")], &fields)));
        }
        let mut blanks = files::left(blanks, answers);
        let institutions = self.request.institutions.map(str::to_owned).unwrap_or_else(|| {
            blanks.push(Blank {
                field: "institutions.csv".to_owned(),
                what: "справочник учреждений (prikaz institutions import)".to_owned(),
            });
            files::directory(self.ground, self.head, self.parties)
        });
        files.push(("institutions.csv".to_owned(), institutions));
        if let Some(persons) = self.request.persons {
            files.push(("persons.csv".to_owned(), persons.to_owned()));
        }
        (files, blanks)
    }

    /// The files beside what plans share, as a folder that can be checked.
    fn folder(&self, files: &[(String, String)]) -> Folder {
        let own = files
            .iter()
            .map(|(name, text)| (format!("{}/{name}", self.ground.plan), text.clone().into_bytes()));
        arrange(own.chain(self.request.shared.iter().cloned()))
    }

    /// When each item runs, as a check reads it.
    fn schedules(&self, items: &[Item]) -> BTreeMap<String, Schedule> {
        let (files, _) = self.files(items);
        let folder = self.folder(&files);
        let Some(plan) = folder.plans.first() else {
            return BTreeMap::new();
        };
        let checked = folder.check(plan);
        let read = checked.items.iter();
        read.map(|item| (item.key.to_string(), item.schedule.clone())).collect()
    }
}

fn settle(drafts: &Drafts, parties: &Parties, head: &Letterhead, ground: &Ground<'_>) -> Vec<Item> {
    let items = drafts.items.iter().enumerate().map(|(at, draft)| {
        let of_item = parties.of(at);
        let lead = of_item.iter().find_map(|party| match &party.who {
            Who::One(key) => Some(key.as_str()),
            Who::Each(_) => None,
        });
        let dates = dates::settle(draft, ground, lead.unwrap_or("clerk"));
        let bound = dates.waits() && order::bound(&drafts.items, at).is_some();
        let route = route::choose(draft, &of_item, &dates, bound, head);
        let mut questions = Vec::new();
        questions.extend(executors_question(draft, &parties.readings[at], ground));
        let mut brief = evidence::brief(&draft.result);
        if let Some(question) = evidence::ask(draft, |id| ground.answers.get(id)) {
            brief = Some(question.chosen().to_owned());
            questions.push(question);
        }
        let also = also_executes(draft, &of_item, parties, ground);
        let also_named = also
            .as_ref()
            .filter(|(question, _)| question.chosen() == dates::YES)
            .map(|(_, name)| name.clone());
        questions.extend(also.map(|(question, _)| question));
        Item {
            dates,
            route,
            brief,
            also: also_named,
            questions,
            after: None,
        }
    });
    items.collect()
}

/// First and last day: from the answers, the title, or the years that the table itself names.
fn period(answers: &Answers, head: &Letterhead, found: &rows::Found) -> Result<(NaiveDate, NaiveDate), ImportError> {
    let written = answers
        .plan
        .iter()
        .find(|field| field.name == "period")
        .and_then(|field| {
            let yaml::Yaml::Line(line) = &field.value else {
                return None;
            };
            let day = |name: &str| {
                let (_, value) = line.iter().find(|(field, _)| field == name)?;
                let yaml::Yaml::Text(text) = value else { return None };
                text.parse::<NaiveDate>().ok()
            };
            day("from").zip(day("to"))
        });
    let years = || {
        let texts = found.lines.iter().flat_map(|line| match line {
            rows::Line::Item(item) => item.cells.iter().map(|cell| cell.text.to_string()).collect::<Vec<_>>(),
            rows::Line::Section(section) => vec![section.title.clone()],
        });
        let years: Vec<i32> = texts
            .chain(found.headings.iter().cloned())
            .flat_map(|text| letterhead::years(&text))
            .collect();
        let ends = years.iter().min().zip(years.iter().max())?;
        NaiveDate::from_ymd_opt(*ends.0, 1, 1).zip(NaiveDate::from_ymd_opt(*ends.1, 12, 31))
    };
    let order_year = || {
        let order = head.date?;
        Some(order).zip(NaiveDate::from_ymd_opt(order.year(), 12, 31))
    };
    written
        .or(head.days)
        .or_else(years)
        .or_else(order_year)
        .ok_or(ImportError::NoPeriod)
}

fn context(first: NaiveDate, last: NaiveDate, head: &Letterhead) -> DeadlineContext {
    let period = head
        .period
        .filter(|period| period.days().is_some_and(|days| days.1 == last));
    // What `prikaz check` makes of the same two days.
    let is = |day: NaiveDate, month: u32, number: u32| (day.month(), day.day()) == (month, number);
    let by_days = if is(last, 12, 31) {
        PlanPeriod::Years {
            first: first.year(),
            last: last.year(),
        }
    } else {
        PlanPeriod::Days { first, last }
    };
    DeadlineContext {
        period: Some(period.unwrap_or(by_days)),
        order_date: Some(OrderDate::Day(head.date.unwrap_or(first))),
        plan_month: None,
    }
}

/// Those who may owe a date: single institutions in the order of the document, then the roles.
fn owners(parties: &Parties) -> Vec<(String, String)> {
    let named = parties.known.iter().filter_map(|party| match &party.who {
        Who::One(key) => Some((key.clone(), party.name.clone())),
        Who::Each(_) => None,
    });
    let roles = [("clerk", "делопроизводитель"), ("head", "начальник")];
    named
        .chain(roles.map(|(key, name)| (key.to_owned(), name.to_owned())))
        .collect()
}

/// Cells that a printed page has run together; an answer puts the right words there before anything is read.
fn cell_questions(drafts: &mut Drafts, ground: &Ground<'_>) -> Vec<Question> {
    let mut questions = Vec::new();
    for item in &mut drafts.items {
        for (field, column) in [
            ("title", columns::Column::Title),
            ("deadline", columns::Column::Deadline),
            ("executors", columns::Column::Executor),
            ("result", columns::Column::Result),
        ] {
            if let Some(text) = ground.answers.text_of_item(&item.key, field) {
                *item.field(field) = text.to_owned();
                continue;
            }
            let doubt = item
                .cells
                .iter()
                .find(|cell| cell.column == column)
                .and_then(|cell| cell.doubt.clone());
            let Some(doubt) = doubt else { continue };
            let id = format!("{}/{field}-{}", item.key, Topic::Cell.slug());
            let question = Question {
                answer: ground.answers.get(&id),
                id,
                item: Some(item.key.clone()),
                place: item.place.clone(),
                topic: Topic::Cell,
                cell: item.field(field).clone(),
                why: vec![doubt],
                ask: format!("Что стоит в графе «{}»?", column.name()),
                candidates: vec![Candidate::new(item.field(field).clone(), "так, как прочитано")],
                default: item.field(field).clone(),
            };
            question.chosen().clone_into(item.field(field));
            questions.push(question);
        }
    }
    questions
}

impl Draft {
    fn field(&mut self, name: &str) -> &mut String {
        match name {
            "title" => &mut self.title,
            "deadline" => &mut self.deadline,
            "executors" => &mut self.executors,
            _ => &mut self.result,
        }
    }
}

fn executors_question(draft: &Draft, reading: &executors::ExecutorsReading, ground: &Ground<'_>) -> Option<Question> {
    if reading.outcome == executors::Outcome::Read {
        return None;
    }
    let names: Vec<&str> = reading.parties.iter().map(|party| party.name.as_str()).collect();
    let id = Question::id_of(&draft.key, Topic::Executors);
    Some(Question {
        answer: ground.answers.get(&id),
        id,
        item: Some(draft.key.clone()),
        place: draft.place.clone(),
        topic: Topic::Executors,
        cell: draft.executors.clone(),
        why: reading.reasons.clone(),
        ask: "Так ли прочитаны исполнители? Если нет, впишите executors пункта в ответах (items).".to_owned(),
        candidates: vec![Candidate::new(dates::YES, format!("так: {}", names.join("; ")))],
        default: dates::YES.to_owned(),
    })
}

/// «… предоставляются кураторами ОО»: somebody else is named in the result as the one who does it.
fn also_executes(draft: &Draft, own: &[&Party], parties: &Parties, ground: &Ground<'_>) -> Option<(Question, String)> {
    let result = wording::words(&draft.result);
    let named = parties.known.iter().find(|party| {
        let first = wording::words(&party.name).into_iter().next().unwrap_or_default();
        let agent = |word: &String| (word.ends_with("ами") || word.ends_with("ями")) && wording::akin(word, &first);
        !own.contains(party) && !parties::is_abbreviation(&party.name) && result.iter().any(agent)
    })?;
    let id = Question::id_of(&draft.key, Topic::AlsoExecutes);
    let question = Question {
        answer: ground.answers.get(&id),
        id,
        item: Some(draft.key.clone()),
        place: draft.place.clone(),
        topic: Topic::AlsoExecutes,
        cell: draft.result.clone(),
        why: vec![format!(
            "в графе результата назван ещё один исполнитель: {}",
            named.name
        )],
        ask: "Давать ли поручение и ему?".to_owned(),
        candidates: vec![
            Candidate::new(dates::NO, "нет, исполнители — как в своей графе"),
            Candidate::new(dates::YES, format!("да, добавить: {}", named.name)),
        ],
        default: dates::NO.to_owned(),
    };
    Some((question, named.name.clone()))
}

/// Abbreviations of the executors' column that the document does not explain.
fn abbreviations(parties: &Parties, drafts: &Drafts) -> Vec<Question> {
    let asked = parties.unexplained.iter().map(|short| {
        let at = parties.readings.iter().position(|reading| {
            reading
                .parties
                .iter()
                .any(|party| wording::fold(&party.name) == wording::fold(short))
        });
        let item = at.map(|at| &drafts.items[at]);
        let each = parties
            .known
            .iter()
            .any(|party| party.name == *short && matches!(party.who, Who::Each(_)));
        Question {
            id: format!("{}/{}", wording::key_of(short), Topic::Abbreviation.slug()),
            item: None,
            place: item.map(|item| item.place.clone()).unwrap_or_default(),
            topic: Topic::Abbreviation,
            cell: short.clone(),
            why: vec![format!(
                "сокращение «{short}» в документе не раскрыто («далее {short}»)"
            )],
            ask: format!("Кто это? Впишите в ответах: abbreviations: {{ {short}: … }}"),
            candidates: Vec::new(),
            default: if each {
                "каждое учреждение".to_owned()
            } else {
                "одно учреждение".to_owned()
            },
            answer: None,
        }
    });
    asked.collect()
}

/// Answers that settle nothing.
fn wrong_answers(questions: &[Question], ground: &Ground<'_>) -> Vec<Mistake> {
    let wrong = questions.iter().filter_map(|question| {
        let answer = question.answer.as_deref()?;
        let offered: Vec<&str> = question
            .candidates
            .iter()
            .map(|candidate| candidate.value.as_str())
            .collect();
        let help = format!("бывает: {}", offered.join("; "));
        let fits = offered.contains(&answer)
            || match question.topic {
                Topic::Evidence | Topic::Cell => !answer.is_empty(),
                Topic::Deadline => {
                    let reading = deadline::read(answer, &ground.context);
                    reading.outcome == Outcome::Read && reading.due.is_some()
                }
                _ => false,
            };
        let message = format!("ответ «{answer}» ничего не решает");
        (!fits)
            .then(|| ground.answers.wrong(&question.id, message, help))
            .flatten()
    });
    wrong.collect()
}

/// The file of answers as one would write it.
///
/// # Errors
/// All that is wrong in it.
pub fn read_answers(name: &str, text: &str) -> Result<Answers, Vec<Mistake>> {
    Answers::read(&Source::new(name, text))
}
