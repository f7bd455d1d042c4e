//! Head words of posts in the order of the cases, from `posts.tsv`: one post a line, the nominative first.
//!
//! Must never hold a post of several words whose second part declines by itself: that is put together in `post`.

use std::sync::LazyLock;

/// Small letters; the longest that fits wins.
pub(super) static HEADS: LazyLock<Vec<[&str; 6]>> = LazyLock::new(|| {
    let row = |line: &'static str| {
        let forms: Vec<&str> = line.split('\t').collect();
        <[&str; 6]>::try_from(forms).ok()
    };
    include_str!("posts.tsv").lines().filter_map(row).collect()
});

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_line_of_the_table_has_six_forms_and_none_stands_twice() {
        assert_eq!(HEADS.len(), include_str!("posts.tsv").lines().count());
        let mut heads: Vec<&str> = HEADS.iter().map(|forms| forms[0]).collect();
        heads.dedup();
        assert_eq!(heads.len(), HEADS.len());
        for forms in HEADS.iter() {
            assert!(
                forms
                    .iter()
                    .all(|form| !form.is_empty() && *form == form.to_lowercase()),
                "{forms:?}"
            );
        }
    }
}
