//! The terminal: entered once, left once, and left as it was found whatever happens.

use std::fs::File;
use std::io::{self, Write};
use std::os::fd::AsFd;
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;

use crossterm::event::{
    DisableBracketedPaste, DisableMouseCapture, EnableBracketedPaste, EnableMouseCapture,
};
use crossterm::terminal::{
    BeginSynchronizedUpdate, EndSynchronizedUpdate, EnterAlternateScreen, LeaveAlternateScreen,
    disable_raw_mode, enable_raw_mode,
};
use crossterm::{cursor, execute, queue};
use ratatui::buffer::Buffer;
use rustix::termios::tcgetwinsize;

use super::frames::Frames;

/// Whether anything has to be undone. Global because a panic hook has no other way to know.
static ENTERED: AtomicBool = AtomicBool::new(false);
static MOUSE: AtomicBool = AtomicBool::new(false);

/// The screen while golive owns it. Dropping it leaves the terminal; it asks the terminal nothing, ever.
pub struct Screen {
    frames: Frames,
    /// One frame's bytes; written in one piece, since a torn frame is a flicker.
    pending: Vec<u8>,
    tty: File,
}

impl Screen {
    /// Takes the terminal over. Errors: it is none, or it is gone.
    pub fn enter() -> io::Result<Self> {
        // The theme knows NO_COLOR; crossterm's own answer to it resets bold and reverse with every colour.
        crossterm::style::force_color_output(true);
        let tty = File::from(io::stdout().as_fd().try_clone_to_owned()?);
        switch_on()?;
        Ok(Self { frames: Frames::default(), pending: Vec::new(), tty })
    }

    /// Draws one frame inside one synchronized update, in one write. An error means that the terminal is gone.
    pub fn draw(&mut self, render: impl FnOnce(&mut Buffer)) -> io::Result<()> {
        let size = self.size()?;
        queue!(self.pending, BeginSynchronizedUpdate)?;
        self.frames.draw(size, &mut self.pending, render)?;
        queue!(self.pending, EndSynchronizedUpdate)?;
        self.commit()
    }

    fn commit(&mut self) -> io::Result<()> {
        let written = self.tty.write_all(&self.pending);
        self.pending.clear();
        written
    }

    /// Width and height as the terminal has them now; 80x24 where it does not know, as some serial lines.
    pub fn size(&self) -> io::Result<(u16, u16)> {
        let size = tcgetwinsize(&self.tty)?;
        Ok(if size.ws_col == 0 || size.ws_row == 0 { (80, 24) } else { (size.ws_col, size.ws_row) })
    }

    /// Everything is drawn anew with the next frame: after a resize, or when another program wrote over it.
    pub fn forget(&mut self) {
        self.frames.forget();
    }

    /// Gives the terminal back while `meanwhile` runs, then takes it again and forgets what was drawn.
    pub fn suspended(&mut self, meanwhile: impl FnOnce()) -> io::Result<()> {
        let mouse = MOUSE.load(Ordering::SeqCst);
        leave();
        meanwhile();
        switch_on()?;
        if mouse {
            self.set_mouse(true)?;
        }
        self.forget();
        Ok(())
    }

    /// Mouse capture takes away the terminal's own selection, so it is off until somebody asks.
    pub fn set_mouse(&mut self, on: bool) -> io::Result<()> {
        MOUSE.store(on, Ordering::SeqCst);
        if on {
            queue!(self.pending, EnableMouseCapture)?;
        } else {
            queue!(self.pending, DisableMouseCapture)?;
        }
        self.commit()
    }

    /// Puts text on the clipboard of the terminal's user (OSC 52). The text travels as base64 and can move nothing.
    pub fn copy(&mut self, text: &str) -> io::Result<()> {
        use base64::Engine as _;
        let encoded = base64::engine::general_purpose::STANDARD.encode(text);
        write!(self.pending, "\x1b]52;c;{encoded}\x07")?;
        self.commit()
    }
}

impl Drop for Screen {
    fn drop(&mut self) {
        leave();
    }
}

fn switch_on() -> io::Result<()> {
    enable_raw_mode()?;
    ENTERED.store(true, Ordering::SeqCst);
    execute!(io::stdout(), EnterAlternateScreen, EnableBracketedPaste, cursor::Hide).inspect_err(|_| leave())
}

/// Undoes all that entering did, in reverse; does it once, ignores every error: a dead terminal has no one to tell.
pub fn leave() {
    if !ENTERED.swap(false, Ordering::SeqCst) {
        return;
    }
    let mut out = io::stdout();
    if MOUSE.swap(false, Ordering::SeqCst) {
        let _ = queue!(out, DisableMouseCapture);
    }
    let _ = execute!(out, EndSynchronizedUpdate, cursor::Show, DisableBracketedPaste, LeaveAlternateScreen);
    let _ = disable_raw_mode();
}

/// What a panic of another thread said, until somebody takes it.
static BROKEN: Mutex<Option<String>> = Mutex::new(None);

/// A panic of the calling thread, which draws, leaves the terminal first, so that its message can be read. One of
/// another thread is kept for [`broken`]: the console goes on and must not be written over.
pub fn leave_on_panic() {
    let drawing = thread::current().id();
    let before = std::panic::take_hook();
    std::panic::set_hook(Box::new(move |info| {
        if thread::current().id() == drawing || !ENTERED.load(Ordering::SeqCst) {
            leave();
            before(info);
        } else if let Ok(mut broken) = BROKEN.lock() {
            broken.get_or_insert_with(|| info.to_string());
        }
    }));
}

/// What another thread said when it panicked; said once.
pub fn broken() -> Option<String> {
    BROKEN.lock().ok()?.take()
}
