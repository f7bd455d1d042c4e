//! What each paper of `doc-templates/` is told: plain records with dates, and a sample of each.
//!
//! Dates travel as ISO text and are written by the template (`|дата`). Must never hold anything computed for layout.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

/// Who issues the paper.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Issuer {
    /// «Администрация …»; empty when there is nobody above.
    pub parent: String,
    pub name: String,
    pub short_name: String,
    pub place: String,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Signer {
    pub post: String,
    /// «А. В. Петров».
    pub name: String,
    /// Signs in place of the holder of the post: «И. о.» is put before it.
    pub acting: bool,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Preparer {
    pub name: String,
    pub phone: String,
}

/// One numbered point of an order, with its own points.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Point {
    /// As printed, with its stop: «1.», «1.1.».
    pub number: String,
    pub text: String,
    pub due: Option<NaiveDate>,
    pub sub: Vec<Point>,
}

/// A paper attached to the order.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Annex {
    /// «1»; empty when there is only one.
    pub number: String,
    pub title: String,
}

/// One line of the table of tasks.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TaskLine {
    pub institution: String,
    /// Number of the item of the road-map.
    pub item: String,
    pub what: String,
    /// Last day by the words of the plan.
    pub due: Option<NaiveDate>,
    /// Last day for control.
    pub control: Option<NaiveDate>,
}

/// Who has to read the order and sign for it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Acquainted {
    pub name: String,
    pub post: String,
}

/// The department's order; without date and number it is a draft.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct OrderContext {
    pub issuer: Issuer,
    pub date: Option<NaiveDate>,
    pub number: Option<String>,
    /// «О …» or «Об …», without quotes and without a stop.
    pub title: String,
    pub preamble: String,
    /// «ПРИКАЗЫВАЮ:».
    pub command: String,
    pub points: Vec<Point>,
    pub annexes: Vec<Annex>,
    /// The table of tasks; no annex page without it.
    pub tasks: Vec<TaskLine>,
    pub signer: Signer,
    pub prepared_by: Option<Preparer>,
    pub acquaint: Vec<Acquainted>,
}

/// A paper named by another: «приказ ОО АНГО от 04.04.2022 № 113 «О …»».
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Basis {
    /// Kind in the accusative after «во исполнение»: «приказа отдела образования …».
    pub kind: String,
    pub date: Option<NaiveDate>,
    pub number: Option<String>,
    pub title: String,
}

/// A sample order of an institution, issued because of the department's.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SchoolOrderContext {
    pub issuer: Issuer,
    pub date: Option<NaiveDate>,
    pub number: Option<String>,
    pub title: String,
    pub basis: Basis,
    /// «в целях …», put after the basis; may be empty.
    pub purpose: String,
    pub command: String,
    pub points: Vec<Point>,
    pub signer: Signer,
    pub acquaint: Vec<Acquainted>,
}

/// A column of a report form.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FormColumn {
    pub title: String,
    /// What to write: «дата», «число», «ссылка».
    pub kind: String,
}

/// The blank form an institution fills in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReportFormContext {
    pub institution: String,
    pub title: String,
    /// Number of the item of the road-map.
    pub item: String,
    pub basis: Basis,
    pub due: Option<NaiveDate>,
    pub period: String,
    pub columns: Vec<FormColumn>,
    /// Rows already known; every row has as many cells as there are columns.
    pub rows: Vec<Vec<String>>,
    /// How many empty rows to print after them.
    pub blank_rows: usize,
    /// What to attach and how; may be empty.
    pub instructions: Vec<String>,
    pub recipient: String,
    pub signer: Signer,
}

/// A section of the note's text.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct NoteSection {
    pub heading: String,
    pub paragraphs: Vec<String>,
}

/// One institution's line in the table of results.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct NoteResult {
    pub institution: String,
    pub tasks: u32,
    pub done: u32,
    pub in_time: u32,
    pub overdue: u32,
    /// Share done in time, per cent.
    pub share: f64,
}

/// Who approves the note; none while it is a draft.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Approval {
    pub post: String,
    pub name: String,
    pub date: Option<NaiveDate>,
}

/// An analytical note («аналитическая справка»).
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct NoteContext {
    pub issuer: Issuer,
    pub title: String,
    pub period: String,
    pub sections: Vec<NoteSection>,
    pub results: Vec<NoteResult>,
    /// Share done in time over all institutions, per cent; not the mean of their shares.
    pub total_share: f64,
    pub conclusions: Vec<String>,
    pub approver: Approval,
    pub author: Signer,
    pub date: Option<NaiveDate>,
}

fn day(year: i32, month: u32, day: u32) -> Option<NaiveDate> {
    NaiveDate::from_ymd_opt(year, month, day)
}

