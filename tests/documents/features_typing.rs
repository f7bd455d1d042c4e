//! Features of typing and of values: how tags may be written, and how what they name is printed.

use serde_json::{Value, json};

use super::book::p;
use super::features::{Feature, feature};

fn n() -> Value {
    json!({"number": "113", "a": "х"})
}

fn runs(texts: &[&str]) -> String {
    let runs = texts.iter().map(|text| format!("<w:r><w:t>{text}</w:t></w:r>"));
    format!("<w:p>{}</w:p>", runs.collect::<String>())
}

pub fn all() -> Vec<Feature> {
    let mut all = typing();
    all.extend(places());
    all.extend(values());
    all
}

fn typing() -> Vec<Feature> {
    vec![
        feature("тег", p("№ {{ number }}"), n(), "№ 113|", "p(r(t))"),
        feature("тег без пробелов", p("{{number}}"), n(), "113|", "p(r(t))"),
        feature(
            "тег, разорванный на куски",
            runs(&["№ {", "{ num", "ber }", "} от"]),
            n(),
            "№ 113 от|",
            "p(r(t)×2)",
        ),
        feature("тег по букве", runs(&["{", "{", "a", "}", "}"]), n(), "х|", "p(r(t))"),
        feature(
            "тег и отметка орфографии",
            "<w:p><w:r><w:t>{{ num</w:t></w:r><w:proofErr w:type=\"spellStart\"/><w:r><w:t>ber }}</w:t></w:r></w:p>",
            n(),
            "113|",
            "p(r(t) proofErr)",
        ),
        feature(
            "тег и правка rsid",
            "<w:p><w:r w:rsidR=\"1\"><w:t>{{ a</w:t></w:r><w:r w:rsidR=\"2\"><w:t> }}</w:t></w:r></w:p>",
            n(),
            "х|",
            "p(r(t))",
        ),
        feature(
            "тег через закладку",
            "<w:p><w:r><w:t>{{ a</w:t></w:r><w:bookmarkStart w:id=\"1\" w:name=\"м\"/><w:bookmarkEnd w:id=\"1\"/><w:r><w:t> }}</w:t></w:r></w:p>",
            n(),
            "х|",
            "p(r(t) bookmarkStart bookmarkEnd)",
        ),
        feature(
            "тег через примечание",
            "<w:p><w:commentRangeStart w:id=\"0\"/><w:r><w:t>{{ a</w:t></w:r><w:commentRangeEnd w:id=\"0\"/><w:r><w:commentReference w:id=\"0\"/></w:r><w:r><w:t> }}</w:t></w:r></w:p>",
            n(),
            "х|",
            "p(commentRangeStart r(t) commentRangeEnd r(commentReference))",
        ),
        feature(
            "перенос строки внутри тега",
            "<w:p><w:r><w:t>{{ a</w:t><w:br/><w:t>}}!</w:t></w:r></w:p>",
            n(),
            "х!|",
            "p(r(t×2))",
        ),
        feature(
            "табуляция внутри тега",
            "<w:p><w:r><w:t>{{</w:t><w:tab/><w:t>a }}</w:t><w:tab/></w:r></w:p>",
            n(),
            "х\t|",
            "p(r(t tab))",
        ),
        feature(
            "неразрывный пробел в теге",
            p("{{\u{a0}number\u{a0}}}"),
            n(),
            "113|",
            "p(r(t))",
        ),
        feature(
            "неразрывный дефис в выражении",
            "<w:p><w:r><w:t>{{ 5 </w:t><w:noBreakHyphen/><w:t> 2 }}</w:t></w:r></w:p>",
            n(),
            "3|",
            "p(r(t))",
        ),
        feature("тире вместо минуса", p("{{ 5 – 2 }}"), n(), "3|", "p(r(t))"),
        feature("кавычки-лапки", p("{{ нет|default(“—”) }}"), n(), "—|", "p(r(t))"),
        feature(
            "кавычки-ёлочки",
            p("{{ нет|default(«№ б/н») }}"),
            n(),
            "№ б/н|",
            "p(r(t))",
        ),
        feature(
            "ёлочки внутри кавычек",
            p("{{ нет|default(\"школа «Ёлочка»\") }}"),
            n(),
            "школа «Ёлочка»|",
            "p(r(t))",
        ),
        feature(
            "апостроф в кавычках",
            p("{{ нет|default(\"Д'Артаньян\") }}"),
            n(),
            "Д'Артаньян|",
            "p(r(t))",
        ),
        feature(
            "сущности XML в выражении",
            p("{% if 5 &gt; 2 and 1 &lt; 2 %}да{% endif %}"),
            n(),
            "да|",
            "p(r(t))",
        ),
        feature(
            "имя кириллицей",
            p("{{ номер_приказа }}, {{ ёлка.высота }}"),
            json!({"номер_приказа": "42-ОД", "ёлка": {"высота": 3}}),
            "42-ОД, 3|",
            "p(r(t))",
        ),
        feature(
            "поле через скобки",
            p("{{ a['имя'] }}{{ b[0] }}"),
            json!({"a": {"имя": "ё"}, "b": [7]}),
            "ё7|",
            "p(r(t))",
        ),
        feature(
            "дефис управления пробелами",
            p("а {%- if number -%} б {%- endif -%} в {{- number -}}"),
            n(),
            "а  б  в 113|",
            "p(r(t))",
        ),
        feature(
            "пометка в строке",
            p("а{# для себя: {{ нет }} #}б"),
            n(),
            "аб|",
            "p(r(t))",
        ),
        feature(
            "пометка отдельным абзацем",
            [p("{# исчезнет #}"), p("а")].concat(),
            n(),
            "а|",
            "p(r(t))",
        ),
        feature(
            "присваивание",
            [p("{% set всего = 2 + 3 %}"), p("{{ всего }}")].concat(),
            n(),
            "5|",
            "p(r(t))",
        ),
        feature(
            "блок with",
            p("{% with x = a ~ '!' %}{{ x }}{% endwith %}"),
            n(),
            "х!|",
            "p(r(t))",
        ),
        feature(
            "одиночные скобки и проценты",
            p("{край} 100 % } { {1}"),
            n(),
            "{край} 100 % } { {1}|",
            "p(r(t))",
        ),
        feature(
            "вид куска, где начат тег",
            "<w:p><w:r><w:rPr><w:b/></w:rPr><w:t>{{ num</w:t></w:r><w:r><w:rPr><w:i/></w:rPr><w:t>ber }} от</w:t></w:r></w:p>",
            n(),
            "113 от|",
            "p(r(rPr(b) t) r(rPr(i) t))",
        ),
    ]
}

