//! The API from outside, over real HTTP: stories of the department, the schools, the auditor and the attacker.

#[path = "support/app.rs"]
mod app;
#[path = "support/postgres.rs"]
mod postgres;

#[path = "api/again.rs"]
mod again;
#[path = "api/attacks.rs"]
mod attacks;
#[path = "api/done.rs"]
mod done;
#[path = "api/files.rs"]
mod files;
#[path = "api/input.rs"]
mod input;
#[path = "api/kinds.rs"]
mod kinds;
#[path = "api/past.rs"]
mod past;
#[path = "api/registration.rs"]
mod registration;
#[path = "api/scope.rs"]
mod scope;
#[path = "api/sdl.rs"]
mod sdl;
#[path = "api/sheets.rs"]
mod sheets;
#[path = "api/socket.rs"]
mod socket;
#[path = "api/templates.rs"]
mod templates;
#[path = "api/work.rs"]
mod work;
