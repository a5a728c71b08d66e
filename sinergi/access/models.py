"""People, the posts they hold, and how they are let in. Rights come from the post and the unit."""

from typing import Any

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from sinergi.core.ids import new_id


class People(BaseUserManager["Person"]):
    """How Django's and allauth's sign-in find a person."""

    def get_by_natural_key(self, username: str | None) -> "Person":
        return self.get(email__iexact=username)

    def create_user(self, email: str, password: str | None = None, **fields: Any) -> "Person":
        """A person with a password (None: unusable until an invitation is taken up)."""
        person = self.model(email=email.lower(), **fields)
        person.set_password(password)
        person.save(using=self._db)
        return person


class Person(AbstractBaseUser):
    """Somebody who may sign in. Retention: while any posting is kept, then name and number are erased."""

    id = models.UUIDField(primary_key=True, default=new_id)
    email = models.EmailField(unique=True)
    name = models.CharField(max_length=120)
    rank = models.CharField(max_length=40, blank=True)
    service_number = models.CharField(max_length=20, blank=True)
    """NIP (18 digits) or NRP (8 digits)."""
    phone = models.CharField(max_length=30, blank=True)
    clearance = models.CharField(max_length=2, default="B")
    """Biasa, Terbatas, Rahasia, Sangat Rahasia: B, T, R, SR."""
    language = models.CharField(max_length=2, default="id")
    is_active = models.BooleanField(default=True)
    objects = People()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"

    def __str__(self) -> str:
        return self.name


class Post(models.Model):
    """A jabatan in a unit, with the functions policy knows it by."""

    id = models.UUIDField(primary_key=True, default=new_id)
    unit = models.ForeignKey("units.Unit", on_delete=models.PROTECT, related_name="+")
    title = models.CharField(max_length=80)
    functions = ArrayField(models.CharField(max_length=30))

    class Meta:
        constraints = [models.UniqueConstraint(fields=["unit", "title"], name="post_title_is_unique_in_its_unit")]

    def __str__(self) -> str:
        return self.title


class Posting(models.Model):
    """A person holds a post from–until, acting or not. Retention: permanent (who held which rights when)."""

    id = models.UUIDField(primary_key=True, default=new_id)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="postings")
    post = models.ForeignKey(Post, on_delete=models.PROTECT, related_name="postings")
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField(null=True, blank=True)
    is_acting = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_at__isnull=True) | Q(ends_at__gte=F("starts_at")), name="posting_ends_after_it_starts"
            )
        ]

    def __str__(self) -> str:
        return f"{self.person} · {self.post}"


class Token(models.Model):
    """A machine's way in: bound to a posting, hashed, scoped, expiring. Retention: with its posting."""

    id = models.UUIDField(primary_key=True, default=new_id)
    posting = models.ForeignKey(Posting, on_delete=models.PROTECT, related_name="tokens")
    name = models.CharField(max_length=80)
    secret_hash = models.BinaryField(max_length=32, unique=True)
    scopes = ArrayField(models.CharField(max_length=10))
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return self.name


class SignIn(models.Model):
    """One browser signed in to one posting: listed and revocable. ``key`` is the hash of its session's key.

    Retention: with its posting.
    """

    id = models.UUIDField(primary_key=True, default=new_id)
    posting = models.ForeignKey(Posting, on_delete=models.PROTECT, related_name="sign_ins")
    key_hash = models.BinaryField(max_length=32, unique=True)
    device = models.CharField(max_length=120, blank=True)
    created_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return f"{self.posting} · {self.device}"
