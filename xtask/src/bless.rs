//! `cargo bless`: takes what the program says now as what it should say: generated pages, the floors under
//! the scores, and the page of scores. The diff is to be read like code.

use std::fs;
use std::path::Path;
use std::process::Command;

use crate::{Result, docs};

const HEAD: &str = "\
# Accuracy

Written by `cargo bless` from `casus eval --markdown`; change the program, not this page.
Precision, recall and F1 on our own reports in `corpus/gold`, with the 95 % interval of F1 over claims drawn anew.
The rules were written with most of these reports at hand: the first table says that nothing got worse, not how casus does on text it has never seen.
The second table is nearer to that: nobody looked at how those reports were read while rules were written.
What a facet compares stands in `crates/eval/src/facet.rs`; the floors stand in `corpus/baseline.toml`.

";

const HELD: &str = "
## Reports held back

";

const MODALITY: &str = "
## Violence that happened, and violence that did not

Short texts of `corpus/modality`, half of which tell an actual ASSAULT.
False violence is the share of quiet texts in which one was read all the same, recall the share of violent ones in which one was read; the intervals are Wilson's.
Rules were written, and the judge was taught, with all files at hand but `frozen` and those whose names end in `kept`: the figures of the others say nothing of other texts.
The errors of `broad-kept` were not looked at, but whoever wrote its texts also wrote rules; nobody who wrote `fresh-kept` or `plain-kept` had seen the program.
`plain` is ordinary journalism, the others were written to be unlike what anybody expects: `plain-kept` says how casus does on the news of a day.
The judge's bars were chosen on open texts that it had not been taught with.
No rule was written from `frozen`; its errors were printed once by mistake, after the rule of that change was written, and are no longer printed.

";

const TOTALS: &str = "
## Running totals

Written from `casus eval totals`: short texts of `corpus/totals` that tell running totals, and some whose numbers only look like totals.
A total is read where a tally of its measure and number rests on the words that tell it; of those read, the last columns say for how many the hedge, the first day and the places are right.
Rules were written with `open` at hand and never with `kept`, which another writer made; neither writer had seen the program.

";

const STORIES: &str = "
## Stories: one incident out of many reports

Reports of `corpus/stories` added to a ledger, and how the incidents compare with those of the story: over pairs of passages that tell one incident.
`read` is how many of the passages gave a claim at all; `F1 of read` leaves the others out.
A forbidden merge joins two incidents that a careless reader would join.
`totals` are tellings of running totals; `read` those read with their number, `with their day` those whose last day counted is right too, `series F1` is over pairs of totals of one speaker and measure that stand in one series.
Rules and weights were written with the open stories at hand, and with none of those held back.

";

const CASE: &str = "
## Text in one case

Our own reports, without those held back, put into capitals and into small letters, read, and compared with the same gold ([decision 16](adr/0016-case-is-restored.md)).
Words are runs of letters; of all words at most 5 in 100 may be restored wrongly, and reading in capitals may cost the claims 0.03 of F1.
Nothing of these reports was learned from; how the restorer does on texts of others stands in its [model card](../data/models/case/README.md).

";

const CORPORA: &str = "
## Corpora of others

Written from `casus eval corpora --markdown` over the development halves of corpora that others annotated; nobody looked at a test half.
Figures are percents (`MAE` is from 0 to 6, and less is better), from scorers that give what the field's own scripts give ([decision 15](adr/0015-scorers-in-rust.md)); intervals are of 95 %, over documents drawn anew.
`keywords` is a program that knows a handful of words (`crates/corpora/tables/keywords.tsv`), measured in the same run.
`asked` is what we mean to reach; what is published was mostly measured on test halves (`crates/corpora/tables/goals.tsv`).
The corpora are not in the repository.
A file of the same layout, or a folder of such files, is measured with `casus eval SET --gold PATH`.
In the rows of `ecbplus`, of merging in `gva` and of `article_extraction`, `keywords` is a stronger baseline; the second table says which.
`held within 161 km` is the gazetteer's ceiling: the share of the given names of which it holds any place so near, under its own rules for spelling.

";

/// Rewrites the generated pages, `docs/eval.md` and `corpus/baseline.toml`. Floors of one corpus only rise.
/// What was measured on corpora of others stays as it is where these are not at hand.
pub fn bless(root: &Path) -> Result<()> {
    docs::write(root)?;
    let all = eval(root, &["--bless"])?;
    let held = eval(root, &["--held"])?;
    let modality = eval(root, &["modality", "--bless"])?;
    let totals = eval(root, &["totals", "--bless"])?;
    let stories = eval(root, &["stories", "--bless"])?;
    let case = eval(root, &["case"])?;
    let corpora = corpora(root)?;
    let ours =
        format!("{HEAD}{all}{HELD}{held}{MODALITY}{modality}{TOTALS}{totals}{STORIES}{stories}{CASE}{case}");
    let page = format!("{ours}{corpora}");
    fs::write(root.join("docs/eval.md"), page)?;
    println!("wrote docs/eval.md and corpus/baseline.toml");
    Ok(())
}

/// The section on corpora of others: measured anew, or as the page has it.
fn corpora(root: &Path) -> Result<String> {
    if std::env::var_os("CASUS_CORPORA").is_some() {
        return Ok(format!("{CORPORA}{}", eval(root, &["corpora", "--bless"])?));
    }
    println!("no corpora of others are here (CASUS_CORPORA): their figures stay as they are");
    let page = fs::read_to_string(root.join("docs/eval.md"))?;
    let heading = CORPORA.lines().nth(1).unwrap_or_default();
    Ok(page.find(heading).map(|at| format!("\n{}", &page[at..])).unwrap_or_default())
}

fn eval(root: &Path, arguments: &[&str]) -> Result<String> {
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let output = Command::new(cargo)
        .args(["run", "--quiet", "--package", "casus-cli", "--", "eval", "--markdown"])
        .args(arguments)
        .current_dir(root)
        .output()?;
    if !output.status.success() {
        return Err(format!("casus eval failed: {}", String::from_utf8_lossy(&output.stderr)).into());
    }
    Ok(String::from_utf8(output.stdout)?)
}
