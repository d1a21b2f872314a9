"""Ways to label utterances, compared on dialogues that no training saw: prints a table.

usage: python bench/labels.py

Rules, n-grams, n-grams with what the rules find, spaCy's text categoriser and the trained encoder,
all on the corpus's own split; the public corpora are used by the trained encoder alone.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from sklearn.feature_extraction import DictVectorizer
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import make_pipeline, make_union

from analyser.pipeline.classify import TRAINED
from analyser.pipeline.encoder.codes import ACT_OF
from analyser.pipeline.encoder.engine import Encoder
from analyser.pipeline.punctuation import unmarked
from analyser.pipeline.rules.engine import labels
from analyser.pipeline.rules.situation import Line
from analyser.train.dialogues import Spoken, read_corpus
from analyser.train.examples import seen
from analyser.train.figures import figures
from analyser.train.split import read_split

CORPUS = Path(__file__).resolve().parent.parent / "corpus"
EPOCHS = 6

Dialogue = Sequence[Spoken]
Write = Callable[[str], str]
Label = Callable[[Dialogue, Write], list[str]]


def main() -> None:
    """Teach each way, judge it, print a row."""
    corpus, split = read_corpus(CORPUS / "dialogues"), read_split(CORPUS)
    learnt = list(split.train_of(corpus).values())
    judging = split.test_of(corpus)
    print("| way | three, six as written | bare | disguised | others' author | a second |")
    print("| --- | --- | --- | --- | --- | --- |")
    for name, teach in WAYS.items():
        label = teach(learnt)
        print(f"| {name} | {row(label, judging)} |", flush=True)


def row(label: Label, judging: Mapping[str, Dialogue]) -> str:
    """Figures on all dialogues that judge, on those of the author nobody learnt from, and speed."""
    stranger = {name: rows for name, rows in judging.items() if name.startswith("e-")}
    began = time.perf_counter()
    written = scored(label, judging, str)
    speed = written.count / (time.perf_counter() - began)
    plain, theirs = scored(label, judging, unmarked), scored(label, stranger, str)
    return (
        f"{written.three:.3f}, {written.six:.3f} | {plain.three:.3f}, {plain.six:.3f}"
        f" | {written.disguised:.3f} | {theirs.three:.3f}, {theirs.six:.3f} | {speed:.0f}"
    )


def scored(label: Label, dialogues: Mapping[str, Dialogue], write: Write) -> Any:
    """The figures of one way."""
    gold = [one.code for rows in dialogues.values() for one in rows]
    found = [act for rows in dialogues.values() for act in label(rows, write)]
    return figures(gold, found, [1.0] * len(found))


def by_rules(_learnt: Sequence[Dialogue]) -> Label:
    """The project's rules."""
    return lambda rows, write: [one.act for one in _ruled(rows, write)]


def _ruled(rows: Dialogue, write: Write) -> list[Any]:
    lines = [Line(text=write(one.text), speaker=one.speaker, role=one.role) for one in rows]
    return list(labels(lines))


def by_n_grams(learnt: Sequence[Dialogue]) -> Label:
    """Words and letters in a logistic regression."""
    words = TfidfVectorizer(ngram_range=(1, 3), min_df=2, sublinear_tf=True, token_pattern=_TOKEN)
    letters = TfidfVectorizer(analyzer="char_wb", ngram_range=(2, 5), min_df=2, sublinear_tf=True)
    model = make_pipeline(make_union(words, letters), _regression())
    texts, codes = _shown(learnt)
    model.fit(texts, codes)
    return lambda rows, write: _acts(model.predict([write(one.text) for one in rows]))


def by_syntax(learnt: Sequence[Dialogue]) -> Label:
    """The same, with the rule that decided (it reads the parse), the role and the neighbours."""
    words = TfidfVectorizer(ngram_range=(1, 3), min_df=2, sublinear_tf=True, token_pattern=_TOKEN)
    known = DictVectorizer()
    model = _regression()

    def table(dialogues: Sequence[tuple[Dialogue, Write]], *, first: bool) -> Any:
        from scipy.sparse import hstack

        texts = [write(one.text) for rows, write in dialogues for one in rows]
        facts = [fact for rows, write in dialogues for fact in _facts(rows, write)]
        parts = (
            (words.fit_transform(texts), known.fit_transform(facts))
            if first
            else (words.transform(texts), known.transform(facts))
        )
        return hstack(parts).tocsr()

    both = [(rows, write) for rows in learnt for write in (str, unmarked)]
    codes = [one.code for rows, _ in both for one in rows]
    model.fit(table(both, first=True), codes)
    return lambda rows, write: _acts(model.predict(table([(rows, write)], first=False)))


def _facts(rows: Dialogue, write: Write) -> list[dict[str, Any]]:
    ruled = _ruled(rows, write)
    return [
        {
            "rule": label.rule,
            "act": f"{label.act} {label.form}",
            "role": one.role,
            "before": ruled[n - 1].act if n else "",
            "same": n > 0 and rows[n - 1].speaker == one.speaker,
        }
        for n, (one, label) in enumerate(zip(rows, ruled, strict=True))
    ]


def by_textcat(learnt: Sequence[Dialogue]) -> Label:
    """SpaCy's own text categoriser (bag of words)."""
    import random

    import spacy
    from spacy.training import Example

    nlp = spacy.blank("en")
    categoriser: Any = nlp.add_pipe("textcat")
    texts, codes = _shown(learnt)
    names = sorted(set(codes))
    for name in names:
        categoriser.add_label(name)
    examples = [
        Example.from_dict(nlp.make_doc(text), {"cats": {n: float(n == code) for n in names}})
        for text, code in zip(texts, codes, strict=True)
    ]
    optimiser = nlp.initialize(lambda: examples[:500])
    random.seed(1)
    for _ in range(EPOCHS):
        random.shuffle(examples)
        for at in range(0, len(examples), 64):
            nlp.update(examples[at : at + 64], sgd=optimiser)

    def label(rows: Dialogue, write: Write) -> list[str]:
        docs = nlp.pipe(write(one.text) for one in rows)
        return _acts(max(doc.cats, key=doc.cats.__getitem__) for doc in docs)

    return label


def by_encoder(_learnt: Sequence[Dialogue]) -> Label:
    """The trained network as it is packed."""
    model = Encoder(TRAINED)
    return lambda rows, write: [one.act for one in model.labels(seen(rows, write))]


def _shown(learnt: Sequence[Dialogue]) -> tuple[list[str], list[str]]:
    """Every text as written and bare, with its class."""
    pairs = [
        (write(one.text), one.code) for rows in learnt for one in rows for write in (str, unmarked)
    ]
    return [text for text, _ in pairs], [code for _, code in pairs]


def _regression() -> LogisticRegression:
    return LogisticRegression(C=8, class_weight="balanced", max_iter=400)


def _acts(codes: Any) -> list[str]:
    return [ACT_OF[code] for code in np.asarray(list(codes)).tolist()]


_TOKEN = r"(?u)[\w']+|\?"  # noqa: S105  (a pattern, not a password)

WAYS: dict[str, Callable[[Sequence[Dialogue]], Label]] = {
    "rules over the parse": by_rules,
    "n-grams (TF-IDF, logistic regression)": by_n_grams,
    "n-grams + syntax, rule, role, neighbours": by_syntax,
    "spaCy's text categoriser": by_textcat,
    "MiniLM, fine-tuned, int8": by_encoder,
}

if __name__ == "__main__":
    main()
