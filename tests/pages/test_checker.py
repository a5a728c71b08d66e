"""The page checker finds each fault on a page broken on purpose, and nothing on a good one."""

import pytest

from tests.page_checker import check_page

GOOD = """<!doctype html><html lang="id"><head><title>Papan · Sinergi</title><script src="/a.js"></script></head>
<body>
<nav aria-label="Menu"><a href="/" aria-current="page">Beranda</a><a href="/b/">
<svg aria-hidden="true"></svg>Papan</a></nav>
<h1>Papan</h1> <span>CONTOH</span>
<form method="post" action="/x/"><input type="hidden" name="csrfmiddlewaretoken" value="x">
<label for="n">Nama</label><input id="n" name="n" aria-describedby="h"><p id="h">Seperti di kartu</p>
<button>Kirim</button></form>
</body></html>"""


def test_a_good_page_passes() -> None:
    page = check_page(GOOD, "/", demo=True)
    assert page.all("h1")[0].text() == "Papan"


@pytest.mark.parametrize(
    ("good", "bad", "fault"),
    [
        ("<h1>Papan</h1>", "", "0 h1"),
        ("<h1>Papan</h1>", "<h1>Papan</h1><h1>Lagi</h1>", "2 h1"),
        ("<title>Papan", "<title>Daftar", "does not start with the h1"),
        ('lang="id"', "", "no lang"),
        ('<p id="h">', '<p id="n">', "stands twice"),
        ('<p id="h">', "<p>", "points with aria-describedby"),
        ('<label for="n">Nama</label>', "", "has no label"),
        (' action="/x/"', "", "has no action"),
        ('<input type="hidden" name="csrfmiddlewaretoken" value="x">', "", "without a csrf token"),
        ("<button>Kirim</button>", "<button><svg></svg></button>", "has no words"),
        (">Beranda</a>", "></a>", "has no words"),
        ('<a href="/b/">', '<a href="/b/" aria-current="page">', "twice that you are here"),
        ("<h1>", '<h1 style="color:red">', "inline style"),
        ("<h1>", '<h1 onclick="x()">', "inline onclick"),
        ('<script src="/a.js">', "<script>alert(1)", "inline script"),
        ("<button>Kirim</button>", '<button>Kirim</button><a href="javascript:x()">x</a>', "runs script from a link"),
        ("<h1>Papan</h1>", "<h1>Papan</h1>0192a3b4-0000-7000-8000-0123456789ab", "shows the id"),
        ("CONTOH", "", "does not say CONTOH"),
        (
            "CONTOH",
            'CONTOH <a class="btn btn-primary" href="/1/">A</a><a class="btn btn-primary" href="/2/">B</a>',
            "big verbs: A, B",
        ),
        ("<h1>Papan</h1>", '<h1>Papan</h1><img src="/a.png">', "has no alt"),
    ],
)
def test_each_fault_is_found(good: str, bad: str, fault: str) -> None:
    assert good in GOOD
    with pytest.raises(AssertionError, match=fault):
        check_page(GOOD.replace(good, bad), "/", demo=True)


@pytest.mark.parametrize("title", ["Galat: Papan", "(2) KRITIS belum dijawab"])
def test_a_refused_form_and_a_ringing_alarm_may_begin_otherwise(title: str) -> None:
    check_page(GOOD.replace("<title>Papan", f"<title>{title}"), "/")
