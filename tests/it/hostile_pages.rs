//! Pages that hurt whoever reads them, at a hundredth of their size, on the stack that the server reads pages on.

use giftos::page::evidence;
use giftos_tests::hostile_pages;
use shared::page::LIMITS;

#[test]
fn hostile_pages_are_read_within_the_limits_and_on_a_small_stack() {
    for page in hostile_pages::all(100) {
        let name = page.name.clone();
        let read = move || {
            let seen = evidence(&page.bytes(), "https://shop.example/p", None);
            let detection = shared::detect::detect(&seen);
            (seen.nodes().len(), seen.json_ld.len(), detection)
        };
        let thread = std::thread::Builder::new().stack_size(2 * 1024 * 1024).spawn(read).unwrap();
        let (nodes, scripts, detection) = thread.join().unwrap_or_else(|_| panic!("{name}"));
        assert!(nodes <= LIMITS.nodes && scripts <= LIMITS.scripts, "{name}: {nodes} nodes, {scripts} scripts");
        assert!(detection.prices.len() <= 12 && detection.images.len() <= 24, "{name}");
    }
}
