//! Names, posts and bodies in the six cases, against a table whose labels a person wrote: nothing wrong, the rest asked for.

use prikaz::words::inflection::name::PersonName;
use prikaz::words::inflection::{Case, Forms, Missing, Origin, Sex, organisation, post};

struct Labelled {
    name: String,
    sex: Sex,
    forms: Vec<String>,
}

fn labelled() -> Vec<Labelled> {
    let text = include_str!("data/names.tsv");
    let rows = text.lines().filter(|line| !line.starts_with('#'));
    rows.map(|line| {
        let cells: Vec<&str> = line.split('\t').collect();
        assert_eq!(cells.len(), 7, "{line}");
        Labelled {
            name: cells[0].to_owned(),
            sex: Sex::read(cells[1]).expect("м or ж"),
            forms: cells[2..].iter().map(|cell| (*cell).to_owned()).collect(),
        }
    })
    .collect()
}

fn decline(name: &str, sex: Option<Sex>, case: Case) -> Result<String, Missing> {
    let name = PersonName::read(name)?;
    name.decline(sex, &Forms::default(), case).map(|form| form.text)
}

#[test]
fn no_name_is_declined_wrongly_and_few_are_asked_for() {
    let (mut wrong, mut right, mut asked, mut in_vain) = (Vec::new(), 0, 0, Vec::new());
    for row in labelled() {
        for (case, label) in Case::OBLIQUE.into_iter().zip(&row.forms) {
            match decline(&row.name, Some(row.sex), case) {
                Ok(form) if form == *label => right += 1,
                Ok(form) => wrong.push(format!("{} {}: «{form}», а верно «{label}»", row.name, case.name())),
                Err(_) if label == "?" => asked += 1,
                Err(why) => in_vain.push(format!("{} {}: {why}", row.name, case.name())),
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert!(in_vain.is_empty(), "asked in vain:\n{}", in_vain.join("\n"));
    assert!(right >= 700 && asked > 0, "right {right}, asked {asked}");
}

#[test]
fn capitals_and_mixed_letters_are_put_right_first() {
    for (written, expected) in [
        ("ПУШКАРЁВА ОЛЬГА ЕФИМОВНА", "Пушкарёвой Ольге Ефимовне"),
        ("иВаНоВа\u{a0}ирина  ИВАНОВНА", "Ивановой Ирине Ивановне"),
        ("САЛТЫКОВ-ЩЕРБИНА ПЁТР ФОМИЧ", "Салтыкову-Щербине Петру Фомичу"),
        ("ГУСЕЙНОВ РУСЛАН АЛИ ОГЛЫ", "Гусейнову Руслану Али оглы"),
        ("Ирина Ивановна Иванова", "Ирине Ивановне Ивановой"),
    ] {
        assert_eq!(decline(written, None, Case::Dative).unwrap(), expected);
    }
}

#[test]
fn an_address_has_the_surname_first_and_a_signature_the_initials() {
    let name = PersonName::read("Иванова Ирина Ивановна").unwrap();
    let none = Forms::default();
    assert_eq!(
        name.in_address(None, &none, Case::Dative).unwrap().text,
        "Ивановой И. И."
    );
    assert_eq!(name.in_signature(), "И. И. Иванова");
    let signed_first = PersonName::read("И.И. Иванова").unwrap();
    let address = signed_first.in_address(Some(Sex::Female), &none, Case::Accusative);
    assert_eq!(address.unwrap().text, "Иванову И. И.");
    let guseynov = PersonName::read("Гусейнов Руслан Али оглы").unwrap();
    assert_eq!(
        guseynov.in_address(None, &none, Case::Dative).unwrap().text,
        "Гусейнову Р. А."
    );
}

#[test]
fn a_sex_that_no_patronymic_tells_is_asked_for() {
    for name in ["Иванов И. И.", "Ким Саша", "Магомедова Патимат"] {
        assert_eq!(decline(name, None, Case::Dative), Err(Missing::Sex), "{name}");
    }
    let sure = decline("Иванов И. И.", Some(Sex::Male), Case::Dative);
    assert_eq!(sure.unwrap(), "Иванову И. И.");
    let wrong = decline("Иванов Пётр Фомич", Some(Sex::Female), Case::Dative).unwrap_err();
    assert!(wrong.to_string().contains("отчество — «Фомич»"), "{wrong}");
}

#[test]
fn words_whose_order_is_not_clear_are_asked_for() {
    for name in [
        "",
        "Роман Абрамович",
        "Иван Петрович Абрамович",
        "Ivanov Ivan",
        "Нгуен Ван Тхань",
        "Ку-ку- Б",
        "а б в г д е",
    ] {
        let refused = decline(name, Some(Sex::Male), Case::Dative);
        assert!(matches!(refused, Err(Missing::Unread { .. })), "{name}: {refused:?}");
    }
}

#[test]
fn what_a_person_typed_comes_first() {
    let name = PersonName::read("Кравец Лев Ильич").unwrap();
    let mut typed = Forms::default();
    typed.set(Case::Dative, "Кравцу Льву Ильичу".to_owned());
    let dative = name.decline(None, &typed, Case::Dative).unwrap();
    assert_eq!(
        (dative.text.as_str(), dative.origin),
        ("Кравцу Льву Ильичу", Origin::Stored)
    );
    assert_eq!(
        name.in_address(None, &typed, Case::Dative).unwrap().text,
        "Кравцу Л. И."
    );
    let refused = name.decline(None, &typed, Case::Genitive).unwrap_err().to_string();
    assert!(
        refused.starts_with("нужен родительный падеж слова «Кравец»"),
        "{refused}"
    );
}

#[test]
fn the_head_of_a_post_declines_and_its_tail_stays() {
    let told = |text: &str, case| post::decline(text, &Forms::default(), case).map(|form| form.text);
    for (written, dative, accusative) in [
        ("Директор", "Директору", "Директора"),
        (
            "директор МБОУ СОШ № 1",
            "директору МБОУ СОШ № 1",
            "директора МБОУ СОШ № 1",
        ),
        ("Заведующая", "Заведующей", "Заведующую"),
        ("заведующий отделом", "заведующему отделом", "заведующего отделом"),
        (
            "Начальник отдела образования",
            "Начальнику отдела образования",
            "Начальника отдела образования",
        ),
        (
            "Заместитель директора по учебно-воспитательной работе",
            "Заместителю директора по учебно-воспитательной работе",
            "Заместителя директора по учебно-воспитательной работе",
        ),
        ("старший методист", "старшему методисту", "старшего методиста"),
        (
            "Главный специалист-эксперт отдела",
            "Главному специалисту-эксперту отдела",
            "Главного специалиста-эксперта отдела",
        ),
        ("И. о. директора", "И. о. директора", "И. о. директора"),
        (
            "исполняющая обязанности директора",
            "исполняющей обязанности директора",
            "исполняющую обязанности директора",
        ),
        (
            "методист, учитель истории",
            "методисту, учителю истории",
            "методиста, учителя истории",
        ),
        (
            "куратор и методист центра",
            "куратору и методисту центра",
            "куратора и методиста центра",
        ),
        (
            "начальник управления культуры и спорта",
            "начальнику управления культуры и спорта",
            "начальника управления культуры и спорта",
        ),
        ("ДЕЛОПРОИЗВОДИТЕЛЬ", "ДЕЛОПРОИЗВОДИТЕЛЮ", "ДЕЛОПРОИЗВОДИТЕЛЯ"),
    ] {
        assert_eq!(told(written, Case::Dative).unwrap(), dative);
        assert_eq!(told(written, Case::Accusative).unwrap(), accusative);
        assert_eq!(told(written, Case::Nominative).unwrap(), written);
    }
}

#[test]
fn an_unknown_post_is_never_guessed() {
    for written in [
        "Завхоз",
        "директорша",
        "учитель, завхоз",
        "Атаман округа",
        "",
        "Директор-распорядитель",
    ] {
        let refused = post::decline(written, &Forms::default(), Case::Instrumental).unwrap_err();
        assert!(
            matches!(
                refused,
                Missing::Post {
                    case: Case::Instrumental,
                    ..
                }
            ),
            "{written}: {refused:?}"
        );
        assert!(refused.to_string().contains("творительный падеж"), "{refused}");
    }
    let mut typed = Forms::default();
    typed.set(Case::Instrumental, "завхозом".to_owned());
    assert_eq!(
        post::decline("завхоз", &typed, Case::Instrumental).unwrap().text,
        "завхозом"
    );
}

#[test]
fn a_body_declines_only_as_it_was_typed_and_an_abbreviation_stays() {
    let told = |text: &str| organisation::decline(text, &Forms::default(), Case::Dative).map(|form| form.text);
    for same in [
        "МБОУ СОШ № 1",
        "МБДОУ «Детский сад № 3 «Сказка»",
        "ОО АНГО",
        "МКОУ СОШ №12",
        "МБДОУ № 3 «Сказка»",
    ] {
        let balanced = same.matches('«').count() == same.matches('»').count();
        assert_eq!(told(same).is_ok(), balanced, "{same}");
    }
    for typed_only in [
        "МБОУ гимназия № 103",
        "Отдел образования",
        "МКОУ СОШ № 5 с. Степное",
        "",
        "«Сказка",
    ] {
        assert_eq!(
            told(typed_only),
            Err(Missing::Organisation { case: Case::Dative }),
            "{typed_only}"
        );
    }
}
