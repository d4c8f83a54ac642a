//! Listening on loopback, with the one thing that axum's own server cannot do:
//! dropping a connection instead of answering.

use axum::{Router, body::Body, response::Response};
use hyper::{server::conn::http1, service::service_fn};
use hyper_util::rt::TokioIo;
use std::{io, net::Ipv4Addr};
use tokio::{net::TcpListener, task::JoinSet};
use tower::ServiceExt;

/// Marks an answer that must not be sent: the connection is dropped instead.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Cut;

/// Opens a port of 127.0.0.1.
pub(crate) async fn bind(port: u16) -> io::Result<TcpListener> {
    TcpListener::bind((Ipv4Addr::LOCALHOST, port)).await
}

/// Serves until the task is aborted, which ends the open connections too.
pub(crate) async fn run(listener: TcpListener, router: Router) {
    let mut connections = JoinSet::new();
    loop {
        tokio::select! {
            accepted = listener.accept() => {
                if let Ok((stream, _)) = accepted {
                    connections.spawn(connection(TokioIo::new(stream), router.clone()));
                }
            }
            Some(_) = connections.join_next() => {}
        }
    }
}

async fn connection(stream: TokioIo<tokio::net::TcpStream>, router: Router) {
    let service = service_fn(move |request: hyper::Request<hyper::body::Incoming>| {
        let router = router.clone();
        async move {
            let Ok(answer) = router.oneshot(request.map(Body::new)).await;
            keep_or_cut(answer)
        }
    });
    // A client that goes away is not an event worth reporting.
    let _ = http1::Builder::new().serve_connection(stream, service).await;
}

/// hyper closes the connection without a byte when a service fails.
fn keep_or_cut(answer: Response) -> Result<Response, io::Error> {
    if answer.extensions().get::<Cut>().is_some() {
        return Err(io::ErrorKind::ConnectionAborted.into());
    }
    Ok(answer)
}
