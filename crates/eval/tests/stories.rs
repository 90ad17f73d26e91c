//! The stories of the repository hold together.

use std::path::Path;

#[test]
fn every_story_holds_together() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../corpus/stories");
    let stories = casus_eval::stories::stories(&folder).expect("stories");
    for story in &stories {
        let many_told = story.incidents.iter().filter(|incident| incident.told.len() > 1);
        assert!(story.reports.len() >= 10 && many_told.count() > 2, "{}", story.name);
        for report in &story.reports {
            let text =
                std::fs::read_to_string(folder.join(&story.name).join(&report.file)).expect("a report");
            assert!(text.starts_with("Written for the casus corpus"), "{}", report.file);
            assert_eq!(text.len(), report.text.len());
            assert!(
                report.copy_of.iter().all(|copied| story.reports.iter().any(|other| other.file == *copied))
            );
        }
    }
    assert!(stories.len() >= 4);
}
