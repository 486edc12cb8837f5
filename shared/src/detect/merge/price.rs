//! One price out of many: a vote of the sources with the visible text as witness.

use super::{confidence, share};
use crate::detect::confidence::{PriceFacts, PriceSigns, Sources};
use crate::detect::found::{Found, amount_key, is_zero};
use crate::detect::visible::{Seen, Sighting};
use crate::detect::{Field, PriceCandidate, PriceText, Source};
use crate::find::Find;
use crate::money::Currency;
use crate::price_text::Hints;
use crate::product::PriceKind;
use crate::product_url::{identity_key, resolve};

/// One amount with all that speaks for it.
struct Ballot {
    key: String,
    amount: String,
    currency: Option<Currency>,
    source: Source,
    kind: PriceKind,
    markup: i32,
    sources: Sources,
    shown: i32,
    like_it: usize,
    seen: bool,
    seen_as_list: bool,
    lowest: bool,
    /// A source that is written for others than the shop's own programs gives it as its price.
    claimed: bool,
    context: String,
}

impl Ballot {
    fn total(&self) -> i32 {
        self.markup + self.shown
    }
}

/// What was decided about prices.
pub(in crate::detect) struct Decided {
    pub(in crate::detect) price: Option<Field<PriceText>>,
    pub(in crate::detect) list_price: Option<Field<PriceText>>,
    pub(in crate::detect) candidates: Vec<PriceCandidate>,
    /// Points of the best price that a person sees.
    pub(in crate::detect) best_shown: i32,
    /// Points of the price, by all that speaks for it.
    pub(in crate::detect) strength: i32,
    /// It is not the one price of the product, or not surely: never for *sure*, whatever its confidence.
    pub(in crate::detect) doubtful: bool,
    /// What its confidence went by.
    pub(in crate::detect) signs: Option<PriceSigns>,
    pub(in crate::detect) notes: Vec<String>,
}

/// Decides. `url` is the page's address: it may choose a variant.
pub(in crate::detect) fn prices(mains: &[Found], seen: &Seen, hints: &Hints, url: &str, weights: &[f32]) -> Decided {
    let mut ballots = from_markup(mains, url);
    for sighting in &seen.prices {
        count_sighting(&mut ballots, sighting);
    }
    let best_shown = ballots.iter().map(|ballot| ballot.shown).max().unwrap_or(0);
    for ballot in &mut ballots {
        if ballot.markup > 0 && ballot.source != Source::Store && ballot.shown <= 0 && best_shown >= 60 {
            // Another price stands where the price stands; this one is seen struck, or nowhere.
            ballot.markup -= if ballot.seen_as_list {
                50
            } else if ballot.seen {
                15
            } else {
                25
            };
        }
    }
    // What is paid now goes before any other kind, whatever speaks for that.
    crate::order::by_key_falling(&mut ballots, |ballot| {
        i64::from(ballot.total()) + if ballot.kind == PriceKind::Current { 1 << 40 } else { 0 }
    });
    let mut notes = Vec::new();
    let winner = ballots.first().filter(|ballot| ballot.kind == PriceKind::Current && ballot.total() >= 15);
    let second =
        ballots.get(1).filter(|ballot| ballot.kind == PriceKind::Current).map_or(0, |ballot| ballot.total().max(0));
    // Programs know prices on pages of every kind: what only they say does not make a product page.
    let strength =
        winner.map_or(0, |ballot| if ballot.source == Source::State { ballot.shown } else { ballot.total() });
    let judged = winner.map(|winner| facts(winner, &ballots, best_shown, winner.total() - second).judge(weights));
    let price = winner.zip(judged.as_ref()).map(|(ballot, (_, likely))| {
        let currency = ballot.currency.or_else(|| hints.unsigned());
        if ballot.currency.is_none() && currency.is_some() {
            notes.push("price: no currency at the price, taken from the page's region".to_owned());
        }
        Field {
            value: PriceText { amount: ballot.amount.clone(), currency },
            source: ballot.source,
            confidence: share(*likely),
        }
    });
    // "From 18 €" is no price of anything yet; and where markup and the eye say two prices, a person decides, unless the eye
    // sees what the other one is: the price before, or the one without tax.
    let explained = |other: &Ballot| {
        let net = |sighting: &Sighting| sighting.net && amount_key(&sighting.amount) == other.key;
        other.seen_as_list || seen.prices.iter().any(net)
    };
    let doubtful = winner.is_some_and(|winner| {
        let rival = |other: &Ballot| {
            other.claimed && other.kind == PriceKind::Current && other.key != winner.key && !explained(other)
        };
        winner.lowest || winner.sources.written() < 2 && ballots.iter().any(rival)
    });
    let list_price = price.as_ref().and_then(|price| list_price(&ballots, mains, price));
    let candidates = ballots
        .iter()
        .filter(|ballot| ballot.total() > -40 || ballot.kind != PriceKind::Current)
        .take(12)
        .map(|ballot| PriceCandidate {
            price: PriceText { amount: ballot.amount.clone(), currency: ballot.currency.or_else(|| hints.unsigned()) },
            kind: ballot.kind,
            source: ballot.source,
            confidence: confidence(ballot.total().max(0) * 5),
            context: ballot.context.clone(),
        })
        .collect();
    let signs = judged.map(|(signs, _)| signs);
    Decided { price, list_price, candidates, best_shown, strength, doubtful, signs, notes }
}

