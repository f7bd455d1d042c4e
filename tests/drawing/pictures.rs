//! Pictures are told in words, print in black on white, and hold nothing that could run.

use crate::{all_processes, culture, mentoring};
use chrono::NaiveDate;
use prikaz::drawing::process::{Process, Subject};
use prikaz::drawing::{picture, timeline};
use quick_xml::Reader;
use quick_xml::events::Event;

/// Elements of a document, each with its attributes and its own text.
pub struct Element {
    pub name: String,
    pub attributes: Vec<(String, String)>,
    pub text: String,
    pub parent: Option<usize>,
}

impl Element {
    pub fn attribute(&self, name: &str) -> Option<&str> {
        self.attributes
            .iter()
            .find(|(known, _)| known == name)
            .map(|(_, value)| value.as_str())
    }
}

/// Reads a document; what is not well-formed fails the test.
pub fn elements(xml: &str) -> Vec<Element> {
    let mut reader = Reader::from_str(xml);
    reader.config_mut().expand_empty_elements = true;
    let mut elements: Vec<Element> = Vec::new();
    let mut open: Vec<usize> = Vec::new();
    loop {
        match reader.read_event().expect("well-formed XML") {
            Event::Start(start) => {
                let attributes = start.attributes().map(|attribute| {
                    let attribute = attribute.expect("an attribute");
                    let name = String::from_utf8(attribute.key.as_ref().to_vec()).expect("UTF-8");
                    let value = String::from_utf8(attribute.value.to_vec()).expect("UTF-8");
                    (
                        name,
                        quick_xml::escape::unescape(&value)
                            .expect("known entities")
                            .into_owned(),
                    )
                });
                elements.push(Element {
                    name: String::from_utf8(start.name().as_ref().to_vec()).expect("UTF-8"),
                    attributes: attributes.collect(),
                    text: String::new(),
                    parent: open.last().copied(),
                });
                open.push(elements.len() - 1);
            }
            Event::Text(text) => {
                if let Some(at) = open.last() {
                    elements[*at].text.push_str(&String::from_utf8_lossy(&text));
                }
            }
            Event::GeneralRef(name) => {
                if let Some(at) = open.last() {
                    let entity = String::from_utf8_lossy(&name);
                    elements[*at].text.extend(["&", &entity, ";"]);
                }
            }
            Event::End(_) => {
                open.pop();
            }
            Event::Eof => break,
            _ => {}
        }
    }
    assert!(open.is_empty());
    elements
}

fn drawn() -> Vec<(String, String)> {
    let mut all: Vec<(String, String)> = all_processes()
        .into_iter()
        .map(|(name, process)| (name, picture::draw(&process)))
        .collect();
    for plan in [mentoring(), culture()] {
        all.push((plan.key.to_string(), timeline::draw(plan, None)));
    }
    all
}

fn date(text: &str) -> NaiveDate {
    text.parse().expect("a date")
}

fn item(key: &str) -> Process {
    let plan = mentoring();
    let item = plan
        .items
        .iter()
        .find(|item| item.key.as_str() == key)
        .expect("an item");
    Process::of(Subject::Item(plan, item))
}

#[test]
fn every_picture_has_a_title_a_telling_and_a_language() {
    for (name, svg) in drawn() {
        let elements = elements(&svg);
        let root = &elements[0];
        assert_eq!(root.attribute("role"), Some("img"), "{name}");
        assert_eq!(root.attribute("lang"), Some("ru"), "{name}");
        assert!(root.attribute("viewBox").is_some(), "{name}");
        let named: Vec<&str> = root.attribute("aria-labelledby").expect("named").split(' ').collect();
        assert_eq!(named.len(), 2, "{name}");
        for id in named {
            let told = elements
                .iter()
                .find(|element| element.attribute("id") == Some(id))
                .expect("told");
            assert!(!told.text.trim().is_empty(), "{name}: {id}");
        }
    }
}

#[test]
fn no_picture_can_run_or_fetch_anything() {
    for (name, svg) in drawn() {
        for element in elements(&svg) {
            let known = [
                "svg", "title", "desc", "style", "rect", "defs", "marker", "path", "g", "circle", "polyline", "line",
                "text",
            ];
            assert!(known.contains(&element.name.as_str()), "{name}: {}", element.name);
            for (attribute, value) in &element.attributes {
                assert!(
                    !attribute.starts_with("on") && !attribute.ends_with("href"),
                    "{name}: {attribute}"
                );
                let foreign = value.contains("://") && attribute != "xmlns";
                assert!(!foreign, "{name}: {attribute}={value}");
            }
            assert!(
                !element.text.contains("@import") && !element.text.contains("url(http"),
                "{name}"
            );
        }
    }
}

