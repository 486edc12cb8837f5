fn main() {
    let f = std::env::args().nth(1).unwrap();
    let bytes = std::fs::read(&f).unwrap();
    let p = giftos::page::evidence(&bytes, "https://nowhere.invalid/", None);
    eprintln!("{} nodes trunc {} title {}", p.nodes().len(), p.truncated, p.title);
    for at in 0..p.nodes().len() {
        let t = p.text(at);
        let depth = p.ancestors(at).count();
        println!(
            "{at} {}{} .{} #{} ip={} {}",
            " ".repeat(depth.min(60)),
            p.tag(at).as_str(),
            p.attribute(at, shared::page::Name::Class).unwrap_or(""),
            p.attribute(at, shared::page::Name::Id).unwrap_or(""),
            p.attribute(at, shared::page::Name::Itemprop).unwrap_or(""),
            t
        );
    }
}
