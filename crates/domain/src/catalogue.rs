//! What the desk itself says to contacts, in every language it speaks.

use serde::{Deserialize, Serialize};

/// A language the desk speaks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum Language {
    /// Japanese.
    #[default]
    Ja,
    /// English.
    En,
}

impl Language {
    /// Its IETF tag.
    pub fn tag(self) -> &'static str {
        match self {
            Self::Ja => "ja",
            Self::En => "en",
        }
    }

    /// The language that an IETF tag such as `ja-JP` names, if the desk speaks it.
    pub fn of_tag(tag: &str) -> Option<Self> {
        match tag.split(['-', '_']).next()?.to_ascii_lowercase().as_str() {
            "ja" => Some(Self::Ja),
            "en" => Some(Self::En),
            _ => None,
        }
    }
}

/// Something the desk says to a contact without a rule's or an operator's words. An inbox may put its own words in
/// their place.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum Notice {
    /// Asks whether to end (STA-07).
    EndRequest,
    /// The button that ends.
    EndButton,
    /// The button that goes on.
    ContinueButton,
    /// Thanks after the contact ended.
    Ended,
    /// A person will answer (BOT-02).
    HandedOver,
    /// A person will answer, but nobody is there now (CHN-08).
    NobodyOnline,
    /// A person will answer, but outside business hours (BOT-06).
    OutsideHours,
    /// Asks for a rating (CSA-02).
    Rating,
    /// The first words of the web messenger (CHN-07).
    Greeting,
    /// What the customer agrees to before a web chat starts (CHN-06).
    Consent,
}

impl Notice {
    /// Every notice.
    pub const ALL: [Self; 10] = [
        Self::EndRequest,
        Self::EndButton,
        Self::ContinueButton,
        Self::Ended,
        Self::HandedOver,
        Self::NobodyOnline,
        Self::OutsideHours,
        Self::Rating,
        Self::Greeting,
        Self::Consent,
    ];

    /// The catalogue's words.
    pub fn text(self, language: Language) -> &'static str {
        let (ja, en) = match self {
            Self::EndRequest => (
                "ほかにご用件はございますか？なければこのチャットを終了いたします。",
                "Is there anything else we can help with? If not, we will end this chat.",
            ),
            Self::EndButton => ("終了する", "End the chat"),
            Self::ContinueButton => ("続ける", "Continue"),
            Self::Ended => (
                "チャットを終了しました。ご利用ありがとうございました。",
                "This chat has ended. Thank you for contacting us.",
            ),
            Self::HandedOver => (
                "担当者におつなぎします。このままお待ちください。",
                "We are connecting you to a member of our team. Please stay in this chat.",
            ),
            Self::NobodyOnline => (
                "ただいま担当者が席を外しております。戻り次第、こちらにご返信いたします。",
                "Nobody is at the desk right now. We will answer here as soon as someone is back.",
            ),
            Self::OutsideHours => (
                "ただいま営業時間外です。営業開始後に担当者がこちらにご返信いたします。",
                "We are closed right now. A member of our team will answer here when we open.",
            ),
            Self::Rating => (
                "対応はいかがでしたか？1（不満）から5（満足）でお聞かせください。",
                "How did we do? Please rate us from 1 (poor) to 5 (great).",
            ),
            Self::Greeting => (
                "こんにちは。ご質問やご相談をお気軽にお送りください。",
                "Hello! Ask us anything, we are happy to help.",
            ),
            Self::Consent => (
                "お問い合わせにお答えするため、入力された内容を保存し、担当者が確認します。",
                "To answer you, we keep what you write here, and our team reads it.",
            ),
        };
        match language {
            Language::Ja => ja,
            Language::En => en,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn button_labels_fit_every_channel() {
        for notice in [Notice::EndButton, Notice::ContinueButton] {
            for language in [Language::Ja, Language::En] {
                // LINE allows 20 characters on a button.
                assert!(notice.text(language).chars().count() <= 20);
            }
        }
    }

    #[test]
    fn tags_name_languages() {
        assert_eq!(Language::of_tag("ja-JP"), Some(Language::Ja));
        assert_eq!(Language::of_tag("EN_gb"), Some(Language::En));
        assert_eq!(Language::of_tag("zh-TW"), None);
    }
}
