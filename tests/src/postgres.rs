//! A PostgreSQL of this process's own: made once, in a temporary folder, reached by a socket in it, gone when the process ends.

use std::fs::Permissions;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::atomic::{AtomicU32, Ordering};

use anyhow::{Context, Result, bail, ensure};
use sqlx::{AssertSqlSafe, Connection, PgConnection};
use tokio::sync::OnceCell;

const MISSING: &str = "PostgreSQL is missing; install it with: apt-get install --yes postgresql";
const TEMPLATE: &str = "giftos_template";

static CLUSTER: OnceCell<PathBuf> = OnceCell::const_new();
static NEXT: AtomicU32 = AtomicU32::new(0);

/// The address of a fresh database with all tables, copied from a template.
///
/// # Errors
/// With the command that installs PostgreSQL where it is missing.
pub async fn fresh_database() -> Result<String> {
    let socket = CLUSTER.get_or_try_init(start).await?;
    let name = format!("test_{}", NEXT.fetch_add(1, Ordering::SeqCst));
    let mut connection = PgConnection::connect(&address(socket, "postgres")).await?;
    // PostgreSQL copies a template for one caller at a time, and says so to the others.
    let create = format!("create database {name} template {TEMPLATE}");
    let copy = async {
        sqlx::raw_sql("select pg_advisory_lock(1)").execute(&mut connection).await?;
        sqlx::raw_sql(AssertSqlSafe(create)).execute(&mut connection).await
    };
    copy.await?;
    connection.close().await?;
    Ok(address(socket, &name))
}

fn address(socket: &Path, database: &str) -> String {
    format!("postgres://postgres@localhost/{database}?host={}", socket.display())
}

async fn start() -> Result<PathBuf> {
    let folder = tokio::task::spawn_blocking(start_cluster).await??;
    let deadline = std::time::Instant::now() + std::time::Duration::from_secs(30);
    let mut connection = loop {
        match PgConnection::connect(&address(&folder, "postgres")).await {
            Ok(connection) => break connection,
            Err(error) if std::time::Instant::now() > deadline => {
                let log = std::fs::read_to_string(folder.join("log")).unwrap_or_default();
                return Err(error).with_context(|| format!("PostgreSQL did not start: {log}"));
            }
            Err(_) => tokio::time::sleep(std::time::Duration::from_millis(20)).await,
        }
    };
    sqlx::raw_sql("create database giftos_template").execute(&mut connection).await?;
    connection.close().await?;
    giftos::db::Db::open(&address(&folder, TEMPLATE)).await?.close().await;
    Ok(folder)
}

fn start_cluster() -> Result<PathBuf> {
    let binaries = binaries()?;
    let folder = std::env::temp_dir().join(format!("giftos-postgres-{}", uuid::Uuid::now_v7().simple()));
    std::fs::create_dir(&folder)?;
    std::fs::set_permissions(&folder, Permissions::from_mode(0o711))?;
    // initdb refuses root; the package has made this user.
    let as_postgres = is_root()?;
    if as_postgres {
        run(Command::new("chown").arg("postgres:").arg(&folder))?;
    }
    let command = |program: &str| {
        let path = binaries.join(program);
        if !as_postgres {
            return Command::new(path);
        }
        let mut command = Command::new("setpriv");
        command.args(["--reuid=postgres", "--regid=postgres", "--init-groups", "--"]).arg(path);
        command
    };
    let cluster = folder.join("cluster");
    run(command("initdb")
        .args(["--auth=trust", "--username=postgres", "--encoding=UTF8", "--locale=C.UTF-8", "--no-sync"])
        // Sorted as a language sorts, as most distributions set it up: what relies on the order of bytes shows.
        .args(["--locale-provider=icu", "--icu-locale=en", "--pgdata"])
        .arg(&cluster)
        .current_dir(&folder))?;
    let server = command("postgres");
    // The shell waits at the end of its input, which comes when this process ends, in whichever way; then it tidies up.
    let script = "\"$@\" </dev/null >\"$FOLDER/log\" 2>&1 & server=$!; cat >/dev/null; \
        kill -INT $server; wait $server; rm -rf \"$FOLDER\"";
    let mut shell = Command::new("sh");
    shell.args(["-c", script, "postgres"]).arg(server.get_program()).args(server.get_args());
    shell.arg("-D").arg(&cluster).arg("-k").arg(&folder);
    for setting in
        ["listen_addresses=", "fsync=off", "full_page_writes=off", "max_connections=400", "shared_buffers=64MB"]
    {
        shell.args(["-c", setting]);
    }
    shell.env("FOLDER", &folder).current_dir(&folder);
    shell.stdin(Stdio::piped()).stdout(Stdio::null()).stderr(Stdio::null());
    // A test that is interrupted by ctrl-c must not interrupt the shell before it has tidied up.
    std::os::unix::process::CommandExt::process_group(&mut shell, 0);
    let mut child = shell.spawn()?;
    // Held open until the process ends.
    std::mem::forget(child.stdin.take());
    Ok(folder)
}

fn binaries() -> Result<PathBuf> {
    if let Ok(output) = Command::new("pg_config").arg("--bindir").output()
        && output.status.success()
    {
        let path = PathBuf::from(String::from_utf8_lossy(&output.stdout).trim());
        if path.join("initdb").exists() {
            return Ok(path);
        }
    }
    let mut found: Vec<_> = std::fs::read_dir("/usr/lib/postgresql")
        .context(MISSING)?
        .filter_map(|entry| Some(entry.ok()?.path().join("bin")))
        .filter(|path| path.join("initdb").exists())
        .collect();
    found.sort();
    found.pop().context(MISSING)
}

fn is_root() -> Result<bool> {
    let output = Command::new("id").arg("-u").output()?;
    Ok(output.stdout.trim_ascii() == b"0")
}

fn run(command: &mut Command) -> Result<()> {
    let output = command.output().with_context(|| format!("{command:?}"))?;
    if !output.status.success() {
        bail!("{command:?}: {}", String::from_utf8_lossy(&output.stderr));
    }
    ensure!(output.status.success());
    Ok(())
}
