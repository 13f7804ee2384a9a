//! Customers who write, operators who answer, and an admin who publishes rules, all at the same time.

use std::sync::Arc;

use channels::play::{self, Person};
use domain::step::{Command, Input};
use domain::{Assignee, ChannelKind, Content, ConversationId, OperatorId, Scheduled, ScheduledId, seconds};
use serde_json::{Value, json};
use service::{Act, ActError, By, Draft, Once};

use super::post::Event;
use super::world::World;
use crate::dice::Dice;

/// Somebody who writes to the desk.
#[derive(Debug, Clone, Copy)]
pub struct Customer {
    /// Over which channel.
    pub channel: ChannelKind,
    /// Who they are.
    pub number: u64,
}

/// Something that a customer does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Deed {
    /// Writes words that a rule knows, with a number of their own.
    Says(&'static str),
    /// Presses a button.
    Taps(&'static str),
    /// Sends a picture, with a number of its own.
    Sends,
    /// LINE: takes the message of that number back.
    Unsends(u64),
    /// LINE: adds the account.
    Follows,
    /// LINE: blocks the account.
    Unfollows,
}

/// Words that rules know, and some that none does.
const WORDS: [&str; 10] =
    ["word", "word", "word", "several", "person", "boom", "thanks", "mumble", "mumble", "word"];
/// Buttons that rules and the desk offer.
const BUTTONS: [&str; 4] = ["yes", "no", "mdg.continue", "mdg.end"];

impl Customer {
    /// Their conversation.
    pub fn conversation(self, world: &World) -> ConversationId {
        ConversationId::of(&world.inbox(self.channel).id, &play::thread(self.channel, self.number))
    }

    /// Does something; their provider or browser sees to it that the desk is told.
    pub fn does(self, world: &Arc<World>, deed: Deed) {
        let number = {
            let mut state = world.state();
            state.number += 1;
            state.number
        };
        world.tell(|| format!("customer {} on {}: {deed:?} ({number})", self.number, self.channel));
        if let Some(event) = self.event(world, deed, number) {
            world.post(self.channel, event);
        } else if let Deed::Says(word) = deed {
            let id = format!("00000000-0000-4000-8000-{number:012}");
            let message = json!({"clientMessageId": id, "type": "text", "text": format!("{word} {number}")});
            let visitor = play::address(self.channel, self.number);
            world.outside(world.clone().send_from_web(visitor, message));
        }
    }

    /// What the provider tells of it; nothing if the channel has no such thing.
    fn event(self, world: &World, deed: Deed, number: u64) -> Option<Event> {
        let credentials = world.inbox(self.channel).credentials()?;
        let person = Person { name: "Mei", number: self.number };
        let (says, file);
        let played = match deed {
            Deed::Says(word) => {
                says = format!("{word} {number}");
                play::Deed::Writes(&says)
            }
            Deed::Taps(button) => play::Deed::Taps(button),
            Deed::Sends => {
                file = number.to_string();
                play::Deed::SendsImage(&file)
            }
            _ if self.channel != ChannelKind::Line => return None,
            Deed::Unsends(_) | Deed::Follows | Deed::Unfollows => play::Deed::Writes(""),
        };
        let webhook = play::webhook(&credentials, person, played, number, world.now()).ok()?;
        let mut json: Value = serde_json::from_slice(&webhook.body).ok()?;
        let id = match self.channel {
            ChannelKind::Line => {
                json = json["events"][0].take();
                &json["webhookEventId"]
            }
            ChannelKind::Telegram => &json["update_id"],
            _ => &json["entry"][0]["changes"][0]["value"]["messages"][0]["id"],
        };
        let id = id.as_str().map_or_else(|| id.to_string(), str::to_owned);
        match deed {
            Deed::Says(_) | Deed::Taps(_) | Deed::Sends => {}
            Deed::Unsends(message) => {
                json.as_object_mut()?.remove("message");
                json["type"] = "unsend".into();
                json["unsend"] = json!({"messageId": message.to_string()});
            }
            Deed::Follows => {
                json.as_object_mut()?.remove("message");
                json["type"] = "follow".into();
                json["follow"] = json!({"isUnblocked": true});
            }
            Deed::Unfollows => {
                json["type"] = "unfollow".into();
                json.as_object_mut()?.remove("replyToken");
                json.as_object_mut()?.remove("message");
            }
        }
        Some(Event { id, json })
    }

    /// Writes now and then until that time.
    pub async fn lives(self, world: Arc<World>, mut dice: Dice, until_ms: u64) {
        // Some come in a rush, some take their time, and timers need silence.
        let pace_ms = dice.one_of(&[300, 3_000, 20_000, 60_000]);
        let mut deeds = dice.between(1, 13);
        world.machine.sleep(dice.between(0, 10_000)).await;
        while world.machine.now_ms() < until_ms && deeds > 0 {
            deeds -= 1;
            let deed = match dice.between(0, 20) {
                0 | 1 => Deed::Taps(dice.one_of(&BUTTONS)),
                2 => Deed::Unsends(world.state().number.saturating_sub(dice.between(0, 3))),
                3 => Deed::Follows,
                4 => Deed::Unfollows,
                5 | 6 => Deed::Sends,
                _ => Deed::Says(dice.one_of(&WORDS)),
            };
            self.does(&world, deed);
            world.machine.sleep(dice.between(1, pace_ms)).await;
        }
    }
}

/// Somebody of the team at their console.
#[derive(Debug, Clone)]
pub struct Colleague {
    /// Who.
    pub id: OperatorId,
}

impl Colleague {
    /// Does something, and tries again until the desk has said yes or no (INV-22). Says whether it was done.
    pub async fn does(&self, world: &Arc<World>, id: &ConversationId, command: Command) -> bool {
        let number = {
            let mut state = world.state();
            state.number += 1;
            state.number
        };
        world.tell(|| format!("{}: {command:?} ({number})", self.id));
        let speaks = matches!(command, Command::Reply { .. } | Command::Note { .. } | Command::Schedule(_));
        let once = speaks.then(|| Once { key: format!("console-{number}"), digest: format!("{command:?}") });
        let act = Act {
            inputs: vec![Input::Command { by: self.id.clone(), command }],
            once: once.clone(),
            start: None,
        };
        let mut first = None;
        loop {
            let (act, id) = (act.clone(), id.clone());
            let acted = world
                .invoke("console", move |service| Box::pin(async move { service.act(&id, act).await }))
                .await;
            match acted {
                Some(Ok(acted)) => {
                    if once.is_none() {
                        return true;
                    }
                    let Some(row) = acted.row else {
                        world
                            .state()
                            .watch
                            .wrong("INV-22", format!("intent {number} was done and has no row"));
                        return true;
                    };
                    let row = format!("T#{}", row.id);
                    let mut state = world.state();
                    let kept = state.watch.rows.keys().any(|key| key.sk == row);
                    state.watch.must(kept, "INV-1", || format!("intent {number} was done and is nowhere"));
                    let same = *first.get_or_insert_with(|| row.clone()) == row;
                    state.watch.must(same, "INV-22", || format!("intent {number} was done twice"));
                    let doubled = state.faults.hook_doubled;
                    if !state.dice.permille(doubled) {
                        return true;
                    }
                }
                Some(Err(ActError::Refused(refusal))) => {
                    world.tell(|| format!("refused: {refusal}"));
                    return false;
                }
                Some(Err(ActError::NotFound)) => return false,
                Some(Err(ActError::OnceReused)) => {
                    world.state().watch.wrong("INV-22", format!("intent {number} was taken for another one"));
                    return false;
                }
                // A console that was not answered does not know: it asks again with the same id.
                None | Some(Err(ActError::Busy | ActError::Store(_))) => {}
            }
            world.machine.sleep(1_000).await;
        }
    }

    /// Says something.
    pub async fn says(&self, world: &Arc<World>, id: &ConversationId, complete: bool) -> bool {
        let contents = vec![Content::text(format!("{} answers, {}", self.id, world.state().number + 1))];
        self.does(world, id, Command::Reply { contents, quotes: None, complete }).await
    }

    /// Has something said in so many seconds, perhaps only if the customer does not write first.
    pub async fn schedules(
        &self,
        world: &Arc<World>,
        id: &ConversationId,
        in_seconds: u64,
        unless_contact_writes: bool,
    ) -> bool {
        let number = world.state().number + 1;
        let message = Scheduled {
            id: ScheduledId::of(id, &number.to_string()),
            at: world.now() + seconds(in_seconds),
            by: self.id.clone(),
            contents: vec![Content::text(format!("{} says later, {number}", self.id))],
            unless_contact_writes,
        };
        self.does(world, id, Command::Schedule(message)).await
    }

    /// Works until that time.
    pub async fn works(self, world: Arc<World>, customers: Vec<Customer>, mut dice: Dice, until_ms: u64) {
        let pace_ms = dice.one_of(&[2_000, 10_000, 40_000]);
        let mut deeds = dice.between(1, 13);
        while world.machine.now_ms() < until_ms && deeds > 0 {
            deeds -= 1;
            world.machine.sleep(dice.between(100, pace_ms)).await;
            let id = dice.one_of(&customers).conversation(&world);
            let command = match dice.between(0, 19) {
                0..=3 => Command::Join,
                4..=8 => {
                    self.says(&world, &id, dice.percent(15)).await;
                    continue;
                }
                9 => Command::RequestEnd,
                10 => Command::Complete,
                11 => Command::Assign { to: Assignee::Bot },
                12 => Command::Note { text: format!("note {}", world.state().number) },
                13 => Command::Hold { until: Some(world.now() + seconds(dice.between(10, 90))) },
                14 => Command::Block(true),
                15 | 16 => {
                    self.schedules(&world, &id, dice.between(5, 60), dice.percent(30)).await;
                    continue;
                }
                17 => Command::CancelScheduled(None),
                _ => Command::Block(false),
            };
            self.does(&world, &id, command).await;
        }
    }
}

/// Publishes other editions of the rules while everybody works.
pub async fn publish(world: Arc<World>, mut dice: Dice, times: u64, until_ms: u64) {
    for edition in 2..2 + times {
        world.machine.sleep(dice.between(1_000, until_ms.max(2_000))).await;
        world.state().watch.knows_rules(super::rules::compiled(edition));
        world.tell(|| format!("the admin publishes edition {edition}"));
        loop {
            let published = world
                .invoke("publish", move |service| {
                    Box::pin(async move {
                        let by = By { who: "admin", note: "simulated", expected: None };
                        let draft = Draft::of(super::rules::sources(edition));
                        service.publish_rules(draft, &by).await.is_ok()
                    })
                })
                .await;
            world.tell(|| format!("published: {published:?}"));
            if published == Some(true) {
                break;
            }
            world.machine.sleep(2_000).await;
        }
    }
}
