//! The program of popup, side panel and options.

fn main() {
    ui::pages();
}
