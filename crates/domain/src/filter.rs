//! The one filter value: query string, server-function argument, SQL binds, feed.