#[test]
fn words_are_black_and_only_lines_and_tints_are_grey() {
    for (name, svg) in drawn() {
        let style = elements(&svg)
            .into_iter()
            .find(|element| element.name == "style")
            .expect("a style");
        for (at, _) in style.text.match_indices('#') {
            let colour: String = style.text[at + 1..]
                .chars()
                .take_while(char::is_ascii_hexdigit)
                .collect();
            let bytes = colour.as_bytes();
            assert!(
                bytes.len() == 3 && bytes[0] == bytes[1] && bytes[1] == bytes[2],
                "{name}: #{colour} is no grey"
            );
        }
        let rule = |selector: &str| {
            let at = style.text.find(&format!("{selector}{{")).expect("a rule");
            style.text[at..].split('}').next().expect("its end").to_owned()
        };
        assert!(rule("text").contains("fill:#000"), "{name}");
    }
}

#[test]
fn a_picture_tells_its_stages_in_order() {
    let told = item("6.2-1").told.join("\n");
    assert_eq!(
        told,
        "Стадия 1, «Ждёт очереди»: служба ждёт очереди (предшествующих нет: проходит сразу); дальше «Проект приказа».\n\
         Стадия 2, «Проект приказа»: делопроизводитель отдела образования готовит документ по шаблону order-department.docx и передаёт на утверждение; дальше «На подписи».\n\
         Стадия 3, «На подписи»: документ утверждает начальник отдела образования; утверждённый получает номер («Журнал регистрации приказов по основной деятельности») — дальше «Сбор сведений»; возвращённый — «Проект приказа».\n\
         Стадия 4, «Сбор сведений»: исполнители отчитываются, отчёты соисполнителей принимает или возвращает ответственный, его отчёт — делопроизводитель отдела образования; напоминания исполнителю: за 3 раб. дня до срока, в день срока; о просрочке, через 1 раб. день после срока: исполнитель; о просрочке, через 3 раб. дня после срока: начальник отдела образования; когда приняты все отчёты, дальше «Снят с контроля».\n\
         Стадия 5, «Снят с контроля»: пункт снят с контроля; конец."
    );
}

#[test]
fn lanes_are_those_who_act_and_name_who_they_are() {
    let lanes = |key: &str| -> Vec<String> {
        let process = item(key);
        let lanes = process
            .lanes
            .iter()
            .map(|lane| format!("{}: {}", lane.name, lane.holder));
        lanes.collect()
    };
    assert_eq!(
        lanes("6.2-1"),
        [
            "Делопроизводитель отдела образования: Королёва А. С.",
            "Начальник отдела образования: Ветрова Л. А.",
            "Ответственный: ИМО",
            "Соисполнители: ОО",
            "Служба: сроки и письма",
        ]
    );
    // Schools alone have no lead between them and the clerk.
    assert_eq!(lanes("4.1")[2..], ["Исполнители: ОО", "Служба: сроки и письма"]);
}

#[test]
fn what_a_person_typed_is_text_and_nothing_else() {
    let mut process = item("4.1");
    "<script>alert(1)</script> & «\"5\"»\u{8}".clone_into(&mut process.title);
    process.nodes[0].name.clone_from(&process.title);
    let svg = picture::draw(&process);
    assert!(!svg.contains("<script"));
    assert!(
        elements(&svg)
            .iter()
            .any(|element| element.text.contains("&lt;script&gt;"))
    );
}

#[test]
fn the_same_definition_gives_the_same_bytes() {
    for ((name, one), (_, other)) in drawn().into_iter().zip(drawn()) {
        assert_eq!(one, other, "{name}");
    }
}

#[test]
fn the_timeline_has_every_item_with_every_due_date_that_it_has_and_no_other() {
    let svg = timeline::draw(mentoring(), None);
    let elements = elements(&svg);
    let days = |day: &str| {
        let of_day = |element: &&Element| element.name == "text" && element.attribute("class") == Some("day");
        elements
            .iter()
            .filter(of_day)
            .filter(|element| element.text == day)
            .count()
    };
    // 4.1 and 4.2 in three years; 1.1–1.3 once and 6.2 every April; 2.2, 2.5 and 5.1 report in January.
    assert_eq!(days("15.05"), 6);
    assert_eq!(days("30.04"), 6);
    assert_eq!(days("20.01"), 9);
    let waits = elements
        .iter()
        .filter(|element| element.text.starts_with("ждёт даты"))
        .count();
    assert_eq!(waits, 5);
    let told = &elements
        .iter()
        .find(|element| element.name == "desc")
        .expect("told")
        .text;
    for item in &mentoring().items {
        assert!(told.contains(&format!("Пункт {}. ", item.number)), "{}", item.key);
    }
    assert!(
        told.contains("15.05.2022 (контроль 13.05.2022), 15.05.2023, 15.05.2024"),
        "{told}"
    );
}

#[test]
fn a_day_is_marked_on_the_timeline_only_where_it_has_that_day() {
    let plan = mentoring();
    assert!(timeline::shows(plan, date("2022-06-01")) && !timeline::shows(plan, date("2030-01-01")));
    assert!(timeline::draw(plan, Some(date("2022-06-01"))).contains("сегодня 01.06.2022"));
    assert!(!timeline::draw(plan, Some(date("2030-01-01"))).contains("сегодня"));
}
