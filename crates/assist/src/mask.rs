//! Puts tokens such as `⟦1⟧` in the place of whatever must survive a rewrite (AIW-07), and takes them out again.
//!
//! A token stands for a value, not for a place: the same amount written twice is the same token twice. The table
//! spans the whole draft, so that the selection and its surroundings share their numbers.

use regex::{Regex, RegexBuilder};
use serde::{Deserialize, Serialize};

use crate::Invalid;

/// What opens a token.
pub(crate) const OPEN: char = '⟦';
/// What closes a token.
pub(crate) const CLOSE: char = '⟧';
/// Most names, and most characters in one.
const NAMES: usize = 64;

/// The kinds of text that must survive a rewrite unchanged.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// Something that looks like one of our own tokens or delimiters.
    Marker,
    /// A placeholder, `{{name}}` or `{name}`.
    Placeholder,
    /// An e-mail address.
    Email,
    /// A web address, with or without a scheme.
    Url,
    /// One of the names given with the request.
    Name,
    /// A date, a month or a day of the week.
    Date,
    /// A time of day.
    Time,
    /// An amount of money.
    Money,
    /// A telephone number.
    Phone,
    /// Letters and digits in one: an order number, a model, a quantity with its unit.
    Code,
    /// Any other number, percentages included.
    Number,
}

impl Kind {
    /// All kinds with the name of their group in the pattern; the first to match at a place wins.
    const ALL: [(Self, &str); 11] = [
        (Self::Marker, "marker"),
        (Self::Placeholder, "placeholder"),
        (Self::Email, "email"),
        (Self::Url, "url"),
        (Self::Name, "name"),
        (Self::Date, "date"),
        (Self::Time, "time"),
        (Self::Money, "money"),
        (Self::Phone, "phone"),
        (Self::Code, "code"),
        (Self::Number, "number"),
    ];

    /// Names the kind in a message for people, with its article.
    pub fn label(self) -> &'static str {
        match self {
            Self::Marker => "a marker",
            Self::Placeholder => "a placeholder",
            Self::Email => "an e-mail address",
            Self::Url => "a web address",
            Self::Name => "a name",
            Self::Date => "a date",
            Self::Time => "a time",
            Self::Money => "an amount of money",
            Self::Phone => "a telephone number",
            Self::Code => "a code or order number",
            Self::Number => "a number",
        }
    }
}

