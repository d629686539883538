//! Who runs this process: the kernel's uid, and the login name that the password file gives it.

use std::fs;
use std::process::{Command, Stdio};

use rustix::process::getuid;

use crate::text::clean;

/// An account of the operating system.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Account {
    /// The kernel's number.
    pub uid: u32,
    /// Its login name; the number where it has none. Never taken from `$USER`, which anybody can set.
    pub login: String,
}

impl Account {
    /// The account of this process.
    pub fn own() -> Self {
        let uid = getuid().as_raw();
        let login = login_in(&fs::read_to_string("/etc/passwd").unwrap_or_default(), uid)
            .or_else(login_from_directory)
            .unwrap_or_else(|| uid.to_string());
        Self { uid, login }
    }

    /// The account with this number, for messages; the number stands for a name that is in no local file.
    pub fn of(uid: u32) -> Self {
        let login = login_in(&fs::read_to_string("/etc/passwd").unwrap_or_default(), uid);
        Self { uid, login: login.unwrap_or_else(|| uid.to_string()) }
    }

    /// As events keep it, e.g. `sam/1004`.
    pub fn os(&self) -> String {
        format!("{}/{}", self.login, self.uid)
    }
}

/// The login name that a password file gives a number.
fn login_in(passwd: &str, uid: u32) -> Option<String> {
    let uid = uid.to_string();
    passwd.lines().find_map(|line| {
        let mut fields = line.split(':');
        let login = fields.next().filter(|login| !login.is_empty())?;
        (fields.nth(1)? == uid).then(|| clean::line(login))
    })
}

/// Accounts of a directory service are in no file; `id` asks for them. Its answer is about the kernel's number, not
/// about the environment.
fn login_from_directory() -> Option<String> {
    let output = ["/usr/bin/id", "/bin/id"].iter().find_map(|program| {
        Command::new(program).arg("-run").env_clear().stdin(Stdio::null()).stderr(Stdio::null()).output().ok()
    })?;
    let login = clean::line(String::from_utf8(output.stdout).ok()?.trim());
    (output.status.success() && !login.is_empty()).then_some(login)
}

#[cfg(test)]
mod tests {
    use super::*;

    const PASSWD: &str = "root:x:0:0:root:/root:/bin/sh\n# note\n\n:x:7:7::/:\nsam:x:1004:1004:Sam:/home/sam:/bin/sh\n\
        sam2:x:1004:1004::/:\nbad\u{1b}name:x:9:9::/:\n";

    #[test]
    fn the_password_file_names_a_number() {
        assert_eq!(login_in(PASSWD, 1004).as_deref(), Some("sam"));
        assert_eq!(login_in(PASSWD, 0).as_deref(), Some("root"));
        assert_eq!(login_in(PASSWD, 100), None);
        assert_eq!(login_in(PASSWD, 7), None);
        assert_eq!(login_in(PASSWD, 9).as_deref(), Some("bad\u{fffd}name"));
    }

    #[test]
    fn stands_in_events_as_login_and_number() {
        let sam = Account { uid: 1004, login: "sam".to_owned() };
        assert_eq!(sam.os(), "sam/1004");
        let own = Account::own();
        assert_eq!(own.uid, getuid().as_raw());
        assert!(!own.login.is_empty());
    }
}
