"""What each task does on one host.

A flow yields what to do next and is sent what came of it (``rollout/instructions.py``); it opens nothing and writes
nothing itself, so a test can send it any answer. Follow one deploy from ``deploying.deploy``.
"""

from iisfleet.flows.adopting import AdoptOrder, adopt
from iisfleet.flows.cache import ClearOrder, ScheduleOrder, clear_cache, schedule_cache_clear
from iisfleet.flows.deploying import deploy, plan, scripts_of_deploy
from iisfleet.flows.importing import read_sites
from iisfleet.flows.keys import KeysOrder, provision_keys, read_key_files
from iisfleet.flows.locking import LockOrder, UnlockOrder, lock, unlock
from iisfleet.flows.look import Job
from iisfleet.flows.packages import Installer, PackagesOrder, install_packages
from iisfleet.flows.reading import history, status
from iisfleet.flows.restarting import RestartOrder, restart
from iisfleet.flows.rollback import RollbackOrder, rollback
from iisfleet.flows.setup import SetupOrder, prepare_setup, scripts_of_setup, setup
from iisfleet.flows.switching import SwitchOrder, switch
from iisfleet.flows.undoing import undo

__all__ = [
    "AdoptOrder",
    "ClearOrder",
    "Installer",
    "Job",
    "KeysOrder",
    "LockOrder",
    "PackagesOrder",
    "RestartOrder",
    "RollbackOrder",
    "ScheduleOrder",
    "SetupOrder",
    "SwitchOrder",
    "UnlockOrder",
    "adopt",
    "clear_cache",
    "deploy",
    "history",
    "install_packages",
    "lock",
    "plan",
    "prepare_setup",
    "provision_keys",
    "read_key_files",
    "read_sites",
    "restart",
    "rollback",
    "schedule_cache_clear",
    "scripts_of_deploy",
    "scripts_of_setup",
    "setup",
    "status",
    "switch",
    "undo",
    "unlock",
]  # fmt: skip
