//! The road-map of `workflows/mentoring-2022` as papers need it: titles, terms, executors and results of its items, its office,
//! thirty schools and their people from its directory.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use chrono::NaiveDate;
use prikaz::words::inflection::Case;
use prikaz::words::inflection::name::PersonName;
use prikaz::words::phrasing::{long_date, short_name};
use serde_json::{Value, json};

/// The plan, its items and its directory.
pub struct Plan {
    yaml: Value,
    pub items: BTreeMap<String, Item>,
    pub schools: Vec<School>,
}

/// A line of the road-map with the control dates of its three years.
pub struct Item {
    pub section: String,
    pub number: String,
    pub title: String,
    pub deadline: String,
    pub executors: String,
    pub result: String,
    /// In the infinitive, from the item's definition.
    pub task: String,
    pub brief: String,
    pub due: Option<NaiveDate>,
    pub control: [Option<NaiveDate>; 3],
}

pub struct School {
    pub full: String,
    pub short: String,
    pub director: String,
    /// The curator; the director where the directory names none.
    pub curator: String,
    pub place: String,
}

fn at_home(path: &str) -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(path);
    fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

fn yaml(path: &str) -> Value {
    serde_saphyr::from_str(&at_home(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
}

/// A cell as one line.
fn line(cell: &str) -> String {
    let words: Vec<&str> = cell
        .split(['⏎', '…', ' ', '\u{a0}'])
        .filter(|word| !word.is_empty())
        .collect();
    words.join(" ")
}

fn said(value: &Value, key: &str) -> String {
    line(value[key].as_str().unwrap_or_default())
}

impl Plan {
    pub fn read() -> Self {
        let table = at_home("tests/data/items.tsv");
        let mut items = BTreeMap::new();
        for cells in table.lines().skip(1).map(|line| line.split('\t').collect::<Vec<_>>()) {
            let again = table
                .lines()
                .filter(|line| line.split('\t').nth(1) == Some(cells[1]))
                .count()
                > 1;
            let mut key = cells[1].to_owned();
            if again {
                let nth = 1 + items
                    .keys()
                    .filter(|known: &&String| known.starts_with(cells[1]))
                    .count();
                key = format!("{key}-{nth}");
            }
            let definition = yaml(&format!("workflows/mentoring-2022/{key}.yaml"));
            let day = |cell: &str| NaiveDate::parse_from_str(cell.trim_start_matches("R:"), "%Y-%m-%d").ok();
            let item = Item {
                section: cells[0].to_owned(),
                number: cells[1].to_owned(),
                title: said(&definition, "title"),
                deadline: said(&definition, "deadline"),
                executors: said(&definition, "executors"),
                result: line(cells[5]),
                task: said(&definition, "task"),
                brief: said(&definition, "brief"),
                due: day(cells[12]),
                control: [15, 16, 17].map(|column| day(cells[column])),
            };
            assert_eq!(item.title, line(cells[2]), "{key}");
            items.insert(key, item);
        }
        let directory = at_home("workflows/mentoring-2022/institutions.csv");
        let known: Vec<Vec<&str>> = directory
            .lines()
            .map(|line| line.split(',').collect::<Vec<_>>())
            .filter(|cells| cells[1] == "school")
            .collect();
        let schools = (0..30).map(|at| School::of(&known[at % known.len()], 101 + at, 101 + at % known.len()));
        Self {
            yaml: yaml("workflows/mentoring-2022/plan.yaml"),
            items,
            schools: schools.collect(),
        }
    }

    pub fn item(&self, key: &str) -> &Item {
        &self.items[key]
    }

    pub fn office(&self, field: &str) -> String {
        said(&self.yaml["office"], field)
    }

    pub fn section(&self, number: &str) -> String {
        format!("{number}. {}", said(&self.yaml["sections"], number))
    }

    pub fn title(&self) -> String {
        said(&self.yaml, "title")
    }

    /// «Информационно-методическому отделу».
    pub fn addressed(&self, party: &str) -> String {
        said(&self.yaml["parties"][party], "addressed")
    }

    pub fn issuer(&self) -> Value {
        json!({ "parent": self.office("parent"), "name": self.office("name"), "short_name": self.office("short_name"), "place": nbsp(&self.office("place")) })
    }

    /// The order the road-map is an annex of; its kind in the genitive.
    pub fn basis(&self) -> Value {
        let basis = &self.yaml["basis"];
        let kind = said(basis, "kind").replacen("приказ", "приказа", 1);
        json!({ "kind": kind, "date": said(basis, "date"), "number": said(basis, "number"), "title": "О внедрении муниципальной системы наставничества педагогических работников" })
    }

    pub fn head() -> Value {
        Self::signer("vetrova")
    }

    pub fn methodist() -> Value {
        Self::signer("shmeleva")
    }

    fn person(key: &str) -> [String; 3] {
        let persons = at_home("workflows/mentoring-2022/persons.csv");
        let cells = persons.lines().map(|line| line.split(',').collect::<Vec<_>>());
        let cells = cells.into_iter().find(|cells| cells[0] == key);
        let cells = cells.unwrap_or_else(|| panic!("no person {key}"));
        [cells[1], cells[3], cells[6]].map(str::to_owned)
    }

    fn signer(key: &str) -> Value {
        let [name, post, _] = Self::person(key);
        json!({ "post": post, "name": nbsp(&short_name(&name)), "acting": false })
    }

    pub fn preparer() -> Value {
        let [name, _, phone] = Self::person("koroleva");
        json!({ "name": name, "phone": nbsp(&phone) })
    }

    pub fn clerk() -> Value {
        let [name, post, _] = Self::person("koroleva");
        json!({ "name": nbsp(&short_name(&name)), "post": post.to_lowercase() })
    }

    /// What every order of the department begins and ends with.
    pub fn order(&self, date: &str, number: &str, title: &str, items: &[&str]) -> Value {
        let numbers: Vec<&str> = items.iter().map(|key| self.item(key).number.as_str()).collect();
        let basis = &self.yaml["basis"];
        let preamble = format!(
            "Во исполнение {} {} плана мероприятий (дорожной карты), утверждённого {} от {} №\u{a0}{} ({}),",
            if numbers.len() == 1 {
                "пункта"
            } else {
                "пунктов"
            },
            numbers.join(", "),
            said(basis, "kind").replacen("приказ", "приказом", 1),
            long_date(said(basis, "date").parse().unwrap()),
            said(basis, "number"),
            said(basis, "annex"),
        );
        json!({
            "issuer": self.issuer(), "date": date, "number": number, "title": title, "preamble": preamble,
            "command": "ПРИКАЗЫВАЮ:", "controller": Value::Null, "signer": Self::head(),
            "prepared_by": Self::preparer(), "acquaint": [Self::clerk()],
        })
    }

    /// What every order of a school begins and ends with.
    pub fn school_order(&self, school: &School, date: &str, title: &str) -> Value {
        json!({
            "issuer": school.issuer(self), "date": date, "number": "01-12/358", "title": title, "basis": self.basis(),
            "purpose": "в целях оказания методической помощи педагогическим работникам",
            "command": "ПРИКАЗЫВАЮ:", "controller": Value::Null, "signer": school.signer(),
            "acquaint": [{ "name": nbsp(&short_name(&school.curator)), "post": "куратор" }],
        })
    }

    /// The people of all schools, as mentors and mentees: the directory knows no others.
    pub fn people(&self) -> impl Iterator<Item = (&School, &str)> {
        self.schools.iter().flat_map(|school| {
            [school.curator.as_str(), school.director.as_str()]
                .into_iter()
                .map(move |name| (school, name))
        })
    }
}

impl School {
    fn of(cells: &[&str], number: usize, known: usize) -> Self {
        let renamed = |cell: &str| nbsp(&cell.replace(&known.to_string(), &number.to_string()));
        let name = |cell: &str| cell.trim().to_owned();
        let place = cells[2].rsplit('»').next().unwrap_or_default().trim();
        Self {
            full: renamed(cells[2]),
            short: renamed(cells[3]),
            director: name(cells[4]),
            curator: name(if cells[6].is_empty() { cells[4] } else { cells[6] }),
            place: settlement(place),
        }
    }

    pub fn issuer(&self, plan: &Plan) -> Value {
        json!({ "parent": plan.office("name"), "name": self.full, "short_name": self.short, "place": self.place })
    }

    pub fn signer(&self) -> Value {
        json!({ "post": "Директор", "name": nbsp(&short_name(&self.director)), "acting": false })
    }

    /// The curator, surname first, in a case.
    pub fn curator_in(&self, case: Case) -> String {
        let name = PersonName::read(&self.curator).unwrap();
        nbsp(
            &name
                .in_address(name.sex(), &prikaz::words::inflection::Forms::default(), case)
                .unwrap()
                .text,
        )
    }
}

/// «города Ключёвска» as the place of an order: the directory holds it in the genitive only, so by its kind.
fn settlement(genitive: &str) -> String {
    let kinds = [
        ("города Ключёвска", "г.\u{a0}Ключёвск"),
        ("посёлка ", "пос.\u{a0}"),
        ("села ", "с.\u{a0}"),
        ("аула ", "аул\u{a0}"),
        ("хутора ", "х.\u{a0}"),
    ];
    let found = kinds.into_iter().find(|(kind, _)| genitive.starts_with(kind));
    found.map_or_else(
        || "г.\u{a0}Ключёвск".to_owned(),
        |(kind, short)| genitive.replacen(kind, short, 1),
    )
}

/// «№ 5», «г. Нефтекумск», «И. И. Иванова» stay in one line.
pub fn nbsp(text: &str) -> String {
    text.replace("№ ", "№\u{a0}").replace(". ", ".\u{a0}")
}

/// Reads the date a Russian would write: «29.04.2022».
pub fn shown(date: Option<NaiveDate>) -> String {
    date.map(|date| date.format("%d.%m.%Y").to_string()).unwrap_or_default()
}
