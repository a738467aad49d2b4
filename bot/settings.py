"""What the environment says: tokens, addresses, and which support model to run."""

from ipaddress import ip_address
from pathlib import Path
from typing import Self, TypeVar
from urllib.parse import urlsplit

from pydantic import Field, SecretStr, ValidationError, ValidationInfo, field_validator, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from bot.logs import LogFormat
from store.engines import parsed

MODELS = Path(__file__).parent.parent / "manifests" / "policies"

_KEY_LENGTH = 32  # https://developer.pagerduty.com/docs/events-api-v2/trigger-events/

_COMMAND = r"^/[a-z0-9_-]{1,31}$"


class BadSettings(Exception):  # noqa: N818 - the sentence says what to do
    """Conn cannot start with this environment; the message names each variable and never shows its value."""


class StoreSettings(BaseSettings):
    """What the commands need that only touch the database."""

    model_config = SettingsConfigDict(env_file=".env", env_ignore_empty=True, extra="ignore", hide_input_in_errors=True)

    database_url: SecretStr = SecretStr("sqlite:///conn.db")

    @field_validator("database_url")
    @classmethod
    def _readable(cls, url: SecretStr) -> SecretStr:
        parsed(url.get_secret_value())
        return url

    def secrets(self) -> list[str]:
        """List what must be shown nowhere: every secret setting, and the password of the database."""
        hidden = [value.get_secret_value() for _, value in self if isinstance(value, SecretStr)]
        password = parsed(self.database_url.get_secret_value()).password
        return [value for value in (*hidden, str(password or "")) if value and not value.startswith("sqlite:")]


class ModelSettings(StoreSettings):
    """What a command needs that works on incidents without Slack."""

    slack_api_url: str = "https://slack.com/api/"
    conn_policy: Path = MODELS / "default.yaml"
    conn_snapshots: Path | None = None
    conn_test_clock: bool = False

    @model_validator(mode="after")
    def _on_this_machine(self) -> Self:
        if self.conn_test_clock and not is_loopback(self.slack_api_url):
            raise ValueError("CONN_TEST_CLOCK is allowed only with a SLACK_API_URL on this machine")
        return self


class ShellSettings(ModelSettings):
    """What `incident …` needs; CONN_ACTING_AS names who types, for a whole shift at a terminal."""

    conn_acting_as: str = ""


class Settings(ModelSettings):
    """Settings by their names in the environment or in `.env`; the defaults suit a small team on one host."""

    slack_bot_token: SecretStr
    slack_app_token: SecretStr | None = None
    slack_signing_secret: SecretStr | None = None
    conn_incident_command: str = Field(default="/incident", pattern=_COMMAND)
    conn_escalate_command: str = Field(default="/escalate", pattern=_COMMAND)
    conn_oncall_command: str = Field(default="/oncall", pattern=_COMMAND)
    pagerduty_routing_key: SecretStr | None = None
    pagerduty_events_url: str = "https://events.pagerduty.com/v2/enqueue"
    pagerduty_api_token: SecretStr | None = None
    pagerduty_api_url: str = "https://api.pagerduty.com"
    port: int = Field(default=3000, ge=0, le=65535)
    worker_port: int = Field(default=3001, ge=0, le=65535)
    conn_log_format: LogFormat = LogFormat.TEXT

    @property
    def slack_hooks_url(self) -> str:
        """Say how every address begins that Slack gives for answering privately."""
        parts = urlsplit(self.slack_api_url)
        if is_loopback(self.slack_api_url):
            return f"{parts.scheme}://{parts.netloc}/"
        return f"https://hooks.{parts.netloc.removeprefix('www.')}/"

    @field_validator("pagerduty_events_url", "pagerduty_api_url")
    @classmethod
    def _safe(cls, url: str) -> str:
        if not url.startswith("https://") and not is_loopback(url):
            raise ValueError("it must begin with https://, because it is handed a secret")
        return url

    @model_validator(mode="after")
    def _checked(self) -> Self:
        if not self.slack_bot_token.get_secret_value().startswith("xoxb-"):
            raise ValueError("SLACK_BOT_TOKEN must be a bot token (it begins with xoxb-)")
        if self.slack_app_token and not self.slack_app_token.get_secret_value().startswith("xapp-"):
            raise ValueError("SLACK_APP_TOKEN must be an app-level token (it begins with xapp-)")
        if not self.slack_api_url.endswith("/api/"):
            raise ValueError("SLACK_API_URL must end in /api/")
        key = self.pagerduty_routing_key
        if key and len(key.get_secret_value()) != _KEY_LENGTH:
            raise ValueError(f"PAGERDUTY_ROUTING_KEY must have {_KEY_LENGTH} characters (a key of the Events API v2)")
        if key and self.conn_test_clock and not is_loopback(self.pagerduty_events_url):
            raise ValueError("CONN_TEST_CLOCK would ring real phones: unset PAGERDUTY_ROUTING_KEY")
        return self


class ReachedSettings(Settings):
    """The settings of a process that Slack's payloads come to, which takes one of two secrets."""

    slack_signing_secret: SecretStr | None = Field(default=None, validate_default=True)

    @field_validator("slack_signing_secret")
    @classmethod
    def _either(cls, secret: SecretStr | None, others: ValidationInfo) -> SecretStr | None:
        if secret is None and others.data.get("slack_app_token") is None:
            raise ValueError(
                "it is not set, and neither is SLACK_APP_TOKEN: set that one for Socket Mode, or this one for HTTP"
            )
        return secret


Kind = TypeVar("Kind", bound=StoreSettings)


def read_settings() -> Settings:
    """Read the environment, or raise BadSettings with a line for everything that is missing or wrong."""
    return _read(ReachedSettings)


def read_worker_settings() -> Settings:
    """Read the environment of a process that Slack's payloads do not come to, or raise BadSettings."""
    return _read(Settings)


def read_shell_settings() -> ShellSettings:
    """Read as much of the environment as incidents need without Slack, or raise BadSettings."""
    return _read(ShellSettings)


def read_store_settings() -> StoreSettings:
    """Read as much of the environment as the database needs, or raise BadSettings."""
    return _read(StoreSettings)


def _read(kind: type[Kind]) -> Kind:
    try:
        return kind()
    except ValidationError as error:
        raise BadSettings("\n".join(_sentence(e["loc"], e["type"], e["msg"]) for e in error.errors())) from None


def is_loopback(url: str) -> bool:
    """Say whether a URL leads to this machine and nowhere else."""
    host = urlsplit(url).hostname or ""
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def _sentence(loc: tuple[int | str, ...], kind: str, message: str) -> str:
    name = str(loc[0]).upper() if loc else ""
    if kind == "missing":
        return f"{name} is not set; the README says where to find it"
    said = message.removeprefix("Value error, ")
    return f"{name}: {said}" if name else said
