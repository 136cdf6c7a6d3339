"""The same texts by scikit-learn's logistic regression on word (Chinese: character) 1-2-grams: peer.py FOLDER FILE
FILE becomes a JSON object, by name of the texts what IntentBenchmark puts beside its own numbers."""

import csv
import json
import sys
import time

from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression

folder, file = sys.argv[1:]
found = {}


def rows(name):
    with open(f"{folder}/{name}", encoding="utf-8", newline="") as file:
        return list(csv.reader(file))[1:]


def course(name, learn, test, **shape):
    began = time.time()
    vectors = TfidfVectorizer(ngram_range=(1, 2), sublinear_tf=True, **shape)
    model = LogisticRegression(C=10, max_iter=200)
    model.fit(vectors.fit_transform([text for text, _ in learn]), [label for _, label in learn])
    trained = time.time()
    right = model.score(vectors.transform([text for text, _ in test]), [label for _, label in test])
    texts = [text for text, _ in test[:200]]
    one = time.time()
    for text in texts:
        model.predict_proba(vectors.transform([text]))
    took = (time.time() - one) / len(texts) * 1000
    size = (model.coef_.nbytes + model.intercept_.nbytes) / (1 << 20)
    found[name] = {
        "accuracy": f"scikit-learn {right:.4f}",
        "prediction": f"scikit-learn {took:.2f} ms",
        "training": f"scikit-learn {trained - began:.1f} s, weights {size:.0f} MB",
    }


course("banking77", [(r[0], r[1]) for r in rows("train.csv")], [(r[0], r[1]) for r in rows("test.csv")])
shop = [(r[2], r[0]) for r in rows("online_shopping_10_cats.csv")]
course("online_shopping_10_cats", [s for i, s in enumerate(shop) if i % 5], [s for i, s in enumerate(shop) if i % 5 == 0],
       analyzer="char", min_df=3)
with open(file, "w", encoding="utf-8") as target:
    json.dump(found, target)