/// What speaks for and against the price that won.
fn facts(winner: &Ballot, all: &[Ballot], best_shown: i32, lead: i32) -> PriceFacts {
    let rivals = || all.iter().filter(|ballot| ballot.kind == PriceKind::Current && ballot.key != winner.key);
    let other =
        |ballot: &&Ballot| ballot.currency.is_some() && ballot.currency != winner.currency && ballot.total() >= 15;
    PriceFacts {
        sources: winner.sources,
        shown: winner.shown,
        best_shown,
        lead,
        own_currency: winner.currency.is_some(),
        contradicted: rivals().any(|ballot| ballot.claimed),
        currencies: 1 + rivals().filter(other).count(),
        seen_as_list: winner.seen_as_list,
        like_it: winner.like_it,
    }
}

fn from_markup(mains: &[Found], url: &str) -> Vec<Ballot> {
    let key = identity_key(url);
    let mut ballots: Vec<Ballot> = Vec::new();
    for (nth, found) in mains.iter().enumerate() {
        // A source speaks by the product that fits the page best.
        let speaks = !mains.iter().take(nth).any(|other| other.source == found.source);
        let weight = match found.source {
            Source::JsonLd => 60,
            Source::Microdata => 55,
            Source::Rdfa => 50,
            // It is no promise to anybody: it needs the page to say the same.
            Source::State => 30,
            // It only has a price where no other source agrees with the page.
            Source::Store => 110,
            _ => 42,
        };
        let chosen = found.offers.iter().position(|offer| {
            let own = offer.url.as_deref().and_then(|own| resolve(url, own)).and_then(|own| identity_key(&own));
            found.offers.len() > 1 && url.holds("variant=") && own.is_some() && own == key
        });
        let first = chosen.or_else(|| {
            found.offers.iter().position(|offer| offer.kind == PriceKind::Current && !is_zero(&offer.amount))
        });
        for (at, offer) in found.offers.iter().enumerate().filter(|(_, offer)| !is_zero(&offer.amount)) {
            let mut points = if Some(at) == first { weight } else { weight / 3 };
            if Some(at) == chosen {
                points += 25;
            }
            if offer.upper {
                points = weight / 6;
            }
            let claimed = speaks && Some(at) == first && !matches!(found.source, Source::State | Source::Store);
            let key = amount_key(&offer.amount);
            match ballots.iter_mut().find(|ballot| ballot.key == key && ballot.kind == offer.kind) {
                Some(ballot) => {
                    ballot.claimed |= claimed;
                    if !ballot.sources.has(found.source) {
                        ballot.sources.add(found.source);
                        ballot.markup = ballot.markup.max(points) + points.min(ballot.markup) / 4;
                    } else {
                        ballot.markup = ballot.markup.max(points);
                    }
                    ballot.currency = ballot.currency.or(offer.currency);
                }
                None => ballots.push(Ballot {
                    key: key.to_owned(),
                    amount: offer.amount.clone(),
                    currency: offer.currency,
                    source: found.source,
                    kind: offer.kind,
                    markup: points,
                    sources: Sources::of(found.source),
                    shown: 0,
                    like_it: 0,
                    seen: false,
                    seen_as_list: false,
                    lowest: false,
                    claimed,
                    context: String::new(),
                }),
            }
        }
    }
    ballots
}

