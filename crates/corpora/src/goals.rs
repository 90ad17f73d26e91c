//! What others reached, and what we mean to: `tables/goals.tsv`.

/// What a figure is compared with by a reader.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Goal {
    /// What we mean to reach at least.
    pub asked: &'static str,
    /// The best that is published, and whose it is.
    pub published: &'static str,
}

/// What a figure of a set is compared with, if anything.
pub fn goal(set: &str, metric: &str) -> Option<Goal> {
    let cells = |line: &'static str| -> Option<[&'static str; 4]> {
        line.split('\t').collect::<Vec<_>>().try_into().ok()
    };
    let mut rows = include_str!("../tables/goals.tsv").lines().filter_map(cells);
    let [.., asked, published] =
        rows.find(|[of_set, of_metric, ..]| *of_set == set && *of_metric == metric)?;
    Some(Goal { asked, published })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_goal_is_found_by_set_and_metric() {
        assert_eq!(goal("tempeval3", "value").map(|goal| goal.asked), Some("77"));
        assert_eq!(goal("tempeval3", "strict"), None);
    }
}
