//! One function for each kind of check.

use super::pattern::{self, Manner, Pattern};
use super::written::Check;
use super::{Converted, LeftOut};
use crate::scaffold::{Body, Draft, DraftConcept, DraftStatement, id_of};

/// Adds what a check comes to.
pub(super) fn convert(check: &Check, authority: &str, into: &mut Converted) {
    let mut work = Work { check, authority, into };
    let done = work.place().and_then(|place| match check.extends.as_str() {
        "existence" => work.existence(place),
        "substitution" => work.substitution(place),
        "occurrence" => work.occurrence(place),
        "conditional" => work.conditional(),
        "consistency" => work.consistency(),
        "capitalization" => Err("it asks how words are capitalised, which no rule here does".to_owned()),
        "metric" | "readability" => {
            Err("it computes a score of the page; `measure: {grade: …}` compares two sets of sentences instead"
                .to_owned())
        }
        "spelling" => Err("it checks spelling, which no rule here does".to_owned()),
        "sequence" => Err("it asks for parts of speech, which are not tagged here".to_owned()),
        "script" => Err("it is a program; rules here are data".to_owned()),
        "repetition" => Err("it compares a word with the one before it, which no rule here does".to_owned()),
        other if other.contains('.') => Err(format!("it changes `{other}`; import that rule and change it here")),
        other => Err(format!("there is no kind of check called `{other}`")),
    });
    if let Err(reason) = done {
        work.into.left_out.push(LeftOut { file: check.file.clone(), pattern: None, reason });
    }
}

struct Work<'w> {
    check: &'w Check,
    authority: &'w str,
    into: &'w mut Converted,
}

/// The reading that a scope asks for, and what makes an example of it.
#[derive(Debug, Clone, Copy)]
struct Place {
    reading: &'static str,
    lead: &'static str,
}

