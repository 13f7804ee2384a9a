//! The table: keys on one page, one function per access pattern, over one seam.
//!
//! [`Store`] answers, for one tenant, what the rest of the program asks. [`Table`] is the seam. Behind it stand [`Memory`] (the simulator, fast tests), `Aws` (the real table, feature
//! `aws`) and `Embedded` (an engine on one file driven through the very same SDK client, feature `embedded`);
//! [`Metered`] wraps any of them and counts what AWS would charge.
//!
//! This crate never reads a clock, draws a random number, decides anything about a conversation, logs what people
//! wrote, or writes without a condition what two writers might write. It never enables streams.

pub mod keys;
pub mod memory;
pub mod meter;
pub mod moving;
pub mod schema;
mod store;
pub mod table;

#[cfg(feature = "aws")]
pub mod aws;
#[cfg(feature = "embedded")]
pub mod embedded;

#[cfg(feature = "aws")]
pub use aws::Aws;
#[cfg(feature = "embedded")]
pub use embedded::Embedded;
pub use memory::Memory;
pub use meter::Metered;
pub use store::*;
pub use table::{Key, Order, Table, TableError};
