//! Inputs that nobody thought of, from a seed: addresses, pages, summaries, JSON-LD, price texts, pictures and files of wishes, broken at random.
//! On stable Rust and deterministic: a finding is a seed, the everyday test holds a short form, `prove guard` a long one.
//! It never judges by how long one input took on a busy machine, only by what must hold for every input.

pub mod address;
mod campaign;
mod chance;
mod html;
mod json_ld;
mod list;
mod picture;
mod price_text;
mod sound;
mod splice;
mod summary;

pub use campaign::{Campaign, Target, run};
pub use chance::Chance;

/// Outcome of one trial: held, or what was seen instead.
pub type Outcome = Result<(), String>;

/// Everything that is tried. What a web page may say to the extension is tried beside its own code, in `messages/admit`.
pub const TARGETS: [Target; 7] = [
    Target { name: "address guard", trial: address::trial },
    Target { name: "html to product", trial: html::trial },
    Target { name: "summary to detection", trial: summary::trial },
    Target { name: "picture", trial: picture::trial },
    Target { name: "json-ld", trial: json_ld::trial },
    Target { name: "price text", trial: price_text::trial },
    Target { name: "import", trial: list::trial },
];

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use std::time::Duration;

    use super::*;

    const ENOUGH: Duration = Duration::from_secs(60);

    #[test]
    fn every_target_holds_for_a_while() {
        for target in TARGETS {
            let campaign = run(target, 20_261_120, 40, ENOUGH).unwrap();
            assert_eq!((campaign.trials, campaign.findings), (40, 0), "{campaign}");
        }
    }

    #[test]
    fn a_fault_is_found_and_its_seed_shows_it_again() {
        fn faulty(chance: &mut Chance) -> Outcome {
            match chance.below(50) {
                7 => panic!("as planned"),
                8 => Err("eight".to_owned()),
                _ => Ok(()),
            }
        }
        let target = Target { name: "faulty", trial: faulty };
        let campaign = run(target, 1, 500, ENOUGH).unwrap();
        assert!(campaign.findings >= 4 && campaign.shown.len() <= 10, "{campaign}");
        let seed =
            |shown: &str| shown.split_once("seed ").unwrap().1.split(':').next().unwrap().parse::<u64>().unwrap();
        for shown in &campaign.shown {
            assert_eq!(run(target, seed(shown), 1, ENOUGH).unwrap().findings, 1, "{shown}");
        }
        assert!(campaign.shown.iter().any(|shown| shown.ends_with("panicked")));
    }

    #[test]
    fn the_same_seed_gives_the_same_trials() {
        let draw = |seed| {
            std::iter::repeat_with({
                let mut chance = Chance::new(seed);
                move || chance.bits()
            })
            .take(9)
            .collect::<Vec<_>>()
        };
        assert_eq!(draw(3), draw(3));
        assert_ne!(draw(3), draw(4));
    }
}
