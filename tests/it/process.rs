//! The program as an operator runs it: it starts, stops, is killed, and loses nothing.

use std::path::Path;
use std::process::Stdio;
use std::time::Duration;

use giftos_tests::app::{PASSWORD, body_of, client};
use giftos_tests::catcher::{Catcher, Fault, Setup, Step};
use reqwest::{Client, StatusCode};
use serde_json::{Value, json};
use tokio::io::{AsyncBufReadExt, AsyncReadExt, BufReader};
use tokio::process::{Child, ChildStderr, Command};

const SOON: Duration = Duration::from_secs(30);

struct Server {
    child: Child,
    log: BufReader<ChildStderr>,
    base: String,
    http: Client,
}

fn command(folder: &Path, arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_server"));
    command.args(arguments).env("DATABASE_URL", format!("sqlite:{}/giftos.sqlite", folder.display()));
    command.env("GIFTOS_RATE_SIGN_IN", "100000").env("GIFTOS_RATE_SIGNED_IN", "1000000").kill_on_drop(true);
    command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
    command
}

impl Server {
    async fn start(folder: &Path) -> Self {
        Self::start_with(folder, &[]).await
    }

    async fn start_with(folder: &Path, settings: &[(&str, &str)]) -> Self {
        let mut command = command(folder, &["serve", "--listen", "127.0.0.1:0"]);
        let mut child = command.envs(settings.iter().copied()).spawn().unwrap();
        let mut log = BufReader::new(child.stderr.take().unwrap());
        let address = tokio::time::timeout(SOON, async {
            let mut line = String::new();
            while log.read_line(&mut line).await.unwrap() > 0 {
                if let Some((_, address)) = line.split_once("address=") {
                    return address.trim().to_owned();
                }
                line.clear();
            }
            panic!("the server ended");
        });
        let base = format!("http://{}", address.await.unwrap());
        Self { child, log, base, http: client() }
    }

    async fn signal(&self, name: &str) {
        let pid = self.child.id().unwrap().to_string();
        assert!(Command::new("kill").args([name, &pid]).status().await.unwrap().success());
    }

    async fn register(&self, name: &str) -> String {
        let body = json!({"email": format!("{name}@example.org"), "password": PASSWORD, "display_name": name});
        let answer = self.http.post(format!("{}/api/v1/accounts", self.base)).json(&body).send().await.unwrap();
        body_of(answer, 201).await["access_token"].as_str().unwrap().to_owned()
    }

    async fn rename(&self, token: &str, name: &str) -> reqwest::Result<StatusCode> {
        let request = self.http.patch(format!("{}/api/v1/me", self.base)).bearer_auth(token);
        Ok(request.json(&json!({"display_name": name})).send().await?.status())
    }

