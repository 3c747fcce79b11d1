//! Mailboxes (mbox in its four forms) and single mails, through MIME (RFC 5322, 2045 to 2047, 3676). The subject is the
//! headline and the sender's clock the stamp, unless the body is a wire's own and says better. Text attachments and
//! attached mails are items of their own.

mod form;
mod mbox;
mod template;
mod text;

use super::clean::{clean, squeeze};
use super::plain::Layout;
use super::{
    Context, Dispatch, Format, Identity, Item, NotAStory, fielded, head, kept, plain, stamp,
};
use crate::facts::Facts;
use crate::split::Records;
use crate::story::When;
use chrono::DateTime;
use mailparse::{DispositionType, MailHeader, MailHeaderMap, ParsedMail};

/// Mails attached to mails are read so deep.
const DEPTH: usize = 8;
/// Header fields that a mail is told by.
const TELLING: &[&str] = &[
    "bcc",
    "cc",
    "content-type",
    "date",
    "delivered-to",
    "from",
    "message-id",
    "mime-version",
    "received",
    "reply-to",
    "return-path",
    "sender",
    "subject",
    "to",
    "x-mozilla-status",
];
/// Header fields that are kept as printed.
const KEPT: &[&str] = &[
    "From",
    "Sender",
    "Organization",
    "To",
    "Cc",
    "Subject",
    "Keywords",
    "Comments",
];
/// What the subjects of mails that were sent on begin with.
const SENT_ON: &[&str] = &["fwd:", "fw:", "tr:", "wg:", "rv:", "i:", "re:", "aw:"];
/// How the text of a mail that was sent on is announced, in lower case.
const ANNOUNCED: &[&str] = &[
    "forwarded message",
    "original message",
    "message transféré",
    "message d'origine",
    "weitergeleitete nachricht",
    "ursprüngliche nachricht",
    "mensaje reenviado",
    "mensaje original",
    "messaggio inoltrato",
    "begin forwarded message",
];
/// A text that was sent on begins within so many lines.
const NEAR: usize = 40;

/// The format of such files.
pub(super) struct Mail;

impl Format for Mail {
    fn name(&self) -> &'static str {
        "mail"
    }

    fn fits(&self, head: &str, _facts: &Facts) -> bool {
        let lines = head.trim_start().lines();
        let is_from_line = |line: &str| line.starts_with("From ");
        let fields = lines.skip_while(|line| is_from_line(line));
        let mut told = Vec::new();
        for line in fields.take_while(|line| !line.trim().is_empty()) {
            if line.starts_with([' ', '\t']) {
                continue;
            }
            if !mbox::is_field(line.as_bytes()) {
                return false;
            }
            let name = line
                .split(':')
                .next()
                .unwrap_or_default()
                .to_ascii_lowercase();
            if TELLING.contains(&name.as_str()) && !told.contains(&name) {
                told.push(name);
            }
        }
        let has = |name: &str| told.iter().any(|known| known == name);
        let is_sent = [
            "date",
            "message-id",
            "received",
            "mime-version",
            "return-path",
        ];
        told.len() >= 3 && has("from") && is_sent.iter().any(|name| has(name))
            || told.len() >= 2 && has("received") && has("message-id")
            || told.len() >= 2 && has("from") && is_from_line(head.trim_start())
    }

    fn records(&self, head: &str) -> Records {
        match head.trim_start().starts_with("From ") {
            true => Records::Messages,
            false => Records::Whole,
        }
    }

    fn read(&self, text: &str, context: &Context<'_>) -> Vec<Item> {
        let is_wide =
            context.bytes.starts_with(b"\xff\xfe") || context.bytes.starts_with(b"\xfe\xff");
        let bytes = match context.bytes.is_empty() || is_wide {
            true => text.as_bytes(),
            false => context.bytes,
        };
        let is_box = bytes.trim_ascii_start().starts_with(b"From ");
        let mut items = Vec::new();
        for message in mbox::messages(bytes.trim_ascii_start()) {
            read_message(message, is_box, 0, context, &mut items);
        }
        items
    }
}

/// The parts of a mail, by what is done with them.
#[derive(Default)]
struct Parts<'a> {
    body: Vec<&'a ParsedMail<'a>>,
    attached: Vec<&'a ParsedMail<'a>>,
    mails: Vec<&'a ParsedMail<'a>>,
    others: Vec<String>,
}

