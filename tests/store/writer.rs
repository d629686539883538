//! The thread that owns the file: commands in, what became of them out, decided on what is really there.

use std::sync::Arc;
use std::sync::mpsc::{Receiver, channel};

use golive::decide::{Refusal, RefusalKind};
use golive::edge::store::{Access, Disk, Fold, Job, RealDisk, StoreEvent, Writer};
use golive::journal::{Draft, Record};

use super::disks::{EIO, ENOSPC, Faulty};
use super::{append, command, count, id, night, on_file, open, open_on};

/// A fold that knows which commands it has seen.
#[derive(Clone, Default)]
struct Seen(Vec<String>);

impl Fold for Seen {
    fn take(&mut self, record: &Record) {
        self.0.push(record.id.clone());
    }
}

fn start(disk: Arc<dyn Disk>, path: &std::path::Path) -> (Writer<Seen>, Receiver<StoreEvent>) {
    let (store, records) = open_on(disk, path, Access::Write).unwrap();
    let mut seen = Seen::default();
    seen.take_all(&records);
    let (tell, told) = channel();
    let writer = Writer::start(store, seen, move |event| drop(tell.send(event))).unwrap();
    (writer, told)
}

fn job(n: u32, decide: impl FnOnce(&Seen) -> Result<Vec<Draft>, Refusal> + Send + 'static) -> Job<Seen> {
    Job { id: id(n), decide: Box::new(decide) }
}

fn plain(n: u32) -> Job<Seen> {
    job(n, move |_| Ok(vec![command(n)]))
}

fn no(text: &str) -> Refusal {
    Refusal { kind: RefusalKind::Rule, text: text.to_owned() }
}

fn seqs(event: &StoreEvent) -> Vec<u64> {
    match event {
        StoreEvent::Appended { records, .. } | StoreEvent::Foreign(records) => {
            records.iter().map(|record| record.seq).collect()
        }
        other => panic!("{other:?}"),
    }
}

#[test]
fn commands_are_saved_in_their_order_and_told() {
    let night = night(2);
    let (writer, told) = start(Arc::new(RealDisk), &night.path);
    for n in 10..40 {
        assert!(writer.send(plain(n)));
    }
    writer.finish();
    let told: Vec<StoreEvent> = told.iter().collect();
    assert_eq!(told.iter().flat_map(seqs).collect::<Vec<_>>(), (3..33).collect::<Vec<_>>());
    let saved: Vec<Record> = told
        .into_iter()
        .flat_map(|event| match event {
            StoreEvent::Appended { records, .. } => records,
            _ => Vec::new(),
        })
        .collect();
    assert_eq!(on_file(&night.path)[2..], saved);
}

#[test]
fn what_is_queued_goes_out_in_one_write_and_one_flush() {
    let night = night(2);
    let disk = Arc::new(Faulty::none());
    let (writer, told) = start(disk.clone(), &night.path);
    let (go, wait) = channel::<()>();
    // The first command keeps the writer busy until all others are queued.
    assert!(writer.send(job(1, move |_| {
        wait.recv().unwrap();
        Ok(vec![command(1)])
    })));
    for n in 2..42 {
        assert!(writer.send(plain(n)));
    }
    go.send(()).unwrap();
    writer.finish();
    assert_eq!(told.iter().flat_map(|event| seqs(&event)).count(), 41);
    assert!(disk.called("sync") <= 3, "{} flushes", disk.called("sync"));
    assert_eq!(disk.called("sync"), disk.called("write"));
}

