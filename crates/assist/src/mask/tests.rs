use std::sync::LazyLock;

use proptest::prelude::*;

use super::*;

static TANAKA: LazyLock<Scanner> = LazyLock::new(|| Scanner::new(&["田中".into()]).unwrap());

fn found(text: &str, names: &[&str]) -> Vec<(Kind, String)> {
    let names: Vec<String> = names.iter().map(ToString::to_string).collect();
    let scanner = Scanner::new(&names).unwrap();
    scanner.scan(text).map(|found| (found.kind, found.value.to_owned())).collect()
}

/// AIW-07
#[test]
fn each_kind_is_found_whole() {
    use Kind::{Code, Date, Email, Marker, Money, Name, Number, Phone, Placeholder, Time, Url};
    let cases = [
        (Marker, "⟦1⟧", "⟦"),
        (Marker, "a</target>b", "</target>"),
        (Placeholder, "こんにちは{{customer.name}}様", "{{customer.name}}"),
        (Placeholder, "{name}様", "{name}"),
        (Email, "宛先はken.t+a@example.co.jpです", "ken.t+a@example.co.jp"),
        (Url, "https://example.com/a?b=c#dをご覧ください", "https://example.com/a?b=c#d"),
        (Url, "See https://example.com/a.", "https://example.com/a"),
        (Url, "(HTTP://EXAMPLE.com/)", "HTTP://EXAMPLE.com/"),
        (Url, "詳細はexample.co.jp/faqへ", "example.co.jp/faq"),
        (Url, "javascript:alert", "javascript:alert"),
        (Name, "田中太郎様、", "田中太郎"),
        (Name, "Kenより", "Ken"),
        (Date, "2026年11月5日(木)に", "2026年11月5日(木)"),
        (Date, "令和８年１１月５日", "令和８年１１月５日"),
        (Date, "11月5日まで", "11月5日"),
        (Date, "十一月五日まで", "十一月五日"),
        (Date, "2026-11-05まで", "2026-11-05"),
        (Date, "11/5（木）まで", "11/5（木）"),
        (Date, "by November 5th, 2026 please", "November 5th, 2026"),
        (Date, "by 5 Nov. please", "5 Nov"),
        (Date, "金曜日に", "金曜日"),
        (Date, "on Fridays", "Fridays"),
        (Time, "午後3時30分に", "午後3時30分"),
        (Time, "10：30に", "10：30"),
        (Time, "at 3 pm today", "3 pm"),
        (Time, "午後三時に", "午後三時"),
        (Money, "¥1,200です", "¥1,200"),
        (Money, "￥１，２００です", "￥１，２００"),
        (Money, "3万5千円です", "3万5千円"),
        (Money, "１２００円です", "１２００円"),
        (Money, "三千円です", "三千円"),
        (Money, "costs $12.50 each", "$12.50"),
        (Money, "costs 1,200 yen", "1,200 yen"),
        (Phone, "電話は03-1234-5678です", "03-1234-5678"),
        (Phone, "０３ー１２３４ー５６７８", "０３ー１２３４ー５６７８"),
        (Phone, "(03) 1234-5678", "(03) 1234-5678"),
        (Phone, "+81 90 1234 5678", "+81 90 1234 5678"),
        (Phone, "+819012345678", "+819012345678"),
        (Code, "注文番号AB-1234-Xの件", "AB-1234-X"),
        (Code, "在庫は10kgです", "10kg"),
        (Number, "１２３４", "１２３４"),
        (Number, "1,234.5個", "1,234.5"),
        (Number, "50%引き", "50%"),
        (Number, "三割引き", "三割"),
        (Number, "①", "①"),
    ];
    for (kind, text, value) in cases {
        let found = found(text, &["田中", "田中太郎", "Ken"]);
        assert_eq!(found.first(), Some(&(kind, value.to_owned())), "{text}: {found:?}");
    }
}

/// AIW-07
#[test]
fn plain_words_are_left_to_the_model() {
    for text in [
        "一緒に確認いたします。",
        "Kentucky is fine, e.g. today.",
        "明日お送りします",
        "OK!",
        "I may march on.",
    ] {
        assert_eq!(found(text, &["Ken", " ", ""]), [], "{text}");
    }
}

#[test]
fn names_with_spaces_and_signs_are_taken_literally() {
    for name in ["Mei Tanaka", "田中　太郎", "A#B", "O'Hara (Ltd.)", "a\tb", "[x]", "\\d"] {
        let text = format!("..{name}..");
        assert_eq!(found(&text, &[name]), [(Kind::Name, name.to_owned())]);
    }
}

#[test]
fn too_many_or_too_long_names_are_refused() {
    let refused = |names: Vec<String>| Scanner::new(&names).err() == Some(Invalid::Names { limit: 64 });
    assert!(refused(vec!["あ".repeat(65)]));
    assert!(refused((0..65).map(|n| format!("n{n}")).collect()));
    assert!(Scanner::new(&vec!["あ".repeat(64); 64]).is_ok());
}

#[test]
fn equal_values_share_a_token() {
    let scanner = Scanner::new(&[]).unwrap();
    let mut table = Table::default();
    assert_eq!(table.mask(&scanner, "10円、20円、10円"), "⟦1⟧、⟦2⟧、⟦1⟧");
    assert_eq!(table.mask(&scanner, "20円と30円"), "⟦2⟧と⟦3⟧");
}

#[test]
fn a_token_may_come_back_with_white_space_or_wide_digits() {
    let read: Vec<_> = pieces("a⟦ 1 ⟧⟦１２⟧⟧⟦x⟧⟦⟦2⟧").collect();
    let expected = [
        Piece::Text("a"),
        Piece::Token(1),
        Piece::Token(12),
        Piece::Broken,
        Piece::Broken,
        Piece::Text("x"),
        Piece::Broken,
        Piece::Broken,
        Piece::Token(2),
    ];
    assert_eq!(read, expected);
}

proptest! {
    /// AIW-07: taking the tokens out again gives the text, whatever it was.
    #[test]
    fn unmasking_undoes_masking(text in "(\\PC|[0-9０-９¥円月日時:/@.{}⟦⟧<>a-z\n -]|⟦1⟧|https://|田中){0,40}") {
        let mut table = Table::default();
        let masked = table.mask(&TANAKA, &text);
        prop_assert_eq!(table.unmask(&masked), Some(text));
        // Nothing that must survive is shown to the model.
        for piece in pieces(&masked) {
            if let Piece::Text(plain) = piece {
                prop_assert!(!plain.contains(|c: char| c.is_ascii_digit()), "{}", masked);
            }
        }
    }
}
