//! Opens a session for a console or a command: its file, its plan, where it is, who asks, what time it is.

use std::collections::VecDeque;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::clock::Clock;
use super::conductor::{Build, Journal, Trouble};
use super::identity::Account;
use super::store::{Access, ConsoleLock, RealDisk, Store, StoreError};
use crate::decide::{Actor, Identity};
use crate::journal::{Event, Header, Item, Mode, Record, sha256_hex};
use crate::plan::{self, Plan};
use crate::session::Session;

/// Records whose sentences the console's log begins with.
const LOG: usize = 2_000;

/// Why a session could not be opened, with what to do about it.
#[derive(Debug, thiserror::Error)]
pub enum OpeningError {
    /// Something else must be asked for (exit 2).
    #[error("{0}")]
    Usage(String),
    /// The file or the machine says no (exit 3).
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The file holds a session, but not one that can be folded (exit 3).
    #[error("{0}")]
    Could(String),
}

/// A session, open.
pub struct Opened {
    /// Its file.
    pub store: Store,
    /// What the file begins with.
    pub header: Header,
    /// The plan that holds: the header's, or the one adopted last.
    pub plan: Arc<Plan>,
    /// Where it is.
    pub session: Session,
    /// The newest facts.
    pub recent: VecDeque<Record>,
}

impl std::fmt::Debug for Opened {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Opened")
            .field("path", &self.store.path())
            .field("seq", &self.session.seq)
            .finish_non_exhaustive()
    }
}

/// Opens a session and folds it.
pub fn open(path: &Path, access: Access) -> Result<Opened, OpeningError> {
    open_with(path, access, None)
}

/// The same, with a plan that was read already: where the session began with it, it is not read again.
pub fn open_with(path: &Path, access: Access, known: Option<&Arc<Plan>>) -> Result<Opened, OpeningError> {
    let mut folding = Folding::beside(path);
    folding.known = known.cloned();
    let store = Store::open(Arc::new(RealDisk), path, access, &mut |item| folding.take(item))?;
    folding.finish(store)
}

/// Makes a session with its first event, and opens it.
pub fn create(path: &Path, header: &Header, genesis: crate::journal::Draft) -> Result<Opened, OpeningError> {
    let mut folding = Folding::beside(path);
    let store = Store::create(Arc::new(RealDisk), path, header, genesis, &mut |item| folding.take(item))?;
    folding.finish(store)
}

/// The fold while the file streams by.
struct Folding {
    folder: PathBuf,
    known: Option<Arc<Plan>>,
    header: Option<Header>,
    plan: Option<Arc<Plan>>,
    session: Option<Session>,
    recent: VecDeque<Record>,
    problem: Option<String>,
}

impl Folding {
    fn beside(path: &Path) -> Self {
        let folder = path.parent().map(Path::to_owned).unwrap_or_default();
        Self {
            folder,
            known: None,
            header: None,
            plan: None,
            session: None,
            recent: VecDeque::new(),
            problem: None,
        }
    }

    fn take(&mut self, item: Item) {
        match item {
            Item::Header(header) => self.take_header(*header),
            Item::Record(record, _) => self.take_record(*record),
        }
    }

    fn take_header(&mut self, header: Header) {
        let known = self.known.take().filter(|known| known.sha256 == header.sha256);
        match known.or_else(|| plan::parse(header.plan.as_bytes()).plan.map(Arc::new)) {
            Some(plan) => self.plan = Some(plan),
            None => {
                let why = "the plan in its header is not one that this version of golive can read: open it with the version that made it";
                self.problem = Some(why.to_owned());
            }
        }
        self.header = Some(header);
    }

    fn take_record(&mut self, record: Record) {
        let Some(plan) = self.plan.clone() else { return };
        match &mut self.session {
            None => self.session = Some(Session::new(&plan, &record)),
            Some(session) => session.apply(&plan, &record),
        }
        if let Event::PlanAdopted { sha256, file, .. } = &record.event {
            self.adopt(sha256, file);
        }
        if !matches!(record.event, Event::CheckWindow { .. }) {
            self.recent.push_back(record);
            if self.recent.len() > LOG {
                self.recent.pop_front();
            }
        }
    }

    /// From here on another plan holds, whose text is kept beside the session.
    fn adopt(&mut self, sha256: &str, file: &str) {
        match adopted_plan(&self.folder, sha256, file) {
            Some(plan) => self.plan = Some(Arc::new(plan)),
            None => {
                let path = self.folder.join(file);
                let path = path.display();
                self.problem = Some(format!(
                    "the plan that was adopted is not to be read from {path}, or was changed there: put it back"
                ));
            }
        }
    }

    fn finish(self, store: Store) -> Result<Opened, OpeningError> {
        let path = store.path().display().to_string();
        if let Some(problem) = self.problem {
            return Err(OpeningError::Could(format!("{path}: {problem}")));
        }
        match (self.header, self.plan, self.session) {
            (Some(header), Some(plan), Some(session)) => {
                Ok(Opened { store, header, plan, session, recent: self.recent })
            }
            _ => Err(OpeningError::Could(format!("{path}: it holds no session"))),
        }
    }
}

/// The text of an adopted plan, kept beside the session; `None` where it is gone, changed or cannot be read.
pub fn adopted_plan(folder: &Path, sha256: &str, file: &str) -> Option<Plan> {
    let bytes = std::fs::read(folder.join(file)).ok().filter(|bytes| sha256_hex(bytes) == sha256)?;
    plan::parse(&bytes).plan
}

/// The session file as the conductor's journal.
#[derive(Debug)]
pub struct FileJournal(pub Store);

impl Journal for FileJournal {
    fn append(&mut self, build: &mut Build) -> Result<Vec<Record>, Trouble> {
        let not_saved = |error: StoreError| Trouble::NotSaved(error.to_string());
        let mut foreign = Vec::new();
        let mut turn = self.0.turn(&mut |record| foreign.push(record)).map_err(not_saved)?;
        let drafts = build(&foreign).map_err(Trouble::Refused)?;
        if drafts.is_empty() {
            return Ok(Vec::new());
        }
        turn.stage(drafts).map_err(not_saved)?;
        turn.commit().map_err(not_saved)
    }

    fn tail(&mut self) -> Result<Vec<Record>, Trouble> {
        self.0.tail().map_err(|error| Trouble::NotSaved(error.to_string()))
    }
}

/// Who asks: the member of the OS account, or the one that `--as` names; `--for` records for another.
///
/// # Errors
/// The plan knows no such member, or the account may not speak so.
pub fn actor(plan: &Plan, named: Option<&str>, on_behalf: Option<&str>) -> Result<Actor, OpeningError> {
    let account = Account::own();
    let asks = Identity { login: &account.login, os: &account.os(), named, on_behalf };
    asks.actor(plan).map_err(|refusal| OpeningError::Usage(refusal.text))
}

/// The clock that a command lives by: a demo's goes on only while its console runs.
pub fn clock_beside(opened: &Opened) -> Clock {
    let runs = opened.header.mode != Mode::Live && ConsoleLock::is_held(opened.store.path());
    Clock::beside(&opened.session, runs)
}
