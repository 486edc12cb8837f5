//! Uploading pictures, showing them, and what becomes of those that nothing shows any more.

use std::time::{Duration, Instant};

use giftos_tests::app::{PASSWORD, body_of, sent};
use giftos_tests::uploads::{SECRET, chunk, jpeg, photo, png, png_with, talkative_jpeg};
use giftos_tests::{Person, TestApp, on_both_engines};
use reqwest::{Method, Response};
use serde_json::{Value, json};
use shared::wire::accounts::ServerRole;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

use crate::wishes::{board, board_path, id, item_path, save_of, text, told, wish};

const DAY: Duration = Duration::from_secs(24 * 60 * 60);
const MOST: usize = 10 * 1024 * 1024;

async fn put(person: &Person, id: &str, content_type: &str, bytes: Vec<u8>) -> Response {
    let request = person.request(Method::PUT, &format!("/api/v1/uploads/{id}"));
    sent(request.header("content-type", content_type).body(bytes)).await
}

/// Uploads a picture; gives its path.
pub(crate) async fn upload(person: &Person, bytes: Vec<u8>) -> String {
    let view = body_of(put(person, &id(), "image/png", bytes).await, 201).await;
    text(&view["path"])
}

/// A picture like no other of this number.
fn numbered(number: u32) -> Vec<u8> {
    png(&photo(20 + number, 20))
}

async fn status(test: &TestApp, path: &str) -> u16 {
    sent(test.request(Method::GET, path)).await.status().as_u16()
}

