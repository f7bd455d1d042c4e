//! The journal of registration through the one door, on both databases: numbers without gap or double whatever number of
//! clerks registers at once, and the stories of what an office does with them.

#[path = "journal/office.rs"]
mod office;
#[path = "support/postgres.rs"]
mod postgres;

#[path = "journal/again.rs"]
mod again;
#[path = "journal/many.rs"]
mod many;
#[path = "journal/stories.rs"]
mod stories;
