"""The one settings file. Every variable is read through ``env``."""

from pathlib import Path
from urllib.parse import unquote, urlsplit

from sinergi.project import env

BASE_DIR = Path(__file__).resolve().parent.parent
HOME = Path(env.text("SINERGI_HOME", str(BASE_DIR.parent / "var")))

DEMO = env.flag("SINERGI_DEMO")
TEST = env.flag("SINERGI_TEST")
DEBUG = False
SECRET_KEY = env.text("SINERGI_SECRET_KEY", "only-for-tools-that-need-no-secret")
ALLOWED_HOSTS = [".localhost", "localhost", "127.0.0.1", "testserver", *env.text("SINERGI_HOSTS", "").split()]
NATS_URL = env.text("NATS_URL", "")


def database_settings(url: str, role: str) -> dict[str, object]:
    parts = urlsplit(url)
    query = dict(pair.split("=", 1) for pair in parts.query.split("&") if pair)
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": parts.path.lstrip("/"),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": unquote(query.get("host", parts.hostname or "")),
        "PORT": str(parts.port or query.get("port", "")),
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": {
            "options": f"-c role={role}" if role else "",
            "pool": {"min_size": 1, "max_size": 8, "timeout": 10},
        },
    }


DATABASES = {
    "default": database_settings(
        env.text("DATABASE_URL", "postgresql:///sinergi"), env.text("SINERGI_DB_ROLE", "sinergi_app")
    )
}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

INSTALLED_APPS = [
    "sinergi.web",
    "sinergi.incidents",
    "sinergi.alerts",
    "sinergi.agreements",
    "sinergi.live",
    "sinergi.access",
    "sinergi.units",
    "sinergi.ledger",
    "sinergi.core",
    "template_partials",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
]
AUTH_USER_MODEL = "access.Person"

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
]
ROOT_URLCONF = "sinergi.project.urls"
WSGI_APPLICATION = "sinergi.project.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "django.template.context_processors.i18n",
            ],
        },
    },
]

LANGUAGE_CODE = "id"
LANGUAGES = [("id", "Bahasa Indonesia"), ("en", "English")]
LOCALE_PATHS = [BASE_DIR / "locale"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "UTC"
STATIC_URL = "/static/"
