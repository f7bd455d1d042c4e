//! A letter on the department's corner form: outgoing number, addressee, text, enclosures.
//!
//! Must never hold anything computed for layout.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::{Issuer, Preparer, Signer};
use crate::documents::papers::samples::{day, day_of};

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct InformationLetterContext {
    pub issuer: Issuer,
    pub contacts: Contacts,
    pub date: Option<NaiveDate>,
    pub number: Option<String>,
    /// The letter answered; none for a letter of one's own.
    pub reply_to: Option<ReplyTo>,
    /// Lines of the addressee in the dative, the name last: «Директору МБОУ СОШ № 1», «Ивановой И. И.».
    pub addressee: Vec<String>,
    /// «О …» or «Об …», without quotes and without a stop.
    pub title: String,
    /// «Уважаемые коллеги!»; empty when it goes without.
    pub greeting: String,
    pub paragraphs: Vec<String>,
    /// A schedule told in the letter; empty when there is none.
    pub schedule: Vec<ScheduleLine>,
    /// What is said after the schedule; may be empty.
    pub closing: Vec<String>,
    pub enclosures: Vec<Enclosure>,
    pub signer: Signer,
    pub prepared_by: Option<Preparer>,
}

/// The reference lines of the corner form.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Contacts {
    pub address: String,
    pub phone: String,
    pub email: String,
    /// «ОКПО …, ОГРН …», line by line.
    pub codes: Vec<String>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReplyTo {
    pub number: String,
    pub date: NaiveDate,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ScheduleLine {
    pub date: NaiveDate,
    /// «10:00»; empty when it takes the whole day.
    pub time: String,
    pub what: String,
    pub place: String,
}

/// A paper that goes with the letter: «график семинаров на 2 л. в 1 экз.».
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Enclosure {
    pub title: String,
    pub sheets: u32,
    pub copies: u32,
}

impl InformationLetterContext {
    /// The letter of item 2.1: the schedule of seminars.
    pub fn sample() -> Self {
        let seminar = |(month, day): (u32, u32), time: &str, what: &str, place: &str| ScheduleLine {
            date: day_of(2022, month, day),
            time: time.into(),
            what: what.into(),
            place: place.into(),
        };
        Self {
            issuer: Issuer::department(),
            contacts: Contacts {
                address: "пл.\u{a0}Ленина, д.\u{a0}1, г.\u{a0}Нефтекумск, Ставропольский край, 356880".into(),
                phone: "8\u{a0}(86558)\u{a0}4-00-00".into(),
                email: "obrazovanie@example.org".into(),
                codes: vec!["ОКПО 00000000, ОГРН 1000000000000".into(), "ИНН/КПП 0000000000/000000000".into()],
            },
            date: day(2022, 8, 25),
            number: Some("01-12/358".into()),
            reply_to: Some(ReplyTo { number: "412".into(), date: day_of(2022, 8, 17) }),
            addressee: vec!["Руководителям общеобразовательных организаций".into(), "Кураторам внедрения целевой модели наставничества".into()],
            title: "О графике семинаров по вопросам наставничества".into(),
            greeting: "Уважаемые коллеги!".into(),
            paragraphs: vec![
                "Во исполнение пункта 2.1 плана мероприятий («дорожной карты»), утверждённого приказом отдела образования администрации Нефтекумского городского округа от 04.04.2022 №\u{a0}113, информируем о графике семинаров на I\u{a0}полугодие 2022/23 учебного года.".into(),
            ],
            schedule: vec![
                seminar((9, 15), "10:00", "Персонализированная программа: от запроса к результату", "МБОУ СОШ №\u{a0}1, каб.\u{a0}12"),
                seminar((10, 20), "14:00", "Работа наставнической пары: наблюдение и анализ урока", "МБОУ СОШ №\u{a0}3, библиотека"),
                seminar((12, 8), "", "Внутренний мониторинг: анкетирование участников", "дистанционно"),
            ],
            closing: vec![
                "Просим обеспечить участие кураторов и наставников и направить заявки по прилагаемой форме не позднее 09.09.2022 ответом на настоящее письмо.".into(),
            ],
            enclosures: vec![
                Enclosure { title: "Форма заявки на участие в семинаре".into(), sheets: 1, copies: 1 },
                Enclosure { title: "Программа семинара 15.09.2022".into(), sheets: 2, copies: 1 },
            ],
            signer: Signer {
                post: "Начальник отдела образования".into(),
                name: "А.\u{a0}В.\u{a0}Петров".into(),
                acting: false,
            },
            prepared_by: Some(Preparer::department()),
        }
    }
}
