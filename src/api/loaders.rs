//! Rows that many others point to, read once in a request and together.
//!
//! Must never outlive the request: what was read is kept for its viewer only.

use crate::store::error::StoreError;
use crate::store::reader::Reader;
use crate::store::rows::{DocumentRow, InstanceRow, TaskRow};
use crate::words::ids::{DocumentId, InstanceId, TaskId};
use async_graphql::dataloader::{DataLoader, HashMapCache, Loader};
use async_graphql::futures_util::future::join_all;
use std::collections::HashMap;
use std::sync::Arc;

/// Reads by id, as the viewer may.
pub struct ById(Reader);

type Cached = DataLoader<ById, HashMapCache>;

/// The loaders of one request.
pub struct Loaders {
    by_id: Cached,
}

impl Loaders {
    pub fn new(reader: &Reader) -> Self {
        // The loader runs in a task of its own: a dropped request leaves no database future half-way.
        Self {
            by_id: DataLoader::with_cache(ById(reader.clone()), tokio::spawn, HashMapCache::default()),
        }
    }

    pub async fn instance(&self, id: InstanceId) -> Result<Option<InstanceRow>, Arc<StoreError>> {
        self.by_id.load_one(id).await
    }

    pub async fn task(&self, id: TaskId) -> Result<Option<TaskRow>, Arc<StoreError>> {
        self.by_id.load_one(id).await
    }

    pub async fn document(&self, id: DocumentId) -> Result<Option<DocumentRow>, Arc<StoreError>> {
        self.by_id.load_one(id).await
    }
}

impl Loader<InstanceId> for ById {
    type Value = InstanceRow;
    type Error = Arc<StoreError>;

    async fn load(&self, keys: &[InstanceId]) -> Result<HashMap<InstanceId, InstanceRow>, Arc<StoreError>> {
        let found = join_all(keys.iter().map(async |id| self.0.instance(*id).await)).await;
        gathered(keys, found)
    }
}

impl Loader<TaskId> for ById {
    type Value = TaskRow;
    type Error = Arc<StoreError>;

    async fn load(&self, keys: &[TaskId]) -> Result<HashMap<TaskId, TaskRow>, Arc<StoreError>> {
        let found = join_all(keys.iter().map(async |id| self.0.task(*id).await)).await;
        gathered(keys, found)
    }
}

impl Loader<DocumentId> for ById {
    type Value = DocumentRow;
    type Error = Arc<StoreError>;

    async fn load(&self, keys: &[DocumentId]) -> Result<HashMap<DocumentId, DocumentRow>, Arc<StoreError>> {
        let found = join_all(keys.iter().map(async |id| self.0.document(*id).await)).await;
        gathered(keys, found)
    }
}

fn gathered<K: Copy + Eq + std::hash::Hash, R>(
    keys: &[K],
    found: Vec<Result<Option<R>, StoreError>>,
) -> Result<HashMap<K, R>, Arc<StoreError>> {
    let mut rows = HashMap::new();
    for (key, row) in keys.iter().zip(found) {
        if let Some(row) = row? {
            rows.insert(*key, row);
        }
    }
    Ok(rows)
}
