//! `prikaz token`: who may do what through the API.

use super::assembly;
use crate::api::access::{Grant, NewToken, create_token, revoke_token};
use crate::config::Settings;
use crate::words::clock::Clock;
use crate::words::ids::RoleKey;
use anyhow::{bail, ensure};
use chrono::TimeDelta;
use clap::{Subcommand, ValueEnum};
use std::path::PathBuf;
use std::process::ExitCode;

/// Ключи доступа: создать, перечислить, отозвать
#[derive(clap::Args)]
pub struct Token {
    /// Файл настроек
    #[arg(long, global = true)]
    config: Option<PathBuf>,
    /// Папка данных
    #[arg(long, global = true)]
    data: Option<PathBuf>,
    #[command(subcommand)]
    act: TokenAct,
}

#[derive(Subcommand)]
enum TokenAct {
    /// Создать ключ; он показывается один раз
    Create(Create),
    /// Перечислить ключи, без самих ключей
    List,
    /// Отозвать ключ
    Revoke {
        /// Ключ вида prikaz_…
        token: String,
    },
}

#[derive(clap::Args)]
struct Create {
    /// Для кого ключ
    #[arg(long, value_enum)]
    role: Role,
    /// Роль в дорожной карте, от имени которой действует подписывающий (можно повторить), например head
    #[arg(long = "as", value_name = "РОЛЬ")]
    acts_as: Vec<String>,
    /// Учреждение, за которое отчитывается школа, например school-3
    #[arg(long, value_name = "УЧРЕЖДЕНИЕ")]
    institution: Option<String>,
    /// Имя и должность, как их покажет история
    #[arg(long)]
    name: String,
    /// Через сколько дней ключ перестанет действовать
    #[arg(long)]
    days: Option<u32>,
}

#[derive(Clone, Copy, ValueEnum)]
enum Role {
    /// Отдел: готовит приказы, принимает отчёты
    Department,
    /// Подписывающий: действует в названных ролях
    Approver,
    /// Школа: видит и исполняет только своё
    School,
    /// Проверяющий: видит всё, не меняет ничего
    Auditor,
    /// Оператор: видит всё, повторяет отложенные задания
    Operator,
}

impl Token {
    /// Does what was asked.
    pub fn run(self) -> anyhow::Result<ExitCode> {
        let mut settings = Settings::read(self.config.as_deref())?;
        settings.data = self.data.unwrap_or(settings.data);
        let now = Clock::System.now();
        let new = match &self.act {
            TokenAct::Create(create) => {
                let grant = create.grant(&settings)?;
                let expires_at = create.days.map(|days| now + TimeDelta::days(i64::from(days)));
                ensure!(!create.name.trim().is_empty(), "укажите имя и должность: --name");
                Some(NewToken {
                    grant,
                    name: create.name.trim().to_owned(),
                    expires_at,
                })
            }
            _ => None,
        };
        assembly::block_on(async move {
            let store = assembly::store(&settings).await?;
            match (self.act, new) {
                (TokenAct::Create(_), Some(new)) => println!("{}", create_token(&store, new, now).await?),
                (TokenAct::Revoke { token }, _) => {
                    ensure!(
                        revoke_token(&store, token.trim(), now).await?,
                        "такого действующего ключа нет"
                    );
                    println!("Ключ отозван");
                }
                _ => {
                    for row in store.tokens().await? {
                        let state = if row.revoked_at.is_some() {
                            "отозван"
                        } else {
                            "действует"
                        };
                        let whose = row.institution.map(|key| key.to_string()).unwrap_or_default();
                        let roles: Vec<&str> = row.roles.iter().map(RoleKey::as_str).collect();
                        println!(
                            "{:<12} {:<10} {} {} {}",
                            row.role,
                            state,
                            row.name,
                            roles.join(","),
                            whose
                        );
                    }
                }
            }
            Ok(ExitCode::SUCCESS)
        })
    }
}

impl Create {
    /// The grant asked for, checked against the plans: a misspelt role would open nothing.
    fn grant(&self, settings: &Settings) -> anyhow::Result<Grant> {
        let catalog = assembly::catalog(settings)?;
        let approves = matches!(self.role, Role::Approver);
        ensure!(
            approves || self.acts_as.is_empty(),
            "--as нужен только подписывающему (--role approver)"
        );
        let reports = matches!(self.role, Role::School);
        ensure!(
            reports || self.institution.is_none(),
            "--institution нужно только школе (--role school)"
        );
        match self.role {
            Role::Department => Ok(Grant::Department),
            Role::Auditor => Ok(Grant::Auditor),
            Role::Operator => Ok(Grant::Operator),
            Role::Approver => {
                ensure!(!self.acts_as.is_empty(), "укажите роль подписывающего: --as head");
                let known: Vec<&str> = catalog
                    .plans()
                    .flat_map(|plan| plan.rules.roles.keys())
                    .map(RoleKey::as_str)
                    .collect();
                for role in &self.acts_as {
                    ensure!(
                        known.contains(&role.as_str()),
                        "в дорожных картах нет роли «{role}»; есть: {}",
                        known.join(", ")
                    );
                }
                Ok(Grant::Roles(
                    self.acts_as.iter().map(|role| role.as_str().into()).collect(),
                ))
            }
            Role::School => {
                let Some(key) = &self.institution else {
                    bail!("укажите учреждение: --institution school-3")
                };
                let mut institutions = catalog.plans().flat_map(|plan| &plan.institutions);
                ensure!(
                    institutions.any(|institution| institution.key.as_str() == key),
                    "в справочнике нет учреждения «{key}» (графа key в institutions.csv)"
                );
                Ok(Grant::Institution(key.as_str().into()))
            }
        }
    }
}
