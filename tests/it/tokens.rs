//! Forged, stale and misplaced tokens are refused, whatever is wrong with them.

use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD, URL_SAFE, URL_SAFE_NO_PAD};
use giftos::accounts::token::Claims;
use giftos_tests::app::{START, body_of, sent};
use giftos_tests::{Engine, Person, TestApp, on_both_engines};
use reqwest::Method;
use serde_json::{Value, json};
use shared::id::{AccountId, SessionId};

const HEADER: &str = r#"{"typ":"JWT","alg":"EdDSA"}"#;

async fn status(test: &TestApp, token: &str) -> u16 {
    let request = test.request(Method::GET, "/api/v1/me").header("authorization", format!("Bearer {token}"));
    sent(request).await.status().as_u16()
}

/// Signs any header and claims with the server's own key, as a thief of the key could not do better.
async fn sign(test: &TestApp, header: &str, claims: &str) -> String {
    use ed25519_dalek::Signer;
    use ed25519_dalek::pkcs8::DecodePrivateKey;
    let giftos::db::Db::Sqlite { readers, .. } = &test.app.db else { panic!("SQLite") };
    let key: String = sqlx::query_scalar("select pkcs8 from signing_key").fetch_one(readers).await.unwrap();
    let key = ed25519_dalek::SigningKey::from_pkcs8_der(&URL_SAFE_NO_PAD.decode(key).unwrap()).unwrap();
    let text = format!("{}.{}", URL_SAFE_NO_PAD.encode(header), URL_SAFE_NO_PAD.encode(claims));
    let signature = key.sign(text.as_bytes());
    format!("{text}.{}", URL_SAFE_NO_PAD.encode(signature.to_bytes()))
}

fn claims(person: &Person, change: impl FnOnce(&mut Value)) -> String {
    let exp = START.as_millis() / 1000 + 600;
    let mut claims = json!({"sub": person.tokens.account.id, "sid": person.tokens.session_id, "exp": exp});
    change(&mut claims);
    claims.to_string()
}

#[tokio::test]
async fn the_key_alone_opens_only_what_our_own_tokens_open() {
    let test = TestApp::start(Engine::Sqlite).await;
    let ana = test.register("ana").await;
    let good = claims(&ana, |_| ());
    assert_eq!(status(&test, &sign(&test, HEADER, &good).await).await, 200);

    let now = START.as_millis() / 1000;
    for (name, change) in [
        ("exp missing", json!({"exp": null, "-": "exp"})),
        ("exp null", json!({"exp": null})),
        ("exp a text", json!({"exp": "9999999999"})),
        ("exp a fraction", json!({"exp": now as f64 + 600.5})),
        ("exp negative", json!({"exp": -1})),
        ("exp enormous", json!({"exp": 1e300})),
        ("exp now", json!({"exp": now})),
        ("exp 61 s ago", json!({"exp": now - 61})),
        ("exp in ten years", json!({"exp": now + 10 * 365 * 86400})),
        ("exp the largest number", json!({"exp": i64::MAX})),
        ("sub a number", json!({"sub": 1})),
        ("sub an object", json!({"sub": {}})),
        ("sub of another account", json!({"sub": AccountId::new(START, [7; 10])})),
        ("sid of no session", json!({"sid": SessionId::new(START, [7; 10])})),
        ("iat in an hour", json!({"iat": now + 3600})),
        ("iss of somebody", json!({"iss": "https://evil.example"})),
        ("a role", json!({"role": "operator"})),
    ] {
        let token = claims(&ana, |claims| {
            for (key, value) in change.as_object().unwrap() {
                claims[key] = value.clone();
            }
            if let Some(missing) = claims.as_object_mut().unwrap().remove("-") {
                claims.as_object_mut().unwrap().remove(missing.as_str().unwrap());
            }
        });
        assert_eq!(status(&test, &sign(&test, HEADER, &token).await).await, 401, "{name}");
    }
    for header in [
        r#"{"typ":"JWT","alg":"EdDSA","kid":"../../dev/null"}"#,
        r#"{"typ":"JWT","alg":"EdDSA","kid":"1' or '1'='1"}"#,
        r#"{"typ":"JWT","alg":"EdDSA","jku":"http://127.0.0.1:1/keys"}"#,
        r#"{"typ":"JWT","alg":"EdDSA","x5u":"http://127.0.0.1:1/keys"}"#,
        r#"{"alg":"EdDSA"}"#,
        r#"{"typ":"JWT","alg":"ES256"}"#,
    ] {
        assert_eq!(status(&test, &sign(&test, header, &good).await).await, 401, "{header}");
    }
}

