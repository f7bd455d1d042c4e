//! What a school's order about its mentoring pairs is told, with a sample.
//!
//! Holds personal data of teachers. Must never hold anything computed for layout.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::requisites_of_orders::{Appointed, Duty, SchoolRequisites};
use crate::documents::papers::samples::day;

/// A sample order that binds mentors and those they guide.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SchoolPairsContext {
    #[serde(flatten)]
    pub requisites: SchoolRequisites,
    /// On whom the control is laid, in the accusative; none where the director keeps it.
    pub controller: Option<Appointed>,
    /// For what time, in the accusative: «2022/23 учебный год».
    pub period: String,
    pub pairs: Vec<Pair>,
    /// What the mentors do.
    pub mentors: Vec<Duty>,
    /// The curator in the dative: «Щёголевой М. Ю.».
    pub curator: String,
    /// What the curator does.
    pub duties: Vec<Duty>,
    /// Where a copy of the order goes, in the accusative; and by when.
    pub report_to: String,
    pub report_by: Option<NaiveDate>,
}

/// A mentor and the one he guides.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Pair {
    /// In full, with the post.
    pub mentor: String,
    pub mentee: String,
    /// «учитель – учитель».
    pub form: String,
    pub from: Option<NaiveDate>,
    pub to: Option<NaiveDate>,
}

impl SchoolPairsContext {
    pub fn sample() -> Self {
        let pair = |mentor: &str, mentee: &str| Pair {
            mentor: mentor.into(),
            mentee: mentee.into(),
            form: "учитель – учитель".into(),
            from: day(2022, 9, 1),
            to: day(2023, 5, 31),
        };
        let mut requisites = SchoolRequisites::sample(
            "О закреплении наставнических пар на 2022/23 учебный год",
            "с письменного согласия педагогических работников",
        );
        requisites.common.date = day(2022, 8, 31);
        requisites.common.number = Some("14-а".into());
        Self {
            requisites,
            controller: None,
            period: "2022/23 учебный год".into(),
            pairs: vec![
                pair(
                    "Щёголева Мария Юрьевна, учитель русского языка и литературы высшей квалификационной категории",
                    "Черных Алёна Львовна, учитель русского языка и литературы, молодой специалист",
                ),
                pair(
                    "Ёжиков Пётр Петрович, учитель физики",
                    "Менглибаев Кошали Аджигельдиевич, учитель математики и информатики",
                ),
            ],
            mentors: vec![
                Duty::of(
                    "разработать персонализированные программы наставничества и представить их на утверждение",
                    day(2022, 9, 30),
                ),
                Duty::of("представить отчёты о реализации программ", day(2023, 5, 31)),
            ],
            curator: "Щёголевой\u{a0}М.\u{a0}Ю.".into(),
            duties: vec![Duty::of(
                "внести наставников и наставляемых в базы школы",
                day(2022, 9, 9),
            )],
            report_to: "информационно-методический отдел отдела образования".into(),
            report_by: day(2022, 9, 9),
        }
    }
}
