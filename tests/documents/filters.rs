//! Filters: how a paper writes dates, numbers, names and marked-up text.

use prikaz::documents::Template;
use serde_json::{Value, json};

use super::book::{body, docx, p, part, text};

/// What a tag prints.
fn says(tag: &str, value: &Value) -> String {
    let text = text(&body(&p(tag), &json!({ "a": value })));
    text.trim_end_matches('\n').replace('\u{a0}', "·")
}

/// What a tag is refused with.
fn refused(tag: &str, value: &Value) -> String {
    let template = Template::compile("п", &docx(&p(tag))).unwrap();
    template.render(&json!({ "a": value })).unwrap_err().to_string()
}

#[test]
fn a_date_is_written_in_every_form_that_papers_use() {
    for (tag, written) in [
        ("{{ a|дата }}", "04.04.2022"),
        ("{{ a|date }}", "04.04.2022"),
        ("{{ a|дата_словами }}", "4·апреля 2022·г."),
        ("{{ a|date_long }}", "4·апреля 2022·г."),
        ("{{ a|дата_в_кавычках }}", "«04»·апреля 2022·г."),
        ("{{ a|date_quoted }}", "«04»·апреля 2022·г."),
        ("{{ a|месяц_год }}", "апрель 2022·г."),
        ("{{ a|month_year }}", "апрель 2022·г."),
        ("{{ a|день_недели }}", "понедельник"),
        ("{{ a|weekday(“когда”) }}", "в понедельник"),
    ] {
        assert_eq!(says(tag, &json!("2022-04-04")), written, "{tag}");
        assert_eq!(says(tag, &json!(null)), "", "{tag}: a draft has no date");
    }
    assert!(refused("{{ a|дата_в_кавычках }}", &json!("04.04.2022")).contains("здесь нужна дата"));
    assert!(refused("{{ a|день_недели('где') }}", &json!("2022-04-04")).contains("«когда»"));
}

#[test]
fn whole_numbers_are_written_in_words_and_agree_in_gender() {
    for (number, words) in [
        (json!(0), "ноль"),
        (json!(1), "один"),
        (json!(12), "двенадцать"),
        (json!(21), "двадцать один"),
        (json!(40), "сорок"),
        (json!(100), "сто"),
        (json!(1_001), "одна тысяча один"),
        (json!(2_000), "две тысячи"),
        (json!(11_000), "одиннадцать тысяч"),
        (json!(1_000_000), "один миллион"),
        (json!(3_205_014), "три миллиона двести пять тысяч четырнадцать"),
        (json!(-7), "минус семь"),
        (json!(5.0), "пять"),
        (json!("17"), "семнадцать"),
    ] {
        assert_eq!(says("{{ a|прописью }}", &number), words, "{number}");
        assert_eq!(says("{{ a|words }}", &number), words, "{number}");
    }
    assert_eq!(says("{{ a|прописью(“ж”) }}", &json!(22)), "двадцать две");
    assert_eq!(says("{{ a|прописью(“с”) }}", &json!(31)), "тридцать одно");
    assert_eq!(says("{{ a|прописью(“ж”) }}", &json!(2_001)), "две тысячи одна");
    for (value, said) in [
        (json!(2.5), "целое число"),
        (json!("много"), "целое число"),
        (json!(1_000_000_000_000_000_u64), "слишком велико"),
    ] {
        let refused = refused("{{ a|прописью }}", &value);
        assert!(refused.contains(said), "{refused}");
    }
    assert!(refused("{{ a|прописью('ср') }}", &json!(1)).contains("род пишется"));
}

#[test]
fn sums_of_money_are_written_in_words_with_kopecks_in_figures() {
    for (sum, words) in [
        (json!(230.05), "Двести тридцать рублей 05 копеек"),
        (json!("230,05"), "Двести тридцать рублей 05 копеек"),
        (json!(1), "Один рубль 00 копеек"),
        (json!(1_000_002.5), "Один миллион два рубля 50 копеек"),
        (json!(0.01), "Ноль рублей 01 копейка"),
        (json!(-22.22), "Минус двадцать два рубля 22 копейки"),
        (json!("15000.10"), "Пятнадцать тысяч рублей 10 копеек"),
    ] {
        assert_eq!(says("{{ a|рублей }}", &sum), words, "{sum}");
        assert_eq!(says("{{ a|rubles }}", &sum), words, "{sum}");
    }
    assert!(refused("{{ a|рублей }}", &json!(1.005)).contains("не мельче копейки"));
    assert!(refused("{{ a|рублей }}", &json!("сто")).contains("не мельче копейки"));
}

