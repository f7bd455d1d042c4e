//! Features of blocks: what repeats and what goes, in text, paragraphs, rows, cells and lists.

use serde_json::{Value, json};

use super::book::{cell, p, row, table};
use super::features::{Feature, feature};

fn two() -> Value {
    json!({"list": ["а", "б"], "a": true, "no": [], "n": 2})
}

fn none() -> Value {
    json!({"list": [], "a": false, "no": [], "n": 0})
}

pub fn all() -> Vec<Feature> {
    let mut all = paragraphs();
    all.extend(tables());
    all.extend(word());
    all
}

fn paragraphs() -> Vec<Feature> {
    let loop_ = || [p("{% for x in list %}"), p("{{ x }}"), p("{% endfor %}")].concat();
    vec![
        feature(
            "повтор в строке",
            p("{% for x in list %}{{ x }}{% if not loop.last %}, {% endif %}{% endfor %}."),
            two(),
            "а, б.|",
            "p(r(t))",
        ),
        feature(
            "повтор через несколько кусков",
            "<w:p><w:r><w:t>{% for x in list %}</w:t></w:r><w:r><w:rPr><w:b/></w:rPr><w:t>{{ x }}</w:t></w:r><w:r><w:t>;{% endfor %}</w:t></w:r></w:p>",
            two(),
            "а;б;|",
            "p(r(t)×2 r(rPr(b) t) r(t)×2 r(rPr(b) t) r(t)×2)",
        ),
        feature("повтор абзацев", loop_(), two(), "а|б|", "p(r(t))×2"),
        feature(
            "повтор абзацев, пустой список",
            [p("до"), loop_(), p("после")].concat(),
            none(),
            "до|после|",
            "p(r(t))×2",
        ),
        feature(
            "приставка p",
            p("{%p for x in list %}{{ x }}{%p endfor %}"),
            two(),
            "а|б|",
            "p(r(t))×2",
        ),
        feature(
            "приставка r",
            "<w:p><w:r><w:t>{%r if a %}</w:t></w:r><w:r><w:t>да</w:t></w:r><w:r><w:t>{%r endif %}</w:t></w:r></w:p>",
            two(),
            "да|",
            "p(r(t)×5)",
        ),
        feature(
            "иначе для пустого списка",
            [
                p("{% for x in no %}"),
                p("{{ x }}"),
                p("{% else %}"),
                p("нет"),
                p("{% endfor %}"),
            ]
            .concat(),
            two(),
            "нет|",
            "p(r(t))",
        ),
        feature(
            "ветви из абзацев",
            [
                p("{% if n == 1 %}"),
                p("раз"),
                p("{% elif n == 2 %}"),
                p("два"),
                p("{% else %}"),
                p("много"),
                p("{% endif %}"),
            ]
            .concat(),
            two(),
            "два|",
            "p(r(t))",
        ),
        feature(
            "условие в условии",
            [
                p("{% if a %}"),
                p("{% if n %}"),
                p("да"),
                p("{% endif %}"),
                p("{% endif %}"),
            ]
            .concat(),
            two(),
            "да|",
            "p(r(t))",
        ),
        feature(
            "ложное условие не оставляет строки",
            [p("до"), p("{% if a %}"), p("да"), p("{% endif %}"), p("после")].concat(),
            none(),
            "до|после|",
            "p(r(t))×2",
        ),
        feature(
            "выход из повтора",
            p("{% for x in range(9) %}{% if x == 3 %}{% break %}{% endif %}{{ x }}{% endfor %}"),
            two(),
            "012|",
            "p(r(t))",
        ),
        feature(
            "счёт в повторе",
            p("{% for x in list %}{{ loop.index }}/{{ loop.length }} {% endfor %}"),
            two(),
            "1/2 2/2 |",
            "p(r(t))",
        ),
        feature(
            "повтор записи по полям",
            p("{% for k, v in d|items %}{{ k }}={{ v }} {% endfor %}"),
            json!({"d": {"ё": 1}}),
            "ё=1 |",
            "p(r(t))",
        ),
        feature(
            "отбор и порядок",
            p("{% for x in v|sort|reverse if x &gt; 1 %}{{ x }}{% endfor %}"),
            json!({"v": [1, 3, 2]}),
            "32|",
            "p(r(t))",
        ),
    ]
}

