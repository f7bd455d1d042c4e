//! Tables of other departments, each of another shape: what is read of each, row by row.

use super::book::{cell, docx, docx_with, lines, p, row, table, wrapped};
use super::{compiled, proposed};
use prikaz::definition::model::{Plan, Schedule};
use prikaz::importing::Proposal;

const OFFICE: &[&str] = &[
    "Приложение 1",
    "к приказу управления образования",
    "от 15.01.2024 № 7-ОД",
];

fn plan_of(title: &str, body: &str) -> Vec<u8> {
    docx(&format!("{}{}{body}", lines(OFFICE), p(title)))
}

/// Key, title, deadline, executors, result; and that the plan checks.
fn read(bytes: &[u8]) -> (Proposal, Plan, Vec<String>) {
    let proposal = proposed("plan.docx", bytes);
    let plan = compiled(&proposal);
    let rows = plan.items.iter().map(|item| {
        let names: Vec<&str> = item.executors.iter().map(|one| one.name.as_str()).collect();
        format!(
            "{} | {} | {} | {} | {}",
            item.key,
            item.title,
            item.deadline,
            names.join(" + "),
            item.result
        )
    });
    let rows = rows.collect();
    (proposal, plan, rows)
}

fn dues(plan: &Plan, key: &str) -> Vec<String> {
    let item = plan.items.iter().find(|item| item.key.as_str() == key).unwrap();
    match &item.schedule {
        Schedule::Dated(periods) => periods.iter().map(|run| run.due.to_string()).collect(),
        Schedule::AwaitsDate { .. } => vec!["ждёт срока".to_owned()],
    }
}

#[test]
fn executor_before_deadline_and_no_result() {
    let (proposal, plan, rows) = read(&plan_of(
        "План мероприятий по оценке качества образования на 2024 год",
        &table(&[
            &["Мероприятие", "Ответственные", "Сроки проведения"],
            &[
                "Проведение совещания директоров школ",
                "Управление образования",
                "до 1 марта 2024 г.",
            ],
            &["Анализ результатов ЕГЭ", "Школы", "июль 2024 г."],
        ]),
    ));
    assert_eq!(
        rows,
        [
            "1 | Проведение совещания директоров школ | до 1 марта 2024 г. | Управление образования | Информация об исполнении",
            "2 | Анализ результатов ЕГЭ | июль 2024 г. | Школы | Информация об исполнении",
        ]
    );
    assert_eq!(plan.sections.len(), 1, "a plan without sections has one");
    assert_eq!(plan.basis.number, "7-ОД");
    assert_eq!(plan.basis.kind, "приказ управления образования");
    assert!(
        proposal.questions.iter().any(|question| question.id == "1/evidence"),
        "no column of results: it is asked"
    );
}

#[test]
fn quarters_marked_with_crosses_under_a_heading_of_two_lines() {
    let (_, plan, rows) = read(&plan_of(
        "План работы на 2024 год",
        &table(&[
            &[
                "v:№ п/п",
                "v:Наименование мероприятий",
                "Срок исполнения>>4",
                "v:Исполнитель",
                "v:Результат",
            ],
            &["^", "^", "I кв.", "II кв.", "III кв.", "IV кв.", "^", "^"],
            &["1", "2", "3", "4", "5", "6", "7", "8"],
            &[
                "1.",
                "Проверка сайтов",
                "х",
                "",
                "х",
                "",
                "Управление образования",
                "Справка",
            ],
            &["2.", "Сводный отчёт", "х", "х", "х", "х", "Школы", "Отчёт"],
        ]),
    ));
    assert_eq!(
        rows,
        [
            "1 | Проверка сайтов | I квартал 2024 года, III квартал 2024 года | Управление образования | Справка",
            "2 | Сводный отчёт | ежеквартально | Школы | Отчёт",
        ]
    );
    assert_eq!(dues(&plan, "1"), ["2024-03-31", "2024-09-30"]);
    assert_eq!(dues(&plan, "2").len(), 4);
}

#[test]
fn three_columns_of_dates_one_for_each_year() {
    let (_, plan, rows) = read(&plan_of(
        "Дорожная карта на 2022-2024 годы",
        &table(&[
            &[
                "№",
                "Мероприятия",
                "Срок>>3",
                "Ответственный исполнитель",
                "Вид документа",
            ],
            &[
                "№",
                "Мероприятия",
                "2022 год",
                "2023 год",
                "2024 год",
                "Ответственный исполнитель",
                "Вид документа",
            ],
            &[
                "1.1",
                "Форум педагогов",
                "15.05.2022",
                "20.05.2023",
                "14.05.2024",
                "Управление образования",
                "Приказ",
            ],
        ]),
    ));
    assert_eq!(
        rows,
        ["1.1 | Форум педагогов | 15.05.2022, 20.05.2023, 14.05.2024 | Управление образования | Приказ"]
    );
    assert_eq!(dues(&plan, "1.1"), ["2022-05-15", "2023-05-20", "2024-05-14"]);
    assert_eq!(
        plan.rules.first_day.to_string(),
        "2022-01-01",
        "the order came after the first deadline"
    );
}

