//! The program of the options.

fn main() {
    ui::options();
}
