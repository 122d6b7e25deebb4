"""What each task does on one host.

A flow yields what to do next and is sent what came of it (``rollout/instructions.py``); it opens nothing and writes
nothing itself, so a test can send it any answer. Follow one deploy from ``deploying.deploy``.
"""

from iisfleet.flows.deploying import deploy, plan, scripts_of_deploy
from iisfleet.flows.look import Job
from iisfleet.flows.reading import history, status
from iisfleet.flows.rollback import rollback

__all__ = ["Job", "deploy", "history", "plan", "rollback", "scripts_of_deploy", "status"]
