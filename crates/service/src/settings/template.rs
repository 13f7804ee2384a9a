//! Provider templates: texts with blanks that a provider has approved beforehand.

use std::collections::BTreeMap;

use channels::capabilities;
use domain::{ChannelKind, ProviderTemplate, TemplateField};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// One provider template, as the provider approved it.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, Serialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct TemplateSettings {
    /// The provider's name of it; on WeChat its `template_id`.
    pub name: String,
    /// The language it was approved in, as the provider writes it (`ja`, `en_US`); WeChat has none.
    #[serde(default)]
    pub language: String,
    /// Its words, with the blanks as the provider writes them: `{{1}}`, `{{name}}`, `{{first.DATA}}`.
    pub text: String,
}

impl TemplateSettings {
    /// Says at which key what is wrong.
    pub(super) fn check(&self, channel: ChannelKind) -> Result<(), (&'static str, String)> {
        if !capabilities(channel).templates {
            return Err(("name", format!("{channel} has no provider templates")));
        }
        if self.name.is_empty() {
            return Err(("name", "write the provider's name of the template".to_owned()));
        }
        if self.language.is_empty() && channels::names_template_languages(channel) {
            return Err(("language", "write the language it was approved in, such as \"ja\"".to_owned()));
        }
        if channels::is_blank(&self.text) {
            return Err(("text", "write the words of the template, with its blanks".to_owned()));
        }
        Ok(())
    }

    /// The names of its blanks, each once, in the order in which they are filled: numbers by their value, words as they
    /// stand.
    pub fn blanks(&self) -> Vec<String> {
        let mut names: Vec<String> = Vec::new();
        for name in self.pieces().filter_map(|(_, blank)| blank) {
            if !names.iter().any(|known| known == name) {
                names.push(name.to_owned());
            }
        }
        names.sort_by_key(|name| name.parse::<u32>().unwrap_or(u32::MAX));
        names
    }

    /// Fills in the blanks.
    ///
    /// # Errors
    ///
    /// The name of a blank that nothing is given for, or of a value that has no blank.
    pub fn fill(&self, values: &BTreeMap<String, String>) -> Result<ProviderTemplate, String> {
        let blanks = self.blanks();
        if let Some(odd) = values.keys().find(|name| !blanks.contains(name)) {
            return Err(odd.clone());
        }
        let field = |name: String| match values.get(&name).filter(|value| !channels::is_blank(value)) {
            Some(value) => Ok(TemplateField { value: value.clone(), name }),
            None => Err(name),
        };
        let fields = blanks.into_iter().map(field).collect::<Result<Vec<_>, _>>()?;
        let mut text = String::new();
        for (words, blank) in self.pieces() {
            text.push_str(words);
            if let Some(name) = blank {
                text.push_str(values.get(name).map_or("", String::as_str));
            }
        }
        Ok(ProviderTemplate { name: self.name.clone(), language: self.language.clone(), fields, text })
    }

    /// Words, and the name of the blank after them.
    fn pieces(&self) -> impl Iterator<Item = (&str, Option<&str>)> {
        let mut rest = Some(self.text.as_str());
        std::iter::from_fn(move || {
            let text = rest.take()?;
            let blank =
                text.split_once("{{").and_then(|(words, after)| Some((words, after.split_once("}}")?)));
            Some(match blank {
                Some((words, (written, after))) => {
                    rest = Some(after);
                    let name = written.trim();
                    (words, Some(name.strip_suffix(".DATA").unwrap_or(name)))
                }
                None => (text, None),
            })
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn template(text: &str) -> TemplateSettings {
        TemplateSettings { name: "order_ready".into(), language: "ja".into(), text: text.into() }
    }

    fn values(values: &[(&str, &str)]) -> BTreeMap<String, String> {
        values.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect()
    }

    /// CHN-14
    #[test]
    fn blanks_are_filled_in_their_order() {
        let template = template("{{2}}の件、{{1}}様 ({{2}})");
        assert_eq!(template.blanks(), ["1", "2"]);
        let filled = template.fill(&values(&[("1", "山田"), ("2", "修理")])).unwrap();
        assert_eq!(filled.text, "修理の件、山田様 (修理)");
        let names: Vec<_> = filled.fields.iter().map(|field| field.name.as_str()).collect();
        assert_eq!(names, ["1", "2"]);
        assert_eq!(template.fill(&values(&[("1", "山田"), ("2", " ")])), Err("2".to_owned()));
        assert_eq!(template.fill(&values(&[("1", "山田"), ("2", "x"), ("3", "x")])), Err("3".to_owned()));
    }

    #[test]
    fn wechats_blanks_have_words() {
        let template = template("{{first.DATA}}\n{{ remark.DATA }}");
        assert_eq!(template.blanks(), ["first", "remark"]);
        assert_eq!(TemplateSettings { text: "{{open".into(), ..template }.blanks(), [""; 0]);
    }

    #[test]
    fn templates_belong_to_channels_that_have_them() {
        let template = template("hello");
        assert_eq!(template.check(ChannelKind::Whatsapp), Ok(()));
        assert!(template.check(ChannelKind::Line).is_err());
        let tongueless = TemplateSettings { language: String::new(), ..template };
        assert_eq!(tongueless.check(ChannelKind::Wechat), Ok(()));
        assert!(tongueless.check(ChannelKind::Whatsapp).is_err());
    }
}
