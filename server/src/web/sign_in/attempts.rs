//! Wrong passwords and tokens are slowed down: by the name that is tried, and by the address that tries.

use std::collections::HashMap;
use std::net::IpAddr;
use std::sync::Mutex;
use std::time::{Duration, Instant};

/// So many wrong passwords in a row are free, for one name.
const FREE_OF_NAME: u32 = 5;

/// And from one address, which many people may share.
const FREE_OF_ADDRESS: u32 = 20;

/// The first wait; each further wrong password doubles it.
const FIRST_WAIT: Duration = Duration::from_secs(30);

/// The longest wait: a curator who is locked out by guesses of others gets in after it.
const LONGEST_WAIT: Duration = Duration::from_secs(15 * 60);

/// When wrong passwords are forgotten, after the last of them.
const FORGOTTEN_AFTER: Duration = Duration::from_secs(60 * 60);

/// How many names and addresses are remembered; of more, those that were quiet longest are forgotten.
const MOST: usize = 10_000;

/// What wrong passwords are counted by.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
enum Key {
    Name(String),
    Address(IpAddr),
}

#[derive(Clone, Copy, Debug)]
struct Tries {
    wrong: u32,
    last: Instant,
}

/// The tries of the last hour. In memory: a restart forgives.
#[derive(Debug, Default)]
pub struct Attempts {
    tries: Mutex<HashMap<Key, Tries>>,
}

impl Attempts {
    /// Notes a try as wrong, before it is known: many at once are counted too. [`Self::was_right`] takes it back.
    ///
    /// A token has no name. Gives how long to wait where there were too many; nothing is noted then.
    pub fn begin<'a>(
        &self,
        name: impl Into<Option<&'a str>>,
        address: Option<IpAddr>,
        now: Instant,
    ) -> Result<(), Duration> {
        let mut tries = self.tries.lock().unwrap_or_else(|poisoned| poisoned.into_inner());
        let keys = keys(name.into(), address);
        let wait = keys.iter().filter_map(|key| tries.get(key)?.wait(key, now)).max();
        if let Some(wait) = wait {
            return Err(wait);
        }
        for key in keys {
            make_room(&mut tries, now);
            let known = tries.entry(key).or_insert(Tries { wrong: 0, last: now });
            let wrong = if known.is_forgotten(now) { 0 } else { known.wrong };
            *known = Tries { wrong: wrong.saturating_add(1), last: now };
        }
        Ok(())
    }

    /// The password or the token was right: the name is forgiven, and the address this one try.
    pub fn was_right<'a>(&self, name: impl Into<Option<&'a str>>, address: Option<IpAddr>) {
        let mut tries = self.tries.lock().unwrap_or_else(|poisoned| poisoned.into_inner());
        for key in keys(name.into(), address) {
            match &key {
                Key::Name(_) => {
                    tries.remove(&key);
                }
                Key::Address(_) => {
                    if let Some(known) = tries.get_mut(&key) {
                        known.wrong = known.wrong.saturating_sub(1);
                    }
                }
            }
        }
    }
}

impl Tries {
    fn is_forgotten(&self, now: Instant) -> bool {
        now.duration_since(self.last) >= FORGOTTEN_AFTER
    }

    fn wait(&self, key: &Key, now: Instant) -> Option<Duration> {
        let free = match key {
            Key::Name(_) => FREE_OF_NAME,
            Key::Address(_) => FREE_OF_ADDRESS,
        };
        let doublings = self.wrong.checked_sub(free)?;
        let wait = FIRST_WAIT.saturating_mul(2_u32.saturating_pow(doublings)).min(LONGEST_WAIT);
        wait.checked_sub(now.duration_since(self.last)).filter(|wait| !wait.is_zero())
    }
}

fn keys(name: Option<&str>, address: Option<IpAddr>) -> Vec<Key> {
    // Longer than any name there is; what was typed may be a book.
    let name = name.map(|name| name.trim().chars().take(64).collect::<String>().to_lowercase());
    name.map(Key::Name).into_iter().chain(address.map(Key::Address)).collect()
}

fn make_room(tries: &mut HashMap<Key, Tries>, now: Instant) {
    if tries.len() < MOST {
        return;
    }
    tries.retain(|_, known| !known.is_forgotten(now));
    if tries.len() >= MOST {
        let mut lasts: Vec<Instant> = tries.values().map(|known| known.last).collect();
        lasts.sort_unstable();
        let middle = lasts[lasts.len() / 2];
        tries.retain(|_, known| known.last > middle);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn seconds(n: u64) -> Duration {
        Duration::from_secs(n)
    }

    #[test]
    fn the_wait_grows_with_each_wrong_password() {
        let (attempts, start) = (Attempts::default(), Instant::now());
        let mut now = start;
        for _ in 0..5 {
            assert_eq!(attempts.begin("alice", None, now), Ok(()));
        }
        for wait in [30, 60, 120, 240, 480, 900, 900] {
            assert_eq!(attempts.begin("alice", None, now), Err(seconds(wait)));
            assert_eq!(attempts.begin(" ALICE", None, now + seconds(1)), Err(seconds(wait - 1)));
            now += seconds(wait);
            assert_eq!(attempts.begin("alice", None, now), Ok(()));
        }
        assert_eq!(attempts.begin("bob", None, now), Ok(()), "others are not concerned");
        assert_eq!(attempts.begin("alice", None, now + FORGOTTEN_AFTER), Ok(()));
        assert_eq!(attempts.begin("alice", None, now + FORGOTTEN_AFTER), Ok(()), "and begins anew");
    }

    #[test]
    fn a_right_password_forgives_the_name() {
        let (attempts, now) = (Attempts::default(), Instant::now());
        for _ in 0..20 {
            assert_eq!(attempts.begin("alice", None, now), Ok(()));
            attempts.was_right("alice", None);
        }
    }

    #[test]
    fn an_address_that_tries_many_names_waits() {
        let (attempts, now) = (Attempts::default(), Instant::now());
        let address = |text: &str| Some(text.parse().unwrap());
        for n in 0..20 {
            assert_eq!(attempts.begin(&*format!("name{n}"), address("192.0.2.1"), now), Ok(()));
        }
        assert!(attempts.begin("another", address("192.0.2.1"), now).is_err());
        assert_eq!(attempts.begin("another", address("192.0.2.2"), now), Ok(()));
        assert_eq!(attempts.begin("another", None, now), Ok(()), "who has no address is counted by the name");
    }

    #[test]
    fn memory_is_bounded() {
        let (attempts, now) = (Attempts::default(), Instant::now());
        for n in 0..3 * MOST as u64 {
            let _ = attempts.begin(&*n.to_string(), None, now + Duration::from_micros(n));
        }
        assert!(attempts.tries.lock().unwrap().len() <= MOST);
    }
}
