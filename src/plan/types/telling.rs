//! Whom a notice reaches and how: notices, channels, escalation.
/// `[[notice]]`.
#[derive(Debug, Clone)]
pub struct Notice {
    /// Id.
    pub id: String,
    /// Occasion: announce, notify-start, delay, hold, outcome, update, closed.
    pub when: String,
    /// stakeholders, end-users or team.
    pub audience: String,
    /// Addresses, or `file:` references.
    pub to: Vec<String>,
    /// Names of channels.
    pub channels: Vec<String>,
    /// Template of the subject.
    pub subject: Option<String>,
    /// Template of the text, or a `file:` reference.
    pub body: Option<String>,
}

/// `[[escalation]]`: an agreed line of the escalate-or-handle table.
#[derive(Debug, Clone)]
pub struct Escalation {
    /// The condition as written.
    pub when: String,
    /// Member called.
    pub call: Option<String>,
    /// The agreed words.
    pub text: String,
}

/// `[channel.NAME]`.
#[derive(Debug, Clone)]
pub struct Channel {
    /// The name that notices use.
    pub name: String,
    /// How it reaches people. Used by a later version; references unresolved.
    pub route: Route,
}

/// How a channel reaches people.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Route {
    /// Mail over `smtp://` (STARTTLS) or `smtps://`.
    Mail {
        /// Server.
        smtp: String,
        /// Account, where the server wants one.
        user: Option<String>,
        /// A `${NAME}` reference, never a literal.
        password: Option<String>,
        /// Sender.
        from: String,
    },
    /// An HTTP POST.
    Webhook {
        /// Target.
        url: String,
        /// JSON template; a plain text message where the plan gives none.
        template: Option<String>,
    },
    /// Appended to a file.
    File(String),
    /// Standard output.
    Stdout,
}
