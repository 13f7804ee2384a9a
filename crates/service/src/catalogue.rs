//! What the console shows of a system line, in the reader's language. A new line asks for its words at compile time.

pub mod check;
mod failure;

use crate::problem::Kind;
use domain::{Assignee, FileFailure, Language, NotSent, OperatorId, StopReason, SystemLine, Timestamp, Who};

/// A problem's title in Japanese; in English it stands with the problem's type. A new type asks for its words at compile
/// time.
pub const fn problem_ja(kind: Kind) -> &'static str {
    match kind {
        Kind::InvalidBody => "送信内容に誤りがあります",
        Kind::InvalidQuery => "検索条件またはアドレスに誤りがあります",
        Kind::InvalidCursor => "このページ位置は無効です",
        Kind::UnknownReference => "指定されたものが見つかりません",
        Kind::WeakPassword => "このパスワードは使えません",
        Kind::SignInRequired => "サインインしてください",
        Kind::WrongCredentials => "ログイン名またはパスワードが違います",
        Kind::WrongSecret => "この初期設定コードは使えません",
        Kind::Forbidden => "この操作の権限がありません",
        Kind::CrossSite => "別のサイトからの操作の可能性があります",
        Kind::NotFound => "見つかりません",
        Kind::MethodNotAllowed => "この操作方法には対応していません",
        Kind::ClientIdReused => "この client_id は別の操作で使われています",
        Kind::LoginTaken => "このログイン名は使われています",
        Kind::ConversationCompleted => "この会話は終了しています",
        Kind::ConversationNotCompleted => "この会話は終了していません",
        Kind::NotYours => "この会話の担当者ではありません",
        Kind::EndRequested => "終了リクエストへの返事を待っています",
        Kind::NoEndRequest => "取り消せる終了リクエストがありません",
        Kind::NotOnHold => "この会話は保留中ではありません",
        Kind::NotOpen => "この会話は対応中ではありません",
        Kind::ContactBlocked => "このお客様はブロックされています",
        Kind::InThePast => "過去の日時は指定できません",
        Kind::NoBot => "この受信箱にはボットがありません",
        Kind::CannotCarry => "このチャネルでは送信できません",
        Kind::WindowClosed => "メッセージを送れる期間または通数を超えています",
        Kind::PushesUsedUp => "今月の課金対象メッセージの上限に達しています",
        Kind::NothingToResend => "このメッセージは失敗していません",
        Kind::NotScheduled => "この予約はすでに送信または取り消されています",
        Kind::TooMuchScheduled => "この会話にはこれ以上予約できません",
        Kind::BlanksMissing => "差し込む情報が足りません",
        Kind::MemosFull => "このお客様のメモはこれ以上増やせません",
        Kind::MemosChanged => "ほかの担当者が先に更新しました",
        Kind::LastAdmin => "管理者が一人もいなくなる変更はできません",
        Kind::ChangePassword => "先にご自分のパスワードを設定してください",
        Kind::UnsupportedFile => "対応していない種類のファイルです",
        Kind::AiNotConfigured => "AI文章作成が設定されていません",
        Kind::RewriteRefused => "書き換え案は使えませんでした",
        Kind::RewriteFailed => "AIから返答を得られませんでした",
        Kind::ConfirmPassword => "サインインから時間がたっています。パスワードをもう一度入力してください",
        Kind::RulesBroken => "ルールに誤りがあります",
        Kind::CasesFailed => "期待どおりにならないテストケースがあります",
        Kind::RulesChanged => "確認したものとは別のルールが公開されています",
        Kind::NothingBefore => "戻せる前のルールがありません",
        Kind::SettingsChanged => "ほかの人が先に設定を変更しました。最新の内容を確認してください",
        Kind::TooLarge => "送信内容が大きすぎます",
        Kind::UnsupportedMediaType => "application/json で送信してください",
        Kind::TooManyRequests => "回数が多すぎます。しばらくお待ちください",
        Kind::Internal => "システム側で問題が起きました",
        Kind::Unavailable => "混み合っています。少し待ってからもう一度お試しください",
    }
}

/// What a reader's words need to know.
pub struct Reader<'a> {
    /// The language they read.
    pub language: Language,
    /// What people read for an operator.
    pub name: &'a dyn Fn(&OperatorId) -> String,
    /// How a time reads on the desk's wall.
    pub time: &'a dyn Fn(Timestamp) -> String,
    /// What people read for a response status.
    pub status: &'a dyn Fn(&str) -> String,
}