/// Reads a mail and what is attached to it.
fn read_message(
    bytes: &[u8],
    is_box: bool,
    depth: usize,
    context: &Context<'_>,
    items: &mut Vec<Item>,
) {
    let mail = match mailparse::parse_mail(bytes.trim_ascii_start()) {
        Ok(mail) => mail,
        Err(error) => {
            let reason = format!("a mail cannot be read: {error}");
            return items.push(Err(NotAStory(reason)));
        }
    };
    let mut parts = Parts::default();
    sort(&mail, &mut parts);
    let before = items.len();
    items.push(read_body(&mail, &parts, bytes, is_box, context));
    let id = header(&mail, "Message-ID");
    for part in &parts.attached {
        let decoded = text::of(part);
        let mut found = read_text(&decoded.text, context);
        for dispatch in found.iter_mut().flatten() {
            dispatch
                .fields
                .charset
                .get_or_insert(decoded.charset.clone());
            dispatch.warnings.extend(decoded.warning.clone());
            set_transport(&mail, dispatch, context.facts);
        }
        items.extend(found);
    }
    for (number, item) in items[before..].iter_mut().enumerate().skip(1) {
        if let (Ok(dispatch), Some(id)) = (item, &id) {
            dispatch.fields.identity.get_or_insert(Identity {
                id: format!("{}#{}", bare_id(id), number + 1),
                version: None,
            });
        }
    }
    for part in &parts.mails {
        match part.get_body_raw() {
            Ok(bytes) if depth < DEPTH => read_message(&bytes, false, depth + 1, context, items),
            _ => items.push(Err(NotAStory(format!(
                "an attached mail cannot be decoded, or is attached more than {DEPTH} deep"
            )))),
        }
    }
    // A mail that only carries others is none of its own.
    if items.len() > before + 1 && matches!(items.get(before), Some(Err(_))) {
        drop(items.remove(before));
    }
}

/// Sorts the parts of a mail. `mailparse` bounds how deep they are nested.
fn sort<'a>(part: &'a ParsedMail<'a>, parts: &mut Parts<'a>) {
    let mimetype = part.ctype.mimetype.as_str();
    if !part.subparts.is_empty() {
        let is_alternative = mimetype == "multipart/alternative";
        if is_alternative {
            let is_text = |sub: &&ParsedMail<'_>| {
                sub.ctype.mimetype == "text/plain" && !text::of(sub).text.trim().is_empty()
            };
            if let Some(plain) = part.subparts.iter().find(is_text) {
                return sort(plain, parts);
            }
        }
        for sub in &part.subparts {
            sort(sub, parts);
        }
        return;
    }
    let disposition = part.get_content_disposition();
    let name = disposition
        .params
        .get("filename")
        .or_else(|| part.ctype.params.get("name"));
    let is_attached = disposition.disposition == DispositionType::Attachment || name.is_some();
    match mimetype {
        "message/rfc822" => parts.mails.push(part),
        "text/plain" | "text/html" if !is_attached => {
            // Where there is a plain text, HTML says the same.
            let is_first = parts.body.is_empty();
            if mimetype == "text/plain" || is_first {
                parts.body.push(part);
            }
        }
        "text/plain" | "text/html" | "text/xml" | "application/xml" | "application/json"
        | "text/x-nitf" => {
            parts.attached.push(part);
        }
        _ => {
            let name = name.map(|name| format!(" {name}")).unwrap_or_default();
            parts
                .others
                .push(format!("an attachment is not read: {mimetype}{name}"));
        }
    }
}

