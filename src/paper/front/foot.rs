//! What a marking demands at the foot of every page.

use crate::manifest::Manifest;
use crate::marking::{Demand, Level};
use crate::section::Text;
use crate::terms::Terms;

use super::control;

/// The reference and the number of the copy where `level` demands them, as the first of the manifests says that has
/// one.
pub(super) fn lines<'a>(
    level: Option<&Level>,
    manifests: impl IntoIterator<Item = &'a Manifest> + Clone,
    terms: &Terms,
) -> Vec<Text> {
    let choices = || manifests.clone().into_iter().filter_map(|manifest| manifest.marking.as_ref());
    let line = |demand: &Demand| match demand {
        Demand::Reference => choices().find_map(|choice| choice.reference.clone()),
        Demand::CopyNumber => {
            let copy = choices().find_map(|choice| choice.copy.as_ref())?;
            Some(Text::computed(copy.span, control::copy(copy.value, &terms.control.copy_alone)))
        }
        Demand::PageNumber | Demand::Date => None,
    };
    level.into_iter().flat_map(|level| &level.demands).filter_map(line).collect()
}
