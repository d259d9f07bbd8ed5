//! So many connections at a time. Where all places are taken, the one that has longest been about to ask makes room.

use std::collections::BTreeMap;
use std::net::{Shutdown, TcpStream};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// Connections at a time.
const AT_A_TIME: usize = 128;

/// The places.
#[derive(Default)]
pub struct Places(Mutex<Taken>);

#[derive(Default)]
struct Taken {
    /// number of the last connection
    last: u64,
    /// in the order in which they came, each with its stream until it has asked
    all: BTreeMap<u64, Option<Arc<TcpStream>>>,
}

/// A place, given back when it is dropped, however its thread ends.
pub struct Place {
    places: Arc<Places>,
    number: u64,
}

impl Places {
    fn taken(&self) -> MutexGuard<'_, Taken> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// A place for a connection; none where all are taken by those who have asked.
    pub fn take(self: &Arc<Self>, stream: &Arc<TcpStream>) -> Option<Place> {
        let mut taken = self.taken();
        if taken.all.len() >= AT_A_TIME {
            let waiting = |(number, stream): (&u64, &Option<Arc<TcpStream>>)| Some((*number, stream.clone()?));
            let (number, idle) = taken.all.iter().find_map(waiting)?;
            taken.all.remove(&number);
            // its thread reads an end, and ends
            let _ = idle.shutdown(Shutdown::Both);
        }
        taken.last += 1;
        let number = taken.last;
        taken.all.insert(number, Some(stream.clone()));
        Some(Place { places: self.clone(), number })
    }
}

impl Place {
    /// A whole request is here: it makes room for nobody.
    pub fn has_asked(&self) {
        if let Some(stream) = self.places.taken().all.get_mut(&self.number) {
            *stream = None;
        }
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        self.places.taken().all.remove(&self.number);
    }
}
