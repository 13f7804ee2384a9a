//! T-3: seven fixed stories, in which a process dies once at each call through a seam, and then at each pair of them.

use std::sync::Arc;

use domain::ChannelKind;
use domain::step::Command;

use super::faults::Shape;
use super::people::{Colleague, Customer, Deed};
use super::world::World;

/// How many there are.
pub const COUNT: usize = 7;
/// What each is about.
pub const TITLES: [&str; COUNT] = [
    "LINE: a keyword, several messages in one answer, a button, an unsend",
    "LINE: a person takes over, answers twice, completes; the customer writes again",
    "Telegram: several messages, a button without a time of its own, a rule that fails",
    "the web messenger: a visitor writes, an operator answers and asks to end",
    "silence: a nudge, an end request and the end, while the customer writes at the same moment",
    "WhatsApp and LINE: one customer is blocked and unblocked, rules are published meanwhile",
    "LINE: two messages are scheduled, one of them only if the customer does not write, who does",
];

/// Even seeds run in the cloud, odd ones on a laptop.
pub fn shape(seed: u64) -> Shape {
    if seed.is_multiple_of(2) { Shape::Cloud { processes: 2 } } else { Shape::Laptop }
}

/// Begins a story; says when its people have done what they do.
pub fn play(number: usize, world: &Arc<World>, team: &[Colleague]) -> u64 {
    let (own, ken) = (world.clone(), team.first().cloned());
    let channel = match number {
        0 | 1 | 4 | 6 => ChannelKind::Line,
        2 => ChannelKind::Telegram,
        3 => ChannelKind::Web,
        _ => ChannelKind::Whatsapp,
    };
    let customer = Customer { channel, number: 1 };
    let Some(ken) = ken else { return 0 };
    world.outside(async move {
        let world = own;
        let id = customer.conversation(&world);
        // The first seconds are the start's.
        world.machine.sleep(2_000).await;
        match number {
            0 => {
                customer.does(&world, Deed::Says("word"));
                world.machine.sleep(150).await;
                customer.does(&world, Deed::Says("several"));
                world.machine.sleep(2_500).await;
                customer.does(&world, Deed::Taps("yes"));
                customer.does(&world, Deed::Unsends(1));
            }
            1 => {
                customer.does(&world, Deed::Says("person"));
                world.machine.sleep(1_500).await;
                ken.does(&world, &id, Command::Join).await;
                ken.says(&world, &id, false).await;
                ken.says(&world, &id, true).await;
                customer.does(&world, Deed::Says("word"));
            }
            2 => {
                customer.does(&world, Deed::Says("several"));
                world.machine.sleep(400).await;
                customer.does(&world, Deed::Says("boom"));
                customer.does(&world, Deed::Taps("no"));
            }
            3 => {
                customer.does(&world, Deed::Says("word"));
                customer.does(&world, Deed::Says("person"));
                world.machine.sleep(1_500).await;
                ken.does(&world, &id, Command::Join).await;
                ken.says(&world, &id, false).await;
                ken.does(&world, &id, Command::RequestEnd).await;
            }
            4 => {
                customer.does(&world, Deed::Says("word"));
                world.machine.sleep(60_200).await;
                customer.does(&world, Deed::Says("word"));
                world.machine.sleep(120_300).await;
                customer.does(&world, Deed::Says("mumble"));
            }
            6 => {
                customer.does(&world, Deed::Says("person"));
                world.machine.sleep(1_500).await;
                ken.does(&world, &id, Command::Join).await;
                ken.schedules(&world, &id, 10, false).await;
                ken.schedules(&world, &id, 11, true).await;
                customer.does(&world, Deed::Says("word"));
            }
            _ => {
                let other = Customer { channel: ChannelKind::Line, number: 2 };
                customer.does(&world, Deed::Says("word"));
                other.does(&world, Deed::Says("word"));
                world.outside(super::people::publish(
                    world.clone(),
                    crate::dice::Dice::of(1, "admin"),
                    1,
                    2_000,
                ));
                ken.does(&world, &id, Command::Block(true)).await;
                customer.does(&world, Deed::Says("word"));
                ken.does(&world, &id, Command::Block(false)).await;
                other.does(&world, Deed::Says("person"));
            }
        }
    });
    if number == 4 { 200_000 } else { 20_000 }
}