/// The search in verbose mode. `«…»` stands for one of [`PIECES`]. Edges of words are those of ASCII words: Japanese
/// puts no space between a number or a Latin name and the next word, so Unicode's own edges do not help.
const PATTERN: &str = r"
(?<marker>  [⟦⟧]+ | </?(?i:draft|before|target|after)> )
|(?<placeholder> \{\{[^{}\n]{1,64}\}\} | \{[^{}\s]{1,64}\} )
|(?<email>  [A-Za-z0-9._%+\-]+ [@＠] [A-Za-z0-9\-]+ (?:\.[A-Za-z0-9\-]+)+ )
|(?<url>    (?:[A-Za-z][A-Za-z0-9+.\-]*:// | (?i:mailto|tel|javascript|data):) «url»*«url-end»
          | «edge»(?:[A-Za-z0-9](?:[A-Za-z0-9\-]*[A-Za-z0-9])?\.)+[A-Za-z]{2,24}«edge» (?: [:/?\#]«url»*«url-end» | / )? )
|(?<name>   «names» )
|(?<date>   (?:令和|平成|昭和|西暦)?\d{1,4}«sp»年(?:度|«sp»\d{1,2}«sp»月(?:«sp»\d{1,2}«sp»日)?)?«weekday»?
          | \d{1,2}«sp»月(?:«sp»\d{1,2}«sp»日)?«weekday»? | \d{1,2}«sp»日«weekday»? | «kanji»+月«kanji»+日«weekday»?
          | \d{4}[-－/／.．]\d{1,2}[-－/／.．]\d{1,2}«weekday»? | \d{1,4}[/／]\d{1,2}(?:[/／]\d{1,4})?«weekday»?
          | «edge»«month»\.?\x20\d{1,2}(?i:st|nd|rd|th)?(?:,?\x20\d{4})?«edge»
          | \d{1,2}(?i:st|nd|rd|th)?\x20(?:of\x20)?«month»«edge»(?:\.?,?\x20\d{4}«edge»)?
          | [日月火水木金土]曜日? | «edge»(?i:(?:mon|tues|wednes|thurs|fri|satur|sun)days?)«edge» )
|(?<time>   (?:午前|午後)?«sp»\d{1,2}«sp»時(?:«sp»\d{1,2}«sp»分|半)? | (?:午前|午後)«kanji»+時(?:«kanji»+分|半)?
          | (?:午前|午後)?«sp»\d{1,2}[:：]\d{2}(?:[:：]\d{2})?(?:\x20?(?i:[ap]\.?m)«edge»)?
          | \d{1,2}\x20?(?i:[ap]\.?m)«edge» )
|(?<money>  [¥￥$＄€£₩]\x20?«amount»[億万千百]? | «edge»(?i:USD|JPY|EUR|CNY|KRW|TWD)\x20?«amount»
          | (?:«amount»[億万千百]?)+«sp»(?:円|ドル|ユーロ|ウォン|(?i:USD|JPY|EUR|yen|euros?|dollars?)«edge»)
          | «kanji»+(?:円|ドル) )
|(?<phone>  [+＋]?(?:\d{1,5}[-－‐−ー.\x20]?)?[(（]\d{1,5}[)）][-－‐−ー\x20]?\d{1,5}(?:[-－‐−ー\x20]\d{2,5})*
          | [+＋]?\d{1,4}(?:[-－‐−ー\x20]\d{2,4}){2,4} | [+＋]\d{6,15} )
|(?<code>   [A-Za-z][A-Za-z0-9_\-]*[0-9](?:[A-Za-z0-9_\-]*[A-Za-z0-9])?
          | [0-9]+[A-Za-z_\-](?:[A-Za-z0-9_\-]*[A-Za-z0-9])? | [\#＃№]\d+ )
|(?<number> [−－]?\d+(?:[,，.．/／:：]\d+)*(?:[%％℃割]|パーセント)? | «kanji»+割 | [①-⑳] )
";

/// What the abbreviations in [`PATTERN`] stand for. `\d` is filled in too: the digits meant are ASCII and full-width.
const PIECES: [(&str, &str); 9] = [
    ("«edge»", r"(?-u:\b)"),
    ("«sp»", r"\x20?"),
    ("«url»", r"[A-Za-z0-9\-._~:/?\#\[\]@!$&'()*+,;=%]"),
    ("«url-end»", r"[A-Za-z0-9\-_~/\#@$&*+=%]"),
    (
        "«month»",
        "(?i:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?\
         |oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)",
    ),
    ("«weekday»", r"(?:\x20?[(（][日月火水木金土](?:曜日?)?(?:・?祝)?[)）])"),
    ("«amount»", r"\d+(?:[,，.．]\d+)*"),
    ("«kanji»", "[〇一二三四五六七八九十百千万億]"),
    (r"\d", "[0-9０-９]"),
];

/// Finds what must survive.
pub(crate) struct Scanner(Regex);

/// One finding, in bytes of the text that was searched.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Found<'a> {
    pub kind: Kind,
    pub start: usize,
    pub value: &'a str,
}

impl Found<'_> {
    pub fn end(&self) -> usize {
        self.start + self.value.len()
    }
}

impl Scanner {
    /// Prepares a search for these names and everything else that must survive.
    ///
    /// # Errors
    ///
    /// [`Invalid::Names`] if there are more than 64, or one is longer than 64 characters.
    pub fn new(names: &[String]) -> Result<Self, Invalid> {
        let refused = Invalid::Names { limit: NAMES };
        let mut names: Vec<&str> =
            names.iter().map(|name| name.trim()).filter(|name| !name.is_empty()).collect();
        if names.len() > NAMES || names.iter().any(|name| name.chars().count() > NAMES) {
            return Err(refused);
        }
        // The longest first: 田中太郎 before 田中. Without names, an alternative that never matches.
        names.sort_by_key(|name| std::cmp::Reverse(name.len()));
        let names: Vec<String> = names.into_iter().map(name_pattern).collect();
        let names =
            if names.is_empty() { r"[^\s\S]".to_owned() } else { format!("(?-x:{})", names.join("|")) };
        let pattern = PIECES.iter().fold(PATTERN.to_owned(), |text, (short, long)| text.replace(short, long));
        RegexBuilder::new(&pattern.replace("«names»", &names))
            .ignore_whitespace(true)
            .build()
            .map(Self)
            .map_err(|_| refused)
    }

    /// Finds everything that must survive, in order and without overlaps.
    pub fn scan<'a>(&'a self, text: &'a str) -> impl Iterator<Item = Found<'a>> {
        self.0.captures_iter(text).filter_map(|found| {
            let (kind, value) =
                Kind::ALL.iter().find_map(|(kind, group)| found.name(group).map(|value| (*kind, value)))?;
            Some(Found { kind, start: value.start(), value: value.as_str() })
        })
    }
}

/// Matches a name literally; one in Latin letters only as a whole word, so that Ken stays out of Kentucky.
fn name_pattern(name: &str) -> String {
    let edge = |c: Option<char>| if c.is_some_and(|c| c.is_ascii_alphanumeric()) { r"(?-u:\b)" } else { "" };
    format!("{}{}{}", edge(name.chars().next()), regex::escape(name), edge(name.chars().next_back()))
}

/// The values behind the tokens of one draft. A token's number is its place in the table, counted from one.
#[derive(Default)]
pub(crate) struct Table(Vec<(Kind, String)>);

impl Table {
    /// Replaces everything that must survive in `text` by tokens, adding to the table what is new.
    pub fn mask(&mut self, scanner: &Scanner, text: &str) -> String {
        let mut masked = String::with_capacity(text.len());
        let mut rest = 0;
        for found in scanner.scan(text) {
            masked.push_str(&text[rest..found.start]);
            let number = self.number(found.kind, found.value);
            masked.extend([OPEN.to_string(), number.to_string(), CLOSE.to_string()]);
            rest = found.end();
        }
        masked.push_str(&text[rest..]);
        masked
    }

    /// Puts the values back. `None` if `masked` holds a token that is not in the table, or a broken one.
    pub fn unmask(&self, masked: &str) -> Option<String> {
        let mut text = String::with_capacity(masked.len());
        for piece in pieces(masked) {
            match piece {
                Piece::Text(plain) => text.push_str(plain),
                Piece::Token(number) => text.push_str(&self.get(number)?.1),
                Piece::Broken => return None,
            }
        }
        Some(text)
    }

    /// Returns kind and value of a token.
    pub fn get(&self, number: usize) -> Option<&(Kind, String)> {
        number.checked_sub(1).and_then(|index| self.0.get(index))
    }

    /// Returns how many tokens there are; they are numbered from one to this.
    pub fn len(&self) -> usize {
        self.0.len()
    }

    fn number(&mut self, kind: Kind, value: &str) -> usize {
        if let Some(index) = self.0.iter().position(|(_, known)| known == value) {
            return index + 1;
        }
        self.0.push((kind, value.to_owned()));
        self.0.len()
    }
}

/// A stretch of masked text.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Piece<'a> {
    /// Text between tokens.
    Text(&'a str),
    /// A token, by its number.
    Token(usize),
    /// An opening or closing bracket that belongs to no token.
    Broken,
}

/// Takes masked text apart. A model's white space and full-width digits inside a token are forgiven.
pub(crate) fn pieces(masked: &str) -> impl Iterator<Item = Piece<'_>> {
    let mut rest = masked;
    std::iter::from_fn(move || {
        let at = rest.find([OPEN, CLOSE]).unwrap_or(rest.len());
        if at > 0 {
            let (text, tail) = rest.split_at(at);
            rest = tail;
            return Some(Piece::Text(text));
        }
        let bracket = rest.chars().next()?;
        let inside = &rest[bracket.len_utf8()..];
        let token = (bracket == OPEN).then(|| inside.split_once(CLOSE)).flatten();
        let number = token.and_then(|(digits, tail)| Some((token_number(digits)?, tail)));
        let (piece, tail) =
            number.map_or((Piece::Broken, inside), |(number, tail)| (Piece::Token(number), tail));
        rest = tail;
        Some(piece)
    })
}

fn token_number(digits: &str) -> Option<usize> {
    let ascii: Option<String> = digits
        .trim()
        .chars()
        .map(|c| match c {
            '０'..='９' => char::from_digit(u32::from(c) - u32::from('０'), 10),
            _ => c.is_ascii_digit().then_some(c),
        })
        .collect();
    ascii?.parse().ok()
}

#[cfg(test)]
mod tests;
