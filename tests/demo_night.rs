//! Both nights, played without a screen.
#![expect(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "test helpers")]

#[path = "support/world.rs"]
mod world;

use chrono::TimeZone;
use golive::decide::{Command, NextAct};
use golive::demo::{NamedKey, Night, Press, Scenario};
use golive::journal::{Answer, Proof};
use golive::plan::Evidence;
use golive::session::StepState;
use world::World;

struct Player {
    world: World,
    sheet: Sheet,
    station: usize,
    typed: Vec<String>,
}

#[derive(Debug, Clone, PartialEq)]
enum Sheet {
    None,
    Pane,
    Start,
    Go,
    Rollback,
    Hold,
    Poll,
    Finish(String),
    Close,
    Add,
}

impl Player {
    fn press(&mut self, press: &Press) -> Result<(), String> {
        let err = |r: golive::decide::Refusal| r.text;
        match (self.sheet.clone(), press) {
            (Sheet::None, Press::Named(NamedKey::Space)) => {
                let next = self.world.outlook().next.ok_or("no next")?;
                match (next.act, next.step.clone()) {
                    (NextAct::Step, Some(step)) => {
                        let (_, s) = self.world.session.find_step(&self.world.plan, &step).unwrap();
                        let evidence = s.evidence;
                        let closing = step == "investigation" || step == "corrective-actions";
                        match self.world.session.step(&step) {
                            StepState::Pending => self
                                .world
                                .ask(
                                    &Command::StartStep { step, at: None, confirm: None, reason: None },
                                    None,
                                )
                                .map_err(err),
                            _ if evidence != Evidence::None || closing => {
                                self.sheet = Sheet::Finish(step);
                                self.typed.clear();
                                Ok(())
                            }
                            _ => self
                                .world
                                .ask(&Command::FinishStep { step, at: None, proof: None, note: None }, None)
                                .map_err(err),
                        }
                    }
                    (NextAct::Start, _) => {
                        self.sheet = Sheet::Start;
                        self.typed.clear();
                        Ok(())
                    }
                    (NextAct::Poll, _) => {
                        self.sheet = Sheet::Poll;
                        self.station = 0;
                        Ok(())
                    }
                    (NextAct::Decide, _) => {
                        self.sheet = if next.text.contains("ROLLBACK") { Sheet::Rollback } else { Sheet::Go };
                        self.typed.clear();
                        Ok(())
                    }
                    (NextAct::Close, _) => {
                        self.sheet = Sheet::Close;
                        Ok(())
                    }
                    (act, _) => Err(format!("next is {act:?} {}", next.text)),
                }
            }
            (_, Press::Char('D')) => {
                self.sheet = Sheet::Pane;
                Ok(())
            }
            (Sheet::Pane, Press::Char('s')) => {
                self.sheet = Sheet::Start;
                self.typed.clear();
                Ok(())
            }
            (Sheet::Pane, Press::Char('g')) => {
                self.sheet = Sheet::Go;
                self.typed.clear();
                Ok(())
            }
            (Sheet::Pane, Press::Char('b')) => {
                self.sheet = Sheet::Rollback;
                self.typed.clear();
                Ok(())
            }
            (Sheet::Pane, Press::Char('h')) => {
                self.sheet = Sheet::Hold;
                self.typed.clear();
                Ok(())
            }
            (_, Press::Char('2')) => {
                self.sheet = Sheet::None;
                Ok(())
            }
            (_, Press::Char('+')) => {
                self.sheet = Sheet::Add;
                self.typed.clear();
                Ok(())
            }
            (_, Press::Char('P')) => {
                self.sheet = Sheet::Poll;
                self.station = 0;
                Ok(())
            }
            (Sheet::Poll, Press::Char('g')) => {
                let station = self.world.plan.decision.stations[self.station].clone();
                self.station += 1;
                let holder = self.world.plan.holders(&station.role).next().unwrap().id.clone();
                self.world
                    .ask(
                        &Command::Vote {
                            station: station.id,
                            answer: Answer::Go,
                            note: None,
                            owner: None,
                            due: None,
                            spoken: holder != "mia",
                        },
                        Some(&holder).filter(|h| *h != "mia").map(String::as_str),
                    )
                    .map_err(err)
            }
            (Sheet::None, Press::Named(NamedKey::Enter)) => Ok(()),
            (_, Press::Char('d')) => { let step = self.world.outlook().doing.first().ok_or("nothing runs")?.step.clone(); self.world.ask(&Command::FinishStep { step, at: None, proof: None, note: None }, None).map_err(err) }
            (_, Press::Named(NamedKey::Esc)) => {
                self.sheet = Sheet::None;
                Ok(())
            }
            (_, Press::Char('J')) => {
                if self.world.leap() {
                    let to = self.world.now.at + chrono::TimeDelta::seconds(90);
                    self.world.until(to);
                    Ok(())
                } else {
                    Err("no leap".into())
                }
            }
            (_, Press::Text(text)) => {
                self.typed.push(text.clone());
                Ok(())
            }
            (_, Press::Named(NamedKey::Tab)) => Ok(()),
            (sheet, Press::Named(NamedKey::Enter)) => {
                let confirm = self.typed.first().cloned().unwrap_or_default();
                let command = match sheet {
                    Sheet::Start => Command::DecideStart { confirm, reason: None, witness: None },
                    Sheet::Go => Command::DecideGo { confirm, reason: None, witness: None },
                    Sheet::Rollback => Command::DecideRollback { confirm, reason: None, witness: None },
                    Sheet::Hold => Command::Hold { reason: confirm },
                    Sheet::Close => Command::Close { note: None },
                    Sheet::Add => Command::AddStep {
                        stage: "stabilise".into(),
                        title: confirm,
                        owner: self.typed.get(1).cloned(),
                        mandatory: false,
                        undo: None,
                        corrective_action: true,
                        due: None,
                    },
                    Sheet::Finish(step) => {
                        let (_, s) = self.world.session.find_step(&self.world.plan, &step).unwrap();
                        let taken = self.world.now.at - chrono::TimeDelta::minutes(20);
                        let proof = match s.evidence {
                            Evidence::Backup => Some(Proof::Backup {
                                taken_at: taken,
                                id: "x".into(),
                                bytes: 3,
                                verified: "checksum".into(),
                            }),
                            Evidence::Rehearsal => Some(Proof::Rehearsal {
                                at: taken - chrono::TimeDelta::days(6),
                                place: "staging".into(),
                                minutes: 11.0,
                                production_like: true,
                                digest: String::new(),
                            }),
                            _ => None,
                        };
                        Command::FinishStep {
                            step,
                            at: None,
                            proof,
                            note: Some(confirm).filter(|c| !c.is_empty()),
                        }
                    }
                    other => return Err(format!("enter on {other:?}")),
                };
                self.sheet = Sheet::None;
                self.world.ask(&command, None).map_err(err)
            }
            (sheet, press) => Err(format!("{press:?} on {sheet:?}")),
        }
    }
}

