//! What a hostile reader found in the check: look-alike letters, letters of a text as a list, text boxes told twice,
//! tags out of reach, English in a mistake, records printed raw.

use std::fmt::Write as _;

use prikaz::documents::{Template, TemplateMistake};
use serde_json::{Value, json};

use super::book::{body, docx, docx_with, p, text};

fn order() -> Value {
    json!({
        "title": "О внедрении системы наставничества",
        "number": "113",
        "count": 3,
        "zero": 0,
        "flag": true,
        "points": [{"number": "1.", "text": "Утвердить план"}, {"number": "2.", "text": "Издать приказы"}],
        "tasks": [],
        "names": ["Королёва", "Ёлкин"],
        "signer": {"post": "Начальник отдела", "name": "А. В. Петров"},
        "basis": null,
    })
}

fn mistakes(bytes: &[u8]) -> Vec<TemplateMistake> {
    Template::check_file("проба", bytes, Some(&order())).mistakes
}

fn only(body: &str) -> TemplateMistake {
    let mut found = mistakes(&docx(body));
    assert_eq!(found.len(), 1, "{body}: {found:?}");
    found.remove(0)
}

fn refused(body: &str) -> String {
    let template = Template::compile("проба", &docx(body)).unwrap_or_else(|mistakes| panic!("{mistakes}"));
    template
        .render(&order())
        .expect_err("it was rendered")
        .into_mistake()
        .to_string()
}

#[test]
fn a_letter_of_the_other_alphabet_is_named_with_what_to_type() {
    assert_eq!(
        only(&p("{{ titlе }}")).hint.unwrap(),
        "5-я буква «е» – русская, а нужна латинская: наберите «title» заново, переключив клавиатуру"
    );
    assert_eq!(
        only(&p("{{ number|дaта }}")).hint.unwrap(),
        "2-я буква «a» – латинская, а нужна русская: наберите «дата» заново, переключив клавиатуру"
    );
    assert_eq!(
        only(&p("{% sеt a = 1 %}")).hint.unwrap(),
        "2-я буква «е» – русская, а нужна латинская: наберите «set» заново, переключив клавиатуру"
    );
    let said = refused(&p("{{ titlе }}"));
    assert!(said.contains("смешаны два алфавита: 5-я буква «е» – русская"), "{said}");
}

#[test]
fn a_text_is_not_gone_through_letter_by_letter() {
    for body in [
        "{% for x in title %}{{ x }}{% endfor %}",
        "{% for x in title if x %}{{ x }}{% endfor %}",
        "{% for x in (title) %}{{ x }}{% endfor %}",
        "{% for x in signer.name|upper %}{{ x }}{% endfor %}",
        "{% for x in ' in if ' %}{{ x }}{% endfor %}",
    ] {
        let found = only(&p(body));
        assert!(
            found.message.contains("для повтора нужен список, а стоит текст"),
            "{found}"
        );
        assert!(found.tag.unwrap().starts_with("{% for"));
        assert!(refused(&p(body)).contains("для повтора нужен список"), "{body}");
    }
    let lists = "{% for x in names if x != 'а if б' %}{{ x }}{% if loop.last %}.{% endif %}{% else %}нет{% endfor %}";
    assert_eq!(text(&body(&p(lists), &order())), "КоролёваЁлкин.\n");
    assert!(refused(&p("{% for x in nobody %}{{ x }}{% endfor %}")).contains("значение «nobody» не задано"));
}

#[test]
fn what_an_empty_list_or_a_false_condition_hides_is_told_as_not_tried() {
    let body = p("{{ title }}{% for t in tasks %}{{ t.what }}{% endfor %}")
        + &p("{% if basis %}{{ basis.title|дата }}{% else %}{{ number }}{% endif %}")
        + &p("{% for n in names %}{{ n }}{% endfor %}");
    let found = Template::check_file("проба", &docx(&body), Some(&order()));
    assert!(found.mistakes.is_empty(), "{:?}", found.mistakes);
    let told: Vec<String> = found
        .untried
        .iter()
        .map(|untried| {
            format!(
                "{}: {} в {}",
                untried.place,
                untried.tag,
                untried.within.as_deref().unwrap()
            )
        })
        .collect();
    assert_eq!(
        told,
        [
            "основной текст, абзац 1: {{ t.what }} в {% for t in tasks %}",
            "основной текст, абзац 2: {{ basis.title|дата }} в {% if basis %}",
        ]
    );
}

fn in_a_box(inner: &str) -> String {
    let inner = format!("<w:txbxContent>{inner}</w:txbxContent>");
    format!(
        "<w:p><w:r><mc:AlternateContent><mc:Choice>{inner}</mc:Choice><mc:Fallback><w:pict>{inner}</w:pict></mc:Fallback></mc:AlternateContent></w:r></w:p>"
    )
}

