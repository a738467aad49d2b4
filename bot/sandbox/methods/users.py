"""People, groups, and who the app itself is."""

from bot.sandbox.call import Call, Method
from bot.sandbox.errors import SlackError
from bot.sandbox.manifest import Json
from bot.sandbox.objects import User
from bot.sandbox.wire import user_json


def auth_test(call: Call) -> Json:
    """Say whose token this is."""
    workspace = call.workspace
    return {
        "url": f"https://{workspace.domain}.slack.com/",
        "team": workspace.team_name,
        "user": call.bot.name,
        "team_id": workspace.team_id,
        "user_id": call.bot.id,
        "bot_id": workspace.bot_id,
        "is_enterprise_install": False,
    }


def team_info(call: Call) -> Json:
    """Describe the workspace."""
    workspace = call.workspace
    return {"team": {"id": workspace.team_id, "name": workspace.team_name, "domain": workspace.domain}}


def info(call: Call) -> Json:
    """Show one member."""
    user = call.workspace.users.get(call.text("user"))
    if user is None:
        raise SlackError("user_not_found")
    return {"user": _shown(call, user)}


def list_users(call: Call) -> Json:
    """List all members, deactivated ones too."""
    page, more = call.page(list(call.workspace.users.values()))
    return {"members": [_shown(call, user) for user in page], "cache_ts": call.workspace.seconds(), **more}


def by_email(call: Call) -> Json:
    """Find the active member with an address."""
    for user in call.workspace.users.values():
        if user.email and user.email.lower() == call.text("email").lower() and not user.deleted:
            return {"user": _shown(call, user)}
    raise SlackError("users_not_found")


def list_groups(call: Call) -> Json:
    """List the user groups, with their people if asked for."""
    groups = []
    for group in call.workspace.usergroups.values():
        shown: Json = {
            "id": group.id,
            "team_id": call.workspace.team_id,
            "is_usergroup": True,
            "name": group.handle,
            "handle": group.handle,
            "date_delete": 0,
        }
        if call.flag("include_users"):
            shown["users"] = list(group.users)
        if call.flag("include_count"):
            shown["user_count"] = len(group.users)
        groups.append(shown)
    return {"usergroups": groups}


def group_users(call: Call) -> Json:
    """List who is in a user group."""
    group = call.workspace.usergroups.get(call.text("usergroup"))
    if group is None:
        raise SlackError("no_such_subteam")
    return {"users": list(group.users)}


def _shown(call: Call, user: User) -> Json:
    with_email = "users:read.email" in call.platform.manifest.scopes
    return user_json(user, call.workspace, with_email=with_email)


GROUPS = ("usergroups:read",)
PEOPLE = ("users:read",)
METHODS = (
    Method(name="auth.test", run=auth_test, tier="special", optional=("team_id",)),
    Method(name="team.info", run=team_info, tier="3", scopes=("team:read",), optional=("team", "domain")),
    Method(
        name="users.info",
        run=info,
        tier="4",
        scopes=PEOPLE,
        required=("user",),
        optional=("include_locale",),
    ),
    Method(
        name="users.list",
        run=list_users,
        tier="2",
        scopes=PEOPLE,
        optional=("cursor", "include_locale", "limit", "team_id"),
    ),
    Method(name="users.lookupByEmail", run=by_email, tier="3", scopes=("users:read.email",), required=("email",)),
    Method(
        name="usergroups.list",
        run=list_groups,
        tier="2",
        scopes=GROUPS,
        optional=("include_count", "include_disabled", "include_users", "team_id"),
    ),
    Method(
        name="usergroups.users.list",
        run=group_users,
        tier="2",
        scopes=GROUPS,
        required=("usergroup",),
        optional=("include_disabled", "team_id"),
    ),
)