fn play(scenario: Scenario) -> Vec<String> {
    let night = Night::of(scenario).unwrap();
    let mut player =
        Player { world: World::new(scenario), sheet: Sheet::None, station: 0, typed: Vec::new() };
    let mut wrong = Vec::new();
    let zone = player.world.plan.window.zone;
    for moment in &night.moments {
        player.world.until(zone.from_local_datetime(&moment.at).unwrap().to_utc());
        for press in &moment.press {
            if let Err(why) = player.press(press) {
                wrong.push(format!("!! {} {press:?}: {why}", moment.at));
            }
        }
        let outlook = player.world.outlook();
        let verdict = outlook.verdict.as_ref();
        let word = verdict.map(|v| v.recommendation.word()).or(outlook.outcome.map(|o| o.word())).unwrap_or("-");
        let against: Vec<_> = verdict
            .map(|v| v.against.iter().map(|r| format!("{}:{}", r.rule, r.text)).collect())
            .unwrap_or_default();
        let doing: Vec<_> = outlook
            .doing
            .iter()
            .map(|d| format!("{}{}", d.step, d.late.map_or(String::new(), |l| format!(" LATE {l}"))))
            .collect();
        let clock = player.world.now.at.with_timezone(&zone).format("%a %H:%M:%S");
        println!(
            "{} [{clock}] {} {word} want {:?} doing {doing:?} next {:?}\n     against {against:?}\n     phase {:?} outcome {:?} version {:?} outage {:?} lsr {:?} decide-by {:?} restored {:?}",
            moment.at,
            outlook.phase.word(),
            moment.says.verdict.iter().collect::<Vec<_>>(),
            outlook.next.as_ref().map(|n| n.text.clone()),
            outlook.phase,
            outlook.outcome,
            outlook.version.as_ref().map(|v| (v.live.clone(), v.on_wanted, v.of)),
            outlook.planned_outage.as_ref().map(|o| (o.used, o.heading, o.alarm.clone())),
            outlook.clocks.last_safe_rollback.map(|t| t.with_timezone(&zone).time()),
            outlook.clocks.decide_by.map(|t| t.with_timezone(&zone).time()),
            outlook.clocks.restored_about.map(|t| t.with_timezone(&zone).time())
        );
        if !moment.says.verdict.iter().any(|t| t == word) {
            wrong.push(format!("{}: verdict {word}, wanted {:?}", moment.at, moment.says.verdict));
        }
    }
    println!("closing: {:?}", player.world.outlook().closing);
    for line in &player.world.log {
        println!("{}", line.chars().take(260).collect::<String>());
    }
    wrong
}

#[test]
fn happy() {
    let wrong = play(Scenario::Happy);
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn payments_down() {
    let wrong = play(Scenario::PaymentsDown);
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
