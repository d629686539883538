//! Where a plan may point: URLs and host:port, without credentials, and never at a cloud's metadata service.

use core::net::{Ipv4Addr, Ipv6Addr};

use url::{Host, Url};

use super::cx::{Cx, shown};
use super::table::Table;
use super::{secret, variable};
use crate::text::list;

/// Judges the URL of a key; references are not resolved here, so what they hold is not judged.
pub(super) fn check_url(cx: &mut Cx<'_>, table: &Table<'_>, key: &str, text: &str, schemes: &[&str]) {
    let span = table.span(key);
    if text.trim_start().starts_with("${") {
        return;
    }
    let named: Vec<String> = schemes.iter().map(|scheme| format!("{scheme}://")).collect();
    let wanted = format!("write it with {}", list::or_list(&named));
    if without_references(text).chars().any(|c| c.is_control() || c.is_whitespace()) {
        let message = format!("`{key}` holds a space or a line end");
        cx.error(span, "bad-url", message, "take it out, or write %20");
        return;
    }
    let url = match Url::parse(&without_references(text)) {
        Ok(url) => url,
        Err(why) => {
            let message = format!("`{key}` \"{}\" is not a URL: {why}", shown(text));
            cx.error(span, "bad-url", message, wanted);
            return;
        }
    };
    if !schemes.contains(&url.scheme()) {
        let message = format!("`{key}` begins with {}:, which cannot be used here", shown(url.scheme()));
        cx.error(span, "bad-url", message, wanted);
        return;
    }
    if !url.username().is_empty() || url.password().is_some() {
        check_userinfo(cx, text, span.clone());
    }
    if url.host().is_some_and(|host| is_refused(&host)) {
        refuse(cx, span, key);
    }
}

/// `user:pass@` must come from the environment as a whole.
fn check_userinfo(cx: &mut Cx<'_>, text: &str, span: super::cx::Span) {
    let after = text.split_once("://").map_or(text, |(_, rest)| rest);
    let authority = after.split(['/', '?', '#']).next().unwrap_or("");
    let (userinfo, _) = authority.rsplit_once('@').unwrap_or(("", ""));
    let password = userinfo.split_once(':').map_or(userinfo, |(_, password)| password);
    if !secret::holds_reference(password) {
        cx.error(
            span,
            "literal-secret",
            "the url holds a credential in plain text",
            "put it into the environment: a header Authorization = \"Bearer ${NAME}\", or user:${NAME}@",
        );
    }
}

/// Judges `host:port`.
pub(super) fn check_host_port(cx: &mut Cx<'_>, table: &Table<'_>, key: &str, text: &str) {
    let help = "write a host and a port, such as \"10.0.0.20:5432\" or \"[fd00::1]:5432\"";
    if text.contains("://") {
        cx.error(table.span(key), "bad-address", format!("`{key}` is a URL"), help);
        return;
    }
    if variable::references(text).next().is_some() {
        return;
    }
    let Some((host, port)) = text.rsplit_once(':') else {
        cx.error(table.span(key), "bad-address", format!("`{key}` \"{}\" has no port", shown(text)), help);
        return;
    };
    if !is_port(port) {
        let message = format!("`{key}` has the port \"{}\", which is not from 1 to 65535", shown(port));
        cx.error(table.span(key), "bad-address", message, help);
    }
    check_host(cx, table.span(key), key, host);
}

/// Judges one of `targets`: a host, or a host with a port.
pub(super) fn check_target(cx: &mut Cx<'_>, span: super::cx::Span, text: &str) {
    if variable::references(text).next().is_some() {
        let message = "`targets` are taken as they are written: a reference is not read there";
        cx.error(span, "bad-address", message, "write the name or the address of the host");
        return;
    }
    let host = match text.rsplit_once(':') {
        Some((host, port)) if is_port(port) && (!host.contains(':') || host.ends_with(']')) => host,
        _ => text,
    };
    check_host(cx, span, "targets", host);
}

fn is_port(text: &str) -> bool {
    text.parse::<u16>().is_ok_and(|port| port > 0)
}

/// Judges a bare host: a name or an address.
fn check_host(cx: &mut Cx<'_>, span: super::cx::Span, key: &str, text: &str) {
    let bare = text.parse::<Ipv6Addr>().map(Host::Ipv6);
    match bare.or_else(|_| Host::parse(text)) {
        Ok(host) if is_refused(&host) => refuse(cx, span, key),
        Ok(_) => {}
        Err(why) => {
            let message =
                format!("`{key}`: \"{}\" is neither the name nor the address of a host: {why}", shown(text));
            let help = "write a name such as shop.example, or an address such as 10.0.0.12";
            cx.error(span, "bad-address", message, help);
        }
    }
}

fn refuse(cx: &mut Cx<'_>, span: super::cx::Span, key: &str) {
    let message =
        format!("`{key}` points at a link-local address, where clouds keep the credentials of a machine");
    cx.error(span, "refused-address", message, "write the address of the service itself");
}

/// Link-local addresses and the names of metadata services.
fn is_refused<S: AsRef<str>>(host: &Host<S>) -> bool {
    match host {
        Host::Ipv4(address) => is_link_local_v4(*address),
        Host::Ipv6(address) => is_link_local_v6(*address),
        Host::Domain(name) => {
            let name = name.as_ref().trim_end_matches('.').to_ascii_lowercase();
            name == "metadata.google.internal" || name == "metadata.goog" || name == "instance-data"
        }
    }
}

fn is_link_local_v4(address: Ipv4Addr) -> bool {
    address.is_link_local()
}

fn is_link_local_v6(address: Ipv6Addr) -> bool {
    // AWS answers on fd00:ec2::254 as on 169.254.169.254.
    address.is_unicast_link_local()
        || address.to_ipv4().is_some_and(is_link_local_v4)
        || address == Ipv6Addr::new(0xfd00, 0xec2, 0, 0, 0, 0, 0, 0x254)
}

/// References read as a plain word, so that the rest of the URL can be judged.
fn without_references(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find("${") {
        let (before, from) = rest.split_at(at);
        out.push_str(before);
        let Some(end) = from.find('}') else { return out };
        // A port must be a number, everything else may be a word; 1 is both.
        out.push('1');
        rest = from.get(end + 1..).unwrap_or("");
    }
    out.push_str(rest);
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refused(host: &str) -> bool {
        is_refused(&Url::parse(&format!("http://{host}/x")).unwrap().host().unwrap())
    }

    #[test]
    fn metadata_services_are_refused_however_they_are_written() {
        for host in [
            "169.254.169.254",
            "169.254.0.1",
            "2852039166",
            "0xA9FEA9FE",
            "0251.0376.0251.0376",
            "[fe80::1]",
            "[febf::1]",
            "[::ffff:169.254.169.254]",
            "[fd00:ec2::254]",
            "metadata.google.internal",
            "METADATA.google.internal.",
        ] {
            assert!(refused(host), "{host}");
        }
    }

    #[test]
    fn private_addresses_are_a_plan_s_daily_bread() {
        for host in
            ["10.0.0.12", "192.168.1.1", "127.0.0.1", "[fd00::1]", "[::1]", "shop.example", "169.253.1.1"]
        {
            assert!(!refused(host), "{host}");
        }
    }

    #[test]
    fn references_leave_a_url_that_can_be_judged() {
        assert_eq!(without_references("https://${A}:${B}/x?${C}"), "https://1:1/x?1");
        assert_eq!(without_references("https://a/${open"), "https://a/");
    }
}
