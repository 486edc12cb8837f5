fn main() {
    let labels = std::fs::read_to_string("/tmp/dev.jsonl").unwrap();
    let quiet = std::env::args().nth(1).unwrap() == "kinds";
    for want in std::env::args().skip(if quiet { 2 } else { 1 }) {
        for line in labels.lines() {
            let v: serde_json::Value = serde_json::from_str(line).unwrap();
            let file = v["file"].as_str().unwrap();
            if want != "all" && !file.contains(&want) {
                continue;
            }
            let url = v["url"].as_str().unwrap_or("");
            let url = if url.starts_with("http") {
                url.to_owned()
            } else {
                shared::product_url::resolve("https://nowhere.invalid/", url)
                    .unwrap_or("https://nowhere.invalid/".into())
            };
            let bytes = std::fs::read(format!("/work/shared/corpus/{file}")).unwrap();
            let d = giftos::page::detect_html(&bytes, &url, None);
            if quiet {
                let ok = (d.page != shared::detect::Verdict::NotProduct) == v["is_product"].as_bool().unwrap();
                println!(
                    "{} {:.3} {} {} {}",
                    if ok { "  " } else { "XX" },
                    d.page_confidence,
                    v["is_product"],
                    file,
                    v["difficulty"]
                );
                continue;
            }
            println!(
                "===== {file} {url}\n{:?} {} title={:?}\nprice={:?} list={:?} image={:?} av={:?} brand={:?} sku={:?}",
                d.page,
                d.page_confidence,
                d.product.title,
                d.product.price,
                d.product.list_price,
                d.product.image,
                d.product.availability,
                d.product.brand,
                d.product.sku
            );
            println!(
                "LABEL {} | {} {} | list {} | {} | {} | {} | {}",
                v["title"],
                v["price"],
                v["currency"],
                v["list_price"],
                v["image"],
                v["availability"],
                v["brand"],
                v["note"]
            );
            for p in &d.prices {
                println!(
                    "   {:?} {:?} {:?} {:?} {:.2} [{}]",
                    p.price.amount, p.price.currency, p.kind, p.source, p.confidence, p.context
                );
            }
            for p in d.images.iter().take(4) {
                println!("   {:?} {:.2} {}", p.source, p.confidence, p.url);
            }
            println!("   {:?}", d.notes);
        }
    }
}