#[tokio::test]
async fn other_algorithms_and_altered_tokens_are_refused() {
    let test = TestApp::start(Engine::Sqlite).await;
    let ana = test.register("ana").await;
    let token = ana.tokens.access_token.expose().to_owned();
    assert_eq!(status(&test, &token).await, 200);
    let [header, body, signature] = token.split('.').collect::<Vec<_>>()[..] else { panic!("{token}") };

    for algorithm in ["none", "nOnE", "NONE", "None", "HS256", "HS384", "HS512", "RS256", "PS256"] {
        let header = URL_SAFE_NO_PAD.encode(json!({"typ": "JWT", "alg": algorithm}).to_string());
        for signature in ["", signature, "AAAA"] {
            assert_eq!(status(&test, &format!("{header}.{body}.{signature}")).await, 401, "{algorithm}");
        }
    }
    let raw = URL_SAFE_NO_PAD.decode(signature).unwrap();
    for position in 0..raw.len() {
        let mut altered = raw.clone();
        altered[position] ^= 1;
        let altered = URL_SAFE_NO_PAD.encode(altered);
        assert!(
            test.app.tokens.verify(&format!("{header}.{body}.{altered}"), START).is_none(),
            "bit of byte {position}"
        );
    }
    for variant in [
        URL_SAFE.encode(&raw),
        STANDARD.encode(&raw),
        format!("{signature}="),
        format!("{signature}A"),
        format!("{}/", &signature[..signature.len() - 1]),
    ] {
        assert_eq!(status(&test, &format!("{header}.{body}.{variant}")).await, 401, "{variant}");
    }
    for odd in [
        format!("{token}.."),
        format!("{header}.{body}.{signature}.{body}.{signature}"),
        format!("{header}.{body}"),
        format!(" {token}"),
        format!("{token} "),
        format!("{token}\u{a0}"),
        token.to_uppercase(),
        "a".repeat(5000),
        String::new(),
    ] {
        assert!(test.app.tokens.verify(&odd, START).is_none(), "{odd:?}");
    }
    for odd in ["\n", "\0", " \t"] {
        assert!(test.app.tokens.verify(&format!("{token}{odd}"), START).is_none(), "{odd:?}");
        assert!(test.app.tokens.verify(&format!("{header}.{odd}{body}.{signature}"), START).is_none(), "{odd:?}");
    }
}

on_both_engines! {
    async fn a_token_counts_only_where_it_belongs(engine) {
        let test = TestApp::start(engine).await;
        let (ana, bob) = (test.register("ana").await, test.register("bob").await);
        let token = ana.tokens.access_token.expose();
        // A refresh token is no access token, and the other way round.
        assert_eq!(status(&test, ana.tokens.refresh_token.expose()).await, 401);
        body_of(test.post("/api/v1/sessions/refresh", &json!({"refresh_token": token})).await, 401).await;
        // Neither the query nor a cookie is looked at.
        let request = test.request(Method::GET, &format!("/api/v1/me?access_token={token}&token={token}"));
        body_of(sent(request).await, 401).await;
        let cookie = format!("session={token}; access_token={token}");
        body_of(sent(test.request(Method::GET, "/api/v1/me").header("cookie", &cookie)).await, 401).await;
        let me = body_of(sent(bob.request(Method::GET, "/api/v1/me").header("cookie", &cookie)).await, 200).await;
        assert_eq!(me["display_name"], "bob");
        // Two tokens at once are none.
        let both = ana.request(Method::GET, "/api/v1/me").header("authorization", format!("Bearer {}", bob.tokens.access_token.expose()));
        body_of(sent(both).await, 401).await;
        for scheme in ["Basic", "Token", "Bearer\u{a0}"] {
            let request = test.request(Method::GET, "/api/v1/me").header("authorization", format!("{scheme} {token}"));
            body_of(sent(request).await, 401).await;
        }
    }

    async fn a_token_of_another_server_is_refused(engine) {
        let (here, there) = (TestApp::start(engine).await, TestApp::start(engine).await);
        let ana = here.register("ana").await;
        assert_eq!(status(&there, ana.tokens.access_token.expose()).await, 401);
    }

    async fn the_key_outlives_a_restart_and_is_shared(engine) {
        let test = TestApp::start(engine).await;
        let ana = test.register("ana").await;
        let again = giftos::App::open(test.app.config.clone(), test.clock.clone(), giftos_tests::hostile_shop::nowhere().unwrap()).await.unwrap();
        let claims = again.tokens.verify(ana.tokens.access_token.expose(), test.clock.now()).unwrap();
        assert_eq!(claims, Claims { account_id: ana.tokens.account.id, session_id: ana.tokens.session_id });
        again.db.close().await;
    }
}
