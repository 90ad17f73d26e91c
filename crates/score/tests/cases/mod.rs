//! Every way to run a scorer: the script with its flags, and ours.

mod fixtures;

use std::fs;
use std::path::{Path, PathBuf};

use casus_score::{
    article, attribution, classify, coref, factuality, geoparse, incidents, layout, roles, spans, template,
    timex,
};
use serde::Serialize;
use serde_json::Value;

/// The figures, or why there are none.
pub type Outcome = Result<Value, Box<dyn std::error::Error>>;

/// One way to run a scorer.
pub struct Case {
    /// The folder of its fixture, and the end of the name of what is expected there.
    pub fixture: (&'static str, &'static str),
    pub script: &'static str,
    pub flags: &'static [&'static str],
    /// From gold and predictions, as they stand in files.
    pub ours: fn(&str, &str) -> Outcome,
}

pub const TIMEX: Case = Case {
    fixture: ("timex", ""),
    script: "timex.py",
    flags: &[],
    ours: |gold, predicted| shown(timex::score(&layout::read(gold)?, &layout::read(predicted)?)),
};

pub const GEOPARSE: Case = Case {
    fixture: ("geoparse", ""),
    script: "geoparse.py",
    flags: &[],
    ours: |gold, predicted| geoparsed(geoparse::Options::default(), gold, predicted),
};

pub const GEOPARSE_LOCATED: Case = Case {
    fixture: ("geoparse", "_located"),
    script: "geoparse.py",
    flags: &["--only-located"],
    ours: |gold, predicted| {
        geoparsed(geoparse::Options { only_located: true, types: Vec::new() }, gold, predicted)
    },
};

pub const GEOPARSE_TYPES: Case = Case {
    fixture: ("geoparse", "_types"),
    script: "geoparse.py",
    flags: &["--types", "Literal,Metonymic,Demonym"],
    ours: |gold, predicted| {
        let types = ["Literal", "Metonymic", "Demonym"].map(str::to_owned).to_vec();
        geoparsed(geoparse::Options { only_located: false, types }, gold, predicted)
    },
};

pub const ATTRIBUTION: Case = Case {
    fixture: ("attribution", ""),
    script: "attribution.py",
    flags: &[],
    ours: |gold, predicted| shown(attribution::score(&layout::read(gold)?, &layout::read(predicted)?)),
};

pub const SPANS: Case = Case {
    fixture: ("spans", ""),
    script: "spans.py",
    flags: &[],
    ours: |gold, predicted| {
        shown(spans::score(&spans::read("entities", gold)?, &spans::read("entities", predicted)?))
    },
};

pub const SPANS_EVENTS: Case = Case {
    fixture: ("spans", "_events"),
    script: "spans.py",
    flags: &["--key", "events"],
    ours: |gold, predicted| {
        shown(spans::score(&spans::read("events", gold)?, &spans::read("events", predicted)?))
    },
};

pub const CLASSIFY: Case = Case {
    fixture: ("classify", ""),
    script: "classify.py",
    flags: &[],
    ours: |gold, predicted| classified(classify::Layout::Field("label"), gold, predicted),
};

pub const CLASSIFY_LABELS: Case = Case {
    fixture: ("classify", "_labels"),
    script: "classify.py",
    flags: &["--field", "labels"],
    ours: |gold, predicted| classified(classify::Layout::Field("labels"), gold, predicted),
};

pub const CLASSIFY_EVENT: Case = Case {
    fixture: ("classify", "_event"),
    script: "classify.py",
    flags: &["--field", "event"],
    ours: |gold, predicted| classified(classify::Layout::Field("event"), gold, predicted),
};

pub const CLASSIFY_SENTENCES: Case = Case {
    fixture: ("classify", "_sentences"),
    script: "classify.py",
    flags: &["--sents"],
    ours: |gold, predicted| classified(classify::Layout::Sentences, gold, predicted),
};

pub const TEMPLATE: Case = Case {
    fixture: ("template", ""),
    script: "muc4_template.py",
    flags: &[],
    ours: |gold, predicted| templates(template::Judgement::Lenient, gold, predicted),
};

pub const TEMPLATE_STRICT: Case = Case {
    fixture: ("template", "_strict"),
    script: "muc4_template.py",
    flags: &["--strict"],
    ours: |gold, predicted| templates(template::Judgement::Strict, gold, predicted),
};

pub const ROLES: Case = Case {
    fixture: ("roles", ""),
    script: "muc4_roles.py",
    flags: &[],
    ours: |gold, predicted| role_filled(roles::Duplicates::Kept, gold, predicted),
};

pub const ROLES_MERGED: Case = Case {
    fixture: ("roles", "_merged"),
    script: "muc4_roles.py",
    flags: &["--dedup"],
    ours: |gold, predicted| role_filled(roles::Duplicates::Merged, gold, predicted),
};

pub const FACTUALITY: Case = Case {
    fixture: ("factuality", ""),
    script: "factuality.py",
    flags: &[],
    ours: |gold, predicted| shown(factuality::score(&layout::read(gold)?, &layout::read(predicted)?)),
};

pub const COREF: Case = Case {
    fixture: ("coref", ""),
    script: "coref.py",
    flags: &[],
    ours: |gold, predicted| clustered(coref::Singletons::Kept, gold, predicted),
};

