//! TLS settings that all probes share: ring, the system's certificates, no resumption, which would skip verification.

use std::cell::OnceCell;
use std::sync::Arc;

use rustls::client::Resumption;
use rustls::{ClientConfig, RootCertStore};
use rustls_platform_verifier::Verifier;

/// Built when the first probe needs them, on the prober's thread.
#[derive(Default)]
pub(super) struct Tls {
    plain: OnceCell<Result<ClientConfig, String>>,
    verified: OnceCell<Result<ClientConfig, String>>,
}

impl Tls {
    /// For https; loads the system's certificates.
    pub(super) fn verified(&self) -> Result<ClientConfig, String> {
        self.verified.get_or_init(|| config(true)).clone()
    }

    /// For plain http, where it is never used: loads nothing.
    pub(super) fn plain(&self) -> Result<ClientConfig, String> {
        self.plain.get_or_init(|| config(false)).clone()
    }
}

fn config(for_https: bool) -> Result<ClientConfig, String> {
    let said = |error: rustls::Error| error.to_string();
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let builder = ClientConfig::builder_with_provider(Arc::clone(&provider));
    let builder = builder.with_safe_default_protocol_versions().map_err(said)?;
    let mut config = if for_https {
        let verifier = Verifier::new(provider)
            .map_err(|_| "no CA certificates are installed here (package ca-certificates)".to_owned())?;
        builder.dangerous().with_custom_certificate_verifier(Arc::new(verifier)).with_no_client_auth()
    } else {
        builder.with_root_certificates(RootCertStore::empty()).with_no_client_auth()
    };
    config.resumption = Resumption::disabled();
    config.alpn_protocols = vec![b"h2".to_vec(), b"http/1.1".to_vec()];
    Ok(config)
}