fn count_sighting(ballots: &mut Vec<Ballot>, sighting: &Sighting) {
    let key = amount_key(&sighting.amount);
    if !sighting.elsewhere {
        for ballot in ballots.iter_mut().filter(|ballot| ballot.key == key) {
            ballot.seen = true;
            ballot.seen_as_list |= sighting.kind == PriceKind::List;
        }
    }
    match ballots.iter_mut().find(|ballot| ballot.key == key && ballot.kind == sighting.kind) {
        Some(ballot) if sighting.score <= ballot.shown => {}
        Some(ballot) => {
            ballot.shown = sighting.score;
            ballot.like_it = sighting.like_it;
            ballot.lowest = sighting.lowest;
            ballot.sources.add(Source::Visible);
            ballot.context.clone_from(&sighting.context);
            if ballot.currency.is_none() || ballot.markup <= 0 {
                ballot.currency = sighting.currency.or(ballot.currency);
            }
        }
        None if !sighting.elsewhere => ballots.push(Ballot {
            key: key.to_owned(),
            amount: sighting.amount.clone(),
            currency: sighting.currency,
            source: Source::Visible,
            kind: sighting.kind,
            markup: 0,
            sources: Sources::of(Source::Visible),
            shown: sighting.score,
            like_it: sighting.like_it,
            seen: true,
            seen_as_list: sighting.kind == PriceKind::List,
            lowest: sighting.lowest,
            claimed: false,
            context: sighting.context.clone(),
        }),
        None => {}
    }
}

/// The best price of the kind *list* that is higher than the price and in its currency.
fn list_price(ballots: &[Ballot], mains: &[Found], price: &Field<PriceText>) -> Option<Field<PriceText>> {
    let now = price.value.money();
    let higher = |amount: &str, currency: Option<Currency>| -> bool {
        let other = PriceText { amount: amount.to_owned(), currency: currency.or(price.value.currency) }.money();
        match (now, other) {
            (Some(now), Some(other)) => now.currency == other.currency && other.amount_minor > now.amount_minor,
            _ => false,
        }
    };
    let best = ballots
        .iter()
        .filter(|ballot| {
            ballot.kind == PriceKind::List && higher(&ballot.amount, ballot.currency) && ballot.shown > -45
        })
        .max_by_key(|ballot| ballot.total());
    let found =
        best.map(|ballot| (ballot.amount.clone(), ballot.source, if ballot.seen { 850 } else { 700 })).or_else(|| {
            // Markup names a higher price as the price, and the page shows a lower one.
            let offer = mains.iter().flat_map(|found| found.offers.iter().map(move |offer| (found.source, offer)));
            offer
                .filter(|(source, offer)| {
                    *source != price.source && offer.kind == PriceKind::List && higher(&offer.amount, offer.currency)
                })
                .map(|(source, offer)| (offer.amount.clone(), source, 600))
                .next()
        });
    found.map(|(amount, source, thousandths)| Field {
        value: PriceText { amount, currency: price.value.currency },
        source,
        confidence: confidence(thousandths),
    })
}