impl Issuer {
    fn department() -> Self {
        Self {
            parent: "Администрация Нефтекумского городского округа Ставропольского края".into(),
            name: "Отдел образования администрации Нефтекумского городского округа Ставропольского края".into(),
            short_name: "ОО АНГО".into(),
            place: "г.\u{a0}Нефтекумск".into(),
        }
    }
}

impl Basis {
    fn sample() -> Self {
        Self {
            kind: "приказа отдела образования администрации Нефтекумского городского округа Ставропольского края".into(),
            date: day(2022, 4, 4),
            number: Some("113".into()),
            title: "О внедрении муниципальной системы наставничества педагогических работников".into(),
        }
    }
}

const LONG_SCHOOL: &str = "Муниципальное казённое общеобразовательное учреждение «Средняя общеобразовательная школа №\u{a0}5 имени Героя Советского Союза С.\u{a0}М.\u{a0}Фёдорова» посёлка Зимняя Ставка Нефтекумского района";

fn point(number: &str, text: &str, due: Option<NaiveDate>, sub: Vec<Point>) -> Point {
    Point { number: number.into(), text: text.into(), due, sub }
}

impl OrderContext {
    /// A registered order with everything an order may have.
    pub fn sample() -> Self {
        let due = day(2022, 4, 29);
        Self {
            issuer: Issuer::department(),
            date: day(2022, 4, 4),
            number: Some("113".into()),
            title: "О внедрении муниципальной системы наставничества педагогических работников в образовательных организациях Нефтекумского городского округа".into(),
            preamble: "В соответствии с распоряжением Правительства Российской Федерации от 31.12.2019 №\u{a0}3273-р «Об утверждении основных принципов национальной системы профессионального роста педагогических работников», в целях развития наставничества".into(),
            command: "ПРИКАЗЫВАЮ:".into(),
            points: vec![
                point("1.", "Утвердить план мероприятий («дорожную карту») по внедрению муниципальной системы наставничества на 2022–2024 годы (приложение\u{a0}1).", None, vec![]),
                point("2.", "Руководителям общеобразовательных организаций:", None, vec![
                    point("2.1.", "издать приказы о внедрении системы наставничества;", due, vec![]),
                    point("2.2.", "назначить кураторов реализации программ наставничества и представить копии приказов в информационно-методический отдел.", due, vec![]),
                ]),
                point("3.", "Информационно-методическому отделу (Королёва Ё.\u{a0}С.) обеспечить методическое сопровождение и собрать отчёты по форме согласно приложению\u{a0}2.", day(2022, 5, 6), vec![]),
                point("4.", "Контроль за исполнением настоящего приказа оставляю за собой.", None, vec![]),
            ],
            annexes: vec![
                Annex { number: "1".into(), title: "План мероприятий («дорожная карта») по внедрению муниципальной системы наставничества".into() },
                Annex { number: "2".into(), title: "Форма отчёта о назначении кураторов".into() },
            ],
            tasks: vec![
                TaskLine { institution: "МБОУ СОШ №\u{a0}1 г.\u{a0}Нефтекумска".into(), item: "1.4".into(), what: "Издание распорядительных актов о внедрении системы наставничества".into(), due, control: due },
                TaskLine { institution: LONG_SCHOOL.into(), item: "1.4".into(), what: "Издание распорядительных актов о внедрении системы наставничества".into(), due, control: due },
                TaskLine { institution: "МБОУ СОШ №\u{a0}1 г.\u{a0}Нефтекумска".into(), item: "2.4".into(), what: "Формирование базы кураторов".into(), due: day(2022, 5, 10), control: day(2022, 5, 6) },
            ],
            signer: Signer { post: "Начальник отдела образования администрации Нефтекумского городского округа Ставропольского края".into(), name: "А.\u{a0}В.\u{a0}Петров".into(), acting: false },
            prepared_by: Some(Preparer { name: "Королёва Ёлка Сергеевна".into(), phone: "8\u{a0}(86558)\u{a0}4-00-00".into() }),
            acquaint: vec![Acquainted { name: "Е.\u{a0}С.\u{a0}Королёва".into(), post: "заведующий информационно-методическим отделом".into() }],
        }
    }
}

