//! The real program in a pseudo-terminal: keys in, screen out, every wait with a deadline and on a condition.

use std::ffi::OsStr;
use std::fs::File;
use std::io::{PipeReader, PipeWriter, Read, Write};
use std::os::fd::{AsFd, OwnedFd};
use std::path::Path;
use std::process::{Child, ExitStatus};
use std::sync::Mutex;
use std::sync::mpsc::{Receiver, Sender, channel};
use std::thread;
use std::time::{Duration, Instant};

use pty_process::blocking::{Command, open};
use rustix::event::{PollFd, PollFlags, poll};
use rustix::process::{Pid, Signal, kill_process};
use rustix::termios::{Termios, Winsize, tcgetattr, tcsetwinsize};

/// Longest any single wait may take; generous, since the machine may be busy.
const DEADLINE: Duration = Duration::from_secs(30);

/// A new pseudo-terminal is inherited by whatever another thread starts at that moment, and a line that somebody else
/// holds never hangs up; so one is started after the other.
static STARTING: Mutex<()> = Mutex::new(());

/// What to start, and in what terminal.
pub struct Start<'a> {
    /// The program; its arguments follow.
    pub program: &'a str,
    /// Columns and rows.
    pub size: (u16, u16),
    /// Working folder and home.
    pub home: &'a Path,
    /// Variables beside the few that every terminal has.
    pub env: &'a [(&'a str, &'a str)],
    /// Another account, where the test may choose one.
    pub uid: Option<u32>,
}

/// A program in a terminal of its own.
pub struct Terminal {
    child: Child,
    keys: Option<File>,
    /// Closing it tells the reader to let go of the line.
    line: Option<PipeWriter>,
    slave: Option<OwnedFd>,
    output: Receiver<Vec<u8>>,
    parser: vt100::Parser,
    log: Vec<u8>,
    before: Termios,
    /// The modes when the program ended.
    after: Option<Termios>,
}

/// What was switched on, with what must follow to switch it off.
const MODES: [(&str, &[u8], &[u8]); 8] = [
    ("alternate screen", b"\x1b[?1049h", b"\x1b[?1049l"),
    ("hidden cursor", b"\x1b[?25l", b"\x1b[?25h"),
    ("mouse", b"\x1b[?1000h", b"\x1b[?1000l"),
    ("mouse drags", b"\x1b[?1002h", b"\x1b[?1002l"),
    ("mouse moves", b"\x1b[?1003h", b"\x1b[?1003l"),
    ("paste", b"\x1b[?2004h", b"\x1b[?2004l"),
    ("focus", b"\x1b[?1004h", b"\x1b[?1004l"),
    ("synchronized output", b"\x1b[?2026h", b"\x1b[?2026l"),
];

impl Start<'_> {
    /// Starts it.
    pub fn with<S: AsRef<OsStr>>(&self, args: &[S]) -> Terminal {
        let _one_at_a_time = STARTING.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        let (pty, pts) = open().expect("a pseudo-terminal");
        pty.resize(pty_process::Size::new(self.size.1, self.size.0)).expect("its size");
        let slave = pts.as_fd().try_clone_to_owned().expect("the other side");
        let before = tcgetattr(&slave).expect("its modes");
        let mut command = Command::new(self.program)
            .args(args)
            .current_dir(self.home)
            .env_clear()
            .env("HOME", self.home)
            .env("XDG_STATE_HOME", self.home.join("state"))
            .env("PATH", std::env::var_os("PATH").unwrap_or_default())
            .env("TERM", "xterm-256color")
            .env("LANG", "C.UTF-8")
            .envs(self.env.iter().copied());
        if let Some(uid) = self.uid {
            command = command.uid(uid);
        }
        let child = command.spawn(pts).expect("the program");
        let master = File::from(OwnedFd::from(pty));
        let (send, output) = channel();
        let reader = master.try_clone().expect("the master");
        let (stop, line) = std::io::pipe().expect("a pipe");
        thread::spawn(move || read_on(reader, &stop, &send));
        let parser = vt100::Parser::new(self.size.1, self.size.0, 0);
        Terminal {
            child,
            keys: Some(master),
            line: Some(line),
            slave: Some(slave),
            output,
            parser,
            log: Vec::new(),
            before,
            after: None,
        }
    }
}

impl Terminal {
    /// Types bytes.
    pub fn send(&mut self, bytes: impl AsRef<[u8]>) {
        let keys = self.keys.as_mut().expect("not hung up");
        keys.write_all(bytes.as_ref()).expect("the terminal takes keys");
    }

    /// The screen as text.
    pub fn screen(&self) -> String {
        self.parser.screen().contents()
    }

    /// The screen as a terminal sees it.
    pub fn terminal(&self) -> &vt100::Screen {
        self.parser.screen()
    }

    /// Everything the program wrote since the start or since [`Terminal::clear_log`].
    pub fn log(&self) -> &[u8] {
        &self.log
    }

    /// Forgets what was written so far; the screen stays.
    pub fn clear_log(&mut self) {
        self.log.clear();
    }

