"""When a desk refuses to start. The kernel's files are played in a folder."""

from __future__ import annotations

import os
import resource
import subprocess
import sys
from pathlib import Path

import msgspec
import pytest

from busel.desk.running.hygiene import Unsafe, unsafe_surroundings
from busel.desk.running.options import Options

HEADING = "Filename\tType\tSize\tUsed\tPriority\n"


@pytest.fixture(autouse=True)
def _no_core_allowed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(resource, "getrlimit", lambda _kind: (0, 0))


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A machine without swap."""
    for folder in ("proc", "sys/class/block", "sys/dev/block", "dev/mapper"):
        (tmp_path / folder).mkdir(parents=True)
    (tmp_path / "proc/swaps").write_text(HEADING)
    return tmp_path


def device(root: Path, name: str, uuid: str = "", below: tuple[str, ...] = ()) -> None:
    block = root / "sys/class/block" / name
    (block / "slaves").mkdir(parents=True)
    (root / "dev" / name).touch()
    for slave in below:
        (block / "slaves" / slave).mkdir()
    if uuid:
        (block / "dm").mkdir()
        (block / "dm/uuid").write_text(f"{uuid}\n")


def swap_on(root: Path, *paths: str) -> None:
    lines = "".join(f"{path}\tpartition\t1024\t0\t-2\n" for path in paths)
    (root / "proc/swaps").write_text(HEADING + lines)


def test_a_machine_without_swap_is_safe(root: Path) -> None:
    assert unsafe_surroundings(debug=False, root=root) == []


@pytest.mark.parametrize("limits", [(0, 1), (1, 1), (resource.RLIM_INFINITY, resource.RLIM_INFINITY)])
def test_a_core_limit_that_is_not_zero_for_good_is_unsafe(
    root: Path, monkeypatch: pytest.MonkeyPatch, limits: tuple[int, int]
) -> None:
    monkeypatch.setattr(resource, "getrlimit", lambda _kind: limits)
    assert unsafe_surroundings(debug=False, root=root) == [Unsafe.CORE_DUMPS]


def test_debug_is_unsafe(root: Path) -> None:
    assert unsafe_surroundings(debug=True, root=root) == [Unsafe.DEBUG]


def test_a_plain_partition_as_swap_is_unsafe_and_so_is_an_encrypted_one_beside_it(root: Path) -> None:
    device(root, "sda2")
    device(root, "dm-0", "CRYPT-LUKS2-5a5a-swap", ("sda3",))
    swap_on(root, "/dev/dm-0")
    assert unsafe_surroundings(debug=False, root=root) == []
    swap_on(root, "/dev/dm-0", "/dev/sda2")
    assert unsafe_surroundings(debug=False, root=root) == [Unsafe.PLAIN_SWAP]


def test_swap_in_ram_is_safe(root: Path) -> None:
    swap_on(root, "/dev/zram0")
    assert unsafe_surroundings(debug=False, root=root) == []


def test_a_logical_volume_is_as_safe_as_everything_that_it_lies_on(root: Path) -> None:
    device(root, "sda3")
    device(root, "dm-0", "CRYPT-LUKS2-5a5a-disk", ("sda3",))
    device(root, "dm-1", "LVM-whatever", ("dm-0",))
    device(root, "dm-2", "LVM-whatever", ("dm-0", "sda3"))
    (root / "dev/mapper/vg-swap").symlink_to("../dm-1")
    swap_on(root, "/dev/mapper/vg-swap")
    assert unsafe_surroundings(debug=False, root=root) == []
    swap_on(root, "/dev/dm-2")
    assert unsafe_surroundings(debug=False, root=root) == [Unsafe.PLAIN_SWAP]


def test_a_swap_file_is_as_safe_as_its_disk(root: Path) -> None:
    file = root / "swapfile"
    file.touch()
    disk = file.stat().st_dev
    place = root / f"sys/dev/block/{os.major(disk)}:{os.minor(disk)}"
    swap_on(root, "/swapfile")
    device(root, "sda1")
    place.symlink_to(root / "sys/class/block/sda1")
    assert unsafe_surroundings(debug=False, root=root) == [Unsafe.PLAIN_SWAP]
    place.unlink()
    device(root, "dm-5", "CRYPT-LUKS2-5a5a-root")
    place.symlink_to(root / "sys/class/block/dm-5")
    assert unsafe_surroundings(debug=False, root=root) == []


def test_a_swap_device_of_which_nothing_is_known_is_unsafe(root: Path) -> None:
    swap_on(root, "/dev/strange", "/gone\\040file")
    assert unsafe_surroundings(debug=False, root=root) == [Unsafe.PLAIN_SWAP]


@pytest.mark.parametrize(("demo", "status", "event"), [("True", 0, "warned"), ("False", 78, "refused")])
def test_the_fork_server_refuses_unsafe_surroundings_and_the_demo_only_warns(
    demo: str, status: int, event: str
) -> None:
    # DEBUG is switched on behind the settings' back: the one unsafe thing that a test can make everywhere.
    program = (
        "import sys; from busel.desk.running import hygiene; sees = hygiene.unsafe_surroundings;"
        "hygiene.unsafe_surroundings = lambda *, debug: [*sees(debug=debug), hygiene.Unsafe.DEBUG];"
        "from busel.desk.forkserver.__main__ import refuse_if_unsafe; from busel.desk.running import confine;"
        "import os;"
        "os.environ['DJANGO_SETTINGS_MODULE'] = 'busel.desk.settings'; confine.leave_no_core();"
        f"refuse_if_unsafe(is_demo={demo}); print('goes on')"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, check=False)
    assert (done.returncode, done.stdout) == (status, b"goes on\n" if status == 0 else b"")
    assert msgspec.json.decode(done.stderr.splitlines()[-1])["event"] == event


def test_options_of_a_misspelt_name_are_refused() -> None:
    with pytest.raises(msgspec.ValidationError, match="unknown field"):
        msgspec.json.decode(b'{"upload_byte": 1}', type=Options)
