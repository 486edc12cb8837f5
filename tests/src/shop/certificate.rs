//! A certificate for all shops at once, made anew at each start; browsers under test are told to accept it.

use std::sync::Arc;

use anyhow::Result;
use rustls::ServerConfig;
use rustls::pki_types::{PrivateKeyDer, PrivatePkcs8KeyDer};

/// TLS for a server that answers for any host.
///
/// # Errors
/// When no key can be made.
pub(super) fn server_config() -> Result<Arc<ServerConfig>> {
    let made = rcgen::generate_simple_self_signed(vec!["*.example".to_owned(), "shop.test".to_owned()])?;
    let key = PrivateKeyDer::Pkcs8(PrivatePkcs8KeyDer::from(made.signing_key.serialize_der()));
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let config = ServerConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()?
        .with_no_client_auth()
        .with_single_cert(vec![made.cert.der().clone()], key)?;
    Ok(Arc::new(config))
}
