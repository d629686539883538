//! Who takes part: the team, its stations, who decides.

use chrono::TimeDelta;
/// `[[team]]`.
#[derive(Debug, Clone)]
pub struct Member {
    /// Short id, the key of every owner.
    pub id: String,
    /// Full name.
    pub name: String,
    /// Roles, e.g. `deployment-lead`.
    pub roles: Vec<String>,
    /// OS account, where golive may recognise the member by it.
    pub login: Option<String>,
    /// Telephone or other contact, for people.
    pub contact: Option<String>,
}

/// `[decision]`.
#[derive(Debug, Clone)]
pub struct DecisionRules {
    /// The role that decides start, go and rollback.
    pub approver: String,
    /// Roles that may decide in the approver's place.
    pub deputies: Vec<String>,
    /// How long a station's answer is fresh (30 min).
    pub answer_valid: TimeDelta,
    /// How long checks must be steady (10 min at high risk, else 5).
    pub steady_for: TimeDelta,
    /// How old a rehearsal of the rollback may be (14 days).
    pub rehearsal_max_age: TimeDelta,
    /// Who answers the poll, in order.
    pub stations: Vec<Station>,
}

/// One named role of the go/no-go poll.
#[derive(Debug, Clone)]
pub struct Station {
    /// Short id.
    pub id: String,
    /// Role whose members answer for it.
    pub role: String,
    /// Its own checks: one of them getting worse makes the answer stale.
    pub checks: Vec<String>,
    /// Whether its silence counts as missing.
    pub required: bool,
}