fn tables() -> Vec<Feature> {
    let heading = "<w:tr><w:trPr><w:tblHeader/></w:trPr><w:tc><w:p/></w:tc></w:tr>".to_owned();
    let each = row(&["{% for x in list %}{{ x }}", "{% endfor %}"]);
    let merged = "<w:tr><w:tc><w:tcPr><w:vMerge/></w:tcPr><w:p/></w:tc>".to_owned()
        + &cell(&p("{%tr for x in list %}{{ x }}{%tr endfor %}"))
        + "</w:tr>";
    vec![
        feature(
            "строка таблицы",
            table(std::slice::from_ref(&each)),
            two(),
            "а||б|||",
            "tbl(tblPr tblGrid(gridCol×2) tr(tc(p(r(t)))×2)×2) p",
        ),
        feature(
            "строки между строками с тегами",
            table(&[
                row(&["{%tr for x in list %}"]),
                row(&["{{ x }}"]),
                row(&["1"]),
                row(&["{%tr endfor %}"]),
            ]),
            two(),
            "а|1|б|1||",
            "tbl(tblPr tblGrid(gridCol) tr(tc(p(r(t))))×4) p",
        ),
        feature(
            "приставка tr с пробелом",
            table(&[row(&["{% tr for x in list %}{{ x }}{% tr endfor %}"])]),
            two(),
            "а|б||",
            "tbl(tblPr tblGrid(gridCol) tr(tc(p(r(t))))×2) p",
        ),
        feature(
            "шапка остаётся шапкой",
            table(&[heading.clone(), each.clone()]),
            two(),
            "|а||б|||",
            "tbl(tblPr tblGrid(gridCol×2) tr(trPr(tblHeader) tc(p)) tr(tc(p(r(t)))×2)×2) p",
        ),
        feature(
            "пустой список, шапка остаётся",
            table(&[heading.clone(), each.clone()]),
            none(),
            "||",
            "tbl(tblPr tblGrid(gridCol) tr(trPr(tblHeader) tc(p))) p",
        ),
        feature(
            "пустой список, таблица уходит",
            [p("до"), table(std::slice::from_ref(&each)), p("после")].concat(),
            none(),
            "до|после|",
            "p(r(t))×2",
        ),
        feature(
            "пустую таблицу с шапкой убрать",
            [
                p("до"),
                table(&[row(&["{% убрать_пустую %}Школа", "Срок"]), each.clone()]),
            ]
            .concat(),
            none(),
            "до|",
            "p(r(t))",
        ),
        feature(
            "условие для строки",
            table(&[
                row(&["{%tr if a %}", ""]),
                row(&["да", ""]),
                row(&["{%tr endif %}", ""]),
                row(&["всегда", ""]),
            ]),
            none(),
            "всегда|||",
            "tbl(tblPr tblGrid(gridCol×2) tr(tc(p(r(t)))×2)) p",
        ),
        feature(
            "столбцы",
            table(&[row(&["№", "{%tc for x in list %}{{ x }}{%tc endfor %}"])]),
            two(),
            "№|а|б||",
            "tbl(tblPr tblGrid(gridCol×3) tr(tc(p(r(t)))×3)) p",
        ),
        feature(
            "строки и столбцы вместе",
            table(&[row(&[
                "{%tr for x in list %}{{ x }}",
                "{%tc for y in list %}{{ x }}{{ y }}{%tc endfor %}{%tr endfor %}",
            ])]),
            two(),
            "а|аа|аб|б|ба|бб||",
            "tbl(tblPr tblGrid(gridCol×3) tr(tc(p(r(t)))×3)×2) p",
        ),
        feature(
            "соседняя ячейка, объединённая по вертикали",
            table(&[row(&["x", "y"]), merged]),
            two(),
            "x|y||а||б||",
            "tbl(tblPr tblGrid(gridCol×2) tr(tc(p(r(t)))×2) tr(tc(tcPr(vMerge) p) tc(p(r(t))))×2) p",
        ),
        feature(
            "слить вниз",
            table(&[row(&[
                "{%tr for x in list %}{% слить_вниз %}СОШ № 1",
                "{{ x }}{%tr endfor %}",
            ])]),
            two(),
            "СОШ № 1|а||б||",
            "tbl(tblPr tblGrid(gridCol×2) tr(tc(tcPr(vMerge) p(r(t))) tc(p(r(t)))) tr(tc(tcPr(vMerge) p) tc(p(r(t))))) p",
        ),
        feature(
            "слить вправо",
            table(&[row(&["{%tc for x in list %}{% слить_вправо %}I квартал{%tc endfor %}"])]),
            two(),
            "I квартал||",
            "tbl(tblPr tblGrid(gridCol×2) tr(tc(tcPr(gridSpan) p(r(t))))) p",
        ),
        feature(
            "занять столбцы",
            table(&[row(&["{% столбцов n %}Сводка"]), row(&["1", "2"])]),
            two(),
            "Сводка|1|2||",
            "tbl(tblPr tblGrid(gridCol×2) tr(tc(tcPr(gridSpan) p(r(t)))) tr(tc(p(r(t)))×2)) p",
        ),
        feature(
            "таблица в повторе абзацев",
            [p("{% for x in list %}"), table(&[row(&["{{ x }}"])]), p("{% endfor %}")].concat(),
            two(),
            "а||б||",
            "tbl(tblPr tblGrid(gridCol) tr(tc(p(r(t))))) p tbl(tblPr tblGrid(gridCol) tr(tc(p(r(t))))) p",
        ),
        feature(
            "вложенная таблица последней в ячейке",
            table(&[format!(
                "<w:tr>{}</w:tr>",
                cell(&table(&[row(&["{%tr for x in list %}{{ x }}{%tr endfor %}"])]))
            )]),
            two(),
            "а|б|||",
            "tbl(tblPr tblGrid(gridCol) tr(tc(tbl(tblPr tblGrid(gridCol) tr(tc(p(r(t))))×2) p))) p",
        ),
        feature(
            "повтор в ячейке",
            table(&[format!(
                "<w:tr>{}</w:tr>",
                cell(&[p("{% for x in list %}"), p("{{ x }}"), p("{% endfor %}")].concat())
            )]),
            none(),
            "||",
            "tbl(tblPr tblGrid(gridCol) tr(tc(p))) p",
        ),
        feature(
            "строка в элементе содержимого",
            table(&[format!(
                "<w:sdt><w:sdtContent>{}</w:sdtContent></w:sdt>",
                row(&["{%tr for x in list %}{{ x }}{%tr endfor %}"])
            )]),
            two(),
            "а|б||",
            "tbl(tblPr tblGrid(gridCol) sdt(sdtContent(tr(tc(p(r(t))))×2))) p",
        ),
        feature(
            "группы",
            table(&[
                row(&["{% for g in v|groupby('k') %}"]),
                row(&["{% for x in g.list %}{% vm %}{{ g.grouper }}", "{{ x.t }}{% endfor %}"]),
                row(&["{% endfor %}"]),
            ]),
            json!({"v": [{"k": "Б", "t": 1}, {"k": "А", "t": 2}, {"k": "Б", "t": 3}]}),
            "А|2|Б|1||3||",
            "tbl(tblPr tblGrid(gridCol×2) tr(tc(p(r(t)))×2) tr(tc(tcPr(vMerge) p(r(t))) tc(p(r(t)))) tr(tc(tcPr(vMerge) p) tc(p(r(t))))) p",
        ),
    ]
}

