//! Floors under figures on corpora of others, which are measured only where those corpora are.

use std::collections::BTreeMap;

use serde::Deserialize;

use crate::baseline::{Baseline, Violation};

/// Floors under the figures of one set.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Floors {
    /// Digest of the gold they were measured on. Of other gold they say nothing.
    pub digest: String,
    /// Figure → the least it may be; of an error, the most.
    pub floors: BTreeMap<String, f64>,
    /// Figures whose floors went down once, and why.
    #[serde(default)]
    pub lowered: BTreeMap<String, String>,
}

/// A figure of a set.
#[derive(Clone, Debug, PartialEq)]
pub struct Figure {
    /// What is measured.
    pub metric: String,
    /// What was measured.
    pub value: f64,
    /// Whether it is an error.
    pub less_is_better: bool,
}

/// The figures of a set that are below their floors, or why they could not be compared.
pub fn gate_corpus(
    baseline: &Baseline,
    set: &str,
    digest: &str,
    figures: &[Figure],
) -> Result<Vec<Violation>, &'static str> {
    let floors = baseline.corpora.get(set).ok_or("it has no floors")?;
    if floors.digest != digest {
        return Err("its floors were measured on other gold");
    }
    Ok(floors.fallen(set, figures))
}

impl Floors {
    /// Floors at these figures. On the same gold none gets looser, unless a reason is given.
    pub fn raised(
        previous: Option<&Floors>,
        digest: &str,
        figures: &[Figure],
        because: Option<&str>,
    ) -> Floors {
        let previous = previous.filter(|previous| previous.digest == digest);
        let mut raised = Floors { digest: digest.to_owned(), ..Floors::default() };
        for figure in figures {
            let before = previous.and_then(|previous| previous.floors.get(&figure.metric).copied());
            let falls = before.is_some_and(|before| figure.is_below(before));
            let reason = previous.and_then(|previous| previous.lowered.get(&figure.metric).cloned());
            let reason = if falls { because.map(str::to_owned).or(reason) } else { reason };
            let floor = match before {
                Some(before) if falls && because.is_none() => before,
                Some(before) if !falls && !figure.is_above(before) => before,
                Some(_) | None => figure.floor(),
            };
            raised.floors.insert(figure.metric.clone(), floor);
            if let Some(reason) = reason {
                raised.lowered.insert(figure.metric.clone(), reason);
            }
        }
        raised
    }

    fn fallen(&self, set: &str, figures: &[Figure]) -> Vec<Violation> {
        let fallen = self.floors.iter().filter_map(|(metric, floor)| {
            let Some(figure) = figures.iter().find(|figure| figure.metric == *metric) else {
                return Some(Violation::Unknown { facet: format!("{set}: {metric}") });
            };
            figure.is_below(*floor).then(|| Violation::Figure {
                set: set.to_owned(),
                metric: metric.clone(),
                floor: *floor,
                measured: figure.value,
            })
        });
        fallen.collect()
    }

    /// The tables of `corpus/baseline.toml` for a set.
    pub(crate) fn to_toml(&self, set: &str) -> String {
        let mut out = format!("\n[corpora.{set}]\ndigest = \"{}\"\n", self.digest);
        out.push_str(&format!("\n[corpora.{set}.floors]\n"));
        for (metric, floor) in &self.floors {
            out.push_str(&format!("{metric:?} = {floor:?}\n"));
        }
        if !self.lowered.is_empty() {
            out.push_str(&format!("\n[corpora.{set}.lowered]\n"));
        }
        for (metric, reason) in &self.lowered {
            out.push_str(&format!("{metric:?} = {reason:?}\n"));
        }
        out
    }
}

impl Figure {
    /// Rounded to the side where it does not yet fail: tenths of percents, hundredths of errors.
    fn floor(&self) -> f64 {
        if self.less_is_better {
            (self.value * 100.0).ceil() / 100.0
        } else {
            (self.value * 10.0).floor() / 10.0
        }
    }

    fn is_below(&self, floor: f64) -> bool {
        if self.less_is_better { self.value > floor } else { self.value < floor }
    }

    fn is_above(&self, floor: f64) -> bool {
        if self.less_is_better { self.floor() < floor } else { self.floor() > floor }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn figure(value: f64) -> Figure {
        Figure { metric: "F1".into(), value, less_is_better: false }
    }

    fn baseline(floors: Floors) -> Baseline {
        Baseline { corpora: [("westron".to_owned(), floors)].into(), ..Baseline::default() }
    }

    #[test]
    fn a_figure_below_its_floor_does_not_pass() {
        let baseline = baseline(Floors::raised(None, "abc", &[figure(41.27)], None));
        assert_eq!(gate_corpus(&baseline, "westron", "abc", &[figure(41.2)]), Ok(Vec::new()));
        let fallen = gate_corpus(&baseline, "westron", "abc", &[figure(41.19)]).unwrap();
        assert_eq!(fallen[0].to_string(), "westron: F1 41.19 is below its floor 41.2");
    }

    #[test]
    fn other_gold_and_a_set_without_floors_are_left_out() {
        let baseline = baseline(Floors::raised(None, "abc", &[figure(41.27)], None));
        assert!(gate_corpus(&baseline, "westron", "def", &[figure(1.0)]).is_err());
        assert!(gate_corpus(&baseline, "adunaic", "abc", &[figure(1.0)]).is_err());
    }

    #[test]
    fn a_floor_goes_down_only_with_a_reason() {
        let high = Floors::raised(None, "abc", &[figure(50.0)], None);
        assert_eq!(Floors::raised(Some(&high), "abc", &[figure(40.0)], None), high);
        let low = Floors::raised(Some(&high), "abc", &[figure(40.0)], Some("the corpus counts soldiers"));
        assert_eq!(low.floors["F1"], 40.0);
        let written = baseline(low.clone());
        assert_eq!(Baseline::parse(&written.to_toml()), Ok(written));
        let again = Floors::raised(Some(&low), "abc", &[figure(45.04)], None);
        assert_eq!((again.floors["F1"], again.lowered.len()), (45.0, 1));
    }

    #[test]
    fn an_error_may_not_rise() {
        let error = |value| Figure { less_is_better: true, ..figure(value) };
        let baseline = baseline(Floors::raised(None, "abc", &[error(0.431)], None));
        assert_eq!(gate_corpus(&baseline, "westron", "abc", &[error(0.44)]), Ok(Vec::new()));
        assert_eq!(
            gate_corpus(&baseline, "westron", "abc", &[error(0.45)]).map(|fallen| fallen.len()),
            Ok(1)
        );
    }
}
