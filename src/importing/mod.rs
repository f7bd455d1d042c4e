//! A road-map as a department has it (Word, Excel, text of a PDF) becomes a plan: files ready for `prikaz check`.
//!
//! | file | does |
//! | --- | --- |
//! | `source`, `printed` | bytes → lines and tables; the columns of a PDF's text rebuilt |
//! | `letterhead`, `columns`, `rows` | whose order it is; which column means what; sections and items told apart |
//! | `draft`, `when` | the words of each item, whatever columns they stand in |
//! | `ground`, `parties`, `dates`, `evidence`, `route`, `order` | who, when, what proves it, which lifecycle, after which item |
//! | `question`, `ask`, `answers` | what a person must settle, and what he has settled |
//! | `yaml`, `files`, `report` | the plan's files; what was read of each row and how surely |
//!
//! The way of a file: [`propose`] reads it and gives a [`Proposal`], its open questions with defaults; a door shows them,
//! takes answers and calls it again. Must never touch a disk, the clock or the database, and never drop or invent a row.

pub mod answers;
mod ask;
mod columns;
mod dates;
mod draft;
mod evidence;
mod files;
mod ground;
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
use self::draft::Drafts;
use self::ground::Ground;
use self::letterhead::Letterhead;
use self::parties::{Parties, Party, Who};
use self::question::{Blank, Question};
use self::report::Report;
use self::route::Route;
use crate::definition::folder::{Folder, arrange};
use crate::definition::mistake::{Code, Mistake};
use crate::definition::model::Schedule;
use crate::definition::source::{Source, Span};
use std::collections::BTreeMap;

/// Most items of a plan; the largest road-maps have some hundreds.
pub const ITEMS_MAX: usize = 2_000;

/// A file to take in, and what goes with it.
#[derive(Debug, Clone)]
pub struct Request<'a> {
    /// Name of the file: only its ending is looked at, `.csv` against `.txt`.
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
    /// Questions whose answer settles nothing.
    pub refused: Vec<String>,
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

/// Reads the file and proposes a plan.
///
/// # Errors
/// When the file is not a road-map at all; all doubts are questions and not errors.
pub fn propose(request: &Request<'_>) -> Result<Proposal, ImportError> {
    let document = source::read(request.file_name, request.bytes)?;
    let found = rows::read(&document)?;
    let head = letterhead::read(&found.above);
    let (first_day, last_day) = ground::period(request.answers, &head, &found)?;
    let mut ground = Ground {
        plan: request.plan,
        context: ground::context(first_day, last_day, &head),
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
    if let Some(first) = ground::earlier_start(&ground, &head, &drafts.items) {
        ground.first_day = first;
        ground.context = ground::context(first, last_day, &head);
    }
    let mut questions = ask::cells(&mut drafts, &ground);
    let parties = parties::read(&drafts.items, &request.answers.abbreviations);
    ground.owners = ground::owners(&parties);
    let mut items = settle(&drafts, &parties, &head, &ground);
    for item in &items {
        questions.extend(item.dates.questions.iter().cloned());
        questions.extend(item.questions.iter().cloned());
    }
    questions.extend(ask::abbreviations(&parties, &drafts));
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
    let Written { files, blanks, garbled } = sheet.files(&items);
    let folder = sheet.folder(&files);
    let mut mistakes = folder.mistakes.clone();
    mistakes.extend(garbled);
    if let Some(plan) = folder.plans.first() {
        mistakes.extend(folder.check(plan).mistakes.0);
    }
    let keys: Vec<&str> = drafts.items.iter().map(|item| item.key.as_str()).collect();
    let (refused, wrong): (Vec<String>, Vec<Mistake>) = ask::refused(&questions, &ground)
        .into_iter()
        .map(|refused| (refused.id, refused.mistake))
        .unzip();
    mistakes.extend(wrong);
    mistakes.extend(
        request
            .answers
            .astray(&questions.iter().map(|question| question.id.as_str()), &keys),
    );
    let report = report::of(&sheet, &found, &items);
    Ok(Proposal {
        files,
        questions,
        refused,
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

/// Files as they were written.
struct Written {
    files: Vec<(String, String)>,
    blanks: Vec<Blank>,
    /// Files that would not read back as they were meant: there are none, and if there were, none would be used.
    garbled: Vec<Mistake>,
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
    fn files(&self, items: &[Item]) -> Written {
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
        let mut garbled = Vec::new();
        let mut write = |name: String, kind: &str, fields: &[yaml::Field]| {
            let text = yaml::write(&[schema(kind)], fields);
            if !yaml::reads_back(&text, fields) {
                let message = "файл читается не так, как записан; он не годится";
                let source = Source::new(&name, &text);
                garbled.push(Mistake::new(&source, Span::default(), Code::Yaml, message));
            }
            (name, text)
        };
        let mut files = vec![write("plan.yaml".to_owned(), "plan", &fields)];
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
        let institutions = self.request.institutions.map_or_else(
            || {
                blanks.push(Blank {
                    field: "institutions.csv".to_owned(),
                    what: "справочник учреждений (prikaz institutions import)".to_owned(),
                });
                files::directory(self.ground, self.head, self.parties)
            },
            str::to_owned,
        );
        files.push(("institutions.csv".to_owned(), institutions));
        if let Some(persons) = self.request.persons {
            files.push(("persons.csv".to_owned(), persons.to_owned()));
        }
        Written { files, blanks, garbled }
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
        let folder = self.folder(&self.files(items).files);
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
        questions.extend(ask::executors(draft, &parties.readings[at], ground));
        let mut brief = evidence::brief(&draft.result);
        if let Some(question) = evidence::ask(draft, |id| ground.answers.get(id)) {
            brief = Some(question.chosen().to_owned());
            questions.push(question);
        }
        let also = ask::also_executes(draft, &of_item, parties, ground);
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

/// The file of answers as one would write it.
///
/// # Errors
/// All that is wrong in it.
pub fn read_answers(name: &str, text: &str) -> Result<Answers, Vec<Mistake>> {
    Answers::read(&Source::new(name, text))
}
