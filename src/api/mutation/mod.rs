//! What can be done. Every act has one input with an idempotency key and answers with a payload: what became of it, or
//! `userErrors` that say why not.
//!
//! A new act: its input and resolver in the file of what it is about, its fields read through [`input::Fields`], the act
//! handed to [`outcome::accept`]. Must never answer a refusal as an error of GraphQL: a refusal is data.

mod document_request;
mod documents;
mod input;
mod instances;
mod letters;
mod outcome;
mod registration;
mod reports;
mod tasks;
mod templates;

use async_graphql::MergedObject;

/// What can be done.
#[derive(MergedObject, Default)]
pub struct Mutation(
    documents::DocumentActs,
    registration::RegistrationActs,
    reports::ReportActs,
    tasks::TaskActs,
    instances::InstanceActs,
    letters::LetterActs,
    templates::TemplateActs,
);
