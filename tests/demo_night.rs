//! Both nights of the demo, played key by key through the real update and view: at each moment each of the five
//! questions says what the night's data says.
#![expect(clippy::unwrap_used, reason = "the helpers of a test may fail as the test may")]

#[path = "support/world.rs"]
mod world;

use std::fmt::Write as _;
use std::sync::Arc;

use chrono::{DateTime, TimeDelta, TimeZone, Utc};
use chrono_tz::Tz;
use golive::decide::Actor;
use golive::demo::{self, Moment, Night, Press, Scenario};
use golive::ui::layout::Layout;
use golive::ui::model::{Class, DemoInfo, LogLine};
use golive::ui::{self, Effect, Key, Model, Msg, Typed};
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use world::World;

/// From so many columns on, everything has its place.
const ROOMY: u16 = 198;

/// The console over a simulated demo.
struct Play {
    world: World,
    model: Model,
    zone: Tz,
    /// What went otherwise than told.
    wrong: String,
}

impl Play {
    fn new(scenario: Scenario) -> Self {
        let mut world = World::new(scenario);
        let plan = Arc::new(world.plan.clone());
        let actor =
            Actor { member: Some(demo::ACTOR.to_owned()), on_behalf: None, os: "mia/1000".to_owned() };
        let zone = plan.window.zone;
        let mut model = Model::new(plan, world.session.clone(), actor, world.now);
        model.demo = Some(DemoInfo { scenario: scenario.name().to_owned(), speed: demo::SPEED });
        // The session above holds what came with the attaching already.
        world.news();
        Self { world, model, zone, wrong: String::new() }
    }

    fn at(&self, moment: &Moment) -> DateTime<Utc> {
        self.zone.from_local_datetime(&moment.at).unwrap().to_utc()
    }

    fn hear(&mut self) {
        let (records, samples) = self.world.news();
        for (check, sample) in samples {
            ui::update(&mut self.model, Msg::Sample { check, sample: Box::new(sample) });
        }
        let records = records.into_iter().map(|record| {
            let line = LogLine::of(&self.model.plan, &self.model.session, &record);
            (record, line)
        });
        let records = records.collect();
        ui::update(&mut self.model, Msg::Records(records));
        ui::update(&mut self.model, Msg::Tick(self.world.now));
    }

    fn press(&mut self, key: Key, when: &str) {
        self.model.ui.toast = None;
        let effects = ui::update(&mut self.model, Msg::Typed(Typed::Key(key)));
        let asked = !effects.is_empty();
        for effect in effects {
            match effect {
                Effect::Ask { command, on_behalf } => {
                    let actor = Actor { on_behalf, ..self.model.actor.clone() };
                    if let Err(refusal) = self.world.ask(&actor, &command) {
                        self.complain(when, &format!("{key} was refused: {}", refusal.text));
                        ui::update(&mut self.model, Msg::Refused(refusal));
                    }
                }
                Effect::Leap { to, why } => {
                    self.world.leap(to, &why);
                    let probed = self.world.now.at + TimeDelta::seconds(15);
                    self.world.until(probed);
                }
                other => self.complain(when, &format!("{key} leads to {other:?}")),
            }
        }
        if asked {
            self.hear();
        }
        if let Some((_, said, Class::Attention)) = &self.model.ui.toast {
            let said = said.clone();
            self.complain(when, &format!("{key}: \"{said}\""));
        }
    }

    fn play(&mut self, moment: &Moment) {
        self.world.until(self.at(moment));
        self.hear();
        let when = moment.at.to_string();
        for press in &moment.press {
            match press {
                Press::Key(key) => self.press(*key, &when),
                Press::Text(text) => text.chars().for_each(|char| self.press(Key::Char(char), &when)),
            }
        }
        if self.model.ui.overlay.is_some() {
            let open = format!("{:?}", self.model.ui.overlay);
            self.complain(&when, &format!("a sheet is left open: {open:.300}"));
        }
    }

    /// Looks at the screen of this size.
    fn look(&mut self, moment: &Moment, size: (u16, u16)) {
        let area = Rect::new(0, 0, size.0, size.1);
        let mut buffer = Buffer::empty(area);
        self.model.ui.size = size;
        ui::view::draw(&mut buffer, &self.model);
        let layout = Layout::of(area, &self.model);
        for (question, texts) in moment.says.all() {
            let shown: Vec<String> =
                places(question, &layout).into_iter().map(|place| text_in(&buffer, place)).collect();
            let shown = shown.join("\n");
            let asked = if size.0 >= ROOMY { usize::MAX } else { 1 };
            for text in texts.unsaid(&shown, asked) {
                let what = format!("{size:?} {question} does not say {text:?}:\n{shown}");
                self.complain(&moment.at.to_string(), &what);
            }
        }
    }

    fn complain(&mut self, when: &str, what: &str) {
        writeln!(self.wrong, "{when}: {what}").unwrap();
    }
}

/// Where a question is answered: rail and top row, or the lines that they fold into.
fn places(question: &str, layout: &Layout) -> Vec<Rect> {
    let rail = match question {
        "verdict" => vec![layout.rail.verdict],
        "countdown" => vec![layout.rail.countdown, layout.rail.closing],
        "doing" => vec![layout.now],
        "unhealthy" => vec![layout.unhealthy, layout.header],
        _ => vec![layout.header],
    };
    if layout.summary.height > 0 { vec![layout.header, layout.summary] } else { rail }
}

fn text_in(buffer: &Buffer, area: Rect) -> String {
    let line = |y| {
        let symbols = (area.left()..area.right())
            .filter_map(|x| buffer.cell((x, y)).map(ratatui::buffer::Cell::symbol));
        symbols.collect::<String>().trim_end().to_owned()
    };
    (area.top()..area.bottom()).map(line).collect::<Vec<_>>().join("\n")
}

fn play(scenario: Scenario) {
    let mut play = Play::new(scenario);
    for moment in &Night::of(scenario).unwrap().moments {
        play.play(moment);
        for size in [(200, 60), (120, 40), (80, 24)] {
            play.look(moment, size);
        }
    }
    assert!(play.wrong.is_empty(), "{}", play.wrong);
    assert!(play.world.session.closed.is_some());
}

#[test]
fn the_happy_night() {
    play(Scenario::Happy);
}

#[test]
fn the_night_of_the_rollback() {
    play(Scenario::PaymentsDown);
}
