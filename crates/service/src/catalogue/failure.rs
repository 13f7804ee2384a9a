//! Why a message did not arrive, in the reader's language (THR-08).

use channels::{Carries, Element};
use domain::FailReason;

use super::Reader;

impl Reader<'_> {
    /// The words for a failure. A provider's code that is known is told in our words; one that is not, in the provider's
    /// own.
    pub fn failure(&self, reason: &FailReason) -> String {
        let (ja, en) = match reason {
            FailReason::Unreachable => (
                "お客様に届けられません。ブロック・退会などの可能性があります",
                "The customer cannot be reached: they may have blocked or left the account",
            ),
            FailReason::Refused { detail, code } => {
                return match code.and_then(known) {
                    Some((ja, en)) => self.say(ja.to_owned(), en.to_owned()),
                    None => self.say(
                        format!("チャネルに拒否されました: {detail}"),
                        format!("The channel refused it: {detail}"),
                    ),
                };
            }
            FailReason::WindowClosed => (
                "メッセージを送れる期間または通数を過ぎていました。お客様からのメッセージを待つか、承認済みテンプレートをお使いください",
                "The messaging window had closed or its messages were used up: wait for the customer to write, or use an \
                 approved template",
            ),
            FailReason::QuotaExhausted => {
                ("今月の課金対象メッセージの上限に達しています", "The month's counted messages are used up")
            }
            FailReason::TokenExpired => {
                ("無料返信の期限が切れていました", "The time for a free reply had run out")
            }
            FailReason::Unauthorized => (
                "チャネルの接続設定が無効です。管理者にお知らせください",
                "The channel's credentials are not accepted: tell an administrator",
            ),
            FailReason::Expired => (
                "時間内に送信できなかったため、取りやめました",
                "It could not be sent in time and was given up",
            ),
            FailReason::Unsupported { detail } => {
                return self.say(
                    format!("このチャネルでは送信できません: {detail}"),
                    format!("The channel cannot carry this: {detail}"),
                );
            }
        };
        self.say(ja.to_owned(), en.to_owned())
    }

    /// Why a channel does not carry an element, or carries it as something else; `None` if it carries it as it is.
    pub fn not_carried(&self, element: Element, carries: Carries) -> Option<String> {
        let (ja, en) = match (carries, element) {
            (Carries::Yes, _) => return None,
            (Carries::AsLink, _) => ("リンクとして送信されます", "It is sent as a link"),
            (Carries::AsButtons, _) => ("ボタンとして送信されます", "It is sent as buttons"),
            (Carries::No, Element::Typing | Element::MarkRead) => {
                ("このチャネルにはこの機能がありません", "This channel has no such thing")
            }
            (Carries::No, _) => ("このチャネルでは送信できません", "This channel cannot carry it"),
        };
        Some(self.say(ja.to_owned(), en.to_owned()))
    }

    /// Why nothing that counts may be sent.
    pub fn pushes_used_up(&self) -> String {
        self.say(
            "今月の課金対象メッセージの上限に達しているため、送信を止めています".to_owned(),
            "The month's counted messages are used up, and this inbox stops there".to_owned(),
        )
    }

    /// Why no provider template may be sent, although the channel has them.
    pub fn no_templates(&self) -> String {
        self.say(
            "承認済みテンプレートが設定されていません".to_owned(),
            "No approved template is in the settings".to_owned(),
        )
    }

    /// Why the contact does not see that somebody types.
    pub fn typing_off(&self) -> String {
        self.say(
            "入力中の表示は、この受信箱ではオフになっています".to_owned(),
            "Typing is not shown to customers of this inbox".to_owned(),
        )
    }

    /// Why only a provider template may be sent, or nothing at all.
    pub fn closed(&self, templates: bool) -> String {
        let (ja, en) = if templates {
            (
                "メッセージを送れる期間または通数を過ぎています。承認済みテンプレートだけを送信できます",
                "The messaging window is closed or its messages are used up; only approved templates may be sent",
            )
        } else {
            (
                "メッセージを送れる期間または通数を過ぎています。お客様からのメッセージをお待ちください",
                "The messaging window is closed or its messages are used up; wait for the customer to write",
            )
        };
        self.say(ja.to_owned(), en.to_owned())
    }
}

