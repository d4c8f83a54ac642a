//! A request together with the function that reads its answer.

use super::context::Context;
use super::labels::labelled;
use crate::error::{Code, Error};
use crate::http::{Limit, Request, Response};

type Reader<T> = dyn Fn(&Context<'_>, &Response) -> Result<T, Error> + Send + Sync;

/// A request that a system takes, and what its answer means. Only whoever made the request can read the answer.
pub(crate) struct Call<T> {
    pub(crate) request: Request,
    /// How large the answer may be.
    pub(crate) limit: Limit,
    read: Box<Reader<T>>,
}

impl<T> Call<T> {
    pub(crate) fn new(
        request: Request,
        read: impl Fn(&Context<'_>, &Response) -> Result<T, Error> + Send + Sync + 'static,
    ) -> Self {
        Self { request, limit: Limit::Usual, read: Box::new(read) }
    }

    /// One whose answer is a whole list of comments.
    pub(crate) fn of_list(self) -> Self {
        Self { limit: Limit::List, ..self }
    }

    /// Reads the answer, with what is known by now.
    pub(crate) fn read(&self, context: &Context<'_>, response: &Response) -> Result<T, Error> {
        response.within(self.limit, &self.request)?;
        (self.read)(context, response).map_err(|error| self.explained(context, error))
    }

    /// An error with what only the request and the context know: the right that it needs, and the label of the field.
    fn explained(&self, context: &Context<'_>, error: Error) -> Error {
        let system = context.connector.system();
        let right = system.right(&self.request).filter(|_| error.code == Code::Forbidden);
        let mut message = labelled(context, &error);
        if let Some(right) = right {
            message.push_str(&format!(" This needs {right}."));
        }
        if message == error.message { error } else { error.saying(message) }
    }
}

impl<T> std::fmt::Debug for Call<T> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.request.fmt(f)
    }
}
