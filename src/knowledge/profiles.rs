//! Profiles: what may be taken for granted of every page of a kind of site.

use serde::{Deserialize, Serialize};

use crate::config::{self, Declared};
use crate::source::Span;
use crate::yaml::shape::Takes::*;
use crate::yaml::shape::{Shape, key, needed};
use crate::yaml::{Errors, Fields, File, Node, unknown};

/// Page facts under a name that a config can give.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Profile {
    pub id: String,
    pub about: String,
    /// With those of the profile that it extends, once profiles are resolved.
    pub page: Declared,
    #[serde(skip)]
    extends: Option<(String, Span)>,
    #[serde(skip)]
    span: Span,
    #[serde(skip)]
    file: File,
}

pub(super) const PROFILE: Shape = Shape {
    name: "profile",
    about: "Facts that hold for every page of a kind of site, unless a config or a page says otherwise.",
    keys: &[&[
        needed("profile", Text, "The id, by which a config names it."),
        key("about", Text, "What kind of site it is for."),
        key("extends", Text, "A profile whose facts hold where this one says nothing."),
        needed("page", Map(&config::PAGE), "The facts."),
    ]],
    any_of: &[],
};

pub(super) fn read(node: &Node, file: &File, errors: &mut Errors) -> Option<Profile> {
    let mut fields = Fields::shaped(node, &PROFILE, file, errors)?;
    let id_node = fields.require("profile", errors);
    let id = id_node.and_then(|node| node.expect_text(file, errors));
    let about = fields.text("about", errors).unwrap_or_default();
    let extends = fields.take("extends").and_then(|node| Some((node.expect_text(file, errors)?, node.span)));
    let page = fields.require("page", errors).map(|node| config::facts(node, file, errors));
    fields.finish(errors);
    let span = id_node.map_or(node.span, |node| node.span);
    Some(Profile { id: id?, about, page: page?, extends, span, file: file.clone() })
}

/// Fills in what each profile takes from the one it extends.
pub(super) fn resolve(profiles: &mut [Profile], errors: &mut Errors) {
    let written = profiles.to_vec();
    let ids: Vec<&str> = written.iter().map(|profile| profile.id.as_str()).collect();
    for (at, profile) in profiles.iter_mut().enumerate() {
        if ids[..at].contains(&profile.id.as_str()) {
            let error = profile.file.error(profile.span, format!("a profile `{}` exists already", profile.id));
            errors.push(error.hint("give one of the two another id"));
        }
        let mut seen = vec![profile.id.clone()];
        let mut next = profile.extends.clone();
        while let Some((base, span)) = next {
            let Some(found) = written.iter().find(|other| other.id == base) else {
                errors.push(unknown(&profile.file, span, "profile", &base, &ids).of_unknown_name());
                break;
            };
            if seen.contains(&base) {
                let error = profile.file.error(profile.span, format!("profile `{}` extends itself", profile.id));
                errors.push(error.hint("take out one of the `extends` that lead back to it"));
                break;
            }
            profile.page = profile.page.clone().over(found.page.clone());
            seen.push(base);
            next = found.extends.clone();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::knowledge::Knowledge;
    use crate::yaml::parse;

    fn read_all(text: &str) -> (Vec<Profile>, Errors) {
        let file = File::new("profiles.yml", text);
        let (mut knowledge, mut errors) = (Knowledge::default(), Errors::new());
        knowledge.add(&parse(&file).unwrap()[0], &file, &mut errors);
        resolve(&mut knowledge.profiles, &mut errors);
        (knowledge.profiles, errors)
    }

    #[test]
    fn a_profile_takes_over_what_it_does_not_say() {
        let (profiles, errors) = read_all(
            "profiles:\n- {profile: a, page: {jurisdiction: us, product: [rx-drug, compounded]}}\n\
             - {profile: c, extends: b, page: {audience: doctors}}\n\
             - {profile: b, extends: a, page: {jurisdiction: [us, us-ny]}}\n",
        );
        assert!(errors.is_empty(), "{errors:?}");
        let named: Vec<String> =
            profiles[1].page.named().iter().map(|(name, value)| format!("{name}={value}")).collect();
        let expected =
            ["jurisdiction=us", "jurisdiction=us-ny", "product=rx-drug", "product=compounded", "audience=doctors"];
        assert_eq!(named, expected);
    }

    #[test]
    fn circles_and_unknown_bases_are_told() {
        let (_, errors) = read_all(
            "profiles:\n- {profile: a, extends: b, page: {product: x}}\n- {profile: b, extends: a, page: {product: y}}\n\
             - {profile: us-clinic, extends: us-clinc, page: {product: z}}\n- {profile: a, page: {product: z}}\n",
        );
        let told: Vec<&str> = errors.iter().map(|error| error.message.as_str()).collect();
        assert!(
            told.contains(&"profile `a` extends itself") && told.contains(&"unknown profile `us-clinc`"),
            "{told:?}"
        );
        assert!(told.contains(&"a profile `a` exists already"), "{told:?}");
    }
}