impl Reader<'_> {
    fn say(&self, ja: String, en: String) -> String {
        match self.language {
            Language::Ja => ja,
            Language::En => en,
        }
    }

    fn who(&self, who: &Who) -> String {
        match who {
            Who::Contact => self.say("お客様".into(), "the customer".into()),
            Who::Rule { rule } => self.say(format!("ルール「{rule}」"), format!("the rule “{rule}”")),
            Who::Desk => self.say("システム".into(), "the desk".into()),
            Who::Operator { id } => (self.name)(id),
        }
    }

    fn to(&self, to: &Assignee) -> String {
        match to {
            Assignee::Bot => self.say("ボット".into(), "the bot".into()),
            Assignee::Queue { .. } => self.say("待機".into(), "the waiting list".into()),
            Assignee::Operator { id } => (self.name)(id),
        }
    }

    /// The words for why there is no copy of a file.
    pub fn no_file(&self, reason: &FileFailure) -> String {
        match reason {
            FileFailure::Gone => self
                .say("提供元にファイルが残っていません".into(), "The provider no longer has the file".into()),
            FileFailure::Expired => self.say(
                "提供元の保存期間内に取得できませんでした".into(),
                "It could not be fetched as long as the provider keeps it".into(),
            ),
            FileFailure::TooLarge { limit_bytes } => {
                let megabytes = limit_bytes.div_ceil(1024 * 1024);
                self.say(
                    format!("{megabytes} MB を超えるため取得できません"),
                    format!("It is larger than {megabytes} MB"),
                )
            }
            FileFailure::WrongType { found } => self.say(
                format!("届いた内容が表示と異なる形式でした（{found}）"),
                format!("Its content is not what the message says, but {found}"),
            ),
            FileFailure::ForeignHost { host } => self.say(
                format!("提供元以外の場所（{host}）にあるため取得しません"),
                format!("It lies with {host}, which is not the provider"),
            ),
            FileFailure::PrivateAddress => self.say(
                "内部ネットワークの場所を指しているため取得しません".into(),
                "Its address leads into a private network".into(),
            ),
            FileFailure::Refused { detail } => self.say(
                format!("提供元に断られました（{detail}）"),
                format!("The provider refuses it: {detail}"),
            ),
        }
    }

    /// The words for something that happened to a conversation.
    pub fn line(&self, line: &SystemLine) -> String {
        match line {
            SystemLine::Assigned { to, by } => {
                let (to, by) = (self.to(to), self.who(by));
                self.say(
                    format!("チャットが{to}に割り当てられました（{by}）"),
                    format!("Assigned to {to} by {by}"),
                )
            }
            SystemLine::Accepted { by } => {
                let by = (self.name)(by);
                self.say(format!("{by}がチャットに参加しました"), format!("{by} joined the chat"))
            }
            SystemLine::Reopened { by } => {
                let by = self.who(by);
                self.say(format!("チャットが再開されました（{by}）"), format!("Reopened by {by}"))
            }
            SystemLine::Ended { by } => {
                let by = self.who(by);
                self.say(format!("チャットが終了しました（{by}）"), format!("Ended by {by}"))
            }
            SystemLine::AutoCompleted { after_seconds } => {
                let (ja, en) = length(*after_seconds);
                self.say(
                    format!("{ja}応答がなかったため、チャットを自動で終了しました"),
                    format!("Ended by itself after {en} of silence"),
                )
            }
            SystemLine::Blocked { by } => {
                let by = (self.name)(by);
                self.say(format!("{by}がお客様をブロックしました"), format!("{by} blocked the customer"))
            }
            SystemLine::Unblocked { by } => {
                let by = (self.name)(by);
                self.say(
                    format!("{by}がお客様のブロックを解除しました"),
                    format!("{by} unblocked the customer"),
                )
            }
            SystemLine::HandedOver { reason } if reason.is_empty() => self.say(
                "ボットからオペレーターに引き継がれました".into(),
                "The bot handed over to people".into(),
            ),
            SystemLine::HandedOver { reason } => self.say(
                format!("ボットからオペレーターに引き継がれました：{reason}"),
                format!("The bot handed over to people: {reason}"),
            ),
            SystemLine::EndRequested { by } => {
                let by = self.who(by);
                self.say(
                    format!("お客様に終了してよいか確認しています（{by}）"),
                    format!("The customer was asked whether to end, by {by}"),
                )
            }
            SystemLine::EndDeclined => {
                self.say("お客様が継続を選びました".into(), "The customer chose to go on".into())
            }
            SystemLine::EndWithdrawn { by } => {
                let by = (self.name)(by);
                self.say(
                    format!("{by}が終了リクエストを取り消しました"),
                    format!("{by} took the end request back"),
                )
            }
            SystemLine::Held { by, until } => {
                let by = self.who(by);
                match until.map(|until| (self.time)(until)) {
                    Some(until) => self.say(
                        format!("{until}まで保留にしました（{by}）"),
                        format!("On hold until {until}, by {by}"),
                    ),
                    None => self.say(format!("保留にしました（{by}）"), format!("Put on hold by {by}")),
                }
            }
            SystemLine::Resumed { by } => {
                let by = self.who(by);
                self.say(format!("保留を解除しました（{by}）"), format!("Resumed by {by}"))
            }
            SystemLine::RuleFailed { rule, message, .. } if rule.is_empty() => self.say(
                format!("自動応答に失敗しました：{message}"),
                format!("The automatic answer failed: {message}"),
            ),
            SystemLine::RuleFailed { rule, file, line, message } => self.say(
                format!("ルール「{rule}」が失敗しました（{file}:{line}）：{message}"),
                format!("The rule “{rule}” failed ({file}:{line}): {message}"),
            ),
            SystemLine::AutomationStopped { reason } => self.stopped(*reason),
            SystemLine::StatusSet { status, by } => {
                let by = self.who(by);
                match status.as_deref().map(|status| (self.status)(status)) {
                    Some(status) => self.say(
                        format!("対応ステータスを「{status}」にしました（{by}）"),
                        format!("Status set to “{status}” by {by}"),
                    ),
                    None => self.say(
                        format!("対応ステータスを「なし」にしました（{by}）"),
                        format!("Status cleared by {by}"),
                    ),
                }
            }
            SystemLine::CategorySet { category, by } => {
                let by = self.who(by);
                match category {
                    Some(category) => self.say(
                        format!("処理タイプを「{category}」にしました（{by}）"),
                        format!("Category set to “{category}” by {by}"),
                    ),
                    None => self.say(
                        format!("処理タイプを「なし」にしました（{by}）"),
                        format!("Category cleared by {by}"),
                    ),
                }
            }
            SystemLine::Tagged { tag, by } => {
                let by = self.who(by);
                self.say(format!("タグ「{tag}」を付けました（{by}）"), format!("Tagged “{tag}” by {by}"))
            }
            SystemLine::Untagged { tag, by } => {
                let by = self.who(by);
                self.say(format!("タグ「{tag}」を外しました（{by}）"), format!("Tag “{tag}” removed by {by}"))
            }
            SystemLine::FieldSet { field, by } => {
                let by = self.who(by);
                self.say(format!("「{field}」を更新しました（{by}）"), format!("“{field}” updated by {by}"))
            }
            SystemLine::Renamed { by } => {
                let by = (self.name)(by);
                self.say(
                    format!("{by}がシステム表示名を変更しました"),
                    format!("{by} changed the system display name"),
                )
            }
            SystemLine::Confirmed { confirmed, by } => {
                let by = (self.name)(by);
                if *confirmed {
                    self.say(format!("{by}が確認済みにしました"), format!("{by} marked it as confirmed"))
                } else {
                    self.say(format!("{by}が未確認に戻しました"), format!("{by} marked it as unconfirmed"))
                }
            }
            SystemLine::Bookmarked { bookmarked, by } => {
                let by = (self.name)(by);
                if *bookmarked {
                    self.say(format!("{by}がブックマークしました"), format!("{by} bookmarked the customer"))
                } else {
                    self.say(format!("{by}がブックマークを外しました"), format!("{by} removed the bookmark"))
                }
            }
            SystemLine::Hidden { hidden, by } => {
                let by = (self.name)(by);
                if *hidden {
                    self.say(format!("{by}がお客様を非表示にしました"), format!("{by} hid the customer"))
                } else {
                    self.say(
                        format!("{by}がお客様を再表示しました"),
                        format!("{by} showed the customer again"),
                    )
                }
            }
            SystemLine::TicketMade { number, by } => {
                let by = (self.name)(by);
                self.say(
                    format!("{by}がチケット #{number} を作成しました"),
                    format!("{by} made ticket #{number}"),
                )
            }
            SystemLine::Scheduled { at, by } => {
                let (at, by) = ((self.time)(*at), (self.name)(by));
                self.say(
                    format!("{by}が{at}の送信を予約しました"),
                    format!("{by} scheduled a message for {at}"),
                )
            }
            SystemLine::Rescheduled { at, by } => {
                let (at, by) = ((self.time)(*at), (self.name)(by));
                self.say(
                    format!("{by}が送信予約を変更しました（{at}）"),
                    format!("{by} changed a scheduled message, for {at}"),
                )
            }
            SystemLine::ScheduleCancelled { at, by: Who::Contact } => {
                let at = (self.time)(*at);
                self.say(
                    format!("お客様からメッセージがあったため、{at}の送信予約を取り消しました"),
                    format!("The customer wrote first: the message scheduled for {at} was cancelled"),
                )
            }
            SystemLine::ScheduleCancelled { at, by } => {
                let (at, by) = ((self.time)(*at), self.who(by));
                self.say(
                    format!("{at}の送信予約を取り消しました（{by}）"),
                    format!("The message scheduled for {at} was cancelled by {by}"),
                )
            }
            SystemLine::ScheduleNotSent { at, reason } => {
                let at = (self.time)(*at);
                let (ja, en) = match reason {
                    NotSent::Blocked => ("お客様がブロックされているため", "the customer is blocked"),
                    NotSent::CannotCarry => {
                        ("このチャネルで送れない内容のため", "the channel cannot carry it")
                    }
                };
                self.say(
                    format!("{ja}、{at}に予約されたメッセージを送信しませんでした"),
                    format!("The message scheduled for {at} was not sent: {en}"),
                )
            }
            SystemLine::RatingRequested { by } => {
                let by = (self.name)(by);
                self.say(format!("{by}が評価をお願いしました"), format!("{by} asked for a rating"))
            }
            SystemLine::Rated { score, comment } => {
                let (ja, en) = match comment {
                    Some(comment) => (format!("「{comment}」"), format!(": “{comment}”")),
                    None => (String::new(), String::new()),
                };
                self.say(
                    format!("お客様の評価：{score} / 5{ja}"),
                    format!("The customer rated the chat {score} of 5{en}"),
                )
            }
            SystemLine::NotDelivered { unknown: false, .. } => {
                self.say("メッセージを送信できませんでした".into(), "A message could not be delivered".into())
            }
            SystemLine::NotDelivered { unknown: true, .. } => self.say(
                "メッセージが届いたかどうか確認できません".into(),
                "Whether a message arrived cannot be known".into(),
            ),
        }
    }

    fn stopped(&self, reason: StopReason) -> String {
        let (ja, en) = match reason {
            StopReason::Loop => {
                ("自動応答が短時間に続いたため", "too many automatic replies in a short time")
            }
            StopReason::FailingRules => ("ルールの失敗が続いたため", "rules failed several times in a row"),
            StopReason::TooMuch => ("ルールの処理が上限を超えたため", "a rule wanted to do too much at once"),
        };
        self.say(format!("{ja}、自動応答を停止しました"), format!("Automation was stopped: {en}"))
    }
}

