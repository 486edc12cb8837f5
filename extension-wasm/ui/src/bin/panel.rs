//! The program of popup and side panel.

fn main() {
    ui::panel();
}