#[test]
fn a_text_box_is_counted_and_told_once() {
    let body = [
        p("{{ one }}"),
        in_a_box(&(p("ГРИФ") + &p("{{ two }}") + &p("{% if title %}") + &p("{{ title|дата }}"))),
        p("{{ three }}"),
        in_a_box(&p("{{ four }}")),
        p("{{ five }}"),
    ];
    let found = mistakes(&docx(&body.concat()));
    let told: Vec<String> = found
        .iter()
        .map(|mistake| {
            format!(
                "{}: {}",
                mistake.place.as_ref().unwrap(),
                mistake.tag.as_deref().unwrap()
            )
        })
        .collect();
    assert_eq!(
        told,
        [
            "основной текст, абзац 1: {{ one }}",
            "основной текст, надпись 1, абзац 2: {{ two }}",
            "основной текст, надпись 1, абзац 3: {% if title %}",
            "основной текст, надпись 1, абзац 4: {{ title|дата }}",
            "основной текст, абзац 3: {{ three }}",
            "основной текст, надпись 2, абзац 1: {{ four }}",
            "основной текст, абзац 5: {{ five }}",
        ]
    );
}

#[test]
fn a_tag_in_a_field_code_or_in_the_address_of_a_link_is_told() {
    let field = "<w:p><w:r><w:instrText> HYPERLINK \"{{ u</w:instrText></w:r><w:r><w:instrText>rl }}\" </w:instrText></w:r><w:r><w:t>сайт</w:t></w:r></w:p>";
    let found = only(field);
    assert_eq!(
        found.to_string(),
        "основной текст, абзац 1: HYPERLINK \"{{ url }}\": тег стоит в коде поля Word, а там он не заполняется (поставьте тег обычным текстом, а поле уберите (в Word: Ctrl+Shift+F9))"
    );
    assert!(Template::compile("проба", &docx(field)).is_err());
    only("<w:p><w:fldSimple w:instr=\" TITLE {{ x }} \"><w:r><w:t>а</w:t></w:r></w:fldSimple></w:p>");
    let relations = "<Relationships><Relationship Id=\"a\" Target=\"http://сайт/%7B%7B%20url%20%7d%7D\" TargetMode=\"External\"/><Relationship Id=\"b\" Target=\"http://сайт/100%25\"/></Relationships>";
    let bytes = docx_with(&p("{{ title }}"), &[("word/_rels/document.xml.rels", "x", relations)]);
    let found = mistakes(&bytes);
    assert_eq!(found.len(), 1, "{found:?}");
    assert_eq!(found[0].tag.as_deref(), Some("http://сайт/{{ url }}"));
    assert!(Template::compile("проба", &bytes).is_err());
}

/// What the text of a message says outside of names, tags and expressions.
fn spoken(message: &str) -> String {
    let mut spoken = String::new();
    let (mut quoted, mut braces) = (0_usize, 0_usize);
    for c in message.chars() {
        match c {
            '«' => quoted += 1,
            '»' => quoted = quoted.saturating_sub(1),
            '{' => braces += 1,
            '}' => braces = braces.saturating_sub(1),
            _ if quoted == 0 && braces == 0 => spoken.push(c),
            _ => {}
        }
    }
    spoken
}

