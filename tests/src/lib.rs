//! What the stories are told with: the whole desk in one process, the clock in the hand.

pub mod desk;
