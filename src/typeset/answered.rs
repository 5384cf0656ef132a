//! What the parts of a paper ask of its pages, answered once for all of them. Most ask the same (for all headings), and
//! to hash such an answer takes longer than to find it.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

use typst::comemo::internal::Surfaces;
use typst::comemo::{Track, Tracked, TrackedMut};
use typst::introspection::Introspector;
use typst::utils::hash128;

type Call = <dyn Introspector as Track>::Call;

/// Pages, and the hashes of what they have answered.
pub(super) struct Answered<'p> {
    pages: &'p dyn Introspector,
    known: Mutex<HashMap<u128, u128>>,
}

impl<'p> Answered<'p> {
    pub(super) fn by(pages: &'p dyn Introspector) -> Self {
        Self { pages, known: Mutex::default() }
    }
}

impl Track for Answered<'_> {
    type Call = Call;

    fn call(&self, call: &Call) -> u128 {
        let key = hash128(call);
        let known = || self.known.lock().unwrap_or_else(PoisonError::into_inner);
        let answer = known().get(&key).copied();
        answer.unwrap_or_else(|| {
            let answer = self.pages.call(call);
            known().insert(key, answer);
            answer
        })
    }

    fn call_mut(&mut self, _: &Call) {}
}

/// Nobody but [`Constraint::validate`](typst::comemo::Constraint::validate) asks here.
impl Surfaces for Answered<'_> {
    type Surface<'a>
        = Tracked<'a, Self>
    where
        Self: 'a;
    type SurfaceMut<'a>
        = TrackedMut<'a, Self>
    where
        Self: 'a;

    fn surface_ref<'a, 't>(tracked: &'t Tracked<'a, Self>) -> &'t Self::Surface<'a> {
        tracked
    }

    fn surface_mut_ref<'a, 't>(tracked: &'t TrackedMut<'a, Self>) -> &'t Self::SurfaceMut<'a> {
        tracked
    }

    fn surface_mut_mut<'a, 't>(tracked: &'t mut TrackedMut<'a, Self>) -> &'t mut Self::SurfaceMut<'a> {
        tracked
    }
}
