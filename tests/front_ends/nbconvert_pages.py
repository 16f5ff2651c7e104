"""nbconvert to HTML, and to PDF by Chromium (webpdf) and by Qt (qtpdf).

A third way to PDF goes by LaTeX, and no package of PyPI has that.
"""

import json
import os
import subprocess
import sys
from pathlib import Path

import pypdfium2
from playwright.sync_api import sync_playwright

LIMIT_S = 300

# The first colour of Thaw's figures.
BLUE = (0x00, 0x72, 0xB2)

# What the small notebook shows, whoever converts it.
WORDS = ["Small", "half is 21", "hidden", "1,234", "RangeError", "no such thing"]

chromium, bundled = (Path(argument) for argument in sys.argv[1:])


def markdown(text):
    return {"cell_type": "markdown", "metadata": {}, "source": text}


def code(text):
    return {
        "cell_type": "code",
        "metadata": {},
        "source": text,
        "execution_count": None,
        "outputs": [],
    }


SMALL = {
    "nbformat": 4,
    "nbformat_minor": 4,
    "metadata": {
        "kernelspec": {
            "name": "thaw",
            "display_name": "TypeScript (Thaw)",
            "language": "typescript",
        }
    },
    "cells": [
        markdown("# Small\n\n$$\\frac{x}{1 - p}$$"),
        code('import * as thaw from "thaw"; "half is " + 42 / 2'),
        code("thaw.lossCurve({ epoch: [0, 1], history: { loss: [2, 1] } })"),
        code('new thaw.Table(["layer", "size"], [["hidden", 1234], ["out", 7]])'),
        code("new thaw.IntSlider({ value: 3 })"),
        code('function deep() { throw new RangeError("no such thing"); }\ndeep();'),
    ],
}


def put_browser(folder):
    """Puts Chromium where Playwright looks for the one it would download."""
    os.environ["PLAYWRIGHT_BROWSERS_PATH"] = str(folder)
    with sync_playwright() as playwright:
        whole = Path(playwright.chromium.executable_path)
    revision = whole.relative_to(folder).parts[0].removeprefix("chromium-")
    system = whole.parent.name.removeprefix("chrome-")
    shell = folder / f"chromium_headless_shell-{revision}"
    path = shell / f"chrome-headless-shell-{system}" / "chrome-headless-shell"
    path.parent.mkdir(parents=True)
    path.symlink_to(chromium)
    (shell / "INSTALLATION_COMPLETE").touch()


def nbconvert(notebook, to, *options):
    subprocess.run(
        [sys.executable, "-m", "nbconvert", "--log-level=ERROR", f"--to={to}"]
        + [*options, str(notebook)],
        check=True,
        timeout=LIMIT_S,
    )


def printed(notebook, to, *options):
    """The PDF of a notebook."""
    nbconvert(notebook, to, f"--output={to}", "--output-dir=.", *options)
    return pypdfium2.PdfDocument(f"{to}.pdf")


def texts(pdf):
    return [page.get_textpage().get_text_range() for page in pdf]


def has_colour(page, colour):
    # Large enough that a line is more than its soft edges.
    return bytes(colour) in bytes(page.render(scale=3, rev_byteorder=True).buffer)


put_browser(Path.cwd() / "browsers")
# Qt draws on no screen by VNC alone, where it asks for no OpenGL.
os.environ.update(
    QT_QPA_PLATFORM="vnc",
    QT_QUICK_BACKEND="software",
    QTWEBENGINE_DISABLE_SANDBOX="1",
    QTWEBENGINE_CHROMIUM_FLAGS="--no-sandbox --disable-gpu",
)
small = Path("small.ipynb")
small.write_text(json.dumps(SMALL))
nbconvert(small, "notebook", "--execute", "--allow-errors", "--inplace")

nbconvert(small, "html")
html = Path("small.html").read_text()
for word in [*WORDS, "image/svg+xml", "application/vnd.jupyter.widget-state+json", "IntSliderModel"]:
    assert word in html, f"html: no {word}"
print("html: code, a figure, a table, an error, a widget's state")

for to, *options in [["webpdf", "--disable-chromium-sandbox"], ["qtpdf"]]:
    pdf = printed(small, to, *options)
    text = "\n".join(texts(pdf))
    for word in WORDS:
        assert word in text, f"{to}: no {word} in\n{text}"
    assert any(has_colour(page, BLUE) for page in pdf), f"{to}: no figure"

    pages = texts(printed(bundled, to, *options))
    assert all(page.strip() for page in pages), f"{to}: an empty page"
    headings = [
        cell["source"][0].strip("#\n ")
        for cell in json.loads(bundled.read_text())["cells"]
        if cell["cell_type"] == "markdown" and cell["source"][0].startswith("#")
    ]
    lost = [heading for heading in headings if heading not in "\n".join(pages)]
    assert not lost, f"{to}: no heading {lost}"
    print(f"{to}: the same, without the widget; {bundled.name} on {len(pages)} pages")