#[test]
fn a_noun_agrees_with_its_number() {
    for (number, noun) in [
        (json!(1), "школа"),
        (json!(3), "школы"),
        (json!(12), "школ"),
        (json!(101), "школа"),
        (json!(0), "школ"),
        (json!(2.5), "школы"),
    ] {
        assert_eq!(
            says("{{ a|множественное(“школа”, “школы”, “школ”) }}", &number),
            noun,
            "{number}"
        );
        assert_eq!(says("{{ a|plural('школа', 'школы', 'школ') }}", &number), noun);
    }
}

#[test]
fn initials_stand_before_a_surname_in_a_signature_and_after_it_in_an_address() {
    let name = json!("Алёшина Ирина Ивановна");
    assert_eq!(says("{{ a|инициалы }}", &name), "И.·И.·Алёшина");
    assert_eq!(says("{{ a|initials }}", &name), "И.·И.·Алёшина");
    assert_eq!(says("{{ a|инициалы(“после”) }}", &name), "Алёшина·И.·И.");
    assert_eq!(
        says("{{ a|инициалы(“после”) }}", &json!("Р.А. Гаранова")),
        "Гаранова·Р.·А."
    );
    assert!(refused("{{ a|инициалы('внутри') }}", &name).contains("«перед»"));
    assert!(refused("{{ a|инициалы }}", &json!(5)).contains("здесь нужен текст"));
}

#[test]
fn the_first_letter_changes_and_abbreviations_stay() {
    assert_eq!(
        says("{{ a|строчная }}", &json!("О приказе ОО АНГО")),
        "о приказе ОО АНГО"
    );
    assert_eq!(says("{{ a|прописная }}", &json!("ёлочка МБОУ")), "Ёлочка МБОУ");
    assert_eq!(says("{{ a|lower_first }}{{ a|upper_first }}", &json!("")), "");
}

#[test]
fn a_typed_form_goes_before_any_rule() {
    let post =
        json!({"им": "директор", "род": "директора", "дат": "директору", "вин": "директора", "твор": "директором"});
    assert_eq!(says("{{ a|склонить(“дат”) }}", &post), "директору");
    assert_eq!(says("{{ a|склонить(“творительный”) }}", &post), "директором");
    assert_eq!(says("{{ a|decline(“им”) }}", &post), "директор");
    assert_eq!(
        says("{{ a|склонить(“предл”) }}", &post),
        "директоре",
        "a post of the table"
    );
    let unknown = json!({"им": "тьютор-навигатор", "род": "тьютора-навигатора"});
    assert_eq!(says("{{ a|склонить(“род”) }}", &unknown), "тьютора-навигатора");
    let said = refused("{{ a|склонить(“предл”) }}", &unknown);
    assert!(
        said.contains("для «тьютор-навигатор» нет формы «предл» (предложный падеж)"),
        "{said}"
    );
    let said = refused("{{ a|склонить(“дат”) }}", &json!("Гимназия № 103"));
    assert!(
        said.contains("для «Гимназия № 103» нет формы «дат» (дательный падеж)"),
        "{said}"
    );
    assert_eq!(
        says("{{ a|склонить(“им”) }}", &json!("Гимназия № 103")),
        "Гимназия № 103"
    );
    assert_eq!(says("{{ a|склонить(“дат”) }}", &json!("МБОУ СОШ № 1")), "МБОУ СОШ № 1");
    assert_eq!(
        says("{{ a|склонить(“дат”) }}", &json!("Начальник отдела образования")),
        "Начальнику отдела образования"
    );
    assert!(refused("{{ a|склонить(“местный”) }}", &post).contains("падеж пишется"));
}

