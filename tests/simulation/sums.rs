//! Sums checked by hand.

use crate::plan::{totals, usual, with_schools};
use prikaz::simulation::record::Mail;

#[test]
fn print() {
    let s = with_schools(30, &usual());
    for (at, t) in s.totals()[0].iter().enumerate() {
        println!("{:6} {:?}", s.plans[0].items[at].key, t);
    }
    println!("{:?}", s.sum());
    for gap in &s.findings.gaps { println!("{gap:?}"); }
    println!("{:?}", s.findings.densest);
    println!("{:?}", s.findings.overloads.len());
    let t = totals(&s, "4.1");
    assert_eq!(t.tasks, 90);
    assert_eq!(t.of(Mail::Task), 90);
}