/// Reads the text of a mail itself.
fn read_body(
    mail: &ParsedMail<'_>,
    parts: &Parts<'_>,
    bytes: &[u8],
    is_box: bool,
    context: &Context<'_>,
) -> Item {
    let mut dispatch = Dispatch {
        format: Mail.name(),
        item: String::from_utf8_lossy(bytes).into_owned(),
        warnings: parts.others.clone(),
        ..Dispatch::default()
    };
    let mut body = String::new();
    for part in &parts.body {
        let decoded = text::of(part);
        if !body.is_empty() {
            body.push_str("\n\n");
        }
        body.push_str(&decoded.text);
        dispatch.fields.charset.get_or_insert(decoded.charset);
        dispatch.warnings.extend(decoded.warning);
    }
    if is_box {
        body = mbox::unescaped(&body);
    }
    if body.trim().is_empty() {
        let subject = header(mail, "Subject").unwrap_or_default();
        return Err(NotAStory(format!(
            "a mail without text: {}",
            squeeze(&subject)
        )));
    }
    if let Some(id) = header(mail, "Message-ID") {
        dispatch.fields.identity = Some(Identity {
            id: bare_id(&id).into(),
            version: None,
        });
    }
    let subject = subject(mail);
    if form::read(&body, &mut dispatch, context.facts) {
        set_transport(mail, &mut dispatch, context.facts);
    } else if let Some(Ok(mut own)) = of_wire(&body, context) {
        own.warnings.splice(0..0, dispatch.warnings);
        own.fields.charset = dispatch.fields.charset;
        own.fields.identity = own.fields.identity.or(dispatch.fields.identity);
        own.format = dispatch.format;
        own.item = dispatch.item;
        dispatch = own;
        set_transport(mail, &mut dispatch, context.facts);
    } else {
        read_plain(
            &body,
            subject.as_deref(),
            mail,
            &mut dispatch,
            context.facts,
        );
    }
    if dispatch.headline.is_none() {
        dispatch.headline = subject;
    }
    let mut header = String::new();
    for name in KEPT {
        for value in mail.headers.get_all_values(name) {
            header.push_str(&format!("{name}: {}\n", squeeze(&clean(&value))));
        }
    }
    kept::keep(&header, 0, &mut dispatch);
    Ok(dispatch)
}

/// A body in a wire's own format: IPTC 7901, NITF and the like.
fn of_wire(body: &str, context: &Context<'_>) -> Option<Item> {
    const NONE: &[&str] = &["plain", "crawl", "csv", "html", "jsonl", "mail"];
    let format = super::detect(body, context.facts);
    let inner = Context {
        bytes: &[],
        ..*context
    };
    let mut items = (!NONE.contains(&format.name())).then(|| format.read(body, &inner))?;
    (items.len() == 1).then(|| items.remove(0))
}

/// The items of an attached text. A mailbox in it is read as text: mails are attached as mails.
fn read_text(text: &str, context: &Context<'_>) -> Vec<Item> {
    let format = super::detect(text, context.facts);
    let inner = Context {
        bytes: &[],
        ..*context
    };
    match format.name() {
        "mail" => plain::Plain.read(text, &inner),
        _ => format.read(text, &inner),
    }
}

/// Reads a body of plain text: with the headline that stands above its dateline, or else with the subject as headline.
fn read_plain(
    body: &str,
    subject: Option<&str>,
    mail: &ParsedMail<'_>,
    dispatch: &mut Dispatch,
    facts: &Facts,
) {
    let body = clean(body).into_owned();
    let (body, signature) = without_signature(&body);
    let sent_on = sent_on(body);
    let (body, above) = match &sent_on {
        Some((above, rest)) => (*rest, above.as_str()),
        None => (body, ""),
    };
    let above_stamp = above.lines().find_map(|line| {
        let (name, value) = line.split_once(':')?;
        let is_date = [
            "date", "sent", "datum", "gesendet", "envoyé", "fecha", "data",
        ];
        let value = value.trim();
        is_date
            .contains(&name.trim().to_lowercase().as_str())
            .then(|| instant(value).or_else(|| stamp::of_line(value, &facts.calendar)))
            .flatten()
    });
    dispatch.stamp = above_stamp;
    let labelled = template::read(body, dispatch, facts);
    set_transport(mail, dispatch, facts);
    if let Some((labels, body)) = labelled {
        plain::read_into(body, Layout::Wrapped, dispatch, facts);
        fielded::settle_dateline(dispatch, facts);
        for part in [labels, above, signature] {
            kept::keep(part, 0, dispatch);
        }
        return;
    }
    let mut own = dispatch.clone();
    plain::read_into(body, Layout::Wrapped, &mut own, facts);
    let says_better = own.headline.is_some() && own.dateline.is_some();
    if says_better || subject.is_none() {
        *dispatch = own;
    } else {
        head::set_headline(subject.unwrap_or_default(), dispatch, facts);
        plain::read_into(body, Layout::Wrapped, dispatch, facts);
    }
    kept::keep(above, 0, dispatch);
    kept::keep(signature, 0, dispatch);
}