#[test]
fn a_personal_name_is_declined_by_rule_when_the_sex_is_known() {
    let woman = json!({"name": "Иванова Ирина Ивановна", "sex": "ж"});
    for (case, name) in [
        ("род", "Ивановой Ирины Ивановны"),
        ("дат", "Ивановой Ирине Ивановне"),
        ("вин", "Иванову Ирину Ивановну"),
        ("твор", "Ивановой Ириной Ивановной"),
        ("предл", "Ивановой Ирине Ивановне"),
        ("им", "Иванова Ирина Ивановна"),
    ] {
        assert_eq!(says(&format!("{{{{ a|склонить('{case}') }}}}"), &woman), name);
    }
    let man = |name: &str| json!({"name": name, "sex": "м"});
    assert_eq!(
        says("{{ a|склонить('дат') }}", &man("СЕРДЮК ПЁТР ИЛЬИЧ")),
        "Сердюку Петру Ильичу"
    );
    assert_eq!(
        says("{{ a|склонить('дат') }}", &man("Салтыков-Щедрин М. Е.")),
        "Салтыкову-Щедрину М. Е."
    );
    assert_eq!(says("{{ a|склонить('дат') }}", &man("И. И. Бойко")), "И. И. Бойко");
    let typed = json!({"name": "Лобода Лев Ильич", "sex": "м", "дат": "Лободе Льву Ильичу"});
    assert_eq!(
        says("{{ a|склонить('дат')|инициалы('после') }}", &typed),
        "Лободе·Л.·И."
    );
    let said = refused("{{ a|склонить('дат') }}", &json!({"name": "Черных Саша", "sex": null}));
    assert!(said.contains("нужен пол"), "{said}");
}

#[test]
fn no_name_panics_the_rules() {
    let odd = [
        "",
        "-",
        "Я",
        "ь",
        "--",
        "а-",
        "Ё",
        "Ия",
        "ЫЙ",
        "фон",
        ". .",
        "🙂",
        "Ц Ц Ц Ц Ц",
    ];
    for name in odd.into_iter().filter(|name| !name.is_empty()) {
        for sex in ["м", "ж"] {
            for case in ["род", "дат", "вин", "твор", "предл"] {
                let tag = format!("{{{{ a|склонить('{case}') }}}}");
                let template = Template::compile("п", &docx(&p(&tag))).unwrap();
                // Declined or asked for: never a panic, and never an empty name.
                match template.render(&json!({"a": {"name": name, "sex": sex}})) {
                    Ok(document) => assert!(!text(&part(&document.bytes, "word/document.xml")).trim().is_empty()),
                    Err(error) => assert!(error.to_string().contains("нет формы"), "{error}"),
                }
            }
        }
    }
}

const BOLD: &str = "<w:p><w:pPr><w:jc w:val=\"both\"/></w:pPr><w:r><w:rPr><w:rFonts w:ascii=\"PT Astra\"/><w:sz w:val=\"28\"/></w:rPr><w:t>До. {{ a|разметка }} После.</w:t></w:r></w:p>";

#[test]
fn marked_up_text_keeps_the_look_of_its_run_and_adds_its_own() {
    let xml = body(BOLD, &json!({"a": "Сдать **до 15 мая**, *лично* и ++под подпись++."}));
    let look = |styles: &str| format!("<w:rFonts w:ascii=\"PT Astra\"/>{styles}<w:sz w:val=\"28\"/>");
    let run = |properties: &str, text: &str| {
        format!("<w:r><w:rPr>{properties}</w:rPr><w:t xml:space=\"preserve\">{text}</w:t></w:r>")
    };
    let underlined = "<w:rFonts w:ascii=\"PT Astra\"/><w:sz w:val=\"28\"/><w:u w:val=\"single\"/>";
    let runs = [
        run(&look(""), "До. Сдать "),
        run(&look("<w:b/><w:bCs/>"), "до 15 мая"),
        run(&look(""), ", "),
        run(&look("<w:i/><w:iCs/>"), "лично"),
        run(&look(""), " и "),
        run(underlined, "под подпись"),
        run(&look(""), ". После."),
    ];
    assert_eq!(
        xml,
        format!("<w:p><w:pPr><w:jc w:val=\"both\"/></w:pPr>{}</w:p>", runs.concat())
    );
}

