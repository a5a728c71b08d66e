"""The one settings file. Every variable is read through ``env``."""

from pathlib import Path
from urllib.parse import unquote, urlsplit

from sinergi.project import env, logs

BASE_DIR = Path(__file__).resolve().parent.parent
HOME = Path(env.text("SINERGI_HOME", str(BASE_DIR.parent / "var")))

DEMO = env.flag("SINERGI_DEMO")
TEST = env.flag("SINERGI_TEST")
DEBUG = False
SECRET_KEY = env.text("SINERGI_SECRET_KEY", "")  # tools need none; Django refuses to sign with an empty one
SECRET_KEY_FALLBACKS = [old for old in [env.text("SINERGI_SECRET_KEY_OLD", "")] if old]
ALLOWED_HOSTS = [".localhost", "127.0.0.1", "[::1]", *env.text("SINERGI_HOSTS", "").split()]
TLS = env.choice("SINERGI_TLS", ("off", "internal", "acme")) != "off"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = TLS
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")  # written by our own Caddy, which overwrites a visitor's
DATA_UPLOAD_MAX_MEMORY_SIZE = 1_000_000
NATS_URL = env.text("NATS_URL", "")
LIVE_SOCKET = env.text("SINERGI_LIVE_SOCKET", "")


def database_settings(url: str, role: str) -> dict[str, object]:
    """What Django is told about the database at this address, for this role."""
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
            "options": f"-c jit=off -c role={role}" if role else "-c jit=off",  # short statements pay for it only
            # A database that is away is told to people within seconds, and found again at once when it is back:
            # by default the pool would wait up to half a minute between two attempts.
            "server_side_binding": True,
            "prepare_threshold": 2,
            "pool": {"min_size": 1, "max_size": 8, "timeout": 4, "reconnect_timeout": 1},
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
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
]
AUTH_USER_MODEL = "access.Person"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {
        "NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ("email", "name", "service_number", "phone")},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
SESSION_COOKIE_AGE = 30 * 24 * 3600  # as long as a sign-in lives (access_v_grant)
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "access:enter"
ACCOUNT_ADAPTER = "sinergi.access.adapters.AccountAdapter"
ACCOUNT_FORMS = {"login": "sinergi.access.sign_in_forms.SignIn"}
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"  # the invitation went to the address; who follows it has proved it
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False  # never write to strangers
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_LOGIN_ON_PASSWORD_RESET = True
ACCOUNT_SESSION_REMEMBER = True
# Only attempts to sign in are counted: whoever is signed in is never slowed down or locked out by them.
ACCOUNT_RATE_LIMITS = {"login": "60/m/ip", "login_failed": "20/m/ip,5/5m/key", "reset_password": "20/m/ip,5/m/key"}
ALLAUTH_TRUSTED_PROXY_COUNT = 1  # our own Caddy writes X-Forwarded-For; its socket has no address
MFA_ADAPTER = "sinergi.access.adapters.MFAAdapter"
MFA_ALLOW_UNVERIFIED_EMAIL = True
MFA_TOTP_ISSUER = "Sinergi"
MFA_TOTP_TOLERANCE = 1
MFA_TRUST_ENABLED = True
MFA_TRUST_COOKIE_AGE = 365 * 24 * 3600
CACHES = {
    # Sign-in attempts: every process must count the same ones.
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "access_throttle",
        "OPTIONS": {"MAX_ENTRIES": 100_000},
    },
    # Fragments of pages: each process its own.
    "fragments": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"},
}

MIDDLEWARE = [
    "sinergi.project.health.middleware",
    "sinergi.core.api.problems.middleware",
    "sinergi.access.middleware.RoleHostMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "sinergi.web.language.LanguageMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "sinergi.access.middleware.ActorMiddleware",
    "sinergi.web.middleware.MenuMiddleware",
    "sinergi.web.middleware.RefusalMiddleware",
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
                "sinergi.web.context.shell",
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
STATIC_ROOT = HOME / "static"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "sinergi.core.storage.Storage"},
}

LOGGING = logs.CONFIGURATION

_mail = urlsplit(env.text("SMTP_URL", ""))
EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
EMAIL_HOST = _mail.hostname or ""
EMAIL_PORT = _mail.port or 25
EMAIL_HOST_USER = unquote(_mail.username or "")
EMAIL_HOST_PASSWORD = unquote(_mail.password or "")
EMAIL_USE_SSL = _mail.scheme == "smtps"
EMAIL_USE_TLS = _mail.scheme == "smtp+starttls"
EMAIL_TIMEOUT = 10
DEFAULT_FROM_EMAIL = env.text("SINERGI_MAIL_FROM", "sinergi@localhost")
HEARTBEAT_URL = env.address("SINERGI_HEARTBEAT_URL")  # asked by the auditor while alarming works
PUBLIC_URL = env.text("SINERGI_URL", "http://localhost")  # where mails send their reader

# Seconds from the alarm at which each rung of a ladder is woken; the last number is the ladder's end.
ALERT_LADDERS = (
    dict.fromkeys(("CRITICAL", "HIGH", "MEDIUM", "LOW"), (0, 10, 20, 30))
    if DEMO
    else {
        "CRITICAL": (0, 60, 180, 300),
        "HIGH": (0, 180, 360, 600),
        "MEDIUM": (0, 600, 1800, 3600),
        "LOW": (0, 0, 0, 0),
    }
)
