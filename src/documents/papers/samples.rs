//! A sample of each context, with what real papers bring: ё, «ёлочки», №, long names, spaces that do not break.
//!
//! Must never leave a field empty that a paper may show: templates are checked against these.

use chrono::NaiveDate;

use super::context::{
    Acquainted, Annex, Approval, Basis, FormColumn, Issuer, NoteContext, NoteResult, NoteSection, OrderContext, Point,
    Preparer, ReportFormContext, SchoolOrderContext, Signer, TaskLine,
};

pub(super) fn day(year: i32, month: u32, day: u32) -> Option<NaiveDate> {
    NaiveDate::from_ymd_opt(year, month, day)
}

impl Issuer {
    pub(in crate::documents::papers) fn department() -> Self {
        Self {
            parent: "Администрация Нефтекумского городского округа Ставропольского края".into(),
            name: "Отдел образования администрации Нефтекумского городского округа Ставропольского края".into(),
            short_name: "ОО АНГО".into(),
            place: "г.\u{a0}Нефтекумск".into(),
        }
    }
}

impl Basis {
    pub(in crate::documents::papers) fn sample() -> Self {
        Self {
            kind: "приказа отдела образования администрации Нефтекумского городского округа Ставропольского края"
                .into(),
            date: day(2022, 4, 4),
            number: Some("113".into()),
            title: "О внедрении муниципальной системы наставничества педагогических работников".into(),
        }
    }
}

pub(super) const LONG_SCHOOL: &str = "Муниципальное казённое общеобразовательное учреждение «Средняя общеобразовательная школа №\u{a0}5 имени Героя Советского Союза С.\u{a0}М.\u{a0}Фёдорова» посёлка Зимняя Ставка Нефтекумского района";

fn point(number: &str, text: &str, due: Option<NaiveDate>, sub: Vec<Point>) -> Point {
    Point {
        number: number.into(),
        text: text.into(),
        due,
        sub,
    }
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
                point(
                    "1.",
                    "Внедрить в школе систему наставничества педагогических работников.",
                    day(2022, 4, 29),
                    vec![],
                ),
                point(
                    "2.",
                    "Назначить куратором реализации программ наставничества заместителя директора по учебно-воспитательной работе Щёголеву М.\u{a0}Ю.",
                    None,
                    vec![],
                ),
                point(
                    "3.",
                    "Куратору Щёголевой М.\u{a0}Ю.:",
                    None,
                    vec![
                        point(
                            "3.1.",
                            "сформировать базу наставников и наставляемых;",
                            day(2022, 5, 13),
                            vec![],
                        ),
                        point(
                            "3.2.",
                            "разместить сведения о наставничестве на сайте школы.",
                            day(2022, 5, 31),
                            vec![],
                        ),
                    ],
                ),
                point("4.", "Контроль за исполнением приказа оставляю за собой.", None, vec![]),
            ],
            signer: Signer {
                post: "Директор".into(),
                name: "И.\u{a0}И.\u{a0}Журавлёва".into(),
                acting: false,
            },
            acquaint: vec![
                Acquainted {
                    name: "М.\u{a0}Ю.\u{a0}Щёголева".into(),
                    post: "заместитель директора".into(),
                },
                Acquainted {
                    name: "П.\u{a0}П.\u{a0}Ёжиков".into(),
                    post: "учитель физики".into(),
                },
            ],
        }
    }
}

impl ReportFormContext {
    pub fn sample() -> Self {
        let column = |title: &str, kind: &str| FormColumn {
            title: title.into(),
            kind: kind.into(),
        };
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
            rows: vec![vec![
                "Ёжиков Пётр Петрович".into(),
                "учитель физики".into(),
                "1".into(),
                "ведение урока".into(),
                "04.05.2022".into(),
            ]],
            blank_rows: 4,
            instructions: vec![
                "Заполните все столбцы; если молодых специалистов нет, укажите «не применимо» и причину.".into(),
                "Отправьте файл ответом на письмо с заданием или по ссылке из него.".into(),
            ],
            recipient: "информационно-методический отдел, Е.\u{a0}С.\u{a0}Королёва, 8\u{a0}(86558)\u{a0}4-00-00".into(),
            signer: Signer {
                post: "Директор".into(),
                name: "И.\u{a0}И.\u{a0}Журавлёва".into(),
                acting: false,
            },
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
                section(
                    "Цель и порядок мониторинга",
                    &[
                        "Мониторинг проведён во исполнение пункта 6.3 плана мероприятий («дорожной карты»), утверждённого приказом ОО АНГО от 04.04.2022 №\u{a0}113.",
                    ],
                ),
                section(
                    "Результаты",
                    &[
                        "В мониторинге приняли участие все общеобразовательные организации округа.",
                        "Сведения по организациям приведены в таблице.",
                    ],
                ),
            ],
            results: vec![
                NoteResult {
                    institution: "МБОУ СОШ №\u{a0}1 г.\u{a0}Нефтекумска".into(),
                    tasks: 6,
                    done: 6,
                    in_time: 6,
                    overdue: 0,
                    share: 100.0,
                },
                NoteResult {
                    institution: LONG_SCHOOL.into(),
                    tasks: 6,
                    done: 5,
                    in_time: 4,
                    overdue: 1,
                    share: 66.7,
                },
            ],
            total_share: 83.3,
            conclusions: vec![
                "Продолжить работу наставнических пар в 2023/24 учебном году.".into(),
                "Руководителю МКОУ СОШ №\u{a0}5 обеспечить представление отчёта.".into(),
            ],
            approver: Approval {
                post: "Начальник отдела образования администрации Нефтекумского городского округа".into(),
                name: "А.\u{a0}В.\u{a0}Петров".into(),
                date: day(2023, 5, 31),
            },
            author: Signer {
                post: "Заведующий информационно-методическим отделом".into(),
                name: "Е.\u{a0}С.\u{a0}Королёва".into(),
                acting: false,
            },
            date: day(2023, 5, 30),
        }
    }
}

pub(super) fn day_of(year: i32, month: u32, date: u32) -> NaiveDate {
    day(year, month, date).expect("a sample names days of the calendar")
}

impl Preparer {
    pub(in crate::documents::papers) fn department() -> Self {
        Self {
            name: "Королёва Ёлка Сергеевна".into(),
            phone: "8\u{a0}(86558)\u{a0}4-00-00".into(),
        }
    }
}
