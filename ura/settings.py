"""One file for every place Ura runs: a server differs from a laptop by environment variables only."""

import os
import tempfile
from pathlib import Path

import environ
import structlog
from django.core.exceptions import ImproperlyConfigured

BASE_DIR = Path(__file__).resolve().parent.parent
VAR_DIR = BASE_DIR / "var"
env = environ.FileAwareEnv()  # X_FILE names a file that holds the secret X


def _kept_secret(name, file):
    """A secret from the environment, else from the file that ./run made on this machine."""
    path = VAR_DIR / file
    return env(name, default="").strip() or (path.read_text().strip() if path.exists() else "")


DEBUG = env.bool("URA_DEBUG", False)
SECRET_KEY = _kept_secret("SECRET_KEY", "secret.key") or "only-for-checks-and-tests"
FIELD_KEYS = _kept_secret("URA_FIELD_KEYS", "field.keys").replace(",", "\n").split()  # newest first
INDEX_KEY = _kept_secret("URA_INDEX_KEY", "index.key")  # of the search tokens; empty: made from the oldest field key
BACKUP_KEYS = _kept_secret("URA_BACKUP_KEY", "backup.key").replace(",", "\n").split()  # newest first
KEYS_PASSPHRASE = env("URA_KEYS_PASSPHRASE", default="").strip()  # seals the keys' own copy; else it is asked for
BASE_URL = env("URA_BASE_URL", default="http://127.0.0.1:8000")
ALLOWED_HOSTS = env.list("URA_HOSTS", default=["127.0.0.1", "localhost", "[::1]"])
if BASE_URL.startswith("https://") and SECRET_KEY == "only-for-checks-and-tests":
    raise ImproperlyConfigured("A server needs its own SECRET_KEY: docs/running.md says how to make one.")
CSRF_TRUSTED_ORIGINS = [BASE_URL] if BASE_URL.startswith("https://") else []
TRUSTED_PROXIES = env.int("URA_TRUSTED_PROXIES", 0)  # how many proxies stand before us

INSTALLED_APPS = [
    "ura.core",
    "ura.municipalities",
    "ura.staff",
    "ura.codelists",
    "ura.trail",
    "ura.post",
    "ura.people",
    "ura.register",
    "ura.directory",
    "ura.letters",
    "ura.guides",
    "ura.desk",
    "ura.cases",
    "ura.schemes",
    "ura.housing",
    "ura.livelihood",
    "ura.referrals",
    "ura.replies",
    "ura.rights",
    "ura.plans",
    "ura.statistics",
    "ura.office",
    "ura.portal",
    "ura.demo",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "django_htmx",
    "template_partials",
    "ninja",
    "altcha_django",
    "csp",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "ura.core.middleware.PolicyMiddleware",
    "ura.core.middleware.CookieMiddleware",
    "ura.core.middleware.LanguageMiddleware",  # before the session: its failure, too, is told in the reader's language
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "ura.staff.middleware.SignedInMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "ura.core.middleware.RefusalMiddleware",
    "ura.core.middleware.AccessLogMiddleware",
    "ura.office.elevation.ElevationMiddleware",
]

ROOT_URLCONF = "ura.urls"
WSGI_APPLICATION = "ura.wsgi.application"
FORM_RENDERER = "ura.core.renderers.UraRenderer"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "ura.core.context.page",
                "ura.office.nav.navigation",
            ],
            "builtins": [
                "django.templatetags.i18n",
                "django.templatetags.static",
                "ura.core.templatetags.ui",
            ],
        },
    }
]

_SQLITE_OPTIONS = {
    # SQLite has no row locks: a writer takes the file when its transaction begins, so none fails half way.
    "transaction_mode": "IMMEDIATE",
    "timeout": 20,
    "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA foreign_keys=ON; PRAGMA cache_size=-32000;",
}