impl SchoolOrderContext {
    pub fn sample() -> Self {
        Self {
            issuer: Issuer {
                parent: "Отдел образования администрации Нефтекумского городского округа Ставропольского края".into(),
                name: LONG_SCHOOL.into(),
                short_name: "МКОУ СОШ №\u{a0}5".into(),
                place: "пос.\u{a0}Зимняя Ставка".into(),
            },
            date: None,
            number: None,
            title: "О внедрении системы наставничества педагогических работников".into(),
            basis: Basis::sample(),
            purpose: "в целях оказания помощи молодым специалистам в их профессиональном становлении".into(),
            command: "ПРИКАЗЫВАЮ:".into(),
            points: vec![
                point("1.", "Внедрить в школе систему наставничества педагогических работников.", day(2022, 4, 29), vec![]),
                point("2.", "Назначить куратором реализации программ наставничества заместителя директора по учебно-воспитательной работе Щёголеву М.\u{a0}Ю.", None, vec![]),
                point("3.", "Куратору Щёголевой М.\u{a0}Ю.:", None, vec![
                    point("3.1.", "сформировать базу наставников и наставляемых;", day(2022, 5, 13), vec![]),
                    point("3.2.", "разместить сведения о наставничестве на сайте школы.", day(2022, 5, 31), vec![]),
                ]),
                point("4.", "Контроль за исполнением приказа оставляю за собой.", None, vec![]),
            ],
            signer: Signer { post: "Директор".into(), name: "И.\u{a0}И.\u{a0}Журавлёва".into(), acting: false },
            acquaint: vec![
                Acquainted { name: "М.\u{a0}Ю.\u{a0}Щёголева".into(), post: "заместитель директора".into() },
                Acquainted { name: "П.\u{a0}П.\u{a0}Ёжиков".into(), post: "учитель физики".into() },
            ],
        }
    }
}

impl ReportFormContext {
    pub fn sample() -> Self {
        let column = |title: &str, kind: &str| FormColumn { title: title.into(), kind: kind.into() };
        Self {
            institution: LONG_SCHOOL.into(),
            title: "База наставляемых с перечнем запросов".into(),
            item: "4.1".into(),
            basis: Basis::sample(),
            due: day(2022, 5, 13),
            period: "2022 год".into(),
            columns: vec![
                column("Ф.\u{a0}И.\u{a0}О. наставляемого", "полностью"),
                column("Должность", "как в приказе"),
                column("Стаж, лет", "число"),
                column("Запрос на наставничество", "кратко"),
                column("Дата включения в базу", "дата"),
            ],
            rows: vec![vec!["Ёжиков Пётр Петрович".into(), "учитель физики".into(), "1".into(), "ведение урока".into(), "04.05.2022".into()]],
            blank_rows: 4,
            instructions: vec![
                "Заполните все столбцы; если молодых специалистов нет, укажите «не применимо» и причину.".into(),
                "Отправьте файл ответом на письмо с заданием или по ссылке из него.".into(),
            ],
            recipient: "информационно-методический отдел, Е.\u{a0}С.\u{a0}Королёва, 8\u{a0}(86558)\u{a0}4-00-00".into(),
            signer: Signer { post: "Директор".into(), name: "И.\u{a0}И.\u{a0}Журавлёва".into(), acting: false },
        }
    }
}

impl NoteContext {
    pub fn sample() -> Self {
        let section = |heading: &str, paragraphs: &[&str]| NoteSection {
            heading: heading.into(),
            paragraphs: paragraphs.iter().map(|text| (*text).to_owned()).collect(),
        };
        Self {
            issuer: Issuer::department(),
            title: "по итогам мониторинга реализации программ наставничества".into(),
            period: "апрель – май 2023 года".into(),
            sections: vec![
                section("Цель и порядок мониторинга", &["Мониторинг проведён во исполнение пункта 6.3 плана мероприятий («дорожной карты»), утверждённого приказом ОО АНГО от 04.04.2022 №\u{a0}113."]),
                section("Результаты", &["В мониторинге приняли участие все общеобразовательные организации округа.", "Сведения по организациям приведены в таблице."]),
            ],
            results: vec![
                NoteResult { institution: "МБОУ СОШ №\u{a0}1 г.\u{a0}Нефтекумска".into(), tasks: 6, done: 6, in_time: 6, overdue: 0, share: 100.0 },
                NoteResult { institution: LONG_SCHOOL.into(), tasks: 6, done: 5, in_time: 4, overdue: 1, share: 66.7 },
            ],
            total_share: 83.3,
            conclusions: vec![
                "Продолжить работу наставнических пар в 2023/24 учебном году.".into(),
                "Руководителю МКОУ СОШ №\u{a0}5 обеспечить представление отчёта.".into(),
            ],
            approver: Approval { post: "Начальник отдела образования администрации Нефтекумского городского округа".into(), name: "А.\u{a0}В.\u{a0}Петров".into(), date: day(2023, 5, 31) },
            author: Signer { post: "Заведующий информационно-методическим отделом".into(), name: "Е.\u{a0}С.\u{a0}Королёва".into(), acting: false },
            date: day(2023, 5, 30),
        }
    }
}