/// A body and its sender's signature: what follows the last line `-- `.
fn without_signature(body: &str) -> (&str, &str) {
    let mark = |sign: &str| body.rfind(sign).filter(|at| !body[..*at].trim().is_empty());
    match mark("\n-- \n").or_else(|| mark("\n--\n")) {
        Some(at) => body.split_at(at),
        None => (body, ""),
    }
}

/// Of a text that was sent on: what stands above it, with its header fields, and the text.
fn sent_on(body: &str) -> Option<(String, &str)> {
    let mut at = 0;
    let mut lines = body.split_inclusive('\n');
    let announced = lines.by_ref().take(NEAR).any(|line| {
        at += line.len();
        let lower = line.to_lowercase();
        let words = lower.trim_matches(|c: char| !c.is_alphabetic());
        ANNOUNCED.contains(&words)
    });
    if !announced {
        return None;
    }
    let mut fields = 0;
    for line in lines {
        let is_field = line
            .trim_start_matches('*')
            .split_once(':')
            .is_some_and(|(name, _)| name.len() < 20 && name.split_whitespace().count() < 3);
        let is_blank = line.trim().is_empty();
        if is_blank && fields > 0 || !is_blank && !is_field {
            break;
        }
        fields += usize::from(is_field);
        at += line.len();
    }
    let rest = &body[at..];
    (fields > 0 && !rest.trim().is_empty()).then(|| (body[..at].to_string(), rest))
}

/// Takes what the header says of sender and time, where nothing better says it.
fn set_transport(mail: &ParsedMail<'_>, dispatch: &mut Dispatch, facts: &Facts) {
    let date = header(mail, "Date").and_then(|date| instant(&date));
    dispatch.stamp = dispatch.stamp.or(date);
    if !dispatch.fields.providers.is_empty() {
        return;
    }
    let Some(from) = mail.headers.get_first_header("From") else {
        return;
    };
    let value = from.get_value();
    let (name, address) = match value.rsplit_once('<') {
        Some((name, address)) => (name, address.trim_end_matches(['>', ' '])),
        None => ("", value.as_str()),
    };
    let name = squeeze(name.trim_matches(['"', ' ', '\t']));
    let domain = address
        .rsplit_once('@')
        .map(|(_, domain)| domain.trim().to_lowercase());
    let is_agency = |name: &str| facts.agencies.by_mark(name).is_some();
    if !name.is_empty() && is_agency(&name) {
        dispatch.fields.providers.push(name);
    } else if !name.is_empty() && !name.contains('@') && dispatch.byline.is_none() {
        dispatch.byline = Some(name);
    }
    dispatch
        .fields
        .providers
        .extend(domain.filter(|domain| domain.contains('.')));
}

/// The subject without what says that it was sent on.
fn subject(mail: &ParsedMail<'_>) -> Option<String> {
    let subject = squeeze(&clean(&header(mail, "Subject")?));
    let mut rest = subject.as_str();
    while let Some(sign) = SENT_ON.iter().find(|sign| {
        rest.get(..sign.len())
            .is_some_and(|begin| begin.eq_ignore_ascii_case(sign))
    }) {
        rest = rest[sign.len()..].trim_start();
    }
    (!rest.is_empty()).then(|| rest.to_string())
}

fn header(mail: &ParsedMail<'_>, name: &str) -> Option<String> {
    let value = mail
        .headers
        .get_first_header(name)
        .map(MailHeader::get_value);
    value.filter(|value| !value.trim().is_empty())
}

fn bare_id(id: &str) -> &str {
    id.trim().trim_start_matches('<').trim_end_matches('>')
}

/// The instant of a date in the form of RFC 5322 and its older kin.
fn instant(date: &str) -> Option<When> {
    let date = date.split('(').next().unwrap_or(date).trim();
    if let Some(instant) = stamp::rfc_2822(date) {
        return Some(instant);
    }
    let seconds = mailparse::dateparse(date)
        .ok()
        .filter(|seconds| *seconds > 0)?;
    let instant = DateTime::from_timestamp(seconds, 0)?;
    Some(When::Minute(instant.fixed_offset()))
}

#[cfg(test)]
mod tests;
