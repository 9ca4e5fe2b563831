//! What crosses the door between the engine and its callers. The page's TypeScript types are generated from here.

mod comments;
mod export;
mod highlights;
mod inbox;
mod looked;
mod mapping;
mod network;
mod opportunities;
mod sources;
mod themes;
mod workspace;

pub use comments::*;
pub use export::*;
pub use highlights::*;
pub use inbox::*;
pub use looked::*;
pub use mapping::*;
pub use network::*;
pub use opportunities::*;
pub use sources::*;
pub use themes::*;
pub use workspace::*;