/// A provider's code in both languages; `None` for one that is not known. The providers' codes do not overlap.
///
/// Sources (read 2026-11): <https://developers.facebook.com/docs/whatsapp/cloud-api/support/error-codes/>,
/// <https://developers.facebook.com/docs/messenger-platform/error-codes>,
/// <https://developers.weixin.qq.com/doc/offiaccount/en/Getting_Started/Global_Return_Code.html>.
fn known(code: i64) -> Option<(&'static str, &'static str)> {
    Some(match code {
        // WhatsApp.
        131_031 | 130_497 => ("WhatsAppアカウントが制限されています", "WhatsApp has restricted the account"),
        131_042 => ("WhatsAppのお支払い設定に問題があります", "WhatsApp reports a problem with the payment"),
        131_045 => {
            ("この電話番号はWhatsAppに登録されていません", "The phone number is not registered with WhatsApp")
        }
        131_048 => (
            "迷惑メッセージとみなされ、WhatsAppが送信を制限しています",
            "WhatsApp limits this number because people reported its messages",
        ),
        131_051 => {
            ("WhatsAppが対応していない種類のメッセージです", "WhatsApp does not support this kind of message")
        }
        131_052 | 131_053 => (
            "WhatsAppがファイルを読み込めませんでした。形式とサイズをご確認ください",
            "WhatsApp could not take the file: check its type and size",
        ),
        132_000 => ("テンプレートの空欄の数が合いません", "The template has another number of blanks"),
        132_001 => (
            "このテンプレートは、この言語では承認されていません",
            "There is no such approved template in this language",
        ),
        132_005 => {
            ("空欄を埋めたテンプレートが長すぎます", "The template is too long with its blanks filled in")
        }
        132_007 => {
            ("テンプレートの内容がWhatsAppの規約に反しています", "The template violates WhatsApp's policy")
        }
        132_012 => ("テンプレートの空欄の形式が合いません", "A blank of the template wants another format"),
        132_015 => (
            "評価が低いため、このテンプレートは一時停止されています",
            "WhatsApp has paused this template because of its quality",
        ),
        132_016 => (
            "評価が低いため、このテンプレートは使えなくなりました",
            "WhatsApp has disabled this template because of its quality",
        ),
        // Messenger and Instagram.
        368 => ("Metaの規約により送信が制限されています", "Meta has blocked sending because of its policies"),
        2_018_109 => ("添付ファイルが大きすぎます", "The attachment is too large"),
        // WeChat.
        40_004..=40_009 => (
            "WeChatが対応していない形式または大きさのファイルです",
            "WeChat does not take a file of this type or size",
        ),
        40_037 => ("このテンプレートはWeChatに登録されていません", "WeChat does not know this template"),
        40_164 => (
            "送信元のIPアドレスがWeChatの許可リストにありません。管理者にお知らせください",
            "The desk's address is not in the account's IP white list at WeChat: tell an administrator",
        ),
        // Messenger, and WeChat.
        2_018_034 | 44_002 | 44_004 => ("メッセージが空です", "The message is empty"),
        45_001 => ("ファイルが大きすぎます", "The file is too large"),
        45_002 => ("メッセージが長すぎます", "The message is too long"),
        87_014 => ("内容がWeChatの審査に通りませんでした", "WeChat's content check did not pass it"),
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use domain::Language;

    use super::*;

    fn said(language: Language, reason: &FailReason) -> String {
        let reader = Reader {
            language,
            name: &|id| id.to_string(),
            time: &|at| at.to_string(),
            status: &|status| status.to_owned(),
        };
        reader.failure(reason)
    }

    /// THR-08
    #[test]
    fn a_known_code_is_told_in_words_and_an_unknown_one_verbatim() {
        let refused =
            |code, detail: &str| FailReason::Refused { detail: detail.to_owned(), code: Some(code) };
        let known = refused(132_001, "Template name does not exist (132001)");
        assert_eq!(said(Language::Ja, &known), "このテンプレートは、この言語では承認されていません");
        assert_eq!(said(Language::En, &known), "There is no such approved template in this language");
        let unknown = refused(199_999, "Something new (199999)");
        assert_eq!(said(Language::Ja, &unknown), "チャネルに拒否されました: Something new (199999)");
        assert_eq!(said(Language::En, &unknown), "The channel refused it: Something new (199999)");
    }
}
