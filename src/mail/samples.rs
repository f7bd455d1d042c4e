//! A sample of every letter's facts: templates are proved against them at start, and the tests read what comes out.
//! Names with ё, «ёлочки», №, long surnames and non-breaking spaces stand here on purpose.

use super::contexts::{
    Accepted, Basis, Cancelled, Contact, DateMoved, ExtensionGranted, ExtensionRefused, Matter, Office, OfficeNote,
    OrderRef, OtherTask, Overdue, OverdueInstitution, Received, Reminder, Returned, Task, TaskLetter,
};
use super::kind::{Context, Kind};
use super::token;
use chrono::NaiveDate;

const fn day(year: i32, month: u32, day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(year, month, day).expect("a day of the calendar")
}

impl Office {
    /// A department.
    pub fn sample() -> Self {
        Self {
            name: "Отдел образования администрации Нефтекумского городского округа Ставропольского края".into(),
            short_name: "ОО\u{a0}АНГО".into(),
            email: "oo@example.ru".into(),
            phone: Some("8\u{a0}(86558)\u{a0}4-51-00".into()),
        }
    }
}

impl Basis {
    /// An item of an annex to an order.
    pub fn sample() -> Self {
        Self {
            item: "1.4".into(),
            annex: Some("2".into()),
            order: Some(OrderRef {
                issuer: "ОО\u{a0}АНГО".into(),
                date: day(2022, 4, 4),
                number: "113".into(),
            }),
            plan: "Дорожная карта внедрения системы (целевой модели) наставничества".into(),
        }
    }
}

impl Task {
    /// Item 1.4 of the road-map of 2022, at a school.
    pub fn sample() -> Self {
        Self {
            item_key: "1.4".into(),
            item: "1.4".into(),
            brief: "приказ о внедрении наставничества".into(),
            what:
                "Разработайте и утвердите распорядительный акт о внедрении системы «наставник\u{a0}— молодой учитель» \
                   в Вашей образовательной организации."
                    .into(),
            result: "копия зарегистрированного приказа (PDF или скан), дата и номер приказа".into(),
            done_when: Some("приказ зарегистрирован и подписан, номер и дата указаны".into()),
            institution_key: "school-1".into(),
            institution: "МБОУ СОШ №\u{a0}1".into(),
            addressee: Some("Салтыкова-Щедринская-Аджигельдиева Алёна Семёновна".into()),
            due: day(2022, 4, 29),
            due_hour: Some("15:00".into()),
            ask_until: Some(day(2022, 4, 26)),
            basis: Basis::sample(),
            accepts: Contact {
                post: "Главный специалист отдела «Общее образование»".into(),
                name: "Щёголева Мария Петровна".into(),
                phone: Some("8\u{a0}(86558)\u{a0}4-51-12".into()),
            },
            link: Some("https://prikaz.example.ru/t/6f1d2c3b4a596877".into()),
            token: token::of("mentoring-2022/1.4/school-1"),
            office: Office::sample(),
        }
    }

    /// The same task with nothing that may be missing.
    fn sparse() -> Self {
        let full = Self::sample();
        Self {
            done_when: None,
            addressee: None,
            due_hour: None,
            ask_until: None,
            basis: Basis {
                annex: None,
                order: None,
                ..full.basis
            },
            accepts: Contact {
                phone: None,
                ..full.accepts
            },
            link: None,
            office: Office {
                phone: None,
                ..full.office
            },
            ..full
        }
    }
}

fn others() -> Vec<OtherTask> {
    vec![
        OtherTask {
            item: "1.5".into(),
            brief: "план мероприятий «Учимся вместе»".into(),
            due: day(2022, 4, 29),
        },
        OtherTask {
            item: "4.1".into(),
            brief: "база наставляемых".into(),
            due: day(2022, 5, 13),
        },
    ]
}

macro_rules! sample {
    ($letter:ident, $example:expr, $doc:literal) => {
        impl $letter {
            #[doc = $doc]
            pub fn sample() -> Self {
                $example
            }
        }
    };
}

