//! The accept loop: who may stay connected, for how long, and how the server stops.
//! axum's own loop has no timer for headers, so a client that sends one byte a minute would keep its connection for ever.
//! It never drops a request that it has begun to read before its time is up.

use std::future::Future;
use std::io;
use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use axum::Router;
use axum::extract::{ConnectInfo, Request};
use futures::{Stream, StreamExt};
use hyper::body::Incoming;
use hyper_util::rt::{TokioExecutor, TokioIo, TokioTimer};
use hyper_util::server::conn::auto;
use hyper_util::server::graceful::GracefulShutdown;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{Semaphore, oneshot};
use tower::ServiceExt;

use crate::edge::connection::{Cut, Place};
use crate::{App, events, jobs};

/// How long a server that stops takes in connections that wait for it: a full backlog of them takes a few milliseconds.
const LAST_ACCEPTS: Duration = Duration::from_millis(100);

/// Serves, and works through the jobs, until `stop` is done; then answers what was accepted, ends what is under way and returns.
pub async fn serve(listener: TcpListener, app: App, stop: impl Future<Output = ()>) {
    let connections = Connections::new(&app);
    let (rest, resting) = oneshot::channel::<()>();
    let (hush, hushing) = oneshot::channel::<()>();
    let listener_of_events = tokio::spawn(events::stream::listen(app.clone(), async move {
        drop(hushing.await);
    }));
    let worker = tokio::spawn(jobs::work(app.clone(), async move {
        drop(resting.await);
    }));
    tokio::pin!(stop);
    loop {
        tokio::select! {
            // A stop is seen even while connections pour in.
            biased;
            () = &mut stop => break,
            accepted = listener.accept() => match accepted {
                Ok((stream, peer)) => connections.take(stream, peer),
                // Out of file descriptors, or the peer has gone: the next one may do better.
                Err(error) => {
                    tracing::warn!(%error, "a connection was not accepted");
                    tokio::time::sleep(Duration::from_millis(10)).await;
                }
            },
        }
    }
    app.stop();
    let waiting = futures::stream::poll_fn(|context| listener.poll_accept(context).map(Some));
    take_waiting(waiting, |(stream, peer)| connections.take(stream, peer)).await;
    drop(listener);
    let patience = Duration::from_secs(app.config.stop_seconds);
    if tokio::time::timeout(patience, connections.end()).await.is_err() {
        tracing::warn!("some requests took longer than the time that was left, and were dropped");
    }
    drop(rest);
    if tokio::time::timeout(patience, worker).await.is_err() {
        tracing::warn!("some jobs took longer than the time that was left; they are tried again after the next start");
    }
    drop(hush);
    drop(listener_of_events.await);
}

/// Takes in whoever the kernel has already connected: they were accepted in their own eyes. Those who come meanwhile need
/// not be waited for, however many they are.
async fn take_waiting<T>(waiting: impl Stream<Item = io::Result<T>>, mut take: impl FnMut(T)) {
    tokio::pin!(waiting);
    let all = async {
        while let Ok(Some(Ok(connection))) = tokio::time::timeout(Duration::from_millis(1), waiting.next()).await {
            take(connection);
        }
    };
    drop(tokio::time::timeout(LAST_ACCEPTS, all).await);
}

/// SIGTERM or ctrl-c.
pub async fn stop_signal() {
    let interrupt = tokio::signal::ctrl_c();
    #[cfg(unix)]
    {
        use tokio::signal::unix::{SignalKind, signal};
        if let Ok(mut terminate) = signal(SignalKind::terminate()) {
            tokio::select! {
                _ = interrupt => {}
                _ = terminate.recv() => {}
            }
            return;
        }
    }
    drop(interrupt.await);
}

struct Connections {
    router: Router,
    builder: auto::Builder<TokioExecutor>,
    graceful: GracefulShutdown,
    places: Arc<Semaphore>,
    most: u32,
    header_time: Duration,
}

impl Connections {
    fn new(app: &App) -> Self {
        let header_time = Duration::from_secs(app.config.header_seconds);
        let mut builder = auto::Builder::new(TokioExecutor::new());
        builder.http1().timer(TokioTimer::new()).header_read_timeout(header_time);
        builder
            .http2()
            .timer(TokioTimer::new())
            .keep_alive_interval(Duration::from_secs(20))
            .keep_alive_timeout(header_time)
            .max_concurrent_streams(100);
        Self {
            router: crate::router(app.clone()),
            builder,
            graceful: GracefulShutdown::new(),
            places: Arc::new(Semaphore::new(app.config.max_connections as usize)),
            most: app.config.max_connections,
            header_time,
        }
    }

    /// Waits until all of them are answered and closed; WebSockets too, which are connections no longer and keep their places.
    async fn end(self) {
        self.graceful.shutdown().await;
        drop(self.places.acquire_many(self.most).await);
    }

    fn take(&self, stream: TcpStream, peer: SocketAddr) {
        // Past the limit the connection is closed at once: waiting in line would hide the overload.
        let Ok(place) = Arc::clone(&self.places).try_acquire_owned().map(Place::new) else { return };
        let cut = Cut::default();
        drop(stream.set_nodelay(true));
        let asked = Arc::new(AtomicBool::new(false));
        let (router, seen) = (self.router.clone(), Arc::clone(&asked));
        let (kept, ends) = (place.clone(), cut.clone());
        let service = hyper::service::service_fn(move |mut request: Request<Incoming>| {
            seen.store(true, Ordering::Relaxed);
            request.extensions_mut().insert(ConnectInfo(peer));
            request.extensions_mut().insert(kept.clone());
            request.extensions_mut().insert(ends.clone());
            router.clone().oneshot(request.map(axum::body::Body::new))
        });
        let connection = self.builder.serve_connection_with_upgrades(TokioIo::new(stream), service).into_owned();
        let connection = self.graceful.watch(connection);
        let header_time = self.header_time;
        tokio::spawn(async move {
            let _place = place;
            tokio::pin!(connection);
            // hyper's header timer starts once it knows the version of HTTP; silence before that is ours to end.
            tokio::select! {
                _ = &mut connection => return,
                () = tokio::time::sleep(header_time) => {}
            }
            if asked.load(Ordering::Relaxed) {
                tokio::select! {
                    _ = connection => {}
                    () = cut.called() => {}
                }
            }
        });
    }
}

#[cfg(test)]
mod tests {
    use futures::stream;

    use super::*;

    #[tokio::test]
    async fn who_waits_is_taken_in_and_who_pours_in_for_ever_is_not_waited_for() {
        let mut taken = Vec::new();
        let waiting = stream::iter([Ok(1), Ok(2), Ok(3)]).chain(stream::pending());
        take_waiting(waiting, |connection| taken.push(connection)).await;
        assert_eq!(taken, [1, 2, 3]);
        let endless = stream::repeat(()).then(|()| async {
            tokio::task::yield_now().await;
            Ok(())
        });
        let ended = tokio::time::timeout(Duration::from_secs(10), take_waiting(endless, |()| ())).await;
        assert!(ended.is_ok(), "it still accepts");
    }
}