impl Work<'_> {
    fn place(&self) -> Result<Place, String> {
        let of = |scope: &str| {
            let whole = |reading, lead| Some(Place { reading, lead });
            match scope {
                "text" | "sentence" | "paragraph" | "summary" | "raw" => whole("", ""),
                "heading" | "heading.h1" | "heading.h2" | "heading.h3" | "heading.h4" | "heading.h5" | "heading.h6" => {
                    whole(" in heading", "## ")
                }
                "list" => whole(" in list", "- "),
                "blockquote" => whole(" in quotation", "> "),
                _ => None,
            }
        };
        match self.check.scopes.as_slice() {
            [] => Ok(Place { reading: "", lead: "" }),
            [one] => of(one).ok_or(format!("it reads the scope `{one}` only, and no reading here is the same")),
            _ => Err("it reads several scopes; write a rule for each".to_owned()),
        }
    }

    fn manner(&self) -> Manner {
        Manner { ignore_case: self.check.ignore_case, nonword: self.check.nonword }
    }

    /// Converts patterns; those that cannot be are listed.
    fn patterns(&mut self, patterns: &[String]) -> Vec<Pattern> {
        let mut all: Vec<Pattern> = Vec::new();
        for written in patterns.iter().filter(|written| !written.trim().is_empty()) {
            match pattern::convert(written, self.manner()) {
                Ok(found) => {
                    for pattern in found {
                        *if pattern.plain { &mut self.into.phrases } else { &mut self.into.expressions } += 1;
                        all.push(pattern);
                    }
                }
                Err(reason) => {
                    let (file, pattern) = (self.check.file.clone(), Some(written.clone()));
                    self.into.left_out.push(LeftOut { file, pattern, reason });
                }
            }
        }
        all
    }

    fn draft(&self, suffix: &str) -> Draft {
        let check = self.check;
        let family = id_of(&check.name);
        let id = id_of(&format!("{family}-{suffix}"));
        let id = self.free(id);
        let mut comment = vec![format!("From {}, a check of Vale's ({}).", check.file, check.extends)];
        comment.extend(check.link.iter().map(|link| format!("See {link}")));
        comment.push("The examples were made from its patterns; put sentences of your own in their place.".to_owned());
        Draft {
            title: filled(&check.message, &["a wording of this kind", "another"]),
            family: Some(family),
            message: Some(filled(&check.message, &["{phrase}", "{phrase}"])),
            level: check.level,
            authority: vec![self.authority.to_owned()],
            why: check.description.clone().unwrap_or_else(|| "The style of the house asks for it.".to_owned()),
            remedy: "Leave it out, or say it in other words.".to_owned(),
            concepts: Vec::new(),
            statement: None,
            body: Body::Find { find: vec![format!("<{}>", self.named(&id))], within: None, require: None },
            flag: Vec::new(),
            pass: PLAIN.map(str::to_owned).to_vec(),
            comment,
            id,
        }
    }

    /// The name of a rule's concept: vocabulary is shared between packs, so it begins with the pack's.
    fn named(&self, id: &str) -> String {
        format!("{}-{id}", self.into.pack.name)
    }

    /// An id that no draft has, so that two pairs that read alike both stay.
    fn free(&self, id: String) -> String {
        let taken = |id: &str| self.into.drafts.iter().any(|draft| draft.id == id);
        let numbered = (2..).map(|number| format!("{id}-{number}")).find(|other| !taken(other));
        if taken(&id) { numbered.unwrap_or(id) } else { id }
    }

    fn existence(&mut self, place: Place) -> Result<(), String> {
        let mut tokens = self.check.texts("tokens");
        let raw = self.check.texts("raw").concat();
        if !raw.is_empty() {
            tokens.push(raw);
        }
        let found = self.patterns(&tokens);
        if found.is_empty() {
            return self.nothing(&tokens);
        }
        let exceptions = self.check.texts("exceptions");
        let except = self.patterns(&exceptions);
        let mut draft = self.draft("");
        draft.concepts.push(concept(&self.named(&draft.id), &found, &except, &self.check.name));
        draft.body = Body::Find {
            find: vec![format!("<{}{}>", self.named(&draft.id), place.reading)],
            within: None,
            require: None,
        };
        draft.flag = flagged(&found, place.lead);
        draft.pass.splice(0..0, near_misses(&found, place.lead));
        self.into.drafts.push(draft);
        Ok(())
    }

    /// One rule for each replacement, so that the remedy says the word to write.
    fn substitution(&mut self, place: Place) -> Result<(), String> {
        let mut by_replacement: Vec<(String, Vec<String>)> = Vec::new();
        for (from, to) in self.check.pairs("swap") {
            match by_replacement.iter_mut().find(|(known, _)| *known == to) {
                Some((_, patterns)) => patterns.push(from),
                None => by_replacement.push((to, vec![from])),
            }
        }
        if by_replacement.is_empty() {
            return Err("it has nothing under `swap`".to_owned());
        }
        let exceptions = self.check.texts("exceptions");
        let except = self.patterns(&exceptions);
        for (replacement, patterns) in by_replacement {
            let found = self.patterns(&patterns);
            let Some(first) = found.first() else { continue };
            let mut draft = self.draft(&first.sample.clone());
            let choices: Vec<&str> =
                replacement.split('|').map(str::trim).filter(|choice| !choice.is_empty()).collect();
            let ways = choices.iter().map(|choice| format!("\"{choice}\"")).collect::<Vec<_>>().join(" or ");
            (draft.remedy, draft.title) = match choices.is_empty() {
                true => ("Leave it out.".to_owned(), format!("Says \"{}\"", first.sample)),
                false => (format!("Write {ways}."), format!("Says \"{}\" for {ways}", first.sample)),
            };
            draft.message = Some(filled(&self.check.message, &[choices.join("\" or \"").as_str(), "{phrase}"]));
            draft.concepts.push(concept(&self.named(&draft.id), &found, &except, &self.check.name));
            draft.body = Body::Find {
                find: vec![format!("<{}{}>", self.named(&draft.id), place.reading)],
                within: None,
                require: None,
            };
            draft.flag = flagged(&found, place.lead);
            let replaced = choices.iter().map(|choice| sentence(place.lead, SAYS[0], choice));
            draft.pass.splice(0..0, replaced.collect::<Vec<_>>());
            self.into.drafts.push(draft);
        }
        Ok(())
    }

    fn occurrence(&mut self, place: Place) -> Result<(), String> {
        let number = |key: &str| self.check.text(key).and_then(|text| text.parse::<usize>().ok());
        if number("min").is_some_and(|min| min > 0) {
            let reason = "it asks that something be there; here a duty needs what calls for it: `find` with `require`";
            return Err(reason.to_owned());
        }
        let max = number("max").ok_or("it has no `max`")?;
        if !place.reading.is_empty() || self.check.scopes.iter().any(|scope| scope == "sentence") {
            return Err(
                "it counts in a sentence, heading or list item; here a block, section or page is counted".to_owned()
            );
        }
        let over =
            if self.check.scopes.iter().any(|scope| scope == "raw" || scope == "summary") { "page" } else { "block" };
        let token = self.check.text("token").unwrap_or_default().to_owned();
        let found = self.patterns(std::slice::from_ref(&token));
        let Some(first) = found.first() else { return self.nothing(&[token]) };
        let again = |count: usize| vec![first.sample.as_str(); count].join(" and ");
        let mut draft = self.draft("");
        draft.message = None;
        draft.remedy =
            format!("Use it at most {max} times in a {}.", if over == "page" { "page" } else { "paragraph" });
        draft.flag = SAYS.iter().map(|says| sentence("", says, &again(max + 1))).collect();
        if max > 0 {
            draft.pass.insert(0, sentence("", SAYS[0], &again(max)));
        }
        draft.concepts.push(concept(&self.named(&draft.id), &found, &[], &self.check.name));
        draft.body = Body::MoreThan { of: format!("<{}>", self.named(&draft.id)), count: max, over };
        self.into.drafts.push(draft);
        Ok(())
    }

    fn conditional(&mut self) -> Result<(), String> {
        let [first, second] = ["first", "second"].map(|key| self.check.text(key).unwrap_or_default().to_owned());
        if pattern::captures(&second) {
            return Err("it compares the words that its second pattern captures; rules here compare none".to_owned());
        }
        let whole_page = self.check.scopes.iter().any(|scope| scope == "raw" || scope == "summary");
        let within = if whole_page { "page" } else { "block" };
        let (calls, answers) = (self.patterns(&[first]), self.patterns(&[second]));
        let (Some(call), Some(answer)) = (calls.first(), answers.first()) else { return self.nothing(&[]) };
        let mut draft = self.draft("");
        draft.flag = flagged(&calls, "");
        draft
            .pass
            .insert(0, format!("{} {}", sentence("", SAYS[0], &call.sample), sentence("", SAYS[1], &answer.sample)));
        draft.remedy = format!("Add \"{}\".", answer.sample);
        draft.concepts.push(concept(&self.named(&draft.id), &calls, &[], &self.check.name));
        let statement = format!("{}-answer", self.named(&draft.id));
        draft.body = Body::Find {
            find: vec![format!("<{}>", self.named(&draft.id))],
            within: None,
            require: Some((statement.clone(), within)),
        };
        let any = answers.iter().map(|pattern| pattern.phrase.clone()).collect();
        draft.statement = Some(DraftStatement { id: statement, name: format!("\"{}\"", answer.sample), any });
        self.into.drafts.push(draft);
        Ok(())
    }

    fn consistency(&mut self) -> Result<(), String> {
        let pairs = self.check.pairs("either");
        if pairs.is_empty() {
            return Err("it has nothing under `either`".to_owned());
        }
        for (one, other) in pairs {
            let (ones, others) = (self.patterns(&[one]), self.patterns(&[other]));
            let (Some(a), Some(b)) = (ones.first(), others.first()) else { continue };
            let mut draft = self.draft(&a.sample);
            let [first, second] = ["one", "other"].map(|which| format!("{}-{which}", self.named(&draft.id)));
            draft.concepts.push(concept(&first, &ones, &[], &self.check.name));
            draft.concepts.push(concept(&second, &others, &[], &self.check.name));
            draft.title = format!("Says \"{}\" and \"{}\" on one page", a.sample, b.sample);
            draft.message = None;
            draft.remedy = "Keep to one of the two.".to_owned();
            draft.body = Body::Find {
                find: vec![format!("<{first}>"), format!("<{second}>")],
                within: Some("page"),
                require: None,
            };
            let both = |a: &str, b: &str| format!("{} {}", sentence("", SAYS[0], a), sentence("", SAYS[1], b));
            draft.flag = vec![both(&a.sample, &b.sample), both(&b.sample, &a.sample)];
            let alone = [&a.sample, &b.sample].map(|sample| sentence("", SAYS[0], sample));
            draft.pass.splice(0..0, alone);
            self.into.drafts.push(draft);
        }
        Ok(())
    }

    /// Nothing came over. Patterns that were left out have been listed; a rule without any has not.
    fn nothing(&self, patterns: &[String]) -> Result<(), String> {
        let listed = self.into.left_out.iter().any(|left| left.file == self.check.file);
        if listed || !patterns.is_empty() { Ok(()) } else { Err("it has no pattern".to_owned()) }
    }
}

