"""What every page must be, whatever it shows. ``check_page`` raises with every fault it finds, each as a sentence."""

import re
from dataclasses import dataclass, field
from html.parser import HTMLParser

VOID = {
    "area",
    "base",
    "br",
    "col",
    "embed",
    "hr",
    "img",
    "input",
    "link",
    "meta",
    "source",
    "track",
    "wbr",
    "path",
    "use",
    "circle",
    "rect",
}
UUID = re.compile(r"\b[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\b", re.IGNORECASE)
UNSEEN = {"script", "style", "template", "head"}


@dataclass
class Element:
    """One element of a page."""

    tag: str
    attributes: dict[str, str]
    parent: "Element | None" = None
    children: list["Element | str"] = field(default_factory=list)

    def all(self, *tags: str) -> list["Element"]:
        """Every element inside with one of these tags (all of them without any), in order."""
        found: list[Element] = []
        for child in self.children:
            if isinstance(child, Element):
                if not tags or child.tag in tags:
                    found.append(child)
                found += child.all(*tags)
        return found

    def text(self, *, spoken: bool = False) -> str:
        """The words inside; spoken: what is hidden from ears left out, names of pictures put in."""
        words = []
        for child in self.children:
            if isinstance(child, str):
                words.append(child)
            elif child.tag not in UNSEEN and not (spoken and child.attributes.get("aria-hidden") == "true"):
                words.append(child.attributes.get("alt", "") if child.tag == "img" else child.text(spoken=spoken))
        return " ".join(" ".join(words).split())

    def name(self) -> str:
        """What a screen reader calls it."""
        return self.attributes.get("aria-label") or self.text(spoken=True) or self.attributes.get("title", "")

    def inside(self, *tags: str) -> "Element | None":
        """The nearest element around it with one of these tags."""
        found = self.parent
        while found is not None and found.tag not in tags:
            found = found.parent
        return found

    def where(self) -> str:
        """Short words that lead to it in the source."""
        attributes = " ".join(f'{key}="{value}"' for key, value in list(self.attributes.items())[:3])
        return f"<{self.tag} {attributes}>".replace(" >", ">")


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.root = self.open = Element("document", {})

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        element = Element(tag, {key: value or "" for key, value in attrs}, self.open)
        self.open.children.append(element)
        if tag not in VOID:
            self.open = element

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.open.children.append(Element(tag, {key: value or "" for key, value in attrs}, self.open))

    def handle_endtag(self, tag: str) -> None:
        if tag in VOID:
            return
        closing: Element | None = self.open
        while closing is not None and closing.tag != tag:
            closing = closing.parent
        if closing is not None and closing.parent is not None:
            self.open = closing.parent

    def handle_data(self, data: str) -> None:
        self.open.children.append(data)


def read(html: str) -> Element:
    """The page as a tree."""
    reader = _Reader()
    reader.feed(html)
    return reader.root


def check_page(html: str, url: str, *, demo: bool = False) -> Element:
    """Raise ``AssertionError`` with everything that is wrong with this page; return its tree."""
    page = read(html)
    faults = [
        *_heading_and_title(page),
        *_language(page),
        *_ids(page),
        *_controls(page),
        *_forms(page),
        *_names(page),
        *_safe(page),
        *_one_verb(page),
        *_seen(page, demo=demo),
    ]
    assert not faults, f"{url}\n" + "\n".join(f"  - {fault}" for fault in faults)
    return page


def check_fragment(html: str, url: str) -> Element:
    """As ``check_page``, for a part of a page that is fetched again."""
    page = read(html)
    faults = [*_ids(page), *_controls(page), *_forms(page), *_names(page), *_safe(page), *_seen(page, demo=False)]
    assert not faults, f"{url}\n" + "\n".join(f"  - {fault}" for fault in faults)
    return page


