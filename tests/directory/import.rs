//! `prikaz institutions import` on tables as departments keep them.

use super::book::V::{Date, Error, None, Number, Text};
use super::book::{SheetOf, book};
use super::{prikaz, workflows};
use prikaz::definition::institutions;
use prikaz::definition::model::Institution;
use prikaz::definition::source::Source;
use prikaz::words::inflection::Case;
use serde_json::Value;
use std::path::Path;

fn read(path: &Path) -> Vec<Institution> {
    let mut mistakes = Vec::new();
    let text = std::fs::read_to_string(path).unwrap();
    let read = institutions::read(&Source::new("institutions.csv", &text), &mut mistakes);
    assert!(mistakes.is_empty(), "{mistakes:?}");
    read.institutions
}

/// A table with a title, a stamp, merged cells, a heading between the rows, empty rows and a total.
fn departments_table() -> Vec<u8> {
    let schools = SheetOf {
        name: "Школы",
        rows: vec![
            vec![Text("Сведения об образовательных организациях округа")],
            vec![],
            vec![
                Text("№ п/п"),
                Text("Наименование учреждения (полное)"),
                Text("Краткое наименование"),
                Text("Руководитель"),
                None,
                Text("Контакты"),
                None,
                Text("Действует с"),
            ],
            vec![
                None,
                None,
                None,
                Text("ФИО"),
                Text("Должность"),
                Text("Эл. почта"),
                Text("Телефон"),
                None,
            ],
            vec![
                Number(1.0),
                Number(2.0),
                Number(3.0),
                Number(4.0),
                Number(5.0),
                Number(6.0),
                Number(7.0),
                Number(8.0),
            ],
            vec![Text("Городские школы")],
            vec![
                Number(1.0),
                Text("Муниципальное казённое общеобразовательное учреждение «Средняя школа №\u{a0}1», город"),
                Text("МКОУ СОШ № 1"),
                Text("СЕРДЮК ИРИНА ИВАНОВНА"),
                Text("директор"),
                Text("school-1@example.org; zavuch-1@example.org"),
                Number(88_654_400_001.0),
                None,
            ],
            vec![],
            vec![
                Number(2.0),
                Text("Муниципальное казённое дошкольное образовательное учреждение «Сказка»"),
                Text("МКДОУ «Сказка»"),
                Text("Ёлкина Анна Фёдоровна"),
                Text("заведующая"),
                Text("mailto:skazka@example.org"),
                Text("8 (00000) 0-00-02"),
                Date(45170),
            ],
            vec![Text("Итого"), None, None, Number(2.0)],
        ],
        merged: vec!["A1:H1", "A3:A4", "B3:B4", "C3:C4", "D3:E3", "F3:G3", "H3:H4", "A6:H6"],
    };
    let notes = SheetOf {
        name: "Примечания",
        rows: vec![vec![Text("Составила Королёва А. С.")]],
        merged: vec![],
    };
    book(&[schools, notes])
}

#[test]
fn a_departments_workbook_becomes_a_directory() {
    let folder = tempfile::tempdir().unwrap();
    let (table, out) = (folder.path().join("Школы.xlsx"), folder.path().join("institutions.csv"));
    std::fs::write(&table, departments_table()).unwrap();
    let arguments = [
        "institutions",
        "import",
        table.to_str().unwrap(),
        "--out",
        out.to_str().unwrap(),
    ];
    let (code, text) = prikaz(&[&arguments[..], &["--dry-run"]].concat());
    assert_eq!(code, 0, "{text}");
    assert!(text.contains("Пробный прогон, ничего не записано"), "{text}");
    assert!(!out.exists());

    let (code, text) = prikaz(&arguments);
    assert_eq!(code, 0, "{text}");
    for told in [
        "строка-заголовок «Городские школы» пропущена",
        "итоговая строка «Итого» пропущена",
        "строка с номерами граф пропущена",
        "взят первый адрес, school-1@example.org; остальные не взяты: zavuch-1@example.org",
        "лист «Примечания», строка 1: лист пропущен",
        "не взяты графы: «№ п/п»",
    ] {
        assert!(text.contains(told), "{told}\n{text}");
    }
    let rows = read(&out);
    assert_eq!(rows.len(), 2);
    let first = &rows[0];
    assert_eq!(
        (
            first.key.as_str(),
            first.kind.as_str(),
            first.director.as_str(),
            first.email.as_str()
        ),
        ("school-1", "school", "Сердюк Ирина Ивановна", "school-1@example.org")
    );
    assert_eq!(first.phone.as_deref(), Some("88654400001"), "a number stays a number");
    assert_eq!(
        first.full_name,
        "Муниципальное казённое общеобразовательное учреждение «Средняя школа № 1», город"
    );
    let second = &rows[1];
    assert_eq!(
        (second.key.as_str(), second.director_post.as_deref()),
        ("kindergarten-skazka", Some("заведующая"))
    );
    assert_eq!(
        second.valid_from.map(|day| day.to_string()).as_deref(),
        Some("2023-09-01"),
        "a date of Excel"
    );

    let again = std::fs::read(&out).unwrap();
    let (code, text) = prikaz(&arguments);
    assert_eq!(code, 0, "{text}");
    assert!(text.contains("Без изменений: 2"), "{text}");
    assert_eq!(
        std::fs::read(&out).unwrap(),
        again,
        "the same table gives the same directory"
    );
}

