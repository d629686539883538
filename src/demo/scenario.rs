//! Which night is played, by the name the command line gives it.

use std::fmt;
use std::str::FromStr;

use serde::Deserialize;

/// A night of the demo.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Scenario {
    /// Everything works, up to GO and a quiet stabilisation.
    Happy,
    /// The new payments service runs out of connections soon after its deployment, and the release is rolled back.
    PaymentsDown,
}

impl Scenario {
    /// Every scenario, with its name on the command line and in file names.
    pub const ALL: [(Self, &'static str); 2] =
        [(Self::Happy, "happy"), (Self::PaymentsDown, "payments-down")];

    /// The scenario's name.
    pub fn name(self) -> &'static str {
        Self::ALL.iter().find(|(scenario, _)| *scenario == self).map_or("", |(_, name)| name)
    }
}

impl fmt::Display for Scenario {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// There is no scenario of that name.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("there is no scenario of that name; there are happy and payments-down")]
pub struct UnknownScenario;

impl FromStr for Scenario {
    type Err = UnknownScenario;

    fn from_str(name: &str) -> Result<Self, UnknownScenario> {
        Self::ALL
            .iter()
            .find(|(_, known)| *known == name)
            .map(|(scenario, _)| *scenario)
            .ok_or(UnknownScenario)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_name_leads_back_to_its_scenario_and_the_error_lists_them_all() {
        for (scenario, name) in Scenario::ALL {
            assert_eq!(name.parse(), Ok(scenario));
            assert_eq!(scenario.to_string(), name);
            let night = super::super::Night::of(scenario).unwrap();
            assert_eq!(night.scenario, scenario);
            assert!(UnknownScenario.to_string().contains(name));
        }
        assert_eq!("Happy".parse::<Scenario>(), Err(UnknownScenario));
    }
}
