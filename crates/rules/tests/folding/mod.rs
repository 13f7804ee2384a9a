//! What counts as the same when a keyword is looked for in a message, and what does not: the table that is tested and
//! that the guide shows.

/// One line of the table.
pub struct Line {
    /// What the customer writes.
    pub message: &'static str,
    /// The keyword as the admin writes it.
    pub keyword: &'static str,
    /// Whether it is found.
    pub found: bool,
    /// Why.
    pub why: &'static str,
    /// The same in Japanese.
    pub why_ja: &'static str,
}

const fn same(message: &'static str, keyword: &'static str, why: &'static str, why_ja: &'static str) -> Line {
    Line { message, keyword, found: true, why, why_ja }
}

const fn other(
    message: &'static str,
    keyword: &'static str,
    why: &'static str,
    why_ja: &'static str,
) -> Line {
    Line { message, keyword, found: false, why, why_ja }
}

/// Every line, first what is found.
pub const TABLE: &[Line] = &[
    same("ｵﾍﾟﾚｰﾀｰお願い", "オペレーター", "half-width kana", "半角カナ"),
    same("おぺれーたーさん", "オペレーター", "hiragana and katakana", "ひらがなとカタカナ"),
    same(
        "ＰａｙＰａｙ使えますか",
        "paypay",
        "full-width letters, capitals and small letters",
        "全角英字、大文字と小文字",
    ),
    same("内線１２３", "123", "full-width digits", "全角数字"),
    same("１００％", "100%", "full-width signs", "全角記号"),
    same("ﾊﾟｰﾏ", "パーマ", "half-width kana with its mark beside it", "濁点・半濁点が分かれた半角カナ"),
    same(
        "か\u{3099}くせい割",
        "がくせい",
        "a voicing mark as a character of its own",
        "濁点が別の文字になっている場合(結合文字)",
    ),
    same("は゛らの花", "ばら", "a voicing mark written after the kana", "濁点「゛」を後ろに書いた場合"),
    same("ヴェール", "ゔぇーる", "katakana that hiragana seldom uses", "ヴとゔ"),
    same("ｱｰﾄﾈｲﾙ", "アートネイル", "the half-width long vowel mark", "半角の長音記号"),
    same(
        "コンピューターの件",
        "コンピュータ",
        "the shorter spelling is in the longer one",
        "短い表記は長い表記に含まれます",
    ),
    same("LINEで予約ｵﾈｶﾞｲ", "予約おねがい", "mixed scripts", "文字の種類が混ざっていても"),
    same("予\u{200B}約したい", "予約", "characters that nobody sees", "目に見えない文字(ゼロ幅スペースなど)"),
    same("☎\u{FE0F}ください", "☎", "emoji with and without a variation selector", "絵文字の異体字セレクタ"),
    same("❤", "❤\u{FE0F}", "also when the keyword has it", "キーワードの側にあっても"),
    same("葛\u{E0100}城店", "葛城", "Chinese characters with a variation selector", "漢字の異体字セレクタ"),
    same(
        "👨\u{200D}👩\u{200D}👧です",
        "👩",
        "emoji that are joined count one by one",
        "つながった絵文字は一つずつ",
    ),
    same("👍🏽", "👍", "a skin tone stands after the emoji", "肌の色は絵文字のあとに付きます"),
    same("㈱山田です", "(株)山田", "signs that stand for several characters", "㈱などの囲み文字"),
    same("㍿の件", "株式会社", "square words", "㍿などの組文字"),
    same("①番", "1番", "numbers in circles", "丸数字"),
    same("10〜18時", "10～18時", "the wave dash of every system", "波ダッシュと全角チルダ"),
    same(
        "営業　時間",
        "営業 時間",
        "full-width space, tab, line break: one space",
        "全角スペース・改行などは空白1つ",
    ),
    same("Straße", "strasse", "ß and ss", "ß と ss"),
    same("Cafe\u{301}", "café", "an accent as a character of its own", "アクセント記号が別の文字の場合"),
    same(
        "イクラ丼",
        "いくら",
        "careful: the same sound may mean another thing",
        "注意: 同じ音の別の言葉も一致します",
    ),
    other(
        "オペレータ",
        "オペレーター",
        "the long vowel mark counts as written; list both",
        "長音記号は書いたとおり(両方を並べてください)",
    ),
    other("らあめん", "ラーメン", "a long vowel spelled out", "長音を母音で書いた場合"),
    other("カラ－", "カラー", "a hyphen is no long vowel mark", "ハイフンは長音記号ではありません"),
    other("かき", "がき", "voiced and unvoiced are different words", "清音と濁音は別の言葉です"),
    other("はり", "ぱり", "so is the half-voiced mark", "半濁音も同じです"),
    other("キヤンセル", "キャンセル", "small and large kana", "小さい「ャ」と大きい「ヤ」"),
    other(
        "3ヶ月",
        "3か月",
        "ヶ is a sign of its own; list both",
        "「ヶ」は「か」と別です(両方を並べてください)",
    ),
    other("こゝろ", "こころ", "repetition marks", "繰り返し記号"),
    other("髙橋", "高橋", "variants of a Chinese character", "異体字の漢字(髙と高)"),
    other("會社", "会社", "old and new Chinese characters", "旧字体と新字体"),
    other("きょうと", "京都", "readings: kana and Chinese characters", "漢字とその読み"),
    other("営業 時間", "営業時間", "a space inside a word", "言葉の途中の空白"),
    other("〇", "0", "a circle is no digit", "丸は数字ではありません"),
    other("cafe", "café", "accents", "アクセント記号の有無"),
    other("ｋ", "к", "letters of another alphabet that look alike", "形が似ている別の文字(キリル文字など)"),
    other("👍", "👍🏽", "the keyword asks for a skin tone", "キーワードが肌の色まで指定している場合"),
    other("yoyaku", "よやく", "Latin spelling of Japanese", "ローマ字"),
];
