"""`busel search --among FILE`: queries are answered from a file, without an organisation or an account."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from server.cli.test_founding_for_real import busel

if TYPE_CHECKING:
    from pathlib import Path

PEOPLE = "№;Фамилия;Имя;Отчество\n1;Ковалёв;Николай;Иванович\n2;Ліс;Ганна;\n3;Жук;Пётр;\n"
PLACES = "be\tru\nЖлобін\tЖлобин\nКрасны Бераг\tКрасный Берег\n"


def told(tmp_path: Path, *words: str) -> list[dict[str, Any]]:
    done = busel("search", *words, folder=tmp_path / "none")
    assert (done.returncode, done.stderr) == (0, "")
    return [json.loads(line) for line in done.stdout.splitlines()]


def written(tmp_path: Path, name: str, text: str) -> str:
    path = tmp_path / name
    path.write_text(text, encoding="utf-8")
    return str(path)


def test_people_of_a_list_are_found_by_its_headings(tmp_path: Path) -> None:
    people = written(tmp_path, "people.csv", PEOPLE)
    queries = written(tmp_path, "queries.txt", "Коля Кавалёў\nAnna Lis\nКавалёў Мікалай Іванавіч\nШчэрба\n")
    answers = told(tmp_path, "--batch", queries, "--among", people, "--as", "person", "--json")
    assert [answer["query"] for answer in answers] == ["Коля Кавалёў", "Anna Lis", "Кавалёў Мікалай Іванавіч", "Шчэрба"]
    assert [[hit["row"] for hit in answer["hits"]] for answer in answers] == [[2], [3], [2], []]
    assert answers[0]["hits"][0]["text"] == "Ковалёв Николай Иванович"
    assert answers[0]["hits"][0]["reasons"] == ["same-sound", "same-given-name"]


def test_a_list_of_names_one_a_line_is_taken_apart(tmp_path: Path) -> None:
    people = written(tmp_path, "people.txt", "Ковалёв Николай Иванович\n\nГанна Ліс\n")
    [answer] = told(tmp_path, "Анна Лис", "--among", people, "--as", "person", "--json")
    assert [hit["row"] for hit in answer["hits"]] == [3]


def test_words_are_ranked_with_a_score_as_a_table(tmp_path: Path) -> None:
    words = written(tmp_path, "words.txt", "Ковалёв\nКоваленко\nЖук\n")
    queries = written(tmp_path, "queries.tsv", "n\tbe\n1\tКавалёў\n")
    asked = ("--batch", queries, "--column", "be", "--among", words, "--as", "family", "--limit", "1", "--tsv")
    done = busel("search", *asked, folder=tmp_path / "none")
    query, rank, score, text, row, reason = done.stdout.rstrip("\n").split("\t")
    assert (query, rank, text, row, reason) == ("Кавалёў", "1", "Ковалёв", "1", "same-sound")
    assert float(score) > 0.9


def test_places_and_streets_are_ranked_by_a_column(tmp_path: Path) -> None:
    places = written(tmp_path, "places.tsv", PLACES)
    [place] = told(tmp_path, "Жлобін", "--among", places, "--among-column", "ru", "--as", "place", "--json")
    assert [(hit["row"], hit["text"]) for hit in place["hits"]][:1] == [(2, "Жлобин")]
    streets = written(tmp_path, "streets.txt", "ул. Мира\nул. Якуба Коласа\n")
    [street] = told(tmp_path, "вуліца Міру", "--among", streets, "--as", "street", "--json")
    assert [hit["row"] for hit in street["hits"]][:1] == [1]


def test_what_cannot_be_asked_is_said_in_one_sentence(tmp_path: Path) -> None:
    words = written(tmp_path, "words.csv", "a;b\n1;2\n")
    for asked, sentence in (
        (("x", "--among", words, "--as", "amber-otter"), "With --among, --as says what the file holds"),
        (("x", "--among", words, "--as", "person"), "No column of that file is known as a name"),
        (
            ("x", "--among", words, "--among-column", "c", "--as", "family"),
            "That file has no column “c”. It has: a, b.",
        ),
        (("x", "--among", str(tmp_path / "gone.txt"), "--as", "family"), "could not be read as UTF-8 text."),
    ):
        done = busel("search", *asked, folder=tmp_path / "none")
        assert (done.returncode, done.stdout) == (1, "")
        assert sentence in done.stderr
        assert len(done.stderr.splitlines()) == 1
