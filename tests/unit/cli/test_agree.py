"""`agree`: the forms of score files, and what is wrong with them."""

import json
from pathlib import Path

import pytest

from incidentgame.cli import main

LONG = "item,rater,score\na,anna,3\nb,anna,2\nc,anna,0\na,ben,3\nb,ben,1\nc,ben,0\n"
WIDE = "item;anna;ben;comment\na;3;3;fine\nb;2;1;\nc;0;0;\nd;;2;not rated by anna\n"
ANNA, BEN = "id\tscore\na\t3\nb\t2\nc\t0\n", '{"id": "a", "level": 3}\n{"id": "b", "level": 1}\n'


def pairs(capsys: pytest.CaptureFixture[str], folder: Path, *texts: tuple[str, str]) -> object:
    names = []
    for name, text in texts:
        path = folder / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, encoding="utf-8")
        names.append(str(path))
    assert main(["agree", *names, "--json"]) == 0
    return json.loads(capsys.readouterr().out)


def test_every_form_says_the_same(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    long = pairs(capsys, tmp_path, ("l.csv", LONG))
    assert long == pairs(capsys, tmp_path, ("w.csv", "\ufeff" + WIDE))
    graded = BEN + '{"line": 9, "error": "x"}\n{"id": "c", "level": 0, "score": 3}\n'
    assert long == pairs(capsys, tmp_path, ("anna.csv", ANNA), ("ben.jsonl", graded))
    assert long == [
        {
            "raters": ["anna", "ben"],
            "n": 3,
            "kappa": 0.8966,
            "exact": 0.6667,
            "adjacent": 1.0,
            "mean_difference": -0.3333,
            "differing": [{"item": "b", "scores": [2, 1]}],
        }
    ]


def test_files_of_the_same_name_are_called_by_their_paths(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    found = pairs(capsys, tmp_path, ("one/s.csv", ANNA), ("two/s.csv", ANNA))
    assert isinstance(found, list)
    assert [Path(name).parent.name for name in found[0]["raters"]] == ["one", "two"]


def test_the_table_names_where_they_differ_most(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    rows = "".join(f"x{n},0,{n % 4}\n" for n in range(30))
    (tmp_path / "s.csv").write_text("item,one,other\n" + rows)
    assert main(["agree", str(tmp_path / "s.csv")]) == 0
    out = capsys.readouterr().out
    assert "one – other    30    0.00" in out and "+1.43" in out
    assert out.index("x11   0 and 3") < out.index("x10   0 and 2") and "more" in out


def test_raters_who_never_vary_have_no_kappa(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "s.csv").write_text("item,one,other\na,1,1\nb,1,1\n")
    assert main(["agree", str(tmp_path / "s.csv")]) == 0
    assert "chance would agree as well" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", ":1: the first line must name the columns"),
        ("a,b,c\n1,2,3\n", ":1: the first line must name the columns"),
        ("item,x,x\na,1,2\n", ":1: every rater's column needs a name of its own"),
        ("item,x,y\na,1\n", ":2: 2 columns where the first line has 3"),
        ("item,x,y\na,1,good\n", ':2: "good" is no score'),
        ("item,x,y\na,1,1e9999\n", ':2: "1e9999" is no score'),
        ("item,x,y\na,1,1/0\n", ':2: "1/0" is no score'),
        ("item,x,y\na,1,nan\n", ':2: "nan" is no score'),
        ("item,x,y\n,1,2\n", ":2: the item has no name"),
        ("item,rater,score\na,,2\n", ":2: the rater has no name"),
        ("item,x,y\na,1,2\na,1,2\n", ':3: "x" has scored "a" before'),
        ("item,x\na,1\n", "two raters are needed"),
        ("item,rater,score\na,x,1\nb,y,1\n", "no item was scored by two raters (x, y)"),
        ("item," + ",".join(map(str, range(50))) + "\na" + ",1" * 50 + "\n", "50 raters are more than 40"),
        ('{"id": "a", "level": 1}\nno\n', ":2: this line is no JSON object"),
        ('item,x,y\n"a,1,2\n', ":2: 1 columns"),
    ],
)
def test_what_is_wrong_is_told_with_its_line(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], text: str, said: str
) -> None:
    (tmp_path / "s.csv").write_text(text)
    assert main(["agree", str(tmp_path / "s.csv")]) == 2
    assert said in capsys.readouterr().err


def test_files_that_cannot_be_read(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "s.csv").write_bytes(b"\xff\xfe\x00")
    for name, said in (("s.csv", "not UTF-8"), ("no.csv", "cannot read"), (".", "cannot read")):
        assert main(["agree", str(tmp_path / name)]) == 2
        assert said in capsys.readouterr().err
