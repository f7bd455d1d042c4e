//! A PostgreSQL of our own for tests and measurements: unix socket only, gone when the process ends, however it ends.
//!
//! Must never use a server that somebody else runs, nor skip silently when there is none to start.
#![expect(dead_code, reason = "each suite needs another part of this")]

use prikaz::store::Store;
use sea_orm::{ConnectionTrait, Database};
use std::os::unix::fs::{MetadataExt, chown};
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{ChildStdin, Command, Stdio};
use std::sync::OnceLock;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;
use tokio::sync::OnceCell;

/// The user `nobody`: initdb refuses to run as root.
const NOBODY: u32 = 65534;

static SHARED: OnceLock<Cluster> = OnceLock::new();
static TEMPLATE: OnceCell<&str> = OnceCell::const_new();
static NEXT: AtomicU32 = AtomicU32::new(0);

/// Address of a new database with all tables and no rows.
pub async fn database() -> String {
    let shared = SHARED.get_or_init(Cluster::forgetful);
    let template = TEMPLATE
        .get_or_init(async || {
            let url = shared.empty_database("template").await;
            let store = Store::open(&url).await.expect("an empty database takes the tables");
            store.close().await.expect("the template is let go");
            "template"
        })
        .await;
    let name = next_name();
    shared.run(&format!("CREATE DATABASE {name} TEMPLATE {template}")).await;
    shared.address(&name)
}

/// Address of a new database without tables.
pub async fn empty_database() -> String {
    SHARED
        .get_or_init(Cluster::forgetful)
        .empty_database(&next_name())
        .await
}

fn next_name() -> String {
    format!("story_{}", NEXT.fetch_add(1, Ordering::Relaxed))
}

/// A running server.
pub struct Cluster {
    socket: PathBuf,
    /// The watchdog stops the server when this end of its pipe closes.
    _alive: ChildStdin,
}

impl Cluster {
    /// A server that syncs nothing: fast, and good for everything but measurements and power cuts.
    pub fn forgetful() -> Self {
        Self::start(&["-c", "fsync=off", "-c", "full_page_writes=off"])
    }

    /// A server as it is run for real: what it acknowledges is on the disk.
    pub fn durable() -> Self {
        Self::start(&[
            "-c",
            "fsync=on",
            "-c",
            "synchronous_commit=on",
            "-c",
            "shared_buffers=512MB",
            "-c",
            "max_wal_size=4GB",
        ])
    }

    /// Address of a new database of this name, without tables.
    pub async fn empty_database(&self, name: &str) -> String {
        self.run(&format!("CREATE DATABASE {name}")).await;
        self.address(name)
    }

    fn address(&self, database: &str) -> String {
        format!("postgres://prikaz@localhost/{database}?host={}", self.socket.display())
    }

    async fn run(&self, sql: &str) {
        let admin = Database::connect(self.address("postgres"))
            .await
            .expect("the server of the tests answers");
        admin
            .execute_unprepared(sql)
            .await
            .expect("the server of the tests obeys");
        admin.close().await.expect("the server of the tests lets go");
    }

    fn start(settings: &[&str]) -> Self {
        let programs = programs();
        let folder = tempfile::Builder::new()
            .prefix("prikaz-pg-")
            .tempdir()
            .expect("a folder for the server")
            .keep();
        let is_root = std::fs::metadata("/proc/self").expect("this process").uid() == 0;
        if is_root {
            chown(&folder, Some(NOBODY), Some(NOBODY)).expect("a folder for the server's user");
        }
        let program = |name: &str| {
            let mut command = Command::new(programs.join(name));
            command
                .current_dir(&folder)
                .stdin(Stdio::null())
                .stdout(Stdio::null())
                .stderr(Stdio::null())
                .process_group(0);
            if is_root {
                command.uid(NOBODY).gid(NOBODY);
            }
            command
        };
        let data = folder.join("data");
        let mut initdb = program("initdb");
        initdb
            .args([
                "--no-sync",
                "--auth=trust",
                "--username=prikaz",
                "--encoding=UTF8",
                "--pgdata",
            ])
            .arg(&data);
        assert!(
            initdb.status().expect("initdb starts").success(),
            "initdb could not make a database in {}",
            data.display()
        );
        let mut server = program("postgres");
        server
            .arg("-D")
            .arg(&data)
            .arg("-k")
            .arg(&folder)
            .args(["-c", "listen_addresses=", "-c", "max_connections=400"])
            .args(settings);
        let alive = watchdog(server.spawn().expect("postgres starts").id(), &folder);
        for _ in 0..400 {
            let mut question = program("pg_isready");
            question.arg("-q").arg("-h").arg(&folder).arg("-U").arg("prikaz");
            if question.status().expect("pg_isready starts").success() {
                return Self {
                    socket: folder,
                    _alive: alive,
                };
            }
            std::thread::sleep(Duration::from_millis(50));
        }
        panic!("PostgreSQL did not answer within 20 seconds in {}", folder.display());
    }
}

/// Stops the server and removes its folder as soon as the pipe closes, even after `kill -9` of the tests.
fn watchdog(server: u32, folder: &Path) -> ChildStdin {
    let script = format!(
        "read end; kill -QUIT {server}; sleep 0.5; rm -rf '{}'",
        folder.display()
    );
    let mut shell = Command::new("/bin/sh");
    shell
        .arg("-c")
        .arg(script)
        .stdin(Stdio::piped())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .process_group(0);
    shell
        .spawn()
        .expect("a shell starts")
        .stdin
        .take()
        .expect("its input is a pipe")
}

/// The newest server installed.
fn programs() -> PathBuf {
    let installed = std::fs::read_dir("/usr/lib/postgresql").into_iter().flatten().flatten();
    let complete = installed.filter(|version| version.path().join("bin/initdb").is_file());
    let newest = complete.max_by_key(|version| version.file_name().to_string_lossy().parse::<u32>().unwrap_or(0));
    newest.map(|version| version.path().join("bin")).expect(
        "the store is proved on PostgreSQL too, and no initdb was found under /usr/lib/postgresql/*/bin: \
         install it with `apt-get install postgresql` (no cluster has to be made or run)",
    )
}
