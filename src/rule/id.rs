//! Ids of rules: `pack/name`. People leave the pack away where it goes without saying.

/// The pack that a rule belongs to; nothing where the id names none.
pub fn pack(id: &str) -> &str {
    id.split_once('/').map_or("", |(pack, _)| pack)
}

/// The name without its pack.
pub fn short(id: &str) -> &str {
    id.rsplit('/').next().unwrap_or(id)
}

/// Whether somebody who writes `name` means the rule of this id.
pub fn is_meant(id: &str, name: &str) -> bool {
    id == name || short(id) == name
}

/// All that the rules of these ids are called, in full and in short: what a misspelt name is compared with.
pub fn names<'i>(ids: impl Iterator<Item = &'i str>) -> impl Iterator<Item = &'i str> {
    ids.flat_map(|id| [id, short(id)])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_is_its_pack_and_its_name() {
        assert_eq!((pack("us-health/hype"), short("us-health/hype")), ("us-health", "hype"));
        assert_eq!((pack("hype"), short("hype")), ("", "hype"));
        assert!(is_meant("us-health/hype", "hype") && is_meant("us-health/hype", "us-health/hype"));
        assert!(!is_meant("us-health/hype", "us-health") && !is_meant("us-health/hype", "house/hype"));
        assert_eq!(names(["a/b"].into_iter()).collect::<Vec<_>>(), ["a/b", "b"]);
    }
}
