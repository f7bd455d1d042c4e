//! Persons, those who stand in for them, and the preview of all forms.

use super::{prikaz, workflows};
use prikaz::definition::folder::arrange;
use prikaz::definition::model::Plan;
use prikaz::runtime::sources::{Shelf, shipped};
use prikaz::words::inflection::Case;
use serde_json::Value;

/// The shipped plan with some of its files replaced, or its mistakes.
fn plan(files: &[(&str, &str)]) -> Result<Plan, String> {
    let mut all: Vec<(String, Vec<u8>)> = shipped(Shelf::Workflows)
        .into_iter()
        .map(|file| (file.path, file.bytes))
        .collect();
    for (path, text) in files {
        let path = format!("mentoring-2022/{path}");
        all.retain(|(known, _)| *known != path);
        all.push((path, text.as_bytes().to_vec()));
    }
    let folder = arrange(all);
    let checked = folder.check(&folder.plans[0]);
    checked.plan.ok_or_else(|| checked.mistakes.to_string())
}

fn with_roles(roles: &str) -> String {
    let shipped = shipped(Shelf::Workflows);
    let text = shipped
        .iter()
        .find(|file| file.path == "mentoring-2022/plan.yaml")
        .unwrap();
    let text = String::from_utf8(text.bytes.clone()).unwrap();
    let (from, to) = (text.find("roles:").unwrap(), text.find("journals:").unwrap());
    format!("{}roles:\n{roles}\n{}", &text[..from], &text[to..])
}

const PERSONS: &str = "key,full_name,sex,post,email,valid_from,valid_to,post_genitive\n\
    vetrova,Ветрова Любовь Артёмовна,,Начальник отдела образования,head@example.org,,2023-08-31,\n\
    vetrova,Ветрова-Бойко Любовь Артёмовна,,Начальник управления образования,head@example.org,2023-09-01,,\n\
    koroleva,Королёва А. С.,ж,Завхоз,clerk@example.org,,,\n\
    shulga,Шульга Виктор Степанович,,Заместитель начальника отдела,,,,\n";

#[test]
fn the_shipped_plan_lacks_no_form() {
    let (code, json) = prikaz(&["forms", "mentoring-2022", "--json"]);
    assert_eq!(code, 0, "{json}");
    let report: Value = serde_json::from_str(&json).unwrap();
    let (code, text) = prikaz(&["forms", "--missing"]);
    assert_eq!((code, report["counts"]["missing"].as_u64()), (0, Some(0)), "{text}");
    assert!(report["counts"]["subjects"].as_u64().unwrap() > 50);
    let subjects = report["subjects"].as_array().unwrap();
    let head = subjects
        .iter()
        .find(|subject| subject["key"] == "person vetrova")
        .unwrap();
    assert_eq!(head["signature"], "Л. А. Ветрова");
    let dative = &head["forms"][2];
    assert_eq!(
        (
            &dative["name"]["text"],
            &dative["address"]["text"],
            &dative["post"]["text"]
        ),
        (
            &"Ветровой Любови Артёмовне".into(),
            &"Ветровой Л. А.".into(),
            &"Начальнику отдела образования".into()
        )
    );
    assert_eq!(dative["name"]["origin"], "computed");
}

#[test]
fn what_is_missing_is_marked_with_the_case_to_type() {
    let folder = tempfile::tempdir().unwrap();
    workflows(folder.path());
    std::fs::write(folder.path().join("mentoring-2022/persons.csv"), PERSONS).unwrap();
    let shelf = folder.path().to_str().unwrap();
    let (code, text) = prikaz(&["forms", "mentoring-2022", "--workflows", shelf, "--missing"]);
    assert_eq!(code, 0, "{text}");
    assert!(
        text.contains("! нужен дательный падеж должности: слова «Завхоз» нет в таблице должностей; впишите его сами"),
        "{text}"
    );
    assert!(text.contains("· Королёвой А. С."), "{text}");
    assert!(!text.contains("Шульга"), "{text}");
    assert_eq!(prikaz(&["forms", "no-such-plan"]).0, 2);
}

