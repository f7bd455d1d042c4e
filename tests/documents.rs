//! Word papers: what a clerk types into a template, what comes out, and what is refused.
#![expect(clippy::unwrap_used, reason = "helpers of tests fail as tests do")]

#[path = "documents/blocks.rs"]
mod blocks;
#[path = "documents/book.rs"]
mod book;
#[path = "documents/checking.rs"]
mod checking;
#[path = "documents/features.rs"]
mod features;
#[path = "documents/features_blocks.rs"]
mod features_blocks;
#[path = "documents/features_typing.rs"]
mod features_typing;
#[path = "documents/filters.rs"]
mod filters;
#[path = "documents/finds.rs"]
mod finds;
#[path = "documents/grouping.rs"]
mod grouping;
#[path = "documents/hostile.rs"]
mod hostile;
#[path = "documents/orders.rs"]
mod orders;
#[path = "documents/paper_cases.rs"]
mod paper_cases;
#[path = "documents/papers.rs"]
mod papers;
#[path = "documents/papers_more.rs"]
mod papers_more;
#[path = "documents/papers_plan.rs"]
mod papers_plan;
#[path = "documents/papers_real.rs"]
mod papers_real;
#[path = "documents/papers_real_forms.rs"]
mod papers_real_forms;
#[path = "documents/papers_real_orders.rs"]
mod papers_real_orders;
#[path = "documents/pictures.rs"]
mod pictures;
#[path = "documents/road_map_papers.rs"]
mod road_map_papers;
#[path = "documents/soup.rs"]
mod soup;
#[path = "documents/starter.rs"]
mod starter;
#[path = "documents/typing.rs"]
mod typing;
#[path = "documents/values.rs"]
mod values;
