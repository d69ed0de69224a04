"""Train the scorer's table from labelled pages; the same data give the same table.

    python train_scorer.py FOLDER    cross-validate by site, print the curves, write scorer.json

FOLDER holds `boilerplate/dev.jsonl` (documents: lines; labels 1 article, 0 boilerplate, null unknown; words;
flags; site; lang; mode), `articles/*.tsv` (tag, tab, line) and `blocks/*.jsonl` (label, text). Needs numpy,
scikit-learn and catboost, which the package itself does not.

How it is trained
- Words: two logistic regressions over words and pairs of words that occur on several sites, one for
  boilerplate, one for readers' comments. Weights below a bar are dropped.
- Trees: gradient boosting (logistic loss, Newton steps) over yes-or-no questions about the features. Words'
  evidence for a site comes from regressions that never saw the site, else the trees would trust it too much.
- A line weighs as much as its words. Article lines weigh more where they are a large part of a short article,
  or where a page has far more boilerplate than article: what hurts is a page that loses its article.
- Half of all pages are measured once more without any words, since the table has to do in languages that it
  has no words for; and pages are measured with their boilerplate taken out, all of it, some, or what a first
  model would take: what is left must not look like boilerplate because its neighbours went.
"""

from __future__ import annotations

import argparse
import json
import math
import tempfile
import time
import zlib
from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from textclean.boilerplate import arrays, scorer
from textclean.boilerplate.blocks import Block, fold, split
from textclean.boilerplate.features import (
    CLASSES,
    FLAGS,
    NAMES,
    Key,
    Words,
    gaps,
    keys,
    normalized,
    samples,
    tokens,
)
from textclean.boilerplate.matcher import Matcher
from textclean.boilerplate.ruleset import shipped_rules

Array = npt.NDArray[Any]
Earlier = Sequence[Array] | None
"""Scores of an earlier model, a page each."""
Question = tuple[str, int]
SITES, BAR = 6, 10  # least sites of a word; least weight kept, in sixteenths
TREES, DEPTH, RATE, GRIP = 120, 6, 0.15, 5.0
FOLDS = 5
NONE: Words = {}
THRESHOLDS = {"careful": (1.1, 2.9), "thorough": (0.2, 2.5)}
"""Log-odds from which a block goes, and how much more where all blocks are short; chosen on pages whose sites
were left out, removing round after round until nothing more went."""
CHUNKS = (16, TREES - 16)
"""Trees between which a block can be settled."""


class Page(NamedTuple):
    """A labelled document, cut into blocks."""

    group: str
    """What the curves are drawn by: language and mode."""
    site: str
    text: str
    folded: str
    blocks: list[Block]
    labels: Array
    """1 article, 0 boilerplate, -1 unknown."""
    sizes: Array
    """Words of each block."""
    comment: Array
    """Whether a block belongs to a thread of readers' comments."""
    hits: dict[int, int]
    looked: list[list[Key]]
    """What is looked up for each block."""


def page_of(
    group: str,
    site: str,
    lines: Sequence[str],
    labels: Sequence[int | None],
    words: Sequence[int],
    comments: Sequence[bool],
    matcher: Matcher,
) -> Page:
    """Cut a document into blocks and carry the labels of its lines over."""
    text = "\n".join(lines) + "\n"
    folded = fold(text)
    blocks = split(text)
    starts = np.cumsum([0, *(len(line) + 1 for line in lines)])
    kinds, sizes, threads = [], [], []
    for block in blocks:
        first = int(np.searchsorted(starts, block.start, side="right")) - 1
        last = int(np.searchsorted(starts, block.end - 1, side="right"))
        found = {labels[index] for index in range(first, last) if lines[index].strip()}
        label = found.pop() if len(found) == 1 else None
        kinds.append(-1 if label is None else label)
        sizes.append(sum(words[first:last]))
        threads.append(any(comments[first:last]))
    hits = {index: scorer.strength_of(rules) for index, rules in matcher.hits(text, blocks).items()}
    looked = [keys(tokens(normalized(sample))) for sample in samples(folded, blocks)]
    return Page(
        group,
        site,
        text,
        folded,
        blocks,
        np.array(kinds),
        np.array(sizes, float),
        np.array(threads),
        hits,
        looked,
    )


