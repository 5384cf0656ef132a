//! What was worked out for a file, worked out again only when what it depends on has changed.

use std::collections::HashMap;
use std::sync::Arc;

use crate::source::FileId;

/// Results by file, each with the inputs that it was worked out from.
#[derive(Debug)]
pub struct Memo<I, O> {
    entries: HashMap<FileId, (I, Arc<O>)>,
}

impl<I, O> Default for Memo<I, O> {
    fn default() -> Self {
        Self { entries: HashMap::new() }
    }
}

impl<I: PartialEq, O> Memo<I, O> {
    /// The result for `file`: the remembered one if its inputs were the same, else what `compute` makes of them.
    ///
    /// `compute` must depend on nothing but `inputs`. Only the latest result of a file is held.
    pub fn get(&mut self, file: FileId, inputs: I, compute: impl FnOnce(&I) -> O) -> Arc<O> {
        match self.entries.get(&file) {
            Some((known, output)) if *known == inputs => Arc::clone(output),
            _ => {
                let output = Arc::new(compute(&inputs));
                self.entries.insert(file, (inputs, Arc::clone(&output)));
                output
            }
        }
    }

    /// Lets go of the results of all files but those that `keep` names.
    pub fn retain(&mut self, keep: impl Fn(FileId) -> bool) {
        self.entries.retain(|&file, _| keep(file));
    }
}

/// A result that there is one of, with the inputs that it was worked out from.
#[derive(Debug)]
pub struct Last<I, O>(Option<(I, Arc<O>)>);

impl<I, O> Default for Last<I, O> {
    fn default() -> Self {
        Self(None)
    }
}

impl<I: PartialEq, O> Last<I, O> {
    /// The result: the remembered one if its inputs were the same, else what `compute` makes of them.
    ///
    /// `compute` must depend on nothing but `inputs`.
    pub fn get(&mut self, inputs: I, compute: impl FnOnce(&I) -> O) -> Arc<O> {
        if !self.is_of(&inputs) {
            let output = Arc::new(compute(&inputs));
            self.0 = Some((inputs, output));
        }
        let (_, output) = self.0.as_ref().expect("it was worked out");
        Arc::clone(output)
    }

    /// Whether what is remembered was worked out from these.
    pub fn is_of(&self, inputs: &I) -> bool {
        self.0.as_ref().is_some_and(|(known, _)| known == inputs)
    }

    /// What was worked out last.
    pub fn output(&self) -> Option<&O> {
        self.0.as_ref().map(|(_, output)| &**output)
    }
}

/// A shared value that equals itself and no other: comparing it costs nothing, whatever its size.
///
/// Holding on to the value keeps its address from being given to another.
#[derive(Debug)]
pub struct Same<T: ?Sized>(pub Arc<T>);

impl<T: Default> Default for Same<T> {
    fn default() -> Self {
        Self(Arc::default())
    }
}

impl<T: ?Sized> Clone for Same<T> {
    fn clone(&self) -> Self {
        Self(Arc::clone(&self.0))
    }
}

impl<T: ?Sized> PartialEq for Same<T> {
    fn eq(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.0, &other.0)
    }
}

impl<T: ?Sized> std::ops::Deref for Same<T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.0
    }
}

/// A value equal to the remembered one, shared if it is the same: what stands for it in inputs then stays the same as
/// well.
pub fn settle<T: PartialEq>(slot: &mut Option<Same<T>>, value: T) -> Same<T> {
    match slot {
        Some(known) if **known == value => known.clone(),
        _ => slot.insert(Same(Arc::new(value))).clone(),
    }
}