#[test]
fn beginning_and_end_in_columns_of_their_own() {
    let (_, plan, rows) = read(&plan_of(
        "План мероприятий на 2024 год",
        &table(&[
            &[
                "№ п/п",
                "Содержание работы",
                "Дата начала",
                "Дата окончания",
                "Исполнители",
                "Форма отчёта",
                "Примечание",
            ],
            &[
                "1",
                "Мониторинг питания",
                "01.09.2024",
                "30.09.2024",
                "Школы",
                "Сводные данные",
                "без финансирования",
            ],
            &[
                "2",
                "Родительский форум",
                "20.04.2024",
                "20.04.2024",
                "Управление образования",
                "Информация",
                "",
            ],
        ]),
    ));
    assert_eq!(
        rows[0],
        "1 | Мониторинг питания | с 01.09.2024 по 30.09.2024 | Школы | Сводные данные"
    );
    assert_eq!(
        rows[1],
        "2 | Родительский форум | 20.04.2024 | Управление образования | Информация"
    );
    assert_eq!(dues(&plan, "1"), ["2024-09-30"]);
}

#[test]
fn several_tables_with_headings_between_them() {
    let head: &[&str] = &["№", "Мероприятие", "Срок", "Ответственный", "Результат"];
    let (proposal, plan, rows) = read(&plan_of(
        "План мероприятий на 2024 год",
        &[
            p("1. Кадры"),
            table(&[
                head,
                &["1", "Обучение педагогов", "до 1 июня 2024 г.", "Школы", "Сертификаты"],
            ]),
            p("2. Здоровье"),
            table(&[head, &["1", "Медосмотр", "сентябрь 2024 г.", "Школы", "Акт"]]),
            p(""),
            table(&[&["2", "Дни здоровья", "октябрь 2024 г.", "Школы", "Информация"]]),
            table(&[&["Начальник", "Иванова И.И."]]),
        ]
        .concat(),
    ));
    assert_eq!(
        rows,
        [
            "1.1 | Обучение педагогов | до 1 июня 2024 г. | Школы | Сертификаты",
            "2.1 | Медосмотр | сентябрь 2024 г. | Школы | Акт",
            "2.2 | Дни здоровья | октябрь 2024 г. | Школы | Информация",
        ]
    );
    let sections: Vec<_> = plan
        .sections
        .iter()
        .map(|(key, title)| format!("{key} {title}"))
        .collect();
    assert_eq!(sections, ["1 Кадры", "2 Здоровье"]);
    assert!(
        proposal
            .report
            .passed
            .iter()
            .any(|row| row.text == "Начальник | Иванова И.И."),
        "a signature is no item, and is told"
    );
}

#[test]
fn deadlines_inside_titles() {
    let (_, plan, rows) = read(&plan_of(
        "План мероприятий на 2024 год",
        &table(&[
            &["№", "Мероприятия", "Исполнитель", "Результат"],
            &[
                "1",
                "Представить отчёт об итогах года до 20 декабря 2024 г.",
                "Школы",
                "Отчёт",
            ],
            &[
                "2",
                "Обучение наставников по отдельному плану",
                "Управление образования",
                "Программа",
            ],
        ]),
    ));
    assert_eq!(
        rows,
        [
            "1 | Представить отчёт об итогах года | до 20 декабря 2024 г. | Школы | Отчёт",
            "2 | Обучение наставников | по отдельному плану | Управление образования | Программа",
        ]
    );
    assert_eq!(dues(&plan, "1"), ["2024-12-20"]);
    assert_eq!(dues(&plan, "2"), ["ждёт срока"]);
}