#[test]
fn a_command_is_decided_on_what_others_appended_and_on_those_before_it() {
    let night = night(2);
    let (writer, told) = start(Arc::new(RealDisk), &night.path);
    append(&mut open(&night.path).0, 77).unwrap();
    let once =
        |n: u32, what: u32| {
            job(n, move |seen: &Seen| {
                if seen.0.contains(&id(what)) { Err(no("it is there already")) } else { Ok(vec![command(n)]) }
            })
        };
    assert!(writer.send(once(5, 77)));
    assert!(writer.send(plain(6)));
    assert!(writer.send(once(7, 6)));
    writer.finish();
    let told: Vec<StoreEvent> = told.iter().collect();
    let refused: Vec<&str> = told
        .iter()
        .filter_map(|event| match event {
            StoreEvent::Refused { id, refusal } if refusal.text == "it is there already" => Some(id.as_str()),
            _ => None,
        })
        .collect();
    assert_eq!(refused, [id(5), id(7)]);
    assert!(
        told.iter().any(|event| matches!(event, StoreEvent::Foreign(records) if count(records, 77) == 1))
    );
    let after = on_file(&night.path);
    assert_eq!((count(&after, 5), count(&after, 6), count(&after, 7)), (0, 1, 0));
}

#[test]
fn a_retry_of_a_saved_command_is_told_as_saved_with_nothing_new() {
    let night = night(2);
    let (writer, told) = start(Arc::new(RealDisk), &night.path);
    assert!(writer.send(plain(5)));
    assert!(writer.send(job(5, |_| panic!("it is not asked again"))));
    writer.finish();
    let told: Vec<StoreEvent> = told.iter().collect();
    assert_eq!(told.iter().map(|event| seqs(event).len()).collect::<Vec<_>>(), [1, 0]);
    assert_eq!(count(&on_file(&night.path), 5), 1);
}

#[test]
fn a_full_disk_refuses_what_was_queued_and_changes_nothing() {
    let night = night(2);
    let disk = Arc::new(Faulty::only("write", ENOSPC, 0, 1));
    let (writer, told) = start(disk, &night.path);
    assert!(writer.send(plain(5)));
    let first = told.recv().unwrap();
    assert!(
        matches!(&first, StoreEvent::NotSaved { id: of, why } if *of == id(5) && why.contains("disk is full")),
        "{first:?}"
    );
    // It is not in the fold either: the same command is decided anew.
    assert!(writer.send(job(5, |seen: &Seen| {
        assert!(!seen.0.contains(&id(5)));
        Ok(vec![command(5)])
    })));
    assert_eq!(seqs(&told.recv().unwrap()), [3]);
    writer.finish();
}

#[test]
fn a_failed_flush_is_told_for_the_command_and_then_for_good() {
    let night = night(2);
    let disk = Arc::new(Faulty::only("sync", EIO, 0, 1));
    let (writer, told) = start(disk.clone(), &night.path);
    assert!(writer.send(plain(5)));
    assert!(matches!(told.recv().unwrap(), StoreEvent::NotSaved { .. }));
    let StoreEvent::Lost(why) = told.recv().unwrap() else { panic!("it stays lost") };
    assert!(why.contains("NOT SAVED"));
    assert!(writer.send(plain(6)));
    assert!(matches!(told.recv().unwrap(), StoreEvent::NotSaved { why: again, .. } if again == why));
    writer.finish();
    assert_eq!(told.iter().count(), 0, "it is said once");
    assert_eq!(disk.called("sync"), 1);
}

#[test]
fn others_appends_and_a_replaced_file_are_told_without_being_asked() {
    let night = night(2);
    let (writer, told) = start(Arc::new(RealDisk), &night.path);
    append(&mut open(&night.path).0, 77).unwrap();
    assert_eq!(seqs(&told.recv().unwrap()), [3]);
    let copy = night.path.with_file_name("copy");
    std::fs::copy(&night.path, &copy).unwrap();
    std::fs::rename(&copy, &night.path).unwrap();
    let StoreEvent::Lost(why) = told.recv().unwrap() else { panic!("it is lost") };
    assert!(why.contains("was replaced"), "{why}");
    writer.finish();
}

#[test]
fn a_failure_inside_golive_is_told_and_gives_the_lock_back() {
    let night = night(2);
    let (writer, told) = start(Arc::new(RealDisk), &night.path);
    assert!(writer.send(job(5, |_| panic!("on purpose"))));
    let StoreEvent::Lost(why) = told.recv().unwrap() else { panic!("it is lost") };
    assert!(why.contains("start golive again"), "{why}");
    writer.finish();
    append(&mut open(&night.path).0, 6).unwrap();
}
