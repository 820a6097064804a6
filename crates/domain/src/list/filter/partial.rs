//! What can be read of a query that is no filter.

use super::{Filter, FilterError, FilterKey, MAX_VALUES, Order};
use crate::list::query::{QueryError, RawQuery};

/// What can be read of a query that is no filter, so that a reader loses only what is wrong.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PartialFilter {
    /// The filter without what is wrong, from its first page on.
    pub rest: Filter,
    /// The same with what was probably meant in the place of each wrong value and key; `None` where that of one is not known.
    pub meant: Option<Filter>,
}

impl PartialFilter {
    /// Reads what can be read; `None` where nothing can: the query is too long, or is so by what was meant.
    pub fn read(query: &RawQuery) -> Option<Self> {
        query.check_length::<FilterKey>().ok()?;
        let mut rest = Draft::default();
        let mut meant = Some(Draft::default());
        for pair in query.pairs() {
            let read = pair.map_err(FilterError::Query).and_then(|(key, value)| {
                rest.take(key, value)?;
                Ok((key, value.to_owned()))
            });
            let pair = match read {
                Ok(pair) => Some(pair),
                Err(error) => correction(error, query),
            };
            meant = meant.zip(pair).and_then(|(mut draft, (key, value))| {
                draft.take(key, &value).ok()?;
                Some(draft)
            });
        }
        Some(Self { rest: rest.finish()?, meant: meant.and_then(Draft::finish) })
    }
}

/// The pair that was probably meant.
fn correction(error: FilterError, query: &RawQuery) -> Option<(FilterKey, String)> {
    match error {
        FilterError::Query(QueryError::BadValue { key, suggestion: Some(meant), .. }) => Some((key, meant)),
        FilterError::Query(QueryError::UnknownKey { key, nearest: Some(nearest) }) => {
            let mut values = query.values(&key).map(str::trim);
            let value = values.next().filter(|value| !value.is_empty())?;
            // Which of several would be a guess.
            values.next().is_none().then(|| (nearest, value.to_owned()))
        }
        _ => None,
    }
}

/// A filter while its query is read.
#[derive(Clone, Debug, Default)]
struct Draft {
    filter: Filter,
    order: Option<Order>,
    counts: [usize; FilterKey::ALL.len()],
}

impl Draft {
    /// Takes a value, or leaves the filter as it is.
    fn take(&mut self, key: FilterKey, value: &str) -> Result<(), FilterError> {
        if self.counts[key as usize] == MAX_VALUES {
            return Err(FilterError::TooMany { key });
        }
        // What the search box holds is wrong as a whole, though its first words were taken.
        let mut filter = self.filter.clone();
        let mut order = self.order;
        filter.take(key, value, &mut order)?;
        filter.check_terms()?;
        self.counts[key as usize] += 1;
        (self.filter, self.order) = (filter, order);
        Ok(())
    }

    fn finish(self) -> Option<Filter> {
        let order = self.order.unwrap_or_default();
        let filter = Filter { order, ..self.filter }.without_cursor();
        filter.query().parse().ok()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Checks what is left of a query, and what was meant.
    #[track_caller]
    fn check(query: &str, rest: &str, meant: Option<&str>) {
        let read = PartialFilter::read(&RawQuery::parse(query)).expect("something is read");
        assert_eq!(read.rest.query(), rest, "{query}");
        assert_eq!(read.meant.map(|filter| filter.query()).as_deref(), meant, "{query}");
    }

    #[test]
    fn what_is_wrong_is_left_out_and_what_was_meant_stands_in_its_place() {
        check("sig=nod&version=1.28", "version=1.28", Some("sig=node&version=1.28"));
        check("sgi=node&version=1.28", "version=1.28", Some("sig=node&version=1.28"));
        check("sig=nod&sig=network&version=1.x", "sig=network", None);
        check("version=1.28&version=1.x", "version=1.28", None);
        check("stage=gamma&stage=beta&order=asc", "stage=beta&order=asc", None);
        check("sgi=node&sgi=network", "", None);
        check("since=2023&since=2024", "since=2023", None);
        check("before=2023-10-11.1.0a1b2c3d&sig=nod", "", Some("sig=node"));
        check("%zz=1&sig=node", "sig=node", None);
        check("page=2", "", None);
    }

    #[test]
    fn a_search_is_left_out_as_a_whole() {
        check("q=sidecar+sgi:node&version=1.28", "version=1.28", None);
        check("q=sidecar&sig=nod", "q=sidecar", Some("sig=node&q=sidecar"));
        let many = (0..40).map(|n| format!("w{n}")).collect::<Vec<_>>().join("+");
        check(&format!("q={many}&sig=node"), "sig=node", None);
    }

    #[test]
    fn what_is_too_much_is_cut_and_what_is_too_long_is_not_read() {
        let many: Vec<String> = (0..70).map(|n| format!("kep={}", n + 1)).collect();
        let read = PartialFilter::read(&RawQuery::parse(&many.join("&"))).expect("it is read");
        assert_eq!((read.rest.keps.len(), read.meant), (MAX_VALUES, None));
        assert_eq!(PartialFilter::read(&RawQuery::parse(&"sig=node&".repeat(1000))), None);
    }
}
