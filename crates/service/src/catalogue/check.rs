//! What a connection's checks came to, and what to do about it, in the reader's language.

use channels::{Check, Finding};
use domain::Language;

/// The words for a finding.
pub fn finding(language: Language, check: Check, finding: &Finding) -> String {
    let (ja, en) = match finding {
        Finding::Right { name } => return right(language, check, name.as_deref()),
        Finding::Unauthorized { detail } => with(
            "認証情報が受け付けられません。提供元の管理画面で発行し直し、設定ファイルに入れてください",
            "The credentials are not accepted: issue new ones at the provider and put them into the settings file",
            detail,
        ),
        Finding::OtherAccount => (
            "認証情報は別のアカウントのものです。設定ファイルのアカウントの ID と認証情報を確認してください".into(),
            "The credentials belong to another account: compare them with the account's id in the settings file"
                .into(),
        ),
        Finding::NoWebhook => (
            "提供元に Webhook のアドレスが登録されていません。設定画面のアドレスを登録してください".into(),
            "The provider has no address for webhooks: enter the one that the settings show".into(),
        ),
        Finding::WebhookElsewhere { host } => (
            format!("Webhook は別の場所（{host}）に送られています。設定画面のアドレスに変更してください"),
            format!("Webhooks go elsewhere ({host}): enter the address that the settings show"),
        ),
        Finding::WebhookOff => (
            "Webhook のアドレスは正しいですが、利用がオフです。提供元の管理画面で「Webhookの利用」をオンにしてください"
                .into(),
            "The address for webhooks is right but switched off: switch on “Use webhook” at the provider".into(),
        ),
        Finding::NotDelivered { detail } => with(
            "提供元からの Webhook が届きません。公開アドレスと証明書を確認してください",
            "The provider cannot deliver webhooks: check the public address and its certificate",
            detail,
        ),
        Finding::Refused { detail } => with("提供元に拒否されました", "The provider refused to answer", detail),
        Finding::Busy => (
            "提供元への問い合わせが多すぎます。しばらくしてからもう一度お試しください".into(),
            "The provider was asked too often: try again later".into(),
        ),
        Finding::Unreadable => (
            "提供元の返答を読み取れません。api_base を変えている場合は確認してください".into(),
            "The answer is not the provider's: check api_base if it was changed".into(),
        ),
        Finding::NoAnswer => (
            "提供元から返答がありません。ネットワークを確認して、もう一度お試しください".into(),
            "The provider did not answer: check the network and try again".into(),
        ),
        Finding::Missing { setting } => (
            format!("設定ファイルの {setting} が空です。値を入れてください"),
            format!("{setting} is empty in the settings file: fill it in"),
        ),
    };
    said(language, ja, en)
}

fn said(language: Language, ja: String, en: String) -> String {
    match language {
        Language::Ja => ja,
        Language::En => en,
    }
}

/// Our words, and the provider's behind them.
fn with(ja: &str, en: &str, detail: &str) -> (String, String) {
    if detail.is_empty() {
        return (ja.to_owned(), en.to_owned());
    }
    (format!("{ja}（{detail}）"), format!("{en} ({detail})"))
}

fn right(language: Language, check: Check, name: Option<&str>) -> String {
    let (ja, en) = match check {
        Check::Account => {
            with("認証情報は有効です", "The credentials are accepted", name.unwrap_or_default())
        }
        Check::Webhook => ("Webhook のアドレスは正しく登録されています".into(), "Webhooks come here".into()),
        Check::Delivery => ("テストの Webhook が届きました".into(), "A test webhook has arrived".into()),
        Check::Origins => (
            "表示を許可するサイトが設定されています".into(),
            "Pages that may show the messenger are named".into(),
        ),
        Check::Keys => ("キーが設定されています".into(), "The keys are there".into()),
    };
    said(language, ja, en)
}

/// Why the model gave no answer.
pub fn model(language: Language, error: &assist::Error) -> String {
    use assist::Error as E;
    let ja = match error {
        E::NotConfigured { setting } => format!("AI が設定されていません。設定ファイルの {setting} に値を入れてください"),
        E::InvalidSetting { setting, .. } => format!("AI の設定 {setting} の値が使えません。設定ファイルを確認してください"),
        E::Unreachable(_) => {
            "AI の提供元に接続できません。base_url と、提供元が動いているかを確認してください".into()
        }
        E::PrivateAddress => {
            "base_url が内部ネットワークを指しています。意図したものなら allow_private を設定してください".into()
        }
        E::Unauthorized => "API キーが受け付けられません。有効な api_key を設定してください".into(),
        E::Forbidden => "この API キーでは許可されていません。キーの権限とモデルの利用可否を確認してください".into(),
        E::NotFound => {
            "アドレスまたはモデルが見つかりません。base_url（多くは /v1 で終わります）と model を確認してください".into()
        }
        E::RateLimited { .. } => {
            "提供元の利用上限に達しています。しばらく待つか、提供元で上限を上げてください".into()
        }
        E::Redirected => "別のアドレスに転送されました。転送先を base_url に設定してください".into(),
        E::Rejected { status } => {
            format!("提供元に拒否されました（HTTP {status}）。base_url と model を確認してください")
        }
        E::ProviderFailed { status } => {
            format!("提供元で問題が起きました（HTTP {status}）。もう一度お試しください")
        }
        E::TimedOut { after } => format!("{} 秒以内に返答がありませんでした", after.as_secs_f32()),
        _ => "返答を読み取れません。base_url が OpenAI 互換の API かどうか確認してください".into(),
    };
    said(language, ja, error.to_string())
}