#[test]
fn every_bad_row_is_told_and_nothing_is_written() {
    let folder = tempfile::tempdir().unwrap();
    let (table, out) = (folder.path().join("t.xlsx"), folder.path().join("institutions.csv"));
    let sheet = SheetOf {
        name: "ОО",
        rows: vec![
            vec![
                Text("Наименование"),
                Text("Директор"),
                Text("E-mail"),
                Text("Куратор"),
                Text("Почта куратора"),
                Text("Дата начала"),
            ],
            vec![
                Text("МКОУ СОШ № 1"),
                Text("Сердюк Ирина Ивановна"),
                Text("school-1@example.org"),
            ],
            vec![Text("МКОУ СОШ № 2"), None, Text("school-2@example")],
            vec![None, Text("Бойко Олег Петрович"), Text("school-3@example.org")],
            vec![
                Text("МКОУ СОШ № 4"),
                Text("Лебедь Анна Фёдоровна"),
                Text("сhool-4@example.org"),
                Text("Бойко О. П."),
                None,
                Text("осенью"),
            ],
            vec![Text("Управление"), Text("Лебедь Анна Фёдоровна"), Text("u@example.org")],
            vec![
                Text("МКОУ СОШ №1"),
                Text("Сердюк Ирина Ивановна"),
                Text("other@example.org"),
            ],
            vec![Text("МКОУ СОШ № 7"), Error, Text("нет")],
        ],
        merged: vec![],
    };
    std::fs::write(&table, book(&[sheet])).unwrap();
    let (code, json) = prikaz(&[
        "institutions",
        "import",
        table.to_str().unwrap(),
        "--out",
        out.to_str().unwrap(),
        "--json",
    ]);
    assert_eq!(code, 3, "{json}");
    assert!(!out.exists(), "nothing half-written");
    let report: Value = serde_json::from_str(&json).unwrap();
    let told: Vec<String> = report["problems"]
        .as_array()
        .unwrap()
        .iter()
        .map(|problem| {
            format!(
                "{}:{} {}",
                problem["row"],
                problem["column"].as_str().unwrap_or("-"),
                problem["expected"].as_str().unwrap()
            )
        })
        .collect();
    assert_eq!(
        told,
        [
            "3:C, E-mail адрес почты вида school-1@example.org",
            "3:B, Директор фамилия, имя, отчество",
            "4:A, Наименование название учреждения",
            "5:C, E-mail адрес почты вида school-1@example.org",
            "5:F, Дата начала дата",
            "6:- вид учреждения",
            "8:B, Директор значение",
            "8:C, E-mail адрес почты вида school-1@example.org",
            "7:- каждое учреждение один раз",
        ],
        "{json}"
    );
    assert_eq!(report["changes"][0]["key"], "school-1", "good rows are shown");
    assert_eq!(report["written"], Value::Null);
}

#[test]
fn a_table_saved_by_russian_windows_is_read_whatever_parts_its_cells() {
    let table = "Реестр школ;;;\r\nНазвание ОО;Руководитель;Электронная почта;Адрес\r\n\"МБОУ «Школа № 3»\r\nим. Ёлкина\";Шульга Вера Степановна;SCHOOL-3@example.org;\"ул. Мира, 1\"\r\n";
    let folder = tempfile::tempdir().unwrap();
    let read_as = |name: &str, bytes: &[u8]| {
        let (file, out) = (folder.path().join(name), folder.path().join(format!("{name}.out.csv")));
        std::fs::write(&file, bytes).unwrap();
        let (code, text) = prikaz(&[
            "institutions",
            "import",
            file.to_str().unwrap(),
            "--out",
            out.to_str().unwrap(),
        ]);
        assert_eq!(code, 0, "{name}: {text}");
        read(&out)
    };
    let (cp1251, _, _) = encoding_rs::WINDOWS_1251.encode(table);
    let rows = read_as("1251.csv", &cp1251);
    assert_eq!(rows[0].short_name, "МБОУ «Школа № 3» им. Ёлкина");
    assert_eq!(rows[0].address.as_deref(), Some("ул. Мира, 1"));
    let marked = format!("\u{feff}{table}");
    assert_eq!(read_as("utf8.csv", marked.as_bytes()), rows);
    let commas = table.replace(';', ",");
    assert_eq!(read_as("commas.csv", commas.as_bytes()), rows);
    let tabs: Vec<u8> = std::iter::once(0xfeff_u16)
        .chain(table.replace(';', "\t").encode_utf16())
        .flat_map(u16::to_le_bytes)
        .collect();
    assert_eq!(read_as("tabs.txt", &tabs), rows);
}

