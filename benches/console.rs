//! What a console does between a key and the bytes on the terminal, piece by piece, at 200x60 with 50 steps and 10 checks.

#![expect(clippy::expect_used, reason = "a benchmark that cannot go on ends")]

mod support;

use std::io::{Sink, sink};
use std::sync::Arc;

use golive::decide::{self, Actor};
use golive::session::Session;
use golive::ui::{self, Key, LogLine, Model, Msg, Typed};
use ratatui::Terminal;
use ratatui::backend::CrosstermBackend;
use ratatui::layout::Rect;
use ratatui::{TerminalOptions, Viewport};

/// Events of the session.
const EVENTS: u64 = 500;

fn main() {
    divan::main();
}

fn model(size: (u16, u16)) -> Model {
    let plan = support::plan();
    let records = support::records(&plan, EVENTS);
    let mut session = Session::new(&plan, &records[0]);
    for record in &records[1..] {
        session.apply(&plan, record);
    }
    let actor = Actor { member: Some("mia".to_owned()), on_behalf: None, os: "mia/1000".to_owned() };
    let lines = records.iter().map(|record| LogLine::of(&plan, &session, record)).collect();
    let mut model = Model::new(Arc::clone(&plan), session, actor, support::stamp(EVENTS));
    model.log = lines;
    model.ui.size = size;
    ui::begin(&mut model);
    model
}

fn terminal(size: (u16, u16)) -> Terminal<CrosstermBackend<Sink>> {
    let viewport = Viewport::Fixed(Rect::new(0, 0, size.0, size.1));
    Terminal::with_options(CrosstermBackend::new(sink()), TerminalOptions { viewport }).expect("in memory")
}

#[divan::bench]
fn parse_plan() -> bool {
    golive::plan::parse(divan::black_box(support::PLAN.as_bytes())).plan.is_some()
}

#[divan::bench]
fn outlook(bencher: divan::Bencher) {
    let model = model((200, 60));
    bencher.bench(|| decide::outlook(&model.plan, &model.session, model.now));
}

#[divan::bench]
fn actions(bencher: divan::Bencher) {
    let model = model((200, 60));
    bencher.bench(|| ui::action::views(&model));
}

#[divan::bench]
fn log_lines(bencher: divan::Bencher) {
    let model = model((200, 60));
    let records = support::records(&model.plan, EVENTS);
    bencher.bench(|| {
        records
            .iter()
            .map(|record| LogLine::of(&model.plan, &model.session, record))
            .map(|line| line.text.len())
            .sum::<usize>()
    });
}

/// The whole picture into an empty terminal.
#[divan::bench(args = [(80, 24), (200, 60), (480, 130)])]
fn first_draw(bencher: divan::Bencher, size: (u16, u16)) {
    let model = model(size);
    bencher.with_inputs(|| terminal(size)).bench_values(|mut terminal| {
        terminal.draw(|frame| ui::view::draw(frame.buffer_mut(), &model)).expect("in memory");
        terminal
    });
}

/// One key that moves the selection: update, draw and the difference as bytes.
#[divan::bench(args = [(80, 24), (200, 60), (480, 130)])]
fn key(bencher: divan::Bencher, size: (u16, u16)) {
    let mut model = model(size);
    let mut terminal = terminal(size);
    let mut down = false;
    bencher.bench_local(|| {
        down = !down;
        let key = if down { Key::Char('j') } else { Key::Char('k') };
        ui::update(&mut model, Msg::Typed(Typed::Key(key)));
        terminal.draw(|frame| ui::view::draw(frame.buffer_mut(), &model)).expect("in memory");
    });
}

/// One second more: the outlook, the actions, and what changes on the screen.
#[divan::bench]
fn tick(bencher: divan::Bencher) {
    let mut model = model((200, 60));
    let mut terminal = terminal((200, 60));
    let mut seconds = EVENTS;
    bencher.bench_local(|| {
        seconds += 1;
        ui::update(&mut model, Msg::Tick(support::stamp(seconds)));
        terminal.draw(|frame| ui::view::draw(frame.buffer_mut(), &model)).expect("in memory");
    });
}