#[test]
fn whatever_cannot_be_worked_out_is_said_in_russian() {
    let expressions = [
        "title + count",
        "title - 1",
        "title * title",
        "title / 2",
        "count / zero",
        "count // zero",
        "count % zero",
        "-title",
        "count ** title",
        "names * title",
        "names + 1",
        "signer + 1",
        "count()",
        "title()",
        "signer()",
        "title.foo()",
        "names[9]",
        "names[9].x",
        "signer['нет']",
        "title[99]",
        "count[0]",
        "count.x",
        "basis.x.y",
        "count in count",
        "title in basis",
        "count|length",
        "basis|length",
        "count|first",
        "count|join",
        "signer|sort",
        "names|sort(1, 2, 3)",
        "title|replace",
        "title|replace('а')",
        "title|upper(1)",
        "title|upper(нет=1)",
        "title|int",
        "title|float",
        "title|round",
        "title|abs",
        "names|abs",
        "title|sum",
        "names|sum",
        "points|sum",
        "points|max",
        "points|min",
        "points|map",
        "points|map('нет')",
        "points|map(attribute='нет')|join",
        "points|select('нет')",
        "points|selectattr",
        "points|groupby",
        "points|groupby('нет')",
        "names|groupby('нет')",
        "title|items",
        "count|items",
        "names|items",
        "count|list",
        "count|reverse",
        "basis|reverse",
        "count|unique",
        "names|batch",
        "names|batch(0)",
        "names|batch('а')",
        "names|slice(0)",
        "names|slice(0 - 1)",
        "names[::0]",
        "count[1:2]",
        "range()",
        "range('а')",
        "range(1, 'б')",
        "range(9999999)",
        "title is divisibleby",
        "title is divisibleby(0)",
        "title is startingwith",
        "count is startingwith('а')",
        "title is odd",
        "title is gt",
        "title|attr",
        "title|attr(1)",
        "title|default(1, 2, 3)",
        "count|дата",
        "title|число",
        "title|прописью",
        "title|рублей",
        "title|множественное",
        "title|склонить",
        "title|склонить('нет')",
        "signer|инициалы",
        "count|инициалы",
        "title|картинка",
        "names|куар",
        "signer|разметка",
        "99999999999999999999999999999999999999 * 99999999999999999999999",
        "2 ** 9999",
        "title * 99999999999",
        "points",
        "signer",
        "points|join",
        "signer|upper",
        "names|upper",
        "signer|trim",
        "points|replace('а', 'б')",
        "signer|lower",
        "points|capitalize",
        "count|map('upper')|join",
        "title|batch(2)|join",
        "title|select|join",
        "nobody|upper",
        "nobody.x",
        "nobody[0]",
        "loop.index",
    ];
    let english = |said: &str| {
        spoken(said)
            .split(|c: char| !c.is_ascii_alphabetic())
            .any(|word| word.len() > 3 && !["join", "attribute", "data", "image", "base", "jpeg"].contains(&word))
    };
    let mut silent = String::new();
    let mut count = 0;
    for expression in expressions {
        for written in [
            format!("{{{{ {expression} }}}}"),
            format!("{{% set a = {expression} %}}{{{{ a }}}}"),
            format!("{{% for a in {expression} %}}{{{{ a }}}}{{% endfor %}}"),
            format!("{{% if {expression} %}}да{{% endif %}}"),
        ] {
            let bytes = docx(&p(&written));
            let mut found = mistakes(&bytes);
            if let Ok(template) = Template::compile("проба", &bytes) {
                found.extend(
                    template
                        .render(&order())
                        .err()
                        .map(prikaz::documents::RenderError::into_mistake),
                );
            }
            for mistake in found {
                count += 1;
                if english(&mistake.message) || mistake.message.contains("список_") || mistake.message.contains("мера_")
                {
                    writeln!(silent, "{written}: {}", mistake.message).unwrap();
                }
            }
        }
    }
    assert!(count > 300, "{count} mistakes");
    assert!(silent.is_empty(), "{silent}");
}

#[test]
fn dashes_at_the_braces_mean_what_a_hyphen_does() {
    for dash in ['-', '–', '—', '−', '\u{2011}'] {
        let written = format!("{{%{dash} for n in names {dash}%}}{{{{{dash} n {dash}}}}}{{%{dash} endfor {dash}%}}");
        assert_eq!(text(&body(&p(&written), &order())), "КоролёваЁлкин\n", "{written}");
    }
}

#[test]
fn mistakes_that_are_not_shown_are_counted() {
    let found = mistakes(&docx(&p("{{ titel }}").repeat(250)));
    assert_eq!(found.len(), 200);
    assert_eq!(
        found[199].message,
        "показаны первые 199 ошибок, ещё не показано: 51 или больше"
    );
    let refused = Template::compile("проба", &docx(&p("{{ titel|дта }}").repeat(250))).unwrap_err();
    assert!(
        refused.mistakes[199].message.contains("ещё не показано: 51"),
        "{refused}"
    );
    assert_eq!(mistakes(&docx(&p("{{ titel }}").repeat(200))).len(), 200);
}

#[test]
fn records_are_not_printed_raw_and_their_fields_are_named() {
    for (body, fields) in [
        ("{{ points }}", "поля записей: «number», «text»"),
        ("{{ points|join('; ') }}", "поля записей: «number», «text»"),
        ("{{ signer }}", "её поля: «name», «post»"),
        ("{{ signer|upper }}", "её поля: «name», «post»"),
        ("{{ points|replace('а', 'б') }}", "поля записей: «number», «text»"),
    ] {
        let found = only(&p(body));
        assert!(found.message.contains(fields), "{found}");
        assert!(refused(&p(body)).contains(fields), "{body}");
    }
    let joined = "{{ points|join('; ', attribute='text') }}, {{ names|join(', ') }}";
    assert_eq!(
        text(&body(&p(joined), &order())),
        "Утвердить план; Издать приказы, Королёва, Ёлкин\n"
    );
}

#[test]
fn a_loop_cannot_be_left_from_its_else() {
    for body in [
        "{% for a in names %}{% with y = 1 %}{% for b in tasks %}{{ b }}{% else %}{% break %}{% endfor %}{% endwith %}{% endfor %}",
        "{% for b in tasks %}{{ b }}{% else %}{% break %}{% endfor %}",
        "{% for b in tasks %}{{ b }}{% else %}{% if title %}{% continue %}{% endif %}{% endfor %}",
    ] {
        let found = only(&p(body));
        assert!(found.message.contains("в ветви else повтор уже кончился"), "{found}");
    }
    let within = "{% for a in names %}{% if loop.first %}{% continue %}{% else %}{{ a }}{% break %}{% endif %}{% else %}нет{% endfor %}";
    assert_eq!(text(&body(&p(within), &order())), "Ёлкин\n");
}
