//! What a school's sample orders are told, with samples.
//!
//! Must never hold anything computed for layout.

use serde::{Deserialize, Serialize};

use super::Point;
use super::requisites_of_orders::SchoolRequisites;
use crate::documents::papers::samples::{day, point};

/// A sample order of an institution, issued because of the department's.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SchoolOrderContext {
    #[serde(flatten)]
    pub requisites: SchoolRequisites,
    pub points: Vec<Point>,
}

impl SchoolOrderContext {
    /// A draft that the school has yet to sign.
    pub fn sample() -> Self {
        let mut requisites = SchoolRequisites::sample(
            "О внедрении системы наставничества педагогических работников",
            "в целях оказания помощи молодым специалистам в их профессиональном становлении",
        );
        (requisites.common.date, requisites.common.number) = (None, None);
        Self {
            requisites,
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
        }
    }
}
