//! Commands of the one binary. Each command is a file here; none reads the clock or the environment.

mod assembly;
pub mod check;
mod context;
pub mod deadline;
pub mod demo;
pub mod done;
pub mod draw;
pub mod executors;
pub mod forms;
pub mod graphql_schema;
pub mod import;
pub mod institutions;
pub mod journal;
mod pdf;
pub mod render;
pub mod schema;
pub mod serve;
pub mod simulate;
pub mod template;
pub mod token;
pub mod verify;
mod write;

use clap::{Parser, Subcommand};
use std::process::ExitCode;

/// Prikaz: исполнение дорожных карт — приказы, сроки, поручения, отчёты.
#[derive(Parser)]
#[command(name = "prikaz", version, about, disable_help_subcommand = true)]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Проверить планы: все ошибки с местом, все пункты со сроками
    Check(check::Check),
    /// Прочитать срок, как он записан в дорожной карте
    Deadline(deadline::Deadline),
    /// Прочитать графу «Ответственный исполнитель»
    Executors(executors::Executors),
    /// Нарисовать процесс пункта, порядок прохождения или сроки плана
    Draw(draw::Draw),
    /// Показать имена, должности и названия в шести падежах
    Forms(forms::Forms),
    /// Сделать план из дорожной карты: Word, Excel или текст PDF
    Import(import::Import),
    /// Справочник учреждений
    Institutions(institutions::Institutions),
    /// Шаблоны документов Word: проверить, узнать нужные данные
    Template(template::Templates),
    /// Составить документ Word по шаблону и данным
    Render(render::Render),
    /// Запустить службу
    Serve(serve::Serve),
    /// Сыграть план на вымышленных часах: приказы, письма, сроки — ничего не отправляя
    Simulate(simulate::Simulate),
    /// Показать всю дорожную карту на вымышленных школах
    Demo(demo::Demo),
    /// Внести пункты, исполненные до постановки плана на контроль
    Done(done::Done),
    /// Напечатать схему GraphQL
    GraphqlSchema(graphql_schema::GraphqlSchema),
    /// Журнал регистрации за год
    Journal(journal::Journal),
    /// Ключи доступа
    Token(token::Token),
    /// Проверить историю
    Verify(verify::Verify),
    /// Показать JSON Schema языка определений
    Schema(schema::Schema),
}

/// Runs the command named on the command line; the exit code says how it went (0 done, 2 usage, 3 mistakes found).
pub fn main() -> ExitCode {
    tracing_subscriber::fmt()
        .with_env_filter(tracing_subscriber::EnvFilter::new(crate::config::log_filter()))
        .with_writer(std::io::stderr)
        .with_target(false)
        .init();
    let outcome = match Cli::parse().command {
        Command::Check(command) => command.run(),
        Command::Deadline(command) => command.run(),
        Command::Executors(command) => command.run(),
        Command::Draw(command) => command.run(),
        Command::Forms(command) => command.run(),
        Command::Import(command) => command.run(),
        Command::Institutions(command) => command.run(),
        Command::Template(command) => command.run(),
        Command::Render(command) => command.run(),
        Command::Serve(command) => command.run(),
        Command::Simulate(command) => command.run(),
        Command::Demo(command) => command.run(),
        Command::Done(command) => command.run(),
        Command::GraphqlSchema(command) => command.run(),
        Command::Journal(command) => command.run(),
        Command::Token(command) => command.run(),
        Command::Verify(command) => command.run(),
        Command::Schema(command) => command.run(),
    };
    outcome.unwrap_or_else(|error| {
        eprintln!("prikaz: {error:#}");
        ExitCode::FAILURE
    })
}
