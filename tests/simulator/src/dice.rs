//! Chance that can be thrown again: the same seed gives the same decisions.

use std::time::Duration;

/// `SplitMix64`: small, and good enough to decide when somebody is unlucky.
#[derive(Debug, Clone)]
pub struct Dice(u64);

impl Dice {
    /// Dice of their own for one purpose, so that what one task throws does not depend on the others.
    pub fn of(seed: u64, purpose: &str) -> Self {
        let mix = |hash: u64, byte: u8| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
        Self(purpose.bytes().fold(seed ^ 0xcbf2_9ce4_8422_2325, mix))
    }

    /// The next 64 bits.
    pub fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    /// A number from `low` up to, but not including, `high`.
    pub fn between(&mut self, low: u64, high: u64) -> u64 {
        low + self.next() % (high - low)
    }

    /// Happens so many times in a hundred.
    pub fn percent(&mut self, of_hundred: u64) -> bool {
        self.between(0, 100) < of_hundred
    }

    /// Happens so many times in a thousand.
    pub fn permille(&mut self, of_thousand: u64) -> bool {
        of_thousand > 0 && self.between(0, 1000) < of_thousand
    }

    /// One of them.
    pub fn one_of<T: Clone>(&mut self, choices: &[T]) -> T {
        let place = self.between(0, choices.len() as u64);
        choices[usize::try_from(place).unwrap()].clone()
    }

    /// A length of time between two numbers of milliseconds.
    pub fn millis(&mut self, low: u64, high: u64) -> Duration {
        Duration::from_millis(self.between(low, high))
    }
}
