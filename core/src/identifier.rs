//! Identifiers: unique, stable, usable as Python attributes.

/// Whether `text` can be the identifier of a node, port or property: `[A-Za-z_][A-Za-z0-9_]*`.
pub fn is_identifier(text: &str) -> bool {
    let mut chars = text.chars();
    chars.next().is_some_and(|c| c.is_ascii_alphabetic() || c == '_') && chars.all(|c| c.is_ascii_alphanumeric() || c == '_')
}

/// `text` with everything removed that an identifier cannot hold; `"Volume Source"` becomes `VolumeSource`.
pub fn strip_identifier(text: &str) -> String {
    let kept: String = text.chars().filter(|c| c.is_ascii_alphanumeric() || *c == '_').collect();
    match kept.chars().next() {
        None => "Node".to_owned(),
        Some(first) if first.is_ascii_digit() => format!("_{kept}"),
        Some(_) => kept,
    }
}

/// `wanted`, or `wanted2`, `wanted3` … when it is taken.
pub fn unique_identifier(wanted: &str, taken: impl Fn(&str) -> bool) -> String {
    if !taken(wanted) {
        return wanted.to_owned();
    }
    let stem = wanted.trim_end_matches(|c: char| c.is_ascii_digit());
    (2u32..).map(|n| format!("{stem}{n}")).find(|name| !taken(name)).unwrap_or_default()
}

/// The candidates nearest to `name` by edit distance, best first, for "did you mean".
pub fn nearest<'a>(name: &str, candidates: impl IntoIterator<Item = &'a str>) -> Vec<&'a str> {
    let lower = name.to_lowercase();
    let mut scored: Vec<(usize, &str)> = candidates
        .into_iter()
        .map(|candidate| {
            let other = candidate.to_lowercase();
            let distance = edit_distance(&lower, &other);
            (if other.contains(&lower) || lower.contains(&other) { distance.min(2) } else { distance }, candidate)
        })
        .collect();
    scored.sort();
    scored.dedup();
    let limit = name.chars().count().div_ceil(3).max(1);
    scored.into_iter().filter(|(distance, _)| *distance <= limit).take(3).map(|(_, candidate)| candidate).collect()
}

/// `", did you mean a, b?"`, or a list of everything when nothing is near and the list is short.
pub fn did_you_mean<'a>(name: &str, candidates: impl IntoIterator<Item = &'a str>) -> String {
    let all: Vec<&str> = candidates.into_iter().collect();
    let near = nearest(name, all.iter().copied());
    if !near.is_empty() {
        format!("; did you mean {}?", near.join(", "))
    } else if all.is_empty() {
        String::new()
    } else {
        let shown = all.iter().take(12).copied().collect::<Vec<_>>().join(", ");
        format!("; there is {shown}{}", if all.len() > 12 { ", …" } else { "" })
    }
}

/// Levenshtein distance in characters.
fn edit_distance(a: &str, b: &str) -> usize {
    let b: Vec<char> = b.chars().collect();
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, ca) in a.chars().enumerate() {
        let mut diagonal = row[0];
        row[0] = i + 1;
        for (j, cb) in b.iter().enumerate() {
            let cost = if ca == *cb { diagonal } else { diagonal + 1 };
            diagonal = row[j + 1];
            row[j + 1] = cost.min(row[j] + 1).min(diagonal + 1);
        }
    }
    row[b.len()]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_made_unique_and_usable() {
        assert_eq!(strip_identifier("Volume Source"), "VolumeSource");
        assert_eq!(strip_identifier("3D view"), "_3Dview");
        assert!(is_identifier(&strip_identifier("é")));
        assert_eq!(unique_identifier("Canvas", |n| n == "Canvas"), "Canvas2");
        assert_eq!(unique_identifier("Canvas2", |n| n == "Canvas2"), "Canvas3");
    }

    #[test]
    fn the_nearest_name_is_offered() {
        assert_eq!(nearest("sampligRate", ["samplingRate", "camera", "shading"]), ["samplingRate"]);
        assert!(did_you_mean("zzz", ["a1234", "b1234"]).contains("there is a1234, b1234"));
    }
}