    async fn name(&self, token: &str) -> String {
        let request = self.http.get(format!("{}/api/v1/me", self.base)).bearer_auth(token);
        let body: Value = body_of(request.send().await.unwrap(), 200).await;
        body["display_name"].as_str().unwrap().to_owned()
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_server_killed_in_the_middle_of_writes_has_every_write_that_it_acknowledged() {
    let folder = tempfile::tempdir().unwrap();
    let mut server = Server::start(folder.path()).await;
    let mut people = Vec::new();
    for n in 0..8 {
        people.push((server.register(&format!("p{n}")).await, 0_u32));
    }
    for round in 0..3_u32 {
        let writers: Vec<_> = people
            .iter()
            .map(|(token, last)| {
                let (token, mut last) = (token.clone(), *last);
                let (http, base) = (server.http.clone(), server.base.clone());
                tokio::spawn(async move {
                    loop {
                        let next = last + 1;
                        let request = http.patch(format!("{base}/api/v1/me")).bearer_auth(&token);
                        match request.json(&json!({"display_name": next.to_string()})).send().await {
                            Ok(answer) => assert_eq!(answer.status(), 200),
                            Err(_) => return last,
                        }
                        last = next;
                    }
                })
            })
            .collect();
        // Somewhere in the middle: as soon as some writes were acknowledged.
        let probe = &people[0].0;
        while server.name(probe).await.parse::<u32>().unwrap_or(0) < 20 * (round + 1) {}
        server.signal("-KILL").await;
        server.child.wait().await.unwrap();
        let acknowledged = tokio::time::timeout(SOON, futures::future::join_all(writers)).await.unwrap();

        server = Server::start(folder.path()).await;
        for ((token, last), acknowledged) in people.iter_mut().zip(acknowledged) {
            let (acknowledged, kept) = (acknowledged.unwrap(), server.name(token).await.parse::<u32>().unwrap_or(0));
            // One more may have been written without its answer getting through; none may be missing.
            assert!(kept == acknowledged || kept == acknowledged + 1, "{kept} kept of {acknowledged} acknowledged");
            *last = kept;
        }
    }
    let path = format!("sqlite:{}/giftos.sqlite", folder.path().display());
    let mut connection = <sqlx::SqliteConnection as sqlx::Connection>::connect(&path).await.unwrap();
    let sound: String = sqlx::query_scalar("pragma integrity_check").fetch_one(&mut connection).await.unwrap();
    assert_eq!(sound, "ok");
}

/// Killed while it hands the mail in, and again before it could: what was promised with the account comes once.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_mail_survives_a_server_killed_between_its_cause_and_its_sending() {
    let folder = tempfile::tempdir().unwrap();
    let catcher = Catcher::start(Setup::default()).unwrap();
    let url = catcher.url();
    let settings = [
        ("GIFTOS_SMTP", url.as_str()),
        ("GIFTOS_MAIL_FROM", "GiftOS <gifts@giftos.example>"),
        ("GIFTOS_PUBLIC_URL", "https://gifts.example.org"),
        // A dead worker's mail is taken again after twice this, and five seconds.
        ("GIFTOS_SMTP_SECONDS", "2"),
    ];
    for (step, name) in [(Step::Greeting, "ana"), (Step::Rcpt, "ben")] {
        let caught = catcher.caught().len();
        let sessions = catcher.sessions();
        let mut server = Server::start_with(folder.path(), &settings).await;
        catcher.fail(step, Fault::Hang);
        server.register(name).await;
        catcher.wait_for_sessions(sessions + 1).await;
        server.signal("-KILL").await;
        server.child.wait().await.unwrap();
        assert_eq!(catcher.caught().len(), caught, "{step:?}: it came before the server died");

        let mut server = Server::start_with(folder.path(), &settings).await;
        let caught = catcher.wait_for(caught + 1).await;
        assert_eq!(caught.last().unwrap().to, [format!("{name}@example.org")]);
        // Its link works, and the next mail is the next one: none came twice.
        let link = caught.last().unwrap().link("https://gifts.example.org/mail/confirm/").unwrap();
        let token = link.rsplit('/').next().unwrap();
        let confirm = server.http.post(format!("{}/api/v1/confirmations", server.base)).json(&json!({"token": token}));
        assert_eq!(confirm.send().await.unwrap().status(), 204);
        let forgot = server.http.post(format!("{}/api/v1/password-resets", server.base));
        let forgot = forgot.json(&json!({"email": format!("{name}@example.org")}));
        assert_eq!(forgot.send().await.unwrap().status(), 202);
        let caught = catcher.wait_for(caught.len() + 1).await;
        assert!(caught.last().unwrap().link("https://gifts.example.org/mail/reset/").is_some());
        let ids: std::collections::BTreeSet<_> =
            caught.iter().map(|mail| mail.message().message_id().unwrap().to_owned()).collect();
        assert_eq!(ids.len(), caught.len(), "a mail came twice");
        // Killed here, between the mail server's word and its being written down, it would send the last one again, as it must.
        server.signal("-TERM").await;
        server.child.wait().await.unwrap();
    }
}

#[tokio::test]
async fn sigterm_stops_it_cleanly_and_it_starts_again_with_what_it_had() {
    let folder = tempfile::tempdir().unwrap();
    let mut server = Server::start(folder.path()).await;
    let token = server.register("ana").await;
    assert_eq!(server.rename(&token, "Ana María").await.unwrap(), 200);
    server.signal("-TERM").await;
    let status = tokio::time::timeout(SOON, server.child.wait()).await.unwrap().unwrap();
    assert!(status.success(), "{status}");
    let mut log = String::new();
    server.log.read_to_string(&mut log).await.unwrap();
    assert!(log.contains("stopped"), "{log}");
    // Nothing is left to recover: the file is whole by itself.
    assert!(!folder.path().join("giftos.sqlite-wal").exists());
    let server = Server::start(folder.path()).await;
    assert_eq!(server.name(&token).await, "Ana María");
}

#[tokio::test]
async fn the_log_never_holds_a_password_or_a_token() {
    let folder = tempfile::tempdir().unwrap();
    let mut server = Server::start(folder.path()).await;
    let token = server.register("ana").await;
    let url = format!("{}/api/v1/me?access_token={token}&token={token}", server.base);
    assert_eq!(server.http.get(url).send().await.unwrap().status(), 401);
    server.signal("-TERM").await;
    server.child.wait().await.unwrap();
    let mut log = String::new();
    server.log.read_to_string(&mut log).await.unwrap();
    assert!(!log.contains(&token) && !log.contains(PASSWORD), "{log}");
}

#[cfg(unix)]
#[tokio::test]
async fn only_its_owner_can_read_the_database_file() {
    use std::os::unix::fs::PermissionsExt;
    let folder = tempfile::tempdir().unwrap();
    let server = Server::start(folder.path()).await;
    server.register("ana").await;
    for name in ["giftos.sqlite", "giftos.sqlite-wal"] {
        let mode = std::fs::metadata(folder.path().join(name)).unwrap().permissions().mode();
        assert_eq!(mode & 0o077, 0, "{name}: {mode:o}");
    }
}

#[tokio::test]
async fn an_operator_is_made_on_the_command_line() {
    let folder = tempfile::tempdir().unwrap();
    let output = command(folder.path(), &["migrate"]).output().await.unwrap();
    assert!(output.status.success());
    let output = command(folder.path(), &["operator", "grant", "ana@example.org"]).output().await.unwrap();
    assert!(!output.status.success());
    assert!(String::from_utf8_lossy(&output.stderr).contains("register it first"));

    let server = Server::start(folder.path()).await;
    let token = server.register("ana").await;
    let accounts = || server.http.get(format!("{}/api/v1/operator/accounts", server.base)).bearer_auth(&token);
    assert_eq!(accounts().send().await.unwrap().status(), 403);
    for (change, status) in [("grant", 200), ("revoke", 403)] {
        // Beside the running server, as an operator does it.
        let output = command(folder.path(), &["operator", change, "Ana@Example.org"]).output().await.unwrap();
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        assert_eq!(accounts().send().await.unwrap().status(), status, "{change}");
    }
}

#[tokio::test]
async fn a_start_that_cannot_work_says_why() {
    let folder = tempfile::tempdir().unwrap();
    let taken = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let address = taken.local_addr().unwrap().to_string();
    let output = command(folder.path(), &["serve", "--listen", &address]).output().await.unwrap();
    assert!(!output.status.success());
    let text = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(text.contains(&address), "{text}");
    // A mail server alone sends no mail: the rest is asked for, and its password is not said.
    for (name, value, missing) in [
        ("GIFTOS_SMTP", "smtps://giftos:a-password@mail.example.org", "--mail-from"),
        ("GIFTOS_SMTP", "mail.example.org", "smtps://"),
        ("GIFTOS_SMTP_CERTIFICATES", "/nowhere/at/all.pem", "No such file"),
    ] {
        let output = command(folder.path(), &["serve"]).env(name, value).output().await.unwrap();
        let text = String::from_utf8_lossy(&output.stderr).into_owned();
        assert!(!output.status.success() && text.contains(missing) && !text.contains("a-password"), "{text}");
    }
    for url in ["sqlite:/nowhere/at/all.sqlite", "postgres://nobody@127.0.0.1:1/none", "mysql://x"] {
        let output = command(folder.path(), &["migrate"]).env("DATABASE_URL", url).output().await.unwrap();
        assert!(!output.status.success(), "{url}");
        assert!(!output.stderr.is_empty(), "{url}");
    }
}

#[tokio::test]
async fn a_proxy_that_nobody_named_is_told_of_once() {
    let folder = tempfile::tempdir().unwrap();
    let mut server = Server::start(folder.path()).await;
    for client in ["203.0.113.5", "203.0.113.6"] {
        let request = server.http.get(format!("{}/api/v1/me", server.base)).header("x-forwarded-for", client);
        assert_eq!(request.send().await.unwrap().status(), 401);
    }
    server.signal("-TERM").await;
    server.child.wait().await.unwrap();
    let mut log = String::new();
    server.log.read_to_string(&mut log).await.unwrap();
    assert_eq!(log.matches("GIFTOS_TRUSTED_PROXIES").count(), 1, "{log}");
}
