//! What goes wrong with a played provider, by dice that fall the same way for the same seed.

use std::time::Duration;

use super::Told;

/// What goes wrong with a call.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fault {
    /// It is not taken, and no answer comes.
    Timeout,
    /// It is not taken: too many, come again after this time.
    Busy(Duration),
    /// It is not taken, and the answer says that something broke.
    Broken,
    /// It is taken, and the answer is lost.
    AnswerLost,
}

/// Has calls and webhooks go wrong.
#[derive(Debug, Clone)]
pub struct Faults {
    per_mille: u64,
    state: u64,
}

impl Faults {
    /// Has so many of a thousand calls, and of a thousand webhooks, go wrong.
    pub const fn new(seed: u64, per_mille: u64) -> Self {
        Self { per_mille, state: seed }
    }

    /// `SplitMix64`.
    fn roll(&mut self) -> u64 {
        self.state = self.state.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let z = (self.state ^ (self.state >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        let z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ (z >> 31)
    }

    fn strikes(&mut self) -> bool {
        self.roll() % 1000 < self.per_mille
    }

    /// What goes wrong with the next call.
    pub fn call(&mut self) -> Option<Fault> {
        if !self.strikes() {
            return None;
        }
        Some(match self.roll() % 4 {
            0 => Fault::Timeout,
            1 => Fault::Busy(Duration::from_secs(1 + self.roll() % 3)),
            2 => Fault::Broken,
            _ => Fault::AnswerLost,
        })
    }

    /// How often the next webhook of a customer is posted: once or twice.
    pub fn copies(&mut self) -> usize {
        if self.strikes() { 2 } else { 1 }
    }

    /// Disturbs the webhooks that follow a call: some come twice, some at another time than they should, and some before the
    /// call is answered, which is when their time is zero.
    pub fn disturb(&mut self, tells: &mut Vec<Told>) {
        let mut again = Vec::new();
        for told in tells.iter_mut() {
            if self.strikes() {
                again.push(Told {
                    after: told.after + Duration::from_millis(self.roll() % 500),
                    ..told.clone()
                });
            }
            if self.strikes() {
                told.after = Duration::from_millis(self.roll() % 600);
            }
            if self.strikes() {
                told.after = Duration::ZERO;
            }
        }
        tells.extend(again);
        tells.sort_by_key(|told| told.after);
    }
}
