//! How many orders one core renders in a second; prints one line of JSON for each case.

use std::time::{Duration, Instant};

use prikaz::documents::Template;
use prikaz::documents::papers::context::OrderContext;
use serde_json::{Value, json};

const ORDER: &[u8] = include_bytes!("../doc-templates/order-department.docx");
const FOR: Duration = Duration::from_secs(3);

fn main() {
    let template = Template::compile("order-department", ORDER).expect("the shipped template compiles");
    for (case, rows) in [("order", 0), ("order_30_rows", 30), ("order_3000_rows", 3_000)] {
        let context = order(rows);
        let bytes = template.render(&context).expect("the sample renders").bytes.len();
        let (start, mut count) = (Instant::now(), 0_u32);
        while start.elapsed() < FOR {
            std::hint::black_box(
                template
                    .render(std::hint::black_box(&context))
                    .expect("the sample renders"),
            );
            count += 1;
        }
        let per_second = f64::from(count) / start.elapsed().as_secs_f64();
        let milliseconds = 1_000.0 / per_second;
        println!(
            "{}",
            json!({"case": case, "orders_per_second": per_second.round(), "milliseconds": milliseconds, "bytes": bytes})
        );
    }
    let (start, mut count) = (Instant::now(), 0_u32);
    while start.elapsed() < FOR {
        std::hint::black_box(Template::compile("order-department", std::hint::black_box(ORDER)).expect("it compiles"));
        count += 1;
    }
    let per_second = f64::from(count) / start.elapsed().as_secs_f64();
    println!(
        "{}",
        json!({"case": "compile", "templates_per_second": per_second.round()})
    );
}

fn order(rows: usize) -> Value {
    let sample = OrderContext::sample();
    json!(OrderContext {
        tasks: sample.tasks.iter().cycle().take(rows).cloned().collect(),
        ..sample
    })
}