#[test]
fn known_schools_keep_their_keys_and_a_new_name_gets_a_row_of_its_own() {
    let folder = tempfile::tempdir().unwrap();
    workflows(folder.path());
    let shelf = folder.path().to_str().unwrap();
    let table = folder.path().join("new.csv");
    std::fs::write(
        &table,
        "Краткое наименование;Полное наименование;ФИО директора;E-mail;Телефон\n\
         МКОУ СОШ №101;;Сердюк Ирина Ивановна;school-101@example.org;8 (00000) 1-11-11\n\
         МКОУ «Лицей № 102»;Казённое учреждение «Лицей № 102»;Лебедь Анна Фёдоровна;school-102@example.org;\n\
         МКОУ СОШ № 150;;Бойко Олег Петрович;school-150@example.org;\n",
    )
    .unwrap();
    let table = table.to_str().unwrap();
    let base = [
        "institutions",
        "import",
        table,
        "--plan",
        "mentoring-2022",
        "--workflows",
        shelf,
    ];
    let (code, text) = prikaz(&[&base[..], &["--dry-run"]].concat());
    assert_eq!(code, 0, "{text}");
    assert!(text.contains("исправлены на месте; если это переименование"), "{text}");
    assert!(
        text.contains("school-2 — МКОУ «Лицей № 102» (узнано по почте): director, full_name, short_name"),
        "{text}"
    );

    let (code, text) = prikaz(&[&base[..], &["--from", "2023-09-01"]].concat());
    assert_eq!(code, 0, "{text}");
    assert!(text.contains("В файле не названы и остались как были"), "{text}");
    let path = folder.path().join("mentoring-2022/institutions.csv");
    let rows = read(&path);
    let of = |key: &str| rows.iter().filter(|row| row.key.as_str() == key).collect::<Vec<_>>();
    assert_eq!(of("school-1")[0].phone.as_deref(), Some("8 (00000) 1-11-11"));
    assert!(
        of("school-1")[0].forms.full_name.get(Case::Dative).is_some(),
        "forms of an unchanged name stay"
    );
    let [old, new] = of("school-2")[..] else {
        panic!("{:?}", of("school-2"))
    };
    assert_eq!(
        (old.short_name.as_str(), old.director.as_str()),
        ("МКОУ СОШ № 102", "Черных Семён Львович")
    );
    assert_eq!(old.valid_to.map(|day| day.to_string()).as_deref(), Some("2023-08-31"));
    assert_eq!(
        (new.short_name.as_str(), new.director.as_str()),
        ("МКОУ «Лицей № 102»", "Лебедь Анна Фёдоровна")
    );
    assert_eq!(new.valid_from.map(|day| day.to_string()).as_deref(), Some("2023-09-01"));
    assert!(
        new.forms.full_name.is_empty(),
        "forms of the old name do not stand beside the new one"
    );
    assert_eq!(new.curator, old.curator);
    assert_eq!(of("school-150").len(), 1);
    assert_eq!(rows.len(), 14 + 2);

    let (code, text) = prikaz(&["check", shelf]);
    assert_eq!(code, 0, "{text}");
}

#[test]
fn a_row_that_is_two_schools_at_once_is_asked_about() {
    let folder = tempfile::tempdir().unwrap();
    workflows(folder.path());
    let table = folder.path().join("new.csv");
    std::fs::write(
        &table,
        "Школа,Директор,Почта\nМКОУ СОШ № 101,Сердюк Ирина Ивановна,school-102@example.org\n",
    )
    .unwrap();
    let (code, text) = prikaz(&[
        "institutions",
        "import",
        table.to_str().unwrap(),
        "--plan",
        "mentoring-2022",
        "--workflows",
        folder.path().to_str().unwrap(),
    ]);
    assert_eq!(code, 3, "{text}");
    assert!(
        text.contains("по названию это school-1, а по почте — school-2"),
        "{text}"
    );
}
