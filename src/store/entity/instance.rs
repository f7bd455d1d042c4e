//! Instances.

use sea_orm::entity::prelude::*;
use serde::{Deserialize, Serialize};

#[derive(Debug, Clone, PartialEq, DeriveEntityModel, Serialize, Deserialize)]
#[sea_orm(table_name = "instance")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false, column_type = "Text")]
    pub id: String,
    #[sea_orm(column_type = "Text")]
    pub plan: String,
    #[sea_orm(column_type = "Text")]
    pub item: String,
    #[sea_orm(column_type = "Text")]
    pub period: String,
    #[sea_orm(column_type = "Text")]
    pub definition: String,
    #[sea_orm(column_type = "Text")]
    pub stage: String,
    #[sea_orm(column_type = "Text")]
    pub state: String,
    pub start: Option<Date>,
    pub due: Option<Date>,
    pub control: Option<Date>,
    #[sea_orm(column_type = "Text", nullable)]
    pub document_id: Option<String>,
    pub total: i32,
    pub open: i32,
    pub reported: i32,
    pub accepted: i32,
    pub cancelled: i32,
    pub version: i64,
    pub history_seq: i64,
    #[sea_orm(column_type = "Text")]
    pub history_hash: String,
    pub suspended_on: Option<Date>,
    #[sea_orm(column_type = "JsonBinary")]
    pub body: Json,
}

#[derive(Debug, Clone, Copy, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