/// What Word keeps beside the text.
fn word() -> Vec<Feature> {
    vec![
        feature("закладка в повторяемой строке", table(&[format!("<w:tr>{}</w:tr>", cell("<w:p><w:bookmarkStart w:id=\"1\" w:name=\"м\"/><w:r><w:t>{%tr for x in list %}{{ x }}{%tr endfor %}</w:t></w:r><w:bookmarkEnd w:id=\"1\"/></w:p>"))]), two(), "а|б||", "tbl(tblPr tblGrid(gridCol) tr(tc(p(bookmarkStart r(t) bookmarkEnd))) tr(tc(p(r(t))))) p"),
        feature("рисунок в повторяемой строке", table(&[format!("<w:tr>{}</w:tr>", cell("<w:p><w:r><w:drawing><wp:docPr id=\"1\"/></w:drawing><w:t>{%tr for x in list %}{{ x }}{%tr endfor %}</w:t></w:r></w:p>"))]), two(), "а|б||", "tbl(tblPr tblGrid(gridCol) tr(tc(p(r(drawing(wp:docPr) t))))×2) p"),
        feature("пункт списка в повторе", [p("{% for x in list %}"), "<w:p><w:pPr><w:numPr><w:ilvl w:val=\"0\"/><w:numId w:val=\"1\"/></w:numPr></w:pPr><w:r><w:t>{{ x }}</w:t></w:r></w:p>".to_owned(), p("{% endfor %}")].concat(), two(), "а|б|", "p(pPr(numPr(ilvl numId)) r(t))×2"),
        feature("раздел в повторе", [p("{% for x in list %}"), p("{{ x }}"), "<w:p><w:pPr><w:sectPr/></w:pPr></w:p>".to_owned(), p("{% endfor %}"), "<w:sectPr/>".to_owned()].concat(), two(), "а||б||", "p(r(t)) p(pPr(sectPr)) p(r(t)) p(pPr(sectPr)) sectPr"),
        feature("подпись не отрывается от текста", "<w:p><w:pPr><w:keepNext/><w:keepLines/></w:pPr><w:r><w:t>{{ n }}</w:t></w:r></w:p>", two(), "2|", "p(pPr(keepNext keepLines) r(t))"),
        feature("тело кончается абзацем", [
                table(&[row(&["{%tr for x in list %}{{ x }}{%tr endfor %}"])]),
                "<w:sectPr/>".to_owned(),
            ]
            .concat(),
            two(),
            "а|б||",
            "tbl(tblPr tblGrid(gridCol) tr(tc(p(r(t))))×2) p sectPr"),
    ]
}
