//! From an open session to a running console: what `run` and `demo` share.

use std::collections::VecDeque;
use std::fs;
use std::io::{self, Write};
use std::os::unix::fs::OpenOptionsExt;
use std::path::Path;

use super::{Exit, Out, find};
use crate::decide::{Actor, Refusal, RefusalKind};
use crate::edge::clock::Clock;
use crate::edge::conductor::{Conductor, Trouble};
use crate::edge::console::{self, Unsaved};
use crate::edge::keeper::Watch;
use crate::edge::opening::{FileJournal, Opened, OpeningError};
use crate::edge::probe::Variables;
use crate::edge::store::{ConsoleLock, Store, folder_of};
use crate::journal::{Ending, Event};
use crate::text::clean;
use crate::ui::model::{Conducting, DemoInfo, LogLine, Model, RECORD_CLOSED};
use crate::ui::theme::{Depth, Palette, Theme};

/// How the console looks and takes keys.
#[derive(Debug, clap::Args)]
pub(super) struct Look {
    /// Take the mouse from the start (M turns it on and off).
    #[arg(long)]
    mouse: bool,
    /// Colours: auto, never, 16 or 256.
    #[arg(long, value_name = "WHEN", default_value = "auto", value_parser = ["auto", "never", "16", "256"])]
    color: String,
    /// Palette: base, light, contrast or blind-safe.
    #[arg(long, value_name = "NAME", value_parser = ["base", "light", "contrast", "blind-safe"])]
    theme: Option<String>,
    /// Draw with ASCII only.
    #[arg(long)]
    ascii: bool,
}

/// Everything a console starts from.
pub(super) struct Launch {
    pub opened: Opened,
    pub actor: Actor,
    pub clock: Clock,
    pub variables: Variables,
    pub demo: Option<DemoInfo>,
    pub watch: Option<Watch>,
    /// What is said before everything else.
    pub first: Option<String>,
    /// What is said where nothing else is more urgent.
    pub hello: Option<String>,
}

/// Shows the console until somebody leaves it. The lock is held as long.
pub(super) fn console(launch: Launch, look: &Look, lock: Option<ConsoleLock>, out: &mut Out) -> Exit {
    let Launch { opened, actor, clock, variables, demo, watch, first, hello } = launch;
    let session = opened.store.path().to_owned();
    let damage = damage(&opened.store);
    let conducting = conducting(&opened, lock.is_some(), &variables);
    let conducts = conducting == Conducting::Me;
    let path = session.clone();
    let begun = Box::new(move || find::remember(&path, |name| std::env::var_os(name)));
    let hello = first.or_else(|| greeting(actor.member.as_deref(), hello, &conducting));
    if let Some(lock) = &lock {
        lock.name(actor.member.as_deref());
    }
    let log = lines(&opened);
    let now = clock.now();
    let mut model = Model::new(opened.plan, opened.session, actor, now);
    model.log = log;
    model.conducting = conducting;
    model.ui.mouse = look.mouse;
    model.ui.toast = hello.map(|text| (now, text, crate::ui::model::Class::Attention));
    model.theme = theme(look, |name| std::env::var(name).ok());
    model.demo = demo;
    out.flush();
    let journal = FileJournal(opened.store);
    let setup = console::Setup { model, journal, clock, conducts, variables, watch, begun };
    let ended = console::run(setup);
    drop(lock);
    match ended {
        Ok(None) => {
            // On the screen there was room for its beginning only.
            if let Some(damage) = damage {
                out.error(&damage);
            }
            Exit::Done
        }
        Ok(Some(unsaved)) => {
            out.error(&clean::line(&not_saved(&session, &unsaved)));
            Exit::Could
        }
        Err(error) => {
            out.error(&format!("the terminal cannot be used: {error}"));
            Exit::Could
        }
    }
}

/// What somebody should know who left with facts that are not on disk.
fn not_saved(session: &Path, unsaved: &Unsaved) -> String {
    let (name, seq) = (session.display(), unsaved.seq);
    if session.symlink_metadata().is_err_and(|error| error.kind() == io::ErrorKind::NotFound) {
        return format!(
            "{name}: the session is gone: somebody deleted it or moved it away while the console was open. Events 1 to \
             {seq} were in it, and nothing after them was saved; look where it was moved to, or take it from a backup"
        );
    }
    format!("left before everything was saved; the last event on disk is #{seq}. {}", unsaved.why)
}

/// What somebody should know who has just opened the console.
fn greeting(me: Option<&str>, hello: Option<String>, conducting: &Conducting) -> Option<String> {
    match conducting {
        Conducting::LookingOn { why } => return Some(format!("looking on: {why}")),
        Conducting::Nobody { why } => return Some(why.clone()),
        Conducting::Me | Conducting::Other { .. } => {}
    }
    if me.is_none() {
        return Some(
            "your account is nobody in the plan: you only read; say who you are with --as ID".to_owned(),
        );
    }
    hello
}

