//! The model: what is right, in a few lines and without a database.

use super::act::{Act, GIVERS, WANTED};

#[derive(Debug, Clone, Copy)]
pub(super) struct Wish {
    pub(super) wanted: Option<i64>,
    pub(super) binned: bool,
    received: bool,
}

#[derive(Debug, Clone, Copy)]
pub(super) struct Claim {
    pub(super) quantity: i64,
    pub(super) ended: bool,
    /// The other giver gives it too.
    pub(super) together: bool,
    /// It was made, or taken up again, before the reveal date.
    before: bool,
}

/// A list with three wishes, and who gives them.
#[derive(Debug)]
pub(super) struct Model {
    pub(super) wishes: [Wish; WANTED.len()],
    /// By giver and wish: the latest.
    claims: [[Option<Claim>; WANTED.len()]; GIVERS],
    locked: bool,
    /// How often the date came; but for the first time nothing comes of it.
    pub(super) passed: usize,
}

impl Default for Model {
    fn default() -> Self {
        let wishes = WANTED.map(|wanted| Wish { wanted, binned: false, received: false });
        Self { wishes, claims: [[None; WANTED.len()]; GIVERS], locked: false, passed: 0 }
    }
}

impl Model {
    /// What is given of a wish at this moment, by giver.
    pub(super) fn given(&self, wish: usize) -> Vec<(usize, Claim)> {
        let of = |giver: usize| self.claims[giver][wish].filter(|claim| !claim.ended).map(|claim| (giver, claim));
        (0..GIVERS).filter_map(of).collect()
    }

    /// Whether the owner knows of a claim.
    pub(super) fn is_revealed(&self, claim: Claim) -> bool {
        self.passed > 0 && claim.before
    }

    /// Whether so many more than others give are free.
    fn fits(&self, giver: usize, wish: usize, quantity: i64) -> bool {
        let others = self.given(wish).into_iter().filter(|(other, _)| *other != giver);
        let taken: i64 = others.map(|(_, claim)| claim.quantity).sum();
        self.wishes[wish].wanted.is_none_or(|wanted| taken + quantity <= wanted)
    }

    /// The status of giving so many of a wish, where it can be seen and is wished for.
    fn giving(&self, giver: usize, wish: usize, quantity: i64, done: u16) -> u16 {
        match self.wishes[wish] {
            Wish { binned: true, .. } => 404,
            Wish { received: true, .. } => 409,
            _ if !self.fits(giver, wish, quantity) => 409,
            _ => done,
        }
    }

    /// Does it, where it is allowed; the status that the server must answer.
    pub(super) fn carry_out(&mut self, act: &Act) -> u16 {
        let before = self.passed == 0;
        match *act {
            Act::Claim { giver, wish, quantity } => {
                let gives_it = self.claims[giver][wish].is_some_and(|claim| !claim.ended);
                let status = match self.giving(giver, wish, quantity, 201) {
                    201 if gives_it => 409,
                    status => status,
                };
                if status == 201 {
                    self.claims[giver][wish] = Some(Claim { quantity, ended: false, together: false, before });
                }
                status
            }
            Act::GiveBack { giver, wish } => {
                let Some(claim) = &mut self.claims[giver][wish] else { return 404 };
                claim.ended = true;
                204
            }
            Act::TakeUp { giver, wish } => {
                let Some(claim) = self.claims[giver][wish] else { return 404 };
                let status = if claim.ended { self.giving(giver, wish, claim.quantity, 200) } else { 200 };
                if status == 200 && claim.ended {
                    self.claims[giver][wish] = Some(Claim { ended: false, before, ..claim });
                }
                status
            }
            Act::Change { giver, wish, quantity } => {
                let Some(claim) = self.claims[giver][wish] else { return 404 };
                let status = match claim.ended {
                    true => 409,
                    false if quantity > claim.quantity => self.giving(giver, wish, quantity, 200),
                    false => 200,
                };
                if status == 200 {
                    self.claims[giver][wish] = Some(Claim { quantity, ..claim });
                }
                status
            }
            Act::Buy { giver, wish } | Act::Confirm { giver, wish } => match self.claims[giver][wish] {
                None => 404,
                Some(Claim { ended: true, .. }) => 409,
                Some(_) => 200,
            },
            Act::HandOn { giver, wish } => {
                let to = 1 - giver;
                match (self.claims[giver][wish], self.claims[to][wish]) {
                    (None, _) => 404,
                    (Some(Claim { ended: true, .. }), _) => 409,
                    (Some(_), Some(Claim { ended: false, .. })) => 409,
                    (Some(claim), _) => {
                        self.claims[to][wish] = Some(Claim { together: false, ..claim });
                        self.claims[giver][wish] = None;
                        200
                    }
                }
            }
            Act::Share { giver, wish } => match &mut self.claims[giver][wish] {
                None => 404,
                Some(Claim { ended: true, .. } | Claim { together: true, .. }) => 409,
                Some(claim) => {
                    claim.together = true;
                    200
                }
            },
            Act::Part { giver, wish } => match &mut self.claims[giver][wish] {
                Some(claim @ Claim { ended: false, together: true, .. }) => {
                    claim.together = false;
                    204
                }
                _ => 404,
            },
            Act::Bin { wish } => self.owner(wish, |wish| wish.binned = true, |wish| !wish.binned, 204),
            Act::Restore { wish } => self.owner(wish, |wish| wish.binned = false, |wish| wish.binned, 200),
            Act::Want { wish, quantity } => self.edit(wish, |wish| wish.wanted = quantity),
            Act::Receive { wish, again: true } => self.edit(wish, |wish| wish.received = false),
            Act::Receive { wish, again: false } if self.wishes[wish].binned => 409,
            Act::Receive { wish, again: false } => {
                self.wishes[wish].received = true;
                200
            }
            Act::Lock { locked } => {
                self.locked = locked;
                200
            }
            Act::Pass => {
                self.passed += 1;
                200
            }
        }
    }

    /// What only changes where it is not so yet: then alone a lock stands against it.
    fn owner(&mut self, wish: usize, change: impl Fn(&mut Wish), changes: impl Fn(&Wish) -> bool, done: u16) -> u16 {
        if changes(&self.wishes[wish]) {
            if self.locked {
                return 409;
            }
            change(&mut self.wishes[wish]);
        }
        done
    }

    fn edit(&mut self, wish: usize, change: impl Fn(&mut Wish)) -> u16 {
        if self.locked || self.wishes[wish].binned {
            return 409;
        }
        change(&mut self.wishes[wish]);
        200
    }
}
