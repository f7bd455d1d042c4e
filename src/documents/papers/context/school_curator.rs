//! What a school's order about its curator is told, with a sample.
//!
//! Must never hold anything computed for layout.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::requisites_of_orders::{Appointed, Duty, SchoolRequisites};
use crate::documents::papers::samples::day;

/// A sample order that appoints the curator of mentoring.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SchoolCuratorContext {
    #[serde(flatten)]
    pub requisites: SchoolRequisites,
    /// On whom the control is laid, in the accusative; none where the director keeps it.
    pub controller: Option<Appointed>,
    pub curator: Curator,
    /// Who stands in for the curator, in the accusative.
    pub deputy: Option<Appointed>,
    pub duties: Vec<Duty>,
    /// Where a copy of the order goes, in the accusative: «информационно-методический отдел»; and by when.
    pub report_to: String,
    pub report_by: Option<NaiveDate>,
}

/// The curator in the cases the order needs.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Curator {
    /// In the accusative.
    pub accusative: Appointed,
    /// Surname and initials in the dative: «Щёголевой М. Ю.».
    pub dative: String,
    /// From when; from the day of the order where none.
    pub since: Option<NaiveDate>,
}

impl SchoolCuratorContext {
    pub fn sample() -> Self {
        Self {
            requisites: SchoolRequisites::sample(
                "О назначении куратора внедрения целевой модели наставничества",
                "в целях организации наставничества педагогических работников",
            ),
            controller: Some(Appointed::of("заместителя директора", "Ёжикова\u{a0}П.\u{a0}П.")),
            curator: Curator {
                accusative: Appointed::of(
                    "заместителя директора по учебно-воспитательной работе",
                    "Щёголеву\u{a0}М.\u{a0}Ю.",
                ),
                dative: "Щёголевой\u{a0}М.\u{a0}Ю.".into(),
                since: day(2022, 5, 4),
            },
            deputy: Some(Appointed::of("учителя физики", "Ёжикова\u{a0}П.\u{a0}П.")),
            duties: vec![
                Duty::of("сформировать базы наставников и наставляемых", day(2022, 5, 13)),
                Duty::of(
                    "организовать разработку персонализированных программ наставничества",
                    day(2022, 9, 30),
                ),
                Duty::of("разместить сведения о наставничестве на сайте школы", day(2022, 5, 31)),
                Duty::of("обеспечить персонифицированный учёт наставников и наставляемых", None),
            ],
            report_to: "информационно-методический отдел отдела образования".into(),
            report_by: day(2022, 4, 29),
        }
    }
}