/// Whether this console conducts, and why not.
fn conducting(opened: &Opened, locked: bool, variables: &Variables) -> Conducting {
    if opened.session.closed.is_some() {
        return Conducting::LookingOn { why: RECORD_CLOSED.to_owned() };
    }
    if let Some(why) = opened.store.read_only() {
        return Conducting::LookingOn { why: why.to_owned() };
    }
    if !locked {
        return Conducting::LookingOn { why: "no lock can be had in this folder".to_owned() };
    }
    let unset = opened.plan.variables.iter().find(|name| !variables.is_set(name));
    match unset {
        Some(name) => Conducting::Nobody { why: format!("cannot conduct: {name} is not set") },
        None => Conducting::Me,
    }
}

fn lines(opened: &Opened) -> VecDeque<LogLine> {
    opened.recent.iter().map(|record| LogLine::of(&opened.plan, &opened.session, record)).collect()
}

/// The lock that one console has on a session. `None` in a folder where nothing can be written: then it looks on.
pub(super) fn console_lock(session: &Path) -> Result<Option<ConsoleLock>, String> {
    match ConsoleLock::acquire(session) {
        Ok(lock) => Ok(Some(lock)),
        Err(crate::edge::store::StoreError::Busy(text)) => Err(text),
        Err(_) => Ok(None),
    }
}

/// Appends events of the one who opens the session, before there is a console.
pub(super) fn append_own(opened: Opened, clock: Clock, actor: &Actor, event: Event) -> Result<(), String> {
    let os = actor.os.clone();
    let mut conductor = Conductor::new(opened.plan, opened.session, FileJournal(opened.store), clock, os);
    match conductor.record_as(actor, vec![event]).trouble {
        None => Ok(()),
        Some(Trouble::Refused(no)) => Err(no.text),
        Some(Trouble::NotSaved(why)) => Err(why),
    }
}

/// Keeps a plan whole beside the session; gives back its name there.
pub(super) fn keep_plan_beside(session: &Path, sha256: &str, bytes: &[u8]) -> io::Result<String> {
    let folder = folder_of(session);
    fs::create_dir_all(&folder)?;
    let short: String = sha256.chars().take(16).collect();
    let path = folder.join(format!("plan-{short}.toml"));
    if !path.exists() {
        let mut file = fs::OpenOptions::new().write(true).create_new(true).mode(0o600).open(&path)?;
        file.write_all(bytes)?;
        file.sync_all()?;
        fs::File::open(&folder)?.sync_all()?;
    }
    let name = folder.file_name().unwrap_or_default().to_string_lossy();
    Ok(format!("{name}/plan-{short}.toml"))
}

/// Exit 0 where a session was read whole; where it is damaged that is said, and it could not be.
pub(super) fn read_whole(store: &Store, out: &mut Out) -> Exit {
    match damage(store) {
        Some(damage) => {
            out.error(&damage);
            Exit::Could
        }
        None => Exit::Done,
    }
}

/// Where the session is damaged, and what can be done then.
fn damage(store: &Store) -> Option<String> {
    let is = matches!(store.ending(), Ending::Damaged(_));
    store.read_only().filter(|_| is).map(clean::line)
}

/// Exit code of a session that does not open.
pub(super) fn exit_of(error: &OpeningError) -> Exit {
    match error {
        OpeningError::Usage(_) => Exit::Usage,
        OpeningError::Store(_) | OpeningError::Could(_) => Exit::Could,
    }
}

/// Exit code of a refusal.
pub(super) fn exit_of_refusal(refusal: &Refusal) -> Exit {
    match refusal.kind {
        RefusalKind::Authority => Exit::NotAllowed,
        RefusalKind::Rule | RefusalKind::Confirmation => Exit::No,
        RefusalKind::Incomplete | RefusalKind::Unknown => Exit::Usage,
    }
}

/// Colours and glyphs that the terminal can show, by what was asked and by its environment.
fn theme(look: &Look, env: impl Fn(&str) -> Option<String>) -> Theme {
    let set = |name: &str| env(name).filter(|value| !value.is_empty());
    let term = set("TERM").unwrap_or_default();
    let depth = match look.color.as_str() {
        "never" => Depth::None,
        "16" => Depth::Sixteen,
        "256" => Depth::Indexed,
        _ if set("NO_COLOR").is_some() || term == "dumb" || term.ends_with("-m") => Depth::None,
        _ if term.contains("256") || set("COLORTERM").is_some() => Depth::Indexed,
        _ => Depth::Sixteen,
    };
    let light = || {
        set("COLORFGBG")
            .and_then(|value| value.rsplit(';').next()?.parse::<u8>().ok())
            .is_some_and(|back| back == 7 || back == 15)
    };
    let named = look.theme.as_deref().and_then(|name| Palette::ALL.iter().find(|(_, known)| *known == name));
    let palette = match named {
        Some((palette, _)) => *palette,
        None if light() => Palette::Light,
        None => Palette::Base,
    };
    let locale =
        ["LC_ALL", "LC_CTYPE", "LANG"].iter().find_map(|name| set(name)).unwrap_or_default().to_lowercase();
    let utf8 = locale.contains("utf-8") || locale.contains("utf8");
    Theme { palette, depth, ascii: look.ascii || term == "linux" || !utf8 }
}
