//! From a folded message to the keywords in it, in time that does not grow with the number of keywords (P11).

use std::collections::BTreeMap;

use aho_corasick::{AhoCorasick, AhoCorasickKind, MatchKind};

use crate::declare::How;

/// One keyword of one rule.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Hit {
    /// The rule, by its place in the order.
    pub rule: u32,
    /// The keyword, by its place in the rule's list.
    pub word: u32,
}

/// All keywords of a set in one automaton.
#[derive(Debug, Default)]
pub(crate) struct Index {
    automaton: Option<AhoCorasick>,
    /// Where the users of each distinct keyword begin in `users`; one longer than there are keywords.
    starts: Vec<u32>,
    users: Vec<(How, Hit)>,
}

impl Index {
    /// Builds the index. `None` if the automaton would be too large.
    pub fn new<'a>(words: impl IntoIterator<Item = (&'a str, How, Hit)>) -> Option<Self> {
        let mut by_word: BTreeMap<&str, Vec<(How, Hit)>> = BTreeMap::new();
        for (word, how, hit) in words {
            by_word.entry(word).or_default().push((how, hit));
        }
        if by_word.is_empty() {
            return Some(Self::default());
        }
        let automaton = AhoCorasick::builder()
            .match_kind(MatchKind::Standard)
            // A DFA is faster while it is small, but its size multiplies; this one is the same at every size.
            .kind(Some(AhoCorasickKind::ContiguousNFA))
            .prefilter(false)
            .build(by_word.keys())
            .ok()?;
        let mut starts = vec![0];
        let mut users = Vec::new();
        for (_, mut word_users) in by_word {
            word_users.sort_unstable();
            users.append(&mut word_users);
            starts.push(u32::try_from(users.len()).ok()?);
        }
        Some(Self { automaton: Some(automaton), starts, users })
    }

    /// The keywords in a folded text: which, and where each begins and ends in bytes.
    pub fn within<'t>(&'t self, folded: &'t str) -> impl Iterator<Item = (usize, usize, usize)> + 't {
        let found = self.automaton.iter().flat_map(move |automaton| automaton.find_overlapping_iter(folded));
        found.map(|found| (found.pattern().as_usize(), found.start(), found.end()))
    }

    /// The users of each distinct keyword that has more than one, in the order of rules.
    pub fn shared(&self) -> impl Iterator<Item = Vec<Hit>> {
        self.starts.windows(2).filter(|pair| pair[1] - pair[0] > 1).map(|pair| {
            let users = &self.users[pair[0] as usize..pair[1] as usize];
            let mut hits: Vec<Hit> = users.iter().map(|(_, hit)| *hit).collect();
            hits.sort_unstable();
            hits
        })
    }

    /// The rules whose keywords are in the folded text, in their order, each with the first of its keywords.
    pub fn find(&self, folded: &str) -> Vec<Hit> {
        let mut hits = Vec::new();
        let Some(automaton) = &self.automaton else { return hits };
        let (begin, end) = core(folded);
        let mut places: Vec<_> = automaton
            .find_overlapping_iter(folded)
            .map(|found| {
                let (start, stop) = (found.start(), found.end());
                let first = start == 0 || start == begin;
                let whole = (start, stop) == (begin, end) || (start, stop) == (0, folded.len());
                (found.pattern().as_usize(), first, whole)
            })
            .collect();
        // A word may come up at many places and serve many rules: each pair is looked at once.
        places.sort_unstable();
        places.dedup();
        for (pattern, first, whole) in places {
            let (from, to) = (self.starts[pattern] as usize, self.starts[pattern + 1] as usize);
            for (how, hit) in &self.users[from..to] {
                let fits = match how {
                    How::Contains => true,
                    How::StartsWith => first,
                    How::Exact => whole,
                };
                if fits {
                    hits.push(*hit);
                }
            }
        }
        hits.sort_unstable();
        hits.dedup_by_key(|hit| hit.rule);
        hits
    }
}

/// Where the words begin and end, apart from punctuation and emoji around them.
fn core(folded: &str) -> (usize, usize) {
    let around = |c: char| !c.is_alphanumeric();
    let begin = folded.len() - folded.trim_start_matches(around).len();
    (begin, folded.trim_end_matches(around).len().max(begin))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn hit(rule: u32, word: u32) -> Hit {
        Hit { rule, word }
    }

    /// BOT-03
    #[test]
    fn contains_begins_and_is_are_told_apart() {
        let index = Index::new([
            ("予約", How::Contains, hit(0, 0)),
            ("予約", How::Exact, hit(1, 0)),
            ("予約", How::StartsWith, hit(2, 0)),
            ("約", How::Contains, hit(3, 0)),
        ])
        .unwrap();
        let rules = |text| index.find(text).iter().map(|hit| hit.rule).collect::<Vec<_>>();
        assert_eq!(rules("予約"), [0, 1, 2, 3]);
        assert_eq!(rules("予約したい"), [0, 2, 3]);
        assert_eq!(rules("明日の予約"), [0, 3]);
        assert_eq!(rules("契約"), [3]);
        assert_eq!(
            rules("「予約」!!😊"),
            [0, 1, 2, 3],
            "punctuation and emoji around the words do not count"
        );
        assert_eq!(rules(""), [0; 0]);
    }

    #[test]
    fn a_rule_is_found_once_by_the_first_of_its_words() {
        let index = Index::new([("b", How::Contains, hit(0, 1)), ("a", How::Contains, hit(0, 0))]).unwrap();
        assert_eq!(index.find("bab"), [hit(0, 0)]);
        assert_eq!(index.find("bb"), [hit(0, 1)]);
    }

    #[test]
    fn no_keywords_find_nothing() {
        assert_eq!(Index::new([]).unwrap().find("anything"), []);
    }
}
