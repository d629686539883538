//! `[[notice]]` and `[channel.NAME]`: what is told, to whom, and by which way.

use toml::Spanned;

use super::cx::{Cx, Kind, Span, shown};
use super::table::Table;
use super::{address, secret};
use crate::plan::types::{Channel, Notice, Route};

const NOTICE: [&str; 7] = ["id", "when", "audience", "to", "channel", "subject", "body"];
const CHANNEL: [&str; 8] = ["smtp", "user", "password", "from", "webhook", "template", "file", "stdout"];
const WHEN: [&str; 7] = ["announce", "notify-start", "delay", "hold", "outcome", "update", "closed"];
const AUDIENCES: [&str; 3] = ["stakeholders", "end-users", "team"];

/// Reads every `[[notice]]`.
pub(super) fn notices(cx: &mut Cx<'_>, root: &Table<'_>) -> Vec<Notice> {
    cx.tables(root, "notice", "this notice", &NOTICE).iter().map(|table| notice(cx, table)).collect()
}

fn notice(cx: &mut Cx<'_>, table: &Table<'_>) -> Notice {
    let id = cx.id(table, Kind::Notice, "\"start\"");
    cx.remember(&format!("notice {id}"), table);
    cx.need(table, "when", "\"notify-start\"");
    let to = cx.words(table, "to").unwrap_or_default();
    for word in &to {
        recipient(cx, word.get_ref(), word.span());
    }
    Notice {
        when: cx.choice(table, "when", &WHEN.map(|name| (name, name))).unwrap_or("").to_owned(),
        audience: cx
            .choice(table, "audience", &AUDIENCES.map(|name| (name, name)))
            .unwrap_or("stakeholders")
            .to_owned(),
        to: to.into_iter().map(Spanned::into_inner).collect(),
        channels: cx.names(table, "channel", Kind::Channel).unwrap_or_default(),
        subject: cx.text(table, "subject"),
        body: cx.raw(table, "body"),
        id,
    }
}

/// A mail address, a `file:` with a list of them, or a reference.
fn recipient(cx: &mut Cx<'_>, text: &str, span: Span) {
    let plain = |part: &str| !part.is_empty() && !part.contains(char::is_whitespace);
    let is_mail = text.rsplit_once('@').is_some_and(|(name, host)| !name.is_empty() && plain(host));
    let is_file = text.strip_prefix("file:").is_some_and(|path| !path.trim().is_empty());
    if !(is_mail || is_file || secret::holds_reference(text)) || text.chars().any(char::is_control) {
        let message = format!("\"{}\" is neither a mail address nor a file", shown(text));
        cx.error(span, "bad-recipient", message, "write ops@shop.example, or file:stakeholders.csv");
    }
}

/// Reads every `[channel.NAME]`.
pub(super) fn channels(cx: &mut Cx<'_>, root: &Table<'_>) -> Vec<Channel> {
    let Some(value) = root.get("channel") else { return Vec::new() };
    let Some(all) = cx.open_any(value, "`channel`, written as [channel.mail],") else { return Vec::new() };
    let mut channels: Vec<Channel> = Vec::new();
    for (name, value) in all.map {
        let what = format!("[channel.{}]", shown(name.get_ref()));
        let Some(mut table) = cx.open(value, &what, &CHANNEL) else { continue };
        if table.header.is_empty() {
            table.header = name.span();
        }
        cx.define(Kind::Channel, name.get_ref(), name.span());
        cx.remember(&format!("channel {}", name.get_ref()), &table);
        if let Some(route) = route(cx, &table) {
            channels.push(Channel { name: name.get_ref().to_string(), route });
        }
    }
    channels.sort_by(|one, other| one.name.cmp(&other.name));
    channels
}

fn route(cx: &mut Cx<'_>, table: &Table<'_>) -> Option<Route> {
    let ways: Vec<&str> =
        ["smtp", "webhook", "file", "stdout"].into_iter().filter(|key| table.has(key)).collect();
    match ways.as_slice() {
        ["smtp"] => Some(mail(cx, table)),
        ["webhook"] => webhook(cx, table),
        ["file"] => cx.raw(table, "file").map(Route::File),
        ["stdout"] => cx.is_set(table, "stdout").then_some(Route::Stdout),
        _ => {
            let message =
                format!("{} must have exactly one of `smtp`, `webhook`, `file` and `stdout`", table.what);
            cx.error(
                table.header.clone(),
                "missing-key",
                message,
                "add `webhook = \"${CHAT_WEBHOOK}\"`, or keep one",
            );
            None
        }
    }
}

fn mail(cx: &mut Cx<'_>, table: &Table<'_>) -> Route {
    let smtp = cx.raw(table, "smtp").unwrap_or_default();
    if !smtp.is_empty() {
        address::check_url(cx, table, "smtp", &smtp, &["smtp", "smtps"]);
    }
    let password = cx.raw(table, "password");
    if let Some(password) = &password {
        secret::check_value(cx, "password", password, table.span("password"));
    }
    Route::Mail {
        smtp,
        user: cx.raw(table, "user"),
        password,
        from: cx.required(table, "from", "\"Go-live desk <golive@shop.example>\""),
    }
}

fn webhook(cx: &mut Cx<'_>, table: &Table<'_>) -> Option<Route> {
    let url = cx.raw(table, "webhook")?;
    address::check_url(cx, table, "webhook", &url, &["http", "https"]);
    // Whoever knows the address of a chat webhook can post to it.
    if !secret::holds_reference(&url) {
        let message = "the webhook's address is written out; whoever reads the plan can post to it";
        cx.warn(
            table.span("webhook"),
            "literal-secret",
            message,
            "put it into the environment and write ${CHAT_WEBHOOK}",
        );
    }
    Some(Route::Webhook { url, template: cx.raw(table, "template") })
}
