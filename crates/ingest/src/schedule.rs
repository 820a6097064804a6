//! Reading the schedules that the Kubernetes website keeps.

use crate::yaml::{self, Node, Value, field};
use domain::release::ReleaseSchedule;
use domain::remark::Remark;

/// What a schedule says, with remarks on what is odd. Never fails: what cannot be read is left out.
///
/// The format is that of `data/releases/schedule.yaml` and `eol.yaml` of kubernetes/website: a map
/// with a list `schedules` or `branches`, each item with `release` (`1.30`), and where they are
/// known `releaseDate` and `endOfLifeDate` (`2024-04-17`), quoted or not. Other fields are not read.
pub fn read(text: &str) -> (Vec<ReleaseSchedule>, Vec<Remark>) {
    let (root, mut remarks) = match yaml::parse(text) {
        Ok(read) => read,
        Err(why) => return (Vec::new(), vec![why]),
    };
    let items = ["schedules", "branches"].into_iter().find_map(|key| field(&root, key));
    let Some(Node { value: Value::List(items), .. }) = items else {
        remarks.push(Remark::whole("has no list of releases"));
        return (Vec::new(), remarks);
    };
    let mut day = |item: &Node, key: &str| {
        let node = field(item, key)?;
        let raw = node.raw();
        // A time may stand after the day.
        let day = raw.get(..10).and_then(|day| day.parse().ok());
        if day.is_none() && !raw.is_empty() {
            remarks.push(Remark::at(node.line, format!("`{raw}` in `{key}` is no day")));
        }
        day
    };
    let mut odd = Vec::new();
    let mut schedules = Vec::new();
    for item in items {
        let raw = field(item, "release").map(Node::raw).unwrap_or_default();
        match raw.parse() {
            Ok(version) => schedules.push(ReleaseSchedule {
                version,
                day: day(item, "releaseDate"),
                end_of_life: day(item, "endOfLifeDate"),
            }),
            Err(_) => odd.push(Remark::at(item.line, format!("`{raw}` in `release` is no version"))),
        }
    }
    remarks.append(&mut odd);
    (schedules, remarks)
}

#[cfg(test)]
mod tests {
    use domain::Date;
    use domain::version::Version;

    use super::*;
    use domain::release::Releases;

    fn check(text: &str, expected: &[&str], remarks: usize) {
        let (schedules, found) = read(text);
        let shown = |day: Option<Date>| day.map_or("?".to_owned(), |day| day.to_string());
        let schedules: Vec<String> = schedules
            .iter()
            .map(|schedule| {
                format!("{} {} {}", schedule.version, shown(schedule.day), shown(schedule.end_of_life))
            })
            .collect();
        assert_eq!(schedules, expected, "{text}");
        assert_eq!(found.len(), remarks, "{found:?}");
    }

    #[test]
    fn a_schedule_has_days_of_releases() {
        check(
            "schedules:\n- endOfLifeDate: 2027-06-28\n  maintenanceModeStartDate: 2027-04-28\n  next:\n    \
             cherryPickDeadline: 2026-05-08\n    release: 1.36.1\n    targetDate: 2026-05-12\n  \
             previousPatches: []\n  release: \"1.36\"\n  releaseDate: \"2026-04-22\"\n- release: 1.30\n",
            &["1.36 2026-04-22 2027-06-28", "1.30 ? ?"],
            0,
        );
        check(
            "branches:\n- release: '1.29'\n  finalPatchRelease: '1.29.14'\n  endOfLifeDate: '2025-02-28T00:00:00Z'\n",
            &["1.29 ? 2025-02-28"],
            0,
        );
    }

    #[test]
    fn what_cannot_be_read_is_left_out() {
        check("schedules:\n- release: 1.36\n  releaseDate: soon\n", &["1.36 ? ?"], 1);
        check("schedules:\n- releaseDate: 2026-04-22\n- release: 1.36\n", &["1.36 ? ?"], 1);
        check("schedules: none\n", &[], 1);
        check("a: [\n", &[], 1);
        check("<html>", &[], 1);
        check("", &[], 1);
    }

    #[test]
    fn schedules_move_days_and_keep_freezes() {
        let (schedules, _) = read(
            "schedules:\n- release: 1.37\n  releaseDate: 2026-09-02\n- release: 1.38\n  releaseDate: 2026-12-09\n\
             - release: 1.39\n- release: 1.36\n  endOfLifeDate: 2027-07-01\n",
        );
        let known = Releases::built_in();
        let releases = known.rescheduled(&schedules);
        let release = |minor| releases.get(Version { minor }).copied();
        let (moved, before) = (release(37).unwrap(), *known.get(Version { minor: 37 }).unwrap());
        assert_eq!((moved.day.to_string(), moved.code_freeze), ("2026-09-02".to_owned(), before.code_freeze));
        assert_eq!(release(38).map(|release| release.code_freeze), Some(None));
        assert_eq!(release(39), None);
        assert_eq!(release(36).and_then(|release| release.end_of_life), "2027-07-01".parse().ok());
        assert_eq!(known.rescheduled(&[]), known);
    }
}
