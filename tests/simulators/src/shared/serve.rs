//! Listening on loopback, with the one thing that axum's own server cannot do:
//! dropping a connection instead of answering.

use super::cut::{Cut, Cutting};
use axum::{Router, body::Body, response::Response};
use hyper::{server::conn::http1, service::service_fn};
use hyper_util::rt::TokioIo;
use std::{io, net::Ipv4Addr};
use tokio::{
    net::{TcpListener, TcpStream},
    task::JoinSet,
};
use tower::ServiceExt;

/// Opens a port of 127.0.0.1, or any where that one is taken and any will do.
pub(crate) async fn bind(port: u16, or_any: bool) -> io::Result<TcpListener> {
    match TcpListener::bind((Ipv4Addr::LOCALHOST, port)).await {
        Err(error) if or_any && error.kind() == io::ErrorKind::AddrInUse => {
            TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await
        }
        bound => bound,
    }
}

/// Serves until the task is aborted, which ends the open connections too.
pub(crate) async fn run(listener: TcpListener, router: Router) {
    let mut connections = JoinSet::new();
    loop {
        tokio::select! {
            accepted = listener.accept() => {
                if let Ok((stream, _)) = accepted {
                    connections.spawn(connection(stream, router.clone()));
                }
            }
            Some(_) = connections.join_next() => {}
        }
    }
}

/// One request per connection, so that a cut never strikes a neighbour.
async fn connection(stream: TcpStream, router: Router) {
    let (stream, scissors) = Cutting::new(TokioIo::new(stream));
    let service = service_fn(move |request: hyper::Request<hyper::body::Incoming>| {
        let (router, scissors) = (router.clone(), scissors.clone());
        async move {
            let Ok(answer): Result<Response, _> = router.oneshot(request.map(Body::new)).await;
            match answer.extensions().get::<Cut>() {
                // hyper closes the connection when a service fails.
                Some(Cut::Silent) => Err(io::Error::from(io::ErrorKind::ConnectionAborted)),
                Some(Cut::Torn) => {
                    scissors.cut();
                    Ok(answer)
                }
                None => Ok(answer),
            }
        }
    });
    // A client that goes away is not an event worth reporting.
    let _ = http1::Builder::new().keep_alive(false).serve_connection(stream, service).await;
}
