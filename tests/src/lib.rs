//! The parts that tests, proofs and the demo share: real browsers, a shop, both database engines.
