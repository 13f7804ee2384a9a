//! What rhai itself offers to rules: texts, numbers, lists, maps, lengths of time.

/// Functions that belong together.
pub(crate) struct Functions {
    /// Their names.
    pub names: &'static [&'static str],
    /// How the first of them is written.
    pub written: &'static str,
    /// One line about them.
    pub help: &'static str,
    /// The same in Japanese.
    pub help_ja: &'static str,
}

macro_rules! functions {
    ($($written:literal [$($name:literal)+] $help:literal $help_ja:literal;)*) => {
        /// Every function, the everyday ones first.
        pub(crate) static FUNCTIONS: &[Functions] = &[$(Functions {
            names: &[$($name),+],
            written: $written,
            help: $help,
            help_ja: $help_ja,
        }),*];
    };
}

functions! {
    "minutes(30)" ["minutes" "hours" "days"] "a length of time: a minute to 90 days" "時間の長さ(1分から90日まで)";
    "text.len()" ["len" "is_empty"] "how many characters or items there are, and whether there are none" "文字数・項目数と、空かどうか";
    "text.contains(\"a\")" ["contains" "starts_with" "ends_with"] "whether a text or list holds something; capital letters, width and kana count: `chat.says` is for customers' words" "文字列やリストに含まれるか(全角・半角などを区別します。お客様の言葉を探すときは `chat.says` を使います)";
    "text.index_of(\"a\")" ["index_of"] "at which place something stands, from 0; -1 if nowhere in a text" "何番目にあるか(0から。文字列に無ければ -1)";
    "text.sub_string(0, 20)" ["sub_string" "crop"] "a part of a text: from which character, how many; `crop` keeps only it" "文字列の一部(何文字目から、何文字)。`crop` はそこだけを残します";
    "text.replace(\"a\", \"b\")" ["replace"] "replaces all of one text by another, in place" "文字列をすべて置き換えます(元の文字列が変わります)";
    "text.split(\",\")" ["split" "split_rev"] "a list of the parts between a mark" "区切りの文字で分けたリスト";
    "text.trim()" ["trim"] "takes white space off both ends, in place" "前後の空白を取り除きます(元の文字列が変わります)";
    "text.to_upper()" ["to_upper" "to_lower" "make_upper" "make_lower"] "capital or small letters; `make_…` in place" "英字の大文字・小文字(`make_…` は元の文字列が変わります)";
    "text.pad(5, '0')" ["pad"] "makes a text or list longer, with a character or item at the end" "末尾に文字や項目を足して、決まった長さにします";
    "text.chars()" ["chars" "to_chars" "bytes"] "the characters of a text, for `for c in …`; `bytes` is its length in bytes" "1文字ずつ取り出します(`for c in …` で使います)。`bytes` はバイト数";
    "value.to_string()" ["to_string" "to_debug" "to_json"] "writes a value as text" "値を文字列にします";
    "parse_int(\"12\")" ["parse_int" "parse_float" "to_int" "to_float" "int"] "reads or makes a number; `parse_…` fails if the text is none" "数値にします(`parse_…` は数値でない文字列だと失敗します)";
    "n.abs()" ["abs" "sign" "min" "max" "floor" "ceiling" "round" "fraction"] "arithmetic: without a sign, the smaller or larger of two, rounding" "絶対値、小さい方・大きい方、切り捨て・切り上げ・四捨五入など";
    "n.is_even()" ["is_even" "is_odd" "is_zero" "is_nan" "is_finite" "is_infinite"] "what kind of number it is" "偶数・奇数・ゼロなどの判定";
    "list.push(x)" ["push" "append" "insert" "pop" "shift" "remove" "clear" "truncate" "chop"] "adds to a list or takes away from it, at its end, its beginning or a place" "リストの末尾・先頭・途中に足したり、取り除いたりします";
    "map.set(\"key\", x)" ["set" "get"] "puts something into a map under a key, or into a list at a place; reads it" "マップやリストの決まった場所に入れる・読む";
    "map.keys()" ["keys" "values"] "the keys of a map in order, or what is under them" "マップのキーの一覧、値の一覧";
    "map.fill_with(#{a: 1})" ["fill_with" "mixin"] "takes over what another map has, where it is missing or in any case" "ほかのマップから取り込みます(無いものだけ・すべて)";
    "list.map(|x| x + 1)" ["map" "filter" "find" "find_map" "for_each" "reduce" "reduce_rev" "all" "some"] "works a list through with a function" "リストの項目を順に処理します";
    "list.sort()" ["sort" "sort_by" "sort_desc" "order" "order_by" "order_desc" "reverse" "dedup"] "sorts a list, turns it round, drops neighbours that are the same; `order…` makes a new list" "並べ替え、逆順、続いた同じ項目の削除(`order…` は新しいリストを作ります)";
    "list.extract(0, 3)" ["extract" "drain" "retain" "splice" "zip"] "takes parts out of a list, keeps or replaces them, pairs two lists" "リストの一部を取り出す・残す・入れ替える・2つのリストを組にする";
    "range(0, 10)" ["range" "start" "end" "is_inclusive" "is_exclusive"] "numbers from one to another, for `for n in …`; `0..10` is the same" "連続した数(`for n in …` で使います。`0..10` と同じ)";
    "bits(5)" ["bits" "to_binary" "to_octal" "to_hex" "to_blob"] "the bits of a number, and other ways of writing it" "数のビットと、2進・8進・16進の書き方";
    "sqrt(2.0)" ["sqrt" "exp" "ln" "log" "sin" "cos" "tan" "asin" "acos" "atan" "sinh" "cosh" "tanh" "asinh" "acosh" "atanh" "hypot" "to_degrees" "to_radians"] "mathematics" "数学の関数";
    "type_of(x)" ["type_of" "is_shared" "call"] "what kind of value it is; `call` calls a function that a variable holds" "値の種類。`call` は変数に入った関数を呼びます";
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;
    use crate::chat::METHODS;

    #[test]
    fn every_function_is_described_and_nothing_else_is() {
        let known: BTreeSet<&str> = crate::engine::names()
            .keys()
            .map(String::as_str)
            .filter(|name| name.starts_with(|c: char| c.is_ascii_lowercase()) && !name.contains('$'))
            .filter(|name| METHODS.iter().all(|method| method.name != *name))
            .collect();
        let described: BTreeSet<&str> = FUNCTIONS.iter().flat_map(|group| group.names).copied().collect();
        let missing: Vec<_> = known.difference(&described).collect();
        let invented: Vec<_> = described.difference(&known).collect();
        assert!(missing.is_empty() && invented.is_empty(), "missing {missing:?}, invented {invented:?}");
    }

    #[test]
    fn each_is_written_as_one_may_write_it() {
        let engine = crate::engine::runner();
        for group in FUNCTIONS {
            let begun = "let text = \"abc\"; let list = [2, 1, 3, 4]; let map = #{a: 1}; let n = 5; let x = 1; let value = 1;";
            let run = engine.run(&format!("{begun} {};", group.written));
            assert!(run.is_ok(), "{}: {run:?}", group.written);
        }
    }
}
