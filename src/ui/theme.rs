//! The colour roles, by theme and by what the terminal can show; views name roles, never colours.

use ratatui::style::{Color, Modifier, Style};

/// How many colours the terminal shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Depth {
    /// None: `NO_COLOR`, or a terminal without.
    None,
    /// The terminal's own sixteen.
    Sixteen,
    /// The 256 of xterm.
    Indexed,
}

/// A set of colours.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Palette {
    /// The terminal's own colours, on its own background.
    Base,
    /// For white backgrounds.
    Light,
    /// Nothing dim, attention bold.
    Contrast,
    /// Told apart with red-green blindness.
    BlindSafe,
}

impl Palette {
    /// Every palette with its name on the command line.
    pub const ALL: [(Self, &'static str); 4] = [
        (Self::Base, "base"),
        (Self::Light, "light"),
        (Self::Contrast, "contrast"),
        (Self::BlindSafe, "blind-safe"),
    ];
}

/// What a piece of text means.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Role {
    /// Plain text.
    Text,
    /// Labels, rules, units, plan, not yet.
    Secondary,
    /// The current thing, deciding numbers.
    Strong,
    /// Done, up, GO.
    Good,
    /// Finished bars: good, and out of the way.
    GoodDim,
    /// Late, slow, HOLD, unjudged, stale.
    Attention,
    /// Down, failed, met.
    Failure,
    /// The way back: rollback, last safe rollback.
    Back,
    /// Keys, focus, selection, now.
    Act,
}

/// How the console looks: palette, colours, ASCII or not.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Theme {
    /// Which colours.
    pub palette: Palette,
    /// How many of them.
    pub depth: Depth,
    /// Only ASCII is drawn.
    pub ascii: bool,
}

impl Default for Theme {
    fn default() -> Self {
        Self { palette: Palette::Base, depth: Depth::Sixteen, ascii: false }
    }
}

impl Theme {
    /// The style of a role. Without colours it carries attributes only and names no colour at all: a named
    /// `Reset` would be written as `ESC[;m`, which wipes bold and dim (crossterm 0.29 under `NO_COLOR`).
    pub fn style(self, role: Role) -> Style {
        let style = self.attributes(role);
        match self.color(role) {
            Some(color) => style.fg(color),
            None => style,
        }
    }

    fn attributes(self, role: Role) -> Style {
        let contrast = self.palette == Palette::Contrast;
        let plain = Style::new();
        match role {
            Role::Strong | Role::Failure => plain.add_modifier(Modifier::BOLD),
            Role::Attention if contrast => plain.add_modifier(Modifier::BOLD),
            Role::Secondary if contrast => plain,
            Role::Secondary | Role::GoodDim => plain.add_modifier(Modifier::DIM),
            _ => plain,
        }
    }

    fn color(self, role: Role) -> Option<Color> {
        let indexed = self.depth == Depth::Indexed;
        match self.depth {
            Depth::None => None,
            Depth::Sixteen | Depth::Indexed => match (self.palette, role) {
                (_, Role::Text | Role::Secondary | Role::Strong) => None,
                (Palette::Light, Role::Attention) if indexed => Some(Color::Indexed(130)),
                (Palette::Light, Role::Good | Role::GoodDim) if indexed => Some(Color::Indexed(28)),
                (Palette::Light, Role::Act) => Some(if indexed { Color::Indexed(4) } else { Color::Blue }),
                (Palette::Light, Role::Back) if indexed => Some(Color::Indexed(90)),
                (Palette::BlindSafe, Role::Good | Role::GoodDim) => {
                    Some(if indexed { Color::Indexed(33) } else { Color::Blue })
                }
                (Palette::BlindSafe, Role::Attention) if indexed => Some(Color::Indexed(214)),
                (_, Role::Good | Role::GoodDim) => Some(Color::Green),
                (_, Role::Attention) => Some(Color::Yellow),
                (_, Role::Failure) => Some(Color::Red),
                (_, Role::Back) => Some(Color::Magenta),
                (_, Role::Act) => Some(Color::Cyan),
            },
        }
    }
}
