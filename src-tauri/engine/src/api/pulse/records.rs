//! Records of the Pulse by name.

use insight::links::{Link, State};
use insight::measure::Of;
use insight::records::{Change, Sort};

use super::Known;
use crate::api::types::{LinkState, PulseRecord};
use crate::model::{Kind, Severity, SignalId, Time};

impl Known {
    pub fn record(&self, of: Of) -> Option<PulseRecord> {
        match of {
            Of::Change(position) => self.operation.changes.get(position as usize).map(|change| self.change(change)),
            Of::Incident(position) => self.incident(position as usize),
        }
    }

    pub fn incident(&self, position: usize) -> Option<PulseRecord> {
        let incident = self.operation.incidents.get(position)?;
        Some(PulseRecord {
            id: SignalId(incident.id),
            kind: Kind::Incident,
            label: incident.label.clone(),
            title: self.read.titles.get(position).cloned().unwrap_or_default(),
            service: self.service(incident.service),
            at: Time(incident.began),
        })
    }

    pub fn change(&self, change: &Change) -> PulseRecord {
        PulseRecord {
            id: SignalId(change.id),
            kind: kind(change),
            label: change.label.clone(),
            title: change.title.clone(),
            service: self.service(change.service),
            at: Time(change.live()),
        }
    }

    pub fn service(&self, service: u32) -> Option<String> {
        self.read.services.get(&service).map(|service| service.name.clone())
    }
}

pub fn kind(change: &Change) -> Kind {
    match change.sort {
        Sort::Deployment => Kind::Deployment,
        Sort::Change => Kind::Change,
    }
}

pub fn severity(class: Option<u8>) -> Option<Severity> {
    class.and_then(Severity::from_code)
}

pub fn state(link: &Link) -> LinkState {
    match link.state {
        State::Confirmed => LinkState::Confirmed,
        State::Suggested => LinkState::Suggested,
        State::Refused => LinkState::Refused,
    }
}