def _heading_and_title(page: Element) -> list[str]:
    headings, titles = page.all("h1"), page.all("title")
    titles = [title for title in titles if title.inside("svg") is None]
    if len(headings) != 1 or len(titles) != 1:
        return [f"has {len(headings)} h1 and {len(titles)} title, not one of each"]
    heading, title = headings[0].text(spoken=True), titles[0].text()
    if title.startswith(("Galat:", "Error:")) or re.match(r"\(\d+\) ", title):
        return []
    return [] if heading and title.startswith(heading) else [f"title {title!r} does not start with the h1 {heading!r}"]


def _language(page: Element) -> list[str]:
    roots = page.all("html")
    return [] if roots and roots[0].attributes.get("lang") in {"id", "en"} else ["html has no lang"]


def _ids(page: Element) -> list[str]:
    ids = [element.attributes["id"] for element in page.all() if "id" in element.attributes]
    faults = [f"id {name!r} stands twice" for name in sorted({name for name in ids if ids.count(name) > 1})]
    for element in page.all():
        for attribute in ("aria-labelledby", "aria-describedby", "for"):
            missing = set(element.attributes.get(attribute, "").split()) - set(ids)
            faults += [
                f"{element.where()} points with {attribute} to {name!r}, which is not there" for name in sorted(missing)
            ]
    return faults


def _controls(page: Element) -> list[str]:
    labelled = {label.attributes.get("for") for label in page.all("label")}
    faults = []
    for control in page.all("input", "select", "textarea"):
        if control.attributes.get("type") in {"hidden", "submit", "button"}:
            continue
        named = (
            control.attributes.get("aria-label") or control.attributes.get("aria-labelledby") or control.inside("label")
        )
        if not named and control.attributes.get("id") not in labelled:
            faults.append(f"{control.where()} has no label")
    return faults


def _forms(page: Element) -> list[str]:
    faults = []
    for form in page.all("form"):
        if "action" not in form.attributes:
            faults.append(f"{form.where()} has no action")
        hidden = {control.attributes.get("name") for control in form.all("input")}
        if form.attributes.get("method", "").lower() == "post" and "csrfmiddlewaretoken" not in hidden:
            faults.append(f"{form.where()} posts without a csrf token")
    return faults


def _names(page: Element) -> list[str]:
    faults = [f"{element.where()} has no words" for element in page.all("a", "button", "summary") if not element.name()]
    for navigation in page.all("nav"):
        current = [link for link in navigation.all() if link.attributes.get("aria-current") in {"page", "step", "true"}]
        if len(current) > 1:
            faults.append(f"{navigation.where()} says twice that you are here")
    faults += [f"{image.where()} has no alt" for image in page.all("img") if "alt" not in image.attributes]
    return faults


def _safe(page: Element) -> list[str]:
    faults = [f"{style.where()} is an inline style" for style in page.all("style")]
    for element in page.all():
        faults += [
            f"{element.where()} has an inline {name}"
            for name in element.attributes
            if name == "style" or name.startswith("on")
        ]
        if element.attributes.get("href", "").lower().startswith("javascript:"):
            faults.append(f"{element.where()} runs script from a link")
    inline = [script for script in page.all("script") if "src" not in script.attributes]
    return faults + [f"{script.where()} is an inline script" for script in inline]


def _one_verb(page: Element) -> list[str]:
    """One big action per state; a question asks with its own, and in the hand the same one is docked."""
    big = [
        verb for verb in page.all("a", "button", "summary") if "btn-primary" in verb.attributes.get("class", "").split()
    ]
    words = {verb.text(spoken=True) for verb in big if not _is_asked(verb)}
    return [f"has {len(words)} big verbs: {', '.join(sorted(words))}"] if len(words) > 1 else []


def _is_asked(verb: Element) -> bool:
    around = verb.parent
    while around is not None and "s-ask" not in around.attributes.get("class", "").split():
        around = around.parent
    return around is not None


def _seen(page: Element, *, demo: bool) -> list[str]:
    text = page.text()
    faults = [f"shows the id {found}" for found in UUID.findall(text)]
    if demo and "CONTOH" not in text:
        faults.append("does not say CONTOH")
    return faults
