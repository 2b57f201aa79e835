//! A page that can be opened anywhere: one file, no network, no framework. Each
//! program fills in its own tables; the frame and the player are here.
//!
//! | file | idea |
//! | --- | --- |
//! | `page.rs`, `page.css` | the frame: what it may do, how it looks |
//! | `player.rs`, `player.js` | lanes, and the moment that moves over them |

mod page;
mod player;

pub use page::{page, scrolled};
pub use player::{milliseconds, player};