def read(folder: Path) -> list[Page]:
    """All labelled documents."""
    matcher = Matcher(shipped_rules())
    pages = []
    for line in (folder / "boilerplate" / "dev.jsonl").read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        group = ("en" if row["lang"] == "en" else "other") + " " + row["mode"]
        threads = [row["flags"].get(str(index)) == "comment" for index in range(len(row["lines"]))]
        pages.append(page_of(group, row["site"], row["lines"], row["labels"], row["words"], threads, matcher))
    for path in sorted((folder / "articles").glob("*.tsv")):
        rows = [line.split("\t", 1) for line in path.read_text(encoding="utf-8").splitlines()]
        lines = [row[1] if len(row) > 1 else "" for row in rows]
        labels = [None if row[0] in "M_" else int(row[0] == "C") for row in rows]
        sizes = [len(line.split()) for line in lines]
        pages.append(page_of("articles", path.name, lines, labels, sizes, [False] * len(lines), matcher))
    return [page for page in pages if page.blocks]


def read_blocks(folder: Path) -> tuple[list[list[Key]], list[int]]:
    """Single labelled blocks: what is looked up for them, and 1 for boilerplate."""
    looked, labels = [], []
    for path in sorted((folder / "blocks").glob("*.jsonl")):
        for line in path.read_text(encoding="utf-8").splitlines():
            row = json.loads(line)
            looked.append(keys(tokens(normalized(fold(row["text"])).strip())))
            labels.append(int(row["label"] != "content"))
    return looked, labels


def fold_of(site: str) -> int:
    """The fold of a site, the same on every machine."""
    return zlib.crc32(site.encode()) % FOLDS


def train_words(pages: Sequence[Page], singles: tuple[list[list[Key]], list[int]]) -> Words:
    """The weights of words and pairs."""
    from sklearn.linear_model import LogisticRegression  # type: ignore[import-untyped,import-not-found,unused-ignore]

    sites: dict[Key, set[str]] = defaultdict(set)
    for page in pages:
        for looked in page.looked:
            for key in looked:
                if len(sites[key]) < SITES:
                    sites[key].add(page.site)
    known = {
        key: index
        for index, key in enumerate(sorted((k for k, s in sites.items() if len(s) == SITES), key=str))
    }
    x = design([*(looked for page in pages for looked in page.looked), *singles[0]], known)
    kind = np.concatenate([*(page.labels for page in pages), 1 - np.array(singles[1], int)])
    size = np.concatenate([*(page.sizes for page in pages), np.full(len(singles[0]), 10.0)])
    thread = np.concatenate([*(page.comment for page in pages), np.zeros(len(singles[0]), bool)])
    weight = np.sqrt(np.clip(size, 1, 60))
    words: dict[Key, complex] = defaultdict(complex)
    for unit, rows, target in ((1, kind >= 0, kind == 0), (1j, (kind == 1) | ((kind == 0) & thread), thread)):
        model = LogisticRegression(max_iter=40, tol=1e-3)
        model.fit(x[rows], target[rows], sample_weight=weight[rows])
        coefficients = np.rint(16 * model.coef_[0]).astype(int).tolist()
        for key, value in zip(known, coefficients, strict=True):
            if abs(value) >= BAR:
                words[key] += value * unit
    return dict(words)


