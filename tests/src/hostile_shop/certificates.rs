//! Certificates for shops on loopback, from an authority that only the staged network trusts.

use std::sync::Arc;

use anyhow::Result;
use rcgen::{BasicConstraints, CertificateParams, IsCa, Issuer, KeyPair, KeyUsagePurpose, date_time_ymd};
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use rustls::{RootCertStore, ServerConfig};

/// What is wrong with a shop's certificate.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Certificate {
    /// Nothing.
    Good,
    /// Ended in 2001.
    Expired,
    /// Begins in 2100.
    NotYet,
    /// For another name.
    WrongName,
    /// Signed by itself.
    SelfSigned,
}

/// A certificate authority of one test's own.
pub struct Authority {
    der: CertificateDer<'static>,
    issuer: Issuer<'static, KeyPair>,
}

impl Authority {
    /// A new one.
    ///
    /// # Errors
    /// No key.
    pub fn new() -> Result<Self> {
        let mut params = CertificateParams::new(Vec::new())?;
        params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        params.key_usages = vec![KeyUsagePurpose::KeyCertSign, KeyUsagePurpose::DigitalSignature];
        let key = KeyPair::generate()?;
        let der = params.self_signed(&key)?.der().clone();
        Ok(Self { der, issuer: Issuer::new(params, key) })
    }

    /// A store that trusts this authority alone.
    ///
    /// # Errors
    /// Never for a certificate made here.
    pub fn store(&self) -> Result<RootCertStore> {
        let mut store = RootCertStore::empty();
        store.add(self.der.clone())?;
        Ok(store)
    }

    /// TLS for a shop of this name.
    ///
    /// # Errors
    /// No key.
    pub fn server(&self, name: &str, certificate: Certificate) -> Result<Arc<ServerConfig>> {
        let name = if certificate == Certificate::WrongName { "another.example" } else { name };
        let mut params = CertificateParams::new(vec![name.to_owned()])?;
        match certificate {
            Certificate::Expired => {
                params.not_before = date_time_ymd(2000, 1, 1);
                params.not_after = date_time_ymd(2001, 1, 1);
            }
            Certificate::NotYet => {
                params.not_before = date_time_ymd(2100, 1, 1);
                params.not_after = date_time_ymd(2101, 1, 1);
            }
            Certificate::Good | Certificate::WrongName | Certificate::SelfSigned => {}
        }
        let key = KeyPair::generate()?;
        let signed = match certificate {
            Certificate::SelfSigned => params.self_signed(&key)?,
            _ => params.signed_by(&key, &self.issuer)?,
        };
        let key = PrivateKeyDer::try_from(key.serialize_der()).map_err(anyhow::Error::msg)?;
        let config = ServerConfig::builder_with_provider(Arc::new(rustls::crypto::ring::default_provider()))
            .with_safe_default_protocol_versions()?
            .with_no_client_auth()
            .with_single_cert(vec![signed.der().clone()], key)?;
        Ok(Arc::new(config))
    }
}
