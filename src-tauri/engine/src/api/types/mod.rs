//! What crosses the door between the engine and its callers. The page's TypeScript types are generated from here.

mod annotations;
mod comments;
mod export;
mod highlights;
mod inbox;
mod looked;
mod mapping;
mod network;
mod opportunities;
mod scoring;
mod sharing;
mod sources;
mod themes;
mod triage;
mod views;
mod workspace;

pub use annotations::*;
pub use comments::*;
pub use export::*;
pub use highlights::*;
pub use inbox::*;
pub use looked::*;
pub use mapping::*;
pub use network::*;
pub use opportunities::*;
pub use scoring::*;
pub use sharing::*;
pub use sources::*;
pub use themes::*;
pub use triage::*;
pub use views::*;
pub use workspace::*;