def design(rows: Sequence[list[Key]], known: dict[Key, int]) -> Any:
    """The sparse matrix of keys, scaled as `features.evidence` scales them."""
    from scipy.sparse import csr_matrix  # type: ignore[import-untyped,import-not-found,unused-ignore]

    columns: list[int] = []
    values: list[float] = []
    ends = [0]
    for looked in rows:
        found = [known[key] for key in looked if key in known]
        columns += found
        values += [1 / max(len(looked), 1) ** 0.5] * len(found)
        ends.append(len(columns))
    matrix = csr_matrix(
        (np.array(values), np.array(columns, np.int32), np.array(ends)), (len(rows), len(known))
    )
    matrix.sum_duplicates()
    return matrix


_LEXICONS: list[tuple[Words, arrays.Lexicon]] = []


def lexicon(words: Words) -> arrays.Lexicon:
    """Words ready to be looked up, made once for each set of them."""
    for held, made in _LEXICONS:
        if held is words:
            return made
    _LEXICONS.append((words, arrays.lexicon_of(words)))
    return _LEXICONS[-1][1]


def columns_of_page(page: Page, words: Words) -> Array:
    """A page's features, a row for each."""
    own = arrays.own(page.text, page.folded, page.blocks, lexicon(words))
    return arrays.measure(own, gaps(page.text, page.blocks), page.hits)


def without(page: Page, out: Array) -> Page:
    """The page with some blocks taken out, the blank lines after the others as they were."""
    left = [index for index in range(len(page.blocks)) if not out[index]]
    parts: list[str] = []
    blocks, position = [], 0
    for index in left:
        block = page.blocks[index]
        after = page.blocks[index + 1].start if index + 1 < len(page.blocks) else len(page.text)
        blocks.append(block._replace(start=position, end=position + block.end - block.start))
        parts.append(
            page.text[block.start : after] if after > block.end else page.text[block.start : block.end] + "\n"
        )
        position += len(parts[-1])
    text = "".join(parts)
    hits = {new: page.hits[old] for new, old in enumerate(left) if old in page.hits}
    return page._replace(
        text=text,
        folded=fold(text),
        blocks=blocks,
        labels=page.labels[left],
        sizes=page.sizes[left],
        hits=hits,
    )


def weights(page: Page) -> Array:
    """How much each block counts in training."""
    article = page.sizes[page.labels == 1].sum() + 50
    other = page.sizes[page.labels == 0].sum()
    hurt = np.clip(page.sizes + 1000 * np.minimum(page.sizes / article, 0.2), 1, 80)
    weight = np.where(
        page.labels == 1, hurt * np.clip(1 + 2 * other / article, 1, 20), np.clip(page.sizes, 1, 80)
    )
    return np.where(page.labels < 0, 0, weight)