/// A length in the largest unit that fits, in both languages.
fn length(seconds: u64) -> (String, String) {
    let plural = |n: u64, unit: &str| format!("{n} {unit}{}", if n == 1 { "" } else { "s" });
    match seconds {
        0..60 => (format!("{seconds}秒間"), plural(seconds, "second")),
        60..3_600 => (format!("{}分間", seconds / 60), plural(seconds / 60, "minute")),
        3_600..172_800 => (format!("{}時間", seconds / 3_600), plural(seconds / 3_600, "hour")),
        _ => (format!("{}日間", seconds / 86_400), plural(seconds / 86_400, "day")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn said(language: Language, line: &SystemLine) -> String {
        let reader = Reader {
            language,
            name: &|_| "Ken".to_owned(),
            time: &|_| "10:00".to_owned(),
            status: &|status| status.to_uppercase(),
        };
        reader.line(line)
    }

    /// SYS-01, SYS-06
    #[test]
    fn a_line_reads_in_both_languages() {
        let ken: OperatorId = "opr_1".parse().unwrap();
        let assigned = SystemLine::Assigned { to: Assignee::Operator { id: ken.clone() }, by: Who::Desk };
        assert_eq!(said(Language::Ja, &assigned), "チャットがKenに割り当てられました（システム）");
        assert_eq!(said(Language::En, &assigned), "Assigned to Ken by the desk");
        let silent = SystemLine::AutoCompleted { after_seconds: 300 };
        assert_eq!(said(Language::En, &silent), "Ended by itself after 5 minutes of silence");
        assert_eq!(said(Language::Ja, &silent), "5分間応答がなかったため、チャットを自動で終了しました");
        let status = SystemLine::StatusSet { status: Some("done".into()), by: Who::Operator { id: ken } };
        assert_eq!(said(Language::En, &status), "Status set to “DONE” by Ken");
    }
}
