//! Random texts, keywords and sources.

mod desk;

use std::fmt::Write;

use desk::{Desk, compile, rules};
use domain::Proposal;
use proptest::prelude::*;
use rules::fold::fold;

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, failure_persistence: None, ..ProptestConfig::default() })]

    /// BOT-03, P11: the index chooses what a plain loop chooses.
    #[test]
    fn the_index_chooses_like_a_loop(
        // Few characters, so that they meet often.
        words in prop::collection::vec((0..3_usize, prop::collection::vec("[aＡbカか゛ﾞガ ー予約!]{1,4}", 1..4)), 0..12),
        text in "[aＡbカか゛ﾞガ ー予約!]{0,12}",
    ) {
        let kinds = ["keyword", "exact", "starts_with"];
        let words: Vec<(usize, Vec<String>)> = words
            .into_iter()
            .map(|(kind, list)| (kind, list.into_iter().filter(|word| !fold(word).is_empty()).collect()))
            .filter(|(_, list): &(usize, Vec<String>)| !list.is_empty())
            .collect();
        let source = words.iter().enumerate().fold(String::new(), |mut text, (n, (kind, list))| {
            let list = list.iter().map(|word| format!("\"{word}\"")).collect::<Vec<_>>().join(", ");
            let _ = writeln!(text, "{}(\"r{n}\", [{list}], |chat| {{ chat.note(\"{n}\"); }});", kinds[*kind]);
            text
        });
        let folded = fold(&text);
        let around = |c: char| !c.is_alphanumeric();
        let core_on = folded.trim_start_matches(around);
        let core = folded.trim_matches(around);
        let matches = |kind: usize, word: &String| match kind {
            0 => folded.contains(&fold(word)),
            1 => folded == fold(word) || core == fold(word),
            _ => folded.starts_with(&fold(word)) || core_on.starts_with(&fold(word)),
        };
        let expected = words.iter().enumerate().find_map(|(n, (kind, list))| {
            list.iter().find(|word| matches(*kind, word)).map(|word| (n, word.clone()))
        });
        let decision = Desk::new().says(&rules(&source), &text);
        let chosen = decision.proposals.first().map(|proposed| {
            let Proposal::Note(n) = &proposed.proposal else { panic!("{proposed:?}") };
            (n.parse::<usize>().unwrap(), proposed.trace.matched.clone())
        });
        prop_assert_eq!(chosen, expected);
    }

    /// T-9
    #[test]
    fn random_text_never_panics_the_compiler(text in any::<String>()) {
        let _ = compile(&text);
    }

    /// T-9: what looks like a source gets further in.
    #[test]
    fn random_pieces_of_sources_never_panic_the_compiler_or_the_rules(
        pieces in prop::collection::vec(prop::sample::select(vec![
            "keyword(", "\"a\"", ", ", "[", "]", "|chat| ", "{", "}", ")", ";", "chat", ".reply(", ".text", "#{", "hours: \"open\"",
            "if ", "let x = ", "x", "1", " + ", "fn f(chat) ", "f(chat)", "on_message(", "after(hours(1), ", "`${", "}`", "switch ",
            " => ", "_", "for i in 0..9 ", "loop ", "[0]", ".map(", "|x| ", "=", "return ", "throw ", "try ", "catch ", "\n",
            "on_message(\"z\", |chat| ", "chat.var(\"a\", 1)", "予", "/*", "//", "::", "this", "const ", "curry", "?.", "??",
        ]), 0..40)
    ) {
        if let Ok(set) = compile(&pieces.concat()) {
            let _ = Desk::new().says(&set, "a");
        }
    }
}
