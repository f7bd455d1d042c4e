//! A PostgreSQL of our own for tests: unix socket only, nothing synced, gone when the test process ends, however it ends.
//!
//! Must never use a server that somebody else runs, nor skip silently when there is none to start.

use prikaz::store::Store;
use sea_orm::{ConnectionTrait, Database};
use std::os::unix::fs::{MetadataExt, chown};
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{ChildStdin, Command, Stdio};
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;
use tokio::sync::OnceCell;

/// The user `nobody`: initdb refuses to run as root.
const NOBODY: u32 = 65534;
const TEMPLATE: &str = "prikaz_template";

struct Cluster {
    socket: PathBuf,
    /// The watchdog stops the server when this end of its pipe closes.
    _alive: ChildStdin,
}

static CLUSTER: OnceCell<Cluster> = OnceCell::const_new();
static NEXT: AtomicU32 = AtomicU32::new(0);

/// Address of a new database with all tables and no rows.
pub async fn database() -> String {
    let cluster = CLUSTER.get_or_init(start).await;
    let name = format!("story_{}", NEXT.fetch_add(1, Ordering::Relaxed));
    cluster.run(&format!("CREATE DATABASE {name} TEMPLATE {TEMPLATE}")).await;
    cluster.address(&name)
}

/// Address of a new database without tables.
pub async fn empty_database() -> String {
    let cluster = CLUSTER.get_or_init(start).await;
    let name = format!("story_{}", NEXT.fetch_add(1, Ordering::Relaxed));
    cluster.run(&format!("CREATE DATABASE {name}")).await;
    cluster.address(&name)
}

impl Cluster {
    fn address(&self, database: &str) -> String {
        format!("postgres://prikaz@localhost/{database}?host={}", self.socket.display())
    }

    async fn run(&self, sql: &str) {
        let admin = Database::connect(self.address("postgres")).await.expect("the server of the tests answers");
        admin.execute_unprepared(sql).await.expect("the server of the tests obeys");
        admin.close().await.expect("the server of the tests lets go");
    }
}

async fn start() -> Cluster {
    let programs = programs();
    let folder = tempfile::Builder::new().prefix("prikaz-pg-").tempdir().expect("a folder for the server").keep();
    let is_root = std::fs::metadata("/proc/self").expect("this process").uid() == 0;
    if is_root {
        chown(&folder, Some(NOBODY), Some(NOBODY)).expect("a folder for the server's user");
    }
    let program = |name: &str| {
        let mut command = Command::new(programs.join(name));
        command.current_dir(&folder).stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null()).process_group(0);
        if is_root {
            command.uid(NOBODY).gid(NOBODY);
        }
        command
    };
    let data = folder.join("data");
    let made = program("initdb").args(["--no-sync", "--auth=trust", "--username=prikaz", "--encoding=UTF8", "--pgdata"]).arg(&data).status();
    assert!(made.expect("initdb starts").success(), "initdb could not make a database in {}", data.display());
    let server = program("postgres")
        .arg("-D")
        .arg(&data)
        .arg("-k")
        .arg(&folder)
        .args(["-c", "listen_addresses=", "-c", "fsync=off", "-c", "full_page_writes=off", "-c", "max_connections=400"])
        .spawn()
        .expect("postgres starts");
    let alive = watchdog(server.id(), &folder);
    for _ in 0..400 {
        let ready = program("pg_isready").arg("-q").arg("-h").arg(&folder).arg("-U").arg("prikaz").status().expect("pg_isready starts");
        if ready.success() {
            let cluster = Cluster { socket: folder, _alive: alive };
            cluster.run(&format!("CREATE DATABASE {TEMPLATE}")).await;
            let store = Store::open(&cluster.address(TEMPLATE)).await.expect("an empty database takes the tables");
            store.close().await.expect("the template is let go");
            return cluster;
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    panic!("PostgreSQL did not answer within 20 seconds in {}", folder.display());
}

/// Stops the server and removes its folder as soon as the pipe closes, even after `kill -9` of the tests.
fn watchdog(server: u32, folder: &Path) -> ChildStdin {
    let script = format!("read end; kill -QUIT {server}; sleep 0.5; rm -rf '{}'", folder.display());
    let mut shell = Command::new("/bin/sh");
    shell.arg("-c").arg(script).stdin(Stdio::piped()).stdout(Stdio::null()).stderr(Stdio::null()).process_group(0);
    shell.spawn().expect("a shell starts").stdin.take().expect("its input is a pipe")
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
