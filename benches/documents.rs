//! How fast one core makes papers; prints one line of JSON for each case.
//!
//! `cargo bench --bench documents` measures speed, `cargo bench --bench documents -- memory` renders the order 100,000
//! times and prints the memory held before and after.

use std::fmt::Write as _;
use std::io::{Cursor, Write as _};
use std::time::{Duration, Instant};

use prikaz::documents::Template;
use prikaz::documents::papers::context::OrderContext;
use serde_json::{Value, json};
use zip::write::SimpleFileOptions;

const SHIPPED: &[u8] = include_bytes!("../doc-templates/order-department.docx");
const FOR: Duration = Duration::from_secs(3);
const WORD: &str = "xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\"";

fn main() {
    let bytes = order_template();
    let template = Template::compile("order", &bytes).expect("the template of the bench compiles");
    if std::env::args().any(|argument| argument == "memory") {
        memory(&template);
        return;
    }
    for (case, rows) in [("order_30_rows", 30), ("order_3000_rows", 3_000)] {
        let context = order(rows);
        let size = template.render(&context).expect("the order renders").bytes.len();
        measure(case, size, || {
            template.render(&context).expect("the order renders").bytes.len()
        });
    }
    let shipped = Template::compile("order-department", SHIPPED).expect("the shipped template compiles");
    for (case, rows) in [("shipped_order", 0), ("shipped_order_3000_rows", 3_000)] {
        let sample = OrderContext::sample();
        let tasks = sample.tasks.iter().cycle().take(rows).cloned().collect();
        let context = json!(OrderContext { tasks, ..sample });
        let size = shipped.render(&context).expect("the sample renders").bytes.len();
        measure(case, size, || {
            shipped.render(&context).expect("the sample renders").bytes.len()
        });
    }
    measure("compile", bytes.len(), || {
        let template = Template::compile("order", &bytes).expect("the template of the bench compiles");
        template.variables().len()
    });
    let sample = order(3);
    measure("compile_and_check", bytes.len(), || {
        let template = Template::compile("order", &bytes).expect("the template of the bench compiles");
        let mistakes = template.check(&sample);
        assert!(mistakes.is_empty(), "{mistakes:?}");
        mistakes.len()
    });
}

/// Repeats the work for some seconds and prints how often it was done.
fn measure(case: &str, bytes: usize, mut work: impl FnMut() -> usize) {
    let (start, busy, mut count) = (Instant::now(), cpu_seconds(), 0_u32);
    let mut fastest = Duration::MAX;
    while start.elapsed() < FOR {
        let once = Instant::now();
        std::hint::black_box(work());
        fastest = fastest.min(once.elapsed());
        count += 1;
    }
    let seconds = start.elapsed().as_secs_f64();
    // On a machine that does other work too, the processor's time and the fastest run say what a core can do.
    let cpu = cpu_seconds().zip(busy).map(|(after, before)| after - before);
    let per_second = |seconds: f64| (f64::from(count) / seconds).round();
    println!(
        "{}",
        json!({"case": case, "per_second": per_second(seconds), "per_second_of_cpu": cpu.map(per_second),
            "fastest_milliseconds": fastest.as_secs_f64() * 1_000.0,
            "milliseconds_of_cpu": cpu.map(|cpu| 1_000.0 * cpu / f64::from(count)), "bytes": bytes})
    );
}

/// Time the process was given by the system, which counts it in hundredths; none where it does not tell.
fn cpu_seconds() -> Option<f64> {
    let stat = std::fs::read_to_string("/proc/self/stat").ok()?;
    let fields: Vec<&str> = stat.rsplit_once(')')?.1.split_whitespace().collect();
    let ticks = |at: usize| fields.get(at)?.parse::<u32>().ok();
    Some(f64::from(ticks(11)? + ticks(12)?) / 100.0)
}

/// Renders many orders; the memory held at the end must be what it was at the beginning.
fn memory(template: &Template) {
    let context = order(30);
    let render = |times: u32| {
        for _ in 0..times {
            std::hint::black_box(template.render(&context).expect("the order renders"));
        }
    };
    render(1_000);
    let before = resident_kb();
    render(100_000);
    println!(
        "{}",
        json!({"case": "memory", "renders": 100_000, "resident_kb_before": before, "resident_kb_after": resident_kb()})
    );
}

/// Memory of the process, in KiB; none where the system does not tell.
fn resident_kb() -> Option<u64> {
    let statm = std::fs::read_to_string("/proc/self/statm").ok()?;
    let pages: u64 = statm.split_whitespace().nth(1)?.parse().ok()?;
    Some(pages * 4)
}

fn order(rows: usize) -> Value {
    let row = |number: usize| json!({"school": format!("МБОУ СОШ № {number} им. А. С. Пушкина"), "what": "Назначить куратора & создать раздел «Наставничество»", "due": "2022-05-15", "person": "Алёшина И. И."});
    json!({
        "parent": "Администрация Андроповского муниципального округа", "issuer": "Отдел образования",
        "date": "2022-04-04", "number": "113", "place": "с. Курсавка",
        "title": "О внедрении системы наставничества", "preamble": "Во исполнение плана, в целях <развития>",
        "command": "ПРИКАЗЫВАЮ:", "basis": "приказ", "basis_date": "2022-03-01", "basis_number": "42-ОД",
        "control": "заместителя начальника", "post": "Начальник отдела", "name": "А. В. Ёлкин", "preparer": "Иванова И. И.",
        "phone": "8 (86556) 6-12-34", "copies": 3, "share": 87.5,
        "rows": (1..=rows).map(row).collect::<Vec<Value>>(),
    })
}

