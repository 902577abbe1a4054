"""Makes a PyTorch built for CUDA start on a machine without CUDA.

There is no PyTorch for processors alone in PyPI: its packages ask for 3 GB of CUDA libraries, which are loaded even where
there is no such device. Here they are empty libraries of the same names, with the symbols that PyTorch looks for when it
starts. Users take PyTorch's own index of packages for processors instead.

usage: without-cuda.py SITE_PACKAGES
"""

import re
import subprocess
import sys
from pathlib import Path

# Libraries without versions of symbols: a symbol's name says where it belongs.
UNVERSIONED = {
    "libcuda.so.1": r"cu[A-Z](?!File)",
    "libcufile.so.0": r"cuFile",
    "libcusparseLt.so.0": r"cusparseLt",
    "libnccl.so.2": r"nccl",
}


def run(*command):
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout


def missing_libraries(libraries):
    found = set()
    for library in libraries:
        found |= set(re.findall(r"(\S+) => not found", run("ldd", library)))
    return {name for name in found if not name.startswith(("libtorch", "libc10"))}


def wanted_symbols(libraries):
    """Every symbol that some library lacks, as (name, version or None)."""
    for library in libraries:
        for line in run("nm", "-D", "--undefined-only", "--with-symbol-versions", library).splitlines():
            name, _, version = line.split()[-1].partition("@")
            if not name.startswith("_Z"):
                yield name, version.lstrip("@") or None


def versions_of(name, libraries):
    """Version nodes that libraries ask of a library, such as `libcublas.so.13`."""
    found = set()
    for library in libraries:
        for part in re.split(r"File: ", run("readelf", "--wide", "-V", library))[1:]:
            if part.split()[0] == name:
                lines = part.splitlines()[1:]
                found |= {re.search(r"Name: (\S+)", line)[1] for line in lines if "Name:" in line}
    return found


def write_stub(name, folder, libraries, symbols):
    versions = versions_of(name, libraries)
    if versions:
        mine = {symbol for symbol, version in symbols if version in versions}
    else:
        pattern = UNVERSIONED.get(name, "(?!)")
        mine = {symbol for symbol, version in symbols if version is None and re.match(pattern, symbol)}
    source = folder / f"{name}.c"
    source.write_text("".join(f"void {symbol}(void) {{}}\n" for symbol in sorted(mine)))
    script = folder / f"{name}.map"
    script.write_text("".join(f"{version} {{ global: *; }};\n" for version in sorted(versions)[:1]))
    flags = [f"-Wl,--version-script={script}"] if versions else []
    run("gcc", "-w", "-shared", "-fPIC", "-fno-builtin", f"-Wl,-soname,{name}", *flags, "-o", folder / name, source)
    source.unlink()
    script.unlink()


def main(site_packages):
    folder = Path(site_packages) / "torch/lib"
    libraries = [str(file) for file in folder.glob("lib*.so*")]
    symbols = set(wanted_symbols(libraries))
    for name in sorted(missing_libraries(libraries)):
        write_stub(name, folder, libraries, symbols)


main(sys.argv[1])