def variants(
    number: int, page: Page, scores: Array | None, random: np.random.Generator
) -> list[tuple[Array, float]]:
    """What to leave out of a page, and how much it then counts: nothing, boilerplate, what a round takes."""
    found = [(np.zeros(len(page.blocks), bool), 1.0)]
    if number % 3 == 0:
        found.append((page.labels == 0, 0.6))
    elif number % 3 == 1:
        runs = np.repeat(random.random(len(page.blocks) // 4 + 1) < 0.5, 4)[: len(page.blocks)]
        found.append(((page.labels == 0) & runs, 0.6))
    if scores is not None:
        found.append((scores > (3, 2, 1)[number % 3], 0.8))
    return found


def training_rows(
    pages: Sequence[Page], words: Sequence[Words], scores: Earlier
) -> tuple[Array, Array, Array]:
    """Rows, targets and weights for the trees, of each page and its variants."""
    random = np.random.default_rng(1)
    rows, kinds, weight = [], [], []
    for number, page in enumerate(pages):
        own, counts = words[fold_of(page.site)], weights(page)
        for out, factor in variants(number, page, scores[number] if scores else None, random):
            if not out.all():
                variant = without(page, out) if out.any() else page
                rows.append(columns_of_page(variant, own).T)
                kinds.append(variant.labels == 0)
                weight.append(counts[~out] * factor)
        if number % 2:
            rows.append(columns_of_page(page, NONE).T)
            kinds.append(page.labels == 0)
            weight.append(counts * 0.4)
    known = np.concatenate(weight) > 0
    return np.concatenate(rows)[known], np.concatenate(kinds)[known], np.concatenate(weight)[known]


def columns_of(rows: Array) -> tuple[Array, list[tuple[str, int | None]]]:
    """The features as trees can cut them: a class, and a bit of a set, becomes a column of 0 and 1."""
    columns: list[Array] = []
    names: list[tuple[str, int | None]] = []
    for name, column in zip(NAMES, rows.T, strict=True):
        if name in CLASSES:
            parts = [(value, column == value) for value in range(16)]
        elif name in FLAGS:
            parts = [(1 << bit, column & (1 << bit) > 0) for bit in range(7)]
        else:
            columns.append(column)
            names.append((name, None))
            continue
        columns += [part for _, part in parts]
        names += [(name, value) for value, _ in parts]
    return np.column_stack(columns).astype(np.float32), names


def boost(rows: Array, target: Array, weight: Array) -> list[tuple[list[Question], list[int]]]:
    """Oblivious trees by gradient boosting: their questions, and their leaves in hundredths."""
    from catboost import CatBoostClassifier  # type: ignore[import-untyped,import-not-found,unused-ignore]

    matrix, names = columns_of(rows)
    model = CatBoostClassifier(
        iterations=TREES,
        depth=DEPTH,
        learning_rate=RATE,
        l2_leaf_reg=GRIP,
        border_count=32,
        random_seed=1,
        bootstrap_type="Bernoulli",
        subsample=0.6,
        rsm=0.5,
        thread_count=1,
        verbose=0,
        allow_writing_files=False,
        boost_from_average=False,
    ).fit(matrix, target, sample_weight=weight / weight.mean())
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "model.json"
        model.save_model(str(path), format="json")
        written = json.loads(path.read_text())
    scale, bias = written["scale_and_bias"][0], written["scale_and_bias"][1][0]
    trees = []
    for number, tree in enumerate(written["oblivious_trees"]):
        asked = []
        for cut in tree["splits"]:
            name, value = names[cut["float_feature_index"]]
            asked.append((name, math.floor(cut["border"]) if value is None else value))
        leaves = [round(100 * (scale * leaf + (bias if number == 0 else 0))) for leaf in tree["leaf_values"]]
        trees.append((asked, leaves))
    return trees


def train_trees(pages: Sequence[Page], words: Sequence[Words], scores: Earlier) -> dict[str, Any]:
    """Questions and trees, only those questions that a tree asks."""
    rows, target, weight = training_rows(pages, words, scores)
    trees = boost(rows, target, weight)
    used = sorted({question for asked, _ in trees for question in asked})
    place = {question: index for index, question in enumerate(used)}
    return {
        "questions": used,
        "chunks": exits(rows, trees),
        "trees": [[[place[question] for question in asked], leaves] for asked, leaves in trees],
    }


def exits(rows: Array, trees: Sequence[tuple[list[Question], list[int]]]) -> list[list[int]]:
    """Chunks of trees, with the sums, in hundredths, beyond which one block in a thousand is turned later."""
    sums, total, start = [], np.zeros(len(rows)), 0
    for size in CHUNKS:
        for asked, leaves in trees[start : start + size]:
            state = np.zeros(len(rows), np.int64)
            for level, (name, cut) in enumerate(asked):
                column = rows[:, NAMES.index(name)]
                yes = (
                    column == cut if name in CLASSES else column & cut > 0 if name in FLAGS else column > cut
                )
                state += yes.astype(np.int64) << level
            total = total + np.array(leaves)[state]
        start += size
        sums.append(total)
    low, high = 100 * THRESHOLDS["thorough"][0], 100 * sum(THRESHOLDS["careful"])
    found: list[list[int]] = []
    for size, partial in zip(CHUNKS[:-1], sums, strict=False):
        below = float(np.quantile(partial[total >= low], 0.001))
        above = float(np.quantile(partial[total < high], 0.999))
        found.append([size, round(below), round(max(above, high))])
    return [*found, [CHUNKS[-1], -9999, 9999]]


def table_of(words: Words, trees: dict[str, Any]) -> dict[str, Any]:
    """What is shipped."""
    written = {key if isinstance(key, str) else " ".join(key): weight for key, weight in words.items()}
    return {
        "thresholds": THRESHOLDS,
        "boilerplate": {key: int(weight.real) for key, weight in written.items() if weight.real},
        "comment": {key: int(weight.imag) for key, weight in written.items() if weight.imag},
        **trees,
    }


def cross_validate(pages: Sequence[Page], words: Sequence[Words], first: Earlier) -> list[Array]:
    """Scores of each page by a model that never saw its site; `first`: those of an earlier model."""
    scores: list[Array] = [np.zeros(0)] * len(pages)
    for part in range(FOLDS):
        seen = [index for index, page in enumerate(pages) if fold_of(page.site) != part]
        earlier = [first[index] for index in seen] if first else None
        trees = train_trees([pages[index] for index in seen], words, earlier)
        forest = arrays.forest_of(scorer.model_of(table_of(words[part], trees)))
        for index, page in enumerate(pages):
            if fold_of(page.site) == part:
                scores[index] = np.array(arrays.weigh(columns_of_page(page, words[part]), forest)) / 100
        print(f"fold {part} done at {time.process_time():.0f} s", flush=True)
    return scores


def print_curves(pages: Sequence[Page], scores: Sequence[Array]) -> None:
    """Article words kept, boilerplate words removed, documents hurt, by group and threshold, in percent."""
    for group in sorted({page.group for page in pages}):
        chosen = [(page, score) for page, score in zip(pages, scores, strict=True) if page.group == group]
        print(f"{group} ({len(chosen)})  threshold: kept / removed / documents that lose over 1 %")
        for bar in (0.6, 0.9, 1.2, 1.5, 1.8, 2.1, 2.4, 2.7, 3.0, 3.5, 4.0):
            lost = [(page.sizes * (page.labels == 1) * (score > bar)).sum() for page, score in chosen]
            article = [(page.sizes * (page.labels == 1)).sum() for page, _ in chosen]
            gone = sum((page.sizes * (page.labels == 0) * (score > bar)).sum() for page, score in chosen)
            boilerplate = sum((page.sizes * (page.labels == 0)).sum() for page, _ in chosen)
            hurt = np.mean([loss > 0.01 * size for loss, size in zip(lost, article, strict=True) if size])
            figures = 100 - 100 * sum(lost) / sum(article), 100 * gone / boilerplate, 100 * hurt
            print(f"  {bar:3}: " + " / ".join(f"{figure:6.2f}" for figure in figures))


def main() -> None:
    """Train, and say how good it is."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("folder", type=Path)
    parser.add_argument("--out", type=Path, default=scorer.TABLE)
    args = parser.parse_args()
    pages, singles = read(args.folder), read_blocks(args.folder)
    words = [
        train_words([page for page in pages if fold_of(page.site) != part], singles) for part in range(FOLDS)
    ]
    print(f"{len(pages)} pages, words trained at {time.process_time():.0f} s", flush=True)
    first = cross_validate(pages, words, None)
    print_curves(pages, cross_validate(pages, words, first))
    table = table_of(train_words(pages, singles), train_trees(pages, words, first))
    args.out.write_text(json.dumps(table, ensure_ascii=False, separators=(",", ":")) + "\n", encoding="utf-8")
    print(f"{args.out}: {args.out.stat().st_size} bytes")


if __name__ == "__main__":
    main()
