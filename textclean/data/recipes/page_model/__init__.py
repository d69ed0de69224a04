"""How `data/page.bin` is made: from labelled pages to the weights of the model that reads the page.

    python -m textclean.data.recipes.page_model COMMAND

| command | what it does | on two cores |
| --- | --- | --- |
| `learn` | what ships, some minutes further, on `samples/labelled` and pages of your own (`--add`) | 15 min |
| `prepare KIT OUT` | labelled pages as arrays; of a teacher what they need | 1 min |
| `teach OUT TEACHER` | trains the teacher, and keeps its vectors of all blocks | 45 + 12 min |
| `learn OUT --teacher TEACHER` | trains a student, taught by it, and packs it | 12 min and more |
| `pack OUT STATE …` | a student's state, or the mean of several, as weights that ship | seconds |
| `calibrate` | bars, and what confidence to state, on groups that were kept back | 1 min |
| `figures` | what texts keep and lose, by group | 3 min |

It needs `pip install -e '.[teach]'`, and is never imported by the package at run time.

The way of a block, in training as in use: `pieces.plain` → `Pieces` and `form.shape` → reader → page model.
`labelled` reads pages and knows their groups, `arrays` keeps them as the model reads them, `compose` makes
training pages of them, `nets` are what learns, `training` is how, `teaching` and `learning` are who from
whom, `packing` is the way to numpy and back, `bare` asks a model alone, `figures` the whole stage.

**What is measured was not learned from.** `--fold K` keeps a fifth of the groups (hands, outlets, sites) out
of `teach` and `learn`, and `calibrate` and `figures` then look at those alone; `--leave FILE.json` does so
with a list of beginnings of groups' names. A teacher has to keep back the same ones, or its student hears of
them.

**What ships** is the weighted mean of three states of one run of this design (256 channels, page model 160),
taught by twelve layers of multilingual-e5-small. The last state also read the true texts of 127 web articles
and what five extractors left of their pages; pieces that pages had fewer than five times were left out. Its
bars were chosen with `figures` on groups that a twin had not seen. They lie above those that `calibrate`
proposes for the bare model, since guards and doubt keep much of what would go.
"""
