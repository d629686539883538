//! The things of an answer that a condition may name, and the nearest of them to a misspelt one.

/// What a condition can read from a probe's answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Placeholder {
    /// `[STATUS]`: the HTTP status.
    Status,
    /// `[RESPONSE_TIME]`: whole milliseconds until the answer.
    ResponseTime,
    /// `[BODY]`, `[BODY].a.b[0]`: the body, or one value of a JSON body.
    Body,
    /// `[HEADER].name`: the first header of that name, whatever its case.
    Header,
    /// `[CONNECTED]`: whether a connection came about.
    Connected,
    /// `[IP]`: the address that was asked.
    Ip,
    /// `[CERTIFICATE_EXPIRATION]`: time until the certificate ends.
    CertificateExpiration,
    /// `[DOMAIN_EXPIRATION]`: time until the domain's registration ends.
    DomainExpiration,
    /// `[DNS_RCODE]`: the name server's answer code, such as `NOERROR`.
    DnsRcode,
}

impl Placeholder {
    /// All of them, the most used first.
    pub const ALL: [Self; 9] = [
        Self::Status,
        Self::ResponseTime,
        Self::Body,
        Self::Header,
        Self::Connected,
        Self::Ip,
        Self::CertificateExpiration,
        Self::DomainExpiration,
        Self::DnsRcode,
    ];

    /// The name between the brackets.
    pub fn name(self) -> &'static str {
        match self {
            Self::Status => "STATUS",
            Self::ResponseTime => "RESPONSE_TIME",
            Self::Body => "BODY",
            Self::Header => "HEADER",
            Self::Connected => "CONNECTED",
            Self::Ip => "IP",
            Self::CertificateExpiration => "CERTIFICATE_EXPIRATION",
            Self::DomainExpiration => "DOMAIN_EXPIRATION",
            Self::DnsRcode => "DNS_RCODE",
        }
    }

    /// The placeholder of that name, whatever its case.
    pub(super) fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|p| p.name().eq_ignore_ascii_case(name))
    }

    /// The placeholder that a misspelt name most likely meant, if any is near.
    pub(super) fn nearest(name: &str) -> Option<Self> {
        let tidy = name.to_ascii_uppercase().replace(['-', ' '], "_");
        Self::alias(&tidy).or_else(|| {
            Self::ALL
                .into_iter()
                .map(|p| (strsim::jaro_winkler(p.name(), &tidy), p))
                .filter(|(likeness, _)| *likeness > 0.75)
                .max_by(|(a, _), (b, _)| a.total_cmp(b))
                .map(|(_, p)| p)
        })
    }

    /// Names that other monitors use for the same thing.
    fn alias(tidy: &str) -> Option<Self> {
        Some(match tidy {
            "CODE" | "STATUS_CODE" | "HTTP_STATUS" => Self::Status,
            "TIME" | "LATENCY" | "DURATION" => Self::ResponseTime,
            "JSON" | "TEXT" | "CONTENT" => Self::Body,
            "ADDRESS" | "HOST" => Self::Ip,
            "CERT" | "TLS" | "SSL" | "CERTIFICATE" => Self::CertificateExpiration,
            "DOMAIN" | "WHOIS" => Self::DomainExpiration,
            "RCODE" | "DNS" => Self::DnsRcode,
            "UP" => Self::Connected,
            _ => return None,
        })
    }
}

impl std::fmt::Display for Placeholder {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "[{}]", self.name())
    }
}