#[test]
fn marked_up_paragraphs_and_lists_are_paragraphs_of_the_same_look() {
    let marked = "Первый\nещё строка\n\n- ёлка\n- **сосна**\n1. раз\n2) два\n\n# Итог\n[план](https://a.ru/?a=1&b=2)";
    let xml = body(BOLD, &json!({ "a": marked }));
    assert_eq!(
        text(&xml).replace('\u{a0}', "·"),
        "До. Первый⏎ещё строка\n–·ёлка\n–·сосна\n1.·раз\n2)·два\nИтог\nплан (https://a.ru/?a=1&b=2) После.\n"
    );
    assert_eq!(xml.matches("<w:pPr><w:jc w:val=\"both\"/></w:pPr>").count(), 7, "{xml}");
}

#[test]
fn what_is_no_markup_is_printed_as_it_stands() {
    for plain in [
        "5 * 3 * 2 = 30",
        "снежное_имя_поля",
        "**не закрыто",
        "a ** b",
        "[скобки] и (скобки)",
        "№ 14-а_б_",
        "<w:p> & </w:t> {{ b }} {% if %}",
        "\\",
        "*",
    ] {
        assert_eq!(says("{{ a|markdown }}", &json!(plain)), plain);
    }
    assert_eq!(
        says("{{ a|разметка }}", &json!(r"\*звёздочки\* и \[скобки\]")),
        "*звёздочки* и [скобки]"
    );
    assert_eq!(says("{{ a|разметка }}", &json!(null)), "");
    assert!(refused("{{ a|разметка }}", &json!(["список"])).contains("разметка бывает у текста"));
}

#[test]
fn marked_up_paragraphs_in_a_numbered_point_take_no_number_and_in_a_link_are_lines() {
    let point = "<w:p><w:pPr><w:pStyle w:val=\"a\"/><w:pageBreakBefore/><w:numPr><w:ilvl w:val=\"0\"/><w:numId w:val=\"3\"/></w:numPr></w:pPr><w:r><w:t>{{ a|разметка }}</w:t></w:r></w:p>";
    let xml = body(point, &json!({"a": "один\n\nдва"}));
    assert!(
        xml.contains("</w:p><w:p><w:pPr><w:pStyle w:val=\"a\"/><w:numPr><w:numId w:val=\"0\"/></w:numPr></w:pPr>"),
        "{xml}"
    );
    let link = "<w:p><w:hyperlink><w:r><w:t>{{ a|разметка }}</w:t></w:r></w:hyperlink></w:p>";
    assert_eq!(text(&body(link, &json!({"a": "**один**\n\nдва"}))), "один⏎два\n");
    let section = "<w:p><w:pPr><w:sectPr/></w:pPr><w:r><w:t>{{ a|разметка }}</w:t></w:r></w:p>";
    assert_eq!(text(&body(section, &json!({"a": "один\n\nдва"}))), "один⏎два\n");
}

#[test]
fn marked_up_text_in_a_text_box_or_a_title_stays_whole() {
    let twin = "<w:txbxContent><w:p><w:r><w:t>{{ a|разметка }}</w:t></w:r></w:p></w:txbxContent>";
    let shape = format!(
        "<w:p><w:r><mc:AlternateContent><mc:Choice>{twin}</mc:Choice><mc:Fallback><w:pict>{twin}</w:pict></mc:Fallback></mc:AlternateContent></w:r></w:p>"
    );
    let xml = body(&shape, &json!({"a": "**раз**\n\nдва"}));
    assert_eq!(
        (xml.matches("раз<").count(), xml.matches("два<").count()),
        (2, 2),
        "{xml}"
    );
    assert_eq!(xml.matches("<w:b/>").count(), 2, "{xml}");
}

#[test]
fn a_gap_in_a_preview_wears_the_look_of_its_run() {
    let template = Template::compile("п", &docx(BOLD)).unwrap();
    let shown = template.render_lenient(&json!({})).unwrap();
    let xml = part(&shown.bytes, "word/document.xml");
    let gap = "<w:rPr><w:rFonts w:ascii=\"PT Astra\"/><w:sz w:val=\"28\"/><w:highlight w:val=\"yellow\"/></w:rPr><w:t>________</w:t>";
    assert!(xml.contains(gap), "{xml}");
}
