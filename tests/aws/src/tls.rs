//! A TLS wire before a [`Cloud`] that counts handshakes.

use std::net::SocketAddr;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use axum::serve::Listener;
use tempfile::TempDir;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::mpsc;
use tokio_rustls::TlsAcceptor;
use tokio_rustls::rustls::ServerConfig;
use tokio_rustls::rustls::pki_types::{PrivateKeyDer, PrivatePkcs8KeyDer};
use tokio_rustls::server::TlsStream;

use crate::Cloud;

/// The wire.
pub struct Tls {
    address: SocketAddr,
    handshakes: Arc<AtomicUsize>,
    folder: TempDir,
}

struct Wire {
    address: SocketAddr,
    /// Connections whose handshake is done. As at AWS, none waits for another's.
    ready: mpsc::Receiver<(TlsStream<TcpStream>, SocketAddr)>,
}

impl Wire {
    fn on(listener: TcpListener, acceptor: TlsAcceptor, handshakes: Arc<AtomicUsize>) -> Self {
        let address = listener.local_addr().unwrap();
        let (send, ready) = mpsc::channel(1);
        tokio::spawn(async move {
            while let Ok((stream, peer)) = listener.accept().await {
                let (acceptor, handshakes, send) = (acceptor.clone(), handshakes.clone(), send.clone());
                tokio::spawn(async move {
                    if let Ok(stream) = acceptor.accept(stream).await {
                        handshakes.fetch_add(1, Ordering::Relaxed);
                        // Nobody serves any more: the test is over.
                        let _ = send.send((stream, peer)).await;
                    }
                });
            }
        });
        Self { address, ready }
    }
}

impl Listener for Wire {
    type Io = TlsStream<TcpStream>;
    type Addr = SocketAddr;

    async fn accept(&mut self) -> (Self::Io, Self::Addr) {
        self.ready.recv().await.unwrap()
    }

    fn local_addr(&self) -> std::io::Result<Self::Addr> {
        Ok(self.address)
    }
}

impl Tls {
    /// Puts it before a cloud, with a certificate of its own for `localhost`.
    pub async fn before(cloud: &Cloud) -> Self {
        let made = rcgen::generate_simple_self_signed(["localhost".to_owned()]).unwrap();
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(folder.path().join("roots.pem"), made.cert.pem()).unwrap();
        let key = PrivateKeyDer::Pkcs8(PrivatePkcs8KeyDer::from(made.signing_key.serialize_der()));
        let mut config = ServerConfig::builder()
            .with_no_client_auth()
            .with_single_cert(vec![made.cert.der().clone()], key)
            .unwrap();
        config.alpn_protocols = vec![b"http/1.1".to_vec()];
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let handshakes = Arc::<AtomicUsize>::default();
        let acceptor = TlsAcceptor::from(Arc::new(config));
        let wire = Wire::on(listener, acceptor, handshakes.clone());
        let routes = cloud.routes();
        tokio::spawn(async move { axum::serve(wire, routes).await.unwrap() });
        Self { address, handshakes, folder }
    }

    /// Where it is.
    pub fn url(&self) -> String {
        format!("https://localhost:{}", self.address.port())
    }

    /// The roots that a client has to trust.
    pub fn roots(&self) -> PathBuf {
        self.folder.path().join("roots.pem")
    }

    /// How many handshakes there were.
    pub fn handshakes(&self) -> usize {
        self.handshakes.load(Ordering::Relaxed)
    }
}
