//! The colour roles, by palette and by what the terminal can show; views name roles, never colours.

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

    /// The palette's name on the command line.
    pub fn name(self) -> &'static str {
        Self::ALL.iter().find(|(palette, _)| *palette == self).map_or("", |(_, name)| name)
    }
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

/// How a piece of text is drawn: its role, and what is added to it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Look {
    /// What it means.
    pub role: Role,
    /// Heavier than its role asks.
    pub bold: bool,
    /// A block of its colour: the verdict's chip, the text cursor.
    pub reverse: bool,
}

impl Role {
    /// The role in bold.
    pub fn bold(self) -> Look {
        Look { role: self, bold: true, reverse: false }
    }

    /// The role as a block of its colour, in bold.
    pub fn chip(self) -> Look {
        Look { role: self, bold: true, reverse: true }
    }
}

impl From<Role> for Look {
    fn from(role: Role) -> Self {
        Self { role, bold: false, reverse: false }
    }
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
    /// The style of a look. Without colours it carries attributes only and names no colour at all: crossterm 0.29
    /// writes a named one under `NO_COLOR` as `ESC[;m`, which wipes the bold and dim just set.
    pub fn style(self, look: impl Into<Look>) -> Style {
        let look = look.into();
        let mut style = self.attributes(look.role);
        if look.bold {
            style = style.remove_modifier(Modifier::DIM).add_modifier(Modifier::BOLD);
        }
        if look.reverse {
            style = style.add_modifier(Modifier::REVERSED);
        }
        self.color(look.role).map_or(style, |color| style.fg(color))
    }

    /// The style of blocks and bars: the role's colour and no attribute that would change their shape.
    pub fn block(self, role: Role) -> Style {
        let style = match role {
            Role::Secondary | Role::GoodDim => self.attributes(role),
            _ => Style::new().add_modifier(Modifier::BOLD),
        };
        self.color(role).map_or(style, |color| style.fg(color))
    }

    fn attributes(self, role: Role) -> Style {
        let plain = Style::new();
        match (role, self.palette) {
            (Role::Failure, Palette::BlindSafe) => plain.add_modifier(Modifier::BOLD | Modifier::REVERSED),
            (Role::Strong | Role::Failure, _) | (Role::Attention, Palette::Contrast) => {
                plain.add_modifier(Modifier::BOLD)
            }
            (Role::Secondary, Palette::Contrast) => plain,
            (Role::Secondary | Role::GoodDim, _) => plain.add_modifier(Modifier::DIM),
            _ => plain,
        }
    }

    fn color(self, role: Role) -> Option<Color> {
        match self.depth {
            Depth::None => None,
            Depth::Sixteen => self.own(role),
            Depth::Indexed => self.indexed(role).map(Color::Indexed).or_else(|| self.own(role)),
        }
    }

    /// Among the terminal's own sixteen; never blue in the base palette, never the bright ones.
    fn own(self, role: Role) -> Option<Color> {
        match (role, self.palette) {
            (Role::Text | Role::Secondary | Role::Strong, _) => None,
            (Role::Good | Role::GoodDim, Palette::BlindSafe) | (Role::Act, Palette::Light) => {
                Some(Color::Blue)
            }
            (Role::Good | Role::GoodDim, _) => Some(Color::Green),
            (Role::Attention, _) => Some(Color::Yellow),
            (Role::Failure, _) => Some(Color::Red),
            (Role::Back, _) => Some(Color::Magenta),
            (Role::Act, _) => Some(Color::Cyan),
        }
    }

    /// Where the terminal's own sixteen would be too pale, or too alike.
    fn indexed(self, role: Role) -> Option<u8> {
        match (self.palette, role) {
            (Palette::Light, Role::Attention) => Some(130),
            (Palette::Light, Role::Good | Role::GoodDim) => Some(28),
            (Palette::Light, Role::Act) => Some(4),
            (Palette::Light, Role::Back) => Some(90),
            (Palette::BlindSafe, Role::Good | Role::GoodDim) => Some(33),
            (Palette::BlindSafe, Role::Attention) => Some(214),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const ROLES: [Role; 9] = [
        Role::Text,
        Role::Secondary,
        Role::Strong,
        Role::Good,
        Role::GoodDim,
        Role::Attention,
        Role::Failure,
        Role::Back,
        Role::Act,
    ];

    #[test]
    fn without_colours_no_role_names_one() {
        for (palette, _) in Palette::ALL {
            let theme = Theme { palette, depth: Depth::None, ascii: false };
            for role in ROLES {
                for style in [theme.style(role), theme.style(role.chip()), theme.block(role)] {
                    assert_eq!((style.fg, style.bg), (None, None), "{palette:?} {role:?}");
                }
            }
        }
    }

    #[test]
    fn the_base_palette_is_neither_blue_nor_bright() {
        let theme = Theme::default();
        for role in ROLES {
            let ours = [Color::Green, Color::Yellow, Color::Red, Color::Magenta, Color::Cyan];
            assert!(theme.style(role).fg.is_none_or(|color| ours.contains(&color)), "{role:?}");
        }
        assert!(theme.style(Role::Secondary).add_modifier.contains(Modifier::DIM));
    }

    #[test]
    fn contrast_dims_nothing_but_finished_bars() {
        let theme = Theme { palette: Palette::Contrast, ..Theme::default() };
        assert_eq!(theme.style(Role::Secondary), Style::new());
        assert!(theme.style(Role::Attention).add_modifier.contains(Modifier::BOLD));
    }

    #[test]
    fn light_and_blind_safe_use_their_own_colours_where_there_are_enough() {
        let light = Theme { palette: Palette::Light, depth: Depth::Indexed, ascii: false };
        assert_eq!(light.style(Role::Attention).fg, Some(Color::Indexed(130)));
        let safe = Theme { palette: Palette::BlindSafe, depth: Depth::Indexed, ascii: false };
        assert_eq!(safe.style(Role::Good).fg, Some(Color::Indexed(33)));
        assert!(safe.style(Role::Failure).add_modifier.contains(Modifier::REVERSED));
        assert!(!safe.block(Role::Failure).add_modifier.contains(Modifier::REVERSED));
    }
}
