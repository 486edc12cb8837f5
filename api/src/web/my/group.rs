//! A group: who is in it, their lists, and what those are sorted by.

use askama::Template;
use axum::Router;
use axum::response::Response;
use axum::routing::get;
use serde::Deserialize;
use shared::id::{AccountId, GroupId};
use shared::wire::categories::CategoryView;
use shared::wire::groups::{GroupBoardView, GroupView, MemberRole, MemberView, PersonView};

use super::shell::{Done, Say, page};
use super::visit::Visit;
use crate::App;
use crate::error::Answer;
use crate::extract::{Path, Query};
use crate::web::words;

/// Lists of a group that are shown.
const MOST: usize = 500;

pub(super) fn routes() -> Router<App> {
    Router::new().route("/my/groups/{id}", get(show_group))
}

#[derive(Debug, Default, Deserialize)]
struct Asked {
    /// Whose lists; all where it is nobody's id.
    #[serde(default)]
    member: String,
}

#[derive(Template)]
#[template(path = "my_group.html")]
struct Group {
    say: Say,
    group: GroupView,
    members: Vec<MemberView>,
    lists: Vec<GroupBoardView>,
    categories: Vec<CategoryView>,
    member: Option<AccountId>,
    /// When its lists lock, in words.
    locks: Option<String>,
}

impl Group {
    fn role(&self, role: &MemberRole) -> String {
        self.say.of(match role {
            MemberRole::Admin => "my_role_admin",
            MemberRole::Organiser => "my_role_organiser",
            MemberRole::Member => "my_role_member",
            MemberRole::GiverOnly => "my_role_giver_only",
        })
    }

    fn chosen(&self, member: &MemberView) -> bool {
        self.member == Some(member.person.account_id)
    }

    fn names(&self, owners: &[PersonView]) -> String {
        owners.iter().map(|owner| owner.display_name.as_str()).collect::<Vec<_>>().join(", ")
    }

    /// What the lists of a category may come to, and what one wish of it may cost.
    fn bounds(&self, category: &CategoryView) -> String {
        let say = |key: &str, money| self.say.0.text(key, &[("amount", &words::money(self.say.0, money))]);
        let limit = category.spending_limit.map(|money| say("my_category_limit", money));
        let highest = category.highest_item_price.map(|money| say("my_category_highest", money));
        limit.into_iter().chain(highest).collect::<Vec<_>>().join(" · ")
    }
}

async fn show_group(
    Visit(visitor): Visit,
    Path(id): Path<GroupId>,
    Query(asked): Query<Asked>,
    Query(done): Query<Done>,
) -> Answer<Response> {
    let group: GroupView = visitor.read(&format!("/groups/{id}")).await?;
    let categories: Vec<CategoryView> = visitor.read(&format!("/groups/{id}/categories")).await?;
    let member = asked.member.parse::<AccountId>().ok();
    let whose = member.map(|member| format!("member={member}&")).unwrap_or_default();
    let shown = Group {
        say: Say(visitor.locale),
        members: visitor.read(&format!("/groups/{id}/members")).await?,
        lists: visitor.read_all(&format!("/groups/{id}/boards?{whose}"), MOST).await?,
        categories: categories.into_iter().filter(|category| category.deleted_at.is_none()).collect(),
        member,
        locks: group.locks_at.map(|at| visitor.locale.text("my_locks", &[("day", &words::day(visitor.locale, at))])),
        group,
    };
    page(&visitor, &shown.group.name, &done, &shown)
}
