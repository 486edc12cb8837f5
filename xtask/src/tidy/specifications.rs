//! Every route of the two specifications has a row of its own in the API's page: nothing is lost by being lumped together.

use super::root;

/// GiftOS: extension, products, boards, prices, advice, groups.
const FIRST: &[&str] = &[
    "GET /api/products",
    "GET /api/products/:id",
    "POST /api/products/scrape",
    "GET /api/products/:id/similar",
    "GET /api/saved-items",
    "POST /api/saved-items",
    "PATCH /api/saved-items/:id",
    "DELETE /api/saved-items/:id",
    "POST /api/ai/advisor",
    "POST /api/ai/visual-search",
    "POST /api/ai/recommendations",
    "GET /api/ai/review-summary/:id",
    "GET /api/groups",
    "POST /api/groups",
    "POST /api/groups/:id/invite",
    "GET /api/groups/:id/wishlists",
];

/// Piglist: its list of routes, then what its tests ask for.
const SECOND: &[&str] = &[
    "GET /",
    "GET /register",
    "POST /register",
    "GET /login",
    "POST /login",
    "GET /join/{invite_code}",
    "GET /dashboard",
    "GET /logout",
    "GET /groups/create",
    "POST /groups/create",
    "GET /groups/{group_id}",
    "GET /groups/{group_id}/settings",
    "POST /groups/{group_id}/settings",
    "GET /groups/{group_id}/invite",
    "POST /groups/{group_id}/categories",
    "PUT /groups/{group_id}/categories/{id}",
    "DELETE /groups/{group_id}/categories/{id}",
    "GET /groups/{group_id}/piglists",
    "GET /groups/{group_id}/piglists/{user_id}",
    "GET /groups/{group_id}/my-piglist",
    "GET /groups/{group_id}/gifts/add",
    "POST /groups/{group_id}/gifts",
    "GET /groups/{group_id}/gifts/{gift_id}",
    "PUT /groups/{group_id}/gifts/{gift_id}",
    "DELETE /groups/{group_id}/gifts/{gift_id}",
    "POST /groups/{group_id}/gifts/{gift_id}/purchase",
    "POST /api/gifts/scrape",
    "GET /api/gifts/{id}/status",
    "POST /api/gifts/{id}/purchase",
    "GET /api/groups/{id}/stats",
    "WS /socket.io",
    "POST /api/auth/register",
    "POST /api/auth/login",
    "GET /api/users/me",
    "POST /api/groups",
    "POST /api/groups/join/{invite_code}",
    "GET /api/groups/{id}",
    "PUT /api/groups/{id}/settings",
    "POST /api/groups/{id}/categories",
    "POST /api/gifts",
    "GET /api/piglists/my",
    "GET /api/gifts/{id}/viewers",
];

/// The cells of a table's rows: what was there, where it is here.
fn rows(section: &str) -> Vec<(&str, &str)> {
    section.lines().filter_map(|line| line.strip_prefix("| `")?.strip_suffix(" |")?.split_once("` | ")).collect()
}

#[test]
fn each_route_of_the_specifications_has_its_row() {
    let page = std::fs::read_to_string(root().join("docs/API.md")).unwrap();
    let (before, all) = page.split_once("## All routes").unwrap();
    let (first, second) = before.split_once("## Routes of the second specification").unwrap();
    for (section, routes) in [(first, FIRST), (second, SECOND)] {
        let rows = rows(section);
        let named: Vec<&str> = rows.iter().map(|(there, _)| *there).collect();
        assert_eq!(named, routes);
        for (there, here) in rows {
            // What is not promised for later is there now.
            let now = here.split('`').skip(1).step_by(2).filter_map(|word| word.split_once(' ')).map(|(_, path)| path);
            let missing = now.filter(|path| !all.contains(&format!("`{path}`"))).count();
            assert!(here.contains("comes with the ") || (missing == 0 && here.contains('`')), "{there}: {here}");
        }
    }
}