#[test]
fn a_role_names_a_person_and_another_stands_in_for_a_time() {
    let roles = with_roles(
        "  clerk: { person: koroleva }\n  head: { person: vetrova, acting: [{ person: shulga, from: 2022-07-01, to: 2022-07-28 }] }",
    );
    let plan = plan(&[("persons.csv", PERSONS), ("plan.yaml", &roles)]).unwrap();
    let signer = |day: &str| plan.signer_on(&"head".into(), day.parse().unwrap()).unwrap();
    let usual = signer("2022-06-30");
    assert_eq!(
        (usual.name.as_str(), usual.post_on_paper().unwrap().as_str()),
        ("Ветрова Любовь Артёмовна", "Начальник отдела образования")
    );
    for day in ["2022-07-01", "2022-07-28"] {
        let acting = signer(day);
        assert!(acting.acting);
        assert_eq!(acting.post_on_paper().unwrap(), "начальника отдела образования");
        assert_eq!(acting.named().signature.as_deref(), Some("В. С. Шульга"));
    }
    assert!(!signer("2022-07-29").acting);
    let later = signer("2023-09-01");
    assert_eq!(
        (later.name.as_str(), later.post.as_str()),
        ("Ветрова-Бойко Любовь Артёмовна", "Начальник управления образования"),
        "an order is signed with the name of its day"
    );
    let address = &later.named().context().address;
    assert_eq!(address[&Case::Dative].as_deref(), Some("Ветровой-Бойко Л. А."));
    assert_eq!(plan.signer_on(&"nobody".into(), "2022-07-01".parse().unwrap()), None);
}

#[test]
fn a_role_written_in_the_plan_may_have_its_forms_beside() {
    let roles = with_roles(
        "  clerk: { post: Завхоз, name: Королёва А. С., sex: ж, post_dative: завхозу }\n  head: { post: Начальник отдела, name: Кравец Лев Ильич, name_dative: Кравцу Льву Ильичу }",
    );
    let plan = plan(&[("plan.yaml", &roles)]).unwrap();
    let day = "2022-04-05".parse().unwrap();
    let named = |role: &str| plan.signer_on(&role.into(), day).unwrap().named();
    assert_eq!(named("clerk").post[&Case::Dative].as_ref().unwrap().text, "завхозу");
    assert_eq!(
        named("head").address[&Case::Dative].as_ref().unwrap().text,
        "Кравцу Л. И."
    );
    assert!(named("head").address[&Case::Genitive].is_err());
}

#[test]
fn mistakes_of_persons_and_roles_are_told_with_their_places() {
    let roles = with_roles(
        "  clerk: { person: korolewa }\n  head: { person: vetrova, acting: [{ person: shulga, from: 2022-07-28, to: 2022-07-01 }, { person: nobody, from: 2022-08-01 }] }\n  deputy: { name: Бойко О. П., sex: x }",
    );
    let told = plan(&[("persons.csv", PERSONS), ("plan.yaml", &roles)]).unwrap_err();
    for expected in [
        "ошибка[unknown-person]: в таблице persons.csv нет лица `korolewa`",
        "может быть, `koroleva`?",
        "ошибка[dates]: последний день замещения раньше первого",
        "нет лица `nobody`",
        "ошибка[missing-field]: не хватает поля `post` (должность)",
        "ожидалось: пол, м или ж, а здесь «x»",
    ] {
        assert!(told.contains(expected), "{expected}\n{told}");
    }
    let unknown_post = with_roles(
        "  clerk: { person: koroleva, acting: [{ person: shulga, from: 2022-07-01 }] }\n  head: { person: vetrova }",
    );
    let told = plan(&[("persons.csv", PERSONS), ("plan.yaml", &unknown_post)]).unwrap_err();
    assert!(
        told.contains("нужен родительный падеж должности: слова «Завхоз»"),
        "{told}"
    );
    let told = plan(&[(
        "persons.csv",
        "key,full_name,institution\nvetrova,Ветрова Любовь,school-999\n",
    )])
    .unwrap_err();
    assert!(told.contains("persons.csv:2:24"), "{told}");
    assert!(told.contains("в справочнике нет учреждения `school-999`"), "{told}");
    assert!(told.contains("в таблице persons.csv нет лица `koroleva`"), "{told}");
}