/// Word counts these numbers itself; the file has none.
#[test]
fn numbers_that_word_prints_and_does_not_store() {
    let level = |at: usize, text: &str| {
        format!(
            "<w:lvl w:ilvl=\"{at}\"><w:start w:val=\"1\"/><w:numFmt w:val=\"decimal\"/><w:lvlText w:val=\"{text}\"/></w:lvl>"
        )
    };
    let numbering = format!(
        "<w:abstractNum w:abstractNumId=\"4\">{}{}</w:abstractNum><w:num w:numId=\"1\"><w:abstractNumId w:val=\"4\"/></w:num>",
        level(0, "%1."),
        level(1, "%1.%2.")
    );
    let listed = |level: usize, text: &str| {
        format!(
            "<w:p><w:pPr><w:numPr><w:ilvl w:val=\"{level}\"/><w:numId w:val=\"1\"/></w:numPr></w:pPr><w:r><w:t>{text}</w:t></w:r></w:p>"
        )
    };
    let item = |title: &str| {
        format!(
            "<w:tr><w:tc>{}</w:tc>{}{}{}{}</w:tr>",
            listed(1, ""),
            cell(title),
            cell("до 1 мая 2024 г."),
            cell("Школы"),
            cell("Приказ")
        )
    };
    let section = |title: &str| {
        format!(
            "<w:tr><w:tc><w:tcPr><w:gridSpan w:val=\"5\"/></w:tcPr>{}</w:tc></w:tr>",
            listed(0, title)
        )
    };
    let rows = [
        row(&["№ п/п", "Мероприятия", "Срок", "Исполнитель", "Документ"]),
        section("Кадры"),
        item("Назначить кураторов"),
        item("Обучить кураторов"),
        section("Итоги"),
        item("Подвести итоги"),
    ]
    .concat();
    let body = format!(
        "{}{}{}",
        lines(OFFICE),
        p("План мероприятий на 2024 год"),
        wrapped(&rows)
    );
    let (_, plan, rows) = read(&docx_with(&body, &numbering));
    let keys: Vec<&str> = rows.iter().map(|row| row.split(" | ").next().unwrap()).collect();
    assert_eq!(keys, ["1.1", "1.2", "2.1"]);
    assert_eq!(plan.sections["2"], "Итоги");
}

/// Widths that are no whole numbers, a row in a content control, changes tracked by Word, hidden text.
#[test]
fn what_word_leaves_in_a_file_shifts_no_column() {
    let rows = [
        row(&["№", "Мероприятия", "Срок", "Исполнитель", "Результат"]).replace("<w:tcPr>", "<w:tcPr><w:tcW w:w=\"3455.5\" w:type=\"dxa\"/>"),
        format!("<w:sdt><w:sdtPr/><w:sdtContent>{}</w:sdtContent></w:sdt>", row(&["1", "Форум", "май 2024 г.", "Школы", "Приказ"]).replace("<w:tcPr>", "<w:tcPr><w:tcW w:w=\"50%\"/>")),
        format!(
            "<w:tr>{}<w:tc><w:p><w:ins w:id=\"1\"><w:r><w:t>Слёт</w:t></w:r></w:ins><w:del w:id=\"2\"><w:r><w:delText>Сбор</w:delText></w:r></w:del><w:r><w:rPr><w:vanish/></w:rPr><w:t>тайна</w:t></w:r></w:p></w:tc>{}{}{}</w:tr>",
            cell("2"),
            cell("июнь 2024 г."),
            cell("Школы"),
            cell("Приказ")
        ),
        format!("<w:tr><w:trPr><w:del w:id=\"3\"/></w:trPr>{}</w:tr>", cell("3").repeat(5)),
    ]
    .concat();
    let (_, _, rows) = read(&plan_of("План мероприятий на 2024 год", &wrapped(&rows)));
    assert_eq!(
        rows,
        [
            "1 | Форум | май 2024 г. | Школы | Приказ",
            "2 | Слёт | июнь 2024 г. | Школы | Приказ"
        ]
    );
}

#[test]
fn cells_merged_downwards_belong_to_each_row_and_a_row_may_begin_later() {
    let rows = [
        row(&["№", "Мероприятия", "Срок", "Исполнитель", "Результат"]),
        row(&["1", "Опрос учителей", "v:до 1 марта 2024 г.", "v:Школы", "Анкеты"]),
        row(&["2", "Опрос родителей", "^", "^", "Анкеты"]),
        format!(
            "<w:tr><w:trPr><w:gridBefore w:val=\"1\"/></w:trPr>{}{}{}{}</w:tr>",
            cell("Сводный анализ"),
            cell("до 1 апреля 2024 г."),
            cell("Управление образования"),
            cell("Справка")
        ),
    ]
    .concat();
    let (proposal, _, rows) = read(&plan_of("План мероприятий на 2024 год", &wrapped(&rows)));
    assert_eq!(
        rows,
        [
            "1 | Опрос учителей | до 1 марта 2024 г. | Школы | Анкеты",
            "2 | Опрос родителей | до 1 марта 2024 г. | Школы | Анкеты",
            "3 | Сводный анализ | до 1 апреля 2024 г. | Управление образования | Справка",
        ]
    );
    let third = &proposal.report.items[2];
    assert!(
        third.notes.iter().any(|note| note.contains("номера в строке нет")),
        "{:?}",
        third.notes
    );
}

