//! A request together with the function that reads its answer.

use super::context::Context;
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
        let label = error.field.as_deref().and_then(|field| system.label(context, field));
        let label = label.filter(|label| !error.message.contains(label.as_str()));
        let right = right.map(|right| format!(" This needs {right}."));
        let label = label.map(|label| format!(" The field is {label}."));
        if right.is_none() && label.is_none() {
            return error;
        }
        let message = format!("{}{}{}", error.message, right.unwrap_or_default(), label.unwrap_or_default());
        error.saying(message)
    }
}

impl<T> std::fmt::Debug for Call<T> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.request.fmt(f)
    }
}