/// Waits until it is gone; the server looks once in an hour of its clock.
async fn goes(test: &TestApp, path: &str) {
    let deadline = Instant::now() + Duration::from_secs(30);
    while status(test, path).await != 404 {
        assert!(Instant::now() < deadline, "{path} is still there");
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
}

/// Lets time pass, and waits until the server has looked what is to go: a picture that is told to go does.
async fn passes(test: &TestApp, by: Duration) -> Person {
    let ana = again(test).await;
    let told = upload(&ana, jpeg(&photo(9, u32::try_from(test.clock.now().as_millis() % 1000).unwrap() + 9))).await;
    test.advance(by.max(DAY + Duration::from_secs(1)));
    goes(test, &told).await;
    again(test).await
}

async fn again(test: &TestApp) -> Person {
    test.person(test.post("/api/v1/sessions", &json!({"email": "ana@example.org", "password": PASSWORD})).await).await
}

/// The status of a request that is written as it stands.
async fn raw(test: &TestApp, head: &str, body: &[u8]) -> String {
    let mut stream = TcpStream::connect(test.address).await.unwrap();
    stream.write_all(head.as_bytes()).await.unwrap();
    stream.write_all(body).await.unwrap();
    let mut answer = Vec::new();
    stream.read_to_end(&mut answer).await.unwrap();
    String::from_utf8_lossy(&answer).into_owned()
}

fn head(person: &Person, more: &str) -> String {
    let token = person.tokens.access_token.expose();
    format!(
        "PUT /api/v1/uploads/{} HTTP/1.1\r\nhost: x\r\nconnection: close\r\nauthorization: Bearer {token}\r\n\
         content-type: image/jpeg\r\n{more}\r\n\r\n",
        id()
    )
}

on_both_engines! {
    async fn an_upload_is_shown_to_whoever_has_its_address(engine) {
        let test = TestApp::start_with(engine, |config| config.anonymous_per_hour = 3).await;
        let ana = test.register("ana").await;
        let made = id();
        let view = body_of(put(&ana, &made, "image/jpeg", talkative_jpeg(&photo(2000, 1000), 6)).await, 201).await;
        assert_eq!((&view["id"], &view["width"], &view["height"]), (&json!(made), &json!(800), &json!(1600)));
        let path = text(&view["path"]);
        let key = path.strip_prefix("/api/v1/pictures/").unwrap();
        assert!(key.len() == 32 && !made.contains(key) && !view["id"].as_str().unwrap().contains(key));
        // More often than anybody may ask for anything else.
        for _ in 0..10 {
            let shown = sent(test.request(Method::GET, &path)).await;
            assert_eq!(shown.status(), 200);
            for (name, value) in [
                ("content-type", "image/jpeg"),
                ("cache-control", "private, max-age=31536000, immutable"),
                ("content-security-policy", "default-src 'none'; sandbox"),
                ("x-content-type-options", "nosniff"),
                ("cross-origin-resource-policy", "cross-origin"),
                ("referrer-policy", "no-referrer"),
                ("etag", "\"1\""),
            ] {
                assert_eq!(shown.headers()[name], value, "{name}");
            }
            assert!(shown.headers().get("ratelimit").is_none() && shown.headers().get("content-encoding").is_none());
            let bytes = shown.bytes().await.unwrap();
            assert!(!bytes.windows(SECRET.len()).any(|window| window == SECRET.as_bytes()));
        }
        let thumb = sent(test.request(Method::GET, &format!("{path}?size=thumb"))).await;
        let thumb = giftos_tests::uploads::pixels(&thumb.bytes().await.unwrap());
        assert_eq!((thumb.width(), thumb.height()), (160, 320));
        let full = sent(test.request(Method::GET, &format!("{path}?size=full"))).await.bytes().await.unwrap();
        let headed = sent(test.request(Method::HEAD, &path)).await;
        assert_eq!((headed.status().as_u16(), &headed.headers()["content-length"]), (200, &full.len().to_string().parse().unwrap()));
        assert!(headed.bytes().await.unwrap().is_empty());
        for known in ["\"1\"", "W/\"1\"", "\"0\", \"1\"", "*"] {
            let same = sent(test.request(Method::GET, &path).header("if-none-match", known)).await;
            assert_eq!((same.status().as_u16(), &same.headers()["etag"]), (304, &"\"1\"".parse().unwrap()), "{known}");
            assert!(same.bytes().await.unwrap().is_empty());
        }
        assert_eq!(sent(test.request(Method::GET, &path).header("if-none-match", "\"2\"")).await.status(), 200);
        assert_eq!(status(&test, &format!("{path}?size=huge")).await, 400);
        for nothing in [made.as_str(), "x", "%00", &key[1..], &format!("{}A", &key[1..])] {
            assert_eq!(status(&test, &format!("/api/v1/pictures/{nothing}")).await, 404, "{nothing}");
        }
        // Other requests of this address still count.
        assert_eq!(sent(test.request(Method::GET, "/api/v1/me")).await.headers()["ratelimit-policy"], "\"anonymous\";q=3;w=3600");
    }

    async fn the_same_again_is_there_and_anything_else_is_refused(engine) {
        let test = TestApp::start(engine).await;
        let (ana, bo) = (test.register("ana").await, test.register("bo").await);
        let made = id();
        let first = body_of(put(&ana, &made, "image/png", numbered(1)).await, 201).await;
        assert_eq!(body_of(put(&ana, &made, "image/png", numbered(1)).await, 200).await, first);
        // A header that is wrong among those that are taken changes nothing.
        assert_eq!(body_of(put(&ana, &made, "image/gif", numbered(1)).await, 200).await, first);
        assert_eq!(body_of(put(&ana, &id(), "image/png", numbered(1)).await, 200).await, first, "the same bytes");
        let taken = told(put(&ana, &made, "image/png", numbered(2)).await).await;
        assert_eq!(taken.0, 409);
        assert_eq!(told(put(&bo, &made, "image/png", numbered(1)).await).await, taken, "whoever's it is");
        let theirs = body_of(put(&bo, &id(), "image/png", numbered(1)).await, 201).await;
        assert!(theirs["id"] != first["id"] && theirs["path"] != first["path"], "no account learns of another's");
        // Two at once are one.
        let (a, b) = (id(), id());
        let (one, two) = tokio::join!(put(&ana, &a, "image/png", numbered(3)), put(&ana, &b, "image/png", numbered(3)));
        let mut statuses = [one.status().as_u16(), two.status().as_u16()];
        statuses.sort_unstable();
        assert_eq!(statuses, [200, 201]);
        let (one, two): (Value, Value) = (one.json().await.unwrap(), two.json().await.unwrap());
        assert_eq!(one["path"], two["path"]);
        assert_eq!(put(&ana, "no-id", "image/png", numbered(4)).await.status(), 404);
    }

    async fn what_is_no_picture_is_told_what_is_taken(engine) {
        let test = TestApp::start(engine).await;
        let ana = test.register("ana").await;
        for (content_type, bytes, status, words) in [
            ("image/svg+xml", numbered(1), 415, "Send a JPEG, PNG, WebP or GIF."),
            ("text/html", numbered(1), 415, "Content-Type is image/jpeg"),
            ("application/octet-stream", numbered(1), 415, "Content-Type is"),
            ("image/png", b"<svg xmlns='http://www.w3.org/2000/svg'/>".to_vec(), 415, "This is an SVG drawing. Send a JPEG, PNG, WebP or GIF."),
            ("image/jpeg", b"\0\0\0\x20ftypheic\0\0\0\0".to_vec(), 415, "This is an HEIC picture."),
            ("image/jpeg", b"\0\0\0\x20ftypavif\0\0\0\0".to_vec(), 415, "This is an AVIF picture."),
            ("image/png", b"II*\0".to_vec(), 415, "This is a TIFF picture"),
            ("image/png", b"%PDF-1.7".to_vec(), 415, "This is a PDF."),
            ("image/gif", b"<!doctype html><img>".to_vec(), 415, "This is a web page."),
            ("image/gif", Vec::new(), 415, "This is nothing at all."),
            ("image/png", numbered(1)[..40].to_vec(), 422, "The picture is damaged"),
            ("image/png", giftos_tests::uploads::announced_png((30_000, 30_000), (8, 6), b""), 422, "too many pixels"),
        ] {
            let problem = body_of(put(&ana, &id(), content_type, bytes).await, status).await;
            assert!(problem["detail"].as_str().unwrap().contains(words), "{words}: {problem}");
            assert_eq!(problem["type"], if status == 415 { "/problems/unsupported-media-type" } else { "/problems/invalid" });
        }
        // A file that is a picture and a page at once becomes a picture.
        let page = png_with(&numbered(1), &[chunk(b"tEXt", b"a\0<script>alert(1)</script>")]);
        let path = upload(&ana, [page, b"<script>alert(1)</script>".to_vec()].concat()).await;
        let shown = sent(test.request(Method::GET, &path)).await.bytes().await.unwrap();
        assert!(!shown.windows(7).any(|window| window == b"<script"));
        let packed = ana.request(Method::PUT, &format!("/api/v1/uploads/{}", id())).header("content-encoding", "gzip");
        body_of(sent(packed.header("content-type", "image/png").body(numbered(1))).await, 415).await;
    }

    async fn ten_megabytes_and_no_byte_more(engine) {
        let test = TestApp::start(engine).await;
        let ana = test.register("ana").await;
        let mut full = jpeg(&photo(64, 64));
        full.resize(MOST, 0);
        body_of(put(&ana, &id(), "image/jpeg", full.clone()).await, 201).await;
        full.push(0);
        // Refused for what it announces, and for what comes without having been announced.
        let announced = raw(&test, &head(&ana, &format!("content-length: {}", full.len())), b"").await;
        let chunked = [format!("{:x}\r\n", full.len()).as_bytes(), &full].concat();
        let counted = raw(&test, &head(&ana, "transfer-encoding: chunked"), &chunked).await;
        for answer in [announced, counted] {
            assert!(answer.starts_with("HTTP/1.1 413 ") && answer.contains("at most 10 MB (10485760 bytes)"), "{answer}");
        }
    }

    async fn an_account_has_room_for_so_many_and_no_more(engine) {
        let test = TestApp::start_with(engine, |config| config.max_pictures = 2).await;
        let (ana, bo) = (test.register("ana").await, test.register("bo").await);
        for number in [1, 2] {
            upload(&ana, numbered(number)).await;
        }
        let problem = body_of(put(&ana, &id(), "image/png", numbered(3)).await, 409).await;
        assert_eq!(problem["detail"], "An account has at most 2 pictures; one that nothing shows any more goes within 30 days.");
        body_of(put(&ana, &id(), "image/png", numbered(2)).await, 200).await;
        upload(&bo, numbered(3)).await;
        let test = TestApp::start_with(engine, |config| config.max_picture_megabytes = 0).await;
        let ana = test.register("ana").await;
        let problem = body_of(put(&ana, &id(), "image/png", numbered(3)).await, 409).await;
        assert!(problem["detail"].as_str().unwrap().starts_with("The pictures of an account have at most 0 MB;"), "{problem}");
    }

    async fn only_ones_own_may_be_shown(engine) {
        let test = TestApp::start(engine).await;
        let (ana, bo) = (test.register("ana").await, test.register("bo").await);
        let made = board(&bo, "Theirs", "private").await;
        let item = wish(&bo, "Bowl", &made).await;
        let of_ana = upload(&ana, numbered(1)).await;
        let of_nobody = format!("/api/v1/pictures/{}", "A".repeat(32));
        let elsewhere = |path: &str| format!("https://other.example{path}");
        for (method, path, field) in [
            (Method::PATCH, item_path(&item, ""), "image"),
            (Method::PATCH, board_path(&made, ""), "cover_image"),
            (Method::PATCH, "/api/v1/me".to_owned(), "avatar"),
        ] {
            let ask = async |address: &str| {
                let request = bo.request(method.clone(), &path).header("if-match", "*").json(&json!({field: address}));
                told(sent(request).await).await
            };
            let refused = ask(&of_nobody).await;
            assert_eq!(refused.0, 422, "{path}");
            assert_eq!(refused.1["errors"], json!([{"field": field, "detail": "is no picture that this account uploaded; upload it first"}]));
            for address in [of_ana.clone(), elsewhere(&of_ana), elsewhere(&of_nobody)] {
                assert_eq!(ask(&address).await, refused, "{address}");
            }
        }
        let new = json!({"id": id(), "name": "New", "kind": "ideas", "cover_image": of_ana});
        body_of(bo.post("/api/v1/boards", &new).await, 422).await;
        // An avatar is never loaded from elsewhere.
        body_of(bo.patch("/api/v1/me", None, &json!({"avatar": "https://shop.example/me.png"})).await, 422).await;
        // On a page that is saved, somebody else's picture is an address like any other, and no reason to lose the save.
        let mut page = save_of("https://gifts.example/a", &json!([made["id"]]));
        page["page"]["image"] = json!(elsewhere(&of_ana));
        let saved = body_of(bo.post("/api/v1/items", &page).await, 201).await;
        assert_eq!(saved["item"]["image"], json!(elsewhere(&of_ana)));
        page["id"] = json!(id());
        page["page"]["url"] = json!("https://gifts.example/b");
        page["page"]["image"] = json!(of_ana);
        body_of(bo.post("/api/v1/items", &page).await, 422).await;
        passes(&test, DAY).await;
        goes(&test, &of_ana).await;
    }

    async fn items_boards_and_people_show_them(engine) {
        let test = TestApp::start(engine).await;
        let (ana, bo) = (test.register("ana").await, test.register("bo").await);
        let path = upload(&ana, numbered(1)).await;
        let whole = format!("{}{path}", test.base);
        let new = json!({"id": id(), "name": "Ours", "kind": "ideas", "cover_image": whole});
        let made = body_of(ana.post("/api/v1/boards", &new).await, 201).await;
        assert_eq!(made["cover_image"], json!(path));
        let mut page = save_of("https://shop.example/mug", &json!([made["id"]]));
        page["page"]["image"] = json!(whole);
        let saved = body_of(ana.post("/api/v1/items", &page).await, 201).await;
        assert_eq!(saved["item"]["image"], json!(path));
        let product = body_of(ana.get(&format!("/api/v1/products/{}", text(&saved["item"]["product_id"]))).await, 200).await;
        assert_eq!(product["image"], Value::Null, "an upload is no word of the shop");
        let me = body_of(ana.patch("/api/v1/me", None, &json!({"avatar": whole})).await, 200).await;
        assert_eq!(me["avatar"], json!(path));
        assert_eq!(body_of(ana.get("/api/v1/me").await, 200).await["avatar"], json!(path));
        body_of(ana.patch("/api/v1/me", None, &json!({"display_name": "Ana"})).await, 200).await;
        assert_eq!(body_of(ana.get("/api/v1/me").await, 200).await["avatar"], json!(path));

        let of_bo = upload(&bo, numbered(1)).await;
        body_of(bo.patch("/api/v1/me", None, &json!({"avatar": of_bo})).await, 200).await;
        let editor = body_of(ana.post(&board_path(&made, "/editors"), &json!({"email": "bo@example.org"})).await, 201).await;
        assert_eq!(editor["avatar"], json!(of_bo));
        assert_eq!(body_of(bo.get(&board_path(&made, "/editors")).await, 200).await[0]["avatar"], json!(of_bo));
        // An editor leaves it as it is, however it is addressed, or puts one of their own there.
        let item = item_path(&text(&saved["item"]["id"]), "");
        let kept = body_of(bo.patch(&item, Some("*"), &json!({"title": "Cup", "image": whole})).await, 200).await;
        assert_eq!((&kept["title"], &kept["image"]), (&json!("Cup"), &json!(path)));
        body_of(bo.patch(&item, Some("*"), &json!({"image": of_bo})).await, 200).await;
        body_of(bo.patch(&item, Some("*"), &json!({"image": path})).await, 422).await;
        body_of(bo.patch("/api/v1/me", None, &json!({"avatar": null})).await, 200).await;
        assert_eq!(body_of(bo.get(&board_path(&made, "/editors")).await, 200).await[0]["avatar"], Value::Null);
        // Sent again after it is long gone, a request is still the one that was carried out.
        body_of(ana.patch("/api/v1/me", None, &json!({"avatar": null})).await, 200).await;
        body_of(ana.patch(&board_path(&made, ""), Some("*"), &json!({"cover_image": null})).await, 200).await;
        let ana = passes(&test, DAY * 31).await;
        goes(&test, &path).await;
        body_of(ana.post("/api/v1/boards", &new).await, 200).await;
        body_of(ana.post("/api/v1/items", &page).await, 200).await;
        assert_eq!(status(&test, &of_bo).await, 200);
    }

    async fn what_nothing_shows_goes_after_a_day_and_what_was_shown_after_thirty(engine) {
        let test = TestApp::start(engine).await;
        let ana = test.register("ana").await;
        let made = board(&ana, "Mine", "private").await;
        let (one, two) = (wish(&ana, "Bowl", &made).await, wish(&ana, "Cup", &made).await);
        let show = async |ana: &Person, item: &str, image: Value| {
            body_of(ana.patch(&item_path(item, ""), Some("*"), &json!({"image": image})).await, 200).await;
        };
        let [unused, shared, replaced] = [upload(&ana, numbered(1)).await, upload(&ana, numbered(2)).await, upload(&ana, numbered(3)).await];
        show(&ana, &one, json!(shared)).await;
        show(&ana, &two, json!(replaced)).await;
        show(&ana, &two, json!(shared)).await;
        test.advance(Duration::from_secs(23 * 60 * 60));
        // Sent again, it has a day again.
        let ana = again(&test).await;
        let kept = upload_again(&ana, numbered(1)).await;
        assert_eq!(kept, unused);
        test.advance(Duration::from_secs(23 * 60 * 60));
        let ana = again(&test).await;
        let probe = upload(&ana, numbered(9)).await;
        assert_eq!(status(&test, &unused).await, 200);
        test.advance(Duration::from_secs(25 * 60 * 60));
        goes(&test, &unused).await;
        goes(&test, &probe).await;
        assert_eq!((status(&test, &shared).await, status(&test, &replaced).await), (200, 200), "a way back is open");
        let ana = passes(&test, DAY * 26).await;
        assert_eq!(status(&test, &replaced).await, 200);
        let ana2 = passes(&test, DAY * 2).await;
        goes(&test, &replaced).await;

        // In the bin it is kept with what shows it, and as long as anything does.
        drop(ana);
        assert_eq!(ana2.delete(&item_path(&one, "")).await.status(), 204);
        assert_eq!(ana2.delete(&item_path(&two, "")).await.status(), 204);
        let ana = passes(&test, DAY * 29).await;
        assert_eq!(status(&test, &shared).await, 200);
        body_of(ana.post(&item_path(&two, "/restore"), &json!({})).await, 200).await;
        let ana = passes(&test, DAY * 40).await;
        assert_eq!(ana.get(&item_path(&one, "")).await.status(), 404);
        assert_eq!(status(&test, &shared).await, 200);
        assert_eq!(ana.delete(&item_path(&two, "")).await.status(), 204);
        passes(&test, DAY * 31).await;
        goes(&test, &shared).await;
    }

    async fn a_cover_goes_with_its_board(engine) {
        let test = TestApp::start(engine).await;
        let ana = test.register("ana").await;
        let path = upload(&ana, numbered(1)).await;
        let new = json!({"id": id(), "name": "Ours", "kind": "ideas", "cover_image": path});
        let made = body_of(ana.post("/api/v1/boards", &new).await, 201).await;
        let ana = passes(&test, DAY * 60).await;
        assert_eq!(status(&test, &path).await, 200);
        assert_eq!(ana.delete(&board_path(&made, "")).await.status(), 204);
        passes(&test, DAY * 29).await;
        assert_eq!(status(&test, &path).await, 200);
        passes(&test, DAY * 2).await;
        goes(&test, &path).await;
        // The same bytes are another picture then.
        assert_ne!(upload(&again(&test).await, numbered(1)).await, path);
    }

    async fn whoever_was_shut_out_shows_nothing(engine) {
        let test = TestApp::start(engine).await;
        let (ana, boss) = (test.register("ana").await, test.register("boss").await);
        assert!(giftos::accounts::set_role(&test.app.db, "boss@example.org", ServerRole::Operator).await.unwrap());
        let path = upload(&ana, numbered(1)).await;
        let account = format!("/api/v1/operator/accounts/{}", ana.tokens.account.id);
        body_of(boss.post(&format!("{account}/deactivate"), &json!({})).await, 200).await;
        let shut = told(sent(test.request(Method::GET, &path)).await).await;
        assert_eq!(shut, told(sent(test.request(Method::GET, &format!("/api/v1/pictures/{}", "A".repeat(32)))).await).await);
        body_of(boss.post(&format!("{account}/restore"), &json!({})).await, 200).await;
        assert_eq!(status(&test, &path).await, 200);
    }
}

async fn upload_again(person: &Person, bytes: Vec<u8>) -> String {
    text(&body_of(put(person, &id(), "image/png", bytes).await, 200).await["path"])
}