#[test]
fn a_table_inside_a_frame_of_another_table() {
    let inner = table(&[
        &["№", "Мероприятия", "Срок", "Исполнитель", "Результат"],
        &["1", "Форум", "май 2024 г.", "Школы", "Приказ"],
    ]);
    let frame = format!("<w:tbl><w:tr><w:tc>{inner}<w:p/></w:tc></w:tr></w:tbl>");
    let (_, _, rows) = read(&plan_of("План мероприятий на 2024 год", &frame));
    assert_eq!(rows, ["1 | Форум | май 2024 г. | Школы | Приказ"]);
}

#[test]
fn roman_sections_and_numbers_that_begin_anew() {
    let (_, plan, rows) = read(&plan_of(
        "Комплекс мер на 2024 год",
        &table(&[
            &[
                "№ п/п",
                "Наименование мероприятия",
                "Ответственный исполнитель",
                "Срок реализации",
                "Ожидаемый результат",
            ],
            &["Раздел I. Организация>>5"],
            &[
                "1",
                "Издание приказа",
                "Управление образования",
                "январь 2024 г.",
                "Приказ",
            ],
            &[
                "2",
                "Совещание",
                "Управление образования",
                "февраль 2024 г.",
                "Протокол",
            ],
            &[
                "№ п/п",
                "Наименование мероприятия",
                "Ответственный исполнитель",
                "Срок реализации",
                "Ожидаемый результат",
            ],
            &["II. Контроль>>5"],
            &["1", "Проверка", "Управление образования", "май 2024 г.", "Справка"],
        ]),
    ));
    let keys: Vec<&str> = rows.iter().map(|row| row.split(" | ").next().unwrap()).collect();
    assert_eq!(keys, ["1.1", "1.2", "2.1"]);
    assert_eq!(plan.items[1].number, "2", "the number stays as it is printed");
    assert_eq!(plan.sections["I"], "Организация");
    assert_eq!(plan.items[2].section, "II");
}

#[test]
fn months_as_columns_with_days_or_crosses() {
    let (_, plan, rows) = read(&plan_of(
        "Календарный план на 2024 год",
        &table(&[
            &[
                "№",
                "Мероприятия",
                "Январь",
                "Февраль",
                "Март",
                "Исполнитель",
                "Результат",
            ],
            &["1", "Сверка кадров", "х", "", "", "Школы", "Список"],
            &["2", "Семинар", "", "15", "", "Управление образования", "Протокол"],
        ]),
    ));
    assert_eq!(
        rows,
        [
            "1 | Сверка кадров | январь 2024 года | Школы | Список",
            "2 | Семинар | 15.02.2024 | Управление образования | Протокол",
        ]
    );
    assert_eq!(dues(&plan, "2"), ["2024-02-15"]);
}

#[test]
fn an_abbreviation_that_the_document_does_not_explain_is_asked() {
    let bytes = plan_of(
        "План мероприятий на 2024 год",
        &table(&[
            &["№", "Мероприятия", "Срок", "Исполнитель", "Результат"],
            &["1", "Форум", "май 2024 г.", "ЦОКО, ОО", "Приказ"],
        ]),
    );
    let (proposal, ..) = read(&bytes);
    let asked: Vec<&str> = proposal.questions.iter().map(|question| question.id.as_str()).collect();
    assert_eq!(asked, ["1/executors", "tsoko/means"]);
    let told = super::answers("abbreviations:\n  ОО: школы\n  ЦОКО: центр оценки качества образования\n");
    let proposal = super::taken("plan.docx", &bytes, &told).unwrap();
    assert!(
        !proposal
            .questions
            .iter()
            .any(|question| question.item.is_none() || question.id == "1/executors")
    );
}

#[test]
fn the_same_plan_as_csv() {
    let text = "\u{feff}Приложение к приказу управления образования от 15.01.2024 № 7;;;;\nПлан мероприятий на 2024 год;;;;\n№;Мероприятия;Срок;Исполнитель;Результат\n1;Кадры;;;\n1.1;\"Форум; слёт\";май 2024 г.;Школы;Приказ\n1.2;Опрос;01.06.2024;Школы;Анкеты\n";
    let proposal = proposed("plan.csv", text.as_bytes());
    let plan = compiled(&proposal);
    let titles: Vec<&str> = plan.items.iter().map(|item| item.title.as_str()).collect();
    assert_eq!(titles, ["Форум; слёт", "Опрос"]);
    assert_eq!(plan.basis.number, "7");
    assert_eq!(plan.sections["1"], "Кадры");
    assert_eq!(dues(&plan, "1.2"), ["2024-06-01"]);
}
