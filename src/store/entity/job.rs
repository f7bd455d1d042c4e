//! Effects and timers.

use sea_orm::entity::prelude::*;
use serde::{Deserialize, Serialize};

#[derive(Debug, Clone, PartialEq, DeriveEntityModel, Serialize, Deserialize)]
#[sea_orm(table_name = "job")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false, column_type = "Text")]
    pub key: String,
    #[sea_orm(column_type = "Text")]
    pub kind: String,
    #[serde(serialize_with = "super::instant::serialize")]
    pub run_at: DateTimeUtc,
    #[sea_orm(column_type = "Text")]
    pub state: String,
    pub attempts: i32,
    #[serde(serialize_with = "super::instant_option::serialize")]
    pub lease_until: Option<DateTimeUtc>,
    #[sea_orm(column_type = "Text", nullable)]
    pub lease_token: Option<String>,
    #[sea_orm(column_type = "JsonBinary")]
    pub payload: Json,
    #[sea_orm(column_type = "Text", nullable)]
    pub last_error: Option<String>,
    #[sea_orm(column_type = "JsonBinary", nullable)]
    pub result: Option<Json>,
    #[sea_orm(column_type = "Text", nullable)]
    pub plan: Option<String>,
    #[sea_orm(column_type = "Text", nullable)]
    pub item: Option<String>,
    #[sea_orm(column_type = "Text", nullable)]
    pub instance_id: Option<String>,
    #[sea_orm(column_type = "Text", nullable)]
    pub task_id: Option<String>,
    #[sea_orm(column_type = "Text", nullable)]
    pub institution: Option<String>,
    #[sea_orm(column_type = "Text", nullable)]
    pub document_id: Option<String>,
    #[sea_orm(column_type = "Text", nullable)]
    pub message_id: Option<String>,
    #[serde(serialize_with = "super::instant::serialize")]
    pub created_at: DateTimeUtc,
    #[serde(serialize_with = "super::instant_option::serialize")]
    pub finished_at: Option<DateTimeUtc>,
}

#[derive(Debug, Clone, Copy, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