/// 18 variables, a row loop, tags split over runs as Word splits them, a header with a page field, a footer.
fn order_template() -> Vec<u8> {
    let mut body = String::new();
    for tag in [
        "{{ parent }}",
        "{{ issuer }}",
        "ПРИКАЗ",
        "{{ date|дата_словами }} № {{ number }}",
        "{{ place }}",
        "{{ title }}",
        "{{ preamble }} на основании: {{ basis }} от {{ basis_date|дата }} № {{ basis_number }}",
        "{{ command }}",
        "{% if share %}Доля исполненных: {{ share|число(знаков=1) }} %{% endif %}, экземпляров: {{ copies }}",
    ] {
        body.push_str(&split_paragraph(tag));
    }
    let cell = |text: &str| {
        format!(
            "<w:tc><w:tcPr><w:tcW w:w=\"2300\" w:type=\"dxa\"/></w:tcPr>{}</w:tc>",
            split_paragraph(text)
        )
    };
    let row = |cells: &[&str]| {
        format!(
            "<w:tr>{}</w:tr>",
            cells.iter().map(|text| cell(text)).collect::<String>()
        )
    };
    let grid = "<w:gridCol w:w=\"2300\"/>".repeat(5);
    let _ = write!(
        body,
        "<w:tbl><w:tblPr><w:tblStyle w:val=\"a3\"/><w:tblW w:w=\"0\" w:type=\"auto\"/></w:tblPr><w:tblGrid>{grid}</w:tblGrid>{}{}</w:tbl>",
        row(&["№", "Учреждение", "Мероприятие", "Срок", "Ответственный"]),
        row(&[
            "{% for row in rows %}{{ loop.index }}",
            "{{ row.school }}",
            "{{ row.what }}",
            "{{ row.due|дата }}",
            "{{ row.person }}{% endfor %}",
        ])
    );
    for tag in [
        "Контроль возложить на {{ control }}.",
        "{{ post }} {{ name }}",
        "{{ preparer }}, {{ phone }}",
    ] {
        body.push_str(&split_paragraph(tag));
    }
    let document = format!("<?xml version=\"1.0\"?><w:document {WORD}><w:body>{body}<w:sectPr/></w:body></w:document>");
    let page = "<w:r><w:fldChar w:fldCharType=\"begin\"/></w:r><w:r><w:instrText> PAGE </w:instrText></w:r><w:r><w:fldChar w:fldCharType=\"separate\"/></w:r><w:r><w:t>2</w:t></w:r><w:r><w:fldChar w:fldCharType=\"end\"/></w:r>";
    let header = format!("<w:hdr {WORD}><w:p>{page}</w:p></w:hdr>");
    let footer = format!("<w:ftr {WORD}>{}</w:ftr>", split_paragraph("Приказ № {{ number }}"));
    // Styles and fonts are copied as they are; a usual file has some 40 KB of them.
    let mut styles = format!("<w:styles {WORD}>");
    for number in 0..200 {
        let _ = write!(
            styles,
            "<w:style w:type=\"paragraph\" w:styleId=\"s{number}\"><w:name w:val=\"Стиль {number}\"/><w:rPr><w:sz w:val=\"28\"/></w:rPr></w:style>"
        );
    }
    styles.push_str("</w:styles>");
    package(&[
        ("word/document.xml", "document.main", &document),
        ("word/header1.xml", "header", &header),
        ("word/footer1.xml", "footer", &footer),
        ("word/styles.xml", "styles", &styles),
    ])
}

/// A paragraph whose text Word has torn into runs in the middle of its tags.
fn split_paragraph(text: &str) -> String {
    let letters: Vec<char> = text.chars().collect();
    let mut runs = String::new();
    for piece in letters.chunks(7) {
        let piece: String = piece.iter().collect();
        let _ = write!(
            runs,
            "<w:r w:rsidRPr=\"00A1B2C3\"><w:rPr><w:rFonts w:ascii=\"Times New Roman\"/><w:sz w:val=\"28\"/></w:rPr><w:t xml:space=\"preserve\">{piece}</w:t></w:r><w:proofErr w:type=\"spellStart\"/>"
        );
    }
    format!("<w:p w:rsidR=\"00A1B2C3\"><w:pPr><w:jc w:val=\"both\"/></w:pPr>{runs}</w:p>")
}

fn package(parts: &[(&str, &str, &str)]) -> Vec<u8> {
    let mut types = String::from(
        "<?xml version=\"1.0\"?><Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\"><Default Extension=\"xml\" ContentType=\"application/xml\"/>",
    );
    for (name, kind, _) in parts {
        let _ = write!(
            types,
            "<Override PartName=\"/{name}\" ContentType=\"application/vnd.openxmlformats-officedocument.wordprocessingml.{kind}+xml\"/>"
        );
    }
    types.push_str("</Types>");
    let mut writer = zip::ZipWriter::new(Cursor::new(Vec::new()));
    let all = std::iter::once(("[Content_Types].xml", types.as_str()));
    for (name, text) in all.chain(parts.iter().map(|(name, _, text)| (*name, *text))) {
        let started = writer.start_file(name, SimpleFileOptions::default());
        started.expect("memory takes an entry");
        writer.write_all(text.as_bytes()).expect("memory takes its bytes");
    }
    writer.finish().expect("memory takes the end").into_inner()
}
