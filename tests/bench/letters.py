"""7,700 letters as one PDF, beside one bare Typst run of the same text: seconds, and memory at the peak.

Both run in a process of their own, which composes the same letters first. The peak is the greatest sum of what that
process and all its children hold (resident; shared pages count in each), looked at every 10 ms.
"""

from __future__ import annotations

import datetime as dt
import json
import subprocess
import sys
import time
from pathlib import Path

import msgspec
import typst

from bench.fresh import ENVIRONMENT
from bench.table import Row, row
from busel.contacts.records import Address, Contact
from busel.desk.sandboxes.printing import print_letters
from busel.outreach.letter import Letter
from busel.outreach.letters import Mailing, Recipient, Sender, compose

LETTERS = 7_700
MOST_SECONDS = 6
MOST_MEGABYTES = 500
BODIES = {
    "be": "{given}, мы *звяртаемся* да вас, бо вам неабыякавы лёс нашага горада. Гэтай восенню мы зноў збіраем "
    "подпісы за адкрытыя выбары ў мясцовыя саветы, і кожны голас мае значэнне.\n\n"
    "Прыходзьце ў суботу а дванаццатай гадзіне на сустрэчу ў бібліятэцы. Мы раскажам, што ўжо зроблена, адкажам на "
    "пытанні і разам вырашым, што рабіць далей. Калі вы не можаце прыйсці, перадайце гэты ліст суседзям.\n\n"
    "Не пішыце пра гэта ў сацыяльных сетках: беражыце сябе і сваіх блізкіх.\n\n"
    "З павагай і падзякай,\nАб’яднанне «Бусел»",
    "ru": "{given}, мы *обращаемся* к вам, потому что вам небезразлична судьба нашего города. Этой осенью мы снова "
    "собираем подписи за открытые выборы в местные советы, и каждый голос имеет значение.\n\n"
    "Приходите в субботу в двенадцать часов на встречу в библиотеке. Мы расскажем, что уже сделано, ответим на "
    "вопросы и вместе решим, что делать дальше. Если вы не можете прийти, передайте это письмо соседям.\n\n"
    "Не пишите об этом в социальных сетях: берегите себя и своих близких.\n\n"
    "С уважением и благодарностью,\nОбъединение «Бусел»",
}
# The same text with nothing around it: no window, no marks, no places; neither hyphens nor justified lines.
BARE = b"""#let letters = json(bytes(sys.inputs.letters))
#set page(paper: "a4")
#set text(font: "Libertinus Serif", size: 11pt, hyphenate: false)
#for letter in letters {
  par(letter.head)
  for paragraph in letter.paragraphs { par(paragraph) }
  pagebreak(weak: true)
}"""


def run() -> list[Row]:
    """Return the table's two rows."""
    floor_seconds, floor_megabytes = _measured("bare")
    seconds, megabytes = _measured("ours")
    what = f"{LETTERS:,} letters, one PDF"
    return [
        row(what, seconds, "s", floor=floor_seconds, most=MOST_SECONDS),
        row(f"{what}: memory at the peak", megabytes, "MB", floor=floor_megabytes, most=MOST_MEGABYTES),
    ]


def _measured(way: str) -> tuple[float, float]:
    """Return (seconds, greatest sum of resident megabytes) of one way, in a process of its own."""
    words = [sys.executable, "-m", "bench.letters", way]
    with subprocess.Popen(words, env=ENVIRONMENT, stdout=subprocess.PIPE) as process:
        peak = 0
        while process.poll() is None:
            peak = max(peak, _resident(process.pid))
            time.sleep(0.01)
        output = process.stdout.read() if process.stdout else b""
    if process.returncode != 0:
        raise RuntimeError(f"the {way} run failed")
    return json.loads(output)["seconds"], peak / 1024**2


def _resident(process: int) -> int:
    """Return the resident bytes of a process and all that descend from it; one that has just ended counts nothing."""
    try:
        pages = int(Path(f"/proc/{process}/statm").read_text("ascii").split()[1])
        children = Path(f"/proc/{process}/task/{process}/children").read_text("ascii").split()
    except (FileNotFoundError, ProcessLookupError):
        return 0
    return pages * 4096 + sum(_resident(int(child)) for child in children)


def _people() -> list[Recipient]:
    names = ("Алена", "Ганна", "Марыя", "Ірына", "Святлана", "Надзея", "Ўладзіслава")
    return [
        Recipient(
            id=number,
            contact=Contact(
                family_be=f"Кавалёва-{number}",
                given_be=names[number % len(names)],
                patronymic_be="Уладзіміраўна",
                sex="f",
                language=("be", "ru")[number % 2],
            ),
            address=Address(
                contact=number,
                settlement_be="г. Бабруйск",
                street_be=f"вул. {number % 97}-я Новая",
                house=str(number % 211 + 1),
                flat=str(number % 89 + 1),
                postcode=f"2138{number % 40:02}",
            ),
            short_code=f"K{number:05}",
        )
        for number in range(1, LETTERS + 1)
    ]


def _composed() -> list[Letter]:
    mailing = Mailing(
        bodies=BODIES,
        sender=Sender(lines={"be": ("Аб’яднанне «Бусел»",), "ru": ("Объединение «Бусел»",)}, places={"be": "Бабруйск"}),
        default_language="be",
    )
    return compose(_people(), mailing, day=dt.date(2026, 11, 21))[0]


def _bare(letters: list[Letter]) -> int:
    texts = [
        {
            "head": "\n".join(
                (*one.sender_lines, *one.address_lines, one.place_and_day, one.salutation, one.short_code)
            ),
            "paragraphs": ["".join(run.text for run in paragraph) for paragraph in one.paragraphs],
        }
        for one in letters
    ]
    return len(
        typst.compile(
            BARE,
            format="pdf",
            sys_inputs={"letters": msgspec.json.encode(texts).decode()},
            ignore_system_fonts=True,
            pdf_tags=False,
        )
    )


def _one_way(way: str) -> None:
    letters = _composed()
    started = time.perf_counter()
    size = _bare(letters) if way == "bare" else len(print_letters(letters).pdf)
    print(json.dumps({"seconds": time.perf_counter() - started, "bytes": size}))


if __name__ == "__main__":
    _one_way(sys.argv[1])
