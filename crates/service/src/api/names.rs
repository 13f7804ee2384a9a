//! What people read for the operators of some rows.

use std::collections::{BTreeMap, BTreeSet};

use domain::{Body, OperatorId, Row, SystemLine};

use crate::service::Service;

/// Names by operator.
#[derive(Debug, Default)]
pub(super) struct Names(BTreeMap<OperatorId, String>);

impl Names {
    /// Finds the names of these operators, also of those who have left.
    pub async fn of(service: &Service, wanted: BTreeSet<&OperatorId>) -> Result<Self, store::Error> {
        if wanted.is_empty() {
            return Ok(Self::default());
        }
        let mut names: BTreeMap<_, _> =
            service.staff().await?.iter().map(|staff| (staff.id.clone(), staff.name.clone())).collect();
        if !wanted.into_iter().all(|id| names.contains_key(id)) {
            let everybody = service.store().operators().await?.into_iter();
            names.extend(everybody.map(|record| (record.operator.id, record.operator.name)));
        }
        Ok(Self(names))
    }

    /// Finds the names that these rows need.
    pub async fn in_rows(service: &Service, rows: &[Row]) -> Result<Self, store::Error> {
        Self::of(service, rows.iter().flat_map(mentioned).collect()).await
    }

    /// What people read for an operator: the name, or the id of somebody who never was.
    pub fn get(&self, id: &OperatorId) -> String {
        self.0.get(id).cloned().unwrap_or_else(|| id.to_string())
    }
}

fn mentioned(row: &Row) -> Vec<&OperatorId> {
    let to = match &row.body {
        Body::System(SystemLine::Assigned { to, .. }) => to.operator(),
        _ => None,
    };
    row.operator().into_iter().chain(to).collect()
}