/// Where tags may stand in a paragraph, and where what looks like one is not.
fn places() -> Vec<Feature> {
    let twin = "<w:txbxContent><w:p><w:r><w:t>{{ a }}</w:t></w:r></w:p></w:txbxContent>";
    vec![
        feature(
            "тег в ссылке",
            "<w:p><w:hyperlink r:id=\"rId1\" xmlns:r=\"r\"><w:r><w:t>{{ a }}</w:t></w:r></w:hyperlink></w:p>",
            n(),
            "х|",
            "p(hyperlink(r(t)))",
        ),
        feature(
            "тег, начатый до ссылки",
            "<w:p><w:r><w:t>{{ </w:t></w:r><w:hyperlink><w:r><w:t>a }} ссылка</w:t></w:r></w:hyperlink></w:p>",
            n(),
            "х ссылка|",
            "p(r(t) hyperlink(r(t)))",
        ),
        feature(
            "тег во вставке с правками",
            "<w:p><w:ins w:id=\"1\"><w:r><w:t>{{ a }}</w:t></w:r></w:ins><w:del w:id=\"2\"><w:r><w:delText>{{ старое }}</w:delText></w:r></w:del></w:p>",
            n(),
            "х{{ старое }}|",
            "p(ins(r(t)) del(r(delText)))",
        ),
        feature(
            "тег в элементе содержимого",
            "<w:sdt><w:sdtPr><w:showingPlcHdr/></w:sdtPr><w:sdtContent><w:p><w:r><w:t>{{ a }}</w:t></w:r></w:p></w:sdtContent></w:sdt>",
            n(),
            "х|",
            "sdt(sdtPr sdtContent(p(r(t))))",
        ),
        feature(
            "тег в смарт-теге и простом поле",
            "<w:p><w:smartTag><w:r><w:t>{{ a }}</w:t></w:r></w:smartTag><w:fldSimple w:instr=\" TITLE {x} \"><w:r><w:t>{{ a }}</w:t></w:r></w:fldSimple></w:p>",
            n(),
            "хх|",
            "p(smartTag(r(t)) fldSimple(r(t)))",
        ),
        feature(
            "код поля не тег",
            "<w:p><w:r><w:instrText>IF {a} = 1</w:instrText></w:r><w:r><w:t>{{ a }}</w:t></w:r></w:p>",
            n(),
            "IF {a} = 1х|",
            "p(r(instrText) r(t))",
        ),
        feature(
            "надпись в обоих видах",
            format!(
                "<w:p><w:r><mc:AlternateContent><mc:Choice Requires=\"wps\">{twin}</mc:Choice><mc:Fallback><w:pict>{twin}</w:pict></mc:Fallback></mc:AlternateContent></w:r></w:p>"
            ),
            n(),
            "х|х||",
            "p(r(mc:AlternateContent(mc:Choice(txbxContent(p(r(t)))) mc:Fallback(pict(txbxContent(p(r(t))))))))",
        ),
        feature(
            "подпись рисунка не тег",
            "<w:p><w:r><w:drawing><wp:inline><wp:docPr id=\"1\" name=\"{{ нет }}\" descr=\"{% if %}\"/></wp:inline></w:drawing></w:r></w:p>",
            n(),
            "|",
            "p(r(drawing(wp:inline(wp:docPr))))",
        ),
        feature(
            "сноска рядом с тегом",
            "<w:p><w:r><w:t>{{ a }}</w:t></w:r><w:r><w:footnoteReference w:id=\"1\"/></w:r></w:p>",
            n(),
            "х|",
            "p(r(t) r(footnoteReference))",
        ),
        feature(
            "табуляция в строке подписи",
            "<w:p><w:pPr><w:tabs><w:tab w:val=\"right\" w:pos=\"9000\"/></w:tabs></w:pPr><w:r><w:t>Начальник</w:t><w:tab/><w:t>{{ a }}</w:t></w:r></w:p>",
            n(),
            "Начальник\tх|",
            "p(pPr(tabs(tab)) r(t tab t))",
        ),
    ]
}