/// Sentences around a wording.
const SAYS: [&str; 2] = ["The page says # in passing.", "There it says # once more."];

/// Sentences that have nothing to do with any rule, one in other words than the next.
const PLAIN: [&str; 3] =
    ["The bakery opens at seven.", "Rain fell on the hills last night.", "Two boats lay beside the old bridge."];

fn sentence(lead: &str, says: &str, wording: &str) -> String {
    format!("{lead}{}", says.replace('#', wording))
}

fn flagged(found: &[Pattern], lead: &str) -> Vec<String> {
    let samples = found.iter().map(|pattern| &pattern.sample).filter(|sample| !sample.is_empty());
    let one_each = samples.clone().take(6).map(|sample| sentence(lead, SAYS[0], sample));
    one_each.chain(samples.take(1).map(|sample| sentence(lead, SAYS[1], sample))).collect()
}

/// Wordings of several words without the last: almost the same, and not it.
fn near_misses(found: &[Pattern], lead: &str) -> Vec<String> {
    let short = found.iter().filter_map(|pattern| Some(pattern.sample.rsplit_once(' ')?.0.trim().to_owned()));
    short.filter(|words| !words.is_empty()).take(2).map(|words| sentence(lead, SAYS[0], &words)).collect()
}

fn concept(id: &str, found: &[Pattern], except: &[Pattern], rule: &str) -> DraftConcept {
    let phrases = |patterns: &[Pattern]| {
        let mut phrases: Vec<String> = Vec::new();
        patterns.iter().for_each(|pattern| {
            if !phrases.contains(&pattern.phrase) {
                phrases.push(pattern.phrase.clone());
            }
        });
        phrases
    };
    let about = format!("Wordings that the check {rule} looks for.");
    DraftConcept { id: id.to_owned(), about, phrases: phrases(found), except: phrases(except) }
}

/// A message of Vale's with its `%s` filled in turn. What is filled in brings its own quotation marks where it is words
/// of the page.
fn filled(message: &str, with: &[&str]) -> String {
    let message = message.replace('{', "(").replace('}', ")").replace("%%", "%");
    let mut out = String::new();
    let mut with = with.iter();
    let mut rest = message.as_str();
    while let Some(at) = rest.find("%s") {
        let value = with.next().copied().unwrap_or("it");
        let (mut before, mut after) = (&rest[..at], &rest[at + 2..]);
        let marks = ['\'', '"', '`', '‘', '“', '’', '”', '*'];
        let quoted = before.ends_with(marks) && after.starts_with(marks);
        if quoted {
            before = before.trim_end_matches(marks);
            after = after.trim_start_matches(marks);
        }
        out.push_str(before);
        match quoted && !value.starts_with('{') && !value.starts_with("a ") && value != "another" {
            true => out.push_str(&format!("\"{value}\"")),
            false => out.push_str(value),
        }
        rest = after;
    }
    out.push_str(rest);
    out.trim_end_matches('.').trim().to_owned()
}