sample!(
    TaskLetter,
    Self {
        task: Task::sample(),
        others: others()
    },
    "A first letter."
);
sample!(
    Reminder,
    Self {
        task: Task::sample(),
        days_left: 3,
        others: others()
    },
    "Three working days before."
);
sample!(
    Overdue,
    Self {
        task: Task {
            ask_until: None,
            ..Task::sample()
        },
        days_late: 1,
        others: others()
    },
    "The day after."
);
sample!(
    Received,
    Self {
        task: Task::sample(),
        filed_on: day(2022, 4, 27),
        files: vec![
            "Приказ №\u{a0}57-1 «О наставничестве».pdf".into(),
            "скан\u{a0}2.jpg".into()
        ],
    },
    "A report that has arrived."
);
sample!(
    Returned,
    Self {
        task: Task::sample(),
        returned_on: day(2022, 4, 25),
        reason: "в приказе нет даты и №;\nне назначен куратор <наставников> & «наставляемых»".into(),
    },
    "A returned report."
);
sample!(
    Accepted,
    Self {
        task: Task::sample(),
        filed_on: day(2022, 4, 27),
        accepted_on: day(2022, 4, 28),
        remark: Some("Приказ №\u{a0}57/1 подшит в дело «Наставничество»".into()),
    },
    "An accepted report."
);
sample!(
    ExtensionGranted,
    Self {
        task: Task {
            due: day(2022, 5, 13),
            ask_until: Some(day(2022, 5, 6)),
            ..Task::sample()
        },
        due_before: day(2022, 4, 29),
        basis: Some("резолюция начальника отдела от 25.04.2022 №\u{a0}14-а".into()),
    },
    "Two more weeks."
);
sample!(
    ExtensionRefused,
    Self {
        task: Task::sample(),
        asked_until: Some(day(2022, 5, 31)),
        reason: "сводный отчёт сдаётся в министерство 04.05.2022".into()
    },
    "No more time."
);
sample!(
    DateMoved,
    Self {
        task: Task {
            due: day(2022, 4, 22),
            ask_until: None,
            ..Task::sample()
        },
        due_before: day(2022, 4, 29),
        basis: "приказ отдела образования от 11.04.2022 №\u{a0}120".into(),
    },
    "An amended plan: a week less."
);
sample!(
    Cancelled,
    Self {
        task: Task::sample(),
        basis: "приказ ОО\u{a0}АНГО от 20.04.2022 №\u{a0}131 (изменён пункт 1.4)".into()
    },
    "A withdrawn task."
);

impl OfficeNote {
    /// A note on a document that waits for approval.
    pub fn sample() -> Self {
        Self::about(Matter::ApprovalAsked {
            document: "О внедрении системы наставничества".into(),
            drafted_by: "Щёголева Мария Петровна".into(),
        })
    }

    fn about(matter: Matter) -> Self {
        Self {
            item_key: "1.4".into(),
            item: "1.4".into(),
            brief: "приказы школ о внедрении наставничества".into(),
            title: "Разработка и утверждение распорядительных актов о внедрении системы наставничества".into(),
            plan: Basis::sample().plan,
            role_key: "head".into(),
            addressee: Some("Черных Пётр Ильич".into()),
            link: Some("https://prikaz.example.ru/items/1.4".into()),
            token: token::of("mentoring-2022/1.4"),
            office: Office::sample(),
            matter,
        }
    }
}