def _database(url):
    settings = env.db_url_config(url)
    if settings["ENGINE"].endswith("sqlite3"):
        settings["OPTIONS"] = dict(_SQLITE_OPTIONS)
        # A file also for tests: threads share an in-memory database with locks that nobody waits for.
        settings["TEST"] = {"NAME": f"{tempfile.gettempdir()}/ura-test-{os.getpid()}.sqlite3"}
        if not env.bool("URA_SQLITE_FAST", False):
            # An accepted request must outlive a power cut a moment later.
            settings["OPTIONS"]["init_command"] = _SQLITE_OPTIONS["init_command"].replace("NORMAL", "FULL")
    else:
        settings["ENGINE"] = "django.db.backends.postgresql"
        settings["CONN_MAX_AGE"] = 60
        settings["CONN_HEALTH_CHECKS"] = True
        # A pool would hand one office's socket to another's forked worker. Statements are prepared on the server:
        # with the policies of the wall, planning one anew takes longer than running it.
        settings["OPTIONS"] = {"server_side_binding": True, "prepare_threshold": 5}
    return settings


DATABASES = {"default": _database(env("DATABASE_URL", default=f"sqlite:///{VAR_DIR / 'ura.sqlite3'}"))}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "ura_cache",
        # Limits, tokens of forms and requests waiting for confirmation live here: 300, the default, would lose them.
        "OPTIONS": {"MAX_ENTRIES": 100_000},
    },
    # Only national lists, the same in every process; nothing about persons.
    "local": {"BACKEND": "ura.core.kept.KeptCache", "LOCATION": "ura"},
}

AUTH_USER_MODEL = "staff.User"
AUTHENTICATION_BACKENDS = ["ura.staff.auth.EmailBackend"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "login"
LOGIN_REDIRECT_URL = "home"
LOGOUT_REDIRECT_URL = "home"

# Signing in is django-allauth's, behind our own addresses (ura/staff/urls.py) and looks.
IDLE_MINUTES = env.int("URA_IDLE_MINUTES", 30)  # without a page: signed out
ELEVATION_MINUTES = 30  # how long an administrator may read requests
INVITATION_DAYS = 7
PASSWORD_RESET_TIMEOUT = 3600
RESET_TAKES = 0.6  # seconds at least, whether the address is known or not
ACCOUNT_ADAPTER = "ura.office.account_mail.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]  # nobody signs up; staff is invited
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"  # an office knows its staff's addresses
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_SESSION_REMEMBER = False  # the cookie goes with the browser
ACCOUNT_REAUTHENTICATION_TIMEOUT = 600
ACCOUNT_PASSWORD_RESET_TOKEN_GENERATOR = "ura.staff.links.PasswordLink"
ACCOUNT_RATE_LIMITS = {"login_failed": "20/m/ip,5/300s/key"}  # in the database's cache: all workers count together
ACCOUNT_FORMS = {
    "login": "ura.staff.forms.SignInForm",
    "reset_password": "ura.staff.forms.ForgottenForm",
    "reset_password_from_key": "ura.staff.forms.NewPasswordForm",
    "change_password": "ura.staff.forms.ChangePasswordForm",
    "reauthenticate": "ura.staff.forms.PasswordAgainForm",
}
ALLAUTH_TRUSTED_PROXY_COUNT = TRUSTED_PROXIES
MFA_ADAPTER = "ura.staff.adapters.SecondFactorAdapter"
MFA_FORMS = {
    "authenticate": "ura.staff.forms.CodeForm",
    "reauthenticate": "ura.staff.forms.CodeAgainForm",
    "activate_totp": "ura.staff.forms.AppForm",
    "add_webauthn": "ura.staff.forms.KeyForm",
    "edit_webauthn": "ura.staff.forms.KeyNameForm",
}
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_ALLOW_UNVERIFIED_EMAIL = True
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not BASE_URL.startswith("https://")  # 127.0.0.1 of the demo
# Administration and restricted requests want a second factor on a server. The demo, without https, does not.
SECOND_FACTOR = env.bool("URA_SECOND_FACTOR", BASE_URL.startswith("https://"))

LANGUAGE_CODE = "sq"
LANGUAGES = [("sq", "Shqip"), ("en", "English")]
LOCALE_PATHS = [BASE_DIR / "ura" / "locale", BASE_DIR / "ura" / "locale_libraries"]
FORMAT_MODULE_PATH = "ura.core.formats"
TIME_ZONE = "Europe/Tirane"
USE_TZ = True

STATIC_URL = "static/"
STATIC_ROOT = VAR_DIR / "static"
_COLLECTED = (STATIC_ROOT / "staticfiles.json").exists()
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEBUG or not _COLLECTED
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}
WHITENOISE_USE_FINDERS = not _COLLECTED

