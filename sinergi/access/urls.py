"""Addresses of this room's own pages."""

from django.urls import path

from sinergi.access.views import account, door, people

app_name = "access"
urlpatterns = [
    path("account/", account.security, name="security"),
    path("account/enter/", door.enter, name="enter"),
    path("account/tokens/", account.issue_token, name="issue_token"),
    path("account/tokens/<uuid:token_id>/revoke/", account.revoke_token, name="revoke_token"),
    path("account/sign-ins/<uuid:sign_in_id>/end/", account.end_sign_in, name="end_sign_in"),
    path("sign-out/", door.sign_out, name="sign_out"),
    path("people/", people.people, name="people"),
    path("people/invite/", people.invite, name="invite"),
    path("people/known/", people.post_person, name="post_person"),
    path("people/posts/new/", people.create_post, name="create_post"),
    path("people/postings/<uuid:posting_id>/", people.posting, name="posting"),
    path("people/postings/<uuid:posting_id>/invite/", people.invite_again, name="invite_again"),
    path("people/postings/<uuid:posting_id>/end/", people.end_posting, name="end_posting"),
    path("people/postings/<uuid:posting_id>/hand-over/", people.hand_over, name="hand_over"),
    path("-/demo/", door.demo, name="demo"),
    path("-/demo/enter/", door.demo_enter, name="demo_enter"),
]