pub const COREF_DROPPED: Case = Case {
    fixture: ("coref", "_dropped"),
    script: "coref.py",
    flags: &["--drop-singletons"],
    ours: |gold, predicted| clustered(coref::Singletons::Dropped, gold, predicted),
};

pub const COREF_DOCUMENTS: Case = Case {
    fixture: ("coref_documents", ""),
    script: "coref.py",
    flags: &["--docs"],
    ours: |gold, predicted| {
        let [gold, predicted] = [gold, predicted].map(coref::Clustering::from_documents);
        shown(coref::score(coref::Singletons::Kept, &gold?, &predicted?))
    },
};

pub const ECB: Case = Case {
    fixture: ("ecb", ""),
    script: "coref.py",
    flags: &["--ecb"],
    ours: |gold, predicted| {
        let gold = coref::ecb(gold)?.into_iter().map(|mention| (mention.id, mention.chain)).collect();
        shown(coref::score(coref::Singletons::Kept, &gold, &coref::Clustering::from_json(predicted)?))
    },
};

/// Predictions are not read here.
pub const ECB_BASELINE: Case = Case {
    fixture: ("ecb", "_baseline"),
    script: "coref.py",
    flags: &["--ecb"],
    ours: |gold, _| {
        let mentions = coref::ecb(gold)?;
        let baseline = coref::head_baseline(&mentions);
        let gold = mentions.into_iter().map(|mention| (mention.id, mention.chain)).collect();
        shown(coref::score(coref::Singletons::Kept, &gold, &baseline))
    },
};

pub const INCIDENTS: Case = Case {
    fixture: ("incidents", ""),
    script: "incidents.py",
    flags: &[],
    ours: |gold, predicted| shown(incidents::score(&layout::read(gold)?, &layout::read(predicted)?)),
};

pub const ARTICLE: Case = Case {
    fixture: ("article", ""),
    script: "article.py",
    flags: &[],
    ours: |gold, predicted| shown(article::score(&layout::read(gold)?, &layout::read(predicted)?)),
};

/// All of them.
pub const CASES: &[Case] = &[
    TIMEX,
    GEOPARSE,
    GEOPARSE_LOCATED,
    GEOPARSE_TYPES,
    ATTRIBUTION,
    SPANS,
    SPANS_EVENTS,
    CLASSIFY,
    CLASSIFY_LABELS,
    CLASSIFY_EVENT,
    CLASSIFY_SENTENCES,
    TEMPLATE,
    TEMPLATE_STRICT,
    ROLES,
    ROLES_MERGED,
    FACTUALITY,
    COREF,
    COREF_DROPPED,
    COREF_DOCUMENTS,
    ECB,
    ECB_BASELINE,
    INCIDENTS,
    ARTICLE,
];

impl Case {
    /// Gold, predictions and what is expected of the fixture.
    pub fn files(&self) -> [PathBuf; 3] {
        let (folder, end) = self.fixture;
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures").join(folder);
        [
            folder.join("gold.jsonl"),
            folder.join("predicted.jsonl"),
            folder.join(format!("expected{end}.json")),
        ]
    }

    /// What ours makes of two files.
    pub fn of_files(&self, gold: &Path, predicted: &Path) -> Outcome {
        (self.ours)(&fs::read_to_string(gold)?, &fs::read_to_string(predicted)?)
    }
}

/// Where two results differ, one sentence each. Numbers are equal to the last bit.
pub fn differences(path: &str, script: &Value, ours: &Value) -> Vec<String> {
    match (script, ours) {
        (Value::Object(script), Value::Object(ours)) => {
            let keys = script.keys().chain(ours.keys().filter(|key| !script.contains_key(*key)));
            let of = |object: &serde_json::Map<String, Value>, key: &str| {
                object.get(key).cloned().unwrap_or_else(|| Value::String("absent".to_owned()))
            };
            keys.flat_map(|key| differences(&format!("{path}/{key}"), &of(script, key), &of(ours, key)))
                .collect()
        }
        (Value::Number(script), Value::Number(ours)) if script.as_f64() == ours.as_f64() => Vec::new(),
        (script, ours) if script == ours => Vec::new(),
        (script, ours) => vec![format!("{path}: the script says {script}, ours {ours}")],
    }
}

fn shown(scores: impl Serialize) -> Outcome {
    // Through text, because that is how a figure is printed.
    Ok(serde_json::from_str(&serde_json::to_string(&scores)?)?)
}

fn geoparsed(options: geoparse::Options, gold: &str, predicted: &str) -> Outcome {
    shown(geoparse::score(&options, &layout::read(gold)?, &layout::read(predicted)?))
}

fn classified(layout: classify::Layout, gold: &str, predicted: &str) -> Outcome {
    shown(classify::score(&classify::read(layout, gold)?, &classify::read(layout, predicted)?))
}

fn templates(judgement: template::Judgement, gold: &str, predicted: &str) -> Outcome {
    shown(template::score(judgement, &layout::read(gold)?, &layout::read(predicted)?))
}

fn role_filled(duplicates: roles::Duplicates, gold: &str, predicted: &str) -> Outcome {
    shown(roles::score(duplicates, &layout::read(gold)?, &layout::read(predicted)?))
}

fn clustered(singletons: coref::Singletons, gold: &str, predicted: &str) -> Outcome {
    let [gold, predicted] = [gold, predicted].map(coref::Clustering::from_json);
    shown(coref::score(singletons, &gold?, &predicted?))
}