FILES_DIR = Path(env("URA_FILES", default=str(VAR_DIR / "files")))
UPLOAD_LIMIT = env.int("URA_UPLOAD_LIMIT", 20 * 1024 * 1024)  # bytes, one attachment
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024  # what is typed; files do not count
FILE_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
CLAMD_ADDRESS = env("CLAMD_ADDRESS", default="")  # host:port or a socket's path
GLASS_MINUTES = env.int("URA_GLASS_MINUTES", default=60)  # a restricted request opened by way of exception
SEAL_CERTIFICATE = env("URA_SEAL_CERT", default="")  # a PKCS#12 file; empty: print, sign, stamp, scan
SEAL_PASSPHRASE = env("URA_SEAL_PASSPHRASE", default="").strip()

_mail = env.email_url("EMAIL_URL", default="smtp://127.0.0.1:2525")
SMTP = {
    "host": _mail["EMAIL_HOST"],
    "port": _mail["EMAIL_PORT"] or 25,
    "user": _mail.get("EMAIL_HOST_USER") or "",
    "password": _mail.get("EMAIL_HOST_PASSWORD") or "",
    "tls": "ssl" if _mail.get("EMAIL_USE_SSL") else "starttls" if _mail.get("EMAIL_USE_TLS") else "none",
    "timeout": 30,
    "folder": "/" + _mail["EMAIL_FILE_PATH"] if _mail.get("EMAIL_FILE_PATH") else "",  # filemail:///path: the demo
}
MAIL_DOMAIN = env("URA_MAIL_DOMAIN", default="ura.example.org")
INSTALLATION = env("URA_INSTALLATION", default="ura")  # written into our mails, so that a loop is recognised

SECURE = BASE_URL.startswith("https://")
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_AGE = 12 * 3600
SESSION_ENGINE = "ura.staff.session_store"
SECURE_HSTS_SECONDS = 31_536_000 if SECURE else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE
SECURE_SSL_REDIRECT = SECURE and env.bool("URA_SSL_REDIRECT", True)
SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$"]  # the watchman asks the process itself
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if TRUSTED_PROXIES else None
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'self'"],
        "img-src": ["'self'", "data:"],
        "style-src": ["'self'"],
        "script-src": ["'self'"],
        "worker-src": ["'self'", "blob:"],
        "object-src": ["'none'"],
        "base-uri": ["'none'"],
        "form-action": ["'self'"],
        "frame-ancestors": ["'none'"],
    }
}

ASKS_PER_HOUR = env.int("URA_ASKS_PER_HOUR", 10)  # requests from one address to one office, by form and API together
ALTCHA_HMAC_SECRET = SECRET_KEY
ALTCHA_WIDGET_I18N = True
SILENCED_SYSTEM_CHECKS = [
    "models.W040",  # on SQLite an index goes without the columns PostgreSQL adds to it
    "security.W008",  # the redirect to https may be the proxy's work
    "security.W021",  # the browsers' preload list is for the owner of a whole domain
]

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "json": {
            "()": structlog.stdlib.ProcessorFormatter,
            "foreign_pre_chain": [
                structlog.stdlib.add_log_level,
                structlog.stdlib.add_logger_name,
                structlog.processors.TimeStamper(fmt="iso", utc=True),
            ],
            "processors": [
                structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                structlog.processors.format_exc_info,
                structlog.processors.JSONRenderer(),
            ],
        }
    },
    # Django names the address of what it refused; the API's holds a follow-up code.
    "filters": {"without_address": {"()": "ura.core.middleware.WithoutAddress"}},
    "handlers": {"out": {"class": "logging.StreamHandler", "formatter": "json", "filters": ["without_address"]}},
    "root": {"handlers": ["out"], "level": env("URA_LOG_LEVEL", default="WARNING")},
    "loggers": {"ura": {"level": env("URA_LOG_LEVEL", default="INFO")}},
}
structlog.configure(
    processors=[
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        structlog.stdlib.ProcessorFormatter.wrap_for_formatter,
    ],
    logger_factory=structlog.stdlib.LoggerFactory(),
    wrapper_class=structlog.stdlib.BoundLogger,
    cache_logger_on_first_use=True,
)