    /// Waits until `holds` of the screen's text.
    pub fn until(&mut self, what: &str, holds: impl Fn(&str) -> bool) {
        let end = Instant::now() + DEADLINE;
        while !holds(&self.screen()) {
            assert!(self.read_some(end), "waited for {what}; the screen says:\n{}", self.screen());
        }
    }

    /// Waits until the text is on the screen.
    pub fn until_text(&mut self, text: &str) {
        self.until(text, |screen| screen.contains(text));
    }

    /// Waits until the program wrote these bytes since the log was cleared.
    pub fn until_written(&mut self, bytes: &[u8]) {
        let end = Instant::now() + DEADLINE;
        while last(&self.log, bytes).is_none() {
            let name = String::from_utf8_lossy(bytes);
            assert!(
                self.read_some(end),
                "waited for {name:?} to be written; the screen says:\n{}",
                self.screen()
            );
        }
    }

    /// Waits until something holds that the program does elsewhere, reading meanwhile so that it never blocks.
    pub fn until_so(&mut self, what: &str, holds: impl Fn(&Self) -> bool) {
        let end = Instant::now() + DEADLINE;
        while !holds(self) {
            assert!(Instant::now() < end, "waited for {what}; the screen says:\n{}", self.screen());
            self.read_some(Instant::now() + Duration::from_millis(10));
        }
    }

    /// Takes in one piece of output; false at the deadline or at the end.
    fn read_some(&mut self, end: Instant) -> bool {
        match self.output.recv_timeout(end.saturating_duration_since(Instant::now())) {
            Ok(bytes) => {
                self.parser.process(&bytes);
                self.log.extend_from_slice(&bytes);
                true
            }
            Err(_) => false,
        }
    }

    /// The program's process.
    pub fn pid(&self) -> Pid {
        Pid::from_child(&self.child)
    }

    /// Sends a signal.
    pub fn signal(&self, signal: Signal) {
        kill_process(self.pid(), signal).expect("the program lives");
    }

    /// Changes the size; the kernel tells the program.
    pub fn resize(&mut self, columns: u16, rows: u16) {
        let size = Winsize { ws_row: rows, ws_col: columns, ws_xpixel: 0, ws_ypixel: 0 };
        self.parser.screen_mut().set_size(rows, columns);
        tcsetwinsize(self.keys.as_ref().expect("not hung up"), size).expect("a new size");
    }

    /// The connection drops: the master side goes away.
    pub fn hang_up(&mut self) {
        self.keys = None;
        self.line = None;
        self.slave = None;
        // The reader holds the last copy until it has let go.
        while self.output.recv_timeout(DEADLINE).is_ok() {}
    }

    /// Waits for the end of the program, reading meanwhile.
    pub fn wait(&mut self) -> ExitStatus {
        let end = Instant::now() + DEADLINE;
        loop {
            if let Some(status) = self.child.try_wait().expect("a child") {
                self.take_rest(end);
                return status;
            }
            assert!(Instant::now() < end, "it never ended; the screen says:\n{}", self.screen());
            self.read_some(Instant::now() + Duration::from_millis(10));
        }
    }

    /// Nobody writes any more: notes the modes, closes the terminal's side and reads what is left.
    fn take_rest(&mut self, end: Instant) {
        if let Some(slave) = self.slave.take() {
            self.after = tcgetattr(&slave).ok();
        }
        if self.keys.is_some() {
            while self.read_some(end) {}
        }
    }

    /// What is still switched on in the terminal.
    pub fn residue(&self) -> Vec<&'static str> {
        let mut left: Vec<_> = MODES
            .iter()
            .filter(|(_, on, off)| last(&self.log, on) > last(&self.log, off))
            .map(|(name, ..)| *name)
            .collect();
        let now = self.slave.as_ref().map(|slave| tcgetattr(slave).expect("its modes"));
        let now = now.as_ref().or(self.after.as_ref()).expect("modes while it runs or when it ended");
        if now.local_modes != self.before.local_modes
            || now.input_modes != self.before.input_modes
            || now.output_modes != self.before.output_modes
        {
            left.push("raw mode");
        }
        left
    }
}

impl Drop for Terminal {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Hands over what the program writes until it ends or somebody hangs up; the last copy of the line goes with it.
fn read_on(mut reader: File, stop: &PipeReader, send: &Sender<Vec<u8>>) {
    let mut bytes = vec![0; 1 << 16];
    loop {
        let mut fds = [PollFd::new(&reader, PollFlags::IN), PollFd::new(stop, PollFlags::IN)];
        if poll(&mut fds, None).is_err() || !fds[1].revents().is_empty() {
            return;
        }
        match reader.read(&mut bytes) {
            Ok(n) if n > 0 && send.send(bytes[..n].to_vec()).is_ok() => {}
            _ => return,
        }
    }
}

fn last(log: &[u8], what: &[u8]) -> Option<usize> {
    log.windows(what.len()).rposition(|window| window == what)
}
