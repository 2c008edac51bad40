"""Latin letters in every habit that people have: each spelling finds its name first, among names that are near it."""

from __future__ import annotations

import pytest

from busel.names.ranking import Ranking

_NAMES = (
    "лукашенко лукашов лукашенкова макаренко тихановский тихановская тихонов тиханов чехов чеков шехов цехов пушкин "
    "пушкарёв пускин бушкин хрущёв крущев хрусталёв грушев жуков зуков юков домбровский дубровский добровский "
    "цветков светков кветков щербаков сербаков юзефович езефович кравцов кравчов соловьёв соловов левин лёвин ковалёв "
    "ковалевский ковалюк гайдукевич гайдук михневич ларионов шушкевич быков беляков беляйков чайковский"
)
NAMES = tuple(_NAMES.split())
RANKING = Ranking(NAMES)
WRITTEN = {
    "лукашенко": "Lukashenka Loekasjenko Łukašenka Łukaszenka Lukaschenko Loukachenko Lukashenko Lukasenka",
    "тихановская": "Tsikhanouskaya Tikhanovskaya Tichanowskaja Cichanoŭskaja Tichanovskaja Cichanouskaja Tikhanovskaïa",
    "тихановский": "Tsikhanouski Tikhanovskii Tikhanovskij Tikhanovsky Cichanoŭski Tichanowski Tikhanovski",
    "чехов": (
        "Chekhov Tschechow Tchekhov Tjechov Czechow Čechov Tsjechov Csehov Čechovas Čehovs Tšehhov Txékhov Çehov Ĉeĥov"
    ),
    "пушкин": "Pushkin Puschkin Pouchkine Pusjkin Puszkin Poesjkin Puškins Puškinas Puşkin Puŝkin",
    "хрущёв": (
        "Khrushchev Chruschtschow Khrouchtchev Chrusjtjov Chruszczow Chruščov Khrushchyov Hruštšov Hruščovs Hruscsov"
    ),
    "жуков": "Zhukov Schukow Joukov Zjukov Żukow Žukov Zhukau Zjoekov Žukovs Zsukov",
    "домбровский": "Dąbrowski Dombrovsky Dambrouski Dombrowski Dombrovskis",
    "цветков": "Tsvetkov Zwetkow Cvetkov Cvetkovs Tsviatkou Cwietkow",
    "щербаков": "Shcherbakov Schtscherbakow Chtcherbakov Szczerbakow Ščarbakoŭ Shcharbakou Sjtjerbakov",
    "юзефович": "Józefowicz Yuzefovich Juzefowicz Iouzefovitch Juzefovič Jusefowitsch Yuzefavich Juzefavič",
    "кравцов": "Krautsou Kravtsov Kraŭcoŭ Kravtsoff Krawzow Kraucou",
    "соловьёв": "Solovyov Solovyev Soloviev Solowjow Solov'ev Salauyou Saloviov Solovjov",
    "ковалёв": "Kovalyov Kavaliou Kavaloŭ Kovalev Kowaljow Kovaliov Kavaliow",
    "шушкевич": "Shushkevich Šuškievič Szuszkiewicz Schuschkewitsch Chouchkevitch Sjusjkevitj Suskievic Szuszkiewicz",
    "ларионов": "Larionov Laryonau Laryjonaŭ Larionow",
    "гайдукевич": "Haidukevich Hajdukievič Gaidukevich Gajdukiewicz Gaïdoukevitch Haydukevich Gaidukevičius",
    "беляков": "Belyakov Bialiakou Beliakov Bieliakoŭ Beljakow",
    "чайковский": "Tchaïkovski Tschaikowski Czajkowski Tjajkovskij Čajkoŭski Chaikouski Tchaikovsky Chaykovskiy",
}


@pytest.mark.parametrize(
    ("typed", "meant"), [(typed, meant) for meant, spellings in WRITTEN.items() for typed in spellings.split()]
)
def test_a_name_is_found_first_however_it_was_romanised(typed: str, meant: str) -> None:
    assert NAMES[RANKING.nearest(typed, least=0.5)[0].index] == meant


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("Лукашэнка", "лукашенко"),
        ("Цьвяткоў", "цветков"),
        ("Пушкiн", "пушкин"),
        ("Домбрoвский", "домбровский"),
        ("Салаўёў", "соловьёв"),
        ("Шчарбакоў", "щербаков"),
        ("Тихоновская", "тихановская"),
        ("Ціханоўская", "тихановская"),
        ("Циханоўский", "тихановский"),
        ("Чайкоўскі", "чайковский"),
        ("Ларыёнаў", "ларионов"),
        ("Гайдукевіч", "гайдукевич"),
    ],
)
def test_belarusian_of_either_orthography_with_letters_of_other_alphabets_is_found_first(
    typed: str, meant: str
) -> None:
    assert NAMES[RANKING.nearest(typed)[0].index] == meant
