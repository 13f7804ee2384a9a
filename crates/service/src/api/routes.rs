//! One list of handlers, of which both the routes and the document are made. They are two functions, because a function on AWS
//! serves the routes and never shows the document: what it says is a twelfth of the program and takes longer to put
//! together than everything else of the start.

use axum::Router;
use axum::handler::Handler;
use axum::routing::{MethodFilter, on};
use http::Method;
use utoipa::openapi::HttpMethod;
use utoipa_axum::PathItemExt;

use super::Api;

/// Routes, and what they answer to.
#[derive(Default)]
pub(super) struct Routes {
    pub router: Router<Api>,
    pub operations: Vec<(Method, String)>,
}

impl Routes {
    /// Adds what a handler is for, as its `utoipa::path` says.
    pub fn serve<H, T>(mut self, methods: &[HttpMethod], path: &str, handler: H) -> Self
    where
        H: Handler<T, Api>,
        T: 'static,
    {
        let any_of = methods.iter().map(PathItemExt::to_method_filter).reduce(MethodFilter::or);
        if let Some(any_of) = any_of {
            self.router = self.router.route(path, on(any_of, handler));
        }
        self.operations.extend(methods.iter().map(|method| (as_method(method), path.to_owned())));
        self
    }

    /// Adds those of another list.
    pub fn and(mut self, others: Self) -> Self {
        self.router = self.router.merge(others.router);
        self.operations.extend(others.operations);
        self
    }
}

/// The method by the name that everything else uses.
fn as_method(method: &HttpMethod) -> Method {
    match method {
        HttpMethod::Get => Method::GET,
        HttpMethod::Put => Method::PUT,
        HttpMethod::Post => Method::POST,
        HttpMethod::Delete => Method::DELETE,
        HttpMethod::Options => Method::OPTIONS,
        HttpMethod::Head => Method::HEAD,
        HttpMethod::Patch => Method::PATCH,
        HttpMethod::Trace => Method::TRACE,
    }
}

/// Makes `served()` and `documented()` of a list of handlers, each written `module::handler`, and of the modules whose lists
/// belong to it.
macro_rules! routes {
    ($($module:ident :: $handler:ident),* $(,)? $(; $($list:ident),*)?) => {
        /// The routes of this list.
        #[allow(unused_qualifications, reason = "a handler of the module itself is one of `self`")]
        pub(in crate::api) fn served() -> $crate::api::routes::Routes {
            use utoipa::Path as _;
            let routes = $crate::api::routes::Routes::default();
            pastey::paste! {
                $(let routes = routes.serve(
                    &$module::[<__path_ $handler>]::methods(),
                    &$module::[<__path_ $handler>]::path(),
                    $module::$handler,
                );)*
            }
            $($(let routes = routes.and($list::served());)*)?
            routes
        }

        /// The same routes with their documentation.
        #[allow(unused_qualifications, reason = "a handler of the module itself is one of `self`")]
        pub(in crate::api) fn documented() -> utoipa_axum::router::OpenApiRouter<$crate::api::Api> {
            let router = utoipa_axum::router::OpenApiRouter::new();
            $(let router = router.routes(utoipa_axum::routes!($module::$handler));)*
            $($(let router = router.merge($list::documented());)*)?
            router
        }
    };
}

pub(super) use routes;
