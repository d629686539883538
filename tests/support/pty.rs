//! The real program in a pseudo-terminal: keys in, screen out, every wait with a deadline and on a condition.

use std::ffi::OsStr;
use std::fs::File;
use std::io::{PipeReader, PipeWriter, Read, Write};
use std::os::fd::{AsFd, OwnedFd};
use std::path::Path;
use std::process::{Child, ExitStatus};
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::thread;
use std::time::{Duration, Instant};

use pty_process::blocking::{Command, open};
use rustix::event::{PollFd, PollFlags, poll};
use rustix::process::{Pid, Signal, kill_process};
use rustix::termios::{Termios, tcgetattr};

/// Longest any single wait may take; generous, since the machine may be busy.
const DEADLINE: Duration = Duration::from_secs(30);

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
}

/// What was switched on, with what must follow to switch it off.
const MODES: [(&str, &[u8], &[u8]); 6] = [
    ("alternate screen", b"\x1b[?1049h", b"\x1b[?1049l"),
    ("hidden cursor", b"\x1b[?25l", b"\x1b[?25h"),
    ("mouse", b"\x1b[?1000h", b"\x1b[?1000l"),
    ("paste", b"\x1b[?2004h", b"\x1b[?2004l"),
    ("focus", b"\x1b[?1004h", b"\x1b[?1004l"),
    ("synchronized output", b"\x1b[?2026h", b"\x1b[?2026l"),
];

impl Terminal {
    /// Starts `program` in a terminal of `size` (columns, rows), with a clean environment and `home` as home.
    pub fn start<S: AsRef<OsStr>>(program: &str, args: &[S], size: (u16, u16), home: &Path) -> Self {
        let (pty, pts) = open().expect("a pseudo-terminal");
        pty.resize(pty_process::Size::new(size.1, size.0)).expect("its size");
        let slave = open_slave(&pty);
        let before = tcgetattr(&slave).expect("its modes");
        let command = Command::new(program)
            .args(args)
            .current_dir(home)
            .env_clear()
            .env("HOME", home)
            .env("XDG_STATE_HOME", home.join("state"))
            .env("PATH", std::env::var_os("PATH").unwrap_or_default())
            .env("TERM", "xterm-256color")
            .env("LANG", "C.UTF-8");
        let child = command.spawn(pts).expect("the program");
        let master = pty.as_fd().try_clone_to_owned().expect("the master");
        let (send, output) = channel();
        let reader = File::from(master.try_clone().expect("the master"));
        drop(pty);
        let (stop, line) = std::io::pipe().expect("a pipe");
        thread::spawn(move || read_on(reader, &stop, &send));
        let parser = vt100::Parser::new(size.1, size.0, 0);
        let keys = Some(File::from(master));
        Self { child, keys, line: Some(line), slave: Some(slave), output, parser, log: Vec::new(), before }
    }

    /// Types bytes.
    pub fn send(&mut self, bytes: impl AsRef<[u8]>) {
        let keys = self.keys.as_mut().expect("not hung up");
        keys.write_all(bytes.as_ref()).expect("the terminal takes keys");
    }

    /// The screen as text.
    pub fn screen(&self) -> String {
        self.parser.screen().contents()
    }

    /// Everything the program ever wrote.
    pub fn log(&self) -> &[u8] {
        &self.log
    }

    /// Forgets what was written so far.
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

    /// Takes in one piece of output; false at the deadline or at the end.
    fn read_some(&mut self, end: Instant) -> bool {
        match self.output.recv_timeout(end.saturating_duration_since(Instant::now())) {
            Ok(bytes) => {
                self.parser.process(&bytes);
                self.log.extend_from_slice(&bytes);
                true
            }
            Err(RecvTimeoutError::Timeout | RecvTimeoutError::Disconnected) => false,
        }
    }

    /// The program's process.
    pub fn pid(&self) -> Pid {
        Pid::from_raw(self.child.id().cast_signed()).expect("a process")
    }

    /// Sends a signal.
    pub fn signal(&self, signal: Signal) {
        kill_process(self.pid(), signal).expect("the program lives");
    }

    /// Changes the size.
    pub fn resize(&mut self, columns: u16, rows: u16) {
        let size =
            rustix::termios::Winsize { ws_row: rows, ws_col: columns, ws_xpixel: 0, ws_ypixel: 0 };
        rustix::termios::tcsetwinsize(self.keys.as_ref().expect("not hung up"), size).expect("a new size");
        self.parser.screen_mut().set_size(rows, columns);
    }

    /// The connection drops: the master side goes away.
    pub fn hang_up(&mut self) {
        self.keys = None;
        self.line = None;
        while self.output.recv_timeout(DEADLINE).is_ok() {}
    }

    /// Waits for the end of the program, reading meanwhile.
    pub fn wait(&mut self) -> ExitStatus {
        let end = Instant::now() + DEADLINE;
        loop {
            if let Some(status) = self.child.try_wait().expect("a child") {
                while self.read_some(Instant::now() + Duration::from_millis(200)) {}
                return status;
            }
            assert!(Instant::now() < end, "it never ended; the screen says:\n{}", self.screen());
            let _ = self.read_some(Instant::now() + Duration::from_millis(20));
        }
    }

    /// What the program left switched on in the terminal.
    pub fn residue(&self) -> Vec<&'static str> {
        let mut left: Vec<_> = MODES
            .iter()
            .filter(|(_, on, off)| last(&self.log, on) > last(&self.log, off))
            .map(|(name, ..)| *name)
            .collect();
        if let Some(slave) = &self.slave {
            let now = tcgetattr(slave).expect("its modes");
            if now.local_modes != self.before.local_modes || now.input_modes != self.before.input_modes {
                left.push("raw mode");
            }
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
    let mut bytes = [0; 1 << 16];
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

fn open_slave(pty: &pty_process::blocking::Pty) -> OwnedFd {
    let name = rustix::pty::ptsname(pty, Vec::new()).expect("its name");
    rustix::fs::open(
        name.as_c_str(),
        rustix::fs::OFlags::RDWR | rustix::fs::OFlags::NOCTTY,
        rustix::fs::Mode::empty(),
    )
    .expect("the other side")
}
