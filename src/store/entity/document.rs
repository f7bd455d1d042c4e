//! Documents.

use sea_orm::entity::prelude::*;
use serde::{Deserialize, Serialize};

#[derive(Debug, Clone, PartialEq, DeriveEntityModel, Serialize, Deserialize)]
#[sea_orm(table_name = "document")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false, column_type = "Text")]
    pub id: String,
    #[sea_orm(column_type = "Text")]
    pub state: String,
    #[sea_orm(column_type = "Text")]
    pub plan: String,
    #[sea_orm(column_type = "Text")]
    pub kind: String,
    #[sea_orm(column_type = "Text")]
    pub title: String,
    #[sea_orm(column_type = "Text", nullable)]
    pub journal: Option<String>,
    pub year: Option<i32>,
    pub place: Option<i64>,
    #[sea_orm(column_type = "Text", nullable)]
    pub number: Option<String>,
    pub dated: Option<Date>,
    #[sea_orm(column_type = "Text")]
    pub template: String,
    #[sea_orm(column_type = "Text")]
    pub template_sha256: String,
    #[sea_orm(column_type = "JsonBinary")]
    pub draft: Json,
    #[sea_orm(column_type = "JsonBinary")]
    pub serves: Json,
    #[sea_orm(column_type = "Text", nullable)]
    pub file_sha256: Option<String>,
    #[sea_orm(column_type = "Text", nullable)]
    pub content_sha256: Option<String>,
    #[sea_orm(column_type = "Text")]
    pub file_name: String,
    pub file_size: Option<i64>,
    pub version: i64,
    #[sea_orm(column_type = "JsonBinary")]
    pub links: Json,
    #[sea_orm(column_type = "JsonBinary")]
    pub body: Json,
}

#[derive(Debug, Clone, Copy, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