impl Context {
    /// A sample of the letter of `kind`, with everything it may say.
    pub fn sample(kind: Kind) -> Self {
        let school = || "МБОУ СОШ №\u{a0}3 с.\u{a0}Зелёная Роща".to_owned();
        match kind {
            Kind::Task => Self::Task(TaskLetter::sample()),
            Kind::Reminder => Self::Reminder(Reminder::sample()),
            Kind::Overdue => Self::Overdue(Overdue::sample()),
            Kind::Received => Self::Received(Received::sample()),
            Kind::Returned => Self::Returned(Returned::sample()),
            Kind::Accepted => Self::Accepted(Accepted::sample()),
            Kind::ExtensionGranted => Self::ExtensionGranted(ExtensionGranted::sample()),
            Kind::ExtensionRefused => Self::ExtensionRefused(ExtensionRefused::sample()),
            Kind::DateMoved => Self::DateMoved(DateMoved::sample()),
            Kind::Cancelled => Self::Cancelled(Cancelled::sample()),
            Kind::ApprovalAsked => Self::Office(OfficeNote::sample()),
            Kind::DocumentReturned => Self::Office(OfficeNote::about(Matter::DocumentReturned {
                document: "О внедрении системы наставничества".into(),
                returned_by: "Начальник отдела образования Черных Пётр Ильич".into(),
                reason: "в пункте 3 не назван срок".into(),
            })),
            Kind::ReportFiled => Self::Office(OfficeNote::about(Matter::ReportFiled {
                institution: school(),
                filed_on: day(2022, 4, 27),
                due: day(2022, 4, 29),
            })),
            Kind::ExtensionAsked => Self::Office(OfficeNote::about(Matter::ExtensionAsked {
                institution: school(),
                due: day(2022, 4, 29),
                asked_until: Some(day(2022, 5, 13)),
                reason: "директор в отпуске до 10.05.2022, приказ некому подписать".into(),
            })),
            Kind::DateNeeded => Self::Office(OfficeNote::about(Matter::DateNeeded {
                deadline: "По отдельному графику".into(),
            })),
            Kind::OverdueDigest => Self::Office(OfficeNote::about(Matter::OverdueDigest {
                due: day(2022, 4, 29),
                institutions: vec![
                    OverdueInstitution {
                        institution: school(),
                        days_late: 5,
                        phone: Some("8\u{a0}(86558)\u{a0}4-00-03".into()),
                    },
                    OverdueInstitution {
                        institution: "МКОУ СОШ №\u{a0}12".into(),
                        days_late: 3,
                        phone: None,
                    },
                ],
            })),
            Kind::Note => Self::Office(OfficeNote::about(Matter::Text {
                text: "Началась подготовка к семинару «Наставник — это призвание».\nПрограмма — на странице пункта."
                    .into(),
            })),
        }
    }

    /// The same letter with nothing that may be missing: no name, no link, no telephone, no order.
    pub fn sparse_sample(kind: Kind) -> Self {
        let mut sparse = Self::sample(kind);
        match &mut sparse {
            Self::Task(TaskLetter { task, others }) => (*task, *others) = (Task::sparse(), Vec::new()),
            Self::Reminder(letter) => {
                (letter.task, letter.others, letter.days_left) = (Task::sparse(), Vec::new(), 0);
            }
            Self::Overdue(letter) => (letter.task, letter.others) = (Task::sparse(), Vec::new()),
            Self::Received(letter) => (letter.task, letter.files) = (Task::sparse(), Vec::new()),
            Self::Returned(letter) => letter.task = Task::sparse(),
            Self::Accepted(letter) => (letter.task, letter.remark) = (Task::sparse(), None),
            Self::ExtensionGranted(letter) => (letter.task, letter.basis) = (Task::sparse(), None),
            Self::ExtensionRefused(letter) => (letter.task, letter.asked_until) = (Task::sparse(), None),
            Self::DateMoved(letter) => letter.task = Task::sparse(),
            Self::Cancelled(letter) => letter.task = Task::sparse(),
            Self::Office(note) => {
                (note.addressee, note.link, note.office.phone) = (None, None, None);
                match &mut note.matter {
                    Matter::ExtensionAsked { asked_until, .. } => *asked_until = None,
                    Matter::OverdueDigest { institutions, .. } => institutions.truncate(1),
                    _ => {}
                }
            }
        }
        sparse
    }
}
