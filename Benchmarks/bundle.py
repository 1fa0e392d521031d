"""The baseline of a cold run: `runc run` of a bundle that equals a session's own.

It is that session's config.json with the same mounts, namespaces, system call filter and limits; only the kernel
runner's place is taken by the program itself, and name, cgroup, scratch and hosts file are its own.
"""

import json
import os
import pathlib
import shutil
import subprocess

from timing import timed
from workplace import PYTHON


class EqualBundle:
    """A bundle that can be run again and again; its traces are removed at the end of the `with`."""

    def __init__(self, stack, session_kernel, code):
        self.stack = stack
        self.directory = stack.place.directory / "bundle"
        self.name = f"bench-{os.getpid()}"
        self.code = code
        self._source = pathlib.Path(session_kernel)

    def __enter__(self):
        for name in ["state", "config", "scratch"]:
            (self.directory / name).mkdir(parents=True)
        shutil.copy(self._source / "hosts", self.directory / "hosts")
        config = json.loads((self._source / "bundle/config.json").read_text())
        self._mount_scratch(config["linux"]["uidMappings"][0]["hostID"])
        (self.directory / "config.json").write_text(json.dumps(self._changed(config)))
        return self

    def __exit__(self, *_):
        subprocess.run(self._runc("delete", "--force", self.name), capture_output=True, check=False)
        subprocess.run(["umount", str(self.directory / "scratch")], check=True)

    def _mount_scratch(self, base):
        """A file system of its own, as the session's is: 1 GiB of ext4 in a sparse file, for the sandbox's uid 1000."""
        image = self.directory / "scratch.img"
        with open(image, "wb") as file:
            file.truncate(1 << 30)
        options = ["-O", "^has_journal,^resize_inode", "-E", "lazy_itable_init=1,nodiscard"]
        subprocess.run(["mkfs.ext4", "-q", "-F", *options, image], check=True)
        subprocess.run(["mount", "-o", "loop,noinit_itable,nobarrier", image, self.directory / "scratch"], check=True)
        image.unlink()
        os.chown(self.directory / "scratch", base + 1000, base + 1000)
        os.chmod(self.directory / "scratch", 0o700)

    def _changed(self, config):
        """The session's configuration as this bundle's."""
        config["process"]["args"] = [PYTHON, "-c", self.code]
        config["linux"]["cgroupsPath"] = f"/backend.ai-{self.name}"
        own = {"/home/work": "scratch", "/home/config": "config", "/etc/hosts": "hosts"}
        for mount in config["mounts"]:
            if name := own.get(mount["destination"]):
                mount["source"] = str(self.directory / name)
        return config

    def _runc(self, *arguments):
        return ["/usr/sbin/runc", "--root", str(self.directory / "state"), *arguments]

    def run(self):
        """One run from the start of the command to its end; runc has removed the container by then."""
        return timed(
            self._runc("run", "--bundle", str(self.directory), self.name), self.stack.environment)
