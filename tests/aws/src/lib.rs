//! The functions' own binaries, run as the template runs them: its environment, its roles, and on loopback in place of AWS a
//! [`Cloud`] that holds every caller to the template's policies. The Lambda runtime API is [played](Lambda) too.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "whoever tests stops at what is unexpected")]

mod cloud;
mod desk;
pub mod events;
mod lambda;
mod template;
mod tls;

pub use cloud::{Call, Cloud, Message};
pub use desk::{CANARIES, Canary, Desk, FUNCTIONS, QUEUES};
pub use lambda::{Answer, Invocation, Lambda, build};
pub use template::{Role, Template};
pub use tls::Tls;
