"""The kernel under test: a pinned GNU Mach out of its Debian package, which is fetched and never installed.

The package's archive is the one that this machine's apt is configured for; the hash says that it is the same package everywhere.

SPDX-License-Identifier: MIT OR Apache-2.0
"""

import gzip
import hashlib
from pathlib import Path

from . import host

PACKAGE = "gnumach-image-1.8-amd64-up_1.8+git20250702-1_amd64.deb"
SHA256 = "802ed4da67e3e3c9d6e42e8bd06fd2a66b8c35bd7454140bd4f306d36afe5057"
APT_HELPER = "/usr/lib/apt/apt-helper"


def is_pinned(package: Path) -> bool:
    """Whether a file is the package that is meant."""
    return package.exists() and hashlib.sha256(package.read_bytes()).hexdigest() == SHA256


def fetch(package: Path) -> None:
    """Fetches the package from the first of apt's archives that has it."""
    apt_get = host.find("apt-get", "apt")
    helper = host.find(APT_HELPER, "apt")
    targets = host.run([apt_get, "indextargets", "--format", "$(REPO_URI)", "Created-By: Packages"], package.parent)
    answers = []
    for archive in sorted(set(targets.split())):
        address = f"{archive}pool/main/g/gnumach/{PACKAGE}"
        try:
            host.run([helper, "download-file", address, package.name, f"SHA256:{SHA256}"], package.parent)
        except host.Failure as failure:
            answers.append(str(failure))
        if is_pinned(package):
            return
        package.unlink(missing_ok=True)
    told = "\n".join(answers) or "apt knows no archive: run apt-get update"
    raise host.Failure(
        f"no archive of apt's gave {PACKAGE} with the pinned hash; mend this, or put the file at {package}:\n{told}"
    )


def unpack(package: Path, kernel: Path) -> None:
    """Takes the kernel out of the package. QEMU's loader wants a 64-bit kernel as a 32-bit ELF file."""
    folder = package.parent
    host.run([host.find("dpkg-deb", "dpkg"), "--extract", package.name, "package"], folder)
    image = next((folder / "package" / "boot").glob("gnumach-*.gz"))
    wide = folder / "kernel-elf64"
    wide.write_bytes(gzip.decompress(image.read_bytes()))
    host.run([host.find("objcopy", "binutils"), "-I", "elf64-x86-64", "-O", "elf32-i386", wide.name, kernel.name], folder)


def provide(folder: Path) -> Path:
    """The kernel, in a folder where the package stays for the next time."""
    package, kernel = folder / PACKAGE, folder / "kernel"
    if not is_pinned(package):
        print(f"fetching {PACKAGE}", flush=True)
        fetch(package)
    unpack(package, kernel)
    return kernel