fn values() -> Vec<Feature> {
    vec![
        feature(
            "знаки XML в данных",
            p("{{ v }}"),
            json!({"v": "Рога & <копыта> \"№\""}),
            "Рога & <копыта> \"№\"|",
            "p(r(t))",
        ),
        feature(
            "перенос строки в данных",
            "<w:p><w:r><w:rPr><w:b/></w:rPr><w:t>{{ v }}.</w:t></w:r></w:p>",
            json!({"v": "раз\r\nдва"}),
            "раз⏎два.|",
            "p(r(rPr(b) t br t))",
        ),
        feature(
            "табуляция в данных",
            p("{{ v }}"),
            json!({"v": "а\tб"}),
            "а\tб|",
            "p(r(t tab t))",
        ),
        feature(
            "пробелы по краям",
            p("[{{ v }}]"),
            json!({"v": "  ё  "}),
            "[  ё  ]|",
            "p(r(t))",
        ),
        feature(
            "управляющие знаки",
            p("{{ v }}"),
            json!({"v": "а\u{1}\u{1b}б\u{fffe}"}),
            "аб|",
            "p(r(t))",
        ),
        feature(
            "тег в данных",
            p("{{ v }}"),
            json!({"v": "{{ a }}{% if %}"}),
            "{{ a }}{% if %}|",
            "p(r(t))",
        ),
        feature(
            "пустое, да, нет",
            p("[{{ v }}]{{ y }}{{ w }}"),
            json!({"v": null, "y": true, "w": false}),
            "[]данет|",
            "p(r(t))",
        ),
        feature(
            "дробное с запятой",
            p("{{ v }} {{ w|число(знаков=2) }}"),
            json!({"v": 2.5, "w": -1234}),
            "2,5 −1·234,00|",
            "p(r(t))",
        ),
        feature(
            "дата",
            p("{{ d|дата }}, {{ d|дата_словами }}, {{ d|дата_в_кавычках }}"),
            json!({"d": "2022-04-04"}),
            "04.04.2022, 4·апреля 2022·г., «04»·апреля 2022·г.|",
            "p(r(t))",
        ),
        feature(
            "месяц и день недели",
            p("{{ d|месяц_год }}, {{ d|день_недели }}"),
            json!({"d": "2022-04-29"}),
            "апрель 2022·г., пятница|",
            "p(r(t))",
        ),
        feature(
            "прописью",
            p("{{ v }} ({{ v|прописью(“ж”) }}) {{ v|множественное(“школа”, “школы”, “школ”) }}"),
            json!({"v": 22}),
            "22 (двадцать две) школы|",
            "p(r(t))",
        ),
        feature(
            "сумма прописью",
            p("{{ v|рублей }}"),
            json!({"v": 230.05}),
            "Двести тридцать рублей 05 копеек|",
            "p(r(t))",
        ),
        feature(
            "инициалы",
            p("{{ v|инициалы }}, {{ v|инициалы(“после”) }}"),
            json!({"v": "Алёшина Ирина Ивановна"}),
            "И.·И.·Алёшина, Алёшина·И.·И.|",
            "p(r(t))",
        ),
        feature(
            "склонение",
            p("{{ v|склонить(“дат”) }} {{ w|склонить(“вин”) }}"),
            json!({"v": {"дат": "директору"}, "w": {"name": "Бойко Анна Ильинична", "sex": "ж"}}),
            "директору Бойко Анну Ильиничну|",
            "p(r(t))",
        ),
        feature(
            "первая буква",
            p("{{ v|строчная }}, {{ v|строчная|прописная }}"),
            json!({"v": "О ДОУ"}),
            "о ДОУ, О ДОУ|",
            "p(r(t))",
        ),
        feature(
            "разметка",
            "<w:p><w:r><w:t>{{ a|разметка }}</w:t></w:r></w:p>",
            json!({"a": "**раз**\n\n- *два*"}),
            "раз|–·два|",
            "p(r(t) r(rPr(b bCs) t) r(t)) p(r(t) r(rPr(i iCs) t) r(t))",
        ),
        feature(
            "qr-код",
            p("{{ url|qr(“20 мм”) }}"),
            json!({"url": "https://a.ru"}),
            "|",
            "p(r(t drawing(wp:inline(wp:extent wp:docPr wp:cNvGraphicFramePr a:graphic(a:graphicData(pic:pic(pic:nvPicPr(pic:cNvPr pic:cNvPicPr) pic:blipFill(a:blip a:stretch(a:fillRect)) pic:spPr(a:xfrm(a:off a:ext) a:prstGeom(a:avLst))))))) t))",
        ),
        feature(
            "обязательное поле со значением по умолчанию",
            p("{{ v|default(“б/н”, true) }}"),
            json!({"v": ""}),
            "б/н|",
            "p(r(t))",
        ),
    ]
}
