//! A family and one of those who ask about it, for requests that are made elsewhere.

use anyhow::Result;
use reqwest::{Method, RequestBuilder};

use super::ask::of_role;
use super::cast;
use super::role::{ROLES, Relation, Role};
use super::things::{State, Things, World};
use crate::Engine;

/// A server with a family, and who asks.
pub(crate) struct Tried {
    world: World,
    things: Things,
    who: Option<&'static str>,
}

impl Tried {
    pub(crate) async fn start(engine: Engine, role: Role) -> Result<Self> {
        let mut world = World::start(engine).await?;
        let who = ROLES.iter().find(|(one, ..)| *one == role).and_then(|(_, _, who)| *who);
        let things = of_role(world.things(cast(role, who, Relation::SameGroup), State::Live).await?, role);
        Ok(Self { world, things, who })
    }

    /// `http://127.0.0.1:PORT`.
    pub(crate) fn base(&self) -> &str {
        &self.world.test.base
    }

    /// A GET of nobody's.
    pub(crate) fn request(&self, path: &str) -> RequestBuilder {
        self.world.test.request(Method::GET, path)
    }

    /// Theirs, which never runs out, as the server's clock stands still.
    pub(crate) fn token(&self) -> Option<&str> {
        let person = self.world.person(self.who?).ok()?;
        Some(person.tokens.access_token.expose())
    }

    /// The thing of this word.
    pub(crate) fn thing(&self, word: &str) -> Option<&str> {
        self.things.get(word).map(String::as_str)
    }

    pub(crate) async fn stop(&mut self) {
        self.world.stop().await;
    }
}
