"""The kernels under test: each a pinned GNU Mach out of its Debian package, which is fetched and never installed.

The package's archive is the one that this machine's apt is configured for; the hash says that it is the same package everywhere.

SPDX-License-Identifier: MIT OR Apache-2.0
"""

import gzip
import hashlib
from dataclasses import dataclass
from pathlib import Path

from . import host

APT_HELPER = "/usr/lib/apt/apt-helper"


@dataclass(frozen=True)
class Kernel:
    """A kernel for one processor, and how a program for it is compiled."""

    processor: str
    package: str
    sha256: str
    options: tuple[str, ...]

    def is_pinned(self, package: Path) -> bool:
        """Whether a file is the package that is meant."""
        return package.exists() and hashlib.sha256(package.read_bytes()).hexdigest() == self.sha256


KERNELS = {
    kernel.processor: kernel
    for kernel in (
        Kernel(
            "amd64",
            "gnumach-image-1.8-amd64-up_1.8+git20250702-1_amd64.deb",
            "802ed4da67e3e3c9d6e42e8bd06fd2a66b8c35bd7454140bd4f306d36afe5057",
            ("-m64", "-mno-red-zone"),
        ),
        Kernel(
            "i386",
            "gnumach-image-1.8-486_1.8+git20221224-2_i386.deb",
            "165e337f9ac52a8d61af58daa729a20aee6d4063b0b3c94597057f0a0d9dbfb7",
            ("-m32",),
        ),
    )
}


def fetch(kernel: Kernel, package: Path) -> None:
    """Fetches the package from the first of apt's archives that has it."""
    apt_get = host.find("apt-get", "apt")
    helper = host.find(APT_HELPER, "apt")
    targets = host.run([apt_get, "indextargets", "--format", "$(REPO_URI)", "Created-By: Packages"], package.parent)
    answers = []
    for archive in sorted(set(targets.split())):
        address = f"{archive}pool/main/g/gnumach/{kernel.package}"
        try:
            host.run([helper, "download-file", address, package.name, f"SHA256:{kernel.sha256}"], package.parent)
        except host.Failure as failure:
            answers.append(str(failure))
        if kernel.is_pinned(package):
            return
        package.unlink(missing_ok=True)
    told = "\n".join(answers) or "apt knows no archive: run apt-get update"
    raise host.Failure(
        f"no archive of apt's gave {kernel.package} with the pinned hash; mend this, or put the file at {package}:\n{told}"
    )


def unpack(package: Path, image: Path) -> None:
    """Takes the kernel out of the package. QEMU's loader wants a 64-bit kernel as a 32-bit ELF file."""
    folder = package.parent
    files = f"{image.name}-package"
    host.run([host.find("dpkg-deb", "dpkg"), "--extract", package.name, files], folder)
    packed = next((folder / files / "boot").glob("gnumach-*.gz"))
    image.write_bytes(gzip.decompress(packed.read_bytes()))
    elf_class = image.read_bytes()[4]
    if elf_class == 2:
        host.run([host.find("objcopy", "binutils"), "-I", "elf64-x86-64", "-O", "elf32-i386", image.name], folder)


def provide(kernel: Kernel, folder: Path) -> Path:
    """The kernel, in a folder where the package stays for the next time."""
    package, image = folder / kernel.package, folder / f"kernel-{kernel.processor}"
    if not kernel.is_pinned(package):
        print(f"fetching {kernel.package}", flush=True)
        fetch(kernel, package)
    unpack(package, image)
    return image
